"""What one number of a customer could be instead: in which steps, and between which ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.domains import Domains
from seg_jupyter.analysis.value_sets import NumberSet
from seg_jupyter.engine.expressions import Rows
from seg_jupyter.engine.values import Floats, Numbers
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.program import Aggregation, Column, Program

_MONEY = 2
_MOST_DECIMALS = 9
_FINE = 1e-3
"""A step of a number that has many decimals, as a part of how far customers lie apart."""

_EXACT = 2.0**52
"""Up to here a float tells whole numbers and their neighbours apart."""

_APART = 1.1
"""One window surely holds another that is this much shorter: a month has no fixed length."""


@dataclass(frozen=True)
class Limits:
    """The numbers that a quantity can be: multiples of a step, from `low` to `high`.

    The step is 1 / 10 ** `decimals`.
    """

    decimals: int
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Tell whether a number lies between the ends, and steps near it are told apart."""
        return self.low <= value <= self.high and abs(value) * 10.0**self.decimals < _EXACT

    def at(self, step: int) -> float:
        """Return the number at so many steps from 0."""
        return round(step / 10.0**self.decimals, self.decimals)

    def step(self, value: float) -> int:
        """Return the last step up to a number."""
        return math.floor(round(value * 10.0**self.decimals, 3))


def limits(
    program: Program, quantity: Column | Aggregation, observed: Floats, rows: Rows
) -> Limits:
    """Find in what steps a number changes, and between which ends.

    Parameters
    ----------
    program, quantity
        The cell, and the column or the aggregation in it.
    observed
        Its values among the profiled customers, at least one.
    rows
        The one customer, whose counts over shorter and longer windows bound one another.
    """
    possible = Domains(program).of(quantity)
    assert isinstance(possible, NumberSet)  # noqa: S101 - it is a number
    low, high = possible.stretches[0].low[0], possible.stretches[-1].high[0]
    decimals = 0 if possible.integral else _decimals(observed)
    # nobody has less than nothing, nor more than all of it
    if observed.min() >= 0:
        low = max(low, 0.0)
        if decimals and observed.max() <= 1:
            high = min(high, 1.0)
    if isinstance(quantity, Aggregation):
        shorter, longer = _neighbours(quantity, rows)
        low, high = max([low, *shorter]), min([high, *longer])
        if quantity.last is not None and quantity.last.days and _in_days(quantity):
            most = quantity.last.days - (quantity.function in ("recency", "tenure"))
            high = min(high, float(most))
    return Limits(decimals, low, high)


def _in_days(aggregation: Aggregation) -> bool:
    return aggregation.function in ("recency", "tenure", "active_days")


def _decimals(observed: Floats) -> int:
    """Return with how many decimals a number is written, if few; else so many as tell it apart."""
    broken = observed[np.abs(observed) < _EXACT]  # the others are whole
    for decimals in range(_MONEY + 1):
        if np.array_equal(np.round(broken, decimals), broken):
            return decimals
    ends = np.quantile(broken, [0, 0.1, 0.9, 1], method="lower")
    low, tenth, last_tenth, high = map(float, ends)
    spread = last_tenth - tenth or high - low or abs(high)
    step = min(max(spread * _FINE, 10.0**-_MOST_DECIMALS), 10.0**-_MONEY)
    return math.ceil(-math.log10(step))


def _neighbours(aggregation: Aggregation, rows: Rows) -> tuple[list[float], list[float]]:
    """Return the customer's counts of the same over shorter, and over longer windows."""
    shorter: list[float] = []
    longer: list[float] = []
    for other, values in rows.aggregated.items():
        if _alike(aggregation, other) and isinstance(values, Numbers):
            ours, theirs = _length(aggregation), _length(other)
            if theirs * _APART < ours:
                shorter.append(float(values.values[0]))
            elif ours * _APART < theirs:
                longer.append(float(values.values[0]))
    return shorter, longer


def _alike(a: Aggregation, b: Aggregation) -> bool:
    """Tell whether two aggregations count the same over windows that end alike."""
    return (
        FUNCTIONS[a.function].whole
        and (a.function, a.value, a.where, a.offset) == (b.function, b.value, b.where, b.offset)
        and a.half_life is None
        and b.half_life is None
    )


def _length(aggregation: Aggregation) -> float:
    return math.inf if aggregation.last is None else aggregation.last.length
