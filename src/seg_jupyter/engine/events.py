"""Events → one value per customer, at the as-of date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.expressions import Rows, evaluate, truths
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.times import AsOf
from seg_jupyter.engine.values import (
    Dates,
    Floats,
    Integers,
    Numbers,
    Texts,
    Truths,
    Vector,
)
from seg_jupyter.errors import SegmentDataError
from seg_jupyter.lang.program import Aggregation

_MICROS = 1e6
_LARGEST_WORD = 2.0**62
_LARGEST_TOTAL = 2.0**126
"""In millionths; the largest whole number that databases add, of 128 bits, holds it."""
_LOW_BITS = 26


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
    today
        The as-of date, in days since 1970.
    """

    customers: Integers
    times: Dates
    values: Vector | None
    count: int
    today: int

    def present(self) -> Selected:
        """Return only the events whose value is present."""
        assert self.values is not None  # noqa: S101 - the checker has counted the arguments
        rows = np.flatnonzero(~self.values.missing)
        return self._only(rows)

    def _only(self, rows: Integers) -> Selected:
        values = self.values.take(rows) if self.values is not None else None
        return Selected(self.customers[rows], self.times.take(rows), values, self.count, self.today)

    def per_customer(self) -> Floats:
        """Return the number of events of each customer."""
        return np.bincount(self.customers, minlength=self.count).astype(np.float64)


def aggregate(
    aggregation: Aggregation,
    events: Rows,
    customers: Integers,
    times: Dates,
    count: int,
    as_of: AsOf,
) -> Vector:
    """Aggregate the events of each customer.

    Without events in the window, counts and sums are 0, and all else is missing.
    """
    rows = _window(aggregation, events, times, as_of)
    values = evaluate(aggregation.value, events).take(rows) if aggregation.value else None
    selected = Selected(customers[rows], times.take(rows), values, count, as_of.days)
    try:
        result = _FUNCTIONS[aggregation.function](selected)
    except OverflowError:
        raise SegmentDataError(
            "this total is too large to be exact",
            source=events.text,
            span=aggregation.span,
            remedy=f"Divide the values first: {aggregation.function}(x / 1000).",
        ) from None
    return Numbers(round9(result.values)) if isinstance(result, Numbers) else result


def _window(aggregation: Aggregation, events: Rows, times: Dates, as_of: AsOf) -> Integers:
    """Return the rows that lie in the window and meet the condition."""
    chosen = np.ones(events.size, np.bool_)
    if aggregation.last is not None:
        chosen &= times.instants >= as_of.start(aggregation.last, times.zone)
    if aggregation.where is not None:
        chosen &= truths(aggregation.where, events).true
    return np.flatnonzero(chosen)


def _count(selected: Selected) -> Numbers:
    return Numbers(selected.per_customer())


def _sum(selected: Selected) -> Numbers:
    return Numbers(_exact_totals(selected.present()))


def _exact_totals(selected: Selected) -> Floats:
    """Add values as whole millionths, so that no order of the events changes a total."""
    assert isinstance(selected.values, Numbers)  # noqa: S101 - the checker asked for numbers
    with np.errstate(over="ignore"):
        millionths = np.floor(selected.values.values * _MICROS + 0.5)
        size = np.bincount(selected.customers, weights=np.abs(millionths), minlength=selected.count)
    if size.size and not size.max() < _LARGEST_TOTAL:
        raise OverflowError
    large = size >= _LARGEST_WORD
    if not large.any():
        return _totals_of_words(selected.customers, millionths, selected.count)
    long = large[selected.customers]
    totals = _totals_of_words(selected.customers[~long], millionths[~long], selected.count)
    exact = dict.fromkeys(np.flatnonzero(large).tolist(), 0)
    long_values = zip(selected.customers[long].tolist(), millionths[long].tolist(), strict=True)
    for customer, value in long_values:
        exact[customer] += int(value)
    totals[large] = [float(total) / _MICROS for total in exact.values()]
    return totals


def _totals_of_words(customers: Integers, millionths: Floats, count: int) -> Floats:
    """Add whole numbers whose totals fit a word of 64 bits.

    Each is split into a high and a low part, whose float64 totals are whole numbers below 2**53
    and therefore exact, up to 2**27 events of one customer.
    """
    whole = millionths.astype(np.int64)
    high, low = (
        np.bincount(customers, weights=part, minlength=count).astype(np.int64)
        for part in (whole >> _LOW_BITS, whole & (2**_LOW_BITS - 1))
    )
    return np.asarray(((high << _LOW_BITS) + low) / _MICROS)


def _mean(selected: Selected) -> Numbers:
    present = selected.present()
    return Numbers(_ratio(_exact_totals(present), present.per_customer()))


def _share(selected: Selected) -> Numbers:
    known = selected.present()
    assert isinstance(known.values, Truths)  # noqa: S101 - the checker asked for a condition
    true = known.customers[known.values.true]
    holding = np.bincount(true, minlength=known.count).astype(np.float64)
    return Numbers(_ratio(holding, known.per_customer()))


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


def _minimum(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, (_order(present.values),))


def _maximum(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, (-_order(present.values),))


def _first(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, (present.times.instants, _order(present.values)))


def _latest(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, (-present.times.instants, _order(present.values)))


def _order(values: Vector | None) -> Integers | Floats:
    """Return what a kind of values is ordered by."""
    if isinstance(values, Texts):
        return values.codes
    if isinstance(values, Dates):
        return values.instants
    assert isinstance(values, Numbers | Truths)  # noqa: S101
    return values.values.astype(np.float64)


def _first_of(selected: Selected, keys: tuple[Integers | Floats, ...]) -> Vector:
    """Return for each customer the value of the event that comes first by the keys."""
    order = np.lexsort((*reversed(keys), selected.customers))
    owners = selected.customers[order]
    leads = np.flatnonzero(np.append(True, owners[1:] != owners[:-1])[: len(owners)])
    rows = np.full(selected.count, -1, np.int64)
    rows[owners[leads]] = order[leads]
    assert selected.values is not None  # noqa: S101
    return selected.values.take(rows)


def _distinct(selected: Selected) -> Numbers:
    present = selected.present()
    _, codes = np.unique(_order(present.values), return_inverse=True)
    return Numbers(_distinct_pairs(present, codes.astype(np.int64)))


def _active_days(selected: Selected) -> Numbers:
    return Numbers(_distinct_pairs(selected, selected.times.days))


def _distinct_pairs(selected: Selected, keys: Integers) -> Floats:
    """Count the different keys of each customer."""
    if not len(keys):
        return np.zeros(selected.count)
    width = int(keys.max() - keys.min()) + 1
    # sorted, since NumPy's own search for distinct numbers hashes them, at nine times the cost
    pairs = np.sort(selected.customers * width + (keys - keys.min()))
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])]
    return np.bincount(pairs // width, minlength=selected.count).astype(np.float64)


def _recency(selected: Selected) -> Numbers:
    return Numbers(_days_before(selected, np.maximum, np.iinfo(np.int64).min))


def _tenure(selected: Selected) -> Numbers:
    return Numbers(_days_before(selected, np.minimum, np.iinfo(np.int64).max))


def _days_before(selected: Selected, extreme: np.ufunc, none: int) -> Floats:
    """Count calendar days from each customer's last (or first) event to the as-of date."""
    days = np.full(selected.count, none, np.int64)
    extreme.at(days, selected.customers, selected.times.days)
    with np.errstate(over="ignore"):
        return np.where(days == none, np.nan, (selected.today - days).astype(np.float64))


_FUNCTIONS: dict[str, Callable[[Selected], Vector]] = {
    "count": _count,
    "sum": _sum,
    "mean": _mean,
    "min": _minimum,
    "max": _maximum,
    "nunique": _distinct,
    "first": _first,
    "latest": _latest,
    "share": _share,
    "recency": _recency,
    "tenure": _tenure,
    "active_days": _active_days,
}
