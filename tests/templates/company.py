"""Small frames of a company, of the columns that such frames have."""

from __future__ import annotations

import numpy as np
import pandas as pd

PEOPLE = 120
LAST = pd.Timestamp("2025-12-31")


def customers() -> pd.DataFrame:
    drawn = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "customer_id": np.arange(PEOPLE) + 1000,
            "age": drawn.integers(18, 80, PEOPLE),
            "health_score": drawn.integers(0, 100, PEOPLE),
            "plan": drawn.choice(["basic", "gold"], PEOPLE),
            "consent": drawn.random(PEOPLE) < 0.9,
            "objected": drawn.random(PEOPLE) < 0.05,
        }
    )


def _happened(seed: int, size: int, people: int, **columns: object) -> pd.DataFrame:
    """Events of some of the customers, more of some than of others, up to the last day."""
    drawn = np.random.default_rng(seed)
    owners = 1000 + (people * drawn.random(size) ** 2).astype(int)
    days = (700 * drawn.random(size) ** 2).astype(int)
    return pd.DataFrame(
        {
            "customer_id": owners,
            "happened_at": LAST - pd.to_timedelta(days, unit="D") + pd.Timedelta(hours=9),
            **columns,
        }
    )


def orders() -> pd.DataFrame:
    drawn = np.random.default_rng(2)
    events = drawn.choice(["purchase", "purchase", "cart", "return"], 700)
    amounts = drawn.integers(500, 9000, 700) / 100
    amounts = np.where(events == "return", -amounts, amounts)
    amounts = np.where(events == "cart", np.nan, amounts)
    return _happened(3, 700, 100, event=events, amount=amounts)


def visits() -> pd.DataFrame:
    drawn = np.random.default_rng(4)
    pages, minutes = drawn.integers(1, 20, 600), drawn.integers(1, 300, 600) / 10
    return _happened(5, 600, 90, event="visit", pages=pages, minutes=minutes)


def emails() -> pd.DataFrame:
    events = np.random.default_rng(6).choice(["sent", "sent", "opened", "clicked"], 800)
    return _happened(7, 800, 110, event=events)


def social() -> pd.DataFrame:
    drawn = np.random.default_rng(8)
    events = drawn.choice(["like", "share", "comment", "mention"], 300)
    return _happened(9, 300, 60, event=events, sentiment=drawn.integers(-10, 11, 300) / 10)


def usage() -> pd.DataFrame:
    minutes = np.random.default_rng(10).integers(1, 500, 500) / 10
    return _happened(11, 500, 80, event="open_box", minutes=minutes)


def surveys() -> pd.DataFrame:
    drawn = np.random.default_rng(12)
    return _happened(
        13,
        150,
        120,
        event="survey",
        satisfaction=drawn.integers(1, 6, 150),
        recommend=drawn.integers(0, 11, 150),
        affinity=drawn.integers(1, 8, 150),
    )


def referrals() -> pd.DataFrame:
    return _happened(14, 60, 40, event="referral")


def frames() -> dict[str, pd.DataFrame]:
    makers = (orders, visits, emails, social, usage, surveys, referrals)
    return {maker.__name__: maker() for maker in makers}


def summary() -> pd.DataFrame:
    """Customers that know their recency, frequency and monetary value themselves."""
    drawn = np.random.default_rng(15)
    return pd.DataFrame(
        {
            "client": [f"c{n}" for n in range(PEOPLE)],
            "days_since_last_order": drawn.integers(0, 400, PEOPLE),
            "days since signup": drawn.integers(400, 900, PEOPLE),
            "order_count": drawn.integers(1, 30, PEOPLE),
            "total_spend": drawn.integers(0, 10_000, PEOPLE) / 100,
            "discount_amount": drawn.integers(0, 10, PEOPLE),
            "satisfaction": drawn.integers(1, 6, PEOPLE),
        }
    )
