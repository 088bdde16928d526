"""Frames of every kind: the same values, the same segments, and the caller's own kind back."""

from __future__ import annotations

import math
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from importlib import resources
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frame_kinds
from engine.running import run
from frame_kinds import KINDS, as_written, is_kind, plain
from seg_jupyter.engine.frames import polars_table
from seg_jupyter.engine.frames.arrow_columns import kind_of
from seg_jupyter.engine.frames.duplicates import count_duplicates
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.libraries import is_frame
from seg_jupyter.errors import SegmentDataError, SegmentTypeError, SegmentUsageError
from seg_jupyter.lang.schema import Kind

A, B = datetime(2026, 1, 31, 10), datetime(2026, 2, 1, 12, 30)
NAN, INF = math.nan, math.inf
LONG = 2**60 + 1

PEOPLE: frame_kinds.Table = {
    "key": ("text", ["a", "b", "c", "d"]),
    "number": ("int", [1, None, 3, 2]),
    "small": ("uint8", [1, 0, 255, 7]),
    "amount": ("float", [1.5, NAN, -INF, None]),
    "single": ("float32", [0.1, None, INF, 2.0]),
    "price": ("decimal", [Decimal("0.1"), None, Decimal("12345678901234567.123456789"), 2]),
    "city": ("text", ["Bern", None, "Ürümqi", "Bern"]),
    "plan": ("category", ["gold", None, "free", "gold"]),
    "agreed": ("truth", [True, None, False, True]),
    "born": ("day", [date(2000, 2, 29), None, date(1969, 12, 31), date(2026, 1, 1)]),
    "seen": ("time[ms]", [A, None, B, A]),
    "zoned": ("time[us, Europe/Berlin]", [A, None, B, A]),
    "iso": ("text", ["2026-01-31", None, "soon", "2026-02-01"]),
    "nothing": ("float", [None, NAN, None, None]),
}
ORDERS: frame_kinds.Table = {
    "key": ("text", ["a", "a", "c", "zz", None, "a", "c"]),
    "at": ("time[ns]", [A, A, B, A, B, B, None]),
    "usd": ("float", [20.0, 20.0, 12.5, 1.0, 1.0, NAN, 3.0]),
    "what": ("category", ["x", "x", "y", None, "x", "y", "x"]),
}
CELL = """
n = count()
total = sum(usd)
last_what = latest(what)
last_at = latest(at)
s = score(number, 2 * n, minmax(amount))
richer = price > 1
copy = zoned
younger = born > "1970-01-01"
since = days_since(iso)
Gold: plan == "gold" and richer
Many: small > 200 or city == "Ürümqi"
Never: missing(nothing) and n == 0 and number > 100
"""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


def test_every_kind_gives_the_same_and_gets_its_own_kind_back(kind: str) -> None:
    ours = run(CELL, frame_kinds.frame(kind, PEOPLE), frame_kinds.frame(kind, ORDERS))
    theirs = run(CELL, frame_kinds.frame("pandas", PEOPLE), frame_kinds.frame("pandas", ORDERS))
    assert is_kind(ours.frame(), kind)
    added = list(plain(ours.frame()).items())[len(PEOPLE) :]
    assert added == list(plain(theirs.frame()).items())[len(PEOPLE) :]
    assert ours.facts == theirs.facts
    assert ours.facts.events is not None
    assert ours.facts.duplicates == 1
    assert ours.facts.infinite == {("customers", "amount"): 1}
    answers = dict(added)
    assert answers["n"] == [3, 0, 1, 0]
    assert answers["total"] == [40.0, 0.0, 12.5, 0.0]
    assert answers["last_what"] == ["y", None, "y", None]
    assert answers["richer"] == [False, None, True, True]
    assert answers["younger"] == [True, None, False, True]
    assert answers["since"] == [1.0, None, None, 0.0]
    assert answers["segment"] == ["Unassigned", "Unassigned", "Many", "Gold"]


def test_the_frame_that_was_given_is_not_changed(kind: str) -> None:
    people = frame_kinds.frame(kind, PEOPLE)
    before = plain(people)
    given_back = plain(run("y = number\nA: y > 1", people).frame())
    assert plain(people) == before
    assert list(given_back) == [*PEOPLE, "y", "segment"]
    assert {name: given_back[name] for name in PEOPLE} == before


KINDS_OF_COLUMNS = {
    "number": Kind.NUMBER,
    "small": Kind.NUMBER,
    "amount": Kind.NUMBER,
    "single": Kind.NUMBER,
    "price": Kind.NUMBER,
    "city": Kind.TEXT,
    "plan": Kind.TEXT,
    "agreed": Kind.TRUTH,
    "born": Kind.DATE,
    "seen": Kind.DATE,
    "zoned": Kind.DATE,
    "iso": Kind.TEXT,
    "nothing": Kind.NOTHING,
}


def test_kinds_of_columns(kind: str) -> None:
    frame: Any = Frame(frame_kinds.frame(kind, PEOPLE), "customers")
    kinds = {name: frame.columns[name].kind for name in KINDS_OF_COLUMNS}
    assert kinds == KINDS_OF_COLUMNS
    assert frame.columns["iso"].iso_dates


# columns that only one library has


S_ARROW = pa.chunked_array([["a", None], [], ["b"]])
COLUMNS_OF_ARROW = {
    "large_string": (S_ARROW.cast(pa.large_string()), ["a", None, "b"]),
    "string_view": (S_ARROW.cast(pa.string_view()), ["a", None, "b"]),
    "dictionary": (S_ARROW.dictionary_encode(), ["a", None, "b"]),
    "dictionary with a null": (
        pa.chunked_array([pa.DictionaryArray.from_arrays([0, 1, 2], ["a", None, "b"])]),
        ["a", None, "b"],
    ),
    "dictionary of more and in no order": (
        pa.chunked_array([
            pa.DictionaryArray.from_arrays(pa.array([3, None, 0], pa.uint8()), list("bcza")),
        ]),
        ["a", None, "b"],
    ),
    "dictionary that names a text twice": (
        pa.chunked_array([pa.DictionaryArray.from_arrays([2, 0, 1], ["a", None, "a"])]),
        ["a", "a", None],
    ),
    "dictionaries of their own": (
        pa.chunked_array([
            pa.DictionaryArray.from_arrays([1, None], ["b", "a"]),
            pa.DictionaryArray.from_arrays([0], ["b"]),
        ]),
        ["a", None, "b"],
    ),
    "dictionary of numbers": (pa.chunked_array([pa.array([7, None, 8]).dictionary_encode()]), None),
    "runs": (
        pa.chunked_array([pa.RunEndEncodedArray.from_arrays([1, 2, 3], pa.array([7, None, 8]))]),
        [7, None, 8],
    ),
    "a piece of runs": (
        pa.chunked_array([
            pa.RunEndEncodedArray.from_arrays([2, 3, 5], pa.array([7, None, 8])).slice(1, 3)
        ]),
        [7, None, 8],
    ),
    "runs of text": (
        pa.chunked_array([pa.RunEndEncodedArray.from_arrays([1, 2, 3], S_ARROW.combine_chunks())]),
        ["a", None, "b"],
    ),
    "runs of a dictionary": (
        pa.chunked_array([
            pa.RunEndEncodedArray.from_arrays([1, 3], pa.array(["a", None]).dictionary_encode())
        ]),
        ["a", None, None],
    ),
    "dictionary of string_view": (
        pa.chunked_array([
            pa.DictionaryArray.from_arrays([0, None, 1], pa.array(["a", "b"], pa.string_view()))
        ]),
        ["a", None, "b"],
    ),
    "int8": (pa.chunked_array([pa.array([7, None, 8], pa.int8())]), [7, None, 8]),
    "float16": (pa.chunked_array([pa.array([0.5, None, 8], pa.float16())]), [0.5, None, 8]),
    "decimal32": (pa.chunked_array([pa.array([Decimal("0.1"), None, 8], pa.decimal32(5, 2))]),
                  [0.1, None, 8]),
    "decimal256": (pa.chunked_array([pa.array([Decimal("0.1"), None, 8], pa.decimal256(60, 9))]),
                   [0.1, None, 8]),
    "decimal of a negative scale": (
        pa.chunked_array([pa.array([700, None, 800], pa.int64())]).cast(pa.decimal128(21, 0)),
        [700, None, 800],
    ),
    "bool8": (pa.chunked_array([pa.array([1, None, 0], pa.int8()).view(pa.bool8())]), [1, None, 0]),
    "json": (pa.chunked_array([pa.ExtensionArray.from_storage(pa.json_(), S_ARROW.chunk(0))]),
             ["a", None]),
    "date64": (pa.chunked_array([pa.array([A.date(), None, B.date()], pa.date64())]),
               [datetime(2026, 1, 31), None, datetime(2026, 2, 1)]),
    "seconds": (pa.chunked_array([pa.array([A, None, B], pa.timestamp("s"))]), [A, None, B]),
    "no chunk": (pa.chunked_array([], pa.string()), []),
    "no chunk of numbers": (pa.chunked_array([], pa.int64()), []),
    "no chunk of runs": (pa.chunked_array([], pa.run_end_encoded(pa.int32(), pa.int64())), []),
}  # fmt: skip


@pytest.mark.parametrize("inside", ["pyarrow", "pandas"])
@pytest.mark.parametrize(
    ("column", "expected"), COLUMNS_OF_ARROW.values(), ids=COLUMNS_OF_ARROW.keys()
)
def test_columns_of_pyarrow(
    inside: str, column: pa.ChunkedArray, expected: list[Any] | None
) -> None:
    people = pa.table({"x": column})
    if inside == "pandas":
        try:
            people = pd.DataFrame({"x": pd.Series(pd.arrays.ArrowExtensionArray(column))})
        except NotImplementedError:
            pytest.skip("pandas cannot hold it")
    answer = plain(run("y = x\nA: missing(y)", people).frame())["y"]
    assert answer == ([7, None, 8] if expected is None else expected)


RUNS = pa.RunEndEncodedArray.from_arrays([2, 3], pa.array(["a", "b"]))


@pytest.mark.parametrize("inside", ["pyarrow", "pandas"])
@pytest.mark.parametrize(
    "column",
    [
        RUNS,
        pa.array(["a", "a", "b"], pa.string_view()),
        pa.array([b"a", b"a", b"b"], pa.binary_view()),
        pa.DictionaryArray.from_arrays([0, 0, 1], pa.array([[1], [2]])),
        RUNS.slice(0, 2),
    ],
    ids=lambda column: str(column.type),
)
def test_rows_of_columns_that_pyarrow_cannot_take(inside: str, column: pa.Array) -> None:
    size = len(column)
    orders: Any = pa.table({"id": [1] * size, "at": [A] * size, "what": column})
    if inside == "pandas":
        orders = orders.to_pandas(types_mapper=pd.ArrowDtype)
    assert run("n = count()", None, orders).facts.duplicates == 1
    if kind_of(column.type) is Kind.TEXT:
        ours = run("n = count()", None, orders, id="what", time="at").frame()
        assert plain(ours) == {
            "what": ["a", "b"][: size - 1],
            "n": [2, 1][: size - 1],
            "segment": ["Unassigned"] * (size - 1),
        }


COLUMNS_OF_POLARS = {
    "Categorical": (pl.Series(["a", None, "b"], dtype=pl.Categorical), ["a", None, "b"]),
    "Enum": (pl.Series(["a", None, "b"], dtype=pl.Enum(["b", "q", "a"])), ["a", None, "b"]),
    "Int128": (pl.Series([7, None, -8], dtype=pl.Int128), [7, None, -8]),
    "UInt64": (pl.Series([7, None, 8], dtype=pl.UInt64), [7, None, 8]),
    "Float32": (pl.Series([0.5, None, math.nan], dtype=pl.Float32), [0.5, None, None]),
    "Decimal": (pl.Series([Decimal("0.1"), None, Decimal(8)]), [0.1, None, 8]),
    "Date": (pl.Series([A.date(), None, B.date()]),
             [datetime(2026, 1, 31), None, datetime(2026, 2, 1)]),
    "Datetime[ms]": (pl.Series([A, None, B], dtype=pl.Datetime("ms")), [A, None, B]),
    "Null": (pl.Series([None, None], dtype=pl.Null), [None, None]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "expected"), COLUMNS_OF_POLARS.values(), ids=COLUMNS_OF_POLARS.keys()
)
def test_columns_of_polars(column: pl.Series, expected: list[Any]) -> None:
    assert plain(run("y = x\nA: missing(y)", pl.DataFrame({"x": column})).frame())["y"] == expected


@pytest.mark.parametrize(
    ("column", "what"),
    [
        (pl.Series([timedelta(1), None]), "Duration(time_unit='us')"),
        (pl.Series([time(10), None]), "Time"),
        (pl.Series([[1], None]), "List(Int64)"),
        (pl.Series([[1], None], dtype=pl.Array(pl.Int64, 1)), "Array(Int64, shape=(1,))"),
        (pl.Series([{"a": 1}, None]), "Struct({'a': Int64})"),
        (pl.Series([b"a", None]), "Binary"),
        (pl.Series(["a", object()], dtype=pl.Object), "Object"),
        (pa.array([timedelta(1), None]), "duration[us]"),
        (pa.array([time(10), None]), "time64[us]"),
        (pa.array([[1], None]), "list<item: int64>"),
        (pa.array([{"a": 1}, None]), "struct<a: int64>"),
        (pa.array([b"a", None]), "binary"),
        (pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())), "map<string, int64>"),
        (pa.array([b"0" * 16, None], pa.uuid()), "extension<arrow.uuid>"),
        (pa.array([(1, 2, 3), None], pa.month_day_nano_interval()), "month_day_nano_interval"),
    ],
)
def test_columns_that_cannot_be_read(column: Any, what: str) -> None:
    make: Any = pl.DataFrame if isinstance(column, pl.Series) else pa.table
    people = make({"x": column, "y": [1, 2]})
    with pytest.raises(SegmentTypeError) as caught:
        run("A: missing(x)", people)
    assert caught.value.problem == (
        f"the column 'x' holds values of the type {what}, which cannot be read"
    )
    # they stand in nobody's way if the cell leaves them alone, and are compared by what they show
    frame = run("A: y > 1", people).frame()
    assert plain(frame)["segment"] == ["Unassigned", "A"]
    twice = make({"id": [1] * 4, "at": [A] * 4, "x": both(column)})
    facts = run("n = count()", events=twice).facts
    assert facts.events is not None
    assert facts.duplicates == 2


def both(column: Any) -> Any:
    """A column twice."""
    if isinstance(column, pl.Series):
        return pl.Series([*column, *column], dtype=column.dtype)
    return pa.chunked_array([column, column])


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table])
def test_unreadable_columns_of_nothing_are_missing_everywhere(make: Any) -> None:
    for column in (
        [pl.Series([None], dtype=pl.List(pl.Int64)), pl.Series([None], dtype=pl.Duration)]
        if make is pl.DataFrame
        else [pa.nulls(1, pa.list_(pa.int8())), pa.nulls(1, pa.duration("s")), pa.nulls(1)]
    ):
        assert plain(run("y = missing(x)", make({"x": column})).frame())["y"] == [True]


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([2**53 + 1]),
        pl.Series([2**63], dtype=pl.UInt64),
        pl.Series([2**100, None], dtype=pl.Int128),
        pl.Series([-(2**100)], dtype=pl.Int128),
        pa.array([2**53 + 1, None]),
        pa.array([2**63], pa.uint64()),
    ],
)
def test_long_whole_numbers_are_refused_where_they_are_read(column: Any) -> None:
    polars = isinstance(column, pl.Series)
    people = pl.DataFrame({"x": column}) if polars else pa.table({"x": column})
    assert plain(run("A: missing(2 > 1)", people).frame())["segment"][0] == "Unassigned"
    with pytest.raises(SegmentDataError, match="whole numbers of more than 15 digits") as caught:
        run("A: x > 1", people)
    fixed = as_written(caught.value, people)
    assert Frame(fixed, "customers").columns["x"].kind is Kind.TEXT


DECIMALS = st.decimals(
    min_value=-(10**28), max_value=10**28, allow_nan=False, allow_infinity=False, places=9
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.none() | DECIMALS, min_size=1))
def test_decimals_are_read_exactly(values: list[Decimal | None]) -> None:
    expected = [math.nan if value is None else float(value) for value in values]
    for kind in KINDS:
        frame = Frame(frame_kinds.frame(kind, {"x": ("decimal", values)}), "customers")
        np.testing.assert_array_equal(frame.read("x", Kind.NUMBER).values.values, expected)


# lazy frames, batches, names


def test_a_lazy_frame_is_to_be_collected() -> None:
    with pytest.raises(SegmentUsageError) as caught:
        Frame(pl.LazyFrame({"x": [1]}), "events")
    assert str(caught.value) == (
        "the events are a Polars LazyFrame, whose rows are not computed yet\n"
        "Collect them first: frame = frame.collect()"
    )


def test_a_batch_of_pyarrow_comes_back_as_a_table() -> None:
    batch = pa.RecordBatch.from_pydict({"x": [1, 2]})
    frame = run("A: x > 1", batch).frame()
    assert isinstance(frame, pa.Table)
    assert plain(frame)["segment"] == ["Unassigned", "A"]


def test_two_columns_of_one_name_in_a_table() -> None:
    with pytest.raises(SegmentDataError, match="the customers have two columns of one name: 'x'"):
        Frame(pa.Table.from_arrays([pa.array([1])] * 2, names=["x", "x"]), "customers")


def test_what_only_looks_like_a_frame_of_another_library(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_frame(pl.Series([1]))
    assert not is_frame(pa.array([1]))
    assert all(map(is_frame, [pl.LazyFrame(), pl.DataFrame(), pa.table({}), pd.DataFrame()]))
    # a module of that name that is something else, and one that is not there
    monkeypatch.setitem(sys.modules, "polars", SimpleNamespace(DataFrame="no class"))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert not is_frame(7)
    assert not is_frame(pl.DataFrame())


def test_times_of_a_zone_that_lie_beyond_the_calendar() -> None:
    column = pa.array([10**15, 0], pa.int64()).cast(pa.timestamp("ms", "Asia/Tokyo"))
    for make in (pl.from_arrow, lambda table: table, pa.Table.to_pandas):
        people: Any = make(pa.table({"x": column}))
        with pytest.raises(SegmentDataError, match="1 of the times in the customers column 'x'"):
            run("y = x", people)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("unit", ["s", "us"])
def test_the_last_hour_of_the_calendar_is_a_time_like_others(unit: str, zone: str) -> None:
    """What databases keep for "valid for ever" is the first day of a year that has no date."""
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    column = pa.array([last, None, A.replace(tzinfo=UTC)], pa.timestamp(unit, zone))
    today = date(2026, 2, 1)
    ahead = (date(9999, 12, 31) - today).days + (zone != "America/New_York")
    for make in (pl.from_arrow, lambda table: table, pa.Table.to_pandas):
        people: Any = make(pa.table({"x": column}))
        since = run("since = days_since(x)", people, as_of=today).values["since"]
        np.testing.assert_array_equal(since.values, [-ahead, NAN, 1])


@pytest.mark.parametrize(
    ("zone", "last", "day"),
    [
        ("Asia/Tokyo", datetime(9999, 12, 31, 23, tzinfo=UTC), date(9999, 12, 31)),
        ("America/New_York", datetime(1, 1, 1, 1, tzinfo=UTC), date(1, 1, 1)),
    ],
)
def test_events_whose_day_has_no_date(zone: str, last: datetime, day: date) -> None:
    orders = pa.table({"id": [1], "at": pa.array([last], pa.timestamp("s", zone))})
    guessed = run("n = count()", pa.table({"id": [1]}), orders)
    assert guessed.as_of == day
    ahead = int(day.year > 1)  # in Tokyo it is the next day already
    facts = guessed.facts.events
    assert facts is not None
    assert (facts.read, facts.after_as_of) == (1 - ahead, ahead)
    if ahead:
        with pytest.raises(SegmentDataError, match="before the first event, on 9999-12-31"):
            run("n = count()", None, orders, as_of=date(2026, 1, 1))


# what is given back


def test_types_of_the_definitions() -> None:
    table: frame_kinds.Table = {
        "id": ("int", [1, 2]),
        "x": ("float", [1.0, None]),
        "t": ("category", ["a", None]),
        "b": ("truth", [True, None]),
        "d": ("day", [A.date(), None]),
        "z": ("time[ms, Europe/Berlin]", [A.replace(tzinfo=UTC), None]),
    }
    orders: frame_kinds.Table = {"id": ("int", [1]), "at": ("time", [A])}
    cell = "n = count()\nxs = x\ntext = t\ntruth = b\nday = d\nzoned = z\nB: x > 1\nA: otherwise"

    def made(kind: str) -> Any:
        frame = run(cell, frame_kinds.frame(kind, table), frame_kinds.frame(kind, orders)).frame()
        return frame.schema

    labels = ["B", "A", "Unassigned", "Not profiled"]
    assert list(made("polars").items())[6:] == [
        ("n", pl.Int64()),
        ("xs", pl.Float64()),
        ("text", pl.String()),
        ("truth", pl.Boolean()),
        ("day", pl.Datetime("us")),
        ("zoned", pl.Datetime("us", "Europe/Berlin")),
        ("segment", pl.Enum(labels)),
    ]
    assert list(made("pyarrow"))[6:] == [
        pa.field("n", pa.int64()),
        pa.field("xs", pa.float64()),
        pa.field("text", pa.string()),
        pa.field("truth", pa.bool_()),
        pa.field("day", pa.timestamp("us")),
        pa.field("zoned", pa.timestamp("us", "Europe/Berlin")),
        pa.field("segment", pa.dictionary(pa.int32(), pa.string())),
    ]
    arrow = run(cell, frame_kinds.frame("pyarrow", table), frame_kinds.frame("pyarrow", orders))
    assert arrow.frame()["segment"].chunk(0).dictionary.to_pylist() == labels
    assert [arrow.frame()[name].null_count for name in ("n", "xs", "text", "truth", "day")] == [
        0, 1, 1, 1, 1
    ]  # fmt: skip
    polars = run(cell, frame_kinds.frame("polars", table), frame_kinds.frame("polars", orders))
    assert polars.frame()["xs"].null_count() == 1, "and not NaN"


def test_metadata_of_a_table_stays() -> None:
    field = pa.field("x", pa.int64(), metadata={"unit": "EUR"})
    people = pa.table({"x": [1]}, schema=pa.schema([field], metadata={"from": "crm"}))
    frame = run("y = x\nA: y > 0", people).frame()
    assert frame.schema.metadata == {b"from": b"crm"}
    assert frame.schema.field("x").metadata == {b"unit": b"EUR"}
    assert frame["x"] == people["x"]


def test_the_frame_is_that_of_the_fit_whatever_the_caller_does_later() -> None:
    people = pl.DataFrame({"x": [1, 2]})
    result = run("A: x > 1", people)
    people.insert_column(0, pl.Series("y", [7, 7]))
    people.replace_column(1, pl.Series("x", [5, 5]))
    assert plain(result.frame()) == {"x": [1, 2], "segment": ["Unassigned", "A"]}


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("+01:00", {"polars": "Etc/GMT-1", "pyarrow": "+01:00"}),
        ("-03:30", {"polars": "UTC", "pyarrow": "-03:30"}),
        ("+00:00", {"polars": "UTC", "pyarrow": "UTC"}),
        ("Z", {"polars": "UTC", "pyarrow": "UTC"}),
    ],
)
def test_zones_without_a_name(kind: str, zone: str, shown: dict[str, str]) -> None:
    people = frame_kinds.frame(kind, {"t": ("text", [f"2026-01-31T10:00:00{zone}"])})
    frame = run('y = t if days_since(t) >= 0 else t\nd = t\nA: d > "2026-01-01"', people,
                as_of="2026-02-01").frame()  # fmt: skip
    assert plain(frame)["segment"] == ["A"]


@pytest.mark.parametrize("kind", ["polars", "pyarrow"])
def test_values_of_pandas_events_in_frames_that_hold_less(kind: str) -> None:
    """A zone without a name, one of half an hour, and half a pair of surrogates."""
    people = frame_kinds.frame(kind, {"id": ("int", [1])})
    with resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").open("rb") as file:
        unnamed = ZoneInfo.from_file(file)
    half = timezone(timedelta(hours=5, minutes=30))
    at = pd.Series([A])
    events = pd.DataFrame({"id": [1], "at": at, "odd": pd.Series(["\ud800a"], dtype=object)})
    events["a"] = at.dt.tz_localize(unnamed)
    events["b"] = at.dt.tz_localize(half)
    frame = run(
        "odd = latest(odd)\na = latest(a)\nb = latest(b)", people, events, time="at"
    ).frame()
    answers = plain(frame)
    assert answers["odd"] == ["?a"]
    assert answers["a"] == [A.replace(tzinfo=UTC) - timedelta(hours=9)]
    assert answers["b"] == [A.replace(tzinfo=half)]


# everything else agrees


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_columns_are_read_alike(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 5))
    columns: dict[str, Any] = {
        "int32": st.integers(-(2**31), 2**31 - 1),
        "float": st.floats(),
        "text": st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
        "truth": st.booleans(),
        "day": st.dates(),
        "time": st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)),
        "time[us, America/New_York]": st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)),
    }
    declared = data.draw(st.sampled_from(sorted(columns)))
    values = data.draw(st.lists(st.none() | columns[declared], min_size=size, max_size=size))
    frames = [Frame(frame_kinds.frame(kind, {"x": (declared, values)}), "c") for kind in KINDS]
    kinds = {frame.columns["x"].kind for frame in frames if frame.size}
    assert len(kinds) <= 1
    for kind in kinds - {Kind.NOTHING}:
        first, *others = [vars(frame.read("x", kind).values) for frame in frames]
        for other in others:
            for part, array in first.items():
                np.testing.assert_array_equal(array, other[part])


# duplicates


VALUES = {
    "int": st.integers(0, 2),
    "float": st.sampled_from([0.0, -0.0, 1.5, math.nan, math.inf]),
    "text": st.sampled_from(["", "a", "A"]),
    "category": st.sampled_from(["a", "b"]),
    "truth": st.booleans(),
    "day": st.sampled_from([A.date(), B.date()]),
    "decimal": st.sampled_from([Decimal("0.1"), Decimal("0.10")]),
}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_duplicates_agree(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 8))
    table: dict[str, tuple[str, list[Any]]] = {
        "id": ("text", data.draw(st.lists(st.sampled_from("xy"), min_size=size, max_size=size))),
        "at": ("time", [A] * size),
    }
    for name in data.draw(st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=3)):
        values = st.none() | VALUES[name]
        table[name] = (name, data.draw(st.lists(values, min_size=size, max_size=size)))
    seen: set[tuple[Any, ...]] = set()
    for row in range(size):
        key = (column[1][row] for column in table.values())
        seen.add(tuple(None if value is None or value != value else value for value in key))
    for kind in KINDS:
        places = np.arange(size)
        frame = Frame(frame_kinds.frame(kind, table), "events")
        assert count_duplicates(frame, None, lambda: places) == size - len(seen), kind  # noqa: B023


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(["b", "ä", "a", "unused"])])
@pytest.mark.parametrize("categories", [True, False], ids=["own", "shared"])
def test_text_of_polars_of_every_version(
    dtype: pl.DataType, categories: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not categories:
        monkeypatch.setattr(polars_table, "hasattr", lambda *_: False, raising=False)
    native = pl.DataFrame({"x": pl.Series(["b", None, "a", "ä", "b"], dtype=dtype)})
    codes, texts = Frame(native, "customers").factorized("x")
    assert (codes.tolist(), list(texts)) == ([1, -1, 0, 2, 1], ["a", "b", "ä"])
    empty, none = Frame(native.clear(), "customers").factorized("x")
    assert (empty.tolist(), list(none)) == ([], [])
