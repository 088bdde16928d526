"""Rows in chunks that fit a processor's cache, with all that is computed of them on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

_T = TypeVar("_T", bound=np.generic)

CHUNK = 131_072
"""Rows: 1 MB of float64, so that what is computed of them stays in the caches.

As fast as an eighth of it on one thread; on several, shorter calls would wait for one another
longer than they compute.
"""


def chunks(size: int) -> Iterator[slice]:
    """Yield slices that cover `size` rows in order.

    Examples
    --------
    >>> list(chunks(200_000))
    [slice(0, 131072, None), slice(131072, 200000, None)]
    """
    for start in range(0, size, CHUNK):
        yield slice(start, min(start + CHUNK, size))


def looked_up(table: npt.NDArray[_T], places: npt.NDArray[Any], less: int = 0) -> npt.NDArray[_T]:
    """Return the values of a table at places that all are less `less`; -1 is its last one.

    Indexing would first make places of 64 bits, for all rows at once.

    Examples
    --------
    >>> looked_up(np.array([5.0, 6.0, 7.0]), np.array([1, -1, 0], np.int8))
    array([6., 7., 5.])
    """
    values = np.empty(len(places), table.dtype)
    for rows in chunks(len(places)):
        near = places[rows] - less if less else places[rows]
        np.take(table, near, out=values[rows], mode="wrap")
    return values
