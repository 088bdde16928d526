"""The one family of errors that users see: what is wrong, where, what exists, what to do."""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN_WIDTH = 92
"""Longest piece of a source line that an error shows, in characters."""

_LONGEST_LINE = 250
"""Longest line of words in an error, in characters."""

_COMPARED_LENGTH = 80
_COMPARED_NAMES = 100
"""How many letters of how many names are compared to find the closest: some 40 ms at most."""

_ALIKE, _CLOSE = 0.6, 0.65
"""The least likeness of a name that the wanted one is a part of, and of any other."""
_SHORT = 3
"""Of names with fewer letters, only the start of a name is close to it: in is no slip for min."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text: the characters from `start` up to, not including, `end`."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """Return the piece from the start of this one to the end of another."""
        return Span(self.start, other.end)


class SegmentError(Exception):
    """Anything that a user's cell, frame, option or file got wrong.

    Parameters
    ----------
    problem
        What is wrong, as a clause without a full stop.
    source, span
        The text of the cell and the piece of it that is wrong. Both or neither.
    exists
        What there is instead, such as the closest names.
    remedy
        What to do.

    Examples
    --------
    >>> print(SegmentError("no column is called 'spnd'", source="x = spnd", span=Span(4, 8)))
    line 1, column 5: no column is called 'spnd'
      x = spnd
          ^^^^
    """

    def __init__(
        self,
        problem: str,
        *,
        source: str | None = None,
        span: Span | None = None,
        exists: str | None = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.source = source
        self.span = span
        self.exists = exists
        self.remedy = remedy

    @property
    def line(self) -> int | None:
        """Line of the mistake in the cell, from 1; None if it is not in the cell."""
        return self._position[0] if self._position else None

    @property
    def column(self) -> int | None:
        """Column of the mistake in its line, from 1, in characters."""
        return self._position[1] if self._position else None

    @property
    def _position(self) -> tuple[int, int] | None:
        if self.source is None or self.span is None:
            return None
        return position(self.source, self.span.start)

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}: " if self._position else ""
        lines = [where + _on_one_line(self.problem)]
        if self.source is not None and self.span is not None:
            lines += excerpt(self.source, self.span)
        lines += [_on_one_line(hint) for hint in (self.exists, self.remedy) if hint]
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython asks for this before it draws a traceback."""
        return f"{type(self).__name__}: {self}".split("\n")


class SegmentSyntaxError(SegmentError):
    """The text of the cell is not written in the segment language.

    Examples
    --------
    >>> from seg_jupyter import Segmentation
    >>> Segmentation("Active: visits = 3")
    Traceback (most recent call last):
    seg_jupyter.errors.SegmentSyntaxError: line 1, column 16: '=' does not compare
      Active: visits = 3
                     ^
    Write == to compare.
    """


class SegmentNameError(SegmentError):
    """A column, a line, a function or an option does not exist, or exists twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> Segmentation("Hot: vis > 3").fit(pd.DataFrame({"visit": [5]}))
    Traceback (most recent call last):
    seg_jupyter.errors.SegmentNameError: line 1, column 6: no column or earlier line is called 'vis'
      Hot: vis > 3
           ^^^
    Closest: 'visit'.
    """


class SegmentTypeError(SegmentError):
    """A value of one kind stands where another kind is needed.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> Segmentation("Hot: visits > '7'").fit(pd.DataFrame({"visits": [5]}))
    Traceback (most recent call last):
    seg_jupyter.errors.SegmentTypeError: line 1, column 6: a number and text cannot stand beside \
each other
      Hot: visits > '7'
           ^^^^^^^^^^^^
    Write 7 without quotes.
    """


class SegmentDataError(SegmentError):
    """A frame holds something that cannot be segmented as it is.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> Segmentation("All: otherwise").fit(pd.DataFrame({"key": [7, 7]}), id="key")
    Traceback (most recent call last):
    seg_jupyter.errors.SegmentDataError: 1 of 2 rows of the customers repeat an id in 'key'
    The customers frame has one row for each customer.
    Keep one row of each: frame = frame.drop_duplicates('key', keep='last')
    """


class SegmentModelError(SegmentError):
    """A saved model cannot be read or written, or does not fit the frames it is applied to.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> model = Segmentation("Hot: n > 3").fit(pd.DataFrame({"n": [5]})).model
    >>> model.apply(pd.DataFrame({"orders": [5]}))
    Traceback (most recent call last):
    seg_jupyter.errors.SegmentModelError: the customers have no column 'n', which the model reads
    Rename the column that holds it.
    """


class SegmentUsageError(SegmentError):
    """An option of a magic or an argument of a method is wrong.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> Segmentation("All: otherwise").fit(pd.DataFrame({"x": [5]})).chart("distribution")
    Traceback (most recent call last):
    seg_jupyter.errors.SegmentUsageError: the cell has no score to show
    Show the sizes: chart("sizes").
    """


def lines_of(text: str) -> list[str]:
    r"""Split a text at ``\n``, ``\r\n`` and ``\r`` only, as an editor does."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def position(text: str, offset: int) -> tuple[int, int]:
    r"""Turn an offset into line and column, both from 1, the column in characters.

    Examples
    --------
    >>> position("a = 1\r\nb = 2", 7)
    (2, 1)
    """
    before = lines_of(text[:offset])
    return len(before), len(before[-1]) + 1


def excerpt(text: str, span: Span) -> list[str]:
    """Show the line that a span starts in, with carets under the span.

    Tabs keep their width, characters of double width get two carets, and a long line is
    shortened around the span.
    """
    number, column = position(text, span.start)
    line = lines_of(text)[number - 1]
    start = min(column - 1, len(line))
    stop = min(start + max(span.end - span.start, 1), max(len(line), start + 1))
    if len(line) > _SHOWN_WIDTH:
        first = max(0, min(start - _SHOWN_WIDTH // 3, len(line) - _SHOWN_WIDTH))
        last = min(len(line), first + _SHOWN_WIDTH)
        lead = "…" if first else ""
        line = lead + line[first:last] + ("…" if last < len(line) else "")
        start, stop = start - first + len(lead), min(stop - first + len(lead), len(line))
    line = plain(line)
    margin = "".join("\t" if c == "\t" else " " * _width(c) for c in line[:start])
    carets = "^" * max(1, display_width(line[start:stop]))
    return ["  " + line, "  " + margin + carets]


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def plain(text: str) -> str:
    """Replace control characters (but tabs), so that a message cannot steer a terminal.

    Those that turn the direction of writing round are among them, and those that no XML can
    hold, so that no picture can.
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def plain_lines(text: str) -> str:
    """Return a text of several lines for a display: each line `plain`."""
    return "\n".join(map(plain, lines_of(text)))


def _on_one_line(text: str) -> str:
    shown = plain(text)
    return shown if len(shown) <= _LONGEST_LINE else shown[: _LONGEST_LINE - 1] + "…"


def quoted(text: object, longest: int = 60) -> str:
    """Quote a name or a value for a message, shortened and without control characters."""
    shown = plain(str(text)[: longest + 1]).replace("\t", " ")
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return f"'{shown}'"


def listed(names: Iterable[object], most: int = 6) -> str:
    """List quoted names, at most so many, and say how many more there are.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    "'a', 'b' and 1 more"
    """
    every = list(names)
    shown = ", ".join(quoted(name) for name in every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def closest(name: str, known: Iterable[str], what: str = "Closest") -> str | None:
    """Name what exists: the known names that look like this one, else the first few.

    Returns None when nothing is known.
    """
    names = list(dict.fromkeys(known))
    if not names:
        return None
    folded = {_compared(candidate): candidate for candidate in reversed(names)}
    wanted = _compared(name)
    similar = difflib.get_close_matches(wanted, _neighbours(wanted, folded), n=3, cutoff=_ALIKE)
    found = [folded[n] for n in similar if _is_close(wanted, n)]
    return f"{what}: {listed(found)}." if found else f"There are: {listed(names)}."


def _is_close(wanted: str, known: str) -> bool:
    """Tell whether one may be a slip for the other: round and count only share some letters."""
    shorter, longer = sorted((wanted, known), key=len)
    if len(shorter) < _SHORT:
        return longer.startswith(shorter)
    return shorter in longer or difflib.SequenceMatcher(None, known, wanted).ratio() > _CLOSE


def _compared(name: str) -> str:
    # cut twice: folding may lengthen what is cut, and is slow on what is long
    return name[:_COMPARED_LENGTH].casefold()[:_COMPARED_LENGTH]


def _neighbours(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the names, or of very many those that start or end most like the wanted one."""
    every = list(names)
    if len(every) <= _COMPARED_NAMES:
        return every
    starts = _around(wanted, sorted(every))
    ends = _around(wanted[::-1], sorted(n[::-1] for n in every))
    return list(dict.fromkeys([*starts, *(n[::-1] for n in ends)]))


def _around(wanted: str, ordered: list[str]) -> list[str]:
    place, most = bisect_left(ordered, wanted), _COMPARED_NAMES // 4
    return ordered[max(0, place - most) : place + most]
