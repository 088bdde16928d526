from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seg_jupyter.engine.distribution import Distribution
from seg_jupyter.engine.knots import choose_knots
from seg_jupyter.engine.ranking import distribution

random = np.random.default_rng(20260103)


def farthest(known: Distribution, knots: list[int]) -> float:
    """How far, in points, the line through the knots is from any share, by plain interpolation."""
    worst = 0.0
    for first, last in pairwise(knots):
        ends = known.values[[first, last]]
        shares = known.upto[first], known.below[last]
        inner = slice(first + 1, last)
        line = np.interp(known.values[inner], ends, shares)
        for side in (known.below, known.upto):
            worst = max(worst, np.abs(line - side[inner]).max(initial=0))
    return worst / known.count * 100


populations = st.lists(
    st.tuples(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), st.integers(1, 300)),
    min_size=1,
    max_size=200,
).map(lambda crowd: np.repeat([v for v, _ in crowd], [n for _, n in crowd]))


@settings(deadline=None)
@given(populations, st.sampled_from([0.1, 0.5, 5.0]))
def test_lines_pass_near_every_share(population: np.ndarray, error: float) -> None:
    known = distribution(population)
    knots = choose_knots(known, error).tolist()
    assert knots == sorted(set(knots))
    assert {knots[0], knots[-1]} == {0, len(known.values) - 1}
    assert farthest(known, knots) <= error + 1e-9


@pytest.mark.parametrize("shape", [random.lognormal(0, 2, 200_000), random.normal(0, 1, 200_000)])
def test_what_the_distribution_leaves_out_is_allowed_for(shape: np.ndarray) -> None:
    values, counts = np.unique(shape, return_counts=True)
    upto = np.cumsum(counts)
    whole = Distribution(values, upto - counts, upto)
    known = distribution(shape)
    kept = known.values[choose_knots(known, 0.1)]
    assert len(known.values) < len(values) / 10
    assert farthest(whole, np.searchsorted(values, kept).tolist()) <= 0.1 + 1e-9


def test_a_coarser_error_keeps_fewer_knots() -> None:
    known = distribution(random.lognormal(3, 2, 20_000))
    knots = {error: len(choose_knots(known, error)) for error in (0.1, 1.0, 10.0)}
    assert knots[0.1] > knots[1.0] > knots[10.0] >= 3


def test_a_straight_distribution_needs_two() -> None:
    assert choose_knots(distribution(np.arange(5_000.0)), 0.1).tolist() == [0, 4_999]


def test_crowded_values_are_knots() -> None:
    known = distribution(np.repeat([0.0, 1.0, 2.0, 3.0, 4.0], [900, 1, 3, 1, 95]))
    assert choose_knots(known, 0.1).tolist() == [0, 2, 4]
