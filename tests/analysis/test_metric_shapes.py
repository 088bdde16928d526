from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from engine.running import rerun, run, table
from seg_jupyter.analysis.metric_shapes import MetricShape, Spike, joined, metric_shapes
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.model import Settings


def shapes(term: str, people: pd.DataFrame) -> tuple[MetricShape, ...]:
    return metric_shapes(run(f"v = score({term})", people), "v")


def shape(values: object, term: str = "x") -> MetricShape:
    (found,) = shapes(term, table(x=values).astype(float))
    return found


def lognormal(customers: int = 5000, sigma: float = 1.0) -> np.ndarray:
    return np.random.default_rng(5).lognormal(3, sigma, customers)


def counted_again(found: MetricShape, metric: pd.Series, points: np.ndarray) -> None:
    """Check every bar against the rows themselves."""
    seen = 0
    for bar in found.bars:
        low = -np.inf if bar.low is None else bar.low
        high = np.inf if bar.high is None else bar.high
        here = (metric >= low) & (metric < high)
        assert bar.customers == here.sum() >= MIN_CELL
        assert bar.points == pytest.approx(points[here.to_numpy()].mean(), abs=0.11)
        seen += bar.customers
    assert seen == found.known == metric.notna().sum()


@pytest.mark.parametrize("weight", ["", "-2 * ", "0 * "])
def test_bars_against_ranks_of_scipy(weight: str) -> None:
    metric = pd.Series(lognormal())
    metric[::7] = np.nan
    points = (rankdata(metric, nan_policy="omit") - 0.5) / metric.notna().sum() * 100
    found = shape(metric, f"{weight}x")
    counted_again(found, metric, 100 - points if weight.startswith("-") else points)
    assert (found.missing, found.clipped) == (int(metric.isna().sum()), 0)
    assert 6 <= len(found.bars) <= 26


@pytest.mark.parametrize("term", ["minmax(x)", "raw(x)", "x"])
def test_bars_of_other_scales(term: str) -> None:
    metric = pd.Series(np.random.default_rng(1).uniform(3, 97, 2000))
    points = {
        "minmax(x)": (metric - metric.min()) / (metric.max() - metric.min()) * 100,
        "raw(x)": metric,
        "x": (rankdata(metric) - 0.5) / 20,
    }
    counted_again(shape(metric, term), metric, np.asarray(points[term]))


def test_bands_are_one_bar_each() -> None:
    metric = pd.Series(np.repeat([10.0, 50.0, 500.0], [20, 30, 40]))
    found = shape(metric, "bands(x, 30, 90)")
    assert found.whole
    assert [(bar.low, bar.high, bar.customers, bar.points) for bar in found.bars] == [
        (1, 2, 20, 0),
        (2, 3, 30, 50),
        (3, 4, 40, 100),
    ]


def test_whole_numbers_have_a_bar_each_and_the_rare_ones_are_gathered() -> None:
    found = shape([0] * 50 + [1] * 40 + [2] * 3 + [3] * 12 + [4] * 4 + [1_000_003] * 7)
    assert found.whole
    assert [(b.low, b.high, b.customers) for b in found.bars] == [
        (0, 1, 50),
        (1, 2, 40),
        (2, 4, 15),
        (4, None, 11),
    ]
    assert (found.first, found.step, found.steps) == (0, 1, 5)


def test_low_ends_are_gathered_too() -> None:
    found = shape([-9000] * 2 + [-8000] * 9 + [0] * 30 + [1] * 30 + [2] * 30)
    assert found.bars[0].low is None
    assert found.bars[0].customers >= 11


@pytest.mark.parametrize("canary", [987_654.25, -987_654.25, 73.4375, 1e9 + 7])
def test_no_edge_tells_of_a_single_customer(canary: float) -> None:
    rng = np.random.default_rng(2)
    rest = list(rng.normal(50, 5, 400))
    found, other = shape([*rest, canary]), shape([*rest, canary * 3])
    numbers = [x for bar in found.bars for x in (bar.low, bar.high) if x is not None]
    assert all(abs(x) < 72 for x in numbers)
    # how far away the one customer is changes nothing but its side
    assert [(b.low, b.high, b.customers) for b in found.bars] == [
        (b.low, b.high, b.customers) for b in other.bars
    ]


def test_a_long_tail_is_cut_and_a_short_one_is_not() -> None:
    values = lognormal(sigma=1.5)
    found = shape(values)
    last = found.bars[-1]
    assert last.high is None
    assert last.low is not None
    assert last.customers == (values >= last.low).sum() >= 0.05 * len(values) * 0.9
    even = shape(np.linspace(0, 99.9, 3000))
    assert (even.bars[0].low, even.bars[-1].high) == (0, 100)


def test_a_spike_is_named_with_its_points() -> None:
    values = np.where(np.arange(5000) % 5 < 3, 0, lognormal())
    found = shape(values, "-x")
    assert found.spike == Spike(0, 3000, pytest.approx(70), alone=False)
    assert shape(lognormal()).spike is None
    # nothing but the spike lies between the quantiles
    rare = shape([0.0] * 4900 + list(lognormal(100)))
    assert rare.spike is not None
    assert len(rare.bars) > 3


@pytest.mark.parametrize("beside", [0, 1, 9, 10])
def test_a_spike_and_its_bar_do_not_tell_of_the_few_beside_it(beside: int) -> None:
    values = [0.0] * 300 + [0.5] * beside + [10.5 + i / 4 for i in range(200)]
    found = shape(values)
    assert found.spike is not None
    bar = found.bars[0]
    assert (bar.low, bar.customers) == (0, 300 + beside)
    assert found.spike.about == (0 < beside < MIN_CELL)
    assert bar.customers - found.spike.customers in (0, 10)
    points = bar.points if found.spike.about else 150 / len(values) * 100
    assert found.spike.points == pytest.approx(points)


def test_one_value_for_all_or_nearly_all_has_no_bars() -> None:
    everybody = shape([4.0] * 30)
    assert everybody.spike == Spike(4, 30, 50, alone=True)
    nearly = shape([4.0] * 100 + [5.0, 77.0])
    # their number and their points would tell how many the others are
    assert nearly.spike == Spike(4, 102, pytest.approx(50), alone=True, about=True)
    assert everybody.bars == nearly.bars == ()
    assert everybody.steps == 0


@pytest.mark.parametrize("customers", [0, 1, 19])
def test_few_customers_have_no_bars(customers: int) -> None:
    found = shape([*range(customers), *[None] * 30])
    assert (found.bars, found.spike) == ((), None)
    assert (found.known, found.missing) == (customers, 30)


def test_numbers_that_are_too_large_for_an_axis() -> None:
    assert shape(np.linspace(-1, 1, 50) * 1.7e308).bars == ()
    assert shape(np.linspace(-1, 1, 50) * 1e299).bars


@pytest.mark.parametrize("middle", [0.0, 2.5, -2.5])
def test_two_values_of_twenty_that_are_alike_in_the_middle(middle: float) -> None:
    around = np.arange(1, 10) / 8
    found = shape([*(middle - around), middle, middle, *(middle + around)])
    assert sum(bar.customers for bar in found.bars) == 20


def test_a_value_beside_few_others() -> None:
    found = shape([1.0] * 15 + [1.5] * 30 + [1.25] * 2)
    assert found.bars == ()
    assert found.spike == Spike(1.5, 30, pytest.approx((17 + 15) / 0.47), alone=True)


def test_whoever_is_not_profiled_is_in_no_bar() -> None:
    people = table(x=[1.0, 2.0] * 20 + [99.0] * 40, ok=[True] * 40 + [False] * 40)
    result = run("v = score(x)", people, settings=Settings(consent="ok"))
    (found,) = metric_shapes(result, "v")
    assert [(b.low, b.customers) for b in found.bars] == [(1, 20), (2, 20)]
    assert found.missing == 0


def test_others_on_a_fitted_scale() -> None:
    model = run("v = score(x, minmax(x))", table(x=np.arange(100.0))).model
    values = pd.Series(np.arange(0, 200.0))
    found = metric_shapes(rerun(model, table(x=values)), "v")
    for each, points in zip(found, (values + 0.5, values / 99 * 100), strict=True):
        assert each.clipped == 100
        counted_again(each, values, np.minimum(points, points[99]).to_numpy())


def test_several_metrics_and_the_score_that_was_asked_for() -> None:
    people = table(x=range(50), y=range(50, 100))
    result = run("a = score(x)\nb = score(2 * y, -a)", people)
    assert [s.term.label for s in metric_shapes(result, "b")] == ["y", "a"]
    assert [s.term.weight for s in metric_shapes(result, "b")] == [2, -1]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20), st.integers(1, 12))
def test_joined_counts_are_large_enough_and_lose_nobody(counts: list[int], least: int) -> None:
    groups = joined(counts, least)
    assert [place for group in groups for place in range(*group)] == list(range(len(counts)))
    sizes = [sum(counts[a:b]) for a, b in groups]
    assert len(sizes) == 1 or all(not size or size >= least for size in sizes)
    for a, b in groups:
        if b - a > 1:
            assert any(0 < count < least for count in counts[a:b])


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.floats(allow_nan=False, allow_infinity=False),
            st.integers(-50, 50).map(float),
        ),
        min_size=20,
        max_size=60,
    )
)
def test_whatever_the_values_every_bar_is_large_and_all_are_counted(
    values: list[float | None],
) -> None:
    found = shape(values)
    if found.bars:
        assert sum(bar.customers for bar in found.bars) == found.known
        assert all(bar.customers >= MIN_CELL for bar in found.bars)
        assert all(0 <= bar.points <= 100 + 1e-9 for bar in found.bars)
        for one, other in itertools.pairwise(found.bars):
            assert one.high is not None
            assert other.low is not None
            assert one.high <= other.low
