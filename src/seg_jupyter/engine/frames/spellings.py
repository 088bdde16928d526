"""How the numbers of a column are written as text, if all are written in one way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_UNITS = "[$€£¥₹%]|CHF|EUR|GBP|USD"
_UNIT = re.compile(_UNITS)
_DIGIT = re.compile("[0-9]")
_NUMERAL = re.compile(rf"(?:{_UNITS}|[0-9.,'’\s+\-eE])+")
"""All that a number may be made of; most other text is told apart by its first letter."""
_GAPS = {
    *("", "?", "n/a", "#n/a", "na", "#na", "<na>", "nan", "-nan", "nil", "none", "null"),
    *("missing", "unknown", "not available", "not applicable"),
}
"""What people and programs write where they have no value, in small letters. A dash is not among
them: it may be the sign of a number that is lost."""


@dataclass(frozen=True)
class Spelling:
    """How numbers are written as text: what is to be done in turn to convert them.

    Parameters
    ----------
    dropped
        What all bear that says nothing of the number: a unit, and what stands between thousands.
    comma
        Whether a comma stands before decimals.
    blanks
        Whether some have blanks around them.
    gaps
        Texts that stand where there is no value.
    """

    dropped: tuple[str, ...] = ()
    comma: bool = False
    blanks: bool = False
    gaps: tuple[str, ...] = ()


class _Style:
    """A way of setting thousands apart, and decimals."""

    def __init__(self, thousands: str, point: str) -> None:
        self.comma = point == ","
        self.between = re.compile(thousands or "(?!)")
        decimals = f"(?:{re.escape(point)}[0-9]*)?"
        grouped = f"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+{decimals}" if thousands else "(?!)"
        plain = rf"(?:[0-9]+{decimals}|{re.escape(point)}[0-9]+)(?:[eE][+-]?[0-9]+)?"
        self._number = re.compile(rf"[+-]?(?:{grouped}|{plain})")

    def takes(self, text: str) -> bool:
        return self._number.fullmatch(text) is not None


_BLANK, _APOSTROPHE = "[ \u00a0\u202f]", "['’]"
_PLAIN, _COMMAS, _POINTS = _Style("", "."), _Style(",", "."), _Style(r"\.", ",")
_STYLES: Sequence[tuple[_Style, str, _Style | None]] = (
    (_PLAIN, "", None),
    (_COMMAS, "", None),
    (_Style("", ","), "", None),
    (_POINTS, ".", _PLAIN),
    (_Style(_BLANK, "."), "", None),
    (_Style(_BLANK, ","), ",", _COMMAS),
    (_Style(_APOSTROPHE, "."), "", None),
    (_Style(_APOSTROPHE, ","), ",", _COMMAS),
)
"""Each style, and a sign that means something else in another one: 1.234 and 1,5 may be of two
hands, and only where some number can be of none but the first is it sure what the sign means."""


def spelling_of(texts: Sequence[str]) -> Spelling | None:
    """Return how numbers are written as text; None if some of the texts are none.

    Commas stand between thousands where they can in every text, else before decimals.
    """
    if texts and all(_PLAIN.takes(text.strip()) for text in texts):  # keys of digits are many
        return Spelling(blanks=_have_blanks(texts))
    numerals, gaps = [], []
    for text in texts:
        if _NUMERAL.fullmatch(text) and _DIGIT.search(text):
            numerals.append(text)
        elif is_gap(text):
            gaps.append(text)
        else:
            return None
    unit = _common_unit(numerals)
    if not numerals or unit is None:
        return None
    bare = [text.replace(unit, "") if unit else text for text in numerals]
    numbers = [text.strip() for text in bare]
    style = _style_of(numbers)
    if style is None or (style is _PLAIN and unit not in ("", "%") and _may_be_large(numbers)):
        return None
    between = {sign for number in numbers for sign in style.between.findall(number)}
    return Spelling(
        dropped=((unit,) if unit else ()) + tuple(sorted(between)),
        comma=style.comma,
        blanks=_have_blanks(bare),
        gaps=tuple(gaps),
    )


def is_gap(text: str) -> bool:
    """Tell whether a text stands where there is no value."""
    return text.strip().casefold() in _GAPS


def _have_blanks(texts: Sequence[str]) -> bool:
    return any(text != text.strip() for text in texts)


def _common_unit(numerals: Sequence[str]) -> str | None:
    """Return the unit that all numbers bear, before or behind; "" for none, None if they differ."""
    first, *others = {tuple(_UNIT.findall(text)) for text in numerals} or [()]
    if others or len(first) > 1:
        return None
    unit = "".join(first)
    ends = (text.strip().lstrip("+-").lstrip() for text in numerals)
    return unit if all(text.startswith(unit) or text.endswith(unit) for text in ends) else None


def _may_be_large(amounts: Sequence[str]) -> bool:
    """Tell whether points may stand between thousands: money rarely has three decimals."""
    return any("." in amount for amount in amounts) and all(map(_POINTS.takes, amounts))


def _style_of(numbers: Sequence[str]) -> _Style | None:
    for style, sign, other in _STYLES:
        if all(map(style.takes, numbers)) and (
            other is None or any(sign in text and not other.takes(text) for text in numbers)
        ):
            return style
    return None
