from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seg_jupyter.engine.rounding import round9


def rounded(value: float) -> float:
    return float(round9(np.array([value]))[0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, 0.3),
        (1.23456789049, 1.23456789),
        (1.23456789051, 1.234567891),
        (-1.23456789049, -1.23456789),
        (2.5e-10, 0.0),
        (5e-10, 1e-9),
        (-5e-10, 0.0),
        (-5.1e-10, -1e-9),
        (5e-324, 0.0),
        (0.0, 0.0),
        (1_999_999.5 + 2**-32, 1_999_999.5),
        (-1_999_999.5 - 2**-32, -1_999_999.5),
        (4_000_000.5 + 2**-30, 4_000_000.5 + 2**-30),
        (-4_000_000.5 - 2**-30, -4_000_000.5 - 2**-30),
        (1.7e308, 1.7e308),
        (-1.7e308, -1.7e308),
    ],
)
def test_nine_decimals_below_four_million(value: float, expected: float) -> None:
    assert rounded(value) == expected


def test_a_negative_zero_becomes_a_plain_one() -> None:
    assert math.copysign(1, rounded(-0.0)) == 1


def test_missing_stays_missing() -> None:
    assert math.isnan(rounded(math.nan))


@settings(deadline=None)
@given(st.floats(-1000, 1000))
def test_it_is_the_nearest_number_of_nine_decimals(value: float) -> None:
    exact = Decimal(value)
    distance_to_tie = abs((exact * 10**9) % 1 - Decimal("0.5"))
    assume(value >= 0 or exact * 10**9 % 1 == 0 or abs(distance_to_tie) > Decimal("0.001"))
    assume(distance_to_tie > Decimal("0.001") and abs(distance_to_tie - 1) > Decimal("0.001"))
    assert rounded(value) == float(exact.quantize(Decimal("1e-9"), ROUND_HALF_EVEN))


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(1e6, 4e6))
def test_rounding_twice_changes_nothing_more(value: float) -> None:
    once = rounded(value)
    assert rounded(once) == once
    assert abs(once - value) <= 0.5e-9 + 1e-9 * (abs(value) > 1e5)


@settings(deadline=None)
@given(st.lists(st.floats(-5e6, 5e6), min_size=2))
def test_order_is_kept(numbers: list[float]) -> None:
    ordered = round9(np.array(sorted(numbers)))
    assert (np.diff(ordered) >= 0).all()


def plain(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The formula, on whole columns and without a care for time."""
    small = np.abs(values) < 4e6
    rounded = np.floor(np.where(small, values, 0.0) * 1e9 + 0.5) / 1e9
    return np.where(small, rounded, values)


@settings(deadline=None)
@given(
    st.lists(
        st.floats()
        | st.floats(-1e3, 1e3)
        | st.sampled_from([4e6, -4e6, np.nextafter(4e6, 0), 1.7e308, -1.7e308, -0.0, 5e-324]),
        min_size=1,
        max_size=50,
    ),
    st.sampled_from([1, 3, 131_072, 131_073]),
)
def test_columns_of_any_length_give_the_bits_of_the_formula(values: list[float], size: int) -> None:
    column = np.resize(np.array(values), size)
    ours, wanted = round9(column), plain(column)
    assert np.array_equal(np.isnan(ours), np.isnan(wanted))
    present = ~np.isnan(wanted)
    assert ours[present].tobytes() == wanted[present].tobytes()


def test_nothing_to_round() -> None:
    assert round9(np.empty(0)).tolist() == []
