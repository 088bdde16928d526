from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.running import run
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.other_weights import OtherWeights

CELL = """
twice = 2 * x
first = score({0!r} * twice, {1!r} * rank(y), {2!r} * z, missing="zero")
far = first > 40
half = first / 2 if far else y
second = score({3!r} * first, {4!r} * raw(half), {5!r} * minmax(x), missing="all")
Both: second >= 55 and far
Far: first >= 62 or half > 20
Near: second > 30
"""
WEIGHTS = [2.0, -1.0, 3.0, 1.0, 2.0, -1.5]


def people(customers: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    x, y, z = rng.uniform(0, 50, (3, customers))
    return pd.DataFrame({"x": x, "y": np.where(rng.random(customers) < 0.2, np.nan, y), "z": z})


@pytest.mark.parametrize("seed", range(5))
def test_other_weights_are_as_if_they_were_written_in_the_cell(seed: int) -> None:
    frame = people()
    one = run(CELL.format(*WEIGHTS), frame)
    other = OtherWeights(one.model, one.rows)
    factors = np.random.default_rng(seed).uniform(0.5, 1.5, 6)
    weights = (factors * WEIGHTS).tolist()
    found = other.segments({"first": weights[:3], "second": weights[3:]})
    expected = run(CELL.format(*weights), frame).codes
    assert found.tolist() == expected.tolist()
    assert found.tolist() != one.codes.tolist()
    # and once more the first, which have not been touched
    same = other.segments({"first": WEIGHTS[:3], "second": WEIGHTS[3:]})
    assert same.tolist() == one.codes.tolist()


def test_some_rows_have_the_segments_of_theirs() -> None:
    one = run(CELL.format(*WEIGHTS), people())
    places = np.array([5, 17, 299, 0])
    other = OtherWeights(one.model, rows_at(one.rows, places))
    found = other.segments({"first": WEIGHTS[:3], "second": WEIGHTS[3:]})
    assert found.tolist() == one.codes[places].tolist()
