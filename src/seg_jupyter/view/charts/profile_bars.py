"""What each segment is like: where its customers stand in every metric, among all."""

from __future__ import annotations

import altair as alt

from seg_jupyter.analysis import profile as analysis
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.profile import Figure, MetricProfile, Profile, Standing
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.grid import grid
from seg_jupyter.view.charts.grid_cells import EVERYBODY, FEW, HIDDEN, Cell, Row, row_colours
from seg_jupyter.view.charts.naming import harmless, unit_of
from seg_jupyter.view.charts.surroundings import nothing, subtitle_of, summary_of
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.wording import compact, short, thousands, whole_percent

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
    everybody = Cell(_figure(metric.shows, metric.everybody))
    return Row(metric.metric, _note(result, metric), (*cells, everybody))


def _cell(metric: MetricProfile, standing: Standing) -> Cell:
    figure = _figure(metric.shows, standing)
    if standing.rank is None:
        return Cell(figure)
    rank = _whole(standing.rank)
    return Cell(figure, 0.5, rank / 100, 1, str(rank))


def _figure(shows: Figure, standing: Standing) -> str:
    if standing.hidden:
        return FEW if standing.few else HIDDEN
    if standing.figure is None:
        return "–"
    return (compact if shows is Figure.MEDIAN else whole_percent)(standing.figure)


def _note(result: Result, metric: MetricProfile) -> str:
    """Say what the figures are, and for how many there is none."""
    said = metric.shows.value
    units = result.model.settings.units
    if metric.shows is Figure.MEDIAN and metric.metric in units:
        said += f", {short(units[metric.metric], 16)}"
    return said + (f" · {thousands(metric.missing)} missing" if metric.missing else "")


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
            "shows": _note(result, metric),
            "rank": None if standing.rank is None else _whole(standing.rank),
        }
        for metric in found.metrics
        for segment, standing in zip(names, (*metric.segments, metric.everybody), strict=True)
    )
    return Table(columns, rows, row_colours(result, found.segments, len(rows)), most=_DISPLAYED)


def _whole(rank: float) -> int:
    """Return a rank as it is told.

    With more digits, its difference to the points of the same metric, which are of those who have
    a score, would tell of the few who have none.
    """
    return round(rank)
