"""Events that repeat another in every column: counted, to be said; nothing is dropped."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.table import Table
from seg_jupyter.engine.values import Integers

_MIXER = np.int64(0x1E3779B97F4A7C15)
"""An odd number without a pattern, for mixing keys; products wrap."""
_TABLE_BITS = 24


def count_duplicates(frame: Frame, rows: Integers | None, *keys: npt.NDArray[Any]) -> int:
    """Count those of some rows that repeat another one of them in every column.

    `rows` are places in the frame, None for all of it. `keys`, as long as `rows`, narrow down
    where to look.
    """
    places = _alike(*keys)
    candidates = places if rows is None else rows[places]
    columns = range(len(frame.table.labels))
    codes = pd.DataFrame({place: _codes(frame.table, place, candidates) for place in columns})
    return int(codes.duplicated().sum())


def _codes(table: Table, place: int, rows: Integers) -> npt.NDArray[np.intp]:
    """Return a number for each different value; one for all that is missing.

    Values that cannot be compared are by what they show; what cannot even be shown repeats
    nothing. Whatever a column does, nobody asked for it to be read.
    """
    for read in (table.some, table.shown):
        try:
            # by pandas for every kind of frame, so that all agree on what is equal
            return pd.factorize(read(place, rows))[0]
        except Exception:  # noqa: S112 - libraries know not all they hold, objects raise anything
            continue
    return np.arange(len(rows))


def _alike(*keys: npt.NDArray[Any]) -> Integers:
    """Return the places that may have the keys of another: all that have, and hardly any other.

    The keys are mixed to one number of 32 bits: sorting those is many times as fast as hashing
    rows. Mixes that occur twice are found again by their leading bits in a table.
    """
    short = np.empty(len(keys[0]), np.uint32)
    for chunk in chunks(len(short)):
        mixed = np.zeros(len(short[chunk]), np.int64)
        for key in keys:
            mixed = (mixed + key[chunk]) * _MIXER
        short[chunk] = mixed >> 32
    ordered = np.sort(short)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(again):
        return np.zeros(0, np.int64)
    table = np.zeros(1 << _TABLE_BITS, np.bool_)
    table[again >> (32 - _TABLE_BITS)] = True
    return np.flatnonzero(table[short >> (32 - _TABLE_BITS)])
