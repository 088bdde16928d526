"""Syntax tree + schema → program: every name found, every kind settled, before anything runs."""

from __future__ import annotations

from dataclasses import replace

from seg_jupyter.errors import (
    SegmentNameError,
    SegmentSyntaxError,
    SegmentTypeError,
    Span,
    closest,
    listed,
    quoted,
)
from seg_jupyter.lang import nodes
from seg_jupyter.lang.durations import Duration, parse_duration, parse_iso_date
from seg_jupyter.lang.functions import (
    AGGREGATION_KEYWORDS,
    FUNCTIONS,
    OTHER_NAMES,
    Argument,
    Function,
    Group,
)
from seg_jupyter.lang.program import (
    Aggregation,
    Column,
    Constant,
    Defined,
    Expression,
    Metric,
    Operation,
    Program,
    Rule,
    ScaleKind,
    Score,
    Term,
)
from seg_jupyter.lang.schema import Columns, ColumnType, Kind, Schema
from seg_jupyter.lang.weights import no_metric, split_weight

_SCALE_KINDS = {"rank": ScaleKind.RANK, "minmax": ScaleKind.MINMAX, "raw": ScaleKind.RAW}
_ORDERED = ("<", "<=", ">", ">=")
_FOREIGN_NAMES = {
    **dict.fromkeys(("null", "none", "nan", "na"), "Ask missing(x), or write fill(x, value)."),
    "true": "Write True.",
    "false": "Write False.",
    "otherwise": "Write Name: otherwise, with nothing else on the line.",
}


def check(cell: nodes.Cell, schema: Schema) -> Program:
    """Check a cell against the columns of the frames it is to run on.

    Raises
    ------
    SegmentNameError, SegmentTypeError, SegmentSyntaxError
        Under the very text that is wrong.

    Examples
    --------
    >>> from seg_jupyter.lang.parser import parse
    >>> schema = Schema({"visits": ColumnType(Kind.NUMBER)})
    >>> check(parse("Active: visits >= 3"), schema).rules[0].name
    'Active'
    """
    return _Checker(cell.text, schema).program(cell)


class _Checker:
    def __init__(self, text: str, schema: Schema) -> None:
        self.text = text
        self.schema = schema
        self.defined: dict[str, Kind] = {}
        self.scores: set[str] = set()
        self.later: set[str] = set()
        self.segments: set[str] = set()

    def program(self, cell: nodes.Cell) -> Program:
        definitions: list[Metric | Score] = []
        rules: list[Rule] = []
        self.later = {definition.name for definition in cell.definitions}
        self.segments = {segment.name for segment in cell.segments}
        for statement in cell.statements:
            if isinstance(statement, nodes.Definition):
                definitions.append(self.definition(statement))
                self.later.remove(statement.name)
            else:
                rules.append(self.rule(statement))
        return Program(cell.text, tuple(definitions), tuple(rules))

    # statements

    def definition(self, statement: nodes.Definition) -> Metric | Score:
        if statement.name in self.schema.customers:
            raise SegmentNameError(
                f"{quoted(statement.name)} is already a column of the customers",
                source=self.text,
                span=statement.name_span,
                remedy="Choose another name; the frame's own columns are never changed.",
            )
        top = statement.expression
        if isinstance(top, nodes.Call) and top.function == "score":
            score = Score(statement.name, self.terms(top), statement.name_span)
            self.defined[statement.name] = Kind.NUMBER
            self.scores.add(statement.name)
            return score
        expression = self.expression(top)
        self.defined[statement.name] = expression.kind
        return Metric(statement.name, expression, statement.name_span)

    def rule(self, statement: nodes.Segment) -> Rule:
        if statement.condition is None:
            return Rule(statement.name, None, statement.name_span)
        return Rule(statement.name, self.condition(statement.condition), statement.name_span)

    def terms(self, node: nodes.Call) -> tuple[Term, ...]:
        """Read the terms of a score: weight on the left, then a metric in its scale."""
        self.check_keywords(node, {})
        self.check_number_of_arguments(node, FUNCTIONS["score"])
        return tuple(self.term(argument) for argument in node.arguments)

    def term(self, node: nodes.Node) -> Term:
        weight, metric = split_weight(self.text, node)
        scale = ScaleKind.RANK
        bare = True
        if isinstance(metric, nodes.Call) and metric.function in _SCALE_KINDS:
            self.check_keywords(metric, {})
            self.check_number_of_arguments(metric, FUNCTIONS[metric.function])
            scale, metric, bare = _SCALE_KINDS[metric.function], metric.arguments[0], False
        expression = self.number(metric)
        if bare and isinstance(expression, Defined) and expression.name in self.scores:
            scale = ScaleKind.SCORE
        if not _varies(metric):
            raise no_metric(self.text, metric.span)
        label = self.text[metric.span.start : metric.span.end]
        return Term(weight, expression, scale, " ".join(label.split()), node.span)

    # expressions: `events` says whether bare names are events columns

    def expression(self, node: nodes.Node, *, events: bool = False) -> Expression:
        match node:
            case nodes.Number():
                return Constant(Kind.NUMBER, node.span, node.value)
            case nodes.Text():
                return Constant(Kind.TEXT, node.span, node.value)
            case nodes.Truth():
                return Constant(Kind.TRUTH, node.span, node.value)
            case nodes.Name():
                return self.name(node, events)
            case nodes.Negative():
                return self.operation("neg", node, self.number(node.operand, events=events))
            case nodes.Arithmetic():
                left = self.number(node.left, events=events)
                right = self.number(node.right, events=events)
                return self.operation(node.operator, node, left, right)
            case nodes.Not():
                inner = self.condition(node.operand, events=events)
                return Operation(Kind.TRUTH, node.span, "not", (inner,))
            case nodes.Junction():
                conditions = tuple(self.condition(o, events=events) for o in node.operands)
                return Operation(Kind.TRUTH, node.span, node.operator, conditions)
            case nodes.Comparison():
                return self.comparison(node, events)
            case nodes.Membership():
                return self.membership(node, events)
            case nodes.Conditional():
                return self.conditional(node, events)
            case nodes.Call():
                return self.call(node, events)
        raise AssertionError(node)  # pragma: no cover - the match names every node of the tree

    def operation(self, operator: str, node: nodes.Node, *operands: Expression) -> Operation:
        return Operation(Kind.NUMBER, node.span, operator, operands)

    def name(self, node: nodes.Name, events: bool, *, perhaps_text: bool = False) -> Expression:
        columns = self.schema.events if events else self.schema.customers
        if not events and not node.in_backticks and node.name in self.defined:
            return Defined(self.defined[node.name], node.span, node.name)
        column = (columns or {}).get(node.name)
        if column is None:
            raise self.unknown_name(node, events, perhaps_text and not node.in_backticks)
        if column.kind is None:
            raise SegmentTypeError(
                f"the column {quoted(node.name)} holds {column.description}, which cannot be read",
                source=self.text,
                span=node.span,
                exists="A column holds numbers, text, truth values or dates.",
            )
        return Column(column.kind, node.span, node.name, events)

    def unknown_name(self, node: nodes.Name, events: bool, perhaps_text: bool) -> SegmentNameError:
        other = self.schema.customers if events else (self.schema.events or {})
        own = (self.schema.events or {}) if events else self.schema.customers
        known = [*([] if events or node.in_backticks else self.defined), *map(str, own)]
        exists = closest(node.name, known)
        remedy: str | None
        if events and (node.name in other or node.name in self.defined):
            problem = f"{quoted(node.name)} is not a column of the events"
            remedy = "Inside an aggregation, names are columns of the events."
        elif not events and node.name in other:
            problem = f"{quoted(node.name)} is a column of the events"
            remedy = f"Make one value per customer of it, such as latest({node.name})."
            exists = None
        elif node.name in self.later:
            problem = f"{quoted(node.name)} is defined in this line or further down"
            remedy, exists = "A line may use the lines above it.", None
        elif node.name in self.segments and not perhaps_text:
            problem = f"{quoted(node.name)} is a segment, and no condition can use a segment"
            remedy, exists = "Give the condition a line of its own: name = condition.", None
        elif node.name.lower() in _FOREIGN_NAMES:
            problem = f"no column is called {quoted(node.name)}"
            remedy, exists = _FOREIGN_NAMES[node.name.lower()], None
        else:
            where = "column of the events" if events else "column or earlier line"
            problem = f"no {where} is called {quoted(node.name)}"
            remedy = None if known else "Give a frame of customers, or a frame with --events."
            if perhaps_text and known:
                remedy = f'If it is a text, put it in quotes: "{node.name}".'
        return SegmentNameError(
            problem, source=self.text, span=node.span, exists=exists, remedy=remedy
        )

    def comparison(self, node: nodes.Comparison, events: bool) -> Expression:
        equal = not set(node.operators).intersection(_ORDERED)
        operands = [
            self.name(operand, events, perhaps_text=equal)
            if isinstance(operand, nodes.Name)
            else self.expression(operand, events=events)
            for operand in node.operands
        ]
        pairs: list[Expression] = []
        for operator, left, right in zip(node.operators, operands, operands[1:], strict=False):
            pair = self.alike(left, right, ordered=operator in _ORDERED)
            span = left.span.to(right.span)
            pairs.append(Operation(Kind.TRUTH, span, operator, pair))
        if len(pairs) == 1:
            return replace(pairs[0], span=node.span)
        return Operation(Kind.TRUTH, node.span, "and", tuple(pairs))

    def membership(self, node: nodes.Membership, events: bool) -> Expression:
        operand = self.expression(node.operand, events=events)
        items = [self.expression(item) for item in node.items]
        for item in items:
            operand, _ = self.alike(operand, item, ordered=False)
        # only now is the kind known that all of them are brought to
        items = [self.alike(operand, item, ordered=False)[1] for item in items]
        inside = Operation(Kind.TRUTH, node.span, "in", (operand, *items))
        return Operation(Kind.TRUTH, node.span, "not", (inside,)) if node.negated else inside

    def conditional(self, node: nodes.Conditional, events: bool) -> Expression:
        condition = self.condition(node.condition, events=events)
        then = self.expression(node.then, events=events)
        otherwise = self.expression(node.otherwise, events=events)
        then, otherwise = self.alike(then, otherwise, ordered=False)
        return Operation(then.kind, node.span, "if", (then, condition, otherwise))

    # conversions

    def alike(
        self, left: Expression, right: Expression, *, ordered: bool
    ) -> tuple[Expression, Expression]:
        """Bring two values that stand beside each other to one kind."""
        kinds = {left.kind, right.kind}
        if Kind.NOTHING in kinds:
            kind = next(iter(kinds - {Kind.NOTHING}), Kind.NUMBER)
            return _as_kind(left, kind), _as_kind(right, kind)
        if kinds == {Kind.TRUTH} and not ordered:
            return left, right
        if kinds <= {Kind.NUMBER, Kind.TRUTH}:
            return _as_number(left), _as_number(right)
        if Kind.DATE in kinds or (ordered and kinds == {Kind.TEXT}):
            if kinds <= {Kind.DATE, Kind.TEXT} and (
                Kind.DATE in kinds or self.is_iso(left) or self.is_iso(right)
            ):
                return self.date(left), self.date(right)
            if kinds == {Kind.TEXT}:
                raise self.wrong_kind(
                    "text has no order", left.span.to(right.span), "Compare text with == or in."
                )
        if kinds == {Kind.TEXT}:
            return left, right
        text = left if left.kind is Kind.TEXT else right
        raise SegmentTypeError(
            f"{left.kind.noun} and {right.kind.noun} cannot stand beside each other",
            source=self.text,
            span=left.span.to(right.span),
            remedy=self.conversion(text) or _mixed_remedy(left, right),
        )

    def number(self, node: nodes.Node, *, events: bool = False) -> Expression:
        """Read an expression where a number is needed; truth values count as 0 and 1."""
        expression = self.expression(node, events=events)
        if expression.kind in (Kind.NUMBER, Kind.TRUTH, Kind.NOTHING):
            return _as_number(expression)
        remedy = self.conversion(expression)
        if expression.kind is Kind.DATE:
            remedy = "Make a number of days of it: days_since(date)."
        raise self.wrong_kind(
            f"a number is needed here; this is {expression.kind.noun}", node.span, remedy
        )

    def condition(self, node: nodes.Node, *, events: bool = False) -> Expression:
        """Read an expression where something true or false is needed."""
        expression = self.expression(node, events=events)
        if expression.kind is Kind.NOTHING:
            return _as_kind(expression, Kind.TRUTH)
        if expression.kind is not Kind.TRUTH:
            short = self.shown(node)
            example = {Kind.NUMBER: f"{short} == 1", Kind.TEXT: f'{short} == "…"'}
            compare = example.get(expression.kind, f'{short} >= "2026-01-31"')
            raise self.wrong_kind(
                f"a condition is needed here; this is {expression.kind.noun}",
                node.span,
                "Write a whole comparison on each side: x > 1 or x == 0."
                if isinstance(expression, Constant)
                else f"Compare it: {compare}",
            )
        return expression

    def date(self, expression: Expression) -> Expression:
        """Take a date, or text in ISO form, as a date."""
        if expression.kind is Kind.DATE:
            return expression
        if expression.kind is Kind.NOTHING:
            return _as_kind(expression, Kind.DATE)
        if isinstance(expression, Constant) and isinstance(expression.value, str):
            value = parse_iso_date(expression.value)
            if value is None:
                raise self.wrong_kind(
                    f"{quoted(expression.value)} is not a date",
                    expression.span,
                    'Write a date as "2026-01-31", a time as "2026-01-31 08:30".',
                )
            return Constant(Kind.DATE, expression.span, value)
        if isinstance(expression, Constant):
            return replace(expression, kind=Kind.DATE)
        if isinstance(expression, Column) and self.is_iso(expression):
            return replace(expression, kind=Kind.DATE)
        if isinstance(expression, Operation) and self.is_iso(expression):
            operands = [
                part if part.kind is Kind.TRUTH else self.date(part) for part in expression.operands
            ]
            return replace(expression, kind=Kind.DATE, operands=tuple(operands))
        if isinstance(expression, Aggregation) and expression.value and self.is_iso(expression):
            return replace(expression, kind=Kind.DATE, value=self.date(expression.value))
        raise self.wrong_kind(
            f"a date is needed here; this is {expression.kind.noun}",
            expression.span,
            "Dates as text are read in the form 2026-01-31 only.",
        )

    def is_iso(self, expression: Expression) -> bool:
        """Tell whether this is text that serves as a date.

        That is a column whose values are dates in ISO form, and what `fill`, a conditional,
        `first` and `latest` make of it.
        """
        match expression:
            case Column():
                column = self.column_type(expression)
                return column is not None and column.iso_dates
            case Aggregation(kind=Kind.TEXT, value=Expression() as value):
                return self.is_iso(value)
            case Operation(kind=Kind.TEXT, operands=operands):
                texts = [part for part in operands if part.kind is Kind.TEXT]
                return all(self.is_iso(part) or _may_be_date(part) for part in texts)
        return False

    def column_type(self, expression: Expression) -> ColumnType | None:
        if not isinstance(expression, Column):
            return None
        columns: Columns | None = (
            self.schema.events if expression.of_events else self.schema.customers
        )
        return (columns or {}).get(expression.name)

    def conversion(self, expression: Expression) -> str | None:
        """Return the line that converts numbers stored as text, in the frame's own library."""
        column = self.column_type(expression)
        if column is None or column.conversion is None:
            return None
        return f"Its values are numbers stored as text; convert them first: {column.conversion}"

    def shown(self, node: nodes.Node) -> str:
        """Return the text of a node for an example in a message; x if it is long."""
        text = " ".join(self.text[node.span.start : node.span.end].split())
        return text if len(text) <= 30 else "x"

    def wrong_kind(self, problem: str, span: Span, remedy: str | None = None) -> SegmentTypeError:
        return SegmentTypeError(problem, source=self.text, span=span, remedy=remedy)

    # calls

    def call(self, node: nodes.Call, events: bool) -> Expression:
        function = FUNCTIONS.get(node.function)
        if function is None:
            instead = FUNCTIONS.get(OTHER_NAMES.get(node.function.lower(), ""))
            raise SegmentNameError(
                f"no function is called {quoted(node.function)}",
                source=self.text,
                span=node.function_span,
                exists=None if instead else closest(node.function, FUNCTIONS),
                remedy=f"Write {instead.signature}: {instead.summary}." if instead else None,
            )
        if function.group is Group.SCORE:
            raise self.misplaced(
                node,
                "score(...) is a whole line, not a part of one",
                "Give it its own line: value = score(...).",
            )
        if function.group is Group.SCALE:
            raise self.misplaced(
                node,
                f"{function.name}(...) has a meaning only as a metric of a score",
                f"Write value = score({function.name}(x), …).",
            )
        if function.group is Group.AGGREGATION:
            return self.aggregation(node, function, events)
        self.check_keywords(node, {})
        self.check_number_of_arguments(node, function)
        return self.row_function(node, function, events)

    def misplaced(self, node: nodes.Call, problem: str, remedy: str) -> SegmentSyntaxError:
        return SegmentSyntaxError(problem, source=self.text, span=node.function_span, remedy=remedy)

    def check_number_of_arguments(self, node: nodes.Call, function: Function) -> None:
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
                remedy=f"Write {function.signature}: {function.summary}.",
            )

    def check_keywords(self, node: nodes.Call, known: dict[str, str]) -> None:
        for keyword in node.keywords:
            if keyword.name not in known:
                raise SegmentNameError(
                    f"{node.function}(...) has no option {quoted(keyword.name)}",
                    source=self.text,
                    span=keyword.name_span,
                    exists=f"There are: {listed(known)}." if known else None,
                    remedy=None if known else f"Write {FUNCTIONS[node.function].signature}.",
                )

    def row_function(self, node: nodes.Call, function: Function, events: bool) -> Expression:
        wanted = list(function.arguments)
        wanted += wanted[-1:] * (len(node.arguments) - len(wanted))
        operands: list[Expression] = []
        for argument, given in zip(wanted, node.arguments, strict=True):
            if argument is Argument.LIKE_FIRST:
                value = self.expression(given, events=events)
                operands[0], value = self.alike(operands[0], value, ordered=False)
            else:
                value = self.argument(argument, given, events)
            operands.append(value)
        kind = function.result or operands[0].kind
        return Operation(kind, node.span, function.name, tuple(operands))

    def argument(self, argument: Argument, node: nodes.Node, events: bool) -> Expression:
        match argument:
            case Argument.NUMBER:
                return self.number(node, events=events)
            case Argument.CONDITION:
                return self.condition(node, events=events)
            case Argument.DATE:
                return self.date(self.expression(node, events=events))
            case Argument.TEXT_LITERAL if not isinstance(node, nodes.Text):
                raise self.wrong_kind("a text in quotes is needed here", node.span)
            case Argument.NUMBER_OR_DATE:
                expression = self.expression(node, events=events)
                if expression.kind is Kind.DATE or self.is_iso(expression):
                    return self.date(expression)
                if expression.kind is Kind.NOTHING:
                    return expression
                return self.number(node, events=events)
            case Argument.TEXT:
                expression = self.expression(node, events=events)
                if expression.kind is Kind.NOTHING:
                    return _as_kind(expression, Kind.TEXT)
                if expression.kind is not Kind.TEXT:
                    raise self.wrong_kind(
                        f"text is needed here; this is {expression.kind.noun}", node.span
                    )
                return expression
        return self.expression(node, events=events)

    def aggregation(self, node: nodes.Call, function: Function, events: bool) -> Expression:
        if events:
            raise self.misplaced(
                node,
                f"{function.name}(...) cannot stand inside another aggregation",
                "Give it its own line: name = expression.",
            )
        if self.schema.events is None:
            raise SegmentNameError(
                f"{function.name}(...) reads events, and there is no events frame",
                source=self.text,
                span=node.function_span,
                remedy="Name one with --events, or events=… from Python.",
            )
        self.check_keywords(node, AGGREGATION_KEYWORDS)
        self.check_number_of_arguments(node, function)
        kind = function.result or Kind.NUMBER
        value: Expression | None = None
        condition: Expression | None = None
        if node.arguments and function.optional:
            condition = self.first_condition(node, function)
        elif node.arguments:
            value = self.argument(function.arguments[0], node.arguments[0], events=True)
            kind = function.result or value.kind
            value = _as_kind(value, Kind.NUMBER)
        last: Duration | None = None
        for keyword in node.keywords:
            if keyword.name == "last":
                last = self.duration(keyword.value)
            elif condition is not None:
                raise SegmentSyntaxError(
                    "this condition stands beside another one",
                    source=self.text,
                    span=keyword.name_span,
                    remedy="Join the two with and.",
                )
            else:
                condition = self.condition(keyword.value, events=True)
        return Aggregation(kind, node.span, function.name, value, condition, last)

    def first_condition(self, node: nodes.Call, function: Function) -> Expression:
        """Read the bare condition of count, recency, tenure and active_days."""
        expression = self.expression(node.arguments[0], events=True)
        if expression.kind not in (Kind.TRUTH, Kind.NOTHING) and function.name == "count":
            inner = self.shown(node.arguments[0])
            raise self.wrong_kind(
                f"count(...) counts events, and takes a condition; this is {expression.kind.noun}",
                node.arguments[0].span,
                f"Write count(), or nunique({inner}) for the number of different values.",
            )
        return self.condition(node.arguments[0], events=True)

    def duration(self, node: nodes.Node) -> Duration:
        duration = parse_duration(node.value) if isinstance(node, nodes.Text) else None
        if duration is None:
            raise SegmentTypeError(
                "this is not a length of time",
                source=self.text,
                span=node.span,
                remedy='Write hours, days or weeks as text: "36h", "90d", "12w".',
            )
        return duration


def _varies(node: nodes.Node) -> bool:
    """Tell whether a metric reads anything that may differ from customer to customer."""
    return any(
        isinstance(part, nodes.Name)
        or (isinstance(part, nodes.Call) and FUNCTIONS[part.function].group is Group.AGGREGATION)
        for part, _ in nodes.walk(node)
    )


def _as_kind(expression: Expression, kind: Kind) -> Expression:
    """Take what is missing everywhere as a missing value of some kind."""
    if expression.kind is not Kind.NOTHING:
        return expression
    return Constant(kind, expression.span, None)


def _may_be_date(expression: Expression) -> bool:
    """Tell whether this is a literal in ISO form, or missing."""
    if not isinstance(expression, Constant):
        return False
    return expression.value is None or parse_iso_date(str(expression.value)) is not None


def _as_number(expression: Expression) -> Expression:
    if expression.kind is Kind.TRUTH:
        return Operation(Kind.NUMBER, expression.span, "number", (expression,))
    return _as_kind(expression, Kind.NUMBER)


def _mixed_remedy(left: Expression, right: Expression) -> str:
    kinds = {left.kind, right.kind}
    if kinds == {Kind.NUMBER, Kind.TEXT}:
        return 'Write a number without quotes, and a text as "text".'
    if Kind.DATE in kinds:
        return 'Write a date as "2026-01-31"; for a number of days, days_since(date).'
    return "Write True or False, or compare each side on its own."
