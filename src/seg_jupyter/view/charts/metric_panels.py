"""The metrics of a score: how each is spread, and over it how many points its scale gives.

The panels are drawn on one sheet, each mark at its place in pixels: so each panel has numbers of
its own on its axes, and no name of a metric becomes part of an axis.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from seg_jupyter.analysis.metric_shapes import MetricShape, metric_shapes
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.metric_words import (
    axis_number,
    facts,
    has_tower,
    in_place_of_bars,
    metric_name,
    wrapped,
)
from seg_jupyter.view.charts.naming import harmless, unit_of
from seg_jupyter.view.charts.surroundings import CHARACTER, WIDTH, nothing, subtitle_of
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.theme import MUTED, NOBODY
from seg_jupyter.view.wording import exact, short, tenths, thousands

Text = tuple[int, int, str, str]
"""Where a text stands, what it is, and how it is written."""

MOST_PANELS = 8
_COLUMNS = 2
_WIDE, _HIGH = 250, 90
_LEFT, _RIGHT = 44, 40
"""Room for the numbers of the two axes."""
_ACROSS = _LEFT + _WIDE + _RIGHT
_HEAD, _LINE, _FOOT = 26, 13, 40
"""Room for the name above a panel and for each line below it; for the numbers below the panel."""
_WIDEST = 44
"""Widest bar of one whole number, in pixels."""
_NAME = 40
_ABOVE = 1.6
"""How much higher than the others a bar that is cut still is."""
_LABELS = 6
"""Most numbers below a panel."""
_DISPLAYED = 40
_BAR_FIELDS = ("f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7")
_LINE_FIELDS = ("f0", "f1", "f2", "f3")
_TEXT_FIELDS = ("f0", "f1", "f8", "f9")
_TEXTS = ("f8", "f9")
_FROM_TO = (
    "isValid(datum.f6)"
    " ? isValid(datum.f7) ? {low} + ' to below ' + {high} : {low} + ' or more'"
    " : 'below ' + {high}"
).format(low="format(datum.f6, ',.15~g')", high="format(datum.f7, ',.15~g')")
_POINTS = "isValid(datum.f5) ? datum.f5 : 'hidden'"


def metrics(result: Result, score: str | None = None) -> Chart:
    """Draw the metrics of a score: bars of customers, and the points of its scale as a line."""
    score = score or score_of(result.model.program)
    assert score is not None  # noqa: S101 - the caller has looked
    shapes = metric_shapes(result, score)
    unit = unit_of(result)
    heading = "How metrics are spread, and what their scales make of them"
    subtitle = [f"{harmless(short(score))}: {subtitle_of(result, score)}"]
    title = alt.TitleParams(heading, subtitle=subtitle)
    said = _summary(result, shapes, score)
    table = _table(result, shapes)
    if not any(shape.known for shape in shapes):
        across = alt.X("f0:Q", axis=None).scale(domain=[0, 100])
        words = "Nobody has a value of any metric"
        return Chart(nothing(words, across, WIDTH, 2 * _HIGH, title), said, table)
    panels = _panels(result, shapes)
    subtitle += _key(result, shapes)
    chart = alt.layer(*_layers(panels, unit)).properties(
        width=max(panel.left for panel in panels) + _WIDE + _RIGHT // 2,
        height=panels[-1].base + _FOOT // 2,
        title=title,
    )
    return Chart(chart, said, table)


def _key(result: Result, shapes: Sequence[MetricShape]) -> Iterator[str]:
    """Say how the panels are to be read, and what is not in them."""
    bars = f"Bars: {unit_of(result)}, at least {MIN_CELL} in each"
    yield f"{bars}; line: the points they get on average, 0–100"
    if not result.fitted:
        yield "The scales are those of the model, fitted before"
    if len(shapes) > MOST_PANELS:
        yield f"{MOST_PANELS} of {len(shapes)} metrics; all are in the table"


@dataclass(frozen=True)
class _Panel:
    """One metric, and where it is drawn: distances from the corner of the sheet, in pixels."""

    name: str
    lines: tuple[str, ...]
    shape: MetricShape
    left: int
    top: int

    @property
    def base(self) -> int:
        """Where the bars stand."""
        return self.top + _HIGH

    @property
    def step(self) -> float:
        """How wide one step is."""
        return _WIDE / self.shape.steps

    @cached_property
    def highest(self) -> float:
        """How many customers the height of the panel stands for."""
        heights = sorted(bar.height for bar in self.shape.bars)
        return heights[-2] * _ABOVE if has_tower(self.shape) else heights[-1] * 1.05

    def edge(self, steps: float) -> float:
        """Return where a number of steps from the lower end stands."""
        return round(self.left + steps * self.step, 1)

    def at(self, mean: float) -> float:
        """Return the height of so many points."""
        return round(self.base - mean / 100 * _HIGH, 1)

    def bars(self) -> Iterator[list[object]]:
        """Yield the bars: their four sides, the customers, the points, and from where to where."""
        inset = int(max(0, self.step - _WIDEST)) // 2 if self.shape.whole else 0
        for bar in self.shape.bars:
            # whole pixels: no soft edges, which make pictures large
            sides = round(self.edge(bar.start)) + inset, round(self.edge(bar.end)) - inset - 1
            end = round(self.base - min(bar.height / self.highest, 1) * _HIGH)
            pieces = [(self.base, end)]
            if bar.height > self.highest:
                # a gap shows that the bar is cut
                pieces = [(self.base, end + 12), (end + 9, end)]
            for low, high in pieces:
                yield [*sides, low, high, bar.customers, bar.points, bar.low, bar.high]

    def line(self) -> Iterator[tuple[float, float]]:
        """Yield the line: a place for each bar that has points, and one for a spike."""
        spike = self.shape.spike
        for bar in self.shape.bars:
            middle, mean = self.edge(bar.start + bar.width / 2), bar.points
            if spike is not None and not self.shape.whole and bar.holds(spike.value):
                there = self.edge((spike.value - self.shape.first) / self.shape.step)
                if there < middle:
                    if spike.points is not None:
                        yield round(there), self.at(spike.points)
                    mean = spike.beside
            if mean is not None:
                yield round(middle), self.at(mean)

    def words(self) -> Iterator[Text]:
        """Yield the name and the lines that stand above the panel."""
        height = self.top - _LINE * len(self.lines)
        yield _text(self.left, height - 14, self.name, "h")
        for number, line in enumerate(self.lines):
            yield _text(self.left, height + _LINE * number, line, "l")

    def labels(self) -> Iterator[tuple[float, str]]:
        """Yield the numbers below the bars: where, and what."""
        shape, shift = self.shape, 0.5 if self.shape.whole else 0.0
        first, last = shape.bars[0], shape.bars[-1]
        found: list[tuple[float, str]] = []
        start, end = 0, shape.steps + (not shape.whole)
        # an open bar is named as a whole, and has no number within
        if last.high is None and last.low is not None:
            found.append((self.edge(last.start + last.width / 2), f"{axis_number(last.low)}+"))
            end = last.start
        if first.low is None and first.high is not None:
            found.append((self.edge(first.width / 2), f"<{axis_number(first.high)}"))
            start = first.width + (not shape.whole)
        stride = _stride(shape)
        for number in range(start, end):
            value = shape.first + number * shape.step
            if round(value / shape.step) % stride == 0:
                found.append((self.edge(number + shift), axis_number(value)))
        return _apart(found)


def _panels(result: Result, shapes: Sequence[MetricShape]) -> list[_Panel]:
    """Put the metrics on the sheet, each line of it as high as the words above its panels."""
    panels: list[_Panel] = []
    end = 0
    for first in range(0, min(len(shapes), MOST_PANELS), _COLUMNS):
        row = shapes[first : min(first + _COLUMNS, MOST_PANELS)]
        words = [tuple(wrapped(facts(shape))) for shape in row]
        top = end + _HEAD + _LINE * max(map(len, words))
        for column, (shape, lines) in enumerate(zip(row, words, strict=True)):
            left = column * _ACROSS + _LEFT
            panels.append(_Panel(metric_name(result, shape, _NAME), lines, shape, left, top))
        end = top + _HIGH + _FOOT
    return panels


def _layers(panels: Sequence[_Panel], unit: str) -> list[alt.Chart]:
    drawn = [panel for panel in panels if panel.shape.bars]
    texts = [row for panel in panels for row in panel.words()]
    rules: list[dict[str, Any]] = []
    for panel in panels:
        end = panel.left + _WIDE
        if not panel.shape.bars:
            rules.append({"f0": panel.left, "f1": end, "f2": panel.base})
            middle = panel.left + _WIDE / 2
            words = in_place_of_bars(panel.shape)
            texts.append(_text(middle, panel.base - _HIGH / 2, words, "m"))
            continue
        texts += [_text(at, panel.base + 11, text, "c") for at, text in panel.labels()]
        for part in (0, 50, 100):
            rules.append({"f0": panel.left, "f1": end, "f2": panel.at(part)})
            texts.append(_text(end + 5, panel.at(part), str(part), "l"))
        tick = _tick(panel.highest / (_ABOVE if has_tower(panel.shape) else 1))
        height = round(panel.base - tick / panel.highest * _HIGH, 1)
        rules.append({"f0": panel.left - 4, "f1": panel.left, "f2": height})
        texts += [
            _text(panel.left - 6, height, thousands(tick), "r"),
            _text(panel.left - 6, panel.base, "0", "r"),
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
    rules: alt.Chart = alt.Chart(alt.InlineData(values=rows)).mark_rule(opacity=0.2)
    return rules.encode(x=_across("f0"), x2="f1:Q", y=_up("f2"))


def _bars(panels: Sequence[_Panel], unit: str) -> list[alt.Chart]:
    bars = alt.Chart(_csv(_BAR_FIELDS, (bar for panel in panels for bar in panel.bars())))
    line = alt.Chart(_csv(_LINE_FIELDS, _numbered(panels)))
    where = {"x": _across("f1"), "y": _up("f2"), "detail": "f0:N"}
    dots = line.transform_filter(alt.datum.f3 == 1).mark_circle(size=14, opacity=1).encode(**where)
    return [
        bars.transform_calculate(f8=_FROM_TO, f9=_POINTS)
        .mark_rect(color=NOBODY, opacity=0.5)
        .encode(
            x=_across("f0"),
            x2="f1:Q",
            y=_up("f2"),
            y2="f3:Q",
            tooltip=[
                alt.Tooltip("f8:N", title="value"),
                alt.Tooltip("f4:Q", title=unit, format=","),
                alt.Tooltip("f9:N", title="points"),
            ],
        ),
        line.mark_line(strokeWidth=1.5).encode(**where, order="f1:Q"),
        *([dots] if any(panel.shape.whole for panel in panels) else []),
    ]


def _numbered(panels: Sequence[_Panel]) -> Iterator[list[object]]:
    """Yield the points of all lines: the panel, the place, and whether a dot stands there."""
    for number, panel in enumerate(panels):
        for at, height in panel.line():
            yield [number, at, height, int(panel.shape.whole)]


def _csv(fields: Sequence[str], rows: Iterable[Sequence[object]]) -> alt.InlineData:
    """Return a table, a third as long as objects would be."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(fields)
    for row in rows:
        # every digit: large numbers differ in the last ones only
        table.writerow([repr(c).removesuffix(".0") if isinstance(c, float) else c for c in row])
    kinds = {field: "string" if field in _TEXTS else "number" for field in fields}
    return alt.InlineData(
        values=written.getvalue(), format=alt.CsvDataFormat(type="csv", parse=kinds)
    )


def _text(at: float, height: float, text: str, kind: str) -> Text:
    return round(at), round(height), text, kind


_KINDS: dict[str, dict[str, Any]] = {
    "h": {"align": "left", "fontSize": 13, "fontWeight": 600},
    "l": {"align": "left", "fontSize": 11, "opacity": 0.8},
    "c": {"align": "center", "fontSize": 11, "opacity": 0.8},
    "r": {"align": "right", "fontSize": 11, "opacity": 0.8},
    "m": {"align": "center", "fontSize": 12, "color": MUTED},
}
"""Heads, texts to the left, in the center and to the right, words in the middle of a panel."""


def _words(rows: Sequence[Text]) -> list[alt.Chart]:
    base = alt.Chart(_csv(_TEXT_FIELDS, rows))
    return [
        base.transform_filter(alt.datum.f9 == kind)
        .mark_text(baseline="middle", **style)
        .encode(x=_across("f0"), y=_up("f1"), text="f8:N")
        for kind, style in _KINDS.items()
        if any(row[-1] == kind for row in rows)
    ]


def _tick(highest: float) -> int:
    """Return the largest round number of customers that is not above."""
    power: int = 10 ** (len(str(int(highest))) - 1)
    return next(n * power for n in (5, 2, 1) if n * power <= highest)


def _stride(shape: MetricShape) -> int:
    """Return every how many steps a number stands below."""
    return next(part for part in (1, 2, 5, 10) if shape.steps <= _LABELS * part)


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
        ", ".join([metric_name(result, s), *facts(s), *([] if s.bars else [in_place_of_bars(s)])])
        for s in shapes[:MOST_PANELS]
    ]
    heading = f"The metrics of {short(score)}"
    return ". ".join([heading, subtitle_of(result, score), "; ".join(parts)]) + "."


def _table(result: Result, shapes: Sequence[MetricShape]) -> Table:
    """Return the bars as rows; who has no value is a row without one, and without points.

    The first row of each metric says what stands above its panel, or in it where it has no bars.
    """
    columns = (
        Column("metric", "metric", short, number=False),
        Column("from", "from", exact),
        Column("to", "to", exact),
        Column("customers", plain(result.model.settings.unit), thousands, bar=True),
        Column("points", "points", tenths),
        Column("says", "", number=False),
    )
    rows: list[dict[str, object]] = []
    for shape in shapes:
        name = metric_name(result, shape)
        said = [*facts(shape), *([] if shape.bars else [in_place_of_bars(shape)])]
        of_metric = list(_rows(shape)) or [(None,) * 4]
        for number, figures in enumerate(of_metric):
            cells = (name, *figures, "" if number else " · ".join(said))
            rows.append(dict(zip([c.key for c in columns], cells, strict=True)))
    return Table(columns, tuple(rows), most=_DISPLAYED)


def _rows(shape: MetricShape) -> Iterator[tuple[object, ...]]:
    """Yield from where to where, how many, and their points."""
    if shape.spike is not None and shape.spike.alone:
        spike = shape.spike
        hidden = None, None
        known = hidden if spike.about else (spike.customers, spike.points)
        yield spike.value, spike.value, *known
    for bar in shape.bars:
        yield bar.low, bar.high, bar.customers, bar.points
    if shape.missing:
        yield None, None, shape.missing, None
