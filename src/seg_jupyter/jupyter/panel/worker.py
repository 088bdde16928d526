"""One thread on which everything that a panel computes runs, one thing after the other."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

Task = Callable[[], None]


class Worker:
    """Runs tasks in the order they came; of a number that is dragged, the newest only.

    A thread of its own keeps a slow computation from holding up the notebook, and a single one
    keeps computations from overtaking each other. It ends when there is nothing to do, so that it
    keeps nothing alive that everybody else has forgotten.

    Parameters
    ----------
    failed
        Is told what a task raised: nobody else would see it.
    """

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        self._failed = failed
        self._waiting: deque[Task] = deque()
        self._newest: Task | None = None
        self._at_rest: tuple[float, Task] | None = None
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def do(self, task: Task) -> None:
        """Run a task after those that wait already, and after the newest of a drag."""
        with self._changed:
            if self._newest is not None:
                self._waiting.append(self._newest)
            self._newest = None
            self._waiting.append(task)
            self._wake()

    def drag(self, task: Task) -> None:
        """Run a task in the place of an earlier one of this kind that still waits."""
        with self._changed:
            self._newest = task
            self._wake()

    def rest(self, seconds: float, task: Task) -> None:
        """Run a task once nothing else has come for a while; it replaces an earlier one."""
        with self._changed:
            self._at_rest = (time.monotonic() + seconds, task)
            self._wake()

    @property
    def busy(self) -> bool:
        """Whether something else waits, so that what can wait should make room."""
        return bool(self._waiting) or self._newest is not None or self._closed

    @property
    def resting(self) -> bool:
        """Whether something waits until nothing else has come for a while."""
        return self._at_rest is not None

    def close(self) -> None:
        """End the thread after the task that it is at."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._newest = self._at_rest = None
            self._changed.notify()

    def _wake(self) -> None:
        alive = self._thread is not None and self._thread.is_alive()
        if not alive and not self._closed:
            self._thread = threading.Thread(target=self._work, name="panel", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            try:
                task()
            except Exception as error:
                self._failed(error)

    def _next(self) -> Task | None:
        """Wait for the next task; None when there is none, or the worker is closed."""
        with self._changed:
            while True:
                if self._waiting:
                    return self._waiting.popleft()
                if self._newest is not None:
                    task, self._newest = self._newest, None
                    return task
                if self._at_rest is None:
                    self._thread = None
                    return None
                at, task = self._at_rest
                left = at - time.monotonic()
                if left <= 0:
                    self._at_rest = None
                    return task
                self._changed.wait(left)
