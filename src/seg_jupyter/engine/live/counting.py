"""Counting everybody by score, segment now and saved segment, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from seg_jupyter.engine.chunks import CHUNK
from seg_jupyter.engine.live.crowd import Codes, Crowd, Singles
from seg_jupyter.engine.live.formulas import Formula
from seg_jupyter.engine.live.scratch import Scratch
from seg_jupyter.engine.live.tally import CELLS, Tally
from seg_jupyter.engine.threads import each
from seg_jupyter.engine.values import Bits, Floats, Integers

Scores = Callable[[slice, Scratch], Mapping[str, Singles]]
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
    scratches: tuple[Scratch, ...] = field(
        default_factory=lambda: tuple(Scratch() for _ in range(_PARTS)), repr=False
    )

    def count(self, scores: Scores) -> Tally:
        """Count everybody; one call at a time."""
        size, labels = self.crowd.size, len(self.crowd.labels)
        step = max(-(-size // (_PARTS * CHUNK)), 1) * CHUNK
        parts = [slice(start, min(start + step, size)) for start in range(0, size, step)]
        scratches = self.scratches[: len(parts)]
        pairs = zip(parts, scratches, strict=True)
        found = each(lambda pair: self._part(scores, *pair), pairs, rows=size)
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

    def _part(self, scores: Scores, rows: slice, scratch: Scratch) -> tuple[Integers, Floats]:
        cells, labels, _ = self._shape
        counts = np.zeros(cells * labels * labels, np.int64)
        sums = np.zeros((len(self.crowd.amounts), 2, labels))
        for start in range(rows.start, rows.stop, CHUNK):
            scratch.clear()
            here = slice(start, min(start + CHUNK, rows.stop))
            size = here.stop - here.start
            found = scores(here, scratch)
            codes = self._codes(found, here, sums, scratch)
            # small numbers as long as they fit, since they are quick
            pair = scratch.array(self._pairs, size)
            np.multiply(codes, labels, out=pair, dtype=self._pairs)
            pair += self.crowd.saved[here]
            index = scratch.array(np.int32, size)
            np.copyto(index, pair)
            if self.shown is not None:
                places = found[self.shown] if self.still is None else self.still[here]
                # whoever has no score is in the first cell
                scored = scratch.array(np.float32, size)
                np.fmax(places, np.float32(0), out=scored)
                cell = scratch.array(np.int32, size)
                np.copyto(cell, scored, casting="unsafe")
                cell *= labels * labels
                index += cell
            # of the type that is counted, which would be made in fresh memory otherwise
            key = scratch.array(np.intp, size)
            np.copyto(key, index)
            counts += np.bincount(key, minlength=len(counts))
        return counts.reshape(self._shape), sums

    def _codes(
        self, scores: Mapping[str, Singles], rows: slice, sums: Floats, scratch: Scratch
    ) -> Codes:
        """Return the places of some customers' segments, and add up what they have."""
        size = rows.stop - rows.start
        codes: Codes = scratch.array(self.crowd.saved.dtype.type, size)
        left, taken = (scratch.array(np.bool_, size) for _ in range(2))
        ones = scratch.array(np.float32, size)
        codes.fill(0)
        left.fill(True)
        for place, condition in enumerate(self.conditions):
            if condition is None:
                self._add(left, rows, sums[:, :, place], ones)
                return codes
            np.logical_and(left, condition.holds(rows, scores, scratch), out=taken)
            self._add(taken, rows, sums[:, :, place], ones)
            np.logical_xor(left, taken, out=left)
            codes += left.view(np.uint8)
        self._add(left, rows, sums[:, :, len(self.conditions)], ones)
        return codes

    def _add(self, who: Bits, rows: slice, to: Floats, ones: Singles) -> None:
        """Add the chosen columns of some customers, and how many have a value."""
        if not self.crowd.amounts:
            return
        np.copyto(ones, who)
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
