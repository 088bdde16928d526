"""The exact distribution of a column, at no more values than a scale has use for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.values import Floats, Integers

STEPS = 10_000
"""Between two neighbours that are kept lie less than one in so many of the population."""


@dataclass(frozen=True, eq=False)
class Distribution:
    """Exact counts at ascending values; the lowest and the highest are always there.

    Parameters
    ----------
    values
        Some of the values, or all, each once.
    below, upto
        How many of the population lie below each, and up to and including it.
    """

    values: Floats
    below: Integers
    upto: Integers

    @property
    def count(self) -> int:
        """The size of the population."""
        return int(self.upto[-1]) if len(self.upto) else 0


def kept_places(count: int) -> Integers:
    """Return the places, among `count` ordered values, of those that are kept: all of a few.

    They depend on nothing else, so that the order of the rows, the way of counting and the
    engine change nothing.
    """
    if count <= STEPS:
        return np.arange(count)
    return np.append(0, -(-np.arange(1, STEPS + 1) * count // STEPS) - 1)


def first_of_runs(ordered: Floats) -> Integers:
    """Return where each run of equal values begins."""
    return np.flatnonzero(np.append(True, ordered[1:] > ordered[:-1])[: len(ordered)])
