"""How the dates of a column are written as text, if all are written in one way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from seg_jupyter.engine.frames.spellings import is_gap

_SAMPLE = 1_000
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NUMBERS = {name[:3].casefold(): number for number, name in enumerate(_MONTHS, 1)}
_PIECES = {
    "%Y": "(?P<year>(?:19|20)[0-9]{2})",
    "%y": "(?P<year>[0-9]{2})",
    "%m": "(?P<month>0?[1-9]|1[0-2])",
    "%d": "(?P<day>0?[1-9]|[12][0-9]|3[01])",
    "%b": f"(?P<month>{'|'.join(name[:3] for name in _MONTHS)})",
    "%B": f"(?P<month>{'|'.join(_MONTHS)})",
    "%H": "(?:[01]?[0-9]|2[0-3])",
    "%I": "(?:0?[1-9]|1[0-2])",
    "%M": "[0-5][0-9]",
    "%S": "[0-5][0-9]",
    "%p": "[AP]M",
}
_DAYS = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y"),
    *("%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%Y%m%d"),
    *("%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y"),
    *("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y"),
)
"""The usual ways of writing a day; of two that differ in the order alone, day first comes first."""
_CLOCKS = ("", "%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%H:%M UTC", "%H:%M:%S UTC")
_PARTS = re.compile(r"(.{6,20}?)(?:(,? |T)([0-9]{1,2}:.{2,13}))?")


@dataclass(frozen=True)
class DateSpelling:
    """How dates are written as text.

    Parameters
    ----------
    formats
        The formats, in the signs of `strptime`, that all texts fit: one, or two where it is not
        sure whether the day or the month comes first.
    gaps
        Whether some texts stand where there is no date, such as n/a.
    """

    formats: tuple[str, ...]
    gaps: bool = False


def date_spelling_of(texts: Sequence[str]) -> DateSpelling | None:
    """Return how dates are written as text; None if some texts of a sample are no dates."""
    sample = [text for text in texts[:: max(len(texts) // _SAMPLE, 1)] if not is_gap(text)]
    formats = _formats(sample) if sample else ()
    return DateSpelling(formats, any(map(is_gap, texts))) if formats else None


def _formats(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that every text fits."""
    days, clocks, between = list(_DAYS), list(_CLOCKS), {"T", ", ", " ", ""}
    for text in texts:
        parts = _PARTS.fullmatch(text)
        if parts is None:
            return ()
        day, sign, clock = parts.groups(default="")
        days = [form for form in days if _takes(form, day)]
        clocks = [form for form in clocks if _takes(form, clock)]
        between &= {sign}
        if not (days and clocks and between):
            return ()
    # in May, a month written in full looks like one cut short
    days = [form for form in days if "%B" not in form] or days
    return tuple(f"{form}{sign}{clocks[0]}" for form in days)


def _takes(form: str, text: str) -> bool:
    found = _pattern(form).fullmatch(text)
    if found is None:
        return False
    parts = found.groupdict()
    if not parts:  # a time of day
        return True
    month = parts["month"]
    number = int(month) if month.isdigit() else _NUMBERS[month[:3].casefold()]
    try:
        date(int(f"20{parts['year']}"[-4:]), number, int(parts["day"]))
    except ValueError:  # 30 February
        return False
    return True


@cache
def _pattern(form: str) -> re.Pattern[str]:
    pattern = re.escape(form)
    for sign, piece in _PIECES.items():
        pattern = pattern.replace(re.escape(sign), piece)
    return re.compile(pattern, re.IGNORECASE)
