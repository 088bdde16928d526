"""Counting everybody by score, segment now and saved segment, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.chunks import CHUNK
from seg_jupyter.engine.live.crowd import Codes, Crowd, Singles
from seg_jupyter.engine.live.formulas import Formula
from seg_jupyter.engine.live.tally import CELLS, Tally
from seg_jupyter.engine.threads import each
from seg_jupyter.engine.values import Bits, Floats, Integers

Scores = Callable[[slice], Mapping[str, Singles]]
"""Returns the places of some customers' scores that move."""
_FEW_LABELS = 16
"""Two places among so many fit a byte."""
_PARTS = 2
"""Pieces of the customers that are counted at once."""


@dataclass(frozen=True, eq=False)
class Counter:
    """What stays the same while scores move.

    Parameters
    ----------
    crowd
        Whom to count, and what to sum.
    conditions
        Those of the segment lines; None takes everybody left.
    shown
        The score by which is counted; None for none.
    still
        Its places on the grid, if it does not move.
    """

    crowd: Crowd
    conditions: Sequence[Formula | None]
    shown: str | None
    still: Singles | None

    def count(self, scores: Scores) -> Tally:
        """Count everybody."""
        size, labels = self.crowd.size, len(self.crowd.labels)
        step = max(-(-size // (_PARTS * CHUNK)), 1) * CHUNK
        parts = [slice(start, min(start + step, size)) for start in range(0, size, step)]
        found = each(lambda rows: self._part(scores, rows), parts, rows=size)
        counts: Integers = sum((c for c, _ in found), np.zeros(self._shape, np.int64))
        sums: Floats = sum((s for _, s in found), np.zeros((len(self.crowd.amounts), 2, labels)))
        return self._tally(counts, sums)

    @property
    def _pairs(self) -> type[np.uint8 | np.uint16 | np.int32]:
        """The type that holds a label now and a saved one."""
        labels = len(self.crowd.labels)
        return np.uint8 if labels <= _FEW_LABELS else np.int32

    @property
    def _shape(self) -> tuple[int, int, int]:
        """Cells (the first is for nobody's score), labels now, saved labels."""
        labels = len(self.crowd.labels)
        return (1 if self.shown is None else CELLS + 1), labels, labels

    def _part(self, scores: Scores, rows: slice) -> tuple[Integers, Floats]:
        cells, labels, _ = self._shape
        counts = np.zeros(cells * labels * labels, np.int64)
        sums = np.zeros((len(self.crowd.amounts), 2, labels))
        for start in range(rows.start, rows.stop, CHUNK):
            here = slice(start, min(start + CHUNK, rows.stop))
            found = scores(here)
            codes = self._codes(found, here, sums)
            # small numbers as long as they fit, since they are quick
            pair = np.multiply(codes, labels, dtype=self._pairs)
            pair += self.crowd.saved[here]
            index = pair.astype(np.int32)
            if self.shown is not None:
                places = found[self.shown] if self.still is None else self.still[here]
                # whoever has no score is in the first cell
                cell = np.fmax(places, np.float32(0)).astype(np.int32)
                cell *= labels * labels
                index += cell
            counts += np.bincount(index, minlength=len(counts))
        return counts.reshape(self._shape), sums

    def _codes(self, scores: Mapping[str, Singles], rows: slice, sums: Floats) -> Codes:
        """Return the places of some customers' segments, and add up what they have."""
        size = rows.stop - rows.start
        codes = np.zeros(size, self.crowd.saved.dtype)
        left = np.ones(size, np.bool_)
        for place, condition in enumerate(self.conditions):
            taken = left if condition is None else left & condition.holds(rows, scores)
            self._add(taken, rows, sums[:, :, place])
            if condition is None:
                return codes
            left = left ^ taken
            codes += left.view(np.uint8)
        self._add(left, rows, sums[:, :, len(self.conditions)])
        return codes

    def _add(self, who: Bits, rows: slice, to: Floats) -> None:
        """Add the chosen columns of some customers, and how many have a value."""
        if not self.crowd.amounts:
            return
        ones = who.astype(np.float32)
        for sums, amounts in zip(to, self.crowd.amounts, strict=True):
            sums[0] += float(np.dot(ones, amounts.values[rows]))
            if amounts.present is not None:
                sums[1] += float(np.dot(ones, amounts.present[rows]))

    def _tally(self, counts: Integers, sums: Floats) -> Tally:
        crowd, scored = self.crowd, self.shown is not None
        moves = counts.sum(axis=0).T
        sizes = moves.sum(axis=0)
        scales = np.array([amounts.largest for amounts in crowd.amounts])
        present = [
            sizes if amounts.present is None else np.rint(own[1]).astype(np.int64)
            for amounts, own in zip(crowd.amounts, sums, strict=True)
        ]
        with np.errstate(over="ignore", invalid="ignore"):  # the largest numbers have no sum
            totals = sums[:, 0] * scales[:, None]
        return Tally(
            crowd.labels,
            moves,
            counts[1:].sum(axis=2).T if scored else None,
            counts[0].sum(axis=1) if scored else None,
            totals,
            np.array(present, np.int64).reshape(len(crowd.amounts), len(sizes)),
            crowd.saved_sums,
            crowd.saved_counts,
            exact=False,
        )
