"""When things happen: from points of drive to moments in each customer's time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import DAY, Calendar
from seg_jupyter.datasets.simulator.chance import Array, Chance, choice
from seg_jupyter.datasets.simulator.columns import Column, Words
from seg_jupyter.datasets.simulator.people import People
from seg_jupyter.datasets.simulator.settings import Settings

_HOURS = (1, 1, 1, 1, 1, 1, 3, 6, 8, 8, 8, 8, 9, 8, 7, 7, 8, 9, 11, 12, 11, 8, 4, 2)
"""How much happens in each hour of the day, one to another."""


class Moments(NamedTuple):
    """Who did something and when: places of customers, and seconds as a calendar has them."""

    who: Array
    at: Array


def happened(
    event: str, people: People, settings: Settings, calendar: Calendar, piece: int
) -> Moments:
    """Return how often and when something of `plan.RATES` happened, in no order."""
    rate = plan.RATES[event]
    drive = people.drive(rate.of, rate.channel, calendar, settings)
    counts = rate.table()[drive, Chance(settings.seed, piece, event).levels(*drive.shape)]
    counts[people.never.get(rate.channel, np.zeros(len(people), np.bool_))] = 0
    if event in ("use", "cart", "referral"):
        counts[people.lead] = 0
    if event == "referral":
        counts[~people.speaks_up] = 0
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    who, month = np.divmod(cells, calendar.months)
    chance = Chance(settings.seed, piece, event, "moments")
    at = calendar.starts[month] + chance.below(calendar.days[month], len(who)) * DAY
    at += seconds_of_day(chance, len(who))
    return within(people, Moments(who, at))


def within(people: People, moments: Moments) -> Moments:
    """Return the moments from the day on which somebody signed up until the month of leaving."""
    who, at = moments
    kept = (at >= people.signed_up[who]) & (at < people.left[who])
    return Moments(who[kept], at[kept])


def seconds_of_day(chance: Chance, size: int) -> Array:
    """Draw times of day: more in the evening, few at night."""
    hour = chance.pick(choice(_HOURS), size).astype(np.int64)
    return hour * 3600 + chance.below(3600, size)


def in_order(moments: Moments, code: Array | int = 0) -> tuple[Array, Array, Array]:
    """Sort by customer, time and a code below 256; equal ones cannot be told apart.

    Everything else about them is drawn afterwards, so that no way of sorting changes anything.
    """
    key = (moments.who << 40) | (moments.at << 8) | code
    key.sort()
    return key >> 40, (key >> 8) & (2**32 - 1), key & 255


def event_columns(
    people: People, calendar: Calendar, who: Array, at: Array, event: Words
) -> dict[str, Column]:
    """Return the three columns that all events have."""
    return {
        "customer_id": people.ids[who],
        "happened_at": calendar.moments(at),
        "event": event,
    }
