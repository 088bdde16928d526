"""Two scores against each other: how many customers stand where, and in which segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.thresholds import Threshold, thresholds
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Floats, Integers
from seg_jupyter.lang.parser import NOT_PROFILED

_WIDTHS = (4, 5)
"""Widths of a square in points: the second where thresholds fall on its edges alone."""


@dataclass(frozen=True)
class Square:
    """Customers whose two scores lie from `x` and `y` up to, not including, the next square.

    The last squares include 100. `segments` has the number of each segment that is there, the
    largest first, those of one size in the order of the cell.
    """

    x: int
    y: int
    segments: tuple[tuple[str, int], ...]

    @property
    def customers(self) -> int:
        """Number of customers in the square."""
        return sum(customers for _, customers in self.segments)


@dataclass(frozen=True)
class Axis:
    """A score along one side of the map: the width of a square, and what cuts the score."""

    score: str
    width: int
    cuts: tuple[Threshold, ...]


@dataclass(frozen=True)
class ScoreMap:
    """Two scores in squares; squares without customers are left out."""

    x: Axis
    y: Axis
    squares: tuple[Square, ...]
    scored: int
    unscored: int


def score_map(result: Result, x: str, y: str) -> ScoreMap:
    """Count the profiled customers who have both scores, in squares, by segment.

    Edges of squares depend on the thresholds of the cell alone. Squares are no attributes of a
    person any more than the bars of a distribution: they are shown as they are.
    """
    across, up = _axis(result, x), _axis(result, y)
    labels = result.labels[: result.labels.index(NOT_PROFILED)]
    values = result.score(x), result.score(y)
    counted = result.profiled & ~np.isnan(values[0]) & ~np.isnan(values[1])
    columns, rows = 100 // across.width, 100 // up.width
    places = (
        _places(values[0][counted], across.width) * rows + _places(values[1][counted], up.width)
    ) * len(labels) + result.codes[counted]
    counts = np.bincount(places, minlength=columns * rows * len(labels))
    table = counts.reshape(columns * rows, len(labels))
    squares = tuple(
        Square(
            int(place) // rows * across.width,
            int(place) % rows * up.width,
            tuple(
                (labels[code], int(table[place, code]))
                for code in np.argsort(-table[place], kind="stable")
                if table[place, code]
            ),
        )
        for place in np.flatnonzero(table.any(axis=1))
    )
    scored = int(counted.sum())
    return ScoreMap(across, up, squares, scored, int(result.profiled.sum()) - scored)


def _axis(result: Result, score: str) -> Axis:
    cuts = thresholds(result.model.program, score)
    return Axis(score, _width([cut.value for cut in cuts]), cuts)


def _width(cuts: Sequence[float]) -> int:
    return next((w for w in _WIDTHS if all((cut / w).is_integer() for cut in cuts)), _WIDTHS[0])


def _places(values: Floats, width: int) -> Integers:
    return np.minimum(values // width, 100 // width - 1).astype(np.int64)
