"""Scaled metrics → one score: the weighted mean over the metrics that are present."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.program import Missing


def weighted_mean(
    weights: Sequence[float],
    scaled: Sequence[Floats],
    size: int,
    missing: Missing = Missing.SKIP,
) -> Floats:
    """Return the score of each customer, 0 to 100; missing where no metric is present.

    A negative weight turns its metric round. Terms are added in the order of the cell, and a
    term of weight 0 takes no part. A metric that is missing is left out of the mean (SKIP), gives
    no points (ZERO), or leaves the customer without a score (ALL).

    Examples
    --------
    >>> import numpy as np
    >>> weighted_mean([3, -1], [np.array([80.0]), np.array([40.0])], 1)
    array([75.])
    """
    total = np.zeros(size)
    weight_present = np.zeros(size)
    lacking = np.zeros(size, np.bool_)
    for weight, values in zip(weights, scaled, strict=True):
        if weight == 0:
            continue
        present = ~np.isnan(values)
        lacking |= ~present
        points = values if weight > 0 else 100 - values
        total += np.where(present, abs(weight) * points, 0.0)
        weight_present += np.where(present, abs(weight), 0.0)
    some = weight_present > 0
    if missing is Missing.ALL:
        some &= ~lacking
    if missing is Missing.ZERO:
        weight_present[some] = sum(abs(weight) for weight in weights)
    return round9(total / np.where(some, weight_present, np.nan))
