"""One threshold moves: counts for every place of its slider, made ready beforehand.

A threshold parts the customers by one quantity. Those above it have one segment and those below it
another, whatever the number is; so one pass counts them by where their quantity lies among the
places of the slider, and what a place of it gives is a row of a table: at once, for any number of
customers, and exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.expressions import numbers, truths
from seg_jupyter.engine.live.crowd import Codes, Crowd
from seg_jupyter.engine.live.formulas import NotPlainError
from seg_jupyter.engine.live.points import crowd_rows
from seg_jupyter.engine.live.tally import CELLS, Tally, cells_of
from seg_jupyter.engine.live.targets import Bound
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
        labels = len(crowd.labels)
        cells = 1 if shown is None else CELLS + 1
        if (len(places) + 1) * labels * cells > _LARGEST:
            raise NotPlainError
        self._crowd, self._shown, self._places = crowd, shown, round9(places)
        steps, codes = _codes(now, crowd, bound, self._places)
        if shown is None:
            cell = np.zeros(crowd.size, np.int64)
        else:
            scores = now.score(shown)
            cell = cells_of(scores if crowd.rows is None else scores[crowd.rows])
        shape = len(places), labels

        def by_cell(now: Codes) -> Integers:
            return now.astype(np.int64) * cells + cell

        def by_saved(now: Codes) -> Integers:
            return now.astype(np.int64) * labels + crowd.saved

        def by_label(now: Codes) -> Integers:
            return now.astype(np.int64)

        present = [~np.isnan(column) for column in crowd.columns]
        wanted = [
            (by_cell, labels * cells, None),
            (by_saved, labels * labels, None),
            *((by_label, labels, np.nan_to_num(column)) for column in crowd.columns),
            *((by_label, labels, here.astype(np.float64)) for here in present),
        ]
        tables = each(
            lambda want: _table(steps, codes, len(places), *want), wanted, rows=crowd.size
        )
        count = len(crowd.columns)
        self._cells = tables[0].reshape(*shape, cells)
        self._moves = tables[1].reshape(*shape, labels)
        self._sums, self._counts = tables[2 : 2 + count], tables[2 + count :]

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


def _codes(
    now: Result, crowd: Crowd, bound: Bound, places: Floats
) -> tuple[npt.NDArray[np.int32], tuple[Codes, Codes]]:
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
    side: Literal["left", "right"] = "right" if bound.operator in (">=", "<") else "left"
    steps = np.empty(crowd.size, np.int32)

    def write(here: slice) -> None:
        steps[here] = np.searchsorted(places, quantity[here], side)

    each(write, chunks(crowd.size), rows=crowd.size)
    return steps, (low, high)


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


def _table(
    steps: npt.NDArray[np.int32],
    codes: tuple[Codes, Codes],
    places: int,
    keys: Callable[[Codes], Integers],
    width: int,
    weights: Floats | None,
) -> Floats | Integers:
    """Return, for each place of the threshold, counts or sums by a key of the segment."""
    low, high = (
        np.bincount(steps * np.int64(width) + keys(side), weights, (places + 1) * width).reshape(
            places + 1, width
        )
        for side in codes
    )
    # at place m, customers of whom more than m places lie below are above the threshold
    above = high[::-1].cumsum(axis=0)[::-1]
    return np.asarray(low.cumsum(axis=0)[:-1] + above[1:])
