"""The same columns as a frame of each kind, and a frame's columns as plain lists."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from oracle import Value
from strategies.columns import AMOUNT, DATE, FLAG, INTEGER, ISO, NUMBER, POINTS, SURE, TEXT

WHOLE, LABEL, TIME_OF = "whole", "label", "time"  # ids of either type, and the time of an event

KINDS = ("pandas", "pandas nullable", "pandas pyarrow", "polars", "pyarrow")


@dataclass(frozen=True)
class Column:
    """Plain values and their type; times with a zone are shown in it."""

    kind: str
    values: list[object]
    zone: str | None = None


@dataclass(frozen=True)
class Dtypes:
    """The dtypes of one kind of frame, the usual ones and the odd ones."""

    usual: dict[str, object]
    odd: dict[str, object]

    def of(self, kind: str, odd: bool) -> object:
        return self.odd.get(kind, self.usual[kind]) if odd else self.usual[kind]


def types(number: object, integer: object, flag: object, text: object, moment: object) -> dict:
    """A table of types from the five that matter."""
    numbers = dict.fromkeys((NUMBER, AMOUNT, POINTS), number)
    texts = dict.fromkeys((TEXT, ISO, LABEL), text)
    flags = {FLAG: flag, SURE: flag}
    return {
        **numbers,
        INTEGER: integer,
        WHOLE: integer,
        **flags,
        **texts,
        DATE: moment,
        TIME_OF: moment,
    }


NUMPY = Dtypes(
    types("float64", "int64", "object", "str", "datetime64[us]") | {SURE: "bool"},
    {
        INTEGER: "int32",
        FLAG: "boolean",
        TEXT: "category",
        ISO: "object",
        DATE: "datetime64[s]",
        TIME_OF: "datetime64[ns]",
    },
)
NULLABLE = Dtypes(
    types("Float64", "Int64", "boolean", "string", "datetime64[ns]"),
    {INTEGER: "Int32", TEXT: "category", DATE: "datetime64[s]", TIME_OF: "datetime64[us]"},
)
ARROW = Dtypes(
    types(pa.float64(), pa.int64(), pa.bool_(), pa.string(), pa.timestamp("us")),
    {
        INTEGER: pa.int32(),
        TEXT: pa.dictionary(pa.int32(), pa.string()),
        ISO: pa.large_string(),
        DATE: pa.timestamp("s"),
        TIME_OF: pa.timestamp("ns"),
    },
)
POLARS = Dtypes(
    types(pl.Float64(), pl.Int64(), pl.Boolean(), pl.String(), pl.Datetime("us")),
    {INTEGER: pl.Int32(), TEXT: pl.Enum, ISO: pl.Categorical(), DATE: pl.Datetime("ms")},
)


def categories(values: Sequence[object]) -> list[str]:
    """The texts there are, and two levels that nobody has."""
    return ["never", *sorted({v for v in values if v is not None}), "unused"]


def numpy_series(column: Column, odd: bool) -> pd.Series:
    dtype, values = NUMPY.of(column.kind, odd), column.values
    if dtype == "category":
        return pd.Series(pd.Categorical(values, categories=categories(values)))
    if column.kind == FLAG and all(value is None for value in values):
        dtype = "boolean"  # an object column of nothing has no type
    if column.kind == ISO and dtype == "object":
        gaps = [None, float("nan"), pd.NA]
        values = [gaps[i % 3] if value is None else value for i, value in enumerate(values)]
    return in_zone(column, pd.Series(values, dtype=dtype if column.zone is None else None))


def in_zone(column: Column, series: pd.Series) -> pd.Series:
    if column.zone is None:
        return series
    return pd.Series(column.values, dtype="datetime64[us, UTC]").dt.tz_convert(column.zone)


def nullable_series(column: Column, odd: bool) -> pd.Series:
    dtype, values = NULLABLE.of(column.kind, odd), column.values
    if dtype == "category":
        texts = pd.array(categories(values), dtype="string")
        return pd.Series(pd.Categorical(values, categories=texts))
    if dtype == "Float64":  # NaN stays a value of its own beside NA
        gaps = np.array([value is None for value in values], dtype=bool)
        numbers = np.array([0.0 if value is None else value for value in values], dtype=float)
        return pd.Series(pd.arrays.FloatingArray(numbers, gaps))
    return in_zone(column, pd.Series(values, dtype=dtype if column.zone is None else None))


def arrow_array(column: Column, odd: bool) -> pa.Array:
    wanted = ARROW.of(column.kind, odd)
    if column.zone is not None:
        wanted = pa.timestamp("us", tz=column.zone)
    if pa.types.is_dictionary(wanted):
        levels = categories(column.values)
        codes = [None if v is None else levels.index(v) for v in column.values]
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, type=pa.int32()), pa.array(levels, type=pa.string())
        )
    return pa.array(column.values, type=wanted, from_pandas=False)


def arrow_series(column: Column, odd: bool) -> pd.Series:
    return pd.Series(pd.arrays.ArrowExtensionArray(arrow_array(column, odd)))


def polars_series(column: Column, odd: bool) -> pl.Series:
    wanted = POLARS.of(column.kind, odd)
    if column.zone is not None:
        utc = pl.Series(column.values, dtype=pl.Datetime("us", "UTC"))
        return utc.dt.convert_time_zone(column.zone)
    if wanted is pl.Enum:
        wanted = pl.Enum(categories(column.values))
    return pl.Series(column.values, dtype=wanted)


def chunked(table: pa.Table) -> pa.Table:
    """The table in two chunks, of which the first is short."""
    return pa.concat_tables([table.slice(0, 1), table.slice(1)])


def frame_of(
    kind: str, columns: dict[str, Column], *, odd: bool = False, labels: Sequence[object] = ()
) -> object:
    """Columns as a frame of a kind; index labels are for those frames that have any."""
    if kind == "polars":
        return pl.DataFrame({name: polars_series(c, odd) for name, c in columns.items()})
    if kind == "pyarrow":
        table = pa.table({name: arrow_array(c, odd) for name, c in columns.items()})
        return chunked(table) if odd else table
    series = SERIES[kind]
    frame = pd.DataFrame({name: series(column, odd) for name, column in columns.items()})
    if labels:
        frame.index = pd.Index(list(labels))
    return frame


SERIES: dict[str, Callable[[Column, bool], pd.Series]] = {
    "pandas": numpy_series,
    "pandas nullable": nullable_series,
    "pandas pyarrow": arrow_series,
}


def plain(value: object) -> Value:
    """One cell of any frame as the reference spells it."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, str | bool | datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, np.bool_):
        return bool(value)
    return None if math.isnan(value) else float(value)


def names_in(frame: object) -> list[str]:
    return list(frame.column_names if isinstance(frame, pa.Table) else frame.columns)


def values_in(frame: object, name: str) -> list[Value]:
    """A column of any frame as plain values."""
    column = frame[name]
    values = column.to_pylist() if isinstance(frame, pa.Table) else column.to_list()
    return [plain(value) for value in values]
