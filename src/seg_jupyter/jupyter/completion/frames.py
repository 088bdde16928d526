"""What a glance at a cell's frames shows: kinds of columns, and texts that stand for many people.

Only a few rows, spread over the frame, are ever read, so that a large frame costs no time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.frames.common_texts import common_texts
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.ids import read_ids
from seg_jupyter.engine.guesses import guess_id
from seg_jupyter.errors import SegmentError
from seg_jupyter.lang.schema import Kind

_ROWS_FOR_KINDS = 100
_ROWS_FOR_TEXTS = 10_000

Kinds = Mapping[str, Kind | None]
"""Columns by name, with None for one that the language cannot read."""


class CellFrames:
    """The frames that a cell names.

    Parameters
    ----------
    customers, events
        The frames as the notebook has them; None for what is not there. The path of a file
        stands for a frame that is never read here.
    id
        The column of the customer's id, if the cell names it.
    all_profiled
        Whether everybody may be profiled; else no value of anybody is read for `texts`.
    """

    def __init__(
        self,
        customers: object | None,
        events: object | None,
        id: str | None = None,  # noqa: A002 - the word that users know
        *,
        all_profiled: bool = True,
    ) -> None:
        self._customers = _frame(customers, "customers")
        self._events = _frame(events, "events")
        self.has_events = events is not None
        self._id = id
        self._all_profiled = all_profiled

    @cached_property
    def customers(self) -> Kinds:
        """The columns of the customers, and the kind of each."""
        return _kinds(self._customers)

    @cached_property
    def events(self) -> Kinds:
        """The columns of the events, and the kind of each."""
        return _kinds(self._events)

    def times(self) -> Kinds:
        """Return the columns that may hold the events' times: dates, else text that looks so."""
        dates = {name: kind for name, kind in self.events.items() if kind is Kind.DATE}
        if dates or self._events is None:
            return dates
        texts = [name for name, kind in self.events.items() if kind is Kind.TEXT]
        columns = self._events.sample(_ROWS_FOR_KINDS, texts).columns
        return {name: Kind.TEXT for name in texts if columns[name].iso_dates}

    def texts(self, column: str, *, events: bool) -> list[str]:
        """Return the texts of a column that stand for at least ten customers each, sorted.

        None of a column of ids, or with so many different ones that it is free text. Rows that are
        not looked at can only make a text stand for more people.
        """
        frame = self._events if events else self._customers
        if frame is None or column not in frame.names or not self._all_profiled:
            return []
        try:
            return _common_texts(frame, column, self._id_of(frame))
        except SegmentError:  # no one column of ids, or one that is unfit
            return []

    def _id_of(self, frame: Frame) -> str | None:
        """Return the column of ids; None where each row is a customer."""
        if self._id in frame.names:
            return self._id
        if self._events is None:
            return None
        return guess_id(self._customers, self._events, [])


def _frame(native: object | None, role: str) -> Frame | None:
    try:
        return None if native is None or isinstance(native, str) else Frame(native, role)
    except SegmentError:  # it cannot be segmented, which running the cell will say
        return None


def _kinds(frame: Frame | None) -> Kinds:
    if frame is None:
        return {}
    # columns of Python's objects alone are looked into
    sample = frame.sample(_ROWS_FOR_KINDS)
    return {name: _kind(sample, name) for name in sample.names}


def _kind(frame: Frame, name: str) -> Kind | None:
    try:
        return frame.table.kind(name)
    except SegmentError:  # values that no library can look at
        return None


def _common_texts(frame: Frame, column: str, id_: str | None) -> list[str]:
    if column == id_:
        return []
    rows = frame.sample(_ROWS_FOR_TEXTS, [column] if id_ is None else [column, id_])
    people = np.arange(rows.size) if id_ is None else read_ids(rows, id_).codes
    return common_texts(rows, column, people, MIN_CELL)
