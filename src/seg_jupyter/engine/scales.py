"""Metric → 0 to 100: fitted once on a population, then applied as a function of one value.

A rank scale keeps the population's distribution as knots: values with the exact number of
customers below and up to them. At a knot the scaled value is the exact mid-rank percentile;
between knots it is a straight line. Knots are added until no value within the fitted range,
fitted or new, is further than `RANK_ERROR` from its exact percentile; a value outside it scores
as its nearest end, and is counted. Quantiles at fixed steps would be far off wherever many
customers share a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

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

    def apply(self, metric: Floats) -> Floats:
        """Scale values that are rounded already; missing stays missing."""
        if not self.count:
            return np.full(len(metric), np.nan)
        x = np.clip(metric, self.values[0], self.values[-1])
        place = np.searchsorted(self.values, x, side="right") - 1
        place = np.where(np.isnan(x), 0, place)
        here = self.values[place]
        rise = np.append(self.below[1:] - self.upto[:-1], 0)
        # halved, so that no range of floats can overflow
        run = np.append(np.diff(self.values / 2), 1.0)
        between = self.upto[place] + (x / 2 - here / 2) / run[place] * rise[place]
        at_knot = (self.below[place] + self.upto[place]) / 2
        scaled = np.where(x == here, at_knot, between) * (100 / self.count)
        return np.where(np.isnan(metric), np.nan, scaled)

    def outside(self, metric: Floats) -> Bits:
        """Where a value lies outside the fitted range, so that it is clipped."""
        if not self.count:
            return np.zeros(len(metric), np.bool_)
        return cast(Bits, (metric < self.values[0]) | (metric > self.values[-1]))


@dataclass(frozen=True)
class MinMaxScale:
    """Lowest fitted value = 0, highest = 100; NaN for both scales nothing."""

    low: float
    high: float

    @property
    def constant(self) -> bool:
        """Whether all fitted values were the same, so that everybody scores 50."""
        return self.low == self.high

    def apply(self, metric: Floats) -> Floats:
        """Scale values that are rounded already; missing stays missing."""
        if np.isnan(self.low):
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
    values, counts = np.unique(metric[~np.isnan(metric)], return_counts=True)
    upto = np.cumsum(counts)
    total = int(upto[-1]) if len(upto) else 0
    kept = choose_knots(values, counts, RANK_ERROR)
    below = upto - counts
    return RankScale(values[kept], below[kept], upto[kept], total)


def fit_minmax(metric: Floats) -> MinMaxScale:
    """Fit a scale from the lowest to the highest value present."""
    present = metric[~np.isnan(metric)]
    if not len(present):
        return MinMaxScale(np.nan, np.nan)
    return MinMaxScale(float(present.min()), float(present.max()))


def choose_knots(values: Floats, counts: Integers, error: float) -> Integers:
    """Choose the values to keep as knots, from an exact list of values and their counts.

    Starts with the first and the last value and splits each stretch at its worst value, until
    at every value left out the line passes within `error` points of both the share below it and
    the share up to it. That bounds the error for values between those that were fitted, too.

    Returns
    -------
    Integers
        Places of the knots in `values`, ascending.
    """
    if not len(values):
        return np.zeros(0, np.int64)
    upto = np.cumsum(counts).astype(np.float64)
    below = upto - counts
    allowed = upto[-1] * error / 100
    kept = {0, len(values) - 1}
    stretches = [(0, len(values) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        inner = slice(first + 1, last)
        # halved, so that no range of floats can overflow
        part = (values[inner] / 2 - values[first] / 2) / (values[last] / 2 - values[first] / 2)
        line = upto[first] + part * (below[last] - upto[first])
        off = np.maximum(np.abs(line - below[inner]), np.abs(line - upto[inner]))
        worst = int(np.argmax(off))
        if off[worst] > allowed:
            middle = first + 1 + worst
            kept.add(middle)
            stretches += [(first, middle), (middle, last)]
    return np.array(sorted(kept), np.int64)
