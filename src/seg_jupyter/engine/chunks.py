"""Rows in chunks that fit a processor's cache, with all that is computed of them on the way."""

from __future__ import annotations

from collections.abc import Iterator

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
