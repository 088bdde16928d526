"""What people say: surveys, reviews of what they bought, and recommendations to others."""

from __future__ import annotations

import numpy as np

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.calendar import DAY, Calendar
from seg_jupyter.datasets.simulator.chance import (
    Array,
    Chance,
    normal,
    straight,
    thresholds,
    waiting,
)
from seg_jupyter.datasets.simulator.columns import Column, Columns, Gaps, Words
from seg_jupyter.datasets.simulator.happening import (
    event_columns,
    happened,
    in_order,
    seconds_of_day,
)
from seg_jupyter.datasets.simulator.orders import PURCHASE
from seg_jupyter.datasets.simulator.people import ACQUIRED, People
from seg_jupyter.datasets.simulator.settings import Settings

SATISFIED = (20, 35, 50, 70)
"""Points of loyalty, with what the day adds, from which on satisfaction is 2, 3, 4 and 5."""
_TODAY = 12
"""Standard deviation of what the day adds, in points."""


def surveys(people: People, settings: Settings, calendar: Calendar, piece: int) -> Columns:
    """Return answers: satisfaction 1 to 5, recommendation 0 to 10, affinity 1 to 7."""
    waves = np.arange(plan.WAVE - 1, calendar.months, plan.WAVE)
    chance = Chance(settings.seed, piece, "surveys")
    asked = chance.levels(len(people), len(waves))
    answer = thresholds(straight(plan.ANSWERS, 100))[people.loyalty[:, waves]]
    who, wave = np.nonzero((asked < answer) & ~people.lead[:, None])
    month = waves[wave]
    size = len(who)
    at = calendar.starts[month] + 20 * DAY + chance.below(7, size) * DAY
    at += seconds_of_day(chance, size)
    kept = (at >= people.signed_up[who]) & (at < people.left[who])
    who, at, month = who[kept], at[kept], month[kept]
    size = len(who)
    loyalty, engagement = people.loyalty[who, month], people.engagement[who, month]
    felt = [loyalty + _TODAY * chance.pick(normal(), size) for _ in range(2)]
    near = (loyalty + engagement) / 2 + _TODAY * chance.pick(normal(), size)
    return {
        **event_columns(people, calendar, who, at, _one("survey", size)),
        "satisfaction": _answer(
            1 + np.searchsorted(SATISFIED, felt[0], side="right"), chance, settings
        ),
        "recommend": _answer(np.clip(np.rint(felt[1] / 9), 0, 10), chance, settings),
        "affinity": _answer(np.clip(np.rint(near / 16) + 1, 1, 7), chance, settings),
    }


def _answer(values: Array, chance: Chance, settings: Settings) -> Gaps:
    return Gaps(values.astype(np.int64), chance.hits(settings.missing, len(values)))


def reviews(
    people: People, settings: Settings, calendar: Calendar, piece: int, orders: Columns
) -> Columns:
    """Return reviews of purchases, by those who speak up: 1 to 5 stars."""
    event, product = _words(orders["event"]), _words(orders["product"])
    who = np.asarray(orders["customer_id"]) - people.ids[0] if len(people) else np.zeros(0, int)
    chance = Chance(settings.seed, piece, "reviews")
    bought = (event.codes == PURCHASE) & people.speaks_up[who]
    rows = np.flatnonzero(bought & chance.hits(plan.REVIEWED, len(who)))
    at = calendar.seconds(np.asarray(orders["happened_at"])[rows]) + DAY
    at += chance.pick(waiting(9.0 * DAY), len(rows))
    rows, at = rows[at < calendar.end], at[at < calendar.end]
    order = np.lexsort((at, who[rows]))  # stable, and so the same on every machine
    rows, at = rows[order], at[order]
    loyalty = people.loyalty[who[rows], calendar.month_of(at)]
    felt = loyalty + _TODAY * chance.pick(normal(), len(rows))
    return {
        **event_columns(people, calendar, who[rows], at, _one("review", len(rows))),
        "product": product.take(rows),
        "stars": 1 + np.searchsorted(SATISFIED, felt, side="right"),
    }


def referrals(people: People, settings: Settings, calendar: Calendar, piece: int) -> Columns:
    """Return invitations, and who joined by one: known for some of those who came so.

    An accepted invitation was sent in the ninety days before the person signed up.
    """
    who, at, _ = in_order(happened("referral", people, settings, calendar, piece))
    chance = Chance(settings.seed, piece, "referrals")
    accepted = np.flatnonzero(chance.hits(plan.CONVERTED, len(who)))
    came = np.flatnonzero(people.acquired == list(ACQUIRED).index("referral"))
    came = came[people.signed_up[came] > 0]
    came = came[np.argsort(people.signed_up[came], kind="stable")]
    accepted = accepted[np.argsort(at[accepted], kind="stable")]
    joined = np.full(len(who), -1)
    # the first invitation that is still open brings the next who came by one
    next_ = 0
    for place in accepted.tolist():
        while next_ < len(came) and people.signed_up[came[next_]] <= at[place]:
            next_ += 1
        if next_ == len(came):
            break
        if people.signed_up[came[next_]] - at[place] <= 90 * DAY:
            joined[place] = came[next_]
            next_ += 1
    return {
        **event_columns(people, calendar, who, at, _one("referral", len(who))),
        "converted": joined >= 0,
        "referred_id": Gaps(np.where(joined >= 0, people.ids[joined], 0), joined < 0)
        if len(people)
        else Gaps(joined, joined < 0),
    }


def _words(column: Column) -> Words:
    assert isinstance(column, Words)  # noqa: S101 - both columns are text
    return column


def _one(word: str, size: int) -> Words:
    return Words(np.zeros(size, np.int8), (word,))
