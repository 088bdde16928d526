"""Scaled metrics → one score: the weighted mean over the metrics that are present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import Scale
from seg_jupyter.engine.values import Floats


class Points(Protocol):
    """A column of 0 to 100, of which some rows at a time are asked: an array, or a `Scaled`."""

    def __getitem__(self, rows: slice, /) -> Floats:
        """Return the points of some rows; NaN is missing."""
        ...


@dataclass(frozen=True, eq=False)
class Scaled:
    """A metric that is rounded and scaled when it is asked for, so that no copy is kept."""

    scale: Scale
    metric: Floats

    def __getitem__(self, rows: slice, /) -> Floats:
        """Return the points of some rows; NaN is missing."""
        return self.scale.apply(round9(self.metric[rows]))


def weighted_mean(weights: Sequence[float], scaled: Sequence[Points], size: int) -> Floats:
    """Return the score of each customer, 0 to 100; missing where no metric is present.

    A negative weight turns its metric round. Terms are added in the order of the cell, and a
    term of weight 0 takes no part.

    Examples
    --------
    >>> import numpy as np
    >>> weighted_mean([3, -1], [np.array([80.0]), np.array([40.0])], 1)
    array([75.])
    """
    terms = [(w, points) for w, points in zip(weights, scaled, strict=True) if w != 0]
    mean = np.empty(size)
    for rows in chunks(size):
        mean[rows] = _mean([(w, points[rows]) for w, points in terms], rows.stop - rows.start)
    return mean


def _mean(terms: Sequence[tuple[float, Floats]], size: int) -> Floats:
    total = np.zeros(size)
    weight_present = np.zeros(size)
    for weight, points in terms:
        part = abs(weight) * (points if weight > 0 else 100 - points)
        weight_present += abs(weight) * ~np.isnan(part)
        # points are not negative, so that this turns but missing ones to 0
        total += np.fmax(part, 0.0, out=part)
    with np.errstate(invalid="ignore"):
        return round9(total / np.where(weight_present > 0, weight_present, np.nan))
