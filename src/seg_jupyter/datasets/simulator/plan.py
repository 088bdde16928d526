"""What is planted: every number that says how customers differ, what they do, and why.

Engagement and loyalty are whole points from 0 to 100. How active somebody is in a channel is a
number of points too, the *drive*: engagement (loyalty for support, orders, referrals and answers,
as `Rate.of` says), and added to it a habit of the person's, a bonus for the channel that is
preferred, the month's season, the year's drift and the theme's mix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seg_jupyter.datasets.simulator.chance import Array, poisson

TOP = 150
"""The highest drive."""

CHANNELS = ("web", "email", "social", "product")
"""The channels that can be preferred, in the order of their codes."""


@dataclass(frozen=True)
class Rate:
    """How often something happens in a month: `middle · growth ** ((drive - 50) / 10)`, at most 40.

    Parameters
    ----------
    of
        What drives it: engagement, loyalty, or the mean of both.
    channel
        Whose bonus, drift and mix count.
    middle
        Times in a month at a drive of 50.
    growth
        By what it multiplies for ten points more.
    """

    of: str
    channel: str
    middle: float
    growth: float

    def at(self, drive: Array) -> Array:
        """Return the rate at each drive, before it is rounded to what a table can hold."""
        rate: Array = np.minimum(self.middle * self.growth ** ((drive - 50) / 10), 40.0)
        return rate

    def table(self) -> Array:
        """Return for every drive from 0 to 150 the table of how often it happens."""
        return poisson(tuple(np.round(self.at(np.arange(TOP + 1)), 6).tolist()))


RATES = {
    "visit": Rate("engagement", "web", 0.80, 1.35),
    "use": Rate("engagement", "product", 1.20, 1.40),
    "social": Rate("engagement", "social", 0.40, 1.45),
    "cart": Rate("both", "orders", 0.40, 1.30),
    "contact": Rate("loyalty", "support", 0.06, 0.85),
    "referral": Rate("loyalty", "referrals", 0.03, 1.50),
}
"""What happens so many times a month, by its event."""

OPENED = (0.05, 0.005)
CLICKED = (0.06, 0.003)
"""The chance that a message is opened, and then clicked: the first, and the second for each point
of drive."""

UNSUBSCRIBED = (0.024, -0.0002)
"""The chance in a month that somebody unsubscribes: the first, and the second for each point."""

LEFT = (0.045, -0.0005)
"""The chance in a month that a member leaves, by loyalty; never below 1 in 500."""

LEAST_LEFT = 0.002

SOCIAL = {"like": 0.70, "share": 0.12, "comment": 0.13, "mention": 0.05}
"""What a social event is."""

CHECKED_OUT, BOUGHT, RETURNED = 0.55, 0.85, 0.06
"""The chance that a cart comes to the checkout, then is paid, then comes back."""

BONUS = 18
"""Points in the channel that somebody prefers."""

YOUNG, OLD = 35, 55
"""The youngest age of the middle group, and of the oldest."""

PREFERENCES = {
    f"under {YOUNG}": (0.15, 0.10, 0.45, 0.30),
    f"{YOUNG} to {OLD - 1}": (0.30, 0.30, 0.15, 0.25),
    f"{OLD} and older": (0.25, 0.55, 0.10, 0.10),
}
"""By group of age how many prefer the web, e-mail, social channels, and the product."""

NEVER = {"web": 0.10, "social": 0.55, "product": 0.15, "support": 0.40}
"""How many never use a channel at all, whatever their drive."""

SEASON = (-4, -2, 0, 0, 1, 0, -3, -3, 0, 2, 4, 6)
"""Points for each month of the year, on the web and on orders."""

DRIFT = {"web": 0, "email": -8, "social": 6, "product": 3, "orders": 0, "support": 0}
"""Points that are added with every year after the first."""

PRICES_RISE = 4
"""Per cent by which every price rises with each year, of products and of plans."""

ENGAGEMENT = (50, 16)
LOYALTY = (50, 16)
"""Mean and standard deviation at the start, before rounding to points."""

CORRELATION = 0.6
"""Of the two at the start."""

HABIT = 8
"""Standard deviation of the points by which a person is more active than engagement says."""

SLIDE = 0.18
"""How many slide: their engagement falls month by month, their loyalty follows."""

SLIDES = {"slow": (3, 0.5), "steady": (6, 0.3), "sudden": (18, 0.2)}
"""The ways to slide: points lost in a month, and how many go so."""

DEEPEST = 60
"""Points after which a slide ends."""

LAG = 2
"""Months after which loyalty follows, by eight tenths as much."""

RECOVER = 0.25
"""How many of those who slide come back, as fast as they went, after six months."""

TURN = 6

SPEAKS_UP = 0.4
"""How many recommend, review and talk when they are loyal; the others stay silent advocates."""

LEAD = 0.12
"""How many have signed up and never became members: no orders, no use."""

BUSINESS = 0.15
"""How many customers are businesses."""

ANSWERS = (0.20, 0.003)
"""The chance to answer a survey: the first, and the second for each point of loyalty."""

KINDNESS = 24
"""Points that are added to loyalty where people are asked whether they would recommend."""

WAVE = 6
"""A survey is sent at the end of every sixth month."""

REVIEWED = 0.20
"""How many purchases of those who speak up are reviewed."""

CONVERTED = 0.3
"""How many invitations are accepted, if enough people come by one."""

SPENDS = 0.8
"""Sigma of the lognormal by which what one person orders is larger or smaller."""


@dataclass(frozen=True)
class Campaign:
    """One campaign, and what it truly does.

    Parameters
    ----------
    name, channel
        What it is called, and where it reaches people.
    month
        In which month of the simulation it runs, from 0.
    targeting
        Who gets it: `random`, or the rule by which they were chosen.
    share
        How many of those who can be reached get it, if it is random.
    effects
        Additional purchases for each customer who gets it, by engagement at that time: low,
        middle, high.
    """

    name: str
    channel: str
    month: int
    targeting: str
    share: float
    effects: tuple[float, float, float]


CAMPAIGNS = (
    Campaign("Spring letter", "email", 4, "random", 0.5, (0.00, 0.04, 0.02)),
    Campaign("Ten per cent off", "email", 8, "random", 0.5, (0.06, 0.04, 0.00)),
    Campaign("New layout", "email", 11, "random", 0.5, (0.00, 0.00, 0.00)),
    Campaign("Gift for regulars", "product", 14, "the engaged", 1.0, (0.00, 0.00, 0.00)),
    Campaign("Please come back", "email", 18, "who slide", 1.0, (0.03, 0.03, 0.03)),
    Campaign("Try the larger plan", "product", 21, "random", 0.9, (0.01, 0.03, 0.05)),
)
"""The third one does nothing; the fourth seems to, since it went to those who buy anyway."""

LOW, HIGH = 42, 58
"""Engagement below the first is low, above the second high."""

WINDOW = 14
"""Days after a campaign's start in which its additional purchases fall."""

NOISE = ("page_load_ms", "screen_brightness")
"""Columns of the customers that have nothing to do with anything."""
