from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seg_jupyter.engine import ranking
from seg_jupyter.engine.counting import counted
from seg_jupyter.engine.distribution import STEPS, Distribution
from seg_jupyter.engine.ranking import distribution, sorted_distribution
from seg_jupyter.engine.selection import Cells, selected

Floats = npt.NDArray[np.float64]
random = np.random.default_rng(20260102)


def with_gaps(values: Floats) -> Floats:
    """A tenth missing, as NaN of both signs."""
    gaps = np.where(random.random(len(values)) < 0.5, math.nan, -math.nan)
    return np.where(random.random(len(values)) < 0.1, gaps, values)


WHOLE: dict[str, Floats] = {
    "counts": random.poisson(3, 50_000).astype(float),
    "one value": np.full(20_000, 7.0),
    "negative counts": random.integers(-500, 20, 50_000).astype(float),
    "zeros of both signs": np.where(random.random(20_000) < 0.5, -0.0, random.poisson(1, 20_000)),
    "money": np.round(random.lognormal(3, 1, 50_000), 2),
    "whole at first, money later": np.append(random.poisson(9, 270_000), [0.25]),
    "rare": np.append(np.zeros(300_000), [1.0, 2.0]),
}
ANY: dict[str, Floats] = {
    "money at first, thirds later": np.append(np.round(random.random(270_000), 2), [1 / 3]),
    "too far apart to count": np.append(random.poisson(30, 20_000), [1e12]),
    "too large to be whole": random.poisson(30, 20_000) * 1e300,
    "lognormal": random.lognormal(0, 2, 700_000),
    "normal": random.normal(0, 1, 60_000),
    "far from zero": random.normal(1e9, 1, 60_000),
    "below zero": -random.lognormal(9, 1, 60_000),
    "pareto": random.pareto(0.4, 60_000),
    "cauchy": random.standard_cauchy(60_000),
    "outliers beyond the sample": np.append(random.normal(5, 1, 60_000), [-1e300, 1e300, -0.0, 0]),
    "tiny": random.random(60_000) * 5e-320,
    "some ties": np.where(random.random(60_000) < 0.2, 0, random.normal(0, 1, 60_000)),
    "piles": np.where(random.random(50_000) < 0.6, 0, random.random(50_000)),
    "in order": np.sort(random.normal(0, 1, 60_000)),
}


@pytest.fixture(params=[*WHOLE, *ANY])
def large(request: pytest.FixtureRequest) -> Floats:
    return with_gaps((WHOLE | ANY)[request.param])


def check_counts(found: Distribution, metric: Floats) -> None:
    """Compare with plain counting, and see that little is left out."""
    amounts = Counter(metric[~np.isnan(metric)].tolist())
    ordered = sorted(amounts)
    below = dict(zip(ordered, np.cumsum([0, *(amounts[v] for v in ordered)]), strict=False))
    listed = found.values.tolist()
    assert listed == sorted(set(listed))
    assert {listed[0], listed[-1]} == {ordered[0], ordered[-1]}
    assert found.below.tolist() == [below[v] for v in listed]
    assert found.upto.tolist() == [below[v] + amounts[v] for v in listed]
    assert found.count == amounts.total()
    between = int((found.below[1:] - found.upto[:-1]).max(initial=0))
    assert not between or Fraction(between, found.count) < Fraction(1, STEPS)
    assert not np.signbit(found.values[found.values == 0]).any()


def same(one: Distribution, other: Distribution) -> bool:
    return (
        one.values.tobytes() == other.values.tobytes()
        and one.below.tolist() == other.below.tolist()
        and one.upto.tolist() == other.upto.tolist()
    )


def test_counts_are_exact(large: Floats) -> None:
    check_counts(distribution(large), large)


def test_nothing_is_left_out_of_a_small_population() -> None:
    values = random.lognormal(0, 1, STEPS)
    assert distribution(values).values.tolist() == sorted(values.tolist())


def test_the_order_of_the_rows_changes_nothing(large: Floats) -> None:
    assert same(distribution(large), distribution(random.permutation(large)))


def test_every_way_finds_the_same(large: Floats) -> None:
    by_sorting = sorted_distribution(large)
    others = (counted(large, 1), counted(large, 100), selected(large))
    assert all(same(found, by_sorting) for found in others if found is not None)


@pytest.mark.parametrize("shape", list(WHOLE))
def test_whole_numbers_and_money_are_counted(shape: str) -> None:
    units = 100 if "money" in shape else 1
    assert counted(WHOLE[shape], 1) is None or units == 1
    assert counted(WHOLE[shape], units) is not None


@pytest.mark.parametrize("shape", list(ANY))
def test_other_numbers_are_not(shape: str) -> None:
    assert counted(ANY[shape], 1) is counted(ANY[shape], 100) is None


def test_only_a_part_of_a_large_column_is_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ranking, "sorted_distribution")
    assert distribution(ANY["lognormal"]).count == 700_000


@pytest.mark.parametrize("shape", ["piles", "one value"])
def test_many_equal_values_are_sorted(shape: str) -> None:
    assert selected((WHOLE | ANY)[shape]) is None


numbers = (
    st.floats(allow_infinity=False)
    | st.integers(-300, 300).map(lambda cents: cents / 100)
    | st.sampled_from([0.0, -0.0, 5e-324, -5e-324, 1.7e308, -1.7e308])
)
samples = st.lists(numbers, min_size=1, max_size=40)


@settings(deadline=None)
@given(samples, st.integers(0, 10**6))
@example([-1.7e308, -1e308, 0.0, 1e308, 1.7e308, 1.0], 0)
def test_any_numbers(some: list[float], seed: int) -> None:
    metric = np.random.default_rng(seed).choice(some, 30_000)
    by_sorting = sorted_distribution(metric)
    if by_sorting.count:
        check_counts(by_sorting, metric)
    others: list[Callable[[Floats], Distribution | None]] = [
        lambda metric: counted(metric, 1),
        lambda metric: counted(metric, 100),
        selected,
        distribution,
    ]
    for way in others:
        found = way(metric)
        assert found is None or same(found, by_sorting)


@settings(deadline=None)
@given(samples, samples)
@example([1.0, 2.0, 3.0, 4.0, 5.0], [-2.0, -1.0, 0.0, -0.0, 5e-324, 1e300, math.nan])
@example([-1.0, 2.0, 3.0, 4.0, 5.0], [-2.0, -1e-9, -0.0, 5e-324, 1e300, math.nan])
def test_cells_ascend_with_the_numbers(sample: list[float], asked: list[float]) -> None:
    cells = Cells.of(np.array(sample))
    if cells is None:
        return
    found = cells.find(np.array([*sorted(asked, key=lambda x: (x != x, x)), math.nan]))
    assert (np.diff(found) >= 0).all()
    assert found[0] >= 0
    assert found.tolist().count(cells.count) == sum(x != x for x in asked) + 1
    assert cells.count <= (1 << 18) + 1


@pytest.mark.parametrize("size", [0, 1, 10_000, 600_000])
def test_nobody_present(size: int) -> None:
    found = distribution(np.full(size, np.nan))
    assert (found.count, len(found.values), len(found.below), len(found.upto)) == (0, 0, 0, 0)
