"""How many customers come to each rule, how many it takes, and for how many it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from seg_jupyter.analysis.reading import written
from seg_jupyter.analysis.unknowns import blamed
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.expressions import truths
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.program import Program, Rule


@dataclass(frozen=True)
class RuleCount:
    """What became of the profiled customers whom no earlier rule had taken.

    Parameters
    ----------
    segment, condition
        The rule as it is written; the condition of `otherwise` is that word.
    reached, taken
        Number of customers who came to the rule, and whom it took.
    unknown
        Of those who came, for how many the condition is neither true nor false.
    unknown_for
        By name of what is missing, the number of those whom it concerns; one customer may stand
        under several.
    """

    segment: str
    condition: str
    reached: int
    taken: int
    unknown: int = 0
    unknown_for: Mapping[str, int] = field(default_factory=dict)


def rule_counts(result: Result) -> tuple[RuleCount, ...]:
    """Follow the profiled customers down the rules, in the order of the cell."""
    program = result.model.program
    counts: list[RuleCount] = []
    for place, rule in enumerate(program.rules):
        reached = np.flatnonzero((result.codes >= place) & result.profiled)
        taken = result.sizes[place]
        if rule.condition is None:
            counts.append(RuleCount(rule.name, condition_text(program, rule), len(reached), taken))
            continue
        here = rows_at(result.rows, reached)
        unknown = np.flatnonzero(truths(rule.condition, here).missing)
        why = blamed(program, rule.condition, rows_at(here, unknown))
        counts.append(
            RuleCount(
                rule.name,
                condition_text(program, rule),
                len(reached),
                taken,
                len(unknown),
                {name: int(rows.sum()) for name, rows in why.items()},
            )
        )
    return tuple(counts)


def condition_text(program: Program, rule: Rule) -> str:
    """Return the condition of a rule as it is written, on one line."""
    return "otherwise" if rule.condition is None else written(program, rule.condition.span)
