from __future__ import annotations

import math

import numpy as np
import pytest

from engine.running import days, run, table
from seg_jupyter.analysis.limits import Limits, limits
from seg_jupyter.analysis.reading import quantities
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.expressions import evaluate

INF = math.inf


def of(expression: str, x: list[float] | None = None) -> Limits:
    """The limits of the first quantity of an expression, for the first customer."""
    people = table(key=[0, 1, 2], x=[1.0, 2.0, 3.0]) if x is None else table(x=x)
    events = table(
        key=[0, 0, 0, 0, 1],
        at=days("2026-01-30", "2026-01-20", "2025-11-20", "2025-11-02", "2026-01-31"),
        ok=[True, False, True, None, True],
        amount=[1.5, -2.25, 3.0, 4.0, 5.0],
    )
    data = (people, events) if x is None else (people,)
    options = {"id": "key", "time": "at", "as_of": "2026-01-31"} if x is None else {}
    result = run(f"A: ({expression}) > 1", *data, **options)
    program = result.model.program
    quantity = next(iter(quantities(program)))
    values = evaluate(quantity, result.rows).values
    one = rows_at(result.rows, np.array([0]))
    return limits(program, quantity, values[~np.isnan(values)], one)


@pytest.mark.parametrize(
    ("x", "decimals", "low", "high"),
    [
        ([1.0, 5.0, 9.0], 0, 0, INF),
        ([-1.0, 5.0, 9.0], 0, -INF, INF),
        ([1.5, 5.25, 9.0], 2, 0, INF),
        ([1.5, 5.5, 9.0], 1, 0, INF),
        ([0.25, 0.5, 1.0], 2, 0, 1),
        ([0.0, 1.0, 1.0], 0, 0, INF),
        ([0.1234567, 0.3, 0.9], 4, 0, 1),
        ([0.001, 0.002, 0.003], 6, 0, 1),
        ([1234.5678, 99.0, 5.0], 2, 0, INF),
        ([1e-12, 2e-12], 9, 0, 1),
        ([0.12345, 0.12345], 4, 0, 1),
        ([5e-324, 5e-324], 9, 0, 1),
        ([-1e308, 0.125, 1e308], 4, -INF, INF),
        ([1e308, 1e300], 0, 0, INF),
        ([0.12345] * 30 + [0.52345], 4, 0, 1),
    ],
)
def test_columns(x: list[float], decimals: int, low: float, high: float) -> None:
    assert of("x", x) == Limits(decimals, low, high)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count()", Limits(0, 0, INF)),
        ('count(half_life="9d")', Limits(of('count(half_life="9d")').decimals, 0, INF)),
        ("share(ok)", Limits(of("share(ok)").decimals, 0, 1)),
        ("recency()", Limits(0, 0, INF)),
        ('recency(last="90d")', Limits(0, 0, 89)),
        ('tenure(last="2w")', Limits(0, 0, 13)),
        ('tenure(last="3m")', Limits(0, 0, INF)),
        ('active_days(last="30d")', Limits(0, 0, 30)),
        ('active_weeks(last="30d")', Limits(0, 0, INF)),
        ("sum(amount)", Limits(2, 0, INF)),
        ("min(amount)", Limits(2, -INF, INF)),
        # the customer has two events in 30 days, three in 80, four in all
        ('count(last="30d") + count(last="80d") + count()', Limits(0, 0, 3)),
        ('count(last="80d") + count(last="30d") + count()', Limits(0, 2, 4)),
        ('count() + count(last="30d") + count(last="80d")', Limits(0, 3, INF)),
        ('count(last="29d") + count(last="30d")', Limits(0, 0, INF)),
        ('count(last="30d") + count(ok, last="80d")', Limits(0, 0, INF)),
        ('count(last="30d") + count(last="80d", offset="30d")', Limits(0, 0, INF)),
        ('count(last="30d") + count(last="80d", half_life="9d")', Limits(0, 0, INF)),
        ('sum(amount, last="30d") + sum(amount)', Limits(2, -INF, INF)),
    ],
)
def test_aggregations(expression: str, expected: Limits) -> None:
    assert of(expression) == expected


def test_numbers_that_steps_cannot_tell_apart_are_outside() -> None:
    cents = Limits(2, 0, INF)
    assert 4e13 in cents
    assert 5e13 not in cents
    assert 5e13 in Limits(0, 0, INF)
    assert -1 not in cents
    assert 11 not in Limits(0, 0, 10)


def test_steps() -> None:
    cents = Limits(2, 0, INF)
    assert cents.step(0.29) == 29
    assert cents.step(0.299) == 29
    assert cents.step(-0.291) == -30
    assert cents.at(29) == 0.29
    assert Limits(0, 0, INF).at(7) == 7
    assert all(cents.step(cents.at(n)) == n for n in range(-5000, 5000))
    fine = Limits(9, 0, INF)
    assert all(
        fine.step(fine.at(n)) == n for n in range(3_999_999_999_999_000, 4_000_000_000_000_000, 7)
    )
