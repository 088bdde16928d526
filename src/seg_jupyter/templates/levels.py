"""Segments for want of better ones: levels of a score, or everyone."""

from __future__ import annotations

from seg_jupyter.templates.cell import Cell


def levels(cell: Cell, score: str, *comments: str) -> None:
    """Write three levels of a score."""
    cell.paragraph(*comments)
    cell.segment("High", f"{score} >= 70")
    cell.segment("Middle", f"{score} >= 40")
    cell.segment("Low", "otherwise")


def everyone(cell: Cell) -> None:
    """Write the one segment that is left where the frames have nothing to go by."""
    cell.paragraph("nothing here to go by yet: fill in a line above, and write a segment for it")
    cell.segment("Everyone", "otherwise")
