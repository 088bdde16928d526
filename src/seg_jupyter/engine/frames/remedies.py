"""The lines of code that errors show: what a library is to say to put each thing right.

They call pandas `pd`, Polars `pl`, PyArrow `pa` and its functions `pc`, as their manuals do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pandas as pd

from seg_jupyter.engine.frames.date_spellings import DateSpelling
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

    def whole_of_text(self, name: str) -> str:
        """Return the line that makes whole numbers of digits as text."""

    def dates(self, name: str, spelling: DateSpelling) -> str:
        """Return the line that makes dates of text."""

    def iso_dates(self, name: str, *, gaps: bool) -> str:
        """Return the line that makes dates of text in ISO form; of what is none, gaps."""

    def dates_of_seconds(self, name: str) -> str:
        """Return the line that makes dates of seconds since 1970."""

    def one_zone(self, name: str, zone: str, *, gaps: bool = False) -> str:
        """Return the line that brings times of several zones, also as text, to one."""

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


def replacements(spelling: Spelling) -> list[tuple[str, str]]:
    """Return what is to be replaced in turn; a point between thousands goes before one comes."""
    comes = [(",", ".")] if spelling.comma else []
    return [(sign, "") for sign in spelling.dropped] + comes


def other_formats(spelling: DateSpelling) -> str:
    """Return a comment that names the other format that dates may have, if there is one."""
    others = (f"  # or {form!r}, if the month comes first" for form in spelling.formats[1:])
    return "".join(others)
