"""What a run reads: the frames, the columns that hold ids and times, and the as-of date.

Whatever the caller left out is guessed only where one answer is possible; guesses are kept, to be
shown, and anything ambiguous is an error that lists the candidates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import cast

import numpy as np

from seg_jupyter.engine.background import started
from seg_jupyter.engine.frames.duplicates import count_duplicates, places_alike
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.ids import (
    Ids,
    check_alike,
    check_customer_ids,
    customers_of,
    locate,
    read_ids,
)
from seg_jupyter.engine.frames.series import zone_name
from seg_jupyter.engine.guesses import Guess, doubted, guess_id, guess_time, renaming
from seg_jupyter.engine.times import AsOf, day_of, parse_as_of
from seg_jupyter.engine.values import DAY, Bits, Dates, Integers, Numbers, Truths
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentNameError,
    SegmentUsageError,
    closest,
    quoted,
)
from seg_jupyter.lang.schema import Kind, Schema


@dataclass(frozen=True)
class EventCounts:
    """What became of each row of the events frame: `rows` is the sum of what follows it."""

    rows: int = 0
    read: int = 0
    without_id: int = 0
    without_time: int = 0
    unreadable_time: int = 0
    of_strangers: int = 0
    not_profiled: int = 0
    after_as_of: int = 0


@dataclass(frozen=True, eq=False)
class EventRows:
    """The events that count: of customers, with a time, up to the as-of date.

    Parameters
    ----------
    frame
        The whole events frame.
    rows
        Which of its rows count; None for all.
    customers
        For each of those the row of its customer.
    times
        For each of those its time.
    """

    frame: Frame
    rows: Integers | None
    customers: Integers
    times: Dates

    @property
    def size(self) -> int:
        """Number of events that count."""
        return len(self.customers)

    @property
    def last_day(self) -> date | None:
        """The day of the last one; None if there is none."""
        return day_of(int(self.times.clock.max()) // DAY) if self.size else None

    @property
    def zone(self) -> str | None:
        """The name of the zone whose days count; None where the times have none."""
        return None if self.times.zone is None else zone_name(self.times.zone)


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that a program reads; `profiled` says who takes part.

    `duplicates` waits for the number of events read that repeat another in every column: it is
    found out meanwhile.
    """

    customers: Frame
    events: EventRows | None
    id: str | None
    time: str | None
    as_of: AsOf | None
    profiled: Bits
    guesses: tuple[Guess, ...] = ()
    counts: EventCounts = field(default_factory=EventCounts)
    duplicates: Callable[[], int] = int

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
    consent: str | None = None,
    objected: str | None = None,
) -> Inputs:
    """Bring the frames together, without the events of people who are not profiled.

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
            _check_column(people, id, "id")
            check_customer_ids(people, id, read_ids(people, id))
        profiled = profiled_of(people, consent, objected)
        return Inputs(people, None, id, None, known_as_of, profiled)
    happened = Frame(events, "events")
    id = guess_id(people, happened, guesses) if id is None else id  # noqa: A001
    time = guess_time(happened, guesses) if time is None else time
    _check_id(happened if people is None else people, happened, id)
    _check_column(happened, time, "time")
    ids = read_ids(happened, id)
    times, unreadable = _times(happened, time)
    alike = started(places_alike, ids.codes, times.instants)
    if people is None:
        timed = ~times.missing
        day = _as_of(known_as_of, times, timed, guesses)
        seen = timed & (times.instants < day.end(times.zone))
        people, owners = customers_of(happened, id, ids, seen)
        profiled = profiled_of(people, consent, objected)
        # an id that is seen later only is no customer yet, and no stranger
        silent = strangers = np.zeros(happened.size, np.bool_)
    else:
        doubt = doubted(people, happened, id) if _is_guessed("id", guesses) else None
        owners = _owners(people, happened, id, ids, doubt)
        strangers = owners < 0
        profiled = profiled_of(people, consent, objected)
        silent = _not_profiled(profiled, owners)
        # who objected may not even be seen in the date of the first or the last event
        day = _as_of(known_as_of, times, ~times.missing & ~silent, guesses)
    late = times.instants >= day.end(times.zone)
    rows, left_out = _sort_out(
        without_id=ids.codes < 0,
        unreadable_time=unreadable,
        without_time=times.missing,
        of_strangers=strangers,
        not_profiled=silent,
        after_as_of=late,
    )
    if rows is None:
        read = EventRows(happened, None, owners, times)
    else:
        read = EventRows(happened, rows, owners[rows], times.take(rows))
    counts = EventCounts(happened.size, read.size, **left_out)
    repeated = started(count_duplicates, happened, rows, alike)
    return Inputs(people, read, id, time, day, profiled, tuple(guesses), counts, repeated)


def _not_profiled(profiled: Bits, owners: Integers) -> Bits:
    """Return which events are of customers who are not profiled; those of strangers are not."""
    if profiled.all():
        return np.zeros(len(owners), np.bool_)
    return cast(Bits, ~np.append(profiled, True)[owners])


def _sort_out(**reasons: Bits) -> tuple[Integers | None, dict[str, int]]:
    """Give each event that is not read one reason, the first that holds.

    Returns the places of those that are left, None for all, and a number for each reason.
    """
    open_: Bits | None = None
    counts: dict[str, int] = {}
    for name, holds in reasons.items():
        counts[name] = int(np.count_nonzero(holds if open_ is None else open_ & holds))
        if counts[name]:
            open_ = ~holds if open_ is None else open_ & ~holds
    return None if open_ is None else np.flatnonzero(open_), counts


def _check_column(frame: Frame, name: str, option: str) -> None:
    if name not in frame.columns:
        raise SegmentNameError(
            f"the {frame.role} have no column {quoted(name)}",
            exists=closest(name, frame.names),
            remedy=f"The {option} is a column of the {frame.role}.",
        )


def _check_id(people: Frame, happened: Frame, name: str) -> None:
    """Refuse a column of ids that is not in both frames; what is in one can be renamed in both."""
    for frame, other in ((people, happened), (happened, people)):
        if name in other.columns and name not in frame.columns:
            raise SegmentNameError(
                f"the {frame.role} have no column {quoted(name)}",
                exists=closest(name, frame.names),
                remedy=renaming(frame, other, name),
            )
    _check_column(people, name, "id")


def _times(happened: Frame, time: str) -> tuple[Dates, Bits]:
    column = happened.columns[time]
    if column.kind is not Kind.NOTHING and column.kind is not Kind.DATE and not column.iso_dates:
        line = column.date_conversion
        if column.kind is Kind.NUMBER:  # it may be of seconds since 1970, and many other things
            line = happened.remedies.dates_of_seconds(time)
        raise SegmentDataError(
            f"the events column {quoted(time)} does not hold dates",
            exists=f"It holds {column.kind.noun if column.kind else column.description}.",
            remedy=f"If it is the time, convert it first: {line}"
            if line
            else "Name another one; dates as text are read in the form 2026-01-31 only.",
        )
    reading = happened.read(time, Kind.DATE)
    assert isinstance(reading.values, Dates)  # noqa: S101 - read as dates
    return reading.values, reading.unreadable


def _as_of(known: AsOf | None, times: Dates, counted: Bits, guesses: list[Guess]) -> AsOf:
    """Return the as-of date: the one given, or the day of the last event that counts.

    Raises
    ------
    SegmentDataError
        If it is before the first event, or there is no event to take it from.
    """
    if known is None:
        if not counted.any():
            which = "with a time" if times.missing.all() else "of people who are profiled"
            raise SegmentDataError(
                f"there are no events {which}, so the as-of date cannot be guessed",
                remedy="Give it with --as-of, or as_of=… from Python.",
            )
        last = AsOf(day_of(int(times.days[counted].max())))
        guesses.append(Guess("as-of", str(last.day), "the day of the last event"))
        return last
    if counted.any() and int(times.instants[counted].min()) >= known.end(times.zone):
        first = day_of(int(times.days[counted].min()))
        raise SegmentDataError(
            f"the as-of date {known.day} is before the first event, on {first}",
            remedy="Choose a later as-of date.",
        )
    return known


def _is_guessed(option: str, guesses: list[Guess]) -> bool:
    return any(guess.option == option for guess in guesses)


def _owners(
    people: Frame,
    happened: Frame,
    id: str,  # noqa: A002
    events: Ids,
    doubt: str | None,
) -> Integers:
    own = read_ids(people, id)
    check_customer_ids(people, id, own, doubt)
    check_alike(id, people, own, happened, events)
    return locate(events, own)


def profiled_of(people: Frame, consent: str | None, objected: str | None) -> Bits:
    """Return who takes part: those who agreed, if anybody was asked, and did not object."""
    profiled = np.ones(people.size, np.bool_)
    if consent is not None:
        profiled &= _yes(people, consent, "consent")
    if objected is not None:
        profiled &= ~_yes(people, objected, "objected")
    return profiled


def _yes(people: Frame, column: str, option: str) -> Bits:
    """Return where a column of agreements or objections is true; missing counts as not true.

    Raises
    ------
    SegmentDataError
        If the column holds anything but truth values, or 0 and 1.
    """
    _check_column(people, column, option)
    kind = people.columns[column].kind
    if kind is Kind.NOTHING:
        return np.zeros(people.size, np.bool_)
    answers = people.read(column, kind).values if kind is not None else None
    if isinstance(answers, Truths):
        return answers.true
    if isinstance(answers, Numbers):
        numbers = answers.values
        if np.isin(numbers[~answers.missing], (0, 1)).all():
            return np.asarray(numbers == 1)
    yes = "1" if kind is Kind.NUMBER else "'yes'"
    raise SegmentDataError(
        f"the {option} column {quoted(column)} holds neither truth values nor 0 and 1",
        remedy=f"Make it true or false first: {people.remedies.truths(column, yes)}",
    )
