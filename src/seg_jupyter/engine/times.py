"""The as-of date, and the windows that end with it.

A date as-of means the end of that day: windows end at the next midnight of the events column's
own zone, and are half-open. Days and weeks are calendar days there, months and years move the date
of the end, clipped to the month's last day, and hours are elapsed hours.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import numpy as np

from seg_jupyter.engine.values import DAY, clock_of, moment
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
        return self._end(zone).instant

    def window(
        self, zone: tzinfo | None, *, last: Duration | None = None, offset: Duration | None = None
    ) -> Window:
        """Return the window that ends `offset` before the end of the day, and is `last` long.

        Months of both are counted together, so that clipping one to the end of a short month
        does not move the other.
        """
        end = self._end(zone)
        start = end
        if offset is not None:
            end = end.earlier(offset, zone)
        if last is not None:
            start = end.earlier(last, zone)
            if offset is not None and offset.months and last.months:
                both = Duration(months=offset.months + last.months)
                start = self._end(zone).earlier(both, zone)
        # the last day of which anything is in the window
        last_shown = end.instant - 1 if zone is None else clock_of(end.instant - 1, zone)
        return Window(None if last is None else start.instant, end.instant, last_shown // DAY)

    def _end(self, zone: tzinfo | None) -> _Point:
        return _Point.at((self.days + 1) * DAY, zone)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: from `start` (None for ever) up to, not including, `end`.

    Both are instants, in microseconds since 1970; `today` is its last day, in days since 1970.
    """

    start: int | None
    end: int
    today: int


@dataclass(frozen=True, slots=True)
class _Point:
    """An instant, and what the clock of a zone shows then; both in microseconds since 1970."""

    instant: int
    clock: int

    @classmethod
    def at(cls, clock: int, zone: tzinfo | None) -> _Point:
        """Return the point at which a clock shows a time; none is after the year 9999."""
        days, rest = divmod(clock, DAY)
        beyond = days > _LAST
        day = day_of(days)
        shown = datetime(day.year, day.month, day.day) + timedelta(microseconds=rest)
        return cls(moment(shown, zone) + beyond * DAY, clock)

    def earlier(self, length: Duration, zone: tzinfo | None) -> _Point:
        if length.hours:
            instant = self.instant - length.hours * _HOUR
            return _Point(instant, instant if zone is None else clock_of(instant, zone))
        days, rest = divmod(self.clock, DAY)
        moved = _months_before(days, length.months) - length.days
        return _Point.at(moved * DAY + rest, zone)


def _months_before(days: int, months: int) -> int:
    """Move a day, in days since 1970, by whole months, clipped to the last day of the month."""
    if not months:
        return days
    # the end of the last day of the calendar is no date any more
    if days > _LAST:
        year, month, number = date.max.year + 1, 1, 1
    else:
        shown = day_of(days)
        year, month, number = shown.year, shown.month, shown.day
    year, month = divmod(year * 12 + month - 1 - months, 12)
    if year < date.min.year:
        return _FIRST
    number = min(number, monthrange(year, month + 1)[1])
    return (date(year, month + 1, number) - _EPOCH).days


def day_of(days: int) -> date:
    """Return the date that is so many days after 1 January 1970, or the nearest that there is.

    The last hours of the calendar, and its first, are another day in other zones.
    """
    return _EPOCH + timedelta(days=min(max(days, _FIRST), _LAST))


def parse_as_of(value: object) -> AsOf:
    """Take an as-of date from a date, a time at midnight, or text such as `2017-12-31`.

    Raises
    ------
    SegmentUsageError
        For anything else, and for a time of day: windows end with a whole day.
    """
    given = value
    if isinstance(value, np.datetime64):
        unit = np.datetime_data(value.dtype)[0]
        # of what is finer than a microsecond, `item` gives a bare number
        whole = value.astype("datetime64[us]") if unit in ("ns", "ps", "fs", "as") else value
        value = whole.item() if whole == value and unit not in ("Y", "M", "W") else None
    try:
        if isinstance(value, datetime):
            # the time of a pandas timestamp is without its nanoseconds
            if value.time() == value.time().min and not getattr(value, "nanosecond", 0):
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
