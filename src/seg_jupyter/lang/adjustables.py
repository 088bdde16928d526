"""The numbers of a cell that can be changed: what each does, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from seg_jupyter.errors import SegmentSyntaxError, Span
from seg_jupyter.lang.brackets import without_brackets
from seg_jupyter.lang.durations import parse_duration
from seg_jupyter.lang.function import Argument, Group
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.literals import number_of
from seg_jupyter.lang.nodes import (
    Call,
    Cell,
    Comparison,
    Junction,
    Membership,
    Negative,
    Node,
    Not,
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
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The order comparisons, and each with its two sides changed."""
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""What holds where they do not."""


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
    beside, operator
        Of a threshold that cuts at a value of each customer: the other side as written, and the
        comparison as it reads with that side on the left: `>=` in `70 <= value`, and `<` in
        `not value >= 70`. Else nothing.
    keyword
        What else it can be called by: the option of a duration, such as `last`; the function that
        it is an argument of, such as `change` or `fill`; what it is compared with, or looked for
        in, where that makes no threshold with a `beside`. Else nothing.
    events
        Whether it stands inside an aggregation, so that the events are read again if it changes.
    """

    line: str
    role: Role
    value: float
    label: str
    unit: str = ""
    beside: str = ""
    operator: str = ""
    keyword: str = ""
    events: bool = False
    # where it is written, with its sign and brackets; of an implied weight, where its term is
    span: Span = field(default=Span(0, 0), repr=False)
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
            yield from _Numbers(text, name, rule=True).below(statement.condition)
        return
    numbers = _Numbers(text, name, rule=False)
    top = statement.expression
    if not isinstance(top, Call) or top.function != "score":
        yield from numbers.below(top)
        return
    for term in top.arguments:
        weight, metric = split_weight(text, term)
        yield _weight(text, name, term, weight, metric)
        yield from numbers.below(metric)


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
    label = without_brackets(text, inner)
    return Adjustable(line, Role.WEIGHT, weight, label, span=term.span, edits=edits)


def _binds(metric_text: str, metric: Node) -> bool:
    """Tell whether a weight written before a metric would belong to all of it."""
    written = f"(2 * {metric_text})"
    try:
        product = read_expression(written, tokenize(written, 0)[0])
    except SegmentSyntaxError:
        return False
    return product.children[1:] == (metric,)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Finds the numbers of expressions of one line; `rule` says that it is a segment's.

    `events` and `fitted` say what the expressions stand in: an aggregation, or something whose
    cuts are fitted; `negated`, that they must not hold.
    """

    text: str
    line: str
    rule: bool
    events: bool = False
    fitted: bool = False
    negated: bool = False

    def below(self, node: Node) -> Iterator[Adjustable]:
        """Yield the numbers of an expression in the order of the text."""
        if _value(node) is not None:
            yield self.number(node, Role.CONSTANT)
        elif isinstance(node, Call):
            yield from self.of_call(node)
        elif isinstance(node, Comparison):
            yield from self.of_comparison(node)
        elif isinstance(node, Membership):
            yield from self.of_list(node)
        elif isinstance(node, Not):
            yield from replace(self, negated=not self.negated).below(node.operand)
        else:
            # of what is joined by "and" and "or", each part holds or fails like the whole
            inside = self if isinstance(node, Junction) else replace(self, negated=False)
            for child in node.children:
                yield from inside.below(child)

    def number(self, node: Node, role: Role, **known: Any) -> Adjustable:
        """Return a number that is written out."""
        value = _value(node)
        assert value is not None  # noqa: S101 - the caller has found a number
        return Adjustable(
            self.line,
            role,
            value,
            on_one_line(self.text, node.span),
            events=self.events,
            span=node.span,
            edits=_edits(self.text, node),
            **known,
        )

    def of_comparison(self, node: Comparison) -> Iterator[Adjustable]:
        role = Role.THRESHOLD if self.rule else Role.CONSTANT
        for place, operand in enumerate(node.operands):
            if _value(operand) is None:
                yield from replace(self, negated=False).below(operand)
            else:
                yield self.number(operand, role, **self.compared(node, place))

    def compared(self, node: Comparison, place: int) -> dict[str, str]:
        """Return what a number is compared with, and how if it cuts at a value of customers."""
        other = node.operands[place - 1 if place else 1]
        operator = node.operators[place - 1 if place else 0]
        if _value(other) is not None:
            return {}
        beside = without_brackets(self.text, other)
        # between two sides it has no one place
        between = 0 < place < len(node.operators)
        if not self.rule or self.events or self.fitted or between or operator not in _TURNED:
            return {"keyword": beside}
        operator = operator if place else _TURNED[operator]
        return {"beside": beside, "operator": _OPPOSITE[operator] if self.negated else operator}

    def of_list(self, node: Membership) -> Iterator[Adjustable]:
        yield from self.below(node.operand)
        operand = without_brackets(self.text, node.operand)
        for item in node.items:
            if _value(item) is not None:
                yield self.number(item, Role.CONSTANT, keyword=operand)

    def of_call(self, call: Call) -> Iterator[Adjustable]:
        function = FUNCTIONS.get(call.function)
        inside = replace(self, negated=False)
        if function is not None and function.group is Group.AGGREGATION:
            inside = replace(inside, events=True)
        elif function is not None and function.group is Group.FITTED:
            inside = replace(inside, fitted=True)
        sorts = function.arguments if function else ()
        for place, argument in enumerate(call.arguments):
            # the last one may be repeated
            sort = sorts[min(place, len(sorts) - 1)] if sorts else Argument.ANY
            if sort is Argument.DURATION:
                yield from inside.duration(argument, call.function)
            elif _value(argument) is not None:
                role = _ROLES.get(sort, Role.CONSTANT)
                own = call.span if role is Role.CUT else None
                yield inside.number(argument, role, keyword=call.function, call=own)
            else:
                yield from inside.below(argument)
        for keyword in call.keywords:
            if keyword.name in _LENGTHS:
                yield from inside.duration(keyword.value, keyword.name)
            else:
                yield from inside.below(keyword.value)

    def duration(self, node: Node, keyword: str) -> Iterator[Adjustable]:
        """Yield the amount of a length of time, if it is one."""
        if isinstance(node, Text) and parse_duration(node.value) is not None:
            start = node.place.start + 1
            edit = (Span(start, start + len(node.value)), "{}" + node.value[-1])
            yield Adjustable(
                self.line,
                Role.DURATION,
                float(node.value[:-1]),
                node.value,
                unit=node.value[-1],
                keyword=keyword,
                events=self.events,
                span=node.span,
                edits=(edit,),
            )


def _value(node: Node) -> float | None:
    """Return the value of a number written out, with all signs before it; None for another node."""
    value = number_of(node)
    if value is None and isinstance(node, Negative):
        inner = _value(node.operand)
        return None if inner is None else -inner
    return value


def _edits(text: str, literal: Node) -> tuple[Edit, ...]:
    """Return what a number with its signs takes the place of, without brackets around it."""
    if isinstance(literal, Negative):
        sign, operand = literal.sign, literal.operand
        if "#" not in text[sign.end : operand.span.end]:
            return ((Span(sign.start, operand.span.end), "{}"),)
        # a comment stands between the two, and stays
        return ((sign, ""), *_edits(text, operand))
    assert isinstance(literal, Number)  # noqa: S101 - the caller has found a number
    return ((literal.place, "{}"),)
