"""The live panel of a result: `Panel`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from IPython.display import DisplayHandle, display

from seg_jupyter.api import Segments
from seg_jupyter.api.live import Live
from seg_jupyter.api.tuning import Values
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.jupyter import open_panels
from seg_jupyter.jupyter.cells import made_by, running
from seg_jupyter.jupyter.panel.driver import Driver
from seg_jupyter.jupyter.panel.frame import frame_of
from seg_jupyter.jupyter.panel.keeping import kept
from seg_jupyter.view.live_words import changes_sentence

_PRESETS: dict[str, dict[str, Values]] = {}
"""By the name of a result, what was kept in its panels: a cell that runs again has them too."""


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
        self._options: dict[str, Any] = {"kpis": kpis, "score": score}
        self._saved = result
        self._newest: Segments | None = None
        self._kept: set[str] = set()
        self._still: DisplayHandle | None = None
        self._driver = self._driver_of(self._live_of(result))
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
        self._driver.show()

    def reset(self, line: str | None = None, name: str | None = None) -> None:
        """Take the numbers of the saved cell again: all, those of a line, or one."""
        self.live.reset(line, name)
        self._driver.show()

    def undo(self) -> None:
        """Take the last change back."""
        self.live.undo()
        self._driver.show()

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self.live.redo()
        self._driver.show()

    def run_again(self, result: Segments) -> None:
        """Hear that the cell has made a new result of the same name."""
        if result is self._saved:
            return
        self._newest = result
        if result.text == self.text and not self._driver.dragging:
            self._driver.worker.do(self._adopt)
        else:
            self._driver.widget.tell(
                "note",
                f"{self.name} was run again. This panel still shows the run before.",
                {"name": "adopt", "label": "Show the new run"},
            )

    def retire(self) -> None:
        """Stop: nothing shows this panel any more."""
        self._driver.close()
        self._still = None

    def _driver_of(self, live: Live) -> Driver:
        return Driver(
            live,
            frame_of(live, made_by(self._saved)),
            keep=self._keep,
            adopt=self._adopt,
            settled=self._draw_still,
            preset=self._remember,
        )

    def _live_of(self, result: Segments) -> Live:
        presets = _PRESETS.setdefault(result.name, {})
        return result.live(**self._options, presets=presets)

    def _remember(self, preset: str) -> None:
        known, presets = _PRESETS[self.name], self.live.tuning.presets
        if preset in presets:
            known[preset] = presets[preset]
        else:
            known.pop(preset, None)

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
        newest, self._newest = self._newest, None
        if newest is None:
            return
        self._saved, self._kept = newest, set()
        live = self._live_of(newest)
        self._driver.go_over(live, frame_of(live, made_by(newest)))

    # in the notebook

    def _ipython_display_(self) -> None:
        if self._driver.closed:
            self._driver = self._driver_of(self.live)
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
