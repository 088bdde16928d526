"""Float64 → integers in the same order, whose leading bits say about how large a number is."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.values import Floats, Integers

MANTISSA_BITS = 52
_ALL_BUT_SIGN = np.int64(np.iinfo(np.int64).max)


def write_keys(numbers: Floats, keys: Integers, *, signed: bool) -> None:
    """Write integers that ascend as the numbers do; equal numbers have equal ones.

    Parameters
    ----------
    numbers
        In one piece or not.
    keys
        Where to write; as many.
    signed
        Whether the order of numbers below zero matters. If not, they are below all others.
    """
    np.add(numbers, 0.0, out=keys.view(np.float64))  # no negative zero
    if signed:
        # of a negative float, all bits but the sign descend
        keys ^= (keys >> 63) & _ALL_BUT_SIGN
