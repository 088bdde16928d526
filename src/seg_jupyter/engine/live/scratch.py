"""Memory for what is computed of a chunk on the way, used again for the next one.

Fresh memory costs as much as the arithmetic in it: the system clears each page that it hands out.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.chunks import CHUNK

_T = TypeVar("_T", bound=np.generic)


class Scratch:
    """Arrays that are lent for one chunk, and lent again after `clear`.

    Examples
    --------
    >>> scratch = Scratch()
    >>> first = scratch.array(np.float32, 3)
    >>> scratch.clear()
    >>> np.shares_memory(first, scratch.array(np.float32, 2))
    True
    """

    def __init__(self) -> None:
        self._held: dict[Any, list[npt.NDArray[Any]]] = {}
        self._lent: dict[Any, int] = {}

    def array(self, kind: type[_T], size: int) -> npt.NDArray[_T]:
        """Lend an array of at most a chunk, with anything in it."""
        held, lent = self._held.setdefault(kind, []), self._lent.get(kind, 0)
        if lent == len(held):
            held.append(np.empty(CHUNK, kind))
        self._lent[kind] = lent + 1
        return held[lent][:size]

    def clear(self) -> None:
        """Take back all that was lent."""
        self._lent.clear()
