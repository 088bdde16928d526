"""Columns of one frame as expressions read them: each once, and what was unusable counted."""

from __future__ import annotations

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.values import Bits, Integers, Vector
from seg_jupyter.lang.program import Column


class Columns:
    """Reads columns of a frame.

    Parameters
    ----------
    frame
        The frame.
    counted
        The rows whose unusable values are counted: bits, or places; None for all.
    rows
        The places of the rows that expressions see; None for all.

    Attributes
    ----------
    infinite, unreadable
        For each column read so far, how many of its values counted as missing.
    """

    def __init__(
        self, frame: Frame, counted: Bits | Integers | None, rows: Integers | None = None
    ) -> None:
        self.infinite: dict[Column, int] = {}
        self.unreadable: dict[Column, int] = {}
        self._frame = frame
        self._counted = counted
        self._rows = rows
        self._known: dict[Column, Vector] = {}

    def read(self, column: Column) -> Vector:
        """Return the values of a column."""
        if column not in self._known:
            reading = self._frame.read(column.name, column.kind)
            self.infinite[column] = self._count(reading.infinite)
            self.unreadable[column] = self._count(reading.unreadable)
            vector = reading.values
            self._known[column] = vector if self._rows is None else vector.take(self._rows)
        return self._known[column]

    def _count(self, unusable: Bits) -> int:
        if not unusable.any():
            return 0
        return int((unusable if self._counted is None else unusable[self._counted]).sum())
