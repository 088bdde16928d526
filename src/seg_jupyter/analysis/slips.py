"""What was probably meant otherwise: the cell runs, and says something else than people think."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.reading import own_parts, tops, written
from seg_jupyter.engine.expressions import numbers
from seg_jupyter.engine.result import AbsentText, Result
from seg_jupyter.lang.program import Constant, Defined, Metric, Operation, Program
from seg_jupyter.lang.schema import Kind

_LONG_AGO = 31
"""Days between the last event and the as-of date, from which on the date is said."""


@dataclass(frozen=True)
class NobodyMet:
    """None of so many events is of these customers."""

    events: int


@dataclass(frozen=True)
class Silence:
    """The last event that counts is so many days before the as-of date."""

    last: date
    days: int


@dataclass(frozen=True)
class NoSuchText:
    """A column holds no such text; `closest` is one that it holds, if one looks like it."""

    frame: str
    column: str
    text: str
    closest: str | None


@dataclass(frozen=True)
class IdleCondition:
    """A definition is a condition, and nothing reads it: it may have been meant as a segment."""

    name: str
    condition: str


@dataclass(frozen=True)
class LoneSum:
    """A score of one metric, which is a sum: its parts may have been meant as metrics."""

    score: str
    metric: str


@dataclass(frozen=True)
class FutureDates:
    """For so many customers a date lies after the as-of date, and the days since are negative."""

    dates: str
    customers: int


Slip = NobodyMet | Silence | NoSuchText | IdleCondition | LoneSum | FutureDates


def slips(result: Result) -> list[Slip]:
    """Look for slips in the frames and the as-of date first, then in the cell."""
    program = result.model.program
    return [
        *_events(result),
        *map(_no_such_text, result.facts.absent_texts),
        *_future_dates(result),
        *_idle_conditions(program),
        *_lone_sums(program),
    ]


def _events(result: Result) -> Iterator[Slip]:
    counts, last = result.facts.events, result.facts.last_event
    if counts is not None and counts.rows and counts.of_strangers == counts.rows:
        yield NobodyMet(counts.rows)
    if last is not None and result.as_of is not None:
        days = (result.as_of - last).days
        if days > _LONG_AGO:
            yield Silence(last, days)


def _no_such_text(absent: AbsentText) -> NoSuchText:
    # a text that few rows hold may be the name of a single person
    closest = next((text for text, rows in absent.similar.items() if rows >= MIN_CELL), None)
    return NoSuchText(absent.frame, absent.column, absent.text, closest)


def _future_dates(result: Result) -> Iterator[FutureDates]:
    program = result.model.program
    since = dict.fromkeys(
        part
        for top in tops(program)
        for part in own_parts(top)
        if isinstance(part, Operation) and part.operator == "days_since"
    )
    for operation in since:
        days = numbers(operation, result.rows)[result.profiled]
        if customers := int(np.count_nonzero(days < 0)):
            yield FutureDates(written(program, operation.operands[0].span), customers)


def _idle_conditions(program: Program) -> Iterator[IdleCondition]:
    if not program.rules:
        return
    read = {e.name for e in program.expressions if isinstance(e, Defined)}
    metrics = [line for line in program.definitions if isinstance(line, Metric)]
    for line in metrics:
        if line.expression.kind is Kind.TRUTH and line.name not in read:
            yield IdleCondition(line.name, written(program, line.expression.span))


def _lone_sums(program: Program) -> Iterator[LoneSum]:
    for score in program.scores:
        first, *others = score.terms
        metric = first.metric
        if others or not isinstance(metric, Operation) or metric.operator != "+":
            continue
        if not any(isinstance(part, Constant) for part in metric.operands):
            yield LoneSum(score.name, first.label)
