"""What the notebooks of `live_browser.py` run in their kernel.

Not a benchmark: a number of the cell, an engine that counts for each of its steps, and charts that
follow a slider by the ways that notebooks have.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any, TypeVar

import altair as alt
import ipywidgets as widgets
from IPython.display import clear_output, display

import seg_jupyter as seg
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.jupyter.panel.pictures import Pictures
from tuned import BARS, CELL, KPIS, MOVED_WEIGHT, SEGMENTS, WEIGHTS, Market

Answer = TypeVar("Answer")
V5 = "application/vnd.vegalite.v5+json"
COLOURS = ["#2a6fb0", "#4b97cc", "#c48518", "#b84f2e"]
WIDTH = 400
"""Pixels that the slider is long."""
PLACE = list(WEIGHTS).index(MOVED_WEIGHT)


class Dragged:
    """The weight that is dragged, with the steps of the panel's slider.

    Parameters
    ----------
    rows
        Customers.
    slow
        Seconds that every count takes longer than it does.
    """

    def __init__(self, rows: int, slow: float = 0.0) -> None:
        self.slow = slow
        self.segments = seg.Segmentation(CELL).fit(Market(rows).frame, name="engagement")
        self.live = self.segments.live(kpis=KPIS)
        control = next(one for one in self.live.controls if one.place == PLACE)
        self.low, self.step = control.low, control.step
        self.steps = round((control.high - control.low) / control.step)
        self.in_panel = False
        self.took: list[float] = []
        self.live.prepare(PLACE)

    def count(self, step: int) -> Tally:
        """Count everybody for a step of the slider."""
        return self.timed(lambda: self.live.preview(PLACE, self.value(step)))

    def value(self, step: int) -> float:
        """Return the weight at a step of the slider."""
        return round(self.low + step * self.step, 9)

    def timed(self, work: Callable[[], Answer]) -> Answer:
        """Do some work, and note how long it took with what it is slower."""
        start = time.perf_counter()
        answer = work()
        time.sleep(self.slow)
        self.took.append(time.perf_counter() - start)
        return answer

    def rows(self, step: int) -> list[dict[str, Any]]:
        """Return what a chart of the distribution draws: bars of two points, stacked."""
        cells = self.count(step).cells
        return [
            {
                "score": 2 * bar,
                "segment": name,
                "customers": int(
                    cells[place, 20 * bar : None if bar == BARS - 1 else 20 * bar + 20].sum()
                ),
            }
            for place, name in enumerate(SEGMENTS)
            for bar in range(BARS)
        ]

    def chart(self, step: int) -> alt.Chart:
        """Return the distribution as a chart whose title says which step it is of."""
        bars = alt.Chart(alt.Data(values=self.rows(step)), title=f"step {step};")
        top = 0.1 * len(self.segments.frame)
        chart = bars.mark_bar().encode(
            alt.X("score:Q", scale=alt.Scale(domain=[0, 100])),
            alt.Y("customers:Q", scale=alt.Scale(domain=[0, top], clamp=True)),
            alt.Color("segment:N", scale=alt.Scale(domain=SEGMENTS, range=COLOURS)),
        )
        options = {"actions": False, "renderer": "svg"}
        return chart.properties(width=500, height=200, usermeta={"embedOptions": options})

    def report(self) -> None:
        """Print how often was counted, how long that took, and what shows which step."""
        took = list(self.took)
        median = statistics.median(took) if took else None
        print(json.dumps({"counts": len(took), "median": median, "texts": self.texts()}))

    def texts(self) -> list[str]:
        """Return what a page shows for each step and for no other: the title, or the sizes."""
        steps = range(self.steps + 1)
        if not self.in_panel:
            return [f"step {step};" for step in steps]
        pictures = Pictures(self.live)
        return [
            "; ".join(f"{one['name']} {one['now']}" for one in picture["segments"])
            for picture in (pictures.at(PLACE, self.value(step)) for step in steps)
        ]


def slider(dragged: Dragged, show: Callable[[int], None]) -> widgets.IntSlider:
    """Return a slider that calls back with every step."""
    moved = widgets.IntSlider(0, 0, dragged.steps, layout=widgets.Layout(width=f"{WIDTH}px"))
    moved.observe(lambda change: show(change["new"]), "value")
    return moved


def by_chart(dragged: Dragged) -> None:
    """Give an `alt.JupyterChart` another chart at every step."""
    alt.JupyterChart.enable_offline()
    options = {"actions": False, "renderer": "svg"}
    shown = alt.JupyterChart(dragged.chart(0), embed_options=options)

    def show(step: int) -> None:
        shown.chart = dragged.chart(step)

    display(widgets.VBox([slider(dragged, show), shown]))
    dragged.took.clear()


def by_output(dragged: Dragged) -> None:
    """Clear an `Output` and display another chart in it at every step."""
    shown = widgets.Output()

    def show(step: int) -> None:
        spec = dragged.chart(step).to_dict()
        spec["$schema"] = "https://vega.github.io/schema/vega-lite/v5.json"
        with shown:
            clear_output(wait=True)
            display({V5: spec, "text/plain": f"step {step};"}, raw=True)

    show(0)
    display(widgets.VBox([slider(dragged, show), shown]))
    dragged.took.clear()


def by_panel(dragged: Dragged) -> None:
    """Open the live panel."""
    at = Pictures.at

    def timed(pictures: Pictures, place: int, value: float) -> Any:
        return dragged.timed(lambda: at(pictures, place, value))

    Pictures.at = timed
    dragged.in_panel = True
    display(dragged.segments.panel(kpis=KPIS))
