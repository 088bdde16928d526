"""Frames that are changed after a fit, and what is changed of what a result gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from dirty.frames import ARROW, KINDS, PANDAS, POLARS, Table, build, fingerprint
from seg_jupyter import Segmentation

PEOPLE: Table = {
    "x": ("float", [1.0, 2.0, 3.0]),
    "plan": ("text", ["a", "b", None]),
    "since": ("day", [None, None, None]),
}
CELL = "value = score(x)\ncopy = plan\nHot: value > 40 and plan == 'b'\nCold: otherwise"


def in_pandas(frame: pd.DataFrame) -> None:
    frame["x"] = frame["x"] * 0
    frame.loc[0, "plan"] = "other"
    frame.iloc[1, 0] = 9.0
    frame["further"] = 1
    del frame["since"]
    frame.index = [7, 7, 7]
    frame.columns = pd.Index(["a", "b", "c"])
    frame.attrs["new"] = 1


def in_polars(frame: pl.DataFrame) -> None:
    frame[0, "x"] = 9.0
    frame.replace_column(1, pl.Series("plan", ["z", "z", "z"]))
    frame.insert_column(0, pl.Series("further", [1, 1, 1]))
    frame.drop_in_place("since")
    frame.extend(frame)
    frame.columns = ["a", "b", "c"]


CHANGES: dict[str, Callable[[Any], None]] = {
    **dict.fromkeys(PANDAS, in_pandas),
    POLARS: in_polars,
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_is_done_to_a_frame_later_does_not_reach_its_result(kind: str) -> None:
    people = build(kind, PEOPLE)
    result = Segmentation(CELL).fit(people)
    untouched = Segmentation(CELL).fit(build(kind, PEOPLE))
    CHANGES[kind](people)
    assert fingerprint(people) != fingerprint(build(kind, PEOPLE))
    assert fingerprint(result.frame) == fingerprint(untouched.frame)
    assert repr(result) == repr(untouched)
    assert repr(result.segments) == repr(untouched.segments)


@pytest.mark.parametrize("kind", CHANGES)
def test_what_is_done_to_the_frame_of_a_result_reaches_nobody(kind: str) -> None:
    people = build(kind, PEOPLE)
    before = fingerprint(people)
    result = Segmentation(CELL).fit(people)
    given = result.frame
    wanted = fingerprint(given)
    if kind == POLARS:
        given[0, "value"] = 0.0
        given.drop_in_place("plan")
    else:
        given.loc[0, "value"] = 0.0
        given.loc[1, "x"] = 0.0
        del given["plan"]
    assert fingerprint(people) == before
    assert fingerprint(result.frame) == wanted


def test_memory_that_is_written_past_pandas_is_copied_or_read_only() -> None:
    values = np.array([1.0, 2.0, 3.0])
    people = pd.DataFrame({"x": values})
    result = Segmentation("v = x\nHot: x > 1").fit(people)
    for column in (result.frame["x"], result.frame["v"]):
        with pytest.raises(ValueError, match="read-only"):
            column.to_numpy()[0] = 9.0


def test_tables_of_pyarrow_cannot_be_changed() -> None:
    """So that there is nothing to test on them."""
    table = build(ARROW, PEOPLE)
    with pytest.raises(TypeError):
        table["x"] = 1
    assert set(CHANGES) | {ARROW} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_result_has_a_frame_of_its_own(kind: str) -> None:
    people = build(kind, PEOPLE)
    one, other = Segmentation(CELL).fit(people), Segmentation(CELL).fit(people)
    assert one.frame is not other.frame
    assert one.frame is not one.frame
    assert fingerprint(one.frame) == fingerprint(other.frame)
