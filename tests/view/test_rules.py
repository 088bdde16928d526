from __future__ import annotations

import re

import pytest

from engine.running import run, table
from seg_jupyter.engine.model import Settings
from seg_jupyter.view.rules import rules_of
from view.results import HOSTILE, RTL, named, odd, usual

FEW = table(x=[9.0, 8.0, 5.0, None, 1.0], y=[1.0, None, 3.0, None, 2.0])


def test_the_table_of_rules() -> None:
    rules = rules_of(run("A: x > 8\nB: y > 2\nC: otherwise", FEW))
    assert rules.to_dicts() == [
        {
            "segment": "A",
            "condition": "x > 8",
            "reached": 5,
            "taken": 1,
            "share": 0.2,
            "unknown": 1,
            "unknown_for": {"x": 1},
        },
        {
            "segment": "B",
            "condition": "y > 2",
            "reached": 4,
            "taken": 1,
            "share": 0.25,
            "unknown": 2,
            "unknown_for": {"y": 2},
        },
        {
            "segment": "C",
            "condition": "otherwise",
            "reached": 3,
            "taken": 3,
            "share": 1,
            "unknown": 0,
            "unknown_for": {},
        },
    ]
    frame = rules.to_frame()
    assert frame["taken"].tolist() == [1, 1, 3]
    assert frame.columns.tolist() == list(rules.to_dicts()[0])


def test_the_display() -> None:
    rules = rules_of(run("A: x > 8\nB: x > 9\nC: otherwise", FEW))
    assert repr(rules).split("\n") == [
        "segments · 5 customers",
        "",
        "segment  condition  reached  taken  share                            unknown  for want of",
        "A        x > 8            5      1  20.0%  ████▊                           1  x (1)",
        "B        x > 9            4      0     0%                                  1  x (1)",
        "C        otherwise        4      4   100%  ████████████████████████        0",
        "",
        "B can never match: A above it takes everybody who would.",
        "1 of C might belong to A or B, but a value is missing: x (1).",
    ]
    assert "B can never match: A above it takes everybody who would." in repr(rules)
    assert rules.findings == (
        "B can never match: A above it takes everybody who would.",
        "1 of C might belong to A or B, but a value is missing: x (1).",
    )


def test_nothing_odd_is_said_too() -> None:
    text = "v = score(x)\nA: v >= 50\nB: otherwise"
    rules = rules_of(run(text, table(x=[float(i) for i in range(40)])))
    assert rules.findings == ()
    assert repr(rules).endswith("\n\nNothing is odd about the rules and the metrics.")
    assert "Nothing is odd" in rules._repr_html_()


def test_findings_stand_in_the_order_of_whom_they_concern() -> None:
    x = [float(i) for i in range(100)]
    people = table(x=x, y=x, z=[0.0] * 30 + x[30:])
    rules = rules_of(run("v = score(x, y, z)\nA: x > 60\nB: x < 20\nC: y > 200", people))
    assert [re.match(r"[^:]*", said).group() for said in rules.findings] == [
        "x and y rank customers alike (Spearman 1.00)",
        "x and z rank customers alike (Spearman 0.99)",
        "y and z rank customers alike (Spearman 0.99)",
        "z is 0 for 30.0% of customers",
        "C takes nobody",
    ]


@pytest.mark.parametrize("state", odd())
def test_odd_results_show_their_rules(state: str) -> None:
    rules = rules_of(odd()[state])
    assert len(rules.to_dicts()) == repr(rules.table).count("\n")
    assert "<table" in rules._repr_html_()


@pytest.mark.parametrize("name", HOSTILE)
def test_html_is_escaped(name: str) -> None:
    result = named([name, "Other"])
    html, plain = rules_of(result)._repr_html_(), rules_of(named(["x", "Other"]))._repr_html_()
    assert html.count("<") == plain.count("<")
    hostile = table(**{name: [1.0, None] * 20})
    cell = f"v = score(`{name}`)\nA: v >= 50 and `{name}` > 3"
    odd_name = rules_of(run(cell, hostile, settings=Settings(name, name)))._repr_html_()
    same = rules_of(run(cell.replace(name, "x"), hostile.rename(columns={name: "x"})))._repr_html_()
    assert odd_name.count("<") == same.count("<")


def test_names_keep_their_direction() -> None:
    assert f'<bdi dir="auto">{RTL}</bdi>' in rules_of(named([RTL, "Other"]))._repr_html_()


def test_no_customer_is_in_the_display() -> None:
    canary = 123456.75
    people = table(x=[*(float(i) for i in range(50)), canary], plan=["pro"] * 50 + ["canary"])
    text = (
        'v = score(x, minmax(x))\nA: v > 90 and plan == "gold"\nB: v > 50 and x < 9999\nC: x > 20'
    )
    rules = rules_of(run(text, people))
    for shown in (repr(rules), rules._repr_html_(), str(rules.to_dicts())):
        assert "canary" not in shown
        assert "123" not in shown
    assert rules_of(usual()).title == "segments · 300 customers"
