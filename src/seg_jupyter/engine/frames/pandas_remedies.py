"""The lines of code that errors show, for pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seg_jupyter.engine.frames.date_spellings import DateSpelling
from seg_jupyter.engine.frames.remedies import Read, other_formats, replacements
from seg_jupyter.engine.frames.series import fits_integers
from seg_jupyter.engine.frames.spellings import Spelling
from seg_jupyter.engine.frames.variable import Variable


class PandasRemedies:
    """The lines for pandas; some depend on whether PyArrow holds a column's text as a dictionary.

    `read` returns the values of a column, on which a line may depend.
    """

    def __init__(self, dtypes: Mapping[Any, Any], read: Read, variable: Variable) -> None:
        self._dtypes = dtypes
        self._read = read
        self._variable = variable
        self._of = variable.column
        self._set = variable.with_column
        self._change = variable.assigned

    def numbers(self, name: str, spelling: Spelling) -> str:
        """Return the line that makes numbers of text."""
        text = self._text(name)
        for old, new in replacements(spelling):
            text += f".str.replace({old!r}, {new!r})"
        if spelling.blanks:
            text += ".str.strip()"
        return self._set(name, f"pd.to_numeric({text}{_coerced(gaps=spelling.gaps)})")

    def without_signals(self, name: str) -> str:
        """Return the line that makes plain numbers where one signals that it is none."""
        return self._set(name, f"pd.to_numeric({self._of(name)}.map(str), errors='coerce')")

    def whole(self, name: str) -> str:
        """Return the line that makes whole numbers of decimals, or text."""
        if not fits_integers(self._read(name)):
            return self.text(name)
        return self._set(name, f"{self._of(name)}.astype('Int64')")

    def whole_of_text(self, name: str) -> str:
        """Return the line that makes whole numbers of digits as text."""
        return self._set(name, f"{self._text(name)}.astype('Int64')")

    def text(self, name: str) -> str:
        """Return the line that makes text of other values."""
        return self._set(name, f"{self._of(name)}.astype('string')")

    def truths(self, name: str, yes: str) -> str:
        """Return the line that makes truth values by comparing with one value."""
        return self._set(name, f"{self._of(name)} == {yes}")

    def dates(self, name: str, spelling: DateSpelling) -> str:
        """Return the line that makes dates of text."""
        options = f"format={spelling.formats[0]!r}{_coerced(gaps=spelling.gaps)}"
        dates = f"pd.to_datetime({self._text(name)}, {options})"
        return self._set(name, dates + other_formats(spelling))

    def iso_dates(self, name: str, *, gaps: bool) -> str:
        """Return the line that makes dates of text in ISO form."""
        options = f"format='ISO8601'{_coerced(gaps=gaps)}"
        return self._set(name, f"pd.to_datetime({self._text(name)}, {options})")

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""
        return self._set(name, f"pd.to_datetime({self._of(name)}, unit='s')")

    def one_zone(self, name: str, zone: str, *, gaps: bool = False) -> str:
        """Return the line that brings times of several zones, also as text, to one."""
        options = f"format='ISO8601', utc=True{_coerced(gaps=gaps)}"
        times = f"pd.to_datetime({self._text(name)}, {options})"
        return self._set(name, f"{times}.dt.tz_convert({zone!r})")

    def in_calendar(self, name: str) -> str:
        """Return the line that blanks times outside the years 1 to 9999."""
        years = f"{self._of(name)}.dt.year.between(1, 9999)"
        return self._set(name, f"{self._of(name)}.where({years})")

    def present(self, name: str) -> str:
        """Return the line that drops rows in which a column is missing."""
        return self._change(f"{self._variable.name}.dropna(subset=[{name!r}])")

    def one_of_each(self, name: str) -> str:
        """Return the line that keeps one row, the last, of each value."""
        return self._change(f"{self._variable.name}.drop_duplicates({name!r}, keep='last')")

    def renamed(self, name: str, new: str) -> str:
        """Return the line that gives a column another name."""
        return self._change(f"{self._variable.name}.rename(columns={{{name!r}: {new!r}}})")

    def in_zone(self, name: str, zone: str, *, is_day: bool) -> str:  # noqa: ARG002 - all the same
        """Return the line that gives times without a zone one; dates become times first."""
        return self._set(name, f"pd.to_datetime({self._of(name)}).dt.tz_localize({zone!r})")

    def to_zone(self, name: str, zone: str) -> str:
        """Return the line that brings times to another zone."""
        return self._set(name, f"{self._of(name)}.dt.tz_convert({zone!r})")

    def microseconds(self, name: str) -> str:
        """Return the line that rounds times to microseconds."""
        return self._set(name, f"{self._of(name)}.dt.as_unit('us')")

    def _text(self, name: str) -> str:
        is_coded = str(self._dtypes[name]).startswith("dictionary")
        return self._of(name) + (".astype('string')" if is_coded else "")


def _coerced(*, gaps: object) -> str:
    return ", errors='coerce'" if gaps else ""
