"""The places of scores on a grid of tenths, in single precision, while a number is dragged.

A score s has the place 10 s + 1, so that 0 is free for customers without a score, and its cell is
the whole part of it. A score that is exactly on a threshold in double precision may come out a
little below it in single precision, and often many customers share such a score: so every place
is put `NUDGE` too high, and what follows "above 70" begins two nudges after 70.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

STEPS = 10
"""Cells in one point of a score."""
NUDGE = 1e-3
"""In cells: a ten-thousandth of a point, and several times the error of the arithmetic."""


def from_cell_on(bound: float, *, after: bool = False) -> np.float32:
    """Return the place from which on scores reach a bound; or, `after` it, are above it."""
    within = min(max(bound, -1.0), 101.0)
    return np.float32(within * STEPS + 1 + (2 * NUDGE if after else 0.0))


def places(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """Return the places of many scores; NaN stays."""
    return (scores * STEPS + (1 + NUDGE)).astype(np.float32)


def scores_at(found: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the scores at some places."""
    return (found.astype(np.float64) - (1 + NUDGE)) / STEPS
