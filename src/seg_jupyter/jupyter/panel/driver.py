"""What the browser asks for, done with the numbers: messages in, pictures out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from seg_jupyter.api.live import Live
from seg_jupyter.engine.progress import OnStep
from seg_jupyter.errors import SegmentError, plain
from seg_jupyter.jupyter.panel.pictures import Pictures
from seg_jupyter.jupyter.panel.widget import PanelWidget
from seg_jupyter.jupyter.panel.worker import Worker

REST = 0.3
"""Seconds without a drag after which what takes longer is computed."""
_PAUSE = 1.0
"""Seconds after that until the numbers have come to rest for those who wait for it."""
_SLOW = 0.25
"""Seconds after which a computation shows how far it is."""
Message = Mapping[str, Any]


class StoppedError(Exception):
    """Somebody pressed Cancel."""


class Driver:
    """Stands between a panel in the browser and the numbers of its cell.

    A message only leaves a task for the worker: it comes on the thread on which the kernel
    handles messages, also while a cell runs.

    Parameters
    ----------
    live
        The numbers.
    frame
        What stays as it is in the browser.
    keep
        Returns the new source of the cell, given the present one and the new text.
    adopt
        Goes over to the newest run of the cell.
    settled
        Called when the numbers have come to rest, on a thread of its own.
    preset
        Called with the name of a preset that was kept or dropped.
    """

    def __init__(
        self,
        live: Live,
        frame: Message,
        *,
        keep: Callable[[str, str], str],
        adopt: Callable[[], None],
        settled: Callable[[], None],
        preset: Callable[[str], None],
    ) -> None:
        self.live, self._pictures = live, Pictures(live)
        self._keep, self._adopt, self._settled, self._told = keep, adopt, settled, preset
        self._dragged: tuple[int, float] | None = None
        self._cancelled = threading.Event()
        self._showing = threading.Lock()
        self.closed = False
        self.worker = Worker(self._failed)
        # a chart takes a second to draw: who drags again meanwhile does not wait for it
        self._painter = Worker(self._failed)
        self.widget = PanelWidget(frame, self._pictures.now(), self.receive)
        self._does: dict[str, Callable[[Message], None]] = {
            "opened": lambda _: self._rest(),
            "prepare": self._prepare,
            "drag": self._drag,
            "drop": self._drop,
            "set": self._set,
            "reset": self._reset,
            "undo": lambda _: self.change(lambda _: self.live.undo()),
            "redo": lambda _: self.change(lambda _: self.live.redo()),
            "cancel": lambda _: self._cancelled.set(),
            "preset": self._preset,
            "kpis": lambda m: self.change(lambda _: self.live.watch(*map(str, m["columns"]))),
            "profile": self._profile,
            "find": self._find,
            "keep": self._write,
            "adopt": lambda _: self.worker.do(self._adopt),
        }

    def receive(self, message: Message) -> None:
        """Do what a message of the browser asks for."""
        does = self._does.get(str(message.get("do")))
        if does is not None:
            does(message)

    def close(self) -> None:
        """Stop computing, and take the panel from the page."""
        self.closed = True
        self.worker.close()
        self._painter.close()
        self.widget.close()

    @property
    def dragging(self) -> bool:
        """Whether a number is being dragged."""
        return self._dragged is not None

    def go_over(self, live: Live, frame: Message) -> None:
        """Show the numbers of another result from now on."""
        self.live, self._pictures, self._dragged = live, Pictures(live), None
        self.widget.tell("", "")
        self.widget.renew(frame, self._pictures.now())
        self._rest()

    # a number that is dragged

    def _prepare(self, message: Message) -> None:
        place = int(message["place"])
        self.worker.do(lambda: self.live.prepare(place))

    def _drag(self, message: Message) -> None:
        seq, place, value = message["seq"], int(message["place"]), float(message["value"])

        def work() -> None:
            before, self._dragged = self._dragged, (place, value)
            picture: Message | None = None
            try:
                if before is not None and before[0] != place:
                    self.live.put_one(*before)  # two fingers
                picture = self._pictures.at(place, value)
            finally:
                # the browser waits for an answer before it sends the next
                if picture is None:
                    self.widget.answer(seq)
                else:
                    self.widget.preview({**picture, "seq": seq})
            self._rest()

        self.worker.drag(work)

    def _drop(self, message: Message) -> None:
        seq = message.get("seq")

        def work() -> None:
            dragged, self._dragged = self._dragged, None
            try:
                if dragged is not None:
                    self._slowly(lambda step: self.live.put_one(*dragged, on_step=step))
            finally:
                self.show(seq)

        self.worker.do(work)

    def _rest(self) -> None:
        self.worker.rest(REST, self._stability)

    def _stability(self) -> None:
        dragged = self._dragged
        values = self.live.tuning.values if dragged is None else self.live.values_with(*dragged)
        said = self._pictures.stability(values, cancelled=lambda: self.worker.busy)
        if self.worker.busy:
            # what waits may be a pointer over a slider only, which asks for no picture
            self._rest()
            return
        if said:
            self.widget.stability(said)
        if dragged is None:
            self._painter.rest(_PAUSE, self._at_rest)

    def _at_rest(self) -> None:
        # what has moved meanwhile comes to rest later
        if not self.dragging and not self.worker.resting:
            self._settled()

    # what is asked for once

    def change(self, work: Callable[[OnStep], object]) -> None:
        """Change numbers by some work, and show them."""

        def task() -> None:
            try:
                self._slowly(work)
            finally:
                self.show()

        self.worker.do(task)

    def show(self, seq: object = None) -> None:
        """Show the numbers as they are."""
        # a cell may change numbers while the worker does: what is shown last is what holds
        with self._showing:
            picture = self._pictures.now()
            self.widget.settle(picture if seq is None else {**picture, "seq": seq})
        self._rest()

    def _slowly(self, work: Callable[[OnStep], object]) -> None:
        """Do what may take long: it shows how far it is, and can be cancelled."""
        self._cancelled.clear()
        start, shown = time.monotonic(), False

        def step(share: float) -> None:
            nonlocal shown
            if self._cancelled.is_set():
                raise StoppedError
            if time.monotonic() - start > _SLOW or shown:
                shown = True
                self.widget.progress("Reading the frames again", share)

        try:
            work(step)
        except StoppedError:
            self.widget.mention("Cancelled: the numbers are as they were.")
        finally:
            if shown:
                self.widget.progress(None)

    def _set(self, message: Message) -> None:
        place, value = int(message["place"]), float(message["value"])
        self.change(lambda step: self.live.put_one(place, value, on_step=step))

    def _reset(self, message: Message) -> None:
        place = message.get("place")
        places = None if place is None else (int(place),)
        self.change(lambda step: self.live.put_saved(places, on_step=step))

    def _preset(self, message: Message) -> None:
        name = str(message["name"])
        actions: dict[str, Callable[[OnStep], object]] = {
            "keep": lambda _: self.live.keep_preset(name),
            "use": lambda step: self.live.put(self.live.tuning.preset(name), step),
            "drop": lambda _: self.live.drop_preset(name),
        }
        action = actions[str(message["action"])]

        def work(step: OnStep) -> None:
            action(step)
            self._told(name)

        self.change(work)

    def _profile(self, message: Message) -> None:
        before, after = message.get("from"), message.get("to")

        def work() -> None:
            self.widget.profile(**self._pictures.profile(before, after))

        self.worker.do(work)

    def _find(self, message: Message) -> None:
        who = str(message["who"]).strip()

        def work() -> None:
            self.widget.found(who, *self._pictures.explanation(who))

        self.worker.do(work)

    def _write(self, message: Message) -> None:
        source = str(message["source"])

        def work() -> None:
            text = self.live.text
            try:
                self.widget.keep(self._keep(source, text), None, text)
            except SegmentError as error:
                self.widget.keep(None, plain(str(error)), text)

        self.worker.do(work)

    def _failed(self, error: Exception) -> None:
        """Show an error where it would be lost: nobody sees what a thread raises."""
        if isinstance(error, SegmentError):
            self.widget.fail(plain(str(error)))
        else:
            self.widget.fail(f"This did not work: {type(error).__name__}: {error}")
