"""Everything that a panel shows of one state of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seg_jupyter.analysis.distribution import Distribution, score_distribution
from seg_jupyter.analysis.kpi_columns import KpiColumn
from seg_jupyter.analysis.live_distribution import distribution_now, within_one_point
from seg_jupyter.analysis.live_kpis import Kpi, kpis_now
from seg_jupyter.analysis.live_moves import Moves, moves_now
from seg_jupyter.analysis.live_sizes import SizeNow, sizes_now
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.thresholds import Threshold
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.engine.result import Result


@dataclass(frozen=True)
class Watched:
    """What a panel watches, the same while its numbers change.

    Parameters
    ----------
    saved
        How the score is spread in the saved cell; None without a score.
    columns
        The columns whose means are watched, in the order in which a tally sums them.
    min_cell
        Figures of fewer people are hidden.
    """

    saved: Distribution | None
    columns: tuple[KpiColumn, ...] = ()
    min_cell: int = MIN_CELL


@dataclass(frozen=True)
class LiveViews:
    """What is shown of one state.

    Parameters
    ----------
    sizes, moves, kpis
        Of the labels that are shown.
    distribution
        Of the score, in the bins of the saved cell; None without a score.
    near
        By segment, how many are within one point of its thresholds; those without are not in it.
    exact
        False for a preview.
    min_cell
        Figures of fewer people are hidden.
    """

    sizes: tuple[SizeNow, ...]
    moves: Moves
    kpis: tuple[Kpi, ...]
    distribution: Distribution | None
    near: dict[str, int]
    exact: bool
    min_cell: int


def watched(
    saved: Result,
    score: str | None,
    columns: Sequence[KpiColumn] = (),
    min_cell: int = MIN_CELL,
) -> Watched:
    """Prepare what is the same for all states of the numbers of a saved cell."""
    spread = None if score is None else score_distribution(saved, score)
    return Watched(spread, tuple(columns), min_cell)


def live_views(tally: Tally, what: Watched, cuts: Sequence[Threshold]) -> LiveViews:
    """Return all that is shown of one state.

    Parameters
    ----------
    tally
        Counts of the state, with cells where a score is watched.
    what
        What is watched.
    cuts
        The thresholds of the score as they are in this state.
    """
    saved = what.saved
    return LiveViews(
        sizes_now(tally),
        moves_now(tally, what.min_cell),
        kpis_now(tally, what.columns, what.min_cell),
        None if saved is None else distribution_now(tally, saved.score, saved.width, cuts),
        {} if saved is None else within_one_point(tally, cuts),
        tally.exact,
        what.min_cell,
    )
