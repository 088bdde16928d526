"""Which knot a number is at or after: a table by the leading bits of a float64.

The bits of positive floats, taken as integers, ascend as the floats do, and their leading ones
are a logarithm of a kind. A table by them tells a knot to start from, and since few knots share
an entry, a comparison or two lead from there to the right one. A binary search takes five times
as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.keys import MANTISSA_BITS, write_keys
from seg_jupyter.engine.values import Floats, Integers

_LONGEST_TABLE = 1 << 16
_MOST_STEPS = 3


@dataclass(frozen=True, eq=False)
class Lookup:
    """A table of knots to start from.

    Parameters
    ----------
    signed
        Whether there are numbers below zero.
    shift
        How many bits of a key are left out.
    lowest
        The key of the first entry, without them.
    starts
        For each entry a knot that is at or before all its numbers.
    steps
        How many knots further the right one may be.
    following
        For each knot the value of the next one; infinity after the last.
    """

    signed: bool
    shift: int
    lowest: int
    starts: Integers
    steps: int
    following: Floats

    @staticmethod
    def of(knots: Floats) -> Lookup | None:
        """Make the smallest table with the fewest steps; None if too many knots share an entry.

        Parameters
        ----------
        knots
            Ascending, finite; at least one.
        """
        best: Lookup | None = None
        for table in _tables(knots):
            if table.steps <= _MOST_STEPS and (best is None or table.steps < best.steps):
                best = table
            if best is not None and best.steps <= 1:
                break
        return best

    def find(self, numbers: Floats) -> Integers:
        """Return the place of the last knot that is not above each number.

        Parameters
        ----------
        numbers
            From the first knot to the last; of NaN the place is some knot's.
        """
        entries = np.empty(len(numbers), np.int64)
        write_keys(numbers, entries, signed=self.signed)
        entries >>= self.shift
        entries -= self.lowest
        np.clip(entries, 0, len(self.starts) - 1, out=entries)
        places = np.take(self.starts, entries, mode="clip")
        following = np.empty(len(numbers))
        for _ in range(self.steps):
            np.take(self.following, places, out=following, mode="clip")
            places += numbers >= following
        return places


def _tables(knots: Floats) -> Iterator[Lookup]:
    """Yield tables by more and more bits, as long as they are of a moderate length.

    By all bits there is an entry for each knot, so that nobody asks for one more.
    """
    signed = bool(knots[0] < 0)
    keys = np.empty(len(knots), np.int64)
    write_keys(knots, keys, signed=signed)
    # zero lies as many powers of two below the next number as there are: they share an entry
    first = keys[1] if knots[0] == 0 and len(knots) > 1 else keys[0]
    following = np.append(knots[1:], np.inf)
    shift = MANTISSA_BITS
    while True:
        lowest = int(first >> shift)
        size = int(keys[-1] >> shift) - lowest + 1
        if size > _LONGEST_TABLE:
            return
        entries = np.maximum((keys >> shift) - lowest, 0)
        last = np.cumsum(np.bincount(entries, minlength=size)) - 1
        starts = np.maximum(np.append(0, last[:-1]), 0)
        yield Lookup(signed, shift, lowest, starts, int((last - starts).max()), following)
        shift -= 1
