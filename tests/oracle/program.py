"""What a cell says of every customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oracle.aggregations import seen_events
from oracle.clock import Clock
from oracle.rows import Context, Crowd, Row, value_of
from oracle.scores import scored
from oracle.tree import Definition, Expr, Program, Score, Segment
from oracle.values import Value, clean, round9, truth


@dataclass(frozen=True)
class Outcome:
    """One customer: the value of every definition and the segment."""

    values: dict[str, Value]
    segment: str


def evaluate(
    program: Program,
    customers: Sequence[Row],
    events: Sequence[Row],
    key: str,
    time: str,
    as_of: date,
    *,
    zone: str | None = None,
    given: Mapping[str, Sequence[Value]] | None = None,
) -> list[Outcome]:
    """What the program says of every customer, in the order of ``customers``.

    ``given`` replaces stored definitions for the lines that read them; the outcome still holds
    the reference's own value.
    """
    clock = Clock(as_of, zone)
    rows = [
        Context(
            {name: clean(value) for name, value in customer.items()},
            clock,
            seen_events(events, customer[key], key, time, clock),
        )
        for customer in customers
    ]
    crowd = Crowd(rows)
    for row in rows:
        row.crowd = crowd
    values: list[dict[str, Value]] = [{} for _ in rows]
    segments: list[str | None] = [None for _ in rows]
    for statement in program.statements:
        if isinstance(statement, Segment):
            for i, row in enumerate(rows):
                if segments[i] is None and holds(statement.condition, row):
                    segments[i] = statement.name
            continue
        name = statement.name
        for i, value in enumerate(stored(statement, program, rows)):
            values[i][name] = value
            rows[i].cells[name] = given[name][i] if given and name in given else value
    return [
        Outcome(value, segment if segment is not None else "Unassigned")
        for value, segment in zip(values, segments, strict=True)
    ]


def stored(definition: Definition, program: Program, rows: list[Context]) -> list[Value]:
    """The values of a definition, rounded as they are stored."""
    if isinstance(definition.body, Score):
        return [round9(score) for score in scored(definition.body, program, rows)]
    return [round9(value_of(definition.body, row)) for row in rows]


def holds(condition: Expr | None, row: Context) -> bool:
    return condition is None or truth(value_of(condition, row)) is True
