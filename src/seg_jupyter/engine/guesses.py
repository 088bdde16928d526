"""Guesses of the columns of ids and times, where only one can be meant; kept, to be said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.errors import SegmentUsageError, listed, quoted

_ID_NAME = re.compile(r"(?:.*[_ \-.])?id|.*[a-z]I[dD]", re.ASCII)


@dataclass(frozen=True)
class Guess:
    """Something that the caller left out, and why it was taken so."""

    option: str
    value: str
    reason: str


def guess_id(people: Frame | None, happened: Frame, guesses: list[Guess]) -> str:
    """Return the one column that both frames share; of events alone, the one named like an id.

    Raises
    ------
    SegmentUsageError
        If there is none or several; it lists them.
    """
    if people is not None:
        candidates = [name for name in people.names if name in happened.columns]
        reason = "the only column that both frames share"
        problem = "it is not clear which column holds the customer's id"
    else:
        candidates = [name for name in happened.names if _ID_NAME.fullmatch(name)]
        reason = "the only column named like an id"
        problem = "it is not clear which events column holds the customer's id"
    if len(candidates) != 1:
        shared = "Both frames share" if people is not None else "Named like an id"
        remedy = "Name it with --id, or id=… from Python."
        if not candidates and people is not None and people.index_name in happened.columns:
            remedy = f"The index is called {quoted(people.index_name)}: write frame.reset_index()."
        raise SegmentUsageError(
            problem,
            exists=f"{shared}: {listed(candidates)}." if candidates else f"{shared}: none.",
            remedy=remedy,
        )
    guesses.append(Guess("id", candidates[0], reason))
    return candidates[0]


def guess_time(happened: Frame, guesses: list[Guess]) -> str:
    """Return the one column of dates, or if there is none, the one with dates as text.

    Raises
    ------
    SegmentUsageError
        If there is none or several; it lists them.
    """
    candidates = [name for name in happened.names if happened.holds_dates(name)]
    # a column without a single date gives way to one that has some
    candidates = [name for name in candidates if not happened.is_empty(name)] or candidates
    reason = "the only date column of the events"
    if not candidates:
        candidates = [name for name in happened.names if happened.columns[name].iso_dates]
        reason = "the only column of the events with dates as text"
    if len(candidates) != 1:
        raise SegmentUsageError(
            "it is not clear which events column holds the time",
            exists=f"Date columns: {listed(candidates)}."
            if candidates
            else "There is no date column.",
            remedy="Name it with --time, or time=… from Python."
            if candidates
            else f"Convert one first: {happened.remedies.dates('at')}",
        )
    guesses.append(Guess("time", candidates[0], reason))
    return candidates[0]
