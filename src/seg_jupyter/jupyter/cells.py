"""Which cell of the notebook made a result."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

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
