"""The lines of code that errors show, for PyArrow."""

from __future__ import annotations

from typing import Any

from seg_jupyter.engine.frames.date_spellings import DateSpelling
from seg_jupyter.engine.frames.remedies import Read, other_formats, replacements
from seg_jupyter.engine.frames.series import fits_integers
from seg_jupyter.engine.frames.spellings import Spelling
from seg_jupyter.engine.frames.variable import Variable


class ArrowRemedies:
    """The lines for PyArrow."""

    def __init__(self, table: Any, read: Read, variable: Variable) -> None:
        self._table = table
        self._read = read
        self._variable = variable
        self._of = variable.column

    def numbers(self, name: str, spelling: Spelling) -> str:
        """Return the line that makes numbers of text."""
        text = self._text(name)
        if spelling.gaps:
            text = f"pc.if_else(pc.is_in({text}, pa.array({[*spelling.gaps]})), None, {text})"
        for old, new in replacements(spelling):
            text = f"pc.replace_substring({text}, {old!r}, {new!r})"
        if spelling.blanks:
            text = f"pc.utf8_trim_whitespace({text})"
        return self._set(name, f"{text}.cast('double')")

    def whole(self, name: str) -> str:
        """Return the line that makes whole numbers of decimals, or text."""
        decimals, number = self._read(name), self._of(name)
        if decimals.isna().sum() > self._table[name].null_count:  # some are NaN
            number = f"pc.if_else(pc.is_nan({number}), None, {number})"
        kind = "int64" if fits_integers(decimals) else "string"
        return self._set(name, f"{number}.cast({kind!r})")

    def whole_of_text(self, name: str) -> str:
        """Return the line that makes whole numbers of digits as text."""
        return self._set(name, f"{self._text(name)}.cast('int64')")

    def text(self, name: str) -> str:
        """Return the line that makes text of other values."""
        return self._set(name, self._text(name))

    def truths(self, name: str, yes: str) -> str:
        """Return the line that makes truth values by comparing with one value."""
        return self._set(name, f"pc.equal({self._of(name)}, {yes})")

    def dates(self, name: str, spelling: DateSpelling) -> str:
        """Return the line that makes dates of text."""
        gaps = ", error_is_null=True" if spelling.gaps else ""
        options = f"format={spelling.formats[0]!r}, unit='us'{gaps}"
        dates = f"pc.strptime({self._text(name)}, {options})"
        return self._set(name, dates) + other_formats(spelling)

    def iso_dates(self, name: str, *, gaps: bool) -> str:
        """Return the line that makes dates of text in ISO form."""
        return self._set(name, f"{self._iso(name, gaps=gaps)}.cast('timestamp[us]')")

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""
        return self._set(name, f"{self._of(name)}.cast('int64').cast('timestamp[s]')")

    def one_zone(self, name: str, zone: str, *, gaps: bool = False) -> str:
        """Return the line that brings times of several zones, as text, to one."""
        return self._set(name, f"{self._iso(name, gaps=gaps)}.cast(pa.timestamp('us', {zone!r}))")

    def in_calendar(self, name: str) -> str:
        """Return the line that blanks times outside the years 1 to 9999."""
        known = f"pc.is_in(pc.year({self._of(name)}), pa.array(range(1, 10000)))"
        return self._set(name, f"pc.if_else({known}, {self._of(name)}, None)")

    def present(self, name: str) -> str:
        """Return the line that drops rows in which a column is missing."""
        return self._change(f"filter({self._of(name)}.is_valid())")

    def one_of_each(self, name: str) -> str:
        """Return the line that keeps one row, the last, of each value."""
        last = f"{{key: row for row, key in enumerate({self._of(name)}.to_pylist())}}"
        return self._change(f"take(sorted({last}.values()))")

    def renamed(self, name: str, new: str) -> str:
        """Return the line that gives a column another name."""
        return self._change(f"rename_columns({{{name!r}: {new!r}}})")

    def in_zone(self, name: str, zone: str, *, is_day: bool) -> str:
        """Return the line that gives times without a zone one."""
        times = self._of(name) + (".cast('timestamp[us]')" if is_day else "")
        return self._set(name, f"pc.assume_timezone({times}, {zone!r})")

    def to_zone(self, name: str, zone: str) -> str:
        """Return the line that brings times to another zone."""
        return self._set(name, f"{self._of(name)}.cast(pa.timestamp('us', {zone!r}))")

    def microseconds(self, name: str) -> str:
        """Return the line that rounds times to microseconds."""
        return self._set(name, f"pc.cast({self._of(name)}, 'timestamp[us]', safe=False)")

    def _text(self, name: str) -> str:
        return f"{self._of(name)}.cast('string')"

    def _iso(self, name: str, *, gaps: bool) -> str:
        """Return text in ISO form, without what is none: a cast would stop there."""
        text = self._text(name)
        if not gaps:
            return text
        return f"pc.if_else(pc.match_substring_regex({text}, '^\\\\d{{4}}-'), {text}, None)"

    def _set(self, name: str, value: str) -> str:
        place = f"{self._variable.name}.column_names.index({name!r})"
        return self._change(f"set_column({place}, {name!r}, {value})")

    def _change(self, call: str) -> str:
        return self._variable.assigned(f"{self._variable.name}.{call}")
