"""A column of numbers → its exact distribution, at no more values than a scale has use for.

How many values lie below a value and how many up to it is exact. Of a large population, the
values at every ten-thousandth are kept, whichever way they were counted, so that the order of
the rows and the engine change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.values import Floats, Integers

STEPS = 10_000
"""Between two neighbours that are kept lie less than one in so many of the population."""

_BLOCK = 1 << 18
"""Rows counted at once, and the largest table of counts: both fit a processor's cache."""
_EXACT = 2.0**53
_SORTING_IS_AS_FAST = 5_000


@dataclass(frozen=True, eq=False)
class Distribution:
    """Exact counts at ascending values; the lowest and the highest are always there.

    Parameters
    ----------
    values
        Some of the values, or all, each once.
    below, upto
        How many of the population lie below each, and up to and including it.
    """

    values: Floats
    below: Integers
    upto: Integers

    @property
    def count(self) -> int:
        """The size of the population."""
        return int(self.upto[-1]) if len(self.upto) else 0


def distribution(metric: Floats) -> Distribution:
    """Count the values that are present.

    Examples
    --------
    >>> import numpy as np
    >>> found = distribution(np.array([5.0, 0.0, np.nan, 0.0]))
    >>> found.values, found.below, found.upto
    (array([0., 5.]), array([0, 2]), array([2, 3]))
    """
    if len(metric) >= _SORTING_IS_AS_FAST:
        # whole numbers and money are what most metrics are
        for units in (1, 100):
            found = _counted(metric, units)
            if found is not None:
                return found
    return _sorted(metric)


def _sorted(metric: Floats) -> Distribution:
    ordered = np.sort(metric)  # NaN last
    ordered = ordered[: np.searchsorted(ordered, np.nan)]
    values = ordered[_places(len(ordered))]
    first = np.append(True, values[1:] > values[:-1])[: len(values)]
    values = values[first] + 0.0  # no negative zero
    below = np.searchsorted(ordered, values, side="left")
    return Distribution(values, below, np.searchsorted(ordered, values, side="right"))


def _counted(metric: Floats, units: int) -> Distribution | None:
    """Count without sorting where all values are whole numbers of 1/`units`, and not too far apart.

    None where they are not.
    """
    ends = (np.fmin.reduce(metric, initial=np.nan), np.fmax.reduce(metric, initial=np.nan))
    low, high = (float(end) * units for end in ends)
    if not (abs(low) < _EXACT and abs(high) < _EXACT and high - low + 1.5 < _BLOCK):
        return None
    lowest, size = round(low), round(high) - round(low) + 1
    counts = np.zeros(size + 1, np.int64)
    for start in range(0, len(metric), _BLOCK):
        block = metric[start : start + _BLOCK]
        whole = np.rint(block * units)
        if np.count_nonzero((whole / units == block) | np.isnan(block)) < len(block):
            return None
        # what is missing gets a place of its own, behind the others
        places = np.fmin(whole - lowest, size).astype(np.int64)
        counts += np.bincount(places, minlength=size + 1)
    upto = np.cumsum(counts[:size])
    kept = np.unique(np.searchsorted(upto, _places(int(upto[-1])), side="right"))
    return Distribution((kept + lowest) / units, (upto - counts[:size])[kept], upto[kept])


def _places(count: int) -> Integers:
    """Return the places, among `count` ordered values, of those that are kept."""
    if count <= STEPS:
        return np.arange(count)
    return np.append(0, -(-np.arange(1, STEPS + 1) * count // STEPS) - 1)
