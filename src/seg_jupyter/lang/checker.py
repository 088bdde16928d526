"""Syntax tree + schema → program: every name found, every kind settled, before anything runs."""

from __future__ import annotations

from itertools import islice

from seg_jupyter.errors import (
    SegmentNameError,
    SegmentSyntaxError,
    SegmentTypeError,
    Span,
    quoted,
)
from seg_jupyter.lang import nodes
from seg_jupyter.lang.expressions import Expressions
from seg_jupyter.lang.function import Group
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.names import Names
from seg_jupyter.lang.parser import MOST_NODES
from seg_jupyter.lang.program import (
    Defined,
    Expression,
    Metric,
    Missing,
    Operation,
    Program,
    Rule,
    ScaleKind,
    Score,
    Term,
    Tile,
    every,
)
from seg_jupyter.lang.schema import Kind, Schema
from seg_jupyter.lang.segment_lines import meant_line
from seg_jupyter.lang.tokens import on_one_line
from seg_jupyter.lang.weights import lone_weight, no_metric, split_weight

MOST_PARTS = 3 * MOST_NODES
"""Parts of one expression with every repeated one counted again."""

_SCALE_KINDS = {"rank": ScaleKind.RANK, "minmax": ScaleKind.MINMAX, "raw": ScaleKind.RAW}


def check(cell: nodes.Cell, schema: Schema) -> Program:
    """Check a cell against the columns of the frames it is to run on.

    Raises
    ------
    SegmentNameError, SegmentTypeError, SegmentSyntaxError
        Under the very text that is wrong.

    Examples
    --------
    >>> from seg_jupyter.lang.parser import parse
    >>> from seg_jupyter.lang.schema import ColumnType
    >>> schema = Schema({"visits": ColumnType(Kind.NUMBER)})
    >>> check(parse("Active: visits >= 3"), schema).rules[0].name
    'Active'
    """
    return _Checker(cell.text, schema).program(cell)


class _Checker:
    def __init__(self, text: str, schema: Schema) -> None:
        self.names = Names(text, schema)
        self.expressions = Expressions(self.names)

    def program(self, cell: nodes.Cell) -> Program:
        definitions: list[Metric | Score] = []
        rules: list[Rule] = []
        self.names.later.update(definition.name for definition in cell.definitions)
        self.names.segments.update(segment.name for segment in cell.segments)
        for statement in cell.statements:
            if isinstance(statement, nodes.Definition):
                definitions.append(self.definition(statement))
                self.names.later.remove(statement.name)
            else:
                rules.append(self.rule(statement))
        return Program(cell.text, tuple(definitions), tuple(rules))

    def definition(self, statement: nodes.Definition) -> Metric | Score:
        if statement.name in self.names.schema.customers:
            raise SegmentNameError(
                f"{quoted(statement.name)} is already a column of the customers",
                source=self.names.text,
                span=statement.name_span,
                remedy="Choose another name; the frame's own columns are never changed.",
            )
        top = statement.expression
        if isinstance(top, nodes.Call) and top.function == "score":
            score = self.score(statement, top)
            self.names.defined[statement.name] = Kind.NUMBER
            self.names.scores.add(statement.name)
            return score
        expression = self.expressions.expression(top)
        self.limit(expression)
        self.names.defined[statement.name] = expression.kind
        self.names.steps[statement.name] = _steps(expression)
        self.expressions.to.define(statement.name, expression)
        return Metric(statement.name, expression, statement.name_span)

    def rule(self, statement: nodes.Segment) -> Rule:
        if statement.condition is None:
            return Rule(statement.name, None, statement.name_span)
        try:
            condition = self.expressions.condition(statement.condition)
        except (SegmentNameError, SegmentTypeError) as error:
            error.remedy = self.meant(statement) or error.remedy
            raise
        self.limit(condition)
        return Rule(statement.name, condition, statement.name_span)

    def meant(self, statement: nodes.Segment) -> str | None:
        """Return the line that was meant, where a lone word or text is a segment's condition."""
        known = {*self.names.schema.customers, *self.names.defined}
        match statement.condition:
            case nodes.Name(name=name) if name not in known:
                return meant_line(statement.name, name)
            case nodes.Text(value=value):
                return meant_line(statement.name, value)
        return None

    def limit(self, expression: Expression) -> None:
        """Refuse what means far more than it says: the middle of a chain stands in two pairs."""
        parts = sum(1 for _ in islice(every(expression), MOST_PARTS + 1))
        if parts > MOST_PARTS:
            raise SegmentSyntaxError(
                "chains of comparisons inside one another mean too much to be computed",
                source=self.names.text,
                span=Span(expression.span.start, expression.span.start + 1),
                remedy="Give an inner one its own line: name = expression.",
            )

    def score(self, statement: nodes.Definition, call: nodes.Call) -> Score:
        """Read `name = score(term, …)`."""
        self.expressions.check_keywords(call, FUNCTIONS["score"])
        self.expressions.check_number_of_arguments(call, FUNCTIONS["score"])
        terms: list[Term] = []
        for at, argument in enumerate(call.arguments):
            if error := lone_weight(self.names.text, call.arguments, at):
                raise error
            terms.append(self.term(argument))
        missing = Missing.SKIP
        for keyword in call.keywords:
            words = [policy.value for policy in Missing]
            missing = Missing(self.expressions.literals.choice(keyword.value, words))
        return Score(statement.name, tuple(terms), statement.name_span, missing)

    def term(self, node: nodes.Node) -> Term:
        """Read a term of a score: weight on the left, then a metric in its scale."""
        weight, metric = split_weight(self.names.text, node)
        scale: ScaleKind | None = None
        if isinstance(metric, nodes.Call) and metric.function in _SCALE_KINDS:
            function = FUNCTIONS[metric.function]
            self.expressions.check_keywords(metric, function)
            self.expressions.check_number_of_arguments(metric, function)
            scale, metric = _SCALE_KINDS[metric.function], metric.arguments[0]
        expression = self.expressions.number(metric)
        self.limit(expression)
        if not _varies(metric):
            raise no_metric(self.names.text, metric.span)
        steps = 0
        if scale is None:
            scale, steps = self.own_scale(expression)
        label = on_one_line(self.names.text, metric.span)
        return Term(weight, expression, scale, label, node.span, steps)

    def own_scale(self, expression: Expression) -> tuple[ScaleKind, int]:
        """Return the scale of a metric that names none, and its number of steps."""
        steps = _steps(expression)
        if isinstance(expression, Defined):
            if expression.name in self.names.scores:
                return ScaleKind.SCORE, 0
            steps = self.names.steps[expression.name]
        return (ScaleKind.STEPS, steps) if steps else (ScaleKind.RANK, 0)


def _steps(expression: Expression) -> int:
    """Return how many bands or parts an expression makes; 0 if it makes none."""
    match expression:
        case Tile(count=count):
            return count
        case Operation(operator="bands", operands=(_, *cuts)):
            return len(cuts) + 1
    return 0


def _varies(node: nodes.Node) -> bool:
    """Tell whether a metric reads anything that may differ from customer to customer."""
    return any(
        isinstance(part, nodes.Name)
        or (isinstance(part, nodes.Call) and FUNCTIONS[part.function].group is Group.AGGREGATION)
        for part, _ in nodes.walk(node)
    )
