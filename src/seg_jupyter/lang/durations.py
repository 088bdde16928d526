"""Lengths of time as they are written: `"36h"`, `"90d"`, `"12w"`, `"6m"`, `"1y"`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_DURATION = re.compile(r"([0-9]{1,6})([hdwmy])")
_DAYS_OF = {"d": 1, "w": 7}
_MONTHS_OF = {"m": 1, "y": 12}
LONGEST_YEARS = 100
"""A longer window is a slip of the keyboard."""
_DAYS_OF_MONTH = 365.25 / 12
_HOURS_OF_DAY = 24

_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"(?:[T ]{_CLOCK}(?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?:Z|[+-]{_CLOCK})?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of calendar months, of calendar days, or of elapsed hours; the others are 0."""

    months: int = 0
    days: int = 0
    hours: int = 0

    @property
    def length(self) -> float:
        """The length in days, where it is measured and not counted on a calendar.

        A month is a twelfth of 365.25 days.
        """
        return self.days + self.months * _DAYS_OF_MONTH + self.hours / _HOURS_OF_DAY


def parse_duration(text: str) -> Duration | None:
    """Read `"36h"`, `"90d"`, `"12w"`, `"6m"` (months) or `"1y"`.

    None for anything else, for zero and for over 100 years.

    Examples
    --------
    >>> parse_duration("2w")
    Duration(months=0, days=14, hours=0)
    >>> parse_duration("1y").months
    12
    """
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    amount, unit = int(match.group(1)), match.group(2)
    if unit == "h":
        duration = Duration(hours=amount)
    elif unit in _DAYS_OF:
        duration = Duration(days=amount * _DAYS_OF[unit])
    else:
        duration = Duration(months=amount * _MONTHS_OF[unit])
    if not 0 < duration.length <= LONGEST_YEARS * 365.25:
        return None
    return duration


def longest_of(unit: str) -> int:
    """Return the largest amount of a unit that a length of time can have.

    Examples
    --------
    >>> longest_of("d"), longest_of("y")
    (36525, 100)
    """
    one = parse_duration(f"1{unit}")
    assert one is not None  # noqa: S101 - the units are those of durations
    return int(LONGEST_YEARS * 365.25 / one.length)


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
