"""The thread that a panel computes on."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from seg_jupyter.jupyter.panel.worker import Worker


class Log:
    """A worker, and what it did."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.failures: list[Exception] = []
        self.worker = Worker(self.failures.append)
        self.gate = threading.Event()

    def task(self, name: str) -> object:
        return lambda: self.done.append(name)

    def block(self) -> None:
        """Keep the worker at a task until the gate opens."""
        started = threading.Event()

        def wait() -> None:
            started.set()
            assert self.gate.wait(10)

        self.worker.do(wait)
        assert started.wait(10)

    def until(self, number: int) -> list[str]:
        end = time.monotonic() + 10
        while len(self.done) < number and time.monotonic() < end:
            time.sleep(0.002)
        return self.done


@pytest.fixture
def log() -> Iterator[Log]:
    found = Log()
    yield found
    found.gate.set()
    found.worker.close()


def test_of_a_drag_only_the_newest_waits(log: Log) -> None:
    log.block()
    for number in range(100):
        log.worker.drag(log.task(f"drag {number}"))
    log.gate.set()
    log.worker.do(log.task("end"))
    assert log.until(2) == ["drag 99", "end"]


def test_what_is_released_comes_after_what_was_dragged(log: Log) -> None:
    log.block()
    log.worker.drag(log.task("first drag"))
    log.worker.do(log.task("release"))
    log.worker.drag(log.task("next drag"))
    log.gate.set()
    assert log.until(3) == ["first drag", "release", "next drag"]


def test_rest_is_when_nothing_else_comes(log: Log) -> None:
    assert not log.worker.resting
    for _ in range(5):
        log.worker.rest(0.05, log.task("rest"))
        log.worker.drag(log.task("drag"))
        time.sleep(0.01)
    assert log.until(6)[-1] == "rest"
    assert log.done.count("rest") == 1


def test_who_computes_long_can_ask_whether_to_make_room(log: Log) -> None:
    log.block()
    assert not log.worker.busy
    log.worker.drag(log.task("drag"))
    assert log.worker.busy
    log.gate.set()
    log.until(1)
    assert not log.worker.busy
    log.worker.close()
    assert log.worker.busy


def test_an_error_is_told_and_the_worker_goes_on(log: Log) -> None:
    def fail() -> None:
        raise ValueError("no")

    log.worker.do(fail)
    log.worker.do(log.task("after"))
    assert log.until(1) == ["after"]
    assert [str(error) for error in log.failures] == ["no"]


def test_a_closed_worker_does_nothing_more() -> None:
    log = Log()
    log.worker.do(log.task("before"))
    log.until(1)
    log.worker.close()
    log.worker.do(log.task("after"))
    time.sleep(0.05)
    assert log.done == ["before"]
    unused = Worker(log.failures.append)
    unused.close()
    unused.do(log.task("never"))
    time.sleep(0.02)
    assert log.done == ["before"]


def test_the_thread_ends_when_there_is_nothing_to_do_and_begins_again(log: Log) -> None:
    for number in range(3):
        log.worker.do(log.task(f"task {number}"))
        log.until(number + 1)
        end = time.monotonic() + 10
        while log.worker._thread is not None:
            assert time.monotonic() < end
            time.sleep(0.002)
    assert log.done == ["task 0", "task 1", "task 2"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_was_ended_from_within_is_begun_anew(log: Log) -> None:
    log.worker.do(sys.exit)
    end = time.monotonic() + 10
    while log.worker._thread is not None and log.worker._thread.is_alive():
        assert time.monotonic() < end
        time.sleep(0.002)
    log.worker.do(log.task("after"))
    assert log.until(1) == ["after"]


def test_what_waits_is_forgotten_when_it_is_closed(log: Log) -> None:
    log.block()
    log.worker.do(log.task("waits"))
    log.worker.drag(log.task("dragged"))
    log.worker.rest(0, log.task("rest"))
    log.worker.close()
    log.gate.set()
    time.sleep(0.03)
    assert log.done == []
