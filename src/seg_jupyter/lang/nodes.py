"""The syntax tree of a cell: what was written, before anything is known about the frames.

Every node carries the span of its text. Spans take no part in equality, so that two texts that
differ in spaces give equal trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from seg_jupyter.errors import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that stands in an expression."""

    span: Span = field(compare=False, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes directly below, in the order of the text."""
        return ()


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as written, without its sign; `place` leaves brackets around it out."""

    value: float
    place: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text literal; a date beside a date, a duration after `last=`.

    `place` leaves brackets around it out.
    """

    value: str
    place: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """True or False."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A column or an earlier line; `in_backticks` can only be a column."""

    name: str
    in_backticks: bool = False


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """`-x`. The sign's span is kept."""

    operand: Node
    sign: Span = field(compare=False, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102 - inherited
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not x`."""

    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102
        return (self.operand,)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`left + right`, and the same with `-`, `*` or `/`. The operator's span is kept."""

    operator: str
    left: Node
    right: Node
    operator_span: Span = field(compare=False, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`a < b`, or a chain `a <= b < c`: one operator less than operands."""

    operators: tuple[str, ...]
    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102
        return self.operands


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """`operand in [items]`, or `not in`."""

    operand: Node
    items: tuple[Node, ...]
    negated: bool

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102
        return (self.operand, *self.items)


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """`a and b and c`, or the same with `or`: two operands or more."""

    operator: str
    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102
        return self.operands


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`then if condition else otherwise`."""

    then: Node
    condition: Node
    otherwise: Node

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102
        return (self.then, self.condition, self.otherwise)


@dataclass(frozen=True, slots=True)
class Keyword:
    """`name=value` inside a call."""

    name: str
    value: Node
    name_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments, name=value)`."""

    function: str
    arguments: tuple[Node, ...]
    keywords: tuple[Keyword, ...]
    function_span: Span = field(compare=False, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:  # noqa: D102
        return (*self.arguments, *(keyword.value for keyword in self.keywords))


@dataclass(frozen=True, slots=True)
class Definition:
    """`name = expression`."""

    name: str
    expression: Node
    name_span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """`Name: condition`; the condition is None for `otherwise`."""

    name: str
    condition: Node | None
    name_span: Span = field(compare=False, repr=False)


Statement = Definition | Segment


@dataclass(frozen=True, slots=True)
class Cell:
    """A parsed cell: its text, as written, and its statements in order."""

    text: str = field(compare=False)
    statements: tuple[Statement, ...]

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The `name = expression` lines."""
        return tuple(s for s in self.statements if isinstance(s, Definition))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The `Name: condition` lines."""
        return tuple(s for s in self.statements if isinstance(s, Segment))


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Yield a node and all below it with their depth, the top one at depth 1."""
    waiting = [(node, 1)]
    while waiting:
        here, depth = waiting.pop()
        yield here, depth
        waiting.extend((child, depth + 1) for child in reversed(here.children))
