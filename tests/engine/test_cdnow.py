"""CDNOW, every purchase of 23,570 customers, against plain Python on dates and whole cents."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from engine.running import run, values
from seg_jupyter.engine.result import Result

LAST_DAY = date(1998, 6, 30)
CELL = """
recency       = recency()
orders        = count()
days          = active_days()
spend         = sum(spend)
average       = mean(spend)
tenure        = tenure()
sizes         = nunique(units)
share_large   = share(units >= 3)
orders_90d    = count(last="90d")
spend_90d     = sum(spend, last="90d")
recency_90d   = recency(last="90d")
average_90d   = mean(spend, last="90d")
largest       = max(spend)
smallest      = min(spend)
paid          = count(spend > 0)
by_orders     = score(count())
by_recency    = score(-recency())
by_spend      = score(sum(spend))
"""


@dataclass(frozen=True)
class Purchase:
    """One line of the file."""

    customer: str
    day: date
    units: int
    cents: int


@pytest.fixture(scope="module")
def purchases() -> list[Purchase]:
    package = importlib.util.find_spec("lifetimes")
    assert package is not None
    assert package.submodule_search_locations is not None
    file = Path(package.submodule_search_locations[0]) / "datasets" / "CDNOW_master.txt"
    lines = [line.split() for line in file.read_text().splitlines()]
    assert lines[0] == ["customer_id", "date", "number_of_cds", "dollar_value"]
    return [
        Purchase(
            customer,
            date(int(day[:4]), int(day[4:6]), int(day[6:])),
            int(units),
            int(Decimal(dollars) * 100),
        )
        for customer, day, units, dollars in lines[1:]
    ]


def frame_of(purchases: list[Purchase]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [p.customer for p in purchases],
            "day": pd.to_datetime([p.day for p in purchases]),
            "units": [p.units for p in purchases],
            "spend": [p.cents / 100 for p in purchases],
        }
    )


@pytest.fixture(scope="module")
def result(purchases: list[Purchase]) -> Result:
    return run(CELL, events=frame_of(purchases))


def described(mine: list[Purchase]) -> dict[str, Fraction | None]:
    """What the cell computes for one customer, exactly."""
    recent = [p for p in mine if p.day > LAST_DAY - timedelta(days=90)]

    def dollars(some: list[Purchase]) -> Fraction:
        return Fraction(sum(p.cents for p in some), 100)

    def since(days: list[date]) -> Fraction | None:
        return Fraction((LAST_DAY - max(days)).days) if days else None

    return {
        "recency": since([p.day for p in mine]),
        "orders": Fraction(len(mine)),
        "days": Fraction(len({p.day for p in mine})),
        "spend": dollars(mine),
        "average": dollars(mine) / len(mine),
        "tenure": Fraction((LAST_DAY - min(p.day for p in mine)).days),
        "sizes": Fraction(len({p.units for p in mine})),
        "share_large": Fraction(sum(p.units >= 3 for p in mine), len(mine)),
        "orders_90d": Fraction(len(recent)),
        "spend_90d": dollars(recent),
        "recency_90d": since([p.day for p in recent]),
        "average_90d": dollars(recent) / len(recent) if recent else None,
        "largest": Fraction(max(p.cents for p in mine), 100),
        "smallest": Fraction(min(p.cents for p in mine), 100),
        "paid": Fraction(sum(p.cents > 0 for p in mine)),
    }


@pytest.fixture(scope="module")
def expected(purchases: list[Purchase]) -> Mapping[str, dict[str, Fraction | None]]:
    baskets: dict[str, list[Purchase]] = {}
    for purchase in purchases:
        baskets.setdefault(purchase.customer, []).append(purchase)
    return {customer: described(mine) for customer, mine in sorted(baskets.items())}


def test_known_figures(purchases: list[Purchase], result: Result) -> None:
    assert (len(purchases), len({p.customer for p in purchases})) == (69_659, 23_570)
    assert min(p.day for p in purchases) == date(1997, 1, 1)
    assert max(p.day for p in purchases) == LAST_DAY
    counts = result.facts.events
    assert counts is not None
    assert (counts.rows, counts.read) == (69_659, 69_659)
    assert result.facts.duplicates == 255 == len(purchases) - len(set(purchases))
    assert result.customers.size == 23_570
    assert result.as_of == LAST_DAY
    assert {guess.option: guess.value for guess in result.facts.guesses} == {
        "id": "customer_id",
        "time": "day",
        "as-of": "1998-06-30",
    }


def test_every_metric_of_every_customer(
    result: Result, expected: Mapping[str, dict[str, Fraction | None]]
) -> None:
    assert values(result, "customer_id") == list(expected)
    for name in next(iter(expected.values())):
        ours = values(result, name)
        for customer, value in zip(expected, ours, strict=True):
            wanted = expected[customer][name]
            assert (value is None) == (wanted is None), (customer, name)
            if wanted is not None:
                # whole numbers and money exactly, averages to the 9 decimals that are kept
                exact = name not in ("average", "average_90d", "share_large")
                distance = abs(float(wanted) - float(value))
                assert distance <= (0 if exact else 0.6e-9), (customer, name, value, wanted)


@pytest.mark.parametrize(
    ("score", "metric", "sign"),
    [("by_orders", "orders", 1), ("by_recency", "recency", -1), ("by_spend", "spend", 1)],
)
def test_scores_are_within_a_tenth_of_a_point_of_the_exact_mid_rank(
    result: Result,
    expected: Mapping[str, dict[str, Fraction | None]],
    score: str,
    metric: str,
    sign: int,
) -> None:
    measured = [sign * wanted for row in expected.values() if (wanted := row[metric]) is not None]
    ranks = rankdata([float(value) for value in measured], method="average")
    exact = (ranks - 0.5) / len(ranks) * 100
    assert len(exact) == 23_570
    assert np.abs(result.score(score) - exact).max() <= 0.1
    (scale,) = result.model.scales[score]
    assert len(scale.values) < 1_100


def test_the_order_of_the_events_changes_no_value(
    purchases: list[Purchase], result: Result
) -> None:
    shuffled = frame_of(purchases).sample(frac=1, random_state=7)
    pd.testing.assert_frame_equal(run(CELL, events=shuffled).frame(), result.frame())
