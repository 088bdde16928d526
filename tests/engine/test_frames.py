from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from importlib import resources
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import pytz

from engine.running import close, compute, days, labels, plain, run, table, values
from seg_jupyter.engine.frames import series as columns
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.errors import SegmentDataError, SegmentError, SegmentTypeError, SegmentUsageError
from seg_jupyter.lang.schema import Kind


def arrow(array: object) -> pd.Series:
    return pd.Series(pd.arrays.ArrowExtensionArray(array))


def series(values: object, dtype: object = None) -> pd.Series:
    return pd.Series(values, dtype=dtype)


A, B = datetime(2026, 1, 31), datetime(2026, 2, 1, 12, 30)
BERLIN = ZoneInfo("Europe/Berlin")

NUMBERS = {
    "int": series([1, 0, 3]),
    "int8": series([1, 0, 3], "int8"),
    "uint64": series([1, 0, 3], "uint64"),
    "float": series([1.0, None, 3.0]),
    "float32": series([1.0, None, 3.0], "float32"),
    "float16": series(np.array([1, 0, 3], "float16")),
    "longdouble": series(np.array([1, 0, 3], np.longdouble)),
    "Int64": series([1, None, 3], "Int64"),
    "UInt8": series([1, None, 3], "UInt8"),
    "Float32": series([1, None, 3], "Float32"),
    "arrow int": series([1, None, 3], pd.ArrowDtype(pa.int64())),
    "arrow float": series([1, None, 3], pd.ArrowDtype(pa.float64())),
    "arrow decimal": series([Decimal(1), None, Decimal(3)], pd.ArrowDtype(pa.decimal128(9, 2))),
    "Decimal": series([Decimal("1.00"), None, Decimal(3)], object),
    "Decimal NaN": series([Decimal(1), Decimal("NaN"), Decimal(3)], object),
    "Decimal and int": series([Decimal(1), 0, Decimal(3)], object),
    "Decimal and float": series([Decimal(1), float("nan"), 3.0], object),
    "object int": series([1, None, 3], object),
    "object int and NaT": series([1, pd.NaT, 3], object),
    "object float": series([1.0, None, 3], object),
    "object NA": series([1.5 - 0.5, pd.NA, 3.0], object),
    "category": series(pd.Categorical([1, None, 3])),
    "category without gaps": series(pd.Categorical([1, 0, 3], categories=[3, 1, 0, 7])),
    "category of floats": series(pd.Categorical([1.0, None, 3.0])),
    "sparse": series(pd.arrays.SparseArray([1.0, np.nan, 3.0])),
}
TRUTHS = {
    "bool": series([True, False, False]),
    "boolean": series([True, None, False], "boolean"),
    "arrow bool": series([True, None, False], pd.ArrowDtype(pa.bool_())),
    "object None": series([True, None, False], object),
    "object nan": series([True, np.nan, False], object),
    "object NA": series([True, pd.NA, False], object),
    "category": series(pd.Categorical([True, None, False])),
    "sparse": series(pd.arrays.SparseArray([True, False, False])),
}
TEXTS = {
    "str": series(["a", None, "b"]),
    "object": series(["a", None, "b"], object),
    "object nan": series(["a", np.nan, "b"], object),
    "string[python]": series(["a", None, "b"], "string[python]"),
    "string[pyarrow]": series(["a", None, "b"], "string[pyarrow]"),
    "arrow string": series(["a", None, "b"], pd.ArrowDtype(pa.string())),
    "arrow large_string": series(["a", None, "b"], pd.ArrowDtype(pa.large_string())),
    "arrow dictionary": arrow(pa.array(["a", None, "b"]).dictionary_encode()),
    "category": series(pd.Categorical(["a", None, "b"])),
    "category, unused and turned round": series(
        pd.Categorical(["a", None, "b"], categories=["z", "b", "q", "a"])
    ),
    "category, ordered": series(pd.Categorical(["a", None, "b"], ["b", "a"], ordered=True)),
}
DATES = {
    "s": series([A, None, B], "datetime64[s]"),
    "us": series([A, None, B], "datetime64[us]"),
    "ns": series([A, None, B], "datetime64[ns]"),
    "object datetime": series([A, None, B], object),
    "object Timestamp": series([pd.Timestamp(A), pd.NaT, B], object),
    "object date and datetime": series([A.date(), None, B], object),
    "object datetime64": series([np.datetime64(A), None, np.datetime64(B)], object),
    "arrow timestamp": series([A, None, B], pd.ArrowDtype(pa.timestamp("us"))),
    "category": series(pd.Categorical(pd.to_datetime([A, None, B]))),
}
WHOLE_DAYS = {
    "object date": series([A.date(), None, B.date()], object),
    "arrow date32": series([A.date(), None, B.date()], pd.ArrowDtype(pa.date32())),
    "arrow date64": series([A.date(), None, B.date()], pd.ArrowDtype(pa.date64())),
    "text": series(["2026-01-31", None, "2026-02-01"]),
}


@pytest.mark.parametrize("column", NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers(column: pd.Series) -> None:
    middle = None if column.isna()[1] else 0.0
    assert Frame(table(x=column), "customers").columns["x"].kind is Kind.NUMBER
    assert compute("x * 2", table(x=column)) == [2.0, None if middle is None else 0.0, 6.0]
    assert labels(run("Gap: missing(x)\nBig: x >= 3\nSmall: x < 3", table(x=column))) == [
        "Small",
        "Gap" if middle is None else "Small",
        "Big",
    ]


@pytest.mark.parametrize("column", TRUTHS.values(), ids=TRUTHS.keys())
def test_truth_values(column: pd.Series) -> None:
    middle = None if column.isna()[1] else False
    assert Frame(table(x=column), "customers").columns["x"].kind is Kind.TRUTH
    assert compute("x", table(x=column)) == [True, middle, False]
    assert compute("not x", table(x=column)) == [False, None if middle is None else True, True]


@pytest.mark.parametrize("column", TEXTS.values(), ids=TEXTS.keys())
def test_texts(column: pd.Series) -> None:
    assert Frame(table(x=column), "customers").columns["x"].kind is Kind.TEXT
    assert compute("x", table(x=column)) == ["a", None, "b"]
    assert compute('x in ["b", "q"]', table(x=column)) == [False, None, True]


@pytest.mark.parametrize("column", DATES.values(), ids=DATES.keys())
def test_dates(column: pd.Series) -> None:
    assert Frame(table(x=column), "customers").columns["x"].kind is Kind.DATE
    assert compute("x", table(x=column)) == [A, None, B]
    assert compute('x > "2026-02-01 12:29"', table(x=column)) == [False, None, True]


@pytest.mark.parametrize("column", WHOLE_DAYS.values(), ids=WHOLE_DAYS.keys())
def test_dates_of_whole_days(column: pd.Series) -> None:
    assert compute("days_since(x)", table(x=column), as_of="2026-02-28") == [28, None, 27]
    assert compute('x >= "2026-02-01"', table(x=column)) == [False, None, True]


def test_a_nanosecond_before_1970_is_the_microsecond_below() -> None:
    early = series([pd.Timestamp("1969-12-31 23:59:59.999999999")], "datetime64[ns]")
    assert compute('x < "1970-01-01"', table(x=early)) == [True]
    assert compute("days_since(x)", table(x=early), as_of="1970-01-01") == [1]


@pytest.mark.parametrize(
    "column",
    [
        [None, None, None],
        series([None] * 3, object),
        [float("nan")] * 3,
        pd.to_datetime(series([None] * 3)),
        series([None] * 3, "Int64"),
        series([None] * 3, "boolean"),
        series([None] * 3, "string[python]"),
        series(pd.Categorical([None] * 3)),
        series(pd.Categorical([None] * 3, categories=["a", "b"])),
        series([None] * 3, pd.ArrowDtype(pa.null())),
        series([pd.NaT] * 3, "timedelta64[ns]"),
    ],
)
def test_columns_in_which_everything_is_missing(column: object) -> None:
    people = table(x=column)
    assert Frame(people, "customers").columns["x"].kind is Kind.NOTHING
    for expression in ("x > 1", 'x == "a"', 'x >= "2026-01-01" or x == 1', "not x"):
        assert compute(expression, people) == [None] * 3
    assert compute("missing(x)", people) == [True] * 3


UNREADABLE: dict[str, tuple[pd.Series, str]] = {
    "timedelta": (series([timedelta(1), None]), "values of the type timedelta64"),
    "arrow duration": (
        arrow(pa.array([timedelta(1), None])), "values of the type duration[us][pyarrow]"
    ),
    "period": (series(pd.PeriodIndex(["2026-01", None], freq="M")), "values of the type period"),
    "interval": (series(pd.cut([1.0, 2.0], 2)), "values of the type interval"),
    "complex": (series([1j, 2j]), "values of the type complex"),
    "bytes": (series([b"a", None], object), "values of the type bytes"),
    "arrow binary": (arrow(pa.array([b"a", None])), "values of the type binary[pyarrow]"),
    "lists": (series([[1], None], object), "values of the type list"),
    "arrow list": (arrow(pa.array([[1], None])), "values of the type list<item: int64>[pyarrow]"),
    "dicts": (series([{}, None], object), "values of the type dict"),
    "numbers and text": (series([1, "a"], object), "values of several types: int, str"),
    "truths and numbers": (series([True, 2], object), "values of several types: bool, int"),
    "category of both": (series(pd.Categorical([1, "a"])), "values of several types: int, str"),
    "dates and text": (series([A.date(), "a"], object), "values of several types: date, str"),
}  # fmt: skip


@pytest.mark.parametrize(("column", "what"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_columns_that_cannot_be_read(column: pd.Series, what: str) -> None:
    people = table(x=column, y=[1, 2])
    with pytest.raises(SegmentTypeError) as caught:
        run("A: missing(x)", people)
    assert caught.value.problem == f"the column 'x' holds {what}, which cannot be read"
    assert caught.value.exists == "A column holds numbers, text, truth values or dates."
    assert (caught.value.line, caught.value.column) == (1, 12)
    # they stand in nobody's way if the cell leaves them alone
    assert labels(run("A: y > 1", people)) == ["Unassigned", "A"]


# zones


def localized(zone: object) -> pd.Series:
    return pd.Series([A, None, B]).dt.tz_localize(zone)


def unnamed(name: str) -> ZoneInfo:
    """A zone without a key: it says no offset where no time is given."""
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file)


class LikePytz:
    """A zone of pytz as far as its name goes."""

    zone = "Europe/Berlin"


ZONED: dict[str, Callable[[], pd.Series]] = {
    "zoneinfo": lambda: localized(BERLIN),
    "name": lambda: localized("Europe/Berlin"),
    "pytz": lambda: localized(pytz.timezone("Europe/Berlin")),
    "dateutil": lambda: localized("dateutil/Europe/Berlin"),
    "fixed": lambda: localized(timezone(timedelta(hours=1))),
    "pytz fixed": lambda: localized(pytz.FixedOffset(60)),
    "arrow": lambda: series(
        localized(BERLIN).tolist(), pd.ArrowDtype(pa.timestamp("us", "Europe/Berlin"))
    ),
    "objects": lambda: series(localized(BERLIN).tolist(), object),
    "without a key": lambda: localized(unnamed("Europe/Berlin")),
}


@pytest.mark.parametrize("make", ZONED.values(), ids=ZONED.keys())
def test_zones_of_every_library(make: Callable[[], pd.Series]) -> None:
    people = table(x=make())
    assert compute('x == "2026-02-01 12:30"', people) == [False, None, True]
    assert compute('x == "2026-02-01T11:30:00Z"', people) == [False, None, True]
    assert compute("days_since(x)", people, as_of="2026-02-01") == [1, None, 0]
    answer = run("y = x", people).frame()["y"]
    # pandas needs a zone of its own to write one back
    assert [None if pd.isna(at) else at.astimezone(UTC) for at in answer] == [
        A.replace(tzinfo=BERLIN).astimezone(UTC),
        None,
        B.replace(tzinfo=BERLIN).astimezone(UTC),
    ]
    events = table(id=[1, 1], at=make().iloc[[0, 2]].reset_index(drop=True))
    result = run('n = count(last="1d")', events=events)
    assert (result.as_of, values(result, "n")) == (date(2026, 2, 1), [1])


def test_a_zone_of_another_library_is_found_by_its_name() -> None:
    assert columns._zone(LikePytz()) == BERLIN
    assert columns._zone(timezone(timedelta(minutes=330))) == timezone(timedelta(minutes=330))
    assert columns._zone(None) is None


def test_summer_time_counts_without_a_key_too() -> None:
    at = pd.Series([datetime(2026, 7, 1, 0, 30)]).dt.tz_localize(unnamed("Europe/Berlin"))
    assert compute('count(last="1d")', events=table(id=[1], at=at)) == [1]


@pytest.mark.parametrize(
    "times",
    [
        [pd.Timestamp(A, tz="UTC"), pd.Timestamp(A)],
        [pd.Timestamp(A, tz="UTC"), pd.Timestamp(A, tz="Europe/Berlin")],
    ],
)
def test_times_of_different_zones_in_one_column(times: list[object]) -> None:
    with pytest.raises(SegmentDataError) as caught:
        run("A: missing(x)", table(x=series(times, object)))
    assert caught.value.problem == (
        "the customers column 'x' holds times that cannot stand in one column"
    )
    assert caught.value.exists == (
        "They have different zones, or some have a zone and some have none."
    )
    assert caught.value.remedy == (
        "Choose a zone, and convert it first: frame['x'] = "
        "pd.to_datetime(frame['x'], format='ISO8601', utc=True).dt.tz_convert('UTC')"
    )


@pytest.mark.parametrize("year", ["10000-06-01", "300000-01-01", "-0044-03-15"])
def test_times_outside_the_calendar(year: str) -> None:
    events = table(id=[1, 1], at=np.array([year, "2026-01-01"], "datetime64[s]"))
    with pytest.raises(SegmentDataError) as caught:
        run("n = count()", events=events)
    assert caught.value.problem == (
        "1 of the times in the events column 'at' lie outside the years 1 to 9999"
    )
    assert caught.value.remedy is not None
    assert caught.value.remedy.startswith("Blank them first: frame['at'] =")


def test_the_last_day_of_the_calendar_is_a_date_like_others() -> None:
    forever = table(ends=[date(9999, 12, 31), date(1, 1, 1), None])
    assert compute('ends >= "2026-01-01"', forever) == [True, False, None]
    assert compute("count()", events=table(id=[1], at=pd.Series([date(9999, 12, 31)]))) == [1]


# text that serves as dates, or holds numbers


def test_text_in_iso_form_serves_as_dates() -> None:
    people = table(x=["2026-01-01", "2026-01-02T10:00", None, "soon", "2026-01-03", "2026-13-01"])
    result = run('y = x > "2026-01-01"', people)
    assert values(result, "y") == [False, True, None, None, True, None]
    assert result.facts.unreadable_dates == {("customers", "x"): 2}


@pytest.mark.parametrize("suffix", ["Z", "+00:00", "-05:00", "+05:30"])
def test_text_with_a_zone_keeps_the_calendar_of_it(suffix: str) -> None:
    late, early = f"2026-01-31T23:30:00{suffix}", f"2026-01-31T00:30:00{suffix}"
    people = table(x=[late, early, "2026-02-01"])
    result = run("y = days_since(x)", people, as_of="2026-02-01")
    assert values(result, "y") == [1.0, 1.0, None]
    assert result.facts.unreadable_dates == {("customers", "x"): 1}, "which has no zone"
    ours = run("n = recency()", events=table(id=[1, 1], at=[late, early]))
    theirs = run("n = recency()", events=table(id=[1, 1], at=pd.to_datetime([late, early])))
    assert str(ours.as_of) == str(theirs.as_of) == "2026-01-31"
    assert values(ours, "n") == values(theirs, "n") == [0]


def test_text_with_several_zones_is_refused() -> None:
    people = table(x=["2026-01-01T00:30:00Z", "2026-01-01T00:30:00+02:00"])
    with pytest.raises(SegmentDataError, match="'x' holds times that cannot stand in one column"):
        run("y = days_since(x)", people, as_of="2026-01-01")


@pytest.mark.parametrize(
    "texts",
    [
        ["١٢", "٣"],
        ["1" * 50_000 + "x", "2"],
        ["1.2.3", "4"],
        ["1,2.3,4", "1"],
        ["1,200,300", "0,5"],
        ["-", "1"],
    ],
)
def test_what_only_looks_like_numbers_is_text(texts: list[str]) -> None:
    with pytest.raises(SegmentError) as caught:
        run("A: x > 1", table(x=texts))
    assert "stored as text" not in str(caught.value)


def test_text_that_is_half_dates_stays_text() -> None:
    people = table(x=["2026-01-01", "soon"])
    assert compute('x == "soon"', people) == [False, True]
    with pytest.raises(SegmentTypeError, match="text"):
        run('A: x > "2026-01-01"', people.assign(x=["later", "soon"]))


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1", "2.5"], [1, 2.5]),
        (["1,200", " 7 "], [1200, 7]),
        (["12,345,678.5", "-1,000", "3"], [12345678.5, -1000, 3]),
        (["1,5", "12,50"], [1.5, 12.5]),
        (["1,200", "0,5"], [1.2, 0.5]),
        (["-3e5", ".5"], [-3e5, 0.5]),
    ],
)
def test_numbers_stored_as_text_are_refused_with_the_conversion(
    texts: list[str], numbers: list[float]
) -> None:
    frame = table(x=texts)
    with pytest.raises(SegmentError) as caught:
        run("A: x > 1", frame)
    assert caught.value.remedy is not None
    line = caught.value.remedy.split("first: ")[1]
    exec(line, {"pd": pd, "frame": frame})  # the line that is shown works as it stands
    assert frame["x"].tolist() == numbers


def test_whole_numbers_that_float64_cannot_hold_are_refused() -> None:
    exact = table(id=[1, 2], key=[2**53, 1])
    assert compute("key == 9007199254740992", exact) == [True, False]
    with pytest.raises(SegmentDataError, match="'key' holds whole numbers of more than 15 digits"):
        run("A: key > 1", exact.assign(key=[2**53 + 1, 1]))
    with pytest.raises(SegmentDataError, match="astype"):
        run("A: key > 1", exact.assign(key=series([-(2**60), None], object)))


def test_an_unreadable_date_among_many_is_missing_and_counted() -> None:
    people = table(day=["2026-01-01"] * 18 + ["rubbish", None])
    result = run("a = days_since(day)", people, as_of="2026-01-03")
    assert values(result, "a") == [2.0] * 18 + [None, None]
    assert result.facts.unreadable_dates == {("customers", "day"): 1}


def test_the_frame_is_that_of_the_fit_whatever_the_caller_does_later() -> None:
    people = table(name=["a", "b", "c"], x=[1, 2, 3])
    result = run("Hi: x >= 3\nLo: otherwise", people)
    people["x"] = 7
    people.loc[9] = ["d", 4]
    assert result.frame()["x"].tolist() == [1, 2, 3]
    assert result.frame()["segment"].tolist() == ["Lo", "Lo", "Hi"]


@pytest.mark.parametrize(
    ("column", "expression", "expected"),
    [
        ([pd.NaT, "a", None], 'x == "a"', [None, True, None]),
        ([pd.NaT, True, pd.NA], "x == 1", [None, True, None]),
        ([pd.NaT, Decimal(2), None], "x > 1", [None, True, None]),
        ([None, date(2026, 1, 1), float("nan")], 'x < "2026-01-02"', [None, True, None]),
    ],
)
def test_no_kind_of_missing_hides_what_a_column_holds(
    column: list[object], expression: str, expected: list[object]
) -> None:
    assert compute(expression, pd.DataFrame({"x": series(column, object)})) == expected


def test_a_signalling_nan_is_refused_where_it_is_read() -> None:
    frame = pd.DataFrame({"x": series([Decimal("sNaN"), Decimal(1)], object), "y": [1, 2]})
    assert compute("y + 1", frame) == [2, 3]
    with pytest.raises(SegmentDataError, match="'x' holds a signalling NaN") as caught:
        run("A: x > 1", frame)
    assert caught.value.remedy is not None
    exec(caught.value.remedy.split("first: ")[1], {"pd": pd, "frame": frame})
    assert frame["x"].isna().tolist() == [True, False]
    twice = pd.DataFrame({"id": [1, 1], "at": [A, A], "x": [Decimal("sNaN")] * 2})
    assert compute("count()", events=twice, id="id", time="at") == [2]


def test_half_a_pair_of_surrogates_stays_in_the_frame() -> None:
    frame = pd.DataFrame({"x": series(["\ud800", "b"], object)})
    assert values(run("y = x", frame), "y") == ["\ud800", "b"]


# infinite values


def test_infinite_values_are_missing_and_counted() -> None:
    people = table(
        x=[np.inf, -np.inf, 1.0, None],
        y=series([Decimal("Infinity"), 10**400, 1, None], object),
    )
    result = run("a = x + 1\nb = y + 1\nA: missing(x)", people)
    assert values(result, "a") == values(result, "b") == [None, None, 2.0, None]
    assert result.facts.infinite == {("customers", "x"): 2, ("customers", "y"): 2}


# the frame that is given back


def same_frames(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(ours, theirs, check_exact=True)
    assert list(ours.columns) == list(theirs.columns)
    assert [ours[name].dtype for name in ours] == [theirs[name].dtype for name in theirs]


EVERYTHING = {**NUMBERS, **TRUTHS, **TEXTS, **DATES, **WHOLE_DAYS}


def test_the_input_is_never_changed_and_given_back_as_it_was() -> None:
    people = pd.DataFrame({f"{i} {name}": column for i, (name, column) in
                           enumerate(EVERYTHING.items())})  # fmt: skip
    people["lists"] = [[1], None, [2]]
    people.attrs["source"] = "crm"
    people.columns.name = "field"
    before = people.copy(deep=True)
    cell = "\n".join(f"d{i} = missing(`{name}`)" for i, name in enumerate(before.columns[:-1]))
    frame = run(cell + "\nA: d0 or d3\nB: otherwise", people).frame()
    same_frames(people, before)
    given_back = frame[list(before.columns)]
    pd.testing.assert_frame_equal(given_back, before, check_exact=True)
    assert frame.attrs == {"source": "crm"}
    assert frame.columns.name == "field"
    frame.iloc[0, 0] = 99
    same_frames(people, before)


class Amounts(pd.DataFrame):
    """A frame of a class of its own, with an attribute that pandas hands on."""

    _metadata = ("unit",)
    unit: str

    @property
    def _constructor(self) -> type[Amounts]:
        return Amounts


def test_a_frame_of_a_class_of_its_own_keeps_its_attributes() -> None:
    people = Amounts({"x": [1, 2]})
    people.unit = "CHF"
    people.attrs["from"] = ["crm"]
    frame = run("y = x\nA: y > 1", people).frame()
    assert isinstance(frame, Amounts)
    assert (frame.unit, frame.attrs) == ("CHF", {"from": ["crm"]})
    frame.attrs["from"].append("shop")
    assert people.attrs == {"from": ["crm"]}


@pytest.mark.parametrize(
    "labels",
    [
        pd.Index([None, "x"], dtype=object),
        pd.Index([None, "x"]),
        pd.Index([("a", 1), "x"]),
        pd.Index([1.5, "x"]),
        pd.CategoricalIndex(["w", "x"]),
    ],
)
def test_labels_of_columns_stay(labels: pd.Index) -> None:
    people = pd.DataFrame([[1, 2]])
    people.columns = labels.rename("field")
    frame = run("y = x", people).frame()
    first, second, *added = frame.columns.tolist()
    assert first == labels[0] or (pd.isna(first) and pd.isna(labels[0]))
    assert (first is None) == (labels[0] is None)
    assert [second, *added] == ["x", "y", "segment"]
    assert frame.columns.name == "field"


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([7, 7, 7]),
        pd.Index([30, 10, 20], name="row"),
        pd.Index(["b", None, "b"]),
        pd.date_range("2026-01-01", periods=3),
        pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (0, None)], names=["p", "q"]),
    ],
)
def test_index_and_order_stay(index: pd.Index) -> None:
    people = pd.DataFrame({"x": [3.0, 1.0, 2.0]}, index=index)
    frame = run('y = x * 2\nname = "a" if x > 1 else "b"\nHigh: y > 3', people).frame()
    pd.testing.assert_index_equal(frame.index, index)
    assert frame["y"].tolist() == [6.0, 2.0, 4.0]
    assert frame["name"].tolist() == ["a", "b", "a"]
    assert [plain(label) for label in frame["segment"]] == ["High", "Unassigned", "High"]


@pytest.mark.parametrize(
    "columns",
    [
        pd.Index(["x", 5, ("a", "b"), None], dtype=object, tupleize_cols=False),
        pd.CategoricalIndex(["x", "y", "z", "w"]),
    ],
)
def test_columns_whose_labels_are_not_text(columns: pd.Index) -> None:
    people = pd.DataFrame([[1.0, 2.0, 3.0, 4.0]], columns=columns)
    frame = run("twice = x * 2\nA: twice > 1", people).frame()
    assert list(frame.columns) == [*columns, "twice", "segment"]
    assert frame.iloc[0, :5].tolist() == [1.0, 2.0, 3.0, 4.0, 2.0]


def test_a_label_that_is_a_date_is_no_name() -> None:
    people = pd.DataFrame([[1.0]], columns=pd.to_datetime(["2026-01-01"]))
    frame = Frame(people, "customers")
    assert frame.names == ()
    assert "2026-01-01" not in frame.columns
    assert len(frame.columns) == 0
    with pytest.raises(KeyError):
        frame.columns["2026-01-01"]


def test_types_of_the_definitions() -> None:
    people = table(
        x=[1.0, None], t=["a", None], b=[True, False], d=[A, None], z=localized("UTC")[:2]
    )
    cell = "number = x\ntext = t\ntruth = b\ngaps = x > 1\ndate = d\nzoned = z\nA: b"
    frame = run(cell, people).frame()
    kinds = pd.api.types
    assert frame["number"].dtype == np.float64
    assert kinds.is_string_dtype(frame["text"]) or frame["text"].dtype == object
    assert frame["truth"].dtype == np.bool_
    assert frame["gaps"].dtype == "boolean"
    assert str(frame["date"].dtype) == "datetime64[us]"
    assert str(frame["zoned"].dtype) == "datetime64[us, UTC]"
    assert close([plain(v) for v in frame["gaps"]], [False, None])


@pytest.mark.parametrize(
    "people",
    [
        pd.DataFrame({"x": series([], "float64"), "t": series([], object)}),
        pd.DataFrame({"x": series([], object), "t": series([], "string[python]")}),
        pd.DataFrame({"x": [], "t": []}),
        pd.DataFrame(columns=["x", "t"]),
        table(x=[1.0], t=["a"]).iloc[:0],
        pd.DataFrame({"x": series([], pd.ArrowDtype(pa.null())), "t": series([], object)}),
    ],
)
def test_frames_without_rows(people: pd.DataFrame) -> None:
    people = people.astype({"t": object})
    frame = run(
        'y = x\nv = score(x, minmax(x))\nA: v > 3 and t == "a"\nB: otherwise', people
    ).frame()
    assert frame.shape == (0, 5)
    assert list(frame.columns) == ["x", "t", "y", "v", "segment"]


def test_a_frame_of_one_row() -> None:
    assert labels(run("v = score(x)\nA: v == 50", table(x=[3.0]))) == ["A"]


# frames that are refused


def test_two_columns_of_one_name() -> None:
    with pytest.raises(SegmentDataError) as caught:
        run("A: x > 1", pd.DataFrame([[1, 2, 3]], columns=["x", "x", "y"]))
    assert caught.value.problem == "the customers have two columns of one name: 'x'"
    assert caught.value.remedy == "Rename or drop one of each."


def test_columns_in_several_levels() -> None:
    people = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("x", "a"), ("x", "b")]))
    with pytest.raises(SegmentDataError) as caught:
        run("A: x > 1", people)
    assert caught.value.problem == "the customers have columns in several levels"
    assert caught.value.remedy is not None
    assert "_" in caught.value.remedy
    joined = people.copy()
    joined.columns = pd.Index(["_".join(map(str, c)) for c in people])
    assert labels(run("A: x_b > 1", joined)) == ["A"]


def test_what_is_not_a_frame() -> None:
    with pytest.raises(SegmentUsageError, match="the customers are 'list', not a frame"):
        Frame([1, 2], "customers")


@pytest.mark.parametrize(
    "odd",
    [
        series([[1], [1], [2]], object),
        series([{"a": 1}, {"a": 1}, {}], object),
        arrow(pa.array([[1], [1], [2]])),
        arrow(pa.array([{"a": 1}, {"a": 1}, {"a": 2}])),
    ],
)
def test_duplicates_are_counted_beside_columns_of_lists(odd: pd.Series) -> None:
    events = table(id=[1, 1, 1], at=days("2026-01-01") * 3, odd=odd)
    assert run("n = count()", events=events).facts.duplicates == 1


@pytest.mark.parametrize(
    ("size", "rows", "kept"),
    [
        (10, 3, [0, 4, 8]),
        (10, 10, list(range(10))),
        (10, 99, list(range(10))),
        (10, 1, [0]),
        (11, 10, [0, 2, 4, 6, 8, 10]),
        (0, 5, []),
    ],
)
def test_a_sample_is_spread_evenly(size: int, rows: int, kept: list[int]) -> None:
    table = pa.table({"x": np.arange(size), "y": ["a"] * size})
    for native in (table.to_pandas(), pl.DataFrame(table), table):
        sample = Frame(native, "events").sample(rows)
        assert sample.series("x").tolist() == kept
        assert (sample.names, sample.role) == (("x", "y"), "events")
        assert type(sample.native) is type(native)
        assert Frame(native, "events").sample(rows, ["y"]).names == ("y",)
