"""Other numbers in a cell, by their places in its text: `Tryout`."""

from __future__ import annotations

import threading
from collections.abc import Callable, MutableMapping, Sequence
from functools import cached_property

from seg_jupyter.analysis.group_profile import GroupProfile, Unprofiled, moved_profile
from seg_jupyter.analysis.kpi_columns import KpiColumn
from seg_jupyter.analysis.live_views import LiveViews, live_views, watched
from seg_jupyter.analysis.slider_ranges import Range
from seg_jupyter.analysis.thresholds import thresholds
from seg_jupyter.api.sources import Source
from seg_jupyter.api.trial import Trial
from seg_jupyter.api.tuning import Tuning, Values
from seg_jupyter.api.watching import watched_columns, watched_score
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.engine.progress import OnStep
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Floats
from seg_jupyter.errors import SegmentNameError, closest, quoted
from seg_jupyter.lang.program import Program
from seg_jupyter.view.controls import Control, Group, controls


class Tryout:
    """The numbers of a saved cell as a panel tries them out, and its customers counted anew.

    A browser and a cell of the notebook may ask at once: one thing is done after the other.

    Parameters
    ----------
    saved
        The result that everything is compared with; it stays as it is.
    source
        What it was fitted on; None if that is not known.
    kpis, score
        Columns and the score to be watched; None for the usual ones.
    presets
        Numbers that were kept under names; what is kept or dropped is so in it.
    min_cell
        Figures of fewer people are hidden.

    Attributes
    ----------
    tuning
        The numbers.
    watched
        What is watched.
    lock
        Held while anything changes; whoever reads several things that belong together takes it.
    """

    def __init__(
        self,
        saved: Result,
        source: Source | None,
        *,
        kpis: Sequence[str] | None,
        score: str | None,
        presets: MutableMapping[str, Values] | None,
        min_cell: int,
    ) -> None:
        self.tuning = Tuning(saved.model.text, presets)
        self._trial = Trial(saved, self.tuning.saved, source, watched_score(saved, score))
        self._min_cell = min_cell
        self._watch(watched_columns(saved, kpis))
        self._sliders: dict[int, Floats] = {}
        self.lock = threading.RLock()

    @property
    def text(self) -> str:
        """The cell with the numbers as they are now, and every other character as it was."""
        return self.tuning.text

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
        with self.lock:
            self._trial.run(self.tuning.text_of(values), values, on_step)
            self.tuning.put(values)

    def put_one(self, place: int, value: float, on_step: OnStep | None = None) -> None:
        """Take another value for the number at a place."""
        with self.lock:
            self.put(self.values_with(place, value), on_step)

    def put_saved(self, places: Sequence[int] | None = None, on_step: OnStep | None = None) -> None:
        """Take the saved values for the numbers at some places; None for all."""
        with self.lock:
            self.put(self.tuning.with_saved(places), on_step)

    def values_with(self, place: int, value: float) -> Values:
        """Return the values of all numbers with one of them changed."""
        return self.tuning.with_value(place, value)

    def undo(self, on_step: OnStep | None = None) -> bool:
        """Take the last change back; tell whether there was one."""
        return self._stepped(self.tuning.undo, self.tuning.redo, on_step)

    def redo(self, on_step: OnStep | None = None) -> bool:
        """Make the change again that was taken back; tell whether there was one."""
        return self._stepped(self.tuning.redo, self.tuning.undo, on_step)

    def _stepped(
        self, step: Callable[[], bool], back: Callable[[], bool], on_step: OnStep | None
    ) -> bool:
        with self.lock:
            if not step():
                return False
            try:
                self._trial.run(self.text, self.tuning.values, on_step)
            except BaseException:
                back()
                raise
            return True

    @property
    def presets(self) -> tuple[str, ...]:
        """The names under which numbers are kept."""
        return tuple(self.tuning.presets)

    def keep_preset(self, name: str) -> None:
        """Keep the numbers as they are now under a name of 1 to 60 characters."""
        with self.lock:
            self.tuning.keep_preset(name)

    def use_preset(self, name: str, on_step: OnStep | None = None) -> None:
        """Take the numbers that were kept under a name."""
        self.put(self.tuning.preset(name), on_step)

    def drop_preset(self, name: str) -> None:
        """Forget the numbers that were kept under a name."""
        with self.lock:
            self.tuning.drop_preset(name)

    def result_of(self, values: Values) -> Result:
        """Return the result with other values of the numbers, without taking them."""
        with self.lock:
            return self._trial.result(self.tuning.text_of(values))

    def prepare(self, place: int) -> None:
        """Make ready what the first `preview` of a number would have to wait for."""
        with self.lock:
            slider = self._slider(place)
            if slider is not None:
                self._trial.prepare(place, slider)

    def preview(self, place: int, value: float) -> Tally:
        """Count everybody for a value of one number, without taking it.

        Weights are counted in single precision: a customer within a ten-thousandth of a point of
        a threshold may be on its other side until the number is taken. Thresholds are exact.
        """
        with self.lock:
            slider = self._slider(place)
            return self._trial.preview(
                place, value, slider, lambda: self.tuning.text_of(self.values_with(place, value))
            )

    def settle(self, place: int, value: float) -> Tally:
        """Take a value for one number, and count everybody exactly."""
        with self.lock:
            self.put_one(place, value)
            return self._trial.tally

    def _slider(self, place: int) -> Floats | None:
        """Return the values that a number can be dragged to; None for one that is no slider."""
        self.tuning.check_place(place)
        control = self.controls[place]
        if not control.live:
            return None
        if place not in self._sliders:
            reach = Range(control.low, control.high, control.step)
            self._sliders[place] = reach.positions
        return self._sliders[place]

    def watch(self, *columns: str) -> None:
        """Show the means of other columns of the customers.

        Raises
        ------
        SegmentNameError
            If the customers have no such column of numbers or truth values.
        """
        with self.lock:
            self._watch(watched_columns(self.saved, columns))

    def _watch(self, kpis: Sequence[KpiColumn]) -> None:
        self.watched = watched(self.saved, self._trial.shown, kpis, self._min_cell)
        self._trial.watch([kpi.values for kpi in kpis])

    def views_now(self) -> LiveViews:
        """Return all that is shown of the numbers as they are."""
        with self.lock:
            return self.views(self._trial.tally, self._trial.now.model.program)

    def views(self, tally: Tally, program: Program) -> LiveViews:
        """Return all that is shown of some counts; `program` is the cell that they are of."""
        shown = self._trial.shown
        cuts = () if shown is None else thresholds(program, shown)
        return live_views(tally, self.watched, cuts)

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
