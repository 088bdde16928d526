"""Values, and the few things that numbers, truth values, texts and dates do to one another.

A value is a number (always ``float``), a truth value, a text, a date (``datetime`` without a
zone: the wall clock of its column) or missing (``None``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime

Value = bool | float | str | datetime | None


def clean(value: object) -> Value:
    """One cell of a table: missing is one thing, numbers are floats, dates are datetimes."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float):
        return finite(float(value))
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    raise TypeError(value)


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def round9(value: Value) -> Value:
    """The rounding at the four named places; anything but a number stays."""
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return math.floor(value * 1e9 + 0.5) / 1e9 if abs(value) < 4e6 else value


def micros(value: float) -> int:
    """A number rounded to six decimals, as a whole number of millionths."""
    return math.floor(value * 1e6 + 0.5)


def number(value: Value) -> float | None:
    """A truth value counts as 0/1 where a number is needed."""
    if value is None:
        return None
    if isinstance(value, bool | float):
        return float(value)
    raise TypeError(f"not a number: {value!r}")


def truth(value: Value) -> bool | None:
    """Never the reverse: a number is no truth value."""
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"not a truth value: {value!r}")


def moment(value: Value) -> datetime | None:
    """A date, also from text in ISO form."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    if value is None or isinstance(value, datetime):
        return value
    raise TypeError(f"not a date: {value!r}")


def negation(value: bool | None) -> bool | None:
    return None if value is None else not value


def all_of(values: Iterable[bool | None]) -> bool | None:
    seen = list(values)
    if any(value is False for value in seen):
        return False
    return None if any(value is None for value in seen) else True


def any_of(values: Iterable[bool | None]) -> bool | None:
    return negation(all_of(negation(value) for value in values))


def compared(left: Value, op: str, right: Value) -> bool | None:
    """One link of a comparison; unknown if either side is missing."""
    if left is None or right is None:
        return None
    if isinstance(left, datetime) or isinstance(right, datetime):
        pair: tuple = (moment(left), moment(right))
    elif isinstance(left, str) or isinstance(right, str):
        if not (isinstance(left, str) and isinstance(right, str) and op in {"==", "!="}):
            raise TypeError(f"{left!r} {op} {right!r}")
        pair = (left, right)
    else:
        pair = (round9(number(left)), round9(number(right)))
    return {
        "==": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }[op](*pair)
