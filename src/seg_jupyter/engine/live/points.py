"""The points of the metrics of a score, kept in single precision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.alternatives import rows_at, scaled_terms
from seg_jupyter.engine.expressions import Rows
from seg_jupyter.engine.live.crowd import Crowd, Singles
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Bits
from seg_jupyter.lang.program import Missing, Score

Points = tuple[Singles, ...]
"""For each metric, the points of everybody, 0 to 100; NaN is missing."""
Weighted = tuple[float, Singles]


def crowd_rows(result: Result, crowd: Crowd) -> Rows:
    """Return the rows of a result of those who are profiled."""
    return result.rows if crowd.rows is None else rows_at(result.rows, crowd.rows)


def points_of(result: Result, crowd: Crowd, score: Score) -> Points:
    """Return the points of the metrics of a score; a negative weight is not turned yet."""
    rows = crowd_rows(result, crowd)
    return tuple(t.points.astype(np.float32) for t in scaled_terms(score, result.model, rows))


class Sums:
    """Weighted points of some customers, added up term by term.

    Attributes
    ----------
    total
        The sum of the weighted points.
    weight
        The weight of the metrics that are present.
    lacking
        Whether one is not.
    """

    def __init__(self, size: int) -> None:
        self.total: npt.NDArray[np.float64] = np.zeros(size)
        self.weight: npt.NDArray[np.float64] = np.zeros(size)
        self.lacking: Bits = np.zeros(size, np.bool_)

    def add(self, weight: float, points: npt.NDArray[np.floating]) -> None:
        """Add one metric; a negative weight turns it round, and a weight of 0 takes no part."""
        if not weight:
            return
        part = abs(weight) * (points if weight > 0 else 100 - points)
        absent = np.isnan(part)
        self.lacking |= absent
        self.weight += abs(weight) * ~absent
        self.total += np.where(absent, 0.0, part)

    def mean(self, missing: Missing, whole: float) -> npt.NDArray[np.float64]:
        """Return the scores; NaN is unscored. `whole` is the weight of all metrics."""
        scored = self.weight > 0
        if missing is Missing.ALL:
            scored &= ~self.lacking
        weight = np.full(len(self.total), whole) if missing is Missing.ZERO else self.weight
        return self.total / np.where(scored, weight, np.nan)


def summed(terms: Sequence[Weighted], rows: slice) -> Sums:
    """Add up the weighted points of some customers."""
    sums = Sums(rows.stop - rows.start)
    for weight, points in terms:
        sums.add(weight, points[rows].astype(np.float64))
    return sums
