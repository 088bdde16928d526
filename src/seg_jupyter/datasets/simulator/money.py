"""What the company spends and keeps, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import Calendar
from seg_jupyter.datasets.simulator.campaigns import NAMES as CAMPAIGN_NAMES
from seg_jupyter.datasets.simulator.chance import Array
from seg_jupyter.datasets.simulator.columns import Columns, Words
from seg_jupyter.datasets.simulator.orders import RENEWAL
from seg_jupyter.datasets.simulator.people import ACQUIRED, People
from seg_jupyter.datasets.simulator.products import products_of
from seg_jupyter.datasets.simulator.settings import Settings

ACQUISITION = {"search": 7_200, "social": 5_700, "referral": 3_000, "partner": 9_300, "organic": 0}
"""Cents that one new customer costs, by where they came from."""
MESSAGE, CONTACT, SENDING, SERVICE = 1, 650, 12, 400
"""Cents for a message, a contact with the support, a customer in a campaign, a renewal."""
PLATFORM = 250_000
"""Cents a month for everything else."""
_RENEWAL_MARGIN = 72

Tallies = Mapping[str, Array]
"""By name, how many there were in each month."""


def tallies(people: People, calendar: Calendar, frames: Mapping[str, Columns]) -> dict[str, Array]:
    """Count, month by month, what costs money."""
    months = calendar.months

    def counted(name: str, column: str, rows: Array | slice = slice(None)) -> Array:
        seconds = calendar.seconds(np.asarray(frames[name][column])[rows])
        return np.bincount(calendar.month_of(seconds), minlength=months)[:months]

    joined = calendar.month_of(people.signed_up)
    found = {
        f"acquisition: {source}": np.bincount(
            joined[(people.acquired == place) & (joined >= 0)], minlength=months
        )
        for place, source in enumerate(ACQUIRED)
    }
    event, arm = frames["emails"]["event"], frames["contacts"]["arm"]
    assert isinstance(event, Words) and isinstance(arm, Words)  # noqa: S101, PT018 - they are text
    found["messages"] = counted("emails", "happened_at", event.codes == 0)
    kind = frames["orders"]["event"]
    assert isinstance(kind, Words)  # noqa: S101 - it is text
    found["service"] = counted("orders", "happened_at", kind.codes == RENEWAL)
    found["support"] = counted("support", "happened_at")
    found["campaigns"] = counted("contacts", "assigned_at", arm.codes == 1)
    return found


def added(parts: Iterable[Tallies]) -> dict[str, Array]:
    """Add up the months of several pieces."""
    found: dict[str, Array] = {}
    for part in parts:
        for name, number in part.items():
            found[name] = found[name] + number if name in found else number
    return found


def costs(calendar: Calendar, counted: Tallies) -> Columns:
    """Return what was spent: a row for each month and kind of cost."""
    cents = {f"acquisition: {source}": each for source, each in ACQUISITION.items() if each}
    cents |= {"messages": MESSAGE, "support": CONTACT, "campaigns": SENDING, "service": SERVICE}
    kinds = (*cents, "platform")
    months = np.repeat(np.arange(calendar.months), len(kinds))
    none = np.zeros(calendar.months, np.int64)
    amounts = [counted.get(kind, none) * each for kind, each in cents.items()]
    amounts.append(np.full(calendar.months, PLATFORM))
    return {
        "month": calendar.moments(calendar.starts[:-1])[months],
        "kind": Words(np.tile(np.arange(len(kinds), dtype=np.int8), calendar.months), kinds),
        "amount": np.stack(amounts, axis=1).ravel() / 100,
    }


def margins(settings: Settings, calendar: Calendar) -> Columns:
    """Return what is left of a price: a row for each month and category, renewals too.

    Prices rise with each year, and costs rise with them by half as much.
    """
    goods = products_of(settings.names)
    margin = np.asarray(goods.frame()["margin"])[:: goods.each]
    first = np.append(np.rint(margin * 100).astype(np.int64), _RENEWAL_MARGIN)
    gained = calendar.years[:, None] * (plan.PRICES_RISE // 2)
    kinds = (*goods.categories, "renewal")
    months = np.repeat(np.arange(calendar.months), len(kinds))
    shares = np.minimum(first + gained, 95)
    return {
        "month": calendar.moments(calendar.starts[:-1])[months],
        "category": Words(np.tile(np.arange(len(kinds), dtype=np.int8), calendar.months), kinds),
        "margin": shares.ravel() / 100,
    }


def campaigns(calendar: Calendar) -> Columns:
    """Return the frame of campaigns that ran: name, channel, start, how they were targeted."""
    ran = [campaign for campaign in plan.CAMPAIGNS if campaign.month < calendar.months]
    starts = calendar.starts[[campaign.month for campaign in ran]] if ran else np.zeros(0, int)
    return {
        "campaign": Words(np.arange(len(ran), dtype=np.int8), CAMPAIGN_NAMES),
        "channel": _written([campaign.channel for campaign in ran]),
        "started": calendar.moments(np.asarray(starts)),
        "targeting": _written([campaign.targeting for campaign in ran]),
        "cost_per_contact": np.full(len(ran), SENDING / 100),
    }


def _written(texts: list[str]) -> Words:
    words = tuple(dict.fromkeys(texts))
    return Words(np.array([words.index(text) for text in texts], np.int8), words)
