"""Scaled metrics → one score: the weighted mean over the metrics that are present."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.values import Floats


def weighted_mean(weights: Sequence[float], scaled: Sequence[Floats], size: int) -> Floats:
    """Return the score of each customer, 0 to 100; missing where no metric is present.

    A negative weight turns its metric round. Terms are added in the order of the cell, and a
    term of weight 0 takes no part.

    Examples
    --------
    >>> import numpy as np
    >>> weighted_mean([3, -1], [np.array([80.0]), np.array([40.0])], 1)
    array([75.])
    """
    total = np.zeros(size)
    weight_present = np.zeros(size)
    for weight, values in zip(weights, scaled, strict=True):
        if weight == 0:
            continue
        present = ~np.isnan(values)
        points = values if weight > 0 else 100 - values
        total += np.where(present, abs(weight) * points, 0.0)
        weight_present += np.where(present, abs(weight), 0.0)
    with np.errstate(invalid="ignore"):
        return round9(total / np.where(weight_present > 0, weight_present, np.nan))
