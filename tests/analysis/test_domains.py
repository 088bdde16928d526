from __future__ import annotations

import math

import pytest

from engine.running import days, run, table
from seg_jupyter.analysis.domains import Domains, rounded
from seg_jupyter.analysis.value_sets import HIGHEST, LOWEST, ChoiceSet, NumberSet
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.program import Metric

PEOPLE = table(
    key=[1, 2],
    x=[1.0, -2.0],
    y=[3.0, None],
    vip=[True, None],
    since=days("2026-01-01", None),
    plan=["a", None],
    none=[None, None],
)
EVENTS = table(
    key=[1, 1], at=days("2026-01-02", "2026-01-20"), amount=[-1.0, 2.0], ok=[True, False]
)
INF = math.inf


def computed(*lines: str) -> Result:
    return run("\n".join(lines), PEOPLE, EVENTS, id="key", time="at", as_of="2026-01-31")


def domain(expression: str) -> NumberSet:
    result = computed("score_of = score(x)", "capped = clip(x, 0, 5)", f"answer = {expression}")
    program = result.model.program
    line = program.definitions[-1]
    assert isinstance(line, Metric)
    found = Domains(program).of(line.expression)
    assert isinstance(found, NumberSet)
    return found


@pytest.mark.parametrize(
    ("expression", "low", "high", "missing", "integral"),
    [
        ("x + 0", -INF, INF, True, False),
        ("x", -INF, INF, True, False),
        ("1.5", 1.5, 1.5, False, False),
        ("3", 3, 3, False, True),
        ("clip(count(), 1, 9)", 1, 9, False, True),
        ("least(none, 3)", -INF, 3, True, False),
        ("score_of", 0, 100, True, False),
        ("capped", 0, 5, True, False),
        ("count()", 0, INF, False, True),
        ('count(half_life="3d")', 0, INF, False, False),
        ("nunique(amount)", 0, INF, False, True),
        ("active_days()", 0, INF, False, True),
        ("sum(amount)", -INF, INF, False, False),
        ("mean(amount)", -INF, INF, True, False),
        ("recency()", 0, INF, True, True),
        ("tenure()", 0, INF, True, True),
        ("share(ok)", 0, 1, True, False),
        ('change(count(), "9d")', -1, INF, True, False),
        ('change(sum(amount), "9d")', -INF, INF, True, False),
        ("tile(x, 4)", 1, 4, True, True),
        ("bands(x, 1, 2, 3)", 1, 4, True, True),
        ("days_since(since)", -INF, INF, True, True),
        ("vip + 0", -INF, INF, True, False),
        ("fill(vip, True) * 1", -INF, INF, True, False),
        ("greatest(vip, 0)", 0, 1, True, True),
        ("abs(x)", 0, INF, True, False),
        ("sqrt(x)", 0, INF, True, False),
        ("log1p(x)", -INF, INF, True, False),
        ("-count()", -INF, 0, False, True),
        ("-capped", -5, 0, True, False),
        ("fill(recency(), 9999)", 0, INF, False, True),
        ("fill(capped, 7.5)", 0, 7.5, False, False),
        ("fill(share(ok), mean(amount))", -INF, INF, True, False),
        ("fill(count(), -7)", 0, INF, False, True),
        ("capped if x > 1 else -3", -3, 5, True, False),
        ("least(capped, 3)", 0, 3, True, False),
        ("greatest(x, 3)", 3, INF, True, False),
        ("clip(x, -1, 2)", -1, 2, True, False),
        ("clip(x, 5, 2)", 2, 2, True, False),
        ("clip(capped, x, 2)", 0, 2, True, False),
        ("greatest(x, 0.00000000049)", 0, INF, True, False),
        ("-greatest(x, 0.0000000005)", -INF, 0, True, False),
        ("abs(none)", 0, INF, True, False),
    ],
)
def test_what_numbers_can_be(
    expression: str, low: float, high: float, missing: bool, integral: bool
) -> None:
    found = domain(expression)
    assert found.stretches[0].low == (LOWEST if low == -INF else (low, 0))
    assert found.stretches[-1].high == (HIGHEST if high == INF else (high, 1))
    assert (found.missing, found.integral) == (missing, integral)


def test_a_column_of_nothing_is_no_number() -> None:
    assert domain("fill(none, 3)") == domain("3")


def test_other_kinds() -> None:
    result = computed("a = vip", "b = plan", "c = since")
    domains = Domains(result.model.program)
    a, b, c = (line.expression for line in result.model.program.definitions)
    assert domains.of(a) == ChoiceSet(frozenset({True, False}), missing=True)
    assert domains.of(b) == ChoiceSet(others=True, missing=True)
    assert domains.of(c) == domain("x")


def test_numbers_are_as_comparisons_read_them() -> None:
    assert rounded(0.1 + 0.2) == 0.3
    assert rounded(5e12 + 0.1) == 5e12 + 0.1
