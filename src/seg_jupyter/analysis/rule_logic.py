"""What the conditions of a cell allow, and what they can never hold for, whatever the data.

A condition is turned into *boxes*: in each, some expressions are confined to sets of values, and
the condition is true exactly where a box holds. What is not understood (`x > y`, `contains`)
stays an expression that may be true, false or unknown, as if nothing else bore on it. So a box may
be too large, and what is said to be impossible is impossible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time

from seg_jupyter.analysis.domains import Domains, rounded
from seg_jupyter.analysis.reading import literal
from seg_jupyter.analysis.value_sets import (
    EVERY_NUMBER,
    ChoiceSet,
    NumberSet,
    ValueSet,
    number_set,
    numbers_in,
)
from seg_jupyter.lang.program import Constant, Defined, Expression, Metric, Operation, Program, Rule
from seg_jupyter.lang.schema import Kind

Box = Mapping[Expression, ValueSet]

_MOST_BOXES = 200
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


class TooManyCasesError(Exception):
    """A condition falls into too many cases to look through."""


class RuleLogic:
    """The conditions of one program as boxes.

    Attributes
    ----------
    domains
        What values an expression can have at all.
    of_rules
        For each rule its boxes; None where it falls into too many.
    """

    def __init__(self, program: Program) -> None:
        self.domains = Domains(program)
        self._lines = {definition.name: definition for definition in program.definitions}
        self.of_rules = [self._unless_too_many(rule) for rule in program.rules]

    def _unless_too_many(self, rule: Rule) -> list[Box] | None:
        try:
            return self.boxes(rule.condition)
        except TooManyCasesError:
            return None

    def boxes(self, condition: Expression | None, wanted: bool = True) -> list[Box]:
        """Return the boxes in which a condition is true, or false; everybody for `otherwise`."""
        match condition:
            case None:
                return [{}] if wanted else []
            case Constant(value=bool() as value):
                return [{}] if value is wanted else []
            case Defined(name=name) if isinstance(line := self._lines[name], Metric):
                return self.boxes(line.expression, wanted)
            case Operation(operator="not", operands=(operand,)):
                return self.boxes(operand, not wanted)
            case Operation(operator="and" | "or" as operator, operands=operands):
                parts = [self.boxes(operand, wanted) for operand in operands]
                return self._all(parts) if wanted == (operator == "and") else self._any(parts)
            case Operation(operator="if", operands=(then, chosen, otherwise)):
                return self._any(
                    [
                        self._all([self.boxes(chosen, True), self.boxes(then, wanted)]),
                        self._all([self.boxes(chosen, False), self.boxes(otherwise, wanted)]),
                    ]
                )
            case Operation(operator="missing", operands=(operand,)):
                domain = self.domains.of(operand)
                absent = _NO_CHOICE if isinstance(domain, ChoiceSet) else _NO_NUMBER
                return self._confined(operand, absent if wanted else without(domain, absent))
            case Operation(operator="in", operands=(operand, *items)):
                return self._membership(operand, items, condition, wanted)
            case Operation(operator=operator, operands=(left, right)) if operator in _TURNED:
                if isinstance(left, Constant) or literal(left) is not None:
                    left, right, operator = right, left, _TURNED[operator]
                return self._comparison(operator, left, right, condition, wanted)
        return self._itself(condition, wanted)

    def _itself(self, condition: Expression, wanted: bool) -> list[Box]:
        """Take a condition as one value that is true or false, and not looked into."""
        return self._confined(condition, ChoiceSet(frozenset({wanted})))

    def _confined(self, expression: Expression, allowed: ValueSet) -> list[Box]:
        here = both(self.domains.of(expression), allowed)
        return [{expression: here}] if here else []

    def _comparison(
        self, operator: str, left: Expression, right: Expression, whole: Expression, wanted: bool
    ) -> list[Box]:
        holds = operator if wanted else _OPPOSITE[operator]
        if (bound := literal(right)) is not None:
            return self._confined(left, number_set(holds, rounded(bound)))
        value = right.value if isinstance(right, Constant) else None
        match value:
            case bool():
                return self.boxes(left, value is (holds == "=="))
            case str():
                return self._confined(left, ChoiceSet(frozenset({value}), holds == "!="))
            case datetime() if value.time() == time() and value.tzinfo is None:
                # within a zone, two times of the clock may be one moment; two midnights never are
                return self._confined(left, number_set(holds, value.toordinal()))
        return self._itself(whole, wanted)

    def _membership(
        self, operand: Expression, items: Sequence[Expression], whole: Expression, wanted: bool
    ) -> list[Box]:
        listed = [literal(item) for item in items]
        if None not in listed:
            stretches = (number_set("==", rounded(v)).stretches for v in listed if v is not None)
            inside = numbers_in(stretch for one in stretches for stretch in one)
            return self._confined(operand, inside if wanted else EVERY_NUMBER - inside)
        if operand.kind is Kind.TEXT:
            texts = frozenset(item.value for item in items if isinstance(item, Constant))
            return self._confined(operand, ChoiceSet(texts, not wanted))
        return self._itself(whole, wanted)

    def _any(self, parts: Sequence[list[Box]]) -> list[Box]:
        return _few([box for boxes in parts for box in boxes])

    def _all(self, parts: Sequence[list[Box]]) -> list[Box]:
        """Return where all parts hold: every box of one with every box of the others."""
        together: list[Box] = [{}]
        for boxes in parts:
            pairs = (self.meet(a, b) for a in together for b in boxes)
            together = _few([box for box in pairs if box is not None])
        return together

    def meet(self, a: Box, b: Box) -> Box | None:
        """Return where both boxes hold; None if nowhere."""
        joined = dict(a)
        for expression, allowed in b.items():
            here = both(joined[expression], allowed) if expression in joined else allowed
            if not here:
                return None
            joined[expression] = here
        return joined

    def within(self, inner: Sequence[Box] | None, outer: Sequence[Box] | None) -> bool:
        """Tell whether some boxes certainly lie within others, taken together."""
        if inner is None or outer is None:
            return False
        rest = list(inner)
        try:
            for box in outer:
                rest = _few([piece for one in rest for piece in self._outside(one, box)])
        except TooManyCasesError:
            return False
        return not rest

    def _outside(self, box: Box, other: Box) -> Iterator[Box]:
        """Yield the parts of one box that lie outside another, no two of them overlapping."""
        if self.meet(box, other) is None:
            yield box
            return
        rest = dict(box)
        for expression, allowed in other.items():
            here = rest.get(expression) or self.domains.of(expression)
            if beyond := without(here, allowed):
                yield {**rest, expression: beyond}
            rest[expression] = both(here, allowed)


_NO_NUMBER = NumberSet((), missing=True)
_NO_CHOICE = ChoiceSet(missing=True)


def both(a: ValueSet, b: ValueSet) -> ValueSet:
    """Return what two sets of one kind have in common."""
    if isinstance(a, NumberSet) and isinstance(b, NumberSet):
        return a & b
    assert isinstance(a, ChoiceSet)  # noqa: S101 - an expression has sets of one kind
    assert isinstance(b, ChoiceSet)  # noqa: S101
    return a & b


def without(a: ValueSet, b: ValueSet) -> ValueSet:
    """Return what a set has that another of the same kind has not."""
    if isinstance(a, NumberSet) and isinstance(b, NumberSet):
        return a - b
    assert isinstance(a, ChoiceSet)  # noqa: S101
    assert isinstance(b, ChoiceSet)  # noqa: S101
    return a - b


def _few(boxes: list[Box]) -> list[Box]:
    if len(boxes) > _MOST_BOXES:
        raise TooManyCasesError
    return boxes
