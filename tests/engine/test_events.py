from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import close, compute, days, run, table, values
from seg_jupyter.engine import events
from seg_jupyter.engine.model import Settings
from seg_jupyter.errors import SegmentDataError

CUSTOMERS = table(id=["ann", "bob", "cem", "dee"])
"""Cem's one event lies after the as-of date; Dee has none."""
EVENTS = table(
    id=["ann", "bob", "ann", "ann", "bob", "cem", "ann", "eve", None],
    at=days(
        "2026-01-10 08:00", "2026-01-31 23:59", "2026-01-25 10:00", "2026-01-25 10:00",
        "2025-11-01", "2026-02-01", "2026-01-10 20:00", "2026-01-01", "2026-01-01",
    ),
    amount=[10.0, 7.5, 30.0, 20.0, None, 99.0, None, 5.0, 5.0],
    kind=["web", "shop", "web", "app", "web", "web", None, "web", "web"],
    paid=pd.array([True, True, None, False, False, True, True, True, True], dtype="boolean"),
    due=days("2026-02-10", None, "2026-02-25", "2026-02-20", "2025-12-01", None, None, None, None),
    text_due=["2026-02-10", "never", "2026-02-25", "2026-02-20", "2025-12-01", None, None, "x", ""],
    nothing=[None] * 9,
)  # fmt: skip
AS_OF = "2026-01-31"


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        ("count()", [4, 2, 0, 0]),
        ("count(amount > 5)", [3, 1, 0, 0]),
        ("count(where=amount > 5)", [3, 1, 0, 0]),
        ("count(not paid)", [1, 1, 0, 0]),
        ("count(nothing)", [0, 0, 0, 0]),
        ('count(kind == "web", last="10d")', [1, 0, 0, 0]),
        ("sum(amount)", [60, 7.5, 0, 0]),
        ("sum(amount, last=\"1d\")", [0, 7.5, 0, 0]),
        ('sum(amount, where=kind == "web")', [40, 0, 0, 0]),
        ("sum(amount * 2 + 1)", [123, 16, 0, 0]),
        ("sum(paid)", [2, 1, 0, 0]),
        ("sum(nothing)", [0, 0, 0, 0]),
        ("mean(amount)", [20, 7.5, None, None]),
        ("mean(amount, where=amount < 25)", [15, 7.5, None, None]),
        ("mean(paid)", [2 / 3, 0.5, None, None]),
        ("mean(nothing)", [None] * 4),
        ("min(amount)", [10, 7.5, None, None]),
        ("max(amount)", [30, 7.5, None, None]),
        ("max(-amount)", [-10, -7.5, None, None]),
        ("min(due)", [*days("2026-02-10", "2025-12-01", None, None)]),
        ("max(due)", [*days("2026-02-25", "2025-12-01", None, None)]),
        ("max(text_due)", [*days("2026-02-25", "2025-12-01", None, None)]),
        ("nunique(amount)", [3, 1, 0, 0]),
        ("nunique(kind)", [2, 2, 0, 0]),
        ("nunique(paid)", [2, 2, 0, 0]),
        ("nunique(due)", [3, 1, 0, 0]),
        ("nunique(nothing)", [0, 0, 0, 0]),
        # Ann's two events of 25 January share their time: the smallest value is taken
        ("first(amount)", [10, 7.5, None, None]),
        ("latest(amount)", [20, 7.5, None, None]),
        ("first(kind)", ["web", "web", None, None]),
        ("latest(kind)", ["app", "shop", None, None]),
        ("first(paid)", [True, False, None, None]),
        ("latest(paid)", [False, True, None, None]),
        ("first(due)", [*days("2026-02-10", "2025-12-01", None, None)]),
        ("latest(due)", [*days("2026-02-20", "2025-12-01", None, None)]),
        ('latest(kind, where=kind == "web")', ["web", "web", None, None]),
        ("latest(amount, where=amount > 1000)", [None] * 4),
        ("latest(kind, where=amount > 1000)", [None] * 4),
        ("latest(paid, where=amount > 1000)", [None] * 4),
        ("latest(due, where=amount > 1000)", [None] * 4),
        ("latest(at)", [*days("2026-01-25 10:00", "2026-01-31 23:59", None, None)]),
        ("share(paid)", [2 / 3, 0.5, None, None]),
        ('share(kind == "web")', [2 / 3, 0.5, None, None]),
        ("share(amount > 15)", [2 / 3, 0, None, None]),
        ("share(nothing)", [None] * 4),
        ("recency()", [6, 0, None, None]),
        ('recency(kind == "web")', [6, 91, None, None]),
        ("recency(last=\"7d\")", [6, 0, None, None]),
        ("recency(last=\"6d\")", [None, 0, None, None]),
        ("tenure()", [21, 91, None, None]),
        ("tenure(paid)", [21, 0, None, None]),
        ("active_days()", [2, 2, 0, 0]),
        ("active_days(paid)", [1, 1, 0, 0]),
        ("median(amount)", [20, 7.5, None, None]),
        ("median(amount, where=amount < 25)", [15, 7.5, None, None]),
        ("median(nothing)", [None] * 4),
        ("mode(kind)", ["web", "shop", None, None]),
        ("mode(amount)", [10, 7.5, None, None]),
        ("mode(paid)", [True, False, None, None]),
        ("mode(due)", [*days("2026-02-10", "2025-12-01", None, None)]),
        ("mode(nothing)", [None] * 4),
        ("active_weeks()", [2, 2, 0, 0]),
        ("active_weeks(paid)", [1, 1, 0, 0]),
        ("active_days(last=\"10d\")", [1, 1, 0, 0]),
        # the window of 30 days ends with 24 January, or with 1 January
        ('count(offset="7d")', [2, 1, 0, 0]),
        ('count(last="1m", offset="7d")', [2, 0, 0, 0]),
        ('count(last="3m", offset="30d")', [0, 1, 0, 0]),
        ('count(last="3m")', [4, 2, 0, 0]),
        ('count(last="1m")', [4, 1, 0, 0]),
        ('count(offset="100y")', [0] * 4),
        # recency and tenure are those of the day that the window ends with
        ('recency(offset="7d")', [14, 84, None, None]),
        ('tenure(offset="7d")', [14, 84, None, None]),
        # days are counted to the same day inside: with 15 of them or more, none of Ann's
        ('count(days_since(at) >= 15, offset="7d")', [0, 1, 0, 0]),
        ('max(days_since(at), offset="7d")', [14, 84, None, None]),
        # (now - before) / |before|
        ('change(count(), "7d")', [None, None, None, None]),
        ('change(count(), "15d")', [2 / 2 - 1, None, None, None]),
        ('change(sum(amount), "15d")', [50 / 10 - 1, None, None, None]),
        ('change(sum(-amount), "15d")', [(-50 + 10) / 10, None, None, None]),
        ('change(mean(amount), "15d")', [25 / 10 - 1, None, None, None]),
        ('change(count(kind == "web"), "15d")', [1 / 1 - 1, None, None, None]),
        ('change(latest(amount), "15d")', [20 / 10 - 1, None, None, None]),
        # half after six days: Ann's events are 21, 6, 6 and 21 days old
        ('count(half_life="6d")', [2 * 0.5 + 2 * 0.5**3.5, 1 + 0.5 ** (91 / 6), 0, 0]),
        ('sum(amount, half_life="6d")', [25 + 10 * 0.5**3.5, 7.5, 0, 0]),
        ('sum(amount, half_life="1m")',
         [50 * 0.5 ** (6 / 30.4375) + 10 * 0.5 ** (21 / 30.4375), 7.5, 0, 0]),
        # the ages of Ann's events are 520, 158, 158 and 508 hours, those of Bob's 1 / 60 and 2208
        ('count(half_life="79h")',
         [2 * 0.25 + 0.5 ** (520 / 79) + 0.5 ** (508 / 79), 0.5 ** (1 / 60 / 79), 0, 0]),
        ('count(half_life="6d", offset="7d")', [2 * 0.5 ** (14 / 6), 0.5 ** (84 / 6), 0, 0]),
        ("fill(recency(), 9999)", [6, 0, 9999, 9999]),
        ("sum(amount) / count()", [15, 3.75, None, None]),
    ],
)  # fmt: skip
def test_aggregations_of_a_small_table(aggregation: str, expected: list[object]) -> None:
    answer = compute(aggregation, CUSTOMERS, EVENTS, id="id", time="at", as_of=AS_OF)
    assert close(answer, expected, within=1.1e-6 if "half_life" in aggregation else 1e-9)


def test_different_values_are_counted_alike_on_a_grid_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cell = "d = active_days()\nw = active_weeks(paid)\nk = nunique(kind)\nn = nunique(amount)"
    options = {"id": "id", "time": "at", "as_of": AS_OF}
    on_a_grid = run(cell, CUSTOMERS, EVENTS, **options)
    monkeypatch.setattr(events, "_LARGEST_GRID", 0)
    in_order = run(cell, CUSTOMERS, EVENTS, **options)
    for name, expected in (("d", [2, 2, 0, 0]), ("w", [1, 1, 0, 0]), ("k", [2, 2, 0, 0])):
        assert values(on_a_grid, name) == values(in_order, name) == expected
    assert values(on_a_grid, "n") == values(in_order, "n") == [3, 1, 0, 0]


def test_no_events_at_all() -> None:
    cell = (
        "n = count()\nspend = sum(amount)\nlast = recency()\nkind = latest(kind)\nm = max(amount)"
    )
    result = run(cell, CUSTOMERS, EVENTS.iloc[:0], id="id", time="at", as_of=AS_OF)
    assert [values(result, name) for name in ("n", "spend")] == [[0] * 4] * 2
    assert [values(result, name) for name in ("last", "kind", "m")] == [[None] * 4] * 3


def test_no_customers_at_all() -> None:
    cell = "n = count()\nspend = sum(amount)\nlast = recency()\nfirst = first(due)"
    result = run(cell, CUSTOMERS.iloc[:0], EVENTS, id="id", time="at", as_of=AS_OF)
    assert [values(result, name) for name in ("n", "spend", "last", "first")] == [[]] * 4


def test_what_is_counted_of_the_events() -> None:
    again = pd.concat([EVENTS, EVENTS.iloc[[0, 0, 5]]])
    result = run("n = count()", CUSTOMERS, again, id="id", time="at", as_of=AS_OF)
    assert values(result, "n") == [6, 2, 0, 0]
    counts = result.facts.events
    assert counts is not None
    assert (counts.rows, counts.read, counts.after_as_of) == (12, 8, 2)
    assert (counts.without_id, counts.of_strangers) == (1, 1)
    assert (counts.without_time, counts.unreadable_time) == (0, 0)
    assert result.facts.duplicates == 2, "the third repeats an event that is not read"


def test_each_event_that_is_not_read_has_one_reason() -> None:
    events = table(
        id=[1, None, None, 9, 9, 2, 1, 1],
        at=[
            "2026-01-05",
            "2026-03-01",
            None,
            "2026-03-01",
            "soon",
            "2026-01-01",
            None,
            "2026-03-01",
        ],
    ).astype({"id": "Int64"})
    people = table(id=[1, 2], out=[False, True])
    result = run(
        "n = count()", people, events, id="id", time="at", as_of=AS_OF,
        settings=Settings(objected="out"),
    )  # fmt: skip
    counts = result.facts.events
    assert counts is not None
    assert (counts.read, counts.without_id, counts.unreadable_time, counts.without_time) == (
        1,
        2,
        1,
        1,
    )
    assert (counts.of_strangers, counts.not_profiled, counts.after_as_of) == (1, 1, 1)
    parts = asdict(counts)
    assert result.facts.duplicates == 0
    assert parts.pop("rows") == sum(parts.values()) == 8


def test_the_as_of_date_is_not_guessed_from_people_who_objected() -> None:
    people = table(id=[1, 2], out=[False, True])
    events = table(id=[1, 2], at=days("2026-01-05", "2026-02-01"), usd=[1.0, np.inf])
    options = {"id": "id", "time": "at", "settings": Settings(objected="out")}
    result = run("r = recency()\ns = sum(usd)", people, events, **options)
    assert str(result.as_of) == "2026-01-05"
    assert values(result, "r") == [0.0, None]
    assert result.facts.infinite == {}


def test_the_first_event_is_not_that_of_someone_who_objected() -> None:
    people = table(id=[1, 2], out=[False, True])
    events = table(id=[1, 2], at=days("2026-01-05", "2026-01-01"))
    options = {"id": "id", "time": "at", "settings": Settings(objected="out")}
    with pytest.raises(SegmentDataError) as caught:
        run("n = count()", people, events, as_of="2026-01-02", **options)
    assert "before the first event, on 2026-01-05" in caught.value.problem


def test_equally_named_columns_of_both_frames_are_counted_apart() -> None:
    people = table(id=[1, 2], a=[np.inf, 1.0])
    events = table(id=[1, 1, 2], at=days(*["2026-01-05"] * 3), a=[np.inf, -np.inf, 1.0])
    result = run("n = a\ns = sum(a)", people, events, id="id", time="at")
    assert result.facts.infinite == {("customers", "a"): 1, ("events", "a"): 2}


def test_times_that_are_missing_or_cannot_be_read() -> None:
    events = table(id=[1, 1, 1, 1], at=["2026-01-01", "2026-01-05", "soon", None])
    result = run("n = count()", events=events)
    assert values(result, "n") == [2]
    counts = result.facts.events
    assert counts is not None
    assert (counts.without_time, counts.unreadable_time, counts.read) == (1, 1, 2)


def test_unreadable_dates_of_a_column_are_counted() -> None:
    result = run("d = max(text_due)", CUSTOMERS, EVENTS, id="id", time="at", as_of=AS_OF)
    assert result.facts.unreadable_dates == {("events", "text_due"): 1}, (
        "of the events that are read"
    )


def spend_of(amounts: list[float]) -> object:
    events = table(id=[1] * len(amounts), at=days("2026-01-01") * len(amounts), amount=amounts)
    return compute("sum(amount)", events=events, id="id")[0]


cents = st.integers(-10_000_000, 10_000_000)


@settings(deadline=None)
@given(st.lists(cents, min_size=1, max_size=50), st.randoms(use_true_random=False))
def test_totals_of_money_are_exact_in_any_order(amounts: list[int], random: Random) -> None:
    shuffled = random.sample(amounts, len(amounts))
    assert spend_of([c / 100 for c in shuffled]) == float(Fraction(sum(amounts), 100))


millionths = st.tuples(st.integers(-(10**12), 10**12), st.floats(-0.4, 0.4))


@settings(deadline=None)
@given(st.lists(millionths, min_size=1, max_size=20))
def test_totals_are_sums_of_whole_millionths(amounts: list[tuple[int, float]]) -> None:
    exact = Fraction(sum(whole for whole, _ in amounts), 10**6)
    assert spend_of([(whole + rest) / 1e6 for whole, rest in amounts]) == float(exact)


def test_values_that_cancel_out_leave_nothing() -> None:
    assert spend_of([0.1] * 10 + [-1.0]) == 0.0
    assert spend_of([1e12, 0.000001, -1e12]) == 0.000001


@pytest.mark.parametrize("function", ["sum", "mean"])
@pytest.mark.parametrize("amounts", [[1e32], [8e31, 8e31], [1.7e308], [-1e32], [6e31, -6e31]])
def test_a_total_that_cannot_be_exact_is_an_error(amounts: list[float], function: str) -> None:
    events = table(id=[1] * len(amounts), at=days("2026-01-01") * len(amounts), amount=amounts)
    with pytest.raises(SegmentDataError) as caught:
        run(f"n = count()\nspend = {function}(amount)", events=events)
    assert caught.value.problem == "this total is too large to be exact"
    assert caught.value.remedy == f"Divide the values first: {function}(x / 1000)."
    assert (caught.value.line, caught.value.column) == (2, 9)


def test_large_totals_are_exact() -> None:
    assert spend_of([2e12, 2e12, 0.000001]) == 4e12
    assert spend_of([4e12, -4e11]) == 3.6e12
    # beyond a word of 64 bits, and back
    assert spend_of([5e12, 0.000001, -5e12]) == 0.000001
    assert spend_of([1e20, 1.5, -1e20, 1e20, -1e20]) == 1.5
    moments = [1767225600000.0, 1767225600001.0, 1767225600002.0]  # in milliseconds since 1970
    events = table(id=[1] * 3, at=days("2026-01-01") * 3, ms=moments)
    assert compute("mean(ms)", events=events, id="id") == [1767225600001.0]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(-(2**38), 2**38), st.integers(0, 60)), min_size=1
    )
)
def test_totals_of_any_size_are_exact(amounts: list[tuple[int, int, int]]) -> None:
    owners = [owner for owner, _, _ in amounts]
    # so few digits that a million times as much is exact in float64
    numbers = [whole * 2**shift for _, whole, shift in amounts]
    events = table(
        id=owners, at=days("2026-01-01") * len(owners), x=[float(number) for number in numbers]
    )
    exact = dict.fromkeys(sorted(set(owners)), 0)
    for owner, number in zip(owners, numbers, strict=True):
        exact[owner] += number
    found = compute("sum(x)", events=events, id="id")
    assert found == pytest.approx(list(map(float, exact.values())), rel=1e-15, abs=0)


def test_one_million_events_of_one_customer() -> None:
    count = 1_000_000
    assert spend_of([0.1] * count) == 100_000.0
