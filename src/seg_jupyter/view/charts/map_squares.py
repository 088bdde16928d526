"""Two scores against each other: squares as large as the number of customers who stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from seg_jupyter.analysis import score_map as analysis
from seg_jupyter.analysis.thresholds import two_scores
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.naming import label_names, score_unit, unit_of
from seg_jupyter.view.charts.surroundings import colour_of, nothing, subtitle_of, summary_of
from seg_jupyter.view.charts.threshold_labels import rows_above, rows_beside
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.threshold_words import together
from seg_jupyter.view.wording import points, short, thousands

SIDE = 400
"""Width and height of the map, in pixels."""
MIXED = 0.8
"""Where the largest segment has less than this share of a square, the square is pale."""
_PALE = 0.3
_SMALLEST = 4
"""Area of the smallest squares, in pixels: what is smaller cannot be seen."""
_FIELDS = ("f0", "f1", "f2", "f3", "f4", "f5", "f6")
_DISPLAYED = 25
_TICKS = list(range(0, 101, 20))
_DASHES = [4, 3]
_SPLIT = (
    "datum.f7 + ' ' + format(datum.f4, ',')"
    " + (datum.f6 ? ' · ' + datum.f14 + ' ' + format(datum.f6, ',') : '')"
    " + (datum.f2 > datum.f4 + datum.f6"
    " ? ' · others ' + format(datum.f2 - datum.f4 - datum.f6, ',') : '')"
)
"""The number of customers in the two largest segments of a square, and in the others."""


def score_map(result: Result, x: str | None = None, y: str | None = None) -> Chart:
    """Draw two scores against each other: squares by the number of customers, by segment.

    Of the scores that are not named, those are shown that segment lines read last.
    """
    chosen = two_scores(result.model.program, *(score for score in (x, y) if score is not None))
    assert len(chosen) == 2  # noqa: S101 - the caller has looked
    x = x or next(score for score in chosen if score != y)
    y = y or next(score for score in chosen if score != x)
    counted = analysis.score_map(result, x, y)
    unit = unit_of(result)
    said = summary_of(result, f"Where {unit} stand by {x} and {y}")
    subtitle = [subtitle_of(result, None, counted.unscored)]
    title = alt.TitleParams(f"Where {unit} stand on two scores", subtitle=subtitle)
    table = _table(result, counted)
    if not counted.squares:
        across = alt.X("f0:Q", title=_axis_title(result, x)).scale(domain=[0, 100])
        across = across.axis(values=_TICKS, grid=False)
        return Chart(nothing("Nobody has both scores", across, SIDE, SIDE, title), said, table)
    cell = SIDE * min(counted.x.width, counted.y.width) // 100 - 1
    largest = max(square.customers for square in counted.squares)
    fewest = largest * _SMALLEST / cell**2
    subtitle.append(_key(unit, counted, largest, fewest))
    above = rows_above(together(counted.x.cuts), SIDE)
    beside = rows_beside(together(counted.y.cuts), SIDE)
    room = -min((row["f4"] for row in above), default=0)
    area = alt.Scale(domain=[fewest, largest], range=[_SMALLEST, cell**2], clamp=True)
    layers: list[alt.Chart | alt.LayerChart | alt.FacetChart] = [
        _squares(result, counted, area, room),
        *(_lines_across(above) if above else []),
        *(_lines_up(beside) if beside else []),
    ]
    chart = alt.layer(*layers).properties(width=SIDE, height=SIDE, title=title)
    return Chart(chart, said, table)


def _axis_title(result: Result, score: str) -> str:
    return f"{short(score)} ({score_unit(result, score)}, 0–100)"


def _key(unit: str, counted: analysis.ScoreMap, largest: int, fewest: float) -> str:
    """Say how squares are to be read."""
    key = f"Area: {unit}, {thousands(largest)} in the largest"
    if fewest >= 2:
        key += f", up to {float(f'{fewest:.2g}'):,.0f} in the smallest"
    if any(square.segments[0][1] < MIXED * square.customers for square in counted.squares):
        key += f"; pale: less than {MIXED:.0%} in one segment"
    return key


def _squares(
    result: Result, counted: analysis.ScoreMap, area: alt.Scale, room: int
) -> alt.LayerChart | alt.FacetChart:
    """Draw the squares; those of mixed segments have an outline, and are pale inside.

    The rows are a table of numbers, a fifth as long as objects would be, and names are looked up.
    """
    names = label_names(result)
    labels = [{"f3": code, "f7": names[label]} for code, label in enumerate(result.labels)]
    known = alt.LookupData(data=alt.InlineData(values=labels), key="f3", fields=["f7"])
    data = alt.InlineData(
        values=_rows(result, counted),
        format=alt.CsvDataFormat(type="csv", parse=dict.fromkeys(_FIELDS, "number")),
    )
    seen = {square.segments[0][0] for square in counted.squares}
    base = alt.Chart().encode(
        x=alt.X("f8:Q", title=_axis_title(result, counted.x.score))
        .scale(domain=[0, 100])
        .axis(values=_TICKS, grid=False),
        y=alt.Y("f9:Q", title=_axis_title(result, counted.y.score))
        .scale(domain=[0, 100])
        .axis(values=_TICKS, grid=False, domain=True),
        size=alt.Size("f2:Q", scale=area, legend=None),
        color=colour_of("f7", result, seen, above=room),
    )
    outlines = base.transform_filter(alt.datum.f10 < MIXED).mark_square(
        filled=False, strokeWidth=1, opacity=1
    )
    squares = base.mark_square(opacity=1).encode(
        fillOpacity=alt.FillOpacity("f10:Q", legend=None).scale(
            type="threshold", domain=[MIXED], range=[_PALE, 1]
        ),
        tooltip=[
            alt.Tooltip("f2:Q", title=unit_of(result), format=","),
            alt.Tooltip("f13:N", title="of them"),
            alt.Tooltip("f11:N", title=_axis_title(result, counted.x.score)),
            alt.Tooltip("f12:N", title=_axis_title(result, counted.y.score)),
        ],
    )
    wide, high = counted.x.width, counted.y.width
    return (
        alt.layer(outlines, squares, data=data)
        .transform_lookup(lookup="f3", from_=known)
        .transform_lookup(lookup="f5", from_=known, as_=["f14"])
        .transform_calculate(
            f8=f"datum.f0 + {wide / 2}",
            f9=f"datum.f1 + {high / 2}",
            f10="datum.f4 / datum.f2",
            f11=f"datum.f0 + ' to ' + (datum.f0 + {wide})",
            f12=f"datum.f1 + ' to ' + (datum.f1 + {high})",
            f13=_SPLIT,
        )
    )


def _rows(result: Result, counted: analysis.ScoreMap) -> str:
    """Return the squares as lines of numbers.

    Those are the two scores, the number of customers, and the two largest segments by their
    place in the cell, each with its number.
    """
    order = {label: code for code, label in enumerate(result.labels)}
    lines = [",".join(_FIELDS)]
    for square in counted.squares:
        two = [(order[segment], number) for segment, number in square.segments[:2]]
        cells = [square.x, square.y, square.customers, *(cell for pair in two for cell in pair)]
        lines.append(",".join([*map(str, cells), *[""] * (len(_FIELDS) - len(cells))]))
    return "\n".join(lines)


def _lines_across(rows: list[dict[str, Any]]) -> list[alt.Chart]:
    """Draw the thresholds of the score on the horizontal axis, up to their labels."""
    marks = alt.Chart(alt.InlineData(values=rows))
    lines = marks.mark_rule(strokeDash=_DASHES).encode(
        x="f0:Q", y=alt.Y("f4:Q").scale(None), y2=alt.value(SIDE)
    )
    labels = marks.mark_text(align="left", dx=5, baseline="top", fontSize=11).encode(
        x="f0:Q", y=alt.Y("f4:Q").scale(None), text="f1:N"
    )
    return [lines, labels]


def _lines_up(rows: list[dict[str, Any]]) -> list[alt.Chart]:
    """Draw the thresholds of the score on the vertical axis, their labels at the right."""
    marks = alt.Chart(alt.InlineData(values=rows))
    lines = marks.mark_rule(strokeDash=_DASHES).encode(y="f0:Q")
    labels = marks.mark_text(align="left", baseline="middle", fontSize=11).encode(
        x=alt.value(SIDE + 6), y=alt.Y("f4:Q").scale(None), text="f1:N"
    )
    return [lines, labels]


def _table(result: Result, counted: analysis.ScoreMap) -> Table:
    """Return the squares as rows, the largest first."""
    x, y = counted.x, counted.y
    columns = (
        Column("x_from", f"{plain(short(x.score))} from", points),
        Column("x_to", "to", points),
        Column("y_from", f"{plain(short(y.score))} from", points),
        Column("y_to", "to", points),
        Column("customers", plain(result.model.settings.unit), thousands, bar=True),
        Column("segments", "segments", _split, number=False),
    )
    rows = tuple(
        {
            "x_from": square.x,
            "x_to": square.x + x.width,
            "y_from": square.y,
            "y_to": square.y + y.width,
            "customers": square.customers,
            "segments": dict(square.segments),
        }
        for square in sorted(counted.squares, key=lambda square: -square.customers)
    )
    return Table(columns, rows, most=_DISPLAYED)


def _split(segments: Mapping[str, int]) -> str:
    return " · ".join(f"{short(name, 24)} {thousands(n)}" for name, n in segments.items())
