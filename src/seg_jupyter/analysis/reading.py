"""What an expression reads of a customer, and what each such thing is called in the cell."""

from __future__ import annotations

from collections.abc import Iterator

from seg_jupyter.errors import Span
from seg_jupyter.lang.program import (
    Aggregation,
    Column,
    Constant,
    Defined,
    Expression,
    Metric,
    Operation,
    Program,
    every,
)
from seg_jupyter.lang.schema import Kind


def written(program: Program, span: Span) -> str:
    """Return a piece of the cell as it is written, on one line.

    A comment inside it stays: it is part of what was written.
    """
    return " ".join(program.text[span.start : span.end].split())


def own_parts(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and its parts that are values of the customer, not of one event."""
    yield expression
    if not isinstance(expression, Aggregation):
        for part in expression.parts:
            yield from own_parts(part)


def tops(program: Program) -> Iterator[Expression]:
    """Yield the expressions of all definitions and rules, in the order of the text."""
    for definition in program.definitions:
        if isinstance(definition, Metric):
            yield definition.expression
        else:
            yield from (term.metric for term in definition.terms)
    yield from (rule.condition for rule in program.rules if rule.condition is not None)


def quantities(program: Program) -> dict[Column | Aggregation, str]:
    """Return the columns and aggregations that a customer is judged by, and what to call each.

    That is the definition that says it and nothing else, or else its own text.
    """
    names: dict[Column | Aggregation, str] = {}
    defined = {
        definition.expression: definition.name
        for definition in reversed(program.definitions)
        if isinstance(definition, Metric)
    }
    for top in tops(program):
        compared = {
            operand: part
            for part in own_parts(top)
            if isinstance(part, Operation) and part.operator == "change"
            for operand in part.operands
        }
        for part in own_parts(top):
            if isinstance(part, Column | Aggregation) and part not in names:
                name = defined.get(part) or written(program, part.span)
                if part in compared and part not in defined:
                    when = "before" if part == compared[part].parts[1] else "now"
                    name = f"{written(program, compared[part].span)}, {when}"
                names[part] = name
    return names


def behind(program: Program, expression: Expression) -> set[Expression]:
    """Return the columns and aggregations behind an expression, through earlier lines too."""
    lines = {definition.name: definition for definition in program.definitions}
    found: set[Expression] = set()
    waiting = [expression]
    while waiting:
        for part in own_parts(waiting.pop()):
            if isinstance(part, Column | Aggregation):
                found.add(part)
            elif isinstance(part, Defined):
                line = lines.pop(part.name, None)
                if isinstance(line, Metric):
                    waiting.append(line.expression)
                elif line is not None:
                    waiting += [term.metric for term in line.terms]
    return found


def literal(expression: Expression) -> float | None:
    """Return the number that is written, with its sign; None for anything else."""
    match expression:
        case Constant(kind=Kind.NUMBER, value=int() | float() as value):
            return float(value)
        case Operation(operator="neg", operands=(Constant() as inner,)):
            number = literal(inner)
            return None if number is None else -number
    return None


def literals(program: Program) -> set[float]:
    """Return the numbers that are written in the cell, those inside aggregations included."""
    found = (literal(part) for top in tops(program) for part in every(top))
    return {value for value in found if value is not None}
