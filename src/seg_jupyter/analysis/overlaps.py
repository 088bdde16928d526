"""Pairs of rules that both hold for many customers, so that their order decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.reading import written
from seg_jupyter.analysis.rule_logic import Box, RuleLogic, both
from seg_jupyter.analysis.sampling import sampled
from seg_jupyter.analysis.value_sets import NumberSet, Stretch
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.expressions import truths
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Integers
from seg_jupyter.lang.program import Expression, Program
from seg_jupyter.lang.schema import Kind

_MANY = 0.05
"""Share of the customers from which on an overlap matters."""


@dataclass(frozen=True)
class Overlap:
    """Customers whom one rule takes and a later one would have taken, neither within the other.

    `name` and `stretch` say where, if both confine one number and nothing else. `sampled` is the
    number of customers that were looked at, if not everybody was.
    """

    first: str
    second: str
    customers: int
    name: str | None = None
    stretch: Stretch | None = None
    sampled: int | None = None


def overlaps(result: Result, logic: RuleLogic, looked_at: Integers) -> Iterator[Overlap]:
    """Yield the pairs of rules whose order matters for many of the customers looked at.

    A ladder such as `value >= 70` above `value >= 40` is none: each step lies within the next.
    The numbers are those of all profiled customers, by proportion.
    """
    program = result.model.program
    rows = rows_at(result.rows, looked_at)
    codes = result.codes[looked_at]
    holds = [
        None if rule.condition is None else truths(rule.condition, rows).true
        for rule in program.rules
    ]
    profiled = int(result.profiled.sum())
    for i, j in combinations(range(len(holds)), 2):
        first, second = holds[i], holds[j]
        if first is None or second is None:
            continue
        decided = int(np.count_nonzero(second & (codes == i)))
        customers = round(decided / max(len(codes), 1) * profiled)
        if customers < MIN_CELL or decided < _MANY * len(codes):
            continue
        nested = not (first & ~second).any() or not (second & ~first).any()
        a, b = logic.of_rules[i], logic.of_rules[j]
        if nested or logic.within(a, b) or logic.within(b, a):
            continue
        where = _where(program, a, b)
        names = program.rules[i].name, program.rules[j].name
        yield Overlap(*names, customers, *where, sampled(looked_at, profiled))


def _where(
    program: Program, a: Sequence[Box] | None, b: Sequence[Box] | None
) -> tuple[str | None, Stretch | None]:
    """Return the one number that both rules confine, and the stretch that both take."""
    match a, b:
        case [[first], [second]] if len(first) == 1 and first.keys() == second.keys():
            number: Expression = next(iter(first))
            common = both(first[number], second[number])
            if number.kind is Kind.NUMBER and isinstance(common, NumberSet):
                match common.stretches:
                    case (stretch,):
                        return written(program, number.span), stretch
    return None, None
