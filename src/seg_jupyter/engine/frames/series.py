"""A column as a pandas series: its kind, its values as the engine reads them, and plainer forms."""

from __future__ import annotations

import math
from datetime import timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

from seg_jupyter.engine.chunks import looked_up
from seg_jupyter.engine.values import FALSE, NO_DATE, TRUE, UNKNOWN, Bits, Dates, Floats, Integers
from seg_jupyter.lang.schema import Kind

EXACT = 2**53
"""Whole numbers beyond this have gaps in float64."""
_INFINITE = 10**300
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
_INNER_CALENDAR = np.array(["0001-01-03", "9999-12-30"], "datetime64[s]")
"""Between these two every zone has a time in the calendar."""


class MixedZonesError(Exception):
    """Times have different zones, or some have one and some have none."""


class OutsideCalendarError(Exception):
    """So many times lie outside the years 1 to 9999."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def kind_of(series: pd.Series[Any]) -> Kind | None:
    """Return the kind of a series' values; None for what the language cannot read."""
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
    # without what is missing: among texts, NaT would count as a value of another type
    present = series[series.notna()] if types.is_object_dtype(dtype) else series
    inferred = types.infer_dtype(present, skipna=True)
    if inferred.startswith("mixed") and _types_of(series) <= _REAL:
        return Kind.NUMBER
    return _INFERRED.get(inferred)


def _types_of(series: pd.Series[Any]) -> set[type]:
    return set(map(type, series[series.notna()]))


def in_words(series: pd.Series[Any]) -> str:
    """Say what a series of no known kind holds."""
    inferred = types.infer_dtype(series, skipna=True)
    if inferred.startswith("mixed"):
        found = sorted(kind.__name__ for kind in _types_of(series))
        several = "several types:" if len(found) > 1 else "the type"
        return f"values of {several} {', '.join(found)}"
    return f"values of the type {series.dtype if inferred == 'unknown-array' else inferred}"


# what is read


def numbers(series: pd.Series[Any]) -> Floats:
    """Read numbers as float64; missing ones, of every kind, are NaN."""
    if series.dtype == object:
        return np.array([_float(value) for value in series], np.float64)
    if series.dtype == np.float64:
        return series.to_numpy()  # as it is, where naming what is missing would make a copy
    with np.errstate(over="ignore"):  # numbers of 128 bits may be infinite as those of 64
        return series.to_numpy(np.float64, na_value=np.nan)


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):  # None, NA and NaT; a signalling NaN
        return math.nan
    except OverflowError:
        return math.inf


def has_long_integers(series: pd.Series[Any]) -> bool:
    """Tell whether whole numbers are too long for float64 to tell them from their neighbours."""
    return largest(series) > EXACT


def is_whole(series: pd.Series[Any]) -> bool:
    """Tell whether numbers are whole by their type."""
    if series.dtype == object:
        return types.infer_dtype(series[series.notna()]) == "integer"
    return types.is_integer_dtype(series.dtype)


def fits_integers(series: pd.Series[Any]) -> bool:
    """Tell whether numbers of any type are whole ones of 64 bits, but for those missing."""
    values = numbers(series)
    present = values[~np.isnan(values)]
    return bool((np.abs(present) < 2**63).all() and (np.floor(present) == present).all())


def largest(series: pd.Series[Any]) -> int:
    """Return the size of the largest whole number; those beyond float64 are infinite to it."""
    if series.dtype == object:
        sizes = (abs(value) for value in series if isinstance(value, int))
        return max((size for size in sizes if size < _INFINITE), default=0)
    if not types.is_integer_dtype(series.dtype) or not series.notna().any():
        return 0
    return max(abs(int(series.min())), abs(int(series.max())))


def truths(series: pd.Series[Any]) -> npt.NDArray[np.int8]:
    """Read truth values as 0 false, 1 unknown, 2 true."""
    true = series.to_numpy(np.bool_, na_value=False)
    return np.where(series.isna().to_numpy(), UNKNOWN, np.where(true, TRUE, FALSE))


def texts(series: pd.Series[Any]) -> tuple[Integers, list[str]]:
    """Return codes and distinct texts, sorted, of a text column; -1 is missing."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes, distinct = series.cat.codes.to_numpy(), series.dtype.categories
        there = np.zeros(len(distinct) + 1, np.bool_)
        there[codes] = True
        there[-1] = False
    else:
        codes, distinct = pd.factorize(series)
        there = np.ones(len(distinct), np.bool_)
    # an enumeration of texts shows itself in another way
    names = [str.__str__(text) for text in distinct.tolist()]
    order = sorted(np.flatnonzero(there).tolist(), key=names.__getitem__)
    places = np.full(len(names) + 1, -1, np.int64)
    places[order] = np.arange(len(order))
    return looked_up(places, codes), [names[i] for i in order]


def dates(series: pd.Series[Any]) -> Dates:
    """Read dates or times, as microseconds.

    Raises
    ------
    MixedZonesError
        If no one calendar can be made of them.
    OutsideCalendarError
        For years that the standard library does not know.
    """
    try:
        if not types.is_datetime64_any_dtype(series.dtype):
            series = pd.to_datetime(series.astype(object))
        zone = _zone(series.dt.tz)
        instants = series if zone is None else series.dt.tz_convert("UTC").dt.tz_localize(None)
    except (ValueError, TypeError, AttributeError):
        raise MixedZonesError from None
    _check_calendar(instants.to_numpy())
    shown = _microseconds(instants)
    return Dates(shown, shown if zone is None else _clock(series, shown), zone)


def _check_calendar(moments: npt.NDArray[Any]) -> None:
    # by the column's own unit: one that reaches so far may be too large for microseconds
    unit = np.datetime_data(moments.dtype)[0]
    if unit != "ns":  # nanoseconds end in the year 2262
        first, last = _CALENDAR.astype(f"datetime64[{unit}]")
        whole = moments.view(np.int64)
        if len(whole) and first.view(np.int64) <= whole.min() and whole.max() < last.view(np.int64):
            return  # nothing is missing either
        outside = int(((moments < first) | (moments >= last)).sum())
        if outside:
            raise OutsideCalendarError(outside)


def _clock(series: pd.Series[Any], instants: Integers) -> Integers:
    """Return what the clock of a column's zone shows, in microseconds."""
    try:
        return _microseconds(series.dt.tz_localize(None))
    except (NotImplementedError, OverflowError):
        # where the calendar ends, pandas knows no summer time: it is that of two days before
        known = np.clip(instants, *_INNER_CALENDAR.astype("datetime64[us]").view(np.int64))
        there = pd.Series(known.view("datetime64[us]")).dt.tz_localize("UTC")
        offsets = _microseconds(there.dt.tz_convert(series.dt.tz).dt.tz_localize(None)) - known
        return np.where(instants == NO_DATE, NO_DATE, instants + offsets)


def unit_of(series: pd.Series[Any]) -> str:
    """Return the unit of dates or times: `s`, `ms`, `us` or `ns`."""
    return str(series.dt.unit) if types.is_datetime64_any_dtype(series.dtype) else "us"


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


# plainer forms of columns


def whole_numbers(values: npt.NDArray[Any], missing: Bits) -> pd.Series[Any]:
    """Return whole numbers, some missing, without turning them to floats."""
    return pd.Series(pd.arrays.IntegerArray(values, missing) if missing.any() else values)


def coded(codes: Integers, texts: list[str]) -> pd.Series[Any]:
    """Return text as a categorical."""
    distinct = pd.Index(texts, dtype=object)
    return pd.Series(pd.Categorical.from_codes(codes, categories=distinct))


def without_categories(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return a categorical column as plain values; whole numbers stay whole beside missing ones."""
    distinct = cast("pd.CategoricalDtype", series.dtype).categories
    codes = series.cat.codes.to_numpy()
    if (codes >= 0).all():
        return pd.Series(distinct.take(codes))
    # objects have pandas look for a type that can hold what is missing
    values = np.array([*distinct, None], object)[:-1]
    return pd.Series(pd.array(values).take(codes, allow_fill=True))


# back to other libraries


def zone_name(zone: tzinfo) -> str | None:
    """Return a zone in words that other libraries know, its name or offset; None if it has none."""
    key = getattr(zone, "key", None)
    offset = zone.utcoffset(None)
    if key or offset is None:
        return key
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{hours:02}:{minutes:02}" if offset else "UTC"


def printable(text: str) -> str:
    """Return a text without half pairs of surrogates, which only Python's own text can hold."""
    return text.encode("utf-8", "replace").decode()
