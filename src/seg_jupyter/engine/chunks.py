"""Rows in chunks that fit a processor's cache, with all that is computed of them on the way."""

from __future__ import annotations

from collections.abc import Iterator

CHUNK = 16_384
"""Rows: 128 KB of float64. Half as many and NumPy's calls cost more than what they compute."""


def chunks(size: int) -> Iterator[slice]:
    """Yield slices that cover `size` rows in order.

    Examples
    --------
    >>> list(chunks(20_000))
    [slice(0, 16384, None), slice(16384, 20000, None)]
    """
    for start in range(0, size, CHUNK):
        yield slice(start, min(start + CHUNK, size))
