"""Work that a second core can do meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


def started(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> Callable[[], _T]:
    """Start some work on a thread of its own, and return what waits for its answer.

    It helps where most of the work is done by NumPy, which lets other threads run meanwhile.

    Examples
    --------
    >>> total = started(sum, [1, 2, 3])
    >>> total()
    6
    """
    executor = ThreadPoolExecutor(1)
    future = executor.submit(work, *args, **kwargs)
    executor.shutdown(wait=False)
    return future.result
