from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seg_jupyter.engine.lookup import Lookup

Floats = npt.NDArray[np.float64]
LEAST, LARGEST = 5e-324, 1.7976931348623157e308

finite = st.floats(allow_nan=False, allow_infinity=False)
hard = st.sampled_from([0.0, -0.0, LEAST, -LEAST, 2.3e-308, -2.3e-308, 1e-9, LARGEST, -LARGEST])
numbers = finite | hard | st.integers(-9, 9).map(float) | st.integers(0, 99).map(lambda e: 2.0**e)


def neighbours(start: float, count: int) -> list[float]:
    """So many floats in a row."""
    found = [start]
    while len(found) < count and found[-1] < LARGEST:
        found.append(float(np.nextafter(found[-1], np.inf)))
    return found


crowds = st.lists(st.builds(neighbours, numbers, st.integers(1, 30)), max_size=4)
knots_of = st.builds(
    lambda some, crowds: np.unique(np.concatenate([some, *crowds]) + 0.0),
    st.lists(numbers, min_size=1, max_size=40),
    crowds,
)


def within(knots: Floats, asked: list[float]) -> Floats:
    """Numbers from the first knot to the last: some, all knots, and the neighbours of those."""
    with np.errstate(over="ignore"):
        near = [np.nextafter(knots, end) for end in (-np.inf, np.inf)]
    every = np.concatenate([asked, knots, *near, -knots, 0 * knots, -0.0 * knots])
    return np.clip(every, knots[0], knots[-1])


@settings(deadline=None, max_examples=300)
@given(knots_of, st.lists(numbers, max_size=20))
@example(np.array([0.0, LEAST]), [])
@example(np.array([-LEAST, 0.0, LEAST]), [-0.0])
@example(np.array([-LARGEST, 0.0, LARGEST]), [-0.0])
@example(np.array([0.0]), [-0.0])
def test_the_last_knot_that_is_not_above(knots: Floats, asked: list[float]) -> None:
    lookup = Lookup.of(knots)
    if lookup is not None:
        numbers = within(knots, asked)
        wanted = np.searchsorted(knots, numbers, "right") - 1
        assert lookup.find(numbers).tolist() == wanted.tolist()
        assert lookup.steps <= 3
        assert len(lookup.starts) <= 1 << 16


def test_of_nan_it_is_some_knot() -> None:
    lookup = Lookup.of(np.array([-3.0, 0.0, 5.0]))
    assert lookup is not None
    assert set(lookup.find(np.array([np.nan, -np.nan])).tolist()) <= {0, 1, 2}


def test_knots_of_common_metrics_need_a_step_or_two() -> None:
    random = np.random.default_rng(5)
    for metric in (
        random.lognormal(0, 2, 20_000),
        random.normal(0, 1, 20_000),
        random.normal(1e9, 1, 20_000),
        random.poisson(300, 20_000).astype(float),
        np.append(np.zeros(20_000), random.pareto(1, 20_000)),
    ):
        lookup = Lookup.of(np.unique(np.quantile(metric, np.linspace(0, 1, 100))))
        assert lookup is not None
        assert 1 <= lookup.steps <= 2


def test_knots_near_each_other_and_others_far_off() -> None:
    near = np.array(neighbours(1.0, 200))
    assert Lookup.of(near) is not None
    assert Lookup.of(np.append(near, 1e300)) is None
    few = Lookup.of(np.append(near[:3], [1e300]))
    assert few is not None
    assert few.steps == 2


def test_one_knot() -> None:
    for knot in (-7.0, 0.0, 7.0):
        lookup = Lookup.of(np.array([knot]))
        assert lookup is not None
        assert lookup.find(np.array([knot, knot])).tolist() == [0, 0]
