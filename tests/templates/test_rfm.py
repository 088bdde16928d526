"""The ten names of RFM: each pair of digits once, and the digits as pandas counts them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import seg_jupyter as seg
from seg_jupyter.templates import new
from seg_jupyter.templates.rfm import RULES
from templates import company
from templates.fitting import MAKERS, column, fitted, labels

# by hand: the row is recency, 1 to 5 from the top, the column frequency, 1 to 5 from the left
TABLE = """
Hibernating    | Hibernating         | At risk             | At risk   | Can't lose them
Hibernating    | Hibernating         | At risk             | At risk   | Can't lose them
About to sleep | About to sleep      | Need attention      | Loyal     | Loyal
Promising      | Potential loyalists | Potential loyalists | Loyal     | Loyal
New            | Potential loyalists | Potential loyalists | Champions | Champions
"""
NAMES = {
    (r, f): name.strip()
    for r, row in enumerate(TABLE.strip().split("\n"), 1)
    for f, name in enumerate(row.split("|"), 1)
}


def test_each_pair_of_digits_has_one_name_in_any_order_of_the_lines() -> None:
    pairs = pd.DataFrame(NAMES.keys(), columns=["r", "f"])
    assert len(pairs) == 25
    for rules in (RULES.items(), reversed(RULES.items())):
        cell = "\n".join(f"{name}: {rule}" for name, rule in rules)
        result = seg.Segmentation(cell).fit(pairs)
        assert labels(result) == list(NAMES.values())
    for pair, name in NAMES.items():
        alone = pd.DataFrame([pair], columns=["r", "f"])
        for other, rule in RULES.items():
            taken = labels(seg.Segmentation(f"It: {rule}").fit(alone)) == ["It"]
            assert taken == (other == name)


def digit(values: pd.Series) -> pd.Series:
    """One plus how many fifths of the people lie strictly below: equal values, equal digits."""
    cuts = [np.quantile(values, k / 5, method="inverted_cdf") for k in range(1, 5)]
    return 1 + sum((values > cut).astype(int) for cut in cuts)


def by_hand(events: pd.DataFrame, money: str, end: pd.Timestamp) -> pd.DataFrame:
    day = events["happened_at"].dt.normalize()
    grouped = events.assign(day=day).groupby("customer_id")
    found = pd.DataFrame(
        {
            "days": (end - grouped["day"].max()).dt.days,
            "often": grouped["day"].nunique(),
            "money": grouped[money].sum(),
        }
    )
    found["r"], found["f"], found["m"] = (
        digit(-found["days"]),
        digit(found["often"]),
        digit(found["money"]),
    )
    found["name"] = [NAMES[pair] for pair in zip(found["r"], found["f"], strict=True)]
    return found


@pytest.mark.parametrize("kind", MAKERS)
def test_customers_and_orders(kind: str) -> None:
    people, orders = company.customers().drop(columns=["consent", "objected"]), company.orders()
    own, happened = MAKERS[kind](people), MAKERS[kind](orders)
    draft = new("rfm", own, happened)
    assert draft.line == "%%segment customers --events events --as rfm"
    result = fitted(draft, own, happened)
    bought = orders[orders["event"] == "purchase"]
    end = orders["happened_at"].max().normalize()
    expected = by_hand(bought, "amount", end).reindex(people["customer_id"])
    assert labels(result) == expected["name"].fillna("No purchase").tolist()
    for name in ("r", "f", "m"):
        assert (
            column(result, name)
            == expected[name].astype(object).where(expected[name].notna(), None).to_list()
        )


@pytest.mark.parametrize("kind", MAKERS)
def test_baskets_alone(kind: str) -> None:
    orders = company.orders()
    baskets = orders[orders["event"] == "purchase"].drop(columns="event")
    happened = MAKERS[kind](baskets)
    result = fitted(new("rfm", events=happened), events=happened)
    expected = by_hand(baskets, "amount", baskets["happened_at"].max().normalize())
    assert column(result, "customer_id") == expected.index.to_list()
    assert labels(result) == expected["name"].to_list()
    assert "otherwise" not in new("rfm", events=happened).text


def test_a_summary_of_each_customer() -> None:
    people = company.summary()
    result = fitted(new("rfm", people), people)
    r = digit(-people["days_since_last_order"])
    pairs = zip(r, digit(people["order_count"]), strict=True)
    assert labels(result) == [NAMES[pair] for pair in pairs]
    assert column(result, "m") == digit(people["total_spend"]).to_list()


def test_the_households() -> None:
    households, baskets = seg.datasets.grocery()
    draft = new("rfm", households, baskets)
    assert "sum(sales_value)" in draft.text
    result = fitted(draft, households, baskets)
    renamed = baskets.rename(columns={"household_id": "customer_id", "bought_at": "happened_at"})
    renamed["sales_value"] = (renamed["sales_value"] * 100).round().astype(int)
    expected = by_hand(renamed, "sales_value", renamed["happened_at"].max().normalize())
    assert labels(result) == expected.loc[households["household_id"], "name"].to_list()
    assert column(result, "m") == expected.loc[households["household_id"], "m"].to_list()


def test_the_last_date_says_how_long_somebody_is_away() -> None:
    days = pd.to_datetime(["2025-01-01", "2025-03-01", None, "2025-03-31"])
    people = pd.DataFrame({"last_order_at": days, "orders": [1, 5, 2, 9]})
    draft = new("rfm", people)
    assert draft.options["as_of"] == "2025-03-31"
    result = fitted(draft, people)
    assert column(result, "days_away") == [89, 30, None, 0]
    assert labels(result)[2:] == ["Never came", "Loyal"]  # three dates are fewer than fifths
    assert "no column of money was found; with one: money_spent = sum(amount)" in draft.text


def test_of_people_who_are_not_profiled_no_date_is_told() -> None:
    days = pd.to_datetime(["2025-01-01", "2025-03-31"])
    people = pd.DataFrame({"last_order_at": days, "orders": [1, 5], "consent": [True, False]})
    assert new("rfm", people).options["as_of"] == "2025-01-01"
    people["last_order_at"] = [pd.NaT, days[1]]
    assert fitted(new("rfm", people), people).frame["rfm_score"].isna()[1]


def test_one_of_recency_and_frequency_makes_levels() -> None:
    for name in ("recency", "order_count"):
        people = pd.DataFrame({name: range(20)})
        draft = new("rfm", people)
        assert "the ten names of RFM need both recency and frequency" in draft.text
        best = labels(fitted(draft, people))
        expected: list[Any] = ["Low"] * 8 + ["Middle"] * 4 + ["High"] * 8
        assert best == (expected[::-1] if name == "recency" else expected)
