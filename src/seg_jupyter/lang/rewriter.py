"""The text of a cell with some of its numbers changed and nothing else.

A panel that lets people drag a number, or a program that tries another one, hands back the cell as
it was written: comments, spaces and the spelling of every other number stay as they are.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from numbers import Real

from seg_jupyter.errors import SegmentSyntaxError, SegmentUsageError, quoted
from seg_jupyter.lang.adjustables import Adjustable, Edit, Role, adjustables
from seg_jupyter.lang.durations import parse_duration
from seg_jupyter.lang.literals import FEWEST_PARTS, MOST_PARTS
from seg_jupyter.lang.nodes import Cell
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.tokens import DATE
from seg_jupyter.lang.weights import LARGEST_WEIGHT, SMALLEST_WEIGHT

_WHOLE_BELOW = 1e15
"""Larger whole numbers are written with an exponent."""
_REMEDIES = {
    Role.WEIGHT: "A weight is 0, or between a billionth and a billion.",
    Role.PARTS: f"A tile has {FEWEST_PARTS} to {MOST_PARTS} parts, a whole number.",
    Role.DURATION: "A length of time is a whole number above 0, up to 100 years.",
}
_START_OF_DATE = re.compile(r"(?<![\w.])[0-9]{4}-(?:[0-9]{2}-)?$")
_LONGEST_START, _LONGEST_END = len("-2026-01-"), len("-01-310")


def rewrite(cell: Cell, changes: Mapping[Adjustable, float]) -> str:
    r"""Return the text of a cell with some numbers changed, and every other character as it was.

    Where a number would run into the word before or after it, a space is added.

    Raises
    ------
    SegmentUsageError
        For a number that cannot stand in its place, such as half a part of a tile, or a cut
        beyond the next one; and for a cell that would grow longer than cells can be.

    Examples
    --------
    >>> from seg_jupyter.lang.parser import parse
    >>> cell = parse("value = score(3 * visits, pace)  # as agreed\nActive: value >= 70")
    >>> weight, pace, threshold = adjustables(cell)
    >>> print(rewrite(cell, {pace: 2, threshold: 65.5}))
    value = score(3 * visits, 2 * pace)  # as agreed
    Active: value >= 65.5
    """
    every = adjustables(cell)
    values = {adjustable: _number(adjustable, value) for adjustable, value in changes.items()}
    for adjustable in values.keys() - set(every):
        raise SegmentUsageError(
            f"{quoted(adjustable.label)} in {quoted(adjustable.line)} is no number of this cell",
            remedy="Take the numbers from adjustables(cell).",
        )
    changed = {a: value for a, value in values.items() if value != a.value}
    _check_cuts(every, changed)
    edits = [
        (span, template.format(_spelled(value)))
        for adjustable, value in changed.items()
        for span, template in adjustable.edits
    ]
    text = _with_edits(cell.text, edits)
    try:
        parse(text)
    except SegmentSyntaxError as error:
        raise SegmentUsageError(
            f"with these numbers {error.problem}", remedy=error.remedy
        ) from None
    return text


def _number(adjustable: Adjustable, value: object) -> float:
    """Return a value as a float, if it is a number and can stand in its place."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise _unfit(adjustable, quoted(value))
    try:
        number = float(value)
    except OverflowError:
        raise _unfit(adjustable, "a number that large") from None
    whole = number.is_integer()
    match adjustable.role:
        case Role.WEIGHT:
            fits = number == 0 or SMALLEST_WEIGHT <= abs(number) <= LARGEST_WEIGHT
        case Role.PARTS:
            fits = whole and FEWEST_PARTS <= number <= MOST_PARTS
        case Role.DURATION:
            fits = whole and parse_duration(f"{number:.0f}{adjustable.unit}") is not None
        case _:
            fits = math.isfinite(number)
    if not fits:
        raise _unfit(adjustable, _spelled(number))
    return number


def _unfit(adjustable: Adjustable, shown: str, exists: str | None = None) -> SegmentUsageError:
    return SegmentUsageError(
        f"{shown} cannot stand in place of {adjustable.label} in {quoted(adjustable.line)}",
        exists=exists,
        remedy="Cuts stand in rising order, each once."
        if exists
        else _REMEDIES.get(adjustable.role, "Give a number."),
    )


def _check_cuts(every: Iterable[Adjustable], changed: Mapping[Adjustable, float]) -> None:
    """Refuse a cut that would not lie between the one before it and the one after it."""
    of_calls = defaultdict(list)
    for adjustable in every:
        if adjustable.role is Role.CUT:
            of_calls[adjustable.call].append(adjustable)
    for cuts in of_calls.values():
        values = [changed.get(cut, cut.value) for cut in cuts]
        for place, cut in enumerate(cuts):
            around = values[max(place - 1, 0) : place + 2]
            if cut in changed and any(a >= b for a, b in pairwise(around)):
                beside = values[max(place - 1, 0) : place] + values[place + 1 : place + 2]
                are = "Its neighbours are" if len(beside) > 1 else "Its neighbour is"
                shown = " and ".join(map(_spelled, beside))
                raise _unfit(cut, _spelled(changed[cut]), f"{are} {shown}.")


def _spelled(value: float) -> str:
    """Return a number as a cell has it."""
    whole = value.is_integer() and abs(value) < _WHOLE_BELOW
    # added to 0, so that -0.0 is written without its sign
    return f"{value + 0.0:.0f}" if whole else repr(value)


def _with_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with new pieces in the places of old ones, apart from what is around them."""
    out, at = "", 0
    for span, piece in sorted(edits):
        out += text[at : span.start]
        at = span.end
        date, breaks_before = _date_around(out, piece, text[at : at + _LONGEST_END])
        if _joins(out[-1:], piece[:1]) or (date and breaks_before):
            out += " "
        out += piece
        if _joins(piece[-1:], text[at : at + 1]) or (date and not breaks_before):
            out += " "
    return out + text[at:]


def _date_around(before: str, piece: str, after: str) -> tuple[bool, bool]:
    """Tell whether differences of numbers, such as 2026-1-31, would be read as a date.

    Returns
    -------
    tuple
        Whether they would, and whether the piece is not the first of the numbers.
    """
    start = _START_OF_DATE.search(before[-_LONGEST_START:])
    shown = start.group() + piece if start else piece.lstrip("-")
    return DATE.match(shown + after) is not None, start is not None


def _joins(before: str, after: str) -> bool:
    """Tell whether two characters would be read as parts of one word or number."""
    return bool(before and after) and f"_{before}{after}".isidentifier()
