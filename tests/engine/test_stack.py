"""Several frames of events as one: values, types, sources, and what cannot be joined."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import resources
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
from seg_jupyter import stack
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.errors import SegmentDataError, SegmentError, SegmentUsageError
from seg_jupyter.lang.schema import Kind

A, B = datetime(2026, 1, 31, 10), datetime(2026, 2, 1, 12, 30)
BERLIN = ZoneInfo("Europe/Berlin")
LONG = 2**60 + 1


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


def stacked(kind: str, **tables: frame_kinds.Table) -> Any:
    return stack(**{name: frame_kinds.frame(kind, table) for name, table in tables.items()})


def refusal(kind: str, **tables: frame_kinds.Table) -> SegmentDataError:
    with pytest.raises(SegmentDataError) as caught:
        stacked(kind, **tables)
    return caught.value


def test_all_rows_and_all_columns_in_the_order_given(kind: str) -> None:
    web = {"key": ("text", ["a", "b"]), "at": ("time", [A, B]), "page": ("text", ["x", None])}
    orders = {"usd": ("float", [1.5]), "key": ("text", ["c"]), "at": ("time", [B])}
    frame = stacked(kind, web=web, orders=orders)
    assert is_kind(frame, kind)
    assert list(plain(frame).items()) == [
        ("key", ["a", "b", "c"]),
        ("at", [A, B, B]),
        ("page", ["x", None, None]),
        ("usd", [None, None, 1.5]),
        ("source", ["web", "web", "orders"]),
    ]
    types = {name: column.kind for name, column in Frame(frame, "events").columns.items()}
    assert types == {
        "key": Kind.TEXT,
        "at": Kind.DATE,
        "page": Kind.TEXT,
        "usd": Kind.NUMBER,
        "source": Kind.TEXT,
    }


def test_what_a_frame_lacks_turns_no_whole_number_and_no_truth_into_another_kind(
    kind: str,
) -> None:
    longest = 2**64 - 1
    full = {
        "id": ("int", [LONG, 2]),
        "key": ("uint64", [longest, 2]),
        "sent": ("truth", [True, False]),
        "plan": ("category", ["a", "b"]),
    }
    frame = stacked(kind, full=full, bare={"x": ("float", [1.0])})
    assert plain(frame)["id"] == [LONG, 2, None]
    assert plain(frame)["key"] == [longest, 2, None]
    assert plain(frame)["sent"] == [True, False, None]
    assert plain(frame)["plan"] == ["a", "b", None]


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        (("int8", [-1]), ("int64", [LONG]), [-1, LONG]),
        (("uint64", [LONG]), ("int8", [-1, 7]), [LONG, -1, 7]),
        (("uint8", [255]), ("int8", [-1]), [255, -1]),
        (("uint64", [2**64 - 1]), ("uint64", [1]), [2**64 - 1, 1]),
        (("int64", [2**53]), ("float", [0.5]), [2.0**53, 0.5]),
        (("float32", [0.5]), ("float", [0.1]), [0.5, 0.1]),
        (("decimal", [Decimal("0.1")]), ("float", [0.25]), [0.1, 0.25]),
        (("decimal", [Decimal("0.1")]), ("int", [3]), [0.1, 3.0]),
        (("text", ["b"]), ("category", ["a", None]), ["b", "a", None]),
        (("category", ["b"]), ("category", ["a"]), ["b", "a"]),
        (("time[s]", [A]), ("time[ns]", [B, None]), [A, B, None]),
        (("time[ms]", [datetime(9999, 12, 31)]), ("time[us]", [A]), [datetime(9999, 12, 31), A]),
        (("day", [date(2026, 1, 1)]), ("time[ms]", [A]), [datetime(2026, 1, 1), A]),
        (("day", [date(2026, 1, 1)]), ("day", [None]), [date(2026, 1, 1), None]),
        (("float", [None]), ("text", ["a"]), [None, "a"]),
        (("text", []), ("int", [LONG]), [LONG]),
        (("text", [None]), ("int", []), [None]),
        (("truth", [None]), ("truth", [True]), [None, True]),
    ],
)
def test_types_of_one_kind_are_brought_to_one(
    kind: str, one: tuple[str, list[Any]], other: tuple[str, list[Any]], values: list[Any]
) -> None:
    for first, second, wanted in (
        (one, other, values),
        (other, one, [*values[len(one[1]) :], *values[: len(one[1])]]),
    ):
        frame = stacked(kind, first={"x": first}, second={"x": second})
        assert Frame(frame, "events").columns["x"].kind is not None
        assert [day_or_time(v) for v in plain(frame)["x"]] == [day_or_time(v) for v in wanted]


def day_or_time(value: Any) -> Any:
    """A date as the midnight it starts with: libraries differ in what they make of both."""
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return datetime(value.year, value.month, value.day) if is_day else value


def test_nanoseconds_are_kept(kind: str) -> None:
    fine = pa.table({"at": pa.array([1], pa.timestamp("ns"))})
    coarse = pa.table({"at": pa.array([1], pa.timestamp("s"))})
    make = {
        "pyarrow": lambda table: table,
        "polars": pl.from_arrow,
        "pandas pyarrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    }.get(kind, lambda table: table.to_pandas())
    frame = stack(a=make(coarse), b=make(fine))
    times = np.asarray(frame["at"].to_numpy(), "datetime64[ns]")
    assert times.astype(np.int64).tolist() == [10**9, 1]


def test_times_of_one_zone_keep_it(kind: str) -> None:
    at = {"at": ("time[ms, Europe/Berlin]", [A.replace(tzinfo=UTC)])}
    frame = stacked(kind, a=at, b={"at": ("time[us, Europe/Berlin]", [None])})
    assert plain(frame)["at"] == [A.replace(tzinfo=UTC), None]
    assert run("n = count()\nA: n > 0", events=run_ids(kind, at)).as_of == date(2026, 1, 31)


def run_ids(kind: str, at: frame_kinds.Table) -> Any:
    return stacked(kind, a={"id": ("int", [1])} | at)


def test_one_frame_alone_gets_its_source(kind: str) -> None:
    assert plain(stacked(kind, only={"x": ("int", [1, 2])})) == {
        "x": [1, 2],
        "source": ["only", "only"],
    }


def test_frames_without_rows(kind: str) -> None:
    empty = {"x": ("int", []), "t": ("text", [])}
    frame = stacked(kind, a=empty, b=empty)
    assert plain(frame) == {"x": [], "t": [], "source": []}
    assert plain(stacked(kind, a=empty, b={"x": ("int", [7])})) == {
        "x": [7],
        "t": [None],
        "source": ["b"],
    }


def test_the_frames_are_not_changed(kind: str) -> None:
    one = frame_kinds.frame(kind, {"x": ("int", [1]), "c": ("category", ["a"])})
    other = frame_kinds.frame(kind, {"x": ("float", [0.5]), "c": ("text", ["b"])})
    before = plain(one), plain(other)
    stack(one=one, other=other)
    assert (plain(one), plain(other)) == before


def test_a_stack_is_segmented(kind: str) -> None:
    orders = {
        "id": ("int", [1, 1, 2]),
        "at": ("time", [A, B, B]),
        "usd": ("float", [5.0, 1.0, 2.0]),
    }
    emails = {
        "id": ("int32", [2, 3]),
        "at": ("day", [A.date()] * 2),
        "opened": ("truth", [True, None]),
    }
    events = stacked(kind, orders=orders, emails=emails)
    cell = 'bought = count(source == "orders")\nopened = share(opened)\nA: bought > 1\nB: otherwise'
    answers = plain(run(cell, events=events).frame())
    assert answers["bought"] == [2, 1, 0]
    assert answers["opened"] == [None, 1.0, None]


# refusals


def test_no_frame() -> None:
    with pytest.raises(SegmentUsageError, match="there is no frame to stack") as caught:
        stack()
    assert "seg.stack(orders=orders" in str(caught.value)


@pytest.mark.parametrize("thing", [[1], None, 7, "orders"])
def test_what_is_no_frame(thing: object) -> None:
    with pytest.raises(SegmentUsageError) as caught:
        stack(orders=pd.DataFrame({"x": [1]}), emails=thing)
    assert "emails" in str(caught.value) or "'orders' is not the name of" in str(caught.value)


@pytest.mark.parametrize(("one", "other"), [("polars", "pandas"), ("pyarrow", "polars"),
                                            ("pandas", "pyarrow")])  # fmt: skip
def test_frames_of_different_kinds(one: str, other: str) -> None:
    frames = {"web": frame_kinds.frame(one, {"x": ("int", [1])}),
              "shop": frame_kinds.frame(other, {"x": ("int", [2])})}  # fmt: skip
    with pytest.raises(SegmentUsageError) as caught:
        stack(**frames)
    words = {"pandas": "pandas DataFrame", "polars": "Polars DataFrame", "pyarrow": "PyArrow Table"}
    assert caught.value.problem == (
        f"the frames are of different kinds: 'web' is a {words[one]}, 'shop' a {words[other]}"
    )
    assert caught.value.remedy is not None
    name, line = caught.value.remedy.removeprefix("Make them one kind first, such as ").split(" = ")
    made = frames | {name: eval(line, dict(frames))}
    if "pandas" in (one, other):
        assert plain(stack(**made))["x"] == [1, 2]


def corrected(error: SegmentError, frames: dict[str, Any]) -> dict[str, Any]:
    """Run the line that an error shows on the frame that it names."""
    where = str(error.remedy).split(":")[0]
    name = next(name for name in frames if f"in the {name}" in where or len(frames) == 1)
    return frames | {name: as_written(error, frames[name])}


@pytest.mark.parametrize(
    ("one", "other", "problem"),
    [
        (("text", ["a"]), ("int", [1]), "holds text in the web and a number in the shop"),
        (("text", ["1", "+2.5"]), ("int", [1]), "holds text in the web and a number in the shop"),
        (("day", [date(2026, 1, 1)]), ("text", ["2026-01-02"]), "a date in the web and text in"),
        (("day", [date(2026, 1, 1)]), ("text", ["31.01.2026"]), "a date in the web and text in"),
        (("time", [A]), ("text", ["2026-01-31 08:30", "n/a", None, "2026-02-01 09:30:10.5"]),
         "a date in the web and text in"),
        (("time", [A]), ("text", ["soon"]), "a date in the web and text in"),
        (("truth", [True]), ("float", [0.5]), "a truth value in the web and a number in the shop"),
        (("day", [date(2026, 1, 1)]), ("int", [1]), "a date in the web and a number in the shop"),
        (("time", [A]), ("time[us, UTC]", [A.replace(tzinfo=UTC)]),
         "times of the zone 'UTC' in the shop and times without a zone in the web"),
        (("day", [A.date()]), ("time[ms, Europe/Berlin]", [A.replace(tzinfo=UTC)]),
         "times of the zone 'Europe/Berlin' in the shop and times without a zone in the web"),
        (("time[us, UTC]", [A.replace(tzinfo=UTC)]), ("time", [A]),
         "times of the zone 'UTC' in the web and times without a zone in the shop"),
        (("time[us, UTC]", [A.replace(tzinfo=UTC)]),
         ("time[us, Europe/Berlin]", [A.replace(tzinfo=UTC)]),
         "times of the zone 'UTC' in the web and times of the zone 'Europe/Berlin' in the shop"),
        (("time[ns]", [A]), ("time[us]", [datetime(9999, 12, 31)]),
         "holds nanoseconds in the web, and times in the shop that nanoseconds do not reach"),
    ],
)  # fmt: skip
def test_columns_that_cannot_stand_in_one(
    kind: str, one: tuple[str, list[Any]], other: tuple[str, list[Any]], problem: str
) -> None:
    frames = {
        "web": frame_kinds.frame(kind, {"x": one}),
        "shop": frame_kinds.frame(kind, {"x": other}),
    }
    with pytest.raises(SegmentDataError) as caught:
        stack(**frames)
    assert caught.value.problem.startswith("the column 'x' holds ")
    assert problem in caught.value.problem
    assert len(str(caught.value).splitlines()) <= 6
    # the line that is shown works as it stands
    assert is_kind(stack(**corrected(caught.value, frames)), kind)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("int", [LONG]), ("float", [0.5])),
        (("uint64", [2**64 - 1]), ("int64", [-1])),
        (("decimal", [Decimal(1)]), ("int", [LONG])),
    ],
)
def test_whole_numbers_that_others_cannot_stand_beside(
    kind: str, one: tuple[str, list[Any]], other: tuple[str, list[Any]]
) -> None:
    error = refusal(kind, web={"x": one}, shop={"x": other})
    assert "that are too long to stand in one column with those of the others" in error.problem
    assert error.remedy is not None
    assert error.remedy.startswith("If they are keys, make them text everywhere: frame")


def test_a_column_that_is_called_source_already(kind: str) -> None:
    frames = {"web": frame_kinds.frame(kind, {"source": ("int", [1])})}
    with pytest.raises(SegmentDataError) as caught:
        stack(**frames)
    assert caught.value.problem == "the web have a column 'source' already"
    frame = stack(**corrected(caught.value, frames))
    assert plain(frame) == {"source_of_web": [1], "source": ["web"]}


def test_columns_that_cannot_be_read_are_stacked_if_they_are_alike(kind: str) -> None:
    whole = pa.table({"x": pa.array([[1], None])})
    words = pa.table({"x": pa.array([["a"]])})
    make = {
        "pyarrow": lambda table: table,
        "polars": pl.from_arrow,
        "pandas pyarrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    }.get(kind, lambda table: table.to_pandas())
    frame = stack(a=make(whole), b=make(whole))
    assert Frame(frame, "events").columns["x"].kind is None
    if kind in ("pandas", "pandas nullable"):  # any value is an object
        assert Frame(stack(a=make(whole), b=make(words)), "events").size == 3
        return
    with pytest.raises(SegmentDataError, match="the column 'x' holds values of the type"):
        stack(a=make(whole), b=make(words))


# what pandas alone has


def test_pandas_labels_that_are_not_text_and_its_index() -> None:
    one = pd.DataFrame({5: [1], ("a", "b"): ["x"]}, index=[30])
    other = pd.DataFrame({5: [2.5]}, index=[30])
    frame = stack(one=one, other=other)
    assert list(frame.columns) == [5, ("a", "b"), "source"]
    assert frame.index.tolist() == [0, 1]
    assert frame[5].tolist() == [1, 2.5]


@pytest.mark.parametrize(
    ("one", "other", "kind_of_both"),
    [
        (pd.Series([1, None], dtype=object), pd.Series([2]), Kind.NUMBER),
        (pd.Series([LONG, None], dtype=object), pd.Series([2], dtype="Int64"), Kind.NUMBER),
        (pd.Series([LONG, pd.NaT, float("nan")], dtype=object), pd.Series([2]), Kind.NUMBER),
        (pd.Series([True, None], dtype=object), pd.Series([False]), Kind.TRUTH),
        (pd.Series([A.date(), None], dtype=object), pd.Series([A]), Kind.DATE),
        (pd.Series([A.date(), None], dtype=object), pd.Series([B], dtype=object), Kind.DATE),
        (pd.Series([1, 2]).astype("category"), pd.Series([3]), Kind.NUMBER),
        (pd.Series([Decimal("0.1")], dtype=object), pd.Series([0.1]), Kind.NUMBER),
        (pd.Series(["a"], dtype=object), pd.Series(["b"], dtype="string"), Kind.TEXT),
    ],
)
def test_types_of_pandas(one: pd.Series, other: pd.Series, kind_of_both: Kind) -> None:
    frame = stack(one=pd.DataFrame({"x": one}), other=pd.DataFrame({"x": other}))
    read = Frame(frame, "events")
    assert read.columns["x"].kind is kind_of_both
    wanted = [*plain(pd.DataFrame({"x": one}))["x"], *plain(pd.DataFrame({"x": other}))["x"]]
    if kind_of_both is Kind.DATE:
        wanted = [day_or_time(value) for value in wanted]
    got = [day_or_time(value) for value in plain(frame)["x"]]
    assert [float(v) if isinstance(v, Decimal) else v for v in got] == [
        float(v) if isinstance(v, Decimal) else v for v in wanted
    ]


def test_metadata_of_a_table_is_kept() -> None:
    table = pa.table({"x": [1]}).replace_schema_metadata({"from": "crm"})
    assert stack(a=table, b=table).schema.metadata == {b"from": b"crm"}


def test_columns_that_are_never_null_in_one_table() -> None:
    strict = pa.schema([pa.field("x", pa.int64(), nullable=False)])
    one, other = pa.table({"x": [1]}, schema=strict), pa.table({"y": [2]})
    assert plain(stack(a=one, b=other))["x"] == [1, None]
    assert plain(stack(a=other, b=one, c=pa.table({"x": [3]})))["x"] == [None, 1, 3]


def test_packed_columns_of_a_table() -> None:
    for values in ([True, None], [7, None], ["a", None]):
        plainly = pa.array(values)
        packed = plainly.dictionary_encode()
        runs = pa.RunEndEncodedArray.from_arrays([1, 2], plainly)
        tables = {"a": packed, "b": plainly} | ({"c": runs} if values[0] != "a" else {})
        frame = stack(**{name: pa.table({"x": array}) for name, array in tables.items()})
        assert plain(frame)["x"] == values * len(tables)


def test_one_zone_of_two_libraries() -> None:
    at = pd.Series([A])
    one = pd.DataFrame({"at": at.dt.tz_localize("UTC")})
    other = pd.DataFrame({"at": at.dt.tz_localize(ZoneInfo("UTC"))})
    frame = stack(a=one, b=other)
    assert str(frame["at"].dtype) == "datetime64[us, UTC]"
    assert plain(frame)["at"] == [A.replace(tzinfo=UTC)] * 2


def test_a_zone_without_a_name_is_kept() -> None:
    with resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").open("rb") as file:
        zone = ZoneInfo.from_file(file)
    one = pd.DataFrame({"at": pd.Series([A]).dt.tz_localize(zone)})
    frame = stack(a=one, b=one)
    assert frame["at"].dtype == one["at"].dtype
    with pytest.raises(SegmentDataError, match="times of the zone 'UTC' in the b"):
        stack(b=pd.DataFrame({"at": pd.Series([A]).dt.tz_localize("UTC")}), a=one)


def test_pandas_metadata_of_a_table_does_no_harm() -> None:
    table = pa.Table.from_pandas(pd.DataFrame({"x": [1, 2]}, index=pd.RangeIndex(2, name="row")))
    assert stack(a=table, b=table).to_pandas()["x"].tolist() == [1, 2, 1, 2]


VALUES = {
    "int8": st.integers(-128, 127),
    "int64": st.integers(-(2**53), 2**53),
    "uint32": st.integers(0, 2**32 - 1),
    "float": st.floats(allow_nan=False),
    "text": st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    "category": st.sampled_from(["a", "b"]),
    "truth": st.booleans(),
    "time[ms]": st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)).map(
        lambda t: t - timedelta(microseconds=t.microsecond % 1000)
    ),
    "time[us]": st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)),
}
GROUPS = [["int8", "int64", "uint32", "float"], ["text", "category"], ["truth"],
          ["time[ms]", "time[us]"]]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(GROUPS), st.sampled_from(KINDS))
def test_no_value_is_lost(data: st.DataObject, group: list[str], kind: str) -> None:
    names = data.draw(st.lists(st.sampled_from("abcd"), unique=True, min_size=1))
    tables: dict[str, frame_kinds.Table] = {}
    wanted: list[Any] = []
    for name in names:
        declared = data.draw(st.sampled_from([*group, None]))
        size = data.draw(st.integers(0, 3))
        table: dict[str, tuple[str, list[Any]]] = {"row": ("int", list(range(size)))}
        column: list[Any] = [None] * size
        if declared is not None:
            values = st.none() | VALUES[declared]
            column = data.draw(st.lists(values, min_size=size, max_size=size))
            table["x"] = (declared, column)
        tables[name] = table
        wanted += column
    frame = plain(stacked(kind, **tables))
    assert frame.get("x", wanted) == wanted
    assert frame["source"] == [n for n, t in tables.items() for _ in t["row"][1]]
