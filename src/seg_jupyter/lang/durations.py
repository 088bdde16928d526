"""Lengths of time as they are written after `last=`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_DURATION = re.compile(r"([0-9]{1,6})([hdw])")
_DAYS_OF = {"d": 1, "w": 7}
LONGEST_DAYS = 36_525
"""A hundred years: a longer window is a slip of the keyboard."""

_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"(?:[T ]{_CLOCK}(?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?:Z|[+-]{_CLOCK})?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of calendar days, or of elapsed hours; the other one is 0."""

    days: int = 0
    hours: int = 0


def parse_duration(text: str) -> Duration | None:
    """Read `"90d"`, `"12w"` or `"36h"`; None for anything else, for zero and for over 100 years.

    Examples
    --------
    >>> parse_duration("2w")
    Duration(days=14, hours=0)
    """
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    amount, unit = int(match.group(1)), match.group(2)
    duration = Duration(hours=amount) if unit == "h" else Duration(days=amount * _DAYS_OF[unit])
    if amount == 0 or duration.days + duration.hours / 24 > LONGEST_DAYS:
        return None
    return duration


def parse_iso_date(text: str) -> datetime | None:
    """Read a date or a time in ISO form, such as `2026-01-31` or `2026-01-31 08:30`.

    The result has a zone only if the text has one. None for anything else.

    Examples
    --------
    >>> parse_iso_date("2026-01-31")
    datetime.datetime(2026, 1, 31, 0, 0)
    """
    if not _ISO.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
