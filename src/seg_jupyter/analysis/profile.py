"""What each segment is like: where it stands in every metric, among all customers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from seg_jupyter.analysis.grouping import Groups, groups_of
from seg_jupyter.analysis.privacy import MIN_CELL, withheld
from seg_jupyter.engine.expressions import numbers
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import RankScale, exact_ranks
from seg_jupyter.engine.values import Floats, Numbers
from seg_jupyter.lang.program import Column, Defined, Expression, Term

MOST_METRICS = 12
_DIGITS = 3
_HALF = 0.5
_MIDDLE = 50.0


class Figure(Enum):
    """The figure that says most of a metric."""

    MEDIAN = "median"
    ONES = "share of 1"
    ABOVE = "share above 0"
    OTHER = "share not 0"


@dataclass(frozen=True)
class Standing:
    """One segment in one metric.

    Parameters
    ----------
    customers
        How many have the metric; None where that is hidden.
    figure
        Their median, to three digits so that it is nobody's own, or a share, 0 to 1; None where
        it is hidden or nobody has the metric. A share is hidden where it would count fewer than
        ten people, on its side or on the other.
    rank
        Their mean mid-rank among all who have the metric, 0 to 100; None as above.
    few
        Whether it is hidden because they are too few themselves.
    """

    customers: int | None
    figure: float | None
    rank: float | None
    few: bool = False

    @property
    def hidden(self) -> bool:
        """Whether there is a figure that is not shown."""
        return self.figure is None and self.customers != 0


@dataclass(frozen=True)
class MetricProfile:
    """One metric: everybody, and each segment.

    Parameters
    ----------
    metric
        Its name, or the metric as written.
    shows
        What `figure` of a standing is.
    missing
        How many profiled customers do not have it.
    segments
        In the order of the profile.
    everybody
        The same of all; their mean rank is 50.
    """

    metric: str
    shows: Figure
    missing: int
    segments: tuple[Standing, ...]
    everybody: Standing


@dataclass(frozen=True)
class Profile:
    """The segments in every metric.

    Parameters
    ----------
    segments, sizes
        Names and number of customers.
    metrics
        Those of the scores first, then the other definitions that are numbers.
    left_out
        Metrics for which there was no room.
    """

    segments: tuple[str, ...]
    sizes: tuple[int, ...]
    metrics: tuple[MetricProfile, ...]
    left_out: tuple[str, ...]

    @property
    def hidden(self) -> int:
        """In how many places too few customers stand."""
        return sum(standing.hidden for metric in self.metrics for standing in metric.segments)


def profile(result: Result, min_cell: int = MIN_CELL) -> Profile:
    """Compare the segments in the metrics of the cell, those of scores first.

    Ranks are among the profiled customers of this result, whatever the scales were fitted on.
    """
    groups = groups_of(result)
    metrics, left_out = metric_profiles(result, groups, min_cell)
    return Profile(groups.labels, groups.sizes, metrics, left_out)


def metric_profiles(
    result: Result, groups: Groups, min_cell: int
) -> tuple[tuple[MetricProfile, ...], tuple[str, ...]]:
    """Compare groups of the customers in the metrics of the cell; name those left out."""
    metrics = list(_metrics(result).items())
    profiled = (
        _profiled(name, groups.parts(_values(name, what, result)), sum(groups.sizes), min_cell)
        for name, what in metrics[:MOST_METRICS]
    )
    return tuple(profiled), tuple(name for name, _ in metrics[MOST_METRICS:])


def _metrics(result: Result) -> dict[str, Expression | None]:
    """Return each metric once, with its expression where it is no definition."""
    program = result.model.program
    scores = {score.name for score in program.scores}
    metrics: dict[str, Expression | None] = {}
    for term in (term for score in program.scores for term in score.terms):
        if isinstance(term.metric, Defined):
            if term.metric.name not in scores:
                metrics[term.metric.name] = None
        elif term.metric not in metrics.values():
            metrics[_name(term)] = term.metric
    for name, values in result.values.items():
        if name not in scores and isinstance(values, Numbers):
            metrics.setdefault(name, None)
    return metrics


def _name(term: Term) -> str:
    return term.metric.name if isinstance(term.metric, Column) else term.label


def _values(name: str, expression: Expression | None, result: Result) -> Floats:
    if expression is None:
        values = result.values[name]
        assert isinstance(values, Numbers)  # noqa: S101 - metrics are numbers
        return values.values
    return round9(numbers(expression, result.rows))


def _profiled(name: str, parts: list[Floats], customers: int, min_cell: int) -> MetricProfile:
    everybody = np.concatenate([np.empty(0), *parts])
    ranks = exact_ranks(everybody)
    shows = _best(ranks)
    hidden = withheld([len(part) for part in parts], min_cell=min_cell)
    segments = tuple(
        _standing(part, shows, ranks, min_cell, hide=hide)
        for part, hide in zip(parts, hidden, strict=True)
    )
    whole = _standing(everybody, shows, None, min_cell)
    if shows is not Figure.MEDIAN:
        segments = _without_few(parts, segments, min_cell)
        (whole,) = _without_few([everybody], (whole,), min_cell)
    return MetricProfile(name, shows, customers - ranks.count, segments, whole)


def _without_few(
    parts: list[Floats], standings: tuple[Standing, ...], min_cell: int
) -> tuple[Standing, ...]:
    """Hide the shares that would count few people, and those by which they could be worked out."""
    sides = [int(np.count_nonzero(part)) for part in parts]
    others = [len(part) - side for part, side in zip(parts, sides, strict=True)]
    hidden = withheld(sides, others, min_cell=min_cell)
    return tuple(
        replace(standing, figure=None, few=0 < side < min_cell or standing.few)
        if hide
        else standing
        for standing, side, hide in zip(standings, sides, hidden, strict=True)
    )


def _best(known: RankScale) -> Figure:
    """Choose the figure: a median of many zeros, or of zeros and ones, would say nothing.

    A value that many share is always a knot.
    """
    if known.values.tolist() == [0, 1]:
        return Figure.ONES
    zeros = int((known.upto - known.below)[known.values == 0].sum())
    if zeros < known.count * _HALF or not zeros:
        return Figure.MEDIAN
    return Figure.OTHER if known.values[0] < 0 else Figure.ABOVE


def _standing(
    part: Floats, shows: Figure, ranks: RankScale | None, min_cell: int, *, hide: bool = False
) -> Standing:
    """Return where some customers stand; without ranks they are all, and in the middle."""
    if not len(part):
        return Standing(0, None, None)
    few = len(part) < min_cell
    if few or hide:
        return Standing(None, None, None, few)
    if shows is Figure.MEDIAN:
        figure = float(f"{np.median(part):.{_DIGITS}g}")
    else:
        figure = float(np.count_nonzero(part) / len(part))
    rank = _MIDDLE if ranks is None else float(ranks.apply(part).mean())
    return Standing(len(part), figure, rank)
