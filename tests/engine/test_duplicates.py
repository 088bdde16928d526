"""Where repeated events are looked for: every one that has a twin, and hardly any other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg_jupyter.engine.frames.duplicates import count_duplicates, places_alike
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.inputs import gather

KEYS = st.integers(-(2**63), 2**63 - 1) | st.integers(-2, 2)


@given(st.lists(st.tuples(KEYS, KEYS), max_size=30))
def test_whoever_has_a_twin_is_looked_at(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    places = set(places_alike(first, second).tolist())
    twins = {place for place, pair in enumerate(pairs) if pairs.count(pair) > 1}
    assert twins <= places
    assert places <= set(range(len(pairs)))


def test_of_many_rows_hardly_any_other_is_looked_at() -> None:
    random = np.random.default_rng(3)
    customers, times = random.integers(0, 10_000, 400_000), random.integers(0, 2**45, 400_000)
    customers[300_000:300_500], times[300_000:300_500] = customers[:500], times[:500]
    places = places_alike(customers, times)
    assert np.isin([*range(500), *range(300_000, 300_500)], places).all()
    assert np.array_equal(places, np.unique(places))
    assert len(places) < 8_000


@pytest.mark.parametrize("rows", [None, np.array([0, 1, 2]), np.array([1, 3])], ids=str)
def test_only_rows_that_count_repeat_one_another(rows: np.ndarray | None) -> None:
    table = pd.DataFrame({"id": [1, 1, 1, 1], "x": [1.0, np.nan, 1.0, np.nan]})
    found = count_duplicates(Frame(table, "events"), rows, lambda: np.arange(4))
    counted = table if rows is None else table.iloc[rows]
    assert found == counted.duplicated().sum()


def test_events_that_are_not_read_repeat_nothing() -> None:
    events = pd.DataFrame(
        {
            "id": [1, 1, 2, 2, 3, 3],
            "at": pd.to_datetime(["2024-05-01"] * 4 + ["2024-06-01"] * 2),
        }
    )
    customers = pd.DataFrame({"id": [1, 3]})
    assert gather(customers, events, id="id", as_of="2024-05-31").duplicates() == 1
    assert gather(None, events, id="id", as_of="2024-05-31").duplicates() == 2
    assert gather(None, events, id="id").duplicates() == 3
