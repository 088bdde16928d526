"""The only module, with `ids`, that knows kinds of frames: a caller's frame → values, and back.

Today that is pandas, with NumPy, nullable, categorical, PyArrow and object columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

from seg_jupyter.engine.values import (
    FALSE,
    NO_DATE,
    TRUE,
    UNKNOWN,
    Bits,
    Dates,
    Floats,
    Integers,
    Numbers,
    Texts,
    Truths,
    Vector,
    moment,
)
from seg_jupyter.errors import SegmentDataError, SegmentUsageError, listed, quoted
from seg_jupyter.lang.durations import parse_iso_date
from seg_jupyter.lang.schema import ColumnType, Kind

_NUMBER_AS_TEXT = re.compile(r"\s*[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
_EXACT = 2**53
"""Whole numbers beyond this have gaps in float64."""
_SAMPLE = 1_000
_MIXER = 0x9E3779B97F4A7C1
"""An odd number without a pattern, for mixing keys; products wrap."""
_INFERRED = {
    "string": Kind.TEXT,
    "empty": Kind.NOTHING,
    "boolean": Kind.TRUTH,
    "integer": Kind.NUMBER,
    "floating": Kind.NUMBER,
    "mixed-integer-float": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "date": Kind.DATE,
    "datetime": Kind.DATE,
    "datetime64": Kind.DATE,
}
_REAL = {int, float, Decimal}
_CALENDAR = np.array(["0000-12-31", "10000-01-02"], "datetime64[s]")
"""The years 1 to 9999 of the standard library's dates, and a day around them for zones."""


@dataclass(frozen=True)
class Reading:
    """A column's values, and where one could not be used and counts as missing."""

    values: Vector
    infinite: Bits
    unreadable: Bits


class Frame:
    """One frame as the engine reads it.

    Parameters
    ----------
    native
        A pandas DataFrame. It is never changed.
    role
        What the frame holds, for messages: `customers` or `events`.

    Raises
    ------
    SegmentUsageError
        For anything that is not a DataFrame.
    SegmentDataError
        For columns in several levels and for two columns of one name.
    """

    def __init__(self, native: object, role: str) -> None:
        if not isinstance(native, pd.DataFrame):
            raise SegmentUsageError(
                f"the {role} are {quoted(type(native).__name__)}, not a frame",
                remedy="Give a pandas DataFrame.",
            )
        if isinstance(native.columns, pd.MultiIndex):
            raise SegmentDataError(
                f"the {role} have columns in several levels",
                remedy='Join them first: frame.columns = ["_".join(map(str, c)) for c in frame]',
            )
        twice = native.columns[native.columns.duplicated()].unique()
        if len(twice):
            raise SegmentDataError(
                f"the {role} have two columns of one name: {listed(twice)}",
                remedy="Rename or drop one of each.",
            )
        # the caller may go on working with the frame: under copy-on-write this copy costs nothing
        self.native = native.copy(deep=False)
        self.role = role
        self._factorized: dict[str, tuple[Integers, list[str]]] = {}

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.native)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that are text."""
        return tuple(name for name in self.native.columns if isinstance(name, str))

    @cached_property
    def columns(self) -> Mapping[str, ColumnType]:
        """The type of each column, found out when it is first asked for."""
        return _Columns(self)

    def series(self, name: str) -> pd.Series[Any]:
        """Return a column; categories of anything but text as plain values."""
        series = _decoded(self.native[name])
        if isinstance(series.dtype, pd.CategoricalDtype):
            inner = series.dtype.categories
            if types.infer_dtype(inner, skipna=True) not in ("string", "empty"):
                return _plain(series)
        return series

    def plain(self, name: str) -> pd.Series[Any]:
        """Return a column with every kind of category as plain values."""
        series = _decoded(self.native[name])
        return _plain(series) if isinstance(series.dtype, pd.CategoricalDtype) else series

    def describe(self, name: str) -> ColumnType:
        """Find the kind of a column."""
        series = self.series(name)
        dtype = str(series.dtype)
        kind = _kind(series)
        if kind is Kind.TEXT:
            codes, distinct = self.factorized(name)
            if not distinct:
                return ColumnType(Kind.NOTHING, dtype)
            numeric = all(_NUMBER_AS_TEXT.fullmatch(text) for text in distinct)
            return ColumnType(
                kind,
                dtype,
                iso_dates=_mostly_dates(codes, distinct),
                conversion=_conversion(name, distinct) if numeric else None,
            )
        if (self.size or kind is None) and not series.notna().any():
            return ColumnType(Kind.NOTHING, dtype)
        return ColumnType(kind, in_words(series) if kind is None else dtype)

    def factorized(self, name: str) -> tuple[Integers, list[str]]:
        """Return codes and distinct texts, sorted, of a text column; -1 is missing."""
        if name not in self._factorized:
            codes, distinct = pd.factorize(self.series(name))
            texts = [str(text) for text in distinct]
            order = sorted(range(len(texts)), key=texts.__getitem__)
            places = np.full(len(texts) + 1, -1, np.int64)
            places[order] = np.arange(len(texts))
            self._factorized[name] = (places[codes], [texts[i] for i in order])
        return self._factorized[name]

    def read(self, name: str, kind: Kind) -> Reading:
        """Read a column whose kind is known."""
        if kind is Kind.TEXT:
            codes, texts = self.factorized(name)
            return self._reading(Texts(codes, tuple(texts)))
        series = self.series(name)
        if self.columns[name].kind is Kind.NOTHING:
            return self._reading(_nothing(kind, self.size))
        if kind is Kind.TRUTH:
            truths = np.full(self.size, UNKNOWN)
            known = series.notna().to_numpy(np.bool_)
            truths[known] = np.where(series.to_numpy(object)[known].astype(np.bool_), TRUE, FALSE)
            return self._reading(Truths(truths))
        if kind is Kind.DATE:
            if _kind(series) is Kind.TEXT:
                return self._dates_of_text(name)
            return self._reading(_dates(series, self.role, name))
        values = _numbers(series)
        infinite = np.isinf(values)
        if not infinite.any():
            return self._reading(Numbers(values))
        return self._reading(Numbers(np.where(infinite, np.nan, values)), infinite=infinite)

    def _reading(
        self, values: Vector, *, infinite: Bits | None = None, unreadable: Bits | None = None
    ) -> Reading:
        nowhere = np.zeros(self.size, np.bool_)
        return Reading(
            values,
            nowhere if infinite is None else infinite,
            nowhere if unreadable is None else unreadable,
        )

    def holds_dates(self, name: str) -> bool:
        """Tell whether a column holds dates; text is not looked into."""
        series = self.series(name)
        if series.dtype == object or types.is_datetime64_any_dtype(series.dtype):
            return _kind(series) is Kind.DATE and bool(series.notna().any())
        return str(series.dtype).startswith("date")

    def _dates_of_text(self, name: str) -> Reading:
        codes, texts = self.factorized(name)
        parsed = [parse_iso_date(text) for text in texts]
        aware = any(date is not None and date.tzinfo for date in parsed)
        usable = [d if d is not None and bool(d.tzinfo) == aware else None for d in parsed]
        instants = np.array(
            [*(NO_DATE if d is None else moment(d, None) for d in usable), NO_DATE], np.int64
        )[codes]
        lost = np.array([*(d is None for d in usable), False])[codes]
        dates = Dates(instants, instants, UTC if aware else None)
        return self._reading(dates, unreadable=lost)

    def attach(
        self, columns: Mapping[str, Vector | pd.Categorical[str]], whole: set[str]
    ) -> pd.DataFrame:
        """Return a new frame with columns added; rows, order and index as they were.

        Parameters
        ----------
        columns
            New columns by name, as long as the frame: at least one.
        whole
            Names of those that are always whole numbers.
        """
        added = {
            name: values if isinstance(values, pd.Categorical) else _native(values, name in whole)
            for name, values in columns.items()
        }
        new = pd.DataFrame(added)
        new.index = self.native.index
        joined = pd.concat([self.native, new], axis=1)
        joined.columns.name = self.native.columns.name
        joined.attrs = dict(self.native.attrs)
        return joined


class _Columns(Mapping[str, ColumnType]):
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._known: dict[str, ColumnType] = {}

    def __getitem__(self, name: str) -> ColumnType:
        if name not in self._known:
            if name not in self._frame.names:
                raise KeyError(name)
            self._known[name] = self._frame.describe(name)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._frame.names

    def __iter__(self) -> Iterator[str]:
        return iter(self._frame.names)

    def __len__(self) -> int:
        return len(self._frame.names)


def _mostly_dates(codes: Integers, texts: list[str]) -> bool:
    """Tell whether more than half of a column are dates in ISO form.

    A sample of the distinct texts spares columns without any the whole look.
    """
    sample = texts[:: max(len(texts) // _SAMPLE, 1)]
    if not any(parse_iso_date(text) is not None for text in sample):
        return False
    present = codes[codes >= 0]
    dates = np.array([parse_iso_date(text) is not None for text in texts])
    return 2 * int(dates[present].sum()) > len(present)


def _conversion(name: str, texts: list[str]) -> str:
    """Return the line that makes numbers of numbers stored as text."""
    series = f"frame[{name!r}]"
    plain = ".str.replace(',', '')" if any("," in text for text in texts) else ""
    return f"{series} = pd.to_numeric({series}{plain})"


def _decoded(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return an Arrow dictionary, which is how Parquet keeps categories, as plain values."""
    return series.astype(object) if str(series.dtype).startswith("dictionary<") else series


def _plain(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return a categorical column as plain values; whole numbers cannot hold what is missing."""
    inner = cast("pd.CategoricalDtype", series.dtype).categories.dtype
    return series.astype(object if series.isna().any() else inner)


def _kind(series: pd.Series[Any]) -> Kind | None:
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return Kind.TEXT
    if types.is_bool_dtype(dtype):
        return Kind.TRUTH
    if types.is_complex_dtype(dtype) or types.is_timedelta64_dtype(dtype):
        return None
    if types.is_numeric_dtype(dtype):
        return Kind.NUMBER
    if types.is_datetime64_any_dtype(dtype):
        return Kind.DATE
    if str(dtype).startswith("duration"):
        return None
    inferred = types.infer_dtype(series, skipna=True)
    if inferred.startswith("mixed") and _types_of(series) <= _REAL:
        return Kind.NUMBER
    return _INFERRED.get(inferred)


def _types_of(series: pd.Series[Any]) -> set[type]:
    return set(map(type, series[series.notna()]))


def in_words(series: pd.Series[Any]) -> str:
    """Say what a column of no known kind holds."""
    inferred = types.infer_dtype(series, skipna=True)
    if inferred.startswith("mixed"):
        found = sorted(kind.__name__ for kind in _types_of(series))
        several = "several types:" if len(found) > 1 else "the type"
        return f"values of {several} {', '.join(found)}"
    return f"values of the type {series.dtype if inferred == 'unknown-array' else inferred}"


def _nothing(kind: Kind, size: int) -> Vector:
    if kind is Kind.TRUTH:
        return Truths(np.full(size, UNKNOWN))
    if kind is Kind.DATE:
        return Dates(np.full(size, NO_DATE), np.full(size, NO_DATE))
    return Numbers(np.full(size, np.nan))


def _numbers(series: pd.Series[Any]) -> Floats:
    if series.dtype == object:
        values = np.array([_float(value) for value in series], np.float64)
    else:
        values = series.to_numpy(np.float64, na_value=np.nan)
    if _has_long_integers(series):
        raise SegmentDataError(
            f"the column {quoted(series.name)} holds whole numbers of more than 15 digits, "
            "which cannot be computed with exactly",
            remedy=f"If they are keys, make them text: frame[{series.name!r}] = "
            f"frame[{series.name!r}].astype('string')",
        )
    return values


def _has_long_integers(series: pd.Series[Any]) -> bool:
    """Tell whether whole numbers are too long for float64 to tell them from their neighbours."""
    if series.dtype == object:
        return any(isinstance(value, int) and _EXACT < abs(value) < 10**300 for value in series)
    if not types.is_integer_dtype(series.dtype) or not len(series):
        return False
    return max(abs(int(series.min())), abs(int(series.max()))) > _EXACT


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):  # None, NA and NaT; a signalling NaN
        return math.nan
    except OverflowError:
        return math.inf


def _dates(series: pd.Series[Any], role: str, name: str) -> Dates:
    try:
        if not types.is_datetime64_any_dtype(series.dtype) or isinstance(
            series.dtype, pd.ArrowDtype
        ):
            series = pd.to_datetime(series.astype(object))
        zone = _zone(series.dt.tz)
        clock = series.dt.tz_localize(None)
        instants = clock if zone is None else series.dt.tz_convert("UTC").dt.tz_localize(None)
    except (ValueError, TypeError, AttributeError):
        raise SegmentDataError(
            f"the {role} column {quoted(name)} holds times that cannot stand in one column",
            exists="They have different zones, or some have a zone and some have none.",
            remedy=f"Convert it first: frame[{name!r}] = pd.to_datetime(frame[{name!r}], utc=True)",
        ) from None
    seconds = instants.to_numpy("datetime64[s]")
    outside = int(((seconds < _CALENDAR[0]) | (seconds >= _CALENDAR[1])).sum())
    if outside:
        raise SegmentDataError(
            f"{outside:,} of the times in the {role} column {quoted(name)} lie outside the years "
            "1 to 9999",
            remedy="Blank them first: "
            f"frame[{name!r}] = frame[{name!r}].where(frame[{name!r}].dt.year.between(1, 9999))",
        )
    return Dates(_microseconds(instants), _microseconds(clock), zone)


def _microseconds(series: pd.Series[Any]) -> Integers:
    return cast(Integers, series.to_numpy("datetime64[us]").view(np.int64))


def _zone(zone: Any) -> tzinfo | None:
    """Return a zone in the standard library's terms, whichever library it came from."""
    if zone is None:
        return None
    key = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if key:
        return ZoneInfo(str(key))
    offset = zone.utcoffset(None)
    return timezone(offset) if isinstance(offset, timedelta) else cast(tzinfo, zone)


def _native(values: Vector, whole: bool) -> Any:
    """Return a vector as pandas shows it best."""
    if isinstance(values, Numbers):
        return values.values.astype(np.int64) if whole else values.values
    if isinstance(values, Truths):
        if values.missing.any():
            return pd.arrays.BooleanArray(values.true, values.missing)
        return values.true
    if isinstance(values, Texts):
        texts = np.array([*values.texts, None], object)
        return pd.Series(texts[values.codes])
    instants = pd.Series(values.instants.view("datetime64[us]"))
    if values.zone is None:
        return instants
    return instants.dt.tz_localize("UTC").dt.tz_convert(values.zone)


def categories(codes: Integers, labels: tuple[str, ...]) -> pd.Categorical[str]:
    """Return labels as a categorical column, its categories in the given order."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(labels)), ordered=False)


def count_duplicates(frame: Frame, rows: Integers, *keys: npt.NDArray[Any]) -> int:
    """Count those of some rows that repeat another one of them in every column.

    `keys`, as long as `rows`, narrow down where to look.
    """
    candidates = frame.native.iloc[rows[_alike(*keys)]]
    try:
        return int(candidates.duplicated().sum())
    except (TypeError, NotImplementedError):  # a column of lists or the like: compare what it shows
        return int(candidates.astype(str).duplicated().sum())


def _alike(*keys: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return where a row may have the keys of another: surely if it has, hardly ever if not.

    The keys are mixed to one number, since sorting numbers is ten times as fast as hashing rows.
    """
    mixed = np.zeros(len(keys[0]), np.int64)
    for key in keys:
        mixed = mixed * np.int64(_MIXER) + key
    ordered = np.sort(mixed)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(mixed, again) if len(again) else np.zeros(len(mixed), np.bool_)
