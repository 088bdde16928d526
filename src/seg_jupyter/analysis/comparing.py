"""What the numbers of segment lines are compared with, and how far it makes sense to move them."""

from __future__ import annotations

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.slider_ranges import Range, metric_range, points_range
from seg_jupyter.engine.expressions import numbers
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.values import Floats
from seg_jupyter.errors import Span
from seg_jupyter.lang.adjustables import Adjustable
from seg_jupyter.lang.program import (
    Aggregation,
    Column,
    Constant,
    Defined,
    Expression,
    Metric,
    Operation,
    Program,
    ScaleKind,
    every,
)

_ORDERS = ("<", "<=", ">", ">=")
_DAYS = ("recency", "tenure", "active_days")


def compared_with(program: Program, number: Span) -> Expression | None:
    """Return what a number of a segment line is compared with, by where it is written.

    None if that is a constant, such as a column in which everything is missing.
    """
    conditions = [rule.condition for rule in program.rules if rule.condition is not None]
    for part in (part for condition in conditions for part in every(condition)):
        if isinstance(part, Operation) and part.operator in _ORDERS:
            left, right = part.operands
            other = right if left.span == number else left
            if number in (left.span, right.span) and not isinstance(other, Constant):
                return other
    return None


def is_points(program: Program, expression: Expression) -> bool:
    """Tell whether an expression is 0 to 100: a score, or what a score takes as it is."""
    if isinstance(expression, Defined) and expression.name in {s.name for s in program.scores}:
        return True
    terms = [term for score in program.scores for term in score.terms]
    return any(term.scale is ScaleKind.RAW and term.metric == expression for term in terms)


def is_days(program: Program, expression: Expression) -> bool:
    """Tell whether an expression is a number of days, as far as that can be seen."""
    match expression:
        case Aggregation(function=function):
            return function in _DAYS
        case Operation(operator="days_since"):
            return True
        case Operation(operator="fill", operands=(value, _)):
            return is_days(program, value)
        case Defined(name=name):
            lines = (d for d in program.definitions if isinstance(d, Metric) and d.name == name)
            return any(is_days(program, line.expression) for line in lines)
    return False


class Comparisons:
    """The comparisons of a result's segment lines with numbers.

    Parameters
    ----------
    result
        The result.
    min_cell
        How many customers a range may tell of.
    """

    def __init__(self, result: Result, min_cell: int = MIN_CELL) -> None:
        self._result = result
        self._min_cell = min_cell
        # what many lines compare is looked through once
        self._values: dict[Expression, Floats] = {}

    def unit(self, number: Adjustable) -> str:
        """Return the unit of what a number is compared with, or nothing."""
        program, units = self._result.model.program, self._result.model.settings.units
        other = compared_with(program, number.span)
        if isinstance(other, Column | Defined) and other.name in units:
            return units[other.name]
        return "days" if other is not None and is_days(program, other) else ""

    def range(self, number: Adjustable) -> Range:
        """Return how far a threshold can be moved."""
        program = self._result.model.program
        other = compared_with(program, number.span)
        if other is None:
            return metric_range(number.value, np.empty(0), self._min_cell)
        if is_points(program, other):
            return points_range(number.value)
        return metric_range(number.value, self._read(other), self._min_cell)

    def _read(self, expression: Expression) -> Floats:
        """Return the values of the customers who are profiled, as comparisons take them."""
        if expression not in self._values:
            values = numbers(expression, self._result.rows)
            self._values[expression] = round9(values[self._result.profiled])
        return self._values[expression]
