"""A grid of small bars: one column a segment, one row a metric, a number above every bar."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.lang.parser import UNASSIGNED
from seg_jupyter.view.charts.naming import LONGEST_NAME, label_names, unit_of
from seg_jupyter.view.charts.surroundings import CHARACTER, colour_of
from seg_jupyter.view.theme import NOBODY
from seg_jupyter.view.wording import short, thousands

HIDDEN = f"<{MIN_CELL}"
_ALL = ""
"""What stands for everybody among the names of segments: none is empty."""

_ROOM = 560
_NARROWEST, _WIDEST = 56, 124
_GAP = 16
"""Between the segments and everybody, in pixels."""
_MARGIN = 7
"""Left and right of a bar, in pixels."""
_ROW = 46
_LINE = 14
_BAR = 7
_LABEL = 36
"""Characters in a line of a row's label; there are two at most."""
_TILT = -35
_HEADER_LINES = 3


@dataclass(frozen=True)
class Cell:
    """One number and its bar, from `start` to `end`, each 0 to 1 of the width of the column.

    Without a bar the two are the same. `track` is how far a pale bar goes on.
    """

    text: str
    start: float = 0
    end: float = 0
    track: float | None = None
    hint: str = ""


@dataclass(frozen=True)
class Row:
    """One metric: its name, a note below it, and a cell for each segment and for everybody."""

    label: str
    note: str
    cells: tuple[Cell, ...]


def grid(
    result: Result,
    segments: Sequence[str],
    numbers: Sequence[int],
    rows: Sequence[Row],
    *,
    middle: float | None = None,
) -> alt.LayerChart:
    """Draw the rows below the names of the segments and the number of their customers.

    `middle` is where a line goes down through every column but the last, 0 to 1 of its width.
    """
    layout = _Layout(len(segments), tuple(_lines(row.label) for row in rows))
    shown = colour_of("f5", result, set(segments)).legend(None)
    layers = [
        *_header(result, segments, numbers, layout, shown),
        *_labels(rows, layout),
        *([_middle(layout, middle)] if middle is not None and segments else []),
        *_cells(result, segments, rows, layout, shown),
    ]
    return alt.layer(*layers).properties(width=layout.width, height=layout.height)


@dataclass(frozen=True)
class _Layout:
    """Where things stand, in pixels."""

    segments: int
    labels: tuple[tuple[str, ...], ...]

    @property
    def column(self) -> int:
        return max(_NARROWEST, min(_WIDEST, _ROOM // (self.segments + 1)))

    @property
    def row(self) -> int:
        return _ROW + _LINE * (max(map(len, self.labels)) - 1)

    @property
    def width(self) -> int:
        return self.left(self.segments) + self.column

    @property
    def height(self) -> int:
        return self.row * len(self.labels)

    def left(self, column: int) -> int:
        """Return where a column begins; the last is everybody, a little apart."""
        return column * self.column + (_GAP if self.segments and column == self.segments else 0)

    def within(self, column: int, part: float) -> float:
        """Return the place of a part of the width of a bar, 0 to 1."""
        wide = self.column - 2 * _MARGIN
        return round(self.left(column) + _MARGIN + part * wide, 1)


def _across(field: str) -> alt.X:
    return alt.X(field, type="quantitative", axis=None).scale(None)


def _down(field: str) -> alt.Y:
    return alt.Y(field, type="quantitative", axis=None).scale(None)


def _marks(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _header(
    result: Result,
    segments: Sequence[str],
    numbers: Sequence[int],
    layout: _Layout,
    colour: alt.Color,
) -> list[alt.Chart]:
    """Return the names in lines, or at an angle where they are too long, and what is below."""
    known = label_names(result)
    names = [*(known[segment] for segment in segments), f"All {unit_of(result)}"]
    letters = int(layout.column / CHARACTER)
    wrapped = [textwrap.wrap(name, letters, break_on_hyphens=False) or [name] for name in names]
    tilted = any(
        len(lines) > _HEADER_LINES or max(map(len, lines)) > letters for lines in wrapped
    )
    rows = [
        {
            "f0": name if tilted else "\n".join(lines),
            "f1": layout.within(column, 0.5),
            "f2": -26 if tilted else -26 - _LINE * (len(lines) - 1),
            "f3": thousands(number),
            "f5": name if column < len(segments) else _ALL,
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
        else base.mark_text(align="center", lineBreak="\n", lineHeight=_LINE, fontSize=12)
    )
    return [
        text.encode(x=_across("f1"), y=_down("f2"), text="f0:N"),
        base.mark_text(align="center", fontSize=11, opacity=0.7).encode(
            x=_across("f1"), y=alt.value(-12), text="f3:N"
        ),
        base.transform_filter(alt.datum.f5 != _ALL)
        .mark_rule(strokeWidth=3, opacity=1)
        .encode(x=_across("f6"), x2="f7:Q", y=alt.value(-2), color=colour),
        base.transform_filter(alt.datum.f5 == _ALL)
        .mark_rule(strokeWidth=3)
        .encode(x=_across("f6"), x2="f7:Q", y=alt.value(-2)),
    ]


def _lines(label: str) -> tuple[str, ...]:
    """Cut a label into at most two lines."""
    text = short(plain(label), 2 * _LABEL - 6)
    lines = textwrap.wrap(text, _LABEL, break_on_hyphens=False)
    if len(lines) > 2:
        lines = [lines[0], short(" ".join(lines[1:]), _LABEL)]
    return tuple(lines)


def _labels(rows: Sequence[Row], layout: _Layout) -> list[alt.Chart]:
    """Return the names of the metrics, the notes below them, and the lines between the rows."""
    data = [
        {
            "f0": "\n".join(lines),
            "f1": place * layout.row + 15,
            "f2": place * layout.row + 17 + _LINE * len(lines),
            "f3": row.note,
            "f4": (place + 1) * layout.row,
        }
        for place, (row, lines) in enumerate(zip(rows, layout.labels, strict=True))
    ]
    base = _marks(data).encode(x=alt.value(-12))
    text = base.mark_text(align="right", lineBreak="\n", lineHeight=_LINE, fontSize=12)
    return [
        text.encode(y=_down("f1"), text="f0:N"),
        base.mark_text(align="right", fontSize=11, opacity=0.7).encode(
            y=_down("f2"), text="f3:N"
        ),
        _marks(data[:-1])
        .mark_rule(opacity=0.15)
        .encode(x=alt.value(0), x2=alt.value(layout.width), y=_down("f4")),
    ]


def _middle(layout: _Layout, middle: float) -> alt.Chart:
    data = [{"f1": layout.within(column, middle)} for column in range(layout.segments)]
    return (
        _marks(data)
        .mark_rule(opacity=0.3)
        .encode(x=_across("f1"), y=alt.value(0), y2=alt.value(layout.height))
    )


def _cells(
    result: Result,
    segments: Sequence[str],
    rows: Sequence[Row],
    layout: _Layout,
    colour: alt.Color,
) -> list[alt.Chart]:
    """Return the pale bars, the bars of segments and of everybody, and the numbers."""
    known = label_names(result)
    names = [*(known[segment] for segment in segments), _ALL]
    data = [
        _cell(cell, layout, column, place) | {"f5": names[column]}
        for place, row in enumerate(rows)
        for column, cell in enumerate(row.cells)
    ]
    base = _marks(data).encode(
        tooltip=[alt.Tooltip("f0:N", title="figure"), alt.Tooltip("f8:N", title="of")]
    )
    bar = {"strokeWidth": _BAR, "opacity": 1}
    drawn = base.encode(x=_across("f3"), x2="f4:Q", y=_down("f2"))
    of_all, there = alt.datum.f5 == _ALL, alt.datum.f4 != alt.datum.f3
    return [
        base.transform_filter(alt.datum.f7 > 0)
        .mark_rule(strokeWidth=_BAR, opacity=0.25, color=NOBODY)
        .encode(x=_across("f3"), x2="f7:Q", y=_down("f2")),
        drawn.transform_filter(there & ~of_all).mark_rule(**bar).encode(color=colour),
        drawn.transform_filter(there & of_all).mark_rule(strokeWidth=_BAR),
        base.mark_text(align="center", fontSize=13).encode(
            x=_across("f1"), y=_down("f6"), text="f0:N"
        ),
    ]


def _cell(cell: Cell, layout: _Layout, column: int, place: int) -> dict[str, Any]:
    top = place * layout.row + (layout.row - _ROW) // 2
    data = {
        "f0": cell.text,
        "f1": layout.within(column, 0.5),
        "f2": top + 33,
        "f3": layout.within(column, cell.start),
        "f4": layout.within(column, cell.end),
        "f6": top + 16,
        "f8": cell.hint,
    }
    return data if cell.track is None else data | {"f7": layout.within(column, cell.track)}
