"""What people do, source by source: visits, social channels, use, and support."""

from __future__ import annotations

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import Calendar
from seg_jupyter.datasets.simulator.chance import (
    Array,
    Chance,
    choice,
    lognormal,
    normal,
)
from seg_jupyter.datasets.simulator.columns import Columns, Words
from seg_jupyter.datasets.simulator.happening import event_columns, happened, in_order
from seg_jupyter.datasets.simulator.people import People
from seg_jupyter.datasets.simulator.settings import Settings


def visits(people: People, settings: Settings, calendar: Calendar, piece: int) -> Columns:
    """Return visits of the web site: pages, and minutes to one decimal."""
    who, at, _ = in_order(happened("visit", people, settings, calendar, piece))
    chance = Chance(settings.seed, piece, "visits")
    pages = np.rint(chance.pick(_tail(settings, 0.8), len(who)) * 3).astype(np.int64) + 1
    return {
        **event_columns(people, calendar, who, at, _all("visit", len(who))),
        "pages": pages,
        "minutes": _tenths(chance.pick(_tail(settings, 0.9), len(who)) * pages * 0.7),
    }


def social(people: People, settings: Settings, calendar: Calendar, piece: int) -> Columns:
    """Return likes, shares, comments and mentions; the last two have a sentiment, -1 to 1."""
    moments = happened("social", people, settings, calendar, piece)
    chance = Chance(settings.seed, piece, "social posts")
    kinds = chance.pick(choice(list(plan.SOCIAL.values())), len(moments.who))
    who, at, kind = in_order(moments, kinds)
    loyalty = people.loyalty[who, calendar.month_of(at)]
    tone = (loyalty - 50) / 50 + 0.4 * chance.pick(normal(), len(who))
    tone = np.rint(np.clip(tone, -1, 1) * 100) / 100
    silent = (kind < 2) | chance.hits(settings.missing, len(who))
    return {
        **event_columns(people, calendar, who, at, Words(kind.astype(np.int8), tuple(plan.SOCIAL))),
        "sentiment": np.where(silent, np.nan, tone),
    }


def usage(people: People, settings: Settings, calendar: Calendar, piece: int) -> Columns:
    """Return each use of the product, with its minutes."""
    who, at, _ = in_order(happened("use", people, settings, calendar, piece))
    chance = Chance(settings.seed, piece, "usage")
    return {
        **event_columns(people, calendar, who, at, _all(settings.names.use, len(who))),
        "minutes": _tenths(chance.pick(_tail(settings, 1.0), len(who)) * 12),
    }


def support(people: People, settings: Settings, calendar: Calendar, piece: int) -> Columns:
    """Return contacts with the support, by topic."""
    who, at, _ = in_order(happened("contact", people, settings, calendar, piece))
    topics = Chance(settings.seed, piece, "topics").pick(choice((0.4, 0.2, 0.3, 0.1)), len(who))
    return {
        **event_columns(people, calendar, who, at, _all("contact", len(who))),
        "topic": Words(topics.astype(np.int8), settings.names.topics),
    }


def _tail(settings: Settings, sigma: float) -> Array:
    return lognormal(sigma if settings.heavy_tails else 0.25)


def _tenths(values: Array) -> Array:
    tenths: Array = np.rint(values * 10) / 10
    return tenths


def _all(word: str, size: int) -> Words:
    return Words(np.zeros(size, np.int8), (word,))
