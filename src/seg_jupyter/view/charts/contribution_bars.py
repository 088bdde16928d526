"""Where the mean score of each segment comes from: the points that each metric adds."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from seg_jupyter.analysis import contribution as analysis
from seg_jupyter.analysis.contribution import Contribution, MetricParts, Part
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.result import Result
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.grid import grid
from seg_jupyter.view.charts.grid_cells import EVERYBODY, Cell, Row, row_colours
from seg_jupyter.view.charts.naming import unit_of
from seg_jupyter.view.charts.surroundings import nothing, subtitle_of, summary_of
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.wording import FEW, HIDDEN, exact, short, tenths, thousands

_TITLE = "Where the points come from"
_DISPLAYED = 40


def contribution(result: Result, score: str | None = None) -> Chart:
    """Draw the points that each metric adds to the mean score of each segment."""
    score = score or score_of(result.model.program)
    assert score is not None  # noqa: S101 - the caller has looked
    found = analysis.contribution(result, score)
    table, summary = _table(result, found), summary_of(result, _TITLE)
    subtitle = [subtitle_of(result, score)]
    title = alt.TitleParams(_TITLE, subtitle=subtitle)
    if not sum(found.scored):
        across = alt.X("f0:Q", axis=None).scale(domain=[0, 100])
        return Chart(nothing("Nobody has a score", across, 440, 140, title), summary, table)
    subtitle += _key(result, found)
    chart = grid(result, found.segments, found.scored, _rows(found), hint="at most")
    return Chart(chart.properties(title=title), summary, table)


def _key(result: Result, found: Contribution) -> list[str]:
    """Say how the figures and bars are to be read, and what is not shown."""
    lines = [
        f"Points that each metric adds, on average of the {unit_of(result)} with a score: they add "
        "up to the first row",
        "Line: what it could add at most; all metrics on one scale, the first row from 0 to 100",
    ]
    if hidden := _hidden(found):
        lines.append(
            f"{thousands(hidden)} figures hidden: of fewer than {MIN_CELL} people, or a "
            "total would give those away"
        )
    return lines


def _hidden(found: Contribution) -> int:
    figures = [found.means, *(metric.segments for metric in found.metrics)]
    return sum(
        figure is None and number > 0
        for row in figures
        for figure, number in zip(row, found.scored, strict=True)
    )


def _rows(found: Contribution) -> list[Row]:
    """Return the row of the whole score, and one for each metric."""
    means = [*found.means, found.everybody]
    numbers = [*found.scored, sum(found.scored)]
    whole = [
        Cell(_figure(mean, number), 0, (mean or 0) / 100, 0 if mean is None else 1)
        for mean, number in zip(means, numbers, strict=True)
    ]
    longest = max(
        (part.most for metric in found.metrics for part in _parts(metric) if part), default=0
    )
    rows = [Row(found.score, "mean score", tuple(whole))]
    for metric in found.metrics:
        cells = [
            _cell(part, number, longest)
            for part, number in zip(_parts(metric), numbers, strict=True)
        ]
        rows.append(Row(metric.metric, _note(metric), tuple(cells)))
    return rows


def _parts(metric: MetricParts) -> Sequence[Part | None]:
    return [*metric.segments, metric.everybody]


def _cell(part: Part | None, number: int, longest: float) -> Cell:
    if part is None:
        return Cell(_figure(None, number))
    ends = part.points / longest, part.most / longest
    return Cell(tenths(part.points), 0, *ends, tenths(part.most))


def _figure(value: float | None, number: int) -> str:
    if value is not None:
        return tenths(value)
    return "–" if not number else FEW if number < MIN_CELL else HIDDEN


def _note(metric: MetricParts) -> str:
    """Say what a metric weighs, and which of its ends is the good one."""
    low = ", low is good" if metric.weight < 0 else ""
    return f"weight {exact(metric.weight)}{low}"


def _table(result: Result, found: Contribution) -> Table:
    """Return the points as they are drawn: with more digits, differences would tell of few."""
    names = (*found.segments, EVERYBODY)
    scored = dict(zip(names, (*found.scored, sum(found.scored)), strict=True))
    columns = (
        Column("metric", "metric", short, number=False),
        Column("weight", "weight", exact),
        Column("segment", "segment", short, number=False),
        Column("customers", unit_of(result), thousands),
        Column("points", "points", tenths, bar=True),
        Column("most", "at most", tenths),
    )
    rows = [
        {
            "metric": found.score,
            "weight": None,
            "segment": segment,
            "customers": scored[segment],
            "points": _tenth(mean),
            "most": None if mean is None else 100.0,
        }
        for segment, mean in zip(names, (*found.means, found.everybody), strict=True)
    ] + [
        {
            "metric": metric.metric,
            "weight": metric.weight,
            "segment": segment,
            "customers": scored[segment],
            "points": None if part is None else _tenth(part.points),
            "most": None if part is None else _tenth(part.most),
        }
        for metric in found.metrics
        for segment, part in zip(names, _parts(metric), strict=True)
    ]
    colours = row_colours(result, found.segments, len(rows))
    return Table(columns, tuple(rows), colours, most=_DISPLAYED)


def _tenth(points: float | None) -> float | None:
    return None if points is None else round(points, 1)
