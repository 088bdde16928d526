"""A grid of small bars: one column a segment, one row a metric, a number above every bar."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt

from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.charts.grid_cells import ALL, Drawn, Row, cells_of
from seg_jupyter.view.charts.grid_layout import LINE, Layout, across, down
from seg_jupyter.view.charts.naming import label_names, unit_of
from seg_jupyter.view.charts.surroundings import CHARACTER, colour_of
from seg_jupyter.view.theme import MUTED
from seg_jupyter.view.wording import short, thousands

_LABEL = 36
"""Characters in a line of a row's label; there are two at most."""
_TILT = -35
_HEADER_LINES = 3


def grid(
    result: Result,
    segments: Sequence[str],
    numbers: Sequence[int],
    rows: Sequence[Row],
    *,
    hint: str,
    halved: bool = False,
) -> alt.LayerChart | alt.FacetChart:
    """Draw the rows below the names of the segments and the number of their customers.

    `hint` is what the hints of the cells are called. With `halved`, a stroke marks the middle of
    the bars of segments.
    """
    layout = Layout(len(segments), [_lines(row.label) for row in rows])
    drawn = Drawn(colour_of("f5", result, set(segments)).legend(None), hint, halved)
    layers: list[alt.Chart | alt.LayerChart | alt.FacetChart] = [
        *_header(result, segments, numbers, layout, drawn.colour),
        *_labels(rows, layout),
        cells_of(result, segments, rows, layout, drawn),
    ]
    return alt.layer(*layers).properties(width=layout.width, height=layout.height)


def _header(
    result: Result,
    segments: Sequence[str],
    numbers: Sequence[int],
    layout: Layout,
    colour: alt.Color,
) -> list[alt.Chart]:
    """Return the names in lines, or at an angle where they are too long, and what is below."""
    known = label_names(result)
    letters = int(layout.column / CHARACTER)
    unit = unit_of(result)
    everybody = f"All {unit}" if max(map(len, unit.split()), default=0) <= letters else "All"
    names = [*(known[segment] for segment in segments), everybody]
    wrapped = [textwrap.wrap(name, letters, break_on_hyphens=False) or [name] for name in names]
    tilted = any(len(lines) > _HEADER_LINES or max(map(len, lines)) > letters for lines in wrapped)
    rows = [
        {
            "f0": name if tilted else "\n".join(lines),
            "f1": layout.within(column, 0.5),
            "f2": -26 if tilted else -26 - LINE * (len(lines) - 1),
            "f3": thousands(number),
            "f5": name if column < len(segments) else ALL,
            "f6": layout.within(column, 0),
            "f7": layout.within(column, 1),
        }
        for column, (name, lines, number) in enumerate(
            zip(names, wrapped, [*numbers, sum(numbers)], strict=True)
        )
    ]
    base = _marks(rows)
    text = (
        base.mark_text(align="left", angle=360 + _TILT, dx=-4, fontSize=12)
        if tilted
        else base.mark_text(align="center", lineBreak="\n", lineHeight=LINE, fontSize=12)
    )
    return [
        text.encode(x=across("f1"), y=down("f2"), text="f0:N"),
        base.mark_text(align="center", fontSize=11, opacity=0.8).encode(
            x=across("f1"), y=alt.value(-12), text="f3:N"
        ),
        base.transform_filter(alt.datum.f5 != ALL)
        .mark_rule(strokeWidth=3, opacity=1)
        .encode(x=across("f6"), x2="f7:Q", y=alt.value(-2), color=colour),
        base.transform_filter(alt.datum.f5 == ALL)
        .mark_rule(strokeWidth=3, opacity=1, color=MUTED)
        .encode(x=across("f6"), x2="f7:Q", y=alt.value(-2)),
    ]


def _lines(label: str) -> tuple[str, ...]:
    """Cut a label into at most two lines."""
    text = short(plain(label), 2 * _LABEL - 6)
    lines = textwrap.wrap(text, _LABEL, break_on_hyphens=False)
    if len(lines) > 2:
        lines = [lines[0], short(" ".join(lines[1:]), _LABEL)]
    return tuple(lines)


def _labels(rows: Sequence[Row], layout: Layout) -> list[alt.Chart]:
    """Return the names of the metrics, the notes below them, and the lines between the rows."""
    data = [
        {
            "f0": "\n".join(lines),
            "f1": layout.top(place) + 15,
            "f2": layout.top(place) + 18 + LINE * len(lines),
            "f3": row.note,
        }
        for place, (row, lines) in enumerate(zip(rows, layout.labels, strict=True))
    ]
    between = [{"f1": layout.top(place)} for place in range(1, len(rows))]
    base = _marks(data).encode(x=alt.value(-12))
    text = base.mark_text(align="right", lineBreak="\n", lineHeight=LINE, fontSize=12)
    return [
        text.encode(y=down("f1"), text="f0:N"),
        base.mark_text(align="right", fontSize=11, opacity=0.8).encode(y=down("f2"), text="f3:N"),
        _marks(between)
        .mark_rule(opacity=0.15)
        .encode(x=alt.value(0), x2=alt.value(layout.width), y=down("f1")),
    ]


def _marks(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))
