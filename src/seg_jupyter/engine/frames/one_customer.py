"""The row of one customer, by id, or by the label of the index, or by the number of the row."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.values import Integers
from seg_jupyter.errors import SegmentUsageError, quoted
from seg_jupyter.lang.schema import Kind

_WHOLE = re.compile(r"-?[0-9]{1,20}")


def row_of(frame: Frame, id: str | None, who: object) -> int:  # noqa: A002 - the users' word
    """Return the row of one customer.

    Parameters
    ----------
    frame
        The customers.
    id
        The column of their ids; None for the index of pandas, or the number of the row from 0.
    who
        What stands there. A number may be given as text.

    Raises
    ------
    SegmentUsageError
        If nobody is called so, or several are; other customers are never named.
    """
    called = _called(frame, id, who)
    for wanted in _spellings(who):
        rows = _rows(frame, id, wanted)
        if len(rows) > 1:
            raise SegmentUsageError(
                f"{len(rows):,} customers have {called}",
                remedy="Name the column of the ids in the fit: id=…, or --id in a cell.",
            )
        if len(rows):
            return int(rows[0])
    raise SegmentUsageError(
        f"no customer has {called}",
        remedy=None if id else "To go by an id, name its column in the fit: id=…, or --id.",
    )


def _called(frame: Frame, id: str | None, who: object) -> str:  # noqa: A002
    if id is not None:
        return f"the id {quoted(who)} in the column {quoted(id)}"
    where = "row number {}" if _index(frame.native) is None else "label {} in the index"
    return f"the {where.format(quoted(who))}"


def _spellings(who: object) -> list[object]:
    """Return what is looked for: as it is given, then a number for its text, or the reverse."""
    if isinstance(who, str):
        return [who, int(who)] if _WHOLE.fullmatch(who) else [who]
    if isinstance(who, int | np.integer) and not isinstance(who, bool):
        return [int(who), str(who)]
    return [who]


def _rows(frame: Frame, id: str | None, wanted: object) -> Integers:  # noqa: A002
    if id is None:
        index = _index(frame.native)
        return _labelled(pd.RangeIndex(frame.size) if index is None else index, wanted)
    if isinstance(wanted, str):
        if frame.columns[id].kind is not Kind.TEXT:
            return np.zeros(0, np.int64)
        codes, texts = frame.factorized(id)
        code = texts.index(wanted) if wanted in texts else len(texts)
        return np.flatnonzero(codes == code)
    numbered = frame.columns[id].kind is Kind.NUMBER
    if not numbered or not isinstance(wanted, int) or isinstance(wanted, bool):
        return np.zeros(0, np.int64)
    return np.flatnonzero((frame.series(id) == wanted).to_numpy(np.bool_, na_value=False))


def _index(native: object) -> pd.Index[Any] | None:
    """Return the index of a frame of pandas; frames of other libraries have none."""
    return native.index if isinstance(native, pd.DataFrame) else None


def _labelled(index: pd.Index[Any], wanted: Any) -> Integers:
    """Return the rows with a label of the index; what cannot be one has none."""
    if isinstance(index, pd.MultiIndex):
        return _labelled_in_levels(index, wanted)
    try:
        # a tuple is one label here, and no row of several levels
        places = index.get_indexer_for(pd.Index([wanted], tupleize_cols=False))
    except (TypeError, ValueError):
        return np.zeros(0, np.int64)
    return np.asarray(places[places >= 0], np.int64)


def _labelled_in_levels(index: pd.MultiIndex, wanted: Any) -> Integers:
    if not isinstance(wanted, tuple) or len(wanted) != index.nlevels:
        return np.zeros(0, np.int64)
    rows = np.arange(len(index))
    for level, part in enumerate(wanted):
        rows = np.intersect1d(rows, _labelled(index.get_level_values(level), part))
    return rows
