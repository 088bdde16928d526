"""How many customers each segment has: one bar a segment, in the order of the cell."""

from __future__ import annotations

import altair as alt

from seg_jupyter.analysis.sizes import segment_sizes
from seg_jupyter.engine.result import Result
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.naming import label_names, unit_of
from seg_jupyter.view.charts.surroundings import (
    colour_of,
    nothing,
    size_label,
    subtitle_of,
    summary_of,
)
from seg_jupyter.view.tables import sizes_table

_WIDTH = 440
_ROW = 34


def sizes(result: Result) -> Chart:
    """Draw how many customers each segment has: one bar a segment, in the order of the cell."""
    unit = unit_of(result)
    names = label_names(result)
    counted = segment_sizes(result)
    title = alt.TitleParams(f"How many {unit} there are", subtitle=subtitle_of(result, None))
    summary = summary_of(result, f"How many {unit} there are")
    table = sizes_table(result, counted, scores=False)
    if not counted:
        across = alt.X("f0:Q", axis=None).scale(domain=[0, 100])
        return Chart(nothing("There is nobody", across, _WIDTH, 2 * _ROW, title), summary, table)
    rows = [
        {
            "f0": names[size.name],
            "f1": size.customers,
            "f2": size_label(size),
        }
        for size in counted
    ]
    longest = max((size.customers for size in counted), default=0) or 1
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("f1:Q", axis=None).scale(domain=[0, longest * 1.25], nice=False),
        # a domain in the order of the cell, since a sort by another field is lost between layers
        y=alt.Y("f0:N", title=None, sort=None)
        .scale(domain=[names[size.name] for size in counted])
        .axis(domain=False, ticks=False, labelPadding=8, labelLimit=260, labelFontSize=13),
    )
    bars = base.mark_bar(height=20, cornerRadiusEnd=2).encode(
        color=colour_of("f0", result, {size.name for size in counted}).legend(None),
        tooltip=[
            alt.Tooltip("f0:N", title="segment"),
            alt.Tooltip("f2:N", title=unit),
        ],
    )
    numbers = base.mark_text(align="left", dx=8, fontSize=13).encode(text="f2:N")
    chart = alt.layer(bars, numbers).properties(
        width=_WIDTH,
        height=_ROW * len(rows),
        title=title,
    )
    return Chart(chart, summary, table)
