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
from seg_jupyter.engine.frames.variable import NamedFrame
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
    with pytest.raises(SegmentUsageError, match="--time NAME"):
        run("n = count()", events=events)


@pytest.mark.parametrize("declared", ["text", "category"])
@pytest.mark.parametrize(
    ("texts", "dates"),
    [
        (["2026-01-31", None], [datetime(2026, 1, 31), None]),
        (["2026-01-31 08:30", "2026-01-31 09:30", "n/a"],
         [datetime(2026, 1, 31, 8, 30), datetime(2026, 1, 31, 9, 30), None]),
        (["30/06/2024", "1/7/2024", None], [datetime(2024, 6, 30), datetime(2024, 7, 1), None]),
        (["06/30/2024", "7/1/2024"], [datetime(2024, 6, 30), datetime(2024, 7, 1)]),
        (["30.06.2024", "n/a"], [datetime(2024, 6, 30), None]),
        (["30.06.24"], [datetime(2024, 6, 30)]),
        (["06-30-2024", "12-31-2024"], [datetime(2024, 6, 30), datetime(2024, 12, 31)]),
        (["2024/06/30"], [datetime(2024, 6, 30)]),
        (["20240630", "20241231"], [datetime(2024, 6, 30), datetime(2024, 12, 31)]),
        (["Jun 30, 2024", "May 1, 2024"], [datetime(2024, 6, 30), datetime(2024, 5, 1)]),
        (["June 30, 2024", "May 1, 2024"], [datetime(2024, 6, 30), datetime(2024, 5, 1)]),
        (["May 1, 2024"], [datetime(2024, 5, 1)]),
        (["30 June 2024"], [datetime(2024, 6, 30)]),
        (["30-Jun-2024"], [datetime(2024, 6, 30)]),
        (["30-JUN-24"], [datetime(2024, 6, 30)]),
        (["30/06/2024 17:05", "1/7/2024 9:05"],
         [datetime(2024, 6, 30, 17, 5), datetime(2024, 7, 1, 9, 5)]),
        (["30/06/2024, 17:05:09"], [datetime(2024, 6, 30, 17, 5, 9)]),
        (["06/30/2024 5:05 PM", "07/01/2024 12:05 AM"],
         [datetime(2024, 6, 30, 17, 5), datetime(2024, 7, 1, 0, 5)]),
        (["Jun 30, 2024 05:05:09 AM"], [datetime(2024, 6, 30, 5, 5, 9)]),
        (["2024-06-30 17:05:09 UTC"], [datetime(2024, 6, 30, 17, 5, 9)]),
    ],
)  # fmt: skip
def test_dates_as_text_are_converted_by_the_line(
    kind: str, declared: str, texts: list[str | None], dates: list[datetime | None]
) -> None:
    people = Frame(frame_kinds.frame(kind, {"it's": (declared, texts)}), "customers")
    line = people.columns["it's"].date_conversion
    assert line is not None
    assert "#" not in line, "only one way to read it"
    fixed = after(line, people.native)
    assert is_kind(fixed, kind)
    assert plain(fixed)["it's"] == dates


def test_day_and_month_that_may_change_places_are_named_in_both_ways(kind: str) -> None:
    for sign, clock in (("/", ""), ("-", " %H:%M")):
        texts = [f"01{sign}02{sign}2024", f"11{sign}12{sign}2024"]
        texts = [text + (" 10:30" if clock else "") for text in texts]
        events = frame_kinds.frame(kind, {"id": ("int", [1, 1]), "ts": ("text", texts)})
        with pytest.raises(SegmentUsageError) as caught:
            run("n = count()", events=events)
        assert caught.value.exists == "There is no date column; dates as text: 'ts'."
        assert caught.value.remedy is not None
        first, other = f"%d{sign}%m{sign}%Y{clock}", f"%m{sign}%d{sign}%Y{clock}"
        comment = f"  # or {other!r}, if the month comes first"
        assert caught.value.remedy.endswith(comment)
        assert run("n = count()", events=as_written(caught.value, events)).as_of == (
            datetime(2024, 12, 11).date()
        )
        line = caught.value.remedy.split(": ", 1)[1].replace(first, other)
        assert run("n = count()", events=after(line, events)).as_of == (
            datetime(2024, 11, 12).date()
        )


@pytest.mark.parametrize(
    "texts",
    [
        ["30/06/2024", "06/30/2024"],
        ["30/06/2024", "30.06.2024"],
        ["30/06/2024", "30/06/2024 10:00"],
        ["30/06/2024 10:00", "30/06/2024, 10:00"],
        ["30/02/2024", "30/06/2024"],
        ["30/06/2024", "soon"],
        ["30/06/2024 25:00"],
        ["31/13/2024"],
        ["06.30.2024"],
        ["n/a", "?"],
        ["12/2024", "1/2024"],
        ["Bern", "Basel"],
        ["Order 12, 2024"],
        ["30/06/1066"],
    ],
)
def test_text_that_is_no_dates_or_in_no_one_form(kind: str, texts: list[str]) -> None:
    people = Frame(frame_kinds.frame(kind, {"x": ("text", texts)}), "customers")
    assert people.columns["x"].date_conversion is None


@pytest.mark.parametrize(
    ("name", "shown"), [("ev", "ev"), ("Ümläut", "Ümläut"), ("ev.csv", "frame"), ("class", "frame")]
)
def test_a_line_calls_a_frame_as_its_caller_does(kind: str, name: str, shown: str) -> None:
    events = frame_kinds.frame(kind, {"who": ("int", [1]), "at": ("time", [A])})
    people = frame_kinds.frame(kind, {"id": ("int", [1])})
    with pytest.raises(SegmentUsageError) as caught:
        run("n = count()", people, NamedFrame(events, name))
    line = str(caught.value.remedy).split(": ", 1)[1].replace("NAME", "who")
    assert line.startswith(f"{shown} = {shown}.rename")
    names = {shown: events}
    exec(line, names)
    assert plain(run("n = count()", people, names[shown]).frame())["n"] == [1]


def test_a_line_for_a_customer_of_events_alone_is_for_the_events() -> None:
    events = pd.DataFrame({"id": ["1", "2"], "at": [A, A]})
    with pytest.raises(SegmentTypeError) as caught:
        run("A: id > 1", events=NamedFrame(events, "ev"))
    assert str(caught.value.remedy).endswith("ev['id'] = pd.to_numeric(ev['id'])")


def test_several_columns_of_dates_as_text(kind: str) -> None:
    events = frame_kinds.frame(
        kind,
        {"id": ("int", [1]), "a": ("text", ["30/06/2024"]), "b": ("text", ["01/13/2024"])},
    )
    with pytest.raises(SegmentUsageError) as caught:
        run("n = count()", events=events)
    assert caught.value.exists == "There is no date column; dates as text: 'a', 'b'."
    assert str(caught.value.remedy).startswith("Convert the one that is the time first: ")
    assert run("n = count()", events=as_written(caught.value, events)).as_of == (
        datetime(2024, 6, 30).date()
    )


@pytest.mark.parametrize(
    ("winter", "summer", "zone"),
    [
        ("2024-01-30 22:30:00-05:00", "2024-06-30 23:59:00-04:00", "America/New_York"),
        ("2024-01-30 23:30:00.5+01:00", "2024-07-01 00:59:00+02:00", "Europe/Berlin"),
        ("2024-01-30T23:30Z", "2024-07-01T00:59+01:00", "Europe/London"),
        ("2024-01-30T23:30+04:30", "2024-07-01T00:59+09:45", "UTC"),
        ("0001-01-01T00:00+01:00", "9999-12-31T23:59+02:00", "UTC"),
    ],
)
def test_times_as_text_with_the_offsets_of_summer_and_winter(
    kind: str, winter: str, summer: str, zone: str
) -> None:
    texts = [winter, summer, None]
    events = frame_kinds.frame(kind, {"id": ("int", [1, 1, 1]), "ts": ("text", texts)})
    with pytest.raises(SegmentDataError, match="cannot stand in one column") as caught:
        run("n = count()", events=events)
    assert str(caught.value.remedy).startswith("Choose a zone, and convert it first: ")
    if zone == "UTC":
        assert "'UTC'" in str(caught.value.remedy)
        return
    fixed = as_written(caught.value, events)
    times = plain(fixed)["ts"]
    expected = [datetime.fromisoformat(text) for text in texts[:2]]
    assert [time.replace(tzinfo=None) for time in times[:2]] == [
        time.replace(tzinfo=None) for time in expected
    ], "the clock of the zone shows what stood there, so no day shifts"
    assert times[:2] == expected
    assert run("n = count()", events=fixed).as_of == expected[1].date()


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
