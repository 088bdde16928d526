from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg_jupyter.analysis.value_sets import (
    EVERY_NUMBER,
    HIGHEST,
    LOWEST,
    ChoiceSet,
    NumberSet,
    Stretch,
    number_set,
    numbers_in,
    whole,
)

POINTS = [n / 2 for n in range(-9, 10)]
TESTS: dict[str, Callable[[float, float], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
cuts = st.tuples(st.sampled_from([-3.0, -1.5, 0.0, 1.0, 2.5, 4.0]), st.integers(0, 1))
ends = cuts | st.sampled_from([LOWEST, HIGHEST])
number_sets = st.builds(
    lambda pairs, missing: numbers_in((Stretch(*sorted(pair)) for pair in pairs), missing),
    st.lists(st.tuples(ends, ends), max_size=4),
    st.booleans(),
)
choice_sets = st.builds(
    ChoiceSet, st.frozensets(st.sampled_from("abc")), st.booleans(), st.booleans()
)


def has(numbers: NumberSet, point: float | None) -> bool:
    """Whether a number is in a set, straight from its stretches."""
    if point is None:
        return numbers.missing
    if numbers.integral and point != int(point):
        return False
    return any(
        (point >= s.low[0] if s.low[1] == 0 else point > s.low[0])
        and (point < s.high[0] if s.high[1] == 0 else point <= s.high[0])
        for s in numbers.stretches
    )


def members(numbers: NumberSet) -> set[float | None]:
    return {point for point in [*POINTS, -1e300, 1e300, None] if has(numbers, point)}


@given(number_sets, number_sets)
def test_sets_of_numbers_are_sets(a: NumberSet, b: NumberSet) -> None:
    assert members(a & b) == members(a) & members(b)
    assert members(a | b) == members(a) | members(b)
    assert members(a - b) == members(a) - members(b)
    assert bool(a) == bool(members(a))
    assert not a - a


@given(number_sets)
def test_stretches_are_sorted_and_apart(numbers: NumberSet) -> None:
    ends = [cut for s in numbers.stretches for cut in (s.low, s.high)]
    assert ends == sorted(set(ends))


@given(number_sets, number_sets)
def test_whole_numbers(a: NumberSet, b: NumberSet) -> None:
    integral = numbers_in(a.stretches, a.missing, integral=True)
    wholes = {p for p in members(a) if p is None or p == int(p)}
    assert members(integral) == wholes
    assert members(integral & b) == wholes & members(b)
    assert members(integral - b) == wholes - members(b)
    assert bool(integral & b) == bool(wholes & members(b))


@pytest.mark.parametrize("operator", TESTS)
def test_what_a_comparison_allows(operator: str) -> None:
    for value in (-1.5, 0.0, 2.0):
        wanted = {p for p in POINTS if TESTS[operator](p, value)}
        assert members(number_set(operator, value)) - {-1e300, 1e300} == wanted
        assert not number_set(operator, value).missing


def test_every_number_is_no_missing_one() -> None:
    assert members(EVERY_NUMBER) == {*POINTS, -1e300, 1e300}


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        (((2.5, 0), (4.5, 0)), ((3, 0), (4, 1))),
        (((2, 1), (4, 0)), ((3, 0), (3, 1))),
        (((2, 0), (4, 1)), ((2, 0), (4, 1))),
        (((-math.inf, 1), (math.inf, 0)), ((-math.inf, 1), (math.inf, 0))),
    ],
)
def test_the_whole_numbers_of_a_stretch(stretch: tuple, expected: tuple) -> None:
    assert whole(Stretch(*stretch)) == Stretch(*expected)


def chosen(choices: ChoiceSet) -> set[str | None]:
    return {v for v in "abcd" if (v in choices.values) != choices.others} | (
        {None} if choices.missing else set()
    )


@given(choice_sets, choice_sets)
def test_sets_of_choices_are_sets(a: ChoiceSet, b: ChoiceSet) -> None:
    assert chosen(a & b) == chosen(a) & chosen(b)
    assert chosen(a - b) == chosen(a) - chosen(b)
    assert bool(a) == bool(chosen(a))
