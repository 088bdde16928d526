"""Examples worked by hand that pin the reference itself."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle as o
from by_hand import A, B, column, people, run
from strategies import Names, condition


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (30, 40, True),  # 25 <= 30 <= 40
        (20, 40, False),  # the first link fails
        (30, None, None),  # true and unknown
        (20, None, False),  # false and unknown is false
        (None, 40, None),  # unknown and unknown
    ],
)
def test_chained_comparison(a: float | None, b: float | None, expected: bool | None) -> None:
    chain = o.Compare(o.Num(25), (("<=", A), ("<=", B)))
    assert column(chain, customers=people(a=[a], b=[b])) == [expected]


def test_three_valued_logic() -> None:
    rows = people(a=[True, False, None] * 3, b=[True] * 3 + [False] * 3 + [None] * 3)
    n = None
    assert column(o.And((A, B)), customers=rows) == [
        True,
        False,
        n,
        False,
        False,
        False,
        n,
        False,
        n,
    ]
    assert column(o.Or((A, B)), customers=rows) == [True, True, True, True, False, n, True, n, n]
    assert column(o.Not(A), customers=rows[:3]) == [False, True, None]


def test_both_sides_of_a_comparison_are_rounded() -> None:
    total = o.Arith("+", o.Num(0.1), o.Num(0.2))
    assert column(o.Compare(total, (("==", o.Num(0.3)),))) == [True]
    assert column(o.Compare(total, ((">", o.Num(0.3)),))) == [False]
    assert column(o.In(total, (o.Num(0.3),))) == [True]


def test_a_later_line_reads_the_stored_value() -> None:
    # 1e-10 is stored as 0: one line later 1 / x is missing; in one line it is 1e10.
    tiny = o.Num(1e-10)
    outcomes = run(
        o.Definition("x", tiny),
        o.Definition("y", o.Arith("/", o.Num(1), o.Name("x"))),
        o.Definition("z", o.Arith("/", o.Num(1), tiny)),
    )
    assert outcomes[0].values == {"x": 0.0, "y": None, "z": 1e10}


def test_rounding_is_half_up_below_four_million() -> None:
    assert o.round9(2.5e-9) == 3e-9
    assert o.round9(-2.5e-9) == -2e-9
    assert o.round9(1234567.1234567891) == 1234567.123456789
    assert o.round9(4000000.12345678912) == 4000000.12345678912
    assert o.round9(True) is True


def test_arithmetic_with_missing_and_zero() -> None:
    rows = people(a=[1, 0, None], b=[0, 0, 2])
    assert column(o.Arith("/", A, B), customers=rows) == [None, None, None]
    assert column(o.Arith("-", A, B), customers=rows) == [1.0, 0.0, None]
    assert column(o.Neg(B), customers=rows) == [0.0, 0.0, -2.0]
    either = o.IfElse(o.Num(1), o.Compare(A, ((">", o.Num(0)),)), o.Num(2))
    assert column(either, customers=rows) == [1.0, 2.0, None]


def test_truth_values_count_as_numbers() -> None:
    rows = people(a=[True, False, None])
    assert column(o.Compare(A, (("==", o.Num(1)),)), customers=rows) == [True, False, None]
    assert column(o.Arith("*", o.Num(2), A), customers=rows) == [2.0, 0.0, None]


def test_row_functions() -> None:
    def call(func: str, *args: o.Expr) -> list[o.Value]:
        return column(o.Call(func, args), customers=people(a=[4, -4, None], t=["Ab", "b", None]))

    t = o.Name("t")
    assert call("abs", A) == [4.0, 4.0, None]
    assert call("sqrt", A) == [2.0, None, None]
    assert call("log1p", o.Arith("+", A, o.Num(3))) == [2.079441542, None, None]  # ln 8; ln 0
    assert call("least", A, o.Num(1)) == [1.0, -4.0, None]
    assert call("greatest", A, o.Num(1)) == [4.0, 1.0, None]
    assert call("clip", A, o.Num(0), o.Num(3)) == [3.0, 0.0, None]
    assert call("fill", A, o.Num(9)) == [4.0, -4.0, 9.0]
    assert call("missing", A) == [False, False, True]
    assert call("contains", t, o.Text("b")) == [True, True, None]
    assert call("starts_with", t, o.Text("b")) == [False, True, None]
    assert call("ends_with", t, o.Text("b")) == [True, True, None]


def test_membership() -> None:
    rows = people(t=["x", "y", None])
    items = (o.Text("x"), o.Text("z"))
    assert column(o.In(o.Name("t"), items), customers=rows) == [True, False, None]
    assert column(o.In(o.Name("t"), items, True), customers=rows) == [False, True, None]


def test_dates() -> None:
    # As of January 31: the 30th is one day ago, the first of February is minus one.
    days = [date(2026, 1, 30), date(2026, 2, 1), None]
    rows = people(d=days, t=["2026-01-30", "2026-02-01", None])
    for name in ("d", "t"):
        column_ = o.Name(name)
        assert column(o.Call("days_since", (column_,)), customers=rows) == [1.0, -1.0, None]
        later = o.Compare(column_, ((">", o.Day("2026-01-31")),))
        assert column(later, customers=rows) == [False, True, None]


def test_the_first_segment_that_holds_wins() -> None:
    high = o.Segment("High", o.Compare(A, ((">=", o.Num(2)),)))
    low = o.Segment("Low", o.Compare(A, ((">=", o.Num(1)),)))
    rows = people(a=[2, 1, 0, None])
    assert [x.segment for x in run(high, low, customers=rows)] == [
        "High",
        "Low",
        "Unassigned",
        "Unassigned",
    ]
    rest = o.Segment("Rest", None)
    assert [x.segment for x in run(high, rest, customers=rows)] == ["High", *["Rest"] * 3]


def test_given_values_lead_the_later_lines() -> None:
    outcomes = run(
        o.Definition("x", o.Num(1)),
        o.Definition("y", o.Arith("+", o.Name("x"), o.Num(1))),
        o.Segment("Ten", o.Compare(o.Name("x"), (("==", o.Num(10)),))),
        given={"x": [10.0]},
    )
    assert outcomes == [o.Outcome({"x": 1.0, "y": 11.0}, "Ten")]


def test_to_text() -> None:
    total = o.Arith("*", o.Num(2), o.Arith("-", A, o.Arith("-", B, o.Num(-1))))
    program = o.Program(
        (
            o.Definition("x", total),
            o.Definition("n", o.Agg("count", None, o.Not(o.And((A, B))), "90d", bare=True)),
            o.Definition("s", o.Score((o.Term(-1, A), o.Term(2, total, "minmax")), "all")),
            o.Definition("c", o.Change(o.Agg("sum", A, half_life="2w"), "6m")),
            o.Definition("w", o.Agg("active_weeks", last="1y", offset="36h")),
            o.Definition("r", o.Tile(o.Neg(o.Agg("recency")), 5)),
            o.Definition("d", o.Arith("-", o.Bands(A, (-1, 0.5)), o.Num(1))),
            o.Segment("Can't lose", o.Compare(o.Name("a b"), (("<", o.Num(1)), ("<", A)))),
            o.Segment("Two", o.Or((o.And((A, B)), o.In(o.Name("t"), (o.Text('"'),), True)))),
            o.Segment("Rest", None),
        )
    )
    assert o.to_text(program) == (
        "x = 2 * (a - (b - -1))\n"
        'n = count(not (a and b), last="90d")\n'
        's = score(-a, 2 * minmax(2 * (a - (b - -1))), missing="all")\n'
        'c = change(sum(a, half_life="2w"), "6m")\n'
        'w = active_weeks(last="1y", offset="36h")\n'
        "r = tile(-recency(), 5)\n"
        "d = bands(a, -1, 0.5) - 1\n"
        "Can't lose: `a b` < 1 < a\n"
        'Two: a and b or t not in ["\\""]\n'
        "Rest: otherwise\n"
    )


class Bracketed(o.Writer):
    """Brackets around every operand, needed or not."""

    def needless(self) -> bool:
        return True


@st.composite
def any_condition(draw: o.Callable) -> o.Expr:
    inside = Names(("c", "d"), ("e",), ("f",), ("g",))
    names = Names(("a", "b"), ("p", "q"), ("t",), ("u",), points=("n",), events=inside)
    return condition(draw, names, 4)


@given(any_condition(), st.integers(0, 1000))
def test_the_text_means_the_tree(expr: o.Expr, seed: int) -> None:
    # With brackets everywhere no rule of precedence matters; Python's own parser, whose grammar
    # the language borrows, must read the same from the text with the fewest brackets.
    texts = [o.render(expr, writer) for writer in (o.Writer(None), Bracketed(None))]
    texts.append(o.render(expr, o.Writer(seed)))
    assert len({parsed(text) for text in texts}) == 1


def parsed(text: str) -> str:
    """Python's own tree of a text; the order of keywords means nothing."""
    tree = ast.parse(f"({text}\n)", mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords.sort(key=lambda keyword: keyword.arg or "")
    return ast.dump(tree)
