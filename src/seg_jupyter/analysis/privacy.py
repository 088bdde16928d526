"""The one place that decides which figures rest on too few people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.values import Bits, Integers

MIN_CELL = 10
"""A figure that rests on fewer customers than this is hidden; sizes themselves are shown."""

FEW_CUSTOMERS = 100
"""Values of metrics that rest on fewer may tell something of single ones; saving them says so."""

_TENS = 10
"""Numbers that are not told exactly are told to tens."""


def shown(value: float, customers: int, min_cell: int = MIN_CELL) -> float | None:
    """Return a figure, or None if it rests on too few customers.

    Examples
    --------
    >>> shown(71.5, 12), shown(71.5, 9)
    (71.5, None)
    """
    return value if customers >= min_cell else None


def withheld(*wholes: Sequence[int], min_cell: int = MIN_CELL) -> tuple[bool, ...]:
    """Tell which parts of a known whole are hidden, so that what is shown gives none away.

    Parts of too few customers are, and, as long as the hidden ones together are too few, the
    smallest of the others: the whole less what is shown would be those few. A part without
    anybody has nothing to hide. Of several wholes in the same parts, a part that is hidden in one
    is hidden in all.

    Examples
    --------
    >>> withheld([40, 3, 25, 0]), withheld([40, 6, 25, 7])
    ((False, True, True, False), (False, True, False, True))
    """
    hidden: set[int] = set()
    before = -1
    while before < len(hidden):
        before = len(hidden)
        for customers in wholes:
            _withhold(customers, hidden, min_cell)
    return tuple(place in hidden for place in range(len(wholes[0])))


def _withhold(customers: Sequence[int], hidden: set[int], min_cell: int) -> None:
    together = sum(customers[place] for place in hidden)
    for number, place in sorted((number, place) for place, number in enumerate(customers)):
        if number >= min_cell and not 0 < together < min_cell:
            break
        if number and place not in hidden:
            hidden.add(place)
            together += number


@dataclass(frozen=True, eq=False)
class Withheld:
    """What is not told of a matrix of moves.

    Parameters
    ----------
    cells
        Which cells are hidden.
    moved
        The lowest and the highest number of people who moved, as far as that is told: twice the
        number itself, or the ends of what rounds to the same.
    """

    cells: Bits
    moved: tuple[int, int]


def withheld_grid(counts: Integers, min_cell: int = MIN_CELL) -> Withheld:
    """Tell which cells of a matrix of moves are hidden, so that what is shown gives none away.

    The sums of its rows and of its columns are sizes, and always shown. Cells of few people are
    hidden; then others, as few as can be and zeros last, until in each row and each column the
    hidden ones are none, or at least two with enough people together, and each cell of few people
    is a corner of a rectangle of hidden ones: one person more or fewer in two opposite corners,
    and as many fewer or more in the other two, would show the same everywhere. How many moved is
    told exactly where that holds with the diagonal as it is, else rounded, else as what the sizes
    say.

    What sizes alone say is not hidden: all moves where everybody was, or is, in one segment, and
    that nobody moved.

    Parameters
    ----------
    counts
        People by where they were (rows) and where they are (columns).
    min_cell
        So many people are not few.

    Examples
    --------
    >>> found = withheld_grid(np.array([[400, 3, 20], [30, 50, 40], [0, 12, 90]]))
    >>> found.cells.astype(int).tolist(), found.moved
    ([[0, 1, 1], [0, 1, 1], [0, 0, 0]], (105, 114))
    """
    small = (counts > 0) & (counts < min_cell)
    moved = int(counts.sum() - counts.trace())
    lines = min(np.count_nonzero(counts.sum(axis=axis)) for axis in (0, 1))
    if not moved or not small.any() or lines < 2:
        return Withheld(np.zeros(counts.shape, np.bool_), (moved, moved))
    hidings = ((_hidden(counts, small, told, min_cell), told) for told in _told(counts, min_cell))
    # the last way to tell it says nothing new, so that it always will do
    return next(Withheld(cells, told) for cells, told in hidings if cells is not None)


def _told(counts: Integers, min_cell: int) -> Iterator[tuple[int, int]]:
    """Yield what can be said of the number of those who moved, the most telling first."""
    moved = int(counts.sum() - counts.trace())
    yield moved, moved
    if moved < min_cell:
        yield 1, min_cell - 1
    else:
        step = -(-min_cell // _TENS) * _TENS
        about = (moved + step // 2) // step * step
        yield about - step // 2, about + (step - 1) // 2
    grown = counts.sum(axis=0) - counts.sum(axis=1)
    yield int(grown.clip(0).sum()), int(counts.sum())


def _hidden(counts: Integers, small: Bits, told: tuple[int, int], min_cell: int) -> Bits | None:
    """Return the cells to be hidden where so much is told of the moves; None if none will do."""
    hidden, safe = small.copy(), np.zeros(small.shape, np.bool_)
    while (hidden & ~safe).any():
        for row, column in np.argwhere(hidden & ~safe).tolist():
            if safe[row, column]:
                continue
            opposite = _opposite(counts, hidden, told, row, column)
            if opposite is None:
                return None
            corners = np.ix_([row, opposite[0]], [column, opposite[1]])
            hidden[corners] = safe[corners] = True
        _fill(counts, hidden, min_cell)
        _fill(counts.T, hidden.T, min_cell)
    return hidden


def _opposite(
    counts: Integers, hidden: Bits, told: tuple[int, int], row: int, column: int
) -> tuple[int, int] | None:
    """Return the opposite corner of the rectangle that hides a cell at the least cost."""
    cost = np.where(hidden, 0, np.where(counts > 0, counts, counts.sum()))
    cost = cost + cost[row] + cost[:, column, None]
    stay = np.eye(len(counts), dtype=np.int64)
    # of one person more in the cell
    shift = stay[row] + stay[:, column, None] - stay - stay[row, column]
    moved = int(counts.sum() - counts.trace())
    more = (counts[row] > 0) & (counts[:, column, None] > 0) & _within(moved + shift, told)
    fewer = (counts > 0) & _within(moved - shift, told)
    free = more | fewer
    free[row] = free[:, column] = False
    if not free.any():
        return None
    best = int(np.where(free, cost, np.iinfo(np.int64).max).argmin())
    return divmod(best, len(counts))


def _within(moved: Integers, told: tuple[int, int]) -> Bits:
    return (told[0] <= moved) & (moved <= told[1])


def _fill(counts: Integers, hidden: Bits, min_cell: int) -> None:
    """Hide more of each row of which too few people are hidden, the smallest cells first."""
    together = (counts * hidden).sum(axis=1)
    for row in np.flatnonzero((together > 0) & (together < min_cell)):
        for place in np.argsort(counts[row], kind="stable"):
            if counts[row, place] and not hidden[row, place] and together[row] < min_cell:
                hidden[row, place] = True
                together[row] += counts[row, place]
