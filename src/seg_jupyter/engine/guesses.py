"""Guesses of the columns of ids and times, where only one can be meant; kept, to be said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.series import is_whole
from seg_jupyter.errors import SegmentError, SegmentUsageError, listed, quoted
from seg_jupyter.lang.schema import Kind

_PEOPLE = (
    *("customer", "cust", "client", "user", "member", "household", "account", "buyer"),
    *("subscriber", "contact", "person"),
)
_ID_NAME = re.compile(
    rf"(?i:(?:.*[_ \-.])?id|(?:{'|'.join(_PEOPLE)})(?:[_ \-.]?(?:id|no|nr|num|number|key))?)"
    "|.*[a-z]I[dD]",
    re.ASCII,
)
_PEOPLE_NAME = re.compile(rf"(?i:.*(?:{'|'.join(_PEOPLE)}).*)", re.ASCII | re.DOTALL)
_NAME_IT = "Name it with --id NAME, or id=… from Python."


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
    if people is None:
        candidates, reason = named_like_ids(happened), "the only column named like an id"
    else:
        candidates = [name for name in people.names if name in happened.columns]
        reason = "the only column that both frames share"
    if len(candidates) != 1:
        raise _no_events_id(happened) if people is None else _no_shared_id(people, happened)
    guesses.append(Guess("id", candidates[0], reason))
    return candidates[0]


def _no_events_id(happened: Frame) -> SegmentUsageError:
    candidates = named_like_ids(happened)
    exists = f"Named like an id: {_listed(candidates)}."
    if not candidates:
        possible = [name for name in happened.names if _may_be_id(happened, name)]
        exists += f" Columns of whole numbers or text: {_listed(possible)}."
    return SegmentUsageError(
        "it is not clear which events column holds the customer's id",
        exists=exists,
        remedy=_NAME_IT,
    )


def _no_shared_id(people: Frame, happened: Frame) -> SegmentUsageError:
    candidates = [name for name in people.names if name in happened.columns]
    return SegmentUsageError(
        "it is not clear which column holds the customer's id",
        exists=f"Both frames share: {_listed(candidates)}.",
        remedy=_NAME_IT if candidates else _shared(people, happened),
    )


def _shared(people: Frame, happened: Frame) -> str:
    """Say how two frames come to share a column of ids."""
    for frame, other in ((people, happened), (happened, people)):
        if frame.index_name in other.columns:
            line = frame.variable.assigned(f"{frame.variable.name}.reset_index()")
            name = quoted(frame.index_name)
            return f"The {frame.role} have {name} as index; make it a column first: {line}"
    own, theirs = named_like_ids(people), named_like_ids(happened)
    if len(own) != 1 and len(theirs) == 1:
        return renaming(people, happened, theirs[0])
    return renaming(happened, people, own[0] if len(own) == 1 else "NAME IN THE CUSTOMERS")


def doubted(people: Frame, happened: Frame, name: str) -> str | None:
    """Say what to do if a shared column that was guessed turns out to be none of ids.

    None if nothing else can be meant: it is named like an id, or no other column is.
    """
    if _ID_NAME.fullmatch(name) or not (named_like_ids(people) and named_like_ids(happened)):
        return None
    return f"{quoted(name)} was guessed. {_shared(people, happened)}"


def renaming(frame: Frame, other: Frame, name: str) -> str:
    """Say how a frame comes to have the column of ids that the other has under a name."""
    candidates = named_like_ids(frame)
    shared = [candidate for candidate in candidates if candidate in other.columns]
    if shared:
        return f"Both frames have {listed(shared)}; name a column of both."
    if len(candidates) == 1:
        line = frame.remedies.renamed(candidates[0], name)
        return f"If {quoted(candidates[0])} holds it in the {frame.role}, rename it first: {line}"
    line = frame.remedies.renamed("NAME", name)
    return f"Rename the column of the {frame.role} that holds it, here NAME, first: {line}"


def named_like_ids(frame: Frame) -> list[str]:
    """Return the columns that are named like an id, of whatever it may be."""
    return [name for name in frame.names if _ID_NAME.fullmatch(name)]


def names_people(name: str) -> bool:
    """Tell whether a name says that people are meant: `customer_id`, and not `basket_id`."""
    return _PEOPLE_NAME.fullmatch(name) is not None


def _may_be_id(frame: Frame, name: str) -> bool:
    try:
        kind = frame.table.kind(name)
        return kind is Kind.TEXT or (kind is Kind.NUMBER and is_whole(frame.series(name)))
    except SegmentError:  # it is told to who reads it
        return False


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
        raise _no_time(happened, candidates)
    guesses.append(Guess("time", candidates[0], reason))
    return candidates[0]


def _no_time(happened: Frame, candidates: list[str]) -> SegmentUsageError:
    name_it = "Name it with --time NAME, or time=… from Python."
    if candidates:
        exists, remedy = f"Date columns: {listed(candidates)}.", name_it
    else:
        lines = {name: happened.columns[name].date_conversion for name in happened.names}
        written = {name: line for name, line in lines.items() if line}
        exists = "There is no date column."
        if written:
            exists = f"There is no date column; dates as text: {listed(written)}."
            one = "it" if len(written) == 1 else "the one that is the time"
            remedy = f"Convert {one} first: {next(iter(written.values()))}"
        else:
            exists = f"There is no date column; there are: {_listed([*happened.names])}."
            remedy = name_it
    return SegmentUsageError(
        "it is not clear which events column holds the time", exists=exists, remedy=remedy
    )


def _listed(names: list[str]) -> str:
    return listed(names) if names else "none"
