"""Texts that stand for enough people, counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seg_jupyter.engine.frames.common_texts import MOST_TEXTS, common_texts
from seg_jupyter.engine.frames.frame import Frame


def test_people_count_once_and_nobody_not_at_all() -> None:
    rows = Frame(pd.DataFrame({"x": ["a", "a", "a", "b", "b", "c", None]}), "events")
    people = np.array([0, 0, 1, 0, 2, -1, 3])
    assert common_texts(rows, "x", people, 1) == ["a", "b"]
    assert common_texts(rows, "x", people, 2) == ["a", "b"]
    assert common_texts(rows, "x", people, 3) == []


def test_none_of_numbers_and_of_free_text() -> None:
    size = MOST_TEXTS + 1
    frame = Frame(pd.DataFrame({"n": range(size), "t": [f"t{n}" for n in range(size)]}), "events")
    people = np.arange(size)
    assert common_texts(frame, "n", people, 1) == []
    assert common_texts(frame, "t", people, 1) == []
    assert len(common_texts(frame.sample(size - 1), "t", people[::2], 1)) == (size + 1) // 2
