"""Who might belong to an earlier segment, were a value not missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from seg_jupyter.analysis.sampling import sample, sampled
from seg_jupyter.analysis.unknowns import blamed
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.expressions import truths
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Bits


@dataclass(frozen=True)
class Doubt:
    """Customers of one segment, or Unassigned, for whom an earlier condition is unknown.

    Parameters
    ----------
    segment
        Where they are.
    earlier
        The segments whose conditions are unknown for some of them, in the order of the cell.
    customers
        How many they are.
    missing
        For how many of them which name is missing.
    sampled
        The number of customers looked at, if not all of the segment were.
    """

    segment: str
    earlier: tuple[str, ...]
    customers: int
    missing: Mapping[str, int]
    sampled: int | None = None


def doubts(result: Result, most: int | None = None) -> Iterator[Doubt]:
    """Yield what is doubtful about each segment and the Unassigned, in their order.

    With `most`, no more than so many customers of each are looked at, and the numbers are theirs
    by proportion.
    """
    for place in range(1, len(result.segment_names) + 1):
        if result.sizes[place]:
            yield from _doubt(result, place, most)


def _doubt(result: Result, place: int, most: int | None) -> Iterator[Doubt]:
    members = result.codes == place
    looked_at = sample(members, most)
    rows = rows_at(result.rows, looked_at)
    anything = np.zeros(len(looked_at), np.bool_)
    missing: dict[str, Bits] = {}
    earlier = []
    rules = result.model.program.rules[:place]
    for segment, condition in ((r.name, r.condition) for r in rules if r.condition is not None):
        unknown = truths(condition, rows).missing
        if not unknown.any():
            continue
        anything |= unknown
        earlier.append(segment)
        for name, where in blamed(result.model.program, condition, rows).items():
            missing[name] = missing[name] | where if name in missing else where
    if anything.any():
        everybody = result.sizes[place]
        times = everybody / len(looked_at)
        yield Doubt(
            result.labels[place],
            tuple(earlier),
            round(int(anything.sum()) * times),
            {name: round(int(where.sum()) * times) for name, where in missing.items()},
            sampled(looked_at, everybody),
        )
