"""Which events an aggregation reads: those in its window that meet its condition."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from seg_jupyter.engine.expressions import Rows, evaluate, truths
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.times import AsOf, Window
from seg_jupyter.engine.values import Bits, Dates, Floats, Integers, Vector
from seg_jupyter.lang.durations import Duration
from seg_jupyter.lang.program import Aggregation, Expression

_HOUR = 3_600_000_000


@dataclass(frozen=True, eq=False)
class Selected:
    """The events that one aggregation reads.

    Parameters
    ----------
    customers
        For each event the row of its customer.
    times
        For each event its time.
    values
        For each event the value to aggregate, if the function takes one.
    count
        Number of customers.
    window
        The stretch of time that they lie in.
    half_life
        After which time an event counts half, if it does.
    """

    customers: Integers
    times: Dates
    values: Vector | None
    count: int
    window: Window
    half_life: Duration | None = None

    def present(self) -> Selected:
        """Return only the events whose value is present."""
        assert self.values is not None  # noqa: S101 - the checker has counted the arguments
        absent = self.values.missing
        return self.only(np.flatnonzero(~absent)) if absent.any() else self

    def only(self, rows: Integers) -> Selected:
        """Return some of the events."""
        return replace(
            self,
            customers=self.customers[rows],
            times=self.times.take(rows),
            values=None if self.values is None else self.values.take(rows),
        )

    def per_customer(self) -> Floats:
        """Return the number of events of each customer."""
        return np.bincount(self.customers, minlength=self.count).astype(np.float64)

    def fading(self) -> Floats | None:
        """Return how much each event counts by its age: 0.5 ** (age / half-life), to 9 decimals.

        Powers differ in their last bit from one machine to the next; rounded they do not.
        """
        if self.half_life is None:
            return None
        if self.half_life.hours:
            age = (self.window.end - self.times.instants) / (self.half_life.hours * _HOUR)
        else:
            age = (self.window.today - self.times.days) / self.half_life.length
        return round9(np.power(0.5, age))


@dataclass(frozen=True, eq=False)
class EventTable:
    """The events of one run, from which aggregations select.

    Parameters
    ----------
    rows
        What an expression over events is evaluated on.
    customers, times
        For each event the row of its customer, and its time.
    count
        Number of customers.
    as_of
        The as-of date.
    """

    rows: Rows
    customers: Integers
    times: Dates
    count: int
    as_of: AsOf
    # one window and condition serve many aggregations
    _chosen: dict[tuple[Expression | None, Duration | None, Duration | None], Integers | None] = (
        field(default_factory=dict)
    )

    def select(self, aggregation: Aggregation) -> Selected:
        """Return the events that an aggregation reads."""
        last, offset = aggregation.last, aggregation.offset
        window = self.as_of.window(self.times.zone, last=last, offset=offset)
        # inside, days are counted to the last day of the window as well
        rows = replace(self.rows, today=window.today)
        key = (aggregation.where, last, offset)
        if key not in self._chosen:
            chosen = self._in(window, aggregation, rows)
            self._chosen[key] = None if chosen.all() else np.flatnonzero(chosen)
        values = None if aggregation.value is None else evaluate(aggregation.value, rows)
        everything = Selected(
            self.customers, self.times, values, self.count, window, aggregation.half_life
        )
        places = self._chosen[key]
        return everything if places is None else everything.only(places)

    def _in(self, window: Window, aggregation: Aggregation, rows: Rows) -> Bits:
        chosen = np.ones(rows.size, np.bool_)
        if window.start is not None:
            chosen &= self.times.instants >= window.start
        if aggregation.offset is not None:
            chosen &= self.times.instants < window.end
        if aggregation.where is not None:
            chosen &= truths(aggregation.where, rows).true
        return chosen
