"""The cells of a grid: a number, and a bar below it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from seg_jupyter.engine.result import Result
from seg_jupyter.view.charts.grid_layout import BAR, TRACK, Layout, across, down
from seg_jupyter.view.charts.naming import label_names
from seg_jupyter.view.theme import MUTED, NOBODY, label_colours

ALL = ""
"""What stands for everybody among the names of segments: none is empty."""

EVERYBODY = "All"
"""What everybody is called in a table."""

_FIELDS = {
    "f0": "string",
    "f1": "number",
    "f2": "number",
    "f3": "number",
    "f4": "number",
    "f6": "number",
    "f7": "string",
}
"""The table of cells: kinds of its columns."""


@dataclass(frozen=True)
class Cell:
    """One number, and the bar below it.

    Parameters
    ----------
    text
        The number.
    start, end
        Where the bar is, each 0 to 1 of the width of the column; without a bar, the same.
    whole
        How far a thin line goes, from the left.
    hint
        A second figure, which is shown when the mouse is over the cell.
    """

    text: str
    start: float = 0
    end: float = 0
    whole: float = 0
    hint: str = ""


@dataclass(frozen=True)
class Row:
    """One metric: its name, a note below it, and a cell for each segment and for everybody."""

    label: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Drawn:
    """How the cells are drawn: colours, what hints are called, whether halves are marked."""

    colour: alt.Color
    hint: str
    halved: bool


def cells_of(
    result: Result, segments: Sequence[str], rows: Sequence[Row], layout: Layout, drawn: Drawn
) -> alt.LayerChart | alt.FacetChart:
    """Draw the thin lines, the bars of segments and of everybody, and the numbers.

    The rows are a table, a third as long as objects would be; what follows from the column of a
    cell is computed from it.
    """
    known = label_names(result)
    names = [*(known[segment] for segment in segments), ALL]
    columns = [
        {"f1": place, "f5": name, "f8": layout.within(place, 0)} for place, name in enumerate(names)
    ]
    values = alt.InlineData(values=columns)
    wide = layout.inner
    data = alt.InlineData(
        values=_table(rows, layout),
        format=alt.CsvDataFormat(type="csv", parse=_FIELDS),
    )
    base = alt.Chart()
    tooltip = [
        alt.Tooltip("f5:N", title="segment"),
        alt.Tooltip("f0:N", title="figure"),
        alt.Tooltip("f7:N", title=drawn.hint),
    ]
    bars = base.encode(x=across("f9"), x2="f10:Q", y=down("f2"), tooltip=tooltip)
    there = alt.datum.f4 != alt.datum.f3
    of_all = alt.datum.f5 == ALL
    lines = base.transform_filter(alt.datum.f6 > 0).mark_rule(
        strokeWidth=TRACK, opacity=0.6, color=NOBODY
    )
    middle = base.transform_filter((alt.datum.f6 > 0) & ~of_all).mark_rule(
        strokeWidth=BAR + 8, x2Offset=1, opacity=0.5
    )
    text = base.mark_text(align="center", dy=-17, fontSize=13)
    layers = [
        lines.encode(x=across("f8"), x2="f11:Q", y=down("f2")),
        bars.transform_filter(there & ~of_all)
        .mark_rule(strokeWidth=BAR, opacity=1)
        .encode(color=drawn.colour),
        bars.transform_filter(there & of_all).mark_rule(strokeWidth=BAR, opacity=1, color=MUTED),
        *([middle.encode(x=across("f12"), x2="f12:Q", y=down("f2"))] if drawn.halved else []),
        text.encode(x=across("f12"), y=down("f2"), text="f0:N", tooltip=tooltip),
    ]
    return (
        alt.layer(*layers, data=data)
        .transform_lookup("f1", from_=alt.LookupData(data=values, key="f1", fields=["f5", "f8"]))
        .transform_calculate(
            f9=f"datum.f8 + {wide} * datum.f3",
            f10=f"datum.f8 + {wide} * datum.f4",
            f11=f"datum.f8 + {wide} * datum.f6",
            f12=f"datum.f8 + {wide / 2}",
        )
    )


def _table(rows: Sequence[Row], layout: Layout) -> str:
    """Return the cells as lines: the number, its column, where its bar is, and what is around."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(_FIELDS)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            parts = (cell.start, cell.end, cell.whole)
            shares = [f"{part:.3f}".rstrip("0").rstrip(".") for part in parts]
            lines.writerow([cell.text, column, layout.bar(place), *shares, cell.hint])
    return out.getvalue()


def row_colours(result: Result, segments: Sequence[str], rows: int) -> tuple[str, ...]:
    """Return the colours of a table's rows: the segments and everybody, again for each metric."""
    colours = label_colours(result.labels, len(result.segment_names))
    together = [*(colours[segment] for segment in segments), MUTED]
    return tuple(together * (rows // len(together)))
