"""One expression of the syntax tree → the same with its names found and its kinds settled."""

from __future__ import annotations

from dataclasses import replace

from seg_jupyter.errors import (
    SegmentNameError,
    SegmentSyntaxError,
    closest,
    listed,
    quoted,
)
from seg_jupyter.lang import nodes
from seg_jupyter.lang.conversions import Conversions, as_kind
from seg_jupyter.lang.durations import Duration
from seg_jupyter.lang.function import Argument, Function, Group
from seg_jupyter.lang.functions import FUNCTIONS, NOT_FUNCTIONS, OTHER_NAMES
from seg_jupyter.lang.literals import Literals
from seg_jupyter.lang.names import Names
from seg_jupyter.lang.program import Aggregation, Constant, Expression, Operation, Tile
from seg_jupyter.lang.schema import Kind

_ORDERED = ("<", "<=", ">", ">=")
_OF_SEVERAL = {"min": "least", "max": "greatest"}
"""Aggregations of one value over events, and the same of several values of a row."""


class Expressions:
    """Checks the expressions of one cell; `events` says whether names are events columns."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.text = names.text
        self.to = Conversions(names)
        self.literals = Literals(names.text)

    def number(self, node: nodes.Node, *, events: bool = False) -> Expression:
        """Read an expression where a number is needed."""
        return self.to.number(self.expression(node, events=events))

    def condition(self, node: nodes.Node, *, events: bool = False) -> Expression:
        """Read an expression where something true or false is needed."""
        return self.to.condition(self.expression(node, events=events))

    def expression(self, node: nodes.Node, *, events: bool = False) -> Expression:
        """Read an expression of any kind."""
        match node:
            case nodes.Number():
                return Constant(Kind.NUMBER, node.span, node.value)
            case nodes.Text():
                return Constant(Kind.TEXT, node.span, node.value)
            case nodes.Truth():
                return Constant(Kind.TRUTH, node.span, node.value)
            case nodes.Name():
                return self.names.resolve(node, events=events)
            case nodes.Negative():
                return self._operation("neg", node, self.number(node.operand, events=events))
            case nodes.Arithmetic(operator="+"):
                left = self.expression(node.left, events=events)
                right = self.expression(node.right, events=events)
                return self._operation("+", node, *self.to.summands(left, right))
            case nodes.Arithmetic():
                left = self.number(node.left, events=events)
                right = self.number(node.right, events=events)
                return self._operation(node.operator, node, left, right)
            case nodes.Not():
                inner = self.condition(node.operand, events=events)
                return Operation(Kind.TRUTH, node.span, "not", (inner,))
            case nodes.Junction():
                conditions = tuple(self.condition(o, events=events) for o in node.operands)
                return Operation(Kind.TRUTH, node.span, node.operator, conditions)
            case nodes.Comparison():
                return self._comparison(node, events)
            case nodes.Membership():
                return self._membership(node, events)
            case nodes.Conditional():
                return self._conditional(node, events)
            case nodes.Call():
                return self._call(node, events)
        raise AssertionError(node)  # pragma: no cover - the match names every node of the tree

    def _operation(self, operator: str, node: nodes.Node, *operands: Expression) -> Operation:
        return Operation(Kind.NUMBER, node.span, operator, operands)

    def _comparison(self, node: nodes.Comparison, events: bool) -> Expression:
        equal = not set(node.operators).intersection(_ORDERED)
        operands = [
            self.names.resolve(operand, events=events, perhaps_text=equal)
            if isinstance(operand, nodes.Name)
            else self.expression(operand, events=events)
            for operand in node.operands
        ]
        pairs: list[Expression] = []
        for operator, left, right in zip(node.operators, operands, operands[1:], strict=False):
            pair = self.to.alike(left, right, ordered=operator in _ORDERED)
            span = left.span.to(right.span)
            pairs.append(Operation(Kind.TRUTH, span, operator, pair))
        if len(pairs) == 1:
            return replace(pairs[0], span=node.span)
        return Operation(Kind.TRUTH, node.span, "and", tuple(pairs))

    def _membership(self, node: nodes.Membership, events: bool) -> Expression:
        operand = self.expression(node.operand, events=events)
        items = [self.expression(item) for item in node.items]
        for item in items:
            operand, _ = self.to.alike(operand, item, ordered=False)
        # only now is the kind known that all of them are brought to
        items = [self.to.alike(operand, item, ordered=False)[1] for item in items]
        inside = Operation(Kind.TRUTH, node.span, "in", (operand, *items))
        return Operation(Kind.TRUTH, node.span, "not", (inside,)) if node.negated else inside

    def _conditional(self, node: nodes.Conditional, events: bool) -> Expression:
        condition = self.condition(node.condition, events=events)
        then = self.expression(node.then, events=events)
        otherwise = self.expression(node.otherwise, events=events)
        then, otherwise = self.to.alike(then, otherwise, ordered=False)
        return Operation(then.kind, node.span, "if", (then, condition, otherwise))

    # calls

    def _call(self, node: nodes.Call, events: bool) -> Expression:
        function = FUNCTIONS.get(node.function)
        if function is None:
            lower = node.function.lower()
            instead = FUNCTIONS.get(OTHER_NAMES.get(lower, ""))
            remedy = _usage(instead) if instead else NOT_FUNCTIONS.get(lower)
            raise SegmentNameError(
                f"no function is called {quoted(node.function)}",
                source=self.text,
                span=node.function_span,
                exists=None if remedy else closest(node.function, FUNCTIONS),
                remedy=remedy,
            )
        if function.group is Group.SCORE:
            raise self._misplaced(
                node,
                "score(...) is a whole line, not a part of one",
                "Give it its own line: value = score(...).",
            )
        if function.group is Group.SCALE:
            raise self._misplaced(
                node,
                f"{function.name}(...) has a meaning only as a metric of a score",
                f"Write value = score({function.name}(x), …).",
            )
        self.check_keywords(node, function)
        self.check_number_of_arguments(node, function)
        if function.group is Group.AGGREGATION:
            self._check_aggregates(node, events)
            change = function.arguments[:1] == (Argument.AGGREGATION,)
            return self._change(node) if change else self._aggregation(node, function)
        if function.group is Group.FITTED:
            return self._tile(node, events)
        return self._row_function(node, function, events)

    def _misplaced(self, node: nodes.Call, problem: str, remedy: str) -> SegmentSyntaxError:
        return SegmentSyntaxError(problem, source=self.text, span=node.function_span, remedy=remedy)

    def check_number_of_arguments(self, node: nodes.Call, function: Function) -> None:
        """Refuse a call with too few or too many arguments."""
        given = len(node.arguments)
        if given < function.fewest or (function.most is not None and given > function.most):
            few = given < function.fewest
            span = node.span if few else node.arguments[function.most or 0].span
            raise SegmentSyntaxError(
                f"{function.name}(...) needs more than this"
                if few
                else f"{function.name}(...) takes no more than this",
                source=self.text,
                span=span,
                remedy=self._of_one_row(node) or _usage(function),
            )

    def _of_one_row(self, node: nodes.Call) -> str | None:
        """Return the function to use in place of a minimum or maximum of several values."""
        name = _OF_SEVERAL.get(node.function)
        if name is None or len(node.arguments) < 2 or node.keywords:
            return None
        given = self.to.shown(node.arguments[0].span.to(node.arguments[-1].span), "a, b")
        return f"Write {name}({given}): {FUNCTIONS[name].summary}."

    def check_keywords(self, node: nodes.Call, function: Function) -> None:
        """Refuse a call with an option that its function does not have."""
        for keyword in node.keywords:
            if keyword.name not in function.keywords:
                raise SegmentNameError(
                    f"{node.function}(...) has no option {quoted(keyword.name)}",
                    source=self.text,
                    span=keyword.name_span,
                    exists=f"There are: {listed(function.keywords)}."
                    if function.keywords
                    else None,
                    remedy=None if function.keywords else f"Write {function.signature}.",
                )

    def _row_function(self, node: nodes.Call, function: Function, events: bool) -> Expression:
        if Argument.CUT in function.arguments:
            value = self.number(node.arguments[0], events=events)
            cuts = self.literals.cuts(node.arguments[1:])
            return self._operation(function.name, node, value, *cuts)
        wanted = list(function.arguments)
        wanted += wanted[-1:] * (len(node.arguments) - len(wanted))
        operands: list[Expression] = []
        for argument, given in zip(wanted, node.arguments, strict=True):
            if argument is Argument.LIKE_FIRST:
                value = self.expression(given, events=events)
                operands[0], value = self.to.alike(operands[0], value, ordered=False)
            else:
                value = self._argument(argument, given, events)
            operands.append(value)
        kind = function.result or operands[0].kind
        return Operation(kind, node.span, function.name, tuple(operands))

    def _argument(self, argument: Argument, node: nodes.Node, events: bool) -> Expression:
        match argument:
            case Argument.NUMBER:
                return self.number(node, events=events)
            case Argument.CONDITION:
                return self.condition(node, events=events)
            case Argument.DATE:
                return self.to.date(self.expression(node, events=events))
            case Argument.NUMBER_OR_DATE:
                return self.to.number_or_date(self.expression(node, events=events))
            case Argument.TEXT:
                return self.to.text(self.expression(node, events=events))
            case Argument.TEXT_LITERAL if not isinstance(node, nodes.Text):
                raise self.to.wrong_kind("a text in quotes is needed here", node.span)
        return self.expression(node, events=events)

    def _tile(self, node: nodes.Call, events: bool) -> Tile:
        if events:
            raise self._misplaced(
                node,
                "tile(...) compares customers, and cannot stand inside an aggregation",
                "Give the aggregation its own line, and write tile(name, 5) below it.",
            )
        value = self.number(node.arguments[0])
        parts = self.literals.parts(node.arguments[1])
        return Tile(Kind.NUMBER, node.span, value, parts)

    # aggregations

    def _check_aggregates(self, node: nodes.Call, events: bool) -> None:
        if events:
            raise self._misplaced(
                node,
                f"{node.function}(...) cannot stand inside another aggregation",
                "Give it its own line: name = expression.",
            )
        if self.names.schema.events is None:
            raise SegmentNameError(
                f"{node.function}(...) reads events, and there is no events frame",
                source=self.text,
                span=node.function_span,
                remedy="Name one with --events, or events=… from Python.",
            )

    def _aggregation(self, node: nodes.Call, function: Function) -> Aggregation:
        kind = function.result or Kind.NUMBER
        value: Expression | None = None
        condition: Expression | None = None
        if node.arguments and function.optional:
            condition = self._first_condition(node, function)
        elif node.arguments:
            value = self._argument(function.arguments[0], node.arguments[0], events=True)
            kind = function.result or value.kind
            value = as_kind(value, Kind.NUMBER)
        lengths: dict[str, Duration] = {}
        for keyword in node.keywords:
            if keyword.name != "where":
                lengths[keyword.name] = self.literals.duration(keyword.value)
            elif condition is not None:
                raise SegmentSyntaxError(
                    "this condition stands beside another one",
                    source=self.text,
                    span=keyword.name_span,
                    remedy="Join the two with and.",
                )
            else:
                condition = self.condition(keyword.value, events=True)
        return Aggregation(kind, node.span, function.name, value, condition, **lengths)

    def _change(self, node: nodes.Call) -> Operation:
        """Read `change(aggregation, length)` as the same aggregation over two windows."""
        inner = node.arguments[0]
        function = FUNCTIONS.get(inner.function) if isinstance(inner, nodes.Call) else None
        if not isinstance(inner, nodes.Call) or (
            function is not None
            and (function.group is not Group.AGGREGATION or function.name == node.function)
        ):
            raise self.to.wrong_kind(
                "change(...) compares an aggregation with itself",
                inner.span,
                'Write change(count(), "90d"), or change(sum(x), "90d").',
            )
        for keyword in inner.keywords:
            if keyword.name in ("last", "offset"):
                raise SegmentSyntaxError(
                    "change(...) sets the window itself",
                    source=self.text,
                    span=keyword.name_span,
                    remedy=f"Leave {keyword.name} out.",
                )
        aggregation = self.expression(inner)
        assert isinstance(aggregation, Aggregation)  # noqa: S101 - its function is one
        if aggregation.kind is Kind.NOTHING:
            aggregation = replace(aggregation, kind=Kind.NUMBER)
        if aggregation.kind is not Kind.NUMBER:
            raise self.to.wrong_kind(
                f"change(...) compares numbers; this is {aggregation.kind.noun}", inner.span
            )
        length = self.literals.duration(node.arguments[1])
        now = replace(aggregation, last=length)
        return self._operation(node.function, node, now, replace(now, offset=length))

    def _first_condition(self, node: nodes.Call, function: Function) -> Expression:
        """Read the bare condition of count, recency, tenure and active_days."""
        expression = self.expression(node.arguments[0], events=True)
        if expression.kind not in (Kind.TRUTH, Kind.NOTHING) and function.name == "count":
            inner = self.to.shown(node.arguments[0].span)
            raise self.to.wrong_kind(
                f"count(...) counts events, and takes a condition; this is {expression.kind.noun}",
                node.arguments[0].span,
                f"Write count(), or nunique({inner}) for the number of different values.",
            )
        return self.condition(node.arguments[0], events=True)


def _usage(function: Function) -> str:
    return f"Write {function.signature}: {function.summary}."
