"""Digits by cuts: bands that are written out, tiles that are fitted."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import compute, rerun, run, table, values
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.steps import StepScale, digits, fit_cuts

numbers = st.integers(-20, 20).map(lambda n: n / 4)


def smallest_with_share(present: list[float], share: Fraction) -> float:
    """The smallest value v with P(X <= v) at least the share, by counting."""
    return min(v for v in present if Fraction(sum(x <= v for x in present), len(present)) >= share)


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=40), st.integers(2, 12))
def test_cuts_are_the_smallest_values_with_their_share(present: list[float], count: int) -> None:
    expected = [smallest_with_share(present, Fraction(k, count)) for k in range(1, count)]
    cuts = fit_cuts(np.array(present), count)
    assert (cuts.values.tolist(), cuts.count) == (expected, len(present))


@settings(deadline=None)
@given(st.lists(st.none() | numbers, max_size=30), st.lists(numbers, unique=True, min_size=1))
def test_a_digit_counts_the_cuts_below(column: list[float | None], cuts: list[float]) -> None:
    cuts = sorted(cuts)
    found = digits(np.array(column, np.float64), np.array(cuts))
    expected = [np.nan if x is None else 1.0 + sum(cut < x for cut in cuts) for x in column]
    assert np.array_equal(found, expected, equal_nan=True)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("bands(x, 2, 4)", [1, 1, 2, 2, 3, None]),
        ("bands(x, 3.5)", [1, 1, 1, 2, 2, None]),
        ("bands(x / 10, 0.1, 0.3)", [1, 2, 2, 3, 3, None]),  # 0.3 is 3 / 10
        ("bands(x, -1, 0)", [3, 3, 3, 3, 3, None]),
        ("tile(x, 5)", [1, 2, 3, 4, 5, None]),
        ("tile(-x, 5)", [5, 4, 3, 2, 1, None]),
        ("tile(x, 2)", [1, 1, 1, 2, 2, None]),
        ("tile(x, 100)", [1, 21, 41, 61, 81, None]),
        ("tile(x > 2, 4)", [1, 1, 2, 2, 2, None]),
        ("tile(x * 0, 4)", [1, 1, 1, 1, 1, None]),
        ("tile(x / 0, 4)", [None] * 6),
        ("tile(tile(x, 5), 2)", [1, 1, 1, 2, 2, None]),
        ("tile(x, 5) + 1", [2, 3, 4, 5, 6, None]),
        ("tile(x, 5) >= 4", [False, False, False, True, True, None]),
        # steps are spread evenly, and turned round by a negative weight
        ("score(tile(x, 5))", [0, 25, 50, 75, 100, None]),
        ("score(-tile(x, 5))", [100, 75, 50, 25, 0, None]),
        ("score(bands(x, 2, 4))", [0, 0, 50, 50, 100, None]),
        ("score(raw(tile(x, 5)))", [1, 2, 3, 4, 5, None]),
        ("score(minmax(tile(x, 3)))", [0, 0, 50, 50, 100, None]),
    ],
)
def test_bands_and_tiles_of_a_small_table(expression: str, expected: list[object]) -> None:
    people = table(x=[1.0, 2.0, 3.0, 4.0, 5.0, None])
    assert compute(expression, people) == expected


def test_equal_values_share_a_digit_and_digits_may_stay_empty() -> None:
    people = table(x=[0.0] * 6 + [1.0, 2.0, 3.0, 4.0])
    assert compute("tile(x, 5)", people) == [1] * 6 + [4, 4, 5, 5]


def test_a_name_keeps_the_steps_of_its_line() -> None:
    cell = "f = tile(x, 3)\ng = f + 0\nv = score(f)\nw = score(g)"
    result = run(cell, table(x=[1.0, 2.0, 3.0]))
    assert values(result, "v") == [0, 50, 100]
    assert values(result, "w") == pytest.approx([100 / 6, 50, 500 / 6])


def test_others_are_cut_where_the_customers_of_the_fit_were() -> None:
    cell = "f = tile(x, 5)\nv = score(f)\nTop: f == 5"
    model = run(cell, table(x=[1.0, 2.0, 3.0, 4.0, 5.0])).model
    later = rerun(model, table(x=[4.0, 4.5, 1e9, -1e9, None]))
    assert values(later, "f") == [4, 5, 5, 1, None]
    assert values(later, "v") == [75, 100, 100, 0, None]
    assert values(later, "segment") == ["Unassigned", "Top", "Top", "Unassigned", "Unassigned"]
    assert not any(term.clipped or term.constant for term in later.facts.terms)


def test_cuts_are_those_of_people_who_are_profiled() -> None:
    people = table(x=[1.0, 2.0, 3.0, 4.0, 100.0, 200.0], out=[False] * 4 + [True] * 2)
    result = run("f = tile(x, 2)", people, settings=Settings(objected="out"))
    assert values(result, "f") == [1, 1, 2, 2, None, None]


def test_a_fit_without_values_leaves_everybody_without_a_digit() -> None:
    model = run("f = tile(x, 3)\nv = score(f)", table(x=[1.0]).iloc[:0]).model
    assert [(cuts.values.tolist(), cuts.count) for cuts in model.tiles] == [([], 0)]
    later = rerun(model, table(x=[1.0]))
    assert (values(later, "f"), values(later, "v")) == ([None], [None])


def test_a_digit_is_never_outside_its_steps() -> None:
    assert not StepScale(3).outside(np.array([1.0, 3.0, np.nan])).any()
