"""Conditions of segment lines, made ready for counting again and again.

What does not move is evaluated once, to one truth value for each customer. What is left are
comparisons of a score that moves with a number. Three-valued logic comes along: `not` is carried
down to the comparisons, and a customer without the score answers none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.expressions import Rows, truths
from seg_jupyter.engine.live.dependence import reads
from seg_jupyter.engine.live.grid import from_cell_on
from seg_jupyter.engine.live.scratch import Scratch
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.values import FALSE, Bits
from seg_jupyter.lang.program import Constant, Defined, Expression, Operation, Rule

Singles = npt.NDArray[np.float32]
TURNED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


class NotPlainError(Exception):
    """A condition reads a score that moves in another way than by comparing it with a number."""


@dataclass(frozen=True, eq=False)
class Held:
    """What was evaluated beforehand."""

    bits: Bits

    def holds(self, rows: slice, _: Mapping[str, Singles], __: Scratch) -> Bits:
        """Return for whom it holds; not to be written to."""
        return self.bits[rows]


@dataclass(frozen=True)
class Cut:
    """A score that moves, compared with a number; places are those of `grid`."""

    score: str
    above: bool
    place: np.float32

    def holds(self, _: slice, scores: Mapping[str, Singles], scratch: Scratch) -> Bits:
        """Return for whom it holds: for nobody without a score."""
        compare = np.greater_equal if self.above else np.less
        score = scores[self.score]
        held = scratch.array(np.bool_, len(score))
        compare(score, self.place, out=held)
        return held


@dataclass(frozen=True, eq=False)
class Joined:
    """Several conditions of which all have to hold, or one."""

    conditions: tuple[Formula, ...]
    all: bool

    def holds(self, rows: slice, scores: Mapping[str, Singles], scratch: Scratch) -> Bits:
        """Return for whom it holds."""
        join = np.logical_and if self.all else np.logical_or
        first, *others = (part.holds(rows, scores, scratch) for part in self.conditions)
        held = scratch.array(np.bool_, len(first))
        for other in others:
            join(first, other, out=held)
            first = held
        return held


Formula = Held | Cut | Joined


def formulas(
    rules: Sequence[Rule], rows: Rows, moving: Collection[str], reached: Collection[str]
) -> tuple[Formula | None, ...]:
    """Return the conditions of the rules, ready for other values of some scores.

    That of `otherwise` is None.

    Parameters
    ----------
    rules, rows
        The rules, and the customers on whom what does not move is evaluated.
    moving
        The scores of which there will be other values.
    reached
        All definitions that change with them.

    Raises
    ------
    NotPlainError
        If a rule reads one of `reached` in any other way than `score >= number`.
    """

    def formula(expression: Expression, *, wanted: bool) -> Formula:
        if not reads(expression, reached):
            truth = truths(expression, rows)
            return Held(truth.true if wanted else np.asarray(truth.values == FALSE))
        if not isinstance(expression, Operation):
            raise NotPlainError
        if expression.operator == "not":
            return formula(expression.operands[0], wanted=not wanted)
        if expression.operator in ("and", "or"):
            parts = [formula(operand, wanted=wanted) for operand in expression.operands]
            return _joined(parts, all_=(expression.operator == "and") is wanted)
        return _cut(expression, moving, wanted=wanted)

    return tuple(
        None if rule.condition is None else formula(rule.condition, wanted=True) for rule in rules
    )


def _joined(parts: Sequence[Formula], *, all_: bool) -> Formula:
    """Join conditions; those that were evaluated to one column, which spares passes."""
    held = [part.bits for part in parts if isinstance(part, Held)]
    others: list[Formula] = [part for part in parts if not isinstance(part, Held)]
    if held:
        join = np.logical_and if all_ else np.logical_or
        others.insert(0, Held(reduce(join, held)))
    return Joined(tuple(others), all_) if len(others) > 1 else others[0]


def _cut(comparison: Operation, moving: Collection[str], *, wanted: bool) -> Cut:
    operator = comparison.operator
    if operator not in TURNED:
        raise NotPlainError
    left, right = comparison.operands
    if number_of(left) is not None:
        left, right, operator = right, left, TURNED[operator]
    bound = number_of(right)
    if not isinstance(left, Defined) or left.name not in moving or bound is None:
        raise NotPlainError
    operator = operator if wanted else _OPPOSITE[operator]
    # "above 70" is "not up to 70": what begins after it
    after = operator in (">", "<=")
    place = from_cell_on(float(round9(np.array([bound]))[0]), after=after)
    return Cut(left.name, operator in (">=", ">"), place)


def number_of(expression: Expression) -> float | None:
    """Return the number that was written, if the expression is one."""
    if isinstance(expression, Operation) and expression.operator == "neg":
        inner = number_of(expression.operands[0])
        return None if inner is None else -inner
    value = expression.value if isinstance(expression, Constant) else None
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain else None  # type: ignore[arg-type]  # narrowed above
