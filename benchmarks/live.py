"""A number of a cell moves: what counting everybody anew takes, beside the same by hand.

    python benchmarks/live.py [--rows 1000000] [--rounds 5] [--only NAME …]

Eight metrics, a tenth of each missing, to a score, four segments (three by the score, one of them
with a rule on a column in days, another with a rule on a category) and the sums of two columns.
First a weight moves, then a threshold: for the calls that the live panel makes, and for the same
with pandas, Polars and DuckDB, whose tables are in memory and keep the ranks (or, for a threshold,
the score), it prints Markdown tables with the milliseconds from a new number to customers by
segment and bar of the distribution (of two points) and the sums by segment. The package's calls
also count who moved between which segments; "all of the panel" makes every table and the picture.
A copy of as many bytes as a pass of the preview has to read is timed, too. "apart" is the larger of
two shares: of the customers who stand in another segment or bar than by a plain computation, and
of the sums. The script fails if a way is further apart than it may be.

Each measurement is a process of its own that makes ready what may be kept, goes through the
changes once (but for the first preview after taking hold) and is then timed; the jobs take turns;
figures are medians, for one change.
Needs the dependency group `bench`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import by_hand
import seg_jupyter as seg
from measuring import Job, Measurement, measure, table
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.jupyter.panel.pictures import Pictures
from tuned import (
    CELL,
    CUTS,
    KPIS,
    MOVED_CUT,
    MOVED_WEIGHT,
    SEGMENTS,
    WEIGHTS,
    Counts,
    Market,
    bars_of,
    moved_cuts,
    moved_weights,
)

CHANGES = 5
"""Steps of the number in one measurement, but one for what takes long."""
READ_BYTES = 27
"""Of one customer, by the preview of a weight.

The score as three numbers and the values of two KPIs (4 bytes each), whether the first KPI is
present (4), what two rules hold without the score (1 each), and the saved segment (1).
"""
EXACT, ROUNDED, RANKED = 1e-9, 2e-4, 5e-3
"""How far apart a way may be: with the package's points in double precision, in single precision,
and with ranks that were computed anew, which the package's points follow within 0.1."""

Prepared = Any
Change = dict[str, float]


@dataclass(frozen=True)
class Way:
    """One way to count: what it keeps, what it does for a change, and how far it may be apart."""

    name: str
    prepare: Callable[[Market], Prepared]
    count: Callable[[Prepared, Change, Change], Any]
    apart: float = EXACT
    changes: int = CHANGES
    warm: bool = True


# this package


def opened(market: Market) -> Any:
    """Open the panel, without a browser."""
    return seg.Segmentation(CELL).fit(market.frame).live(kpis=KPIS)


def live_with_weight(market: Market) -> Any:
    """Open the panel and take hold of a weight."""
    live = opened(market)
    live.prepare(_weight_place())
    return live


def live_with_cut(market: Market) -> Any:
    """Open the panel and take hold of a threshold."""
    live = opened(market)
    live.prepare(_cut_place())
    return live


def first_weight(live: Any, weights: Change, cuts: Change) -> Tally:
    """Take hold of a weight, and count once."""
    live.prepare(_weight_place())
    return preview_weight(live, weights, cuts)


def first_cut(live: Any, weights: Change, cuts: Change) -> Tally:
    """Take hold of a threshold, and count once."""
    live.prepare(_cut_place())
    return preview_cut(live, weights, cuts)


def preview_weight(live: Any, weights: Change, _cuts: Change) -> Tally:
    """Count while a weight is dragged."""
    return live.preview(_weight_place(), weights[MOVED_WEIGHT])


def preview_cut(live: Any, _weights: Change, cuts: Change) -> Tally:
    """Count while a threshold is dragged."""
    return live.preview(_cut_place(), cuts[MOVED_CUT])


def pictures_with_weight(market: Market) -> Pictures:
    """Open the panel and take hold of a weight, to get what it shows."""
    return Pictures(live_with_weight(market))


def pictures_with_cut(market: Market) -> Pictures:
    """Open the panel and take hold of a threshold, to get what it shows."""
    return Pictures(live_with_cut(market))


def picture_weight(pictures: Pictures, weights: Change, _cuts: Change) -> dict[str, Any]:
    """Count while a weight is dragged, and make all that the panel shows."""
    return pictures.at(_weight_place(), weights[MOVED_WEIGHT])


def picture_cut(pictures: Pictures, _weights: Change, cuts: Change) -> dict[str, Any]:
    """Count while a threshold is dragged, and make all that the panel shows."""
    return pictures.at(_cut_place(), cuts[MOVED_CUT])


def settle_weight(live: Any, weights: Change, _cuts: Change) -> Tally:
    """Count exactly once a weight is let go."""
    return live.settle(_weight_place(), weights[MOVED_WEIGHT])


def settle_cut(live: Any, _weights: Change, cuts: Change) -> Tally:
    """Count exactly once a threshold is let go."""
    return live.settle(_cut_place(), cuts[MOVED_CUT])


def apart(answer: Any, expected: Counts) -> float:
    """Compare an answer with what was counted plainly; of a picture, the sizes it shows."""
    if isinstance(answer, Tally):
        answer = Counts(bars_of(answer), answer.kpi_sums[:, : len(SEGMENTS)])
    if isinstance(answer, Counts):
        return answer.apart(expected)
    shown = {one["name"]: int(one["now"].replace(",", "")) for one in answer["segments"]}
    sizes = expected.bars.sum(axis=1)
    differences = np.abs(sizes - [shown[name] for name in SEGMENTS])
    return float(differences.sum() / 2 / sizes.sum())


def _weight_place() -> int:
    return list(WEIGHTS).index(MOVED_WEIGHT)


def _cut_place() -> int:
    return len(WEIGHTS) + list(CUTS).index(MOVED_CUT)


# what is measured

PREVIEW = "live.preview"
WEIGHT_WAYS = [
    Way(PREVIEW, live_with_weight, preview_weight, ROUNDED),
    Way("all of the panel", pictures_with_weight, picture_weight, ROUNDED),
    Way("taking hold and the first preview", opened, first_weight, ROUNDED, 1, warm=False),
    Way("exact, when let go", live_with_weight, settle_weight),
    Way("pandas, ranks anew", lambda m: m.frame, by_hand.pandas_naive, RANKED, changes=1),
    Way("pandas, ranks kept", by_hand.prepare_pandas, by_hand.pandas_weight),
    Way("Polars, ranks kept", by_hand.prepare_polars, by_hand.polars_weight),
    Way("DuckDB, ranks kept", by_hand.prepare_duckdb, by_hand.duckdb_weight),
]
CUT_WAYS = [
    Way(PREVIEW, live_with_cut, preview_cut),
    Way("all of the panel", pictures_with_cut, picture_cut),
    Way("taking hold and the first preview", opened, first_cut, changes=1, warm=False),
    Way("exact, when let go", live_with_cut, settle_cut),
    Way("pandas, score kept", by_hand.prepare_pandas, by_hand.pandas_cut),
    Way("Polars, score kept", by_hand.prepare_polars, by_hand.polars_cut),
    Way("DuckDB, score kept", by_hand.prepare_duckdb, by_hand.duckdb_cut),
]
COPY = f"NumPy copy of {READ_BYTES} bytes a customer"


def job_of(way: Way, kind: str, market: Market, changes: list[tuple[Change, Change]]) -> Job:
    """Return the job that goes through the changes in one way."""
    expected = market.expected(*changes[-1])

    def run(prepared: Prepared) -> Any:
        answer = None
        for weights, cuts in changes[-way.changes :]:
            answer = way.count(prepared, weights, cuts)
        return answer

    def check(answer: Any) -> float:
        return apart(answer, expected)

    return Job(f"{kind}: {way.name}", run, lambda: way.prepare(market), check, int(way.warm))


def copy_job(rows: int) -> Job:
    """Return the job that reads and writes as many bytes as a preview has to read."""

    def run(memory: tuple[Any, Any]) -> None:
        for _ in range(CHANGES):
            np.copyto(*memory)

    return Job(
        COPY, run, lambda: tuple(np.ones(rows * READ_BYTES, np.uint8) for _ in range(2)), before=1
    )


def row(name: str, one: Measurement, changes: int, base: Measurement, apart: str) -> list[str]:
    """Return a line of a table, for one change."""
    ratio = one.seconds / changes / (base.seconds / CHANGES)
    times = [f"{1000 * seconds / changes:,.1f}" for seconds in (one.seconds, one.processor)]
    return [name, *times, f"{ratio:.2f}", apart]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    rounds = given.rounds or (3 if given.rows > 5_000_000 else 5)
    market = Market(given.rows)
    kinds = {
        "weight": (WEIGHT_WAYS, [(weights, CUTS) for weights in moved_weights(CHANGES)]),
        "threshold": (CUT_WAYS, [(WEIGHTS, cuts) for cuts in moved_cuts(CHANGES)]),
    }

    def wanted(name: str) -> bool:
        return not given.only or name == PREVIEW or any(word in name for word in given.only)

    jobs = [
        job_of(way, kind, market, changes)
        for kind, (ways, changes) in kinds.items()
        for way in ways
        if wanted(way.name)
    ]
    found = measure([*jobs, copy_job(given.rows)], rounds)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{given.rows:,} customers; medians of {rounds}; {cores} processors,")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}")
    far = []
    for kind, (ways, _) in kinds.items():
        base = found[f"{kind}: {PREVIEW}"]
        rows = []
        for way in ways:
            one = found.get(f"{kind}: {way.name}")
            if one:
                rows.append(row(way.name, one, way.changes, base, f"{one.checked:.1e}"))
                if not one.checked <= way.apart:
                    far.append(f"{kind}: {way.name}")
        if kind == "weight":
            rows.append(row(COPY, found[COPY], CHANGES, base, ""))
        print(f"\nA {kind} moves\n")
        print(table(["", "ms", "CPU ms", "it ÷ preview", "apart"], rows))
    if far:
        sys.exit("further apart than they may be: " + "; ".join(far))
    print("\nAll counts agree as far as they should.")


if __name__ == "__main__":
    main()
