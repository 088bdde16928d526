"""Values → digits 1, 2, 3, … by cuts that are written out (bands) or fitted (tiles)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np

from seg_jupyter.engine.values import Bits, Floats


def digits(values: Floats, cuts: Floats) -> Floats:
    """Return one plus the number of cuts strictly below each value; missing stays missing.

    Examples
    --------
    >>> import numpy as np
    >>> digits(np.array([10.0, 30.0, 31.0, np.nan]), np.array([30.0, 90.0]))
    array([ 1.,  1.,  2., nan])
    """
    found = np.searchsorted(cuts, values, side="left").astype(np.float64) + 1
    found[np.isnan(values)] = np.nan
    return found


@dataclass(frozen=True, eq=False)
class Cuts:
    """The cuts of a tile: `values`, ascending, fitted on `count` values; none if on none."""

    values: Floats
    count: int


def fit_cuts(values: Floats, parts: int) -> Cuts:
    """Return the cuts that part the present values into so many parts.

    Cut k is the smallest value v with P(X ≤ v) ≥ k / parts, for k from 1 to parts - 1. There are
    none where no value is present.

    Examples
    --------
    >>> import numpy as np
    >>> fit_cuts(np.array([1.0, 2.0, 3.0, 4.0, 5.0, np.nan]), 5).values
    array([1., 2., 3., 4.])
    """
    present = np.sort(values[~np.isnan(values)])
    if not len(present):
        return Cuts(present, 0)
    # the smallest place p with (p + 1) * parts >= k * n, in whole numbers
    k = np.arange(1, parts)
    return Cuts(present[-(-k * len(present) // parts) - 1], len(present))


@dataclass(frozen=True)
class StepScale:
    """Digits 1 to `count`, spread evenly over 0 to 100."""

    count: int
    constant = False

    def apply(self, metric: Floats) -> Floats:
        """Scale digits; missing stays missing."""
        return (metric - 1) / (self.count - 1) * 100

    def outside(self, metric: Floats) -> Bits:
        """Nowhere: a digit is always one of the steps."""
        return cast(Bits, np.zeros(len(metric), np.bool_))
