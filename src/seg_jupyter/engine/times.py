"""The as-of date, and the windows that end with it.

A date as-of means the end of that day: windows end at the next midnight of the events column's
own zone, and are half-open. Days and weeks are calendar days there, hours are elapsed hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import numpy as np

from seg_jupyter.engine.values import DAY, moment
from seg_jupyter.errors import SegmentUsageError, quoted
from seg_jupyter.lang.durations import Duration

_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = (date.min - _EPOCH).days, (date.max - _EPOCH).days
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class AsOf:
    """The last day that is read."""

    day: date

    @property
    def days(self) -> int:
        """Days since 1970."""
        return (self.day - _EPOCH).days

    def end(self, zone: tzinfo | None) -> int:
        """Return the instant at which the day ends, in microseconds since 1970."""
        return _midnight(self.days + 1, zone)

    def start(self, window: Duration, zone: tzinfo | None) -> int:
        """Return the instant at which a window of this length before the end starts."""
        if window.hours:
            return self.end(zone) - window.hours * _HOUR
        return _midnight(self.days + 1 - window.days, zone)


def _midnight(days: int, zone: tzinfo | None) -> int:
    """Return the instant at which a day starts, of the days since 1970; none is after 9999."""
    beyond = days > _LAST
    day = day_of(min(max(days, _FIRST), _LAST))
    return moment(datetime(day.year, day.month, day.day), zone) + beyond * DAY


def day_of(days: int) -> date:
    """Return the date that is so many days after 1 January 1970."""
    return _EPOCH + timedelta(days=days)


def parse_as_of(value: object) -> AsOf:
    """Take an as-of date from a date, or from text such as `2017-12-31`.

    Raises
    ------
    SegmentUsageError
        For anything else, and for a time of day: windows end with a whole day.
    """
    given = value
    if isinstance(value, np.datetime64):
        value = value.item()
    try:
        if isinstance(value, datetime):
            if value.time() == value.time().min:
                return AsOf(value.date())
        elif isinstance(value, date):
            return AsOf(value)
        elif isinstance(value, str) and _ISO_DAY.fullmatch(value.strip()):
            return AsOf(date.fromisoformat(value.strip()))
    except ValueError:  # 30 February, or pandas' NaT, which is a datetime without a time
        pass
    raise SegmentUsageError(
        f"the as-of date {quoted(given)} is not a day",
        remedy="Write it as 2017-12-31; it means the end of that day.",
    )
