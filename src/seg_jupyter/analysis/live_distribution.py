"""How a score is spread now, in bins that stay as they are while numbers change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seg_jupyter.analysis.distribution import Bin, Distribution
from seg_jupyter.analysis.thresholds import Threshold
from seg_jupyter.engine.live.tally import CELLS, Tally
from seg_jupyter.engine.values import Bits, Integers

_TENTHS = 10


def distribution_now(
    tally: Tally, score: str, width: float, cuts: Sequence[Threshold] = ()
) -> Distribution:
    """Sum the cells of a tally in bins, by segment.

    Parameters
    ----------
    tally
        With cells of the score.
    score
        Its name.
    width
        Of a bin, in points: one that `bin_width` has chosen for the saved cell.
    cuts
        The thresholds as they are now.
    """
    counts = bins_of(_cells(tally), width)
    bins = tuple(
        Bin(place * width, (place + 1) * width, label, count)
        for label, row in zip(tally.labels, counts.tolist(), strict=True)
        for place, count in enumerate(row)
        if count
    )
    unscored = 0 if tally.unscored is None else int(tally.unscored.sum())
    return Distribution(score, width, bins, tuple(cuts), int(counts.sum()), unscored)


def bins_of(cells: Integers, width: float) -> Integers:
    """Sum cells of a tenth of a point in bins; the last one includes a score of 100."""
    wide = round(width * _TENTHS)
    parts = cells[..., :-1].reshape(*cells.shape[:-1], (CELLS - 1) // wide, wide)
    bins: Integers = parts.sum(axis=-1)
    bins[..., -1] += cells[..., -1]
    return bins


def within_one_point(tally: Tally, cuts: Sequence[Threshold]) -> dict[str, int]:
    """Count the customers, of whatever segment, whose score is near a threshold of a segment.

    A score is near if it lies from one point below the threshold up to, not including, one point
    above it, the threshold rounded down to a tenth of a point. Who is near two thresholds of one
    segment counts once.

    Returns
    -------
    dict[str, int]
        By segment; those without a threshold are not in it.
    """
    everybody = _cells(tally).sum(axis=0)
    near: dict[str, Bits] = {}
    for cut in cuts:
        # ten times a number with one decimal is a whole number
        middle = int(np.floor(cut.value * _TENTHS))
        places = near.setdefault(cut.segment, np.zeros(CELLS, np.bool_))
        places[max(middle - _TENTHS, 0) : max(middle + _TENTHS, 0)] = True
    return {segment: int(everybody[places].sum()) for segment, places in near.items()}


def _cells(tally: Tally) -> Integers:
    assert tally.cells is not None  # noqa: S101 - the caller has a score
    return tally.cells
