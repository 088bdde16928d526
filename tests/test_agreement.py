"""The product against the naive reference, on random cells and random tables of every kind."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

import comparison
from comparison import (
    Answer,
    DifferenceError,
    answer,
    check_kinds,
    check_reference,
    fitted,
    reference,
)
from oracle import Call, Definition, Expr, Not, Num, Program, Segment, Value
from reduction import smaller
from strategies import KEY, KINDS, TIME, ZONES, Case, cases, future_events, names_in, partitions

EXAMPLES = int(os.environ.get("AGREEMENT_EXAMPLES", "60"))


def examples(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=bool(os.environ.get("CI")),
        phases=[phase for phase in Phase if phase is not Phase.explain],
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
        ],
    )


agreement, properties = examples(EXAMPLES), examples(max(EXAMPLES // 2, 1))
zones = st.sampled_from(ZONES)
kinds = st.sampled_from(KINDS)


def check(case: Case, **options: object) -> None:
    note(case.text)
    comparison.check(case, **options)


@agreement
@given(cases(), st.booleans())
def test_values_and_segments(case: Case, textual_date: bool) -> None:
    check(case, as_of=case.as_of.isoformat() if textual_date else case.as_of)


@agreement
@given(cases(ranked=True))
def test_values_and_segments_with_ranks(case: Case) -> None:
    check(case)


@agreement
@given(zones.flatmap(lambda zone: cases(zone=zone)))
def test_times_with_a_zone(case: Case) -> None:
    check(case)


@agreement
@given(cases(ranked=True, with_events=False), st.booleans())
def test_customers_alone(case: Case, with_id: bool) -> None:
    check(case, id=KEY if with_id else None)


@agreement
@given(cases(ranked=True), kinds)
def test_who_is_not_profiled_is_in_no_fit(case: Case, kind: str) -> None:
    note(case.text)
    agreed = [row["member"] for row in case.customers]
    found = answer(case, fitted(case, kind, consent="member"))
    segments = zip(found.segments, agreed, strict=True)
    assert {segment for segment, yes in segments if not yes} <= {"Not profiled"}
    profiled = replace(case, customers=[row for row in case.customers if row["member"]])
    check_reference(profiled, found.only(agreed))


@properties
@given(cases(ranked=True, left_out=frozenset({"channel"})), kinds)
def test_the_shared_id_may_be_left_out(case: Case, kind: str) -> None:
    note(case.text)
    assert same_frames(fitted(case, kind, id=None), fitted(case, kind))


def same_frames(one: object, other: object) -> bool:
    """Equal in rows, columns, types and, where there is one, in the index."""
    if isinstance(one, pa.Table):
        return isinstance(other, pa.Table) and as_polars(one).equals(as_polars(other))
    if isinstance(one, pl.DataFrame):
        return one.schema == other.schema and one.equals(other)
    pd.testing.assert_frame_equal(one, other)
    return True


def as_polars(table: pa.Table) -> pl.DataFrame:
    """PyArrow holds that NaN is not equal to itself; Polars compares it like a value."""
    return pl.from_arrow(table)


@properties
@given(cases(ranked=True), kinds)
def test_rows_stay_and_inputs_are_not_changed(case: Case, kind: str) -> None:
    note(case.text)
    customers, events = case.customers_frame(kind), case.events_frame(kind)
    names = names_in(customers)
    frame = fitted(case, kind, customers=customers, events=events)
    assert same_frames(customers, case.customers_frame(kind))
    assert same_frames(events, case.events_frame(kind))
    assert same_frames(frame.select(names) if has_select(frame) else frame[names], customers)
    defined = [definition.name for definition in case.program.definitions]
    assert names_in(frame) == [*names, *defined, "segment"]


def has_select(frame: object) -> bool:
    return isinstance(frame, pa.Table | pl.DataFrame)


@properties
@given(cases(ranked=True), st.sampled_from([kind for kind in KINDS if "pandas" in kind]))
def test_segments_are_a_categorical_without_order(case: Case, kind: str) -> None:
    segments = fitted(case, kind)["segment"]
    named = [segment.name for segment in case.program.segments]
    assert list(segments.cat.categories) == [*named, "Unassigned", "Not profiled"]
    assert not segments.cat.ordered


TRUTHS = {True: "Yes", False: "No", None: "Unassigned"}


@agreement
@given(partitions(), kinds)
def test_a_condition_its_negation_and_the_unknown(drawn: tuple[Case, Expr], kind: str) -> None:
    case, condition = drawn
    note(case.text)
    asked = replace(case, program=Program((Definition("holds", condition),)))
    wanted = [outcome.values["holds"] for outcome in reference(asked)]
    assert answer(case, fitted(case, kind)).segments == [TRUTHS[value] for value in wanted]
    # The same three as values: for every row exactly one of them holds.
    ways = {"yes": condition, "no": Not(condition), "unknown": Call("missing", (condition,))}
    split = replace(case, program=Program(tuple(Definition(*way) for way in ways.items())))
    found = answer(split, fitted(split, kind)).values
    three = list(zip(*(found[name] for name in ways), strict=True))
    assert three == [
        (value, None if value is None else not value, value is None) for value in wanted
    ]
    assert all(row.count(True) == 1 for row in three)


def by_id(case: Case, kind: str = "pandas") -> dict[object, tuple[Value, ...]]:
    """The values and the segment of each customer."""
    found = answer(case, fitted(case, kind))
    rows = zip(*found.values.values(), found.segments, strict=True)
    return dict(zip([row[KEY] for row in case.customers], rows, strict=True))


@properties
@given(cases(ranked=True), kinds, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case: Case, kind: str, random: Random) -> None:
    note(case.text)
    customers, events = list(case.customers), list(case.events)
    random.shuffle(customers)
    random.shuffle(events)
    shuffled = replace(case, customers=customers, events=events)
    assert by_id(case, kind) == by_id(shuffled, kind)


@properties
@given(cases(ranked=True), kinds, st.data())
def test_a_later_event_changes_nothing(case: Case, kind: str, data: st.DataObject) -> None:
    assume(case.customers and any(row[TIME] is not None for row in case.events))
    later = data.draw(future_events(case))
    assert case.as_of < later[TIME].date() <= case.as_of + timedelta(days=500)
    grown = replace(case, events=[*case.events, later])
    assert by_id(case, kind) == by_id(grown, kind)


@pytest.mark.parametrize(
    ("values", "segment"), [([1.0000000001], "A"), ([True], "A"), ([None], "A"), ([1.0], "B")]
)
def test_a_difference_between_kinds_is_seen(values: list[Value], segment: str) -> None:
    one, other = Answer({"x": [1.0]}, ["A"]), Answer({"x": values}, [segment])
    check_kinds(one, one, "polars")
    with pytest.raises(DifferenceError):
        check_kinds(one, other, "polars")


@pytest.mark.parametrize(
    ("values", "segment"), [([2.000000003], "A"), ([True], "A"), ([None], "A"), ([2.0], "B")]
)
def test_a_difference_from_the_reference_is_seen(values: list[Value], segment: str) -> None:
    program = Program((Definition("x", Num(2)), Segment("A", None)))
    case = Case(program, None, [{KEY: 1}], [], date(2026, 1, 31))
    check_reference(case, Answer({"x": [2.0]}, ["A"]))
    with pytest.raises(DifferenceError):
        check_reference(case, Answer({"x": values}, [segment]))


@given(cases(ranked=True))
@settings(max_examples=5, deadline=None)
def test_a_case_is_made_smaller_while_it_fails(case: Case) -> None:
    def fails(candidate: Case) -> bool:
        return len(candidate.events) >= 2 and bool(candidate.program.segments)

    assume(fails(case))
    least = smaller(case, fails)
    assert (len(least.program.statements), len(least.events), least.customers) == (1, 2, [])
    assert (least.seed, least.labels, least.odd) == (None, (), False)
