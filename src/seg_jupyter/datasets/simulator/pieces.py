"""The company, piece by piece: each has the same number of customers and all that they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seg_jupyter.datasets.simulator import activity, answers, dirt, messages, money
from seg_jupyter.datasets.simulator.calendar import Calendar
from seg_jupyter.datasets.simulator.campaigns import contacts
from seg_jupyter.datasets.simulator.columns import Columns
from seg_jupyter.datasets.simulator.orders import orders
from seg_jupyter.datasets.simulator.people import People, described, people
from seg_jupyter.datasets.simulator.settings import Settings

PIECE = 50_000
"""Customers of one piece; a place among them has to fit in 16 bits."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Some customers.

    Parameters
    ----------
    people
        Who they are, and what is planted.
    frames
        By name, what a company would have of them.
    tallies
        What has to be paid for, by month.
    dirt
        How many rows are dirty.
    """

    people: People
    frames: Mapping[str, Columns]
    tallies: money.Tallies
    dirt: dirt.Counts


def pieces(settings: Settings, calendar: Calendar) -> Iterator[Piece]:
    """Make one piece after another."""
    for number, crowd in enumerate(crowds(settings, calendar)):
        yield _piece(settings, calendar, number, crowd)


def crowds(settings: Settings, calendar: Calendar) -> Iterator[People]:
    """Make the customers of one piece after another; one at least, so that there are columns."""
    for number, first in enumerate(range(0, max(settings.customers, 1), PIECE)):
        yield people(settings, calendar, number, first, min(PIECE, settings.customers - first))


def _piece(settings: Settings, calendar: Calendar, piece: int, crowd: People) -> Piece:
    reached = contacts(crowd, settings, calendar, piece)
    bought = orders(crowd, settings, calendar, piece, reached)
    frames: dict[str, Columns] = {
        "customers": described(crowd, settings, calendar, piece),
        "visits": activity.visits(crowd, settings, calendar, piece),
        "emails": messages.emails(crowd, settings, calendar, piece, reached),
        "social": activity.social(crowd, settings, calendar, piece),
        "usage": activity.usage(crowd, settings, calendar, piece),
        "orders": bought,
        "support": activity.support(crowd, settings, calendar, piece),
        "surveys": answers.surveys(crowd, settings, calendar, piece),
        "referrals": answers.referrals(crowd, settings, calendar, piece),
        "reviews": answers.reviews(crowd, settings, calendar, piece, bought),
        "contacts": reached.frame(crowd, calendar),
    }
    counted = money.tallies(crowd, calendar, frames)
    with_dirt, counts = dirt.soiled(frames, settings, piece)
    return Piece(crowd, with_dirt, counted, counts)
