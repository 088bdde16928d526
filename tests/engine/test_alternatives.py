from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import days, run, table
from seg_jupyter.engine.alternatives import changed, rows_at, scaled_terms, segmented
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Numbers, Truths
from seg_jupyter.lang.program import Aggregation, Column

CELL = """
n = count(last="10d")
since = fill(recency(), 99)
part = tile(x, 4)
value = score(2 * n, -since, x, part, missing="zero")
far = since > 30
High: value >= 60 and not far
Middle: x >= 3 or far
Low: value < 40
"""


def result() -> Result:
    people = table(key=range(8), x=[1.0, 2.0, None, 4.0, 5.0, 6.0, None, 8.0])
    at = days(*["2026-01-05", "2026-01-28", "2026-01-30", "2025-11-01", "2026-01-31"] * 2)
    events = table(key=[0, 1, 1, 3, 4, 4, 5, 7, 7, 7], at=at)
    return run(CELL, people, events, id="key", time="at", as_of="2026-01-31")


def test_the_model_gives_the_rows_the_segments_they_have() -> None:
    one = result()
    assert segmented(one.model, one.rows).tolist() == one.codes.tolist()


@given(st.lists(st.integers(0, 7), max_size=20))
@settings(max_examples=50, deadline=None)
def test_some_rows_have_the_segments_of_theirs(places: list[int]) -> None:
    one = result()
    taken = np.array(places, np.int64)
    rows = rows_at(one.rows, taken)
    assert rows.size == len(places)
    assert segmented(one.model, rows).tolist() == one.codes[taken].tolist()
    assert {name: len(v.missing) for name, v in rows.defined.items()} == dict.fromkeys(
        one.values, len(places)
    )


def test_another_value_of_a_column_is_another_customer() -> None:
    people = table(x=[1.0, 2.0, 3.0], vip=[True, False, None])
    one = run("v = 2 * x\nHigh: v >= 4 and vip\nLow: otherwise", people)
    x, vip = (
        next(e for e in one.model.program.expressions if isinstance(e, Column) and e.name == name)
        for name in ("x", "vip")
    )
    first = rows_at(one.rows, np.zeros(3, np.int64))
    assert segmented(one.model, changed(first, x, Numbers(np.array([1.0, 1.9, 2.0])))).tolist() == [
        1,
        1,
        0,
    ]
    rich = changed(first, x, Numbers(np.full(3, 9.0)))
    doubtful = changed(rich, vip, Truths(np.array([0, 1, 2], np.int8)))
    assert segmented(one.model, doubtful).tolist() == [1, 1, 0]


def test_another_value_of_an_aggregation() -> None:
    one = result()
    n = next(e for e in one.model.program.expressions if isinstance(e, Aggregation))
    rows = rows_at(one.rows, np.zeros(2, np.int64))
    before = rows.aggregated[n]
    more = changed(rows, n, Numbers(np.array([0.0, 3.0])))
    assert rows.aggregated[n] is before
    assert more.aggregated[n].values.tolist() == [0, 3]


def test_terms_are_scaled_as_in_the_score() -> None:
    one = run("v = score(x, -2 * minmax(y))", table(x=[1.0, 2.0], y=[10.0, None]))
    first, second = scaled_terms(one.model.program.scores[0], one.model, one.rows)
    assert [first.term.label, second.term.label] == ["x", "y"]
    assert first.metric.tolist() == [1, 2]
    assert first.points.tolist() == [25, 75]
    assert second.points.tolist() == pytest.approx([50, np.nan], nan_ok=True)
