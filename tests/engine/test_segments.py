from __future__ import annotations

import pytest

from engine.running import labels, run, table
from seg_jupyter.engine.model import Settings


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A: x >= 3\nB: x >= 2", ["Unassigned", "B", "A", "Unassigned"]),
        ("B: x >= 2\nA: x >= 3", ["Unassigned", "B", "B", "Unassigned"]),
        ("A: x >= 3\nRest: otherwise", ["Rest", "Rest", "A", "Rest"]),
        ("A: not x >= 3\nRest: otherwise", ["A", "A", "Rest", "Rest"]),
        ("A: x >= 3 or missing(x)", ["Unassigned", "Unassigned", "A", "A"]),
        ("Only: otherwise", ["Only", "Only", "Only", "Only"]),
        ("y = x", ["Unassigned"] * 4),
        ("At risk: x == 1\nCan't lose: x == 2", ["At risk", "Can't lose", *["Unassigned"] * 2]),
    ],
)
def test_the_first_segment_whose_condition_is_true(cell: str, expected: list[str]) -> None:
    assert labels(run(cell, table(x=[1.0, 2.0, 3.0, None]))) == expected


def test_people_who_are_not_profiled_are_taken_by_no_segment() -> None:
    result = run(
        "A: x >= 2\nRest: otherwise",
        table(x=[1.0, 2.0, 3.0], out=[False, True, False]),
        settings=Settings(objected="out"),
    )
    assert labels(result) == ["Rest", "Not profiled", "A"]
    assert result.sizes == (1, 1, 0, 1)


@pytest.mark.parametrize("rules", [0, 1, 30, 254, 255, 300])
def test_any_number_of_rules(rules: int) -> None:
    cell = "y = x\n" + "\n".join(f"S{place}: x == {place}" for place in range(rules))
    people = table(x=[0.0, 29.0, 253.0, 254.0, 299.0, None], out=[False] * 5 + [True])
    result = run(cell, people, settings=Settings(objected="out"))
    wanted = [min(rules, place) for place in (0, 29, 253, 254, 299)]
    names = [*(f"S{place}" for place in range(rules)), "Unassigned"]
    assert labels(result) == [
        *(names[w] if w < rules else "Unassigned" for w in wanted),
        "Not profiled",
    ]


def test_no_customers_at_all() -> None:
    result = run("A: x >= 2\nRest: otherwise", table(x=[1.0]).iloc[:0])
    assert labels(result) == []
    assert result.sizes == (0, 0, 0, 0)
