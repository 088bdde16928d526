"""Lengths of time and ISO dates: text to value, or to nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from seg_jupyter.lang.durations import Duration, parse_duration, parse_iso_date

LENGTHS = {
    "90d": Duration(days=90),
    "1d": Duration(days=1),
    "090d": Duration(days=90),
    "12w": Duration(days=84),
    "36h": Duration(hours=36),
    "36525d": Duration(days=36_525),
    "5217w": Duration(days=36_519),
    "876600h": Duration(hours=876_600),
    # over a hundred years, or nothing at all
    "36526d": None,
    "5218w": None,
    "876601h": None,
    "1000000d": None,
    "0d": None,
    "0h": None,
    "000w": None,
    # no length
    "": None,
    "d": None,
    "90": None,
    "90 d": None,
    " 90d": None,
    "90d ": None,
    "90d\n": None,
    "90D": None,
    "-90d": None,
    "+90d": None,
    "1.5d": None,
    "1_0d": None,
    "90 days": None,
    "90dd": None,
    "1d12h": None,
    "90s": None,
    "٩٠d": None,
    "９０d": None,
}


@pytest.mark.parametrize(("text", "duration"), LENGTHS.items(), ids=map(ascii, LENGTHS))
def test_duration(text: str, duration: Duration | None) -> None:
    assert parse_duration(text) == duration


DATES = {
    "2026-01-31": datetime(2026, 1, 31),
    "0001-01-01": datetime(1, 1, 1),
    "9999-12-31": datetime(9999, 12, 31),
    "2024-02-29": datetime(2024, 2, 29),
    "2026-01-31 08:30": datetime(2026, 1, 31, 8, 30),
    "2026-01-31T08:30": datetime(2026, 1, 31, 8, 30),
    "2026-01-31 23:59:59": datetime(2026, 1, 31, 23, 59, 59),
    "2026-01-31 08:30:00.5": datetime(2026, 1, 31, 8, 30, 0, 500_000),
    "2026-01-31 08:30:00.000001": datetime(2026, 1, 31, 8, 30, 0, 1),
    "2026-01-31T08:30Z": datetime(2026, 1, 31, 8, 30, tzinfo=UTC),
    "2026-01-31T08:30:00+00:00": datetime(2026, 1, 31, 8, 30, tzinfo=UTC),
    "2026-01-31 08:30-05:30": datetime(
        2026, 1, 31, 8, 30, tzinfo=timezone(-timedelta(hours=5, minutes=30))
    ),
    # no such day or time
    "2026-02-29": None,
    "2026-13-01": None,
    "2026-00-10": None,
    "0000-01-01": None,
    "2026-01-31 24:00": None,
    "2026-01-31 08:60": None,
    "2026-01-31 08:30:60": None,
    "2026-01-31 08:30+24:00": None,
    "2026-01-31 08:30+10:75": None,
    # another form
    "": None,
    "2026": None,
    "2026-1-31": None,
    "20260131": None,
    "2026-W05-6": None,
    "31.01.2026": None,
    "01/31/2026": None,
    "26-01-31": None,
    "2026-01-31 ": None,
    "2026-01-31\n": None,
    "2026-01-31  08:30": None,
    "2026-01-31 8:30": None,
    "2026-01-31 08": None,
    "2026-01-31T": None,
    "2026-01-31Z": None,
    "2026-01-31 08:30:00.1234567": None,
    "2026-01-31 08:30:00,5": None,
    "2026-01-31 08:30 UTC": None,
    "２０２６-01-31": None,
    "٢٠٢٦-01-31": None,
}


@pytest.mark.parametrize(("text", "value"), DATES.items(), ids=map(ascii, DATES))
def test_iso_date(text: str, value: datetime | None) -> None:
    read = parse_iso_date(text)
    assert read == value
    assert read is None or value is None or read.utcoffset() == value.utcoffset()
