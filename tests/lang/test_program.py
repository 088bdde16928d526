"""A checked cell: what it reads, and what the engine may ask of it."""

from __future__ import annotations

import pytest

from lang.tables import SCHEMA, meaning
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Program, every
from seg_jupyter.lang.schema import Kind


def program(text: str) -> Program:
    return check(parse(text), SCHEMA)


CELL = """
orders = count(last="90d")
again  = count(last="90d") + sum(amount, where=returned and amount > 3)
value  = score(3 * orders, -spend, raw(`days since visit`))
second = score(value)
Active: value >= 70 and joined >= "2026-01-01"
Other: joined == "x" or count(last="90d") > spend
Rest: otherwise
"""


def test_what_a_cell_reads() -> None:
    checked = program(CELL)
    assert [meaning(a) for a in checked.aggregations] == [
        "<count last=0m90d0h>",
        "<sum e.amount where=(and e.returned (> e.amount 3))>",
    ]
    assert [score.name for score in checked.scores] == ["value", "second"]
    assert [rule.name for rule in checked.rules] == ["Active", "Other", "Rest"]
    assert checked.text == CELL


def test_names_stand_where_they_say() -> None:
    checked = program(CELL)
    for named in (*checked.definitions, *checked.rules):
        assert CELL[named.span.start : named.span.end] == named.name


AS_OF = [
    ("A: spend > 3", False),
    ("x = score(spend)", False),
    ("A: signup >= '2026-01-01'", False),
    ("x = count()", True),
    ("A: 1 + count() > 3", True),
    ("x = score(count())", True),
    ("x = 1 + days_since(signup)", True),
    ("A: not (days_since(signup) > 3)", True),
]


@pytest.mark.parametrize(("text", "needed"), AS_OF)
def test_needs_as_of(text: str, needed: bool) -> None:
    assert program(text).needs_as_of is needed


def test_every_goes_from_the_outside_in() -> None:
    top = program("x = fill(sum(amount, where=returned), 0) + spend").definitions[0].expression
    assert [meaning(part) for part in every(top)] == [
        "(+ (fill <sum e.amount where=e.returned> 0) spend)",
        "(fill <sum e.amount where=e.returned> 0)",
        "<sum e.amount where=e.returned>",
        "e.amount",
        "e.returned",
        "0",
        "spend",
    ]


def test_spaces_do_not_change_a_program() -> None:
    respaced = CELL.replace(" ", "  ").replace("days  since  visit", "days since visit")
    assert program(respaced) == program(CELL)
    assert program(CELL.replace("70", "71")) != program(CELL)


def test_every_kind_has_a_noun() -> None:
    assert {kind: kind.noun for kind in Kind} == {
        Kind.NUMBER: "a number",
        Kind.TEXT: "text",
        Kind.TRUTH: "a truth value",
        Kind.DATE: "a date",
        Kind.NOTHING: "missing everywhere",
    }
