"""The metrics of a score in words: how each counts, and what its bars do not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seg_jupyter.analysis.metric_shapes import MetricShape
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.program import Column, Defined, ScaleKind
from seg_jupyter.view.wording import exact, in_units, percent, points, short, thousands

_LONGEST = 52
"""Longest line above a panel, in characters."""
_TOWER = 3
"""A bar so many times as high as the next is cut, since the others could not be seen."""
_MANY = 20 * MIN_CELL
"""Of so many, all but a few that are not drawn are nearly everybody: nine in ten."""
_SCALES = {
    ScaleKind.RANK: "by rank",
    ScaleKind.MINMAX: "lowest to highest",
    ScaleKind.RAW: "as it is",
    ScaleKind.SCORE: "a score as it is",
}


def metric_name(result: Result, shape: MetricShape, longest: int = 60) -> str:
    """Return what a metric is called, with its unit."""
    metric = shape.term.metric
    name = metric.name if isinstance(metric, Defined | Column) else shape.term.label
    unit = in_units(name, result.model.settings.units)
    return short(name, longest - len(unit)) + unit


def facts(shape: MetricShape) -> Iterator[str]:
    """Say in words how a metric counts, and what bars do not show."""
    weight = shape.term.weight
    scale = _SCALES.get(shape.term.scale, f"{shape.term.steps} even steps")
    how = "less is better, " if weight < 0 else "not counted, " if not weight else ""
    yield f"weight {_minus(f'{weight:g}')}, {how}{scale}"
    if shape.known and shape.missing:
        yield f"{thousands(shape.missing)} missing"
    if shape.clipped:
        yield f"{thousands(shape.clipped)} off the scale"
    if not shape.bars:
        return
    if shape.ends is not None:
        ends = " and ".join(map(axis_number, shape.ends))
        yield f"its ends rounded to {ends}"
    hidden = sum(bar.points is None for bar in shape.bars)
    if not shape.told:
        yield f"no line: scale fitted on fewer than {MIN_CELL}"
    elif hidden:
        yield f"points hidden where few were fitted: {hidden}"
    low, high = shape.bars[0], shape.bars[-1]
    spike = shape.spike
    if spike is not None and not (shape.whole and spike.value):
        about = "about " if spike.about else ""
        yield f"{about}{percent(spike.customers / shape.known)} at {exact(spike.value)}"
    if has_tower(shape):
        tower = max(shape.bars, key=lambda bar: bar.height)
        yield f"{thousands(tower.customers)} in the cut bar"
    if low.low is None and low.high is not None:
        yield f"{thousands(low.customers)} below {axis_number(low.high)}"
    if high.high is None and high.low is not None:
        yield f"{thousands(high.customers)} from {axis_number(high.low)} up"


def in_place_of_bars(shape: MetricShape) -> str:
    """Say why there are no bars."""
    if not shape.known:
        return "nobody has a value"
    spike = shape.spike
    if spike is not None and spike.alone:
        if spike.about:
            # said of how many there are in all, not of how few the others are
            if shape.known < _MANY:
                return f"too few have anything but {exact(spike.value)}"
            return f"nearly everybody has {exact(spike.value)}"
        everybody = spike.customers == shape.known
        who = "everybody has" if everybody else f"{spike.customers} of {shape.known} have"
        given = "" if spike.points is None else f": {points(spike.points)} points"
        return f"{who} {exact(spike.value)}{given}"
    if shape.known < 2 * MIN_CELL:
        return f"fewer than {2 * MIN_CELL} have a value"
    return "the numbers are too large to be drawn"


def has_tower(shape: MetricShape) -> bool:
    """Tell whether one bar is so high that the others could not be seen."""
    if len(shape.bars) < 3:
        return False
    second, first = sorted(bar.height for bar in shape.bars)[-2:]
    return first > _TOWER * second


def wrapped(facts: Iterable[str]) -> list[str]:
    """Write facts one after the other, in as few lines as hold them."""
    lines: list[str] = []
    for fact in facts:
        if lines and len(lines[-1]) + len(fact) + 3 <= _LONGEST:
            lines[-1] += f" · {fact}"
        else:
            lines.append(short(fact, _LONGEST))
    return lines


def axis_number(value: float) -> str:
    """Return a number of an axis, large ones short: `4,200`, `1.5M`."""
    for size, sign in ((1e9, "bn"), (1e6, "M")):
        if size <= abs(value) < 1e13:
            return f"{_minus(exact(value / size))}{sign}"
    return _minus(exact(value))


def _minus(number: str) -> str:
    return number.replace("-", "−", 1)
