"""What campaigns do: random ones show it; of others it is seen given what drives who got them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from estimation import WIDTH, Array, Numbers
from observed import Observed
from seg_jupyter.datasets.simulator import plan

RANDOM = [campaign for campaign in plan.CAMPAIGNS if campaign.targeting == "random"]


def groups(engagement: Array) -> Array:
    return np.where(engagement < 42, 0, np.where(engagement > 58, 2, 1))


def outcomes(observed: Observed, campaign: plan.Campaign) -> pd.DataFrame:
    """Return for each who could be reached the arm, points, and purchases of the fortnight."""
    contacts = observed.company.contacts
    frame = contacts[contacts["campaign"] == campaign.name]
    orders = observed.company.orders
    start = frame["assigned_at"].iloc[0]
    assert (frame["assigned_at"] == start).all()
    assert start == observed.starts[campaign.month] + pd.Timedelta("10h")
    bought = orders[
        (orders["event"] == "purchase")
        & orders["happened_at"].between(start, start + pd.Timedelta(days=plan.WINDOW))
    ]
    place = observed.place(frame)
    return pd.DataFrame(
        {
            "treated": (frame["arm"] == "treatment").to_numpy(),
            "engagement": observed.engagement[place, campaign.month],
            "drive": observed.drive("both", "orders")[place, campaign.month],
            "bought": np.bincount(observed.place(bought), minlength=len(observed.people))[place],
            "place": place,
        }
    )


def difference(frame: pd.DataFrame) -> tuple[float, float]:
    """Return how much more the treated bought, and its standard error (Welch)."""
    one, other = frame.loc[frame["treated"], "bought"], frame.loc[~frame["treated"], "bought"]
    return one.mean() - other.mean(), np.sqrt(one.var() / len(one) + other.var() / len(other))


def given_the_drive(frame: pd.DataFrame) -> tuple[float, float]:
    """Return the same within each number of points of drive, weighted by what each can tell."""
    each = frame.groupby(["drive", "treated"])["bought"].agg(["mean", "size"]).unstack()
    each = each.dropna()
    treated, control = each["size"][True], each["size"][False]
    # what is caused comes to what would be anyway: the variance of both is the mean of all
    rate = frame.groupby("drive")["bought"].mean().reindex(each.index).clip(lower=1e-4)
    weight = treated * control / (treated + control)
    gaps = each["mean"][True] - each["mean"][False]
    error = np.sqrt((weight**2 * rate * (1 / treated + 1 / control)).sum()) / weight.sum()
    return float((weight * gaps).sum() / weight.sum()), float(error)


@pytest.mark.parametrize("campaign", RANDOM, ids=lambda campaign: campaign.name)
def test_a_random_campaign_shows_what_it_does(observed: Observed, campaign: plan.Campaign) -> None:
    numbers = Numbers()
    frame = outcomes(observed, campaign)
    treated = frame["treated"]
    numbers.share("treated", campaign.share, int(treated.sum()), len(frame))
    group = groups(frame["engagement"].to_numpy())
    for place, effect in enumerate(campaign.effects):
        estimate, error = difference(frame[group == place])
        assert error < 0.02
        numbers.near(f"effect {place}", effect, estimate, error)
    balance = frame.groupby("treated")["drive"].agg(["mean", "var", "size"])
    error = np.sqrt((balance["var"] / balance["size"]).sum())
    numbers.near("balance", 0, balance["mean"].diff().iloc[-1], error)
    assert numbers.missed == []


def test_what_goes_to_the_engaged_seems_to_work_and_does_not(observed: Observed) -> None:
    campaign = plan.CAMPAIGNS[3]
    assert (campaign.targeting, campaign.effects) == ("the engaged", (0, 0, 0))
    frame = outcomes(observed, campaign)
    assert (frame["treated"] == (frame["engagement"] >= 58)).all()
    estimate, error = difference(frame)
    assert estimate > WIDTH * error  # far from nothing, and wrong
    numbers = Numbers()
    numbers.near("given the drive", 0, *given_the_drive(frame))
    assert numbers.missed == []


def test_what_goes_to_who_slide_seems_to_harm_and_helps(observed: Observed) -> None:
    campaign = plan.CAMPAIGNS[4]
    assert (campaign.targeting, set(campaign.effects)) == ("who slide", {0.03})
    frame = outcomes(observed, campaign)
    slid = observed.people["slide_starts"].to_numpy() <= observed.starts[campaign.month]
    assert (frame["treated"].to_numpy() == slid[frame["place"]]).all()
    estimate, error = difference(frame)
    assert estimate < 0.03 - WIDTH * error
    numbers = Numbers()
    numbers.near("given the drive", 0.03, *given_the_drive(frame))
    assert numbers.missed == []
