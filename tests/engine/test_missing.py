from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import compute, labels, run, table
from seg_jupyter.engine import missing
from seg_jupyter.engine.values import Truths

CODES = {False: 0, None: 1, True: 2}
MEANINGS = {code: truth for truth, code in CODES.items()}
THREE = (True, None, False)


def truths(*values: bool | None) -> Truths:
    return Truths(np.array([CODES[value] for value in values], np.int8))


def meanings(answer: Truths) -> list[bool | None]:
    return [MEANINGS[int(code)] for code in answer.values]


def kleene_and(*values: bool | None) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def kleene_or(*values: bool | None) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


@pytest.mark.parametrize("operands", [2, 3])
@pytest.mark.parametrize(
    ("ours", "theirs"), [(missing.conjunction, kleene_and), (missing.disjunction, kleene_or)]
)
def test_and_and_or(
    ours: Callable[[list[Truths]], Truths], theirs: Callable[..., bool | None], operands: int
) -> None:
    rows = list(itertools.product(THREE, repeat=operands))
    columns = [truths(*column) for column in zip(*rows, strict=True)]
    assert meanings(ours(columns)) == [theirs(*row) for row in rows]


def test_not() -> None:
    assert meanings(missing.negate(truths(True, None, False))) == [False, None, True]


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_a_comparison_with_missing_is_unknown(sign: str) -> None:
    numbers = [1.0, 2.0, None]
    pairs = list(itertools.product(numbers, repeat=2))
    left, right = (list(column) for column in zip(*pairs, strict=True))
    python = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}[sign]
    expected = [
        None if a is None or b is None else getattr(operator, python)(a, b) for a, b in pairs
    ]
    assert compute(f"a {sign} b", table(a=left, b=right)) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b", [3.0, None, None]),
        ("a - b", [-1.0, None, None]),
        ("a * b", [2.0, None, None]),
        ("a / b", [0.5, None, None]),
        ("-a", [-1.0, None, -0.0]),
        ("a / 0", [None, None, None]),
        ("b / a", [2.0, None, None]),
        ("0 * (a / 0)", [None, None, None]),
        ("(a + 1) * 1e308 * 1e308", [None, None, None]),
        ("-1e308 - 1e308 + a", [None, None, None]),
    ],
)
def test_arithmetic_with_missing_or_without_a_result_is_missing(
    expression: str, expected: list[object]
) -> None:
    assert compute(expression, table(a=[1.0, None, 0.0], b=[2.0, 5.0, None])) == expected


def test_comparisons_are_made_to_nine_decimals() -> None:
    customers = table(a=[0.1 + 0.2, 0.3 + 2e-9, 0.3 - 2e-9])
    assert compute("a == 0.3", customers) == [True, False, False]
    assert compute("a <= 0.3", customers) == [True, False, True]
    assert compute("a in [0.3]", customers) == [True, False, False]


numbers = st.just(math.nan) | st.floats(-5, 5) | st.sampled_from([0.3, 0.1 + 0.2, 0.3 + 2e-9])
SIGNS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@settings(deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=1), st.sampled_from(list(SIGNS)))
def test_a_number_compares_as_a_column_of_it(pairs: list[tuple[float, float]], sign: str) -> None:
    left, right = (np.array(column) for column in zip(*pairs, strict=True))
    rounded = [[math.floor(x * 1e9 + 0.5) / 1e9 if x == x else x for x in pair] for pair in pairs]
    wanted = [None if a != a or b != b else SIGNS[sign](a, b) for a, b in rounded]
    assert meanings(missing.compare_numbers(sign, left, right)) == wanted
    one, same = float(right[0]), np.full(len(left), right[0])
    by_column = meanings(missing.compare_numbers(sign, left, same))
    assert meanings(missing.compare_numbers(sign, left, one)) == by_column
    by_column = meanings(missing.compare_numbers(sign, same, left))
    assert meanings(missing.compare_numbers(sign, one, left)) == by_column


@pytest.mark.parametrize("absent", [None, float("nan"), float("inf"), float("-inf")])
def test_every_way_to_be_missing_is_the_same(absent: float | None) -> None:
    result = run("Low: x < 5\nHigh: x >= 5", table(x=[1.0, absent, 9.0]))
    assert labels(result) == ["Low", "Unassigned", "High"]
    counted = {("customers", "x"): 1} if absent in (float("inf"), float("-inf")) else {}
    assert result.facts.infinite == counted
