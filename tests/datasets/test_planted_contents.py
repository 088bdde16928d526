"""What events are like: what becomes of a cart, prices, lengths, hours, answers and stars."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from estimation import ALONE, Numbers
from observed import Observed
from seg_jupyter.datasets.simulator import happening, plan

TOPICS = (0.4, 0.2, 0.3, 0.1)
CAUSED = [campaign.month for campaign in plan.CAMPAIGNS if any(campaign.effects)]
TODAY, SATISFIED = 12, (20, 35, 50, 70)


def counted(column: pd.Series[Any]) -> dict[str, int]:
    return column.value_counts().astype(int).to_dict()


def bought_once(orders: pd.DataFrame, before: str) -> pd.DataFrame:
    """Return purchases of a product that somebody bought once, so that what follows is of them."""
    bought = orders[orders["event"] == "purchase"]
    once = ~bought.duplicated(["customer_id", "product"], keep=False)
    return bought[once & (bought["happened_at"] < before)]


def follow(purchases: pd.DataFrame, later: pd.DataFrame) -> int:
    """Return how many purchases something follows; it is not before any of them."""
    pairs = purchases.merge(later, on=["customer_id", "product"], suffixes=("", "_later"))
    assert (pairs["happened_at_later"] > pairs["happened_at"]).all()
    assert not pairs.duplicated(["customer_id", "product"]).any()
    return len(pairs)


def test_what_becomes_of_a_cart(observed: Observed) -> None:
    numbers = Numbers()
    orders = observed.company.orders
    # in these months a campaign may cause orders, which are always paid
    own = orders[~np.isin(observed.month(orders["happened_at"]), CAUSED)]
    found = counted(own["event"])
    numbers.share("checkout", plan.CHECKED_OUT, found["checkout"], found["cart"])
    numbers.share("purchase", plan.BOUGHT, found["purchase"], found["checkout"])
    returns = orders[orders["event"] == "return"]
    once = bought_once(orders, "2024-09-01")
    numbers.share("return", plan.RETURNED, follow(once, returns), len(once))
    speaks_up = observed.people["speaks_up"].to_numpy()
    speaking = once[speaks_up[observed.place(once)]]
    reviews = observed.company.reviews
    numbers.share("review", plan.REVIEWED, follow(speaking, reviews), len(speaking))
    assert speaks_up[observed.place(reviews)].all()
    assert numbers.missed == []


def test_what_is_bought(observed: Observed) -> None:
    numbers = Numbers()
    carts = observed.company.orders.query('event == "cart"')
    shelves = list(observed.theme.products)
    category = observed.company.products.set_index("product")["category"]
    bought = carts["product"].map(category).astype(str).map(shelves.index)
    interest = observed.customers["interest"].cat.codes.to_numpy()[observed.place(carts)]
    # half are of one's own interest, and a quarter of the others
    numbers.share("own interest", 0.5 + 0.5 / 4, int((bought == interest).sum()), len(carts))
    each = carts["product"].value_counts()
    for shelf in observed.theme.products.values():
        numbers.likely("products of a shelf", stats.chisquare(each[list(shelf)]).pvalue)
    assert numbers.missed == []


def test_prices_rise_and_are_tied(observed: Observed) -> None:
    orders = observed.company.orders
    year = orders["happened_at"].dt.year - 2023
    risen = [
        {name: cents * 104**years // 100**years for name, cents in prices.items()}
        for prices in [{n: c for s in observed.theme.products.values() for n, c in s.items()}]
        for years in (0, 1)
    ]
    cents = (orders["amount"] * 100).round().astype("Int64")
    # a purchase that follows a cart of the old year by minutes keeps its price
    settled = (orders["happened_at"] - pd.Timedelta("2h")).dt.year == orders["happened_at"].dt.year
    for years in (0, 1):
        bought = orders.index[(orders["event"] == "purchase") & (year == years) & settled]
        price = orders.loc[bought, "product"].astype(str).map(risen[years])
        assert (cents[bought] % price == 0).all()
        assert (cents[bought] > 0).all()
    renewed = orders[orders["event"] == "renewal"]
    members = observed.customers["plan"].astype(str).to_numpy()[observed.place(renewed)]
    for years in (0, 1):
        now = (year[renewed.index] == years).to_numpy()
        price = pd.Series(members[now]).map(observed.theme.plans) * 104**years // 100**years
        assert (cents[renewed.index[now]].to_numpy() == price.to_numpy()).all()
    assert orders.loc[orders["event"].isin(["cart", "checkout"]), "amount"].isna().all()
    assert (orders.loc[orders["event"] == "return", "amount"] < 0).all()


def test_lengths_have_the_tails_that_are_planted(observed: Observed) -> None:
    numbers = Numbers()
    visits, usage = observed.company.visits, observed.company.usage
    for pages in (2, 4, 10, 30):
        longer = int((visits["pages"] > pages).sum())
        chance = stats.norm.sf(np.log((pages - 0.5) / 3) / 0.8)
        numbers.share(f"more than {pages} pages", chance, longer, len(visits))
    for minutes in (5.05, 12.05, 60.05, 200.05):
        longer = int((usage["minutes"] > minutes).sum())
        chance = stats.norm.sf(np.log(minutes / 12))
        numbers.share(f"more than {minutes} minutes of use", chance, longer, len(usage))
    for pages in (1, 5):
        those = visits.loc[visits["pages"] == pages, "minutes"]
        chance = stats.norm.sf(np.log(2.05 / (0.7 * pages)) / 0.9)
        numbers.share(f"more than 2 min, {pages}", chance, int((those > 2.05).sum()), len(those))
    assert numbers.missed == []


def test_kinds_topics_and_hours(observed: Observed) -> None:
    numbers = Numbers()
    company = observed.company
    numbers.shares("social", plan.SOCIAL, counted(company.social["event"]))
    topics = dict(zip(observed.theme.topics, TOPICS, strict=True))
    numbers.shares("topic", topics, counted(company.support["topic"]))
    hours = np.array(happening._HOURS)
    for name in ("visits", "usage", "social", "support"):
        found = np.bincount(getattr(company, name)["happened_at"].dt.hour, minlength=24)
        fit = stats.chisquare(found, hours / hours.sum() * found.sum())
        numbers.likely(f"hours of {name}", fit.pvalue)
    assert numbers.missed == []


def test_who_is_loyal_says_so(observed: Observed) -> None:
    numbers = Numbers()
    company = observed.company
    answers = company.surveys
    place, month = observed.place(answers), observed.month(answers["happened_at"])
    loyal, engaged = observed.loyalty[place, month], observed.engagement[place, month]
    reviews = company.reviews
    reviewing = observed.loyalty[observed.place(reviews), observed.month(reviews["happened_at"])]
    for name, said, points in (
        ("satisfaction", answers["satisfaction"], loyal),
        ("stars", reviews["stars"], reviewing),
    ):
        known = said.notna().to_numpy()
        assert said.min() >= 1
        for number, cut in enumerate(SATISFIED, start=2):
            better = (said[known].astype(int) >= number).to_numpy()
            chance = stats.norm.cdf((points[known] - cut) / TODAY)
            error = np.sqrt((chance * (1 - chance)).sum())
            numbers.near(f"{name} of {number}", chance.sum(), better.sum(), error)
            excess = ((better - chance) * (points[known] - 50)).sum()  # at each loyalty alike
            error = np.sqrt((chance * (1 - chance) * (points[known] - 50) ** 2).sum())
            numbers.near(f"{name} of {number} by loyalty", 0, excess, error)
    for name, points, offset, unit, least, most in (
        ("recommend", loyal, plan.KINDNESS, 10, 0, 10),
        ("affinity", (loyal + engaged) / 2, 16, 16, 1, 7),
    ):
        said = answers[name]
        known = said.notna().to_numpy()
        assert (said.min(), said.max()) == (least, most)
        for number in range(least + 1, most + 1):
            # rounded to the nearest: from half a unit below on
            chance = stats.norm.cdf((points[known] + offset - unit * (number - 0.5)) / TODAY)
            better = (said[known].astype(int) >= number).sum()
            error = np.sqrt((chance * (1 - chance)).sum())
            numbers.near(f"{name} of {number}", chance.sum(), better, error)
    assert numbers.missed == []


def test_the_tone_follows_loyalty(observed: Observed) -> None:
    numbers = Numbers()
    social = observed.company.social
    silent = social["event"].isin(["like", "share"])
    assert social.loc[silent, "sentiment"].isna().all()
    numbers.share("no tone", 0.07, int(social.loc[~silent, "sentiment"].isna().sum()), sum(~silent))
    said = social.dropna()
    assert said["sentiment"].between(-1, 1).all()
    assert not np.signbit(said.loc[said["sentiment"] == 0, "sentiment"]).any()
    loyal = observed.loyalty[observed.place(said), observed.month(said["happened_at"])]
    for least in (0, 20, 40, 60, 80):
        some = (loyal >= least) & (loyal < least + 20)
        for tone in (-0.5, 0, 0.5):
            chance = stats.norm.sf((tone + 0.005 - (loyal[some] - 50) / 50) / 0.4)
            found = (said["sentiment"].to_numpy()[some] > tone + 0.001).sum()
            error = np.sqrt((chance * (1 - chance)).sum())
            numbers.near(f"tone over {tone} from {least}", chance.sum(), found, error)
    assert numbers.missed == []


def test_invitations_are_accepted_while_people_come_by_them(observed: Observed) -> None:
    """Three of ten, or fewer where nobody signed up in the ninety days after."""
    referrals = observed.company.referrals
    accepted = int(referrals["converted"].sum())
    low = stats.binomtest(accepted, len(referrals)).proportion_ci(1 - ALONE).low
    assert accepted / len(referrals) > 0.2
    assert low < plan.CONVERTED
