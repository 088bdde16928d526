from __future__ import annotations

import threading

import pytest

from seg_jupyter.engine import threads
from seg_jupyter.engine.threads import each


def thread_of(_: int) -> int:
    return threading.get_ident()


def test_answers_come_in_the_order_of_the_items() -> None:
    assert each(lambda item: item * 10, range(100), rows=10) == list(range(0, 1000, 10))
    assert each(lambda item: item * 10, range(100), rows=10**6) == list(range(0, 1000, 10))
    assert each(abs, [], rows=10**6) == []


def test_few_rows_or_one_processor_need_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {threading.get_ident()}
    monkeypatch.setattr(threads, "_processors", lambda: 8)
    assert set(each(thread_of, range(20), rows=1_000)) == here
    monkeypatch.setattr(threads, "_processors", lambda: 1)
    assert set(each(thread_of, range(20), rows=10**6)) == here


def test_many_rows_run_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_processors", lambda: 64)
    meeting = threading.Barrier(4, timeout=10)
    assert each(lambda _: meeting.wait() >= 0, range(4), rows=10**6) == [True] * 4


def test_there_are_no_more_threads_than_processors() -> None:
    assert threads._processors() >= 1
    found = set(each(thread_of, range(50), rows=10**6))
    assert len(found) <= min(threads._processors(), 4)


def test_an_error_is_the_callers() -> None:
    with pytest.raises(ZeroDivisionError):
        each(lambda item: 1 // item, [1, 0], rows=10**6)
