"""The numbers of a cell that can be changed: what each does, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from seg_jupyter.errors import SegmentSyntaxError, Span
from seg_jupyter.lang.durations import parse_duration
from seg_jupyter.lang.function import Argument
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.literals import number_of
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
from seg_jupyter.lang.tokens import on_one_line, tokenize
from seg_jupyter.lang.weights import split_weight

_SCALES = ("rank", "minmax", "raw")
_LENGTHS = ("last", "offset", "half_life")


class Role(Enum):
    """What a number does in its cell."""

    WEIGHT = auto()
    THRESHOLD = auto()
    CUT = auto()
    PARTS = auto()
    DURATION = auto()
    CONSTANT = auto()


_ROLES = {Argument.CUT: Role.CUT, Argument.PARTS: Role.PARTS}
Edit = tuple[Span, str]
"""A piece of the text, and what takes its place."""


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
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    # of a cut, the call that it stands in
    call: Span | None = field(default=None, repr=False)


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
    edits: tuple[Edit, ...]
    if isinstance(term, Negative):
        edits = ((term.sign, "{} *" if text[term.sign.end].isspace() else "{} * "),)
    elif metric is not term:
        edits = _edits(text, term.children[0])
    elif _binds(text[start:end], metric):
        edits = ((Span(start, start), "{} * "),)
    else:
        edits = ((Span(start, start), "{} * ("), (Span(end, end), ")"))
    return Adjustable(line, Role.WEIGHT, weight, on_one_line(text, inner.span), edits=edits)


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
        label = on_one_line(text, node.span)
        yield Adjustable(line, role, value, label, edits=_edits(text, node))
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
            for number in _numbers(text, line, argument, compared=compared, role=role):
                own = role is Role.CUT and number.role is role and number.call is None
                yield replace(number, call=call.span) if own else number
    for keyword in call.keywords:
        if keyword.name in _LENGTHS:
            yield from _duration(line, keyword.value)
        else:
            yield from _numbers(text, line, keyword.value, compared=compared)


def _duration(line: str, node: Node) -> Iterator[Adjustable]:
    if isinstance(node, Text) and parse_duration(node.value) is not None:
        start = node.place.start + 1
        place = Span(start, start + len(node.value))
        amount, unit = float(node.value[:-1]), node.value[-1]
        yield Adjustable(line, Role.DURATION, amount, node.value, unit, ((place, "{}" + unit),))


def _edits(text: str, literal: Node) -> tuple[Edit, ...]:
    """Return what a number with its sign takes the place of, without brackets around it."""
    if isinstance(literal, Negative):
        sign, operand = literal.sign, literal.operand
        if "#" not in text[sign.end : operand.span.end]:
            return ((Span(sign.start, operand.span.end), "{}"),)
        # a comment stands between the two, and stays
        return ((sign, ""), *_edits(text, operand))
    assert isinstance(literal, Number)  # noqa: S101 - the caller has found a number
    return ((literal.place, "{}"),)
