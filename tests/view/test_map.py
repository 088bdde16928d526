from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from engine.running import run, table
from seg_jupyter.analysis.thresholds import Threshold
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts import score_map
from seg_jupyter.view.charts.surroundings import CHARACTER
from seg_jupyter.view.charts.threshold_labels import (
    LABEL_ROW,
    rows_above,
    rows_beside,
)
from seg_jupyter.view.threshold_words import together
from view import vega_lite
from view.results import of_two_scores, twelve, two_scored, usual

CELL = "v = score(raw(p))\nw = score(raw(q))\nHigh: v >= 40 and w >= 60\nLow: v < 40"
STATES = of_two_scores()


def squares(chart: Chart) -> list[list[float | None]]:
    """The rows of the squares: x, y, customers, two segments by place and number."""
    names = [f"f{i}" for i in range(7)]
    return [
        [row[name] for name in names] for row in vega_lite.rows(chart.spec) if {*names} <= set(row)
    ]


def marks(spec: dict[str, Any], key: str = "layer") -> list[dict[str, Any]]:
    """Every layer that draws something."""
    inner = spec.get(key)
    return [mark for layer in inner for mark in marks(layer)] if inner else [spec]


def test_the_squares_of_a_map() -> None:
    people = table(p=[50.0] * 5 + [1.0, 99.0], q=[70.0] * 4 + [71.0, 1.0, None])
    people["n"] = [0, 0, 0, 1, 2, 0, 0]
    result = run(
        CELL.replace("High:", "High: n == 0 and").replace("Low:", "Low: n == 1 or"), people
    )
    chart = score_map(result)
    # Unassigned comes third, after High and Low
    assert squares(chart) == [[0, 0, 1, 1, 1, None, None], [48, 68, 5, 0, 3, 1, 1]]
    assert chart.table.to_dicts() == [
        {
            "x_from": 48,
            "x_to": 52,
            "y_from": 68,
            "y_to": 72,
            "customers": 5,
            "segments": {"High": 3, "Low": 1, "Unassigned": 1},
        },
        {
            "x_from": 0,
            "x_to": 4,
            "y_from": 0,
            "y_to": 4,
            "customers": 1,
            "segments": {"Low": 1},
        },
    ]
    assert chart.spec["title"] == {
        "text": "Where customers stand on two scores",
        "subtitle": [
            "7 customers; 1 unscored, 2 unassigned",
            "Area: customers, 5 in the largest; pale: less than 80% in one segment",
        ],
    }
    assert chart.summary == (
        "Where customers stand by v and w. 7 customers; 2 unassigned. "
        "High 3 · 42.9%; Low 2 · 28.6%; Unassigned 2 · 28.6%."
    )


def test_a_map_of_pure_squares_says_nothing_of_pale_ones() -> None:
    chart = score_map(run(CELL, table(p=[50.0] * 5, q=[70.0] * 5)))
    assert chart.spec["title"]["subtitle"][1] == "Area: customers, 5 in the largest"


def area(chart: Chart) -> dict[str, Any]:
    (scale,) = {
        json.dumps(mark["encoding"]["size"]["scale"])
        for mark in marks(chart.spec)
        if "size" in mark["encoding"]
    }
    found: dict[str, Any] = json.loads(scale)
    return found


@pytest.mark.parametrize("state", ["two segments", "many and three", "a map of one"])
def test_areas_are_as_the_numbers_of_customers(state: str) -> None:
    chart = score_map(STATES[state])
    scale = area(chart)
    (few, many), (small, large) = scale["domain"], scale["range"]
    assert scale["clamp"]
    assert many == max(row[2] or 0 for row in squares(chart))
    # a line through zero: twice the customers, twice the area
    assert small / few == pytest.approx(large / many)
    assert small == 4


def test_a_million_and_three_are_both_seen() -> None:
    chart = score_map(STATES["many and three"])
    assert [row[2] for row in squares(chart)] == [100_000, 3]
    svg = vega_lite.drawn(chart.spec)
    paths = vega_lite.symbols(svg)
    assert sorted(paths) == [2.0, 15.0]
    assert chart.spec["title"]["subtitle"][1] == (
        "Area: customers, 100,000 in the largest, up to 1,800 in the smallest"
    )


def test_squares_never_meet() -> None:
    for state in ("two segments", "six segments", "two scores, long names"):
        chart = score_map(STATES[state])
        width = min(row["x_to"] - row["x_from"] for row in chart.table.to_dicts())
        height = min(row["y_to"] - row["y_from"] for row in chart.table.to_dicts())
        side = min(width, height) / 100 * chart.spec["width"]
        assert area(chart)["range"][1] ** 0.5 < side
        assert len(squares(chart)) <= 625


def test_the_scores_of_a_map_may_be_named() -> None:
    text = "a = score(x)\nb = score(y)\nc = score(x, y)\nTop: c >= 50\nOther: b > 10"
    result = usual(text=text)
    axes = {
        (None, None): ["b", "c"],
        ("a", None): ["a", "b"],
        (None, "a"): ["b", "a"],
        (None, "b"): ["c", "b"],
        ("c", "a"): ["c", "a"],
    }
    for (x, y), shown in axes.items():
        encoding = marks(score_map(result, x, y).spec)[0]["encoding"]
        titles = [encoding[side]["title"] for side in "xy"]
        assert titles == [f"{name} (score, 0–100)" for name in shown]


def test_a_map_of_nobody_says_so() -> None:
    for state in ("a map of nobody", "a map without customers", "a map, nobody profiled"):
        chart = score_map(STATES[state])
        (layer,) = chart.spec["layer"]
        assert layer["mark"]["type"] == "text"
        assert [row["f2"] for row in vega_lite.rows(chart.spec)] == ["Nobody has both scores"]
        assert (chart.spec["width"], chart.spec["height"]) == (400, 400)
        assert chart.table.rows == ()


# the labels of thresholds


def cuts(*values: float, name: str = "Segment") -> list[Threshold]:
    return [Threshold(f"{name} {i}", "from", value) for i, value in enumerate(values)]


@pytest.mark.parametrize(
    "values", [(10, 20, 30, 40), (0, 100), (50,), (99, 1, 98, 2), tuple(range(0, 100, 8))]
)
def test_no_line_goes_through_a_label_above_the_map(values: tuple[float, ...]) -> None:
    rows = rows_above(cuts(*values, name="A name of some length"), 400)
    assert sorted(row["f0"] for row in rows) == sorted(values)
    assert all(row["f4"] <= -LABEL_ROW for row in rows)
    for row, other in itertools.permutations(rows, 2):
        start, end = row["f0"] * 4, row["f0"] * 4 + 5 + len(row["f1"]) * CHARACTER
        if start < other["f0"] * 4 <= end:
            # the line of the other ends below this label
            assert other["f4"] >= row["f4"] + LABEL_ROW


def test_labels_that_have_room_stand_low() -> None:
    rows = rows_above(cuts(10, 80, name="A"), 400)
    assert [row["f4"] for row in rows] == [-LABEL_ROW, -LABEL_ROW]


@pytest.mark.parametrize(
    "values", [(10, 20, 90), (50, 50.5, 51), (99, 99.5, 100), (0, 0.5, 1), tuple(range(0, 100, 5))]
)
def test_labels_beside_the_map_stay_apart_and_on_it(values: tuple[float, ...]) -> None:
    rows = rows_beside(cuts(*values), 400)
    places = [row["f4"] for row in rows]
    assert [row["f0"] for row in rows] == list(values)
    assert all(low - high >= LABEL_ROW for low, high in itertools.pairwise(places))
    assert max(places) <= 400
    assert min(places) >= 0


def test_labels_beside_the_map_stand_at_their_lines_where_they_can() -> None:
    assert [row["f4"] for row in rows_beside(cuts(25, 75), 400)] == [300, 100]


def test_thresholds_that_are_off_the_scale_are_left_out() -> None:
    assert rows_above(cuts(-1, 101), 400) == []
    assert rows_beside(cuts(-1, 101), 400) == []


def test_one_label_stands_for_all_segments_of_a_value() -> None:
    found = together(
        [
            Threshold("Champions", "from", 70),
            Threshold("Habit", "from", 70),
            Threshold("Rest", "below", 70),
            Threshold("x" * 40, "from", 40),
            Threshold("y", "from", 40),
        ]
    )
    assert found == (
        Threshold("Champions and others", "from", 70),
        Threshold("Rest", "below", 70),
        Threshold(f"{'x' * 12}… and others", "from", 40),
    )


def test_thresholds_of_both_scores_are_labelled() -> None:
    svg = vega_lite.drawn(score_map(two_scored(["Loyal", "Warm", "Rest"])).spec)
    for text in ("Loyal from 70", "Warm from 60", "Warm from 75", "Rest below 60"):
        assert f">{text}<" in svg


def test_the_legend_stands_above_the_labels() -> None:
    chart = score_map(two_scored(twelve(), 5000))
    highest = min(row["f4"] for row in vega_lite.rows(chart.spec) if row.get("f4", 0) < 0)
    assert marks(chart.spec)[0]["encoding"]["color"]["legend"]["offset"] >= 6 - highest
