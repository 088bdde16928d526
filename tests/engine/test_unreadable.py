"""Columns that their own library cannot hand out: named where they are read, else in no way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import seg_jupyter as seg
from engine.running import run
from frame_kinds import as_written, plain
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.model import Settings
from seg_jupyter.errors import SegmentDataError, SegmentTypeError, SegmentUsageError
from seg_jupyter.lang.schema import Kind

A = datetime(2026, 1, 31)
BASE: dict[str, list[Any]] = {"id": [1, 1, 1, 2], "at": [A] * 4}
MARS = pa.array([A, A, A + timedelta(1), None], pa.timestamp("us", "Mars/X"))
BYTES = pa.array([b"\xff\xfe", b"\xff\xfe", b"a", None]).view(pa.string())


def of_arrow(column: Any) -> Any:
    return pa.table({**BASE, "x": column})


def of_pandas(column: Any) -> pd.DataFrame:
    return of_arrow(column).to_pandas(types_mapper=pd.ArrowDtype)


def of_polars(column: Any) -> Any:
    return pl.from_arrow(of_arrow(column))


def duplicates(events: Any) -> int:
    return run("n = count()", events=events, id="id", time="at").facts.duplicates


# columns that the cell leaves alone


MONTHS = pa.array([(1, 2, 3), (1, 2, 4)], pa.month_day_nano_interval())
ODD = {
    "zone": MARS,
    "zone in a dictionary": pa.DictionaryArray.from_arrays([0, 0, 1, None], MARS[1:3]),
    "bytes": BYTES,
    "bytes in a dictionary": pa.DictionaryArray.from_arrays([0, 0, 1, None], BYTES[1:3]),
    "intervals in a dictionary": pa.DictionaryArray.from_arrays([0, 0, 1, None], MONTHS),
    "runs": pa.RunEndEncodedArray.from_arrays([2, 3, 4], pa.array([1.0, 2.0, None])),
    "runs of intervals": pa.RunEndEncodedArray.from_arrays([2, 4], MONTHS),
    "runs of lists": pa.RunEndEncodedArray.from_arrays([2, 3, 4], pa.array([[1], [2], None])),
    "runs of a zone": pa.RunEndEncodedArray.from_arrays([2, 3, 4], MARS[1:]),
}


@pytest.mark.parametrize("make", [of_arrow, of_pandas])
@pytest.mark.parametrize("column", ODD.values(), ids=ODD.keys())
def test_columns_of_pyarrow_fail_nothing(make: Callable[[Any], Any], column: Any) -> None:
    events = make(column)
    assert duplicates(events) == 1
    people = pa.table({"id": [1, 2, 3]})
    answer = run("n = count()\nA: n > 1", people, events, id="id", time="at")
    assert plain(answer.frame())["n"] == [3, 1, 0]
    assert run("A: id > 1", events).sizes == (1, 3, 0)


def test_bytes_in_polars_fail_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    events = of_polars(BYTES)
    assert duplicates(events) == duplicates(events.with_columns(pl.col("x").cast(pl.Categorical())))
    assert duplicates(events) == 1
    assert run("A: id > 1", events).sizes == (1, 3, 0)
    # a panic would be told to the terminal
    assert capfd.readouterr().err == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_panics_inside_of_lists_repeats_nothing() -> None:
    inside = pa.ListArray.from_arrays([0, 1, 2, 3, 4], BYTES)
    assert duplicates(of_polars(inside)) == 0
    with pytest.raises(SegmentTypeError, match="'x' holds values of the type List"):
        run("A: missing(x)", of_polars(inside))


@pytest.mark.parametrize("order", ["<", ">", "="])
@pytest.mark.parametrize("kind", ["i2", "i8", "u4", "f4", "f8", "c16", "M8[us]", "m8[s]"])
def test_numbers_of_any_order_of_bytes(kind: str, order: str) -> None:
    column = np.array([7, 7, 8, 9]).astype(f"{order}{kind}")
    events = pd.DataFrame({**BASE, "x": column})
    assert duplicates(events) == 1
    if kind[0] in "iuf":
        assert plain(run("y = latest(x)", events=events).frame())["y"] == [7, 9]
        assert plain(run("A: x > 7", events).frame())["x"] == [7, 7, 8, 9]
    if kind[0] in "iu":
        ours = run("n = count()", events=events.drop(columns="id"), id="x", time="at").frame()
        assert plain(ours)["x"] == [7, 8, 9]
        assert plain(ours)["n"] == [2, 1, 1]


def test_a_sample_and_a_stack_of_numbers_of_another_order_of_bytes() -> None:
    events = pd.DataFrame({**BASE, "x": np.array([7, 7, 8, 9], ">i4")})
    assert plain(Frame(events, "events").sample(2).native)["x"] == [7, 8]
    others = events.assign(x=[1.5, 2, 3, 4])
    assert plain(seg.stack(one=events, two=others))["x"] == [7, 7, 8, 9, 1.5, 2, 3, 4]


class Sulking:
    """An object that raises whatever one does with it."""

    def __hash__(self) -> int:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_objects_that_can_be_neither_compared_nor_shown_repeat_nothing(make: Any) -> None:
    sulking = [Sulking()] * 4
    column = pl.Series(sulking, dtype=pl.Object) if make is pl.DataFrame else sulking
    assert duplicates(make({**BASE, "x": column})) == 0


def test_the_guess_of_the_time_reads_no_other_column() -> None:
    signals = pd.DataFrame({**BASE, "x": [Decimal("sNaN")] * 4})
    assert run("n = count()", events=signals, id="id").model.time == "at"
    both = of_arrow(MARS)
    with pytest.raises(SegmentUsageError, match="which events column holds the time"):
        run("n = count()", events=both, id="id")
    texts = pa.table({"id": [1, 2], "x": BYTES[:2], "at": ["2026-01-01", "2026-01-02"]})
    for events in (texts, texts.to_pandas(types_mapper=pd.ArrowDtype), pl.from_arrow(texts)):
        assert run("n = count()", events=events, id="id").model.time == "at"


# columns that it reads


@pytest.mark.parametrize("make", [of_arrow, of_pandas])
def test_a_zone_that_does_not_exist(make: Callable[[Any], Any]) -> None:
    events = make(MARS)
    with pytest.raises(SegmentDataError, match="the customers column 'x' has its times in"):
        run("A: missing(x)", events)
    for cell, time in (("n = latest(x)", "at"), ("n = count()", "x")):
        with pytest.raises(SegmentDataError) as caught:
            run(cell, events=events, id="id", time=time)
        assert caught.value.problem == (
            "the events column 'x' has its times in 'Mars/X', which is no time zone"
        )
    fixed = as_written(caught.value, events)
    assert run("n = count()", events=fixed, id="id", time="x").facts.events is not None


def test_a_zone_that_polars_was_told_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLARS_IGNORE_TIMEZONE_PARSE_ERROR", "1")
    events = of_polars(MARS)
    assert duplicates(events) == 1
    with pytest.raises(SegmentDataError, match="the events column 'x' has its times in") as caught:
        run("n = latest(x)", events=events, id="id", time="at")
    fixed = as_written(caught.value, events)
    assert len(run("n = latest(x)", events=fixed, id="id", time="at").codes) == 2


@pytest.mark.parametrize("make", [of_arrow, of_pandas, of_polars])
def test_bytes_that_are_no_text(make: Callable[[Any], Any]) -> None:
    events = make(BYTES)
    with pytest.raises(SegmentDataError) as caught:
        run('A: x == "a"', events)
    assert caught.value.problem == "the customers column 'x' holds bytes that are no text in UTF-8"
    assert caught.value.remedy == "Read it again, in the encoding that it was written in."
    with pytest.raises(SegmentDataError, match="the events column 'x' holds bytes"):
        run("n = count()", events=events, id="x", time="at")


OBJECTS = pl.Series(["yes", None, 3, "yes"], dtype=pl.Object)


def test_objects_of_polars_are_refused_where_they_are_read() -> None:
    events = pl.DataFrame({**BASE, "x": OBJECTS})
    assert duplicates(events) == 0
    for cell in ("A: x > 1", "A: missing(x)", "y = x"):
        with pytest.raises(SegmentTypeError, match="'x' holds values of the type Object"):
            run(cell, events)
    frame = run("A: id > 1", events).frame()
    assert plain(frame)["x"] == ["yes", None, 3, "yes"]


@pytest.mark.parametrize(
    "column",
    [OBJECTS, pl.Series([[1], None, [2], [3]]), pl.Series([timedelta(1), None] * 2)],
    ids=lambda column: str(column.dtype),
)
def test_what_polars_cannot_cast_is_converted_by_the_line(column: pl.Series) -> None:
    people = pl.DataFrame({"x": column})
    with pytest.raises(SegmentDataError, match="neither whole numbers nor text") as caught:
        run("A: 1 > 2", people, id="x")
    fixed = as_written(caught.value, people)
    assert plain(fixed)["x"] == [None if value is None else str(value) for value in column]
    with pytest.raises(SegmentDataError, match="neither truth values nor 0 and 1") as caught:
        run("A: 1 > 2", people, settings=Settings(consent="x"))
    agreed = plain(as_written(caught.value, people))["x"]
    assert agreed == [None if value is None else str(value) == "yes" for value in column]
    assert Frame(fixed, "customers").columns["x"].kind is Kind.TEXT
