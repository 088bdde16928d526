"""What a panel shows, made of its numbers: pictures, profiles, sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seg_jupyter.analysis.stability import stability
from seg_jupyter.api.live import Live
from seg_jupyter.api.tuning import Values
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.errors import SegmentNameError, closest, quoted
from seg_jupyter.lang.adjustables import Role
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Program
from seg_jupyter.view.explanation import in_short
from seg_jupyter.view.live_picture import PanelState, picture, scene_of
from seg_jupyter.view.live_profile import group_title, profile_message
from seg_jupyter.view.live_words import changes_sentence, stability_sentence


class Pictures:
    """Makes the pictures of one result and other numbers in its cell.

    Parameters
    ----------
    live
        The numbers.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._scene = scene_of(live.saved, live.watched)

    def now(self) -> dict[str, Any]:
        """Return the picture of the numbers as they are."""
        live = self._live
        with live.lock:
            return self._of(live.tally, live.now.model.program, live.tuning.values)

    def at(self, place: int, value: float) -> dict[str, Any]:
        """Return the picture with another value of one number."""
        with self._live.lock:
            return self._at(place, value)

    def _at(self, place: int, value: float) -> dict[str, Any]:
        live = self._live
        tally = live.preview(place, value)
        values = live.values_with(place, value)
        program = live.now.model.program
        if live.tuning.numbers[place].role is not Role.WEIGHT:
            # its line in the chart moves
            program = check(parse(live.tuning.text_of(values)), live.saved.model.schema)
        return self._of(tally, program, values)

    def _of(self, tally: Tally, program: Program, values: Values) -> dict[str, Any]:
        live, tuning = self._live, self._live.tuning
        state = PanelState(
            values,
            tuning.changed_in(values),
            changes_sentence(live.controls, values),
            tuning.can_undo,
            tuning.can_redo,
            live.presets,
            tuning.text_of(values),
        )
        return picture(live.views(tally, program), self._scene, state)

    def stability(self, values: Values, cancelled: Callable[[], bool]) -> str:
        """Say how many would change segment with weights a little off; "" if that was cancelled."""
        unit = self._live.saved.model.settings.unit
        return stability_sentence(
            stability(self._live.result_of(values), cancelled=cancelled), unit
        )

    def profile(self, before: str | None, after: str | None) -> dict[str, Any]:
        """Return what those are like who moved; the names are those of the pictures."""
        labels = [None if name is None else self._label(name) for name in (before, after)]
        found = self._live.group(*labels)
        live = self._live
        return profile_message(live.saved, group_title(*labels), found, live.watched.min_cell)

    def _label(self, name: str) -> str:
        label = self._scene.label(name)
        if label is None:
            names = self._scene.names.values()
            raise SegmentNameError(
                f"no segment is called {quoted(name)}", exists=closest(str(name), names)
            )
        return label

    def explanation(self, who: str) -> tuple[dict[str, str], dict[str, str]]:
        """Return where one customer stands in the saved cell, and now."""
        before, after = self._live.explain(who)
        return in_short(before), in_short(after)
