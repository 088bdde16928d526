"""The meaning of a cell: names resolved, kinds settled, conversions made plain.

The engine evaluates these nodes and nothing else; a saved model is its text, checked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from seg_jupyter.errors import Span
from seg_jupyter.lang.durations import Duration
from seg_jupyter.lang.schema import Kind


@dataclass(frozen=True, slots=True)
class Expression:
    """A typed value: one per customer, or one per event inside an aggregation."""

    kind: Kind
    span: Span = field(compare=False, repr=False)

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions directly below."""
        return ()


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A literal; None is missing. A date without a zone is read in the zone of its neighbour."""

    value: float | str | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Column(Expression):
    """A column of the customers frame, or of the events frame inside an aggregation.

    A text column that serves as a date has the kind DATE here.
    """

    name: str
    of_events: bool = False


@dataclass(frozen=True, slots=True)
class Defined(Expression):
    """The value of an earlier line."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation(Expression):
    """An operator or a row function on values of the same row.

    Operators: `neg + - * /`, `== != < <= > >=`, `not and or`, `in`, `if` (then, condition,
    otherwise), `number` (truth to 0/1) and the names of the row functions.
    """

    operator: str
    operands: tuple[Expression, ...]

    @property
    def parts(self) -> tuple[Expression, ...]:  # noqa: D102 - inherited
        return self.operands


@dataclass(frozen=True, slots=True)
class Aggregation(Expression):
    """A function over the events of each customer; `value` and `where` are per event.

    The window ends `offset` before the as-of date, and starts `last` before that. With a
    `half_life`, an event counts by its age.
    """

    function: str
    value: Expression | None = None
    where: Expression | None = None
    last: Duration | None = None
    offset: Duration | None = None
    half_life: Duration | None = None

    @property
    def parts(self) -> tuple[Expression, ...]:  # noqa: D102
        return tuple(part for part in (self.value, self.where) if part is not None)


@dataclass(frozen=True, slots=True)
class Tile(Expression):
    """1 to `count` by cuts that are fitted on the values of all customers."""

    value: Expression
    count: int

    @property
    def parts(self) -> tuple[Expression, ...]:  # noqa: D102
        return (self.value,)


class ScaleKind(Enum):
    """How a metric becomes 0 to 100. The value is the word that a saved model uses."""

    RANK = "rank"
    MINMAX = "minmax"
    RAW = "raw"
    STEPS = "steps"
    SCORE = "score"


class Missing(Enum):
    """What a metric that is missing does to a score. The value is the word in the cell."""

    SKIP = "skip"
    ZERO = "zero"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Term:
    """One weighted metric of a score; the label is the metric as written.

    `steps` is the number of bands or parts of a metric whose scale is STEPS.
    """

    weight: float
    metric: Expression
    scale: ScaleKind
    label: str
    span: Span = field(compare=False, repr=False)
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Metric:
    """A definition that is a plain value."""

    name: str
    expression: Expression
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Score:
    """A definition that is a score."""

    name: str
    terms: tuple[Term, ...]
    span: Span = field(compare=False, repr=False)
    missing: Missing = Missing.SKIP


@dataclass(frozen=True, slots=True)
class Rule:
    """A segment; `condition` is None for `otherwise`."""

    name: str
    condition: Expression | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Program:
    """A checked cell."""

    text: str = field(compare=False)
    definitions: tuple[Metric | Score, ...]
    rules: tuple[Rule, ...]

    @property
    def scores(self) -> tuple[Score, ...]:
        """The definitions that are scores."""
        return tuple(d for d in self.definitions if isinstance(d, Score))

    @property
    def expressions(self) -> Iterator[Expression]:
        """Every expression of the cell with all of its parts."""
        tops: list[Expression] = []
        for definition in self.definitions:
            if isinstance(definition, Score):
                tops += [term.metric for term in definition.terms]
            else:
                tops.append(definition.expression)
        tops += [rule.condition for rule in self.rules if rule.condition is not None]
        for top in tops:
            yield from every(top)

    @property
    def aggregations(self) -> tuple[Aggregation, ...]:
        """The distinct aggregations over events, in the order of the text."""
        found = [e for e in self.expressions if isinstance(e, Aggregation)]
        return tuple(dict.fromkeys(found))

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The distinct tiles, in the order of the text."""
        return tuple(dict.fromkeys(e for e in self.expressions if isinstance(e, Tile)))

    @property
    def needs_as_of(self) -> bool:
        """Whether a value depends on the as-of date."""
        return bool(self.aggregations) or any(
            isinstance(e, Operation) and e.operator == "days_since" for e in self.expressions
        )


def every(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all of its parts, from the outside in."""
    yield expression
    for part in expression.parts:
        yield from every(part)
