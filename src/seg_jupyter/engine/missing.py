"""Operations on values with one meaning of missing: arithmetic, comparison, three-valued logic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, cast

import numpy as np

from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.values import TRUE, Bits, Floats, Truths

_ARITHMETIC: dict[str, Callable[[Floats, Floats], Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def finite(values: Floats) -> Floats:
    """Turn what a computation could not represent (a division by zero, an overflow) to missing."""
    infinite = np.isinf(values)
    return np.where(infinite, np.nan, values) if infinite.any() else values


def arithmetic(operator: str, left: Floats, right: Floats) -> Floats:
    """Compute `+ - * /`; missing with a missing operand, on overflow and on division by zero."""
    with np.errstate(all="ignore"):
        return finite(_ARITHMETIC[operator](left, right))


def compare_numbers(operator: str, left: Floats | float, right: Floats | float) -> Truths:
    """Compare numbers, each rounded to 9 decimals: two columns, or a column and one number."""
    left, right = round9(np.atleast_1d(left)), round9(np.atleast_1d(right))
    return known(_COMPARISONS[operator](left, right), np.isnan(left) | np.isnan(right))


def compare(operator: str, left: Any, right: Any, missing: Bits) -> Truths:
    """Compare two arrays of one ordered type, unknown where either is missing."""
    return known(_COMPARISONS[operator](left, right), missing)


def known(true: Bits, missing: Bits) -> Truths:
    """Make truth values of bits, unknown where something was missing."""
    # in the codes of `Truths`, and in place, since masks cost more than what they spare
    twice = (true & ~missing).view(np.int8)
    twice <<= 1
    twice |= missing.view(np.int8)
    return Truths(twice)


def negate(truths: Truths) -> Truths:
    """Three-valued `not`."""
    return Truths(cast(Any, TRUE - truths.values))


def conjunction(operands: Sequence[Truths]) -> Truths:
    """Three-valued `and`: false if any is false, else unknown if any is unknown."""
    return Truths(reduce(np.minimum, (o.values for o in operands)))


def disjunction(operands: Sequence[Truths]) -> Truths:
    """Three-valued `or`: true if any is true, else unknown if any is unknown."""
    return Truths(reduce(np.maximum, (o.values for o in operands)))
