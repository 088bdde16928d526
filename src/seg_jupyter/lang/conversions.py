"""Values brought to the kind that their place needs: number, condition, date, or one another's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from seg_jupyter.errors import SegmentTypeError, Span, quoted
from seg_jupyter.lang.durations import parse_iso_date
from seg_jupyter.lang.names import Names
from seg_jupyter.lang.program import (
    Aggregation,
    Column,
    Constant,
    Defined,
    Expression,
    Operation,
    every,
)
from seg_jupyter.lang.schema import Kind
from seg_jupyter.lang.text_remedies import ISO, ISO_ONLY, TextRemedies, unquoted
from seg_jupyter.lang.tokens import on_one_line

_LONGEST_EXAMPLE = 30
LONGEST_DATE = 200
"""Most columns, literals and operations of a line of text that is read as a date elsewhere."""


@dataclass(frozen=True)
class Conversions:
    """Conversions of typed expressions, with an error under what cannot be converted."""

    names: Names

    @property
    def texts(self) -> TextRemedies:
        """What to do about texts in the wrong place."""
        return TextRemedies(self.names)

    def alike(
        self, left: Expression, right: Expression, *, ordered: bool
    ) -> tuple[Expression, Expression]:
        """Bring two values that stand beside each other to one kind."""
        kinds = {left.kind, right.kind}
        if Kind.NOTHING in kinds:
            kind = next(iter(kinds - {Kind.NOTHING}), Kind.NUMBER)
            return as_kind(left, kind), as_kind(right, kind)
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
                exists, remedy = self.texts.in_order(left, right)
                span = left.span.to(right.span)
                raise self.wrong_kind("text has no order", span, remedy, exists)
        if kinds == {Kind.TEXT}:
            return left, right
        raise self.wrong_kind(
            f"{left.kind.noun} and {right.kind.noun} cannot stand beside each other",
            left.span.to(right.span),
            self._apart(left, right, ordered=ordered),
        )

    def _apart(self, left: Expression, right: Expression, *, ordered: bool) -> str:
        """Return what to do with two values that cannot be brought to one kind."""
        kinds = {left.kind, right.kind}
        if Kind.DATE in kinds:
            return 'Write a date as "2026-01-31"; for a number of days, days_since(date).'
        text, other = (left, right) if left.kind is Kind.TEXT else (right, left)
        if other.kind is Kind.NUMBER:
            return self.texts.beside_number(text, other, ordered=ordered)
        return self.texts.beside_truth(text)

    def number(self, expression: Expression) -> Expression:
        """Take a number; truth values count as 0 and 1."""
        if expression.kind in (Kind.NUMBER, Kind.TRUTH, Kind.NOTHING):
            return _as_number(expression)
        raise self.wrong_kind(
            f"a number is needed here; this is {expression.kind.noun}",
            expression.span,
            "Make a number of days of it: days_since(date)."
            if expression.kind is Kind.DATE
            else self.texts.number(expression),
        )

    def summands(self, left: Expression, right: Expression) -> tuple[Expression, Expression]:
        """Take two numbers that are added; texts would be joined elsewhere."""
        for text, other in ((left, right), (right, left)):
            if isinstance(text, Constant) and text.kind is Kind.TEXT:
                raise self.wrong_kind(
                    "a number is needed here; this is text",
                    text.span,
                    unquoted(text) or self.texts.joined(other),
                )
        return self.number(left), self.number(right)

    def condition(self, expression: Expression) -> Expression:
        """Take something true or false."""
        if expression.kind is Kind.NOTHING:
            return as_kind(expression, Kind.TRUTH)
        if expression.kind is not Kind.TRUTH:
            short = self.shown(expression.span)
            example = {Kind.NUMBER: f"{short} == 1", Kind.TEXT: f'{short} == "…"'}
            compare = example.get(expression.kind, f'{short} >= "2026-01-31"')
            raise self.wrong_kind(
                f"a condition is needed here; this is {expression.kind.noun}",
                expression.span,
                "Write a whole comparison on each side: x > 1 or x == 0."
                if isinstance(expression, Constant)
                else f"Compare it: {compare}",
            )
        return expression

    def text(self, expression: Expression) -> Expression:
        """Take a text."""
        if expression.kind is Kind.NOTHING:
            return as_kind(expression, Kind.TEXT)
        if expression.kind is not Kind.TEXT:
            raise self.wrong_kind(
                f"text is needed here; this is {expression.kind.noun}", expression.span
            )
        return expression

    def number_or_date(self, expression: Expression) -> Expression:
        """Take a date as a date, and all else as a number; what is missing everywhere stays so."""
        if expression.kind is Kind.DATE or self.is_iso(expression):
            return self.date(expression)
        return expression if expression.kind is Kind.NOTHING else self.number(expression)

    def date(self, expression: Expression) -> Expression:
        """Take a date, or text in ISO form, as a date."""
        if expression.kind is Kind.DATE:
            return expression
        if expression.kind is Kind.NOTHING:
            return as_kind(expression, Kind.DATE)
        if self.may_be_date(expression):
            return self._dated(expression)
        if isinstance(expression, Constant) and isinstance(expression.value, str):
            problem = f"{quoted(expression.value)} is not a date"
            raise self.wrong_kind(problem, expression.span, ISO)
        problem = f"a date is needed here; this is {expression.kind.noun}"
        if expression.kind is Kind.TEXT:
            remedy = self.texts.date(expression)
            raise self.wrong_kind(problem, expression.span, remedy, ISO_ONLY)
        raise self.wrong_kind(problem, expression.span, ISO_ONLY)

    def _dated(self, expression: Expression) -> Expression:
        """Read text that may be a date as one, with all of its parts that are text."""
        match expression:
            case Expression(kind=kind) if kind is not Kind.TEXT:
                return expression
            case Defined(name=name):
                return replace(self.names.dates[name], span=expression.span)
            case Constant(value=str() as value):
                return Constant(Kind.DATE, expression.span, parse_iso_date(value))
            case Operation(operands=operands):
                dates = tuple(map(self._dated, operands))
                return replace(expression, kind=Kind.DATE, operands=dates)
            case Aggregation(value=Expression() as value):
                return replace(expression, kind=Kind.DATE, value=self._dated(value))
        return replace(expression, kind=Kind.DATE)

    def define(self, name: str, expression: Expression) -> None:
        """Note what a line means where a date is needed, if it may be one.

        It is noted once, and only if it is short: each use of the line puts all of that in its
        place, and a few lines that each use the one above twice would grow beyond measure.
        """
        if expression.kind is Kind.TEXT and self.may_be_date(expression):
            date = self._dated(expression)
            if sum(1 for _ in islice(every(date), LONGEST_DATE + 1)) <= LONGEST_DATE:
                self.names.dates[name] = date

    def is_iso(self, expression: Expression) -> bool:
        """Tell whether this is text that serves as a date.

        That is a column whose values are dates in ISO form, what `fill`, a conditional, `first`
        and `latest` make of it, and the name of a line that says so.
        """
        match expression:
            case Defined(name=name):
                date = self.names.dates.get(name)
                return date is not None and not isinstance(date, Constant)
            case Column():
                return self.names.column_type(expression).iso_dates
            case Aggregation(kind=Kind.TEXT, value=Expression() as value):
                return self.is_iso(value)
            case Operation(kind=Kind.TEXT, operands=operands):
                texts = [part for part in operands if part.kind is Kind.TEXT]
                return all(map(self.may_be_date, texts))
        return False

    def may_be_date(self, expression: Expression) -> bool:
        """Tell whether this serves as a date, or is a literal in ISO form or missing."""
        if isinstance(expression, Defined):
            return expression.name in self.names.dates
        if not isinstance(expression, Constant):
            return self.is_iso(expression)
        return expression.value is None or parse_iso_date(str(expression.value)) is not None

    def shown(self, span: Span, instead: str = "x") -> str:
        """Return a piece of the cell for an example in a message; something else if it is long."""
        text = on_one_line(self.names.text, span)
        return text if len(text) <= _LONGEST_EXAMPLE else instead

    def wrong_kind(
        self, problem: str, span: Span, remedy: str | None = None, exists: str | None = None
    ) -> SegmentTypeError:
        """Return the error for a value of another kind than its place needs."""
        return SegmentTypeError(
            problem, source=self.names.text, span=span, exists=exists, remedy=remedy
        )


def as_kind(expression: Expression, kind: Kind) -> Expression:
    """Take what is missing everywhere as a missing value of some kind."""
    if expression.kind is not Kind.NOTHING:
        return expression
    return Constant(kind, expression.span, None)


def _as_number(expression: Expression) -> Expression:
    if expression.kind is Kind.TRUTH:
        return Operation(Kind.NUMBER, expression.span, "number", (expression,))
    return as_kind(expression, Kind.NUMBER)
