"""Eight metrics to one score of weighted ranks to four segments, beside the same by hand.

    python benchmarks/fit_score_segment.py [--rows 1000000] [--rounds 5] [--only NAME …]

Prints a Markdown table: for this package (from the frame, and the engine alone on columns) and
for the same as it is written by hand with pandas, Polars, DuckDB and scikit-learn: the time, how
many times as long pandas takes, the memory above the input, and how many customers get another
segment than by exact mid-ranks. Then the largest error of a rank. Each measurement is a process
of its own; the jobs take turns; the figures are medians.

Needs the dependency group `bench`. On processors of the kind Zen 4, NumPy's sort for AVX-512 takes
five times as long as its sort for AVX2; to see what other processors do:

    NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL" python benchmarks/fit_score_segment.py
"""

from __future__ import annotations

import argparse
import os
import platform
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

import seg_jupyter as seg
from invented import Floats, metrics
from measuring import Job, Measurement, measure, table
from seg_jupyter.engine.missing import compare_numbers
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import fit_rank
from seg_jupyter.engine.scores import Scaled, weighted_mean
from seg_jupyter.engine.threads import each

WEIGHTS = {
    "revenue": 3,
    "reach": 1,
    "basket": 2,
    "orders": 1,
    "days": -2,
    "price": 1,
    "visits": 1,
    "trend": -1,
}
CUTS = {"Gold": 60, "Silver": 50, "Bronze": 40}
NAMES = [*CUTS, "Rest"]
CELL = "\n".join(
    [
        "value = score(" + ", ".join(f"{w} * {name}" for name, w in WEIGHTS.items()) + ")",
        *(f"{name}: value >= {cut}" for name, cut in CUTS.items()),
        "Rest: otherwise",
    ]
)
Codes = npt.NDArray[np.int64]


# this package


def by_cell(frame: pd.DataFrame) -> seg.Segments:
    """Fit the cell, as in a notebook."""
    return seg.Segmentation(CELL).fit(frame)


def by_cell_with_frame(frame: pd.DataFrame) -> pd.Series:
    """Fit the cell and ask for the frame with all that was computed."""
    return by_cell(frame).frame["segment"]


def by_engine(columns: dict[str, Floats]) -> Codes:
    """Compute on columns, without a frame, a cell or a result."""
    rows = len(columns["revenue"])

    def scaled_of(name: str) -> Scaled:
        return Scaled(fit_rank(round9(columns[name])), columns[name])

    scaled = each(scaled_of, WEIGHTS, rows=rows)
    value = weighted_mean(list(WEIGHTS.values()), scaled, rows)
    codes = np.zeros(rows, np.int8)
    open_ = np.ones(rows, np.bool_)
    for cut in CUTS.values():
        open_ &= ~compare_numbers(">=", value, np.array([cut], np.float64)).true
        codes += open_
    return codes


# by hand


def by_pandas(frame: pd.DataFrame) -> pd.Series:
    """Rank, weigh, cut."""
    ranks = frame.rank(pct=True) * 100
    total: Any = 0.0
    present: Any = 0.0
    for name, weight in WEIGHTS.items():
        points = ranks[name] if weight > 0 else 100 - ranks[name]
        total = total + (points * abs(weight)).fillna(0)
        present = present + frame[name].notna() * abs(weight)
    edges = [-1, *reversed(CUTS.values()), 101]
    return pd.cut(total / present, edges, right=False, labels=list(reversed(NAMES)))


def by_polars(frame: Any) -> Any:
    """Rank, weigh, when and then: one lazy query."""
    import polars as pl

    ranks = {name: pl.col(name).rank("average") / pl.col(name).count() * 100 for name in WEIGHTS}
    points = {name: ranks[name] if w > 0 else 100 - ranks[name] for name, w in WEIGHTS.items()}
    total = pl.sum_horizontal(points[name] * abs(w) for name, w in WEIGHTS.items())
    present = pl.sum_horizontal(pl.col(name).is_not_null() * abs(w) for name, w in WEIGHTS.items())
    value = pl.col("value")
    label = pl.when(value >= CUTS["Gold"]).then(pl.lit("Gold"))
    label = label.when(value >= CUTS["Silver"]).then(pl.lit("Silver"))
    label = label.when(value >= CUTS["Bronze"]).then(pl.lit("Bronze")).otherwise(pl.lit("Rest"))
    return frame.lazy().select(value=total / present).select(segment=label).collect()["segment"]


def to_polars(columns: dict[str, Floats]) -> Any:
    import polars as pl

    return pl.DataFrame(columns, nan_to_null=True)


def by_duckdb(connection: Any) -> Any:
    """Mid-rank by two functions of a window, weigh, case: one query."""
    ranks = ", ".join(
        f"50 * (percent_rank() over {name} + cume_dist() over {name}) as r_{name}, {name}"
        for name in WEIGHTS
    )
    windows = ", ".join(f"{n} as (partition by {n} is null order by {n})" for n in WEIGHTS)
    total = " + ".join(
        f"case when {name} is null then 0 else {abs(w)} * "
        + (f"r_{name} end" if w > 0 else f"(100 - r_{name}) end")
        for name, w in WEIGHTS.items()
    )
    present = " + ".join(f"{abs(w)} * ({name} is not null)::int" for name, w in WEIGHTS.items())
    cases = " ".join(f"when value >= {cut} then '{name}'" for name, cut in CUTS.items())
    return connection.execute(
        f"with ranked as (select place, {ranks} from customers window {windows}), "
        f"valued as (select place, ({total}) / nullif({present}, 0) as value from ranked) "
        f"select place, (case {cases} else 'Rest' end)::segment as segment from valued"
    ).fetchnumpy()


def to_duckdb(frame: pd.DataFrame) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("given", frame)
    cleaned = ", ".join(f"nullif({name}, 'nan'::double) as {name}" for name in WEIGHTS)
    names = ", ".join(f"'{name}'" for name in NAMES)
    connection.execute(f"create type segment as enum ({names})")
    connection.execute(
        f"create table customers as select row_number() over () - 1 as place, {cleaned} from given"
    )
    return connection


def by_sklearn(matrix: Floats, subsample: int | None) -> Codes:
    """Quantiles by scikit-learn, weigh and select with NumPy."""
    from sklearn.preprocessing import QuantileTransformer

    options = {"subsample": subsample} if subsample is None else {}
    ranks = QuantileTransformer(n_quantiles=1000, **options).fit_transform(matrix) * 100
    weights = np.array(list(WEIGHTS.values()), np.float64)
    points = np.where(weights > 0, ranks, 100 - ranks)
    present = ~np.isnan(points)
    value = np.nansum(points * np.abs(weights), axis=1) / (present @ np.abs(weights))
    return np.select([value >= cut for cut in CUTS.values()], [0, 1, 2], 3)


# exact


def exact_rank(values: Floats) -> Floats:
    """Return the mid-rank percentile of each value that is present."""
    present = ~np.isnan(values)
    ranks = np.full(len(values), np.nan)
    ranks[present] = (rankdata(values[present]) - 0.5) / present.sum() * 100
    return ranks


def exact_codes(columns: dict[str, Floats]) -> tuple[Codes, float]:
    """Return the segments by exact mid-ranks, and the largest error of ours in points."""
    worst = 0.0
    scaled = []
    for name in WEIGHTS:
        metric = round9(columns[name])
        ranks = exact_rank(metric)
        worst = max(worst, float(np.nanmax(np.abs(fit_rank(metric).apply(metric) - ranks))))
        scaled.append(ranks)
    value = weighted_mean(list(WEIGHTS.values()), scaled, len(scaled[0]))
    return np.select([value >= cut for cut in CUTS.values()], [0, 1, 2], 3).astype(np.int8), worst


def codes_of(labels: pd.Series) -> Codes:
    return pd.Categorical(labels).set_categories(NAMES).codes


def row(name: str, found: Measurement, base: Measurement | None) -> list[str]:
    ratios = (
        [f"{base.seconds / found.seconds:.1f}", f"{base.processor / found.processor:.1f}"]
        if base
        else ["", ""]
    )
    times = [f"{found.seconds:.3f}", f"{found.processor:.3f}"]
    return [name, *times, *ratios, f"{found.megabytes:,.0f}", f"{found.checked:,.0f}"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    rounds = given.rounds or (3 if given.rows > 5_000_000 else 5)
    columns = metrics(given.rows)
    frame = pd.DataFrame(columns)
    exact, worst = exact_codes(columns)

    def differ(codes: Codes) -> float:
        return float((np.asarray(codes) != exact).sum())

    def differ_by_place(found: Any) -> float:
        codes = codes_of(pd.Series(found["segment"]))
        return float((codes != exact[found["place"]]).sum())

    def matrix() -> Floats:
        return frame.to_numpy(copy=True)

    jobs = [
        Job("seg_jupyter, engine", by_engine, lambda: columns, differ),
        Job(
            "seg_jupyter, cell",
            by_cell,
            lambda: frame,
            lambda result: differ(codes_of(result.frame["segment"])),
        ),
        Job(
            "seg_jupyter, cell and its frame",
            by_cell_with_frame,
            lambda: frame,
            lambda labels: differ(codes_of(labels)),
        ),
        Job("pandas", by_pandas, lambda: frame, lambda labels: differ(codes_of(labels))),
        Job(
            "Polars",
            by_polars,
            lambda: to_polars(columns),
            lambda labels: differ(codes_of(labels.to_pandas())),
        ),
        Job("DuckDB", by_duckdb, lambda: to_duckdb(frame), differ_by_place),
        Job("scikit-learn, 10,000 sampled", lambda x: by_sklearn(x, 10_000), matrix, differ),
        Job("scikit-learn, all", lambda x: by_sklearn(x, None), matrix, differ),
    ]
    jobs = [job for job in jobs if not given.only or any(word in job.name for word in given.only)]
    found = measure(jobs, rounds)
    base = found.get("pandas")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{given.rows:,} customers, 8 metrics, 1 score, 4 segments; medians of {rounds};")
    print(f"{cores} processors, Python {platform.python_version()}, NumPy {np.__version__}\n")
    header = ["", "s", "CPU s", "pandas ÷ it", "by CPU", "MB above input", "differ from exact"]
    print(table(header, [row(name, one, base) for name, one in found.items()]))
    print(f"\nlargest error of a rank: {worst:.4f} points")


if __name__ == "__main__":
    main()
