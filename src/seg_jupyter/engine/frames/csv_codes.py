"""Codes made of digits in a CSV file, which would not be the same as numbers.

The letters of a column are looked at all at once, since a file has millions of numbers.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.frames.csv_layout import Layout
from seg_jupyter.engine.values import Bits

_ROWS = 100_000
_WIDTH = 26
"""More letters than a number has that float64 holds."""
_CODE_AMONG_WHOLE = re.compile(rb"\s*(?:\+|-?0[0-9]).*")
_CODE_AMONG_DECIMALS = re.compile(rb"\s*[-+]?(?:0[0-9].*|[0-9]+[eE][0-9]+\s*|[0-9]{17,}\s*)")
_MAY_BE_THOUSANDS = re.compile(rb"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_ZERO, _NINE, _DOT, _E, _LOWER = 0x30, 0x39, 0x2E, 0x65, 0x20


def code_columns(
    layout: Layout, whole: list[int], decimal: list[int], *, thousands: bool
) -> list[int]:
    """Return the places of columns that are text, though pandas takes them for numbers.

    Parameters
    ----------
    layout
        The file.
    whole, decimal
        The places of the columns of whole numbers, and of numbers with decimals.
    thousands
        Whether a dot may stand between thousands, since a comma is before decimals.
    """
    codes, dotted = set(), set()
    ambiguous = set(decimal) if thousands else set()
    places = sorted([*whole, *decimal])
    if not places:
        return []
    for part in layout.parts(_ROWS, usecols=places, dtype=f"S{_WIDTH}", na_filter=False):
        for place, name in zip(places, part, strict=True):
            cells = _Cells(np.ascontiguousarray(part[name], f"S{_WIDTH}"))
            if place not in codes and cells.hold_code(whole=place in whole):
                codes.add(place)
            if place in ambiguous and cells.with_dot.any():
                dotted.add(place)
                if not cells.may_be_thousands:
                    ambiguous.remove(place)
    return sorted(codes | (dotted & ambiguous))


class _Cells:
    """The cells of a column of numbers, as they are written."""

    def __init__(self, cells: npt.NDArray[np.bytes_]) -> None:
        self.cells = cells
        self.letters = cells.view(np.uint8).reshape(len(cells), _WIDTH)
        self.with_dot: Bits = (self.letters == _DOT).any(axis=1)

    def hold_code(self, *, whole: bool) -> bool:
        """Tell whether one of them is a code: as a number it would be something else."""
        first, second, third = self.letters[:, 0], self.letters[:, 1], self.letters[:, 2]
        signed = first == ord("-")
        start, after = np.where(signed, second, first), np.where(signed, third, second)
        suspect = (start == _ZERO) & (after >= _ZERO) & (after <= _NINE)
        suspect |= np.isin(first, [ord(" "), ord("\t"), ord("+")])
        if not whole:
            bare = ~self.with_dot
            long = self.letters[:, 16] != 0
            suspect |= bare & (long | (self.letters | _LOWER == _E).any(axis=1))
        code = _CODE_AMONG_WHOLE if whole else _CODE_AMONG_DECIMALS
        return any(map(code.fullmatch, self.cells[suspect].tolist()))

    @property
    def may_be_thousands(self) -> bool:
        """Whether each dot may as well stand between thousands."""
        return all(map(_MAY_BE_THOUSANDS.fullmatch, self.cells[self.with_dot].tolist()))
