"""The lines of code that errors show: in the frame's own library, and working as they stand."""

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import frame_kinds
from engine.running import run
from frame_kinds import KINDS, after, as_written, is_kind, plain
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.model import Settings
from seg_jupyter.errors import SegmentDataError, SegmentTypeError, SegmentUsageError

A = datetime(2026, 1, 31, 10)
NAN = math.nan


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("declared", ["text", "category"])
@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1", "2.5", None], [1, 2.5, None]),
        ([" 7 ", "+1e+2", "-.5"], [7, 100, -0.5]),
        (["12,345,678.5", "-1,000", "3 "], [12345678.5, -1000, 3]),
        (["1,5", "+12,50", None], [1.5, 12.5, None]),
        (["12%", " -7.5 %", None], [12, -7.5, None]),
        (["$12.50", "-$1,000", "$ 7"], [12.5, -1000, 7]),
        (["12.50 EUR", "EUR -7", "1,000.00EUR"], [12.5, -7, 1000]),
        (["1 234", "12 345 678,5", "7"], [1234, 12345678.5, 7]),
        (["1\u00a0234.5", "1\u202f000\u00a0", "\t7"], [1234.5, 1000, 7]),
        (["1 234,567", "1,000"], [1234.567, 1]),
        (["1.234,50 €", "7,5 €", "1.000 €"], [1234.5, 7.5, 1000]),
        (["1.234.567", "12", "0,5"], [1234567, 12, 0.5]),
        (["1'234.50", "7", "1’000"], [1234.5, 7, 1000]),
        (["1'234,5", "1,25"], [1234.5, 1.25]),
        (["12", "n/a", None], [12, None, None]),
        (["1.5", " N/A ", "?", "", "NaN"], [1.5, None, None, None, None]),
        (["1.234%", "12.000%"], [1.234, 12]),
        (["$1.234", "$1.5"], [1.234, 1.5]),
        (["7 €", "8 €"], [7, 8]),
        (["$1,234.50", "NULL", "$ -7"], [1234.5, None, -7]),
        (["1.234,5", "unknown", "7"], [1234.5, None, 7]),
    ],
)
def test_numbers_stored_as_text(
    kind: str, declared: str, texts: list[str | None], numbers: list[float | None]
) -> None:
    people = frame_kinds.frame(kind, {"it's": (declared, texts)})
    with pytest.raises(SegmentTypeError) as caught:
        run("A: `it's` > 1", people)
    fixed = as_written(caught.value, people)
    assert is_kind(fixed, kind)
    assert plain(fixed)["it's"] == numbers


BIG = 2.0**63
KEYS: list[tuple[str, list[Any], list[Any]]] = [
    ("float", [1.0, 2.0, None], [1, 2, None]),
    ("float", [1.0, NAN, -3.0], [1, None, -3]),
    ("float32", [1.0, NAN, 2.0**40], [1, None, 2**40]),
    ("float", [1.5, 2.0, None], [1.5, 2.0, None]),
    ("float", [1.5, NAN, 2.0], [1.5, None, 2.0]),
    ("float", [1.0, math.inf], [1.0, math.inf]),
    ("float", [1.0, BIG], [1.0, BIG]),
    ("decimal", [Decimal(1), None], [1, None]),
    ("decimal", [Decimal("2.5"), Decimal(1)], [2.5, 1]),
]


@pytest.mark.parametrize(("declared", "decimals", "keys"), KEYS)
def test_ids_that_are_decimals(
    kind: str, declared: str, decimals: list[Any], keys: list[Any]
) -> None:
    people = frame_kinds.frame(kind, {"it's": (declared, decimals)})
    with pytest.raises(SegmentDataError, match="are decimal numbers") as caught:
        run("A: 1 > 2", people, id="it's")
    fixed = plain(as_written(caught.value, people))["it's"]
    if all(isinstance(key, int | None) for key in keys):
        assert fixed == keys
    else:
        assert [key if key is None else float(key) for key in fixed] == keys
        assert all(isinstance(key, str | None) for key in fixed)


def test_ids_that_are_decimals_among_objects() -> None:
    for decimals, keys in (([1, 2.5], ["1", "2.5"]), ([1, 2.0], [1, 2]), ([Decimal(3)], [3])):
        people = pd.DataFrame({"x": pd.Series(decimals, dtype=object)})
        with pytest.raises(SegmentDataError, match="are decimal numbers") as caught:
            run("A: 1 > 2", people, id="x")
        assert plain(as_written(caught.value, people))["x"] == keys


@pytest.mark.parametrize(
    "texts",
    [
        ["12%", "0.12"],
        ["$12", "12 €"],
        ["$12", "7"],
        ["1€50", "2€50"],
        ["$1$", "$2$"],
        ["%", "$"],
        ["-$ 5", "$7"],
        ["1.234", "1,5"],
        ["1.234 €", "2.000 €", "7 €"],
        ["1 234", "1,234"],
        ["1'234", "1 234"],
        ["1,234.5", "1.234,5"],
        ["12 34", "1 234"],
        ["1,23,4"],
        ["n/a", "?"],
        ["12", "-"],
        ["12", "soon"],
        ["12", "n/a", "12x"],
        ["12 km", "7 km"],
        ["A1", "A2"],
        ["1_000", "2"],
        ["2026-01-31", "1"],
        ["+-1", "1"],
        ["1e", "1"],
        ["1" * 5_000 + " x"],
    ],
)
def test_text_that_is_no_numbers_or_not_for_certain(kind: str, texts: list[str]) -> None:
    people = frame_kinds.frame(kind, {"x": ("text", texts)})
    with pytest.raises(SegmentTypeError) as caught:
        run("A: x > 1", people)
    assert "frame" not in str(caught.value)


def test_the_line_for_polars_is_the_one_that_people_write() -> None:
    with pytest.raises(SegmentTypeError) as caught:
        run("A: x > 1", pl.DataFrame({"x": ["1"]}))
    assert caught.value.remedy is not None
    assert caught.value.remedy.endswith("frame = frame.with_columns(pl.col('x').cast(pl.Float64))")


def test_a_time_that_is_text_or_numbers(kind: str) -> None:
    for column in (("text", ["31/01/2026"]), ("int", [1769853600])):
        events = frame_kinds.frame(kind, {"id": ("int", [1]), "at": column})
        with pytest.raises(SegmentDataError, match="does not hold dates") as caught:
            run("n = count()", events=events, time="at")
        if column[0] == "int":
            fixed = as_written(caught.value, events)
            assert run("n = count()", events=fixed, time="at").as_of == A.date()
        else:
            assert "frame" in str(caught.value.remedy)
    events = frame_kinds.frame(kind, {"id": ("int", [1]), "x": ("int", [1])})
    with pytest.raises(SegmentUsageError, match="Convert one first: frame"):
        run("n = count()", events=events)


def test_dates_as_text_are_converted_by_the_line(kind: str) -> None:
    for declared in ("text", "category"):
        people = Frame(frame_kinds.frame(kind, {"x": (declared, ["2026-01-31"])}), "customers")
        fixed = after(people.remedies.dates("x"), people.native)
        assert plain(fixed)["x"] == [datetime(2026, 1, 31)]


def test_texts_of_two_zones(kind: str) -> None:
    times = ["2026-01-01T00:30:00Z", "2026-01-01T00:30:00+02:00"]
    people = frame_kinds.frame(kind, {"x": ("text", times)})
    with pytest.raises(SegmentDataError, match="cannot stand in one column") as caught:
        run("y = days_since(x)", people, as_of="2026-01-01")
    answer = run("y = days_since(x)", as_written(caught.value, people), as_of="2026-01-01")
    assert plain(answer.frame())["y"] == [0, 1]


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_times_outside_the_calendar(kind: str) -> None:
    column = pa.array([253_402_300_800_000 + 200_000_000, 0], pa.timestamp("ms"))
    people = {"polars": pl.from_arrow, "pyarrow": lambda t: t, "pandas": pa.Table.to_pandas}[kind](
        pa.table({"x": column})
    )
    with pytest.raises(SegmentDataError, match="1 of the times in the customers column") as caught:
        run("y = x", people)
    assert plain(as_written(caught.value, people))["x"] == [None, datetime(1970, 1, 1)]


def test_consent_that_is_neither(kind: str) -> None:
    for column in (("text", ["yes", "no"]), ("int", [1, 2])):
        people = frame_kinds.frame(kind, {"ok": column})
        with pytest.raises(SegmentDataError, match="neither truth values nor 0 and 1") as caught:
            run("A: otherwise", people, settings=Settings(consent="ok"))
        answer = run(
            "A: otherwise", as_written(caught.value, people), settings=Settings(consent="ok")
        )
        assert answer.sizes == (1, 0, 1)
