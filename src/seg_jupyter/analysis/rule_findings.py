"""All that is odd about the rules of a result."""

from __future__ import annotations

from seg_jupyter.analysis.dead_rules import Impossible, Shadowed, Unmet, dead_rules
from seg_jupyter.analysis.doubts import Doubt, doubts
from seg_jupyter.analysis.gaps import Gap, gaps
from seg_jupyter.analysis.overlaps import Overlap, overlaps
from seg_jupyter.analysis.rule_logic import RuleLogic
from seg_jupyter.analysis.sampling import sample
from seg_jupyter.engine.result import Result

RuleFinding = Impossible | Shadowed | Unmet | Overlap | Gap | Doubt


def rule_findings(result: Result, most: int | None = None) -> list[RuleFinding]:
    """Look for rules that take nobody, that overlap, and for what they leave out.

    With `most`, no more than so many customers are looked at where a condition has to be
    evaluated; numbers are then those of everybody by proportion.
    """
    if not result.profiled.any():
        return []
    logic = RuleLogic(result.model.program)
    return [
        *dead_rules(result, logic),
        *overlaps(result, logic, sample(result.profiled, most)),
        *gaps(result, logic),
        *doubts(result, most),
    ]
