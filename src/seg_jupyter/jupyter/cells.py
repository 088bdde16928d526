"""Which cell of the notebook made a result."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from IPython.core.getipython import get_ipython

from seg_jupyter.api import Segments


@dataclass(frozen=True)
class MadeBy:
    """A cell that ran.

    Parameters
    ----------
    id
        The id that the front end gives the cell; None where it gives none.
    line
        The first line of the cell behind `%%segment`.
    """

    id: str | None
    line: str


_MADE_BY: WeakKeyDictionary[Segments, MadeBy] = WeakKeyDictionary()


def remember(result: Segments, made_by: MadeBy) -> None:
    """Note which cell made a result, as long as there is the result."""
    _MADE_BY[result] = made_by


def made_by(result: Segments) -> MadeBy | None:
    """Return the cell that made a result; None for one that code made."""
    return _MADE_BY.get(result)


def running() -> tuple[str | None, str | None]:
    """Return the id of the cell that runs, and that of its run; None where there is none."""
    get_parent = getattr(get_ipython(), "get_parent", None)
    parent = get_parent() if get_parent is not None else {}
    found = parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
    cell, run = (one if isinstance(one, str) else None for one in found)
    return cell, run
