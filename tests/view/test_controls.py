"""Sliders and boxes: what they are called, how far they go, and what they cost."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given

from analysis.random_cases import result_of, some
from engine.running import run, table
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.adjustables import Role, adjustables
from seg_jupyter.lang.parser import parse
from seg_jupyter.view.controls import Control, controls
from strategies import Case, cases
from view.results import HOSTILE, RTL, named, of_columns, usual

PEOPLE = table(
    id=np.arange(100), age=np.arange(100) % 60 + 20.0, spend=np.arange(100) * 10.0, x=[0.0, 1] * 50
)
ORDERS = table(
    id=np.arange(100) % 60, at=np.array(["2026-01-05"] * 100, "datetime64[us]"), amount=[2.0] * 100
)
CELL = """
orders_90d = count(amount > 1, last="90d", offset="2w")  # all of them
since = fill(recency(), 9999)
pace = change(count(half_life="3d"), "12w")
near = bands(since, 30, 90)
f = tile(orders_90d * 2, 5)
value = score(3 * orders_90d, -2 * `spend`, pace,
              age in [30, 40])
Active: value >= 70
Passive: 40 <= value and 25 <= age <= 34 and spend < 437
At risk: since <= 180 or spend == 5
Rest: otherwise"""


def fitted(text: str = CELL, **options: object) -> Result:
    return run(text, PEOPLE, ORDERS, id="id", as_of="2026-01-31", **options)


def flat(result: Result) -> list[Control]:
    return [control for group in controls(result) for control in group.controls]


def test_the_lines_of_a_cell() -> None:
    assert [group.heading for group in controls(fitted())] == [
        'orders_90d = count(amount > 1, last="90d", offset="2w")',
        "since = fill(recency(), 9999)",
        'pace = change(count(half_life="3d"), "12w")',
        "near = bands(since, 30, 90)",
        "f = tile(orders_90d * 2, 5)",
        "value = score(…)",
        "Active: value >= 70",
        "Passive: 40 <= value and 25 <= age <= 34 and spend < 437",
        "At risk: since <= 180 or spend == 5",
    ]


WORDS = [
    # line, name, words, label, number, unit; what is no slider in brackets
    ("orders_90d", "amount", "amount", "orders_90d: amount", 1, ""),
    ("orders_90d", "last", "last", "orders_90d: last, in days", 90, "d"),
    ("orders_90d", "offset", "offset", "orders_90d: offset, in weeks", 2, "w"),
    ("since", "fill", "fill with", "since: fill with", 9999, ""),
    ("pace", "half_life", "half-life", "pace: half-life, in days", 3, "d"),
    ("pace", "change", "change over", "pace: change over, in weeks", 12, "w"),
    ("near", "cut", "cut", "near: cut", 30, ""),
    ("near", "cut 2", "cut 2", "near: cut 2", 90, ""),
    ("f", "number", "number", "f: number", 2, ""),
    ("f", "parts", "parts", "f: parts", 5, ""),
    ("value", "orders_90d", "orders_90d", "weight of orders_90d in value", 3, ""),
    ("value", "spend", "spend", "weight of spend in value", -2, ""),
    ("value", "pace", "pace", "weight of pace in value", 1, ""),
    ("value", "age in [30, 40]", "age in [30, 40]", "weight of age in [30, 40] in value", 1, ""),
    ("value", "age", "age", "value: age", 30, ""),
    ("value", "age 2", "age 2", "value: age 2", 40, ""),
    ("Active", "value", "from", "Active: value from", 70, ""),
    ("Passive", "value", "value: from", "Passive: value from", 40, ""),
    ("Passive", "age", "age: years, from", "Passive: age from, in years", 25, "years"),
    ("Passive", "age 2", "age: years, up to", "Passive: age up to, in years", 34, "years"),
    ("Passive", "spend", "spend: below", "Passive: spend below", 437, ""),
    ("At risk", "since", "days, up to", "At risk: since up to, in days", 180, "days"),
    ("At risk", "spend", "spend", "At risk: spend", 5, ""),
]


def test_what_each_number_is_called() -> None:
    found = flat(fitted(settings=Settings(units={"age": "years"})))
    assert [(c.line, c.name, c.words, c.label, c.saved, c.unit) for c in found] == WORDS
    assert [c.place for c in found] == list(range(len(WORDS)))


def test_which_are_sliders_and_which_read_the_events_again() -> None:
    found = flat(fitted())
    boxes = {(c.line, c.name) for c in found if not c.live}
    lines = {"orders_90d", "since", "pace", "near", "f"}
    assert boxes == {(c.line, c.name) for c in found if c.line in lines} | {
        ("value", "age"),
        ("value", "age 2"),
        ("At risk", "spend"),
    }
    assert {c.saved for c in found if c.events} == {1, 90, 2, 3, 12}
    assert {(c.line, c.name) for c in found if c.events} == {
        *(("orders_90d", name) for name in ("amount", "last", "offset")),
        *(("pace", name) for name in ("half_life", "change")),
    }


def test_how_far_each_goes() -> None:
    found = {(c.line, c.name): (c.low, c.high, c.step) for c in flat(fitted())}
    assert found["value", "orders_90d"] == (0, 5, 0.1)
    assert found["value", "spend"] == (-5, 0, 0.1)
    assert found["Active", "value"] == (0, 100, 1)
    assert found["Passive", "age"] == (19, 79, 1)
    assert found["Passive", "spend"] == (0, 990, 1)
    assert found["orders_90d", "last"] == (1, 36525, 1)
    assert found["orders_90d", "offset"] == (1, 5217, 1)
    assert found["f", "parts"] == (2, 100, 1)
    assert found["near", "cut"] == found["since", "fill"] == (0, 0, 0)


# odd cells


def test_a_cell_without_numbers() -> None:
    assert controls(usual(text="v = x + y\nA: v == x\nRest: otherwise")) == ()
    assert [g.heading for g in controls(usual(text="v = score(x)\nA: v == x"))] == ["v = score(…)"]


def test_a_cell_of_forty_numbers() -> None:
    terms = ", ".join(f"{i + 1} * (x + {i})" for i in range(20))
    found = flat(usual(text=f"v = score({terms})\nA: otherwise"))
    assert len(found) == 40
    assert len({c.name for c in found}) == 40
    assert {(c.low, c.high) for c in found if c.live} == {(0, 50)}
    assert found[3].name == "number 2"
    assert found[2].name == "x + 1"


def test_a_metric_that_stands_twice() -> None:
    text = "v = score(x, 2 * rank(x), -minmax(x))\nA: v > 3 or v > 5 or v < 9"
    found = flat(usual(text=text))
    assert [c.name for c in found] == ["x", "x 2", "x 3", "v", "v 2", "v 3"]
    assert [c.label for c in found[3:]] == ["A: v above", "A: v 2 above", "A: v below"]
    assert [c.words for c in found[3:]] == ["v: above", "v: above", "v: below"]


def test_a_segment_called_like_a_definition() -> None:
    found = flat(usual(text="v = score(x)\nw = v + 3\nw: v > 3\nv: v > 2"))
    assert [(c.line, c.name) for c in found] == [
        ("v", "x"),
        ("w", "number"),
        ("w", "v"),
        ("v", "v"),
    ]
    alike = flat(usual(text="v = fill(x, 3) + fill(x, 4)\nv: fill(x, 1) > 4"))
    assert [c.name for c in alike] == ["fill", "fill 2", "fill 3", "fill(x, 1)"]


@pytest.mark.parametrize("customers", [0, 1])
def test_hardly_anybody(customers: int) -> None:
    text = "v = score(x, y)\nA: v >= 70\nB: x >= 40"
    found = {(c.line, c.name): (c.low, c.high, c.step) for c in flat(usual(customers, text))}
    assert found["A", "v"] == (0, 100, 1)
    assert found["B", "x"] == (0, 80, 1), "the value of one customer is told to nobody"


def test_everything_is_missing() -> None:
    people = table(x=[None] * 50, y=[np.nan] * 50)
    found = flat(run("v = score(x, y)\nA: v >= 70\nB: x >= 40\nC: y < 0.5", people))
    assert [(c.low, c.high, c.step) for c in found[2:]] == [
        (0, 100, 1),
        (0, 80, 1),
        (0, 1, 0.005),
    ]


LONG = "a name of sixty characters, which is the longest that we are "


@pytest.mark.parametrize("name", [LONG[:60], RTL, "الزبائن النشطون", "👍 " * 20])
def test_long_and_foreign_names_of_segments(name: str) -> None:
    found = controls(named([name, "Other"]))
    heading = found[1].heading
    assert len(heading) <= 72
    assert heading.endswith(": value >= 50")
    (control,) = found[1].controls
    assert control.line == name.strip()
    assert control.label == f"{name.strip()}: value from"


def test_names_of_columns_are_texts_and_nothing_else() -> None:
    result = of_columns(HOSTILE)
    found = flat(result)
    assert {c.name for c in found if c.label.startswith("weight")} == set(HOSTILE)
    shown = json.dumps([asdict(group) for group in controls(result)], ensure_ascii=False)
    assert "&lt;" not in shown


def test_a_long_condition_and_a_long_metric_are_cut() -> None:
    long = " + ".join(["x"] * 40)
    text = f"v = score({long})\nA: {long} >= 3 and v > 3\nB: {long} == 4"
    first, second, third = controls(usual(text=text))
    assert max(len(group.heading) for group in (first, second, third)) <= 72
    assert first.controls[0].name == long
    for control in (*first.controls, *second.controls, *third.controls):
        assert len(control.words) <= 60
        assert len(control.label) <= 100


@pytest.mark.filterwarnings("error::RuntimeWarning")
@some
@given(cases(ranked=True))
def test_every_number_of_every_cell_has_a_control(case: Case) -> None:
    result = result_of(case)
    found = flat(result)
    every = adjustables(parse(result.model.text))
    assert [(c.place, c.line, c.saved) for c in found] == [
        (place, a.line, a.value) for place, a in enumerate(every)
    ]
    assert len({(c.line, c.name) for c in found}) == len(found)
    assert json.dumps([asdict(c) for c in found], allow_nan=False)
    for control, adjustable in zip(found, every, strict=True):
        assert control.live == (adjustable.role is Role.WEIGHT or bool(adjustable.beside))
        if control.live:
            assert control.low <= control.saved <= control.high
            steps = (control.saved - control.low) / control.step
            assert steps == pytest.approx(round(steps), abs=1e-6)
