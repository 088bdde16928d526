"""The distribution of the live panel: the bars of `score_bars`, with rows that are replaced.

The specification is compiled to Vega here, so that the browser needs no Vega-Lite. Its rows come
with each picture: `bars` from `f0` to `f1` of label `f2`, from `f3` up to `f4`; `saved`, heights
`f2` of the saved cell from `f0` to `f1`; `lines`, thresholds at `f0` with the label `f1`, which the
browser places at `f4` pixels from the top on the side `f3`. So do the signals `top`, the end of the
axis, and `ticks` along it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from seg_jupyter.view.chart import compiled
from seg_jupyter.view.charts.score_bars import HEIGHT, SIDES
from seg_jupyter.view.charts.surroundings import WIDTH

_LABELS = 34
"""Room for the figures along the axis, in pixels: however long they are, nothing moves."""
_PADDING = {"left": 54, "right": 14, "top": 6, "bottom": 44}
"""Room around the bars, in pixels."""


def live_bars(colours: Mapping[str, str], across: str, up: str) -> dict[str, Any]:
    """Return the specification in Vega of a distribution without rows.

    Parameters
    ----------
    colours
        The colour of each label, as its bars name it.
    across, up
        The titles of the axes; words of users in them are `harmless`.

    Examples
    --------
    >>> spec = live_bars({"Active": "#2a6fb0"}, "value (score, 0–100)", "Customers")
    >>> [data["name"] for data in spec["data"]][:3]
    ['bars', 'saved', 'lines']
    """
    x = (
        alt.X("f0:Q", title=across)
        .scale(domain=[0, 100])
        .axis(values=list(range(0, 101, 10)), grid=False)
    )
    y = (
        alt.Y("f3:Q", title=up)
        .scale(domain=[0, alt.ExprRef("top")], nice=False)
        .axis(values=alt.ExprRef("ticks"), format=",d", minExtent=_LABELS, maxExtent=_LABELS)
    )
    named = {name: alt.Chart(alt.NamedData(name)) for name in ("bars", "saved", "lines")}
    bars = (
        named["bars"]
        .mark_bar(binSpacing=1)
        .transform_calculate(f5=alt.datum.f4 - alt.datum.f3)
        .encode(
            x=x.bin("binned"),
            x2="f1:Q",
            y=y,
            y2="f4:Q",
            color=alt.Color(
                "f2:N",
                scale=alt.Scale(domain=[*colours], range=[*colours.values()]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("f2:N", title="segment"),
                alt.Tooltip("f0:Q", title="from"),
                alt.Tooltip("f1:Q", title="to"),
                alt.Tooltip("f5:Q", title=up, format=","),
            ],
        )
    )
    saved = (
        named["saved"]
        .transform_fold(["f0", "f1"])
        .mark_line(strokeWidth=1, opacity=0.6, clip=True)
        .encode(x="value:Q", y="f2:Q")
    )
    cuts = named["lines"].mark_rule(strokeDash=[4, 3]).encode(x="f0:Q")
    beside = [
        named["lines"]
        .transform_filter(alt.datum.f3 == side)
        .mark_text(align=align, dx=dx, baseline="top", fontSize=11)
        .encode(x="f0:Q", y=alt.Y("f4:Q").scale(None), text="f1:N")
        for side, align, dx in SIDES
    ]
    chart = (
        alt.layer(bars, saved, cuts, *beside)
        .add_params(alt.param(name="top", value=1), alt.param(name="ticks", value=[0]))
        .properties(width=WIDTH, height=HEIGHT, autosize="none", padding=_PADDING)
    )
    return compiled(chart)
