"""Random tables: few customers, the same few values, and events around every window's edge."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from oracle import Clock
from strategies.columns import (
    CUSTOMER_COLUMNS,
    EVENT_COLUMNS,
    FIRST_DAY,
    KEY,
    TIME,
    Draw,
    Row,
    cells,
    pools,
    rows,
    sometimes,
)

DAYS = ["1d", "2d", "3d", "7d", "30d", "1w", "2w", "36525d"]
HOURS = ["1h", "24h", "36h", "100h"]
MONTHS = ["1m", "1m", "2m", "3m", "12m", "1y", "4y", "1200m"]
lengths = st.one_of(
    st.lists(st.sampled_from(DAYS + HOURS + MONTHS), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(MONTHS), min_size=1, max_size=2, unique=True),
)

# Days on which clocks change: forward, and back. In Cairo and Havana a midnight is skipped in
# spring; in autumn Havana has one twice, and Cairo the hour before it.
CHANGES = {
    "Europe/Berlin": [date(2026, 3, 29), date(2025, 10, 26)],
    "America/New_York": [date(2026, 3, 8), date(2025, 11, 2)],
    "Africa/Cairo": [date(2026, 4, 24), date(2025, 10, 30)],
    "America/Havana": [date(2026, 3, 8), date(2025, 11, 2)],
}
ZONES = sorted(CHANGES)
# Mostly the days before the last of a month, so that the end is one that months are clipped at.
MONTH_ENDS = [
    date(2026, 3, 30),
    date(2025, 12, 30),
    date(2026, 1, 30),
    date(2024, 3, 30),
    date(2028, 2, 28),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2026, 1, 31),
    date(2026, 2, 28),
]
as_of_days = st.one_of(
    st.integers(8, 32).map(lambda n: FIRST_DAY + timedelta(days=n)), st.sampled_from(MONTH_ENDS)
)


def days_near_changes(zone: str) -> st.SearchStrategy[date]:
    return st.sampled_from([day + timedelta(days=n) for day in CHANGES[zone] for n in range(-1, 5)])


IDS: dict[str, Callable[[int], object]] = {
    "number": lambda n: n,
    "text": lambda n: f"c{n}",
    "large": lambda n: 2**53 + n,  # as floats two of them would be one
}


@dataclass(frozen=True)
class Tables:
    """Two tables, the as-of date, and the lengths of time that their events lie around."""

    customers: list[Row]
    events: list[Row]
    as_of: date
    spans: tuple[str, ...]


def edges(clock: Clock, spans: Sequence[str]) -> list[datetime]:
    """The instants at which a window of these lengths begins or ends."""
    options = [None, *spans]
    windows = [clock.window(last, offset) for last in options for offset in options]
    points = [w.end for w in windows] + [w.start for w in windows if w.start is not None]
    return sorted(set(points), reverse=True)


def times(clock: Clock, spans: Sequence[str]) -> st.SearchStrategy[datetime]:
    """Times around the end and around the edges of every window, to the microsecond."""
    end = clock.window().end
    tick, day = timedelta(microseconds=1), timedelta(days=1)
    off = st.sampled_from([timedelta(), timedelta(), -tick, tick, -day, day])
    near = st.builds(operator.add, st.sampled_from(edges(clock, spans)), off)
    midnights = [clock.midnight(clock.as_of - timedelta(days=n)) for n in range(-2, 5)]
    quarters = st.integers(-96, 3840).map(lambda n: end - timedelta(minutes=15 * n))
    instants = st.one_of(near, near, near, near, st.sampled_from(midnights), quarters)
    return instants if clock.zone is None else instants.map(lambda t: t.replace(tzinfo=UTC))


def owner_of(byte: int, customers: int) -> int | None:
    """Most events belong to a few customers, some to two strangers, very few to nobody."""
    if byte >= 250:
        return None
    return 1 + byte % (min(customers, 3) + 1 if byte < 160 else customers + 2)


def some_customers(draw: Draw, size: int, label: Callable[[int], object]) -> list[Row]:
    filled = pools(draw, CUSTOMER_COLUMNS)
    drawn = draw(rows(1 + len(filled), draw(st.integers(0, size))))
    order = sorted(range(len(drawn)), key=lambda i: (drawn[i][0], i))
    return [{KEY: label(number + 1), **cells(filled, drawn[number][1:])} for number in order]


def some_events(
    draw: Draw,
    size: int,
    customers: int,
    label: Callable[[int], object],
    instants: st.SearchStrategy[datetime],
) -> list[Row]:
    """Events, some of them twice, in no order."""
    filled = {TIME: draw(st.lists(instants, min_size=6, max_size=12)), **pools(draw, EVENT_COLUMNS)}
    events: list[Row] = []
    for row in draw(rows(2 + len(filled), draw(st.integers(0, size)))):
        if events and row[0] >= 240:
            events.append(dict(events[row[1] % len(events)]))
            continue
        owner = owner_of(row[1], customers)
        values = cells(filled, row[2:])
        if owner is None:
            nameless = isinstance(label(1), str)  # NumPy has no missing whole number
            events.append({KEY: None if nameless else label(customers + 1), **values})
        else:
            events.append({KEY: label(owner), **values})
        if row[0] >= 232:
            events[-1][TIME] = None
    return events


@st.composite
def tables(
    draw: Draw, zone: str | None = None, max_customers: int = 25, max_events: int = 80
) -> Tables:
    """Customers, events, and an as-of date not before the first event."""
    label = IDS[draw(st.sampled_from(sorted(IDS)))]
    spans = tuple(draw(lengths))
    customers = some_customers(draw, max_customers, label)
    as_of = draw(as_of_days if zone is None or sometimes(draw) else days_near_changes(zone))
    clock = Clock(as_of, zone)
    events = []
    if max_events:
        events = some_events(draw, max_events, len(customers), label, times(clock, spans))
    return not_before_events(Tables(customers, events, as_of, spans), zone)


def not_before_events(found: Tables, zone: str | None) -> Tables:
    """The tables with an as-of date that is not before the first event."""
    clock = Clock(found.as_of, zone)
    days = [clock.wall(at).date() for at in present_times(found.events)]
    return replace(found, as_of=max(found.as_of, min(days, default=found.as_of)))


def present_times(events: Sequence[Row]) -> list[datetime]:
    return [row[TIME] for row in events if isinstance(row[TIME], datetime)]
