"""Texts that a cell compares a column with, and that the column does not hold."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

import numpy as np

from seg_jupyter.engine.columns import Columns
from seg_jupyter.engine.result import AbsentText, Result
from seg_jupyter.engine.values import Texts
from seg_jupyter.lang.program import Column, Constant, Expression, Operation, Program

_MOST_COMPARED = 2_000
"""Distinct texts; of more, most are names or free text, in which nobody looks for one."""
_MOST_SIMILAR = 3


def absent_texts(
    program: Program, frames: Mapping[str, Columns], like: Result | None = None
) -> tuple[AbsentText, ...]:
    """Look up every text that the cell compares a column with, by `==`, `!=` or `in`.

    What an earlier result of the same frames compared is as it was there.
    """
    known = set() if like is None else set(_compared(like.model.program))
    before = () if like is None else like.facts.absent_texts
    absent_before = {(absent.frame, absent.column, absent.text): absent for absent in before}
    found: dict[tuple[str, str, str], AbsentText] = {}
    for column, text in _compared(program):
        frame = "events" if column.of_events else "customers"
        place = (frame, column.name, text)
        if (column, text) in known:
            absent = absent_before.get(place)
        else:
            absent = _looked_up(frame, column, text, frames)
        if absent is not None:
            found.setdefault(place, absent)
    return tuple(found.values())


def _looked_up(
    frame: str, column: Column, text: str, frames: Mapping[str, Columns]
) -> AbsentText | None:
    values = frames[frame].read(column)
    if isinstance(values, Texts) and values.texts and not values.hold(text):
        return AbsentText(frame, column.name, text, _similar(text, values))
    return None


def _compared(program: Program) -> Iterator[tuple[Column, str]]:
    for operation in program.expressions:
        if isinstance(operation, Operation) and operation.operator in ("==", "!=", "in"):
            columns = [part for part in operation.operands if isinstance(part, Column)]
            texts = [text for part in operation.operands for text in _text(part)]
            yield from ((column, text) for column in columns for text in texts)


def _text(part: Expression) -> Iterator[str]:
    if isinstance(part, Constant) and isinstance(part.value, str):
        yield part.value


def _similar(text: str, values: Texts) -> dict[str, int]:
    if len(values.texts) > _MOST_COMPARED:
        return {}
    folded = {known.strip().casefold(): known for known in reversed(values.texts)}
    near = difflib.get_close_matches(text.strip().casefold(), folded, _MOST_SIMILAR, cutoff=0.6)
    rows = np.bincount(values.codes[values.codes >= 0], minlength=len(values.texts))
    counts = dict(zip(values.texts, rows.tolist(), strict=True))
    return {folded[name]: counts[folded[name]] for name in near}
