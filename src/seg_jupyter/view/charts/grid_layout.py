"""Where the columns, rows and bars of a grid stand, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

LINE = 14
"""Height of a line of text."""
BAR = 7
"""Height of a bar."""
TRACK = 2
"""Height of the line that goes on where a bar could."""
_ROOM = 560
_NARROWEST, _WIDEST = 56, 124
_GAP = 16
"""Between the segments and everybody, in pixels."""
_MARGIN = 7
"""Left and right of a bar, in pixels."""
_ROW = 46


@dataclass(frozen=True)
class Layout:
    """A column a segment and one for everybody; a row for each label, which is some lines.

    Parameters
    ----------
    segments
        Their number.
    labels
        The lines of each label.
    """

    segments: int
    labels: Sequence[Sequence[str]]

    @property
    def column(self) -> int:
        """Width of a column."""
        return max(_NARROWEST, min(_WIDEST, _ROOM // (self.segments + 1)))

    @property
    def width(self) -> int:
        """Width of all columns."""
        return self.left(self.segments) + self.column

    @property
    def height(self) -> int:
        """Height of all rows."""
        return self.top(len(self.labels))

    def top(self, row: int) -> int:
        """Return where a row begins: one whose label has two lines is higher."""
        return sum(_ROW + LINE * (len(lines) - 1) for lines in self.labels[:row])

    def bar(self, row: int) -> int:
        """Return the middle of the bars of a row."""
        return self.top(row + 1) - 13

    def left(self, column: int) -> int:
        """Return where a column begins; the last is everybody, a little apart."""
        return column * self.column + (_GAP if self.segments and column == self.segments else 0)

    @property
    def inner(self) -> int:
        """Width of the longest bar."""
        return self.column - 2 * _MARGIN

    def within(self, column: int, part: float) -> float:
        """Return the place of a part of the width of a bar, 0 to 1."""
        return round(self.left(column) + _MARGIN + part * self.inner, 1)


def across(field: str) -> alt.X:
    """Place a mark from the left by a field in pixels."""
    return alt.X(field, type="quantitative", axis=None).scale(None)


def down(field: str) -> alt.Y:
    """Place a mark from the top by a field in pixels."""
    return alt.Y(field, type="quantitative", axis=None).scale(None)
