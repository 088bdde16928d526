"""One threshold moves: counts for every place of its slider, made ready beforehand.

A threshold parts the customers by one quantity. Those above it have one segment and those below it
another, whatever the number is; so one pass counts them by where their quantity lies among the
places of the slider, and what a place of it gives is a row of a table: at once, for any number of
customers, and exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.expressions import numbers, truths
from seg_jupyter.engine.live.crowd import Codes, Crowd
from seg_jupyter.engine.live.formulas import NotPlainError
from seg_jupyter.engine.live.points import crowd_rows
from seg_jupyter.engine.live.tally import CELLS, Tally, cells_of
from seg_jupyter.engine.live.targets import Bound
from seg_jupyter.engine.lookup import Lookup
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.threads import each
from seg_jupyter.engine.values import Bits, Floats, Integers
from seg_jupyter.lang.program import Constant, Expression, Operation
from seg_jupyter.lang.schema import Kind

_LARGEST = 1 << 23
"""Numbers in a table: beyond that it would take longer to make than to count anew."""


class ThresholdTable:
    """Counts of everybody for each place of a threshold.

    Parameters
    ----------
    now
        The result that all other numbers are those of.
    crowd
        Whom to count, and what to sum.
    bound
        Which threshold it is.
    places
        The values that the slider can take, ascending.
    shown
        The score by which is counted; None for none.

    Raises
    ------
    NotPlainError
        If there are so many segments that the table would be too large.
    """

    def __init__(
        self, now: Result, crowd: Crowd, bound: Bound, places: Floats, shown: str | None
    ) -> None:
        # those that are nearer than comparisons tell apart are one
        places = np.unique(round9(places))
        labels = len(crowd.labels)
        cells = 1 if shown is None else CELLS + 1
        if (len(places) + 1) * labels * cells > _LARGEST:
            raise NotPlainError
        self._crowd, self._shown, self._places = crowd, shown, places
        steps, low, high = _sides(now, crowd, bound, places)
        if shown is None:
            cell = np.zeros(crowd.size, np.int64)
        else:
            scores = now.score(shown)
            cell = cells_of(scores if crowd.rows is None else scores[crowd.rows])
        count = len(crowd.columns)
        wanted = [
            _Wanted(cells, labels, cell, None),
            _Wanted(labels, labels, crowd.saved, None),
            *(_Wanted(1, labels, None, np.nan_to_num(column)) for column in crowd.columns),
            *(_Wanted(1, labels, None, ~np.isnan(column)) for column in crowd.columns),
        ]
        sides = _Sides(steps, low, high, len(places))
        self._cells, self._moves, *others = each(sides.table, wanted, rows=crowd.size)
        self._sums, self._counts = others[:count], others[count:]

    def at(self, value: float) -> Tally | None:
        """Return the counts for a value of the threshold; None if it is no place of the slider."""
        wanted = float(round9(np.array([value]))[0])
        place = int(np.searchsorted(self._places, wanted))
        if place == len(self._places) or self._places[place] != wanted:
            return None
        crowd, cells = self._crowd, self._cells[place]
        scored = self._shown is not None
        shape = len(crowd.columns), len(crowd.labels)
        return Tally(
            crowd.labels,
            self._moves[place].T,
            cells[:, :CELLS] if scored else None,
            cells[:, CELLS] if scored else None,
            np.array([table[place] for table in self._sums], np.float64).reshape(shape),
            np.array([table[place] for table in self._counts], np.int64).reshape(shape),
            crowd.saved_sums,
            crowd.saved_counts,
            exact=True,
        )


@dataclass(frozen=True, eq=False)
class _Wanted:
    """What is counted for every place of a threshold.

    Parameters
    ----------
    width, labels
        How many keys there are beside the label, and how many labels.
    keys
        For each customer; None where there is but one.
    weights
        What is summed; None to count.
    """

    width: int
    labels: int
    keys: Integers | Codes | None
    weights: Floats | Bits | None

    def counted(
        self, codes: Codes, rows: Integers, size: int, first: Integers | int = 0
    ) -> Floats | Integers:
        """Count some customers, each from the key `first` on."""
        key = codes[rows].astype(np.int64) * self.width + first
        if self.keys is not None:
            key += self.keys[rows]
        weights = None if self.weights is None else self.weights[rows]
        return np.asarray(np.bincount(key, weights, size))


class _Sides:
    """Everybody's segment on both sides of a threshold that moves.

    Most have the same on both, and are counted once for all places of it.

    Parameters
    ----------
    steps
        How many places lie below each customer's quantity.
    low, high
        The segments below the threshold and above it.
    places
        How many places there are.
    """

    def __init__(self, steps: npt.NDArray[np.int32], low: Codes, high: Codes, places: int) -> None:
        self._low, self._high, self._places = low, high, places
        self._still = np.flatnonzero(low == high)
        self._swinging = np.flatnonzero(low != high)
        self._steps = steps[self._swinging].astype(np.int64)

    def table(self, wanted: _Wanted) -> Floats | Integers:
        """Return counts or sums by place of the threshold, label, and key."""
        shape = self._places + 1, wanted.labels, wanted.width
        size = wanted.labels * wanted.width
        still = wanted.counted(self._low, self._still, size)
        low, high = (
            wanted.counted(side, self._swinging, shape[0] * size, self._steps * size)
            for side in (self._low, self._high)
        )
        with np.errstate(over="ignore", invalid="ignore"):  # the largest numbers have no sum
            below = low.reshape(shape).cumsum(axis=0)
            # at place m, customers of whom more than m places lie below are above the threshold
            above = high.reshape(shape)[::-1].cumsum(axis=0)[::-1]
            return np.asarray(still.reshape(shape[1:]) + below[:-1] + above[1:])


def _sides(
    now: Result, crowd: Crowd, bound: Bound, places: Floats
) -> tuple[npt.NDArray[np.int32], Codes, Codes]:
    """Return how many places lie below each customer's quantity, and the segments on both sides.

    The first are those of customers whose quantity is not above the threshold.
    """
    rows, rules = crowd_rows(now, crowd), now.model.program.rules
    quantity = round9(numbers(bound.quantity, rows))
    held = [
        None if rule.condition is None or place == bound.rule else truths(rule.condition, rows).true
        for place, rule in enumerate(rules)
    ]
    condition = rules[bound.rule].condition
    assert condition is not None  # noqa: S101 - the threshold stands in it

    def segments(*, holds: bool | None) -> Codes:
        answered = _with_answer(condition, bound.comparison, holds=holds)
        held[bound.rule] = truths(answered, rows).true
        return _assigned(held, crowd)

    above = bound.operator in (">", ">=")
    high, low, unknown = (segments(holds=holds) for holds in (above, not above, None))
    absent = np.isnan(quantity)
    if absent.any():
        high, low = np.where(absent, unknown, high), np.where(absent, unknown, low)
    # a quantity that is equal is above ">=" and "<", and not above ">" and "<="
    return _below(places, quantity, equal=bound.operator in (">=", "<")), low, high


def _below(places: Floats, quantity: Floats, *, equal: bool) -> npt.NDArray[np.int32]:
    """Return how many places lie below each number, and `equal` ones too; of NaN any number."""
    lookup = Lookup.of(places)
    below = np.empty(len(quantity), np.int32)

    def write(rows: slice) -> None:
        here = quantity[rows]
        if lookup is None:
            below[rows] = np.searchsorted(places, here, "right" if equal else "left")
            return
        last = lookup.find(np.clip(here, places[0], places[-1]))
        not_below = here < places[last] if equal else here <= places[last]
        below[rows] = last + 1 - not_below

    each(write, chunks(len(quantity)), rows=len(quantity))
    return below


def _with_answer(
    expression: Expression, comparison: Operation, *, holds: bool | None
) -> Expression:
    """Return a condition in which a comparison has an answer already."""
    if expression is comparison:
        return Constant(Kind.TRUTH, expression.span, holds)
    if not isinstance(expression, Operation):
        return expression
    operands = (_with_answer(part, comparison, holds=holds) for part in expression.operands)
    return replace(expression, operands=tuple(operands))


def _assigned(held: Sequence[Bits | None], crowd: Crowd) -> Codes:
    """Return the places of the segments, given for whom each condition holds; None is all."""
    codes = np.zeros(crowd.size, crowd.saved.dtype)
    left = np.ones(crowd.size, np.bool_)
    for bits in held:
        if bits is None:
            break
        left &= ~bits
        codes += left
    return codes
