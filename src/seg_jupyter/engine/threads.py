"""The same work on several columns, or parts of one, at once where that is quicker.

NumPy lets other threads run while it sorts and computes, so that plain threads will do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_WORTH_THREADS = 200_000
"""Rows; fewer are done before the threads are there."""
_MOST_THREADS = 4
"""Memory, not processors, is what more would wait for."""


def each(function: Callable[[Item], Answer], items: Iterable[Item], *, rows: int) -> list[Answer]:
    """Return what a function gives for each item, in their order.

    Parameters
    ----------
    function
        May run several times at once, and spends its time in NumPy.
    items
        Columns, or parts of them.
    rows
        How many rows there are in all: few are done one item after the other.

    Examples
    --------
    >>> each(abs, [-1, 2], rows=2)
    [1, 2]
    """
    threads = min(_processors(), _MOST_THREADS)
    if rows < _WORTH_THREADS or threads < 2:
        return [function(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(function, items))


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - systems without the call above
