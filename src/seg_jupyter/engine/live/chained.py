"""A score of scores: what it is when one of those moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from seg_jupyter.engine.live.crowd import Singles
from seg_jupyter.engine.live.dependence import reads
from seg_jupyter.engine.live.grid import places, scores_at
from seg_jupyter.engine.live.points import Points, Weighted, summed
from seg_jupyter.lang.program import Defined, Program, ScaleKind, Score, Term


@dataclass(frozen=True, eq=False)
class Chained:
    """A score with terms that move, and terms that do not.

    Parameters
    ----------
    score
        The score.
    still
        Weights and points of the terms that do not move.
    moving
        Weights and names of the scores that do.
    """

    score: Score
    still: tuple[Weighted, ...]
    moving: tuple[tuple[float, str], ...]

    @staticmethod
    def of(score: Score, points: Points, moving: Collection[str]) -> Chained:
        """Part the terms of a score."""
        terms = list(zip(score.terms, points, strict=True))
        return Chained(
            score,
            tuple((t.weight, p) for t, p in terms if _name(t) not in moving),
            tuple((t.weight, _name(t)) for t, _ in terms if _name(t) in moving),
        )

    def at(self, found: Mapping[str, Singles], rows: slice) -> Singles:
        """Return the places of some customers' scores, given those of the scores that move."""
        sums = summed(self.still, rows)
        for weight, name in self.moving:
            sums.add(weight, scores_at(found[name]))
        whole = float(sum(abs(term.weight) for term in self.score.terms))
        return places(sums.mean(self.score.missing, whole))


def moving_scores(program: Program, name: str, changed: Collection[str]) -> tuple[str, ...]:
    """Return a score and those that move with it because it is one of their terms."""
    moving = [name]
    for score in program.scores:
        own = [term for term in score.terms if reads(term.metric, changed)]
        if own and all(term.scale is ScaleKind.SCORE and _name(term) in moving for term in own):
            moving.append(score.name)
    return tuple(moving)


def _name(term: Term) -> str:
    """Return the name of the definition that a term is; of another one, nothing."""
    return term.metric.name if isinstance(term.metric, Defined) else ""
