"""One frame of a caller: the kinds of its columns, their values, and columns added to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from seg_jupyter.engine.frames.series import (
    dates,
    decoded,
    in_words,
    kind_of,
    mixed_zones,
    native,
    numbers,
    plain,
)
from seg_jupyter.engine.values import (
    FALSE,
    NO_DATE,
    TRUE,
    UNKNOWN,
    Bits,
    Dates,
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

_NUMBER_AS_TEXT = re.compile(r"\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
_BY_THOUSANDS = re.compile(r"\s*[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?\s*")
_DECIMAL_COMMA = re.compile(r"\s*[+-]?[0-9]+,[0-9]+\s*")
_SAMPLE = 1_000


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

    @property
    def index_name(self) -> object:
        """The name of the frame's index; None if it has none."""
        return self.native.index.name

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that are text."""
        return tuple(name for name in self.native.columns if isinstance(name, str))

    @cached_property
    def columns(self) -> Mapping[str, ColumnType]:
        """The type of each column, found out when it is first asked for."""
        return _Columns(self)

    def sample(self, rows: int) -> Frame:
        """Return a frame of at most so many rows, spread evenly; it costs next to no time."""
        step = max(-(-self.size // rows), 1)
        return Frame(self.native.iloc[::step], self.role)

    def series(self, name: str) -> pd.Series[Any]:
        """Return a column; categories of anything but text as plain values."""
        series = decoded(self.native[name])
        if isinstance(series.dtype, pd.CategoricalDtype):
            inner = series.dtype.categories
            if types.infer_dtype(inner, skipna=True) not in ("string", "empty"):
                return plain(series)
        return series

    def plain(self, name: str) -> pd.Series[Any]:
        """Return a column with every kind of category as plain values."""
        series = decoded(self.native[name])
        return plain(series) if isinstance(series.dtype, pd.CategoricalDtype) else series

    def describe(self, name: str) -> ColumnType:
        """Find the kind of a column."""
        series = self.series(name)
        dtype = str(series.dtype)
        kind = kind_of(series)
        if kind is Kind.TEXT:
            codes, distinct = self.factorized(name)
            if not distinct:
                return ColumnType(Kind.NOTHING, dtype)
            return ColumnType(
                kind,
                dtype,
                iso_dates=_mostly_dates(codes, distinct),
                conversion=_conversion(name, distinct),
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
            if kind_of(series) is Kind.TEXT:
                return self._dates_of_text(name)
            return self._reading(dates(series, self.role, name))
        values = numbers(series)
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
        """Tell whether a column holds dates, or could: text is not looked into."""
        series = self.series(name)
        if series.dtype == object:
            return kind_of(series) is Kind.DATE and bool(series.notna().any())
        dtype = series.dtype
        return types.is_datetime64_any_dtype(dtype) or str(dtype).startswith("date")

    def is_empty(self, name: str) -> bool:
        """Tell whether a column has no value."""
        return not self.native[name].notna().any()

    def _dates_of_text(self, name: str) -> Reading:
        codes, texts = self.factorized(name)
        parsed = [parse_iso_date(text) for text in texts]
        zones = {d.tzinfo for d in parsed if d is not None and d.tzinfo is not None}
        if len(zones) > 1:
            raise mixed_zones(self.role, name)
        zone = next(iter(zones), None)
        # beside times with a zone, one without says no instant
        usable = [d if d is not None and d.tzinfo == zone else None for d in parsed]
        instants, clock = (
            np.array([*(NO_DATE if d is None else moment(d, None) for d in values), NO_DATE])[codes]
            for values in (usable, [d and d.replace(tzinfo=None) for d in usable])
        )
        lost = np.array([*(d is None for d in usable), False])[codes]
        return self._reading(Dates(instants, clock, zone), unreadable=lost)

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
            name: values if isinstance(values, pd.Categorical) else native(values, name in whole)
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


def _conversion(name: str, texts: list[str]) -> str | None:
    """Return the line that makes numbers of numbers stored as text; None for other texts.

    Commas stand between thousands where they can in every text, else before decimals.
    """
    commas = [text for text in texts if not _NUMBER_AS_TEXT.fullmatch(text)]
    replaced = ""
    if commas:
        if all(map(_BY_THOUSANDS.fullmatch, commas)):
            replaced = ".str.replace(',', '')"
        elif all(map(_DECIMAL_COMMA.fullmatch, commas)):
            replaced = ".str.replace(',', '.')"
        else:
            return None
    series = f"frame[{name!r}]"
    return f"{series} = pd.to_numeric({series}{replaced})"


def _nothing(kind: Kind, size: int) -> Vector:
    if kind is Kind.TRUTH:
        return Truths(np.full(size, UNKNOWN))
    if kind is Kind.DATE:
        return Dates(np.full(size, NO_DATE), np.full(size, NO_DATE))
    return Numbers(np.full(size, np.nan))
