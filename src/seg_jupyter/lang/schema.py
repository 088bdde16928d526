"""What the checker knows of the frames: the kind of each column, never a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """The four kinds of values, and NOTHING for a column in which everything is missing.

    The value of a member is the word that a saved model uses.
    """

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    DATE = "date"
    NOTHING = "nothing"

    @property
    def noun(self) -> str:
        """The kind in words, as in "this is a number"."""
        return _NOUNS[self]


_NOUNS = {
    Kind.NUMBER: "a number",
    Kind.TEXT: "text",
    Kind.TRUTH: "a truth value",
    Kind.DATE: "a date",
    Kind.NOTHING: "missing everywhere",
}


@dataclass(frozen=True, slots=True)
class ColumnType:
    """One column as the checker sees it.

    Parameters
    ----------
    kind
        The kind of its values; None for what the language cannot read, such as lists.
    description
        The column's type in the words of its own library, for messages.
    iso_dates
        For text: whether its values are dates in ISO form, so that it may serve as a date.
    conversion, date_conversion
        For text whose values are all numbers, or all dates: the line that converts it in its own
        library.
    """

    kind: Kind | None
    description: str = ""
    iso_dates: bool = False
    conversion: str | None = None
    date_conversion: str | None = None


Columns = Mapping[str, ColumnType]


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of the customers frame and, if there is one, of the events frame."""

    customers: Columns = field(default_factory=dict)
    events: Columns | None = None
