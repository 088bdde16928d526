"""One column of a caller's frame: its kind, its values as the engine reads them, and back."""

from __future__ import annotations

import math
from datetime import timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from pandas.api import types

from seg_jupyter.engine.values import Dates, Floats, Integers, Numbers, Texts, Truths, Vector
from seg_jupyter.errors import SegmentDataError, quoted
from seg_jupyter.lang.schema import Kind

_EXACT = 2**53
"""Whole numbers beyond this have gaps in float64."""
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


def decoded(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return an Arrow dictionary, which is how Parquet keeps categories, as plain values.

    Raises
    ------
    SegmentDataError
        For a column that pandas itself cannot search for what is missing.
    """
    if series.dtype == object:
        try:
            series.isna()
        except ArithmeticError:
            name = series.name
            raise SegmentDataError(
                f"the column {quoted(name)} holds a signalling NaN, which no library can compare",
                remedy=f"Make plain numbers of it first: frame[{name!r}] = "
                f"pd.to_numeric(frame[{name!r}].map(str), errors='coerce')",
            ) from None
    return series.astype(object) if str(series.dtype).startswith("dictionary<") else series


def plain(series: pd.Series[Any]) -> pd.Series[Any]:
    """Return a categorical column as plain values; whole numbers cannot hold what is missing."""
    inner = cast("pd.CategoricalDtype", series.dtype).categories.dtype
    return series.astype(object if series.isna().any() else inner)


def kind_of(series: pd.Series[Any]) -> Kind | None:
    """Return the kind of a column's values; None for what the language cannot read."""
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
    # without what is missing: among texts, NaT would count as a value of another type
    present = series[series.notna()] if types.is_object_dtype(dtype) else series
    inferred = types.infer_dtype(present, skipna=True)
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


def numbers(series: pd.Series[Any]) -> Floats:
    """Read a column of numbers as float64; whole numbers too long for it are an error."""
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


def dates(series: pd.Series[Any], role: str, name: str) -> Dates:
    """Read a column of dates or times; one of several zones is an error."""
    try:
        if not types.is_datetime64_any_dtype(series.dtype) or isinstance(
            series.dtype, pd.ArrowDtype
        ):
            series = pd.to_datetime(series.astype(object))
        zone = _zone(series.dt.tz)
        clock = series.dt.tz_localize(None)
        instants = clock if zone is None else series.dt.tz_convert("UTC").dt.tz_localize(None)
    except (ValueError, TypeError, AttributeError):
        raise mixed_zones(role, name) from None
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


def mixed_zones(role: str, name: str) -> SegmentDataError:
    """Return the error for times of which no one calendar can be made."""
    return SegmentDataError(
        f"the {role} column {quoted(name)} holds times that cannot stand in one column",
        exists="They have different zones, or some have a zone and some have none.",
        remedy=f"Convert it first: frame[{name!r}] = pd.to_datetime(frame[{name!r}], utc=True)",
    )


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


def native(values: Vector, whole: bool) -> Any:
    """Return a vector as pandas shows it best."""
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
    return instants.dt.tz_localize("UTC").dt.tz_convert(values.zone)


def categories(codes: Integers, labels: tuple[str, ...]) -> pd.Categorical[str]:
    """Return labels as a categorical column, its categories in the given order."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(labels)), ordered=False)
