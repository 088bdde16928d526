"""How the metrics of a score are spread, and how many points their scales give."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from seg_jupyter.analysis.metric_grid import Grid, grid, usual_range
from seg_jupyter.analysis.metric_points import decimals, enough_fitted, fitted_below, told
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.expressions import numbers
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import MinMaxScale, RankScale, Scale
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.program import Term

_OFTEN = 0.2
"""A value that at least this share of customers have is named."""
_LOOKED_AT = 19
"""Ordered values among which each is found that is frequent enough to be named."""
_LARGEST = 1e300
"""Beyond it, no round number may be left on an axis."""


@dataclass(frozen=True)
class Bar:
    """Customers whose metric lies from `low` up to, not including, `high`.

    Parameters
    ----------
    low, high
        Round numbers; None where the bar gathers everybody below or above.
    start, width
        Where the bar stands: at how many steps from the lower end, and how many steps wide.
    customers
        At least `privacy.MIN_CELL`.
    points
        The mean of what the scale gives them, 0 to 100, a negative weight turned round; rounded,
        and None where it would tell of few customers on whom the scale was fitted.
    """

    low: float | None
    high: float | None
    start: int
    width: int
    customers: int
    points: float | None

    @property
    def end(self) -> int:
        """Where the bar ends, in steps from the lower end."""
        return self.start + self.width

    @property
    def height(self) -> float:
        """How many customers it has for each step that it is wide."""
        return self.customers / self.width

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in the bar."""
        return (self.low is None or self.low <= value) and (self.high is None or value < self.high)


@dataclass(frozen=True)
class Spike:
    """A value that many customers share, and the points that each of them gets.

    Parameters
    ----------
    value, customers, points
        The value, how many have it, and what the scale gives them; None as for bars.
    alone
        Whether all the others are so few that no bar is drawn of them.
    about
        Whether too few others to be told apart are counted with them, those of the same bar or all.
    beside
        The mean points of the others in the same bar, where there are any and they are told apart.
    """

    value: float
    customers: int
    points: float | None
    alone: bool
    about: bool = False
    beside: float | None = None


@dataclass(frozen=True)
class MetricShape:
    """One metric of a score over the customers who are profiled.

    Parameters
    ----------
    term
        The metric, its weight and its kind of scale.
    known, missing
        Number of customers who have a value, and who have none.
    clipped
        Number of values outside the fitted range; they count as its nearest end.
    bars
        From the lowest to the highest; none where too few customers have a value, where all or
        nearly all have the same, or where no number is round enough.
    first, step
        The lower end of the bars, and the width of one step.
    whole
        Whether each step is one whole number.
    spike
        The value that most share, where many do.
    told
        Whether the scale rests on enough customers to show its points.
    ends
        The ends of the scale where they are rounded, since too few customers are there.
    """

    term: Term
    known: int
    missing: int
    clipped: int
    bars: tuple[Bar, ...] = ()
    first: float = 0.0
    step: float = 1.0
    whole: bool = False
    spike: Spike | None = None
    told: bool = True
    ends: tuple[float, float] | None = None

    @property
    def steps(self) -> int:
        """Number of steps from the lower end of the bars to the upper."""
        return self.bars[-1].end if self.bars else 0


def metric_shapes(result: Result, score: str, min_cell: int = MIN_CELL) -> tuple[MetricShape, ...]:
    """Count the metrics of a score in bars, in the order of the cell.

    Every bar has at least `min_cell` customers: smaller ones are joined with their neighbours, and
    the ends of the range are where so many lie beyond. So no number is a single customer's.
    """
    terms = next(s.terms for s in result.model.program.scores if s.name == score)
    shapes: list[MetricShape] = []
    for term, scale in zip(terms, result.model.scales[score], strict=True):
        metric = round9(numbers(term.metric, result.rows))
        # missing values come last
        ordered = np.sort(metric[result.profiled])
        known = ordered[: np.searchsorted(ordered, np.nan)]
        missing = len(ordered) - len(known)
        shapes.append(_Counting(term, scale, known, result.fitted, min_cell).shape(missing))
    return tuple(shapes)


@dataclass(frozen=True)
class _Counting:
    """The ordered values of one metric; `own` where its scale was fitted on them."""

    term: Term
    scale: Scale
    values: Floats
    own: bool
    min_cell: int

    def shape(self, missing: int) -> MetricShape:
        """Count the values."""
        clipped = int(np.count_nonzero(self.scale.outside(self.values)))
        shape = MetricShape(self.term, len(self.values), missing, clipped)
        if len(self.values) < 2 * self.min_cell:
            return shape
        shape = replace(shape, told=self.told is not None, ends=self.ends)
        spike = self.spike()
        if spike is not None and spike.alone:
            return replace(shape, spike=self.told_apart(spike, self.all_in_one()))
        named = None if spike is None else spike.value
        low, high = usual_range(self.values, named, self.min_cell)
        if not max(abs(low), abs(high)) < _LARGEST:
            return replace(shape, spike=spike)
        steps = grid(self.values, low, high)
        bars = self.bars(steps)
        if spike is not None:
            value = spike.value
            spike = self.told_apart(spike, next(bar for bar in bars if bar.holds(value)))
        first = float(steps.edges[0])
        return replace(
            shape, spike=spike, bars=bars, first=first, step=steps.step, whole=steps.whole
        )

    @cached_property
    def told(self) -> Scale | None:
        """The scale, as far as it may be told."""
        return told(self.scale, self.values, self.min_cell)

    @property
    def ends(self) -> tuple[float, float] | None:
        """The ends of the scale, where they are rounded."""
        one, other = self.scale, self.told
        if isinstance(one, MinMaxScale) and isinstance(other, MinMaxScale):
            ends = other.low, other.high
            return None if ends == (one.low, one.high) else ends
        return None

    def points(self, values: Floats) -> Floats:
        """Return the points that the scale gives, as far as they may be told."""
        if self.told is None:
            return np.full(len(values), np.nan)
        points = self.told.apply(values)
        return 100 - points if self.term.weight < 0 else points

    def rounded(self, mean: float) -> float | None:
        """Return points as they may be told; None where there are none."""
        return None if math.isnan(mean) else round(mean, decimals(self.scale))

    def spike(self) -> Spike | None:
        """Find the value that most customers share, where at least one in five does."""
        count = len(self.values)
        middles = np.arange(1, _LOOKED_AT + 1) * count // (_LOOKED_AT + 1)
        candidates = np.unique(self.values[middles])
        first, last = (np.searchsorted(self.values, candidates, s) for s in ("left", "right"))
        most = int(np.argmax(last - first))
        customers = int(last[most] - first[most])
        if customers < max(_OFTEN * count, self.min_cell):
            return None
        value = candidates[most : most + 1]
        points = self.rounded(float(self.points(value)[0]))
        return Spike(float(value[0]), customers, points, count - customers < 2 * self.min_cell)

    def told_apart(self, spike: Spike, bar: Bar) -> Spike:
        """Count those beside a spike with it where they are few, so that no difference tells.

        The spike's own points would tell how many of its bar are below it and how many above, of
        these customers or of those on whom the scale was fitted.
        """
        after = np.nextafter(spike.value, np.inf)
        low = -np.inf if bar.low is None else bar.low
        high = np.inf if bar.high is None else bar.high
        edges = np.array([low, spike.value, after, high])
        start, first, last, end = np.searchsorted(self.values, edges).tolist()
        few = _few(first - start, self.min_cell) or _few(end - last, self.min_cell)
        if few:
            return replace(spike, customers=bar.customers, points=bar.points, about=True)
        if isinstance(self.scale, RankScale) and not self.own:
            fitted = np.diff(fitted_below(self.scale, edges)).tolist()
            if any(_few(count, self.min_cell) for count in fitted):
                return replace(spike, points=bar.points)
        if spike.alone or bar.customers == spike.customers:
            return spike
        others = np.append(self.values[start:first], self.values[last:end])
        return replace(spike, beside=self.mean(others))

    def mean(self, values: Floats) -> float | None:
        """Return the mean of the points for values, as it may be told."""
        return self.rounded(float(self.points(values).mean()))

    def all_in_one(self) -> Bar:
        """Return all values as one bar."""
        return Bar(None, None, 0, 1, len(self.values), self.mean(self.values))

    def bars(self, grid: Grid) -> tuple[Bar, ...]:
        """Count the values between the edges, and what they are given on average."""
        edges, steps = grid.edges, len(grid.edges) - 1
        # whoever lies beyond an end counts in the bar there
        places = np.searchsorted(self.values, edges[1:-1])
        ends = np.concatenate([[0], places, [len(self.values)]])
        groups = joined(np.diff(ends).tolist(), self.min_cell)
        totals = np.append(0.0, np.cumsum(self.points(self.values)))[ends]
        below, above = bool(self.values[0] < edges[0]), bool(self.values[-1] >= edges[-1])
        bars: list[Bar] = []
        for start, end in groups:
            if customers := int(ends[end] - ends[start]):
                low = None if below and start == 0 else float(edges[start])
                high = None if above and end == steps else float(edges[end])
                mean = self.rounded(float((totals[end] - totals[start]) / customers))
                bars.append(Bar(low, high, start, end - start, customers, mean))
        return self.where_enough_were_fitted(bars)

    def where_enough_were_fitted(self, bars: list[Bar]) -> tuple[Bar, ...]:
        """Leave out points of a rank among others that would tell of few of them."""
        if self.own or self.told is None or not isinstance(self.scale, RankScale):
            return tuple(bars)
        low = np.array([-np.inf if bar.low is None else bar.low for bar in bars])
        high = np.array([np.inf if bar.high is None else bar.high for bar in bars])
        told = enough_fitted(
            fitted_below(self.scale, low),
            fitted_below(self.scale, high),
            self.scale.count,
            self.min_cell,
        )
        return tuple(
            bar if enough else replace(bar, points=None)
            for bar, enough in zip(bars, told, strict=True)
        )


def _few(count: int, min_cell: int) -> bool:
    return 0 < count < min_cell


def joined(counts: Sequence[int], least: int) -> list[tuple[int, int]]:
    """Join small counts with their smaller neighbours, until each is none or at least so large.

    Returns
    -------
    list of tuple
        First place of each, and the place after its last.

    Examples
    --------
    >>> joined([40, 0, 12, 3, 8, 30], 10)
    [(0, 1), (1, 2), (2, 3), (3, 5), (5, 6)]
    """
    groups = [[place, place + 1, count] for place, count in enumerate(counts)]
    while len(groups) > 1:
        small = [g for g, (*_, count) in enumerate(groups) if 0 < count < least]
        if not small:
            break
        here = min(small, key=lambda g: groups[g][2])
        beside = [g for g in (here - 1, here + 1) if 0 <= g < len(groups)]
        other = min(beside, key=lambda g: groups[g][2])
        left, right = sorted((here, other))
        groups[left : right + 1] = [
            [groups[left][0], groups[right][1], groups[left][2] + groups[right][2]]
        ]
    return [(start, end) for start, end, _ in groups]
