"""The charts of metrics by segment: the profile, and the points of a score."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine.running import run, table
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.view import charts
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.grid import _lines
from seg_jupyter.view.charts.grid_layout import Layout
from seg_jupyter.view.theme import MUTED, palette
from view.results import named, odd, twelve, usual
from view.vega_lite import below

STATES = odd()
KINDS = {"profile": charts.profile, "contribution": charts.contribution}
DRAWN = [
    (state, kind)
    for state, result in STATES.items()
    for kind in KINDS
    if kind == "profile" or score_of(result.model.program)
]
EMPTY = {
    "no customers": "There is nobody",
    "nobody profiled": "There is nobody",
    "no rows": "There is nobody",
    "all unscored": "Nobody has a score",
    "weights of 0": "Nobody has a score",
}


@cache
def drawn(state: str, kind: str) -> Chart:
    return KINDS[kind](STATES[state])


def cells(chart: Chart) -> list[dict[str, str]]:
    """The table of cells."""
    (text,) = (rows for rows in chart.spec["datasets"].values() if isinstance(rows, str))
    return list(csv.DictReader(io.StringIO(text)))


def numbers(chart: Chart) -> list[list[str]]:
    """The numbers, row by row."""
    rows: dict[str, list[str]] = {}
    for cell in cells(chart):
        rows.setdefault(cell["f2"], []).append(cell["f0"])
    return list(rows.values())


def labels(chart: Chart) -> list[dict[str, Any]]:
    """The metrics, each with the note below it."""
    return [row for row in rows_of(chart, "f3") if "f6" not in row]


def subtitle(chart: Chart) -> list[str]:
    return list(chart.spec["title"]["subtitle"])


def rows_of(chart: Chart, field: str) -> list[dict[str, Any]]:
    """The objects of the data that have a field."""
    data = [rows for rows in chart.spec["datasets"].values() if not isinstance(rows, str)]
    return [row for rows in data for row in rows if field in row]


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_of_one_customer_is_shown(kind: str) -> None:
    spend = [float(i) for i in range(297)] + [-654321.125, 987654.321, 5e9]
    people = pd.DataFrame(
        {"mail": [f"canary-{i}@example.org" for i in range(300)], "spend": spend, "visits": 4567.5}
    )
    people.loc[5:, "visits"] = np.nan
    cell = "v = score(spend, visits)\nHigh: spend > 900\nA: spend > 100\nB: otherwise"
    chart = KINDS[kind](run(cell, people))
    shown = [json.dumps(chart.spec), repr(chart), repr(chart.table), str(chart.table.to_dicts())]
    for text in shown:
        for canary in ("canary", "@", "654321", "654,321", "987654", "987,654", "4567", "4,567"):
            assert canary not in text
        assert "5B" not in text


def two(**settings: Any) -> Result:
    """Two segments of ten and thirty, and values that are easily counted."""
    people = table(
        spend=[100.0 * i for i in range(1, 41)],
        returns=[0.0] * 30 + [1.0, 2.0] * 5,
        member=[0.0] * 20 + [1.0] * 20,
        age=[30.0] * 35 + [None] * 5,
    )
    cell = "v = score(spend, -returns, member, age)\nTop: spend > 3000\nRest: otherwise"
    return run(cell, people, settings=Settings(**settings))


def test_a_profile_by_hand() -> None:
    chart = charts.profile(two(units={"spend": "USD"}))
    assert numbers(chart) == [
        ["3,550", "1,550", "2,050"],
        ["100%", "0%", "25%"],
        ["100%", "33%", "50%"],
        ["<10", "hidden", "30"],
    ]
    ranks = [[cell["f4"] for cell in cells(chart)[i : i + 2]] for i in (0, 3)]
    assert ranks == [["0.88", "0.38"], ["0.88", "0.38"]]
    assert [row["f3"] for row in labels(chart)] == [
        "median, USD",
        "share above 0",
        "share of 1",
        "median · 5 missing",
    ]
    assert [row["f0"] for row in rows_of(chart, "f6")] == ["Top", "Rest", "All customers"]
    assert [row["f3"] for row in rows_of(chart, "f6")] == ["10", "30", "40"]
    assert subtitle(chart) == [
        "40 customers; 0 unassigned",
        "Bar: mean rank among all customers, from the lowest (left) to the highest (right)",
        "Segments differ by construction in the metrics that they are made of",
        "2 figures hidden: of fewer than 10 people, or a total would give those away",
    ]


def test_the_table_of_a_profile_has_its_figures() -> None:
    frame = charts.profile(two()).table.to_frame()
    assert frame["segment"].tolist() == ["Top", "Rest", "All"] * 4
    figures = [3550, 1550, 2050, 1, 0, 0.25, 1, 1 / 3, 0.5]
    assert frame["figure"].iloc[:9].tolist() == pytest.approx(figures)
    assert frame["rank"].iloc[:3].tolist() == [88, 38, 50]
    assert frame.iloc[9:11][["known", "figure", "rank"]].isna().all(axis=None)
    assert charts.profile(two()).table.colours == (*palette(2), MUTED) * 4


def test_contributions_by_hand() -> None:
    people = table(x=[100.0] * 20 + [50.0] * 20, y=[0.0] * 20 + [100.0] * 20)
    result = run("v = score(3 * raw(x), -raw(y))\nTop: x > 60\nRest: otherwise", people)
    chart = charts.contribution(result)
    assert numbers(chart) == [
        ["100.0", "37.5", "68.8"],
        ["75.0", "37.5", "56.2"],
        ["25.0", "0.0", "12.5"],
    ]
    assert [(cell["f4"], cell["f6"]) for cell in cells(chart)] == [
        ("1", "1"),
        ("0.375", "1"),
        ("0.688", "1"),
        ("1", "1"),
        ("0.5", "1"),
        ("0.75", "1"),
        ("0.333", "0.333"),
        ("0", "0.333"),
        ("0.167", "0.333"),
    ]
    assert [row["f3"] for row in labels(chart)] == [
        "mean score",
        "weight 3",
        "weight -1, low is good",
    ]
    frame = chart.table.to_frame()
    assert frame["metric"].tolist() == ["v"] * 3 + ["x"] * 3 + ["y"] * 3
    assert frame["customers"].tolist() == [20, 20, 40] * 3
    assert frame["weight"].isna().tolist() == [True] * 3 + [False] * 6
    assert frame["weight"].tolist()[3:] == [3.0] * 3 + [-1.0] * 3
    assert frame["points"].tolist()[:4] == [100.0, 37.5, 68.8, 75.0]
    assert frame["most"].tolist()[:4] == [100.0, 100.0, 100.0, 75.0]


def test_contributions_of_few_are_hidden_and_counted() -> None:
    chart = charts.contribution(two())
    assert numbers(chart)[0] == [cell["f0"] for cell in cells(chart)[:3]]
    assert numbers(chart)[1][:2] == ["hidden", "hidden"]
    assert subtitle(chart)[-1] == (
        "8 figures hidden: of fewer than 10 people, or a total would give those away"
    )
    few = charts.contribution(run("v = score(x)\nA: otherwise", table(x=[1.0, 2.0])))
    assert numbers(few) == [["<10", "<10"]] * 2


def test_another_score_can_be_asked_for() -> None:
    result = usual(text="one = score(x)\ntwo = score(y)\nA: two > 50\nB: otherwise")
    assert labels(charts.contribution(result))[0]["f0"] == "two"
    assert labels(charts.contribution(result, "one"))[0]["f0"] == "one"


@pytest.mark.parametrize(("state", "kind"), [case for case in DRAWN if case[0] in EMPTY])
def test_a_chart_of_nobody_says_so_in_its_middle(state: str, kind: str) -> None:
    chart = drawn(state, kind)
    if kind == "profile" and EMPTY[state] == "Nobody has a score":
        assert len(cells(chart)) > 0
        return
    said = "There is nobody" if kind == "profile" else "Nobody has a score"
    if state == "no rows":
        said = "There is nobody"
    assert rows_of(chart, "f1") == [{"f0": 50, "f1": 0.5, "f2": said}]


def test_a_cell_without_numbers_says_so() -> None:
    chart = charts.profile(run("A: x == 'a'", table(x=["a", "b"] * 10)))
    assert rows_of(chart, "f1")[0]["f2"] == "The cell has no numbers to compare"


def test_metrics_without_room_are_counted() -> None:
    lines = [f"m{i} = x + {i}" for i in range(14)]
    chart = charts.profile(usual(text="\n".join([*lines, "A: otherwise"])))
    assert subtitle(chart)[-1] == "Not shown, for want of room: 2 metrics"
    assert len(numbers(chart)) == 12


@pytest.mark.parametrize("kind", KINDS)
def test_a_segment_has_its_colour(kind: str) -> None:
    domains = [
        (value["scale"]["domain"], value["scale"]["range"])
        for layer in drawn("usual", kind).spec["layer"]
        for value in [layer.get("encoding", {}).get("color")]
        if value
    ]
    assert domains == [(["Active", "Passive", "Lost"], list(palette(3)))]


@pytest.mark.parametrize(
    ("names", "tilted"),
    [
        (["Good", "Bad"], False),
        (["Needs some attention", *"abcdef"], False),
        (twelve(), True),
    ],
)
def test_names_that_fill_more_than_three_lines_are_tilted(names: list[str], tilted: bool) -> None:
    spec = charts.profile(named(names)).spec
    assert any(key == "angle" for key, _ in below(spec)) is tilted


def test_a_unit_that_is_too_long_for_a_narrow_column_is_left_out() -> None:
    cell = "\n".join(["v = score(x)", *(f"S{i}: x > {0.9 - i / 20}" for i in range(12))])
    result = usual(text=cell, settings=Settings(unit="households"))
    assert [row["f0"] for row in rows_of(charts.profile(result), "f6")][-1] == "All"


def test_labels_have_two_lines_at_most() -> None:
    assert _lines("spend") == ("spend",)
    assert _lines("sum(amount where category == 1) + 3") == ("sum(amount where category == 1) + 3",)
    two_lines = _lines("sum(amount where category == 1, last=90 days) + count()")
    assert two_lines == ("sum(amount where category == 1,", "last=90 days) + count()")
    for text in ("a" * 300, "ab " * 100, "a" * 30 + " " + "b" * 30 + " " + "c" * 30):
        lines = _lines(text)
        assert len(lines) == 2
        assert lines[-1].endswith("…")
        assert all(len(line) <= 36 for line in lines)


def test_a_layout_by_hand() -> None:
    layout = Layout(4, (("a",), ("b", "c"), ("d",)))
    assert layout.column == 112
    assert [layout.left(column) for column in range(5)] == [0, 112, 224, 336, 464]
    assert [layout.top(row) for row in range(4)] == [0, 46, 106, 152]
    assert (layout.width, layout.height) == (576, 152)
    assert (layout.within(1, 0), layout.within(1, 0.5), layout.within(1, 1)) == (119, 168, 217)
    assert Layout(0, (("a",),)).width == 124
