"""The one place that decides which figures rest on too few people."""

from __future__ import annotations

from collections.abc import Sequence

MIN_CELL = 10
"""A figure that rests on fewer customers than this is hidden; sizes themselves are shown."""

FEW_CUSTOMERS = 100
"""Values of metrics that rest on fewer may tell something of single ones; saving them says so."""


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
