"""A broken line as a function of one number, applied to millions of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.lookup import Lookup
from seg_jupyter.engine.values import Floats

_WORTH_A_TABLE = 2_000
_WIDEST_GAP = 1e200


@dataclass(frozen=True, eq=False)
class Line:
    """A value at each knot, and a straight line after it, up to before the next.

    A number below the first knot counts as that knot, one above the last as that; missing stays
    missing.

    Parameters
    ----------
    knots
        Ascending, finite; at least one.
    at
        The value at each knot.
    after
        Where the line after each knot starts.
    slopes
        How much it rises for each 2 that a number is above the knot: halved numbers have no
        difference that overflows.
    """

    knots: Floats
    at: Floats
    after: Floats
    slopes: Floats

    def apply(self, numbers: Floats) -> Floats:
        """Return the value for each number."""
        if len(numbers) < _WORTH_A_TABLE or self._lookup is None:
            return self._by_search(numbers)
        values = np.empty(len(numbers))
        for rows in chunks(len(numbers)):
            self._look_up(self._lookup, numbers[rows], values[rows])
        return values

    def _by_search(self, numbers: Floats) -> Floats:
        """Return the same by a binary search, which needs no table."""
        x = np.clip(numbers, self.knots[0], self.knots[-1])
        place = np.searchsorted(self.knots, x, side="right") - 1
        here = self.knots[place]
        line = self.after[place] + (x / 2 - here / 2) * self.slopes[place]
        return np.where(x == here, self.at[place], line)

    def _look_up(self, lookup: Lookup, numbers: Floats, out: Floats) -> None:
        """Write the value for each number of a chunk, with few passes and nothing masked."""
        x = np.clip(numbers, self.knots[0], self.knots[-1])
        places = lookup.find(x)
        x -= np.take(self.knots, places, out=out, mode="clip")
        # two pieces a knot: the knot itself, and what is beyond
        places <<= 1
        places += x > 0
        values, slopes = self._pieces
        x *= np.take(slopes, places, out=out, mode="clip")
        np.add(x, np.take(values, places, out=out, mode="clip"), out=out)

    @cached_property
    def _lookup(self) -> Lookup | None:
        """The table; None where too many knots are too close, or some too far apart.

        Only gaps whose half does not differ from them but by the exponent make the formula for a
        piece exactly the one above.
        """
        if np.diff(self.knots / 2).max(initial=0) > _WIDEST_GAP:
            return None
        return Lookup.of(self.knots)

    @cached_property
    def _pieces(self) -> tuple[Floats, Floats]:
        values = np.column_stack([self.at, self.after]).ravel()
        slopes = np.column_stack([np.zeros(len(self.slopes)), self.slopes / 2]).ravel()
        return values, slopes
