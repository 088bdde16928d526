"""What each number of a cell belongs to: what it is compared with, and how it is called."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lang.cells import written
from lang.outcomes import outcome
from lang.test_rewriter import FULL, SMALL_NUMBER, fits, skeleton, tangled
from seg_jupyter.lang.adjustables import Adjustable, Role, adjustables
from seg_jupyter.lang.brackets import without_brackets
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.rewriter import rewrite

COMPARED = [
    # a line, and what each of its numbers is compared with, and how
    ("A: spend >= 70", ["spend >="]),
    ("A: 70 <= spend", ["spend >="]),
    ("A: 70 > spend", ["spend <"]),
    ("A: spend < -3", ["spend <"]),
    ("A: (70) < (spend)", ["spend >"]),
    ("A: 25 <= age <= 34", ["age >=", "age <="]),
    ("A: 34 > age > 25", ["age <", "age >"]),
    ("A: 3 < spend < visits < 9", ["spend >", "visits <"]),
    ("A: days_since(signup) <= 30 and not (visits / 2 > 4)",
     ["days_since(signup) <=", "", "visits / 2 <="]),
    # "not" turns the side on which the segment lies
    ("A: not spend >= 70", ["spend <"]),
    ("A: not 70 > spend", ["spend >="]),
    ("A: not (spend < 3 or visits > 4)", ["spend >=", "visits <="]),
    ("A: not not spend <= 5", ["spend <="]),
    ("A: not (25 <= age < 34)", ["age <", "age >="]),
    ("A: not (spend if visits > 3 else 0) > 9", ["visits >", "", "spend if visits > 3 else 0 <="]),
    ("A: not log(spend > 3) > 9", ["spend >", "log(spend > 3) <="]),
    ("A: ( # in\n (spend  + # all\n visits)) > 4", ["spend + visits >"]),
    ("A: (spend) + (visits) > 4", ["(spend) + (visits) >"]),
    ("A: (((spend) + (visits))) > 4", ["(spend) + (visits) >"]),
    ("A: `a (b)` > 4", ["`a (b)` >"]),
    ("A: count(last='9d') >= 2", ["", "count(last='9d') >="]),
    ("A: (spend if visits > 3 else 0) > 9", ["visits >", "", "spend if visits > 3 else 0 >"]),
    # no cut at a value of each customer
    ("A: spend == 3 or spend != 4 or spend in [5]", ["", "", ""]),
    ("A: 5 == spend < 7", ["", "spend <"]),
    ("A: spend < 5 < visits", [""]),
    ("A: 1 < 2 < spend", ["", ""]),
    ("A: 1 < 2", ["", ""]),
    ("A: spend > 3 + 4", ["", ""]),
    ("x = spend > 3", [""]),
    ("x = score(spend > 3)", ["", ""]),
    # an aggregation counts other rows, and a tile is cut anew
    ("A: sum(amount * 3, where=amount < 9) > 4", ["", "", "sum(amount * 3, where=amount < 9) >"]),
    ("A: change(count(amount > 3), '9d') > 4", ["", "", "change(count(amount > 3), '9d') >"]),
    ("A: tile(spend > 3, 5) >= 2", ["", "", "tile(spend > 3, 5) >="]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "compared"), COMPARED, ids=[ascii(row[0]) for row in COMPARED])
def test_what_a_number_is_compared_with(text: str, compared: list[str]) -> None:
    found = adjustables(parse(text))
    assert [f"{a.beside} {a.operator}".strip() for a in found] == compared
    assert all(a.role is Role.THRESHOLD for a in found if a.beside)


CALLED = [
    ("x = count(amount > 3, last='90d', offset='1m', half_life='2w')",
     ["amount", "last", "offset", "half_life"]),
    ("x = change(sum(amount * 2), '90d')", ["", "change"]),
    ("x = fill(recency(), 9999) + clip(spend, -1, 100 - 7)", ["fill", "clip", "", ""]),
    ("x = bands(spend, 1, 2) * 3", ["bands", "bands", ""]),
    ("x = tile(spend, 5)", ["tile"]),
    ("x = foo(3)", ["foo"]),
    ("x = fill(spend, spend > 3)", ["spend"]),
    ("x = spend - 3 in [4, 5]", ["", "spend - 3", "spend - 3"]),
    ("A: (age) in [4, -5] or spend == 3 or 4 != -spend or a < 7 < b or 1 < 2",
     ["age", "age", "spend", "-spend", "a", "", ""]),
    ("A: plan in ['a', 'b']", []),
    ("A: count(last='9d') > 4", ["last", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "called"), CALLED, ids=[row[0] for row in CALLED])
def test_what_a_number_is_to_its_function(text: str, called: list[str]) -> None:
    assert [a.keyword for a in adjustables(parse(text))] == called


def test_which_numbers_read_the_events_again() -> None:
    cell = parse(
        "x = sum(amount * 2, where=amount > 3, last='90d') / 4\n"
        "v = score(5 * count(amount in [6]), 7 * fill(recency(), 8))\n"
        "A: change(count(amount > 9), '10d') > 11"
    )
    again = {a.value for a in adjustables(cell) if a.events}
    assert again == {2, 3, 90, 6, 9, 10}


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("spend", "spend"),
        ("(spend)", "spend"),
        ("( (spend) )", "spend"),
        ("(-spend)", "-spend"),
        ("-(spend)", "-(spend)"),
        ("(a) and (b)", "(a) and (b)"),
        ("((a) and (b))", "(a) and (b)"),
        ("( # (\n a in [1, 2])", "a in [1, 2]"),
        ("(a) in [1]", "(a) in [1]"),
        ("(f(a) + 1)", "f(a) + 1"),
        ('("(a)" == b)', '"(a)" == b'),
        ("((a) if (b) else (c))", "(a) if (b) else (c)"),
    ],
)
def test_without_brackets(written: str, bare: str) -> None:
    cell = parse(f"A: {written}")
    condition = cell.segments[0].condition
    assert condition is not None
    assert without_brackets(cell.text, condition) == bare


def kept(adjustable: Adjustable) -> tuple[object, ...]:
    """All of a number but its value and how it is spelt, and the numbers within its texts."""
    texts = [adjustable.beside, adjustable.keyword]
    if adjustable.role is Role.WEIGHT:
        texts.append(adjustable.label)
    rest = (adjustable.line, adjustable.role, adjustable.unit, adjustable.operator)
    return (*rest, adjustable.events, *map(shape, texts))


def shape(text: str) -> object:
    """An expression without its numbers."""
    if not text:
        return None
    cell = parse(f"x = {text}")
    return skeleton(cell.text, cell.definitions[0].expression, [])


def test_every_number_of_a_cell_may_change_and_stays_what_it_is() -> None:
    cell = parse(FULL)
    before = adjustables(cell)
    changes = {a: a.value + 1 + (a.role is Role.WEIGHT) for a in before}
    after = adjustables(parse(rewrite(cell, changes)))
    assert [a.value for a in after] == list(changes.values())
    assert [kept(a) for a in after] == [kept(a) for a in before]


def test_an_implied_weight_stays_that_of_its_metric() -> None:
    cell = parse("v = score(spend + visits, -(spend), not newbie, (visits), -rank((spend) / 2))")
    before = adjustables(cell)
    labels = ["spend + visits", "spend", "not newbie", "visits", "(spend) / 2"]
    assert [a.label for a in before if a.role is Role.WEIGHT] == labels
    after = adjustables(parse(rewrite(cell, {a: 7 for a in before if a.role is Role.WEIGHT})))
    assert [a.label for a in after if a.role is Role.WEIGHT] == labels
    assert [kept(a) for a in after] == [kept(a) for a in before]


# many cells are no cells: that they are left out is meant
@settings(deadline=None, max_examples=300, suppress_health_check=[*HealthCheck])
@given(st.integers(0, 9_999), st.data())
def test_a_rewritten_cell_has_the_same_numbers_in_the_same_order(
    seed: int, data: st.DataObject
) -> None:
    rng = random.Random(seed)
    found = outcome(tangled(rng, written(rng)))
    assume(found.name == "accepted")
    cell = parse(found.text)
    before = adjustables(cell)
    assume(before)
    chosen = data.draw(st.sets(st.sampled_from(before), min_size=1, max_size=8))
    changes = {a: data.draw(SMALL_NUMBER) for a in before if a in chosen}
    changes = {a: value for a, value in changes.items() if fits(a, value, {a: value}, before)}
    cuts = {a for a in changes if a.role is Role.CUT}
    changes = {a: value for a, value in changes.items() if a not in cuts}
    after = adjustables(parse(rewrite(cell, changes)))
    assert [a.value for a in after] == [float(changes.get(a, a.value)) for a in before]
    assert [kept(a) for a in after] == [kept(a) for a in before]
