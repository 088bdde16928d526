"""What a run reads: the frames, the columns that hold ids and times, and the as-of date.

Whatever the caller left out is guessed only where one answer is possible; guesses are kept, to be
shown, and anything ambiguous is an error that lists the candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from seg_jupyter.engine.frames import (
    Frame,
    Ids,
    check_customer_ids,
    count_duplicates,
    frame_of_ids,
    locate,
    read_ids,
)
from seg_jupyter.engine.times import AsOf, day_of, parse_as_of
from seg_jupyter.engine.values import Bits, Dates, Integers
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentNameError,
    SegmentUsageError,
    closest,
    listed,
    quoted,
)
from seg_jupyter.lang.schema import Kind, Schema

_ID_NAME = re.compile(r"(?:.*[_ \-.])?id|.*[a-z]I[dD]", re.ASCII)


@dataclass(frozen=True)
class Guess:
    """Something that the caller left out, and why it was taken so."""

    option: str
    value: str
    reason: str


@dataclass(frozen=True)
class EventCounts:
    """What the events frame held, and what was not read of it."""

    rows: int = 0
    read: int = 0
    after_as_of: int = 0
    without_id: int = 0
    without_time: int = 0
    unreadable_time: int = 0
    of_strangers: int = 0
    duplicates: int = 0


@dataclass(frozen=True, eq=False)
class EventRows:
    """The events that count: of customers, with a time, up to the as-of date.

    Parameters
    ----------
    frame
        The whole events frame.
    rows
        Which of its rows count.
    customers
        For each of those the row of its customer.
    times
        For each of those its time.
    """

    frame: Frame
    rows: Integers
    customers: Integers
    times: Dates

    def of(self, chosen: Bits) -> EventRows:
        """Return only the events of the customers chosen."""
        if chosen.all():
            return self
        kept = np.flatnonzero(chosen[self.customers])
        return EventRows(self.frame, self.rows[kept], self.customers[kept], self.times.take(kept))


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that a program reads."""

    customers: Frame
    events: EventRows | None
    id: str | None
    time: str | None
    as_of: AsOf | None
    guesses: tuple[Guess, ...] = ()
    counts: EventCounts = field(default_factory=EventCounts)

    @property
    def schema(self) -> Schema:
        """The columns of both frames."""
        events = self.events.frame.columns if self.events else None
        return Schema(self.customers.columns, events)


def gather(
    customers: object | None,
    events: object | None,
    *,
    id: str | None = None,  # noqa: A002 - the word that users know
    time: str | None = None,
    as_of: object | None = None,
) -> Inputs:
    """Bring the frames together.

    Raises
    ------
    SegmentUsageError, SegmentNameError, SegmentDataError
        For what is missing, ambiguous or cannot be joined.
    """
    if customers is None and events is None:
        raise SegmentUsageError(
            "there is no frame to segment", remedy="Give a frame of customers, of events, or both."
        )
    known_as_of = None if as_of is None else parse_as_of(as_of)
    people = None if customers is None else Frame(customers, "customers")
    guesses: list[Guess] = []
    if events is None:
        assert people is not None  # noqa: S101 - one of the two is there
        if id is not None:
            _check_column(people, id, "--id")
            check_customer_ids(people, id, read_ids(people, id))
        return Inputs(people, None, id, None, known_as_of)
    happened = Frame(events, "events")
    id = id or _guess_id(people, happened, guesses)  # noqa: A001
    time = time or _guess_time(happened, guesses)
    for frame in (people, happened):
        if frame is not None:
            _check_column(frame, id, "--id")
    _check_column(happened, time, "--time")
    return _join(people, happened, id, time, known_as_of, guesses)


def _check_column(frame: Frame, name: str, option: str) -> None:
    if name not in frame.columns:
        raise SegmentNameError(
            f"the {frame.role} have no column {quoted(name)}",
            exists=closest(name, frame.names),
            remedy=f"Name another with {option}.",
        )


def _guess_id(people: Frame | None, happened: Frame, guesses: list[Guess]) -> str:
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
        raise SegmentUsageError(
            problem,
            exists=f"{shared}: {listed(candidates)}." if candidates else f"{shared}: none.",
            remedy="Name it with --id, or id=… from Python.",
        )
    guesses.append(Guess("id", candidates[0], reason))
    return candidates[0]


def _guess_time(happened: Frame, guesses: list[Guess]) -> str:
    kinds = {name: happened.columns[name] for name in happened.names}
    candidates = [name for name, column in kinds.items() if column.kind is Kind.DATE]
    reason = "the only date column of the events"
    if not candidates:
        candidates = [name for name, column in kinds.items() if column.iso_dates]
        reason = "the only column of the events with dates as text"
    if len(candidates) != 1:
        raise SegmentUsageError(
            "it is not clear which events column holds the time",
            exists=f"Date columns: {listed(candidates)}."
            if candidates
            else "There is no date column.",
            remedy="Name it with --time, or time=… from Python."
            if candidates
            else "Convert one first: frame['at'] = pd.to_datetime(frame['at'])",
        )
    guesses.append(Guess("time", candidates[0], reason))
    return candidates[0]


def _join(
    people: Frame | None,
    happened: Frame,
    id: str,  # noqa: A002
    time: str,
    as_of: AsOf | None,
    guesses: list[Guess],
) -> Inputs:
    ids = read_ids(happened, id)
    times, unreadable = _times(happened, time)
    if as_of is None:
        as_of = _last_day(times, guesses)
    elif not times.missing.all() and int(times.instants[~times.missing].min()) >= as_of.end(
        times.zone
    ):
        first = day_of(int(times.days[~times.missing].min()))
        raise SegmentDataError(
            f"the as-of date {as_of.day} is before the first event, on {first}",
            remedy="Choose a later as-of date.",
        )
    in_time = ~times.missing & (times.instants < as_of.end(times.zone))
    if people is None:
        people = frame_of_ids(id, ids, in_time)
    owners = _owners(people, id, ids)
    counted = in_time & (owners >= 0)
    rows = np.flatnonzero(counted)
    counts = EventCounts(
        rows=happened.size,
        read=len(rows),
        after_as_of=int((~times.missing & ~in_time).sum()),
        without_id=int((ids.codes < 0).sum()),
        without_time=int(times.missing.sum()) - unreadable,
        unreadable_time=unreadable,
        of_strangers=int((in_time & (ids.codes >= 0) & (owners < 0)).sum()),
        duplicates=count_duplicates(happened, ids.codes, times.instants),
    )
    events = EventRows(happened, rows, owners[rows], times.take(rows))
    return Inputs(people, events, id, time, as_of, tuple(guesses), counts)


def _times(happened: Frame, time: str) -> tuple[Dates, int]:
    column = happened.columns[time]
    if column.kind is not Kind.NOTHING and column.kind is not Kind.DATE and not column.iso_dates:
        raise SegmentDataError(
            f"the events column {quoted(time)} does not hold dates",
            exists=f"It holds {column.kind.noun if column.kind else column.description}.",
            remedy=f"Convert it first: frame[{time!r}] = pd.to_datetime(frame[{time!r}])",
        )
    reading = happened.read(time, Kind.DATE)
    assert isinstance(reading.values, Dates)  # noqa: S101 - read as dates
    return reading.values, reading.unreadable_dates


def _last_day(times: Dates, guesses: list[Guess]) -> AsOf:
    present = ~times.missing
    if not present.any():
        raise SegmentDataError(
            "there are no events with a time, so the as-of date cannot be guessed",
            remedy="Give it with --as-of, or as_of=… from Python.",
        )
    as_of = AsOf(day_of(int(times.days[present].max())))
    guesses.append(Guess("as-of", str(as_of.day), "the day of the last event"))
    return as_of


def _owners(people: Frame, id: str, events: Ids) -> Integers:  # noqa: A002
    own = read_ids(people, id)
    check_customer_ids(people, id, own)
    if own.are_text != events.are_text and len(own.distinct) and len(events.distinct):
        words = {True: "text", False: "whole numbers"}
        raise SegmentDataError(
            f"the ids in {quoted(id)} are {words[own.are_text]} in the customers, "
            f"{words[events.are_text]} in the events",
            remedy=f"Convert one of them first: frame[{id!r}] = frame[{id!r}].astype('string')",
        )
    return locate(events, own)


def yes(people: Frame, column: str, option: str) -> Bits:
    """Return where a column of agreements or objections is true; missing counts as not true.

    Raises
    ------
    SegmentDataError
        If the column holds anything but truth values, or 0 and 1.
    """
    _check_column(people, column, option)
    kind = people.columns[column].kind
    if kind is Kind.TRUTH:
        values = people.read(column, Kind.TRUTH).values
        return values.true  # type: ignore[union-attr]
    if kind is Kind.NUMBER:
        numbers = people.read(column, Kind.NUMBER).values.values  # type: ignore[union-attr]
        if np.isin(numbers[~np.isnan(numbers)], (0, 1)).all():
            return np.asarray(numbers == 1)
    if kind is Kind.NOTHING:
        return np.zeros(people.size, np.bool_)
    raise SegmentDataError(
        f"the column {quoted(column)} of {option} holds neither truth values nor 0 and 1",
        remedy=f"Convert it first: frame[{column!r}] = frame[{column!r}] == 'yes'",
    )
