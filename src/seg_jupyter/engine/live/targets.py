"""What a number of the cell stands for in its program: a weight, or one side of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seg_jupyter.engine.live.formulas import TURNED, number_of
from seg_jupyter.errors import Span
from seg_jupyter.lang.adjustables import Adjustable, Role
from seg_jupyter.lang.program import Aggregation, Expression, Operation, Program, Rule, Score
from seg_jupyter.lang.schema import Kind


@dataclass(frozen=True)
class Weight:
    """The weight of a score's term, by its place among the terms."""

    score: Score
    term: int


@dataclass(frozen=True)
class Bound:
    """A number in a segment line that something is compared with.

    Parameters
    ----------
    rule
        The place of the segment.
    comparison
        The comparison in its condition.
    quantity
        What is compared with the number.
    operator
        `< <= > >=`, as if the quantity stood on the left.
    """

    rule: int
    comparison: Operation
    quantity: Expression
    operator: str


def target_of(program: Program, numbers: Sequence[Adjustable], place: int) -> Weight | Bound | None:
    """Return what one of the numbers of a cell is; None if it is neither of the two.

    Parameters
    ----------
    program
        The cell, checked.
    numbers
        All of its numbers.
    place
        Which of them.
    """
    number = numbers[place]
    if number.role is Role.WEIGHT:
        score = next(score for score in program.scores if score.name == number.line)
        before = numbers[:place]
        return Weight(score, sum(n.role is Role.WEIGHT and n.line == number.line for n in before))
    if number.role is not Role.THRESHOLD:
        return None
    names = [rule.name for rule in program.rules]
    at = names.index(number.line)
    found = list(_bounds(program.rules[at], at, number.edits[0][0]))
    # the middle of a chain stands in two comparisons
    return found[0] if len(found) == 1 else None


def _bounds(rule: Rule, at: int, span: Span) -> Iterator[Bound]:
    assert rule.condition is not None  # noqa: S101 - a number stands in it
    for part in _own_parts(rule.condition):
        if not isinstance(part, Operation) or part.operator not in TURNED:
            continue
        left, right = part.operands
        if left.kind is not Kind.NUMBER:
            continue
        for side, other, operator in (
            (right, left, part.operator),
            (left, right, TURNED[part.operator]),
        ):
            if number_of(side) is not None and _holds(side.span, span):
                yield Bound(at, part, other, operator)


def _own_parts(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and its parts that are values of the customer, not of one event."""
    yield expression
    if not isinstance(expression, Aggregation):
        for part in expression.parts:
            yield from _own_parts(part)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
