"""A cell with one number changed, and every other character as it was."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lang.tables import SCHEMA
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Score
from seg_jupyter.lang.rewriter import Adjustable, Role, adjustables, rewrite

WHAT_STANDS = [
    # a line, and for each of its numbers: role, value, label (and unit)
    ("x = 3", ["CONSTANT 3 '3'"]),
    ("x = spend + -2.50", ["CONSTANT -2.5 '-2.50'"]),
    ("x = spend - 2", ["CONSTANT 2 '2'"]),
    ("x = -(-2)", ["CONSTANT -2 '(-2)'"]),
    ("x = spend > 3", ["CONSTANT 3 '3'"]),
    ("A: spend > 3", ["THRESHOLD 3 '3'"]),
    ("A: (spend) > - 3", ["THRESHOLD -3 '- 3'"]),
    ("A: (3) < spend < (visits + 1)", ["THRESHOLD 3 '(3)'", "CONSTANT 1 '1'"]),
    ("A: not (spend > 3 or visits / 2 < 4)",
     ["THRESHOLD 3 '3'", "CONSTANT 2 '2'", "THRESHOLD 4 '4'"]),
    ("A: spend in [1, -2]", ["CONSTANT 1 '1'", "CONSTANT -2 '-2'"]),
    ("A: plan == '3'", []),
    ("A: signup > '2026-01-31'", []),
    ("A: otherwise", []),
    ("x = bands(spend, 1, -2)", ["CUT 1 '1'", "CUT -2 '-2'"]),
    ("x = tile(spend * 2, 5)", ["CONSTANT 2 '2'", "PARTS 5 '5'"]),
    ("x = count(last='90d')", ["DURATION 90 '90d' d"]),
    ("x = count(amount > 3, last=('12w'), offset=\"1y\", half_life='36h')",
     ["CONSTANT 3 '3'", "DURATION 12 '12w' w", "DURATION 1 '1y' y", "DURATION 36 '36h' h"]),
    ("A: count(amount > 3) > 4", ["THRESHOLD 3 '3'", "THRESHOLD 4 '4'"]),
    ("x = change(sum(amount / 2), '6m')", ["CONSTANT 2 '2'", "DURATION 6 '6m' m"]),
    # what the checker would refuse is no matter of the rewriter's
    ("x = count(last='soon', offset=spend)", []),
    ("x = change(count(), 90)", []),
    ("x = foo(3, 4)", ["CONSTANT 3 '3'", "CONSTANT 4 '4'"]),
    ("x = fill(recency(), 9999)", ["CONSTANT 9999 '9999'"]),
    ("x = clip(spend, 1, 2)", ["CONSTANT 1 '1'", "CONSTANT 2 '2'"]),
    ("x = score(3 * spend, -2 * rank(visits), pace, -minmax(spend))",
     ["WEIGHT 3 'spend'", "WEIGHT -2 'visits'", "WEIGHT 1 'pace'", "WEIGHT -1 'spend'"]),
    ("x = score(0.5 * (spend + 1), raw(clip(visits, 0, 100)))",
     ["WEIGHT 0.5 '(spend + 1)'", "CONSTANT 1 '1'", "WEIGHT 1 'clip(visits, 0, 100)'",
      "CONSTANT 0 '0'", "CONSTANT 100 '100'"]),
    ("x = score(spend > 3, visits, missing='zero')",
     ["WEIGHT 1 'spend > 3'", "CONSTANT 3 '3'", "WEIGHT 1 'visits'"]),
]  # fmt: skip


def described(adjustable: Adjustable) -> str:
    shown = f"{adjustable.role.name} {adjustable.value:g} {adjustable.label!r} {adjustable.unit}"
    return shown.rstrip()


@pytest.mark.parametrize(("text", "numbers"), WHAT_STANDS, ids=[row[0] for row in WHAT_STANDS])
def test_every_number_of_a_line(text: str, numbers: list[str]) -> None:
    found = adjustables(parse(text))
    assert [described(adjustable) for adjustable in found] == numbers
    assert {adjustable.line for adjustable in found} <= {text[0]}


CHANGES = [
    # a text, which of its numbers changes, to what, and the text then
    ("A: spend >  70.0  # most", 0, 65.5, "A: spend >  65.5  # most"),
    ("A: spend >  70.0  # most", 0, 70, "A: spend >  70.0  # most"),
    ("A: spend >= 7e1", 0, 80, "A: spend >= 80"),
    ("A: spend>3", 0, -3, "A: spend>-3"),
    ("A: spend > - 3", 0, 4, "A: spend > 4"),
    ("A: spend > -(3)", 0, 4, "A: spend > 4"),
    ("A: (3) < spend", 0, 1e300, "A: (1e+300) < spend"),
    ("A: spend in [1,2]", 1, -0.0, "A: spend in [1,0]"),
    ("x = 5-3", 1, -3, "x = 5--3"),
    ("x = 1", 0, 1e-12, "x = 1e-12"),
    ("x = 1", 0, 1e15, "x = 1000000000000000.0"),
    ("x = 1", 0, 12345678.9, "x = 12345678.9"),
    ("x = count(last='90d')", 0, 30, "x = count(last='30d')"),
    ('x = change(count(), "012w")', 0, 4, 'x = change(count(), "4w")'),
    ("x = tile(spend, 5)", 0, 10, "x = tile(spend, 10)"),
    ("x = bands(spend, 1, 2)", 1, 2.25, "x = bands(spend, 1, 2.25)"),
    # weights that are written, and such as are implied
    ("x = score(3 * spend)", 0, -1.5, "x = score(-1.5 * spend)"),
    ("x = score((3) * spend)", 0, 4, "x = score((4) * spend)"),
    ("x = score(-3 * spend)", 0, 2, "x = score(2 * spend)"),
    ("x = score(spend)", 0, 2, "x = score(2 * spend)"),
    ("x = score(spend)", 0, 1, "x = score(spend)"),
    ("x = score(-spend)", 0, 2, "x = score(2 * spend)"),
    ("x = score(- spend)", 0, -2, "x = score(-2 * spend)"),
    ("x = score((-spend))", 0, 2, "x = score((2 * spend))"),
    ("x = score(-(spend + 1))", 0, 2, "x = score(2 * (spend + 1))"),
    ("x = score(rank(spend), visits)", 0, 0, "x = score(0 * rank(spend), visits)"),
    ("x = score((spend + 1))", 0, 2, "x = score(2 * (spend + 1))"),
    ("x = score(spend + 1)", 0, 2, "x = score(2 * (spend + 1))"),
    ("x = score(spend * visits)", 0, 2, "x = score(2 * (spend * visits))"),
    ("x = score(spend / visits)", 0, 2, "x = score(2 * (spend / visits))"),
    ("x = score(spend > 3)", 0, 2, "x = score(2 * (spend > 3))"),
    ("x = score(not newbie)", 0, 2, "x = score(2 * (not newbie))"),
    ("x = score(1 if newbie else spend)", 0, 2, "x = score(2 * (1 if newbie else spend))"),
    ("x = score(spend in [1, 2])", 0, 2, "x = score(2 * (spend in [1, 2]))"),
    ("x = score(spend # USD\n + 1)", 0, 2, "x = score(2 * (spend # USD\n + 1))"),
    ("x = score(`days since visit`)", 0, 2, "x = score(2 * `days since visit`)"),
]


@pytest.mark.parametrize(
    ("text", "place", "value", "then"), CHANGES, ids=[ascii(row[0]) for row in CHANGES]
)
def test_one_number_changes(text: str, place: int, value: float, then: str) -> None:
    cell = parse(text)
    assert rewrite(cell, {adjustables(cell)[place]: value}) == then
    again = adjustables(parse(then))
    assert again[place].value == value
    others = [a.value for i, a in enumerate(adjustables(cell)) if i != place]
    assert [a.value for i, a in enumerate(again) if i != place] == others


def test_several_numbers_change_at_once() -> None:
    text = "# 3\nx = score(3 + spend, visits / 2)\nA: x > 50 # 50\nB: count(last='9d') > 1"
    cell = parse(text)
    changes = {adjustable: adjustable.value + 7 for adjustable in adjustables(cell)}
    assert rewrite(cell, changes) == (
        "# 3\nx = score(8 * (10 + spend), 8 * (visits / 9))\n"
        "A: x > 57 # 50\nB: count(last='16d') > 8"
    )
    assert rewrite(cell, {}) == text


LENGTH = "A length of time is a whole number above 0, up to 100 years."


@pytest.mark.parametrize(
    ("text", "value", "remedy"),
    [
        ("A: spend > 3", math.nan, "Give a number."),
        ("A: spend > 3", math.inf, "Give a number."),
        ("x = score(spend)", 1e-10, "A weight is 0, or between a billionth and a billion."),
        ("x = score(spend)", -1e10, "A weight is 0, or between a billionth and a billion."),
        ("x = score(spend)", math.nan, "A weight is 0, or between a billionth and a billion."),
        ("x = tile(spend, 5)", 1, "A tile has 2 to 100 parts, a whole number."),
        ("x = tile(spend, 5)", 2.5, "A tile has 2 to 100 parts, a whole number."),
        ("x = count(last='9d')", 0, LENGTH),
        ("x = count(last='9y')", 101, LENGTH),
        ("x = count(last='9d')", 1.5, LENGTH),
        ("x = count(last='9d')", -3, LENGTH),
    ],
)  # fmt: skip
def test_what_cannot_stand_there(text: str, value: float, remedy: str) -> None:
    cell = parse(text)
    (adjustable,) = (a for a in adjustables(cell) if a.role is not Role.CONSTANT)
    with pytest.raises(SegmentUsageError) as caught:
        rewrite(cell, {adjustable: value})
    assert caught.value.remedy == remedy
    assert caught.value.problem.startswith(f"{value} cannot stand in place of ")


FULL = """# engagement, as agreed on 12 January (3 of 4 agreed)\r
orders = count( amount > 1_000.50 , last="90d")   # 90 days\r
pace\t=  change(count(where=amount in [-5, 8] or returned), "12w")
f = tile(-recency(), 5)
near = bands(fill(recency(offset='1m'), 9999), 30, 90.0, 1e3)
value = score(3 * orders, -2*f, pace, -(spend + 0.5), spend * visits, `days since visit` > 3,
              minmax(near), missing="zero")

Active:   value >= 70 and (f == 5 or near <= 2)
At risk:  25 <= value < 70.25  and not spend == -(3)
Rest: otherwise # 100 %"""


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_cell_stays_as_it_was_but_for_the_numbers_that_change(data: st.DataObject) -> None:
    cell = parse(FULL)
    every = adjustables(cell)
    values = {
        Role.PARTS: st.integers(2, 100),
        Role.DURATION: st.integers(1, 100),
        Role.WEIGHT: st.just(0.0) | st.floats(1e-9, 1e9) | st.floats(-1e9, -1e-9),
    }
    anything = st.floats(allow_nan=False, allow_infinity=False)
    chosen = data.draw(st.sets(st.sampled_from(every), min_size=1, max_size=6))
    changes = {
        a: data.draw(values.get(a.role, anything).map(float).filter(lambda v, a=a: v != a.value))
        for a in chosen
    }
    text = rewrite(cell, changes)
    again = adjustables(parse(text))
    assert [(a.line, a.role, a.unit) for a in again] == [(a.line, a.role, a.unit) for a in every]
    assert [a.value for a in again] == [changes.get(a, a.value) for a in every]
    assert re.fullmatch(pattern_around(FULL, chosen), text)


def pattern_around(text: str, changed: set[Adjustable]) -> str:
    """What a rewritten text must look like: any number in the places that changed."""
    edits = sorted(edit for adjustable in changed for edit in adjustable.edits)
    pattern, at = "", 0
    for span, template in edits:
        written = re.escape(template).replace(r"\{\}", r"-?[0-9][0-9.e+-]*")
        pattern += re.escape(text[at : span.start]) + written
        at = span.end
    return pattern + re.escape(text[at:])


def test_the_rewritten_cell_means_the_same_but_for_its_weights() -> None:
    cell = parse(FULL)
    every = adjustables(cell)
    weights = [a for a in every if a.role is Role.WEIGHT]
    text = rewrite(cell, {a: place + 2.5 for place, a in enumerate(weights)})
    before, after = check(cell, SCHEMA), check(parse(text), SCHEMA)
    for old, new in zip(before.definitions, after.definitions, strict=True):
        if isinstance(old, Score) and isinstance(new, Score):
            assert [t.weight for t in new.terms] == [i + 2.5 for i in range(len(weights))]
            assert [(t.metric, t.scale) for t in new.terms] == [
                (t.metric, t.scale) for t in old.terms
            ]
        else:
            assert old == new
    assert before.rules == after.rules
