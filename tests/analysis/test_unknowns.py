from __future__ import annotations

import pytest

from engine.running import days, run, table
from seg_jupyter.analysis.unknowns import blamed

PEOPLE = table(
    key=range(4),
    x=[1.0, None, 3.0, None],
    y=[None, 2.0, 0.0, None],
    vip=[True, None, False, None],
    none=[None] * 4,
)
EVENTS = table(key=[0, 0, 2], at=days("2026-01-02", "2026-01-30", "2026-01-20"))


def why(condition: str) -> dict[str, list[int]]:
    """For each name the rows for which it leaves the condition unknown."""
    text = f"double = 2 * x\nvalue = score(minmax(x), minmax(y))\nA: {condition}"
    result = run(text, PEOPLE, EVENTS, id="key", time="at", as_of="2026-01-31")
    rule = result.model.program.rules[0].condition
    assert rule is not None
    found = blamed(result.model.program, rule, result.rows)
    return {name: [i for i, there in enumerate(rows) if there] for name, rows in found.items()}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("x > 1", {"x": [1, 3]}),
        ("`x` > 1", {"x": [1, 3]}),
        ("double > 1", {"double": [1, 3]}),
        ("2 * x > 1", {"x": [1, 3]}),
        ("value > 1", {"value": [3]}),
        ("missing(x)", {}),
        ("fill(x, 3) > 1", {}),
        ("fill(x, y) > 1", {"x": [3], "y": [3]}),
        ("recency() > 1", {"recency()": [1, 3]}),
        ("count() > 1", {}),
        ("vip", {"vip": [1, 3]}),
        ("not vip", {"vip": [1, 3]}),
        # what is known already decides
        ("x > 1 and y > 1", {"x": [1, 3], "y": [3]}),
        ("x > 1 or y > 1", {"x": [3], "y": [0, 3]}),
        ("x > 0 and y > 1", {"x": [1, 3], "y": [0, 3]}),
        # everything is there, and still there is no value
        ("x / y > 1", {"x": [1, 3], "y": [0, 3], "x / y": [2]}),
        ("sqrt(1 - x) > 1", {"x": [1, 3], "sqrt(1 - x)": [2]}),
        ('change(count(), "9d") > 1', {'change(count(), "9d")': [0, 1, 3]}),
        # only the branch that is taken
        ("(x if vip else y) > 1", {"vip": [1, 3]}),
        ("(y if x > 2 else x) > 1", {"x": [1, 3]}),
        ("(y if x < 2 else x) > 1", {"x": [1, 3], "y": [0]}),
        ("tile(x, 2) > 1", {"x": [1, 3]}),
        ("bands(x, 2) > 1", {"x": [1, 3]}),
        ("none > 1", {"none": [0, 1, 2, 3]}),
        ("x in [1, 2]", {"x": [1, 3]}),
        ("(x > 1 and y > 1) or x > 2", {"x": [1, 3], "y": [3]}),
    ],
)
def test_who_is_to_blame(condition: str, expected: dict[str, list[int]]) -> None:
    assert why(condition) == expected
