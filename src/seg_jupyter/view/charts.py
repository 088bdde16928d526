"""Charts of aggregates: the only module that loads Altair, and only when a chart is asked for.

Names from a cell or a frame stand in the data and in the description only; fields are called `f0`,
`f1`, …, so that no name can become part of an expression that the browser evaluates. Titles of axes
and tooltips can: Vega-Lite puts them into texts without escaping, so those that hold a user's word
are `_harmless`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt

from seg_jupyter.analysis.distribution import score_distribution
from seg_jupyter.analysis.sizes import SegmentSize, segment_sizes
from seg_jupyter.analysis.thresholds import Threshold, score_of
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.theme import MUTED, label_colours
from seg_jupyter.view.wording import day, percent, points, short, short_names, thousands

WIDTH = 520
HEIGHT = 260
_BARS_WIDTH = 440
_ROW = 34
_LABEL_ROW = 15
_CHARACTER = 6.4
"""Width of a character of a threshold's label, in pixels, to keep labels apart."""
_SYMBOL = 30
"""Width of a square in the legend with the room around it, in pixels."""
_LONGEST_NAME = 34
_OF_OBJECTS = frozenset(
    {
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)
_SIDES: tuple[tuple[str, Literal["left", "right"], int], ...] = (
    ("right", "left", 5),
    ("left", "right", -5),
)
"""On which side of its line a threshold's label stands, how it is aligned, and how far off."""


def distribution(result: Result) -> Chart:
    """Draw how a score is spread: bars stacked by segment, and the thresholds that cut it."""
    score = score_of(result.model.program)
    assert score is not None  # noqa: S101 - the caller has looked
    counted = score_distribution(result, score)
    unit = _unit(result)
    title = _title(f"Where {unit} stand", _subtitle(result, score))
    summary = f"Where {unit} stand by {score}"
    across = (
        alt.X("f0:Q", title=f"{short(score)} ({_points(result, score)}, 0–100)")
        .scale(domain=[0, 100])
        .axis(values=list(range(0, 101, 10)), grid=False)
    )
    if not counted.bins:
        return Chart(
            _nothing("Nobody has a score", across, WIDTH, HEIGHT, title),
            _summary(result, summary),
        )
    names = _names(result)
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
    labels = _threshold_rows(counted.thresholds)
    # room above the tallest bar for the rows of labels, as far as the bars stay to be seen
    rows_of_labels = 2 + max((label["f2"] for label in labels), default=-1)
    headroom = 1 / (1 - min(rows_of_labels * _LABEL_ROW / HEIGHT, 0.6))
    base = alt.Chart(alt.InlineData(values=rows))
    bars = base.mark_bar(binSpacing=1).encode(
        x=across.bin("binned"),
        x2="f1:Q",
        y=alt.Y("f2:Q", title=_capital(unit), stack="zero")
        .scale(domain=[0, max(tallest * headroom, 1)], nice=False)
        .axis(values=_ticks(tallest), format=",d"),
        color=_colour("f3", result, {bin_.segment for bin_ in counted.bins}),
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
        for side, align, dx in _SIDES
    ]
    layers = [bars, *([cuts, *beside] if labels else [])]
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)
    return Chart(chart, _summary(result, summary))


def sizes(result: Result) -> Chart:
    """Draw how many customers each segment has: one bar a segment, in the order of the cell."""
    unit = _unit(result)
    names = _names(result)
    counted = segment_sizes(result)
    title = _title(f"How many {unit} there are", _subtitle(result, None))
    summary = _summary(result, f"How many {unit} there are")
    if not counted:
        across = alt.X("f0:Q", axis=None).scale(domain=[0, 100])
        return Chart(_nothing("There is nobody", across, _BARS_WIDTH, 2 * _ROW, title), summary)
    rows = [
        {
            "f0": names[size.name],
            "f1": size.customers,
            "f2": _size_label(size),
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
        color=_colour("f0", result, {size.name for size in counted}).legend(None),
        tooltip=[
            alt.Tooltip("f0:N", title="segment"),
            alt.Tooltip("f2:N", title=unit),
        ],
    )
    numbers = base.mark_text(align="left", dx=8, fontSize=13).encode(text="f2:N")
    chart = alt.layer(bars, numbers).properties(
        width=_BARS_WIDTH,
        height=_ROW * len(rows),
        title=title,
    )
    return Chart(chart, summary)


def _nothing(
    said: str, across: alt.X, width: int, height: int, title: alt.TitleParams
) -> alt.LayerChart | alt.FacetChart:
    """Draw an empty chart of the usual size, with a few words in its middle."""
    row = {"f0": 50, "f1": 0.5, "f2": said}
    words = (
        alt.Chart(alt.InlineData(values=[row]))
        .mark_text(color=MUTED, fontSize=13)
        .encode(x=across, y=alt.Y("f1:Q", axis=None).scale(domain=[0, 1]), text="f2:N")
    )
    return alt.layer(words).properties(width=width, height=height, title=title)


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


def _threshold_rows(thresholds: Sequence[Threshold]) -> list[dict[str, Any]]:
    """Return the thresholds within the scale, their labels in rows where they do not meet."""
    rows: list[dict[str, Any]] = []
    ends: list[list[tuple[float, float]]] = []
    for threshold in sorted(thresholds, key=lambda t: t.value):
        if not 0 <= threshold.value <= 100:
            continue
        text = f"{short(threshold.segment, 24)} {threshold.words} {points(threshold.value)}"
        at, wide = threshold.value / 100 * WIDTH, len(text) * _CHARACTER + 8
        right = at + wide <= WIDTH
        here = (at, at + wide) if right else (at - wide, at)
        row = next(
            (i for i, row in enumerate(ends) if all(here[1] <= a or b <= here[0] for a, b in row)),
            len(ends),
        )
        if row == len(ends):
            ends.append([])
        ends[row].append(here)
        rows.append(
            {
                "f0": threshold.value,
                "f1": text,
                "f2": row,
                "f3": "right" if right else "left",
                "f4": 2 + row * _LABEL_ROW,
            }
        )
    return rows


def _colour(field: str, result: Result, seen: set[str]) -> alt.Color:
    """Return the colours of the labels that are there, in the order of the cell."""
    colours = label_colours(result.labels, len(result.segment_names))
    names = _names(result)
    shown = [label for label in result.labels if label in seen]
    longest = max((len(names[label]) for label in shown), default=0)
    return alt.Color(
        f"{field}:N",
        scale=alt.Scale(
            domain=[names[label] for label in shown],
            range=[colours[label] for label in shown],
        ),
        legend=alt.Legend(
            orient="top",
            title=None,
            symbolType="square",
            labelLimit=240,
            columns=max(1, min(4, int(WIDTH / (longest * _CHARACTER + _SYMBOL)))),
            offset=6,
        ),
    )


def _title(text: str, subtitle: str) -> alt.TitleParams:
    return alt.TitleParams(text, subtitle=subtitle)


def _subtitle(result: Result, score: str | None) -> str:
    """Say who is shown, as of when, and who is left out."""
    unit = _unit(result)
    who = f"{thousands(int(result.profiled.sum()))} {unit}"
    if result.as_of:
        who += f", as of {day(result.as_of)}"
    left_out = [f"{thousands(result.unassigned)} unassigned"]
    if score is not None:
        left_out.insert(0, f"{thousands(result.facts.unscored[score])} unscored")
    outside = result.not_profiled
    if outside:
        left_out.append(f"{thousands(outside)} not profiled")
    return f"{who}; {', '.join(left_out)}"


def _size_label(size: SegmentSize) -> str:
    share = "" if size.share is None else f" · {percent(size.share)}"
    return thousands(size.customers) + share


def _summary(result: Result, title: str) -> str:
    """Return the chart in words, for those who cannot see it."""
    parts = [f"{short(size.name)} {_size_label(size)}" for size in segment_sizes(result)]
    return ". ".join([title, _subtitle(result, None), *(["; ".join(parts)] if parts else [])]) + "."


def _harmless(text: str) -> str:
    """Take the quotes, backslashes and control characters out of a text."""
    return "".join(c for c in plain(text) if c not in "\"'`\\\t") or "number"


def _unit(result: Result) -> str:
    return _harmless(short(result.model.settings.unit, _LONGEST_NAME))


def _names(result: Result) -> dict[str, str]:
    """Return what each label is called in a chart.

    A name that every object of JavaScript has, such as `constructor`, gets a space at its end:
    Vega takes names as keys of objects without a look at whose they are.
    """
    names = short_names(result.labels, _LONGEST_NAME)
    return {label: f"{name} " if name in _OF_OBJECTS else name for label, name in names.items()}


def _points(result: Result, score: str) -> str:
    """Return the unit of a score, if the caller gave it one."""
    return _harmless(short(result.model.settings.units.get(score, "score"), 24))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
