"""What is planted, as frames: the answers to what one tries to find in the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import Calendar
from seg_jupyter.datasets.simulator.campaigns import GROUPS
from seg_jupyter.datasets.simulator.chance import Array, exactly
from seg_jupyter.datasets.simulator.columns import Columns, Words, joined
from seg_jupyter.datasets.simulator.dirt import Counts
from seg_jupyter.datasets.simulator.native import pandas_frame
from seg_jupyter.datasets.simulator.people import People
from seg_jupyter.datasets.simulator.pieces import crowds
from seg_jupyter.datasets.simulator.settings import Settings


def planted_people(people: People, calendar: Calendar) -> Columns:
    """Return one row for each customer: what is planted of them."""
    never = {f"never_{channel}": people.never[channel] for channel in plan.NEVER}
    months = np.append(calendar.names, np.datetime64("NaT"))
    sliding = (people.slides >= 0) & (people.slide_month < calendar.months)
    month = np.where(sliding, people.slide_month, calendar.months)
    return {
        "customer_id": people.ids,
        "engagement": people.engagement[:, 0].astype(np.int64),
        "loyalty": people.loyalty[:, 0].astype(np.int64),
        "slide": Words(people.slides, tuple(plan.SLIDES)),
        "slide_starts": months[month].astype("datetime64[us]"),
        "comes_back": people.recovers,
        "left_at": _or_never(calendar.moments(people.left), people.left <= calendar.end),
        "preferred_channel": Words(people.preferred.astype(np.int8), plan.CHANNELS),
        "speaks_up": people.speaks_up,
        "habit": people.habit.astype(np.int64),
        "spends": people.spends,
        **never,
    }


def planted_months(people: People, calendar: Calendar) -> Columns:
    """Return one row for each customer and month: engagement and loyalty."""
    months = calendar.names.astype("datetime64[us]")
    return {
        "customer_id": np.repeat(people.ids, calendar.months),
        "month": np.tile(months, len(people)),
        "engagement": people.engagement.ravel().astype(np.int64),
        "loyalty": people.loyalty.ravel().astype(np.int64),
    }


def _or_never(moments: Array, known: Array) -> Array:
    return np.where(known, moments, np.datetime64("NaT", "us"))


class Truth:
    """What is planted in a simulated company, as frames.

    Attributes
    ----------
    people, months
        What is planted of each customer, and of each in every month.
    rates, chances
        How often things happen, and how likely, by what they depend on.
    preferences, effects
        Which age prefers which channel; what each campaign truly does to whom.
    drift, seasons
        How the years and the months differ.
    noise
        Columns of the customers that have nothing to do with anything.
    dirt
        How many rows of which frames are dirty, and how.

    Examples
    --------
    >>> from seg_jupyter.datasets import simulate
    >>> simulate(200, seed=7).truth.effects.head(3)[["campaign", "engagement", "effect"]]
            campaign engagement    effect
    0  Spring letter        low  0.000000
    1  Spring letter     middle  0.039993
    2  Spring letter       high  0.020004
    """

    def __init__(self, settings: Settings, calendar: Calendar, dirt: Counts) -> None:
        self._settings = settings
        self._calendar = calendar
        self._dirt = dirt

    def _of_everybody(self, planted: Callable[[People, Calendar], Columns]) -> pd.DataFrame:
        parts = [planted(crowd, self._calendar) for crowd in crowds(self._settings, self._calendar)]
        return pandas_frame(joined(parts))

    @cached_property
    def people(self) -> pd.DataFrame:
        """One row for each customer.

        `engagement` and `loyalty` in the first month (0 to 100); how they `slide` (slow, steady,
        sudden, or missing), when that starts and who comes back; when a membership ended; the
        preferred channel; who speaks up when loyal; the `habit` in points; by what orders are
        larger (`spends`); and which channels are never used.
        """
        return self._of_everybody(planted_people)

    @cached_property
    def months(self) -> pd.DataFrame:
        """One row for each customer and month: `engagement` and `loyalty`, 0 to 100."""
        return self._of_everybody(planted_months)

    @property
    def rates(self) -> pd.DataFrame:
        """Times in a month: at 50 points, and by what ten more points multiply; at most 40."""
        return rates()

    @property
    def chances(self) -> pd.DataFrame:
        """Probabilities: at 0 points, and what every point adds."""
        return chances()

    @property
    def preferences(self) -> pd.DataFrame:
        """By group of age, the share that prefers each channel."""
        return preferences()

    @property
    def effects(self) -> pd.DataFrame:
        """By campaign and engagement, the additional purchases of one who gets it."""
        return effects()

    @property
    def drift(self) -> pd.DataFrame:
        """Points that each channel gains with a year, and the per cent by which prices rise."""
        return drift()

    @property
    def seasons(self) -> pd.DataFrame:
        """Points by month of the year, on the web and on orders."""
        return seasons()

    @property
    def noise(self) -> tuple[str, ...]:
        """Columns of the customers that have nothing to do with anything."""
        return plan.NOISE

    @property
    def dirt(self) -> pd.DataFrame:
        """By frame and kind, the number of rows."""
        return dirt_rows(self._dirt)


def rates() -> pd.DataFrame:
    """Return how often things happen in a month, by what they depend on."""
    rows = [
        {
            "event": event,
            "depends_on": "engagement and loyalty" if rate.of == "both" else rate.of,
            "channel": rate.channel,
            "at_50": rate.middle,
            "factor_per_10": rate.growth,
        }
        for event, rate in plan.RATES.items()
    ]
    return pd.DataFrame(rows)


def chances() -> pd.DataFrame:
    """Return probabilities: those that depend on points, at none of them and for each."""
    lines = {
        "opened": ("message, by points on e-mail", *plan.OPENED),
        "clicked": ("opened message, by points on e-mail", *plan.CLICKED),
        "unsubscribes": ("month, by points on e-mail", *plan.UNSUBSCRIBED),
        "leaves": (f"month, by loyalty; at least {plan.LEAST_LEFT}", *plan.LEFT),
        "answers a survey": ("survey, by loyalty", *plan.ANSWERS),
    }
    fixed = {
        "checkout": ("cart", plan.CHECKED_OUT),
        "purchase": ("checkout", plan.BOUGHT),
        "return": ("purchase", plan.RETURNED),
        "review": ("purchase of somebody who speaks up", plan.REVIEWED),
        "slides": ("customer", plan.SLIDE),
        "comes back": ("customer who slides", plan.RECOVER),
        "speaks up": ("customer", plan.SPEAKS_UP),
        "is a lead": ("customer", plan.LEAD),
        "is a business": ("customer", plan.BUSINESS),
        **{f"never uses {channel}": ("customer", share) for channel, share in plan.NEVER.items()},
    }
    rows = [
        {"what": what, "of_each": of, "at_0": a, "per_point": b}
        for what, (of, a, b) in lines.items()
    ]
    rows += [
        {"what": what, "of_each": of, "at_0": exactly(share), "per_point": 0.0}
        for what, (of, share) in fixed.items()
    ]
    return pd.DataFrame(rows)


def preferences() -> pd.DataFrame:
    """Return by group of age how many prefer which channel."""
    frame = pd.DataFrame(plan.PREFERENCES, index=[*plan.CHANNELS]).T
    return frame.rename_axis("age").reset_index()


def effects() -> pd.DataFrame:
    """Return by campaign and engagement the additional purchases of one who gets it."""
    rows = [
        {
            "campaign": campaign.name,
            "targeting": campaign.targeting,
            "share_treated": exactly(campaign.share) if campaign.targeting == "random" else None,
            "engagement": group,
            "effect": exactly(effect),
        }
        for campaign in plan.CAMPAIGNS
        for group, effect in zip(GROUPS, campaign.effects, strict=True)
    ]
    return pd.DataFrame(rows)


def drift() -> pd.DataFrame:
    """Return the points that channels gain, and the per cent that prices rise, with each year."""
    rows = [
        {"what": channel, "each_year": points, "unit": "points"}
        for channel, points in plan.DRIFT.items()
    ]
    rows.append({"what": "prices", "each_year": plan.PRICES_RISE, "unit": "per cent"})
    return pd.DataFrame(rows)


def seasons() -> pd.DataFrame:
    """Return the points of each month of the year, on the web and on orders."""
    return pd.DataFrame({"month": range(1, 13), "points": plan.SEASON})


def dirt_rows(counts: Counts) -> pd.DataFrame:
    """Return how many rows are dirty, by frame and kind."""
    rows = [{"frame": frame, "what": what, "rows": rows} for (frame, what), rows in counts.items()]
    return pd.DataFrame(rows, columns=["frame", "what", "rows"])
