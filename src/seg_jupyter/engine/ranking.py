"""A column of numbers → its exact distribution, in the way that suits the column."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.counting import counted
from seg_jupyter.engine.distribution import Distribution, first_of_runs, kept_places
from seg_jupyter.engine.selection import selected
from seg_jupyter.engine.values import Floats

_WORTH_COUNTING = 5_000
_WORTH_SELECTING = 500_000


def distribution(metric: Floats) -> Distribution:
    """Count the values that are present.

    Examples
    --------
    >>> import numpy as np
    >>> found = distribution(np.array([5.0, 0.0, np.nan, 0.0]))
    >>> found.values, found.below, found.upto
    (array([0., 5.]), array([0, 2]), array([2, 3]))
    """
    found = None
    if len(metric) >= _WORTH_COUNTING:
        # whole numbers and money are what most metrics are
        found = counted(metric, 1) or counted(metric, 100)
    if found is None and len(metric) >= _WORTH_SELECTING:
        found = selected(metric)
    return found or sorted_distribution(metric)


def sorted_distribution(metric: Floats) -> Distribution:
    """Find the same by sorting the whole column."""
    ordered = np.sort(metric)  # NaN last
    ordered = ordered[: np.searchsorted(ordered, np.nan)]
    values = ordered[kept_places(len(ordered))]
    values = values[first_of_runs(values)] + 0.0  # no negative zero
    below, upto = (np.searchsorted(ordered, values, side) for side in ("left", "right"))
    return Distribution(values, below, upto)
