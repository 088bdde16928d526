"""A panel's counts as they are written by hand, with pandas, Polars and DuckDB.

Not a benchmark: what `live.py` compares with. Each way has a `prepare_…`, which makes what may be
kept while a number moves, and a function that takes the weights and cuts and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from tuned import AWAY, BARS, KPIS, SERVED, WEIGHTS, Counts, Market, counts_of

Numbers = Mapping[str, float]


# pandas


def prepare_pandas(market: Market) -> pd.DataFrame:
    """Keep the ranks beside the columns that rules and KPIs read, and the score."""
    kept = market.frame[["away", "country", *KPIS]].copy()
    kept["value"] = market.values(WEIGHTS)
    return kept.assign(**{f"r_{name}": points for name, points in market.points.items()})


def pandas_naive(frame: pd.DataFrame, weights: Numbers, cuts: Numbers) -> Counts:
    """Rank, weigh, cut and group, each time."""
    names = list(weights)
    ranks = (frame[names].rank() - 0.5) / frame[names].count() * 100
    return _pandas_groups(frame, _pandas_score(ranks, weights), cuts)


def pandas_weight(kept: pd.DataFrame, weights: Numbers, cuts: Numbers) -> Counts:
    """Weigh the kept ranks, cut and group."""
    ranks = kept[[f"r_{name}" for name in weights]].set_axis(list(weights), axis=1)
    return _pandas_groups(kept, _pandas_score(ranks, weights), cuts)


def pandas_cut(kept: pd.DataFrame, _weights: Numbers, cuts: Numbers) -> Counts:
    """Cut the kept score and group."""
    return _pandas_groups(kept, kept["value"], cuts)


def _pandas_score(ranks: pd.DataFrame, weights: Numbers) -> pd.Series:
    total: Any = 0.0
    present: Any = 0.0
    for name, weight in weights.items():
        points = ranks[name] if weight > 0 else 100 - ranks[name]
        total = total + (points * abs(weight)).fillna(0)
        present = present + ranks[name].notna() * abs(weight)
    return total / present


def _pandas_groups(frame: pd.DataFrame, value: pd.Series, cuts: Numbers) -> Counts:
    gold = (value >= cuts["Gold"]) & (frame["away"] <= AWAY)
    silver = (value >= cuts["Silver"]) & frame["country"].isin(SERVED)
    segment = np.select([gold, silver, value >= cuts["Bronze"]], [0, 1, 2], 3)
    bar = (value // 2).clip(upper=BARS - 1).astype("int64")
    groups = frame.groupby([segment, bar.to_numpy()])
    sums, sizes = groups[list(KPIS)].sum(), groups.size()
    places = [sizes.index.get_level_values(level).to_numpy() for level in (0, 1)]
    return counts_of(*places, sizes.to_numpy(), [sums[name].to_numpy() for name in KPIS])


# Polars


def prepare_polars(market: Market) -> Any:
    """Keep the ranks beside the columns that rules and KPIs read, and the score."""
    import polars as pl

    return pl.from_pandas(prepare_pandas(market), nan_to_null=True)


def polars_weight(kept: Any, weights: Numbers, cuts: Numbers) -> Counts:
    """Weigh the kept ranks, cut and group: one lazy query."""
    import polars as pl

    ranks = {name: pl.col(f"r_{name}") for name in weights}
    points = {name: ranks[name] if w > 0 else 100 - ranks[name] for name, w in weights.items()}
    total = pl.sum_horizontal(points[name] * abs(w) for name, w in weights.items())
    present = pl.sum_horizontal(ranks[name].is_not_null() * abs(w) for name, w in weights.items())
    return _polars_groups(kept.lazy().with_columns(value=total / present), cuts)


def polars_cut(kept: Any, _weights: Numbers, cuts: Numbers) -> Counts:
    """Cut the kept score and group: one lazy query."""
    return _polars_groups(kept.lazy(), cuts)


def _polars_groups(valued: Any, cuts: Numbers) -> Counts:
    import polars as pl

    value = pl.col("value")
    gold = (value >= cuts["Gold"]) & (pl.col("away") <= AWAY)
    silver = (value >= cuts["Silver"]) & pl.col("country").is_in(SERVED)
    segment = pl.when(gold).then(0).when(silver).then(1).when(value >= cuts["Bronze"]).then(2)
    found = (
        valued.select(
            segment.otherwise(3).alias("segment"),
            (value / 2).floor().cast(pl.Int64).clip(upper_bound=BARS - 1).alias("bar"),
            *KPIS,
        )
        .group_by("segment", "bar")
        .agg(pl.len().alias("customers"), *(pl.col(name).sum() for name in KPIS))
        .collect()
    )
    return _counts_of_columns({name: found[name].to_numpy() for name in found.columns})


# DuckDB


def prepare_duckdb(market: Market) -> Any:
    """Keep the ranks beside the columns that rules and KPIs read, and the score, in a table."""
    import duckdb

    kept = prepare_pandas(market)
    connection = duckdb.connect()
    connection.register("given", kept)
    numbers = [f"r_{name}" for name in WEIGHTS] + ["value", *KPIS]
    cleaned = ", ".join(f"nullif({name}, 'nan'::double) as {name}" for name in numbers)
    connection.execute(f"create table kept as select away, country, {cleaned} from given")
    connection.unregister("given")
    return connection


def duckdb_weight(connection: Any, weights: Numbers, cuts: Numbers) -> Counts:
    """Weigh the kept ranks, cut and group: one query."""
    total = " + ".join(
        f"{abs(w)} * coalesce(" + (f"r_{name}" if w > 0 else f"100 - r_{name}") + ", 0)"
        for name, w in weights.items()
    )
    present = " + ".join(f"{abs(w)} * (r_{name} is not null)::int" for name, w in weights.items())
    return _duckdb_groups(connection, f"({total}) / ({present})", cuts)


def duckdb_cut(connection: Any, _weights: Numbers, cuts: Numbers) -> Counts:
    """Cut the kept score and group: one query."""
    return _duckdb_groups(connection, "value", cuts)


def _duckdb_groups(connection: Any, value: str, cuts: Numbers) -> Counts:
    found = connection.execute(
        f"with valued as (select {value} as value, away, country, {', '.join(KPIS)} from kept) "
        f"select case when value >= {cuts['Gold']} and away <= {AWAY} then 0 "
        f"when value >= {cuts['Silver']} and country in {SERVED} then 1 "
        f"when value >= {cuts['Bronze']} then 2 else 3 end as segment, "
        f"least(floor(value / 2), {BARS - 1})::bigint as bar, count(*) as customers, "
        f"{', '.join(f'coalesce(sum({name}), 0) as {name}' for name in KPIS)} "
        "from valued group by all"
    ).fetchnumpy()
    return _counts_of_columns({name: np.asarray(column) for name, column in found.items()})


def _counts_of_columns(found: Mapping[str, Any]) -> Counts:
    places = found["segment"].astype(np.int64), found["bar"].astype(np.int64)
    return counts_of(*places, found["customers"], [found[name] for name in KPIS])
