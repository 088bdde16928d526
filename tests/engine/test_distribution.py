from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seg_jupyter.engine import distribution as module
from seg_jupyter.engine.distribution import STEPS, Distribution, distribution

Floats = npt.NDArray[np.float64]
random = np.random.default_rng(20260102)


def with_gaps(values: Floats) -> Floats:
    return np.where(random.random(len(values)) < 0.1, np.nan, values)


LARGE: dict[str, Floats] = {
    "counts": random.poisson(3, 50_000).astype(float),
    "one value": np.full(20_000, 7.0),
    "negative counts": random.integers(-500, 20, 50_000).astype(float),
    "zeros of both signs": np.where(random.random(20_000) < 0.5, -0.0, random.poisson(1, 20_000)),
    "money": np.round(random.lognormal(3, 1, 50_000), 2),
    "whole at first, money later": np.append(random.poisson(9, 270_000), [0.25]),
    "money at first, thirds later": np.append(np.round(random.random(270_000), 2), [1 / 3]),
    "too far apart to count": np.append(random.poisson(3, 20_000), [1e12]),
    "too large to be whole": random.poisson(3, 20_000) * 1e300,
    "rare": np.append(np.zeros(300_000), [1.0, 2.0]),
    "decimals": random.lognormal(0, 2, 50_000),
    "piles among decimals": np.where(random.random(50_000) < 0.6, 0, random.random(50_000)),
}


@pytest.fixture(params=list(LARGE))
def large(request: pytest.FixtureRequest) -> Floats:
    return with_gaps(LARGE[request.param])


def check_counts(found: Distribution, metric: Floats) -> None:
    """Compare with plain counting, and see that little is left out."""
    counted = Counter(metric[~np.isnan(metric)].tolist())
    ordered = sorted(counted)
    below = dict(zip(ordered, np.cumsum([0, *(counted[v] for v in ordered)]), strict=False))
    listed = found.values.tolist()
    assert listed == sorted(set(listed))
    assert {listed[0], listed[-1]} == {ordered[0], ordered[-1]}
    assert found.below.tolist() == [below[v] for v in listed]
    assert found.upto.tolist() == [below[v] + counted[v] for v in listed]
    assert found.count == counted.total()
    between = (found.below[1:] - found.upto[:-1]).max(initial=0)
    assert Fraction(int(between), found.count) < Fraction(1, STEPS) or not between
    assert not np.signbit(found.values[found.values == 0]).any()


def test_counts_are_exact(large: Floats) -> None:
    check_counts(distribution(large), large)


def test_nothing_is_left_out_of_a_small_population() -> None:
    values = random.lognormal(0, 1, STEPS)
    assert distribution(values).values.tolist() == sorted(values.tolist())


def test_the_order_of_the_rows_changes_nothing(large: Floats) -> None:
    one, other = distribution(large), distribution(random.permutation(large))
    assert one.values.tobytes() == other.values.tobytes()
    assert one.below.tolist() == other.below.tolist()
    assert one.upto.tolist() == other.upto.tolist()


def test_counting_finds_what_sorting_finds(large: Floats, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = distribution(large)
    monkeypatch.setattr(module, "_SORTING_IS_AS_FAST", math.inf)
    ordered = distribution(large)
    assert counted.values.tobytes() == ordered.values.tobytes()
    assert counted.below.tolist() == ordered.below.tolist()
    assert counted.upto.tolist() == ordered.upto.tolist()


@pytest.mark.parametrize("shape", ["counts", "one value", "negative counts", "money", "rare"])
def test_whole_numbers_and_money_are_not_sorted(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(module, "_sorted")
    check_counts(distribution(LARGE[shape]), LARGE[shape])


@settings(deadline=None)
@given(
    st.lists(st.integers(-300, 300).map(lambda cents: cents / 100) | st.just(math.nan), min_size=1),
    st.integers(0, 10**6),
)
def test_money(prices: list[float], seed: int) -> None:
    metric = np.random.default_rng(seed).choice(prices, 6_000)
    if not np.isnan(metric).all():
        check_counts(distribution(metric), metric)


@pytest.mark.parametrize("size", [0, 1, 10_000])
def test_nobody_present(size: int) -> None:
    found = distribution(np.full(size, np.nan))
    assert (found.count, len(found.values), len(found.below), len(found.upto)) == (0, 0, 0, 0)
