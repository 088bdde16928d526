"""What the browser asks for, done with the numbers: messages in, pictures out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakMethod

from seg_jupyter.api.live import Live
from seg_jupyter.engine.progress import OnStep
from seg_jupyter.errors import SegmentError, plain_lines
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
    """

    def __init__(
        self,
        live: Live,
        frame: Message,
        *,
        keep: Callable[[str, str], str],
        adopt: Callable[[], None],
        settled: Callable[[], None],
    ) -> None:
        self.live, self._pictures = live, Pictures(live)
        self._keep, self._adopt, self._settled = keep, adopt, settled
        self._dragged: tuple[int, float] | None = None
        self._cancelled = threading.Event()
        self._showing = threading.Lock()
        self.worker = Worker(self._failed)
        # a chart takes a second to draw: who drags again meanwhile does not wait for it
        self._painter = Worker(self._failed)
        # weakly: all widgets of a kernel are held by their library until they are closed
        self.widget = PanelWidget(frame, self._pictures.now(), _weakly(self.receive))
        self.widget.observe(_weakly(self._closed), "comm")
        self._does: dict[str, Callable[[Message], None]] = {
            "opened": lambda _: self._rest(),
            "prepare": self._prepare,
            "drag": self._drag,
            "drop": self._drop,
            "set": self._set,
            "reset": self._reset,
            "undo": lambda _: self.change(lambda step: self.live.undo(step)),
            "redo": lambda _: self.change(lambda step: self.live.redo(step)),
            "cancel": lambda _: self._cancelled.set(),
            "preset": self._preset,
            "kpis": lambda m: self.change(lambda _: self.live.watch(*m["columns"])),
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
        self.widget.close()

    @property
    def closed(self) -> bool:
        """Whether the widget was closed, by `close` or by somebody else."""
        return self.widget.comm is None

    def _closed(self, change: Mapping[str, Any]) -> None:
        if change["new"] is None:
            self.worker.close()
            self._painter.close()
            self.widget.held = None

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
        self.worker.do(lambda: self.live.prepare(message["place"]))

    def _drag(self, message: Message) -> None:
        def work() -> None:
            picture: Message | None = None
            try:
                before, self._dragged = self._dragged, None
                place, value = message["place"], message["value"]
                self.live.tuning.check_place(place)
                self._dragged = place, value
                if before is not None and before[0] != place:
                    self.live.put_one(*before)  # two fingers
                picture = self._pictures.at(place, value)
            finally:
                # the browser waits for an answer before it sends the next
                if picture is None:
                    self.widget.answer(message.get("seq"))
                else:
                    self.widget.preview({**picture, "seq": message.get("seq")})
            self._rest()

        self.worker.drag(work)

    def _drop(self, message: Message) -> None:
        def work() -> None:
            dragged, self._dragged = self._dragged, None
            try:
                if dragged is not None:
                    self._slowly(lambda step: self.live.put_one(*dragged, on_step=step))
            finally:
                self.show(message.get("seq"))

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

    def show_soon(self) -> None:
        """Show the numbers as they are, after what the worker is at: from any thread."""
        self.worker.do(self.show)

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
        self.change(lambda s: self.live.put_one(message["place"], message["value"], on_step=s))

    def _reset(self, message: Message) -> None:
        place = message.get("place")
        places = None if place is None else (place,)
        self.change(lambda step: self.live.put_saved(places, on_step=step))

    def _preset(self, message: Message) -> None:
        actions: dict[str, Callable[[str, OnStep], object]] = {
            "keep": lambda name, _: self.live.keep_preset(name),
            "use": lambda name, step: self.live.use_preset(name, step),
            "drop": lambda name, _: self.live.drop_preset(name),
        }
        self.change(lambda step: actions[message["action"]](message["name"], step))

    def _profile(self, message: Message) -> None:
        def work() -> None:
            asked = message.get("from"), message.get("to")
            self.widget.profile(**self._pictures.profile(*asked))

        self.worker.do(work)

    def _find(self, message: Message) -> None:
        def work() -> None:
            who = str(message["who"]).strip()
            self.widget.found(who, *self._pictures.explanation(who))

        self.worker.do(work)

    def _write(self, message: Message) -> None:
        def work() -> None:
            text = self.live.text
            try:
                self.widget.keep(self._keep(str(message["source"]), text), None, text)
            except SegmentError as error:
                self.widget.keep(None, plain_lines(str(error)), text)

        self.worker.do(work)

    def _failed(self, error: Exception) -> None:
        """Show an error where it would be lost: nobody sees what a thread raises."""
        if isinstance(error, SegmentError):
            self.widget.fail(plain_lines(str(error)))
        else:
            # its words may hold a value of somebody
            self.widget.fail(f"This did not work: {type(error).__name__}.")


def _weakly(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return a function that calls a method as long as there is its object."""
    known = WeakMethod(method)

    def call(given: Any) -> None:
        found = known()
        if found is not None:
            found(given)

    return call
