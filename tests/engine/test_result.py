from __future__ import annotations

import pandas as pd
import pytest

from engine.running import run, table
from seg_jupyter.engine.model import Settings
from seg_jupyter.errors import SegmentDataError

CELL = "Big: x >= 3\nSmall: x < 2"
NAMED = Settings(name="engagement")


def test_sizes_are_in_the_order_of_the_cell() -> None:
    result = run(CELL, table(x=[1.0, 2.0, 3.0, 4.0, None]))
    assert result.labels == ("Big", "Small", "Unassigned", "Not profiled")
    assert result.segment_names == ("Big", "Small")
    assert result.sizes == (2, 1, 2, 0)
    assert sum(result.sizes) == result.customers.size
    assert result.profiled.all()


def test_the_labels_are_a_category_without_order() -> None:
    label = run(CELL, table(x=[1.0, 2.0, 3.0])).frame()["segment"]
    assert label.tolist() == ["Small", "Unassigned", "Big"]
    assert label.cat.categories.tolist() == ["Big", "Small", "Unassigned", "Not profiled"]
    assert not label.cat.ordered


@pytest.mark.parametrize(
    ("columns", "cell", "expected"),
    [
        ({}, CELL, "segment"),
        ({"Segment": [1]}, CELL, "segment"),
        ({"segment": [1]}, CELL, "engagement"),
        ({"engagement": [1]}, CELL, "segment"),
        ({}, "engagement = x\n" + CELL, "segment"),
    ],
)
def test_the_name_of_the_column_of_labels(
    columns: dict[str, list[int]], cell: str, expected: str
) -> None:
    result = run(cell, table(x=[1.0], **columns), settings=NAMED)
    assert result.label_column == expected
    frame = result.frame()
    assert frame.columns[-1] == expected
    assert frame[expected].tolist() == ["Small"]
    assert frame.columns.is_unique


@pytest.mark.parametrize(
    ("columns", "cell"),
    [
        ({"segment": [1], "engagement": [2]}, CELL),
        ({"segment": [1]}, "engagement = x\n" + CELL),
    ],
)
def test_no_name_is_left_for_the_labels(columns: dict[str, list[int]], cell: str) -> None:
    with pytest.raises(SegmentDataError) as caught:
        run(cell, table(x=[1.0], **columns), settings=NAMED).frame()
    assert caught.value.problem == (
        "the labels have no free name: the customers have a column 'segment', "
        "and 'engagement' is taken too"
    )
    assert caught.value.remedy == "Give the result another name with --as, or name=… from Python."


def test_counts_are_whole_numbers_unless_someone_is_not_profiled() -> None:
    events = table(id=[1, 1, 2], at=pd.to_datetime(["2026-01-01"] * 3))
    cell = "n = count()\nkinds = nunique(at)\ndays = active_days()\nlast = recency()\ntwice = n * 2"
    people = table(id=[1, 2, 3], out=[False, False, True])
    frame = run(cell, people, events, id="id").frame()
    whole = {"n": "int64", "kinds": "int64", "days": "int64", "last": "float64", "twice": "float64"}
    assert {name: str(frame[name].dtype) for name in whole} == whole
    partly = run(cell, people, events, id="id", settings=Settings(objected="out")).frame()
    assert {str(partly[name].dtype) for name in whole} == {"float64"}
    assert partly["n"].isna().tolist() == [False, False, True]


def test_a_score_by_name() -> None:
    result = run("value = score(raw(x))", table(x=[1.0, 50.0]))
    assert result.score("value").tolist() == [1.0, 50.0]
