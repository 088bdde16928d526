"""One random case on every kind of frame, compared among them and with the naive reference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import seg_jupyter
from oracle import Outcome, Value, evaluate
from strategies import KEY, KINDS, TIME, Case, values_in

RANK_ERROR = 0.1


class DifferenceError(AssertionError):
    """Two answers to one question."""


@dataclass(frozen=True)
class Answer:
    """What the product says of every customer: the definitions by name, and the segments."""

    values: dict[str, list[Value]]
    segments: list[Value]

    def only(self, chosen: Sequence[bool]) -> Answer:
        """The answer for some of the customers."""
        values = {name: [*compress(column, chosen)] for name, column in self.values.items()}
        return Answer(values, [*compress(self.segments, chosen)])


def fitted(case: Case, kind: str = "pandas", **options: object) -> object:
    """The product's frame for a case; an option of ``None`` is left out."""
    given = {"customers": case.customers_frame(kind), "id": KEY, "as_of": case.as_of}
    if not case.alone:
        given |= {"events": case.events_frame(kind), "time": TIME}
    given |= options
    result = seg_jupyter.Segmentation(case.text).fit(
        **{name: value for name, value in given.items() if value is not None},
    )
    return result.frame


def answer(case: Case, frame: object) -> Answer:
    names = [definition.name for definition in case.program.definitions]
    return Answer({name: values_in(frame, name) for name in names}, values_in(frame, "segment"))


def reference(case: Case, leading: Mapping[str, list[Value]] | None = None) -> list[Outcome]:
    tables = (case.customers, case.events, KEY, TIME, case.as_of)
    return evaluate(case.program, *tables, zone=case.zone, given=leading)


def same(ours: Value, theirs: Value) -> bool:
    """Equal; numbers to nine decimals (large ones, which are not rounded, to their precision)."""
    if type(ours) is not type(theirs):
        return False
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1.01e-9)
    return ours == theirs


def near(ours: Value, theirs: Value) -> bool:
    """Scores with ranks: within the promised distance of the exact rank."""
    if ours is None or theirs is None:
        return ours is theirs
    return abs(ours - theirs) <= RANK_ERROR + 1e-9


def check_reference(case: Case, found: Answer) -> None:
    """Every definition and every segment against the reference.

    Scores with ranks may be off by the promised 0.1 points, so the lines that read them are
    compared on the product's own scores.
    """
    ranked = case.ranked
    expected = reference(case, {name: found.values[name] for name in ranked})
    for name, values in found.values.items():
        agrees = near if name in ranked else same
        for row, value in enumerate(values):
            wanted = expected[row].values[name]
            if not agrees(wanted, value):
                raise DifferenceError(f"{name}, row {row}: {value!r}, expected {wanted!r}")
    for row, outcome in enumerate(expected):
        if found.segments[row] != outcome.segment:
            raise DifferenceError(
                f"segment, row {row}: {found.segments[row]!r}, expected {outcome.segment!r}"
            )


def check_kinds(one: Answer, other: Answer, kind: str) -> None:
    """Two kinds of frames, to the last bit; the sign of a zero means nothing."""
    columns = {**one.values, "segment": one.segments}
    others = {**other.values, "segment": other.segments}
    for name, values in columns.items():
        for row, (value, twin) in enumerate(zip(values, others[name], strict=True)):
            if type(value) is not type(twin) or value != twin:
                raise DifferenceError(f"{name}, row {row}: {value!r}, but {twin!r} with {kind}")


def check(case: Case, kinds: tuple[str, ...] = KINDS, **options: object) -> int:
    """Compare a case on all kinds of frames; return the number of customers compared."""
    answers = {kind: answer(case, fitted(case, kind, **options)) for kind in kinds}
    first = answers[kinds[0]]
    check_reference(case, first)
    for kind, found in answers.items():
        check_kinds(first, found, kind)
    return len(case.customers) * len(kinds)
