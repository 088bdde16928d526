"""What the columns of a CSV file hold: numbers, codes made of digits, or text.

pandas finds out first. Then columns are read once more where it would have been wrong: those in
which something stands for a missing value, those with decimal commas, and codes that would not be
the same as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import pandas as pd

from seg_jupyter.engine.frames.csv_codes import code_columns
from seg_jupyter.engine.frames.csv_layout import Layout
from seg_jupyter.lang.durations import parse_iso_date

MARKERS = (
    *("NA", "N/A", "n/a", "#N/A", "#NA", "#N/A N/A", "<NA>", "NaN", "nan", "-NaN", "-nan"),
    *("null", "NULL", "None", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN"),
)
"""What stands for a missing value among numbers, dates and truth values, as pandas has it."""
_MISSING = frozenset(["", *MARKERS])
_NULLABLE = {"dtype_backend": "numpy_nullable"}
_EMPTY = {"keep_default_na": False, "na_values": [""]}
_EMPTY_OR_MARKED = {"keep_default_na": False, "na_values": ["", *MARKERS]}

_NUMBER = re.compile(
    r"[ \t]*[-+]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|(?:inf|Inf|INF)(?:inity)?)"
    r"[ \t]*"
)
_OF_64_BITS = re.compile(r"[ \t]*[-+]?[0-9]{1,20}[ \t]*")
_TRUTHS = frozenset(["True", "TRUE", "true", "False", "FALSE", "false"])
_WITH_COMMA = re.compile(
    r"[-+]?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+(?:[eE][-+]?[0-9]+)?)?"
)
_COMMA = re.compile(
    r"[-+]?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+(?:[eE][-+]?[0-9]+)?)?"
)
_COMMA = re.compile(
    # no thousand behind the comma; none in front of it; dots between thousands; an exponent
    r".*,(?:[0-9]{1,2}|[0-9]{4,})|[-+]?(?:0|[0-9]{4,}),.*|.*\.[0-9]{3}[.,].*|.*[eE].*"
)


_UNSIGNED = {"dtype": "UInt64", **_EMPTY_OR_MARKED}
_WITH_COMMAS = {"decimal": ",", "thousands": ".", **_NULLABLE, **_EMPTY_OR_MARKED}
_TEXT = {"dtype": "string", **_EMPTY_OR_MARKED}
_SHORTEST_DATE = len("2026-01-31")


def read_columns(layout: Layout) -> pd.DataFrame:
    """Read a CSV file into pandas, whole numbers and truth values in nullable types."""
    frame = layout.rows(**_NULLABLE, **_EMPTY)
    _read_marked(frame, layout)
    unsigned, commas = [], []
    for place in _places(frame, pd.StringDtype):
        texts = _Texts(frame.iloc[:, place])
        if texts.are_unsigned():
            unsigned.append(place)
        elif layout.separator != "," and texts.are_with_commas():
            commas.append(place)
        else:
            frame.isetitem(place, texts.without_missing().array)
    _put(frame, unsigned, layout, **_UNSIGNED)
    _put(frame, commas, layout, **_WITH_COMMAS)
    whole = _places(frame, pd.Int64Dtype, pd.UInt64Dtype)
    decimal = [place for place in _places(frame, pd.Float64Dtype) if place not in commas]
    codes = code_columns(layout, whole, decimal, thousands=bool(commas))
    _put(frame, codes, layout, **_TEXT)
    return frame


def _places(frame: pd.DataFrame, *kinds: type) -> list[int]:
    """Return the places of the columns of some types."""
    return [place for place, dtype in enumerate(frame.dtypes) if isinstance(dtype, kinds)]


def _put(frame: pd.DataFrame, places: list[int], layout: Layout, **options: object) -> None:
    """Read some columns again, in another way; those that are text then stay as they were."""
    if not places:
        return
    again = layout.rows(usecols=places, **options)
    for place, name in zip(places, again, strict=True):
        if "dtype" in options or not isinstance(again[name].dtype, pd.StringDtype):
            frame.isetitem(place, again[name].array)


def _read_marked(frame: pd.DataFrame, layout: Layout) -> None:
    """Take what marks a missing value as missing, among numbers and truth values."""
    likely = []
    for place in _places(frame, pd.StringDtype):
        texts = _Texts(frame.iloc[:, place])
        first = texts.first or ""
        if (_NUMBER.fullmatch(first) or first in _TRUTHS) and texts.marked.any():
            likely.append(place)
    _put(frame, likely, layout, **_NULLABLE, **_EMPTY_OR_MARKED)


class _Texts:
    """A column that pandas takes for text. Most are told by the first one that is present."""

    def __init__(self, column: pd.Series[str]) -> None:
        self.column = column
        self.first = next(self._each(), None)

    @property
    def marked(self) -> pd.Series[bool]:
        """Where a text may stand for a missing value."""
        return self.column.isin(MARKERS)

    def are_unsigned(self) -> bool:
        """Tell whether they are whole numbers of 64 bits, from 0 on.

        pandas takes them for text where one is beyond 2**63 and another is missing.
        """
        return self._all(_OF_64_BITS) and all(0 <= int(text) < 2**64 for text in self._each())

    def are_with_commas(self) -> bool:
        """Tell whether they are numbers with decimal commas, and can be nothing else."""
        return self._all(_WITH_COMMA) and any(map(_COMMA.fullmatch, self._each()))

    def without_missing(self) -> pd.Series[str]:
        """Return the column with what stands for a missing value as missing."""
        if self._all(_NUMBER) or self._are_dates():
            return self.column.mask(self.column.isin(_MISSING))
        # what pandas makes of an empty field, where a whole number is beyond 2**63
        empty = self.column.eq("")
        return self.column.mask(empty) if empty.any() else self.column

    def _are_dates(self) -> bool:
        """Tell whether they are dates or times in ISO form, whatever their zones."""
        if self.first is None or parse_iso_date(self.first) is None or not self.marked.any():
            return False
        times = pd.to_datetime(self._present, format="ISO8601", errors="coerce", utc=True)
        return bool(times.notna().all() and self._present.str.len().min() >= _SHORTEST_DATE)

    def _all(self, pattern: re.Pattern[str]) -> bool:
        if self.first is None or not pattern.fullmatch(self.first):
            return False
        return bool(self._present.str.fullmatch(pattern.pattern).all())

    @cached_property
    def _present(self) -> pd.Series[str]:
        return self.column[~self.column.isin(_MISSING)].dropna()

    def _each(self) -> Iterator[str]:
        return (text for text in self.column.array if text is not pd.NA and text not in _MISSING)
