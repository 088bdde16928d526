"""What is odd about rules and metrics, one sentence each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from seg_jupyter.analysis.dead_rules import Impossible, Shadowed, Unmet
from seg_jupyter.analysis.doubts import Doubt
from seg_jupyter.analysis.gaps import Gap
from seg_jupyter.analysis.metric_checks import (
    Constant,
    MetricFinding,
    MostlyMissing,
    Redundant,
    Skewed,
    Tied,
)
from seg_jupyter.analysis.overlaps import Overlap
from seg_jupyter.analysis.rule_findings import RuleFinding
from seg_jupyter.analysis.value_sets import Stretch
from seg_jupyter.errors import plain
from seg_jupyter.lang.parser import UNASSIGNED
from seg_jupyter.view.wording import exact, joined, percent, short, thousands, verb

Finding = RuleFinding | MetricFinding
_MOST_NAMES = 3


def sentence(finding: Finding, unit: str) -> str:
    """Say what was found, and where it helps what to do; `unit` is what is counted."""
    match finding:
        case Impossible(segment=segment, condition=condition, name=name, possible=possible):
            why = "its parts exclude each other"
            if name is not None and possible is not None:
                why = f"{short(name)} lies {_bounds(possible)}"
            return f"{short(segment)} can never match: {why} ({short(condition)})."
        case Shadowed(segment=segment, by=by):
            takes = verb(len(by), "takes", "take")
            return (
                f"{short(segment)} can never match: {joined([short(name) for name in by])} above "
                f"it {takes} everybody who would."
            )
        case Unmet(segment=segment, reached=0):
            return f"{short(segment)} takes nobody: the segments above it took everybody."
        case Unmet(segment=segment, condition=condition, reached=reached):
            return (
                f"{short(segment)} takes nobody: none of the {thousands(reached)} {unit} who "
                f"reach it meet {short(condition)}."
            )
        case Overlap():
            return _overlap(finding, unit)
        case Gap(name=name, stretch=stretch, customers=customers):
            who = f"{thousands(customers)} {verb(customers)} Unassigned there"
            return f"No segment takes {short(name)} {in_words(stretch)}: {who}."
        case Doubt():
            return _doubt(finding)
        case Constant(metric=metric):
            return f"{short(metric)} is the same for everybody who has it: it scores 50 for all."
        case MostlyMissing(metric=metric, customers=customers, share=share):
            return (
                f"{short(metric)} is missing for {thousands(customers)} {unit} ({percent(share)}): "
                "few are judged by it."
            )
        case Tied(metric=metric, share=share, value=value):
            what = "one value" if value is None else exact(value)
            return (
                f"{short(metric)} is {what} for {percent(share)} of {unit}: they all rank the same."
            )
        case Skewed(metric=metric, share=share, points=points, sampled=sampled):
            return (
                f"{short(metric)} is skewed: {share:.0%} of {unit}{_by(sampled)} lie within "
                f"{math.ceil(points)} of 100 points. rank(…) would tell them apart."
            )
    return _redundant(finding, unit)


def sentences(findings: Iterable[Finding], unit: str) -> list[str]:
    """Say what was found, each thing once."""
    return list(dict.fromkeys(plain(sentence(finding, plain(unit))) for finding in findings))


def _overlap(overlap: Overlap, unit: str) -> str:
    first, second = short(overlap.first), short(overlap.second)
    where = ""
    if overlap.name is not None and overlap.stretch is not None:
        where = f" ({short(overlap.name)} {in_words(overlap.stretch)})"
    return (
        f"{_number(overlap.customers, overlap.sampled, 'About')} {unit}{_by(overlap.sampled)} "
        "meet both "
        f"{first} and {second}{where}: {first} takes them, since it stands first."
    )


def _doubt(doubt: Doubt) -> str:
    where = "the Unassigned" if doubt.segment == UNASSIGNED else short(doubt.segment)
    who = f"{_number(doubt.customers, doubt.sampled, 'About')} of {where}{_by(doubt.sampled)}"
    earlier = [short(name) for name in doubt.earlier]
    if len(earlier) > _MOST_NAMES:
        earlier = [*earlier[: _MOST_NAMES - 1], f"{len(earlier) - _MOST_NAMES + 1} more"]
    return (
        f"{who} might belong to {joined(earlier, 'or')}, but a value is missing: "
        f"{names(doubt.missing, doubt.sampled)}."
    )


def _redundant(pair: Redundant, unit: str) -> str:
    ways = "alike" if pair.correlation > 0 else "in opposite ways"
    return (
        f"{short(pair.metric)} and {short(pair.other)} rank {unit}{_by(pair.sampled)} {ways} "
        f"(Spearman {pair.correlation:.2f}): {short(pair.score)} counts the same thing twice."
    )


def _by(sampled: int | None) -> str:
    return "" if sampled is None else f" (by a sample of {thousands(sampled)})"


def _number(customers: int, sampled: int | None, about: str = "about") -> str:
    """Return a number of customers; one that a sample stands for, to two figures."""
    if sampled is None:
        return thousands(customers)
    return f"{about} {thousands(int(float(f'{customers:.2g}')))}"


def names(missing: Mapping[str, int], sampled: int | None = None) -> str:
    """Name what is missing, with the number of customers for each, the most frequent first."""
    ordered = sorted(missing.items(), key=lambda item: -item[1])
    parts = [f"{short(name)} ({_number(count, sampled)})" for name, count in ordered[:_MOST_NAMES]]
    if len(ordered) > _MOST_NAMES:
        parts.append(f"{len(ordered) - _MOST_NAMES} more")
    return joined(parts)


def in_words(stretch: Stretch) -> str:
    """Say which numbers lie in a stretch.

    Examples
    --------
    >>> in_words(Stretch((40, 0), (70, 0))), in_words(Stretch((70, 1), (math.inf, 0)))
    ('from 40 to below 70', 'above 70')
    """
    (low, behind), (high, upto) = stretch.low, stretch.high
    if low == high:
        return f"at {exact(low)}"
    start = "" if math.isinf(low) else f"{'above' if behind else 'from'} {exact(low)}"
    end = "" if math.isinf(high) else f"{'up to' if upto else 'below'} {exact(high)}"
    if start and end:
        return f"{start} {end}" if upto else f"{start} to {end}"
    return start or end or "at all"


def _bounds(possible: Stretch) -> str:
    """Say between which numbers a value can lie."""
    low, high = possible.low[0], possible.high[0]
    if math.isinf(high):
        return f"at {exact(low)} or above"
    if math.isinf(low):
        return f"at {exact(high)} or below"
    return f"from {exact(low)} to {exact(high)}"
