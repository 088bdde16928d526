from __future__ import annotations

import pytest

from engine.running import run, table
from seg_jupyter.analysis.thresholds import Threshold, score_of, thresholds, two_scores
from seg_jupyter.lang.program import Program

PEOPLE = table(x=[1.0, 2.0, 3.0], y=[3.0, 1.0, 2.0], vip=[True, False, True])
SCORES = "value = score(x)\nother = score(y)\nplain = x + 1\n"


def program(lines: str) -> Program:
    return run(SCORES + lines, PEOPLE).model.program


@pytest.mark.parametrize(
    ("condition", "cuts"),
    [
        ("value >= 70", [("from", 70)]),
        ("value > 70", [("above", 70)]),
        ("value <= 70", [("up to", 70)]),
        ("value < 70", [("below", 70)]),
        ("70 <= value", [("from", 70)]),
        ("70 < value", [("above", 70)]),
        ("70 >= value", [("up to", 70)]),
        ("70 > value", [("below", 70)]),
        ("62.5 <= value", [("from", 62.5)]),
        ("40 <= value < 70", [("from", 40), ("below", 70)]),
        ("70 > value >= 40", [("below", 70), ("from", 40)]),
        ("0 <= value <= 100", [("from", 0), ("up to", 100)]),
        ("value >= 40 and x > 1", [("from", 40)]),
        ("x > 1 and value >= 40", [("from", 40)]),
        ("value >= 40 and (x > 1 and value < 60)", [("from", 40), ("below", 60)]),
        ("value >= 40 and value >= 40", [("from", 40)]),
        ("value >= 40 and (value < 10 or x > 1)", [("from", 40)]),
        ("value >= 140", [("from", 140)]),
        # what cuts nowhere, or not alone
        ("value >= 70 or x > 1", []),
        ("value >= 70 or value < 10", []),
        ("not value >= 70", []),
        ("value == 70", []),
        ("value != 70", []),
        ("value in [70, 80]", []),
        ("missing(value)", []),
        ("value + 1 >= 70", []),
        ("value >= x", []),
        ("x <= value", []),
        ("value >= other", []),
        ("x >= 2", []),
        ("other >= 50", []),
        ("plain >= 50", []),
        ("2 >= 1", []),
        ("vip", []),
        ("vip and value >= 40", [("from", 40)]),
    ],
)
def test_the_cuts_of_a_condition(condition: str, cuts: list[tuple[str, float]]) -> None:
    found = thresholds(program(f"A: {condition}"), "value")
    assert found == tuple(Threshold("A", words, value) for words, value in cuts)


def test_the_cuts_of_several_segments_are_in_the_order_of_the_cell() -> None:
    cell = program("Low: value < 30\nHigh: value >= 70\nOdd: other >= 5\nRest: otherwise")
    assert thresholds(cell, "value") == (
        Threshold("Low", "below", 30),
        Threshold("High", "from", 70),
    )
    assert thresholds(cell, "other") == (Threshold("Odd", "from", 5),)


def test_the_same_cut_of_two_segments_stays_two() -> None:
    cell = program("A: value >= 40 and x > 1\nB: value >= 40")
    assert [cut.segment for cut in thresholds(cell, "value")] == ["A", "B"]


@pytest.mark.parametrize("condition", ["value >= none", "none < value"])
def test_a_column_of_nothing_is_no_cut(condition: str) -> None:
    result = run(f"value = score(x)\nA: {condition}", table(x=[1.0], none=[None]))
    assert thresholds(result.model.program, "value") == ()


@pytest.mark.parametrize(
    ("lines", "score"),
    [
        ("A: otherwise", "other"),
        ("A: x > 1", "other"),
        ("A: value >= 3\nB: otherwise", "value"),
        ("A: other >= 3\nB: value >= 3", "value"),
        ("A: value >= 3\nB: other >= 3", "other"),
        ("A: value >= 3 and other < 3", "other"),
        ("A: not (x > 1 or value / 2 < 3)\nB: plain > 1", "value"),
        ("", "other"),
    ],
)
def test_the_score_of_a_chart_is_the_last_that_a_segment_reads(lines: str, score: str) -> None:
    assert score_of(program(lines)) == score


def test_without_a_score_there_is_none_to_show() -> None:
    assert score_of(run("plain = x\nA: plain > 1", PEOPLE).model.program) is None


@pytest.mark.parametrize(
    ("lines", "named", "shown"),
    [
        ("A: value >= 70 and other >= 50", (), ("value", "other")),
        ("A: other >= 70 and value >= 50", (), ("value", "other")),
        ("A: x > 1", (), ("value", "other")),
        ("third = score(x, y)\nA: x > 1", (), ("other", "third")),
        ("third = score(x, y)\nA: value >= 50", (), ("value", "third")),
        ("third = score(x, y)\nA: third > 9\nB: value >= 50", (), ("value", "third")),
        ("third = score(x, y)\nA: value > 9\nB: third > 9\nC: other >= 50", (), ("other", "third")),
        ("third = score(x, y)\nA: value > 9\nB: other > 9\nC: value > 8", (), ("value", "other")),
        ("third = score(x, y)\nA: value >= 50", ("other",), ("value", "other")),
        ("third = score(x, y)\nA: value >= 50", ("value",), ("value", "third")),
        ("third = score(x, y)\nA: value >= 50", ("third", "other"), ("other", "third")),
    ],
)
def test_the_two_scores_of_a_map(
    lines: str, named: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    assert two_scores(program(lines), *named) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("v = score(x)\nA: v > 5", ("v",)), ("A: x > 1", ()), ("A: otherwise", ())]
)
def test_a_cell_may_have_fewer_than_two_scores(text: str, shown: tuple[str, ...]) -> None:
    assert two_scores(run(text, PEOPLE).model.program) == shown
