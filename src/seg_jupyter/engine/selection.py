"""Large columns of any numbers: counted by cells, and sorted only where a cell is of interest.

The leading bits of a value tell its cell, and counting cells tells which of them hold the places
that are kept. The values in those are sorted, as a rule a fifth. This takes as long as to sort
a whole column where NumPy sorts fast, and a third of it where it does not (on processors of the
kind Zen 4, its sort for AVX-512 is five times as slow as the one for AVX2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.distribution import Distribution, first_of_runs, kept_places
from seg_jupyter.engine.keys import write_keys
from seg_jupyter.engine.values import Floats

_CELLS = 1 << 18
_BLOCK = 1 << 18
_SAMPLE = 1_000
_PILE = 0.25
"""A share of equal values from which on sorting is faster."""
_FLAT = 2.0**-10
"""Numbers that are smaller than the median by this factor share a cell with zero."""


@dataclass(frozen=True)
class Cells:
    """Intervals that cover all numbers, ascending; narrow where a sample has its numbers.

    Parameters
    ----------
    signed
        Whether there are cells below zero.
    flat
        The key up to which, on both sides of zero, all numbers share a cell.
    lowest, highest
        Keys, beyond `flat`, that share the first and the last cell with all that lie further out.
    """

    signed: bool
    flat: int
    lowest: int
    highest: int

    @staticmethod
    def of(sample: Floats) -> Cells | None:
        """Make cells for numbers like those of a sample; None if many of them are the same."""
        values, counts = np.unique(sample[~np.isnan(sample)], return_counts=True)
        if not len(values) or counts.max() > _PILE * counts.sum():
            return None
        signed = bool(values[0] < 0)
        keys = np.empty(3, np.int64)
        near_zero = np.sort(np.abs(values))[len(values) // 2] * _FLAT
        write_keys(np.array([near_zero, values[0], values[-1]]), keys, signed=signed)
        flat, low, high = keys.tolist()
        return Cells(signed, flat, _beyond(low, flat), _beyond(high, flat))

    @property
    def shift(self) -> int:
        """How many bits of a key do not count."""
        return max((self.highest - self.lowest).bit_length() - _CELLS.bit_length() + 1, 0)

    @property
    def count(self) -> int:
        """The number of cells."""
        return (self.highest >> self.shift) - (self.lowest >> self.shift) + 1

    def find(self, numbers: Floats) -> npt.NDArray[np.int32]:
        """Return the cell of each number; that of what is missing comes after the last."""
        keys = np.empty(len(numbers), np.int64)
        write_keys(np.fmin(numbers, np.inf), keys, signed=self.signed)
        keys -= np.clip(keys, -self.flat, self.flat)
        np.clip(keys, self.lowest, self.highest, out=keys)
        keys >>= self.shift
        keys -= self.lowest >> self.shift
        keys += np.isnan(numbers)  # missing counts as infinite up to here
        return keys.astype(np.int32)


def _beyond(key: int, flat: int) -> int:
    return key - min(max(key, -flat), flat)


def selected(metric: Floats) -> Distribution | None:
    """Count the values that are present; None where many are the same, which sort fast."""
    cells = Cells.of(metric[:: max(len(metric) // _SAMPLE, 1)])
    if cells is None:
        return None
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(metric), _BLOCK)]
    found = np.empty(len(metric), np.int32)
    counts = np.zeros(cells.count + 1, np.int64)
    for rows in blocks:
        found[rows] = cells.find(metric[rows])
        counts += np.bincount(found[rows], minlength=len(counts))
    upto = np.cumsum(counts[:-1])
    places = kept_places(int(upto[-1]))
    cell = np.searchsorted(upto, places, side="right")
    wanted = np.zeros(len(counts), np.bool_)
    wanted[cell] = True
    part = np.concatenate([metric[rows][wanted[found[rows]]] for rows in blocks])
    part.sort()
    # how many values below each cell are not in the part
    elsewhere = np.cumsum(np.where(wanted, 0, counts))[cell]
    values = part[places - elsewhere]
    first = first_of_runs(values)
    values, elsewhere = values[first] + 0.0, elsewhere[first]  # no negative zero
    below, upto = (np.searchsorted(part, values, side) for side in ("left", "right"))
    return Distribution(values, below + elsewhere, upto + elsewhere)
