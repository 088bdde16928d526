"""Rules that took nobody: because they never can, or because nobody here meets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.reading import literal, written
from seg_jupyter.analysis.rule_counts import condition_text
from seg_jupyter.analysis.rule_logic import Box, RuleLogic
from seg_jupyter.analysis.value_sets import NumberSet, Stretch
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.program import Expression, Operation, Program


@dataclass(frozen=True)
class Impossible:
    """A rule whose condition no customer can meet; it concerns all who are profiled.

    `name` and `possible` say why, where one number is asked for what it cannot be.
    """

    segment: str
    condition: str
    customers: int
    name: str | None = None
    possible: Stretch | None = None


@dataclass(frozen=True)
class Shadowed:
    """A rule to which earlier ones (`by`) leave nobody, whoever the customers are."""

    segment: str
    condition: str
    by: tuple[str, ...]
    customers: int


@dataclass(frozen=True)
class Unmet:
    """A rule that could take somebody and takes nobody of the `reached` who came to it."""

    segment: str
    condition: str
    reached: int
    customers: int = 0


def dead_rules(result: Result, logic: RuleLogic) -> Iterator[Impossible | Shadowed | Unmet]:
    """Yield the rules that took nobody, with the reason."""
    program = result.model.program
    profiled = int(result.profiled.sum())
    for place, rule in enumerate(program.rules):
        if result.sizes[place]:
            continue
        text = condition_text(program, rule)
        if logic.of_rules[place] == []:
            assert rule.condition is not None  # noqa: S101 - `otherwise` is always met
            yield Impossible(rule.name, text, profiled, *_reason(program, logic, rule.condition))
        elif by := _shadows(program, logic, place):
            yield Shadowed(rule.name, text, by, profiled)
        else:
            reached = int(np.count_nonzero(result.profiled & (result.codes >= place)))
            yield Unmet(rule.name, text, reached)


def can_match(logic: RuleLogic, place: int) -> bool:
    """Tell whether a rule can take somebody, as far as is known without the data."""
    boxes = logic.of_rules[place]
    return boxes != [] and not logic.within(boxes, _joined(logic, range(place)))


def _shadows(program: Program, logic: RuleLogic, place: int) -> tuple[str, ...]:
    """Return the earlier rules that leave nobody to a rule: no more of them than it takes."""
    boxes = logic.of_rules[place]
    needed = list(range(place))
    if not logic.within(boxes, _joined(logic, needed)):
        return ()
    for earlier in reversed(range(place)):
        others = [rule for rule in needed if rule != earlier]
        if logic.within(boxes, _joined(logic, others)):
            needed = others
    return tuple(program.rules[rule].name for rule in needed)


def _joined(logic: RuleLogic, rules: Sequence[int]) -> list[Box]:
    """Return the boxes of some rules; of a rule in too many cases, none."""
    return [box for rule in rules for box in logic.of_rules[rule] or ()]


def _reason(
    program: Program, logic: RuleLogic, condition: Expression
) -> tuple[str | None, Stretch | None]:
    """Return the number that is asked for what it cannot be, and what it can be."""
    for part in _all_of(condition):
        if not isinstance(part, Operation) or len(part.operands) != 2 or logic.boxes(part):
            continue
        subject = next((o for o in part.operands if literal(o) is None), None)
        if subject is None:
            continue
        possible = logic.domains.of(subject)
        if isinstance(possible, NumberSet) and possible.stretches:
            ends = Stretch(possible.stretches[0].low, possible.stretches[-1].high)
            return written(program, subject.span), ends
    return None, None


def _all_of(condition: Expression) -> Iterator[Expression]:
    """Yield the conditions that all have to hold."""
    if isinstance(condition, Operation) and condition.operator == "and":
        for part in condition.operands:
            yield from _all_of(part)
    else:
        yield condition
