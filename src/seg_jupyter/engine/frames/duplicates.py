"""Events that repeat another in every column: counted, to be said; nothing is dropped."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.values import Integers

_MIXER = 0x9E3779B97F4A7C1
"""An odd number without a pattern, for mixing keys; products wrap."""


def count_duplicates(frame: Frame, rows: Integers, *keys: npt.NDArray[Any]) -> int:
    """Count those of some rows that repeat another one of them in every column.

    `keys`, as long as `rows`, narrow down where to look.
    """
    candidates = frame.native.iloc[rows[_alike(*keys)]]
    try:
        return int(candidates.duplicated().sum())
    except (TypeError, NotImplementedError, ArithmeticError):
        # a column of lists or the like: compare what it shows
        return int(candidates.map(str).duplicated().sum())


def _alike(*keys: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return where a row may have the keys of another: surely if it has, hardly ever if not.

    The keys are mixed to one number, since sorting numbers is ten times as fast as hashing rows.
    """
    mixed = np.zeros(len(keys[0]), np.int64)
    for key in keys:
        mixed = mixed * np.int64(_MIXER) + key
    ordered = np.sort(mixed)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(mixed, again) if len(again) else np.zeros(len(mixed), np.bool_)
