"""Events that repeat another in every column: counted, to be said; nothing is dropped."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.values import Integers

_MIXER = 0x9E3779B97F4A7C1
"""An odd number without a pattern, for mixing keys; products wrap."""


def count_duplicates(frame: Frame, rows: Integers, *keys: npt.NDArray[Any]) -> int:
    """Count those of some rows that repeat another one of them in every column.

    `keys`, as long as `rows`, narrow down where to look.
    """
    candidates = frame.table.comparable(rows[_alike(*keys)])
    # by pandas for every kind of frame, so that all agree on what is equal
    codes = pd.DataFrame({place: _codes(column) for place, column in enumerate(candidates)})
    return int(codes.duplicated().sum())


def _codes(column: pd.Series[Any]) -> npt.NDArray[np.intp]:
    """Return a number for each different value; one for all that is missing."""
    try:
        return pd.factorize(column)[0]
    except (TypeError, ArithmeticError):  # lists or the like: compare what they show
        return pd.factorize(column.map(str))[0]


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
