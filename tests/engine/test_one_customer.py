from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine.running import table
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.one_customer import row_of
from seg_jupyter.errors import SegmentUsageError

SECRET = 987654


def of(ids: object, who: object, column: str | None = "key", index: object = None) -> int:
    people = pd.DataFrame({"key": pd.Series(ids)})
    if index is not None:
        people.index = pd.Index(index)
    return row_of(Frame(people, "customers"), column, who)


@pytest.mark.parametrize(
    ("ids", "who", "row"),
    [
        ([3, SECRET, 5], 5, 2),
        ([3, SECRET, 5], "5", 2),
        ([3, SECRET, -5], "-5", 2),
        ([3, SECRET, 5], np.int64(3), 0),
        (pd.array([3, SECRET], "Int64"), 3, 0),
        (pd.array([2**63 + 1, 2**63], "uint64"), 2**63, 1),
        (["a", "5", "ü"], "ü", 2),
        (["a", "5", "ü"], "5", 1),
        (["a", "5", "ü"], 5, 1),
        (pd.Categorical(["a", "b"]), "b", 1),
        (["007", "7"], "7", 1),
        (["007", "7"], "007", 0),
    ],
)
def test_an_id(ids: object, who: object, row: int) -> None:
    assert of(ids, who) == row


@pytest.mark.parametrize(
    ("ids", "who"),
    [
        ([3, SECRET], 4),
        ([3, SECRET], "4"),
        ([3, SECRET], "x"),
        ([3, SECRET], 3.0),
        ([1, SECRET], True),
        ([3, SECRET], None),
        ([3, SECRET], [3]),
        ([3, SECRET], "³"),
        ([3, SECRET], "9" * 5000),
        (["a", str(SECRET)], "b"),
        (["a", str(SECRET)], 3),
        (["a", str(SECRET)], ("a",)),
        ([], 3),
    ],
)
def test_nobody_is_called_so_and_nobody_else_is_named(ids: object, who: object) -> None:
    with pytest.raises(SegmentUsageError, match="no customer has the id") as caught:
        of(ids, who)
    assert "in the column 'key'" in str(caught.value)
    assert str(SECRET) not in str(caught.value)


@pytest.mark.parametrize(
    ("index", "who", "row"),
    [
        (["a", "b"], "b", 1),
        ([10, 20], 20, 1),
        ([10, 20], "20", 1),
        (["10", "20"], 20, 1),
        ([("a", 1), ("a", 2)], ("a", 2), 1),
        (pd.to_datetime(["2026-01-01", "2026-01-02"]), pd.Timestamp("2026-01-02"), 1),
        ([date(2026, 1, 1), date(2026, 1, 2)], date(2026, 1, 2), 1),
        ([1.5, 2.5], 2.5, 1),
    ],
)
def test_without_ids_a_label_of_the_index(index: object, who: object, row: int) -> None:
    assert of([7, 7], who, None, index) == row


LEVELS = pd.MultiIndex.from_tuples([(1, "a"), (1, "b"), (2, "a"), (float("nan"), "a")])
PAIRS = pd.Index([(1, "a"), (1, "b")], tupleize_cols=False)
FLAT = pd.Index([(1, "a"), (1, ("b",)), "a", ((1, "a"),)], tupleize_cols=False)


@pytest.mark.parametrize(
    ("index", "who", "row"),
    [
        (LEVELS, (1, "a"), 0),
        (LEVELS, (1, "b"), 1),
        (LEVELS, (np.int64(2), "a"), 2),
        (LEVELS, (float("nan"), "a"), 3),
        (pd.MultiIndex.from_arrays([[1, 2]]), (2,), 1),
        (pd.MultiIndex.from_arrays([PAIRS, [1, 2]]), ((1, "b"), 2), 1),
        (FLAT, (1, "a"), 0),
        (FLAT, (1, ("b",)), 1),
        (FLAT, "a", 2),
        (FLAT, ((1, "a"),), 3),
    ],
)
def test_labels_that_are_tuples(index: pd.Index[Any], who: object, row: int) -> None:
    people = pd.DataFrame({"key": range(len(index))}, index=index)
    assert row_of(Frame(people, "customers"), None, who) == row


@pytest.mark.parametrize(
    "who",
    [
        ((1, "a"),), (1,), (1, "a", "a"), (), 1, "a", (1, "c"), ("a", 1), ((1, "a"), 1), ([1], "a"),
        (1, None), [1, "a"], ((), ()), (LEVELS, LEVELS), (slice(None), "a"), (pd.NA, "a", pd.NA),
    ],
)  # fmt: skip
def test_what_is_no_label_of_several_levels(who: object) -> None:
    people = pd.DataFrame({"key": range(len(LEVELS))}, index=LEVELS)
    with pytest.raises(SegmentUsageError, match="no customer has the label"):
        row_of(Frame(people, "customers"), None, who)


def test_a_label_of_several_levels_twice() -> None:
    index = LEVELS.append(LEVELS)
    people = pd.DataFrame({"key": range(len(index))}, index=index)
    with pytest.raises(SegmentUsageError, match="2 customers have the label") as caught:
        row_of(Frame(people, "customers"), None, (1, "b"))
    assert "id=" in str(caught.value)


@pytest.mark.parametrize("who", ["c", 3, None, 2.5, [1], {"a": 1}, ("a", 1), True])
def test_what_is_no_label(who: object) -> None:
    for index in (["a", "b"], [10, 20], [("x", 1), ("x", 2)]):
        with pytest.raises(SegmentUsageError, match="in the index") as caught:
            of([SECRET, 2], who, None, index)
        assert "--id" in str(caught.value)
        assert str(SECRET) not in str(caught.value)


def test_a_label_of_several_customers_is_refused() -> None:
    with pytest.raises(SegmentUsageError, match="3 customers have the label 'a'") as caught:
        of([1, 2, 3, 4], "a", None, ["a", "b", "a", "a"])
    assert "id=" in str(caught.value)


def test_the_number_of_a_row() -> None:
    assert of(["a", "b"], 1, None) == 1
    with pytest.raises(SegmentUsageError, match="no customer"):
        row_of(Frame(table(x=[]), "customers"), None, 0)


class Rows:
    """A frame of a library without an index."""

    native = object()
    size = 3


def test_a_frame_without_an_index_has_numbers_of_rows() -> None:
    assert row_of(Rows(), None, 2) == row_of(Rows(), None, "2") == 2
    with pytest.raises(SegmentUsageError, match="no customer has the row number '3'"):
        row_of(Rows(), None, 3)
