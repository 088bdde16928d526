"""The smallest change of one thing that puts a customer in a better segment, all else equal.

The model is asked about copies of the customer in which one column or aggregation has other
values: those of other customers by quantiles, the numbers of the cell, the knots and cuts of its
scales. Between the customer's own value and the nearest that works, the last step is searched.
Changes are compared by how many customers' values lie between, so that they need no unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.limits import Limits, limits
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.reading import behind, literals, quantities
from seg_jupyter.engine.alternatives import changed, rows_at, segmented
from seg_jupyter.engine.expressions import evaluate
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.scales import MinMaxScale, RankScale
from seg_jupyter.engine.values import (
    FALSE,
    TRUE,
    Bits,
    Floats,
    Integers,
    Numbers,
    Texts,
    Truths,
    Vector,
)
from seg_jupyter.lang.program import Aggregation, Column
from seg_jupyter.lang.schema import Kind

Quantity = Column | Aggregation

_QUANTILES = np.linspace(0, 1, 201)
_NEAR = 20
"""Steps beside the own value that are tried one by one."""
_AT_ONCE = 64
_MOST_CHOICES = 50


@dataclass(frozen=True)
class Change:
    """One thing that could be otherwise, and the better segment that the customer then has.

    Parameters
    ----------
    name
        The definition, the column or the aggregation.
    now, instead
        Its value and the other one; None for a value that is missing.
    segment
        The segment that the model gives with the other value.
    passed
        How many customers' values lie between the two, those equal to either by half; from the
        middle of all values where the own one is missing; None where there is no order.
    """

    name: str
    now: float | str | bool | None
    instead: float | str | bool
    segment: str
    passed: float | None = None


def changes(result: Result, place: int) -> tuple[Change, ...]:
    """Return for each quantity its smallest change to a better segment, the smallest first.

    Numbers come before texts and truth values; what gets the customer nowhere is left out.
    """
    found: list[Change] = []
    if result.codes[place] == 0:
        return ()
    for quantity, name in quantities(result.model.program).items():
        if quantity.kind is Kind.NUMBER:
            found += _Search(result, place, quantity, name).smallest()
        elif quantity.kind in (Kind.TEXT, Kind.TRUTH):
            found += _choice(result, place, quantity, name)
    return tuple(sorted(found, key=_size))


def _size(change: Change) -> tuple[bool, bool, float]:
    """Put numbers first, a value that is missing behind one that is there, then the nearest."""
    return change.passed is None, change.now is None, change.passed or 0.0


def _outcomes(
    result: Result, place: int, quantity: Quantity, values: Vector, size: int
) -> Integers:
    """Return the segments of copies of a customer that differ in one quantity."""
    copies = rows_at(result.rows, np.full(size, place))
    return segmented(result.model, changed(copies, quantity, values))


class _Search:
    """The search along one number of one customer."""

    def __init__(self, result: Result, place: int, quantity: Quantity, name: str) -> None:
        self.result = result
        self.place = place
        self.quantity = quantity
        self.name = name
        everybody = evaluate(quantity, result.rows)
        assert isinstance(everybody, Numbers)  # noqa: S101 - by its kind
        values = everybody.values
        self.observed: Floats = np.sort(values[result.profiled & ~np.isnan(values)])
        self.own = float(values[place])

    def smallest(self) -> Iterator[Change]:
        """Yield the change that passes the fewest customers, if there is one."""
        if not len(self.observed) or (np.isnan(self.own) and len(self.observed) < MIN_CELL):
            return
        program, rows = self.result.model.program, self.result.rows
        one = rows_at(rows, np.array([self.place]))
        possible = limits(program, self.quantity, self.observed, one)
        # somebody without a value is looked at from the middle
        middle = float(self.observed[(len(self.observed) - 1) // 2])
        start = middle if np.isnan(self.own) else self.own
        if start not in possible:
            return
        if np.isnan(self.own):
            start = possible.at(possible.step(middle))
            if self.works(np.array([start]))[0]:
                yield self.change(start, start)
                return
        tried = self.candidates(possible, start)
        good = self.works(tried)
        ends = [
            self.nearest(start, tried[side][::way], good[side][::way], possible)
            for side, way in ((tried > start, 1), (tried < start, -1))
        ]
        found = [end for end in ends if end is not None]
        if found:
            nearest = min(found, key=lambda end: (self.passed(start, end), abs(end - start)))
            yield self.change(start, nearest)

    def works(self, values: Floats) -> Bits:
        """Tell for which values of the quantity the customer has a better segment."""
        codes = _outcomes(self.result, self.place, self.quantity, Numbers(values), len(values))
        return np.asarray(codes < self.result.codes[self.place])

    def change(self, start: float, value: float) -> Change:
        """Return the change to a value, with the segment that it leads to."""
        codes = _outcomes(self.result, self.place, self.quantity, Numbers(np.array([value])), 1)
        segment = self.result.labels[int(codes[0])]
        now = None if np.isnan(self.own) else self.own
        return Change(self.name, now, value, segment, self.passed(start, value))

    def passed(self, start: float, value: float) -> float:
        """Return how many customers' values lie between two, those equal to either by half."""
        low, high = sorted((start, value))
        below = np.searchsorted(self.observed, [low, high], "left")
        upto = np.searchsorted(self.observed, [low, high], "right")
        return float(below[1] + upto[1] - below[0] - upto[0]) / 2

    def candidates(self, possible: Limits, start: float) -> Floats:
        """Return the values to try, ascending: steps that are possible, and numbers of the cell."""
        program = self.result.model.program
        said = np.array(sorted(literals(program)), np.float64)
        seen = np.quantile(self.observed, _QUANTILES, method="lower")
        told = [said, seen, *(cuts.values for cuts in self.result.model.tiles)]
        for score in program.scores:
            scales = self.result.model.scales[score.name]
            for term, scale in zip(score.terms, scales, strict=True):
                if self.quantity in behind(program, term.metric):
                    if isinstance(scale, RankScale):
                        told.append(scale.values)
                    elif isinstance(scale, MinMaxScale):
                        told.append(np.array([scale.low, scale.high]))
        every = [value for value in np.concatenate(told).tolist() if value in possible]
        steps = {possible.step(value) + more for value in every for more in (-1, 0, 1)}
        here = possible.step(start)
        steps |= set(range(here - _NEAR, here + _NEAR + 1))
        values = [possible.at(step) for step in steps]
        if possible.decimals:
            values += said.tolist()
        return np.unique([value for value in values if value in possible and value != start])

    def nearest(self, start: float, tried: Floats, good: Bits, possible: Limits) -> float | None:
        """Return the first step away from the own value that works, where one that is tried does.

        What is tried leads away from the own value.
        """
        if not good.any():
            return None
        first = int(np.argmax(good))
        before = float(tried[first - 1]) if first else start
        return self._between(before, float(tried[first]), possible)

    def _between(self, bad: float, good: float, possible: Limits) -> float:
        """Return the first step that works, on the way from a value that does not to one that does.

        The steps in between are parted and parted again.
        """
        way = 1 if good > bad else -1
        near, far = possible.step(bad), possible.step(good)
        near += way * (possible.at(near) * way <= bad * way)
        far -= way * (possible.at(far) * way >= good * way)
        while near * way <= far * way:
            steps = np.unique(np.linspace(near, far, _AT_ONCE).round().astype(np.int64))[::way]
            works = self.works(np.array([possible.at(int(step)) for step in steps]))
            if not works.any():
                break
            first = int(np.argmax(works))
            good, far = possible.at(int(steps[first])), int(steps[first]) - way
            near = int(steps[first - 1]) + way if first else near
        return good


def _choice(result: Result, place: int, quantity: Quantity, name: str) -> Iterator[Change]:
    """Yield the value that most customers have of those that lead to a better segment."""
    everybody = evaluate(quantity, result.rows)
    assert isinstance(everybody, Texts | Truths)  # noqa: S101 - by its kind
    vector, own, options = _options(everybody, result.profiled, place)
    codes = _outcomes(result, place, quantity, vector, len(options))
    for option, code in zip(options, codes.tolist(), strict=True):
        if code < result.codes[place] and option != own:
            yield Change(name, own, option, result.labels[code])
            return


def _options(
    everybody: Texts | Truths, profiled: Bits, place: int
) -> tuple[Vector, str | bool | None, list[str | bool]]:
    """Return the values that enough customers have, the most frequent first, and the own one."""
    known = profiled & ~everybody.missing
    if isinstance(everybody, Texts):
        counts = np.bincount(everybody.codes[known], minlength=len(everybody.texts))
        if np.count_nonzero(counts) > _MOST_CHOICES:
            counts = counts[:0]
        values: Sequence[str | bool] = everybody.texts
        codes = everybody.codes
    else:
        counts = np.array([np.count_nonzero(everybody.values[known] == v) for v in (FALSE, TRUE)])
        values = (False, True)
        codes = everybody.values.astype(np.int64) // 2
    order = np.argsort(-counts, kind="stable")
    offered = order[counts[order] >= MIN_CELL]
    own = None if everybody.missing[place] else values[int(codes[place])]
    if isinstance(everybody, Texts):
        vector: Vector = Texts(offered, everybody.texts)
    else:
        vector = Truths((offered * 2).astype(np.int8))
    return vector, own, [values[int(code)] for code in offered]
