"""How far a number can be moved, and in what steps."""

from __future__ import annotations

import math
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seg_jupyter.analysis.slider_ranges import Range, metric_range, points_range, weight_range

WEIGHTS = [
    # a weight, all of its score, and the range
    (3, [3, 2, -2, 1], (0, 5, 0.1)),
    (-2, [3, 2, -2, 1], (-5, 0, 0.1)),
    (1, [1], (0, 5, 0.1)),
    (0, [0, 0], (0, 5, 0.1)),
    (4, [4, 1], (0, 10, 0.1)),
    (1, [-4, 1], (0, 10, 0.1)),
    (12, [12], (0, 20, 0.2)),
    (30, [30], (0, 50, 0.5)),
    (100, [100], (0, 200, 2)),
    (0.25, [0.25, 1], (0, 5, 0.05)),
    (-0.125, [-0.125, 1], (-5, 0, 0.005)),
    (0.001, [0.001], (0, 5, 0.001)),
    (1e9, [1e9], (0, 1e9, 1e7)),
    # no round step leads there, and none may lead to less than nothing
    (1 / 3, [1 / 3], (1 / 3 - 0.3, 1 / 3 + 4.6, 0.1)),
    (-1 / 3, [-1 / 3], (-1 / 3 - 4.6, 0.3 - 1 / 3, 0.1)),
    (1e-9, [1e-9], (1e-9, 4.9 + 1e-9, 0.1)),
]


@pytest.mark.parametrize(("weight", "weights", "found"), WEIGHTS)
def test_weights(weight: float, weights: list[float], found: tuple[float, ...]) -> None:
    reach = weight_range(weight, weights)
    assert (reach.low, reach.high, reach.step) == pytest.approx(found, abs=1e-15)
    assert math.copysign(1, reach.high) == 1 or weight < 0


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (70, (0, 100, 1)),
        (0, (0, 100, 1)),
        (62.5, (0, 100, 0.5)),
        (62.2, (0, 100, 0.1)),
        (62.25, (0, 100, 0.01)),
        (120, (0, 120, 1)),
        (-3.5, (-3.5, 100, 0.5)),
        (200 / 3, (200 / 3 - 67, 200 / 3 + 34, 1)),
        # a slip of the keyboard, and no points at all
        (70_000, (0, 70_000, 500)),
        (-1e300, (-1e300, 1e298, 1e298)),
    ],
)
def test_points(number: float, found: tuple[float, ...]) -> None:
    reach = points_range(number)
    assert (reach.low, reach.high, reach.step) == pytest.approx(found)


HUNDRED = np.arange(1.0, 101)
METRICS = [
    # a number, what it is compared with, and the range
    (50, np.arange(1000.0), (5, 990, 5)),  # the quantiles are 9 and 989
    (437, np.arange(1000.0), (9, 990, 1)),
    (50.5, np.arange(1000.0), (9, 990, 0.5)),
    (50, HUNDRED, (0, 100, 1)),  # 1 and 99 are of few customers, and so moved on
    (50, -HUNDRED, (-110, 50, 1)),  # -100 is of two digits and of one customer, and so is not told
    (150, HUNDRED, (0, 150, 1)),
    (-20, HUNDRED, (-20, 100, 1)),
    (3, np.repeat([0.0, 1, 2, 3, 4], 20), (0, 4, 1)),
    (2.5, np.repeat([0.0, 1, 2, 3, 4], 20), (0, 4, 0.5)),
    (0.3, np.repeat([0.0, 0.125, 1], 20), (0, 1, 0.005)),
    (5, np.repeat([5.0], 20), (0, 10, 1)),
    (-5, np.repeat([-5.0], 20), (-10, 0, 1)),
    (0, np.zeros(20), (0, 10, 1)),
    (7, np.repeat([5.0], 20), (5, 7, 1)),
    (1 / 3, np.repeat([0.0, 1], 20), (1 / 3 - 1, 4 / 3, 1)),
    (1e-7, np.repeat([0.0, 1e-7], 20), (0, 1e-7, 5e-10)),
    (2e300, np.repeat([-1e300, 1e300], 20), (-1e300, 2e300, 2e298)),
    # of too few nothing is told
    (180, np.array([]), (0, 360, 2)),
    (180, np.array([1.0, 2, 3]), (0, 360, 2)),
    (180, np.array([np.nan] * 50 + [7000.0] * 9), (0, 360, 2)),
    (-4, np.array([]), (-8, 0, 1)),
    (0.5, np.array([]), (0, 1, 0.005)),
    (0, np.array([]), (0, 10, 1)),
]


@pytest.mark.parametrize(("number", "values", "found"), METRICS)
def test_metrics(number: float, values: np.ndarray, found: tuple[float, ...]) -> None:
    reach = metric_range(number, values)
    assert (reach.low, reach.high, reach.step) == pytest.approx(found, rel=1e-12, abs=1e-14)


def test_so_many_customers_may_be_told_of() -> None:
    few = np.array([10.0, 20, 30])
    assert metric_range(3, few, min_cell=3) == Range(3.0, 31.0, 1.0)
    assert metric_range(3, few, min_cell=1) == Range(3.0, 30.0, 1.0)
    assert metric_range(3, few, min_cell=4) == Range(0.0, 6.0, 1.0)


def test_the_largest_numbers() -> None:
    largest = sys.float_info.max
    reach = metric_range(largest, np.full(20, -largest))
    assert (reach.low, reach.high) == (-largest, largest)
    assert math.isfinite(reach.step)
    least = metric_range(5e-324, np.full(20, 0.0))
    assert (least.low, least.high) == (0, 5e-324)


def test_positions_are_the_decimals_that_are_meant() -> None:
    assert Range(0.0, 1.0, 0.1).positions.tolist() == [n / 10 for n in range(11)]
    assert Range(1e7, 1e7 + 0.4, 0.2).positions.tolist() == [1e7, 10000000.2, 10000000.4]
    assert Range(-5.0, 0.0, 2.5).positions.tolist() == [-5, -2.5, 0]
    assert np.isfinite(Range(0.0, sys.float_info.max, 1e306).positions).all()


def is_round(step: float) -> bool:
    digits = f"{step:.17g}" if step == int(step) else repr(step)
    return digits.replace("0", "").replace(".", "").split("e")[0] in {"1", "2", "5"}


def check(reach: Range, number: float, most: int) -> None:
    low, high, step, saved = (
        Fraction(repr(float(x))) for x in (reach.low, reach.high, reach.step, number)
    )
    assert is_round(reach.step)
    assert low <= saved <= high
    assert 1 <= (high - low) / step <= most
    position = (saved - low) / step
    assert abs(position - round(position)) < 1e-6, "the slider can stand at the number"


NUMBERS = st.one_of(
    st.integers(-300, 300).map(float),
    st.integers(-99_999, 99_999).map(lambda n: n / 100),
    st.floats(-1e6, 1e6, allow_subnormal=False).filter(lambda x: not x or abs(x) > 1e-6),
)


@settings(deadline=None, max_examples=300)
@given(NUMBERS, st.lists(NUMBERS, min_size=0, max_size=60), st.integers(1, 12))
def test_every_range_holds_its_number_and_the_middle_of_the_values(
    number: float, values: list[float], min_cell: int
) -> None:
    reach = metric_range(number, np.array(values), min_cell)
    check(reach, number, 2_002)
    if len(values) < min_cell:
        return
    ordered = sorted(values)
    low = ordered[math.ceil(len(values) / 100) - 1]
    high = ordered[math.ceil(len(values) * 99 / 100) - 1]
    assert reach.low <= low
    assert reach.high >= high
    if all(value.is_integer() for value in [*values, number]):
        assert float(reach.step).is_integer()


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.one_of(st.sampled_from([0.0, 1.0, -1.0, 0.5, 3.0]), st.floats(-1e6, 1e6)).filter(
            lambda w: not w or abs(w) >= 1e-3
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_weights_of_a_score_go_equally_far(weights: list[float]) -> None:
    ranges = [weight_range(weight, weights) for weight in weights]
    largest = max(map(abs, weights))
    for weight, reach in zip(weights, ranges, strict=True):
        check(reach, weight, 10_000)
        ends = sorted(map(abs, (reach.low, reach.high)))
        assert ends[0] < reach.step
        assert ends[1] > max(4.9, largest * 1.6)
        assert (reach.low < 0) == (weight < 0) or reach.low == 0
