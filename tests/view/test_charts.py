from __future__ import annotations

import itertools
import json
from functools import cache
from typing import Any

import pandas as pd
import pytest

from engine.running import run, table
from seg_jupyter.analysis.thresholds import Threshold, score_of
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.view import chart as chart_module
from seg_jupyter.view import charts
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts import score_bars
from seg_jupyter.view.charts.surroundings import CHARACTER, WIDTH
from seg_jupyter.view.charts.threshold_labels import threshold_rows
from seg_jupyter.view.picture import size_of
from seg_jupyter.view.theme import MUTED, palette
from view import vega_lite
from view.pictures import chunks
from view.results import named, odd, twelve, usual

STATES = odd()
DRAWN = [
    (state, kind)
    for state, result in STATES.items()
    for kind in ("distribution", "sizes")
    if kind == "sizes" or score_of(result.model.program)
]
EMPTY = [
    ("no customers", "distribution"),
    ("all unscored", "distribution"),
    ("nobody profiled", "distribution"),
    ("weights of 0", "distribution"),
    ("no rows", "sizes"),
]


@cache
def drawn(state: str, kind: str) -> Chart:
    return charts.sizes(STATES[state]) if kind == "sizes" else charts.distribution(STATES[state])


def rows_of(chart: Chart, field: str) -> list[dict[str, Any]]:
    """The rows of the data that have a field."""
    return [row for rows in chart.spec["datasets"].values() for row in rows if field in row]


@pytest.mark.parametrize(
    ("tallest", "ticks"),
    [
        (0, [0]),
        (3, [0, 1, 2, 3]),
        (10, [0, 2, 4, 6, 8, 10]),
        (108, [0, 20, 40, 60, 80, 100]),
        (450, list(range(0, 451, 50))),
        (999, [0, 200, 400, 600, 800]),
    ],
)
def test_ticks_are_round(tallest: int, ticks: list[int]) -> None:
    assert score_bars._ticks(tallest) == ticks


def test_no_tick_stands_where_the_labels_of_thresholds_are() -> None:
    spec = charts.distribution(usual()).spec
    bars = spec["layer"][0]
    heights: dict[float, int] = {}
    for row in spec["datasets"][bars["data"]["name"]]:
        heights[row["f0"]] = heights.get(row["f0"], 0) + row["f2"]
    axis = bars["encoding"]["y"]
    assert max(axis["axis"]["values"]) <= max(heights.values()) < axis["scale"]["domain"][1]


# what is drawn


def test_the_bars_of_a_distribution() -> None:
    people = table(p=[1.0, 2.0, 51.0, 72.5, 100.0, None])
    result = run("v = score(raw(p))\nHigh: v >= 70\nLow: v < 40\nRest: otherwise", people)
    chart = charts.distribution(result)
    assert rows_of(chart, "f5") == [
        {"f0": 70, "f1": 75, "f2": 1, "f3": "High", "f4": 0, "f5": "70 to 75"},
        {"f0": 95, "f1": 100, "f2": 1, "f3": "High", "f4": 0, "f5": "95 to 100"},
        {"f0": 0, "f1": 5, "f2": 2, "f3": "Low", "f4": 1, "f5": "0 to 5"},
        {"f0": 50, "f1": 55, "f2": 1, "f3": "Rest", "f4": 2, "f5": "50 to 55"},
    ]
    assert [row["f1"] for row in rows_of(chart, "f4") if "f5" not in row] == [
        "Low below 40",
        "High from 70",
    ]
    assert chart.spec["title"] == {
        "text": "Where customers stand",
        "subtitle": "6 customers; 1 unscored, 0 unassigned",
    }


def test_the_bars_of_sizes_are_in_the_order_of_the_cell() -> None:
    people = table(x=[1.0, 2.0, 3.0, 4.0], ok=[True, True, True, False])
    settings = Settings(consent="ok", unit="households")
    result = run("Zulu: x > 2\nAlpha: x > 1", people, settings=settings)
    chart = charts.sizes(result)
    assert rows_of(chart, "f0") == [
        {"f0": "Zulu", "f1": 1, "f2": "1 · 33.3%"},
        {"f0": "Alpha", "f1": 1, "f2": "1 · 33.3%"},
        {"f0": "Unassigned", "f1": 1, "f2": "1 · 33.3%"},
        {"f0": "Not profiled", "f1": 1, "f2": "1"},
    ]
    domain = chart.spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert domain == ["Zulu", "Alpha", "Unassigned", "Not profiled"]
    assert chart.summary == (
        "How many households there are. 3 households; 1 unassigned, 1 not profiled. "
        "Zulu 1 · 33.3%; Alpha 1 · 33.3%; Unassigned 1 · 33.3%; Not profiled 1."
    )


def test_the_date_is_said() -> None:
    events = table(id=[1, 2], at=pd.to_datetime(["2024-01-01", "2024-01-02"]))
    result = run("v = score(count())\nA: otherwise", None, events)
    subtitle = charts.distribution(result).spec["title"]["subtitle"]
    assert subtitle == "2 customers, as of 2 Jan 2024; 0 unscored, 0 unassigned"


def colours(chart: Chart) -> dict[str, str]:
    scale = chart.spec["layer"][0]["encoding"]["color"]["scale"]
    return dict(zip(scale["domain"], scale["range"], strict=True))


def test_a_segment_has_one_colour_in_both_charts_even_if_another_is_empty() -> None:
    cell = "value = score(x)\nA: value >= 60\nNone: value > 100\nB: value >= 20\nRest: value < 0"
    result = usual(text=cell)
    spread, counted = colours(charts.distribution(result)), colours(charts.sizes(result))
    assert list(spread) == ["A", "B", "Unassigned"]
    assert spread == {name: counted[name] for name in spread}
    assert len(set(counted.values())) == len(counted) == 5


@pytest.mark.parametrize("draw", [charts.distribution, charts.sizes])
def test_long_names_stay_apart(draw: Any) -> None:
    names = colours(draw(STATES["long names"]))
    assert len(names) == 12
    assert all(len(name) <= 34 for name in names)


@pytest.mark.parametrize(("state", "kind"), [case for case in DRAWN if case not in EMPTY])
def test_every_bar_has_a_colour(state: str, kind: str) -> None:
    chart = drawn(state, kind)
    named_bars = {row["f0"] for row in rows_of(chart, "f0")}
    if kind == "distribution":
        named_bars = {row["f3"] for row in rows_of(chart, "f5")}
    assert named_bars == set(colours(chart))


@pytest.mark.parametrize(("state", "columns"), [("usual", 4), ("long names", 2)])
def test_the_legend_is_no_wider_than_the_chart(state: str, columns: int) -> None:
    colour = drawn(state, "distribution").spec["layer"][0]["encoding"]["color"]
    assert colour["legend"]["columns"] == columns


@pytest.mark.parametrize(("state", "kind"), EMPTY)
def test_a_chart_of_nobody_says_so_in_its_middle(state: str, kind: str) -> None:
    chart = drawn(state, kind)
    (layer,) = chart.spec["layer"]
    said = "Nobody has a score" if kind == "distribution" else "There is nobody"
    assert rows_of(chart, "f0") == [{"f0": 50, "f1": 0.5, "f2": said}]
    assert layer["mark"] == {"type": "text", "color": MUTED, "fontSize": 13}
    assert layer["encoding"]["x"]["scale"]["domain"] == [0, 100]
    assert layer["encoding"]["y"]["scale"]["domain"] == [0, 1]
    assert "color" not in layer["encoding"]
    assert chart.spec["title"] == {
        "text": "Where customers stand"
        if kind == "distribution"
        else "How many customers there are",
        "subtitle": chart.spec["title"]["subtitle"],
    }
    usually = drawn("usual", kind).spec
    assert chart.spec["width"] == usually["width"]
    width, height = (int.from_bytes(next(chunks(chart.png))[1][i : i + 4]) for i in (0, 4))
    assert width >= 2 * chart.spec["width"]
    assert height >= 2 * chart.spec["height"] > 0


def test_a_chart_of_segments_without_anybody_has_its_bars() -> None:
    rows = rows_of(drawn("no customers", "sizes"), "f0")
    assert [row["f0"] for row in rows] == ["Active", "Passive", "Lost"]


# the labels of thresholds


def test_labels_stand_above_the_bars() -> None:
    chart = drawn("usual", "distribution")
    _, top = chart.spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    tallest = score_bars._tallest(rows_of(chart, "f5"))
    lowest = max(row["f4"] for row in rows_of(chart, "f4") if "f5" not in row)
    assert (top - tallest) / top * score_bars.HEIGHT >= lowest + 11


def test_labels_that_would_meet_stand_in_rows() -> None:
    cuts = [Threshold(f"Segment {i}", "from", value) for i, value in enumerate((40, 42, 44, 90))]
    rows = threshold_rows(cuts, WIDTH)
    assert [row["f2"] for row in rows] == [0, 1, 2, 0]
    assert [row["f3"] for row in rows] == ["right", "right", "right", "left"]
    assert len({row["f4"] for row in rows}) == 3


def test_labels_of_one_row_never_meet() -> None:
    cuts = [Threshold(f"Name {'x' * (i % 20)}", "above", i * 8.0) for i in range(13)]
    rows = threshold_rows(cuts, WIDTH)
    assert [row["f0"] for row in rows] == [cut.value for cut in cuts]
    spans: dict[int, list[tuple[float, float]]] = {}
    for row in rows:
        at, wide = row["f0"] / 100 * WIDTH, len(row["f1"]) * CHARACTER
        span = (at, at + wide) if row["f3"] == "right" else (at - wide, at)
        assert span[0] >= 0
        assert span[1] <= WIDTH
        spans.setdefault(row["f2"], []).append(span)
    for row_spans in spans.values():
        for one, other in itertools.combinations(row_spans, 2):
            assert one[1] <= other[0] or other[1] <= one[0]


@pytest.mark.parametrize(("value", "drawn"), [(-1, 0), (0, 1), (100, 1), (100.5, 0)])
def test_only_thresholds_on_the_scale_are_drawn(value: float, drawn: int) -> None:
    assert len(threshold_rows([Threshold("A", "from", value)], WIDTH)) == drawn


def test_every_odd_state_is_drawn() -> None:
    assert {state for state, _ in DRAWN} == set(STATES)
    without: list[Result] = [r for r in STATES.values() if not score_of(r.model.program)]
    assert len(DRAWN) == 2 * len(STATES) - len(without)


OF_OBJECTS = ["constructor", "toString", "valueOf", "__proto__", "hasOwnProperty", "Others"]


@pytest.mark.parametrize("kind", ["distribution", "sizes"])
def test_names_that_every_object_of_javascript_has(kind: str) -> None:
    chart = getattr(charts, kind)(named(OF_OBJECTS))
    drawn = vega_lite.drawn(chart.spec)
    assert [name for name in OF_OBJECTS if f">{name}" not in drawn] == []
    assert [colour for colour in palette(len(OF_OBJECTS)) if colour not in drawn] == []


def test_a_long_unit_is_cut() -> None:
    chart = charts.distribution(usual(settings=Settings(unit="people " * 28)))
    assert chart.spec["title"]["text"] == "Where people people people people peopl… stand"


def test_thresholds_are_not_rounded() -> None:
    near = usual(text="value = score(x)\nA: value >= 99.996\nB: otherwise")
    assert "A from 99.996" in json.dumps(charts.distribution(near).spec)


def test_a_picture_is_as_sharp_as_the_bundle_may_be_large(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for largest in (80_000, 40_000, 100):
        monkeypatch.setattr(chart_module, "_LARGEST", largest)
        chart = charts.distribution(named(twelve()[:6], 2000))
        bundle, metadata = chart._repr_mimebundle_()
        shown = metadata["image/png"]["width"]
        found.append((round(size_of(chart.png)[0] / shown, 2), shown))
        assert len(json.dumps([bundle, metadata])) < largest or largest == 100
    (best, width), (middle, near), (least, same) = found
    assert (best, least) == (2, 1)
    assert 1 < middle < 2
    # in the same size on the page
    assert max(abs(width - near), abs(width - same)) <= 2


def test_segments_that_start_at_one_value_share_a_label() -> None:
    cell = (
        "value = score(x)\nA: value >= 75 and y > 0.5\nB: value >= 75\nC: value >= 25\nD: otherwise"
    )
    chart = charts.distribution(usual(text=cell))
    labels = [row["f1"] for row in rows_of(chart, "f4") if "f5" not in row]
    assert labels == ["C from 25", "A and others from 75"]
