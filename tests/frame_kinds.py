"""The same table as a frame of each kind, and any frame as plain Python lists.

A column is a declared kind and its values, None where one is missing::

    table = {"key": ("int", [1, 2]), "city": ("text", ["Bern", None])}
    people = frame("polars", table)
    plain(people)  # {"key": [1, 2], "city": ["Bern", None]}

============  ==============================================================================
declared      values
============  ==============================================================================
`int`         Python's whole numbers; also `int8` to `int64` and `uint8` to `uint64`
`float`       Python's floats, NaN and infinite ones too; also `float32`
`decimal`     `Decimal`
`text`        text; `category` is the same as a categorical
`truth`       truth values
`day`         dates
`time`        times; also `time[ms]`, with a unit, and `time[us, Europe/Berlin]`, with a zone
============  ==============================================================================

NumPy's own types have no missing whole number and no missing truth value: in the kind `pandas`
the first make a column of floats and the second one of objects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from seg_jupyter.errors import SegmentError

KINDS = ("pandas", "pandas nullable", "pandas pyarrow", "polars", "pyarrow")
"""Frames of pandas with types of NumPy, its own nullable ones and those of PyArrow; and others."""

Table = Mapping[str, tuple[str, Sequence[Any]]]

_TYPES = {
    "int": pa.int64(),
    "float": pa.float64(),
    "decimal": pa.decimal128(38, 9),
    "text": pa.string(),
    "category": pa.dictionary(pa.int32(), pa.string()),
    "truth": pa.bool_(),
    "day": pa.date32(),
}
_NULLABLE = {
    pa.bool_(): pd.BooleanDtype(),
    pa.float32(): pd.Float32Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.string(): pd.StringDtype("python"),
} | {
    getattr(pa, name)(): pd.api.types.pandas_dtype(name.replace("i", "I").replace("u", "U"))
    for name in (f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
}


def frame(kind: str, table: Table) -> Any:
    """Make a frame of one of the kinds."""
    arrow = pa.table({name: _array(*column) for name, column in table.items()})
    if kind == "pyarrow":
        return arrow
    if kind == "polars":
        return pl.from_arrow(arrow)
    mappers = {"pandas": None, "pandas nullable": _NULLABLE.get, "pandas pyarrow": pd.ArrowDtype}
    return arrow.to_pandas(types_mapper=mappers[kind])


def _array(declared: str, values: Sequence[Any]) -> pa.Array:
    if declared == "category":
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, type_of(declared))


def type_of(declared: str) -> pa.DataType:
    """Return PyArrow's type for a declared kind."""
    if time := re.fullmatch(r"time(?:\[(\w+)(?:, (.+))?\])?", declared):
        return pa.timestamp(time[1] or "us", time[2])
    return _TYPES[declared] if declared in _TYPES else getattr(pa, declared)()


def plain(frame: Any) -> dict[str, list[Any]]:
    """Return the columns of any frame as Python's own values, None for what is missing.

    Times keep their zone and lose what is below a microsecond; a date that a library turns into
    a time stays one.
    """
    if isinstance(frame, pa.Table):
        lists = {name: _objects(frame[name]) for name in frame.column_names}
    elif isinstance(frame, pl.DataFrame):
        lists = {name: frame[name].to_list() for name in frame.columns}
    else:
        lists = {name: frame[name].tolist() for name in frame.columns}
    return {name: [_plain(value) for value in values] for name, values in lists.items()}


def _objects(column: Any) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        return column.to_pandas().tolist()
    return column.to_pylist()


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.floor("us").to_pydatetime()
    if isinstance(value, str | bool | date | datetime):
        return value
    return value.item() if hasattr(value, "item") else value


def is_kind(frame: Any, kind: str) -> bool:
    """Tell whether a frame is one of the library of a kind."""
    library = {"polars": pl.DataFrame, "pyarrow": pa.Table}.get(kind, pd.DataFrame)
    return isinstance(frame, library)


def as_written(error: SegmentError, frame: Any) -> Any:
    """Run the line that an error shows on the frame, as it stands; return what becomes of it."""
    assert error.remedy is not None
    return after(error.remedy.split(": ", 1)[1], frame)


def after(line: str, frame: Any) -> Any:
    """Run a line of code on a copy of the frame; return what becomes of it."""
    copied = frame.copy() if isinstance(frame, pd.DataFrame) else frame
    names = {"pd": pd, "pl": pl, "pa": pa, "pc": pc, "frame": copied}
    exec(line, names)
    return names["frame"]
