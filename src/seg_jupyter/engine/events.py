"""Events → one value per customer, at the as-of date."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from seg_jupyter.engine.chunks import chunks
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.totals import exact_totals
from seg_jupyter.engine.values import (
    DAY,
    Bits,
    Dates,
    Floats,
    Integers,
    Numbers,
    Texts,
    Truths,
    Vector,
)
from seg_jupyter.engine.windows import EventTable, Selected
from seg_jupyter.errors import SegmentDataError
from seg_jupyter.lang.program import Aggregation

_MONDAY = -3 * DAY
"""The last one up to the first day of 1970."""
_LARGEST_GRID = 2**26
"""Cells of a grid of customers and days, in bytes; beyond, pairs are sorted."""


def aggregate(aggregation: Aggregation, events: EventTable) -> Vector:
    """Aggregate the events of each customer.

    Without events in the window, counts and sums are 0, and all else is missing.
    """
    try:
        result = _FUNCTIONS[aggregation.function](events.select(aggregation))
    except OverflowError:
        raise SegmentDataError(
            "this total is too large to be exact",
            source=events.rows.text,
            span=aggregation.span,
            remedy=f"Divide the values first: {aggregation.function}(x / 1000).",
        ) from None
    return Numbers(round9(result.values)) if isinstance(result, Numbers) else result


# counts and totals


def _count(selected: Selected) -> Numbers:
    fading = selected.fading()
    if fading is None:
        return Numbers(selected.per_customer())
    return Numbers(exact_totals(selected.customers, fading, selected.count))


def _sum(selected: Selected) -> Numbers:
    present = selected.present()
    fading = present.fading()
    values = _numbers(present)
    weighed = values if fading is None else values * fading
    return Numbers(exact_totals(present.customers, weighed, present.count))


def _mean(selected: Selected) -> Numbers:
    present = selected.present()
    totals = exact_totals(present.customers, _numbers(present), present.count)
    return Numbers(_ratio(totals, present.per_customer()))


def _share(selected: Selected) -> Numbers:
    known = selected.present()
    assert isinstance(known.values, Truths)  # noqa: S101 - the checker asked for a condition
    true = known.customers[known.values.true]
    holding = np.bincount(true, minlength=known.count).astype(np.float64)
    return Numbers(_ratio(holding, known.per_customer()))


def _numbers(selected: Selected) -> Floats:
    assert isinstance(selected.values, Numbers)  # noqa: S101 - the checker asked for numbers
    return selected.values.values


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)


# one value of many


def _minimum(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, _order(present.values))


def _maximum(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, -_order(present.values))


def _first(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, present.times.instants, _order(present.values))


def _latest(selected: Selected) -> Vector:
    present = selected.present()
    return _first_of(present, -present.times.instants, _order(present.values))


def _mode(selected: Selected) -> Vector:
    """Return the most frequent value; of several the smallest."""
    present = selected.present()
    order = _order(present.values)
    runs, lengths = _runs(present.customers, order)
    return _first_of(present.only(runs), -lengths, order[runs])


def _runs(owners: Integers, keys: Integers | Floats) -> tuple[Integers, Integers]:
    """Return one row of each run of equal keys of one owner, and how long it is."""
    sorted_rows = np.lexsort((keys, owners))
    by_owner, by_key = owners[sorted_rows], keys[sorted_rows]
    starts = np.flatnonzero(_changes(by_owner) | _changes(by_key))
    lengths = np.diff(np.append(starts, len(sorted_rows)))
    return sorted_rows[starts], lengths


def _changes(values: Integers | Floats) -> Bits:
    """Return where a value differs from the one before it; the first one does."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def _order(values: Vector | None) -> Integers | Floats:
    """Return what a kind of values is ordered by."""
    if isinstance(values, Texts):
        return values.codes
    if isinstance(values, Dates):
        return values.instants
    assert isinstance(values, Numbers | Truths)  # noqa: S101
    return values.values.astype(np.float64, copy=False)


def _first_of(selected: Selected, *keys: Integers | Floats) -> Vector:
    """Return for each customer the value of the event that comes first by the keys.

    Events that are equal in all keys have equal values, so that any of them serves.
    """
    owners = selected.customers
    left = np.arange(len(owners))
    for number, key in enumerate(keys):
        here = key[left] if number else key
        highest = np.inf if here.dtype.kind == "f" else np.iinfo(np.int64).max
        best = np.full(selected.count, highest, here.dtype)
        np.minimum.at(best, owners, here)
        leads = np.flatnonzero(here == best[owners])
        left = left[leads]
        owners = owners[leads]
    rows = np.full(selected.count, -1, np.int64)
    rows[owners] = left
    assert selected.values is not None  # noqa: S101
    return selected.values.take(rows)


def _median(selected: Selected) -> Numbers:
    """Return the middle value, or the mean of the middle two."""
    present = selected.present()
    values = _numbers(present)
    ordered = values[np.lexsort((values, present.customers))]
    number = np.bincount(present.customers, minlength=present.count)
    has = number > 0
    # where each customer's values start in the order
    start = (np.cumsum(number) - number)[has]
    low, high = ordered[start + (number[has] - 1) // 2], ordered[start + number[has] // 2]
    medians = np.full(present.count, np.nan)
    # halved first, so that no two floats can overflow
    medians[has] = np.where(low == high, low, low / 2 + high / 2)
    return Numbers(medians)


# different values


def _distinct(selected: Selected) -> Numbers:
    present = selected.present()
    codes = _order(present.values)
    if not isinstance(present.values, Texts):
        codes = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    return Numbers(_different(present, codes.astype(np.int64, copy=False)))


def _active_days(selected: Selected) -> Numbers:
    return Numbers(_different(selected, selected.times.clock, DAY))


def _active_weeks(selected: Selected) -> Numbers:
    return Numbers(_different(selected, selected.times.clock, 7 * DAY, _MONDAY))


def _different(selected: Selected, values: Integers, length: int = 1, start: int = 0) -> Floats:
    """Count the different values of each customer, or periods of some length that they lie in."""
    if not len(values):
        return np.zeros(selected.count)
    before, last = ((int(end) - start) // length for end in (values.min(), values.max()))
    width = last - before + 1
    start += before * length
    if selected.count * width <= _LARGEST_GRID:
        seen = np.zeros(selected.count * width, np.bool_)
        for rows in chunks(len(values)):
            seen[selected.customers[rows] * width + (values[rows] - start) // length] = True
        different = seen.reshape(selected.count, width).sum(axis=1)
        return np.asarray(different, np.float64)
    pairs = selected.customers * width + (values - start) // length
    # sorted, since NumPy's own search for distinct numbers hashes them, at nine times the cost
    pairs.sort()
    return np.bincount(pairs[_changes(pairs)] // width, minlength=selected.count).astype(np.float64)


# days


def _recency(selected: Selected) -> Numbers:
    return Numbers(_days_before(selected, np.maximum, np.iinfo(np.int64).min))


def _tenure(selected: Selected) -> Numbers:
    return Numbers(_days_before(selected, np.minimum, np.iinfo(np.int64).max))


def _days_before(selected: Selected, extreme: np.ufunc, none: int) -> Floats:
    """Count calendar days from each customer's last (or first) event to the window's last day."""
    clock = np.full(selected.count, none, np.int64)
    extreme.at(clock, selected.customers, selected.times.clock)
    since = (selected.window.today - clock // DAY).astype(np.float64)
    return np.where(clock == none, np.nan, since)


_FUNCTIONS: dict[str, Callable[[Selected], Vector]] = {
    "count": _count,
    "sum": _sum,
    "mean": _mean,
    "median": _median,
    "min": _minimum,
    "max": _maximum,
    "nunique": _distinct,
    "mode": _mode,
    "first": _first,
    "latest": _latest,
    "share": _share,
    "recency": _recency,
    "tenure": _tenure,
    "active_days": _active_days,
    "active_weeks": _active_weeks,
}
