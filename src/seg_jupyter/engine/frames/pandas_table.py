"""Frames of pandas: columns of NumPy, nullable, categorical, PyArrow and object types."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
from pandas.api import types

from seg_jupyter.engine.frames import series as columns
from seg_jupyter.engine.frames.pandas_remedies import PandasRemedies
from seg_jupyter.engine.frames.table import Form, Labels
from seg_jupyter.engine.frames.variable import Variable
from seg_jupyter.engine.values import Integers, Numbers, Texts, Truths, Vector
from seg_jupyter.errors import SegmentDataError, quoted
from seg_jupyter.lang.schema import Kind


class PandasTable:
    """A frame of pandas."""

    kind_of_frame = "pandas DataFrame"

    def __init__(self, native: pd.DataFrame, role: str, variable: Variable) -> None:
        if isinstance(native.columns, pd.MultiIndex):
            name = variable.name
            raise SegmentDataError(
                f"the {role} have columns in several levels",
                remedy=f'Join them first: {name}.columns = ["_".join(map(str, c)) for c in {name}]',
            )
        # the caller may go on working with the frame: under copy-on-write this copy costs nothing
        self.native = native.copy(deep=False)
        self.size = len(native)
        self.labels = tuple(native.columns)
        self.index_name: object = native.index.name
        self.variable = variable

    @property
    def remedies(self) -> PandasRemedies:
        """The lines of pandas's code that errors show."""
        return PandasRemedies(dict(self.native.dtypes), self.series, self.variable)

    def kind(self, name: str) -> Kind | None:
        """Return the kind of a column's values."""
        dtype = self.native[name].dtype
        if isinstance(dtype, pd.ArrowDtype):
            from seg_jupyter.engine.frames.arrow_columns import kind_of

            return kind_of(dtype.pyarrow_dtype)
        if isinstance(dtype, pd.StringDtype):
            return Kind.TEXT
        return columns.kind_of(self.series(name))

    def dtype(self, name: str) -> str:
        """Return the type of a column."""
        return str(self.native[name].dtype)

    def in_words(self, name: str) -> str:
        """Say what a column of no known kind holds."""
        dtype = self.native[name].dtype
        if isinstance(dtype, pd.ArrowDtype):
            return f"values of the type {dtype}"
        return columns.in_words(self.series(name))

    def series(self, name: str) -> pd.Series[Any]:
        """Return a column as plain values.

        Raises
        ------
        SegmentDataError
            For a column that pandas itself cannot search for what is missing.
        """
        series = self.native[name]
        if series.dtype == object:
            try:
                series.isna()
            except ArithmeticError:
                raise SegmentDataError(
                    f"the column {quoted(name)} holds a signalling NaN, "
                    "which no library can compare",
                    remedy=f"Make plain numbers of it first: {self.remedies.without_signals(name)}",
                ) from None
        return _plain(series)

    def texts(self, name: str) -> tuple[Integers, list[str]]:
        """Return codes and distinct texts, sorted, of a column of text."""
        series = self.native[name]
        if isinstance(series.dtype, pd.ArrowDtype) or _is_arrow_text(series.dtype):
            from seg_jupyter.engine.frames.arrow_columns import texts

            return texts(series.array.__arrow_array__())
        return columns.texts(self.series(name))

    def some(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return some rows of the column at a place, whatever its label."""
        return _plain(_some(self.native.iloc[:, place], rows))

    def shown(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return what the values show, in some rows of the column at a place."""
        column = _some(self.native.iloc[:, place], rows)
        if isinstance(column.dtype, pd.ArrowDtype):
            from seg_jupyter.engine.frames.arrow_columns import shown

            return shown(column.array.__arrow_array__())
        return column.map(str)

    def rows(self, rows: Integers, names: list[str] | None = None) -> pd.DataFrame:
        """Return a frame of some rows, numbered from 0."""
        frame = self.native if names is None else self.native[names]
        try:
            some = frame.iloc[rows]
        except (NotImplementedError, ValueError):  # of a column that `_some` knows
            return pd.DataFrame({label: _some(frame[label], rows) for label in frame.columns})
        return some.reset_index(drop=True)

    def attach(self, added: Mapping[str, Vector | Labels], whole: set[str]) -> pd.DataFrame:
        """Return a new frame with columns added; its index and its attributes as they were.

        Attributes are those of a class of its own, too.
        """
        new = pd.DataFrame({name: _native(v, name in whole) for name, v in added.items()})
        new.index = self.native.index
        joined: Any = pd.concat([self.native, new], axis=1)
        labels = self.native.columns
        if labels.dtype == object:  # pandas would look for a narrower type, which has no None
            joined.columns = pd.Index([*labels, *added], dtype=object, tupleize_cols=False)
        joined.columns.name = labels.name
        return cast(pd.DataFrame, joined.__finalize__(self.native))

    def converted(self, forms: Mapping[Hashable, Form | None]) -> pd.DataFrame:
        """Return a frame of these columns alone, each brought to a type if one is given."""
        frame = self.native[list(forms)].reset_index(drop=True)
        for place, form in enumerate(forms.values()):
            if form is not None:
                frame.isetitem(place, _converted(_plain(frame.iloc[:, place]), form))
        return frame

    def joined(self, frames: Sequence[pd.DataFrame], labels: Sequence[Hashable]) -> pd.DataFrame:
        """Return the rows of all frames, numbered from 0."""
        for frame in frames:
            for place, label in enumerate(frame.columns):
                if not all(label in other for other in frames):
                    frame.isetitem(place, _with_room(frame.iloc[:, place]))
        return pd.concat(frames, ignore_index=True)[list(labels)]


def _with_room(series: pd.Series[Any]) -> Any:
    """Return a type that can hold what is missing, and stays whole numbers or truth values."""
    nowhere = np.zeros(len(series), np.bool_)
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "iu":
        return pd.arrays.IntegerArray(series.to_numpy(), nowhere)
    return pd.arrays.BooleanArray(series.to_numpy(), nowhere) if series.dtype == bool else series


def _converted(series: pd.Series[Any], form: Form) -> Any:
    if form.kind is Kind.NUMBER:
        if not form.whole:
            return columns.numbers(series)
        missing = series.isna().to_numpy()
        return pd.arrays.IntegerArray(series.where(~missing, 0).to_numpy(np.int64), missing)
    if form.kind is Kind.TRUTH:
        true = series.to_numpy(np.bool_, na_value=False)
        return pd.arrays.BooleanArray(true, series.isna().to_numpy())
    if form.kind is Kind.TEXT:
        return series.astype(object)
    if not types.is_datetime64_any_dtype(series.dtype):
        series = pd.to_datetime(series)
    times = series.dt.as_unit(form.unit)
    return times if form.zone is None else times.dt.tz_convert(form.zone)


def _some(series: pd.Series[Any], rows: Integers) -> pd.Series[Any]:
    """Return some rows of a column, numbered from 0."""
    try:
        return _native_order(series).iloc[rows].reset_index(drop=True)
    except NotImplementedError:  # of a column of PyArrow
        from seg_jupyter.engine.frames.arrow_columns import some

        return pd.Series(pd.arrays.ArrowExtensionArray(some(series.array.__arrow_array__(), rows)))


def _native_order(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return numbers with their bytes in this machine's order, the only one that pandas takes."""
    dtype = series.dtype
    if isinstance(dtype, np.dtype) and not dtype.isnative:
        return series.astype(dtype.newbyteorder("="))
    return series


def _plain(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return what PyArrow holds, and categories of anything but text, as plain values."""
    series = _native_order(series)
    dtype = series.dtype
    if isinstance(dtype, pd.ArrowDtype) or _is_arrow_text(dtype):
        from seg_jupyter.engine.frames.arrow_columns import plain

        return plain(series.array.__arrow_array__())
    if isinstance(dtype, pd.CategoricalDtype):
        is_text = types.infer_dtype(dtype.categories, skipna=True) in ("string", "empty")
        return series if is_text else columns.without_categories(series)
    if isinstance(dtype, pd.Float32Dtype | pd.Float64Dtype):
        # to pandas, NaN in such a column is not missing
        return pd.Series(series.to_numpy(np.float64, na_value=np.nan))
    return series


def _is_arrow_text(dtype: Any) -> bool:
    return isinstance(dtype, pd.StringDtype) and dtype.storage == "pyarrow"


def _native(values: Vector | Labels, whole: bool) -> Any:
    """Return a vector as pandas shows it best."""
    if isinstance(values, Labels):
        return pd.Categorical.from_codes(
            values.codes, categories=pd.Index(list(values.labels)), ordered=False
        )
    if isinstance(values, Numbers):
        return values.values.astype(np.int64) if whole else values.values
    if isinstance(values, Truths):
        if values.missing.any():
            return pd.arrays.BooleanArray(values.true, values.missing)
        return values.true
    if isinstance(values, Texts):
        texts = np.array([*values.texts, None], object)[values.codes]
        try:
            return pd.Series(texts)
        except UnicodeEncodeError:  # half of a pair of surrogates: no string dtype holds it
            return pd.Series(texts, dtype=object)
    instants = pd.Series(values.instants.view("datetime64[us]"))
    if values.zone is None:
        return instants
    return cast(Any, instants.dt.tz_localize("UTC").dt.tz_convert(values.zone))
