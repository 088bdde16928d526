"""A cell reads a simulated company, all of it."""

from __future__ import annotations

import pandas as pd

import seg_jupyter as seg


def test_a_cell_reads_all_of_it() -> None:
    company = seg.datasets.simulate(3_000, seed=11)
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
