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

_LONGEST_EXAMPLE = 30
LONGEST_DATE = 200
"""Most columns, literals and operations of a line of text that is read as a date elsewhere."""


@dataclass(frozen=True)
class Conversions:
    """Conversions of typed expressions, with an error under what cannot be converted."""

    names: Names

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
                raise self.wrong_kind(
                    "text has no order", left.span.to(right.span), "Compare text with == or in."
                )
        if kinds == {Kind.TEXT}:
            return left, right
        text = left if left.kind is Kind.TEXT else right
        raise SegmentTypeError(
            f"{left.kind.noun} and {right.kind.noun} cannot stand beside each other",
            source=self.names.text,
            span=left.span.to(right.span),
            remedy=self.conversion(text) or _mixed_remedy(left, right),
        )

    def number(self, expression: Expression) -> Expression:
        """Take a number; truth values count as 0 and 1."""
        if expression.kind in (Kind.NUMBER, Kind.TRUTH, Kind.NOTHING):
            return _as_number(expression)
        remedy = self.conversion(expression)
        if expression.kind is Kind.DATE:
            remedy = "Make a number of days of it: days_since(date)."
        raise self.wrong_kind(
            f"a number is needed here; this is {expression.kind.noun}", expression.span, remedy
        )

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
            raise self.wrong_kind(
                f"{quoted(expression.value)} is not a date",
                expression.span,
                'Write a date as "2026-01-31", a time as "2026-01-31 08:30".',
            )
        raise self.wrong_kind(
            f"a date is needed here; this is {expression.kind.noun}",
            expression.span,
            "Dates as text are read in the form 2026-01-31 only.",
        )

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
                column = self.names.column_type(expression)
                return column is not None and column.iso_dates
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

    def conversion(self, expression: Expression) -> str | None:
        """Return the line that converts numbers stored as text, in the frame's own library."""
        column = self.names.column_type(expression)
        if column is None or column.conversion is None:
            return None
        return f"Its values are numbers stored as text; convert them first: {column.conversion}"

    def shown(self, span: Span) -> str:
        """Return a piece of the cell for an example in a message; x if it is long."""
        text = " ".join(self.names.text[span.start : span.end].split())
        return text if len(text) <= _LONGEST_EXAMPLE else "x"

    def wrong_kind(self, problem: str, span: Span, remedy: str | None = None) -> SegmentTypeError:
        """Return the error for a value of another kind than its place needs."""
        return SegmentTypeError(problem, source=self.names.text, span=span, remedy=remedy)


def as_kind(expression: Expression, kind: Kind) -> Expression:
    """Take what is missing everywhere as a missing value of some kind."""
    if expression.kind is not Kind.NOTHING:
        return expression
    return Constant(kind, expression.span, None)


def _as_number(expression: Expression) -> Expression:
    if expression.kind is Kind.TRUTH:
        return Operation(Kind.NUMBER, expression.span, "number", (expression,))
    return as_kind(expression, Kind.NUMBER)


def _mixed_remedy(left: Expression, right: Expression) -> str:
    kinds = {left.kind, right.kind}
    if kinds == {Kind.NUMBER, Kind.TEXT}:
        return 'Write a number without quotes, and a text as "text".'
    if Kind.DATE in kinds:
        return 'Write a date as "2026-01-31"; for a number of days, days_since(date).'
    return "Write True or False, or compare each side on its own."
