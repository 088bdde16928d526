"""Charts of aggregates: they load Altair, and only when a chart is asked for."""

from collections.abc import Callable

from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.contribution_bars import contribution
from seg_jupyter.view.charts.funnel_bars import funnel
from seg_jupyter.view.charts.map_squares import score_map
from seg_jupyter.view.charts.metric_panels import metrics
from seg_jupyter.view.charts.profile_bars import profile
from seg_jupyter.view.charts.score_bars import distribution
from seg_jupyter.view.charts.size_bars import sizes

KINDS: dict[str, Callable[..., Chart]] = {
    "distribution": distribution,
    "sizes": sizes,
    "map": score_map,
    "funnel": funnel,
    "metrics": metrics,
    "profile": profile,
    "contribution": contribution,
}
"""Every chart by its name: a function of a result and of options that name scores of it."""

__all__ = [
    "KINDS",
    "contribution",
    "distribution",
    "funnel",
    "metrics",
    "profile",
    "score_map",
    "sizes",
]
