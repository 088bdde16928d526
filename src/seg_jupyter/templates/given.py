"""The frames of a starting point together: ids, times, and who may be profiled."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.ids import Ids, check_alike, check_customer_ids, locate, read_ids
from seg_jupyter.engine.guesses import guess_id, guess_time, named_like_ids, names_people
from seg_jupyter.engine.inputs import profiled_of
from seg_jupyter.engine.times import day_of
from seg_jupyter.engine.values import Bits, Dates, Integers
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentNameError,
    SegmentUsageError,
    closest,
    listed,
    quoted,
)
from seg_jupyter.lang.schema import Kind
from seg_jupyter.templates.look import Column, Look
from seg_jupyter.templates.vocabulary import CONSENT, OBJECTED, TIME

_ROWS_FOR_IDS = 100_000


class Given:
    """Customers, events or both, as a cell would read them.

    Parameters
    ----------
    customers, events
        What there is of the two.
    id, time
        The columns of the customer's id and of the event's time, if somebody said so.

    Attributes
    ----------
    options
        What the first line must say beside the frames, by option.
    guesses
        Why it says so, a line each.

    Raises
    ------
    SegmentError
        For frames that no cell could read together.
    """

    def __init__(
        self,
        customers: Look | None,
        events: Look | None,
        id: str | None = None,  # noqa: A002 - the word that users know
        time: str | None = None,
    ) -> None:
        self.customers = customers
        self.events = events
        self.options: dict[str, str] = {}
        self.guesses: list[str] = []
        self._id: str | None = None
        if events is not None:
            self._id = self._named_id(id) if id else self._find_id(events)
            self._time = self._named(events, "time", time) if time else self._find_time(events)
        elif time:
            raise SegmentUsageError(
                f"{quoted(time)} is to be a time of events, and there are no events",
                remedy="Give events, too.",
            )
        elif id:
            self._id = self._named_id(id)
        self._own = self._own_ids()
        self._find_consent()
        if events is not None:
            self._check_events(events, self._id)

    @property
    def taken(self) -> tuple[str, ...]:
        """The names of the customers' columns, which no line can have."""
        if self.customers is not None:
            return self.customers.frame.names
        return () if self._id is None else (self._id,)

    def event_texts(self, column: str) -> list[str]:
        """Return the texts of an events column that stand for ten people or more."""
        if self.events is None or self._id is None or column == self._id:
            return []
        return self.events.texts(column, self._id, self._people)

    # ids

    def _named(self, look: Look, option: str, column: str) -> str:
        if column not in look.frame.names:
            raise SegmentNameError(
                f"the {look.role} have no column {quoted(column)}",
                exists=closest(column, look.frame.names),
                remedy=f"The {option} is a column of the {look.role}.",
            )
        self.options[option] = column
        return column

    def _named_id(self, column: str) -> str:
        for look in filter(None, (self.customers, self.events)):
            self._named(look, "id", column)
        return column

    def _own_ids(self) -> Ids | None:
        """Read the ids of the customers, if they are needed: each has one of its own."""
        if self.customers is None or self._id is None:
            return None
        ids = read_ids(self.customers.frame, self._id)
        check_customer_ids(self.customers.frame, self._id, ids)
        return ids

    def _find_id(self, events: Look) -> str:
        people = None if self.customers is None else self.customers.frame
        try:
            found = guess_id(people, events.frame, [])
        except SegmentUsageError:
            candidates = named_like_ids(events.frame)
            if people is not None:
                candidates = [name for name in candidates if name in people.names]
            chosen = candidates if len(candidates) == 1 else [*filter(names_people, candidates)]
            if len(chosen) != 1:
                raise
            (found,) = chosen
            self._option("id", Column(found, "guessed: the only id of people"))
        return found

    def _find_time(self, events: Look) -> str:
        frame = events.frame
        # dates as text are looked for in a few rows: they would all have to be read
        dated = any(frame.holds_dates(name) for name in frame.names)
        looked_at = frame if dated else events.sample
        try:
            return guess_time(looked_at, [])
        except SegmentUsageError:
            dates = [name for name in frame.names if frame.holds_dates(name)]
            if not dated:
                dates = [n for n in events.sample.names if events.sample.columns[n].iso_dates]
            named = TIME.matching(name for name in dates if not looked_at.is_empty(name))
            if not named:
                raise
            self._option("time", Column(named[0], "guessed: the date that is named like the time"))
            return named[0]

    # who takes part

    def _find_consent(self) -> None:
        if self.customers is None:
            return
        for option, words in (("consent", CONSENT), ("objected", OBJECTED)):
            column = self.customers.truth(words)
            if column is not None:
                self._option(option, column)

    @cached_property
    def _profiled(self) -> Bits | None:
        """Which customers may be profiled; None for all."""
        asked = {option: self.options.get(option) for option in ("consent", "objected")}
        if self.customers is None or not any(asked.values()):
            return None
        frame = self.customers.frame
        profiled = profiled_of(frame, **asked)
        if frame.size and not profiled.any():
            raise SegmentDataError(
                "nobody may be profiled",
                exists=f"Who may be is said by {listed(filter(None, asked.values()))}.",
                remedy="Check these columns of the customers.",
            )
        return None if profiled.all() else profiled

    def _people(self, rows: Frame) -> Integers:
        """Return a number of the customer for each row of the events; -1 for who is left out."""
        assert self._id is not None  # noqa: S101 - there are events
        ids = read_ids(rows, self._id)
        if self._own is None or self._profiled is None:
            return ids.codes
        owners = locate(ids, self._own)
        return np.where(np.append(self._profiled, False)[owners], owners, -1)

    def read_up_to(self, dates: Column) -> None:
        """Take the latest date of a customers column for the as-of date: no events have one."""
        assert self.customers is not None  # noqa: S101 - it is a column of theirs
        days = self.customers.frame.read(dates.name, Kind.DATE).values
        assert isinstance(days, Dates)  # noqa: S101 - read as dates
        known = ~days.missing if self._profiled is None else ~days.missing & self._profiled
        latest = day_of(int(days.days[known].max())) if known.any() else day_of(0)
        self._option("as-of", Column(str(latest), f"guessed: the latest {dates.name}"))

    # events

    def _check_events(self, events: Look, id_: str | None) -> None:
        """Refuse events that no cell could read, as far as some rows tell."""
        assert id_ is not None  # noqa: S101 - there are events
        rows = events.frame.sample(_ROWS_FOR_IDS, list(dict.fromkeys([id_, self._time])))
        ids = read_ids(rows, id_)
        if self.customers is not None and self._own is not None:
            check_alike(id_, self.customers.frame, self._own, events.frame, ids)
        times = rows.read(self._time, Kind.DATE).values
        assert isinstance(times, Dates)  # noqa: S101 - read as dates
        known = self._people(rows) >= 0 if self._profiled is not None else True
        if not (~times.missing & known).any():
            raise SegmentDataError(
                f"{events.called} holds no event with a time",
                remedy="Without one there is no day up to which a cell could read.",
            )

    def _option(self, option: str, column: Column) -> None:
        self.options[option] = column.name
        self.guesses.append(column.why.replace("guessed: ", f"guessed: --{option}, ", 1))
