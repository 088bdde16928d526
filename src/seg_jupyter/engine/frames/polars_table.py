"""Frames of Polars. Imported only where there is one: Polars is loaded then."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
import polars as pl

from seg_jupyter.engine.frames.polars_remedies import PolarsRemedies
from seg_jupyter.engine.frames.series import coded, printable, whole_numbers, zone_name
from seg_jupyter.engine.frames.table import Form, Labels
from seg_jupyter.engine.frames.unreadable import NoTextError, UnknownZoneError
from seg_jupyter.engine.frames.variable import Variable
from seg_jupyter.engine.values import Integers, Numbers, Texts, Truths, Vector
from seg_jupyter.lang.schema import Kind


class PolarsTable:
    """A frame of Polars."""

    kind_of_frame = "Polars DataFrame"
    index_name: object = None

    def __init__(self, native: pl.DataFrame, variable: Variable) -> None:
        self.native = native.clone()  # columns can be added to a frame of Polars in place
        self.size = native.height
        self.labels: tuple[Hashable, ...] = tuple(native.columns)
        self.schema = native.schema
        self.variable = variable

    @property
    def remedies(self) -> PolarsRemedies:
        """The lines of Polars's code that errors show."""
        return PolarsRemedies(self.native, self.series, self.variable)

    def kind(self, name: str) -> Kind | None:
        """Return the kind of a column's values."""
        dtype = self.schema[name]
        if dtype.is_numeric():
            return Kind.NUMBER
        if dtype == pl.Boolean:
            return Kind.TRUTH
        if dtype in (pl.String, pl.Categorical, pl.Enum):
            return Kind.TEXT
        if dtype in (pl.Date, pl.Datetime):
            return Kind.DATE
        return Kind.NOTHING if dtype == pl.Null else None

    def dtype(self, name: str) -> str:
        """Return the type of a column."""
        return str(self.schema[name])

    def in_words(self, name: str) -> str:
        """Say what a column of no known kind holds."""
        return f"values of the type {self.dtype(name)}"

    def series(self, name: str) -> pd.Series[Any]:
        """Return a column as pandas holds it."""
        return _plain(self.native[name])

    def texts(self, name: str) -> tuple[Integers, list[str]]:
        """Return codes and distinct texts, sorted, of a column of text."""
        return _texts(self.native[name])

    def some(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return some rows of the column at a place."""
        return _plain(self.native.to_series(place)[rows])

    def shown(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return what the values show, in some rows of the column at a place."""
        return _objects(_raw(self.native.to_series(place)[rows])).map(str)

    def rows(self, rows: Integers, names: list[str] | None = None) -> pl.DataFrame:
        """Return a frame of some rows."""
        frame = self.native if names is None else self.native.select(names)
        return frame[rows]

    def attach(self, added: Mapping[str, Vector | Labels], whole: set[str]) -> pl.DataFrame:
        """Return a new frame with columns added."""
        return self.native.with_columns(
            _native(values, name in whole).alias(name) for name, values in added.items()
        )

    def converted(self, forms: Mapping[Hashable, Form | None]) -> pl.DataFrame:
        """Return a frame of these columns alone, each brought to a type if one is given."""
        columns = ((self.native[str(name)], form) for name, form in forms.items())
        return pl.DataFrame([_converted(c, form) if form else c for c, form in columns])

    def joined(self, frames: Sequence[pl.DataFrame], labels: Sequence[Hashable]) -> pl.DataFrame:
        """Return the rows of all frames."""
        return pl.concat(frames, how="diagonal").select(cast(list[str], labels))


def _converted(column: pl.Series, form: Form) -> pl.Series:
    if form.kind is Kind.NUMBER:
        return column.cast(pl.Int64) if form.whole else _decimals_to_floats(column).cast(pl.Float64)
    if form.kind is Kind.DATE:
        return column.cast(pl.Datetime(cast(Any, form.unit), form.zone))
    return column.cast(pl.String)  # truth values have one type alone


def _raw(column: pl.Series) -> pl.Series:
    """Return the bytes of text, which may be none, and the numbers of times in any zone."""
    if column.dtype in (pl.String, pl.Categorical, pl.Enum):
        return column.cast(pl.String).cast(pl.Binary)
    return column.to_physical() if column.dtype == pl.Datetime else column


def _decimals_to_floats(column: pl.Series) -> pl.Series:
    """Return decimals as floats; all else as it is.

    By way of text, since the library's own conversion is off by the last bit at times.
    """
    return column.cast(pl.String).cast(pl.Float64) if column.dtype.is_decimal() else column


def _plain(column: pl.Series) -> pd.Series[Any]:
    """Return a column as a series of NumPy's numbers and times, masked arrays or categories."""
    column = _decimals_to_floats(column)
    dtype = column.dtype
    if dtype.is_integer():
        return _whole_numbers(column)
    if dtype.is_float():
        return pd.Series(column.to_numpy())
    if dtype == pl.Boolean:
        true, missing = column.fill_null(False).to_numpy(), column.is_null().to_numpy()
        return pd.Series(pd.arrays.BooleanArray(true, missing))
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        return coded(*_texts(column))
    if dtype in (pl.Date, pl.Datetime):
        times = pd.Series(column.to_numpy())
        zone = getattr(dtype, "time_zone", None)
        return _in_zone(times, zone) if zone else times
    return _objects(column)


def _in_zone(times: pd.Series[Any], zone: str) -> pd.Series[Any]:
    try:
        zoned: pd.Series[Any] = times.dt.tz_localize("UTC").dt.tz_convert(zone)
    except LookupError:  # Polars can be told to take any name for a zone
        raise UnknownZoneError(zone) from None
    return zoned


def _objects(column: pl.Series) -> pd.Series[Any]:
    """Return the values as Python's own.

    Text inside of lists and records may be none: the library panics then, which is no `Exception`.
    """
    try:
        return pd.Series(column.to_list(), dtype=object)
    except pl.exceptions.PanicException:
        raise NoTextError from None


def _whole_numbers(column: pl.Series) -> pd.Series[Any]:
    if column.dtype in (pl.Int128, pl.UInt128):
        narrow = column.cast(pl.Int64, strict=False)
        if narrow.null_count() > column.null_count():  # some are too long for NumPy
            return _objects(column)
        column = narrow
    return whole_numbers(column.fill_null(0).to_numpy(), column.is_null().to_numpy())


def _texts(column: pl.Series) -> tuple[Integers, list[str]]:
    """Return codes and distinct texts, sorted, by way of the library's own codes.

    Its joins and searches of text take ten times as long as making a category of it.
    """
    if column.dtype == pl.String:
        column = column.cast(_categories())
    distinct = column.drop_nulls().unique()
    distinct = distinct.gather(distinct.cast(pl.String).arg_sort())
    places = distinct.to_physical().to_numpy()
    # the last one is what is missing: -1, as its own code is
    codes = np.full(int(places.max(initial=0)) + 2, -1, np.int64)
    codes[places] = np.arange(len(places))
    physical = column.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    return codes[physical], _checked(distinct.cast(pl.String)).to_list()


def _checked(texts: pl.Series) -> pl.Series:
    """Return texts that are some for certain: with any other bytes, the library would panic."""
    try:
        return texts.cast(pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        raise NoTextError from None


def _categories() -> pl.Categorical:
    """Return a type for categories of their own, which go when their series goes.

    Before Polars 1.32 all shared one list.
    """
    return pl.Categorical(pl.Categories.random()) if hasattr(pl, "Categories") else pl.Categorical()


def _native(values: Vector | Labels, whole: bool) -> pl.Series:
    """Return a vector as a series, null where it is missing."""
    if isinstance(values, Labels):
        labels = list(values.labels)
        return pl.Series(labels, dtype=pl.Enum(labels)).gather(values.codes)
    if isinstance(values, Numbers):
        if whole:
            return pl.Series(values.values.astype(np.int64))
        return pl.Series(values.values, nan_to_null=True)
    if isinstance(values, Truths):
        return pl.Series([False, None, True]).gather(values.values)
    if isinstance(values, Texts):
        texts = [*map(printable, values.texts), None]
        return pl.Series(texts, dtype=pl.String).gather(values.codes % len(texts))
    instants = pl.Series(values.instants.view("datetime64[us]"))
    if values.zone is None:
        return instants
    utc = instants.dt.replace_time_zone("UTC")
    try:
        return utc.dt.convert_time_zone(zone_name(values.zone) or "UTC")
    except pl.exceptions.ComputeError:  # Polars knows whole hours and names alone
        return utc
