"""What values an expression can have at all, whoever the customer is."""

from __future__ import annotations

import math
from functools import reduce

import numpy as np

from seg_jupyter.analysis.value_sets import (
    EVERY_NUMBER,
    HIGHEST,
    LOWEST,
    ChoiceSet,
    NumberSet,
    Stretch,
    ValueSet,
    numbers_in,
)
from seg_jupyter.engine.rounding import round9
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.program import (
    Aggregation,
    Column,
    Constant,
    Defined,
    Expression,
    Metric,
    Operation,
    Program,
    Tile,
)
from seg_jupyter.lang.schema import Kind

_ANY_NUMBER = numbers_in(EVERY_NUMBER.stretches, missing=True)
_DAYS = ("recency", "tenure")


class Domains:
    """The possible values of the expressions of one program.

    Where little is known, the set is too large, never too small.
    """

    def __init__(self, program: Program) -> None:
        self._lines = {definition.name: definition for definition in program.definitions}

    def of(self, expression: Expression) -> ValueSet:
        """Return every value that an expression can have where it is compared: to 9 decimals."""
        if expression.kind is Kind.NUMBER:
            return _rounded(self.number(expression))
        if expression.kind is Kind.TRUTH:
            return ChoiceSet(frozenset({True, False}), missing=True)
        if expression.kind is Kind.TEXT:
            return ChoiceSet(others=True, missing=True)
        return _ANY_NUMBER

    def number(self, expression: Expression) -> NumberSet:
        """Return every value that a number can have, before it is rounded."""
        match expression:
            case Constant(value=None):
                return NumberSet((), missing=True)
            case Constant(value=value):
                assert isinstance(value, int | float)  # noqa: S101 - it is a number
                return _between(value, value, missing=False, integral=float(value).is_integer())
            case Defined(name=name):
                line = self._lines[name]
                if isinstance(line, Metric):
                    return self.number(line.expression)
                return _between(0, 100)
            case Aggregation():
                return _aggregated(expression)
            case Tile(count=count):
                return _between(1, count, integral=True)
            case Operation():
                return self._operation(expression)
        assert isinstance(expression, Column)  # noqa: S101 - the others are above
        return _ANY_NUMBER

    def _operation(self, operation: Operation) -> NumberSet:
        match operation.operator:
            case "number":
                return _between(0, 1, integral=True)
            case "bands":
                return _between(1, len(operation.operands), integral=True)
            case "abs" | "sqrt":
                return _between(0, math.inf)
            case "days_since":
                return numbers_in(EVERY_NUMBER.stretches, missing=True, integral=True)
            case "change":
                # what cannot be negative falls by the whole of itself at most
                return _between(-1, math.inf) if self._counts(operation) else _ANY_NUMBER
            case "neg":
                return _turned(self.number(operation.operands[0]))
            case "fill":
                value, other = map(self.number, operation.operands)
                present = NumberSet(value.stretches, integral=value.integral)
                return present | other if value.missing else present
            case "if":
                then, _, otherwise = operation.operands
                either = self.number(then) | self.number(otherwise)
                return NumberSet(either.stretches, missing=True, integral=either.integral)
            case "least" | "greatest":
                first = operation.operator == "least"
                return reduce(
                    lambda a, b: _extreme(a, b, first=first), map(self.number, operation.operands)
                )
            case "clip":
                value, low, high = map(self.number, operation.operands)
                return _extreme(_extreme(value, low, first=False), high, first=True)
        return _ANY_NUMBER

    def _counts(self, change: Operation) -> bool:
        return all(_ends(self.number(operand))[0] >= 0 for operand in change.operands)


def _aggregated(aggregation: Aggregation) -> NumberSet:
    function = FUNCTIONS[aggregation.function]
    if function.whole:
        return _between(0, math.inf, missing=False, integral=aggregation.half_life is None)
    if function.name in _DAYS:
        return _between(0, math.inf, integral=True)
    if function.name == "share":
        return _between(0, 1)
    if function.name == "sum":
        return EVERY_NUMBER
    return _ANY_NUMBER


def _between(low: float, high: float, *, missing: bool = True, integral: bool = False) -> NumberSet:
    top = (high, 1) if math.isfinite(high) else HIGHEST
    return numbers_in([Stretch((low, 0), top)], missing, integral=integral)


def _turned(numbers: NumberSet) -> NumberSet:
    """Return the numbers with the other sign."""
    turned = [
        Stretch((-s.high[0], 1 - s.high[1]), (-s.low[0], 1 - s.low[1])) for s in numbers.stretches
    ]
    return numbers_in(turned, numbers.missing, integral=numbers.integral)


def _ends(numbers: NumberSet) -> tuple[float, float]:
    """Return the lowest and the highest number; of none, those of all."""
    if not numbers.stretches:
        return LOWEST[0], HIGHEST[0]
    return numbers.stretches[0].low[0], numbers.stretches[-1].high[0]


def _extreme(a: NumberSet, b: NumberSet, *, first: bool) -> NumberSet:
    """Return a range around the smaller (`first`) or the larger of two numbers."""
    choose = min if first else max
    ends = [choose(*pair) for pair in zip(_ends(a), _ends(b), strict=True)]
    low = (ends[0], 0) if math.isfinite(ends[0]) else LOWEST
    high = (ends[1], 1) if math.isfinite(ends[1]) else HIGHEST
    return numbers_in(
        [Stretch(low, high)], a.missing or b.missing, integral=a.integral and b.integral
    )


def rounded(value: float) -> float:
    """Return a number as comparisons read it."""
    return float(round9(np.array([value], np.float64))[0])


def _rounded(numbers: NumberSet) -> NumberSet:
    """Return the numbers as comparisons read them; the ends of all stretches belong to them."""
    ends = [
        Stretch((rounded(low), at), (rounded(high), upto))
        for (low, at), (high, upto) in ((s.low, s.high) for s in numbers.stretches)
    ]
    return numbers_in(ends, numbers.missing, integral=numbers.integral)
