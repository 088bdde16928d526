"""The ids of customers and events: read, checked, and joined to rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.series import in_words
from seg_jupyter.engine.values import Bits, Integers
from seg_jupyter.errors import SegmentDataError, quoted


@dataclass(frozen=True)
class Ids:
    """The ids of a frame.

    Parameters
    ----------
    distinct
        Each id once, as the frame has it.
    keys
        The same in a form that compares exactly with the keys of any other frame.
    codes
        For each row the place of its id among them; -1 for none.
    are_text
        Whether they are text, and not whole numbers.
    """

    distinct: pd.Index[Any]
    keys: pd.Index[Any]
    codes: npt.NDArray[np.intp]
    are_text: bool


def read_ids(frame: Frame, name: str) -> Ids:
    """Read a column of ids: whole numbers or text.

    Raises
    ------
    SegmentDataError
        For anything else; decimals are refused, since they cannot be told apart reliably.
    """
    series = frame.plain(name)
    kind = types.infer_dtype(series, skipna=True) if series.notna().any() else "empty"
    if kind in ("floating", "decimal", "mixed-integer-float"):
        raise SegmentDataError(
            f"the ids in {quoted(name)} of the {frame.role} are decimal numbers",
            exists="Whole numbers turn into decimals where an id is missing.",
            remedy=f"Convert them first: frame[{name!r}] = frame[{name!r}].astype('Int64')",
        )
    if kind not in ("integer", "string", "empty"):
        raise SegmentDataError(
            f"the ids in {quoted(name)} of the {frame.role} are neither whole numbers nor text",
            exists=f"They are {in_words(series)}.",
            remedy=f"Convert them first: frame[{name!r}] = frame[{name!r}].astype('string')",
        )
    codes, distinct = pd.factorize(series)
    ids = pd.Index(distinct)
    return Ids(ids, _keys(ids, whole=kind == "integer"), codes, kind == "string")


def _keys(ids: pd.Index[Any], *, whole: bool) -> pd.Index[Any]:
    """Return ids as int64, or as Python's own values where that cannot hold them.

    Two integer types that no third one covers would be compared as decimals, and long ids taken
    for one another.
    """
    if whole and (not len(ids) or int(ids.max()) < 2**63):
        keys: pd.Index[Any] = pd.Index(ids.to_numpy(np.int64))
    else:
        keys = pd.Index(list(ids), dtype=object)
    return keys


def check_customer_ids(frame: Frame, name: str, ids: Ids) -> None:
    """Refuse ids of customers that are missing or stand twice."""
    absent = int((ids.codes < 0).sum())
    if absent:
        raise SegmentDataError(
            f"{absent:,} of {frame.size:,} customers have no id in {quoted(name)}",
            remedy=f"Drop them first: frame = frame.dropna(subset=[{name!r}])",
        )
    twice = frame.size - len(ids.distinct)
    if twice:
        raise SegmentDataError(
            f"{twice:,} of {frame.size:,} rows of the customers repeat an id in {quoted(name)}",
            exists="The customers frame has one row for each customer.",
            remedy=f"Keep one row of each: frame = frame.drop_duplicates({name!r}, keep='last')",
        )


def locate(events: Ids, customers: Ids) -> Integers:
    """Return for each event the row of its customer; -1 for none."""
    rows = np.full(len(customers.distinct), -1, np.int64)
    rows[customers.codes] = np.arange(len(customers.codes))
    places = customers.keys.get_indexer(events.keys)
    found = np.append(
        np.where(places >= 0, rows[places], -1) if len(rows) else np.full(len(places), -1), -1
    )
    return cast(Integers, found[events.codes].astype(np.int64))


def frame_of_ids(name: str, ids: Ids, seen: Bits) -> Frame:
    """Return a customers frame with one row for each id that was seen, sorted by id."""
    distinct = ids.distinct[np.flatnonzero(np.bincount(ids.codes[seen & (ids.codes >= 0)]))]
    return Frame(pd.DataFrame({name: distinct.sort_values()}).reset_index(drop=True), "customers")
