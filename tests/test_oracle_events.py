"""Examples worked by hand that pin the reference's windows and aggregations."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

import oracle as o
from by_hand import A, column, orders


def test_windows_are_half_open_at_midnight() -> None:
    # As of January 31 the end is the midnight that begins February 1: that event is not read.
    # The last day begins with January 31 at 0:00: that event is in; one second earlier is not.
    events = orders(
        datetime(2026, 1, 30, 23, 59, 59),
        datetime(2026, 1, 31, 0, 0, 0),
        datetime(2026, 1, 31, 23, 59, 59),
        datetime(2026, 2, 1, 0, 0, 0),
    )
    assert column(o.Agg("count"), events=events) == [3.0]
    assert column(o.Agg("count", last="1d"), events=events) == [2.0]
    assert column(o.Agg("count", last="24h"), events=events) == [2.0]
    assert column(o.Agg("count", last="1h"), events=events) == [1.0]
    assert column(o.Agg("count", last="1w"), events=events) == [3.0]


def test_recency_and_tenure_count_calendar_days() -> None:
    # 23:59 on the 30th is one day before the 31st, though the end is 24 hours and a minute away.
    events = orders(datetime(2026, 1, 29, 0, 0), datetime(2026, 1, 30, 23, 59))
    assert column(o.Agg("recency"), events=events) == [1.0]
    assert column(o.Agg("tenure"), events=events) == [2.0]
    assert column(o.Agg("active_days"), events=events) == [2.0]
    same_day = orders(datetime(2026, 1, 31, 0, 0), datetime(2026, 1, 31, 23, 59, 59))
    assert column(o.Agg("recency"), events=same_day) == [0.0]
    assert column(o.Agg("active_days"), events=same_day) == [1.0]


def test_days_are_those_of_the_zone() -> None:
    # In Berlin March 29, 2026 has 23 hours: from 23:00 UTC on the 28th to 22:00 UTC on the 29th.
    events = orders(
        datetime(2026, 3, 28, 22, 59, tzinfo=UTC),
        datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 21, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
    )
    options = {"events": events, "as_of": date(2026, 3, 29), "zone": "Europe/Berlin"}
    assert column(o.Agg("count", last="1d"), **options) == [2.0]
    assert column(o.Agg("count", last="24h"), **options) == [3.0]
    assert column(o.Agg("active_days"), **options) == [2.0]


def test_sums_are_rounded_to_six_decimals_each() -> None:
    # 0.0000005 * 1e6 + 0.5 = 1.0, floor 1; -0.0000005 gives floor(0.0) = 0; 0.0000004 gives 0.
    at = datetime(2026, 1, 1)
    assert column(o.Agg("sum", A), events=orders(at, at, a=[5e-7, 5e-7])) == [2e-6]
    assert column(o.Agg("sum", A), events=orders(at, at, a=[-5e-7, 4e-7])) == [0.0]
    assert column(o.Agg("sum", A), events=orders(at, at, at, a=[0.1, 0.2, None])) == [0.3]
    # The mean is the exact sum by the number of present values: 1 / 3.
    mean = column(o.Agg("mean", A), events=orders(at, at, at, at, a=[0, 0, 1, None]))
    assert mean == [0.333333333]


def test_no_events_in_the_window() -> None:
    def of(func: str, arg: o.Expr | None = None) -> o.Value:
        return column(o.Agg(func, arg, last="1d"), events=orders(datetime(2026, 1, 1), a=[3]))[0]

    assert [of("count"), of("active_days"), of("sum", A), of("nunique", A)] == [0.0] * 4
    for func in ("mean", "min", "max", "first", "latest"):
        assert of(func, A) is None
    assert of("share", o.Compare(A, ((">", o.Num(1)),))) is None
    assert of("recency") is None
    assert of("tenure") is None


def test_only_missing_values_in_the_window() -> None:
    events = orders(datetime(2026, 1, 1), a=[None])
    assert column(o.Agg("sum", A), events=events) == [0.0]
    assert column(o.Agg("nunique", A), events=events) == [0.0]
    assert column(o.Agg("mean", A), events=events) == [None]
    assert column(o.Agg("count"), events=events) == [1.0]


def test_first_and_latest_break_ties_by_the_smallest_present_value() -> None:
    early, late = datetime(2026, 1, 1), datetime(2026, 1, 2)
    events = orders(early, early, early, late, late, a=[None, 8, 5, 9, 7], t=[None, *"dcba"])
    assert column(o.Agg("first", A), events=events) == [5.0]
    assert column(o.Agg("latest", A), events=events) == [7.0]
    assert column(o.Agg("first", o.Name("t")), events=events) == ["c"]


def test_share_divides_by_the_known() -> None:
    events = orders(*[datetime(2026, 1, 1)] * 4, a=[1, 2, 3, None])
    large = o.Compare(A, ((">", o.Num(1)),))
    assert column(o.Agg("share", large), events=events) == [0.666666667]
    assert column(o.Agg("count", where=large), events=events) == [2.0]
    assert column(o.Agg("count", where=o.Not(large)), events=events) == [1.0]


LAST_DAY = datetime(2026, 1, 31, 0, 0)


@pytest.mark.parametrize(
    ("at", "half_life", "weight", "twenty"),
    [
        # Calendar days: the last day counts 0, the minute before it 1.
        (datetime(2026, 1, 31, 0, 0), "1d", 1.0, 20.0),
        (datetime(2026, 1, 31, 23, 59), "1d", 1.0, 20.0),
        (datetime(2026, 1, 30, 23, 59), "1d", 0.5, 10.0),
        (datetime(2026, 1, 30, 0, 0), "2d", 0.707107, 14.142136),  # 2 ** -0.5 = 0.7071067812
        (datetime(2026, 1, 24, 12, 0), "1w", 0.5, 10.0),
        (datetime(2026, 1, 17, 12, 0), "1w", 0.25, 5.0),
        (datetime(2022, 1, 31), "4y", 0.5, 10.0),  # 1,461 days
        (datetime(2022, 1, 31), "48m", 0.5, 10.0),
        (datetime(2025, 12, 31), "1m", 0.493636, 9.87272),  # 2 ** -(31 / 30.4375) = 0.4936359968
        # Hours: elapsed up to the end, midnight of February 1.
        (datetime(2026, 1, 31, 0, 0), "24h", 0.5, 10.0),
        (datetime(2026, 1, 31, 12, 0), "12h", 0.5, 10.0),
        (datetime(2026, 1, 30, 12, 0), "24h", 0.353553, 7.071068),  # 2 ** -1.5 = 0.3535533906
        (datetime(2026, 1, 31, 23, 59, 59, 999_999), "1h", 1.0, 20.0),
        # So old that nothing is left at six decimals.
        (datetime(2025, 1, 31), "1d", 0.0, 0.0),
    ],
)
def test_half_lives(at: datetime, half_life: str, weight: float, twenty: float) -> None:
    assert column(o.Agg("count", half_life=half_life), events=orders(at)) == [weight]
    assert column(o.Agg("sum", A, half_life=half_life), events=orders(at, a=[20])) == [twenty]


def test_half_lives_add_up() -> None:
    # Weights 1, 1/2, 1/4: 8 + 2 + 1; the missing value is skipped by the sum, not by the count.
    days = [datetime(2026, 1, day, 9) for day in (31, 30, 29, 31)]
    events = orders(*days, a=[8, 4, 4, None])
    assert column(o.Agg("sum", A, half_life="1d"), events=events) == [11.0]
    assert column(o.Agg("count", half_life="1d"), events=events) == [2.75]
    large = o.Compare(A, ((">", o.Num(4)),))
    assert column(o.Agg("count", None, large, half_life="1d"), events=events) == [1.0]
    assert column(o.Agg("sum", A, half_life="1d"), events=[]) == [0.0]
    # Each product is rounded half up on its own: 0.5 and -0.5 millionths give 1 and 0.
    tiny = orders(datetime(2026, 1, 30), datetime(2026, 1, 30), a=[1e-6, -1e-6])
    assert column(o.Agg("sum", A, half_life="1d"), events=tiny) == [1e-6]


def test_half_lives_in_a_zone() -> None:
    # Berlin lost an hour on March 29, 2026: its midnight is 23 hours before the end, and its
    # day is the as-of day; 22:59 UTC on the 28th is the day before.
    events = orders(datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    options = {"as_of": date(2026, 3, 29), "zone": "Europe/Berlin"}
    assert column(o.Agg("count", half_life="23h"), events=events, **options) == [0.5]
    assert column(o.Agg("count", half_life="1d"), events=events, **options) == [1.0]
    events = orders(datetime(2026, 3, 28, 22, 59, tzinfo=UTC))
    assert column(o.Agg("count", half_life="1d"), events=events, **options) == [0.5]


def test_an_offset_moves_the_as_of_day() -> None:
    events = orders(
        datetime(2026, 1, 10), datetime(2026, 1, 24, 23, 59), datetime(2026, 1, 25), a=[1, 2, 4]
    )

    def of(func: str, arg: o.Expr | None = None, **windows: str) -> o.Value:
        return column(o.Agg(func, arg, **windows), events=events)[0]

    # The end is the midnight of January 25: that event is not read, and the 24th is day 0.
    assert of("count", offset="7d") == 2.0
    assert of("sum", A, offset="7d") == 3.0
    assert of("recency", offset="7d") == 0.0
    assert of("tenure", offset="7d") == 14.0
    assert of("count", last="14d", offset="7d") == 1.0
    assert of("count", last="15d", offset="7d") == 2.0
    assert of("latest", A, offset="1w") == 2.0
    # 14 days are two half-lives; the event on day 0 weighs 1.
    assert of("count", half_life="7d", offset="7d") == 1.25
    # An hour later the end is within the 25th: days 1 and 15 before it.
    assert of("recency", offset="167h") == 0.0
    assert of("tenure", offset="167h") == 15.0
    assert of("recency", offset="30d") is None
    assert of("count", offset="30d") == 0.0
    # Inside the aggregation days are counted from the same day.
    old = o.Compare(o.Call("days_since", (o.Name("at"),)), ((">=", o.Num(14)),))
    assert column(o.Agg("count", None, old, offset="7d"), events=events) == [1.0]
    assert column(o.Agg("count", None, old), events=events) == [1.0]
    older = o.Compare(o.Call("days_since", (o.Name("at"),)), ((">=", o.Num(15)),))
    assert column(o.Agg("count", None, older, offset="7d"), events=events) == [0.0]
    assert column(o.Agg("count", None, older), events=events) == [1.0]


def test_change() -> None:
    # The last week is January 25 to 31, the week before January 18 to 24.
    days = [datetime(2026, 1, day) for day in (17, 18, 24, 25, 31, 30)]
    events = orders(*days, a=[100, -1, -1, 1, 1, 1], b=[None, 5, 3, 1, 3, 5])

    def of(func: str, arg: o.Expr | None = None, span: str = "7d", **options: object) -> o.Value:
        return column(o.Change(o.Agg(func, arg, **options), span), events=events)[0]

    assert of("count") == 0.5  # (3 - 2) / 2
    assert of("sum", A) == 2.5  # (3 - -2) / 2
    assert of("mean", o.Name("b")) == -0.25  # (3 - 4) / 4
    assert of("active_days") == 0.5
    assert of("recency") is None  # the 24th is day 0 of the week before
    assert of("tenure") == 0.0  # 6 days in both
    negative = o.Compare(A, (("<", o.Num(0)),))
    assert of("count", None, where=negative) == -1.0  # (0 - 2) / 2
    assert of("count", None, where=o.Not(negative)) is None  # nothing before
    assert of("mean", A, where=negative) is None  # nothing now
    # 1 + 1 / 2 + 1 / 64 against 1 + 1 / 64.
    assert of("count", None, half_life="1d") == 0.492307692
    assert of("count", None, span="100y") is None


def test_change_is_of_rounded_values() -> None:
    # 4e-10 before is 0 at nine decimals.
    events = orders(datetime(2026, 1, 31), datetime(2026, 1, 30), a=[1, 4e-10])
    assert column(o.Change(o.Agg("min", A), "1d"), events=events) == [None]
    # 1/3 before, rounded; and not rounded itself: 1e-9 / 0.333333333 = 3.000000003e-9.
    change = o.Change(o.Agg("max", A), "1d")
    events = orders(datetime(2026, 1, 31), datetime(2026, 1, 30), a=[1 / 3 + 1e-9, 1 / 3])
    scaled = column(o.Arith("*", o.Num(1_000_000), change), events=events)
    assert scaled == [pytest.approx(0.003, abs=2e-9)]


def test_change_of_months() -> None:
    # As of March 30 the last month begins with February 28, the one before with January 31.
    days = [datetime(2026, 1, 30, 23), datetime(2026, 1, 31), datetime(2026, 2, 27, 23)]
    events = orders(*days, datetime(2026, 2, 28), datetime(2026, 3, 30))
    now = o.Agg("count", last="1m")
    before = o.Agg("count", last="1m", offset="1m")
    options = {"events": events, "as_of": date(2026, 3, 30)}
    assert column(now, **options) == [2.0]
    assert column(before, **options) == [2.0]
    assert column(o.Change(o.Agg("count"), "1m"), **options) == [0.0]


@pytest.mark.parametrize(
    ("values", "middle", "frequent"),
    [
        ([3, 1, 2], 2.0, 1.0),
        ([4, 1, 2, 3], 2.5, 1.0),
        ([5, 5, 1, None, 1, 9], 5.0, 1.0),
        ([7, 9, 9, 7, 9], 9.0, 9.0),
        ([None, 2, float("inf")], 2.0, 2.0),
        ([1e-9, 2e-9], 2e-9, 1e-9),  # 1.5e-9, half up
        ([0.0, -0.0, -1], 0.0, 0.0),
        ([1.5e308, 1.5e308], 1.5e308, 1.5e308),  # their sum is no float
        ([-4, -2], -3.0, -4.0),
        ([None], None, None),
        ([], None, None),
    ],
)
def test_median_and_mode(values: list, middle: float | None, frequent: float | None) -> None:
    events = orders(*[LAST_DAY] * len(values), a=values)
    assert column(o.Agg("median", A), events=events) == [middle]
    assert column(o.Agg("mode", A), events=events) == [frequent]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["b", "a", None, "b"], "b"),
        (["b", "a", "B"], "B"),
        (["é", "z"], "z"),
        ([True, False], False),
        ([True, True, False], True),
        ([date(2026, 1, 2), date(2026, 1, 1)], datetime(2026, 1, 1)),
        ([None, None], None),
    ],
)
def test_mode_of_other_types(values: list, expected: o.Value) -> None:
    events = orders(*[LAST_DAY] * len(values), a=values)
    assert column(o.Agg("mode", A), events=events) == [expected]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], 0.0),
        (["2026-01-26", "2026-01-31"], 1.0),  # Monday and Saturday
        (["2026-01-25", "2026-01-26"], 2.0),  # Sunday and Monday
        (["2025-12-29", "2026-01-01", "2026-01-04"], 1.0),  # a week across the year
        (["2026-01-05", "2026-01-12", "2026-01-12"], 2.0),
    ],
)
def test_active_weeks(days: list[str], expected: float) -> None:
    events = orders(*[datetime.fromisoformat(day) for day in days])
    assert column(o.Agg("active_weeks"), events=events) == [expected]


def test_weeks_are_those_of_the_zone() -> None:
    # 23:30 UTC on Sunday, January 25, is Monday in Berlin and still Sunday in New York.
    sunday = datetime(2026, 1, 25, 23, 30, tzinfo=UTC)
    events = orders(sunday, datetime(2026, 1, 31, 12, tzinfo=UTC))
    for zone, weeks in (("Europe/Berlin", 1.0), ("America/New_York", 2.0)):
        assert column(o.Agg("active_weeks"), events=events, zone=zone) == [weeks]


def test_bands_of_each_event() -> None:
    events = orders(*[LAST_DAY] * 4, a=[1, 2, 3, None])  # bands 1, 1, 2, missing
    assert column(o.Agg("sum", o.Bands(A, (2,))), events=events) == [4.0]
    assert column(o.Agg("mode", o.Bands(A, (2,))), events=events) == [1.0]
