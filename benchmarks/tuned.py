"""The customers, the cell and the changes of its numbers that the live benchmarks share.

Not a benchmark: what `live.py` and `live_browser.py` have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from invented import Floats, metrics
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import fit_rank

WEIGHTS = {
    "revenue": 3.0,
    "reach": 1.0,
    "basket": 2.0,
    "orders": 1.0,
    "days": -2.0,
    "price": 1.0,
    "visits": 1.0,
    "trend": -1.0,
}
MOVED_WEIGHT = "basket"
MOVED_CUT = "Gold"
CUTS = {"Gold": 60.0, "Silver": 50.0, "Bronze": 40.0}
SEGMENTS = (*CUTS, "Rest")
AWAY = 180
COUNTRIES = ("AT", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "NO", "PL", "SE")
SERVED = ("AT", "CH", "DE", "FR", "IT")
KPIS = ("margin", "items")
CELL = "\n".join(
    [
        "value = score(" + ", ".join(f"{w:g} * {name}" for name, w in WEIGHTS.items()) + ")",
        f"Gold:   value >= {CUTS['Gold']:g} and away <= {AWAY}",
        f"Silver: value >= {CUTS['Silver']:g} and country in [{', '.join(map(repr, SERVED))}]",
        f"Bronze: value >= {CUTS['Bronze']:g}",
        "Rest:   otherwise",
    ]
)
BARS = 50
"""Bars of the distribution, two points of the score wide."""
Counted = npt.NDArray[np.int64]


def moved_weights(changes: int) -> list[dict[str, float]]:
    """Return the weights after each step of one of them; the last step is always the same."""
    steps = [WEIGHTS[MOVED_WEIGHT] + 0.1 * step for step in range(1, 6)]
    return [WEIGHTS | {MOVED_WEIGHT: weight} for weight in steps[-changes:]]


def moved_cuts(changes: int) -> list[dict[str, float]]:
    """Return the cuts after each step of one of them; the last step is always the same."""
    steps = [CUTS[MOVED_CUT] - step for step in range(1, 6)]
    return [CUTS | {MOVED_CUT: cut} for cut in steps[-changes:]]


@dataclass(frozen=True, eq=False)
class Counts:
    """What a change asks for: customers by segment and bar, and sums by KPI and segment."""

    bars: Counted
    sums: Floats

    def apart(self, other: Counts) -> float:
        """Return the larger of two shares: of customers who stand elsewhere, of a KPI's sum."""
        customers = np.abs(self.bars - other.bars).sum() / 2 / other.bars.sum()
        kpis = np.abs(self.sums - other.sums).sum(axis=1) / other.sums.sum(axis=1)
        return float(max(customers, *kpis))


def counts_of(segment: Counted, bar: Counted, customers: Floats, sums: list[Floats]) -> Counts:
    """Bring the rows of a query grouped by segment and bar into their places."""
    bars = np.zeros((len(SEGMENTS), BARS), np.int64)
    np.add.at(bars, (segment, bar), customers.astype(np.int64))
    by_segment = [np.bincount(segment, column, len(SEGMENTS)) for column in sums]
    return Counts(bars, np.array(by_segment))


def bars_of(tally: Tally) -> Counted:
    """Bring the tenths of a point together to the bars, and leave out Unassigned, who is nobody."""
    return np.add.reduceat(tally.cells[: len(SEGMENTS)], range(0, BARS * 20, 20), axis=1)


class Market:
    """Invented customers: eight metrics, days since the last order, a country, two KPIs.

    A tenth of every metric and of the first KPI is missing; nobody lacks all metrics.
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        random = np.random.default_rng(2)
        self.metrics = metrics(rows)
        lacking = np.isnan(np.array(list(self.metrics.values()))).all(axis=0)
        self.metrics["trend"][lacking] = 0.0
        self.away = random.integers(0, 720, rows)
        self.country = pd.Categorical.from_codes(
            random.integers(0, len(COUNTRIES), rows), COUNTRIES
        )
        margin = np.round(random.lognormal(2, 1.2, rows), 2)
        margin[random.random(rows) < 0.1] = np.nan
        self.kpis = {"margin": margin, "items": random.poisson(5, rows).astype(np.float64)}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All columns, as an analyst has them."""
        return pd.DataFrame(
            self.metrics | {"away": self.away, "country": self.country} | self.kpis, copy=False
        )

    @cached_property
    def points(self) -> dict[str, Floats]:
        """The metrics on the scale of the package, 0 to 100: what all ways may start from."""
        return {
            name: fit_rank(round9(values)).apply(round9(values))
            for name, values in self.metrics.items()
        }

    def values(self, weights: dict[str, float]) -> Floats:
        """Return the score of everybody, as the language defines it."""
        total, present = np.zeros(self.rows), np.zeros(self.rows)
        for name, weight in weights.items():
            here = ~np.isnan(self.points[name])
            points = self.points[name] if weight > 0 else 100 - self.points[name]
            total[here] += abs(weight) * points[here]
            present += abs(weight) * here
        return round9(total / present)

    def expected(self, weights: dict[str, float], cuts: dict[str, float]) -> Counts:
        """Count plainly, to compare all ways with."""
        value = self.values(weights)
        segment = np.select(
            [
                (value >= cuts["Gold"]) & (self.away <= AWAY),
                (value >= cuts["Silver"]) & np.isin(self.country, SERVED),
                value >= cuts["Bronze"],
            ],
            [0, 1, 2],
            3,
        )
        bar = np.minimum((value // 2).astype(np.int64), BARS - 1)
        sums = [np.nan_to_num(column) for column in self.kpis.values()]
        return counts_of(segment, bar, np.ones(self.rows), sums)
