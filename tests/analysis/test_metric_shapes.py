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


def counted_again(
    found: MetricShape, metric: pd.Series, points: np.ndarray, error: float = 0.16
) -> None:
    """Check every bar against the rows themselves: 0.1 is the scale's error, the rest rounding."""
    seen = 0
    for bar in found.bars:
        low = -np.inf if bar.low is None else bar.low
        high = np.inf if bar.high is None else bar.high
        here = (metric >= low) & (metric < high)
        assert bar.customers == here.sum() >= MIN_CELL
        assert bar.points == pytest.approx(points[here.to_numpy()].mean(), abs=error)
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
        # its ends are rounded to 0 and 100
        "minmax(x)": metric,
        "raw(x)": metric,
        "x": (rankdata(metric) - 0.5) / 20,
    }
    error = 0.51 if term == "minmax(x)" else 0.16
    counted_again(shape(metric, term), metric, np.asarray(points[term]), error)


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
    assert found.spike is not None
    bar = next(bar for bar in found.bars if bar.holds(0))
    beside = found.spike.beside
    assert found.spike == Spike(0, 3000, pytest.approx(70), alone=False, beside=beside)
    others = bar.customers - 3000
    # those above zero come first in the order of a negative weight
    assert beside == pytest.approx(40 - others / 100, abs=0.16)
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
    assert found.spike.points == pytest.approx(points, abs=0.06)


def test_a_spike_does_not_tell_how_its_bar_is_parted_by_it() -> None:
    # 14 others are enough, 6 below and 8 above are not: the spike's own points would tell
    found = shape([0.2] * 6 + [0.3] * 300 + [0.4] * 8 + [10.5 + i / 4 for i in range(200)])
    assert found.spike is not None
    assert (found.spike.about, found.spike.customers) == (True, 314)
    assert found.spike.points == found.bars[0].points
    # so it is where no bars are drawn
    alone = shape([1.0] * 7 + [1.5] * 30 + [2.0] * 8)
    assert alone.spike == Spike(1.5, 45, 50, alone=True, about=True)


def test_the_others_beside_a_spike_have_points_of_their_own() -> None:
    found = shape([0.0] * 300 + [0.5] * 40 + [10.5 + i / 4 for i in range(200)], "raw(x)")
    assert found.spike is not None
    assert (found.spike.points, found.spike.beside) == (0, 0.5)


LEAST_WHOLE = [-98_765.0, *[v for v in range(5) for _ in range(60)], 987_654.0]


def test_the_ends_of_a_scale_are_not_told_by_its_points() -> None:
    found = shape(LEAST_WHOLE, "minmax(x)")
    other = shape([-98_000.0, *LEAST_WHOLE[1:-1], 951_234.0], "minmax(x)")
    assert found.ends == other.ends == (-100_000, 1_000_000)
    # whoever is at the ends, all that is shown is the same
    assert found.bars == other.bars
    assert all(bar.points == 9 for bar in found.bars[1:-1])


def test_an_end_that_enough_share_is_kept_and_a_whole_number_of_one_is_not() -> None:
    found = shape([0.0] * 40 + [1.0] * 40 + [2.0] * 40 + [5.0], "minmax(x)")
    assert found.ends == (0, 6)
    assert found.bars[0].points == 0
    shared = shape([0.0] * 40 + [1.0] * 40 + [2.0] * 10, "minmax(x)")
    assert shared.ends is None
    assert [bar.points for bar in shared.bars] == [0, 50, 100]


def test_ends_near_the_largest_float() -> None:
    values = [*np.linspace(0, 1, 60), -1.79e308, 1.79e308]
    found = shape(values, "minmax(x)")
    assert {bar.points for bar in found.bars[1:-1]} == {50}


@pytest.mark.parametrize("term", ["x", "minmax(x)"])
def test_a_scale_of_few_has_no_points(term: str) -> None:
    model = run(f"v = score({term})", table(x=[13.37, 42.42, 77.77])).model
    (found,) = metric_shapes(rerun(model, table(x=np.linspace(0, 100, 5000))), "v")
    assert not found.told
    assert {bar.points for bar in found.bars} == {None}
    (alone,) = metric_shapes(rerun(model, table(x=[42.42] * 90)), "v")
    assert alone.spike == Spike(42.42, 90, None, alone=True)


def test_a_rank_among_others_has_points_where_enough_of_them_are() -> None:
    # 12 near 5, one at 42.42, 12 near 95
    fitted = [*np.linspace(1, 9, 12), 42.42, *np.linspace(91, 99, 12)]
    model = run("v = score(x)", table(x=fitted)).model
    (found,) = metric_shapes(rerun(model, table(x=np.arange(-20, 120, 0.1))), "v")
    points = {bar.low: bar.points for bar in found.bars}
    assert all(points[low] is None for low in np.arange(20.0, 90.0, 10))
    assert points[-20] == pytest.approx(0.5 / 25 * 100, abs=0.1)
    assert points[0] is not None
    assert points[100] == pytest.approx(24.5 / 25 * 100, abs=0.1)


def test_a_spike_among_others_tells_of_enough_of_them_only() -> None:
    fitted = [*np.linspace(1, 9, 200), *[10.5] * 3, *np.linspace(11, 19, 200)]
    model = run("v = score(x)", table(x=fitted)).model
    people = table(x=[*np.linspace(1, 19, 1000), *[10.5] * 500])
    (found,) = metric_shapes(rerun(model, people), "v")
    assert found.spike is not None
    (bar,) = [bar for bar in found.bars if bar.holds(10.5)]
    assert (found.spike.about, found.spike.customers) == (False, 500)
    assert (found.spike.points, found.spike.beside) == (bar.points, None)
    # of a hundred there, its points may be told
    fitted = [*np.linspace(1, 9, 200), *[10.5] * 100, *np.linspace(11, 19, 200)]
    model = run("v = score(x)", table(x=fitted)).model
    (found,) = metric_shapes(rerun(model, people), "v")
    assert found.spike is not None
    assert found.spike.points == 50
    assert found.spike.beside is not None


@pytest.mark.parametrize("spread", [0.01, 20, 100, 1000, 1e9])
@pytest.mark.parametrize("shift", [0, 17e9, 1.7e12, -1.7e12, 1e15, 1e18])
def test_edges_are_as_far_apart_as_they_are_drawn(spread: float, shift: float) -> None:
    values = shift + np.random.default_rng(3).random(1000) * spread
    values = values if spread < 1 else np.floor(values)
    found = shape(values)
    for bar in found.bars:
        low, high = bar.low, bar.high
        if low is not None and high is not None:
            assert high - low == pytest.approx(bar.width * found.step, rel=0.3)
            assert low + bar.width * found.step == pytest.approx(high, rel=1e-15)
        here = (values >= (low if low is not None else -np.inf)) & (
            values < (high if high is not None else np.inf)
        )
        assert bar.customers == np.count_nonzero(here)


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
    assert found.spike == Spike(1.5, 30, pytest.approx((17 + 15) / 0.47, abs=0.06), alone=True)


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
    # 99, which is one customer's, is rounded to 100
    ends = (values + 0.5).clip(upper=99.5), values.clip(upper=100)
    for each, points, error in zip(found, ends, (0.16, 0.51), strict=True):
        assert each.clipped == 100
        counted_again(each, values, points.to_numpy(), error)


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
