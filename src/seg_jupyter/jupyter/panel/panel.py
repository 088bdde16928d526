"""The live panel of a result: `Panel`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import finalize

from IPython.display import DisplayHandle, display

from seg_jupyter.analysis.kpi_columns import kpi_choices
from seg_jupyter.api import Segments
from seg_jupyter.api.live import Live
from seg_jupyter.api.tuning import Values
from seg_jupyter.errors import SegmentNameError, SegmentUsageError, plain
from seg_jupyter.jupyter import open_panels
from seg_jupyter.jupyter.cells import made_by, running
from seg_jupyter.jupyter.panel.driver import Driver
from seg_jupyter.jupyter.panel.frame import frame_of
from seg_jupyter.jupyter.panel.keeping import kept
from seg_jupyter.lang.adjustables import Role, adjustables
from seg_jupyter.lang.parser import parse
from seg_jupyter.view.live_words import changes_sentence

_PRESETS: dict[object, dict[str, Values]] = {}
"""What was kept in the panels of a cell: one that runs again with the same numbers has it too."""


class Panel:
    """A result with its numbers as sliders, shown by the notebook.

    Made by `Segments.panel` and by `%segment panel`.

    Attributes
    ----------
    text
        The cell with the numbers of the panel.
    result
        The segments that a run of that text gives; the result that the panel was opened on stays
        as it is.
    live
        The same without a browser: all tables.
    """

    def __init__(
        self,
        result: Segments,
        *,
        kpis: Sequence[str] | None = None,
        score: str | None = None,
    ) -> None:
        self._score = score
        self._saved = result
        self._newest: Segments | None = None
        self._kept: set[str] = set()
        self._still: DisplayHandle | None = None
        live = result.live(kpis=kpis, score=score, presets=_presets_of(result))
        self._driver = self._driver_of(live)
        open_panels.add(self)

    @property
    def live(self) -> Live:
        """The numbers and all tables, without a browser."""
        return self._driver.live

    @property
    def name(self) -> str:
        """What the result is called."""
        return self._saved.name

    @property
    def text(self) -> str:
        """The cell with the numbers of the panel."""
        return self.live.text

    @property
    def result(self) -> Segments:
        """The segments that a run of `text` gives."""
        return self.live.result

    def set(self, line: str, name: str | float, value: float | None = None) -> None:
        """Give a number another value, as a slider does; `Live.set` says what the arguments are."""
        self.live.set(line, name, value)
        self._driver.show_soon()

    def reset(self, line: str | None = None, name: str | None = None) -> None:
        """Take the numbers of the saved cell again: all, those of a line, or one."""
        self.live.reset(line, name)
        self._driver.show_soon()

    def undo(self) -> None:
        """Take the last change back."""
        self.live.undo()
        self._driver.show_soon()

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self.live.redo()
        self._driver.show_soon()

    def run_again(self, result: Segments) -> None:
        """Hear that the cell has made a new result of the same name."""
        if result is not self._saved:
            self._newest = result
            self._driver.worker.do(self._heard)

    def _heard(self) -> None:
        newest = self._newest
        if newest is None:
            return
        if newest.text == self.text and not self._driver.dragging:
            self._adopt()
        else:
            self._driver.widget.tell(
                "note",
                f"{plain(self.name)} was run again. This panel still shows the run before.",
                {"name": "adopt", "label": "Show the new run"},
            )

    def retire(self) -> None:
        """Stop: nothing shows this panel any more."""
        self._driver.close()
        self._still = None

    def _driver_of(self, live: Live) -> Driver:
        driver = Driver(
            live,
            frame_of(live, made_by(self._saved)),
            keep=self._keep,
            adopt=self._adopt,
            settled=self._draw_still,
        )
        finalize(self, driver.widget.close).atexit = False
        return driver

    def _keep(self, source: str, text: str) -> str:
        made = made_by(self._saved)
        if made is None:
            raise SegmentUsageError(
                "no cell of this notebook has made this result",
                remedy="Copy the text instead.",
            )
        written = kept(source, made.line, {self._saved.text, *self._kept}, text)
        self._kept.add(text)
        return written

    def _adopt(self) -> None:
        newest = self._newest
        if newest is None:
            return
        live = self._live_again(newest)
        frame = frame_of(live, made_by(newest))
        self._newest = None if self._newest is newest else self._newest
        self._saved, self._kept = newest, set()
        self._driver.go_over(live, frame)

    def _live_again(self, newest: Segments) -> Live:
        """Watch the same of another run, as far as it is there."""
        presets = _presets_of(newest)
        try:
            live = newest.live(score=self._score, presets=presets)
        except SegmentNameError:
            live = newest.live(presets=presets)
        there = {choice.name for choice in kpi_choices(live.saved)}
        watched = [column.choice.name for column in self.live.watched.columns]
        if there.issuperset(watched):
            live.watch(*watched)
        return live

    # in the notebook

    def _ipython_display_(self) -> None:
        if self._driver.closed:
            self._driver = self._driver_of(self.live)
        # on a page it stays, though nobody else may have it
        self._driver.widget.held = self
        open_panels.shown(self, running())
        display(self._driver.widget)
        data, metadata = self._bundle()
        self._still = display(data, metadata=metadata, raw=True, display_id=True)

    def _draw_still(self) -> None:
        if self._still is not None:
            data, metadata = self._bundle()
            self._still.update(data, metadata=metadata, raw=True)
            self._driver.widget.still(data, metadata)

    def _bundle(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the picture that the saved notebook keeps."""
        return self.result.chart()._repr_mimebundle_()

    def __repr__(self) -> str:
        changes = changes_sentence(self.live.controls, self.live.tuning.values)
        return f"Live panel of {self.name}" + (f", changed: {changes}" if changes else "")


def _presets_of(result: Segments) -> dict[str, Values]:
    """Return what is kept for a cell: for the numbers that it has, in their order."""
    numbers = tuple(
        (n.line, n.role, n.beside, n.operator, n.keyword, n.role is Role.WEIGHT and n.label)
        for n in adjustables(parse(result.text))
    )
    return _PRESETS.setdefault((result.name, numbers), {})
