"""A CSV file, read into pandas, or one clear error that names the file and the line."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

from seg_jupyter.engine.frames.csv_columns import read_columns
from seg_jupyter.engine.frames.csv_layout import Layout, layout_of
from seg_jupyter.errors import SegmentDataError, listed, quoted

_NOT_UTF_8 = re.compile("[\udc80-\udcff]")


def read_csv(place: Path, shown: str, variable: str) -> pd.DataFrame:
    """Read a CSV file; `shown` is how people wrote its path, `variable` a name for its frame.

    Raises
    ------
    SegmentDataError
        If it is empty or no text, has two columns of one name, or a line with too many values.
    """
    try:
        layout = layout_of(place)
        _check_names(layout, shown)
        try:
            return read_columns(layout)
        except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
            raise _misfit(error, layout, shown) or error from None
    except UnicodeError as error:
        raise _not_in(error, place, shown, variable) from None


def _check_names(layout: Layout, shown: str) -> None:
    if not layout.names:
        raise SegmentDataError(f"the file {quoted(shown)} is empty")
    if "\0" in layout.names:
        raise SegmentDataError(
            f"the file {quoted(shown)} is no text, though its name says CSV",
            remedy="If it is text, save it as UTF-8.",
        )
    names = layout.rows(header=None, nrows=1, dtype=str).iloc[0]
    twice = names[names.duplicated()].dropna().unique()
    if len(twice):
        raise SegmentDataError(
            f"the file {quoted(shown)} has two columns of one name: {listed(twice)}",
            remedy=f"Rename one of each in line {layout.skipped + 1}.",
        )


def _not_in(error: UnicodeError, place: Path, shown: str, variable: str) -> SegmentDataError:
    if not isinstance(error, UnicodeDecodeError) or not error.encoding.startswith("utf-8"):
        return SegmentDataError(
            f"the file {quoted(shown)} starts as UTF-16 does, and goes on as something else",
            remedy="Save it as UTF-8.",
        )
    return SegmentDataError(
        f"the file {quoted(shown)} is not written in UTF-8",
        exists=f"The first letter that is not stands in line {_line_not_in_utf_8(place):,}.",
        remedy="Save it as UTF-8, or read it first: "
        f"{variable} = pd.read_csv({shown!r}, encoding='cp1252')",
    )


def _line_not_in_utf_8(place: Path) -> int:
    text = place.read_bytes().decode("utf-8", "surrogateescape")
    found = _NOT_UTF_8.search(text)
    return text.count("\n", 0, found.start() if found else 0) + 1


def _misfit(error: Exception, layout: Layout, shown: str) -> SegmentDataError | None:
    """Return the error for the first line that does not fit the names, if it is found."""
    open_quote = "inside string" in str(error)
    names = line = 0
    try:
        for line, record in layout.records():
            names = names or len(record)
            if any(record[names:]) and not open_quote:
                return SegmentDataError(
                    f"line {line:,} of the file {quoted(shown)} has {len(record):,} values, "
                    f"but there are {names:,} names of columns",
                    remedy="A value with a separator in it stands in quotes.",
                )
    except csv.Error:  # a value that is longer than the module reads
        return None
    if not open_quote:
        return None
    return SegmentDataError(
        f"a quote that opens in line {line:,} of the file {quoted(shown)} is never closed"
    )
