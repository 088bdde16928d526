"""Which frames of a notebook hold customers, and which hold events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seg_jupyter.engine.frames.ids import read_ids
from seg_jupyter.engine.frames.variable import NamedFrame
from seg_jupyter.engine.guesses import named_like_ids, names_people
from seg_jupyter.errors import SegmentError, SegmentUsageError, listed
from seg_jupyter.templates.look import Look

_ROWS = 20_000
"""Rows in which ids that repeat are looked for, before the whole column is."""


@dataclass(frozen=True)
class Choice:
    """Frames for a cell, why they were taken, a line each, and columns that somebody named."""

    customers: Any = None
    events: Any = None
    guesses: tuple[str, ...] = ()
    id: str | None = None
    time: str | None = None


def choices(frames: Mapping[str, Any]) -> list[Choice]:
    """Return the frames that a cell could read, each pair of customers and events once.

    Raises
    ------
    SegmentUsageError
        If there is no frame, or it cannot be told what they hold.
    """
    if not frames:
        raise SegmentUsageError(
            "the notebook has no frame yet",
            remedy="Make one first, or name a file: %segment new rfm --events orders.csv",
        )
    looks = {name: look for name, frame in frames.items() if (look := _look(name, frame))}
    happened = {name: id_ for name, look in looks.items() if (id_ := repeated_id(look))}
    people = [name for name in looks if name not in happened]
    if happened:
        return [_with_customers(frames, looks, people, name, id_) for name, id_ in happened.items()]
    if len(people) > 1:
        people = [name for name in people if names_people(name)] or people
    if len(people) != 1:
        raise cannot_tell(frames)
    guess = () if len(frames) == 1 else (f"guessed: {people[0]} is named like customers",)
    return [Choice(NamedFrame(frames[people[0]], people[0]), None, guess)]


def repeated_id(look: Look) -> str | None:
    """Return the id of people that repeats in a frame with times: then it holds events."""
    frame = look.frame
    ids = named_like_ids(frame)
    ids = [name for name in ids if names_people(name)] or ids
    dated = any(frame.holds_dates(n) or look.sample.columns[n].iso_dates for n in frame.names)
    return next((id_ for id_ in ids if _repeats(look, id_)), None) if dated else None


def cannot_tell(frames: Mapping[str, Any]) -> SegmentUsageError:
    """Return the error for frames of which several could be meant."""
    return SegmentUsageError(
        "it cannot be told which frames are meant",
        exists=f"The notebook has: {listed(frames)}.",
        remedy="Name them: %segment new NAME customers --events orders; "
        "seg.stack(...) makes one of several frames of events.",
    )


def _with_customers(
    frames: Mapping[str, Any], looks: Mapping[str, Look], people: list[str], name: str, id_: str
) -> Choice:
    """Return events with the customers that share their id, if one frame does."""
    sharing = [p for p in people if id_ in looks[p].frame.names and not _repeats(looks[p], id_)]
    if len(sharing) > 1:
        sharing = [p for p in sharing if names_people(p)]
        if len(sharing) != 1:
            raise cannot_tell(frames)
    events = NamedFrame(frames[name], name)
    guess = f"guessed: {name} has many rows for each {id_}, and times: events"
    if not sharing:
        return Choice(None, events, (guess,))
    (own,) = sharing
    return Choice(
        NamedFrame(frames[own], own), events, (f"guessed: {own} has one row for each {id_}", guess)
    )


def _look(name: str, frame: Any) -> Look | None:
    try:
        return Look(NamedFrame(frame, name), "frame")
    except SegmentError:  # it cannot be segmented: lazy, or with two columns of one name
        return None


def _repeats(look: Look, id_: str) -> bool:
    """Tell whether ids repeat: in some rows, else in all of them."""
    try:
        for rows in (look.frame.sample(_ROWS, [id_]), look.frame):
            ids = read_ids(rows, id_)
            if len(ids.keys) < (ids.codes >= 0).sum():
                return True
    except SegmentError:  # no ids: decimals, say
        return False
    return False
