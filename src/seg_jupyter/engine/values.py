"""Columns of values as the engine holds them: one class a kind, one meaning of missing.

============  =========================================  ====================
kind          values                                     missing
============  =========================================  ====================
`Numbers`     float64                                    NaN
`Truths`      int8: 0 false, 1 unknown, 2 true           1
`Texts`       codes into a sorted tuple of texts         code -1
`Dates`       microseconds since 1970, as instants and   `NO_DATE`
              as clock time in the column's zone
============  =========================================  ====================

Truth values are spaced so that three-valued `and` is the minimum, `or` the maximum and `not`
the difference from 2.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.bool_]
_T = TypeVar("_T", bound=np.generic)

FALSE, UNKNOWN, TRUE = np.int8(0), np.int8(1), np.int8(2)
NO_DATE = np.int64(np.iinfo(np.int64).min)
DAY = 86_400_000_000
"""Microseconds in a day of the clock."""

_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_EARLIEST = (datetime.min - _EPOCH) // _MICROSECOND + 2 * DAY
_LATEST = (datetime.max - _EPOCH) // _MICROSECOND - 2 * DAY
"""Between these two every zone has a time in the calendar."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """Float64; NaN is missing, and infinity never occurs."""

    values: Floats

    @property
    def missing(self) -> Bits:
        """Where no value is present."""
        return np.isnan(self.values)

    def take(self, rows: Integers) -> Numbers:
        """Return the values of some rows; missing where a row is -1."""
        return Numbers(_taken(self.values, rows, np.nan))


@dataclass(frozen=True, eq=False)
class Truths:
    """Three-valued truth: 0 false, 1 unknown, 2 true."""

    values: npt.NDArray[np.int8]

    @property
    def missing(self) -> Bits:
        """Where it is unknown."""
        return cast(Bits, self.values == UNKNOWN)

    @property
    def true(self) -> Bits:
        """Where it is true, and neither false nor unknown."""
        return cast(Bits, self.values == TRUE)

    def take(self, rows: Integers) -> Truths:
        """Return the values of some rows; unknown where a row is -1."""
        return Truths(_taken(self.values, rows, UNKNOWN))


@dataclass(frozen=True, eq=False)
class Texts:
    """Codes into sorted texts; -1 is missing. The order of the codes is that of the texts."""

    codes: Integers
    texts: tuple[str, ...]

    @property
    def missing(self) -> Bits:
        """Where no value is present."""
        return self.codes < 0

    def take(self, rows: Integers) -> Texts:
        """Return the values of some rows; missing where a row is -1."""
        return Texts(_taken(self.codes, rows, -1), self.texts)

    def hold(self, text: str) -> bool:
        """Tell whether a text is among them."""
        place = bisect_left(self.texts, text)
        return self.texts[place : place + 1] == (text,)

    def recoded(self, texts: tuple[str, ...]) -> Integers:
        """Return the codes of the same texts in another, larger tuple."""
        places = {text: code for code, text in enumerate(texts)}
        table = np.array([*(places[text] for text in self.texts), -1], np.int64)
        return table[self.codes]


@dataclass(frozen=True, eq=False)
class Dates:
    """Instants, and the clock time that a zone shows at them (the same without a zone)."""

    instants: Integers
    clock: Integers
    zone: tzinfo | None = None

    @property
    def missing(self) -> Bits:
        """Where no value is present."""
        return cast(Bits, self.instants == NO_DATE)

    @cached_property
    def days(self) -> Integers:
        """Calendar days since 1970 in the column's zone; only where a value is present."""
        return self.clock // DAY

    def take(self, rows: Integers) -> Dates:
        """Return the values of some rows; missing where a row is -1."""
        instants = _taken(self.instants, rows, NO_DATE)
        if self.clock is self.instants:
            return Dates(instants, instants, self.zone)
        return Dates(instants, _taken(self.clock, rows, NO_DATE), self.zone)


Vector = Numbers | Truths | Texts | Dates


def _taken(values: npt.NDArray[_T], rows: Integers, missing: float | _T) -> npt.NDArray[_T]:
    """Return the values of some rows; what is missing where a row is -1."""
    absent = rows < 0
    if not len(values):
        return np.full(len(rows), missing, values.dtype)
    taken = values[rows]
    if absent.any():
        taken[absent] = missing
    return taken


def moment(clock: datetime, zone: tzinfo | None) -> int:
    """Return the instant, in microseconds since 1970, at which a zone's clock shows a time.

    A time without a zone of its own is taken in the given zone; a time that the clock skips is
    taken at the moment of the skip, one that it shows twice at the first.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> moment(datetime(1970, 1, 2), None), moment(datetime(1970, 1, 2), ZoneInfo("Asia/Tokyo"))
    (86400000000, 54000000000)
    """
    if clock.tzinfo is not None or zone is None:
        return _instant(clock)
    clock = clock.replace(tzinfo=zone, fold=0)
    after, before = _instant(clock.replace(fold=1)), _instant(clock)
    # by the offset before the skip and by the one after it, a skipped time is on either side
    return _skip_between(after, before, zone) if after < before else before


def clock_of(instant: int, zone: tzinfo) -> int:
    """Return what a zone's clock shows at an instant, both in microseconds since 1970."""
    return instant + _offset(instant, zone)


def _instant(clock: datetime) -> int:
    # the offset is taken off last: the first and the last day of the calendar have no UTC time
    offset = clock.utcoffset() or timedelta()
    return (clock.replace(tzinfo=None) - _EPOCH - offset) // _MICROSECOND


def _offset(instant: int, zone: tzinfo) -> int:
    utc = _EPOCH + min(max(instant, _EARLIEST), _LATEST) * _MICROSECOND
    offset = utc.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    return (offset or timedelta()) // _MICROSECOND


def _skip_between(early: int, late: int, zone: tzinfo) -> int:
    """Return the instant at which the clock is put forward, after one and up to another."""
    offset = _offset(late, zone)
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(middle, zone) == offset:
            late = middle
        else:
            early = middle
    return late
