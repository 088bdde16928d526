"""One frame of a caller, of any kind: the kinds of its columns, their values, and columns added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from seg_jupyter.engine.frames import series as columns
from seg_jupyter.engine.frames.date_spellings import date_spelling_of
from seg_jupyter.engine.frames.libraries import table_of
from seg_jupyter.engine.frames.remedies import Remedies
from seg_jupyter.engine.frames.spellings import spelling_of
from seg_jupyter.engine.frames.table import Labels
from seg_jupyter.engine.frames.texts import UTC, dates_of, iso_share, zone_of
from seg_jupyter.engine.frames.unreadable import NoTextError, UnknownZoneError, UnreadableError
from seg_jupyter.engine.frames.variable import Variable
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
)
from seg_jupyter.errors import SegmentDataError, listed, quoted
from seg_jupyter.lang.schema import ColumnType, Kind

_MOST = 0.5
"""A text column of which a larger share are dates in ISO form serves as one of dates."""


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
        A frame of pandas or Polars, a table of PyArrow, or the path of a Parquet or CSV file. It
        is never changed. Its caller's name for it may come with it, as a `NamedFrame`.
    role
        What the frame holds, for messages: `customers` or `events`.
    variable
        What lines of code call the frame, if not by the name that came with it.

    Raises
    ------
    SegmentUsageError
        For anything that is not a frame, and a file that is not there.
    SegmentDataError
        For columns in several levels, two columns of one name, and a file that cannot be read.
    """

    def __init__(self, native: object, role: str, variable: Variable | None = None) -> None:
        self.table = table_of(native, role, variable)
        twice = [label for label, count in Counter(self.table.labels).items() if count > 1]
        if twice:
            raise SegmentDataError(
                f"the {role} have two columns of one name: {listed(twice)}",
                remedy="Rename or drop one of each.",
            )
        self.role = role
        self._factorized: dict[str, tuple[Integers, list[str]]] = {}

    @property
    def native(self) -> Any:
        """The frame itself."""
        return self.table.native

    @property
    def remedies(self) -> Remedies:
        """The lines of the frame's own library that errors show."""
        return self.table.remedies

    @property
    def variable(self) -> Variable:
        """What the frame is called in them."""
        return self.table.variable

    @property
    def size(self) -> int:
        """Number of rows."""
        return self.table.size

    @property
    def index_name(self) -> object:
        """The name of the frame's index; None if it has none."""
        return self.table.index_name

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns that are text."""
        return tuple(name for name in self.table.labels if isinstance(name, str))

    @cached_property
    def columns(self) -> Mapping[str, ColumnType]:
        """The type of each column, found out when it is first asked for."""
        return _Columns(self)

    def sample(self, rows: int, names: list[str] | None = None) -> Frame:
        """Return a frame of at most so many rows, spread evenly; it costs next to no time."""
        step = max(-(-self.size // rows), 1)
        return Frame(self.table.rows(np.arange(0, self.size, step), names), self.role)

    def series(self, name: str) -> pd.Series[Any]:
        """Return a column as pandas holds it, in as plain a form as there is.

        Raises
        ------
        SegmentDataError
            For a column that its own library cannot hand out.
        """
        with self._naming(name):
            return self.table.series(name)

    def describe(self, name: str) -> ColumnType:
        """Find the kind of a column."""
        dtype, kind = self.table.dtype(name), self.table.kind(name)
        if kind is Kind.TEXT:
            try:
                codes, distinct = self.factorized(name)
            except SegmentDataError:  # it is told to who reads it
                return ColumnType(kind, dtype)
            if not distinct:
                return ColumnType(Kind.NOTHING, dtype)
            spelling = spelling_of(distinct)
            share = iso_share(codes, distinct)
            return ColumnType(
                kind,
                dtype,
                iso_dates=share > _MOST,
                conversion=None if spelling is None else self.remedies.numbers(name, spelling),
                date_conversion=self._date_conversion(name, distinct, share),
            )
        if (self.size or kind is None) and self.is_empty(name):
            return ColumnType(Kind.NOTHING, dtype)
        return ColumnType(kind, self.table.in_words(name) if kind is None else dtype)

    def _date_conversion(self, name: str, texts: list[str], share: float) -> str | None:
        """Return the line that makes dates of text, of which so large a share is in ISO form."""
        if share > _MOST:
            zone = zone_of(texts)
            if zone is None:
                return self.remedies.iso_dates(name, gaps=share < 1)
            return self.remedies.one_zone(name, zone, gaps=share < 1)
        spelling = date_spelling_of(texts)
        return None if spelling is None else self.remedies.dates(name, spelling)

    def factorized(self, name: str) -> tuple[Integers, list[str]]:
        """Return codes and distinct texts, sorted, of a text column; -1 is missing.

        Raises
        ------
        SegmentDataError
            For bytes that are no text.
        """
        if name not in self._factorized:
            with self._naming(name):
                self._factorized[name] = self.table.texts(name)
        return self._factorized[name]

    @contextmanager
    def _naming(self, name: str) -> Iterator[None]:
        """Name the column, if it turns out that nobody can read it."""
        try:
            yield
        except NoTextError:
            raise SegmentDataError(
                f"the {self.role} column {quoted(name)} holds bytes that are no text in UTF-8",
                remedy="Read it again, in the encoding that it was written in.",
            ) from None
        except UnknownZoneError as error:
            raise SegmentDataError(
                f"the {self.role} column {quoted(name)} has its times in {quoted(error.zone)}, "
                "which is no time zone",
                remedy=f"Convert it first: {self.remedies.to_zone(name, 'UTC')}",
            ) from None

    def read(self, name: str, kind: Kind) -> Reading:
        """Read a column as its own kind, or as another that its values can be."""
        here = self.columns[name].kind
        if here is Kind.NOTHING or (here is not kind and not self.size):
            return self._reading(_nothing(kind, self.size))
        if kind is Kind.TEXT:
            codes, texts = self.factorized(name)
            return self._reading(Texts(codes, tuple(texts)))
        if kind is Kind.TRUTH:
            if here is Kind.NUMBER:
                return _as_truths(self._numbers(name))
            return self._reading(Truths(columns.truths(self.series(name))))
        if kind is Kind.DATE:
            return self._dates(name)
        return self._numbers(name)

    def _reading(
        self, values: Vector, *, infinite: Bits | None = None, unreadable: Bits | None = None
    ) -> Reading:
        nowhere = np.zeros(self.size, np.bool_)
        return Reading(
            values,
            nowhere if infinite is None else infinite,
            nowhere if unreadable is None else unreadable,
        )

    def _numbers(self, name: str) -> Reading:
        series = self.series(name)
        if columns.has_long_integers(series):
            raise SegmentDataError(
                f"the column {quoted(name)} holds whole numbers of more than 15 digits, "
                "which cannot be computed with exactly",
                remedy=f"If they are keys, make them text: {self.remedies.text(name)}",
            )
        values = columns.numbers(series)
        infinite = np.isinf(values)
        if not infinite.any():
            return self._reading(Numbers(values))
        return self._reading(Numbers(np.where(infinite, np.nan, values)), infinite=infinite)

    def _dates(self, name: str) -> Reading:
        try:
            if self.table.kind(name) is not Kind.TEXT:
                return self._reading(columns.dates(self.series(name)))
            dates, lost = dates_of(*self.factorized(name))
            return self._reading(dates, unreadable=lost)
        except columns.MixedZonesError:
            raise SegmentDataError(
                f"the {self.role} column {quoted(name)} holds times that cannot stand in one "
                "column",
                exists="They have different zones, or some have a zone and some have none.",
                remedy=f"Choose a zone, and convert it first: {self._one_zone(name)}",
            ) from None
        except columns.OutsideCalendarError as error:
            raise SegmentDataError(
                f"{error.count:,} of the times in the {self.role} column {quoted(name)} lie "
                "outside the years 1 to 9999",
                remedy=f"Blank them first: {self.remedies.in_calendar(name)}",
            ) from None

    def _one_zone(self, name: str) -> str | None:
        """Return the line that brings times to one zone: for text, one that its offsets fit."""
        is_text = self.table.kind(name) is Kind.TEXT
        return self.columns[name].date_conversion if is_text else self.remedies.one_zone(name, UTC)

    def holds_dates(self, name: str) -> bool:
        """Tell whether a column holds dates, or could: text is not looked into."""
        try:
            return self.table.kind(name) is Kind.DATE
        except SegmentDataError:  # it is told to who reads it
            return False

    def is_empty(self, name: str) -> bool:
        """Tell whether a column has no value; one that cannot be read has some."""
        try:
            return not self.table.series(name).notna().any()
        except UnreadableError:
            return False

    def attach(self, added: Mapping[str, Vector | Labels], whole: set[str]) -> Any:
        """Return a new frame of the caller's kind with columns added.

        Rows and their order stay, and what else the kind has: index, attributes, metadata.

        Parameters
        ----------
        added
            New columns by name, as long as the frame: at least one.
        whole
            Names of those that are always whole numbers.
        """
        return self.table.attach(added, whole)


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


def _as_truths(reading: Reading) -> Reading:
    """Take numbers of 0 and 1 as truth values."""
    assert isinstance(reading.values, Numbers)  # noqa: S101 - read as numbers
    numbers = reading.values
    true = np.where(numbers.values == 0, FALSE, TRUE)
    return replace(reading, values=Truths(np.where(numbers.missing, UNKNOWN, true)))


def _nothing(kind: Kind, size: int) -> Vector:
    if kind is Kind.TEXT:
        return Texts(np.full(size, -1), ())
    if kind is Kind.TRUTH:
        return Truths(np.full(size, UNKNOWN))
    if kind is Kind.DATE:
        return Dates(np.full(size, NO_DATE), np.full(size, NO_DATE))
    return Numbers(np.full(size, np.nan))
