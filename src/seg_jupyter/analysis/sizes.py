"""How many customers each segment has, and where they stand on average."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL, shown
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.parser import NOT_PROFILED, UNASSIGNED


@dataclass(frozen=True)
class SegmentSize:
    """One label and its customers.

    Parameters
    ----------
    name
        The segment, or Unassigned, or Not profiled.
    customers
        Number of customers; always shown.
    share
        Of all customers who are profiled, 0 to 1; None for Not profiled, and of nobody.
    mean_scores
        For each score of the cell its mean over the segment's scored customers; None where it
        rests on too few.
    """

    name: str
    customers: int
    share: float | None
    mean_scores: Mapping[str, float | None] = field(default_factory=dict)


def segment_sizes(result: Result, min_cell: int = MIN_CELL) -> tuple[SegmentSize, ...]:
    """Count the customers of each segment, in the order of the cell.

    Unassigned and Not profiled follow where there is anybody in them.
    """
    profiled = int(result.profiled.sum())
    sizes: list[SegmentSize] = []
    for code, (name, customers) in enumerate(zip(result.labels, result.sizes, strict=True)):
        if name in (UNASSIGNED, NOT_PROFILED) and not customers:
            continue
        if name == NOT_PROFILED:
            sizes.append(SegmentSize(name, customers, None))
            continue
        share = customers / profiled if profiled else None
        here = result.codes == code
        means: dict[str, float | None] = {}
        for score in result.model.program.scores:
            values = result.score(score.name)[here]
            present = values[~np.isnan(values)]
            mean = float(present.mean()) if len(present) else float("nan")
            means[score.name] = shown(mean, len(present), min_cell)
        sizes.append(SegmentSize(name, customers, share, means))
    return tuple(sizes)
