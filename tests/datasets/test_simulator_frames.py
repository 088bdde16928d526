"""What must never be in a simulated company, at any size and length; and what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from digest import FRAMES
from observed import Array
from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator import money, plan
from seg_jupyter.datasets.simulator.company import EVENTS
from seg_jupyter.errors import SegmentUsageError

COMPANIES: dict[str, dict[str, Any]] = {
    "default": {"customers": 3_000},
    "coffee": {"customers": 3_000, "theme": "coffee"},
    "one": {"customers": 1},
    "two": {"customers": 2},
    "nobody": {"customers": 0},
    "a month": {"customers": 2_000, "months": 1},
    "a quarter": {"customers": 2_000, "months": 3},
    "ten years": {"customers": 800, "months": 120},
    "long ago": {"customers": 800, "start": "1970-01-01", "months": 14},
    "far away": {"customers": 800, "start": "2099-12-01", "months": 14},
    "dirty": {"customers": 800, "dirt": 0.5, "duplicates": 0.5, "missing": 0.5},
    "plain": {
        "customers": 800,
        "heavy_tails": False,
        "zero_inflation": False,
        "ties": False,
        "missing": 0,
    },
}


@pytest.fixture(scope="module", params=COMPANIES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def company(name: str) -> Company:
    """Return a company without dirt, but where it is asked for."""
    return simulate(**{"dirt": 0, "duplicates": 0, "seed": 3} | COMPANIES[name])


@pytest.fixture(scope="module")
def start(name: str) -> pd.Timestamp:
    return pd.Timestamp(COMPANIES[name].get("start", "2023-01-01"))


@pytest.fixture(scope="module")
def end(name: str, start: pd.Timestamp) -> pd.Timestamp:
    return start + pd.DateOffset(months=COMPANIES[name].get("months", 24))


def clean(company: Company, frame: str) -> pd.DataFrame:
    """Return a frame of events without visits of nobody and of never."""
    events: pd.DataFrame = getattr(company, frame)
    if frame != "visits":
        return events
    known = events["customer_id"].isin(company.customers["customer_id"])
    there = company.truth.dirt.query('what == "dates of 1970"')["rows"].sum()
    never = (events["happened_at"] == "1970-01-01") if there else np.zeros(len(events), bool)
    return events[known & ~never]


def known(company: Company, events: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of the customer of each event."""
    people = company.customers.merge(company.truth.people, on="customer_id", validate="1:1")
    rows: pd.DataFrame = people.set_index("customer_id").loc[events["customer_id"]]
    return rows.reset_index(drop=True)


def test_every_frame_has_its_columns_and_types_at_any_size(company: Company, name: str) -> None:
    usual = simulate(50, seed=3)
    for frame in (*FRAMES, "events"):
        found, wanted = getattr(company, frame), getattr(usual, frame)
        kinds = [{n: str(kind) for n, kind in each.dtypes.items()} for each in (found, wanted)]
        if frame == "events" and not all(len(getattr(company, each)) for each in EVENTS):
            # of frames without a row a stack cannot tell what their columns are
            kinds = [dict.fromkeys(each) for each in kinds]
        assert kinds[0] == kinds[1], frame
    for frame in ("people", "months"):
        found, wanted = getattr(company.truth, frame), getattr(usual.truth, frame)
        assert found.dtypes.astype(str).tolist() == wanted.dtypes.astype(str).tolist()
    customers = COMPANIES[name]["customers"]
    assert len(company.customers) == len(company.truth.people) == customers
    assert len(company.truth.months) == customers * COMPANIES[name].get("months", 24)
    assert company.customers["customer_id"].tolist() == list(range(100_001, 100_001 + customers))


def test_nothing_happens_before_signing_up_or_after_the_end(
    company: Company, start: pd.Timestamp, end: pd.Timestamp
) -> None:
    for frame in (*EVENTS, "contacts"):
        events = clean(company, frame)
        time = {"contacts": "assigned_at"}.get(frame, "happened_at")
        at = events[time].reset_index(drop=True)
        assert at.between(start, end, inclusive="left").all(), frame
        about = known(company, events)
        assert (at >= about["signed_up"]).all(), frame
        late = at >= about["left_at"]
        if frame == "orders":  # a cart of the last minutes is paid after midnight
            done = events["event"].reset_index(drop=True)
            late &= (done != "return") & (at > about["left_at"] + pd.Timedelta("2h"))
        if frame != "reviews":  # a former member still says what a purchase was like
            assert not late.any(), frame


def test_events_are_in_order_and_stack(company: Company) -> None:
    for frame in EVENTS:
        time = "happened_at"
        events = clean(company, frame).reset_index(drop=True)
        ordered = events.sort_values(["customer_id", time], kind="stable")
        assert ordered.index.equals(events.index), frame
        assert (getattr(company, frame).columns[:2] == ["customer_id", time]).all()
    assert len(company.events) == sum(len(getattr(company, frame)) for frame in EVENTS)


def test_leads_buy_and_use_nothing(company: Company) -> None:
    leads = company.customers.loc[company.customers["plan"].isna(), "customer_id"]
    for frame in ("orders", "usage", "referrals", "reviews", "surveys", "contacts"):
        assert not getattr(company, frame)["customer_id"].isin(leads).any(), frame
    stage = company.customers["funnel_stage"]
    assert (company.customers["plan"].isna() == (stage == "lead")).all()


def test_stages(company: Company, end: pd.Timestamp) -> None:
    customers, left = company.customers, company.truth.people["left_at"]
    stage = customers["funnel_stage"].astype(str)
    assert ((stage == "former customer") == left.notna()).all()
    assert (left.dropna() <= end).all()
    assert (left.dropna().dt.day == 1).all()
    new = customers["signed_up"] >= end - pd.Timedelta(days=30)
    assert (stage[new & left.isna() & (stage != "lead")] == "trial").all()
    assert new[stage == "trial"].all()


def test_who_never_uses_a_channel_does_not(company: Company) -> None:
    frames = {"web": "visits", "social": "social", "product": "usage", "support": "support"}
    for channel, frame in frames.items():
        never = company.truth.people[f"never_{channel}"]
        ids = company.truth.people.loc[never, "customer_id"]
        assert not getattr(company, frame)["customer_id"].isin(ids).any()


def test_orders_come_step_by_step(company: Company, end: pd.Timestamp) -> None:
    orders = company.orders
    steps = {
        event: orders[orders["event"] == event].sort_values("happened_at")
        for event in ("cart", "checkout", "purchase", "return")
    }
    for earlier, later in (("cart", "checkout"), ("checkout", "purchase")):
        pairs = pd.merge_asof(
            steps[later],
            steps[earlier].assign(before=steps[earlier]["happened_at"]),
            on="happened_at",
            by=["customer_id", "product"],
            allow_exact_matches=False,
        )
        assert (pairs["happened_at"] - pairs["before"] < pd.Timedelta("1h")).all()
    back = steps["return"].assign(amount=-steps["return"]["amount"])
    keys = ["customer_id", "product", "amount"]
    bought = steps["purchase"].assign(before=steps["purchase"]["happened_at"])
    # somebody may have bought the same again in the meantime
    latest = back.assign(happened_at=back["happened_at"] - pd.Timedelta(days=3))
    assert pd.merge_asof(latest, bought, on="happened_at", by=keys)["before"].notna().all()
    assert (
        back.groupby(keys, observed=True)
        .size()
        .sub(bought.groupby(keys, observed=True).size(), fill_value=0)
        .le(0)
        .all()
    )
    assert (steps["purchase"]["amount"] > 0).all()
    assert orders.loc[orders["event"].isin(["cart", "checkout"]), "amount"].isna().all()
    assert (orders["product"].isna() == (orders["event"] == "renewal")).all()


def test_members_renew_each_month_but_the_first(
    company: Company, start: pd.Timestamp, end: pd.Timestamp
) -> None:
    orders = company.orders
    renewals = orders[orders["event"] == "renewal"]
    about = known(company, renewals)
    at = renewals["happened_at"].reset_index(drop=True)
    assert (at.dt.day == about["signed_up"].dt.day.clip(upper=28)).all()
    found = renewals["customer_id"].value_counts()
    people = company.customers.merge(company.truth.people, on="customer_id")
    for row in people.head(300).itertuples():
        first = max(start, (row.signed_up + pd.offsets.MonthBegin(1)).normalize())
        last = end if pd.isna(row.left_at) else row.left_at
        months = (last.year - first.year) * 12 + last.month - first.month
        expected = 0 if pd.isna(row.plan) else months
        assert found.get(row.customer_id, 0) == expected, row.customer_id


def test_reviews_follow_purchases(company: Company) -> None:
    orders, reviews = company.orders, company.reviews
    bought = orders[orders["event"] == "purchase"].sort_values("happened_at")
    keys = ["customer_id", "product"]
    # somebody may have bought the same again in the meantime
    latest = reviews.assign(happened_at=reviews["happened_at"] - pd.Timedelta(days=1))
    pairs = pd.merge_asof(
        latest.sort_values("happened_at"),
        bought.assign(before=bought["happened_at"])[[*keys, "happened_at", "before"]],
        on="happened_at",
        by=keys,
    )
    assert pairs["before"].notna().all()
    counts = reviews.groupby(keys, observed=True).size()
    assert counts.sub(bought.groupby(keys, observed=True).size(), fill_value=0).le(0).all()
    assert known(company, reviews)["speaks_up"].all()


def test_who_was_invited_joined_after_it_and_once(company: Company, start: pd.Timestamp) -> None:
    referrals = company.referrals
    assert (referrals["converted"] == referrals["referred_id"].notna()).all()
    joined = referrals[referrals["converted"]]
    assert joined["referred_id"].is_unique
    assert joined["referred_id"].isin(company.customers["customer_id"]).all()
    people = company.customers.set_index("customer_id").loc[joined["referred_id"]]
    assert (people["acquired_by"] == "referral").all()
    waited = people["signed_up"].to_numpy() - joined["happened_at"].to_numpy()
    assert ((waited > np.timedelta64(0)) & (waited <= np.timedelta64(90, "D"))).all()
    assert (joined["referred_id"] != joined["customer_id"]).all()


def test_messages_reach_only_who_agreed_and_did_not_unsubscribe(company: Company) -> None:
    emails = company.emails.drop_duplicates()
    assert known(company, emails)["consent"].all()
    assert known(company, company.contacts)["consent"].all()
    gone = emails[emails["event"] == "unsubscribed"]
    assert gone["customer_id"].is_unique
    assert gone["campaign"].isna().all()
    sent = emails[emails["event"] == "sent"]
    until = gone.set_index("customer_id")["happened_at"].reindex(sent["customer_id"])
    assert not (sent["happened_at"].to_numpy() > until.to_numpy()).any()
    # and it was a letter of that day that they unsubscribed with
    last = sent[sent["campaign"].isna()].groupby("customer_id")["happened_at"].max()
    assert (
        gone["happened_at"].to_numpy() - last[gone["customer_id"]].to_numpy()
        == np.timedelta64(6, "h")
    ).all()
    assert (
        sent.loc[sent["campaign"].isna(), "happened_at"].dt.strftime("%d %H:%M") == "05 09:00"
    ).all()
    keys = [
        emails["customer_id"],
        emails["happened_at"].dt.to_period("M"),
        emails["campaign"].cat.codes,
    ]
    each = emails.groupby([*keys, "event"], observed=False).size().unstack()
    assert (each <= 1).all(axis=None)
    steps = each.reindex(columns=["clicked", "opened", "sent"])
    assert (steps.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    contacts = company.contacts
    mailed = contacts.loc[contacts["arm"] == "treatment", "campaign"].astype(str)
    by_mail = [campaign.name for campaign in plan.CAMPAIGNS if campaign.channel == "email"]
    assert mailed.isin(by_mail).sum() == sent["campaign"].notna().sum()


def test_campaigns_reach_each_member_once(company: Company, name: str) -> None:
    contacts = company.contacts
    assert not contacts.duplicated(["customer_id", "campaign"]).any()
    months = COMPANIES[name].get("months", 24)
    ran = [campaign.name for campaign in plan.CAMPAIGNS if campaign.month < months]
    assert company.campaigns["campaign"].tolist() == ran
    assert set(contacts["campaign"]) <= set(ran)
    started = company.campaigns.set_index("campaign")["started"]
    if len(contacts):
        assert (
            contacts["assigned_at"].dt.normalize()
            == contacts["campaign"].map(started).astype(contacts["assigned_at"].dtype)
        ).all()


def monthly(times: pd.Series[Any], months: pd.DatetimeIndex) -> Array:
    each = times.dt.to_period("M").value_counts()
    return each.reindex(months.to_period("M"), fill_value=0).to_numpy()


def test_costs_add_up_by_hand(company: Company) -> None:
    costs = company.costs.pivot(index="month", columns="kind", values="amount")
    months = pd.DatetimeIndex(costs.index)
    emails = company.emails.drop_duplicates()
    contacts = company.contacts
    by_hand = {
        "messages": (0.01, emails.loc[emails["event"] == "sent", "happened_at"]),
        "support": (6.50, company.support["happened_at"]),
        "service": (4.00, company.orders.loc[company.orders["event"] == "renewal", "happened_at"]),
        "campaigns": (0.12, contacts.loc[contacts["arm"] == "treatment", "assigned_at"]),
    }
    for source, cents in money.ACQUISITION.items():
        came = company.customers["acquired_by"] == source
        if cents:
            joined = company.customers.loc[came, "signed_up"]
            by_hand[f"acquisition: {source}"] = (cents / 100, joined)
    assert set(costs) == {*by_hand, "platform"}
    assert (costs["platform"] == 2_500).all()
    for kind, (each, times) in by_hand.items():
        found = (monthly(times, months) * each).round(2)
        assert costs[kind].round(2).tolist() == found.tolist(), kind


def test_margins_rise_with_prices(company: Company, start: pd.Timestamp) -> None:
    margins = company.margins.astype({"category": str})
    first = company.products.groupby("category", observed=True)["margin"].first().to_dict()
    first = {**{str(category): margin for category, margin in first.items()}, "renewal": 0.72}
    years = (
        (margins["month"].dt.year - start.year) * 12 + margins["month"].dt.month - start.month
    ) // 12
    expected = (margins["category"].map(first) + 0.02 * years).clip(upper=0.95)
    assert margins["margin"].round(6).tolist() == expected.round(6).tolist()


@pytest.mark.parametrize(
    ("arguments", "problem", "remedy"),
    [
        ({"customers": -1}, "customers is '-1'", "Give a whole number from 0 to 100,000,000."),
        ({"customers": 100_000_001}, "customers is '100000001'", "to 100,000,000"),
        ({"customers": 5.0}, "customers is '5.0'", "Give a whole number"),
        ({"customers": True}, "customers is 'True'", "Give a whole number"),
        ({"customers": "10"}, "customers is '10'", "Give a whole number"),
        ({"seed": -1}, "seed is '-1'", "Give a whole number from 0"),
        ({"seed": None}, "seed is 'None'", "Give a whole number from 0"),
        ({"months": 0}, "months is '0'", "Give a whole number from 1 to 120."),
        ({"months": 121}, "months is '121'", "Give a whole number from 1 to 120."),
        ({"missing": 0.51}, "missing is '0.51'", "Give a share from 0 to 0.5"),
        ({"duplicates": -0.1}, "duplicates is '-0.1'", "0 turns it off"),
        ({"dirt": float("nan")}, "dirt is 'nan'", "Give a share from 0 to 0.5"),
        ({"dirt": True}, "dirt is 'True'", "Give a share from 0 to 0.5"),
        ({"missing": "7%"}, "missing is '7%'", "such as 0.02"),
        ({"ties": "no"}, "ties is 'no'", "Give True or False."),
        ({"heavy_tails": None}, "heavy_tails is 'None'", "Give True or False."),
        ({"zero_inflation": 1}, "zero_inflation is '1'", "Give True or False."),
        ({"start": "2023-01-02"}, "start is '2023-01-02'", "Give the first day of a month"),
        ({"start": "20230101"}, "start is '20230101'", "such as 2023-01-01"),
        ({"start": "January"}, "start is 'January'", "such as 2023-01-01"),
        ({"start": "1969-12-01"}, "start is '1969-12-01'", "Give the first day of a month"),
        ({"start": "2101-01-01"}, "start is '2101-01-01'", "Give the first day of a month"),
        ({"theme": "musik"}, "there is no theme 'musik'", "Closest: 'music'"),
        ({"theme": None}, "there is no theme 'None'", "Use one of shop, music, travel"),
        ({"theme": ["shop"]}, "there is no theme", "Use one of shop, music, travel"),
    ],
    ids=str,
)
def test_what_is_refused(arguments: dict[str, Any], problem: str, remedy: str) -> None:
    with pytest.raises(SegmentUsageError) as caught:
        simulate(**arguments)
    said = str(caught.value)
    assert problem in said
    assert remedy in said
    assert len(said.splitlines()) <= 6


def test_a_date_is_a_start() -> None:
    day: Any = date(2024, 5, 1)
    assert "from May 2024" in repr(simulate(5, start=day))
    assert simulate(5, start=day).costs.equals(simulate(5, start="2024-05-01").costs)


def test_nothing_is_replaced(tmp_path: Path) -> None:
    kept = tmp_path / "orders.parquet"
    kept.write_text("mine")
    with pytest.raises(SegmentUsageError, match=r"has 'orders\.parquet' already") as caught:
        simulate(5).write(tmp_path)
    assert "Name another folder; nothing is replaced." in str(caught.value)
    assert kept.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(SegmentUsageError, match="cannot be made") as caught:
            simulate(5).write(folder)
        assert "Check the folder and the name." in str(caught.value)


def test_writing_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seg_jupyter.datasets.simulator.parquet.find_spec", lambda name: None)
    with pytest.raises(SegmentUsageError, match="needs PyArrow") as caught:
        simulate(5).write(tmp_path / "new")
    assert 'pip install "seg-jupyter[examples]"' in str(caught.value)
    assert not (tmp_path / "new").exists()


def test_what_breaks_off_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("seg_jupyter.datasets.simulator.company.planted_months", broken)
    company = simulate(5)
    with pytest.raises(KeyboardInterrupt):
        company.write(tmp_path, truth=True)
    assert list(tmp_path.iterdir()) == []
