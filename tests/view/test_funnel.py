from __future__ import annotations

from typing import Any

import pytest

from engine.running import run, table
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts import funnel
from seg_jupyter.view.theme import NOBODY, palette
from view import vega_lite
from view.results import odd

PEOPLE = table(age=[60.0, 20, 30, None, None, 50], plan=["a", "b", None, "a", "b", "b"])
CELL = 'Old: age >= 50\nSome: plan == "a" and age < 40\nRest: plan == "b"'


def rows(chart: Chart) -> list[list[Any]]:
    return [list(row.values()) for row in vega_lite.rows(chart.spec)]


def parts(chart: Chart) -> list[dict[str, Any]]:
    """The three parts of the bars."""
    found: list[dict[str, Any]] = [x for x in chart.spec["layer"] if x["mark"]["type"] == "bar"]
    return found


def test_the_bars_of_a_funnel() -> None:
    # name, end of taken, of unknown and of all, numbers, unknown, condition
    assert rows(funnel(run(CELL, PEOPLE))) == [
        ["Old", 2, 4, 6, "2 of 6 · 33.3%", 2, "age >= 50 · unknown for 2: no age"],
        [
            "Some",
            0,
            2,
            4,
            "0 of 4 · 0%",
            2,
            'plan == "a" and age < 40 · unknown for 2: no plan (1) and age (1)',
        ],
        ["Rest", 2, 3, 4, "2 of 4 · 50.0%", 1, 'plan == "b" · unknown for 1: no plan'],
        ["Unassigned", 2, 2, 2, "2 left", 0, "taken by no segment"],
    ]


def test_a_funnel_says_itself_in_words_and_figures() -> None:
    chart = funnel(run(CELL, PEOPLE))
    assert chart.spec["title"] == {
        "text": "How customers pass the segments",
        "subtitle": [
            "6 customers; 2 unassigned",
            "Coloured: taken; pale: passed on; dashed: passed on, as a value is missing",
        ],
    }
    assert chart.summary == (
        "How customers pass the segments. 6 customers; 2 unassigned. "
        "Old took 2 of 6 · 33.3%; Some took 0 of 4 · 0%; Rest took 2 of 4 · 50.0%."
    )
    frame = chart.table.to_frame()
    assert frame["reached"].tolist() == [6, 4, 4, 2]
    assert frame["taken"].tolist()[:3] == [2, 0, 2]
    assert frame["unknown"].tolist()[:3] == [2, 2, 1]
    assert frame["unknown_for"].tolist()[1] == {"plan": 1, "age": 1}
    assert chart.table.colours == (*palette(3), NOBODY)
    assert repr(chart.table).split("\n")[-1].split() == ["Unassigned", "–", "2", *"––––"]


def test_three_parts_make_a_bar() -> None:
    passed, unknown, taken = parts(funnel(run(CELL, PEOPLE)))
    assert taken["encoding"]["x"]["field"] == "f1"
    assert (unknown["encoding"]["x"]["field"], unknown["encoding"]["x2"]["field"]) == ("f1", "f2")
    assert (passed["encoding"]["x"]["field"], passed["encoding"]["x2"]["field"]) == ("f2", "f3")
    assert unknown["mark"]["strokeDash"]
    assert unknown["transform"] == [{"filter": "(datum.f5 > 0)"}]
    assert passed["mark"]["opacity"] < 0.5
    scale = taken["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        **dict(zip(["Old", "Some", "Rest"], palette(3), strict=True)),
        "Unassigned": NOBODY,
    }


def test_otherwise_leaves_nobody() -> None:
    chart = funnel(run("Old: age >= 50\nRest: otherwise", PEOPLE))
    assert [row[0] for row in rows(chart)] == ["Old", "Rest"]
    assert rows(chart)[1][4:] == ["4 of 4 · 100%", 0, "otherwise"]
    assert [row["segment"] for row in chart.table.to_dicts()] == ["Old", "Rest"]


def test_a_column_may_be_called_otherwise() -> None:
    people = table(otherwise=[True, False])
    chart = funnel(run("A: `otherwise`", people))
    assert [row[0] for row in rows(chart)] == ["A", "Unassigned"]


def test_what_does_not_occur_is_not_explained() -> None:
    chart = funnel(run("A: x > 1\nB: otherwise", table(x=[1.0, 2.0])))
    assert chart.spec["title"]["subtitle"][1] == "Coloured: taken; pale: passed on"


def test_long_conditions_are_cut_and_what_is_missing_is_still_said() -> None:
    long = " or ".join(f"x > {n}" for n in range(90))
    (row, _) = rows(funnel(run(f"A: {long}", table(x=[1.0, None]))))
    assert row[6].startswith("x > 0 or x > 1 or")
    assert row[6].endswith("… · unknown for 1: no x")
    assert len(row[6]) <= 90
    columns = {f"{'a long name of a column ' * 3}{n}": [None, 1.0] for n in range(5)}
    want = " and ".join(f"`{name}` > 0" for name in columns)
    (row, _) = rows(funnel(run(f"A: {want}", table(**columns).astype(float))))
    assert " · unknown for 1: no " in row[6]
    assert len(row[6]) <= 90


def test_only_the_profiled_are_followed() -> None:
    people = table(x=[1.0, 2.0, 3.0], ok=[True, True, False])
    chart = funnel(run("A: x > 1", people, settings=Settings(consent="ok", unit="households")))
    assert [row[3] for row in rows(chart)] == [2, 1]
    assert chart.summary.startswith(
        "How households pass the segments. 2 households; 1 unassigned, 1 not profiled. A took"
    )


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (odd()["nothing at all"], "The cell has no segments"),
        (odd()["no customers"], "There is nobody"),
        (odd()["nobody profiled"], "There is nobody"),
    ],
)
def test_an_empty_funnel_says_so(result: Result, said: str) -> None:
    chart = funnel(result)
    (layer,) = chart.spec["layer"]
    assert layer["mark"]["type"] == "text"
    assert [row["f2"] for row in vega_lite.rows(chart.spec)] == [said]
    assert chart.spec["width"] == funnel(odd()["usual"]).spec["width"]
