"""Columns of PyArrow, of a table of its own or inside a pandas frame, as plainer pandas series.

Imported only where there is such a column: PyArrow is loaded then.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from seg_jupyter.engine.chunks import looked_up
from seg_jupyter.engine.frames.series import coded, whole_numbers
from seg_jupyter.engine.frames.unreadable import NoTextError, UnknownZoneError
from seg_jupyter.engine.values import Integers
from seg_jupyter.lang.schema import Kind


def kind_of(type_: pa.DataType) -> Kind | None:
    """Return the kind of values of a type; None for what the language cannot read."""
    inner = _inner(type_)
    for kind, holds in {
        Kind.TRUTH: types.is_boolean,
        Kind.NUMBER: _is_number,
        Kind.TEXT: _is_text,
        Kind.DATE: _is_date,
        Kind.NOTHING: types.is_null,
    }.items():
        if holds(inner):
            return kind
    return None


def _inner(type_: pa.DataType) -> pa.DataType:
    """Return the type of the values, however they are packed."""
    if isinstance(type_, pa.BaseExtensionType):
        return _inner(type_.storage_type)
    if types.is_dictionary(type_) or types.is_run_end_encoded(type_):
        return _inner(type_.value_type)
    return type_


def _is_number(type_: pa.DataType) -> bool:
    return bool(types.is_integer(type_) or types.is_floating(type_) or types.is_decimal(type_))


def _is_text(type_: pa.DataType) -> bool:
    return bool(
        types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_)
    )


def _is_date(type_: pa.DataType) -> bool:
    return bool(types.is_timestamp(type_) or types.is_date(type_))


def plain(column: pa.ChunkedArray) -> pd.Series[Any]:
    """Return a column as a series of NumPy's numbers and times, masked arrays or categories."""
    column = decimals_to_floats(unpacked(column))
    kind = column.type
    if types.is_integer(kind):
        return whole_numbers(_filled(column, 0), _missing(column))
    if types.is_boolean(kind):
        return pd.Series(pd.arrays.BooleanArray(_filled(column, False), _missing(column)))
    if types.is_floating(kind) or _is_date(kind):
        return _as_in_pandas(column)
    if _is_text(kind):
        return coded(*texts(column))
    return pd.Series(column.to_pylist(), dtype=object)


def _as_in_pandas(column: pa.ChunkedArray) -> pd.Series[Any]:
    try:
        series: pd.Series[Any] = column.to_pandas(date_as_object=False)
    except LookupError:  # PyArrow takes any name for a zone
        raise UnknownZoneError(column.type.tz) from None
    return series


def shown(column: pa.ChunkedArray) -> pd.Series[Any]:
    """Return what values show: of text its bytes, and of times their numbers, which always do."""
    inner = _inner(column.type)
    if types.is_timestamp(inner):
        column = unpacked(column).cast(pa.int64())
    elif _is_text(inner):
        column = unpacked(column).cast(pa.large_binary())
    return pd.Series(column.to_pylist(), dtype=object).map(str)


def decimals_to_floats(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return decimals as floats; all else as it is.

    By way of text, since the library's own conversion is off by the last bit at times.
    """
    is_decimal = types.is_decimal(column.type)
    return column.cast(pa.string()).cast(pa.float64()) if is_decimal else column


def unpacked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column without dictionaries, runs and extension types."""
    if isinstance(column.type, pa.BaseExtensionType):
        storage = [chunk.storage for chunk in column.chunks]
        return unpacked(pa.chunked_array(storage, column.type.storage_type))
    if types.is_dictionary(column.type) or types.is_run_end_encoded(column.type):
        chunks = [_with_each_value(chunk) for chunk in column.chunks]
        return unpacked(pa.chunked_array(chunks, None if chunks else column.type.value_type))
    return column


def _with_each_value(chunk: pa.Array) -> pa.Array:
    """Return the values that the codes or the runs of a chunk stand for.

    They are taken, since PyArrow's own ways know only some types of values.
    """
    if types.is_dictionary(chunk.type):
        return _without_views(chunk.dictionary).take(chunk.indices)
    rows = np.arange(chunk.offset, chunk.offset + len(chunk))
    places = np.searchsorted(chunk.run_ends.to_numpy(), rows, side="right")
    return _without_views(chunk.values).take(pa.array(places))


def some(column: pa.ChunkedArray, rows: Integers) -> pa.ChunkedArray:
    """Return some rows of a column."""
    places = pa.array(rows)
    try:
        return column.take(places)
    except NotImplementedError:  # views and runs, which PyArrow cannot take yet
        runs = types.is_run_end_encoded(column.type)
        return _without_views(unpacked(column) if runs else column).take(places)


def _without_views(column: Any) -> Any:
    if types.is_string_view(column.type):
        return column.cast(pa.large_string())
    return column.cast(pa.large_binary()) if types.is_binary_view(column.type) else column


def _filled(column: pa.ChunkedArray, value: object) -> Any:
    return (column.fill_null(value) if column.null_count else column).to_numpy()


def _missing(column: pa.ChunkedArray) -> Any:
    if not column.null_count:
        return np.zeros(len(column), np.bool_)
    return column.is_null().to_numpy()


def texts(column: pa.ChunkedArray) -> tuple[Integers, list[str]]:
    """Return codes and distinct texts, sorted, of a column of text; -1 is missing."""
    if types.is_dictionary(column.type) and column.num_chunks and _is_plain(column.type.value_type):
        return _texts_of_dictionary(column.unify_dictionaries())
    # one array of more than two gigabytes needs the large type
    encoded = unpacked(column).cast(pa.large_string()).combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    places = np.full(len(order) + 1, -1, np.int64)
    places[order.to_numpy()] = np.arange(len(order))
    codes = encoded.indices.fill_null(len(order)).to_numpy()
    try:
        distinct = encoded.dictionary.take(order).to_numpy(zero_copy_only=False)
    except (pa.ArrowException, UnicodeDecodeError):
        raise NoTextError from None
    return places[codes], distinct.tolist()


def _is_plain(type_: pa.DataType) -> bool:
    return bool(types.is_string(type_) or types.is_large_string(type_))


def _texts_of_dictionary(column: pa.ChunkedArray) -> tuple[Integers, list[str]]:
    """Return the same of a column whose chunks have one dictionary, without its rows' texts."""
    entries, names = texts(pa.chunked_array([column.chunk(0).dictionary]))
    codes = np.append(entries, -1)
    indices = [chunk.indices.cast(pa.int64()).fill_null(-1).to_numpy() for chunk in column.chunks]
    places = np.concatenate(indices)
    # entries that no row has are no values
    there = np.zeros(len(codes), np.bool_)
    there[places] = True
    used = np.unique(codes[there & (codes >= 0)])
    ranks = np.full(len(names) + 1, -1, np.int64)
    ranks[used] = np.arange(len(used))
    return looked_up(ranks[codes], places), [names[code] for code in used.tolist()]
