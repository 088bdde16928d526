"""What all views of a panel are counted from: two results over the same customers, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.threads import each
from seg_jupyter.engine.values import Floats, Integers

CELLS = 1001
"""A score in steps of 0.1; the last cell is a score of 100."""


@dataclass(frozen=True, eq=False)
class Tally:
    """The profiled customers, counted by where they were and where they are now.

    Parameters
    ----------
    labels
        The segments of the cell in its order, then Unassigned.
    moves
        Customers by their saved label and by their label now: one row for each saved one.
    cells
        Customers by their label now and by their score now: cell k holds those whose score is
        k/10 or more and less than (k+1)/10, the last of the 1,001 those who score 100. None
        without a score.
    unscored
        By label now, customers who have no score; None without a score.
    kpi_sums, kpi_counts
        For each chosen column of the customers, and by label now, the sum of the values that are
        present, and how many are.
    kpi_sums_saved, kpi_counts_saved
        The same by saved label.
    exact
        False for a preview in single precision while a number is dragged.
    """

    labels: tuple[str, ...]
    moves: Integers
    cells: Integers | None
    unscored: Integers | None
    kpi_sums: Floats
    kpi_counts: Integers
    kpi_sums_saved: Floats
    kpi_counts_saved: Integers
    exact: bool


def tally_of(now: Result, saved: Result, score: str | None, columns: Sequence[Floats]) -> Tally:
    """Count two results of one cell, whose numbers alone may differ, over the same customers.

    Parameters
    ----------
    now, saved
        The results; who is not profiled in them is in no count.
    score
        The score to be counted in cells; None where there is none.
    columns
        Values of the customers to be summed by label; NaN is missing.
    """
    labels = now.labels[:-1]
    size = len(now.labels)
    values = None if score is None else now.score(score)

    def counted(rows: slice) -> tuple[Integers, Integers, Floats, Integers]:
        moved = saved.codes[rows] * size + now.codes[rows]
        moves = np.bincount(moved, minlength=size * size)
        cells = np.zeros(0, np.int64)
        if values is not None:
            places = now.codes[rows] * (CELLS + 1) + cells_of(values[rows])
            cells = np.bincount(places, minlength=size * (CELLS + 1))
        sums = np.zeros((len(columns), size * size))
        counts = np.zeros(sums.shape, np.int64)
        for place, column in enumerate(columns):
            known = ~np.isnan(column[rows])
            whose = moved[known]
            sums[place] = np.bincount(whose, column[rows][known], size * size)
            counts[place] = np.bincount(whose, minlength=size * size)
        return moves, cells, sums, counts

    # without rows, a chunk of none
    parts = each(counted, list(chunks(len(now.codes))) or [slice(0, 0)], rows=len(now.codes))
    with np.errstate(over="ignore", invalid="ignore"):  # the largest numbers have no sum
        moves, cells, sums, counts = (np.sum(part, axis=0) for part in zip(*parts, strict=True))
        # who is not profiled stands last
        sums, counts = (part.reshape(-1, size, size)[:, :-1, :-1] for part in (sums, counts))
        sums_now, sums_saved = sums.sum(axis=1), sums.sum(axis=2)
    cells = cells.reshape(-1, CELLS + 1)[:-1]
    return Tally(
        labels,
        moves.reshape(size, size)[:-1, :-1],
        None if values is None else cells[:, :CELLS],
        None if values is None else cells[:, CELLS],
        sums_now,
        counts.sum(axis=1),
        sums_saved,
        counts.sum(axis=2),
        exact=True,
    )


def cells_of(score: Floats) -> Integers:
    """Return the cell of each score; one behind the last is that of the unscored.

    Ten times a score is rounded, and still never to the next cell: of k/10, whose nearest double
    may lie below it, ten times is exactly k, since 10 is a sum of two powers of 2 (Goldberg 1991,
    "What every computer scientist should know about floating-point arithmetic", theorem 7), and
    the last score before it, of nine decimals, is far enough away.
    """
    return np.fmin(score * 10, CELLS).astype(np.int64)
