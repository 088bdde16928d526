"""How a score is spread over the customers, counted in bins by segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.thresholds import Threshold, thresholds
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.parser import NOT_PROFILED

_WIDTHS = (2.5, 2.0, 5.0, 4.0)
_FEW = 200
"""With fewer customers than this, bins are 5 points wide."""


@dataclass(frozen=True)
class Bin:
    """Customers of one segment whose score lies from `low` up to, not including, `high`.

    The last bin includes 100.
    """

    low: float
    high: float
    segment: str
    customers: int


@dataclass(frozen=True)
class Distribution:
    """A score in bins, with the thresholds that cut it."""

    score: str
    width: float
    bins: tuple[Bin, ...]
    thresholds: tuple[Threshold, ...]
    scored: int
    unscored: int


def score_distribution(result: Result, score: str) -> Distribution:
    """Count the profiled and scored customers in bins of the score, by segment.

    Bins are so wide that thresholds fall on their edges, where one of the usual widths allows it.
    """
    cuts = thresholds(result.model.program, score)
    values = result.score(score)
    counted = result.profiled & ~np.isnan(values)
    width = bin_width([cut.value for cut in cuts], int(counted.sum()))
    places = np.minimum(np.floor(values[counted] / width), 100 / width - 1).astype(np.int64)
    labels = result.labels[: result.labels.index(NOT_PROFILED)]
    number = round(100 / width)
    flat = np.bincount(result.codes[counted] * number + places, minlength=len(labels) * number)
    bins = tuple(
        Bin(place * width, (place + 1) * width, label, int(count))
        for label, row in zip(labels, flat.reshape(len(labels), number), strict=True)
        for place, count in enumerate(row)
        if count
    )
    scored = int(counted.sum())
    return Distribution(score, width, bins, cuts, scored, int(result.profiled.sum()) - scored)


def bin_width(cuts: Sequence[float], customers: int) -> float:
    """Return how wide bins are, in points, for thresholds and so many scored customers."""
    widths = (5.0, *_WIDTHS) if customers < _FEW else _WIDTHS
    return next((w for w in widths if all((cut / w).is_integer() for cut in cuts)), widths[0])
