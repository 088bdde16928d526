"""How the metrics of a score are spread, and how many points their scales give."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.expressions import numbers
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import Scale
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.program import Term

MOST_BARS = 24
_FEWEST_BARS = 6
_PER_BAR = 25
"""So many customers a bar has on average, where they are too few for all the bars."""
_TAILS = (0.02, 0.05)
"""The shares of customers on each side that may be gathered in one bar."""
_LONG = 1.5
"""A tail is long where it makes the range so many times as wide."""
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
        The mean of what the scale gives them, 0 to 100, a negative weight turned round.
    """

    low: float | None
    high: float | None
    start: int
    width: int
    customers: int
    points: float

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
        The value, how many have it, and what the scale gives them.
    alone
        Whether all the others are so few that no bar is drawn of them.
    about
        Whether too few others to be told apart are counted with them, those of the same bar or all.
    """

    value: float
    customers: int
    points: float
    alone: bool
    about: bool = False


@dataclass(frozen=True)
class MetricShape:
    """One metric of a score over the customers who are profiled.

    Parameters
    ----------
    term
        The metric, its weight and its kind of scale.
    bars
        From the lowest to the highest; none where too few customers have a value, where all or
        nearly all have the same, or where no number is round enough.
    first, step
        The lower end of the bars, and the width of one step.
    whole
        Whether each step is one whole number.
    spike
        The value that most share, where many do.
    known, missing
        Number of customers who have a value, and who have none.
    clipped
        Number of values outside the fitted range; they count as its nearest end.
    """

    term: Term
    bars: tuple[Bar, ...]
    first: float
    step: float
    whole: bool
    spike: Spike | None
    known: int
    missing: int
    clipped: int

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
        shapes.append(_shape(term, scale, known, len(ordered) - len(known), min_cell))
    return tuple(shapes)


@dataclass(frozen=True)
class _Grid:
    """Round edges at even steps."""

    edges: Floats
    step: float
    whole: bool


def _shape(term: Term, scale: Scale, values: Floats, missing: int, min_cell: int) -> MetricShape:
    """Count ordered values."""
    clipped = int(np.count_nonzero(scale.outside(values)))
    shape = MetricShape(
        term,
        (),
        0.0,
        1.0,
        whole=False,
        spike=None,
        known=len(values),
        missing=missing,
        clipped=clipped,
    )
    if len(values) < 2 * min_cell:
        return shape
    points = scale.apply(values)
    if term.weight < 0:
        points = 100 - points
    spike = _spike(values, points, min_cell)
    shape = replace(shape, spike=spike)
    if spike is not None and spike.alone:
        return shape
    low, high = _range(values, spike, min_cell)
    if not max(abs(low), abs(high)) < _LARGEST:
        return shape
    grid = _grid(values, low, high)
    bars = _bars(values, points, grid, min_cell)
    if spike is not None:
        bar = next(bar for bar in bars if bar.holds(spike.value))
        spike = _told_apart(spike, bar.customers, bar.points, min_cell)
    first = float(grid.edges[0])
    return replace(shape, spike=spike, bars=bars, first=first, step=grid.step, whole=grid.whole)


def _spike(values: Floats, points: Floats, min_cell: int) -> Spike | None:
    """Find the value that most customers share, where at least one in five does."""
    count = len(values)
    candidates = np.unique(values[np.arange(1, _LOOKED_AT + 1) * count // (_LOOKED_AT + 1)])
    first, last = (np.searchsorted(values, candidates, side) for side in ("left", "right"))
    most = int(np.argmax(last - first))
    customers = int(last[most] - first[most])
    if customers < max(_OFTEN * count, min_cell):
        return None
    alone = count - customers < 2 * min_cell
    spike = Spike(float(candidates[most]), customers, float(points[first[most]]), alone)
    return _told_apart(spike, count, float(points.mean()), min_cell) if alone else spike


def _told_apart(spike: Spike, customers: int, points: float, min_cell: int) -> Spike:
    """Count those beside a spike with it where they are few, so that no difference tells of them.

    `customers` and `points` are those of the spike and the others.
    """
    if 0 < customers - spike.customers < min_cell:
        return replace(spike, customers=customers, points=points, about=True)
    return spike


def _range(values: Floats, spike: Spike | None, min_cell: int) -> tuple[float, float]:
    """Return two values between which nearly everybody lies, and enough at each or beyond."""
    others = values if spike is None else values[values != spike.value]
    last = len(others) - 1
    tails = [max(min_cell - 1, int(tail * last)) for tail in (0.0, *_TAILS)]
    ends = [others[place] for tail in tails for place in (tail, last - tail)]
    low, high = ends[:2]
    with np.errstate(over="ignore"):
        for lower, upper in zip(ends[2::2], ends[3::2], strict=True):
            usual = (upper - lower) * _LONG
            cut_low, cut_high = upper - low > usual, high - lower > usual
            low, high = lower if cut_low else low, upper if cut_high else high
    named = [] if spike is None else [spike.value]
    return float(min(low, *named, high)), float(max(low, high, *named))


def _grid(values: Floats, low: float, high: float) -> _Grid:
    """Return round edges such that both ends lie in the first step and in the last."""
    integral = bool(np.all(values == np.floor(values)))
    number = min(max(len(values) // _PER_BAR, _FEWEST_BARS), MOST_BARS)
    whole = integral and high - low < MOST_BARS
    # nothing is wider than one number where all are the same but few
    step = 1.0 if whole else _round((high - low) / number or abs(high) or 1.0)
    if integral:
        step = max(step, 1.0)
    first, last = math.floor(low / step), math.floor(high / step)
    edges = np.array([float(f"{place * step:.12g}") for place in range(first, last + 2)])
    return _Grid(edges, step, whole)


def _round(least: float) -> float:
    """Return the next number above that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return float(f"{next(p for p in (1, 2, 5, 10) if p * power >= least * 0.999) * power:.6g}")


def _bars(values: Floats, points: Floats, grid: _Grid, min_cell: int) -> tuple[Bar, ...]:
    steps = len(grid.edges) - 1
    # whoever lies beyond an end counts in the bar there
    places = np.searchsorted(values, grid.edges[1:-1])
    ends = np.concatenate([[0], places, [len(values)]])
    counts = np.diff(ends)
    totals = np.append(0.0, np.cumsum(points))[ends]
    below, above = bool(values[0] < grid.edges[0]), bool(values[-1] >= grid.edges[-1])
    bars: list[Bar] = []
    for start, end in joined(counts.tolist(), min_cell):
        customers = int(ends[end] - ends[start])
        if customers:
            bars.append(
                Bar(
                    None if below and start == 0 else float(grid.edges[start]),
                    None if above and end == steps else float(grid.edges[end]),
                    start,
                    end - start,
                    customers,
                    float((totals[end] - totals[start]) / customers),
                )
            )
    return tuple(bars)


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
