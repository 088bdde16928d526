"""The panels that are open, so that they hear when their cell runs again."""

from __future__ import annotations

from typing import Protocol
from weakref import WeakSet

from seg_jupyter.api import Segments


class OpenPanel(Protocol):
    """What is told of new results."""

    @property
    def name(self) -> str:
        """The name of the result that it shows."""
        ...

    def run_again(self, result: Segments) -> None:
        """Hear that there is a new result of that name."""
        ...


_OPEN: WeakSet[OpenPanel] = WeakSet()


def add(panel: OpenPanel) -> None:
    """Remember a panel as long as there is one."""
    _OPEN.add(panel)


def tell(result: Segments) -> None:
    """Tell the panels of a name that there is a new result of it."""
    for panel in list(_OPEN):
        if panel.name == result.name:
            panel.run_again(result)
