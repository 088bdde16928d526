from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import (
    RANK_ERROR,
    MinMaxScale,
    RankScale,
    RawScale,
    fit_minmax,
    fit_rank,
)

Floats = npt.NDArray[np.float64]
MOST_KNOTS = 1_100
SLACK = 1e-9
"""For the rounding of float64."""


def exact(values: Floats) -> Floats:
    """The mid-rank percentile of each value among all."""
    return (rankdata(values, method="average") - 0.5) / len(values) * 100


def percentile(fitted: Sequence[float], value: float) -> float:
    """Count below plus half the count equal, in percent, by plain Python on sorted values."""
    low, high = bisect_left(fitted, value), bisect_right(fitted, value)
    return (low + high) / 2 / len(fitted) * 100


def floats(values: Sequence[float | None]) -> Floats:
    return np.array([math.nan if value is None else value for value in values], np.float64)


random = np.random.default_rng(20260101)
SHAPES: dict[str, Floats] = {
    "60 % zeros": np.where(random.random(20_000) < 0.6, 0.0, random.gamma(1, 50, 20_000)),
    "lognormal": random.lognormal(3, 2, 20_000),
    "pareto": random.pareto(0.6, 20_000),
    "cauchy": random.standard_cauchy(20_000),
    "poisson": random.poisson(3, 20_000).astype(float),
    "money": np.round(random.lognormal(3, 1, 20_000), 2),
    "uniform": random.random(20_000),
    "negatives": random.normal(-1000, 10, 20_000),
    "two clusters": np.r_[random.normal(0, 1e-6, 10_000), random.normal(1e6, 1, 10_000)],
    "geometric": np.repeat(1.01 ** np.arange(10_000.0), 2),
    "doubling": 2.0 ** np.arange(-28, 1000),
    "ties of 0.09 %": np.repeat(2.0 ** np.arange(-28, 983), 9)[:10_000],
    "ties of 0.11 %": np.repeat(2.0 ** np.arange(-28, 881), 11)[:10_000],
    "ties of 0.21 %": np.repeat(2.0 ** np.arange(-28, 448), 21)[:10_000],
    "extremes": np.r_[-1.7e308, 1.7e308, random.normal(0, 1, 5_000), -1e300, 1e300],
    "1 value": np.array([7.0]),
    "2 values": np.array([3.0, -1.0]),
    "constant": np.full(1_000, 4.25),
    "3 values": np.array([0.0, 1.0, 1.0]),
    "all but one": np.r_[np.zeros(9_999), 1.0],
}


@pytest.fixture(params=list(SHAPES))
def shape(request: pytest.FixtureRequest) -> Floats:
    return round9(SHAPES[request.param])


def test_every_fitted_value_is_within_the_promised_error(shape: Floats) -> None:
    scale = fit_rank(shape)
    assert np.abs(scale.apply(shape) - exact(shape)).max() <= RANK_ERROR + SLACK
    assert scale.count == len(shape)
    assert not scale.outside(shape).any()


def test_knots_are_few_and_exact(shape: Floats) -> None:
    scale = fit_rank(shape)
    assert 1 <= len(scale.values) < MOST_KNOTS
    ordered = sorted(shape.tolist())
    wanted = [percentile(ordered, value) for value in scale.values.tolist()]
    assert np.abs(scale.apply(scale.values) - wanted).max() <= SLACK
    assert scale.below.tolist() == [bisect_left(ordered, v) for v in scale.values.tolist()]
    assert scale.upto.tolist() == [bisect_right(ordered, v) for v in scale.values.tolist()]


def test_new_values_between_the_fitted_ones(shape: Floats) -> None:
    ordered = np.unique(shape)
    between = ordered[:-1] / 2 + ordered[1:] / 2
    scale = fit_rank(shape)
    everything = sorted(shape.tolist())
    wanted = np.array([percentile(everything, value) for value in between.tolist()])
    assert (np.abs(scale.apply(between) - wanted) <= RANK_ERROR + SLACK).all()


def test_a_million_values() -> None:
    million = round9(np.random.default_rng(7).lognormal(0, 2, 1_000_000))
    scale = fit_rank(million)
    assert np.abs(scale.apply(million) - exact(million)).max() <= RANK_ERROR + SLACK
    assert len(scale.values) < MOST_KNOTS


numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-3, 3).map(float),
    st.floats(-1, 1),
    st.sampled_from([1.7e308, -1.7e308, 1.797e308, 1e-9, -1e-9, 4e6, 0.0]),
)
populations = st.lists(numbers, min_size=1, max_size=60)


def repeated(spread: list[tuple[float, int]]) -> list[float]:
    return [value for value, count in spread for _ in range(count)]


crowds = st.lists(st.tuples(numbers, st.integers(1, 40)), min_size=1, max_size=60).map(repeated)


@settings(deadline=None)
@given(populations | crowds, st.lists(numbers, max_size=20))
@example([-1.7e308, 0.0, 1.7e308], [1e308, -1e308])
@example([5e-324, 1e-323, 0.0], [])
def test_rank_scales_keep_their_promise(population: list[float], new: list[float]) -> None:
    fitted = round9(floats(population))
    scale = fit_rank(fitted)
    ordered = sorted(fitted.tolist())
    asked = np.unique(np.r_[fitted, round9(floats(new))])
    scaled = scale.apply(asked)
    assert (np.diff(scaled) >= -SLACK).all(), "monotone"
    assert ((scaled >= 0) & (scaled <= 100)).all()
    inside = asked[(asked >= ordered[0]) & (asked <= ordered[-1])]
    wanted = np.array([percentile(ordered, value) for value in inside.tolist()])
    assert np.abs(scale.apply(inside) - wanted).max() <= RANK_ERROR + SLACK
    at_knots = np.array([percentile(ordered, value) for value in scale.values.tolist()])
    assert np.abs(scale.apply(scale.values) - at_knots).max() <= SLACK


def mixture(seed: int, size: int, sigma: float, decimals: int, zeros: float) -> Floats:
    """So many customers that most values are no knots: a heavy tail, ties and a pile at zero."""
    draw = np.random.default_rng(seed)
    spread = np.round(draw.lognormal(0, sigma, size) * draw.choice([1, -1], size), decimals)
    return round9(np.where(draw.random(size) < zeros, 0.0, spread))


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        mixture,
        st.integers(0, 10**6),
        st.integers(1_500, 6_000),
        st.floats(0.01, 6),
        st.integers(0, 8),
        st.sampled_from([0.0, 0.3, 0.95]),
    ),
    st.integers(0, 10**6),
)
def test_large_populations(population: Floats, seed: int) -> None:
    scale = fit_rank(population)
    assert np.abs(scale.apply(population) - exact(population)).max() <= RANK_ERROR + SLACK
    assert len(scale.values) < min(MOST_KNOTS, len(population))
    draw = np.random.default_rng(seed)
    new = np.sort(draw.uniform(population.min(), population.max(), 500))
    near = round9(np.sort(draw.choice(population, 500)) + draw.normal(0, 0.01, 500))
    ordered = sorted(population.tolist())
    for asked in (new, np.clip(near, ordered[0], ordered[-1])):
        wanted = np.array([percentile(ordered, value) for value in asked.tolist()])
        assert np.abs(scale.apply(asked) - wanted).max() <= RANK_ERROR + SLACK
        assert (np.diff(scale.apply(np.sort(asked))) >= -SLACK).all(), "monotone"


@settings(deadline=None)
@given(crowds)
def test_the_order_of_the_customers_changes_no_knot(population: list[float]) -> None:
    forwards, backwards = fit_rank(floats(population)), fit_rank(floats(population[::-1]))
    assert forwards.values.tolist() == backwards.values.tolist()
    assert forwards.below.tolist() == backwards.below.tolist()
    assert forwards.upto.tolist() == backwards.upto.tolist()


@pytest.mark.parametrize("scale", [fit_rank, fit_minmax])
@pytest.mark.parametrize("population", [[], [None], [None, None]])
def test_nobody_to_fit_on_scales_nothing(
    scale: Callable[[Floats], RankScale | MinMaxScale], population: list[None]
) -> None:
    fitted = scale(floats(population))
    assert np.isnan(fitted.apply(floats([1.0, None]))).all()
    assert not fitted.outside(floats([1.0, None])).any()
    assert not fitted.constant


@pytest.mark.parametrize(
    "scale", [fit_rank(floats([2.0, 2.0, None])), fit_minmax(floats([2.0, 2.0, None]))]
)
def test_a_constant_metric_scales_to_50(scale: RankScale | MinMaxScale) -> None:
    assert scale.constant
    assert scale.apply(floats([2.0, 1.0, 9.0])).tolist() == [50.0] * 3
    assert math.isnan(scale.apply(floats([None]))[0])
    assert scale.outside(floats([2.0, 1.0, 9.0, None])).tolist() == [False, True, True, False]


def test_values_outside_the_fitted_range_are_clipped() -> None:
    scale = fit_rank(floats([1.0, 2.0, 3.0, 4.0]))
    assert scale.apply(floats([-1e300, 1.0, 4.0, 99.0])).tolist() == [12.5, 12.5, 87.5, 87.5]
    assert scale.outside(floats([0.999, 1.0, 4.0, 4.001])).tolist() == [True, False, False, True]


@settings(deadline=None)
@given(populations, numbers)
@example([0.0, 5e-324], 5e-324)
@example([-1.7e308, 1.7e308], 0.0)
def test_minmax_by_its_formula(population: list[float], asked: float) -> None:
    # a scale is given rounded values only, so that no difference is too small to halve
    *fitted, new = round9(floats([*population, asked])).tolist()
    scale = fit_minmax(floats([*fitted, None]))
    low, high, x = Fraction(min(fitted)), Fraction(max(fitted)), Fraction(new)
    wanted = 50 if low == high else (min(max(x, low), high) - low) / (high - low) * 100
    (scaled,) = scale.apply(floats([new])).tolist()
    assert math.isclose(scaled, wanted, abs_tol=1e-9)
    assert scale.outside(floats([new])).tolist() == [x < low or x > high]


def test_minmax_of_a_small_table() -> None:
    scale = fit_minmax(floats([10.0, 20.0, None, 50.0]))
    assert scale.apply(floats([10.0, 20.0, 50.0, 0.0, 60.0])).tolist() == [0, 25, 100, 0, 100]
    assert scale.apply(floats([-1.7e308, 1.7e308])).tolist() == [0, 100]
    assert fit_minmax(floats([-1.7e308, 0, 1.7e308])).apply(floats([0.0])).tolist() == [50]


def test_raw_values_stay_and_are_clipped_to_0_and_100() -> None:
    scale = RawScale()
    given_values = floats([0.0, 12.5, 100.0, -1.0, 101.0, None])
    assert scale.apply(given_values)[:5].tolist() == [0, 12.5, 100, 0, 100]
    assert np.isnan(scale.apply(given_values)[5])
    assert scale.outside(given_values).tolist() == [False, False, False, True, True, False]
    assert not scale.constant


def test_a_metric_is_rounded_before_it_is_scaled() -> None:
    noisy = round9(floats([0.1 + 0.2, 0.3, 5e-324, 0.0]))
    assert noisy.tolist() == [0.3, 0.3, 0.0, 0.0]
    assert fit_rank(noisy).apply(noisy).tolist() == [75, 75, 25, 25]


def test_even_a_staircase_made_to_need_many_knots_keeps_the_promise() -> None:
    steps = np.cumsum(np.tile(np.r_[np.full(6, 1e-6), 1e6], 800))
    population = np.repeat(steps, 1 + np.arange(len(steps)) % 2)
    scale = fit_rank(population)
    assert np.abs(scale.apply(population) - exact(population)).max() <= RANK_ERROR + SLACK
    assert len(scale.values) < 2_000
