"""The drawing library of the panels: one widget of a kernel holds it, each page loads it once."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"
"""What the browser gets: made by `js/build.mjs`, never changed by hand."""

_lock = Lock()
_held: list[Library] = []


class Library(anywidget.AnyWidget):
    """The source of Vega, as the front end imports it: shown nowhere, shared by all panels."""

    _esm = "export default {};"
    source = traitlets.Unicode().tag(sync=True)


def library() -> Library:
    """Return the library of this kernel; a new one if somebody has closed all widgets."""
    with _lock:
        if not _held or _held[0].comm is None:
            _held[:] = [Library(source=(STATIC / "vega.js").read_text("utf-8"))]
        return _held[0]
