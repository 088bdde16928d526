"""Where some customers stand in a metric, in words."""

from __future__ import annotations

from collections.abc import Mapping

from seg_jupyter.analysis.profile import Figure, MetricProfile, Standing
from seg_jupyter.view.wording import FEW, HIDDEN, compact, short, thousands, whole_percent


def figure_text(shows: Figure, standing: Standing) -> str:
    """Return the figure of some customers, or what stands in its place."""
    if standing.hidden:
        return FEW if standing.few else HIDDEN
    if standing.figure is None:
        return "–"
    return (compact if shows is Figure.MEDIAN else whole_percent)(standing.figure)


def metric_note(metric: MetricProfile, units: Mapping[str, str]) -> str:
    """Say what the figures are, and for how many there is none."""
    said = metric.shows.value
    if metric.shows is Figure.MEDIAN and metric.metric in units:
        said += f", {short(units[metric.metric], 16)}"
    return said + (f" · {thousands(metric.missing)} missing" if metric.missing else "")


def whole_rank(rank: float) -> int:
    """Return a rank as it is told.

    With more digits, its difference to the points of the same metric, which are of those who have
    a score, would tell of the few who have none.
    """
    return round(rank)
