"""What to do where text stands in place of a number or a date.

Where the schema has no line of code that converts a column for certain, it is said in words: what
makes numbers of all that it can would lose the others, which may be all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from seg_jupyter.lang.names import Names
from seg_jupyter.lang.program import Column, Constant, Expression, every
from seg_jupyter.lang.schema import Kind
from seg_jupyter.lang.tokens import on_one_line

_LONGEST = 30
"""Longest piece of a cell that is shown again."""
_MOST_PARTS = 1_000
"""Parts of a text that are looked at: chains of comparisons in it may mean very many."""
_NUMBER = re.compile(r"-?(?:(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_DATE = re.compile(r"[0-9]{1,4}([-./ ])(?:[0-9]{1,2}|[A-Za-z]{3,9})\1[0-9]{1,4}(?:[T ].*)?")

_NUMBERS = (
    "make numbers of it first: in pandas with pd.to_numeric(…, errors='coerce'), "
    "which leaves missing what is no plain number"
)
NO_ORDER = "Compare text with == or in."
ISO_ONLY = "Dates as text are read in the form 2026-01-31 only."
ISO = 'Write a date as "2026-01-31", a time as "2026-01-31 08:30".'


@dataclass(frozen=True)
class TextRemedies:
    """Says what to do about texts; `names` knows the columns that they are made of."""

    names: Names

    def number(self, text: Expression) -> str:
        """Return what to do where a number is needed."""
        if isinstance(text, Constant):
            return unquoted(text) or "Write a number, without quotes."
        column = self._column(text)
        if column is None:
            return "Convert the column that it is made of to numbers first."
        return self.conversion(column) or (
            f'Compare it, as in ({self._shown(column)} == "…"), or {_NUMBERS}.'
        )

    def joined(self, number: Expression) -> str:
        """Return what to do where a text is added to something that may be a number."""
        is_name = number.kind is Kind.NUMBER and not isinstance(number, Constant)
        name = self._shown(number) if is_name else "rfm"
        return (
            "Texts are not joined: give each segment a line of its own, "
            f"as in RFM 555: {name} == 555."
        )

    def beside_number(self, text: Expression, number: Expression, *, ordered: bool) -> str:
        """Return what to do where a text stands beside a number."""
        shown = self._shown(text)
        if isinstance(text, Constant) and text.value is not None:
            return unquoted(text) or f"{shown} is text: write a number instead, such as 0."
        if conversion := self.conversion(text):
            return conversion
        literal = self._shown(number).strip("()")
        if not ordered and _NUMBER.fullmatch(literal):
            return f'{shown} is compared as text: write a text in quotes, such as "{literal}".'
        return f"{shown} is text, which has no order; {_NUMBERS}."

    def beside_truth(self, text: Expression) -> str:
        """Return what to do where a text stands beside a truth value."""
        if isinstance(text, Constant):
            return "Write True or False, or compare each side on its own."
        shown = self._shown(text)
        return self.conversion(text) or (
            f'{shown} is text: compare it with a text in quotes, as in {shown} == "yes".'
        )

    def in_order(self, left: Expression, right: Expression) -> tuple[str | None, str]:
        """Return what there is to know, and to do, where two texts are compared by order."""
        literals = [str(e.value) for e in (left, right) if isinstance(e, Constant)]
        column = self._column(left) or self._column(right)
        if column is None:
            return None, NO_ORDER
        if any(_DATE.fullmatch(literal) for literal in literals):
            return ISO_ONLY, self.date(column)
        number = next((literal for literal in literals if _NUMBER.fullmatch(literal)), None)
        exists = f"Write a number without quotes: {number}." if number else None
        if conversion := self.conversion(left) or self.conversion(right):
            return exists, conversion
        if number:
            return exists, f"{self._shown(column)} is text; {_NUMBERS}."
        return None, NO_ORDER

    def date(self, text: Expression) -> str:
        """Return what to do where a date is needed."""
        for part in _parts(text):
            if isinstance(part, Column) and not self._is_iso(part):
                if line := self.names.column_type(part).date_conversion:
                    return f"Convert the text first: {line}"
                return "If it holds dates, make dates of it in the frame first."
        if any(isinstance(part, Constant) for part in _parts(text)):
            return ISO
        return "Convert the column that it is made of to dates first."

    def conversion(self, text: Expression) -> str | None:
        """Return the line that converts numbers stored as text, in the frame's own library."""
        column = self._column(text)
        line = self.names.column_type(column).conversion if column else None
        return line and f"Its values are numbers stored as text; convert them first: {line}"

    def _column(self, text: Expression) -> Column | None:
        """Return the column that a text is made of; None for the name of an earlier line."""
        columns = (part for part in _parts(text) if isinstance(part, Column))
        return next((column for column in columns if column.kind is Kind.TEXT), None)

    def _is_iso(self, column: Column) -> bool:
        return column.kind is not Kind.TEXT or self.names.column_type(column).iso_dates

    def _shown(self, expression: Expression) -> str:
        shown = on_one_line(self.names.text, expression.span)
        return shown if len(shown) <= _LONGEST else "this"


def _parts(text: Expression) -> Iterator[Expression]:
    """Yield what a text is made of, as far as it is worth while."""
    return islice(every(text), _MOST_PARTS)


def unquoted(text: Constant) -> str | None:
    """Return what to do about a number in quotes; None for other texts."""
    value = str(text.value).strip()
    return f"Write {value} without quotes." if _NUMBER.fullmatch(value) else None
