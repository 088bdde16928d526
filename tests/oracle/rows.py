"""What an expression means for one row."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatch

from oracle.clock import Clock
from oracle.tree import (
    And,
    Arith,
    Bands,
    Call,
    Compare,
    Day,
    Expr,
    IfElse,
    In,
    Name,
    Neg,
    Not,
    Num,
    Or,
    Text,
    Tile,
    Truth,
)
from oracle.values import (
    Value,
    all_of,
    any_of,
    compared,
    finite,
    moment,
    negation,
    number,
    round9,
    truth,
)

Row = Mapping[str, object]


@dataclass(frozen=True)
class Event:
    """An event up to the as-of date: its columns, its instant and its day on the wall."""

    cells: dict[str, Value]
    instant: datetime
    day: date


@dataclass
class Context:
    """What the names of an expression mean: one row, and the events that belong to it.

    ``crowd`` are the rows that a ``tile`` is fitted on.
    """

    cells: dict[str, Value]
    clock: Clock
    events: list[Event] = field(default_factory=list)
    crowd: Crowd | None = None


@dataclass
class Crowd:
    """The customers of a fit, and the cuts that are known already."""

    rows: list[Context]
    cuts: dict[Tile, list[float] | None] = field(default_factory=dict)


@singledispatch
def value_of(expr: Expr, at: Context) -> Value:
    raise TypeError(expr)


@value_of.register
def _(expr: Num, at: Context) -> Value:
    return float(expr.value)


@value_of.register
def _(expr: Text | Truth, at: Context) -> Value:
    return expr.value


@value_of.register
def _(expr: Day, at: Context) -> Value:
    return datetime.fromisoformat(expr.iso)


@value_of.register
def _(expr: Name, at: Context) -> Value:
    return at.cells[expr.name]


@value_of.register
def _(expr: Neg, at: Context) -> Value:
    arg = number(value_of(expr.arg, at))
    return None if arg is None else -arg


@value_of.register
def _(expr: Arith, at: Context) -> Value:
    left, right = number(value_of(expr.left, at)), number(value_of(expr.right, at))
    if left is None or right is None:
        return None
    if expr.op == "+":
        return finite(left + right)
    if expr.op == "-":
        return finite(left - right)
    if expr.op == "*":
        return finite(left * right)
    return None if right == 0 else finite(left / right)


@value_of.register
def _(expr: Compare, at: Context) -> Value:
    left = value_of(expr.first, at)
    links = []
    for op, operand in expr.rest:
        right = value_of(operand, at)
        links.append(compared(left, op, right))
        left = right
    return all_of(links)


@value_of.register
def _(expr: And, at: Context) -> Value:
    return all_of([truth(value_of(part, at)) for part in expr.parts])


@value_of.register
def _(expr: Or, at: Context) -> Value:
    return any_of([truth(value_of(part, at)) for part in expr.parts])


@value_of.register
def _(expr: Not, at: Context) -> Value:
    return negation(truth(value_of(expr.arg, at)))


@value_of.register
def _(expr: In, at: Context) -> Value:
    arg = value_of(expr.arg, at)
    found = any_of([compared(arg, "==", value_of(item, at)) for item in expr.items])
    return negation(found) if expr.negated else found


@value_of.register
def _(expr: IfElse, at: Context) -> Value:
    condition = truth(value_of(expr.condition, at))
    if condition is None:
        return None
    return value_of(expr.then if condition else expr.other, at)


def plain(func: Callable[..., float | None]) -> Callable[..., Value]:
    """A function of numbers that is missing where any argument is."""

    def lifted(*args: Value) -> Value:
        numbers = [number(arg) for arg in args]
        return None if None in numbers else func(*numbers)

    return lifted


def textual(func: Callable[[str, str], bool]) -> Callable[..., Value]:
    def lifted(text: str | None, part: str) -> Value:
        return None if text is None else func(text, part)

    return lifted


ROW_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "abs": plain(abs),
    "sqrt": plain(lambda x: None if x < 0 else math.sqrt(x)),
    "log1p": plain(lambda x: None if x <= -1 else math.log1p(x)),
    "least": plain(min),
    "greatest": plain(max),
    "clip": plain(lambda x, low, high: min(max(x, low), high)),
    "fill": lambda x, v: v if x is None else x,
    "missing": lambda x: x is None,
    "contains": textual(lambda text, part: part in text),
    "starts_with": textual(str.startswith),
    "ends_with": textual(str.endswith),
}


@value_of.register
def _(expr: Call, at: Context) -> Value:
    values = [value_of(arg, at) for arg in expr.args]
    if expr.func == "days_since":
        day = moment(values[0])
        return None if day is None else at.clock.days_since(day.date())
    return ROW_FUNCTIONS[expr.func](*values)


def digit(value: Value, cuts: list[float] | None) -> Value:
    """One plus the number of cuts strictly below a value; without a fit there is none."""
    rounded = round9(number(value))
    if rounded is None or cuts is None:
        return None
    return float(1 + sum(1 for cut in cuts if cut < rounded))


@value_of.register
def _(expr: Bands, at: Context) -> Value:
    return digit(value_of(expr.arg, at), [round9(float(cut)) for cut in expr.cuts])


def fitted_cuts(values: list[float], count: int) -> list[float] | None:
    """Cut k is the smallest value v with P(X <= v) >= k / count."""
    if not values:
        return None
    up_to = {v: sum(1 for other in values if other <= v) for v in values}
    return [
        min(v for v, size in up_to.items() if size * count >= k * len(values))
        for k in range(1, count)
    ]


@value_of.register
def _(expr: Tile, at: Context) -> Value:
    if expr not in at.crowd.cuts:
        column = [round9(number(value_of(expr.arg, row))) for row in at.crowd.rows]
        present = [value for value in column if value is not None]
        at.crowd.cuts[expr] = fitted_cuts(present, expr.count)
    return digit(value_of(expr.arg, at), at.crowd.cuts[expr])
