"""Campaigns: who gets them, who is left out to compare, and the purchases that they cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import DAY, Calendar
from seg_jupyter.datasets.simulator.chance import Array, Chance, thresholds
from seg_jupyter.datasets.simulator.columns import Columns, Words
from seg_jupyter.datasets.simulator.happening import Moments
from seg_jupyter.datasets.simulator.people import People
from seg_jupyter.datasets.simulator.settings import Settings
from seg_jupyter.datasets.simulator.subscriptions import last_month

ARMS = ("control", "treatment")
GROUPS = ("low", "middle", "high")
NAMES = tuple(campaign.name for campaign in plan.CAMPAIGNS)
_HOUR = 10 * 3600


class Mailed(NamedTuple):
    """Messages of campaigns: who, when, and of which."""

    who: Array
    at: Array
    campaign: Array


@dataclass(frozen=True, eq=False)
class Contacts:
    """Who could be reached by each campaign, one place of every array for each of them.

    Parameters
    ----------
    who, campaign
        The places of the customer and of the campaign.
    treated
        Whether it was sent; the others are the control, random or not.
    group
        The place in `GROUPS` of the engagement at that time.
    responded
        Whether the campaign caused a purchase.
    """

    who: Array
    campaign: Array
    treated: Array
    group: Array
    responded: Array

    def mailed(self, calendar: Calendar) -> Mailed:
        """Return the campaigns that came as messages."""
        by_mail = np.array([campaign.channel == "email" for campaign in plan.CAMPAIGNS])
        sent = self.treated & by_mail[self.campaign]
        return Mailed(self.who[sent], _at(calendar, self.campaign[sent]), self.campaign[sent])

    def caused(self, calendar: Calendar, chance: Chance) -> Moments:
        """Return the purchases that would not have been without, in the fortnight after."""
        who, campaign = self.who[self.responded], self.campaign[self.responded]
        later = chance.below(plan.WINDOW * DAY // 32 - 64, len(who)) * 32 + 1
        return Moments(who, _at(calendar, campaign) + later)

    def frame(self, people: People, calendar: Calendar) -> Columns:
        """Return the frame of contacts: who was in which arm of which campaign."""
        return {
            "customer_id": people.ids[self.who],
            "assigned_at": calendar.moments(_at(calendar, self.campaign)),
            "campaign": Words(self.campaign.astype(np.int8), NAMES),
            "arm": Words(self.treated.astype(np.int8), ARMS),
        }


def contacts(people: People, settings: Settings, calendar: Calendar, piece: int) -> Contacts:
    """Choose whom each campaign reaches: members of that day who agreed to be written to."""
    last = last_month(people, settings, calendar, piece)
    parts: list[tuple[Array, ...]] = []
    for place, campaign in enumerate(plan.CAMPAIGNS):
        if campaign.month >= calendar.months:
            continue
        at = int(calendar.starts[campaign.month])
        reached = people.consent & ~people.lead & (people.signed_up < at)
        if campaign.channel == "email":
            reached &= last >= campaign.month
        who = np.flatnonzero(reached & (people.left > at + plan.WINDOW * DAY + _HOUR))
        level = people.engagement[who, campaign.month]
        group = (level >= plan.LOW).astype(np.int8) + (level > plan.HIGH)
        chance = Chance(settings.seed, piece, "campaign", place)
        treated = _treated(campaign, people, who, chance)
        effects = thresholds(np.array(campaign.effects))
        responded = treated & (chance.levels(len(who)) < effects[group])
        parts.append((who, np.full(len(who), place), treated, group, responded))
    empty = np.zeros(0, np.int64)
    none = (empty, empty, empty.astype(np.bool_), empty, empty.astype(np.bool_))
    return Contacts(*(np.concatenate(arrays) for arrays in zip(*(parts or [none]), strict=True)))


def _treated(campaign: plan.Campaign, people: People, who: Array, chance: Chance) -> Array:
    slid = people.slide_month[who]
    chosen: dict[str, Array] = {
        "random": chance.hits(campaign.share, len(who)),
        "the engaged": people.engagement[who, campaign.month] >= plan.HIGH,
        "who slide": (slid >= 0) & (slid <= campaign.month),
    }
    return chosen[campaign.targeting]


def _at(calendar: Calendar, campaign: Array) -> Array:
    """Return when each campaign starts: ten o'clock on the first day of its month."""
    months = np.array([c.month for c in plan.CAMPAIGNS])[campaign]
    at: Array = calendar.starts[months] + _HOUR
    return at
