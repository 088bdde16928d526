"""A cell with one number changed, and every other character as it was."""

from __future__ import annotations

import math
import random
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lang.cells import written
from lang.outcomes import outcome
from lang.tables import SCHEMA
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.lang.adjustables import Adjustable, Role, adjustables
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.durations import parse_duration
from seg_jupyter.lang.literals import number_of
from seg_jupyter.lang.nodes import Call, Cell, Negative, Node, Segment, Text
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Score
from seg_jupyter.lang.rewriter import rewrite
from seg_jupyter.lang.weights import split_weight

WHAT_STANDS = [
    # a line, and for each of its numbers: role, value, label (and unit)
    ("x = 3", ["CONSTANT 3 '3'"]),
    ("x = spend + -2.50", ["CONSTANT -2.5 '-2.50'"]),
    ("x = spend - 2", ["CONSTANT 2 '2'"]),
    ("x = -(-2)", ["CONSTANT 2 '-(-2)'"]),
    ("A: spend > - - 3", ["THRESHOLD 3 '- - 3'"]),
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
     ["WEIGHT 0.5 'spend + 1'", "CONSTANT 1 '1'", "WEIGHT 1 'clip(visits, 0, 100)'",
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
    ("A: spend > --3", 0, -4, "A: spend > -4"),
    ("A: spend > -(-3)", 0, 4, "A: spend > 4"),
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
    # a space where a number would run into a word, or make a date of a difference
    ("x = 1 if newbie else-2", 1, 3, "x = 1 if newbie else 3"),
    ("x = 1 if newbie else-2", 1, -3, "x = 1 if newbie else-3"),
    ("x = 1 if newbie else.5", 1, 3, "x = 1 if newbie else 3"),
    ("x = -(1)if newbie else 2", 0, 3, "x = 3 if newbie else 2"),
    ("A: newbie and-5 < spend", 0, 3, "A: newbie and 3 < spend"),
    ("A: newbie and.5 < spend", 0, -3, "A: newbie and-3 < spend"),
    ("A: not-5 < spend", 0, 3, "A: not 3 < spend"),
    ("x = 5-10-10", 0, 2026, "x = 2026 -10-10"),
    ("x = 5-10-10 - spend", 0, -2026, "x = -2026 -10-10 - spend"),
    ("x = 2026-5-10", 1, 10, "x = 2026- 10-10"),
    ("x = 2026-10-5", 2, 10, "x = 2026-10- 10"),
    ("x = 2026-10-5", 2, -10, "x = 2026-10--10"),
    ("x = 2026-10-5", 2, 100, "x = 2026-10-100"),
    ("x = spend2026-10-5", 1, 10, "x = spend2026-10-10"),
    # a comment between a sign and its number
    ("A: (spend > - # USD\n 3)", 0, 4, "A: (spend >  # USD\n 4)"),
    ("A: (spend >-# USD\n 3)", 0, -4, "A: (spend ># USD\n -4)"),
    ("A: spend > -(3 # USD\n)", 0, 4, "A: spend > (4 # USD\n)"),
    ("A: (spend > - # USD\n -3)", 0, 4, "A: (spend >  # USD\n 4)"),
    ("x = score(-# USD\n spend)", 0, 2, "x = score(2 * # USD\n spend)"),
    ("x = score(-  # USD\n spend)", 0, 2, "x = score(2 *  # USD\n spend)"),
    ("x = score(- # USD\n 3 * spend)", 0, 2, "x = score( # USD\n 2 * spend)"),
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
        # what is no number, or none that a computer counts with
        ("A: spend > 3", 10**400, "Give a number."),
        ("A: spend > 3", Fraction(-(10**5000)), "Give a number."),
        ("A: spend > 3", "5", "Give a number."),
        ("A: spend > 3", True, "Give a number."),
        ("A: spend > 3", None, "Give a number."),
        ("A: spend > 3", 3j, "Give a number."),
        ("x = tile(spend, 5)", "5", "A tile has 2 to 100 parts, a whole number."),
        ("x = count(last='9d')", 10**400, LENGTH),
        ("x = score(spend)", 10**400, "A weight is 0, or between a billionth and a billion."),
        ("x = score(spend)", True, "A weight is 0, or between a billionth and a billion."),
    ],
)  # fmt: skip
def test_what_cannot_stand_there(text: str, value: Any, remedy: str) -> None:
    cell = parse(text)
    (adjustable,) = (a for a in adjustables(cell) if a.role is not Role.CONSTANT)
    with pytest.raises(SegmentUsageError) as caught:
        rewrite(cell, {adjustable: value})
    assert caught.value.remedy == remedy
    if isinstance(value, int | Fraction) and abs(value) > 10**300:
        shown = "a number that large"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        shown = str(value).removesuffix(".0")
    else:
        shown = f"'{value}'"
    place = f" cannot stand in place of {adjustable.label} in '{adjustable.line}'"
    assert caught.value.problem == shown + place


@pytest.mark.parametrize("value", [np.float64(2.5), np.int8(7), np.float32(0.5), Fraction(1, 4)])
def test_numbers_of_every_kind(value: Any) -> None:
    cell = parse("A: spend > 3")
    assert rewrite(cell, {adjustables(cell)[0]: value}) == f"A: spend > {float(value):g}"


@pytest.mark.parametrize(
    ("changes", "problem", "neighbours"),
    [
        ({1: 90}, "90 cannot stand in place of 30", "Its neighbours are -10 and 90."),
        ({1: -10}, "-10 cannot stand in place of 30", "Its neighbours are -10 and 90."),
        ({0: 30.5}, "30.5 cannot stand in place of - 10", "Its neighbour is 30."),
        ({2: 1e-9}, "1e-09 cannot stand in place of 90", "Its neighbour is 30."),
        ({1: 95, 2: 94}, "95 cannot stand in place of 30", "Its neighbours are -10 and 94."),
    ],
)
def test_cuts_stay_in_rising_order(
    changes: dict[int, float], problem: str, neighbours: str
) -> None:
    cell = parse("near = bands(bands(spend, 7, 8), - 10, 30, 90)")
    cuts = adjustables(cell)[2:]
    with pytest.raises(SegmentUsageError) as caught:
        rewrite(cell, {cuts[place]: value for place, value in changes.items()})
    assert str(caught.value).split("\n") == [
        f"{problem} in 'near'",
        neighbours,
        "Cuts stand in rising order, each once.",
    ]


def test_cuts_may_all_move_at_once_and_a_wrong_order_can_be_mended() -> None:
    cell = parse("near = bands(spend, 10, 30, 90)")
    changes = {cut: cut.value + 100 for cut in adjustables(cell)}
    assert rewrite(cell, changes) == "near = bands(spend, 110, 130, 190)"
    cell = parse("near = bands(spend, 10, 5)")
    assert rewrite(cell, {adjustables(cell)[0]: 1}) == "near = bands(spend, 1, 5)"


def test_a_number_of_another_cell() -> None:
    number = adjustables(parse("A: visits > 3"))[0]
    with pytest.raises(SegmentUsageError) as caught:
        rewrite(parse("A: spend < 3"), {number: 4})
    assert caught.value.problem == "'3' in 'A' is no number of this cell"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "x = score(spend)" + " " * (64 * 1024 - 16),
            "with these numbers the cell has 65,540 bytes of text; at most 65,536 are read",
        ),
        (
            f"x = score({'-(' * 47}spend{')' * 47} + 1)",
            "with these numbers this is nested more than 50 deep",
        ),
    ],
)
def test_a_cell_that_would_grow_too_large(text: str, problem: str) -> None:
    cell = parse(text)
    with pytest.raises(SegmentUsageError) as caught:
        rewrite(cell, {adjustables(cell)[0]: 2})
    assert caught.value.problem == problem
    assert caught.value.source is None


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
    cuts = [changes.get(a, a.value) for a in every if a.role is Role.CUT]
    assume(cuts == sorted(set(cuts)))
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
        written = re.escape(template).replace(r"\{\}", r" ?-?[0-9][0-9.e+-]* ?")
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


# any cell, any numbers


def tangled(rng: random.Random, text: str) -> str:
    """A cell with more signs, fewer gaps and a comment here and there; it may be none any more."""

    def some(pattern: str, *pieces: str) -> None:
        nonlocal text
        text = re.sub(pattern, lambda m: rng.choice([m.group(), m.group(), *pieces]), text)

    some(r"(?<![\w.'\"-])[0-9][0-9_.e]*(?![\w'\"-])", "-5", ".5", "-(3)", "2026-1-31", "- 7")
    some(r" +(?=[-.(])|(?<=[)\],=]) +", "", "", "")
    some(r"(?<=[-(,])(?=[^\n]*\))", " # 2025-10-1\n")
    return text


def literal(node: Node) -> float | None:
    """A number with all signs in front of it."""
    value = number_of(node)
    if value is None and isinstance(node, Negative):
        inner = literal(node.operand)
        return None if inner is None else -inner
    return value


def skeleton(text: str, node: Node, numbers: list[float]) -> object:
    """All of an expression but its numbers and lengths of time, which are added to a list."""
    found = literal(node)
    if found is not None:
        numbers.append(found)
        return "number"
    if isinstance(node, Text) and parse_duration(node.value) is not None:
        numbers.append(float(node.value[:-1]))
        return node.value[-1]
    if isinstance(node, Call) and node.function == "score":
        terms = []
        for term in node.arguments:
            weight, metric = split_weight(text, term)
            numbers.append(weight)
            terms.append(skeleton(text, metric, numbers))
        below = [*terms, *(skeleton(text, k.value, numbers) for k in node.keywords)]
    else:
        below = [skeleton(text, child, numbers) for child in node.children]
    own = [
        getattr(node, name, None)
        for name in ("name", "value", "operator", "operators", "negated", "function")
    ]
    return type(node), own, [k.name for k in getattr(node, "keywords", ())], below


def skeletons(cell: Cell) -> tuple[list[object], list[float]]:
    numbers: list[float] = []
    lines: list[object] = []
    for statement in cell.statements:
        top = statement.condition if isinstance(statement, Segment) else statement.expression
        lines.append((statement.name, top and skeleton(cell.text, top, numbers)))
    return lines, numbers


SMALL_NUMBER = st.integers(2, 100) | st.sampled_from([10, 31, 2025, 2026, -2026, 0.5])
ANY_NUMBER = (
    SMALL_NUMBER
    | st.integers(-(10**20), 10**20)
    | st.floats(-100, 100)
    | st.floats(allow_nan=False, allow_infinity=False)
)


def fits(
    adjustable: Adjustable,
    value: float,
    changes: dict[Adjustable, float],
    every: tuple[Adjustable, ...],
) -> bool:
    """Whether a number may stand where it is to stand."""
    whole = float(value).is_integer()
    match adjustable.role:
        case Role.PARTS:
            return whole and 2 <= value <= 100
        case Role.DURATION:
            return whole and parse_duration(f"{int(value)}{adjustable.unit}") is not None
        case Role.WEIGHT:
            return value == 0 or 1e-9 <= abs(value) <= 1e9
        case Role.CUT:
            cuts = [float(changes.get(a, a.value)) for a in every if a.call == adjustable.call]
            return cuts == sorted(set(cuts))
    return True


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 9_999), st.data())
def test_any_cell_means_the_same_but_for_the_numbers_that_change(
    seed: int, data: st.DataObject
) -> None:
    rng = random.Random(seed)
    found = outcome(tangled(rng, written(rng)))
    assume(found.name == "accepted")
    cell = parse(found.text)
    every = adjustables(cell)
    assume(every)
    chosen = data.draw(st.sets(st.sampled_from(every), min_size=1, max_size=8))
    any_number = ANY_NUMBER if seed % 4 == 0 else SMALL_NUMBER
    changes = {adjustable: data.draw(any_number) for adjustable in every if adjustable in chosen}
    if not all(fits(a, value, changes, every) for a, value in changes.items()):
        with pytest.raises(SegmentUsageError, match=" cannot stand in place of "):
            rewrite(cell, changes)
        return
    text = rewrite(cell, changes)
    again = parse(text)
    check(again, SCHEMA)
    (lines, before), (lines_again, after) = skeletons(cell), skeletons(again)
    assert lines_again == lines
    assert before == [a.value for a in every]
    assert after == [float(changes.get(a, a.value)) for a in every]
    changed = {a for a in chosen if float(changes[a]) != a.value}
    assert re.fullmatch(pattern_around(cell.text, changed), text)
