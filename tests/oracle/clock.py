"""The as-of day, the windows that end with it, and the days and instants of a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Duration(NamedTuple):
    """``"90d"``: an amount and one of ``h d w m y``."""

    amount: int
    unit: str

    @property
    def days(self) -> float:
        """Its length in days, unless in hours: a month counts 30.4375, a year 365.25."""
        return self.amount * {"d": 1, "w": 7, "m": 30.4375, "y": 365.25}[self.unit]

    @property
    def months(self) -> int | None:
        """Its number of calendar months; only months and years have one."""
        return {"m": self.amount, "y": 12 * self.amount}.get(self.unit)


def duration(text: str) -> Duration:
    return Duration(int(text[:-1]), text[-1])


def months_back(day: date, months: int) -> date:
    """The same day some months earlier, clipped to that month's last day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


class Point(NamedTuple):
    """A point in time: on the line of elapsed time, and as a clock on the wall shows it.

    The two are kept apart because a midnight may not exist on the day the clocks change: the
    wall then says midnight, and the instant is the one at which the day begins.
    """

    instant: datetime
    wall: datetime


class Window(NamedTuple):
    """The instants of ``[start, end)``; without a start everything before the end.

    ``day`` holds the last microsecond before the end: an aggregation takes it as its as-of day.
    """

    start: datetime | None
    end: datetime
    day: date

    def __contains__(self, instant: object) -> bool:
        return instant < self.end and (self.start is None or self.start <= instant)


@dataclass(frozen=True)
class Clock:
    """The as-of date means the end of that day, in the zone of the events' times."""

    as_of: date
    zone: str | None = None

    def wall(self, time: datetime) -> datetime:
        """What a clock on the wall of the column's zone shows."""
        if self.zone is None:
            return time
        return time.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def instant(self, time: datetime) -> datetime:
        """A point on the line of elapsed time, fit to be ordered."""
        return time if self.zone is None else time.astimezone(UTC).replace(tzinfo=None)

    def shown(self, wall: datetime) -> Point:
        """The point at which the wall shows a time: the first, if it does so twice.

        A time that is skipped as the clocks go forward is read as if they had not.
        """
        zone = None if self.zone is None else ZoneInfo(self.zone)
        return Point(self.instant(wall.replace(tzinfo=zone, fold=0)), wall)

    def elapsed(self, instant: datetime) -> Point:
        wall = instant if self.zone is None else self.wall(instant.replace(tzinfo=UTC))
        return Point(instant, wall)

    def midnight(self, day: date) -> datetime:
        """The instant at which a day begins."""
        return self.shown(datetime(day.year, day.month, day.day)).instant

    @property
    def end(self) -> Point:
        """The midnight after the as-of day."""
        day = self.as_of + timedelta(days=1)
        return self.shown(datetime(day.year, day.month, day.day))

    def shift(self, point: Point, back: Duration) -> Point:
        """A point moved back: hours elapse, all else moves the date and keeps the time of day."""
        if back.unit == "h":
            return self.elapsed(point.instant - timedelta(hours=back.amount))
        if back.months is None:
            return self.shown(point.wall - timedelta(days=int(back.days)))
        day = months_back(point.wall.date(), back.months)
        return self.shown(datetime.combine(day, point.wall.time()))

    def window(self, last: str | None = None, offset: str | None = None) -> Window:
        end = self.end if offset is None else self.shift(self.end, duration(offset))
        day = self.elapsed(end.instant - timedelta(microseconds=1)).wall.date()
        if last is None:
            return Window(None, end.instant, day)
        start = self.shift(end, duration(last))
        if offset is not None:
            months = duration(last).months, duration(offset).months
            if None not in months:  # months add up before they are clipped
                start = self.shift(self.end, Duration(sum(months), "m"))
        return Window(start.instant, end.instant, day)

    def days_since(self, day: date) -> float:
        return float((self.as_of - day).days)
