"""The metrics of a score: how each is spread, and over it how many points its scale gives.

The panels are drawn on one sheet, each mark at its place in pixels: so each panel has numbers of
its own on its axes, and no name of a metric becomes part of an axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from seg_jupyter.analysis.metric_shapes import Bar, MetricShape, metric_shapes
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.lang.program import Column as FrameColumn
from seg_jupyter.lang.program import Defined, ScaleKind
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.naming import unit_of
from seg_jupyter.view.charts.surroundings import CHARACTER, WIDTH, nothing, subtitle_of
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.theme import NOBODY
from seg_jupyter.view.wording import exact, in_units, percent, short, tenths, thousands

MOST_PANELS = 12
_COLUMNS = 2
_WIDE, _HIGH = 250, 90
_LEFT, _RIGHT = 44, 40
"""Room for the numbers of the two axes."""
_ACROSS = _LEFT + _WIDE + _RIGHT
_HEAD, _FOOT = 52, 40
"""Room for the words above a panel; for the numbers below, and before the next."""
_DOWN = _HEAD + _HIGH + _FOOT
_WIDEST = 44
"""Widest bar of one whole number, in pixels."""
_LONGEST = 50
"""Longest line above a panel, in characters."""
_TOWER = 3
"""A bar so many times as high as the next is cut, since the others could not be seen."""
_LABELS = 6
"""Most numbers below a panel."""
_DISPLAYED = 40
_BAR_FIELDS = ("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7")
_LINE_FIELDS = ("f0", "f1", "f2")
_SCALES = {
    ScaleKind.RANK: "by rank",
    ScaleKind.MINMAX: "evenly from the lowest to the highest",
    ScaleKind.RAW: "as it is",
    ScaleKind.SCORE: "a score as it is",
}
_FROM_TO = (
    "isValid(datum.f6)"
    " ? isValid(datum.f7) ? format(datum.f6, ',') + ' to below ' + format(datum.f7, ',')"
    " : format(datum.f6, ',') + ' or more'"
    " : 'below ' + format(datum.f7, ',')"
)


def metrics(result: Result, score: str | None = None) -> Chart:
    """Draw the metrics of a score: bars of customers, and the points of its scale as a line."""
    score = score or score_of(result.model.program)
    assert score is not None  # noqa: S101 - the caller has looked
    shapes = metric_shapes(result, score)
    unit = unit_of(result)
    heading = f"What the {unit} are like"
    subtitle = [subtitle_of(result, score)]
    title = alt.TitleParams(heading, subtitle=subtitle)
    said = _summary(result, shapes, score)
    table = _table(result, shapes)
    if not any(shape.known for shape in shapes):
        across = alt.X("f0:Q", axis=None).scale(domain=[0, 100])
        words = "Nobody has a value of any metric"
        return Chart(nothing(words, across, WIDTH, _DOWN, title), said, table)
    panels = [_Panel(result, shape, place) for place, shape in enumerate(shapes[:MOST_PANELS])]
    subtitle += _key(unit, shapes)
    lines = -(-len(panels) // _COLUMNS)
    chart = alt.layer(*_layers(panels, unit)).properties(
        width=_ACROSS * min(len(panels), _COLUMNS) - _RIGHT // 2,
        height=_DOWN * lines - _FOOT // 2,
        title=title,
    )
    return Chart(chart, said, table)


def _key(unit: str, shapes: Sequence[MetricShape]) -> Iterator[str]:
    """Say how the panels are to be read, and what is not in them."""
    yield f"Bars: {unit}, at least {MIN_CELL} in each. Line: the points that they get, 0–100"
    if len(shapes) > MOST_PANELS:
        more = len(shapes) - MOST_PANELS
        yield f"{MOST_PANELS} of {len(shapes)} metrics; the other {more} are in the table"


@dataclass(frozen=True)
class _Panel:
    """One metric, and where it is drawn: distances from the corner of the sheet, in pixels."""

    result: Result
    shape: MetricShape
    place: int

    @property
    def left(self) -> int:
        """Where the bars begin."""
        return self.place % _COLUMNS * _ACROSS + _LEFT

    @property
    def top(self) -> int:
        """Where 100 points stand."""
        return self.place // _COLUMNS * _DOWN + _HEAD

    @property
    def base(self) -> int:
        """Where the bars stand."""
        return self.top + _HIGH

    @property
    def step(self) -> float:
        """How wide one step is."""
        return _WIDE / self.shape.steps

    @cached_property
    def heights(self) -> list[float]:
        """How many customers each bar has for each step that it is wide."""
        return [bar.customers / bar.width for bar in self.shape.bars]

    @cached_property
    def tower(self) -> bool:
        """Whether the highest bar is cut."""
        second, first = ([0.0, *sorted(self.heights)])[-2:]
        return len(self.heights) > 2 and first > _TOWER * second

    @cached_property
    def highest(self) -> float:
        """How many customers the height of the panel stands for."""
        if self.tower:
            return sorted(self.heights)[-2] * 1.6
        return max(self.heights) * 1.05

    def edge(self, steps: float) -> float:
        """Return where a number of steps from the lower end stands."""
        return round(self.left + steps * self.step, 1)

    def at(self, points: float) -> float:
        """Return the height of so many points."""
        return round(self.base - points / 100 * _HIGH, 1)

    def bars(self) -> Iterator[list[object]]:
        """Yield the bars: their four sides, the customers, the points, and from where to where."""
        inset = max(0.5, (self.step - _WIDEST) / 2) if self.shape.whole else 0.5
        for bar, height in zip(self.shape.bars, self.heights, strict=True):
            sides = self.edge(bar.start) + inset, self.edge(bar.start + bar.width) - inset
            end = round(self.base - min(height / self.highest, 1) * _HIGH, 1)
            pieces = [(self.base, end)]
            if height > self.highest:
                # a gap shows that the bar is cut
                pieces = [(self.base, end + 12.0), (end + 9.0, end)]
            for low, high in pieces:
                yield [*sides, low, high, bar.customers, round(bar.points, 1), bar.low, bar.high]

    def line(self) -> Iterator[list[object]]:
        """Yield the line: the panel, and two distances for each bar; a spike has its own."""
        spike = self.shape.spike
        for bar in self.shape.bars:
            middle, points = self.edge(bar.start + bar.width / 2), bar.points
            if spike is not None and not self.shape.whole and _holds(bar, spike.value):
                others = bar.customers - spike.customers
                there = self.edge((spike.value - self.shape.first) / self.shape.step)
                if there < middle:
                    yield [self.place, there, self.at(spike.points)]
                    if others < MIN_CELL:
                        continue
                    points = (bar.points * bar.customers - spike.points * spike.customers) / others
            yield [self.place, middle, self.at(points)]

    def words(self) -> Iterator[tuple[float, str]]:
        """Yield what stands above the panel, below its name: heights and texts."""
        for line, text in enumerate((_weight(self.shape), _facts(self.shape))):
            yield self.top - 25 + 13 * line, short(text, _LONGEST)

    def labels(self) -> Iterator[tuple[float, str]]:
        """Yield the numbers below the bars: where, and what."""
        shape, shift = self.shape, 0.5 if self.shape.whole else 0.0
        found: list[tuple[float, str]] = []
        if shape.bars[-1].high is None:
            low = shape.bars[-1].low
            mark = "all" if low is None else f"{_number(low)}+"
            found.append((self.edge(shape.steps - 0.5 * shape.bars[-1].width), mark))
        if shape.bars[0].low is None and shape.bars[0].high is not None:
            found.append((self.edge(0.5 * shape.bars[0].width), f"<{_number(shape.bars[0].high)}"))
        stride = _stride(shape)
        for number in range(shape.steps + (not shape.whole)):
            value = shape.first + number * shape.step
            if round(value / shape.step) % stride == 0:
                found.append((self.edge(number + shift), _number(value)))
        return _apart(found)


def _layers(panels: Sequence[_Panel], unit: str) -> list[alt.Chart]:
    drawn = [panel for panel in panels if panel.shape.bars]
    texts = [_text(p.left, p.top - 40, short(_name(p), _LONGEST - 8), "head") for p in panels]
    for panel in panels:
        texts += [_text(panel.left, height, text, "left") for height, text in panel.words()]
    rules: list[dict[str, Any]] = []
    for panel in drawn:
        end = panel.left + _WIDE
        texts += [_text(at, panel.base + 11, text, "center") for at, text in panel.labels()]
        for points in (0, 50, 100):
            rules.append({"f0": panel.left, "f1": end, "f2": panel.at(points)})
            texts.append(_text(end + 5, panel.at(points), str(points), "left"))
        tick = _tick(panel.highest / (1.6 if panel.tower else 1))
        height = panel.base - tick / panel.highest * _HIGH
        rules.append({"f0": panel.left - 4, "f1": panel.left, "f2": height})
        texts += [
            _text(panel.left - 6, height, thousands(tick), "right"),
            _text(panel.left - 6, panel.base, "0", "right"),
        ]
    return [
        _rules(rules),
        *(_bars(drawn, unit) if drawn else []),
        *_words(texts),
    ]


def _across(field: str) -> alt.X:
    return alt.X(field, type="quantitative", axis=None).scale(None)


def _up(field: str) -> alt.Y:
    return alt.Y(field, type="quantitative", axis=None).scale(None)


def _rules(rows: list[dict[str, Any]]) -> alt.Chart:
    rules = alt.Chart(alt.InlineData(values=rows)).mark_rule(opacity=0.2)
    return rules.encode(x=_across("f0"), x2="f1:Q", y=_up("f2"))


def _bars(panels: Sequence[_Panel], unit: str) -> list[alt.Chart]:
    bars = alt.Chart(_csv(_BAR_FIELDS, (bar for panel in panels for bar in panel.bars())))
    line = alt.Chart(_csv(_LINE_FIELDS, (point for panel in panels for point in panel.line())))
    where = {"x": _across("f1"), "y": _up("f2"), "detail": "f0:N"}
    return [
        bars.transform_calculate(f8=_FROM_TO)
        .mark_rect(color=NOBODY, opacity=0.4)
        .encode(
            x=_across("f0"),
            x2="f1:Q",
            y=_up("f2"),
            y2="f3:Q",
            tooltip=[
                alt.Tooltip("f8:N", title="value"),
                alt.Tooltip("f4:Q", title=unit, format=","),
                alt.Tooltip("f5:Q", title="points"),
            ],
        ),
        line.mark_line(strokeWidth=1.5).encode(**where, order="f1:Q"),
        line.mark_circle(size=12, opacity=1).encode(**where),
    ]


def _csv(fields: Sequence[str], rows: Iterable[Sequence[object]]) -> alt.InlineData:
    """Return a table of numbers, a third as long as objects would be."""
    lines = [",".join("" if cell is None else f"{cell:.10g}" for cell in row) for row in rows]
    parse = alt.CsvDataFormat(type="csv", parse=dict.fromkeys(fields, "number"))
    return alt.InlineData(values="\n".join([",".join(fields), *lines]), format=parse)


def _text(at: float, height: float, text: str, kind: str) -> dict[str, Any]:
    return {"f0": at, "f1": round(height, 1), "f2": text, "f3": kind}


_KINDS: dict[str, dict[str, Any]] = {
    "head": {"align": "left", "fontSize": 13, "fontWeight": 600},
    "left": {"align": "left", "fontSize": 11, "opacity": 0.8},
    "center": {"align": "center", "fontSize": 11, "opacity": 0.8},
    "right": {"align": "right", "fontSize": 11, "opacity": 0.8},
}


def _words(rows: list[dict[str, Any]]) -> list[alt.Chart]:
    base = alt.Chart(alt.InlineData(values=rows))
    return [
        base.transform_filter(alt.datum.f3 == kind)
        .mark_text(baseline="middle", **style)
        .encode(x=_across("f0"), y=_up("f1"), text="f2:N")
        for kind, style in _KINDS.items()
        if any(row["f3"] == kind for row in rows)
    ]


def _name(panel: _Panel) -> str:
    return _named(panel.result, panel.shape)


def _named(result: Result, shape: MetricShape) -> str:
    metric = shape.term.metric
    name = metric.name if isinstance(metric, Defined | FrameColumn) else shape.term.label
    return short(name, 30) + in_units(name, result.model.settings.units)


def _weight(shape: MetricShape) -> str:
    """Say how a metric counts: `weight -2, less is better, by rank`."""
    weight = shape.term.weight
    scale = _SCALES.get(shape.term.scale, f"{shape.term.steps} even steps")
    how = "less is better, " if weight < 0 else "not counted, " if not weight else ""
    return f"weight {weight:g}, {how}{scale}".replace("-", "−", 1)


def _facts(shape: MetricShape) -> str:
    """Say in words what bars do not show."""
    return " · ".join(_all_facts(shape))


def _all_facts(shape: MetricShape) -> Iterator[str]:
    spike = shape.spike
    if not shape.known:
        yield "nobody has a value"
    elif spike is not None and spike.alone:
        who = "everybody has" if spike.customers == shape.known else "nearly everybody has"
        yield f"{who} {exact(spike.value)}: {tenths(spike.points)} points"
    elif not shape.bars:
        few = shape.known < 2 * MIN_CELL
        yield f"fewer than {2 * MIN_CELL} have a value" if few else "numbers too large to be drawn"
    elif spike is not None:
        yield f"{percent(spike.customers / shape.known)} at {exact(spike.value)}"
    if shape.bars and (low := shape.bars[0]).low is None and low.high is not None:
        yield f"{thousands(low.customers)} below {_number(low.high)}"
    if shape.bars and (high := shape.bars[-1]).high is None and high.low is not None:
        yield f"{thousands(high.customers)} from {_number(high.low)} up"
    if shape.known and shape.missing:
        yield f"{thousands(shape.missing)} missing"
    if shape.clipped:
        yield f"{thousands(shape.clipped)} outside the scale"


def _holds(bar: Bar, value: float) -> bool:
    return (bar.low is None or bar.low <= value) and (bar.high is None or value < bar.high)


def _number(value: float) -> str:
    """Return a number of an axis, large ones short: `4,200`, `1.5M`."""
    for size, sign in ((1e9, "bn"), (1e6, "M")):
        if size <= abs(value) < 1e13:
            return f"{exact(value / size)}{sign}"
    return exact(value)


def _tick(highest: float) -> int:
    """Return the largest round number of customers that is not above."""
    power = 10 ** (len(str(int(highest))) - 1)
    return next(n * power for n in (5, 2, 1) if n * power <= highest)


def _stride(shape: MetricShape) -> int:
    """Return every how many steps a number stands below."""
    power = 1
    while True:
        for part in (1, 2, 5):
            if shape.steps <= _LABELS * part * power:
                return part * power
        power *= 10


def _apart(labels: Sequence[tuple[float, str]]) -> Iterator[tuple[float, str]]:
    """Leave out the labels that would meet one before them."""
    taken: list[tuple[float, float]] = []
    for at, text in labels:
        half = len(text) * CHARACTER / 2 + 3
        if all(at + half <= a or b <= at - half for a, b in taken):
            taken.append((at - half, at + half))
            yield at, text


def _summary(result: Result, shapes: Sequence[MetricShape], score: str) -> str:
    parts = [
        ": ".join(part for part in (f"{_named(result, s)}, {_weight(s)}", _facts(s)) if part)
        for s in shapes[:MOST_PANELS]
    ]
    heading = f"The metrics of {short(score)}"
    return ". ".join([heading, subtitle_of(result, score), "; ".join(parts)]) + "."


def _table(result: Result, shapes: Sequence[MetricShape]) -> Table:
    """Return the bars as rows; what is missing is a row without a value."""
    columns = (
        Column("metric", "metric", short, number=False),
        Column("from", "from", exact),
        Column("to", "to", exact),
        Column("customers", plain(result.model.settings.unit), thousands, bar=True),
        Column("points", "points", tenths),
    )
    rows = [dict(zip([c.key for c in columns], row, strict=True)) for row in _rows(result, shapes)]
    return Table(columns, tuple(rows), most=_DISPLAYED)


def _rows(result: Result, shapes: Sequence[MetricShape]) -> Iterator[tuple[object, ...]]:
    for shape in shapes:
        name = _named(result, shape)
        if shape.spike is not None and shape.spike.alone:
            value = shape.spike.value
            yield name, value, value, shape.spike.customers, shape.spike.points
        for bar in shape.bars:
            yield name, bar.low, bar.high, bar.customers, bar.points
        if shape.missing:
            yield name, None, None, shape.missing, None
