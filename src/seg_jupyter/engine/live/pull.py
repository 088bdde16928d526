"""The score whose weight moves, as three numbers a customer.

A score is the mean `c` of its other metrics, pulled towards the points `z` of the one whose weight
`w` moves: c + (z - c) w / (W + w), where W is the weight of the other metrics that are present.
So whatever the number of metrics, a pass reads three columns: c, z - c and W; and W is one number
where everybody has the same metrics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.live.crowd import Singles
from seg_jupyter.engine.live.grid import STEPS, places
from seg_jupyter.engine.live.points import Points, summed
from seg_jupyter.engine.live.scratch import Scratch
from seg_jupyter.engine.threads import each
from seg_jupyter.lang.program import Missing, Score


@dataclass(frozen=True, eq=False)
class Pull:
    """The columns for weights of one sign, in places of `grid`.

    Parameters
    ----------
    others
        c.
    away
        z - c; 0 where the metric is missing, so that nothing moves there.
    weight
        W; a single number where it is the same for all.
    """

    others: Singles
    away: Singles
    weight: Singles

    def at(self, weight: float, rows: slice, scratch: Scratch) -> Singles:
        """Return the places of some customers' scores; NaN is unscored."""
        w = np.float32(abs(weight))
        moved = scratch.array(np.float32, rows.stop - rows.start)
        same = len(self.weight) == 1
        with np.errstate(invalid="ignore"):  # 0/0: no metric is left
            np.add(self.weight if same else self.weight[rows], w, out=moved)
            np.divide(w, moved, out=moved)
            moved *= self.away[rows]
        moved += self.others[rows]
        return moved


def pull(score: Score, term: int, points: Points, *, positive: bool) -> Pull:
    """Prepare the columns of a score for the weight of one of its terms."""
    own = points[term]
    others = [
        (other.weight, column)
        for place, (other, column) in enumerate(zip(score.terms, points, strict=True))
        if place != term
    ]
    whole = float(sum(abs(weight) for weight, _ in others))
    size = len(own)
    mean, away, weight = (np.empty(size, np.float32) for _ in range(3))

    def write(rows: slice) -> None:
        sums = summed(others, rows)
        toward = own[rows].astype(np.float64)
        if not positive:
            toward = 100 - toward
        absent = np.isnan(toward)
        alone = sums.weight == 0
        here = sums.total / np.where(alone, 1.0, sums.weight)
        all_ = score.missing is Missing.ALL
        unscored = (sums.lacking | absent) if all_ else (alone & absent)
        if score.missing is Missing.ZERO:
            here = sums.total / (whole or 1.0)
            toward[absent] = 0
            sums.weight[:] = whole
        else:
            toward = np.where(absent, here, toward)
        away[rows] = (toward - here) * STEPS
        mean[rows] = places(np.where(unscored, np.nan, here))
        weight[rows] = sums.weight

    each(write, chunks(size), rows=size)
    same = size > 0 and weight.min() == weight.max()
    return Pull(mean, away, weight[:1].copy() if same else weight)
