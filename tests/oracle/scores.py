"""Scales and scores, over all customers at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from oracle.rows import Context, value_of
from oracle.tree import Bands, Expr, Name, Program, Score, Term, Tile
from oracle.values import number, round9

Column = Sequence[float | None]


def bound(program: Program, metric: Expr) -> Expr | Score:
    """The whole definition that a bare name stands for, or else the metric itself."""
    if isinstance(metric, Name):
        for definition in program.definitions:
            if definition.name == metric.name:
                return definition.body
    return metric


def steps(body: Expr | Score) -> int | None:
    """The number of steps of ``bands`` and ``tile``."""
    if isinstance(body, Bands):
        return len(body.cuts) + 1
    return body.count if isinstance(body, Tile) else None


def scale_of(program: Program, term: Term) -> str:
    """``rank``, ``minmax`` or ``raw`` as written; without that, ``score`` or ``steps`` stay."""
    body = bound(program, term.metric)
    if term.scale is not None:
        return term.scale
    if isinstance(body, Score):
        return "score"
    return "rank" if steps(body) is None else "steps"


def ranks(program: Program, body: Expr | Score) -> bool:
    """Whether this is a score with a rank of its own (so: exact to 0.1 points only)."""
    return isinstance(body, Score) and any(
        term.weight != 0 and scale_of(program, term) == "rank" for term in body.terms
    )


def mid_ranks(values: Column) -> Column:
    """The exact mid-rank percentile among the present values."""
    present = [value for value in values if value is not None]

    def of(value: float) -> float:
        less = sum(1 for other in present if other < value)
        equal = sum(1 for other in present if other == value)
        return 100 * (less + equal / 2) / len(present)

    return [None if value is None else of(value) for value in values]


def min_max(values: Column) -> Column:
    """0 for the lowest, 100 for the highest; in fractions, as a difference may overflow."""
    present = [Fraction(value) for value in values if value is not None]
    if not present:
        return values
    low, high = min(present), max(present)
    if low == high:
        return [None if value is None else 50.0 for value in values]
    return [
        None if value is None else float(100 * (Fraction(value) - low) / (high - low))
        for value in values
    ]


def already_scaled(values: Column) -> Column:
    if not all(value is None or 0 <= value <= 100 for value in values):
        raise ValueError("raw() outside 0 to 100")
    return values


SCALES: dict[str, Callable[[Column], Column]] = {
    "rank": mid_ranks,
    "minmax": min_max,
    "raw": already_scaled,
    "score": lambda values: values,
}


def scaled(term: Term, program: Program, rows: list[Context]) -> Column:
    """The points of one term for every row."""
    metric = [round9(number(value_of(term.metric, row))) for row in rows]
    scale = scale_of(program, term)
    if scale == "steps":
        count = steps(bound(program, term.metric))
        return [None if x is None else (x - 1) / (count - 1) * 100 for x in metric]
    return SCALES[scale](metric)


def combined(parts: list[tuple[float, float | None]], missing: str) -> float | None:
    """The weighted mean of the scaled terms of one customer; weights of 0 are not among them."""
    present = [(weight, points) for weight, points in parts if points is not None]
    if not present or (missing == "all" and len(present) < len(parts)):
        return None
    counted = parts if missing == "zero" else present
    top, bottom = 0.0, 0.0
    for weight, points in counted:
        turned = 0.0 if points is None else 100 - points if weight < 0 else points
        top += abs(weight) * turned
        bottom += abs(weight)
    return top / bottom


def scored(score: Score, program: Program, rows: list[Context]) -> Column:
    terms = [term for term in score.terms if term.weight != 0]
    columns = [scaled(term, program, rows) for term in terms]
    return [
        combined(
            [(float(term.weight), column[i]) for term, column in zip(terms, columns, strict=True)],
            score.missing or "skip",
        )
        for i in range(len(rows))
    ]
