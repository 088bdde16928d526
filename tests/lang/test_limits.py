"""Cells at the limits, built to be slow, and frames of very many columns: none takes long."""

from __future__ import annotations

import itertools
import random
import time

import pytest

from lang.outcomes import Outcome, assert_sound, outcome
from lang.tables import CUSTOMERS, NUMBER, SCHEMA
from seg_jupyter.errors import SegmentError, SegmentSyntaxError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import LONGEST_CELL, parse
from seg_jupyter.lang.schema import Schema


def full(start: str, unit: str, end: str = "") -> str:
    """Repeat a unit for as long as the cell is not too long to be read."""
    room = LONGEST_CELL - len((start + end).encode())
    return start + unit * (room // len(unit.encode())) + end


def lines(line: str, number: int = 10_000) -> str:
    """Repeat a line with a number in it, likewise."""
    cell: list[str] = []
    room = LONGEST_CELL
    for i in range(number):
        cell.append(line.replace("{}", str(i)))
        room -= len(cell[-1].encode()) + 1
        if room < 0:
            return "\n".join(cell[:-1])
    return "\n".join(cell)


def nested(times: int, around: str, inside: str) -> str:
    """Put an expression into another, again and again."""
    for _ in range(times):
        inside = around.replace("{}", inside)
    return inside


STARTS = ("", "x = ", "x = (", "A: plan in [")
UNITS = (
    *("(", ")", "[", "]", "{", "()", "([", "(1)", "abs(", "a.", "'", '"', "`", "''", "``", "'a' "),
    *("`a`", "\\", "'\\", "not ", "-", "- ", "+", "--1 ", "*", "x*", "x and ", "x or ", "x in ["),
    *("not in ", "x if ", "x if x else ", "x<", "=", "x==", "a=", "1", "1 ", "1.", "1_", "0", "a"),
    *("a ", "a,", "a\n", "_", "é", "顧", "👍", "e\u0301", "\u0301", "ª", "ﷺ", "\u2028", "\x00"),
    *(" ", "\t", "\f", "\n", "\r", "\r\n", "#", "# ", "#\n", ":", "A:", ":=", "2026-01-31 "),
    *("'2026-01-31',", "True ", "None ", "spend ", "spend>1 and ", "spend,", "-spend,"),
)  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
def test_one_thing_64_kilobytes_long(start: str) -> None:
    for unit in UNITS:
        assert_sound(outcome(full(start, unit)))


LONG = {
    "segments": lines("S{}: spend > 1"),
    "equal segments": lines("S: spend > 1"),
    "definitions": lines("d{} = spend"),
    "definitions of one another": "d0 = spend\n" + lines("d{} = d0 + d0", 480),
    "2,000 definitions": lines("d{}=1", 2_000),
    "2,000 segments": lines("S{}:x", 2_000),
    "brackets on every line": lines("d{} = " + nested(49, "({})", "1")),
    "minus signs on every line": lines("d{} = " + "-" * 48 + "1"),
    "not on every line": lines("S{}: " + "not " * 48 + "newbie"),
    "empty lists": lines("S{}: plan in []"),
    "commas": lines("d{} = least(1,1,)"),
    "options on every line": lines("d{} = count(where=returned,last='9d')"),
    "options": f"x = count({lines('a{}=1,', 1_900)})",
    "line breaks in brackets": lines("d{} = (\n1\n)"),
    "comments": lines("d{} = 1 # {}"),
    "scores": lines("d{} = score(spend)"),
    "terms": f"x = score({','.join(['spend'] * 1_900)})",
    "weights": f"x = score({','.join(['-' * 40 + 'spend'] * 45)})",
    "products": f"x = score({'*'.join(['spend'] * 48)})",
    "quotients": f"x = score({'/'.join(['2*spend'] * 22)})",
    "products in brackets": f"x = score({','.join([nested(20, '({})*2/2', '2*spend')] * 20)})",
    "arguments": f"x = greatest({','.join(['spend'] * 1_990)})",
    "comparisons": f"A: {' < '.join(['spend'] * 1_900)}",
    "conditions": f"A: {' and '.join(['newbie'] * 1_900)}",
    "texts": "A: plan in ['a'" + ",'a'" * 1_990 + "]",
    "dates": "A: joined in ['2026-01-31'" + ",'2026-01-31'" * 1_900 + "]",
    "dates in one another": lines(
        f"S{{}}: {nested(46, 'fill({}, %)', 'joined')} > %".replace("%", "'2026-01-31'"), 20
    ),
    "dates by lines that grow": "d0 = joined\n"
    + "\n".join(f"d{i} = fill(d{i - 1}, d{i - 1})" for i in range(1, 60))
    + "\nA: d59 > '2026-01-31'",
    "a misspelt line": lines("definition_{} = spend", 990) + "\nA: definiton_17 > 3",
    "a misspelt function": lines("d{} = spend", 990) + "\nA: misssing(plan)",
    "a bracket that is never closed": "x = (1\n" + lines("d{} = spend", 990),
    "the last line is wrong": lines("d{} = spend", 990) + "\nA: spend >",
}


@pytest.mark.parametrize("name", LONG)
def test_long_cells(name: str) -> None:
    assert_sound(outcome(LONG[name]))


def wide(columns: int, letters: int) -> Schema:
    rng = random.Random(f"{columns} {letters}")
    return Schema(
        {"".join(rng.choices("abcdefghij_", k=letters)) + str(i): NUMBER for i in range(columns)}
    )


def misspelt(name: str) -> list[str]:
    return [name[:-1], name[1:], name[0] + name[2:], name[::-1], name.upper(), "x" * 80, ""]


@pytest.mark.parametrize(
    ("columns", "letters"), [(20_000, 6), (20_000, 30), (20_000, 300), (5_000, 2_000), (90, 60_000)]
)
def test_a_misspelt_name_in_a_frame_of_very_many_columns(columns: int, letters: int) -> None:
    customers = wide(columns, letters).customers
    for name in misspelt(next(itertools.islice(customers, 77, None))):
        for schema, text in (
            (Schema(customers), f"A: `{name}` > 3"),
            (Schema(CUSTOMERS, customers), f"x = sum(`{name}`)"),
            (Schema(customers), f"A: {name or 'x'} == 'a'"),
        ):
            found = outcome(text, schema)
            assert isinstance(found.result, SegmentError)
            assert_sound(found)


def test_a_frame_of_very_many_columns_costs_a_correct_cell_nothing() -> None:
    names = [f"column_{i}" for i in range(20_000)]
    found: Outcome = outcome("A: column_19999 > 3", Schema(dict.fromkeys(names, NUMBER)))
    assert found.name == "accepted"
    assert found.seconds < 0.01


def test_a_number_in_another_alphabet_of_64_kilobytes() -> None:
    for digit in "٣３²Ⅷ":
        assert_sound(outcome(full("A: spend > ", digit), SCHEMA))


@pytest.mark.parametrize("depth", [12, 18, 45])
@pytest.mark.parametrize("line", ["A: {}", "x = score(spend * ({}))", "x = count({})"])
def test_chains_inside_one_another_are_refused_at_once(line: str, depth: int) -> None:
    chain = "amount" if "count" in line else "spend"
    for _ in range(depth):
        chain = f"(0 < {chain} < 2)"
    start = time.process_time()
    with pytest.raises(SegmentSyntaxError, match="chains of comparisons inside one another"):
        check(parse(line.format(chain)), SCHEMA)
    assert time.process_time() - start < 0.5


def test_a_few_chains_inside_one_another_are_read() -> None:
    assert check(parse("A: 0 < (1 < spend < 3) < 2"), SCHEMA).rules[0].name == "A"


@pytest.mark.parametrize(
    "line", ["x = {} * 2", "x = score({})", "A: {} > 2", "A: signup > {}", "A: {} > 'b'"]
)
def test_text_with_chains_inside_one_another_is_refused_at_once(line: str) -> None:
    chain = "spend"
    for _ in range(40):
        chain = f"(0 < {chain} < 2)"
    assert_sound(outcome(line.format(f"('a' if {chain} else 'b')")))


MISTAKES = [
    # a start, what is repeated, an end: what messages look at is never much
    ("A: spend > ", "1", "%"),
    ("A: spend > ", "1_", "%"),
    ("x = spend", " ", "%"),
    ("x = ", "a", ".b"),
    ("x = a.", "b", "()"),
    ("x = a.b(", " ", ")"),
    ("x = a.isin([", "'a',", "])"),
    ("x = a.b(", "[", ")"),
    ('x = a["', "b", '"]'),
    ('x = a["', "b", '"].c'),
    ("x = a", " .b", "()"),
    ("if ", "x > 3 ", ": A b"),
    ("if x > 3: ", "abc", " d"),
    ("else: ", "a", " b"),
    ("", "a", ": else"),
    ('A: "', "1", '" > spend'),
    ('A: plan > "', "1", '"'),
    ('A: plan > "1-1-1T', "a", '"'),
    ("x = ", "abcdefg", " b"),
]


@pytest.mark.parametrize(("start", "unit", "end"), MISTAKES)
def test_a_mistake_64_kilobytes_long(start: str, unit: str, end: str) -> None:
    assert_sound(outcome(full(start, unit, end)))
