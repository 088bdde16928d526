"""Frames of the table of bad input: any declared column as a frame of any kind that can hold it.

To the declared kinds of `frame_kinds` come those that the language cannot read:

================  ==========================================================================
declared          values
================  ==========================================================================
`list` `struct`   lists of whole numbers; dictionaries `{"a": 1}`
`binary`          bytes
`duration`        `timedelta`
`clock`           times of the day
`null`            None, without a type
`object`          anything at all, in a column of Python's objects (not in PyArrow)
`pandas:…`        a type of pandas by its name, such as `pandas:period[M]` (pandas alone)
`polars:…`        a type of Polars by its name, such as `polars:Int128` (Polars alone)
`arrow:…`         a type of PyArrow by its name, such as `arrow:large_string` (all)
================  ==========================================================================

A table is a mapping of names to columns, or a list of names with columns, in which a name may
stand twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

import frame_kinds
from frame_kinds import KINDS

PANDAS = KINDS[:3]
NUMPY, NULLABLE, ARROW_BACKED, POLARS, ARROW = KINDS

Column = tuple[str, Sequence[Any]]
Table = Mapping[str, Column] | Sequence[tuple[str, Column]]
Native = Callable[[str], Any]
"""Makes a frame of a kind that no table describes."""

_TYPES = {
    "list": pa.list_(pa.int64()),
    "struct": pa.struct([("a", pa.int64())]),
    "binary": pa.binary(),
    "duration": pa.duration("us"),
    "clock": pa.time64("us"),
    "null": pa.null(),
    "arrow:decimal256": pa.decimal256(60, 3),
    "arrow:map": pa.map_(pa.string(), pa.int64()),
    "arrow:time[s]": pa.timestamp("s"),
    "arrow:dictionary of int": pa.dictionary(pa.int8(), pa.int64()),
}


def build(kind: str, table: Table) -> Any:
    """Make a frame of one of the kinds."""
    names = [name for name, _ in columns_of(table)]
    parts = [_column(kind, column) for _, column in columns_of(table)]
    if kind == ARROW:
        return pa.Table.from_arrays(parts, names=names)
    if kind == POLARS:
        return pl.DataFrame([part.alias(name) for name, part in zip(names, parts, strict=True)])
    frame = pd.DataFrame(dict(enumerate(parts)))
    frame.columns = pd.Index(names, dtype=None if names else object)
    return frame


def columns_of(table: Table) -> list[tuple[str, Column]]:
    """Return the names and columns of a table, in order."""
    return list(table.items() if isinstance(table, Mapping) else table)


def _column(kind: str, column: Column) -> Any:
    declared, values = column
    library, _, dtype = declared.partition(":")
    if library == "pandas":
        assert kind in PANDAS
        return pd.Series(values, dtype=dtype or None)
    if library == "polars":
        assert kind == POLARS
        return pl.Series(values, dtype=getattr(pl, dtype))
    if declared == "object":
        assert kind != ARROW
        return _objects(kind, values)
    array = _array(declared, values)
    if kind == ARROW:
        return array
    if kind == POLARS:
        return pl.Series(pa.chunked_array([array]))
    mapper = {NUMPY: None, NULLABLE: frame_kinds._NULLABLE.get, ARROW_BACKED: pd.ArrowDtype}[kind]
    if kind == ARROW_BACKED and declared.startswith("arrow:runs"):
        return pd.Series(pd.array(array, dtype=pd.ArrowDtype(array.type)))
    return array.to_pandas(types_mapper=mapper)


def _objects(kind: str, values: Sequence[Any]) -> Any:
    if kind == POLARS:
        return pl.Series(list(values), dtype=pl.Object)
    objects = np.empty(len(values), object)
    for place, value in enumerate(values):
        objects[place] = value
    return pd.Series(objects, dtype=object)


def _array(declared: str, values: Sequence[Any]) -> pa.Array:
    if declared == "arrow:dictionary of int":
        return pa.array(values, pa.int64()).dictionary_encode()
    if declared.startswith("arrow:runs of "):
        return pc.run_end_encode(_array(declared.removeprefix("arrow:runs of "), values))
    if declared in _TYPES:
        return pa.array(values, _TYPES[declared])
    return frame_kinds._array(declared.removeprefix("arrow:"), values)


# what a frame is, to the last cell

_WIDE = 1_000
"""Columns from which on they are not looked at one by one, which is slow in pandas."""


def fingerprint(frame: Any, width: int | None = None) -> tuple[Any, ...]:
    """Return everything about a frame, or its first columns, that can be compared with ==.

    Objects are compared by identity: they may refuse to be compared in any other way.
    """
    if isinstance(frame, pl.DataFrame):
        frame = frame[:, :width]
        return (type(frame), frame.height, frame.schema, [_cells(column) for column in frame])
    if isinstance(frame, pa.Table | pa.RecordBatch):
        columns = frame.columns[:width]
        fields = [(field, field.metadata) for field in frame.schema][:width]
        cells = [repr(_in_years(column).to_pylist()) for column in columns]
        return (type(frame), frame.num_rows, frame.schema.metadata, fields, cells)
    if isinstance(frame, pd.DataFrame):
        index, shown = frame.index, frame.iloc[:, :width]
        around = (type(index), index.names, index.dtype, list(map(repr, index)))
        around += (list(map(repr, shown.columns)), frame.columns.names, repr(frame.attrs))
        return (type(frame), *around, list(map(str, shown.dtypes)), _all_cells(shown))
    return (id(frame),)


def _all_cells(frame: pd.DataFrame) -> Any:
    if frame.shape[1] > _WIDE:
        return repr(frame.to_numpy(object).tolist())
    return [_cells(frame.iloc[:, place]) for place in range(frame.shape[1])]


def _cells(column: Any) -> Any:
    if column.dtype in (object, pl.Object):
        return [id(value) for value in column]
    if isinstance(column, pl.Series):
        return repr(column.to_physical().to_list())
    if isinstance(column.dtype, pd.ArrowDtype):
        return repr(_in_years(column.array.__arrow_array__()).to_pylist())
    return repr(column.tolist())


def _in_years(column: Any) -> Any:
    """Return times as numbers: Python knows the years 1 to 9999 alone."""
    return column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column


def width_of(frame: Any) -> int:
    """Return the number of columns."""
    return int(frame.shape[1])
