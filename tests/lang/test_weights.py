"""Weights: one number on the left of its metric, and the right spelling for all else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lang.tables import SCHEMA, Refusal, check_refusal, refused, tree
from seg_jupyter.errors import SegmentSyntaxError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.nodes import Node
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Program
from seg_jupyter.lang.weights import split_weight

WEIGHT = "a weight is one number, on the left of its metric"
SAME = (
    "a metric is needed here; this is the same for everybody",
    "Write a column, an earlier line or an aggregation.",
)


RANGE = (
    "a weight is 0, or between a billionth and a billion",
    "Only the proportions of weights count: write 3 and 1 for three times as much.",
)

REFUSED = [
    # what would overflow, or vanish beside another
    refused("x = score(1e10 * spend, visits)", "          ^^^^", *RANGE),
    refused("x = score(visits, -1e308 * spend)", "                  ^^^^^^", *RANGE),
    refused("x = score(0.0000000001 * spend)", "          ^^^^^^^^^^^^", *RANGE),
    # the right spelling stands in the last line
    refused("x = score(spend * 2)", "          ^^^^^^^^^", WEIGHT, "Write 2 * spend"),
    refused("x = score(2 * spend * 3)", "          ^^^^^^^^^^^^^", WEIGHT, "Write 6 * spend"),
    refused("x = score(2 * 3 * spend)", "          ^^^^^^^^^^^^^", WEIGHT, "Write 6 * spend"),
    refused(
        'x = score(contains(plan, "a  b") * # twice\n  2)',
        "          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        'Write 2 * contains(plan, "a  b")',
    ),
    refused("x = score(spend * -2)", "          ^^^^^^^^^^", WEIGHT, "Write -2 * spend"),
    refused("x = score(-(2 * spend))", "          ^^^^^^^^^^^^", WEIGHT, "Write -2 * spend"),
    refused("x = score(--spend)", "          ^^^^^^^", WEIGHT, "Write 1 * spend"),
    refused("x = score(---spend)", "          ^^^^^^^^", WEIGHT, "Write -1 * spend"),
    refused("x = score(2 * -spend)", "          ^^^^^^^^^^", WEIGHT, "Write -2 * spend"),
    refused("x = score(-2 * -spend)", "          ^^^^^^^^^^^", WEIGHT, "Write 2 * spend"),
    refused("x = score(-spend * 2)", "          ^^^^^^^^^^", WEIGHT, "Write -2 * spend"),
    refused("x = score(-spend / 4)", "          ^^^^^^^^^^", WEIGHT, "Write -1 * (spend / 4)"),
    refused("x = score(2 * spend / 4)", "          ^^^^^^^^^^^^^", WEIGHT, "Write 2 * (spend / 4)"),
    refused(
        "x = score(2 * spend / visits)",
        "          ^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * (spend / visits)",
    ),
    refused(
        "x = score(2 * spend / visits / 3)",
        "          ^^^^^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * ((spend / visits) / 3)",
    ),
    refused(
        "x = score((spend / visits) * 2)",
        "          ^^^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * (spend / visits)",
    ),
    refused(
        "x = score(spend / visits * 2)",
        "          ^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * (spend / visits)",
    ),
    refused(
        "x = score((spend + visits) * 2)",
        "          ^^^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * (spend + visits)",
    ),
    refused(
        "x = score(spend * visits * 2)",
        "          ^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * (spend * visits)",
    ),
    refused(
        "x = score(spend * 2 * visits)",
        "          ^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * (spend * visits)",
    ),
    refused(
        "x = score(rank(spend) * 2)", "          ^^^^^^^^^^^^^^^", WEIGHT, "Write 2 * rank(spend)"
    ),
    refused(
        "x = score(sum(amount, where=amount / 2 > 3) * 2)",
        "          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write 2 * sum(amount, where=amount / 2 > 3)",
    ),
    refused("x = score((spend   *\n 2))", "          ^^^^^^^^^^", WEIGHT, "Write 2 * spend"),
    refused("x = score(0.1 * spend * 3)", "          ^^^^^^^^^^^^^^^", WEIGHT, "Write 0.3 * spend"),
    refused(
        "x = score(spend * 1234567)", "          ^^^^^^^^^^^^^^^", WEIGHT, "Write 1234567 * spend"
    ),
    refused(
        "x = score(spend * 1e300 * 1e300)",
        "          ^^^^^^^^^^^^^^^^^^^^^",
        WEIGHT,
        "Write weight * spend",
    ),
    refused("x = score(spend * (6 / 2))", "          ^^^^^^^^^^^^^^^", WEIGHT, "Write 3 * spend"),
    refused(
        "x = score(spend * (6 / 0))", "          ^^^^^^^^^^^^^^^", WEIGHT, "Write weight * spend"
    ),
    refused("x = score(2 * (spend * 3))", "          ^^^^^^^^^^^^^^^", WEIGHT, "Write 6 * spend"),
    refused("x = score(2 * (3))", "          ^^^^^^^", *SAME),
    refused("x = score(-3)", "          ^^", *SAME),
    refused("x = score(-(-3))", "          ^^^^^", *SAME),
    refused("x = score(6 / 2)", "          ^^^^^", *SAME),
    refused("x = score(2 * 3)", "          ^^^^^", *SAME),
    refused("x = score(3 * True)", "              ^^^^", *SAME),
    refused(
        "x = score(visits, 2 * spend * 3)",
        "                  ^^^^^^^^^^^^^",
        WEIGHT,
        "Write 6 * spend",
    ),
]


def run(text: str) -> Program:
    return check(parse(text), SCHEMA)


def split(term: str) -> tuple[float, Node]:
    cell = parse(f"x = {term}")
    return split_weight(cell.text, cell.definitions[0].expression)


SPLITS = [
    # term, weight, tree of the metric
    ("1e9 * a", 1e9, "a"),
    ("-1e-9 * a", -1e-9, "a"),
    ("0 * a", 0, "a"),
    ("a", 1, "a"),
    ("(a)", 1, "a"),
    ("3 * a", 3, "a"),
    ("(3) * a", 3, "a"),
    ("(3 * a)", 3, "a"),
    ("0.5 * a", 0.5, "a"),
    ("0 * a", 0, "a"),
    ("-3 * a", -3, "a"),
    ("(-3) * a", -3, "a"),
    ("-a", -1, "a"),
    ("-(a + b)", -1, "(+ a b)"),
    ("1 * (a)", 1, "a"),
    ("2 * (a * b)", 2, "(* a b)"),
    ("2 * f(3 * a)", 2, "<f (* 3 a)>"),
    ("2 * (a + 3)", 2, "(+ a 3)"),
    ("2 * (3 if a else 4)", 2, "(if a 3 4)"),
    # metrics of their own
    ("a * b", 1, "(* a b)"),
    ("a / 2", 1, "(/ a 2)"),
    ("1 / a", 1, "(/ 1 a)"),
    ("2 * (1 / a)", 2, "(/ 1 a)"),
    ("2 * (a / 4)", 2, "(/ a 4)"),
    ("a / b", 1, "(/ a b)"),
    ("a + 2 * b", 1, "(+ a (* 2 b))"),
    ("2 - a", 1, "(- 2 a)"),
    ("-a + b", 1, "(+ (neg a) b)"),
]


@pytest.mark.parametrize(("term", "weight", "metric"), SPLITS, ids=[row[0] for row in SPLITS])
def test_split(term: str, weight: float, metric: str) -> None:
    found, node = split(term)
    assert (found, tree(node)) == (weight, metric)


@pytest.mark.parametrize("row", REFUSED)
def test_refusal(row: Refusal) -> None:
    check_refusal(row, SegmentSyntaxError, run)


def test_a_long_quotient_is_split_at_once() -> None:
    with pytest.raises(SegmentSyntaxError, match="a weight is one number"):
        split("2 * a" + " / a" * 47)


products = st.recursive(
    st.sampled_from(["a", "b", "f(a)", "2", "0.5", "10", "(a + 2)"]),
    lambda inside: st.one_of(
        st.tuples(inside, st.sampled_from([" * ", " / "]), inside).map(lambda p: f"({''.join(p)})"),
        st.tuples(inside, st.sampled_from([" * ", " / "]), inside).map("".join),
        inside.map(lambda term: f"-{term}"),
    ),
    max_leaves=5,
)


@given(products, st.floats(1, 9), st.floats(1, 9))
def test_the_spelling_that_is_shown_is_accepted_and_means_the_same(
    term: str, a: float, b: float
) -> None:
    try:
        weight, _ = split(term)
    except SegmentSyntaxError as error:
        if error.problem == SAME[0]:
            assert not re.search("[ab]", term)
            return
        shown = str(error.remedy).removeprefix("Write ")
        weight, metric = split(shown)
        assert shown.startswith(f"{weight:.15g} * ")
        names = {"a": a, "b": b, "f": lambda x: x + 1}
        assert worth(shown, names) == pytest.approx(worth(term, names), rel=1e-9)
        assert split(shown) == (weight, metric)


def worth(expression: str, names: dict[str, object]) -> float:
    return eval(expression, {"__builtins__": {}}, names)
