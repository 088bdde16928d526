"""Columns of whole numbers or of money: counted, without sorting."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.distribution import Distribution, kept_places
from seg_jupyter.engine.values import Floats

_BLOCK = 1 << 18
"""Rows counted at once, and the largest table of counts: both fit a processor's cache."""
_EXACT = 2.0**53


def counted(metric: Floats, units: int) -> Distribution | None:
    """Count the values that are present, if all are whole numbers of 1/`units`, and near enough.

    Returns
    -------
    Distribution | None
        None where nothing is present, a value is no such number, or they are too far apart.
    """
    ends = (np.fmin.reduce(metric, initial=np.nan), np.fmax.reduce(metric, initial=np.nan))
    low, high = (float(end) * units for end in ends)
    if not (abs(low) < _EXACT and abs(high) < _EXACT and high - low + 1.5 < _BLOCK):
        return None
    lowest, size = round(low), round(high) - round(low) + 1
    counts = np.zeros(size + 1, np.int64)
    for start in range(0, len(metric), _BLOCK):
        block = metric[start : start + _BLOCK]
        whole = np.rint(block * units)
        if np.count_nonzero((whole / units == block) | np.isnan(block)) < len(block):
            return None
        # what is missing gets a cell of its own, behind the others
        cells = np.fmin(whole - lowest, size).astype(np.int64)
        counts += np.bincount(cells, minlength=size + 1)
    upto = np.cumsum(counts[:size])
    kept = np.unique(np.searchsorted(upto, kept_places(int(upto[-1])), side="right"))
    return Distribution((kept + lowest) / units, (upto - counts[:size])[kept], upto[kept])
