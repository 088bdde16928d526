"""Ten million events to four metrics of half a million customers, beside the same by hand.

    python benchmarks/events.py [--rows 10000000] [--runs 5]

Invented events (a fixed seed) lie in a file of their own for each kind of frame; every way runs in
a new process, reads its frame, and is measured from the frame in memory to the metrics. The answers
are compared. Needs polars, duckdb and pyarrow (dependency group `bench`).
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import children
import numpy as np
import pandas as pd

import seg_jupyter as seg

CELL = """
orders = count(type == "purchase", last="90d")
spend  = sum(amount, where=type == "purchase")
since  = recency()
weeks  = active_weeks()
"""
END = datetime(2026, 1, 1)
QUERY = """
select customer_id,
       count(*) filter (type = 'purchase' and ts >= timestamp '2025-10-03') as orders,
       coalesce(sum(amount) filter (type = 'purchase'), 0) as spend,
       date_diff('day', max(ts)::date, date '2025-12-31') as since,
       count(distinct date_diff('day', date '2023-12-25', ts::date) // 7) as weeks
from events group by customer_id
"""


def write(rows: int, folder: Path) -> None:
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
    ).to_parquet(folder / "events.parquet")


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


def jobs(folder: Path) -> dict[str, children.Job]:
    """Return every way, with what reads its frame."""
    path = folder / "events.parquet"

    def read_pandas() -> Any:
        return pd.read_parquet(path)

    def read_polars() -> Any:
        import polars as pl

        return pl.read_parquet(path)

    def read_arrow() -> Any:
        import pyarrow.parquet as parquet

        return parquet.read_table(path)

    return {
        "cell, pandas frame": children.Job(read_pandas, by_cell),
        "cell, Polars frame": children.Job(read_polars, by_cell),
        "cell, PyArrow table": children.Job(read_arrow, by_cell),
        "pandas by hand": children.Job(read_pandas, by_pandas),
        "pandas, tuned": children.Job(read_pandas, by_tuned_pandas),
        "Polars by hand": children.Job(read_polars, by_polars),
        "DuckDB by hand, Arrow": children.Job(read_arrow, by_duckdb),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--job")
    options = parser.parse_args()
    if options.job:
        children.run(jobs(options.folder), options.job)
        return
    with tempfile.TemporaryDirectory() as folder:
        write(options.rows, Path(folder))
        figures = {
            name: children.measure(__file__, name, ["--folder", folder], options.runs)
            for name in jobs(Path(folder))
        }
    print(f"{options.rows:,} events, {figures['pandas, tuned'].answer[0]:,} customers, 4 metrics\n")
    print(children.table(figures, "cell, pandas frame"))
    answers = {name: f.answer for name, f in figures.items()}
    same = len({str(answer) for answer in answers.values()}) == 1
    print("\nAll answers are equal." if same else f"\nThe answers differ: {answers}")


if __name__ == "__main__":
    main()
