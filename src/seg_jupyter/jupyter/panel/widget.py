"""The panel as a widget: what it shows and what it is told; the numbers come from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets
from ipywidgets import widget_serialization

from seg_jupyter.jupyter.panel.library import STATIC, Library, library

Message = Mapping[str, Any]


class PanelWidget(anywidget.AnyWidget):
    """The live panel in the browser.

    It computes nothing: pictures are shown as they come, and what people do is passed on as
    messages. Everything in it is an aggregate.

    Parameters
    ----------
    frame
        What stays as it is while the panel is open: its controls, the colours of the labels, the
        specification of the chart.
    picture
        What is shown first.
    receive
        Called with each message of the browser, `{"do": "drag", "seq": 4, …}`, on the thread on
        which the kernel handles messages. What it raises is shown in the panel; who wants its own
        words catches before.

    Attributes
    ----------
    held
        What has to live as long as the widget is on a page.

    Examples
    --------
    >>> heard = []
    >>> panel = PanelWidget({"name": "engagement", "groups": []}, {"numbers": []}, heard.append)
    >>> panel.settle({"numbers": [70.0]})
    >>> panel.picture
    {'numbers': [70.0]}
    """

    _esm = STATIC / "panel.js"
    _css = STATIC / "panel.css"
    _library = traitlets.Instance(Library).tag(sync=True, **widget_serialization)
    frame = traitlets.Dict().tag(sync=True)
    picture = traitlets.Dict().tag(sync=True)
    notice = traitlets.Dict().tag(sync=True)

    def __init__(
        self, frame: Message, picture: Message, receive: Callable[[dict[str, Any]], None]
    ) -> None:
        super().__init__(_library=library(), frame=dict(frame), picture=dict(picture))
        self._receive = receive
        self.held: object = None
        self.on_msg(self._on_message)

    def settle(self, picture: Message) -> None:
        """Show a picture that stays: it is there again when the page is loaded anew.

        With a `seq` it answers the message of that number, so that the next one may come.
        """
        if picture == self.picture:
            self.send({"picture": dict(picture)})
        else:
            self.picture = dict(picture)

    def renew(self, frame: Message, picture: Message) -> None:
        """Show another result: both come at once, so that no picture meets a strange frame."""
        with self.hold_sync():
            self.frame, self.picture = dict(frame), dict(picture)

    def preview(self, picture: Message) -> None:
        """Show a passing picture while a number is dragged; its `seq` is that of the message."""
        self.send({"picture": dict(picture), "seq": picture.get("seq")})

    def answer(self, seq: object) -> None:
        """Answer a message to which there is nothing to show, so that the next one may come."""
        self.send({"seq": seq})

    def still(self, data: Message, metadata: Message) -> None:
        """Hand the page the picture that the saved notebook is to keep.

        The kernel replaces it by itself in a page that saw it come, in one that was loaded later
        the panel does.
        """
        self.send({"still": {"view": self.model_id, "data": {**data}, "metadata": {**metadata}}})

    def tell(self, kind: str, text: str, action: Message | None = None) -> None:
        """Show a line that stays above the panel: an `error` or a `note`; with "" it goes away.

        Its button, if it has an action, sends `{"do": action["name"]}`.
        """
        self.notice = {"kind": kind, "text": text, "action": None if action is None else {**action}}

    def fail(self, problem: str) -> None:
        """Say what went wrong with what was just asked for."""
        self.send({"error": problem})

    def mention(self, text: str) -> None:
        """Say something that is over with the next thing that is asked for."""
        self.send({"note": text})

    def progress(self, text: str | None, share: float | None = None) -> None:
        """Show how far a recomputation is, 0 to 1 or unknown; without a text, that it is over."""
        self.send({"progress": None if text is None else {"text": text, "share": share}})

    def stability(self, text: str) -> None:
        """Show how many customers would change with weights a little off."""
        self.send({"stability": {"text": text}})

    def profile(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], note: str = ""
    ) -> None:
        """Show the profile of those who were asked for; the first column names the row."""
        profile = {"title": title, "columns": [*columns], "rows": [[*row] for row in rows]}
        self.send({"profile": {**profile, "note": note}})

    def found(self, who: str, before: Message, after: Message) -> None:
        """Show where one customer stands by the saved cell and now; never kept in any state."""
        self.send({"found": {"who": who, "before": dict(before), "after": dict(after)}})

    def keep(self, text: str | None, problem: str | None, copy: str) -> None:
        """Answer with the source that the cell is to have, or why it cannot be written there."""
        self.send({"keep": {"text": text, "problem": problem, "copy": copy}})

    def __repr__(self) -> str:
        return str(self.frame.get("title", "Live panel"))

    def _on_message(self, _: object, message: object, __: object) -> None:
        """Pass a message on. Exceptions in callbacks are seen nowhere: the panel shows them."""
        if not isinstance(message, dict) or not isinstance(message.get("do"), str):
            return
        if message["do"] == "ping":
            self.send({"pong": message.get("seq")})
            return
        try:
            self._receive(message)
        except Exception as error:  # shown, where it would be lost
            self.fail(f"{type(error).__name__}: {error}")
