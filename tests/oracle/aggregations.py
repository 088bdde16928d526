"""What an aggregation makes of the events of one customer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from oracle.clock import Clock, Window, duration
from oracle.rows import Context, Event, Row, value_of
from oracle.tree import Agg, Change, Expr
from oracle.values import Value, clean, finite, micros, number, round9, truth


def seen_events(
    events: Sequence[Row], owner: object, key: str, time: str, clock: Clock
) -> list[Event]:
    """The events of one customer up to the as-of date."""
    seen = []
    for row in events:
        at = row[time]
        if row[key] is None or row[key] != owner or not isinstance(at, datetime):
            continue
        if clock.instant(at) < clock.end.instant:
            cells = {name: clean(value) for name, value in row.items() if name not in (key, time)}
            cells[time] = clock.wall(at)
            seen.append(Event(cells, clock.instant(at), clock.wall(at).date()))
    return seen


def exact_sum(values: Iterable[Value]) -> float:
    """Each value rounded to 6 decimals, added as integers."""
    return float(sum(micros(number(value)) for value in values)) / 1e6


def mean(values: list[Value]) -> float:
    return exact_sum(values) / len(values)


def median(values: list[Value]) -> float:
    """The middle value, or the mean of the middle two; in fractions, as their sum may overflow."""
    ordered = sorted(Fraction(number(value)) for value in values)
    half = len(ordered) // 2
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def mode(values: list[Value]) -> Value:
    """The most frequent value, the smallest of several."""
    most = max(values.count(value) for value in values)
    return min(value for value in values if values.count(value) == most)


def share(known: list[Value]) -> float:
    return sum(1 for value in known if truth(value)) / len(known)


def lowest(values: list[Value]) -> Value:
    return min(float(value) if isinstance(value, bool) else value for value in values)


def highest(values: list[Value]) -> Value:
    return max(float(value) if isinstance(value, bool) else value for value in values)


# From present values; those of the second table are missing without any.
OF_ANY: dict[str, Callable[[list[Value]], Value]] = {
    "sum": exact_sum,
    "nunique": lambda values: float(len(set(values))),
}
OF_SOME: dict[str, Callable[[list[Value]], Value]] = {
    "mean": mean,
    "median": median,
    "mode": mode,
    "min": lowest,
    "max": highest,
    "share": share,
}


def over_events(func: str, events: list[Event], clock: Clock) -> Value:
    """The aggregations without an argument."""
    if func == "count":
        return float(len(events))
    days = {event.day for event in events}
    if func == "active_days":
        return float(len(days))
    if func == "active_weeks":
        return float(len({day - timedelta(days=day.weekday()) for day in days}))
    if not days:
        return None
    return clock.days_since({"recency": max, "tenure": min}[func](days))


def at_edge(func: str, events: list[Event], values: list[Value]) -> Value:
    """``first`` or ``latest`` present value; the smallest one breaks a tie."""
    present = [(e.instant, v) for e, v in zip(events, values, strict=True) if v is not None]
    if not present:
        return None
    edge = {"first": min, "latest": max}[func](instant for instant, _ in present)
    return min(value for instant, value in present if instant == edge)


def weight(event: Event, half_life: str, window: Window) -> float:
    """0.5 ** (age / half-life), to 9 decimals; the age elapses with hours, else counts days."""
    length = duration(half_life)
    if length.unit == "h":
        age = (window.end - event.instant) / timedelta(hours=length.amount)
    else:
        age = (window.day - event.day).days / length.days
    return math.floor(0.5**age * 1e9 + 0.5) / 1e9


def weighted(values: list[Value], events: list[Event], half_life: str, window: Window) -> float:
    """The sum of present values, each times the weight of its event."""
    return exact_sum(
        number(value) * weight(event, half_life, window)
        for value, event in zip(values, events, strict=True)
        if value is not None
    )


@value_of.register
def _(expr: Agg, at: Context) -> Value:
    window = at.clock.window(expr.last, expr.offset)
    clock = replace(at.clock, as_of=window.day)
    events = [event for event in at.events if event.instant in window]
    if expr.where is not None:
        events = [e for e in events if truth(of_event(expr.where, e, clock)) is True]
    return round9(aggregated(expr, events, clock, window))


def aggregated(expr: Agg, events: list[Event], clock: Clock, window: Window) -> Value:
    if expr.arg is None:
        if expr.half_life is not None:
            return weighted([1.0] * len(events), events, expr.half_life, window)
        return over_events(expr.func, events, clock)
    values = [of_event(expr.arg, event, clock) for event in events]
    if expr.half_life is not None:
        return weighted(values, events, expr.half_life, window)
    if expr.func in {"first", "latest"}:
        return at_edge(expr.func, events, values)
    present = [value for value in values if value is not None]
    if expr.func in OF_ANY:
        return OF_ANY[expr.func](present)
    return OF_SOME[expr.func](present) if present else None


def of_event(expr: Expr, event: Event, clock: Clock) -> Value:
    return value_of(expr, Context(event.cells, clock))


@value_of.register
def _(expr: Change, at: Context) -> Value:
    now = number(value_of(replace(expr.agg, last=expr.span), at))
    before = number(value_of(replace(expr.agg, last=expr.span, offset=expr.span), at))
    if now is None or before is None or before == 0:
        return None
    return finite((now - before) / abs(before))
