from __future__ import annotations

import pytest
from hypothesis import given

from analysis.random_cases import answers_of, result_of, some
from engine.running import run, table
from seg_jupyter.analysis.rule_counts import RuleCount, rule_counts
from seg_jupyter.engine.model import Settings
from strategies import Case, cases


def of(text: str, **columns: object) -> tuple[RuleCount, ...]:
    return rule_counts(run(text, table(**columns)))


def test_counts_by_hand() -> None:
    x = [9, 8, 7, 4, 3, None, None, 1]
    y = [1, None, 2, None, 9, None, 5, None]
    high, both, rest = of("High: x > 7\nBoth: x > 5 and y > 1\nRest: otherwise", x=x, y=y)
    assert high == RuleCount("High", "x > 7", 8, 2, 2, {"x": 2})
    # of those who come: (7, 2) is taken; x is too small for 4, 3 and 1, whatever y is; of the two
    # without x, one lacks y as well
    assert both == RuleCount("Both", "x > 5 and y > 1", 6, 1, 2, {"x": 2, "y": 1})
    assert rest == RuleCount("Rest", "otherwise", 5, 5)


def test_a_condition_is_on_one_line() -> None:
    (rule,) = of("A: (x > 1\n   and   x < 5)", x=[2])
    assert rule.condition == "(x > 1 and x < 5)"


def test_only_who_is_profiled_is_counted() -> None:
    people = table(x=[1, 9, None, 9], ok=[True, True, True, False])
    result = run("A: x > 5\nB: x > 0", people, settings=Settings(consent="ok"))
    assert rule_counts(result) == (
        RuleCount("A", "x > 5", 3, 1, 1, {"x": 1}),
        RuleCount("B", "x > 0", 2, 1, 1, {"x": 1}),
    )
    nobody = people.assign(ok=False)
    result = run("A: x > 5", nobody, settings=Settings(consent="ok"))
    assert rule_counts(result) == (RuleCount("A", "x > 5", 0, 0),)


@pytest.mark.parametrize("x", [[], [3.0]])
def test_few_rows(x: list[float]) -> None:
    (rule,) = of("A: x > 1", x=[float(v) for v in x])
    assert (rule.reached, rule.taken, rule.unknown) == (len(x), len(x), 0)
    assert rule_counts(run("double = x + x", table(x=[1.0]))) == ()


@some
@given(cases())
def test_counts_are_those_of_the_reference(case: Case) -> None:
    result = result_of(case)
    counts = rule_counts(result)
    left = answers_of(case)
    for place, count in enumerate(counts):
        said = [answers[place] for answers in left]
        assert (count.reached, count.taken, count.unknown) == (
            len(said),
            said.count(True),
            said.count(None),
        )
        left = [answers for answers in left if answers[place] is not True]
        # nobody is unknown without a reason, and no reason is given for more than are
        assert bool(count.unknown) == bool(count.unknown_for)
        assert all(0 < n <= count.unknown for n in count.unknown_for.values())
        assert sum(count.unknown_for.values()) >= count.unknown
    assert [count.segment for count in counts] == [rule.name for rule in case.program.segments]
    assert len(left) == result.unassigned
