"""The panels that are open, so that they hear when their cell runs again."""

from __future__ import annotations

from typing import Protocol
from weakref import WeakKeyDictionary, WeakSet

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

    def retire(self) -> None:
        """Hear that nothing shows it any more."""
        ...


_OPEN: WeakSet[OpenPanel] = WeakSet()
_SHOWN: WeakKeyDictionary[OpenPanel, dict[str, str]] = WeakKeyDictionary()
"""By panel, the cells that show it, each with the run in which it did."""


def add(panel: OpenPanel) -> None:
    """Remember a panel as long as there is one."""
    _OPEN.add(panel)


def shown(panel: OpenPanel, by: tuple[str | None, str | None]) -> None:
    """Note the cell that shows a panel, and its run: what an earlier run has shown is gone.

    Parameters
    ----------
    panel
        It is open from now on, if it was not.
    by
        The id of the cell and that of its run; nothing is noted where one is None.
    """
    _OPEN.add(panel)
    cell, run = by
    if cell is None or run is None:
        return
    _SHOWN.setdefault(panel, {})[cell] = run
    for other, cells in list(_SHOWN.items()):
        if cells.get(cell, run) != run:
            del cells[cell]
            if not cells:
                del _SHOWN[other]
                _OPEN.discard(other)
                other.retire()


def tell(result: Segments) -> None:
    """Tell the panels of a name that there is a new result of it."""
    for panel in list(_OPEN):
        if panel.name == result.name:
            panel.run_again(result)
