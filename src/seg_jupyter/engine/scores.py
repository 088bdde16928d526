"""Scaled metrics → one score: the weighted mean over the metrics that are present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import Scale
from seg_jupyter.engine.threads import each
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.program import Missing


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


def weighted_mean(
    weights: Sequence[float],
    scaled: Sequence[Points],
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
    terms = [(w, points) for w, points in zip(weights, scaled, strict=True) if w != 0]
    mean = np.empty(size)

    def write(rows: slice) -> None:
        here = [(w, points[rows]) for w, points in terms]
        mean[rows] = _mean(here, rows.stop - rows.start, missing)

    each(write, chunks(size), rows=size)
    return mean


def _mean(terms: Sequence[tuple[float, Floats]], size: int, missing: Missing) -> Floats:
    total = np.zeros(size)
    weight_present = np.zeros(size)
    lacking = np.zeros(size, np.bool_)
    for weight, points in terms:
        part = abs(weight) * (points if weight > 0 else 100 - points)
        absent = np.isnan(part)
        lacking |= absent
        weight_present += abs(weight) * ~absent
        # points are not negative, so that this turns but missing ones to 0
        total += np.fmax(part, 0.0, out=part)
    scored = weight_present > 0
    if missing is Missing.ALL:
        # not by the weight that is there: a small one may be lost beside a large one
        scored &= ~lacking
    elif missing is Missing.ZERO:
        weight_present[scored] = sum(abs(weight) for weight, _ in terms)
    return round9(total / np.where(scored, weight_present, np.nan))
