"""Charts of aggregates: they load Altair, and only when a chart is asked for."""

from seg_jupyter.view.charts.score_bars import distribution
from seg_jupyter.view.charts.size_bars import sizes

__all__ = ["distribution", "sizes"]
