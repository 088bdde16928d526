"""What is said of conditions, against every value that their names can have."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine.running import days, labels, run, table
from seg_jupyter.analysis.rule_logic import RuleLogic, TooManyCasesError
from seg_jupyter.engine.expressions import truths
from seg_jupyter.engine.result import Result

VALUES = [-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, None]
EVERYBODY = pd.DataFrame(
    list(product(VALUES, VALUES, [True, False, None], ["a", "b", "c", None])),
    columns=["x", "y", "vip", "plan"],
).astype({"vip": "boolean"})
numbers = st.sampled_from(["-1", "0", "0.5", "1", "2", "3"])
operators = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
subjects = st.sampled_from(
    ["x", "y", "half", "fill(x, 1)", "clip(y, 0, 2)", "bands(x, 0, 1)", "v", "x + y"]
)
simple = st.one_of(
    st.builds(lambda s, o, n: f"{s} {o} {n}", subjects, operators, numbers),
    st.builds(lambda s, o, n: f"{n} {o} {s}", subjects, operators, numbers),
    st.builds(lambda s, a, b: f"{a} <= {s} < {b}", subjects, numbers, numbers),
    st.builds(lambda s, a, b: f"{s} in [{a}, {b}]", subjects, numbers, numbers),
    st.builds(lambda s, a, b: f"{s} not in [{a}, {b}]", subjects, numbers, numbers),
    st.builds(lambda t: f'plan == "{t}"', st.sampled_from("abcd")),
    st.builds(lambda t: f'plan != "{t}"', st.sampled_from("abcd")),
    st.sampled_from(
        [
            "vip", "often", "vip == True", "vip != False", "True", "missing(x)", "2 > 1",
            "missing(vip)", "missing(plan)", "x > y", "x == nothing", "vip == often",
            'plan in ["a", "d"]', 'plan not in ["a"]', 'contains(plan, "a")',
            "fill(vip, False)", "x in [True, 2]", "vip in [True]",
        ]
    ),
)  # fmt: skip
conditions = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(lambda a, b: f"({a} and {b})", inner, inner),
        st.builds(lambda a, b: f"({a} or {b})", inner, inner),
        st.builds(lambda a: f"(not {a})", inner),
        st.builds(lambda a, b, c: f"({a} if {b} else {c})", inner, inner, inner),
    ),
    max_leaves=5,
)
CELL = "half = x / 2\noften = x > 1 and not vip\nv = score(minmax(x), minmax(y))\n"
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def asked(*rules: str) -> Result:
    text = CELL + "\n".join(f"R{i}: {rule}" for i, rule in enumerate(rules))
    note(text)
    return run(text, EVERYBODY.assign(nothing=None))


def true(result: Result, place: int) -> pd.Series:
    condition = result.model.program.rules[place].condition
    assert condition is not None
    return pd.Series(truths(condition, result.rows).true)


@many
@given(conditions)
def test_what_is_met_is_never_called_impossible(condition: str) -> None:
    result = asked(condition)
    logic = RuleLogic(result.model.program)
    rule = result.model.program.rules[0]
    answer = truths(rule.condition, result.rows)
    if answer.true.any():
        assert logic.of_rules[0] != []
    if (~answer.true & ~answer.missing).any():
        assert logic.boxes(rule.condition, wanted=False)


@many
@given(conditions, conditions, conditions)
def test_what_lies_within_others_is_met_by_nobody_else(a: str, b: str, c: str) -> None:
    result = asked(a, b, c)
    logic = RuleLogic(result.model.program)
    inner, first, second = logic.of_rules
    if logic.within(inner, first):
        assert not (true(result, 0) & ~true(result, 1)).any()
    if first is not None and second is not None and logic.within(inner, [*first, *second]):
        assert not (true(result, 0) & ~true(result, 1) & ~true(result, 2)).any()


one_number = st.recursive(
    st.builds(lambda o, n: f"x {o} {n}", operators, numbers) | st.just("missing(x)"),
    lambda inner: st.one_of(
        st.builds(lambda a, b: f"({a} and {b})", inner, inner),
        st.builds(lambda a, b: f"({a} or {b})", inner, inner),
        st.builds(lambda a: f"(not {a})", inner),
    ),
    max_leaves=6,
)
AROUND = table(x=[-2.0, -1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, None])


@many
@given(one_number, one_number)
def test_of_one_number_everything_is_known(a: str, b: str) -> None:
    note(f"{a} | {b}")
    result = run(f"A: {a}\nB: {b}", AROUND)
    logic = RuleLogic(result.model.program)
    first, second = true(result, 0), true(result, 1)
    assert (logic.of_rules[0] == []) == (not first.any())
    assert logic.within(*logic.of_rules) == (not (first & ~second).any())


@pytest.mark.parametrize(
    "condition",
    [
        "x > 5 and x < 3",
        "3 > x > 5",
        "v >= 101",
        "v < 0",
        "n < 0",
        "n > 2 and n < 3",
        "n == 1.5",
        "part > 1",
        "5 < bands(x, 1, 2)",
        "x == 1 and x == 2",
        "x in [1, 2] and x > 2",
        "x not in [1] and x == 1",
        "missing(x) and x > 1",
        "missing(n)",
        "missing(fill(x, 1))",
        "not (x > 1 or x <= 1 or missing(x))",
        'plan == "a" and plan == "b"',
        'plan == "a" and plan in ["b", "c"]',
        "vip and not vip",
        "vip == True and vip == False",
        "often and x < 1",
        'since >= "2026-02-01" and since < "2026-01-01"',
        "False",
        "x > y and not x > y",
        "tile(x, 5) > 5",
        "fill(recency(), 9) < 0",
        "(x > 3 if y > 1 else x > 4) and x < 2",
        'change(count(), "9d") < -1',
        "x > -1 and x < -2",
        "-1 < x < -1",
        "x in [-1, 2] and x > 2",
        "x > 1.0000000001 and x <= 1",
        "n > 1e300 and n < 5",
    ],
)
def test_what_can_never_hold(condition: str) -> None:
    assert boxes(condition) == []


@pytest.mark.parametrize(
    "condition",
    [
        "x > 3 and x < 5",
        "v >= 100",
        "v <= 0",
        "n > 2 and n < 4",
        "x > y and y > x",
        "missing(x) or x > 1",
        "missing(recency())",
        'since >= "2026-01-01" and since < "2026-01-02"',
        'since >= "2026-01-01 08:00" and since < "2026-01-01 07:00"',
        'plan != "a" and plan != "b"',
        "x > 1 and x <= 1.000000001",
        "nothing > 1",
        "x > 0.1 + 0 and x <= 0.1 + 0",
        "x in [-1, 2] and x < 0",
        "x in [1, True] and x > 2",
        "half > 3 and x < 1",
    ],
)
def test_what_may_hold_or_is_not_understood(condition: str) -> None:
    assert boxes(condition)


def boxes(condition: str) -> object:
    people = table(
        key=[1, 2],
        x=[1.0, 2.0],
        y=[1.0, 1.0],
        vip=[True, False],
        plan=["a", "b"],
        since=days("2026-01-01", "2025-01-01"),
        nothing=[None, None],
    )
    events = table(key=[1], at=days("2026-01-01"), ok=[True])
    text = f"{CELL}n = count()\npart = share(ok)\nA: {condition}"
    result = run(text, people, events, id="key", time="at", as_of="2026-01-31")
    return RuleLogic(result.model.program).of_rules[0]


def test_too_many_cases_are_left_alone() -> None:
    entangled = " and ".join(f"(x{i} > 1 or y{i} > 1)" for i in range(9))
    people = table(**{f"{c}{i}": [1.0, 2.0] for c in "xy" for i in range(9)})
    result = run(f"A: {entangled}\nB: {entangled}\nC: otherwise", people)
    logic = RuleLogic(result.model.program)
    assert logic.of_rules == [None, None, [{}]]
    assert not logic.within(logic.of_rules[0], logic.of_rules[1])
    assert not logic.within(logic.of_rules[2], logic.of_rules[0])
    with pytest.raises(TooManyCasesError):
        logic.boxes(result.model.program.rules[0].condition)
    assert labels(result) == ["C", "A"]


def test_a_difference_of_too_many_parts_is_no_containment() -> None:
    some = " or ".join(f"(a{i} > 1 and b{i} > 1 and c{i} > 1)" for i in range(6))
    people = table(**{f"{c}{i}": [1.0, 2.0] for c in "abc" for i in range(6)})
    result = run(f"A: {some}\nB: otherwise", people)
    logic = RuleLogic(result.model.program)
    assert not logic.within(logic.of_rules[1], logic.of_rules[0])
    assert logic.within(logic.of_rules[0], logic.of_rules[1])
