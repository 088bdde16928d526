"""Why one customer is in a segment, how far the next better one is, and what would lead there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.changes import Change, changes
from seg_jupyter.analysis.dead_rules import can_match
from seg_jupyter.analysis.domains import rounded
from seg_jupyter.analysis.points import ScorePoints, score_points
from seg_jupyter.analysis.reading import literal, written
from seg_jupyter.analysis.rule_counts import condition_text
from seg_jupyter.analysis.rule_logic import RuleLogic
from seg_jupyter.analysis.unknowns import blamed
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.expressions import Rows, numbers, truths
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.rounding import round9
from seg_jupyter.lang.program import Defined, Expression, Operation, Program, Rule

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class RuleAnswer:
    """What a rule says of the customer: true, false, or None where names of it are missing."""

    segment: str
    condition: str
    holds: bool | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Distance:
    """A number that keeps the customer from the next better segment.

    `name operator bound` is what the segment asks for; `of_score` says that it counts points.
    """

    name: str
    operator: str
    bound: float
    now: float
    of_score: bool

    @property
    def by(self) -> float:
        """How far the number is from the bound."""
        return abs(self.bound - self.now)


@dataclass(frozen=True)
class Explanation:
    """Everything that is said of one customer.

    Parameters
    ----------
    segment
        The customer's segment, or Unassigned.
    rules
        The rules from the first down to the one that took the customer.
    scores
        The scores, metric by metric.
    better
        The next better segment: the closest above the customer's own in the cell, without those
        that can never match; None if there is none.
    distances
        The numbers that keep the customer from it, where its rule is made of comparisons.
    changes
        For each thing that the customer is judged by, its smallest change that leads to a better
        segment, all else equal; the smallest first.
    """

    segment: str
    rules: tuple[RuleAnswer, ...]
    scores: tuple[ScorePoints, ...]
    better: str | None
    distances: tuple[Distance, ...]
    changes: tuple[Change, ...]


def explain(result: Result, place: int) -> Explanation:
    """Explain the segment of one profiled customer, by the row's place."""
    program = result.model.program
    code = int(result.codes[place])
    rows = rows_at(result.rows, np.array([place]))
    logic = RuleLogic(program)
    above = (program.rules[i] for i in reversed(range(code)) if can_match(logic, i))
    better = next(above, None)
    wanted = better.condition if better else None
    return Explanation(
        result.labels[code],
        tuple(_answer(program, rule, rows) for rule in program.rules[: code + 1]),
        score_points(result, place),
        better.name if better else None,
        tuple(_distances(program, wanted, rows)),
        changes(result, place),
    )


def _answer(program: Program, rule: Rule, rows: Rows) -> RuleAnswer:
    text = condition_text(program, rule)
    if rule.condition is None:
        return RuleAnswer(rule.name, text, True)
    answer = truths(rule.condition, rows)
    if answer.missing[0]:
        return RuleAnswer(rule.name, text, None, tuple(blamed(program, rule.condition, rows)))
    return RuleAnswer(rule.name, text, bool(answer.true[0]))


def _distances(program: Program, condition: Expression | None, rows: Rows) -> Iterator[Distance]:
    """Yield the comparisons with a number that do not hold, of those that all have to."""
    if not isinstance(condition, Operation):
        return
    if condition.operator == "and":
        for part in condition.operands:
            yield from _distances(program, part, rows)
    elif condition.operator in _TURNED and not truths(condition, rows).true[0]:
        left, right, operator = *condition.operands, condition.operator
        if literal(left) is not None:
            left, right, operator = right, left, _TURNED[operator]
        bound = literal(right)
        if bound is not None and not np.isnan(now := float(round9(numbers(left, rows))[0])):
            names = {score.name for score in program.scores}
            of_score = isinstance(left, Defined) and left.name in names
            yield Distance(written(program, left.span), operator, rounded(bound), now, of_score)
