from __future__ import annotations

import pytest
from hypothesis import given

from analysis.random_cases import answers_of, result_of, some
from engine.running import days, run, table
from seg_jupyter.analysis.explanation import Distance, Explanation, RuleAnswer, explain
from strategies import Case, cases

MANY = [float(i) for i in range(100)]


def of(text: str, place: int, **columns: object) -> Explanation:
    return explain(run(text, table(**columns)), place)


def test_the_rules_down_to_the_own_one() -> None:
    text = "v = score(x)\nA: v >= 70\nB: y > 3 and x > 50\nC: v >= 40\nD: otherwise"
    found = of(text, 45, x=MANY, y=[None] * 100)
    assert found.segment == "C"
    assert found.better == "B"
    assert found.rules == (
        RuleAnswer("A", "v >= 70", False),
        RuleAnswer("B", "y > 3 and x > 50", False),
        RuleAnswer("C", "v >= 40", True),
    )
    assert of(text, 60, x=MANY, y=[None] * 100).rules[1] == RuleAnswer(
        "B", "y > 3 and x > 50", None, ("y",)
    )
    last = of(text, 3, x=MANY, y=MANY)
    assert last.rules[-1] == RuleAnswer("D", "otherwise", True)
    assert (last.segment, last.better) == ("D", "C")


def test_the_first_and_the_unassigned() -> None:
    text = "A: x > 70\nB: x > 50"
    first = of(text, 99, x=MANY)
    assert first == Explanation("A", (RuleAnswer("A", "x > 70", True),), (), None, (), ())
    left = of(text, 40, x=MANY)
    assert (left.segment, left.better) == ("Unassigned", "B")
    assert [answer.holds for answer in left.rules] == [False, False]
    assert of("double = x", 3, x=MANY) == Explanation("Unassigned", (), (), None, (), ())


def test_a_segment_that_can_never_match_is_no_aim() -> None:
    text = "A: x > 70\nB: x > 80\nC: x > 5 and x < 3\nD: otherwise"
    assert of(text, 30, x=MANY).better == "A"
    assert of("C: x > 5 and x < 3\nD: otherwise", 30, x=MANY).better is None


@pytest.mark.parametrize(
    ("condition", "distances"),
    [
        ("v >= 60", [("v", ">=", 60, 30.5, True)]),
        ("60 < v", [("v", ">", 60, 30.5, True)]),
        ("-x >= -20", [("-x", ">=", -20, -30, False)]),
        ("x <= -1", [("x", "<=", -1, 30, False)]),
        ("20 <= x < 25", [("x", "<", 25, 30, False)]),
        ("v >= 60 and y > 90 and x > 10", [("v", ">=", 60, 30.5, True), ("y", ">", 90, 30, False)]),
        (
            "x + y > 200 and (x > 50 and y > 70)",
            [("x + y", ">", 200, 60, False), ("x", ">", 50, 30, False), ("y", ">", 70, 30, False)],
        ),
        ("v >= 60 or x > 90", []),
        ("not v < 60", []),
        ("x > y", []),
        ("x == 3", []),
        ("z > 3", []),
        ("vip", []),
        ('since > "2026-01-01"', []),
        ("x > 1e-12 and x > 50.0000000001", [("x", ">", 50, 30, False)]),
    ],
)  # fmt: skip
def test_how_far_the_next_segment_is(condition: str, distances: list[tuple]) -> None:
    people = {"x": MANY, "y": MANY, "z": [None] * 100, "vip": [False] * 100}
    since = days(*["2025-01-01"] * 100)
    found = of(f"v = score(x)\nA: {condition}\nB: otherwise", 30, since=since, **people)
    assert list(found.distances) == [Distance(*distance) for distance in distances]


def test_a_distance_is_never_negative() -> None:
    assert Distance("v", ">=", 70, 65.8, True).by == pytest.approx(4.2)
    assert Distance("v", "<=", 10, 65.8, True).by == pytest.approx(55.8)


@some
@given(cases())
def test_every_rule_says_what_the_reference_says(case: Case) -> None:
    result, answers = result_of(case), answers_of(case)
    for place in range(min(len(case.customers), 4)):
        found = explain(result, place)
        assert found.segment == result.labels[result.codes[place]]
        for rule, wanted in zip(found.rules, answers[place], strict=False):
            assert rule.holds is wanted
            assert bool(rule.missing) == (rule.holds is None)
        assert all(distance.by >= 0 for distance in found.distances)
