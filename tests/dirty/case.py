"""One row of the table of bad input: what is given, and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dirty.frames import ARROW, KINDS, PANDAS, POLARS, Native, Table
from seg_jupyter.errors import SegmentDataError, SegmentError

ELSE = "else"
"""Among expectations by kind of frame: that of all other kinds."""


@dataclass(frozen=True)
class Refused:
    """An error is expected.

    Parameters
    ----------
    problem
        What is wrong: the whole clause.
    error
        The class.
    place
        Line and column in the cell; None if the error is not in the cell.
    exists, remedy
        A piece of what there is instead, and of what to do. The remedy by library, where it is
        a line of the frame's own.
    cures
        The frame, `customers` or `events`, to which the line of the remedy is applied; after
        that the case must run.
    """

    problem: str
    error: type[SegmentError] = SegmentDataError
    place: tuple[int, int] | None = None
    exists: str | None = None
    remedy: str | Mapping[str, str] | None = None
    cures: str | None = None


@dataclass(frozen=True)
class Given:
    """A result is expected.

    Parameters
    ----------
    segment
        The label of each customer.
    values
        Definitions, and the value of each customer; None is missing.
    said
        Sentences that the display must contain.
    unsaid
        Words that it must not contain.
    labels
        The name of the column of labels.
    """

    segment: Sequence[str] | None = None
    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    said: Sequence[str] = ()
    unsaid: Sequence[str] = ()
    labels: str = "segment"


Outcome = Refused | Given


@dataclass(frozen=True)
class Case:
    """One row of the table.

    Parameters
    ----------
    name
        What is bad about the input.
    customers, events
        The frames: a table, or a function that makes one for each kind.
    cell, options
        What is fitted, and how.
    expected
        What must come of it, on every kind of frame or by kind.
    kinds, because
        The kinds of frames that can hold such a thing, and why others cannot.
    later
        Frames and options to which the fitted model is applied; what is expected is then
        expected of that.
    plain
        Whether the customers get no further columns of e-mail addresses, which may never show.
    """

    name: str
    customers: Table | Native | None
    cell: str
    expected: Outcome | Mapping[str, Outcome]
    events: Table | Native | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    kinds: Sequence[str] = KINDS
    because: str = ""
    later: tuple[Table | Native | None, Table | Native | None, Mapping[str, Any]] | None = None
    plain: bool = False

    def __post_init__(self) -> None:
        assert bool(self.because) == (tuple(self.kinds) != KINDS), self.name

    def outcome(self, kind: str) -> Outcome:
        """Return what is expected on a kind of frame."""
        if isinstance(self.expected, Refused | Given):
            return self.expected
        return self.expected.get(kind) or self.expected[ELSE]


def by_library(pandas: str, polars: str, pyarrow: str) -> dict[str, str]:
    """Return the remedy of each library."""
    return {"pandas": pandas, "polars": polars, "pyarrow": pyarrow}


OBJECTS = (*PANDAS, POLARS)
NO_OBJECTS = "PyArrow has no columns of Python's objects"
NO_NAMES_TWICE = "in Polars no two columns have one name"
PANDAS_ALONE = "only pandas has such a type"
__all__ = [
    "ARROW", "ELSE", "KINDS", "NO_NAMES_TWICE", "NO_OBJECTS", "OBJECTS", "PANDAS", "PANDAS_ALONE",
    "POLARS", "Case", "Given", "Refused", "by_library",
]  # fmt: skip
