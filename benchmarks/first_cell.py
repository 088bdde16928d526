"""A first cell on a million customers and two million events, beside the same by hand in pandas.

    python benchmarks/first_cell.py [CUSTOMERS]

Both run in turn in one process, five times each; the figures are medians.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

import seg_jupyter as seg

RUNS = 5
CELL = """
orders = count(last="90d")
spend  = sum(amount)
since  = recency()
value  = score(3 * orders, 2 * spend, -2 * since, visits)
Active:   value >= 70
Passive:  value >= 40
Inactive: otherwise
"""


def tables(customers: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return invented customers and twice as many events."""
    random = np.random.default_rng(1)
    ids = np.arange(customers)
    people = pd.DataFrame({"id": ids, "visits": random.poisson(3, customers)})
    seconds = random.integers(0, 365 * 86_400, 2 * customers)
    events = pd.DataFrame(
        {
            "id": random.choice(ids, 2 * customers),
            "at": pd.Timestamp("2025-01-01") + pd.to_timedelta(seconds, unit="s"),
            "amount": np.round(random.lognormal(3, 1, 2 * customers), 2),
        }
    )
    return people, events


def by_cell(people: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Segment by the cell."""
    cell = seg.Segmentation(CELL)
    return cell.fit(people, events, id="id", time="at", as_of="2025-12-31").frame["segment"]


def by_hand(people: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Segment as it is written by hand: group, join, rank, weigh, cut."""
    end = pd.Timestamp("2026-01-01")
    recent = events[events["at"] >= end - pd.Timedelta(days=90)]
    groups = events.groupby("id")
    table = people.set_index("id")
    table["orders"] = recent.groupby("id").size()
    table["orders"] = table["orders"].fillna(0)
    table["spend"] = groups["amount"].sum()
    table["spend"] = table["spend"].fillna(0)
    table["since"] = (end.normalize() - groups["at"].max().dt.normalize()).dt.days - 1
    weights = {"orders": 3, "spend": 2, "since": -2, "visits": 1}
    total, present = 0.0, 0.0
    for name, weight in weights.items():
        rank = table[name].rank(pct=True) * 100
        points = rank if weight > 0 else 100 - rank
        total = total + (points * abs(weight)).fillna(0)
        present = present + table[name].notna() * abs(weight)
    value = total / present
    return pd.cut(value, [-1, 40, 70, 101], right=False, labels=["Inactive", "Passive", "Active"])


def seconds_of(job: Callable[[], object]) -> float:
    """Return how long a job takes."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def main() -> None:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    people, events = tables(customers)
    cell: list[float] = []
    hand: list[float] = []
    for _ in range(RUNS):
        cell.append(seconds_of(lambda: by_cell(people, events)))
        hand.append(seconds_of(lambda: by_hand(people, events)))
    mine, theirs = statistics.median(cell), statistics.median(hand)
    print(f"{customers:,} customers, {2 * customers:,} events, 4 metrics, 3 segments")
    print(f"cell {mine:.2f} s · pandas by hand {theirs:.2f} s · ratio {theirs / mine:.2f}")


if __name__ == "__main__":
    main()
