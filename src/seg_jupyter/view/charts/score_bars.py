"""How a score is spread: bars stacked by segment, and the thresholds that cut it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt

from seg_jupyter.analysis.distribution import score_distribution
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.result import Result
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.naming import capital, label_names, score_unit, unit_of
from seg_jupyter.view.charts.surroundings import (
    WIDTH,
    colour_of,
    nothing,
    subtitle_of,
    summary_of,
)
from seg_jupyter.view.charts.threshold_labels import LABEL_ROW, threshold_rows
from seg_jupyter.view.distribution_table import distribution_table
from seg_jupyter.view.threshold_words import together
from seg_jupyter.view.wording import points, short

HEIGHT = 260
SIDES: tuple[tuple[str, Literal["left", "right"], int], ...] = (
    ("right", "left", 5),
    ("left", "right", -5),
)
"""On which side of its line a threshold's label stands, how it is aligned, and how far off."""


def distribution(result: Result, score: str | None = None) -> Chart:
    """Draw how a score is spread: bars stacked by segment, and the thresholds that cut it."""
    score = score or score_of(result.model.program)
    assert score is not None  # noqa: S101 - the caller has looked
    counted = score_distribution(result, score)
    unit = unit_of(result)
    title = alt.TitleParams(f"Where {unit} stand", subtitle=subtitle_of(result, score))
    summary = f"Where {unit} stand by {score}"
    across = (
        alt.X("f0:Q", title=f"{short(score)} ({score_unit(result, score)}, 0–100)")
        .scale(domain=[0, 100])
        .axis(values=list(range(0, 101, 10)), grid=False)
    )
    if not counted.bins:
        return Chart(
            nothing("Nobody has a score", across, WIDTH, HEIGHT, title),
            summary_of(result, summary),
            distribution_table(result, counted),
        )
    names = label_names(result)
    order = {label: place for place, label in enumerate(result.labels)}
    rows = [
        {
            "f0": bin_.low,
            "f1": bin_.high,
            "f2": bin_.customers,
            "f3": names[bin_.segment],
            "f4": order[bin_.segment],
            "f5": f"{points(bin_.low)} to {points(bin_.high)}",
        }
        for bin_ in counted.bins
    ]
    tallest = _tallest(rows)
    labels = threshold_rows(together(counted.thresholds), WIDTH)
    # room above the tallest bar for the rows of labels, as far as the bars stay to be seen
    rows_of_labels = 2 + max((label["f2"] for label in labels), default=-1)
    headroom = 1 / (1 - min(rows_of_labels * LABEL_ROW / HEIGHT, 0.6))
    base = alt.Chart(alt.InlineData(values=rows))
    bars = base.mark_bar(binSpacing=1).encode(
        x=across.bin("binned"),
        x2="f1:Q",
        y=alt.Y("f2:Q", title=capital(unit), stack="zero")
        .scale(domain=[0, max(tallest * headroom, 1)], nice=False)
        .axis(values=_ticks(tallest), format=",d"),
        color=colour_of("f3", result, {bin_.segment for bin_ in counted.bins}),
        order=alt.Order("f4:Q"),
        tooltip=[
            alt.Tooltip("f3:N", title="segment"),
            alt.Tooltip("f5:N", title="score"),
            alt.Tooltip("f2:Q", title=unit, format=","),
        ],
    )
    marks = alt.Chart(alt.InlineData(values=labels))
    cuts = marks.mark_rule(strokeDash=[4, 3]).encode(x="f0:Q")
    beside = [
        marks.transform_filter(alt.datum.f3 == side)
        .mark_text(align=align, dx=dx, baseline="top", fontSize=11)
        .encode(x="f0:Q", y=alt.Y("f4:Q").scale(None), text="f1:N")
        for side, align, dx in SIDES
    ]
    layers = [bars, *([cuts, *beside] if labels else [])]
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)
    return Chart(chart, summary_of(result, summary), distribution_table(result, counted))


def _tallest(rows: Sequence[dict[str, Any]]) -> int:
    totals: dict[float, int] = {}
    for row in rows:
        totals[row["f0"]] = totals.get(row["f0"], 0) + row["f2"]
    return max(totals.values(), default=0)


def _ticks(tallest: int) -> list[int]:
    """Return four to nine round numbers up to the tallest bar: none where the labels stand."""
    step = 1
    while tallest > 9 * step:
        step *= 10
    step = next((s for s in (step // 5, step // 2) if s and tallest <= 9 * s), step)
    return list(range(0, tallest + 1, step))
