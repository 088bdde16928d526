"""Who moved: customers by their saved segment and by their segment now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.live_sizes import places_shown
from seg_jupyter.analysis.privacy import MIN_CELL, withheld_grid
from seg_jupyter.engine.live.tally import Tally


@dataclass(frozen=True)
class Moves:
    """A matrix of moves as it may be shown.

    Parameters
    ----------
    labels
        Its rows (saved) and its columns (now).
    sizes
        Customers of each row; always shown.
    counts
        Row by row, how many went where; None where that is hidden.
    moved
        The lowest and the highest number of those who changed segment, as far as it is told:
        twice the number itself where it is told exactly.
    customers
        All who are profiled.
    """

    labels: tuple[str, ...]
    sizes: tuple[int, ...]
    counts: tuple[tuple[int | None, ...], ...]
    moved: tuple[int, int]
    customers: int

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(count is None for row in self.counts for count in row)


def moves_now(tally: Tally, min_cell: int = MIN_CELL) -> Moves:
    """Return who moved, without what would tell of few."""
    places = places_shown(tally)
    moves = tally.moves[np.ix_(places, places)]
    withheld = withheld_grid(moves, min_cell)
    counts = tuple(
        tuple(None if hide else count for count, hide in zip(row, hidden, strict=True))
        for row, hidden in zip(moves.tolist(), withheld.cells.tolist(), strict=True)
    )
    return Moves(
        tuple(tally.labels[place] for place in places),
        tuple(moves.sum(axis=1).tolist()),
        counts,
        withheld.moved,
        int(moves.sum()),
    )
