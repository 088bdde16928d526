"""Totals by whole numbers: exact, whatever their size and order."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seg_jupyter.engine.totals import exact_totals

COUNT = 4

# cents, so that every value is some millionths exactly; beyond these, a float64 has no millionths
cents = st.integers(-(10**3), 10**3) | st.integers(-(10**10), 10**10)
rows = st.lists(st.tuples(st.integers(0, COUNT - 1), cents), max_size=40)


@settings(deadline=None)
@given(rows)
def test_totals_are_exact(given_rows: list[tuple[int, int]]) -> None:
    owners = np.array([owner for owner, _ in given_rows], np.int64)
    values = np.array([number / 100 for _, number in given_rows], np.float64)
    exact = [sum(number for o, number in given_rows if o == owner) for owner in range(COUNT)]
    assert exact_totals(owners, values, COUNT).tolist() == [
        float(Fraction(total, 100)) for total in exact
    ]


@pytest.mark.parametrize(
    "values",
    [
        [0.1] * 10,  # below 2**53 millionths, whatever is added to what
        [3e8, 0.1, -3e8] * 4,  # each owner is, though all together are not
        [2e12, 0.000001, -2e12],  # below 2**62
        [1e20, 0.5, -1e20],  # in whole numbers of Python
    ],
)
def test_every_way_of_adding_is_exact(values: list[float]) -> None:
    owners = np.arange(len(values)) // 3
    totals = exact_totals(owners, np.array(values), owners[-1] + 2)
    for owner, total in enumerate(totals.tolist()):
        mine = values[3 * owner : 3 * owner + 3]
        assert total == float(sum(Fraction(round(v * 10**6), 10**6) for v in mine))


def test_no_values_add_up_to_nothing() -> None:
    none = np.zeros(0, np.int64)
    assert exact_totals(none, none.astype(np.float64), 2).tolist() == [0.0, 0.0]
