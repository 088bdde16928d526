"""How often things happen, and how likely, as regressions find it that know nothing of `plan`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from estimation import Array, Numbers, fit_of_counts, line, poisson
from observed import Observed
from seg_jupyter.datasets.simulator import plan

MARCH = 2
"""The month with which the others are compared; it has no points of the season."""


@dataclass
class Grid:
    """Cells of customers and months, added up where all that drives them is the same."""

    points: Array
    habit: Array
    prefers: Array
    month: Array
    cells: Array
    counts: Array

    @property
    def seasons(self) -> Array:
        others = [month for month in range(12) if month != MARCH]
        return (self.month[:, None] % 12 == others).astype(float)


def grid(observed: Observed, of: str, channel: str, cells: Array, counts: Array) -> Grid:
    """Add up the counts of some of the cells; each cell stands as often as `cells` says."""
    points = observed.points(of)
    drive = observed.drive(of, channel)
    cells = np.where((drive >= 0) & (drive <= plan.TOP), cells, 0)  # beyond, nothing is a line
    habit = np.broadcast_to(observed.people["habit"].to_numpy()[:, None], points.shape)
    prefers = np.broadcast_to(observed.prefers(channel)[:, None], points.shape)
    month = np.broadcast_to(np.arange(observed.months), points.shape)
    key = ((points * 100 + habit + 50) * 2 + prefers) * observed.months + month
    many, found = (
        np.bincount(key.ravel(), (weights * (cells > 0)).ravel()) for weights in (cells, counts)
    )
    there = np.flatnonzero(many)
    rest, months = np.divmod(there, observed.months)
    rest, preferring = np.divmod(rest, 2)
    points, habits = np.divmod(rest, 100)
    return Grid(points, habits - 50, preferring, months, many[there], found[there])


def mailed(observed: Observed) -> Array:
    """Return who got a campaign in which month: what it may cause is not of their own drive."""
    contacts = observed.company.contacts
    treated = contacts[contacts["arm"] == "treatment"]
    return observed.count(treated, "assigned_at") > 0


FRAMES = {
    "visit": "visits",
    "use": "usage",
    "social": "social",
    "cart": "orders",
    "contact": "support",
    "referral": "referrals",
}


@pytest.mark.parametrize("event", plan.RATES)
def test_rates(observed: Observed, event: str) -> None:
    rate = plan.RATES[event]
    frame = getattr(observed.company, FRAMES[event])
    if event == "cart":
        frame = frame[frame["event"] == "cart"]
    cells = observed.there.copy()
    if f"never_{rate.channel}" in observed.people:
        cells &= ~observed.people[f"never_{rate.channel}"].to_numpy()[:, None]
    if event in ("use", "cart", "referral"):
        cells &= ~observed.lead[:, None]
    if event == "referral":
        cells &= observed.people["speaks_up"].to_numpy()[:, None]
    if event == "cart":
        cells &= ~mailed(observed)
    found = grid(observed, rate.of, rate.channel, cells, observed.count(frame))
    growth = np.log(rate.growth)
    mix = observed.theme.mix.get(rate.channel, 0)
    columns = [np.ones(len(found.cells)), (found.points - 50) / 10, found.habit / 10]
    planted = [np.log(rate.middle) + growth * mix / 10, growth, growth]
    names = ["middle", "growth", "habit"]
    columns.append(found.month // 12)
    planted.append(growth * plan.DRIFT.get(rate.channel, 0) / 10)
    names.append("drift")
    if rate.channel in plan.CHANNELS:
        columns.append(found.prefers)
        planted.append(growth * plan.BONUS / 10)
        names.append("bonus")
    if rate.channel in ("web", "orders"):
        columns += list(found.seasons.T)
        points = [plan.SEASON[month] for month in range(12) if month != MARCH]
        planted += [growth * number / 10 for number in points]
        names += [f"season {month + 1}" for month in range(12) if month != MARCH]
    design = np.column_stack(columns)
    coefficients, errors = poisson(design, found.counts, found.cells)
    numbers = Numbers()
    for number in zip(names, planted, coefficients, errors, strict=True):
        numbers.near(*number)
    expected = found.cells * np.exp(design @ coefficients)
    by_points = (np.bincount(found.points, each) for each in (found.counts, expected))
    numbers.likely("a line of points", fit_of_counts(*by_points, 2))
    # people with the same drive differ as Poisson's counts do: (count - mean)² - count is 0 then
    excess = ((found.counts - expected) ** 2 - found.counts).sum()
    numbers.near("dispersion", 0, excess, np.sqrt(2 * (expected**2).sum()))
    assert numbers.missed == []


@pytest.mark.parametrize("event", ["opened", "clicked", "unsubscribed"])
def test_messages(observed: Observed, event: str) -> None:
    emails = observed.company.emails
    of_each = {"opened": "sent", "clicked": "opened", "unsubscribed": "sent"}[event]
    tried, hits = emails[emails["event"] == of_each], emails[emails["event"] == event]
    if event == "unsubscribed":
        tried = tried[tried["campaign"].isna()]
    intercept, slope = getattr(plan, event.upper())
    trials = observed.count(tried)
    if event == "unsubscribed":  # at 120 points nobody does: lines end below
        trials = trials * (observed.drive("engagement", "email") <= 105)
    found = grid(observed, "engagement", "email", trials, observed.count(hits))
    year = found.month // 12
    ones = np.ones(len(year))
    design = np.column_stack([ones, found.points, found.habit, found.prefers, year])
    coefficients, errors = line(design, found.counts, found.cells)
    mix = observed.theme.mix.get("email", 0)
    planted = [intercept + slope * mix, slope, slope, slope * plan.BONUS]
    planted.append(slope * plan.DRIFT["email"])
    numbers = Numbers()
    names = ["at 0", "a point", "habit", "bonus", "drift"]
    for number in zip(names, planted, coefficients, errors, strict=True):
        numbers.near(*number)
    assert numbers.missed == []


def test_members_leave_and_answer_by_their_loyalty(observed: Observed) -> None:
    numbers = Numbers()
    starts = observed.starts.to_numpy()
    left = observed.people["left_at"].to_numpy()[:, None] == starts[1:]
    member = observed.there & ~observed.lead[:, None]
    answered = observed.count(observed.company.surveys)
    waves = np.isin(np.arange(observed.months), np.arange(plan.WAVE - 1, 24, plan.WAVE))
    loyal = observed.loyalty
    tries = {
        "left": (plan.LEFT, member & (loyal <= 80), left),
        "answered": (plan.ANSWERS, member & waves, answered),
    }
    assert answered[:, ~waves].sum() == 0
    assert answered.max() == 1
    for name, (planted, cells, hits) in tries.items():
        trials, found = (
            np.bincount(loyal.ravel(), (cells * weights).ravel(), 101) for weights in (1, hits)
        )
        points = np.flatnonzero(trials)
        design = np.column_stack([np.ones(len(points)), points])
        for number in zip(
            (f"{name} at 0", f"{name}, a point"),
            planted,
            *line(design, found[points], trials[points]),
            strict=True,
        ):
            numbers.near(*number)
    rest = member & (loyal >= 86)
    numbers.share("left, most loyal", plan.LEAST_LEFT, left[rest].sum(), rest.sum())
    assert numbers.missed == []
