"""The one place that decides which figures rest on too few people."""

from __future__ import annotations

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
