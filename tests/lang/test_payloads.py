"""Published ways out of sandboxes: refused wherever they stand, or plain data where data stands."""

from __future__ import annotations

import ast
import builtins
import itertools
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

from lang.outcomes import Outcome, assert_sound, outcome
from lang.payloads import PAYLOADS
from lang.tables import CUSTOMERS, EVENTS, NUMBER
from seg_jupyter.errors import SegmentError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import LONGEST_CELL, parse
from seg_jupyter.lang.program import Column, Constant, Program, every
from seg_jupyter.lang.schema import Schema
from seg_jupyter.lang.tokens import LONGEST_TEXT

EVERY = tuple(itertools.chain.from_iterable(PAYLOADS.values()))
ONE_LINE = tuple(payload for payload in EVERY if set(payload).isdisjoint("\r\n"))
POSITIONS = (
    # where a payload stands, and what could stand there instead
    ("{}", "A: spend > 3"),
    ("x = {}", "spend"),
    ("x = 1\ny = ({})", "spend"),
    ("A: {}", "newbie"),
    ("A: not ({}) or newbie", "newbie"),
    ("A: plan in [{}]", "'gold'"),
    ("A: plan == {}", "'gold'"),
    ("x = fill({}, 0)", "spend"),
    ("x = 1 if {} else 2", "newbie"),
    ("x = score({})", "spend"),
    ("x = score(3 * {}, -visits)", "spend"),
    ("x = score(minmax({}), visits)", "spend"),
    ("x = sum({})", "amount"),
    ("x = count({}, last='90d')", "returned"),
    ("x = sum(amount, where={})", "returned"),
    ("x = sum(amount, last={})", "'90d'"),
    ("x = sum(amount, {})", "last='90d'"),
)  # fmt: skip
RUNNERS = (
    *((builtins, name) for name in ("eval", "exec", "compile", "open", "__import__", "input")),
    *((os, name) for name in ("system", "popen", "open", "fork", "execv")),
    *((subprocess, name) for name in ("Popen", "run")),
    (socket, "socket"),
)


class AlarmError(BaseException):
    """Something ran that must not; no `except Exception` keeps it quiet."""


@contextmanager
def nothing_runs() -> Iterator[None]:
    """Make everything that runs, loads or opens something an alarm, for as long as this lasts."""
    kept = [(owner, name, getattr(owner, name)) for owner, name in RUNNERS]
    try:
        for owner, name in RUNNERS:
            setattr(owner, name, alarm(name))
        yield
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)


def alarm(name: str) -> Callable[..., NoReturn]:
    def ring(*arguments: object, **options: object) -> NoReturn:
        raise AlarmError(name)

    return ring


def watched(text: str, schema: Schema | None = None) -> Outcome:
    with nothing_runs():
        found = outcome(text, schema or Schema(CUSTOMERS, EVENTS))
    assert_sound(found)
    return found


def test_the_alarm_rings() -> None:
    with pytest.raises(AlarmError, match="eval"), nothing_runs():
        eval("1")
    with pytest.raises(AlarmError, match="__import__"), nothing_runs():
        import this  # noqa: F401
    with pytest.raises(AlarmError, match="compile"), nothing_runs():
        ast.parse("1")
    assert eval("1") == 1


def test_there_are_more_than_300_and_each_stands_once() -> None:
    assert len(EVERY) == len(set(EVERY))
    assert len(EVERY) >= 600
    assert min(map(len, PAYLOADS.values())) >= 15
    assert max(len(payload.encode()) for payload in EVERY) < LONGEST_CELL - 1_000


@pytest.mark.parametrize(("position", "harmless"), POSITIONS)
def test_refused_in_every_position(position: str, harmless: str) -> None:
    assert watched(position.replace("{}", harmless)).name == "accepted"
    for payload in EVERY:
        found = watched(position.replace("{}", payload))
        assert isinstance(found.result, SegmentError), f"{found.text!r} was accepted"


def test_in_a_text_literal_it_is_text() -> None:
    for payload in EVERY:
        found = watched(f"A: plan == {quoted(payload)}")
        if len(payload.encode()) > LONGEST_TEXT:
            assert found.name == "SegmentSyntaxError"
        else:
            assert constants(found) == [payload]


def quoted(text: str) -> str:
    for letter, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(letter, escape)
    return f'"{text}"'


def constants(found: Outcome) -> list[object]:
    assert isinstance(found.result, Program), found.result
    return [e.value for e in found.result.expressions if isinstance(e, Constant)]


@pytest.mark.parametrize("position", ["A: {} > 3", "x = score(2 * {})", "x = {}"])
def test_in_backticks_it_is_the_name_of_a_column(position: str) -> None:
    for payload in EVERY:
        text = position.replace("{}", f"`{payload}`")
        assert isinstance(watched(text).result, SegmentError)
        found = watched(text, Schema({payload: NUMBER}))
        if not set(payload).isdisjoint("`\r\n"):
            assert isinstance(found.result, SegmentError)
            continue
        assert isinstance(found.result, Program)
        assert [e.name for e in found.result.expressions if isinstance(e, Column)] == [payload]


def test_as_the_name_of_a_segment_it_is_a_name() -> None:
    harmless = check(parse("A: spend > 3"), Schema(CUSTOMERS)).rules[0].condition
    accepted = 0
    for payload in ONE_LINE:
        found = watched(f"{payload}: spend > 3")
        if isinstance(found.result, Program):
            accepted += 1
            (rule,) = found.result.rules
            assert found.result.definitions == ()
            assert (rule.name, rule.condition) == (payload.rstrip(), harmless)
        else:
            # a colon ends a name, # begins a comment, name = a definition
            assert not set(payload).isdisjoint(":#=") or not payload[0].isprintable()
    assert accepted > len(EVERY) / 2


def test_in_a_comment_it_is_nothing() -> None:
    for payload in ONE_LINE:
        found = watched(f"A: spend > 3  # {payload}")
        assert isinstance(found.result, Program)
        condition = found.result.rules[0].condition
        assert condition is not None
        assert len(list(every(condition))) == 3


def test_as_a_wrong_column_or_kind_it_is_quoted_only() -> None:
    # names of columns come from files, and stand in messages
    for payload in EVERY:
        watched("A: spend > 3", Schema({payload: NUMBER}))
        watched("A: `x` > 3", Schema({f"{payload}{i}": NUMBER for i in range(3)}))
