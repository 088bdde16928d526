from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import compute, days, run, table, values
from seg_jupyter.engine.times import AsOf, day_of, parse_as_of
from seg_jupyter.engine.values import clock_of, moment
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.lang.durations import Duration, parse_duration

BERLIN = ZoneInfo("Europe/Berlin")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
TORONTO = ZoneInfo("America/Toronto")
SECOND = 1_000_000


def utc(text: str) -> int:
    """Microseconds since 1970, from a time in UTC."""
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1)) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2021-03-27", None, "2021-03-28T00:00:00"),
        ("2021-03-27", BERLIN, "2021-03-27T23:00:00"),
        ("2021-03-28", BERLIN, "2021-03-28T22:00:00"),  # 23 hours
        ("2021-10-31", BERLIN, "2021-10-31T23:00:00"),  # 25 hours
        # the clock goes from 24:00 to 01:00: midnight is skipped
        ("2018-11-03", SAO_PAULO, "2018-11-04T03:00:00"),
        # the clock goes back from 24:00 to 23:00: the day lasts 25 hours
        ("2018-02-17", SAO_PAULO, "2018-02-18T03:00:00"),
        # the clock goes from 23:30 to 00:30: the day ends half an hour early
        ("1919-03-30", TORONTO, "1919-03-31T04:30:00"),
        ("2020-02-29", None, "2020-03-01T00:00:00"),
        ("2019-12-31", None, "2020-01-01T00:00:00"),
        ("0001-01-01", None, "0001-01-02T00:00:00"),
    ],
)
def test_a_day_ends_at_the_next_midnight_of_its_zone(
    day: str, zone: ZoneInfo | None, end: str
) -> None:
    assert AsOf(date.fromisoformat(day)).end(zone) == utc(end)


ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Santiago",
        "America/Havana",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    )
]
any_day = st.dates(date(1975, 1, 1), date(2035, 12, 31))


@settings(deadline=None)
@given(any_day, st.sampled_from(ZONES))
def test_the_end_parts_the_days_of_the_clock(day: date, zone: ZoneInfo) -> None:
    end = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=AsOf(day).end(zone))
    assert end.astimezone(zone).date() > day
    assert (end - timedelta(microseconds=1)).astimezone(zone).date() <= day


@settings(deadline=None)
@given(any_day, st.integers(0, 86_399), st.sampled_from(ZONES))
def test_an_instant_shows_its_clock_again(day: date, second: int, zone: ZoneInfo) -> None:
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    shown = instant.astimezone(zone)
    micros = round(instant.timestamp()) * SECOND
    assert clock_of(micros, zone) == moment(shown.replace(tzinfo=None, fold=0), None)
    earliest = shown.replace(fold=0)
    assert moment(shown.replace(tzinfo=None), zone) == round(earliest.timestamp()) * SECOND


@pytest.mark.parametrize(
    ("window", "start"),
    [
        (Duration(days=1), "2021-03-27T23:00:00"),
        (Duration(days=7), "2021-03-21T23:00:00"),
        (Duration(hours=24), "2021-03-27T22:00:00"),
        (Duration(hours=36), "2021-03-27T10:00:00"),
        (Duration(days=365), "2020-03-28T23:00:00"),
    ],
)
def test_days_are_calendar_days_and_hours_are_elapsed_hours(window: Duration, start: str) -> None:
    assert AsOf(date(2021, 3, 28)).window(BERLIN, last=window).start == utc(start)


def parts(text: str | None) -> Duration | None:
    return None if text is None else parse_duration(text)


@pytest.mark.parametrize(
    ("as_of", "last", "offset", "start", "end"),
    [
        # the as-of day is in the window: its end is the next midnight
        ("2018-02-28", "1m", None, "2018-02-01", "2018-03-01"),
        ("2017-12-31", "1y", None, "2017-01-01", "2018-01-01"),
        ("2018-03-30", "1m", None, "2018-02-28", "2018-03-31"),
        ("2018-03-31", "1m", None, "2018-03-01", "2018-04-01"),
        ("2020-03-30", "1m", None, "2020-02-29", "2020-03-31"),
        ("2020-02-28", "1y", None, "2019-02-28", "2020-02-29"),
        ("2020-02-28", "4y", None, "2016-02-29", "2020-02-29"),
        # months of both are counted together: 31 March, 28 February, 31 January
        ("2018-03-30", "1m", "1m", "2018-01-31", "2018-02-28"),
        ("2018-03-30", "1y", "1m", "2017-02-28", "2018-02-28"),
        ("2018-03-30", "12m", "1y", "2016-03-31", "2017-03-31"),
        # other lengths one after the other
        ("2018-03-30", "30d", "1m", "2018-01-29", "2018-02-28"),
        ("2018-03-30", "1m", "1d", "2018-02-28", "2018-03-30"),
        ("2018-03-30", "2w", "90d", "2017-12-17", "2017-12-31"),
        ("2018-03-30", None, "90d", None, "2017-12-31"),
        ("2018-03-30", "36h", "12h", "2018-03-29", "2018-03-30 12:00"),
        ("2018-03-30", "1m", "12h", "2018-02-28 12:00", "2018-03-30 12:00"),
        ("2018-03-30", "1d", "12h", "2018-03-29 12:00", "2018-03-30 12:00"),
        # there is nothing before the calendar
        ("0001-01-31", "2m", None, "0001-01-01", "0001-02-01"),
        ("0001-01-31", "100y", "1d", "0001-01-01", "0001-01-31"),
        ("0001-01-31", "99d", None, "0001-01-01", "0001-02-01"),
        ("9999-12-31", "1m", None, "9999-12-01", None),
        ("9999-12-31", "1m", "1m", "9999-11-01", "9999-12-01"),
    ],
)
def test_windows_of_every_length(
    as_of: str, last: str | None, offset: str | None, start: str | None, end: str | None
) -> None:
    window = AsOf(date.fromisoformat(as_of)).window(None, last=parts(last), offset=parts(offset))
    assert window.start == (None if start is None else utc(start))
    if end is not None:
        assert window.end == utc(end)
        last_moment = datetime.fromisoformat(end) - timedelta(microseconds=1)
        assert day_of(window.today) == last_moment.date()


def test_windows_across_a_change_of_the_clock() -> None:
    # on 28 March 2021 the clock of Berlin skips the hour from 2 to 3
    day = AsOf(date(2021, 3, 28))
    window = day.window(BERLIN, last=Duration(days=1), offset=Duration(hours=21))
    assert (window.start, window.end) == (utc("2021-03-27T02:00:00"), utc("2021-03-28T01:00:00"))
    assert day_of(window.today) == date(2021, 3, 28)
    window = day.window(BERLIN, last=Duration(months=1), offset=Duration(days=1))
    assert (window.start, window.end) == (utc("2021-02-27T23:00:00"), utc("2021-03-27T23:00:00"))
    assert day_of(window.today) == date(2021, 3, 27)


def test_a_day_that_starts_after_midnight() -> None:
    # Sao Paulo had no midnight on 4 November 2018: the day before ends at 1 o'clock of the next
    window = AsOf(date(2018, 11, 4)).window(SAO_PAULO, offset=Duration(days=1))
    assert window.end == utc("2018-11-04T03:00:00")
    assert day_of(window.today) == date(2018, 11, 3)


@pytest.mark.parametrize("zone", [None, BERLIN, ZoneInfo("Asia/Tokyo"), ZoneInfo("Etc/GMT+12")])
def test_the_ends_of_the_calendar(zone: ZoneInfo | None) -> None:
    last, first = AsOf(date(9999, 12, 31)), AsOf(date(1, 1, 1))
    assert last.end(zone) - last.window(zone, last=Duration(days=1)).start == 86_400 * SECOND
    assert first.end(zone) - first.window(zone, last=Duration(days=36_525)).start == 86_400 * SECOND


@pytest.mark.parametrize(
    ("given_", "day"),
    [
        ("2017-12-31", date(2017, 12, 31)),
        (" 2017-12-31 ", date(2017, 12, 31)),
        (date(2017, 12, 31), date(2017, 12, 31)),
        (datetime(2017, 12, 31), date(2017, 12, 31)),
        (datetime(2017, 12, 31, tzinfo=BERLIN), date(2017, 12, 31)),
        (pd.Timestamp("2017-12-31"), date(2017, 12, 31)),
        (pd.Timestamp("2017-12-31", tz="Asia/Tokyo"), date(2017, 12, 31)),
        *(
            (np.datetime64("2017-12-31", unit), date(2017, 12, 31))
            for unit in ("D", "h", "m", "s", "ms", "us", "ns")
        ),
        (
            pd.Series(pd.to_datetime(["2017-12-31"])).dt.as_unit("ns").to_numpy()[0],
            date(2017, 12, 31),
        ),
        *((np.datetime64(0, unit), date(1970, 1, 1)) for unit in ("ns", "ps", "fs", "as")),
        (np.datetime64(-86_400 * 10**9, "ns"), date(1969, 12, 31)),
    ],
)
def test_as_of_dates(given_: object, day: date) -> None:
    assert parse_as_of(given_).day == day
    assert day_of(parse_as_of(given_).days) == day


@pytest.mark.parametrize(
    "wrong",
    ["yesterday", "20171231", "2017-W01-1", "2017-02-30", "2017-12-31T00:00", "", 20171231, None,
     datetime(2017, 12, 31, 12), pd.Timestamp("2017-12-31 00:00:01"), pd.NaT,
     np.datetime64("2017-12-31T12:00"), np.datetime64("NaT"),
     *(np.datetime64("2017-12-31T12:00", unit) for unit in ("h", "s", "us", "ns")),
     np.datetime64("2017-12-31T00:00:00.000000001"), pd.Timestamp("2017-12-31 00:00:00.000000001"),
     pd.Timestamp("2017-12-31 12:00", tz="UTC"), np.datetime64("NaT", "ns"), np.datetime64(1, "as"),
     *(np.datetime64("2017-12-31", unit) for unit in ("W", "M", "Y")),
     np.datetime64("20171-12-31"), np.datetime64(10**17, "s")],
)  # fmt: skip
def test_what_is_not_a_day(wrong: object) -> None:
    with pytest.raises(SegmentUsageError) as caught:
        parse_as_of(wrong)
    assert caught.value.problem == f"the as-of date '{wrong}' is not a day"
    assert caught.value.remedy == "Write it as 2017-12-31; it means the end of that day."


EDGES = days(
    "2021-02-28 00:00",
    "2021-02-28 23:59:59.999999",
    "2021-03-01 00:00",
    "2021-03-31 23:59:59.999999",
    "2021-04-01 00:00",
)


@pytest.mark.parametrize(
    ("as_of", "window", "expected"),
    [
        ("2021-03-31", "", 4),
        ("2021-03-31", 'last="31d"', 2),
        ("2021-03-31", 'last="32d"', 4),
        ("2021-03-31", 'last="1d"', 1),
        ("2021-03-31", 'last="1h"', 1),
        ("2021-02-28", "", 2),
        ("2021-02-28", 'last="24h"', 2),
        ("2021-02-28", 'last="23h"', 1),
        ("2021-04-01", 'last="1d"', 1),
        ("2021-04-01", 'last="4w"', 2),
        ("2021-04-01", 'last="5w"', 5),
    ],
)
@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Berlin", "Asia/Kolkata"])
def test_windows_are_half_open_at_midnight(
    as_of: str, window: str, expected: int, zone: str | None
) -> None:
    at = pd.Series(EDGES).dt.tz_localize(zone)
    events = table(id=[1] * 5, at=at)
    assert compute(f"count({window})", table(id=[1]), events, as_of=as_of) == [expected]


def test_calendar_days_on_the_day_of_23_hours() -> None:
    at = pd.Series(
        days("2021-03-26 23:59", "2021-03-27 00:30", "2021-03-27 23:30", "2021-03-28 00:30")
    )
    events = table(id=[1] * 4, at=at.dt.tz_localize(BERLIN))
    cell = 'day = count(last="1d")\nhours = count(last="24h")\ntwo = count(last="2d")'
    result = run(cell, events=events, as_of="2021-03-28")
    assert [values(result, name) for name in ("day", "hours", "two")] == [[1], [2], [3]]


def test_events_are_counted_on_the_days_of_their_own_zone() -> None:
    # 02:30 UTC on 4 November is 23:30 on the 3rd in Sao Paulo; 03:30 UTC is 01:30 on the 4th
    at = pd.to_datetime(pd.Series(["2018-11-04 02:30", "2018-11-04 03:30"])).dt.tz_localize("UTC")
    here = at.dt.tz_convert(SAO_PAULO)
    cell = "days = active_days()\nrecency = recency()\ntenure = tenure()"
    for zone, expected in ((at, [1.0, 0.0, 0.0]), (here, [2.0, 0.0, 1.0])):
        result = run(cell, events=table(id=[1, 1], at=zone))
        assert result.as_of == date(2018, 11, 4)
        assert [values(result, n)[0] for n in ("days", "recency", "tenure")] == expected
    before = run("n = count()", table(id=[1]), table(id=[1, 1], at=here), as_of="2018-11-03")
    assert values(before, "n") == [1]
    assert before.facts.events is not None
    assert before.facts.events.after_as_of == 1
