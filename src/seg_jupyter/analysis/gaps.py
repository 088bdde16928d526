"""Numbers that no rule takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np

from seg_jupyter.analysis.reading import written
from seg_jupyter.analysis.rule_logic import Box, RuleLogic, without
from seg_jupyter.analysis.value_sets import NumberSet, Stretch
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.expressions import numbers
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.values import Bits, Floats
from seg_jupyter.lang.program import Expression
from seg_jupyter.lang.schema import Kind


@dataclass(frozen=True)
class Gap:
    """Numbers that no rule takes, whatever else holds, and how many Unassigned have them."""

    name: str
    stretch: Stretch
    customers: int


def gaps(result: Result, logic: RuleLogic) -> Iterator[Gap]:
    """Yield the stretches of numbers that no rule takes, with the Unassigned who lie there."""
    everybody: list[Box] = [{}]
    boxes = [
        box for of_rule in logic.of_rules for box in (everybody if of_rule is None else of_rule)
    ]
    unassigned = np.flatnonzero(result.codes == len(logic.of_rules))
    rows = rows_at(result.rows, unassigned)
    for number in dict.fromkeys(e for box in boxes for e in box if e.kind is Kind.NUMBER):
        values = round9(numbers(number, rows))
        for stretch in _untaken(number, boxes, logic):
            there = int(np.count_nonzero(_inside(values, stretch)))
            yield Gap(written(result.model.program, number.span), stretch, there)


def _untaken(number: Expression, boxes: list[Box], logic: RuleLogic) -> tuple[Stretch, ...]:
    everything = logic.domains.of(number)
    taken = (box.get(number, everything) for box in boxes)
    left = reduce(without, taken, everything)
    assert isinstance(left, NumberSet)  # noqa: S101 - by the kind of the number
    return left.stretches


def _inside(values: Floats, stretch: Stretch) -> Bits:
    (low, behind), (high, upto) = stretch.low, stretch.high
    above = values > low if behind else values >= low
    return above & (values <= high if upto else values < high)
