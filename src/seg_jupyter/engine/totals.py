"""Exact totals: values as whole millionths, so that no order of the rows changes a sum."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.values import Floats, Integers

MICROS = 1e6
_EXACT_FLOAT = 2.0**53
_LARGEST_WORD = 2.0**62
_LARGEST_TOTAL = 2.0**126
"""In millionths; the largest whole number that databases add, of 128 bits, holds it."""
_LOW_BITS = 26


def exact_totals(owners: Integers, values: Floats, count: int) -> Floats:
    """Add up the values of each owner, to six decimals each.

    Parameters
    ----------
    owners
        For each value the place of its owner, 0 to `count` - 1.
    values
        Finite numbers.
    count
        Number of owners.

    Raises
    ------
    OverflowError
        If a total is too large to be exact everywhere.

    Examples
    --------
    >>> import numpy as np
    >>> exact_totals(np.array([0, 0, 1]), np.array([0.1, 0.2, 5.0]), 3)
    array([0.3, 5. , 0. ])
    """
    if not len(values):
        return np.zeros(count)
    with np.errstate(over="ignore"):
        millionths = np.floor(values * MICROS + 0.5)
        largest = max(float(millionths.max()), -float(millionths.min()))
        if largest * len(values) < _EXACT_FLOAT:
            # whatever is added to what, float64 holds it exactly
            return np.bincount(owners, weights=millionths, minlength=count) / MICROS
        size = np.bincount(owners, weights=np.abs(millionths), minlength=count)
    if not size.max() < _LARGEST_TOTAL:
        raise OverflowError
    if size.max() < _EXACT_FLOAT:
        return np.bincount(owners, weights=millionths, minlength=count) / MICROS
    large = size >= _LARGEST_WORD
    if not large.any():
        return _totals_of_words(owners, millionths, count)
    long = large[owners]
    totals = _totals_of_words(owners[~long], millionths[~long], count)
    exact = dict.fromkeys(np.flatnonzero(large).tolist(), 0)
    for owner, value in zip(owners[long].tolist(), millionths[long].tolist(), strict=True):
        exact[owner] += int(value)
    totals[large] = [float(total) / MICROS for total in exact.values()]
    return totals


def _totals_of_words(owners: Integers, millionths: Floats, count: int) -> Floats:
    """Add whole numbers whose totals fit a word of 64 bits.

    Each is split into a high and a low part, whose float64 totals are whole numbers below 2**53
    and therefore exact, up to 2**27 values of one owner.
    """
    whole = millionths.astype(np.int64)
    high, low = (
        np.bincount(owners, weights=part, minlength=count).astype(np.int64)
        for part in (whole >> _LOW_BITS, whole & (2**_LOW_BITS - 1))
    )
    return np.asarray(((high << _LOW_BITS) + low) / MICROS)
