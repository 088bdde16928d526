"""The numbers of a cell, and its text with some of them changed and nothing else.

A panel that lets people drag a number, or a program that tries another one, hands back the cell as
it was written: comments, spaces and the spelling of every other number stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from seg_jupyter.errors import SegmentSyntaxError, SegmentUsageError, Span, quoted
from seg_jupyter.lang.durations import parse_duration
from seg_jupyter.lang.function import Argument
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.literals import FEWEST_PARTS, MOST_PARTS, number_of
from seg_jupyter.lang.nodes import (
    Call,
    Cell,
    Comparison,
    Negative,
    Node,
    Number,
    Segment,
    Statement,
    Text,
)
from seg_jupyter.lang.reader import read_expression
from seg_jupyter.lang.tokens import tokenize
from seg_jupyter.lang.weights import LARGEST_WEIGHT, SMALLEST_WEIGHT, split_weight

_SCALES = ("rank", "minmax", "raw")
_LENGTHS = ("last", "offset", "half_life")
_WHOLE_BELOW = 1e15
"""Larger whole numbers are written with an exponent."""


class Role(Enum):
    """What a number does in its cell."""

    WEIGHT = auto()
    THRESHOLD = auto()
    CUT = auto()
    PARTS = auto()
    DURATION = auto()
    CONSTANT = auto()


_ROLES = {Argument.CUT: Role.CUT, Argument.PARTS: Role.PARTS}
_REMEDIES = {
    Role.WEIGHT: "A weight is 0, or between a billionth and a billion.",
    Role.PARTS: f"A tile has {FEWEST_PARTS} to {MOST_PARTS} parts, a whole number.",
    Role.DURATION: "A length of time is a whole number above 0, up to 100 years.",
}


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One number of a cell that can be changed.

    Parameters
    ----------
    line
        The name of the definition or the segment that it stands in.
    role
        What it does there. A weight may be implied: 1 in `pace`, -1 in `-pace`.
    value
        The number; of a duration its amount.
    label
        What it belongs to, as written: a weight's metric, else the number itself.
    unit
        The unit of a duration, such as `d`; else nothing.
    """

    line: str
    role: Role
    value: float
    label: str
    unit: str = ""
    # pieces of the text, and what takes their place; {} is the number
    edits: tuple[tuple[Span, str], ...] = field(default=(), repr=False)


def adjustables(cell: Cell) -> tuple[Adjustable, ...]:
    r"""Return every number of a cell in the order of the text, implied weights too.

    Raises
    ------
    SegmentSyntaxError
        For a term of a score with a weight that the checker would refuse.

    Examples
    --------
    >>> from seg_jupyter.lang.parser import parse
    >>> cell = parse("value = score(3 * visits, pace)\nActive: value >= 70")
    >>> [(a.line, a.role.name, a.value) for a in adjustables(cell)]
    [('value', 'WEIGHT', 3.0), ('value', 'WEIGHT', 1.0), ('Active', 'THRESHOLD', 70.0)]
    """
    return tuple(a for statement in cell.statements for a in _of_statement(cell.text, statement))


def rewrite(cell: Cell, changes: Mapping[Adjustable, float]) -> str:
    r"""Return the text of a cell with some numbers changed, and every other character as it was.

    Raises
    ------
    SegmentUsageError
        For a number that cannot stand in its place, such as half a part of a tile.

    Examples
    --------
    >>> from seg_jupyter.lang.parser import parse
    >>> cell = parse("value = score(3 * visits, pace)  # as agreed\nActive: value >= 70")
    >>> weight, pace, threshold = adjustables(cell)
    >>> print(rewrite(cell, {pace: 2, threshold: 65.5}))
    value = score(3 * visits, 2 * pace)  # as agreed
    Active: value >= 65.5
    """
    edits = [
        (span, template.format(_written(adjustable, value)))
        for adjustable, value in changes.items()
        if value != adjustable.value
        for span, template in adjustable.edits
    ]
    text = cell.text
    # from the end, so that the places of those before stay right
    for span, piece in sorted(edits, reverse=True):
        text = text[: span.start] + piece + text[span.end :]
    return text


def _of_statement(text: str, statement: Statement) -> Iterator[Adjustable]:
    name = statement.name
    if isinstance(statement, Segment):
        if statement.condition is not None:
            yield from _numbers(text, name, statement.condition, compared=Role.THRESHOLD)
        return
    top = statement.expression
    if not isinstance(top, Call) or top.function != "score":
        yield from _numbers(text, name, top)
        return
    for term in top.arguments:
        weight, metric = split_weight(text, term)
        yield _weight(text, name, term, weight, metric)
        yield from _numbers(text, name, metric)


def _weight(text: str, line: str, term: Node, weight: float, metric: Node) -> Adjustable:
    """Return the weight of a term; where it is implied, with what is to be written."""
    inner = metric
    if isinstance(inner, Call) and inner.function in _SCALES and inner.arguments:
        inner = inner.arguments[0]
    start, end = metric.span.start, metric.span.end
    edits: tuple[tuple[Span, str], ...]
    if isinstance(term, Negative):
        edits = ((Span(term.sign.start, start), "{} * "),)
    elif metric is not term:
        edits = ((_place(term.children[0]), "{}"),)
    elif _binds(text[start:end], metric):
        edits = ((Span(start, start), "{} * "),)
    else:
        edits = ((Span(start, start), "{} * ("), (Span(end, end), ")"))
    return Adjustable(line, Role.WEIGHT, weight, _shown(text, inner), edits=edits)


def _binds(metric_text: str, metric: Node) -> bool:
    """Tell whether a weight written before a metric would belong to all of it."""
    written = f"(2 * {metric_text})"
    try:
        product = read_expression(written, tokenize(written, 0)[0])
    except SegmentSyntaxError:
        return False
    return product.children[1:] == (metric,)


def _numbers(
    text: str, line: str, node: Node, *, compared: Role = Role.CONSTANT, role: Role = Role.CONSTANT
) -> Iterator[Adjustable]:
    """Yield the numbers of an expression; those that something is compared with as `compared`."""
    value = number_of(node)
    if value is not None:
        yield Adjustable(line, role, value, _shown(text, node), edits=((_place(node), "{}"),))
        return
    if isinstance(node, Call):
        yield from _numbers_of_call(text, line, node, compared)
        return
    role = compared if isinstance(node, Comparison) else Role.CONSTANT
    for child in node.children:
        yield from _numbers(text, line, child, compared=compared, role=role)


def _numbers_of_call(text: str, line: str, call: Call, compared: Role) -> Iterator[Adjustable]:
    function = FUNCTIONS.get(call.function)
    sorts = function.arguments if function else ()
    for place, argument in enumerate(call.arguments):
        # the last one may be repeated
        sort = sorts[min(place, len(sorts) - 1)] if sorts else Argument.ANY
        if sort is Argument.DURATION:
            yield from _duration(line, argument)
        else:
            role = _ROLES.get(sort, Role.CONSTANT)
            yield from _numbers(text, line, argument, compared=compared, role=role)
    for keyword in call.keywords:
        if keyword.name in _LENGTHS:
            yield from _duration(line, keyword.value)
        else:
            yield from _numbers(text, line, keyword.value, compared=compared)


def _duration(line: str, node: Node) -> Iterator[Adjustable]:
    if isinstance(node, Text) and parse_duration(node.value) is not None:
        start = node.place.start + 1
        digits = Span(start, start + len(node.value) - 1)
        amount, unit = float(node.value[:-1]), node.value[-1]
        yield Adjustable(line, Role.DURATION, amount, node.value, unit, ((digits, "{}"),))


def _place(literal: Node) -> Span:
    """Return where a number stands with its sign, without brackets around it."""
    if isinstance(literal, Negative):
        return Span(literal.sign.start, literal.operand.span.end)
    assert isinstance(literal, Number)  # noqa: S101 - the caller has found a number
    return literal.place


def _shown(text: str, node: Node) -> str:
    return " ".join(text[node.span.start : node.span.end].split())


def _written(adjustable: Adjustable, value: float) -> str:
    """Return a number as it is written, if it can stand in its place."""
    whole = math.isfinite(value) and float(value).is_integer()
    match adjustable.role:
        case Role.WEIGHT:
            fits = value == 0 or SMALLEST_WEIGHT <= abs(value) <= LARGEST_WEIGHT
        case Role.PARTS:
            fits = whole and FEWEST_PARTS <= value <= MOST_PARTS
        case Role.DURATION:
            fits = whole and parse_duration(f"{value:.0f}{adjustable.unit}") is not None
        case _:
            fits = math.isfinite(value)
    if not fits:
        raise SegmentUsageError(
            f"{value} cannot stand in place of {adjustable.label} in {quoted(adjustable.line)}",
            remedy=_REMEDIES.get(adjustable.role, "Give a number."),
        )
    # added to 0, so that -0.0 is written without its sign
    return f"{value + 0.0:.0f}" if whole and abs(value) < _WHOLE_BELOW else repr(float(value))
