"""Events that repeat another in every column: counted, to be said; nothing is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.table import Table
from seg_jupyter.engine.values import Integers
from seg_jupyter.lang.schema import Kind

_MIXER = np.int64(0x1E3779B97F4A7C15)
"""An odd number without a pattern, for mixing keys; products wrap."""
_SPARE_BITS, _MOST_BITS = 7, 24
"""Of a hundred entries of the table one is taken, unless it would be too large for the caches."""

_QUICK = (Kind.NUMBER, Kind.DATE, Kind.TRUTH)


def places_alike(*keys: npt.NDArray[Any]) -> Integers:
    """Return the places that may have the keys of another: all that have, and hardly any other.

    The keys are mixed to one number of 32 bits: sorting those is many times as fast as hashing
    rows. Mixes that occur twice are found again by their leading bits in a table.
    """
    ordered = np.empty(len(keys[0]), np.uint32)
    for rows in chunks(len(ordered)):
        ordered[rows] = _mixed(rows, keys)
    ordered.sort()
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    left_out = 32 - min(len(again).bit_length() + _SPARE_BITS, _MOST_BITS)
    table = np.zeros(1 << (32 - left_out), np.bool_)
    table[again >> left_out] = True
    places = [
        np.flatnonzero(table[_mixed(rows, keys) >> left_out]) + rows.start
        for rows in chunks(len(ordered))
    ]
    return np.concatenate([np.zeros(0, np.int64), *places])


def count_duplicates(frame: Frame, rows: Integers | None, alike: Callable[[], Integers]) -> int:
    """Count those of some rows that repeat another one of them in every column.

    Parameters
    ----------
    frame
        All events.
    rows
        Which of its rows count, ascending; None for all.
    alike
        Waits for the places, of all rows, that narrow down where to look.
    """
    places = alike()
    if rows is not None:
        places = np.intersect1d(places, rows, assume_unique=True)
    same = np.zeros(len(places), np.int64)
    for column in sorted(range(len(frame.table.labels)), key=lambda c: _is_slow(frame.table, c)):
        # by this column, too; whoever is alone by now need not be compared any further
        both = same * (len(places) + 1) + _codes(frame.table, column, places) + 1
        same = pd.factorize(both)[0].astype(np.int64, copy=False)
        together = np.bincount(same)[same] > 1
        places, same = places[together], same[together]
    return len(same) - len(np.unique(same))


def _is_slow(table: Table, place: int) -> bool:
    """Tell whether a column is text or an object: rows that differ in others need not be hashed."""
    label = table.labels[place]
    try:
        return not isinstance(label, str) or table.kind(label) not in _QUICK
    except Exception:  # as when it is read
        return True


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


def _mixed(rows: slice, keys: tuple[npt.NDArray[Any], ...]) -> npt.NDArray[np.uint32]:
    mixed = np.zeros(rows.stop - rows.start, np.int64)
    for key in keys:
        mixed = (mixed + key[rows]) * _MIXER
    return (mixed >> 32).astype(np.uint32)
