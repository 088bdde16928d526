"""One weight of a score moves: everybody is counted anew, in one pass over compact columns.

What comes out is a preview in single precision: see `grid` for how near it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seg_jupyter.engine.live.chained import Chained, moving_scores
from seg_jupyter.engine.live.counting import Counter
from seg_jupyter.engine.live.crowd import Crowd, Singles
from seg_jupyter.engine.live.dependence import reached
from seg_jupyter.engine.live.formulas import NotPlainError, formulas
from seg_jupyter.engine.live.grid import places
from seg_jupyter.engine.live.points import Points, crowd_rows
from seg_jupyter.engine.live.pull import Pull, pull
from seg_jupyter.engine.live.scratch import Scratch
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.program import Missing, Score


class WeightPass:
    """Counts everybody for other values of one weight.

    Parameters
    ----------
    now
        The result that all other numbers are those of.
    crowd
        Whom to count, and what to sum.
    score, term
        Which weight it is: a score, and the place of its term.
    shown
        The score by which is counted; None for none.
    points
        Returns the points of a score.

    Raises
    ------
    NotPlainError
        If something reads the score in a way that only a whole run can follow.
    """

    def __init__(
        self,
        now: Result,
        crowd: Crowd,
        score: Score,
        term: int,
        shown: str | None,
        points: Callable[[Score], Points],
    ) -> None:
        program = now.model.program
        changed = reached(program, score.name)
        moving = moving_scores(program, score.name, changed)
        if shown in changed and shown not in moving:
            raise NotPlainError
        conditions = formulas(program.rules, crowd_rows(now, crowd), moving, changed)
        still = None
        if shown is not None and shown not in moving:
            values = now.score(shown)
            still = places(values if crowd.rows is None else values[crowd.rows])
        self._counter = Counter(crowd, conditions, shown, still)
        self._score, self._term, self._points = score, term, points(score)
        self._chained = tuple(
            Chained.of(other, points(other), moving)
            for other in program.scores
            if other.name in moving[1:]
        )
        self._pulls: dict[bool, Pull] = {}

    def at(self, weight: float) -> Tally | None:
        """Count everybody for a value of the weight; None where only a whole run can tell.

        That is at 0, where a metric drops out of its score, if missing values are not skipped.
        """
        if not weight and self._score.missing is not Missing.SKIP:
            return None
        own = self.prepare(weight)

        def scores(rows: slice, scratch: Scratch) -> Mapping[str, Singles]:
            found = {self._score.name: own.at(weight, rows, scratch)}
            for chained in self._chained:
                found[chained.score.name] = chained.at(found, rows)
            return found

        return self._counter.count(scores)

    def prepare(self, weight: float) -> Pull:
        """Return the columns for weights of this sign, made at the first time."""
        positive = weight >= 0
        if positive not in self._pulls:
            self._pulls[positive] = pull(self._score, self._term, self._points, positive=positive)
        return self._pulls[positive]
