"""Sets of values that a condition allows: stretches of numbers, and choices of texts or truths.

Missing is a member like any other, so that "everything but x > 5" keeps who has no x.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Cut = tuple[float, int]
"""A place between numbers: just before a number (0), or just behind it (1)."""

LOWEST: Cut = (-math.inf, 1)
HIGHEST: Cut = (math.inf, 0)


@dataclass(frozen=True, order=True)
class Stretch:
    """The numbers between two cuts.

    Examples
    --------
    >>> Stretch((5, 1), HIGHEST)  # above 5
    Stretch(low=(5, 1), high=(inf, 0))
    """

    low: Cut
    high: Cut


def whole(stretch: Stretch) -> Stretch:
    """Return the stretch from the first to the last whole number in a stretch."""
    (low, behind), (high, upto) = stretch.low, stretch.high
    if math.isfinite(low):
        low, behind = (low + 1 if behind and low == math.floor(low) else math.ceil(low)), 0
    if math.isfinite(high):
        high, upto = (high - 1 if not upto and high == math.ceil(high) else math.floor(high)), 1
    return Stretch((low, behind), (high, upto))


@dataclass(frozen=True)
class NumberSet:
    """Numbers in stretches that are apart and ascend, and whether missing belongs to them.

    With `integral` there are whole numbers only.
    """

    stretches: tuple[Stretch, ...]
    missing: bool = False
    integral: bool = False

    def __bool__(self) -> bool:
        return bool(self.stretches) or self.missing

    def __and__(self, other: NumberSet) -> NumberSet:
        integral = self.integral or other.integral
        both = (
            Stretch(max(a.low, b.low), min(a.high, b.high))
            for a in self.stretches
            for b in other.stretches
        )
        return numbers_in(both, self.missing and other.missing, integral=integral)

    def __sub__(self, other: NumberSet) -> NumberSet:
        outside = NumberSet(tuple(_between(other.stretches)), missing=not other.missing)
        return self & outside

    def __or__(self, other: NumberSet) -> NumberSet:
        return numbers_in(
            [*self.stretches, *other.stretches],
            self.missing or other.missing,
            integral=all(part.integral for part in (self, other) if part.stretches),
        )


def numbers_in(
    stretches: Iterable[Stretch], missing: bool = False, *, integral: bool = False
) -> NumberSet:
    """Return the set of numbers in any stretches: sorted, joined where they touch, none empty."""
    kept: list[Stretch] = []
    for stretch in sorted(whole(s) if integral else s for s in stretches):
        if stretch.low >= stretch.high:
            continue
        if kept and stretch.low <= kept[-1].high:
            kept[-1] = Stretch(kept[-1].low, max(kept[-1].high, stretch.high))
        else:
            kept.append(stretch)
    return NumberSet(tuple(kept), missing, integral)


def _between(stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    """Yield what lies before, between and behind stretches."""
    low = LOWEST
    for stretch in stretches:
        if low < stretch.low:
            yield Stretch(low, stretch.low)
        low = stretch.high
    if low < HIGHEST:
        yield Stretch(low, HIGHEST)


@dataclass(frozen=True)
class ChoiceSet:
    """Some values, or with `others` all values but those; and whether missing belongs to them."""

    values: frozenset[object] = frozenset()
    others: bool = False
    missing: bool = False

    def __bool__(self) -> bool:
        return bool(self.values) or self.others or self.missing

    def __and__(self, other: ChoiceSet) -> ChoiceSet:
        missing = self.missing and other.missing
        if self.others and other.others:
            return ChoiceSet(self.values | other.values, others=True, missing=missing)
        if self.others:
            return ChoiceSet(other.values - self.values, missing=missing)
        if other.others:
            return ChoiceSet(self.values - other.values, missing=missing)
        return ChoiceSet(self.values & other.values, missing=missing)

    def __sub__(self, other: ChoiceSet) -> ChoiceSet:
        return self & ChoiceSet(other.values, not other.others, not other.missing)


ValueSet = NumberSet | ChoiceSet
EVERY_NUMBER = numbers_in([Stretch(LOWEST, HIGHEST)])


def number_set(operator: str, value: float) -> NumberSet:
    """Return the numbers that stand in a relation to one number."""
    before, behind = (value, 0), (value, 1)
    one = numbers_in([Stretch(before, behind)])
    match operator:
        case "==":
            return one
        case "!=":
            return EVERY_NUMBER - one
        case "<":
            return numbers_in([Stretch(LOWEST, before)])
        case "<=":
            return numbers_in([Stretch(LOWEST, behind)])
        case ">":
            return numbers_in([Stretch(behind, HIGHEST)])
    return numbers_in([Stretch(before, HIGHEST)])
