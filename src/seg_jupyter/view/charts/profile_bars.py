"""What each segment is like: where its customers stand in every metric, among all."""

from __future__ import annotations

import altair as alt

from seg_jupyter.analysis import profile as analysis
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.profile import MetricProfile, Profile, Standing
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.grid import grid
from seg_jupyter.view.charts.grid_cells import EVERYBODY, Cell, Row, row_colours
from seg_jupyter.view.charts.naming import harmless, unit_of
from seg_jupyter.view.charts.surroundings import nothing, subtitle_of, summary_of
from seg_jupyter.view.standings import figure_text, metric_note, whole_rank
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.wording import compact, short, thousands

_TITLE = "What each segment is like"
_DISPLAYED = 40


def profile(result: Result) -> Chart:
    """Draw for every metric and segment a figure, and where its customers rank among all."""
    found = analysis.profile(result)
    table, summary = _table(result, found), summary_of(result, _TITLE)
    subtitle = [subtitle_of(result, None)]
    title = alt.TitleParams(_TITLE, subtitle=subtitle)
    if not found.metrics or not sum(found.sizes):
        said = "There is nobody" if found.metrics else "The cell has no numbers to compare"
        across = alt.X("f0:Q", axis=None).scale(domain=[0, 100])
        return Chart(nothing(said, across, 440, 140, title), summary, table)
    subtitle += _key(result, found)
    rows = [_row(result, metric) for metric in found.metrics]
    chart = grid(result, found.segments, found.sizes, rows, hint="mean rank", halved=True)
    return Chart(chart.properties(title=title), summary, table)


def _key(result: Result, found: Profile) -> list[str]:
    """Say how the figures and bars are to be read, and what is not shown."""
    unit = unit_of(result)
    lines = [
        f"Bar: mean rank among all {unit}, from the lowest (left) to the highest (right)",
        "Segments differ by construction in the metrics that they are made of",
    ]
    if found.hidden:
        lines.append(
            f"{thousands(found.hidden)} figures hidden: of fewer than {MIN_CELL} people, or a "
            "total would give those away"
        )
    if found.left_out:
        lines.append(f"Not shown, for want of room: {thousands(len(found.left_out))} metrics")
    return lines


def _row(result: Result, metric: MetricProfile) -> Row:
    cells = [_cell(metric, standing) for standing in metric.segments]
    everybody = Cell(figure_text(metric.shows, metric.everybody))
    return Row(metric.metric, metric_note(metric, result.model.settings.units), (*cells, everybody))


def _cell(metric: MetricProfile, standing: Standing) -> Cell:
    figure = figure_text(metric.shows, standing)
    if standing.rank is None:
        return Cell(figure)
    rank = whole_rank(standing.rank)
    return Cell(figure, 0.5, rank / 100, 1, str(rank))


def _table(result: Result, found: Profile) -> Table:
    names = (*found.segments, EVERYBODY)
    sizes = dict(zip(names, (*found.sizes, sum(found.sizes)), strict=True))
    columns = (
        Column("metric", "metric", short, number=False),
        Column("segment", "segment", short, number=False),
        Column("customers", harmless(plain(result.model.settings.unit)), thousands),
        Column("known", "known", thousands),
        Column("figure", "figure", compact),
        Column("shows", "is", number=False),
        Column("rank", "mean rank", thousands, bar=True),
    )
    rows = tuple(
        {
            "metric": metric.metric,
            "segment": segment,
            "customers": sizes[segment],
            "known": standing.customers,
            "figure": standing.figure,
            "shows": metric_note(metric, result.model.settings.units),
            "rank": None if standing.rank is None else whole_rank(standing.rank),
        }
        for metric in found.metrics
        for segment, standing in zip(names, (*metric.segments, metric.everybody), strict=True)
    )
    return Table(columns, rows, row_colours(result, found.segments, len(rows)), most=_DISPLAYED)
