"""Windows worked by hand: month ends, leap years, and the days on which clocks change."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import oracle as o

BERLIN, NEW_YORK, CAIRO = "Europe/Berlin", "America/New_York", "Africa/Cairo"


def window(as_of: str, last: str | None, offset: str | None, zone: str | None) -> tuple:
    found = o.Clock(date.fromisoformat(as_of), zone).window(last, offset)
    return found.start, found.end, found.day


def at(text: str | None) -> datetime | None:
    """``07-31`` is a midnight of 2026, without a zone or in UTC."""
    if text is None:
        return None
    return datetime.fromisoformat(text if text.count("-") == 2 else f"2026-{text}")


@pytest.mark.parametrize(
    ("as_of", "last", "offset", "start", "end", "day"),
    [
        ("2026-01-31", None, None, None, "02-01", "01-31"),
        ("2026-01-31", "1d", None, "01-31", "02-01", "01-31"),
        ("2026-01-31", "2w", None, "01-18", "02-01", "01-31"),
        ("2026-01-31", "36h", None, "01-30T12", "02-01", "01-31"),
        # The end is the first midnight that is not in the window: March 1, and February 1 before.
        ("2018-02-28", "1m", None, "2018-02-01", "2018-03-01", "2018-02-28"),
        # March 31 minus a month is February 28: there is no 31st.
        ("2018-03-30", "1m", None, "2018-02-28", "2018-03-31", "2018-03-30"),
        ("2018-03-31", "1m", None, "2018-03-01", "2018-04-01", "2018-03-31"),
        ("2026-12-30", "6m", None, "06-30", "12-31", "12-30"),
        ("2026-12-30", "12m", None, "2025-12-31", "12-31", "12-30"),
        # February 29, 2028 minus a year is the 28th, minus four years the 29th.
        ("2028-02-28", "1y", None, "2027-02-28", "2028-02-29", "2028-02-28"),
        ("2028-02-28", "4y", None, "2024-02-29", "2028-02-29", "2028-02-28"),
        ("2028-02-29", "1y", None, "2027-03-01", "2028-03-01", "2028-02-29"),
        ("2028-03-30", "1m", None, "2028-02-29", "2028-03-31", "2028-03-30"),
        ("2026-01-31", "100y", None, "1926-02-01", "02-01", "01-31"),
        # With an offset alone everything before the earlier end.
        ("2026-01-31", None, "1d", None, "01-31", "01-30"),
        ("2026-01-31", "1d", "1d", "01-30", "01-31", "01-30"),
        ("2026-01-31", "1w", "2w", "01-11", "01-18", "01-17"),
        ("2026-01-31", "6h", "1d", "01-30T18", "01-31", "01-30"),
        # Months add up before they are clipped: March 31 minus two is January 31, not the 28th.
        ("2026-03-30", "1m", "1m", "01-31", "02-28", "02-27"),
        ("2026-03-30", "2m", "1m", "2025-12-31", "02-28", "02-27"),
        ("2028-02-28", "1y", "1m", "2027-01-29", "2028-01-29", "2028-01-28"),
        ("2028-02-28", "3y", "1y", "2024-02-29", "2027-02-28", "2027-02-27"),
        # Days and months move one after the other.
        ("2026-03-30", "30d", "1m", "01-29", "02-28", "02-27"),
        ("2026-03-30", "1m", "30d", "02-01", "03-01", "02-28"),
        # After hours the end is a time of day; the date moves and the time stays.
        ("2026-01-31", None, "36h", None, "01-30T12", "01-30"),
        ("2026-01-31", "1d", "36h", "01-29T12", "01-30T12", "01-30"),
        ("2026-03-31", "1m", "36h", "02-28T12", "03-30T12", "03-30"),
        ("2026-01-31", "12h", "36h", "01-30", "01-30T12", "01-30"),
        # An end at midnight closes the day before.
        ("2026-01-31", None, "24h", None, "01-31", "01-30"),
        ("2026-01-31", None, "23h", None, "01-31T01", "01-31"),
    ],
)
def test_windows_without_a_zone(
    as_of: str, last: str | None, offset: str | None, start: str | None, end: str, day: str
) -> None:
    assert window(as_of, last, offset, None) == (at(start), at(end), at(day).date())


@pytest.mark.parametrize(
    ("zone", "as_of", "last", "offset", "start", "end", "day"),
    [
        # Berlin, March 29, 2026: 23 hours, 01:00 UTC is 02:00 and becomes 03:00. All in UTC.
        (BERLIN, "2026-03-29", "1d", None, "03-28T23", "03-29T22", "03-29"),
        (BERLIN, "2026-03-29", "24h", None, "03-28T22", "03-29T22", "03-29"),
        (BERLIN, "2026-03-29", "23h", None, "03-28T23", "03-29T22", "03-29"),
        (BERLIN, "2026-03-29", "1d", "1d", "03-27T23", "03-28T23", "03-28"),
        (BERLIN, "2026-03-29", "24h", "1d", "03-27T23", "03-28T23", "03-28"),
        (BERLIN, "2026-03-29", "1d", "24h", "03-27T22", "03-28T22", "03-28"),
        (BERLIN, "2026-03-29", "1m", None, "02-27T23", "03-29T22", "03-29"),
        # The end 22 hours earlier shows 02:00 on the 30th; a day earlier 02:00 was skipped, and
        # is read as if the clocks had stayed: 03:00 in summer time.
        (BERLIN, "2026-03-30", "1d", "22h", "03-29T01", "03-30T00", "03-30"),
        (BERLIN, "2026-03-30", "1w", "22h", "03-23T01", "03-30T00", "03-30"),
        # Berlin, October 26, 2025: 25 hours.
        (BERLIN, "2025-10-26", "1d", None, "2025-10-25T22", "2025-10-26T23", "2025-10-26"),
        (BERLIN, "2025-10-26", "24h", None, "2025-10-25T23", "2025-10-26T23", "2025-10-26"),
        (BERLIN, "2025-10-26", "1m", None, "2025-09-26T22", "2025-10-26T23", "2025-10-26"),
        (BERLIN, "2025-10-26", None, "25h", None, "2025-10-25T22", "2025-10-25"),
        (BERLIN, "2025-10-26", None, "24h", None, "2025-10-25T23", "2025-10-26"),
        # 02:00 came twice on the 26th; the first is meant.
        (BERLIN, "2025-10-27", "1d", "22h", "2025-10-26T00", "2025-10-27T01", "2025-10-27"),
        # New York, March 8, 2026 (23 hours) and November 2, 2025 (25 hours).
        (NEW_YORK, "2026-03-08", "1d", None, "03-08T05", "03-09T04", "03-08"),
        (NEW_YORK, "2026-03-08", "1w", None, "03-02T05", "03-09T04", "03-08"),
        (NEW_YORK, "2026-03-08", "1m", None, "02-09T05", "03-09T04", "03-08"),
        (NEW_YORK, "2026-03-08", "1m", "1m", "01-09T05", "02-09T05", "02-08"),
        (NEW_YORK, "2026-03-08", "36h", None, "03-07T16", "03-09T04", "03-08"),
        (NEW_YORK, "2025-11-02", "1d", None, "2025-11-02T04", "2025-11-03T05", "2025-11-02"),
        (NEW_YORK, "2025-11-02", "1y", None, "2024-11-03T04", "2025-11-03T05", "2025-11-02"),
        # Cairo, April 24, 2026 begins at 01:00: its midnight was skipped.
        (CAIRO, "2026-04-24", "1d", None, "04-23T22", "04-24T21", "04-24"),
        (CAIRO, "2026-04-24", "1d", "1d", "04-22T22", "04-23T22", "04-23"),
    ],
)
def test_windows_in_a_zone(
    zone: str, as_of: str, last: str | None, offset: str | None, start: str, end: str, day: str
) -> None:
    assert window(as_of, last, offset, zone) == (at(start), at(end), at(day).date())


def test_a_window_holds_its_start_and_not_its_end() -> None:
    found = o.Clock(date(2026, 1, 31)).window("1d", "1d")
    assert datetime(2026, 1, 29, 23, 59, 59, 999_999) not in found
    assert datetime(2026, 1, 30) in found
    assert datetime(2026, 1, 30, 23, 59, 59, 999_999) in found
    assert datetime(2026, 1, 31) not in found


@pytest.mark.parametrize(
    ("text", "days", "months"),
    [("3d", 3, None), ("2w", 14, None), ("4m", 121.75, 4), ("4y", 1461, 48), ("1y", 365.25, 12)],
)
def test_lengths(text: str, days: float, months: int | None) -> None:
    assert (o.duration(text).days, o.duration(text).months) == (days, months)
    assert o.duration("36h").months is None


def test_months_are_clipped() -> None:
    assert o.months_back(date(2028, 2, 29), 12) == date(2027, 2, 28)
    assert o.months_back(date(2026, 1, 31), 2) == date(2025, 11, 30)
    assert o.months_back(date(2026, 1, 15), 1) == date(2025, 12, 15)
