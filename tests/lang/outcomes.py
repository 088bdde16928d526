"""What becomes of a cell: a program or one clear error, and the processor time that this takes."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass

from lang.tables import SCHEMA
from seg_jupyter.errors import SegmentError, SegmentSyntaxError, lines_of
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Program
from seg_jupyter.lang.schema import Schema

TRACED = sys.gettrace() is not None
MOST_SECONDS = 0.5 if TRACED else 0.1
"""Processor time for one cell, with the message of its error; measuring coverage slows it down."""

WITHOUT_A_PLACE = (
    # the cell as a whole is wrong
    re.compile("the cell is empty"),
    re.compile("the cell has [0-9,]+ bytes of text; at most 65,536 are read"),
)


@dataclass(frozen=True)
class Outcome:
    """A cell, what it gave, and the seconds of processor time that it took."""

    text: str
    result: Program | SegmentError
    seconds: float

    @property
    def name(self) -> str:
        if isinstance(self.result, Program):
            return "accepted"
        return type(self.result).__name__


def outcome(text: str, schema: Schema = SCHEMA) -> Outcome:
    """Parse, check and say what is wrong; anything but a program or our error is a failure.

    A cell that seems slow is run again: the time may have gone to the collection of garbage.
    """
    found = _run(text, schema)
    for _ in range(3):
        if found.seconds < MOST_SECONDS / 2:
            break
        found = min(found, _run(text, schema), key=lambda outcome: outcome.seconds)
    return found


def _run(text: str, schema: Schema) -> Outcome:
    result: Program | SegmentError
    start = time.process_time()
    try:
        result = check(parse(text), schema)
    except SegmentError as error:
        result = error
        str(error)
    except Exception as error:
        raise AssertionError(f"{text!r} gave {error!r}") from error
    return Outcome(text, result, time.process_time() - start)


def assert_sound(found: Outcome) -> None:
    """Hold a cell to the limit of time, and its error to the form of our messages."""
    assert found.seconds < MOST_SECONDS, f"{found.seconds:.3f} s for {found.text!r}"
    if isinstance(found.result, SegmentError):
        assert_clear(found.result, found.text)
    else:
        assert found.result.text == found.text


def assert_clear(error: SegmentError, text: str) -> None:
    """Hold a message to six lines of limited length, and to the right place in the text."""
    shown = str(error)
    lines = shown.split("\n")
    assert shown == str(error)
    assert len(lines) <= 6, text
    assert all(lines), text
    assert all(len(line) <= 300 for line in lines), text
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown if c not in "\n\t"), text
    shown.encode()
    if error.line is None:
        assert isinstance(error, SegmentSyntaxError)
        assert any(known.fullmatch(error.problem) for known in WITHOUT_A_PLACE), text
        return
    assert error.source == text
    assert error.span is not None
    assert 0 <= error.span.start <= error.span.end <= len(text), text
    assert error.column is not None
    source = lines_of(text)[error.line - 1]
    assert 1 <= error.column <= len(source) + 1, text
    assert lines[0] == f"line {error.line}, column {error.column}: {lines[0].partition(': ')[2]}"
    assert set(lines[2].lstrip(" \t")) == {"^"}, text
