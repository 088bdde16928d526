"""Ten million events to four metrics of half a million customers, beside the same by hand.

    python benchmarks/events.py [--rows 10000000] [--rounds 5]

Prints a Markdown table: for the cell on every kind of frame, and for the same as it is written by
hand with pandas (plainly, and tuned), Polars and DuckDB, the time from the frame in memory to the
metrics, how many times as long as the cell it takes, and the memory above the input. The events are
invented (a fixed seed); every measurement is a process of its own; the figures are medians, and the
answers are compared. Needs the dependency group `bench`.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import seg_jupyter as seg
from measuring import Job, measure, table

CELL = """
orders = count(type == "purchase", last="90d")
spend  = sum(amount, where=type == "purchase")
since  = recency()
weeks  = active_weeks()
"""
OURS = "cell, pandas frame"
END = datetime(2026, 1, 1)
QUERY = """
select customer_id,
       count(*) filter (type = 'purchase' and ts >= timestamp '2025-10-03') as orders,
       coalesce(sum(amount) filter (type = 'purchase'), 0) as spend,
       date_diff('day', max(ts)::date, date '2025-12-31') as since,
       count(distinct date_diff('day', date '2023-12-25', ts::date) // 7) as weeks
from events group by customer_id
"""


def write(rows: int, path: Path) -> None:
    """Write the events: few customers do much, many do little; types are categories."""
    random = np.random.default_rng(5)
    customers = rows // 20
    activity = random.lognormal(0, 1.2, customers)
    owner = np.searchsorted(np.cumsum(activity) / activity.sum(), random.random(rows))
    seconds = (random.beta(2.0, 1.2, rows) * 730 * 86_400).astype(np.int64)
    shares = [0.5, 0.15, 0.12, 0.02, 0.1, 0.11]
    types = ["view", "cart", "purchase", "refund", "email", "login"]
    kind = random.choice(len(types), rows, p=shares)
    money = np.where(np.isin(kind, (2, 3)), np.round(random.lognormal(3, 1, rows), 2), np.nan)
    pd.DataFrame(
        {
            "customer_id": owner + 1_000_000,
            "ts": pd.Timestamp("2024-01-02") + pd.to_timedelta(seconds, unit="s"),
            "type": pd.Categorical.from_codes(kind, types),
            "amount": money,
        }
    ).to_parquet(path)


def totals(frame: Any) -> list[float]:
    """Return the number of customers and the total of each metric, to compare ways."""
    frame = frame.to_pandas() if hasattr(frame, "to_pandas") else frame
    sums = [float(frame[name].fillna(0).sum()) for name in ("orders", "spend", "since", "weeks")]
    return [len(frame), *(round(total, 2) for total in sums)]


def by_cell(events: Any) -> list[float]:
    result = seg.Segmentation(CELL).fit(
        events=events, id="customer_id", time="ts", as_of="2025-12-31"
    )
    return totals(result.frame)


def by_pandas(events: pd.DataFrame) -> list[float]:
    """The way most people write it."""
    bought = events[events["type"] == "purchase"]
    groups = events.groupby("customer_id")
    found = pd.DataFrame({"last": groups["ts"].max()})
    recent = bought[bought["ts"] >= END - timedelta(days=90)]
    found["orders"] = recent.groupby("customer_id").size()
    found["spend"] = bought.groupby("customer_id")["amount"].sum()
    found["since"] = (datetime(2025, 12, 31) - found["last"].dt.normalize()).dt.days
    found["weeks"] = (
        events.assign(week=events["ts"].dt.to_period("W")).groupby("customer_id")["week"].nunique()
    )
    return totals(found)


def by_tuned_pandas(events: pd.DataFrame) -> list[float]:
    """Written by somebody who knows what pandas is quick at."""
    bought = events["type"] == "purchase"
    columns = pd.DataFrame(
        {
            "customer_id": events["customer_id"],
            "orders": (bought & (events["ts"] >= END - timedelta(days=90))).astype("int8"),
            "spend": events["amount"].where(bought),
            "ts": events["ts"],
        }
    )
    found = columns.groupby("customer_id", sort=False).agg(
        orders=("orders", "sum"), spend=("spend", "sum"), last=("ts", "max")
    )
    found["since"] = (datetime(2025, 12, 31) - found["last"].dt.normalize()).dt.days
    week = (events["ts"] - datetime(2023, 12, 25)).dt.days // 7
    pairs = pd.DataFrame({"customer_id": events["customer_id"], "week": week}).drop_duplicates()
    found["weeks"] = pairs.groupby("customer_id").size()
    return totals(found)


def by_polars(events: Any) -> list[float]:
    import polars as pl

    bought = pl.col("type") == "purchase"
    week = (pl.col("ts") - datetime(2023, 12, 25)).dt.total_days() // 7
    last_day = pl.lit(datetime(2025, 12, 31))
    query = (
        events.lazy()
        .group_by("customer_id")
        .agg(
            orders=(bought & (pl.col("ts") >= END - timedelta(days=90))).sum(),
            spend=pl.col("amount").filter(bought).sum(),
            last=pl.col("ts").max(),
            weeks=week.n_unique(),
        )
        .with_columns(since=(last_day - pl.col("last").dt.truncate("1d")).dt.total_days())
    )
    return totals(query.collect())


def by_duckdb(events: Any) -> list[float]:
    import duckdb

    connection = duckdb.connect()
    connection.register("events", events)
    return totals(connection.sql(QUERY).to_arrow_table())


def jobs(path: Path) -> list[Job]:
    """Return every way, with what reads its frame."""

    def read_polars() -> Any:
        import polars as pl

        return pl.read_parquet(path)

    def read_arrow() -> Any:
        import pyarrow.parquet as parquet

        return parquet.read_table(path)

    def read_pandas() -> pd.DataFrame:
        return pd.read_parquet(path)

    return [
        Job(OURS, by_cell, read_pandas, sum),
        Job("cell, Polars frame", by_cell, read_polars, sum),
        Job("cell, PyArrow table", by_cell, read_arrow, sum),
        Job("pandas by hand", by_pandas, read_pandas, sum),
        Job("pandas, tuned", by_tuned_pandas, read_pandas, sum),
        Job("Polars by hand", by_polars, read_polars, sum),
        Job("DuckDB by hand, from Arrow", by_duckdb, read_arrow, sum),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        write(options.rows, path)
        found = measure(jobs(path), options.rounds)
    ours = found[OURS]
    rows = [
        [
            name,
            f"{one.seconds:.2f}",
            f"{one.processor:.2f}",
            f"{one.seconds / ours.seconds:.2f}",
            f"{one.processor / ours.processor:.2f}",
            f"{one.megabytes:,.0f}",
        ]
        for name, one in found.items()
    ]
    print(f"{options.rows:,} events to 4 metrics; medians of {options.rounds}\n")
    header = ["", "s", "CPU s", "it ÷ cell", "by CPU", "MB above input"]
    print(table(header, rows))
    same = len({one.checked for one in found.values()}) == 1
    print("\nAll answers are equal." if same else "\nThe answers differ!")


if __name__ == "__main__":
    main()
