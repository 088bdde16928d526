"""The ids of customers and events: read, checked, and joined to rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

from seg_jupyter.engine.chunks import chunks, looked_up
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.series import fits_integers
from seg_jupyter.engine.values import Bits, Integers
from seg_jupyter.errors import SegmentDataError, quoted
from seg_jupyter.lang.schema import Kind

_WIDEST = 4
"""Up to so many whole numbers for each id, a table of them is faster than a search."""


@dataclass(frozen=True)
class Ids:
    """The ids of a frame.

    Parameters
    ----------
    keys
        Each id once, in a form that compares exactly with the keys of any other frame. Text is
        sorted.
    codes
        For each row the place of its id among them; -1 for none.
    are_text
        Whether they are text, and not whole numbers.
    """

    keys: pd.Index[Any]
    codes: Integers
    are_text: bool


_DIGITS = re.compile("[0-9]{1,18}")


def read_ids(frame: Frame, name: str) -> Ids:
    """Read a column of ids: whole numbers or text.

    Raises
    ------
    SegmentDataError
        For anything else; decimals are refused, since they cannot be told apart reliably.
    """
    if frame.table.kind(name) is Kind.TEXT:
        codes, texts = frame.factorized(name)
        return Ids(pd.Index(texts, dtype=object), codes, bool(texts))
    series = frame.series(name)
    kind = types.infer_dtype(series, skipna=True) if series.notna().any() else "empty"
    if kind in ("floating", "decimal", "mixed-integer-float"):
        raise SegmentDataError(
            f"the ids in {quoted(name)} of the {frame.role} are decimal numbers",
            exists="Whole numbers turn into decimals where an id is missing."
            if fits_integers(series)
            else "Some are no whole numbers; check that this is the column of the ids.",
            remedy=f"Convert them first: {frame.remedies.whole(name)}",
        )
    if kind not in ("integer", "empty"):
        raise SegmentDataError(
            f"the ids in {quoted(name)} of the {frame.role} are neither whole numbers nor text",
            exists=f"They are {frame.table.in_words(name)}.",
            remedy=f"Convert them first: {frame.remedies.text(name)}",
        )
    if isinstance(series.dtype, np.dtype) and series.dtype.kind == "i":
        dense = _dense(series.to_numpy(np.int64))
        if dense is not None:
            return dense
    places, distinct = pd.factorize(series)
    return Ids(_keys(pd.Index(distinct)), places.astype(np.int64, copy=False), are_text=False)


def _dense(values: Integers) -> Ids | None:
    """Read whole numbers that lie close together by a table of them; None for others."""
    if not len(values):
        return None
    lowest, highest = int(values.min()), int(values.max())
    if highest - lowest >= _WIDEST * len(values):
        return None
    there = np.zeros(highest - lowest + 1, np.bool_)
    for rows in chunks(len(values)):
        there[values[rows] - lowest] = True
    codes = looked_up(np.cumsum(there) - 1, values, less=lowest)
    return Ids(pd.Index(np.flatnonzero(there) + lowest), codes, are_text=False)


def _keys(ids: pd.Index[Any]) -> pd.Index[Any]:
    """Return whole numbers as int64, or as Python's own where that cannot hold them.

    Two integer types that no third one covers would be compared as decimals, and long ids taken
    for one another.
    """
    if len(ids) and int(ids.min()) >= -(2**63) and int(ids.max()) < 2**63:
        return pd.Index(ids.to_numpy(np.int64))
    objects: pd.Index[Any] = pd.Index(ids.tolist(), dtype=object)
    return objects


def check_customer_ids(frame: Frame, name: str, ids: Ids, doubt: str | None = None) -> None:
    """Refuse ids of customers that are missing or stand twice; `doubt` is said of the latter."""
    absent = int((ids.codes < 0).sum())
    if absent:
        raise SegmentDataError(
            f"{absent:,} of {frame.size:,} customers have no id in {quoted(name)}",
            remedy=f"Drop them first: {frame.remedies.present(name)}",
        )
    twice = frame.size - len(ids.keys)
    if twice:
        raise SegmentDataError(
            f"{twice:,} of {frame.size:,} rows of the customers repeat an id in {quoted(name)}",
            exists="The customers frame has one row for each customer.",
            remedy=doubt or f"Keep one row of each: {frame.remedies.one_of_each(name)}",
        )


def check_alike(name: str, people: Frame, own: Ids, happened: Frame, theirs: Ids) -> None:
    """Refuse text in one frame and whole numbers in the other.

    The error shows a line that converts one of them, if some of the ids meet then.
    """
    if own.are_text == theirs.are_text or not (len(own.keys) and len(theirs.keys)):
        return
    words = {True: "text", False: "whole numbers"}
    exists, remedy = _making_alike(name, people, own, happened, theirs)
    raise SegmentDataError(
        f"the ids in {quoted(name)} are {words[own.are_text]} in the customers, "
        f"{words[theirs.are_text]} in the events",
        exists=exists,
        remedy=remedy,
    )


def _making_alike(
    name: str, people: Frame, own: Ids, happened: Frame, theirs: Ids
) -> tuple[str | None, str]:
    sides = ((people, own.keys), (happened, theirs.keys))
    (writing, texts), (counting, numbers) = sides if own.are_text else sides[::-1]
    if not {str(number) for number in numbers}.isdisjoint(texts):
        line = counting.remedies.text(name)
        return None, f"Convert those of the {counting.role} first: {line}"
    digits = all(_DIGITS.fullmatch(text) for text in texts)
    if digits and not {int(text) for text in texts}.isdisjoint(numbers):
        line = writing.remedies.whole_of_text(name)
        return (
            "Zeros in front make the difference.",
            f"Convert those of the {writing.role} first: {line}",
        )
    return (
        "No id is in both, as text or as numbers"
        + ("." if digits else ": as text they are not digits alone."),
        "Write both in one way, such as C100 and 100 as 100; or name another column with --id, "
        "or id=… from Python.",
    )


def locate(events: Ids, customers: Ids) -> Integers:
    """Return for each event the row of its customer; -1 for none."""
    rows = np.full(len(customers.keys), -1, np.int64)
    rows[customers.codes] = np.arange(len(customers.codes))
    places = customers.keys.get_indexer(events.keys)
    found = np.append(
        np.where(places >= 0, rows[places], -1) if len(rows) else np.full(len(places), -1), -1
    )
    return looked_up(found, events.codes)


def customers_of(events: Frame, name: str, ids: Ids, seen: Bits) -> tuple[Frame, Integers]:
    """Return a customers frame of the events' kind, and for each event the row of its customer.

    Each id that was seen has a row, sorted by it; -1 for the events of all others.
    """
    # any row of an id serves: the last that is written, into a place behind all for no id
    row = np.full(len(ids.keys) + 1, -1, np.int64)
    for rows in chunks(events.size):
        here = np.flatnonzero(seen[rows])
        row[ids.codes[rows][here]] = here + rows.start
    row = row[:-1]
    order = np.arange(len(row)) if ids.are_text else np.argsort(ids.keys.to_numpy(), kind="stable")
    order = order[row[order] >= 0]
    place = np.full(len(row) + 1, -1, np.int64)
    place[order] = np.arange(len(order))
    as_they_are = np.array_equal(place[:-1], np.arange(len(row)))
    owners = ids.codes if as_they_are else looked_up(place, ids.codes)
    rows_of_ids = events.table.rows(row[order], [name])
    return Frame(rows_of_ids, "customers", events.variable), owners
