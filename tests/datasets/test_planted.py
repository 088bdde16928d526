"""What is planted in a simulated company is found again, by ways that share no code with it.

The company has 100,000 customers and a fixed seed. An estimate may lie `FAR` standard errors from
what is planted: of 100 right ones, one in 300 such runs would be called wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from seg_jupyter.datasets import Company, simulate

FAR = 4.0
FIRST = pd.Timestamp("2023-01-01")
MONTHS = 24
WITH_CAMPAIGN = [4, 8, 11, 14, 18, 21]


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(100_000, seed=20_230_101, duplicates=0, dirt=0)


@dataclass(frozen=True)
class Grid:
    """Customers × months."""

    people: pd.DataFrame
    engagement: np.ndarray
    loyalty: np.ndarray
    member: np.ndarray
    """Whole months after signing up and before leaving."""

    def counts(self, frame: pd.DataFrame) -> np.ndarray:
        """Events of each customer in each month."""
        person = frame["customer_id"].to_numpy() - self.people["customer_id"].iloc[0]
        when = frame["happened_at"]
        month = (when.dt.year - FIRST.year) * 12 + when.dt.month - 1
        flat = np.bincount(person * MONTHS + month.to_numpy(), minlength=self.engagement.size)
        return flat.reshape(self.engagement.shape)


def month_of(when: pd.Series) -> np.ndarray:
    return ((when.dt.year - FIRST.year) * 12 + when.dt.month - 1).to_numpy()


@pytest.fixture(scope="module")
def grid(company: Company) -> Grid:
    people = company.customers.merge(company.truth.people, on="customer_id", validate="1:1")
    levels = company.truth.months
    shape = (len(people), MONTHS)
    months = np.arange(MONTHS)
    joined = month_of(people["signed_up"])
    left = np.where(people["left_at"].notna(), month_of(people["left_at"].fillna(FIRST)), MONTHS)
    return Grid(
        people,
        levels["engagement"].to_numpy().reshape(shape),
        levels["loyalty"].to_numpy().reshape(shape),
        (months > joined[:, None]) & (months < left[:, None]),
    )


def drive(company: Company, grid: Grid, channel: str, level: np.ndarray) -> np.ndarray:
    """The points of activity, by the words of the documentation."""
    preferred = (grid.people["preferred_channel"] == channel).to_numpy() * 18
    yearly = company.truth.drift.set_index("what")["each_year"].get(channel, 0)
    points = level + (grid.people["habit"].to_numpy() + preferred)[:, None]
    points = points + np.arange(MONTHS) // 12 * yearly
    if channel in ("web", "orders"):
        points = points + company.truth.seasons["points"].to_numpy()[np.arange(MONTHS) % 12]
    return np.clip(points, 0, 150)


def fitted_rate(points: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The logarithm of a rate at 50 and its slope by ten points: Poisson maximum likelihood."""
    at = (np.arange(151) - 50) / 10
    exposure = np.bincount(points, minlength=151).astype(float)
    number = np.bincount(points, weights=counts, minlength=151)

    def loss(b: np.ndarray) -> float:
        return float(np.sum(exposure * np.exp(b[0] + b[1] * at) - number * (b[0] + b[1] * at)))

    def slope(b: np.ndarray) -> np.ndarray:
        rest = exposure * np.exp(b[0] + b[1] * at) - number
        return np.array([rest.sum(), (rest * at).sum()])

    start = np.array([np.log(number.sum() / exposure.sum()), 0.1])
    found = optimize.minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-3}).x
    weight = exposure * np.exp(found[0] + found[1] * at)
    information = np.array(
        [[weight.sum(), (weight * at).sum()], [(weight * at).sum(), (weight * at**2).sum()]]
    )
    return found, np.sqrt(np.diag(np.linalg.inv(information)))


SOURCES = {
    "visit": ("visits", None),
    "use": ("usage", None),
    "social": ("social", None),
    "cart": ("orders", "cart"),
    "contact": ("support", None),
    "referral": ("referrals", None),
}


@pytest.mark.parametrize("event", SOURCES)
def test_how_often_things_happen(event: str, company: Company, grid: Grid) -> None:
    planted = company.truth.rates.set_index("event").loc[event]
    source, word = SOURCES[event]
    frame = getattr(company, source)
    counts = grid.counts(frame if word is None else frame[frame["event"] == word])
    level = {
        "engagement": grid.engagement,
        "loyalty": grid.loyalty,
        "engagement and loyalty": (grid.engagement + grid.loyalty) // 2,
    }[planted["depends_on"]]
    points = drive(company, grid, planted["channel"], level)
    can = grid.member.copy()
    never = f"never_{planted['channel']}"
    if never in grid.people:
        can &= ~grid.people[never].to_numpy()[:, None]
    lead = (grid.people["funnel_stage"] == "lead").to_numpy()[:, None]
    if event in ("use", "cart", "referral"):
        can &= ~lead
    if event == "referral":
        can &= grid.people["speaks_up"].to_numpy()[:, None]
    if event == "cart":  # what campaigns cause comes on top
        can[:, WITH_CAMPAIGN] = False
    assert counts[~can & grid.member].sum() == 0 or event == "cart"
    (middle, growth), errors = fitted_rate(points[can], counts[can])
    assert abs(middle - np.log(planted["at_50"])) < FAR * errors[0]
    assert abs(growth - np.log(planted["factor_per_10"])) < FAR * errors[1]
    assert errors.max() < 0.03  # an estimate that says nothing would always be right


def near(hits: float, of: float, share: float) -> bool:
    """Whether a share is what is planted, by the exact binomial distribution."""
    return stats.binomtest(int(hits), int(of), share).pvalue > 2 * stats.norm.sf(FAR)


def test_messages_are_opened_and_clicked(company: Company, grid: Grid) -> None:
    planted = company.truth.chances.set_index("what")
    emails = company.emails
    # of newsletters, which are all sent on the fifth of a month
    letters = emails[emails["campaign"].isna()]
    sent, opened, clicked = (
        grid.counts(letters[letters["event"] == word]) for word in ("sent", "opened", "clicked")
    )
    points = drive(company, grid, "email", grid.engagement)
    for done, of, what in ((opened, sent, "opened"), (clicked, opened, "clicked")):
        line = planted.loc[what]
        for low in range(0, 100, 10):
            here = (points >= low) & (points < low + 10)
            chance = np.minimum(line["at_0"] + line["per_point"] * points[here], 0.95)
            expected, spread = (chance * of[here]).sum(), (chance * (1 - chance) * of[here]).sum()
            assert abs(done[here].sum() - expected) <= FAR * np.sqrt(spread) + 1, (what, low)


def test_who_leaves(company: Company, grid: Grid) -> None:
    line = company.truth.chances.set_index("what").loc["leaves"]
    lead = (grid.people["funnel_stage"] == "lead").to_numpy()
    left = grid.people["left_at"].notna().to_numpy()
    last = np.where(left, month_of(grid.people["left_at"].fillna(FIRST)) - 1, MONTHS)
    # a membership that ends at the end of December is over in January of the next year
    joined = month_of(grid.people["signed_up"])
    months = np.arange(MONTHS)
    risk = (months > joined[:, None]) & (months <= last[:, None]) & ~lead[:, None]
    gone = months == last[:, None]
    for low in range(0, 100, 20):
        here = risk & (grid.loyalty >= low) & (grid.loyalty < low + 20)
        chance = np.maximum(line["at_0"] + line["per_point"] * grid.loyalty[here], 0.002)
        spread = (chance * (1 - chance)).sum()
        assert abs(gone[here].sum() - chance.sum()) < FAR * np.sqrt(spread) + 1, low
    assert not left[lead].any()


def test_shares_of_customers(company: Company, grid: Grid) -> None:
    people, planted = grid.people, company.truth.chances.set_index("what")["at_0"]
    size = len(people)
    slides = people["slide"].notna()
    assert near(slides.sum(), size, planted["slides"])
    assert near(people["comes_back"].sum(), slides.sum(), planted["comes back"])
    assert near(people["speaks_up"].sum(), size, planted["speaks up"])
    assert near((people["funnel_stage"] == "lead").sum(), size, planted["is a lead"])
    assert near((people["customer_type"] == "business").sum(), size, planted["is a business"])
    for channel in ("web", "social", "product", "support"):
        share = planted[f"never uses {channel}"]
        assert near(people[f"never_{channel}"].sum(), size, share), channel


def test_ages_prefer_channels(company: Company, grid: Grid) -> None:
    people = grid.people[grid.people["age"].notna()]
    groups = pd.cut(people["age"].astype(int), [0, 34, 54, 200], labels=False)
    for place, planted in company.truth.preferences.iterrows():
        group = people.loc[groups == place, "preferred_channel"].astype(str)
        for channel in ("web", "email", "social", "product"):
            assert near((group == channel).sum(), len(group), planted[channel]), (place, channel)


def test_engagement_and_loyalty_at_the_start(grid: Grid) -> None:
    one = grid.people["engagement"].to_numpy().astype(float)
    other = grid.people["loyalty"].to_numpy().astype(float)
    still = (grid.people["slide"].isna()).to_numpy()
    size = still.sum()
    for points in (one[still], other[still]):
        assert abs(points.mean() - 50) < FAR * 16 / np.sqrt(size)
        # rounding to points adds a twelfth to the variance
        assert abs(points.var() - (256 + 1 / 12)) < FAR * 256 * np.sqrt(2 / size)
    correlation = stats.pearsonr(one[still], other[still])
    low, high = correlation.confidence_interval(0.9999)
    assert low < 0.6 * 256 / (256 + 1 / 12) < high


def test_a_slide_is_as_deep_as_planted(company: Company, grid: Grid) -> None:
    planted = company.truth.slides.set_index("slide")
    speed = planted["points_a_month"]
    of_all = grid.people["slide"].value_counts()
    assert all(near(of_all[kind], of_all.sum(), planted.loc[kind, "share"]) for kind in speed.index)
    start = month_of(grid.people["slide_starts"].fillna(FIRST))
    people = grid.people
    for kind, points in speed.items():
        of_kind = (people["slide"] == kind) & ~people["comes_back"] & people["slide_starts"].notna()
        for place in np.flatnonzero(of_kind)[:200]:
            level, begins = grid.engagement[place], start[place]
            for month in range(MONTHS):
                lost = min(points * max(month - begins + 1, 0), 60)
                assert level[month] == max(level[0] - lost, 0)
            later = grid.loyalty[place][: min(begins + 2, MONTHS)]
            assert (later == later[0]).all()


def test_who_never_slides_stays_where_they_are(grid: Grid) -> None:
    still = grid.people["slide"].isna().to_numpy()
    assert (grid.engagement[still] == grid.engagement[still][:, :1]).all()
    assert (grid.loyalty[still] == grid.loyalty[still][:, :1]).all()


RANDOM = {"Spring letter": 4, "Ten per cent off": 8, "New layout": 11, "Try the larger plan": 21}


def purchases_after(company: Company, contacts: pd.DataFrame, days: int = 15) -> pd.Series:
    """Purchases of each contacted customer in the days after."""
    bought = company.orders[company.orders["event"] == "purchase"]
    joined = bought.merge(contacts[["customer_id", "assigned_at"]], on="customer_id")
    after = joined["happened_at"] - joined["assigned_at"]
    inside = (after > pd.Timedelta(0)) & (after <= pd.Timedelta(days=days))
    return contacts["customer_id"].map(joined[inside].groupby("customer_id").size()).fillna(0)


def by_group(company: Company, grid: Grid, campaign: str, month: int) -> pd.DataFrame:
    contacts = company.contacts[company.contacts["campaign"] == campaign].copy()
    contacts["purchases"] = purchases_after(company, contacts).to_numpy()
    place = contacts["customer_id"].to_numpy() - grid.people["customer_id"].iloc[0]
    level = grid.engagement[place, month]
    contacts["group"] = np.select([level < 42, level <= 58], ["low", "middle"], "high")
    contacts["treated"] = contacts["arm"] == "treatment"
    return contacts


def difference(frame: pd.DataFrame) -> tuple[float, float]:
    one, other = (frame.loc[frame["treated"] == t, "purchases"] for t in (True, False))
    return one.mean() - other.mean(), float(np.hypot(stats.sem(one), stats.sem(other)))


@pytest.mark.parametrize("campaign", RANDOM)
def test_random_campaigns_do_what_is_planted(campaign: str, company: Company, grid: Grid) -> None:
    contacts = by_group(company, grid, campaign, RANDOM[campaign])
    planted = company.truth.effects.set_index(["campaign", "engagement"]).loc[campaign]
    share = planted["share_treated"].iloc[0]
    assert near(contacts["treated"].sum(), len(contacts), share)
    for group, rows in contacts.groupby("group"):
        found, error = difference(rows)
        assert abs(found - planted.loc[group, "effect"]) < FAR * error, group
        assert error < 0.012, group


def test_a_campaign_for_the_engaged_misleads(company: Company, grid: Grid) -> None:
    contacts = by_group(company, grid, "Gift for regulars", 14)
    naive, error = difference(contacts)
    assert naive > 2 * FAR * error  # though it does nothing, as its effects say
    effects = company.truth.effects
    assert (effects.loc[effects["campaign"] == "Gift for regulars", "effect"] == 0).all()


def test_noise_has_to_do_with_nothing(company: Company, grid: Grid) -> None:
    bought = company.orders.groupby("customer_id")["amount"].sum()
    spent = grid.people["customer_id"].map(bought).fillna(0)
    others = {
        "spent": spent,
        "visits": grid.counts(company.visits).sum(axis=1),
        "engagement": grid.people["engagement"],
        "loyalty": grid.people["loyalty"],
        "signed_up": grid.people["signed_up"].astype("int64"),
    }
    for noise in company.truth.noise:
        for name, other in others.items():
            assert stats.spearmanr(grid.people[noise], other).pvalue > 1e-4, (noise, name)


def test_prices_rise(company: Company) -> None:
    orders = company.orders
    single = orders[(orders["event"] == "purchase") & (orders["product"] == "Vase")]
    for year, price in ((2023, 24.00), (2024, 24.96)):
        paid = single.loc[single["happened_at"].dt.year == year, "amount"]
        assert paid.min() == price
        assert np.allclose(paid / price, (paid / price).round())


def test_what_people_spend_is_lognormal(grid: Grid) -> None:
    logs = np.log(grid.people["spends"])
    assert abs(logs.mean()) < FAR * 0.8 / np.sqrt(len(logs))
    assert abs(logs.std() - 0.8) < FAR * 0.8 / np.sqrt(2 * len(logs))
    assert stats.kstest(logs.sample(5000, random_state=1), "norm", (0, 0.8)).pvalue > 1e-4
