"""Counts while a number is dragged, from what was made ready when it was taken hold of."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from seg_jupyter.engine.live.crowd import Crowd
from seg_jupyter.engine.live.formulas import NotPlainError
from seg_jupyter.engine.live.points import Points, points_of
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.engine.live.targets import Weight, target_of
from seg_jupyter.engine.live.threshold_table import ThresholdTable
from seg_jupyter.engine.live.weight_pass import WeightPass
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.adjustables import adjustables
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Defined, Score, every


class Previews:
    """Counts the customers of a result for other values of one number at a time.

    Parameters
    ----------
    saved
        The result whose segments are those that people move from.
    columns
        Columns of the customers whose sums are counted along; NaN is missing.
    shown
        The score by which is counted; None for none.

    Attributes
    ----------
    crowd
        Who is counted.
    """

    def __init__(self, saved: Result, columns: Sequence[Floats], shown: str | None) -> None:
        self.crowd = Crowd.of(saved, columns)
        self._shown = shown
        self._now = saved
        self._points: dict[str, Points] = {}
        self._ready: dict[int, WeightPass | ThresholdTable | None] = {}

    def settle(self, now: Result, changed: Collection[int] | None = None) -> None:
        """Take another result over the same customers as what numbers are dragged away from.

        Parameters
        ----------
        now
            The result.
        changed
            The places of the numbers in which it differs from the one before; None for any. What
            is ready for a number stays so if nothing but that number has changed.
        """
        for score in now.model.program.scores:
            if score.name in self._points and not _alike(score, self._now, now):
                del self._points[score.name]
        self._now = now
        for place in list(self._ready):
            if changed is None or not set(changed) <= {place}:
                del self._ready[place]

    def watch(self, columns: Sequence[Floats]) -> None:
        """Take other columns of the customers to be summed."""
        self.crowd = self.crowd.with_columns(columns)
        self._ready.clear()

    def prepare(self, place: int, value: float, slider: Floats) -> None:
        """Make ready what the first count of a number would have to wait for.

        Parameters
        ----------
        place
            Which of the cell's numbers.
        value
            About where it will be.
        slider
            The values that it can be dragged to, ascending.
        """
        ready = self._of(place, slider)
        if isinstance(ready, WeightPass):
            ready.prepare(value)

    def count(self, place: int, value: float, slider: Floats) -> Tally | None:
        """Count everybody for a value of a number; None where only a whole run can tell."""
        ready = self._of(place, slider)
        return None if ready is None else ready.at(value)

    def _of(self, place: int, slider: Floats) -> WeightPass | ThresholdTable | None:
        if place not in self._ready:
            try:
                self._ready[place] = self._made(place, slider)
            except NotPlainError:
                self._ready[place] = None
        return self._ready[place]

    def _made(self, place: int, slider: Floats) -> WeightPass | ThresholdTable | None:
        now, shown = self._now, self._shown
        model = now.model
        target = target_of(model.program, adjustables(parse(model.text)), place)
        if target is None:
            return None
        if isinstance(target, Weight):
            # a pass holds columns of everybody: one at a time
            self._ready = {p: r for p, r in self._ready.items() if not isinstance(r, WeightPass)}
            return WeightPass(now, self.crowd, target.score, target.term, shown, self._points_of)
        return ThresholdTable(now, self.crowd, target, slider, shown)

    def _points_of(self, score: Score) -> Points:
        if score.name not in self._points:
            self._points[score.name] = points_of(self._now, self.crowd, score)
        return self._points[score.name]


def _alike(score: Score, before: Result, now: Result) -> bool:
    """Tell whether the metrics of a score have the same points in two results."""
    name, program = score.name, before.model.program
    was = next(other for other in program.scores if other.name == name)
    names = {
        part.name
        for term in score.terms
        for part in every(term.metric)
        if isinstance(part, Defined)
    }
    scales = zip(before.model.scales[name], now.model.scales[name], strict=True)
    return (
        [term.metric for term in was.terms] == [term.metric for term in score.terms]
        and all(old is new for old, new in scales)
        and all(before.values[read] is now.values[read] for read in names)
    )
