from __future__ import annotations

import pytest

from engine.running import days, run, table
from seg_jupyter.analysis.reading import behind, literal, literals, quantities, written
from seg_jupyter.lang.program import Aggregation, Column, Program

PEOPLE = table(key=[1, 2], x=[1.0, 2.0], y=[3.0, 1.0], plan=["a", "b"])
EVENTS = table(key=[1, 1], at=days("2026-01-02", "2026-01-20"), amount=[1.0, 2.0])


def program(text: str) -> Program:
    return run(text, PEOPLE, EVENTS, id="key", time="at", as_of="2026-01-31").model.program


def test_quantities_are_called_as_in_the_cell() -> None:
    cell = program(
        'orders = count(last="90d")\n'
        "since = fill(recency(), 9999)\n"
        'pace = change(sum(amount), "9d")\n'
        "alias = y\n"
        "v = score(orders, -since, pace, x / y)\n"
        'A: v > 50 and plan == "a" and sum( amount,\n last="9d") > 3\n'
        "B: `x` > 3 or count(amount > 7) > 1"
    )
    assert list(quantities(cell).values()) == [
        "orders",
        "recency()",
        'change(sum(amount), "9d"), now',
        'change(sum(amount), "9d"), before',
        "alias",
        "x",
        "plan",
        "count(amount > 7)",
    ]


def test_an_aggregation_of_a_change_may_have_a_line_of_its_own() -> None:
    cell = program('pace = change(count(), "9d")\nn = count(last="9d")\nA: n > 1 or pace > 1')
    assert list(quantities(cell).values()) == ["n", 'change(count(), "9d"), before']


def test_what_is_behind_an_expression() -> None:
    cell = program(
        "double = 2 * x\nn = count(amount > 1)\n"
        "v = score(double + double, n)\nw = score(v, y)\nA: w > 1"
    )
    rule = cell.rules[0].condition
    assert rule is not None
    found = behind(cell, rule)
    names = {part.name if isinstance(part, Column) else part.function for part in found}
    assert names == {"x", "y", "count"}
    assert {type(part) for part in found} == {Column, Aggregation}


@pytest.mark.parametrize(
    ("text", "value"), [("3", 3), ("-3", -3), ("2.5", 2.5), ("x", None), ("-x", None)]
)
def test_a_number_that_is_written(text: str, value: float | None) -> None:
    line = program(f"a = {text}").definitions[0]
    assert literal(line.expression) == value
    assert literal(program('a = "b"').definitions[0].expression) is None


def test_the_numbers_of_a_cell() -> None:
    cell = program("a = bands(x, -5, 30)\nv = score(2 * x)\nA: v >= 70 and count(amount > 7) > 1.5")
    assert literals(cell) == {-5, 30, 70, 7, 1.5}


def test_a_piece_of_the_cell_is_written_on_one_line() -> None:
    cell = program("A: (x >\n\t 1)")
    assert written(cell, cell.rules[0].condition.span) == "(x > 1)"
