from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine.running import labels, run, table
from seg_jupyter.analysis.dead_rules import Impossible, Shadowed, Unmet
from seg_jupyter.analysis.doubts import Doubt
from seg_jupyter.analysis.gaps import Gap
from seg_jupyter.analysis.overlaps import Overlap
from seg_jupyter.analysis.rule_findings import RuleFinding, rule_findings
from seg_jupyter.analysis.value_sets import HIGHEST, LOWEST, Stretch
from seg_jupyter.engine.model import Settings

HUNDRED = [float(i) for i in range(100)]


def of(text: str, **columns: object) -> list[RuleFinding]:
    columns = columns or {"x": HUNDRED, "y": HUNDRED[::-1]}
    return rule_findings(run(text, table(**columns)))


def only(kind: type, found: list[RuleFinding]) -> list[RuleFinding]:
    return [finding for finding in found if isinstance(finding, kind)]


def test_nothing_is_odd() -> None:
    assert of("v = score(x)\nA: v >= 70\nB: v >= 40\nC: otherwise") == []
    assert of("double = 2 * x") == []


# rules that take nobody


@pytest.mark.parametrize(
    ("condition", "name", "possible"),
    [
        ("x > 5 and x < 3", None, None),
        ("v >= 101", "v", Stretch((0, 0), (100, 1))),
        ("x > 1 and -1 > v", "v", Stretch((0, 0), (100, 1))),
        ("abs(x - y) < 0", "abs(x - y)", Stretch((0, 0), HIGHEST)),
        ("-abs(x) > 0", "-abs(x)", Stretch(LOWEST, (0, 1))),
        ("not (x > 1 or x <= 1 or missing(x))", None, None),
        ("x > 1 and 2 < 1", None, None),
        ("False", None, None),
        ("True == False", None, None),
        ('plan == "a" and plan == "b"', None, None),
        ("missing(fill(x, 1))", None, None),
    ],
)
def test_what_can_never_match(condition: str, name: str | None, possible: Stretch | None) -> None:
    found = of(
        f"v = score(x)\nA: {condition}\nB: otherwise", x=HUNDRED, y=HUNDRED, plan=["a"] * 100
    )
    assert found == [Impossible("A", condition, 100, name, possible)]


@pytest.mark.parametrize(
    ("rules", "by"),
    [
        ("A: x >= 40\nB: x >= 70\nC: otherwise", {"B": ("A",)}),
        ("A: x < 50\nB: x >= 50\nC: x > 20\nD: otherwise", {"C": ("A", "B")}),
        ("A: x < 50\nE: y > 1000\nB: x >= 50\nC: missing(x)\nD: otherwise", {"D": ("A", "B", "C")}),
        ("A: x >= 0 and y >= 0\nB: x >= 10 and y >= 10 and x < 3000\nC: otherwise", {"B": ("A",)}),
        ("A: x >= 0 or y < 5\nB: y < 4\nC: otherwise", {"B": ("A",)}),
        ("A: x > y\nB: x > y and x > 5\nC: otherwise", {"B": ("A",)}),
    ],
)
def test_what_is_shadowed(rules: str, by: dict[str, tuple[str, ...]]) -> None:
    found = only(Shadowed, of(rules))
    assert {f.segment: f.by for f in found} == by
    assert {f.customers for f in found} == {100}


def test_who_is_missing_is_not_shadowed() -> None:
    found = of("A: x < 50\nB: x >= 50\nC: y < 200", x=[*HUNDRED[1:], None], y=HUNDRED)
    assert found == [Doubt("C", ("A", "B"), 1, {"x": 1})]
    found = of("A: x < 50\nB: x >= 50\nC: y < 200")
    assert found == [Unmet("C", "y < 200", 0)]


def test_what_could_match_and_does_not() -> None:
    assert of("A: x > 1000\nB: x > 2000 or y > 2000\nC: otherwise") == [
        Unmet("A", "x > 1000", 100),
        Unmet("B", "x > 2000 or y > 2000", 100),
    ]
    assert of("A: x >= 0\nB: otherwise") == [Unmet("B", "otherwise", 0)]


# pairs whose order decides


def test_an_overlap_by_hand() -> None:
    # x >= 60 are 40, y >= 50 are x <= 49: with both conditions on one number they overlap
    found = of("A: x < 60\nB: 40 <= x\nC: otherwise")
    assert only(Overlap, found) == [Overlap("A", "B", 20, "x", Stretch((40, 0), (60, 0)))]
    found = of("A: x < 60\nB: y < 60\nC: otherwise")
    assert found == [Overlap("A", "B", 19 + 1, None, None), Unmet("C", "otherwise", 0)][::-1]


@pytest.mark.parametrize(
    "rules",
    [
        "A: x >= 70\nB: x >= 40\nC: otherwise",  # a ladder
        "A: x >= 70 and y < 90\nB: x >= 40\nC: otherwise",  # each step within the next
        "A: x >= 70\nB: x + y >= 0\nC: otherwise",  # so by the numbers that there are
        "A: x < 50\nB: x >= 50",  # apart
        "A: x < 50\nB: x >= 46",  # fewer than five in a hundred
    ],
)
def test_what_is_no_overlap(rules: str) -> None:
    assert only(Overlap, of(rules)) == []


def test_an_overlap_concerns_ten_customers() -> None:
    columns = {"x": HUNDRED[:60], "y": HUNDRED[:60]}
    assert only(Overlap, of("A: x < 30\nB: 21 <= x\nC: otherwise", **columns)) == []
    assert len(only(Overlap, of("A: x < 30\nB: 20 <= x\nC: otherwise", **columns))) == 1


def test_who_is_taken_by_a_third_rule_is_no_overlap() -> None:
    found = of("T: 40 <= x < 60\nA: x < 60\nB: 40 <= x\nC: otherwise")
    assert [(f.first, f.second) for f in only(Overlap, found)] == []


def test_an_overlap_of_several_stretches_has_none() -> None:
    (found,) = only(Overlap, of("A: x < 60 and x != 50\nB: 40 <= x\nC: otherwise"))
    assert (found.customers, found.name, found.stretch) == (19, None, None)
    plan = ["a", "b", "c", "d"] * 25
    text = 'A: plan in ["a", "b"]\nB: plan in ["b", "c"]\nC: otherwise'
    assert of(text, plan=plan) == [Overlap("A", "B", 25)]


def test_of_many_a_sample_is_looked_at() -> None:
    x = [float(i % 100) for i in range(4000)]
    result = run("A: x < 60\nB: 40 <= x\nC: otherwise", table(x=x))
    (exact,) = only(Overlap, rule_findings(result))
    (near,) = only(Overlap, rule_findings(result, most=1000))
    assert exact.customers == 800
    assert near.customers == pytest.approx(800, abs=120)
    assert near.customers % 4 == 0
    assert (exact.sampled, near.sampled) == (None, 1000)


# why customers are Unassigned


def test_gaps_by_hand() -> None:
    found = of("v = score(x)\nA: v >= 70\nB: 40 <= v < 60")
    assert found == [
        Gap("v", Stretch((0, 0), (40, 0)), 40),
        Gap("v", Stretch((60, 0), (70, 0)), 10),
    ]


@pytest.mark.parametrize(
    ("rules", "gaps"),
    [
        ("A: x > 10", [Gap("x", Stretch(LOWEST, (10, 1)), 11)]),
        ("A: x != 10", [Gap("x", Stretch((10, 0), (10, 1)), 1)]),
        ("A: x < 200", [Gap("x", Stretch((200, 0), HIGHEST), 0)]),
        ("A: x > 10 or y > 95", []),
        (
            "A: x > 10 and y > 10",
            [Gap("x", Stretch(LOWEST, (10, 1)), 11), Gap("y", Stretch(LOWEST, (10, 1)), 11)],
        ),
        ("A: x > 10 and y > 10\nB: x > 5 or x < 2", [Gap("x", Stretch((2, 0), (5, 1)), 4)]),
        ("A: x > y", []),
        ('A: plan == "a"', []),
        ("A: x > 10 and x < 5\nB: x > 50", [Gap("x", Stretch(LOWEST, (50, 1)), 51)]),
    ],
)  # fmt: skip
def test_numbers_that_no_rule_takes(rules: str, gaps: list[Gap]) -> None:
    found = of(rules, x=HUNDRED, y=HUNDRED[::-1], plan=["b"] * 100)
    assert only(Gap, found) == gaps


def test_rules_in_too_many_cases_leave_no_gap() -> None:
    entangled = " and ".join(f"(x > {i} or y > {i})" for i in range(500, 509))
    assert only(Gap, of(f"A: x > 10\nB: {entangled}")) == []


def test_who_might_belong_to_an_earlier_segment() -> None:
    found = of(
        "A: x > 5\nB: y > 5\nC: x > 1",
        x=[1.0, None, None, 9.0, 2.0, None],
        y=[1.0, 1.0, None, None, None, 9.0],
    )
    assert only(Doubt, found) == [
        Doubt("B", ("A",), 1, {"x": 1}),
        Doubt("C", ("B",), 1, {"y": 1}),
        Doubt("Unassigned", ("A", "B", "C"), 2, {"x": 2, "y": 1}),
    ]


def test_otherwise_takes_whoever_is_unknown() -> None:
    found = of(
        'Paid: plan != "free"\nFree: otherwise', plan=["pro", None, "free", None, "free", "pro"]
    )
    assert only(Doubt, found) == [Doubt("Free", ("Paid",), 2, {"plan": 2})]


def test_of_many_unassigned_a_sample_is_looked_at() -> None:
    x = [None if i % 4 == 0 else 1.0 for i in range(4000)]
    result = run("A: x > 5", table(x=np.array(x, float)))
    (exact,) = only(Doubt, rule_findings(result))
    (near,) = only(Doubt, rule_findings(result, most=500))
    assert exact == Doubt("Unassigned", ("A",), 1000, {"x": 1000})
    assert near.customers == near.missing["x"] == pytest.approx(1000, abs=150)
    assert near.customers % 8 == 0
    assert (exact.sampled, near.sampled) == (None, 500)


def test_of_nobody_nothing_is_found() -> None:
    text = "A: x > 5 and x < 3\nB: x > 9"
    assert rule_findings(run(text, table(x=[]).astype(float))) == []
    people = table(x=[1.0, 2.0], ok=[False, False])
    assert rule_findings(run(text, people, settings=Settings(consent="ok"))) == []
    people = table(x=[10.0, 2.0], ok=[True, False])
    found = rule_findings(run(text, people, settings=Settings(consent="ok")))
    assert found == [Impossible("A", "x > 5 and x < 3", 1), Gap("x", Stretch(LOWEST, (9, 1)), 0)]


# what is said, against all values there can be

GRID = [n / 2 for n in range(-6, 20)]
steps = st.sampled_from(["-1", "0", "1", "2.5", "4", "6"])
compared = st.builds(
    lambda o, n: f"x {o} {n}", st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), steps
)
between = st.builds(lambda a, b: f"{a} <= x < {b}", steps, steps)
rule = st.one_of(compared, between, st.builds(lambda a, b: f"{a} or {b}", compared, between))


def inside(stretch: Stretch) -> Callable[[float], bool]:
    (low, behind), (high, upto) = stretch.low, stretch.high
    return lambda v: (v > low if behind else v >= low) and (v <= high if upto else v < high)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(rule, min_size=1, max_size=4))
def test_findings_are_true_of_every_number(rules: list[str]) -> None:
    text = "\n".join(f"R{i}: {condition}" for i, condition in enumerate(rules))
    note(text)
    result = run(text, table(x=[*GRID, None]))
    found = rule_findings(result)
    taken = labels(result)
    dead = {f.segment for f in found if isinstance(f, Impossible | Shadowed)}
    # half steps stand for every number: a rule that none of them reaches can never match
    assert dead == {f"R{i}" for i, _ in enumerate(rules)} - set(taken)
    if len(dead) == len(rules):
        return
    gaps = [inside(f.stretch) for f in found if isinstance(f, Gap)]
    for value, label in zip(GRID, taken, strict=False):
        assert any(gap(value) for gap in gaps) == (label == "Unassigned")
    counted = sum(f.customers for f in found if isinstance(f, Gap))
    assert counted == result.unassigned - 1
    rules_alive = tuple(f"R{i}" for i, _ in enumerate(rules))
    assert only(Doubt, found) == [Doubt("Unassigned", rules_alive, 1, {"x": 1})]
