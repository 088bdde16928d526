from __future__ import annotations

import math
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from engine.running import close, compute, days, labels, run, table, values
from seg_jupyter.engine import expressions
from seg_jupyter.errors import SegmentTypeError

PEOPLE = table(
    x=[4.0, -9.0, 0.0, None],
    y=[3.0, 1.0, None, 2.0],
    plan=["gold", "basic", None, "silver"],
    town=["gold", "Bonn", "Ulm", None],
    vip=pd.array([True, False, None, True], dtype="boolean"),
    opted=[True, True, False, False],
    since=days("2020-01-01", "2020-03-01 12:30", None, "2019-12-31 23:59:59"),
    left=days("2020-02-01", None, "2020-03-01", "2019-12-31 23:59:59"),
    signup=["2020-01-01", "2020-03-01T12:30", None, "unknown"],
    empty=[None] * 4,
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # numbers
        ("x + y * 2 - 1", [9.0, -8.0, None, None]),
        ("(x + y) / 2", [3.5, -4.0, None, None]),
        ("-x", [-4.0, 9.0, 0.0, None]),
        ("x * opted", [4.0, -9.0, 0.0, None]),
        ("vip + 1", [2.0, 1.0, None, 2.0]),
        ("abs(x)", [4.0, 9.0, 0.0, None]),
        ("sqrt(x)", [2.0, None, 0.0, None]),
        ("log1p(x)", [math.log(5), None, 0.0, None]),
        ("log1p(x - 5)", [None, None, None, None]),
        ("log1p(-y / y)", [None, None, None, None]),
        ("least(x, y)", [3.0, -9.0, None, None]),
        ("greatest(x, y, 2)", [4.0, 2.0, None, None]),
        ("clip(x, -1, y)", [3.0, -1.0, None, None]),
        ("fill(x, 7)", [4.0, -9.0, 0.0, 7.0]),
        ("fill(x, y)", [4.0, -9.0, 0.0, 2.0]),
        ("missing(x)", [False, False, False, True]),
        ("missing(x / x)", [False, False, True, True]),
        ("missing(x) + missing(y)", [0.0, 0.0, 1.0, 1.0]),
        ("y if x > 0 else -y", [3.0, -1.0, None, None]),
        ("1 if y > 1 else 0", [1.0, 0.0, None, 1.0]),
        ("0.1 + 0.2 + x * 0", [0.3, 0.3, 0.3, None]),
        # comparisons
        ("0 <= x < 5", [True, False, True, None]),
        ("y < x < 5", [True, False, None, None]),
        ("x in [4, -9]", [True, True, False, None]),
        ("x not in [4, 1]", [False, True, True, None]),
        ("not x > 0", [False, True, True, None]),
        ("x > 0 and vip", [True, False, False, None]),
        ("x > 0 or vip", [True, False, None, True]),
        ("vip == opted", [True, False, None, False]),
        ("vip != True", [False, True, None, False]),
        ("vip == 1", [True, False, None, True]),
        ("vip < opted", [False, True, None, False]),
        ("vip in [True]", [True, False, None, True]),
        # text
        ('plan == "gold"', [True, False, None, False]),
        ('plan != "gold"', [False, True, None, True]),
        ('"gold" == plan', [True, False, None, False]),
        ('plan == "lead"', [False, False, None, False]),
        ('plan == "zzz"', [False, False, None, False]),
        ('plan == ""', [False, False, None, False]),
        ("plan == town", [True, False, None, None]),
        ("plan != town", [False, True, None, None]),
        ("plan == plan", [True, True, None, True]),
        ('plan in ["gold", "silver"]', [True, False, None, True]),
        ('plan not in ["gold"]', [False, True, None, True]),
        ('"a" == "b" or x == 0', [False, False, True, None]),
        ('contains(plan, "i")', [False, True, None, True]),
        ('contains(plan, "I")', [False, False, None, False]),
        ('starts_with(plan, "g")', [True, False, None, False]),
        ('ends_with(plan, "er")', [False, False, None, True]),
        ('fill(plan, "none")', ["gold", "basic", "none", "silver"]),
        ("fill(plan, town)", ["gold", "basic", "Ulm", "silver"]),
        ("plan if x > 0 else town", ["gold", "Bonn", "Ulm", None]),
        ('"yes" if vip else "no"', ["yes", "no", None, "yes"]),
        # truth values
        ("fill(vip, False)", [True, False, False, True]),
        ("vip if x > 0 else opted", [True, True, False, None]),
        # dates
        ('since >= "2020-01-01"', [True, True, None, False]),
        ('since == "2020-03-01 12:30"', [False, True, None, False]),
        ('"2020-01-01" <= since < "2020-02-01"', [True, False, None, False]),
        ('since in ["2020-01-01", "2019-12-31 23:59:59"]', [True, False, None, True]),
        ("since < left", [True, None, None, False]),
        ("since != left", [True, None, None, False]),
        ("fill(since, left)", days("2020-01-01", "2020-03-01 12:30", "2020-03-01",
                                   "2019-12-31 23:59:59")),
        ('left if vip else "2030-01-01"', days("2020-02-01", "2030-01-01", None,
                                               "2019-12-31 23:59:59")),
        ("days_since(since)", [30.0, -30.0, None, 31.0]),
        ("days_since(signup)", [30.0, -30.0, None, None]),
        ('signup >= "2020-02-01"', [False, True, None, None]),
        ("since == signup", [True, True, None, None]),
        # columns in which everything is missing
        ("missing(empty)", [True] * 4),
        ("empty + 1", [None] * 4),
        ("empty > 1", [None] * 4),
        ('empty == "gold"', [None] * 4),
        ('contains(empty, "a")', [None] * 4),
        ("fill(empty, x)", [4.0, -9.0, 0.0, None]),
        ("fill(empty, plan)", ["gold", "basic", None, "silver"]),
        ("fill(empty, vip)", [True, False, None, True]),
        ("days_since(empty)", [None] * 4),
        ("not empty", [None] * 4),
        ("plan == empty", [None] * 4),
        ("since == empty", [None] * 4),
    ],
)  # fmt: skip
def test_expressions(expression: str, expected: list[object]) -> None:
    assert close(compute(expression, PEOPLE, as_of="2020-01-31"), expected, within=1.1e-9)


def test_lines_build_on_earlier_lines() -> None:
    result = run("a = x + 1\nb = a * 2\nc = b > 9\nHigh: c\nLow: not c", PEOPLE)
    assert values(result, "b") == [10.0, -16.0, 2.0, None]
    assert labels(result) == ["High", "Low", "Low", "Unassigned"]


def test_a_line_is_stored_to_nine_decimals() -> None:
    assert compute("x / 3", table(x=[1.0])) == [0.333333333]


def test_columns_in_backticks() -> None:
    people = table(**{"days since visit": [1, 100], "class": ["a", "b"], "日付": [1, 2]})
    assert compute("`days since visit` > 90", people) == [False, True]
    assert compute('`class` == "b"', people) == [False, True]
    assert compute("日付 * 2", people) == [2.0, 4.0]


BERLIN = ZoneInfo("Europe/Berlin")
ZONED = table(
    at=pd.Series(days("2021-03-28 01:59", "2021-03-28 03:00", "2021-03-29 00:00"))
    .dt.tz_localize(BERLIN),
    utc=pd.Series(days("2021-03-28 00:59", "2021-03-28 01:30", None)).dt.tz_localize("UTC"),
    naive=days("2021-03-28", "2021-03-28", "2021-03-28"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('at < "2021-03-29"', [True, True, False]),
        ('at >= "2021-03-28T01:00:00Z"', [False, True, True]),
        ('at >= "2021-03-28T03:00:00+02:00"', [False, True, True]),
        # a time that the clock skips is the moment of the skip
        ('at >= "2021-03-28 02:30"', [False, True, True]),
        ('at < "2021-03-28 02:30"', [True, False, False]),
        ("at == utc", [True, False, None]),
        ("days_since(at)", [1.0, 1.0, 0.0]),
        ("days_since(utc)", [1.0, 1.0, None]),
        # a literal is read in the zone of the column beside it
        ('days_since(fill(utc, "2021-03-29T23:30:00-02:00"))', [1.0, 1.0, -1.0]),
        ('days_since(fill(utc, "2021-03-28 00:00"))', [1.0, 1.0, 1.0]),
    ],
)
def test_times_with_a_zone(expression: str, expected: list[object]) -> None:
    assert compute(expression, ZONED, as_of="2021-03-29") == expected


@pytest.mark.parametrize(
    "far", ['"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-12:00"', '"0001-01-01"']
)
def test_the_first_and_the_last_day_of_the_calendar(far: str) -> None:
    assert compute(f"at > {far}", ZONED) == [far.startswith('"0')] * 3
    assert compute(f"missing(fill(utc, {far}))", ZONED) == [False] * 3


@pytest.mark.parametrize(
    "expression",
    ["at > naive", "naive == at", 'naive > "2021-03-28T01:00:00Z"', "fill(at, naive)"],
)
def test_a_time_with_a_zone_beside_one_without(expression: str) -> None:
    with pytest.raises(SegmentTypeError) as caught:
        compute(expression, ZONED)
    assert caught.value.problem == "one of these times has a zone, the other has none"
    assert caught.value.remedy == "Give both a zone, or neither, in the frame."
    assert caught.value.line == 1


def test_times_of_two_zones_are_compared_but_not_mixed() -> None:
    one = pd.Series(pd.to_datetime(["2026-01-01 20:00"])).dt.tz_localize("America/New_York")
    other = pd.Series(pd.to_datetime(["2026-01-02 05:00"])).dt.tz_localize("Asia/Tokyo")
    people = table(a=one, b=other, p=[False])
    assert compute("a > b", people) == [True], "01:00 against 20:00 the day before, in UTC"
    for mixed in ("a if p else b", "fill(a, b)"):
        with pytest.raises(SegmentTypeError, match="these times have different zones") as caught:
            compute(mixed, people)
        assert caught.value.remedy is not None
    same = people.assign(b=other.dt.tz_convert("America/New_York"))
    cell = "x = a if p else b\nn = days_since(x)"
    assert values(run(cell, same, as_of="2026-01-03"), "n") == [2]


def test_a_value_inside_many_fills_is_evaluated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    expression = "x / 2"
    for _ in range(24):
        expression = f"fill({expression}, 1)"
    calls = []
    divide = expressions.missing.arithmetic
    monkeypatch.setattr(
        expressions.missing, "arithmetic", lambda *given: calls.append(1) or divide(*given)
    )
    assert compute(expression, table(x=[4.0, None])) == [2.0, 1.0]
    assert len(calls) == 1
