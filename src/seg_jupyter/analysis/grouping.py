"""The profiled customers by segment: a column of values, cut into one part a segment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Floats, Integers
from seg_jupyter.lang.parser import NOT_PROFILED, UNASSIGNED


@dataclass(frozen=True, eq=False)
class Groups:
    """The segments of the cell in its order, then Unassigned where there is anybody in it.

    Parameters
    ----------
    labels
        Their names.
    sizes
        How many customers each has.
    places
        The rows of the profiled customers, those of one segment together.
    """

    labels: tuple[str, ...]
    sizes: tuple[int, ...]
    places: Integers

    def parts(self, values: Floats) -> list[Floats]:
        """Return the values that are present, segment by segment."""
        parts = np.split(values[self.places], np.cumsum(self.sizes)[:-1])
        return [part[~np.isnan(part)] for part in parts[: len(self.labels)]]


def groups_of(result: Result) -> Groups:
    """Find who is in which segment; who is Not profiled is in none."""
    known = [
        (label, size)
        for label, size in zip(result.labels, result.sizes, strict=True)
        if label != NOT_PROFILED and (size or label != UNASSIGNED)
    ]
    # small numbers are sorted by counting
    codes = result.codes.astype(np.uint16)
    profiled = len(codes) - result.not_profiled
    places = np.argsort(codes, kind="stable")[:profiled]
    return Groups(tuple(name for name, _ in known), tuple(size for _, size in known), places)
