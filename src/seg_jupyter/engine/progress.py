"""How far a run has come, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

OnStep = Callable[[float], None]
"""Is called with the share that is done, 0 to 1; what it raises ends the run."""


class Progress:
    """Counts the steps of a run.

    Parameters
    ----------
    on_step
        Who is told; None for nobody.
    steps
        How many there will be, at least one.

    Examples
    --------
    >>> progress = Progress(print, 2)
    0.0
    >>> progress.step()
    0.5
    """

    def __init__(self, on_step: OnStep | None, steps: int) -> None:
        self._on_step = on_step
        self._steps = steps
        self._done = 0
        self._tell()

    def step(self) -> None:
        """Count one step as done."""
        self._done += 1
        self._tell()

    def _tell(self) -> None:
        if self._on_step is not None:
            self._on_step(self._done / self._steps)
