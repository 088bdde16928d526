"""The lines of code that errors show, each in the words of the frame's own library.

They call the frame `frame`, pandas `pd`, Polars `pl`, PyArrow `pa` and its functions `pc`, as
their manuals do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pandas as pd

from seg_jupyter.engine.frames.series import fits_integers
from seg_jupyter.engine.frames.spellings import Spelling

Read = Callable[[str], "pd.Series[Any]"]


class Remedies(Protocol):
    """One line for each thing that can be put right."""

    def numbers(self, name: str, spelling: Spelling) -> str:
        """Return the line that makes numbers of text."""

    def whole(self, name: str) -> str:
        """Return the line that makes whole numbers of decimals, or text if some are not whole."""

    def text(self, name: str) -> str:
        """Return the line that makes text of other values."""

    def truths(self, name: str, yes: str) -> str:
        """Return the line that makes truth values by comparing with one value, as code."""

    def dates(self, name: str) -> str:
        """Return the line that makes dates of text."""

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""

    def one_zone(self, name: str) -> str:
        """Return the line that brings times of several zones to one."""

    def in_calendar(self, name: str) -> str:
        """Return the line that blanks times outside the years 1 to 9999."""

    def present(self, name: str) -> str:
        """Return the line that drops rows in which a column is missing."""

    def one_of_each(self, name: str) -> str:
        """Return the line that keeps one row, the last, of each value."""

    def renamed(self, name: str, new: str) -> str:
        """Return the line that gives a column another name."""

    def in_zone(self, name: str, zone: str, *, is_day: bool) -> str:
        """Return the line that gives times without a zone one."""

    def to_zone(self, name: str, zone: str) -> str:
        """Return the line that brings times to another zone."""

    def microseconds(self, name: str) -> str:
        """Return the line that rounds times to microseconds."""


class PandasRemedies:
    """The lines for pandas; one for text depends on whether PyArrow holds it as a dictionary.

    `read` returns the values of a column, on which a line may depend.
    """

    def __init__(self, dtypes: Mapping[Any, Any], read: Read) -> None:
        self._dtypes = dtypes
        self._read = read

    def numbers(self, name: str, spelling: Spelling) -> str:
        """Return the line that makes numbers of text."""
        text = _of(name)
        if str(self._dtypes[name]).startswith("dictionary"):
            text += ".astype('string')"
        for old, new in _replacements(spelling):
            text += f".str.replace({old!r}, {new!r})"
        if spelling.blanks:
            text += ".str.strip()"
        gaps = ", errors='coerce'" if spelling.gaps else ""
        return f"{_of(name)} = pd.to_numeric({text}{gaps})"

    def without_signals(self, name: str) -> str:
        """Return the line that makes plain numbers where one signals that it is none."""
        return f"{_of(name)} = pd.to_numeric({_of(name)}.map(str), errors='coerce')"

    def whole(self, name: str) -> str:
        """Return the line that makes whole numbers of decimals, or text."""
        if not fits_integers(self._read(name)):
            return self.text(name)
        return f"{_of(name)} = {_of(name)}.astype('Int64')"

    def text(self, name: str) -> str:
        """Return the line that makes text of other values."""
        return f"{_of(name)} = {_of(name)}.astype('string')"

    def truths(self, name: str, yes: str) -> str:
        """Return the line that makes truth values by comparing with one value."""
        return f"{_of(name)} = {_of(name)} == {yes}"

    def dates(self, name: str) -> str:
        """Return the line that makes dates of text."""
        return f"{_of(name)} = pd.to_datetime({_of(name)})"

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""
        return f"{_of(name)} = pd.to_datetime({_of(name)}, unit='s')"

    def one_zone(self, name: str) -> str:
        """Return the line that brings times of several zones to one."""
        return f"{_of(name)} = pd.to_datetime({_of(name)}, utc=True)"

    def in_calendar(self, name: str) -> str:
        """Return the line that blanks times outside the years 1 to 9999."""
        return f"{_of(name)} = {_of(name)}.where({_of(name)}.dt.year.between(1, 9999))"

    def present(self, name: str) -> str:
        """Return the line that drops rows in which a column is missing."""
        return f"frame = frame.dropna(subset=[{name!r}])"

    def one_of_each(self, name: str) -> str:
        """Return the line that keeps one row, the last, of each value."""
        return f"frame = frame.drop_duplicates({name!r}, keep='last')"

    def renamed(self, name: str, new: str) -> str:
        """Return the line that gives a column another name."""
        return f"frame = frame.rename(columns={{{name!r}: {new!r}}})"

    def in_zone(self, name: str, zone: str, *, is_day: bool) -> str:  # noqa: ARG002 - all the same
        """Return the line that gives times without a zone one; dates become times first."""
        return f"{_of(name)} = pd.to_datetime({_of(name)}).dt.tz_localize({zone!r})"

    def to_zone(self, name: str, zone: str) -> str:
        """Return the line that brings times to another zone."""
        return f"{_of(name)} = {_of(name)}.dt.tz_convert({zone!r})"

    def microseconds(self, name: str) -> str:
        """Return the line that rounds times to microseconds."""
        return f"{_of(name)} = {_of(name)}.dt.as_unit('us')"


class PolarsRemedies:
    """The lines for Polars; those for text depend on whether a column is categorical."""

    def __init__(self, frame: Any, read: Read) -> None:
        self._frame = frame
        self._read = read

    def numbers(self, name: str, spelling: Spelling) -> str:
        """Return the line that makes numbers of text."""
        text = self._text(name)
        for old, new in _replacements(spelling):
            text += f".str.replace_all({old!r}, {new!r}, literal=True)"
        if spelling.blanks:
            text += ".str.strip_chars()"
        gaps = ", strict=False" if spelling.gaps else ""
        return _with_columns(f"{text}.cast(pl.Float64{gaps})")

    def whole(self, name: str) -> str:
        """Return the line that makes whole numbers of decimals, or text."""
        if self._is_uncastable(name):
            return self.text(name)
        decimals = self._read(name)
        has_nan = decimals.isna().sum() > self._frame[name].null_count()
        number = f"pl.col({name!r})" + (".fill_nan(None)" if has_nan else "")
        kind = "Int64" if fits_integers(decimals) else "String"
        return _with_columns(f"{number}.cast(pl.{kind})")

    def text(self, name: str) -> str:
        """Return the line that makes text of other values."""
        return _with_columns(self._text(name))

    def truths(self, name: str, yes: str) -> str:
        """Return the line that makes truth values by comparing with one value."""
        column = self._text(name) if self._is_uncastable(name) else f"pl.col({name!r})"
        return _with_columns(f"{column} == {yes}")

    def dates(self, name: str) -> str:
        """Return the line that makes dates of text."""
        return _with_columns(f"{self._text(name)}.str.to_datetime()")

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""
        return _with_columns(f"pl.from_epoch({name!r}, time_unit='s')")

    def one_zone(self, name: str) -> str:
        """Return the line that brings times of several zones to one."""
        return _with_columns(f"{self._text(name)}.str.to_datetime(time_zone='UTC')")

    def in_calendar(self, name: str) -> str:
        """Return the line that blanks times outside the years 1 to 9999."""
        column = f"pl.col({name!r})"
        return _with_columns(f"pl.when({column}.dt.year().is_between(1, 9999)).then({column})")

    def present(self, name: str) -> str:
        """Return the line that drops rows in which a column is missing."""
        return f"frame = frame.drop_nulls({name!r})"

    def one_of_each(self, name: str) -> str:
        """Return the line that keeps one row, the last, of each value."""
        return f"frame = frame.unique({name!r}, keep='last', maintain_order=True)"

    def renamed(self, name: str, new: str) -> str:
        """Return the line that gives a column another name."""
        return f"frame = frame.rename({{{name!r}: {new!r}}})"

    def in_zone(self, name: str, zone: str, *, is_day: bool) -> str:
        """Return the line that gives times without a zone one."""
        times = f"pl.col({name!r})" + (".cast(pl.Datetime)" if is_day else "")
        return _with_columns(f"{times}.dt.replace_time_zone({zone!r})")

    def to_zone(self, name: str, zone: str) -> str:
        """Return the line that brings times to another zone."""
        return _with_columns(f"pl.col({name!r}).dt.convert_time_zone({zone!r})")

    def microseconds(self, name: str) -> str:
        """Return the line that rounds times to microseconds."""
        return _with_columns(f"pl.col({name!r}).dt.cast_time_unit('us')")

    def _text(self, name: str) -> str:
        if self._is_uncastable(name):
            values = f"[v if v is None else str(v) for v in frame[{name!r}]]"
            return f"pl.Series({name!r}, {values}, pl.String)"
        is_text = str(self._frame.schema.get(name, "String")) == "String"
        return f"pl.col({name!r})" + ("" if is_text else ".cast(pl.String)")

    def _is_uncastable(self, name: str) -> bool:
        kind = str(self._frame.schema.get(name))
        return kind.startswith(("Object", "List", "Array", "Duration"))


class ArrowRemedies:
    """The lines for PyArrow."""

    def __init__(self, table: Any, read: Read) -> None:
        self._table = table
        self._read = read

    def numbers(self, name: str, spelling: Spelling) -> str:
        """Return the line that makes numbers of text."""
        text = f"{_of(name)}.cast('string')"
        if spelling.gaps:
            text = f"pc.if_else(pc.is_in({text}, pa.array({[*spelling.gaps]})), None, {text})"
        for old, new in _replacements(spelling):
            text = f"pc.replace_substring({text}, {old!r}, {new!r})"
        if spelling.blanks:
            text = f"pc.utf8_trim_whitespace({text})"
        return _set_column(name, f"{text}.cast('double')")

    def whole(self, name: str) -> str:
        """Return the line that makes whole numbers of decimals, or text."""
        decimals, number = self._read(name), _of(name)
        if decimals.isna().sum() > self._table[name].null_count:  # some are NaN
            number = f"pc.if_else(pc.is_nan({number}), None, {number})"
        kind = "int64" if fits_integers(decimals) else "string"
        return _set_column(name, f"{number}.cast({kind!r})")

    def text(self, name: str) -> str:
        """Return the line that makes text of other values."""
        return _set_column(name, f"{_of(name)}.cast('string')")

    def truths(self, name: str, yes: str) -> str:
        """Return the line that makes truth values by comparing with one value."""
        return _set_column(name, f"pc.equal({_of(name)}, {yes})")

    def dates(self, name: str) -> str:
        """Return the line that makes dates of text."""
        return _set_column(name, f"{_of(name)}.cast('timestamp[us]')")

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""
        return _set_column(name, f"{_of(name)}.cast('int64').cast('timestamp[s]')")

    def one_zone(self, name: str) -> str:
        """Return the line that brings times of several zones to one."""
        return _set_column(name, f"{_of(name)}.cast(pa.timestamp('us', 'UTC'))")

    def in_calendar(self, name: str) -> str:
        """Return the line that blanks times outside the years 1 to 9999."""
        known = f"pc.is_in(pc.year({_of(name)}), pa.array(range(1, 10000)))"
        return _set_column(name, f"pc.if_else({known}, {_of(name)}, None)")

    def present(self, name: str) -> str:
        """Return the line that drops rows in which a column is missing."""
        return f"frame = frame.filter({_of(name)}.is_valid())"

    def one_of_each(self, name: str) -> str:
        """Return the line that keeps one row, the last, of each value."""
        last = f"{{key: row for row, key in enumerate({_of(name)}.to_pylist())}}"
        return f"frame = frame.take(sorted({last}.values()))"

    def renamed(self, name: str, new: str) -> str:
        """Return the line that gives a column another name."""
        return f"frame = frame.rename_columns({{{name!r}: {new!r}}})"

    def in_zone(self, name: str, zone: str, *, is_day: bool) -> str:
        """Return the line that gives times without a zone one."""
        times = _of(name) + (".cast('timestamp[us]')" if is_day else "")
        return _set_column(name, f"pc.assume_timezone({times}, {zone!r})")

    def to_zone(self, name: str, zone: str) -> str:
        """Return the line that brings times to another zone."""
        return _set_column(name, f"{_of(name)}.cast(pa.timestamp('us', {zone!r}))")

    def microseconds(self, name: str) -> str:
        """Return the line that rounds times to microseconds."""
        return _set_column(name, f"pc.cast({_of(name)}, 'timestamp[us]', safe=False)")


def _replacements(spelling: Spelling) -> list[tuple[str, str]]:
    """Return what is to be replaced in turn; a point between thousands goes before one comes."""
    comes = [(",", ".")] if spelling.comma else []
    return [(sign, "") for sign in spelling.dropped] + comes


def _of(name: str) -> str:
    return f"frame[{name!r}]"


def _with_columns(expression: str) -> str:
    return f"frame = frame.with_columns({expression})"


def _set_column(name: str, value: Any) -> str:
    return f"frame = frame.set_column(frame.column_names.index({name!r}), {name!r}, {value})"
