"""A simulated company: its frames, their links, and that nothing but the arguments decides them."""

from __future__ import annotations

import pandas as pd
import pytest

import seg_jupyter as seg
from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator.company import EVENTS

FRAMES = (
    "customers",
    *EVENTS,
    "contacts",
    "campaigns",
    "products",
    "costs",
    "margins",
)


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(3_000, seed=11)


def test_frames_are_linked(company: Company) -> None:
    ids = company.customers["customer_id"]
    assert ids.is_unique
    assert len(ids) == 3_000
    for name in (*EVENTS, "contacts"):
        frame = getattr(company, name)
        assert len(frame) > 0
        strangers = int((~frame["customer_id"].isin(ids)).sum())
        planted = company.truth.dirt.query('what == "ids that are no customer\'s"')
        assert strangers == planted.loc[planted["frame"] == name, "rows"].sum(), name


def test_a_cell_reads_all_of_it(company: Company) -> None:
    cell = """
visits_90d = count(event == "visit", last="90d")
spent_1y = sum(amount, last="1y")
value = score(visits_90d, 2 * spent_1y, -recency(event == "opened"))
Active: value >= 60
Rest: otherwise
"""
    result = seg.Segmentation(cell).fit(company.customers, company.events, as_of="2024-12-31")
    assert len(result.frame) == 3_000
    bought = company.orders[company.orders["happened_at"] >= pd.Timestamp("2024-01-01")]
    by_hand = bought.groupby("customer_id")["amount"].sum()
    by_hand = by_hand.reindex(company.customers["customer_id"], fill_value=0).round(2)
    assert result.frame["spent_1y"].round(2).tolist() == by_hand.tolist()
