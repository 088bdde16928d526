"""How far a number of a cell can be moved by a slider, and in what steps.

Ends and steps are round, and the number that the cell has is one of the positions. All is counted
in fractions, so that ten steps of 0.1 are 1.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.weights import LARGEST_WEIGHT

_MOST_POSITIONS = 200
_FINE, _FINEST = 2_000, 10_000
"""Positions that a slider may have so that the cell's own number is one of them."""
_SMALLEST_TOP = 5
_ROOM = Fraction(5, 3)
"""How far beyond the largest weight a slider goes."""
_POINTS = (Fraction(1), Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))
_FROM_ZERO = 10
"""How far a slider goes from 0, where nothing is known of what is compared with it."""


@dataclass(frozen=True)
class Range:
    """The positions `low`, `low + step`, `low + 2 * step`, … up to `high`."""

    low: float
    high: float
    step: float

    @property
    def positions(self) -> Floats:
        """All of them, ascending: the decimals that a browser makes of the same three numbers.

        Examples
        --------
        >>> Range(0.0, 0.3, 0.1).positions.tolist()
        [0.0, 0.1, 0.2, 0.3]
        """
        low, step = _exact(self.low), _exact(self.step)
        count = math.floor((_exact(self.high) - low) / step) + 1
        return np.array([_float(low + place * step) for place in range(count)])


def weight_range(weight: float, weights: Sequence[float]) -> Range:
    """Return the range of a weight among the weights of its score, all of which go as far.

    Examples
    --------
    >>> weight_range(3, [3, -2]), weight_range(-2, [3, -2])
    (Range(low=0.0, high=5.0, step=0.1), Range(low=-5.0, high=0.0, step=0.1))
    """
    largest = max(abs(_exact(w)) for w in weights)
    top = min(_nice(max(Fraction(_SMALLEST_TOP), largest * _ROOM)), _exact(LARGEST_WEIGHT))
    step = max(Fraction(1, 10), _nice(top / 100))
    # nothing beyond 0, where less would be better
    found = _reaching(
        _exact(abs(weight)), Fraction(0), top, _finer(step, top / _FINEST), within=True
    )
    return Range(-found.high, 0.0 - found.low, found.step) if weight < 0 else found


def points_range(number: float) -> Range:
    """Return the range of a number that is compared with 0 to 100.

    Examples
    --------
    >>> points_range(70), points_range(62.5).step
    (Range(low=0.0, high=100.0, step=1.0), 0.5)
    """
    saved = _exact(number)
    low, high = min(Fraction(0), saved), max(Fraction(100), saved)
    # a number far from all points, such as 70000, would be the end of too many positions
    few = [step for step in _POINTS if (high - low) / step <= _FINEST]
    return _reaching(saved, low, high, few or [_nice((high - low) / _MOST_POSITIONS)])


def metric_range(number: float, values: Floats, min_cell: int = MIN_CELL) -> Range:
    """Return the range of a number that is compared with values of customers.

    It goes from the 1 % to the 99 % quantile, both rounded outwards to two digits, and beyond a
    value that fewer than `min_cell` customers reach, so that it tells nobody's own value. Of fewer
    customers in all nothing is told: it goes from 0 to twice the number.

    Parameters
    ----------
    number
        The number that the cell has.
    values
        What it is compared with, rounded as comparisons do; missing ones do not count.
    min_cell
        How many customers may be told of.

    Examples
    --------
    >>> metric_range(180, np.arange(1000.0)), metric_range(180, np.array([]))
    (Range(low=5.0, high=990.0, step=5.0), Range(low=0.0, high=360.0, step=2.0))
    """
    saved = _exact(number)
    present = values[~np.isnan(values)]
    if len(present) < min_cell:
        whole = float(number).is_integer()
        low, high = sorted((Fraction(0), 2 * saved or Fraction(_FROM_ZERO)))
    else:
        whole = bool((present == np.floor(present)).all())
        low, high = _ends(present, whole, min_cell)
    low, high = min(low, saved), max(high, saved)
    if low == high:
        low, high = sorted((Fraction(0), 2 * saved or Fraction(_FROM_ZERO)))
    step = _nice((high - low) / _MOST_POSITIONS)
    step = max(step, Fraction(1)) if whole else step
    return _reaching(saved, low, high, _finer(step, (high - low) / _FINE))


def _ends(present: Floats, whole: bool, min_cell: int) -> tuple[Fraction, Fraction]:
    """Return the quantiles at both ends, moved outwards to numbers that are nobody's own."""
    low, high = np.quantile(present, [0.01, 0.99], method="inverted_cdf").tolist()
    few_below = int(np.count_nonzero(present <= low)) < min_cell
    few_above = int(np.count_nonzero(present >= high)) < min_cell
    # downwards is upwards with the other sign
    return -_outwards(-low, whole, few_below), _outwards(high, whole, few_above)


def _outwards(value: float, whole: bool, few: bool) -> Fraction:
    """Round a number up to two digits; to the next ones where few have it and it is so round."""
    if not value:
        return Fraction(0)
    exact = _exact(value)
    unit = _power(abs(exact)) / 10
    unit = max(unit, Fraction(1)) if whole else unit
    steps = math.ceil(exact / unit)
    return (steps + 1 if few and steps * unit == exact else steps) * unit


def _reaching(
    saved: Fraction,
    low: Fraction,
    high: Fraction,
    steps: Iterable[Fraction],
    *,
    within: bool = False,
) -> Range:
    """Return a range in the first of some steps that leads to a number, beginning at 0.

    Where none does, it begins at the number, with the first step: up to the ends (`within`), or
    beyond.
    """
    tried = list(steps)
    step = next((step for step in tried if saved % step == 0), None)
    origin = Fraction(0)
    if step is None:
        step, origin = tried[0], saved
    down, up = (math.ceil, math.floor) if within else (math.floor, math.ceil)
    first, last = down((low - origin) / step), up((high - origin) / step)
    return Range(*map(_float, (origin + first * step, origin + last * step, step)))


def _finer(step: Fraction, finest: Fraction) -> Iterator[Fraction]:
    """Yield a round step, and always the next smaller one, down to the finest."""
    yield step
    while (step := _smaller(step)) >= finest:
        yield step


def _smaller(step: Fraction) -> Fraction:
    """Return the next smaller of the steps 1, 2, 5, 10, 20 and so on."""
    half = step / 2
    return half if _nice(half) == half else step * Fraction(2, 5)


def _nice(least: Fraction) -> Fraction:
    """Return the smallest of the steps 1, 2, 5, 10, 20 and so on that is so large."""
    power = _power(least)
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)


def _power(number: Fraction) -> Fraction:
    """Return the largest power of ten up to a number above 0."""
    size = len(str(number.numerator)) - len(str(number.denominator))
    power = Fraction(10) ** size
    return power if power <= number else power / 10


def _exact(number: float) -> Fraction:
    """Return a number as it is written, not as the nearest that a computer has."""
    return Fraction(repr(float(number)))


def _float(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return sys.float_info.max if number > 0 else -sys.float_info.max
