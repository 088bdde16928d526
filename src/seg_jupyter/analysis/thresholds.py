"""The numbers of segment lines that cut a score, for drawing them where they cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seg_jupyter.lang.program import Constant, Defined, Expression, Operation, Program, every

WORDS = {">=": "from", ">": "above", "<=": "up to", "<": "below"}
"""On which side of a number a segment lies that compares something with it."""
_TURNED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


@dataclass(frozen=True)
class Threshold:
    """A value of a score at which a segment starts or ends.

    `words` says on which side the segment lies: `from`, `above`, `up to` or `below`.
    """

    segment: str
    words: str
    value: float


def score_of(program: Program) -> str | None:
    """Return the score that a chart of the result shows.

    That is the last one that a segment line reads, else the last of the cell, else None.
    """
    return next(reversed(_by_use(program)), None)


def two_scores(program: Program, *named: str) -> tuple[str, ...]:
    """Return the two scores that a map shows, in the order of the cell; fewer if there are fewer.

    They are those that are named, and then those that `score_of` would choose.
    """
    others = [score for score in reversed(_by_use(program)) if score not in named]
    chosen = [*named, *others][:2]
    return tuple(score.name for score in program.scores if score.name in chosen)


def _by_use(program: Program) -> list[str]:
    """Return the scores that no segment line reads, then the others by the last that does."""
    names = [score.name for score in program.scores]
    read = [
        part.name
        for rule in program.rules
        if rule.condition is not None
        for part in every(rule.condition)
        if isinstance(part, Defined) and part.name in names
    ]
    last = dict.fromkeys(reversed(read))
    return [*(name for name in names if name not in last), *reversed(last)]


def thresholds(program: Program, score: str) -> tuple[Threshold, ...]:
    """Find where segment lines compare a score with a number."""
    found = [
        Threshold(rule.name, WORDS[operator], value)
        for rule in program.rules
        if rule.condition is not None
        for operator, value in _cuts(rule.condition, score)
    ]
    return tuple(dict.fromkeys(found))


def _cuts(condition: Expression, score: str) -> Iterator[tuple[str, float]]:
    """Yield the comparisons that all have to hold: those joined by `and` at the top."""
    if not isinstance(condition, Operation):
        return
    if condition.operator == "and":
        for part in condition.operands:
            yield from _cuts(part, score)
    elif condition.operator in WORDS:
        left, right = condition.operands
        if _is_score(left, score) and (value := _number(right)) is not None:
            yield condition.operator, value
        elif _is_score(right, score) and (value := _number(left)) is not None:
            yield _TURNED[condition.operator], value


def _is_score(expression: Expression, score: str) -> bool:
    return isinstance(expression, Defined) and expression.name == score


def _number(expression: Expression) -> float | None:
    """Return the number that was written, if this is one; a column of nothing is none."""
    value = expression.value if isinstance(expression, Constant) else None
    return float(value) if isinstance(value, int | float) else None
