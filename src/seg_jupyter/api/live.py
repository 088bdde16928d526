"""A result whose numbers are tried out, without a browser: `Live`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from seg_jupyter.analysis.distribution import Distribution
from seg_jupyter.analysis.group_profile import GroupProfile, Unprofiled, moved_profile
from seg_jupyter.analysis.kpi_columns import KpiColumn, default_kpi, kpi_choices, kpi_column
from seg_jupyter.analysis.live_views import LiveViews, live_views, watched
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.stability import Stability, Unmeasured, stability
from seg_jupyter.analysis.thresholds import score_of, thresholds
from seg_jupyter.api.sources import Source
from seg_jupyter.api.trial import Trial
from seg_jupyter.api.tuning import Tuning, Values
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.engine.progress import OnStep
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Floats
from seg_jupyter.errors import SegmentNameError, SegmentUsageError, closest, listed, quoted
from seg_jupyter.lang.program import Program
from seg_jupyter.view.controls import Control, Group, controls
from seg_jupyter.view.distribution_table import distribution_table
from seg_jupyter.view.explanation import Explained
from seg_jupyter.view.live_tables import (
    group_table,
    kpis_table,
    live_sizes_table,
    moves_table,
    near_table,
    numbers_table,
)
from seg_jupyter.view.live_words import unprofiled_sentence
from seg_jupyter.view.tables import Table

if TYPE_CHECKING:
    from seg_jupyter.api.results import Segments


class Live:
    r"""Other numbers in a cell, and who would move: the live panel without a browser.

    Made by `Segments.live`. Nothing of that result changes.

    Attributes
    ----------
    text
        The cell with the numbers as they are now, and every other character as it was.
    result
        The segments that a run of that text gives.
    numbers
        Every number of the cell: what it was saved as, and what it is now.
    sizes, distribution, moves, kpis, near
        What a panel shows, as tables.
    presets
        Names under which numbers are kept.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> people = pd.DataFrame({"visits": range(40), "spend": [9, 1] * 20})
    >>> text = "value = score(2 * visits, spend)\nTop: value >= 60\nRest: otherwise"
    >>> live = Segmentation(text).fit(people).live()
    >>> live.set("value", "spend", 4)
    >>> live.set("Top", 55)
    >>> print(live.text)
    value = score(2 * visits, 4 * spend)
    Top: value >= 55
    Rest: otherwise
    """

    def __init__(
        self,
        saved: Result,
        source: Source | None,
        segments: Callable[[Result, Source | None], Segments],
        *,
        kpis: Sequence[str] | None = None,
        score: str | None = None,
        presets: Mapping[str, Values] | None = None,
        min_cell: int = MIN_CELL,
    ) -> None:
        # given, since a result makes these: neither module can import the other
        self._segments = segments
        self.tuning = Tuning(saved.model.text, presets)
        self._trial = Trial(saved, self.tuning.saved, source, _shown(saved, score))
        self._min_cell = min_cell
        self._watch(_kpis(saved, kpis))
        self._sliders: dict[int, Floats] = {}
        # a browser and a cell may ask at once
        self._lock = threading.RLock()

    # the numbers

    def set(self, line: str, name: str | float, value: float | None = None) -> None:
        """Give a number of the cell another value.

        Parameters
        ----------
        line
            The definition or the segment that it stands in.
        name
            Which of its numbers, as `numbers` calls it: the metric of a weight, what a threshold
            is compared with. It may be left out where the line has one number only:
            `live.set("Active", 65)`.
        value
            The new value.

        Raises
        ------
        SegmentNameError
            If the cell has no such line, or the line no such number.
        SegmentUsageError
            If the value cannot stand there.
        """
        if value is None:
            control, new = self._control(line, None), name
        else:
            control, new = self._control(line, name), value
        if isinstance(new, str):
            raise SegmentUsageError(
                f"{quoted(new)} is no number", remedy='Write live.set("line", "name", 4).'
            )
        self.put_one(control.place, new)

    def reset(self, line: str | None = None, name: str | None = None) -> None:
        """Take the numbers of the saved cell again: all, those of a line, or one."""
        if line is None:
            self.put_saved()
            return
        if name is not None:
            self.put_saved((self._control(line, name).place,))
            return
        self.put_saved(tuple(control.place for control in self._of_line(line)))

    def undo(self) -> bool:
        """Take the last change back; tell whether there was one."""
        return self._stepped(self.tuning.undo)

    def redo(self) -> bool:
        """Make the change again that was taken back; tell whether there was one."""
        return self._stepped(self.tuning.redo)

    def _stepped(self, step: Callable[[], bool]) -> bool:
        with self._lock:
            moved = step()
            self._trial.run(self.text, self.tuning.values)
            return moved

    @property
    def presets(self) -> tuple[str, ...]:
        """The names under which numbers are kept."""
        return tuple(self.tuning.presets)

    def keep_preset(self, name: str) -> None:
        """Keep the numbers as they are now under a name of 1 to 60 characters."""
        with self._lock:
            self.tuning.keep_preset(name)

    def use_preset(self, name: str) -> None:
        """Take the numbers that were kept under a name."""
        self.put(self.tuning.preset(name))

    def drop_preset(self, name: str) -> None:
        """Forget the numbers that were kept under a name."""
        with self._lock:
            self.tuning.drop_preset(name)

    @property
    def text(self) -> str:
        """The cell with the numbers as they are now, and every other character as it was."""
        return self.tuning.text

    @property
    def result(self) -> Segments:
        """The segments with the numbers as they are now: those of a fresh run of `text`."""
        return self._segments(self._trial.now, self._trial.source)

    @property
    def saved(self) -> Result:
        """The result that everything is compared with."""
        return self._trial.saved

    @property
    def now(self) -> Result:
        """The result with the numbers as they are now."""
        return self._trial.now

    @property
    def shown(self) -> str | None:
        """The score whose distribution is shown; None where the cell has none."""
        return self._trial.shown

    @property
    def tally(self) -> Tally:
        """Its customers, counted."""
        return self._trial.tally

    # what a panel shows, as tables

    @property
    def numbers(self) -> Table:
        """Every number of the cell: `line` and `name`, what was `saved`, and what it is `now`."""
        return numbers_table(self.controls, self.tuning.values)

    @property
    def sizes(self) -> Table:
        """How many customers each segment has `now`, and against the `saved` cell."""
        return live_sizes_table(self.saved, self._views().sizes)

    @property
    def distribution(self) -> Table:
        """How the score is spread now, in bins by segment.

        Raises
        ------
        SegmentUsageError
            If the cell has no score.
        """
        return distribution_table(self.saved, self._spread())

    @property
    def near(self) -> Table:
        """How many are within one point of the thresholds of each segment that has one.

        Raises
        ------
        SegmentUsageError
            If the cell has no score.
        """
        cuts = self._spread().thresholds
        return near_table(self.saved, self._views().near, cuts, self.watched.min_cell)

    @property
    def moves(self) -> Table:
        """Who moved: a row for each saved segment, a column for each segment now.

        Cells of fewer than ten people are hidden, and those by which they could be worked out.
        """
        return moves_table(self.saved, self._views().moves)

    @property
    def kpis(self) -> Table:
        """The means of the watched columns by segment, `now` and as `saved`."""
        views = self._views()
        return kpis_table(self.saved, [size.name for size in views.sizes], views.kpis)

    def stability(self) -> Stability | Unmeasured:
        """Return the share of customers who would change segment if weights were a little off.

        Every weight is multiplied by 1 plus or minus up to 10 %, 40 times, on a seeded sample of
        50,000 customers; scales stay. `flips` is the share, `low` and `high` its 95 % interval.
        """
        return stability(self._trial.now)

    def profile(self, segment: str | None = None, *, before: str | None = None) -> Table:
        """Return what the people of a segment are like, beside everybody.

        Parameters
        ----------
        segment
            Where they are now.
        before
            Where they were in the saved cell: with both, those who moved from one to the other.

        Raises
        ------
        SegmentNameError
            If there is no such segment.
        SegmentUsageError
            If they are too few to be described.
        """
        found = self.group(before, segment)
        if isinstance(found, Unprofiled):
            raise SegmentUsageError(unprofiled_sentence(found, self.watched.min_cell))
        return group_table(self.saved, found)

    def explain(self, who: object) -> tuple[Explained, Explained]:
        """Say why one customer is in its segment: in the saved cell, and now.

        Raises
        ------
        SegmentUsageError
            If nobody is called so, or several are, or the customer is Not profiled.
        """
        before = self._segments(self.saved, None)
        return before.explain(who), self.result.explain(who)

    def group(self, before: str | None, after: str | None) -> GroupProfile | Unprofiled:
        """Describe those who were in one segment and are in another; None is any."""
        labels = self.saved.labels[:-1]
        for label in (before, after):
            if label is not None and label not in labels:
                raise SegmentNameError(
                    f"no segment is called {quoted(label)}", exists=closest(str(label), labels)
                )
        now = self._trial.now
        return moved_profile(now, self.saved, before, after, self.watched.min_cell)

    def _spread(self) -> Distribution:
        found = self._views().distribution
        if found is None:
            raise SegmentUsageError(
                "the cell has no score to show", remedy="Show the sizes: live.sizes"
            )
        return found

    def _views(self) -> LiveViews:
        with self._lock:
            return self.views(self._trial.tally, self._trial.now.model.program)

    def views(self, tally: Tally, program: Program) -> LiveViews:
        """Return all that is shown of some counts; `program` is the cell that they are of."""
        shown = self._trial.shown
        cuts = () if shown is None else thresholds(program, shown)
        return live_views(tally, self.watched, cuts)

    # by their places in the text, as a panel names them

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The numbers of the cell as a panel shows them, line by line."""
        return controls(self.saved)

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """The same one after the other."""
        return tuple(control for group in self.groups for control in group.controls)

    def put(self, values: Values, on_step: OnStep | None = None) -> None:
        """Take values for all numbers, and run the cell with them.

        Parameters
        ----------
        values
            One for each number of the cell, in the order of the text.
        on_step
            Told the share that is done, 0 to 1; what it raises ends the run.

        Raises
        ------
        SegmentError
            If the cell cannot run with them; nothing has changed then.
        """
        with self._lock:
            self._trial.run(self.tuning.text_of(values), values, on_step)
            self.tuning.put(values)

    def put_one(self, place: int, value: float, on_step: OnStep | None = None) -> None:
        """Take another value for the number at a place."""
        self.put(self.values_with(place, value), on_step)

    def put_saved(self, places: Sequence[int] | None = None, on_step: OnStep | None = None) -> None:
        """Take the saved values for the numbers at some places; None for all."""
        self.put(self.tuning.with_saved(places), on_step)

    def values_with(self, place: int, value: float) -> Values:
        """Return the values of all numbers with one of them changed."""
        return self.tuning.with_value(place, value)

    def result_of(self, values: Values) -> Result:
        """Return the result with other values of the numbers, without taking them."""
        with self._lock:
            return self._trial.result(self.tuning.text_of(values))

    def prepare(self, place: int) -> None:
        """Make ready what the first `preview` of a number would have to wait for."""
        with self._lock:
            slider = self._slider(place)
            if slider is not None:
                self._trial.prepare(place, slider)

    def preview(self, place: int, value: float) -> Tally:
        """Count everybody for a value of one number, without taking it.

        Weights are counted in single precision: a customer within a ten-thousandth of a point of
        a threshold may be on its other side until the number is taken. Thresholds are exact.
        """
        with self._lock:
            slider = self._slider(place)
            return self._trial.preview(
                place, value, slider, lambda: self.tuning.text_of(self.values_with(place, value))
            )

    def settle(self, place: int, value: float) -> Tally:
        """Take a value for one number, and count everybody exactly."""
        with self._lock:
            self.put_one(place, value)
            return self._trial.tally

    def _slider(self, place: int) -> Floats | None:
        """Return the values that a number can be dragged to; None for one that is no slider."""
        control = self.controls[place]
        if not control.live:
            return None
        if place not in self._sliders:
            count = round((control.high - control.low) / control.step) + 1
            # in decimals, as a browser makes the same steps
            self._sliders[place] = np.round(control.low + np.arange(count) * control.step, 9)
        return self._sliders[place]

    def watch(self, *columns: str) -> None:
        """Show the means of other columns of the customers.

        Raises
        ------
        SegmentNameError
            If the customers have no such column of numbers or truth values.
        """
        with self._lock:
            self._watch(_kpis(self.saved, columns))

    def _watch(self, kpis: Sequence[KpiColumn]) -> None:
        self.watched = watched(self.saved, self._trial.shown, kpis, self._min_cell)
        self._trial.watch([kpi.values for kpi in kpis])

    def _of_line(self, line: str) -> list[Control]:
        found = [control for control in self.controls if control.line == line]
        if not found:
            lines = dict.fromkeys(control.line for control in self.controls)
            raise SegmentNameError(
                f"no line with a number is called {quoted(line)}",
                exists=closest(str(line), lines) or "The cell has no numbers.",
            )
        return found

    def _control(self, line: str, name: object) -> Control:
        """Find a number of the cell by the names that `numbers` gives it."""
        of_line = self._of_line(line)
        if name is None and len(of_line) == 1:
            return of_line[0]
        for control in of_line:
            if control.name == name:
                return control
        names = [control.name for control in of_line]
        raise SegmentNameError(
            f"{quoted(line)} has {len(of_line)} numbers"
            if name is None
            else f"{quoted(line)} has no number {quoted(name)}",
            exists=f"It has: {listed(names)}.",
            remedy=f"Name one: set({line!r}, {names[0]!r}, 4).",
        )


def _shown(saved: Result, score: str | None) -> str | None:
    """Return the score that is shown; None where the cell has none."""
    names = [score.name for score in saved.model.program.scores]
    if score is None:
        return score_of(saved.model.program)
    if score not in names:
        raise SegmentNameError(
            f"the cell has no score {quoted(score)}",
            exists=closest(str(score), names) or "It has none.",
        )
    return score


def _kpis(saved: Result, names: Sequence[str] | None) -> tuple[KpiColumn, ...]:
    """Read the columns whose means are shown; the usual one if none are named."""
    if names is None:
        usual = default_kpi(saved)
        return () if usual is None else (usual,)
    choices = {choice.name: choice for choice in kpi_choices(saved)}
    if isinstance(names, str):
        names = (names,)
    for name in names:
        if name not in choices:
            raise SegmentNameError(
                f"the customers have no column of numbers {quoted(name)}",
                exists=closest(str(name), choices) or "They have none.",
            )
    return tuple(kpi_column(saved, choices[name]) for name in dict.fromkeys(names))
