"""The lines of code that errors show, for Polars."""

from __future__ import annotations

from typing import Any

from seg_jupyter.engine.frames.date_spellings import DateSpelling
from seg_jupyter.engine.frames.remedies import Read, other_formats, replacements
from seg_jupyter.engine.frames.series import fits_integers
from seg_jupyter.engine.frames.spellings import Spelling
from seg_jupyter.engine.frames.variable import Variable


class PolarsRemedies:
    """The lines for Polars; those for text depend on whether a column is categorical."""

    def __init__(self, frame: Any, read: Read, variable: Variable) -> None:
        self._frame = frame
        self._read = read
        self._variable = variable

    def numbers(self, name: str, spelling: Spelling) -> str:
        """Return the line that makes numbers of text."""
        text = self._text(name)
        for old, new in replacements(spelling):
            text += f".str.replace_all({old!r}, {new!r}, literal=True)"
        if spelling.blanks:
            text += ".str.strip_chars()"
        return self._with(f"{text}.cast(pl.Float64{_lenient(gaps=spelling.gaps)})")

    def whole(self, name: str) -> str:
        """Return the line that makes whole numbers of decimals, or text."""
        if self._is_uncastable(name):
            return self.text(name)
        decimals = self._read(name)
        has_nan = decimals.isna().sum() > self._frame[name].null_count()
        number = f"pl.col({name!r})" + (".fill_nan(None)" if has_nan else "")
        kind = "Int64" if fits_integers(decimals) else "String"
        return self._with(f"{number}.cast(pl.{kind})")

    def whole_of_text(self, name: str) -> str:
        """Return the line that makes whole numbers of digits as text."""
        return self._with(f"{self._text(name)}.cast(pl.Int64)")

    def text(self, name: str) -> str:
        """Return the line that makes text of other values."""
        return self._with(self._text(name))

    def truths(self, name: str, yes: str) -> str:
        """Return the line that makes truth values by comparing with one value."""
        column = self._text(name) if self._is_uncastable(name) else f"pl.col({name!r})"
        return self._with(f"{column} == {yes}")

    def dates(self, name: str, spelling: DateSpelling) -> str:
        """Return the line that makes dates of text."""
        options = f"{spelling.formats[0]!r}{_lenient(gaps=spelling.gaps)}"
        return self._with(f"{self._text(name)}.str.to_datetime({options})") + other_formats(
            spelling
        )

    def iso_dates(self, name: str, *, gaps: bool) -> str:
        """Return the line that makes dates of text in ISO form."""
        options = _lenient(gaps=gaps).removeprefix(", ")
        return self._with(f"{self._text(name)}.str.to_datetime({options})")

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""
        return self._with(f"pl.from_epoch({name!r}, time_unit='s')")

    def one_zone(self, name: str, zone: str, *, gaps: bool = False) -> str:
        """Return the line that brings times of several zones, as text, to one."""
        times = f"{self._text(name)}.str.to_datetime(time_zone='UTC'{_lenient(gaps=gaps)})"
        return self._with(f"{times}.dt.convert_time_zone({zone!r})")

    def in_calendar(self, name: str) -> str:
        """Return the line that blanks times outside the years 1 to 9999."""
        column = f"pl.col({name!r})"
        return self._with(f"pl.when({column}.dt.year().is_between(1, 9999)).then({column})")

    def present(self, name: str) -> str:
        """Return the line that drops rows in which a column is missing."""
        return self._change(f"drop_nulls({name!r})")

    def one_of_each(self, name: str) -> str:
        """Return the line that keeps one row, the last, of each value."""
        return self._change(f"unique({name!r}, keep='last', maintain_order=True)")

    def renamed(self, name: str, new: str) -> str:
        """Return the line that gives a column another name."""
        return self._change(f"rename({{{name!r}: {new!r}}})")

    def in_zone(self, name: str, zone: str, *, is_day: bool) -> str:
        """Return the line that gives times without a zone one."""
        times = f"pl.col({name!r})" + (".cast(pl.Datetime)" if is_day else "")
        return self._with(f"{times}.dt.replace_time_zone({zone!r})")

    def to_zone(self, name: str, zone: str) -> str:
        """Return the line that brings times to another zone."""
        return self._with(f"pl.col({name!r}).dt.convert_time_zone({zone!r})")

    def microseconds(self, name: str) -> str:
        """Return the line that rounds times to microseconds."""
        return self._with(f"pl.col({name!r}).dt.cast_time_unit('us')")

    def _text(self, name: str) -> str:
        if self._is_uncastable(name):
            values = f"[v if v is None else str(v) for v in {self._variable.column(name)}]"
            return f"pl.Series({name!r}, {values}, pl.String)"
        is_text = str(self._frame.schema.get(name, "String")) == "String"
        return f"pl.col({name!r})" + ("" if is_text else ".cast(pl.String)")

    def _is_uncastable(self, name: str) -> bool:
        kind = str(self._frame.schema.get(name))
        return kind.startswith(("Object", "List", "Array", "Duration"))

    def _with(self, expression: str) -> str:
        return self._change(f"with_columns({expression})")

    def _change(self, call: str) -> str:
        return self._variable.assigned(f"{self._variable.name}.{call}")


def _lenient(*, gaps: object) -> str:
    return ", strict=False" if gaps else ""
