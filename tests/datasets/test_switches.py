"""What can be switched in a simulation changes what it says, and the odd sizes work."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy import stats

from seg_jupyter import SegmentUsageError
from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator.company import EVENTS
from seg_jupyter.datasets.simulator.themes import THEMES

CLEAN = {"missing": 0, "duplicates": 0, "dirt": 0}
NAMES = ("customers", *EVENTS, "contacts", "campaigns", "products", "costs", "margins")


def made(**switches: object) -> Company:
    return simulate(4_000, seed=21, **switches)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def usual() -> Company:
    return made()


@pytest.fixture(scope="module")
def clean() -> Company:
    return made(**CLEAN)


def test_dirt_is_counted(usual: Company, clean: Company) -> None:
    counts = usual.truth.dirt.set_index(["frame", "what"])["rows"]
    visits, people = usual.visits, usual.customers
    found = {
        ("visits", "ids that are no customer's"): (
            ~visits["customer_id"].isin(people["customer_id"])
        ).sum(),
        ("visits", "dates of 1970"): (visits["happened_at"].dt.year == 1970).sum(),
        ("customers", "regions in capitals or with a space"): (
            ~people["region"].isin(clean.customers["region"].unique())
        ).sum(),
        ("customers", "ages of 199"): (people["age"] == 199).sum(),
        ("surveys", "recommendations of 11"): (usual.surveys["recommend"] == 11).sum(),
    }
    for name in ("visits", "emails", "usage"):
        repeats = getattr(usual, name).duplicated().sum()
        found[name, "rows that repeat another one"] = repeats
    # two visits to strangers or of 1970 may be equal by chance, and a repeat may be made a stranger
    assert {key: int(rows) for key, rows in found.items()} == counts.to_dict()
    assert (counts > 0).all()
    assert (clean.truth.dirt["rows"] == 0).all()
    assert not any(clean.visits.duplicated())
    assert clean.visits["happened_at"].min() >= pd.Timestamp("2023-01-01")


def test_dirt_changes_nothing_else(usual: Company, clean: Company) -> None:
    for name in ("orders", "social", "support", "reviews", "referrals", "contacts"):
        one, other = getattr(usual, name), getattr(clean, name)
        kept = [column for column in one if column != "sentiment"]
        pd.testing.assert_frame_equal(one[kept], other[kept])
    pd.testing.assert_frame_equal(usual.truth.people, clean.truth.people)


def test_missing_answers(usual: Company, clean: Company) -> None:
    for frame, column in (
        ("customers", "age"),
        ("customers", "gender"),
        ("customers", "income"),
        ("customers", "values"),
        ("surveys", "satisfaction"),
        ("surveys", "affinity"),
    ):
        rows, all_known = getattr(usual, frame), getattr(clean, frame)
        if column == "income":  # of businesses it is not asked
            rows = rows[rows["customer_type"] == "private"]
            all_known = all_known[all_known["customer_type"] == "private"]
        gaps = rows[column].isna()
        assert stats.binomtest(int(gaps.sum()), len(gaps), 0.07).pvalue > 1e-4
        assert all_known[column].notna().all()
    said = clean.social["event"].isin(["comment", "mention"])
    assert clean.social.loc[said, "sentiment"].notna().all()
    assert clean.social.loc[~said, "sentiment"].isna().all()


def largest(company: Company) -> float:
    """The share of all purchases that the best hundredth of the buyers pays."""
    bought = company.orders[company.orders["event"] == "purchase"]
    spent = bought.groupby("customer_id")["amount"].sum().sort_values()
    return spent.tail(len(spent) // 100).sum() / spent.sum()


def test_heavy_tails(clean: Company) -> None:
    light = made(**CLEAN, heavy_tails=False)
    assert largest(clean) > 1.5 * largest(light)
    assert (light.truth.people["spends"] == 1).all()
    assert clean.usage["minutes"].max() > 10 * clean.usage["minutes"].median()
    assert light.usage["minutes"].max() < 5 * light.usage["minutes"].median()


def test_zero_inflation(clean: Company) -> None:
    all_use = made(**CLEAN, zero_inflation=False)
    counts = all_use.truth.people.filter(like="never_").to_numpy()
    assert not counts.any()
    assert all_use.social["customer_id"].nunique() > 1.5 * clean.social["customer_id"].nunique()


def test_ties(clean: Company) -> None:
    apart = made(**CLEAN, ties=False)

    def distinct(company: Company) -> float:
        bought = company.orders[company.orders["event"] == "purchase"]
        return bought["amount"].nunique() / len(bought)

    assert distinct(apart) > 2 * distinct(clean)
    assert (apart.orders.loc[apart.orders["event"] == "purchase", "amount"] > 0).all()


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_changes_names_and_mix_only(theme: str, usual: Company) -> None:
    other = simulate(300, seed=2, theme=theme)
    for name in NAMES:
        one, its = getattr(usual, name), getattr(other, name)
        assert list(one.columns) == list(its.columns)
        assert [str(t) for t in one.dtypes] == [str(t) for t in its.dtypes]
    assert other.usage["event"].unique().tolist() == [THEMES[theme].use]
    assert other.products["product"].is_unique
    assert len(other.products) == 12
    assert len(THEMES[theme].interests) == len(THEMES[theme].products) == 4
    assert len(THEMES[theme].topics) == 4
    assert len(THEMES[theme].plans) == 3


@pytest.mark.parametrize("customers", [0, 1, 2])
@pytest.mark.parametrize("months", [1, 3, 120])
def test_odd_sizes(customers: int, months: int, usual: Company) -> None:
    company = simulate(customers, seed=9, months=months)
    for name in NAMES:
        one, its = getattr(usual, name), getattr(company, name)
        assert list(one.columns) == list(its.columns)
        assert [str(t) for t in one.dtypes] == [str(t) for t in its.dtypes], name
    assert len(company.customers) == customers
    assert len(company.truth.months) == customers * months
    assert len(company.costs) == 8 * months
    assert set(company.events.columns) == set(usual.events.columns)


@pytest.mark.parametrize("start", ["1970-01-01", "2100-12-01"])
def test_any_first_month(start: str) -> None:
    company = simulate(200, seed=9, start=start, months=13, **CLEAN)
    first = pd.Timestamp(start)
    for name in EVENTS:
        happened = getattr(company, name)["happened_at"]
        assert happened.empty or happened.min() >= first
        assert happened.empty or happened.max() < first + pd.DateOffset(months=13)


def test_nothing_happens_outside_a_membership(clean: Company) -> None:
    people = clean.customers.merge(clean.truth.people, on="customer_id")
    people = people[["customer_id", "signed_up", "left_at", "funnel_stage", "consent"]]
    for name in EVENTS:
        rows = getattr(clean, name).merge(people, on="customer_id")
        assert (rows["happened_at"] >= rows["signed_up"]).all()
        if name not in ("orders", "reviews", "emails"):  # these end some time after they began
            assert not (rows["happened_at"] >= rows["left_at"]).any(), name
    assert clean.orders.merge(people, on="customer_id")["funnel_stage"].ne("lead").all()
    assert clean.emails.merge(people, on="customer_id")["consent"].all()
    assert clean.contacts.merge(people, on="customer_id")["consent"].all()


def test_nobody_gets_mail_after_unsubscribing(clean: Company) -> None:
    emails = clean.emails
    gone = emails[emails["event"] == "unsubscribed"].set_index("customer_id")["happened_at"]
    assert gone.index.is_unique
    sent = emails[emails["event"] == "sent"]
    after = sent["happened_at"] > sent["customer_id"].map(gone)
    assert len(gone) > 100
    assert not after.any()


def test_orders_go_from_cart_to_return(clean: Company) -> None:
    counts = clean.orders["event"].value_counts()
    assert counts["cart"] > counts["checkout"] > counts["purchase"] > counts["return"] > 0
    amounts = clean.orders.groupby("event", observed=True)["amount"]
    assert amounts.count()[["cart", "checkout"]].tolist() == [0, 0]
    assert amounts.max()["return"] < 0 < amounts.min()["purchase"]
    renewals = clean.orders[clean.orders["event"] == "renewal"]
    assert renewals["product"].isna().all()
    # 4 per cent more in the second year, in whole cents
    assert set(renewals["amount"]) == {9.9, 19.9, 39.9, 10.29, 20.69, 41.49}


def test_who_is_referred_joined_after_the_invitation(clean: Company) -> None:
    referrals = clean.referrals[clean.referrals["converted"]]
    joined = clean.customers.set_index("customer_id").loc[referrals["referred_id"].astype(int)]
    assert len(referrals) > 5
    assert referrals["referred_id"].is_unique
    assert (joined["acquired_by"] == "referral").all()
    wait = joined["signed_up"].to_numpy() - referrals["happened_at"].to_numpy()
    assert (wait > pd.Timedelta(0)).all()
    assert (wait <= pd.Timedelta(days=90)).all()
    assert clean.referrals.loc[~clean.referrals["converted"], "referred_id"].isna().all()


def test_costs_add_up(clean: Company) -> None:
    costs = clean.costs.pivot_table(index="month", columns="kind", values="amount", observed=False)
    sent = clean.emails[clean.emails["event"] == "sent"]["happened_at"]
    months = sent.dt.to_period("M").dt.to_timestamp().value_counts().reindex(costs.index).fillna(0)
    assert costs["messages"].round(2).tolist() == (months / 100).round(2).tolist()
    treated = clean.contacts[clean.contacts["arm"] == "treatment"]
    assert costs["campaigns"].sum().round(2) == round(len(treated) * 0.12, 2)
    joined = clean.customers[clean.customers["signed_up"] >= "2023-01-01"]
    from_search = (joined["acquired_by"] == "search").sum()
    assert costs["acquisition: search"].sum() == from_search * 72
    assert (costs["platform"] == 2500).all()


@pytest.mark.parametrize(
    ("argument", "value", "said"),
    [
        ("customers", -1, "customers is '-1'"),
        ("customers", 2.5, "customers is '2.5'"),
        ("customers", True, "customers is 'True'"),
        ("seed", -3, "seed is '-3'"),
        ("months", 0, "months is '0'"),
        ("months", 121, "months is '121'"),
        ("missing", 0.6, "missing is '0.6'"),
        ("dirt", "much", "dirt is 'much'"),
        ("duplicates", True, "duplicates is 'True'"),
        ("start", "2023-01-02", "start is '2023-01-02'"),
        ("start", "January", "start is 'January'"),
        ("start", "1969-01-01", "start is '1969-01-01'"),
        ("theme", "musik", "there is no theme 'musik'"),
    ],
)
def test_arguments_are_checked_at_once(argument: str, value: object, said: str) -> None:
    with pytest.raises(SegmentUsageError, match=said) as caught:
        simulate(**{argument: value})  # type: ignore[arg-type]
    assert str(caught.value).count("\n") >= 1  # what to do
