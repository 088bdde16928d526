"""A cell that is run with other numbers again and again, over the same customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seg_jupyter.api.sources import Source
from seg_jupyter.api.tuning import Values
from seg_jupyter.engine.earlier import inputs_of, needs_events
from seg_jupyter.engine.inputs import Inputs
from seg_jupyter.engine.live.previews import Previews
from seg_jupyter.engine.live.tally import Tally, tally_of
from seg_jupyter.engine.progress import OnStep
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.run import fit, reapply
from seg_jupyter.engine.values import Floats
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.lang.parser import parse


class Trial:
    """What the customers of a result are with other numbers in its cell.

    Parameters
    ----------
    saved
        The result that everything is compared with.
    values
        The numbers of its cell, in the order of the text.
    source
        What it was fitted on; None if that is not known.
    shown
        The score whose distribution is counted; None for none.

    Attributes
    ----------
    now
        The result with the numbers of the last `run`.
    tally
        Its customers, counted.
    """

    def __init__(
        self, saved: Result, values: Values, source: Source | None, shown: str | None
    ) -> None:
        self.saved = self.now = saved
        self.source, self.shown = source, shown
        self._values = values
        self._columns: tuple[Floats, ...] = ()
        self._previews = Previews(saved, (), shown)
        self.tally = self.counted(saved)

    def watch(self, columns: Sequence[Floats]) -> None:
        """Sum other columns of the customers by segment; NaN is missing."""
        self._columns = tuple(columns)
        self._previews.watch(self._columns)
        self.tally = self.counted(self.now)

    def counted(self, result: Result) -> Tally:
        """Count the customers of a result, exactly."""
        return tally_of(result, self.saved, self.shown, self._columns)

    def run(self, text: str, values: Values, on_step: OnStep | None = None) -> None:
        """Run the cell with other numbers, and stay there.

        Raises
        ------
        SegmentError
            If the cell cannot run with them; nothing has changed then.
        """
        now = self.result(text, on_step)
        if now is not self.now:
            pairs = enumerate(zip(values, self._values, strict=True))
            changed = {place for place, (value, was) in pairs if value != was}
            self._previews.settle(now, changed)
            self.now, self._values, self.tally = now, values, self.counted(now)

    def result(self, text: str, on_step: OnStep | None = None) -> Result:
        """Return the result of the cell with other numbers.

        What cannot have changed is taken from the last run; frames are read again only where a
        number decides what is read of the events.
        """
        if text == self.now.model.text:
            return self.now
        if text == self.saved.model.text:
            return self.saved
        cell = parse(text)
        if not self.saved.fitted:
            return reapply(cell, self.now)
        inputs = self._read() if needs_events(cell, self.now) else inputs_of(self.now)
        return fit(cell, inputs, self.saved.model.settings, self.now, on_step=on_step)

    def _read(self) -> Inputs:
        if self.source is None:
            raise SegmentUsageError(
                "this number needs the events again, and it is not known where they were",
                remedy="Change it in the cell, and run that.",
            )
        return self.source.read()

    def prepare(self, place: int, slider: Floats) -> None:
        """Make ready what the first preview of a number would have to wait for."""
        self._previews.prepare(place, self._values[place], slider)

    def preview(
        self, place: int, value: float, slider: Floats | None, text: Callable[[], str]
    ) -> Tally:
        """Count everybody for a value of one number, without staying there.

        Parameters
        ----------
        place, value
            Which number, and what it would be.
        slider
            The values that it can be dragged to; None for one that is no slider.
        text
            Returns the text with that value, where only a whole run can tell.
        """
        found = None if slider is None else self._previews.count(place, value, slider)
        return self.counted(self.result(text())) if found is None else found
