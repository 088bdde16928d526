"""Metric → 0 to 100: fitted once on a population, then applied as a function of one value.

A rank scale keeps the population's distribution as knots: values with the exact number of
customers below and up to them. At a knot the scaled value is the exact mid-rank percentile;
between knots it is a straight line. No value within the fitted range, fitted or new, is further
than `RANK_ERROR` from its exact percentile; a value outside it scores as its nearest end, and is
counted. Quantiles at fixed steps would be far off wherever many customers share a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from seg_jupyter.engine.knots import LEAST_GAP, choose_knots
from seg_jupyter.engine.line import Line
from seg_jupyter.engine.ranking import distribution
from seg_jupyter.engine.steps import StepScale
from seg_jupyter.engine.values import Bits, Floats, Integers

RANK_ERROR = 0.1
"""Largest distance from the exact mid-rank percentile, in points of 100."""


@dataclass(frozen=True, eq=False)
class RankScale:
    """Mid-rank percentile: the share below plus half the share equal, times 100.

    Parameters
    ----------
    values
        Knots, ascending.
    below, upto
        Number of fitted values below each knot, and up to and including it.
    count
        Number of fitted values; 0 scales nothing.
    """

    values: Floats
    below: Integers
    upto: Integers
    count: int

    @property
    def constant(self) -> bool:
        """Whether all fitted values were the same, so that everybody scores 50."""
        return len(self.values) == 1

    @cached_property
    def line(self) -> Line:
        """The function that the scale is, of at least one fitted value."""
        rise = np.append(self.below[1:] - self.upto[:-1], 0)
        run = np.append(np.diff(self.values / 2), 1.0)
        return Line(
            self.values,
            (self.below + self.upto) * 50 / self.count,
            self.upto * 100 / self.count,
            rise * 100 / self.count / np.maximum(run, LEAST_GAP),
        )

    def apply(self, metric: Floats) -> Floats:
        """Scale values that are rounded already; missing stays missing."""
        if not self.count:
            return np.full(len(metric), np.nan)
        return self.line.apply(metric)

    def outside(self, metric: Floats) -> Bits:
        """Where a value lies outside the fitted range, so that it is clipped."""
        if not self.count:
            return np.zeros(len(metric), np.bool_)
        return cast(Bits, (metric < self.values[0]) | (metric > self.values[-1]))


@dataclass(frozen=True)
class MinMaxScale:
    """Lowest fitted value = 0, highest = 100.

    Parameters
    ----------
    low, high
        The two; NaN if nothing was fitted.
    count
        Number of fitted values; 0 scales nothing.
    """

    low: float
    high: float
    count: int

    @property
    def constant(self) -> bool:
        """Whether all fitted values were the same, so that everybody scores 50."""
        return self.low == self.high

    def apply(self, metric: Floats) -> Floats:
        """Scale values that are rounded already; missing stays missing."""
        if not self.count:
            return np.full(len(metric), np.nan)
        if self.constant:
            return np.where(np.isnan(metric), np.nan, 50.0)
        # each difference is halved first, so that no range of floats can overflow
        part = np.clip(metric, self.low, self.high) / 2 - self.low / 2
        return part / (self.high / 2 - self.low / 2) * 100

    def outside(self, metric: Floats) -> Bits:
        """Where a value lies outside the fitted range, so that it is clipped."""
        return (metric < self.low) | (metric > self.high)


@dataclass(frozen=True)
class RawScale:
    """Values that are 0 to 100 already."""

    constant = False

    def apply(self, metric: Floats) -> Floats:
        """Return the values, clipped to 0 to 100; missing stays missing."""
        return np.clip(metric, 0.0, 100.0)

    def outside(self, metric: Floats) -> Bits:
        """Where a value is not within 0 to 100."""
        return (metric < 0) | (metric > 100)


Scale = RankScale | MinMaxScale | RawScale | StepScale


def fit_rank(metric: Floats) -> RankScale:
    """Fit a rank scale on the values that are present.

    Examples
    --------
    >>> import numpy as np
    >>> fit_rank(np.array([0.0, 0.0, 0.0, 5.0, np.nan])).apply(np.array([0.0, 5.0]))
    array([37.5, 87.5])
    """
    known = distribution(metric)
    if not known.count:
        return RankScale(known.values, known.below, known.upto, 0)
    kept = choose_knots(known, RANK_ERROR)
    return RankScale(known.values[kept], known.below[kept], known.upto[kept], known.count)


def exact_ranks(metric: Floats) -> RankScale:
    """Return the mid-ranks of values, to a hundredth of a point where they are many.

    The scale has a knot for every value that the distribution lists, and is not for keeping.

    Examples
    --------
    >>> import numpy as np
    >>> exact_ranks(np.array([1.0, 2.0, 2.0, np.nan])).values
    array([1., 2.])
    """
    known = distribution(metric)
    return RankScale(known.values, known.below, known.upto, known.count)


def fit_minmax(metric: Floats) -> MinMaxScale:
    """Fit a scale from the lowest to the highest value present."""
    present = metric[~np.isnan(metric)]
    if not len(present):
        return MinMaxScale(np.nan, np.nan, 0)
    return MinMaxScale(float(present.min()), float(present.max()), len(present))
