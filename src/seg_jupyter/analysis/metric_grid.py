"""Round edges for the bars of a metric, none of which is a single customer's value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from seg_jupyter.engine.values import Floats

MOST_BARS = 24
_FEWEST_BARS = 6
_PER_BAR = 25
"""So many customers a bar has on average, where they are too few for all the bars."""
_TAILS = (0.02, 0.05)
"""The shares of customers on each side that may be gathered in one bar."""
_LONG = 1.5
"""A tail is long where it makes the range so many times as wide."""
_TOLD_APART = 8
"""A step has so many floats at least: between fewer, no edge is where it is said to be."""


@dataclass(frozen=True)
class Grid:
    """Round edges at even steps; `whole` where each step is one whole number."""

    edges: Floats
    step: float
    whole: bool


def usual_range(values: Floats, spike: float | None, min_cell: int) -> tuple[float, float]:
    """Return two values between which nearly everybody lies, and enough at each or beyond.

    Of `values`, which are ordered, `spike` is the one that many share: both ends hold it.
    """
    others = values if spike is None else values[values != spike]
    last = len(others) - 1
    tails = [max(min_cell - 1, int(tail * last)) for tail in (0.0, *_TAILS)]
    ends = [others[place] for tail in tails for place in (tail, last - tail)]
    low, high = ends[:2]
    with np.errstate(over="ignore"):
        for lower, upper in zip(ends[2::2], ends[3::2], strict=True):
            usual = (upper - lower) * _LONG
            cut_low, cut_high = upper - low > usual, high - lower > usual
            low, high = lower if cut_low else low, upper if cut_high else high
    named = [] if spike is None else [spike]
    return float(min(low, *named, high)), float(max(low, high, *named))


def grid(values: Floats, low: float, high: float) -> Grid:
    """Return round edges such that both ends lie in the first step and in the last."""
    integral = are_whole(values)
    number = min(max(len(values) // _PER_BAR, _FEWEST_BARS), MOST_BARS)
    least = float(np.spacing(max(abs(low), abs(high)))) * _TOLD_APART
    whole = integral and high - low < MOST_BARS and least <= 1
    # nothing is wider than one number where all are the same but few
    step = 1.0 if whole else round_above(max((high - low) / number or abs(high) or 1.0, least))
    if integral:
        step = max(step, 1.0)
    first, last = math.floor(low / step), math.floor(high / step)
    # decimals, since the third step of 0.1 is not at 0.30000000000000004
    exact = Decimal(repr(step))
    edges = np.array([float(place * exact) for place in range(first, last + 2)])
    return Grid(edges, step, whole)


def are_whole(values: Floats) -> bool:
    """Tell whether all values are whole numbers."""
    return bool(np.all(values == np.floor(values)))


def round_above(least: float) -> float:
    """Return the next number above that is 1, 2 or 5 times a power of ten.

    Examples
    --------
    >>> round_above(0.3), round_above(7.0), round_above(1200.0)
    (0.5, 10.0, 2000.0)
    """
    power = 10.0 ** math.floor(math.log10(least))
    return float(f"{next(p for p in (1, 2, 5, 10) if p * power >= least * 0.999) * power:.6g}")
