"""What some of the customers are like, beside everybody: those of a segment, or who moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np

from seg_jupyter.analysis.grouping import Groups
from seg_jupyter.analysis.live_moves import moves_now
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.profile import MetricProfile, metric_profiles
from seg_jupyter.engine.live.tally import tally_of
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Bits


class Unprofiled(Enum):
    """Why a group is not described."""

    NOBODY = auto()
    FEW = auto()
    FEW_OTHERS = auto()
    HIDDEN = auto()


@dataclass(frozen=True)
class GroupProfile:
    """A group of the profiled customers in the metrics of the cell.

    Parameters
    ----------
    customers
        How many are in the group.
    everybody
        How many there are.
    metrics
        Those of the scores first; each has the group as its only segment, and everybody.
    left_out
        Metrics for which there was no room.
    """

    customers: int
    everybody: int
    metrics: tuple[MetricProfile, ...]
    left_out: tuple[str, ...]

    @property
    def hidden(self) -> int:
        """In how many metrics the figure of the group is hidden."""
        return sum(metric.segments[0].hidden for metric in self.metrics)


def group_profile(
    result: Result, members: Bits, min_cell: int = MIN_CELL
) -> GroupProfile | Unprofiled:
    """Describe the profiled customers among some, beside everybody.

    A group of few is not described, nor one that leaves few others: everybody less the group would
    be those.
    """
    inside = np.flatnonzero(members & result.profiled)
    outside = np.flatnonzero(~members & result.profiled)
    if not len(inside):
        return Unprofiled.NOBODY
    if len(inside) < min_cell:
        return Unprofiled.FEW
    if 0 < len(outside) < min_cell:
        return Unprofiled.FEW_OTHERS
    sizes = len(inside), len(outside)
    groups = Groups(("these", "others"), sizes, np.concatenate([inside, outside]))
    metrics, left_out = metric_profiles(result, groups, min_cell)
    these = tuple(replace(metric, segments=metric.segments[:1]) for metric in metrics)
    return GroupProfile(len(inside), sum(sizes), these, left_out)


def moved_profile(
    now: Result,
    saved: Result,
    before: str | None = None,
    after: str | None = None,
    min_cell: int = MIN_CELL,
) -> GroupProfile | Unprofiled:
    """Describe, as they are now, those who were in one segment and are in another.

    Parameters
    ----------
    now, saved
        Two results of one cell, whose numbers alone may differ, over the same customers.
    before, after
        Labels of the two; None for any.
    min_cell
        So many people are not few. Of whom the matrix of moves does not tell how many they are,
        nothing else is told.
    """
    members = np.ones(len(now.codes), np.bool_)
    for result, label in ((saved, before), (now, after)):
        if label is not None:
            members &= result.codes == result.labels.index(label)
    if before is not None and after is not None:
        moves = moves_now(tally_of(now, saved, None, ()), min_cell)
        if {before, after} <= {*moves.labels}:
            row, column = moves.labels.index(before), moves.labels.index(after)
            # also of a cell without anybody
            if moves.counts[row][column] is None:
                return Unprofiled.HIDDEN
    return group_profile(now, members, min_cell)
