"""What of a scale may be told over the bars of its metric.

A scale is made of values of single customers: the lowest and the highest, or the knots of a rank.
Enough of its points, or a few that are exact, would give them back.
"""

from __future__ import annotations

import math
import sys

import numpy as np

from seg_jupyter.analysis.metric_grid import are_whole, round_above
from seg_jupyter.engine.scales import MinMaxScale, RankScale, Scale
from seg_jupyter.engine.values import Floats

_PARTS = 20
"""An end that is not shared by enough is rounded to about so many parts of the range."""
_LEAST_WHOLE = 2.0
"""Whole numbers are rounded by at least as much: to the next whole one, they would be told."""


def told(scale: Scale, values: Floats, min_cell: int) -> Scale | None:
    """Return a scale the points of which may be shown; None where it rests on too few.

    The ends of a scale from the lowest to the highest are rounded outwards, unless enough of the
    ordered `values` are at the end. Rounded points alone would not do: of two dozen, each narrows
    down the ends.
    """
    if isinstance(scale, RankScale | MinMaxScale) and scale.count < min_cell:
        return None
    if isinstance(scale, MinMaxScale) and not scale.constant:
        return _rounded(scale, values, min_cell)
    return scale


def _rounded(scale: MinMaxScale, values: Floats, min_cell: int) -> MinMaxScale:
    # halved, so that no range of floats can overflow
    part = round_above((scale.high / 2 - scale.low / 2) / (_PARTS / 2))
    if are_whole(values):
        part = max(part, _LEAST_WHOLE)
    largest = sys.float_info.max
    low, high = scale.low, scale.high
    if not _shared(values, low, min_cell):
        low = max(math.floor(low / part) * part, -largest)
    if not _shared(values, high, min_cell):
        high = min(math.ceil(high / part) * part, largest)
    return MinMaxScale(low, high, scale.count)


def _shared(values: Floats, value: float, least: int) -> bool:
    first, last = (np.searchsorted(values, value, side) for side in ("left", "right"))
    return bool(last - first >= least)


def decimals(scale: Scale) -> int:
    """Return to how many decimals the mean of its points may be told.

    Where points rise as the metric does, those of ten customers are told by the whole point: one
    of them may have nearly all of their sum.
    """
    return 0 if isinstance(scale, MinMaxScale) else 1


def fitted_below(scale: RankScale, edges: Floats) -> list[int]:
    """Return how many fitted values lie below each edge, as far as the knots tell."""
    knots = np.repeat(scale.values, 2)
    counts = np.column_stack([scale.below, scale.upto]).ravel()
    # between the two of a knot, the count jumps: an edge at a knot has those below it only
    places = np.searchsorted(knots, edges, side="left")
    found: list[int] = []
    for edge, place in zip(edges.tolist(), places.tolist(), strict=True):
        if place in (0, len(knots)):
            found.append(0 if not place else scale.count)
            continue
        low, high = knots[place - 1] / 2, knots[place] / 2
        share = (edge / 2 - low) / (high - low)
        found.append(round(float(counts[place - 1] + share * (counts[place] - counts[place - 1]))))
    return found


def enough_fitted(below: list[int], upto: list[int], count: int, least: int) -> list[bool]:
    """Tell for each bar whether a rank scale of others may have a point there.

    Parameters
    ----------
    below, upto
        How many fitted values lie below each bar, and below its end.
    count, least
        How many there are, and how many lie at least between two points that are told, and
        beyond the first and the last. Where none or all lie below, there is nothing to tell.

    Examples
    --------
    >>> enough_fitted([0, 0, 4, 12, 30], [0, 4, 12, 26, 30], 30, 10)
    [True, False, True, False, True]
    """
    last = 0
    found: list[bool] = []
    for low, high in zip(below, upto, strict=True):
        beyond = count - high
        enough = high - last >= least and not 0 < beyond < least
        found.append(enough or high == 0 or low == count)
        if enough:
            last = high
    return found
