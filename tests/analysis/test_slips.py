"""What was probably meant otherwise: found where it is so, and nowhere else."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from engine.running import rerun, run, table
from seg_jupyter.analysis.slips import (
    FutureDates,
    IdleCondition,
    LoneSum,
    NobodyMet,
    NoSuchText,
    Silence,
    Slip,
    slips,
)

PLANS = ["free"] * 12 + ["pro"] * 11 + ["gold"] * 3 + [None]


def of(text: str, events: pd.DataFrame | None = None, **options: object) -> list[Slip]:
    size = len(PLANS)
    people = table(
        id=np.arange(size), visits=np.arange(size) % 7, spend=np.arange(size) % 5, plan=PLANS,
        joined=pd.to_datetime(["2024-05-01"] * (size - 2) + ["2024-06-02", None]),
    )  # fmt: skip
    return slips(run(text, people, events, **options))


def events(ids: object = (1, 2, 2), days: str = "2024-05-30", **more: object) -> pd.DataFrame:
    return pd.DataFrame({"id": ids, "at": pd.Timestamp(days), **more})


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('plan == "Pro"', ["Pro", "pro"]),
        ('"Pro" != plan', ["Pro", "pro"]),
        ('plan in ["free", "prp", "pro"]', ["prp", "pro"]),
        ('not plan in [" free"]', [" free", "free"]),
        ('plan == "goldd"', ["goldd", None]),
        ('plan == "premium"', ["premium", None]),
        ('plan == "Pro" or plan == "Pro"', ["Pro", "pro"]),
        ('plan == "pro" or plan == "gold" or plan != "free"', []),
        ('contains(plan, "Pro")', []),
        ("visits > 3", []),
    ],
)
def test_texts_that_a_column_does_not_hold(condition: str, found: list[str | None]) -> None:
    said = [NoSuchText("customers", "plan", *found)] if found else []
    assert of(f"A: {condition}") == said


def test_texts_that_the_events_do_not_hold() -> None:
    channels = ["web"] * 10 + ["mail"]
    happened = events([1] * 11, channel=channels)
    text = 'n = count(where=channel == "webb")\nm = count(channel == "male")\nA: n > m'
    assert of(text, happened, id="id") == [
        NoSuchText("events", "channel", "webb", "web"),
        NoSuchText("events", "channel", "male", None),
    ]


def test_of_very_many_texts_none_is_called_close() -> None:
    names = [f"name {i}" for i in range(2_001)] * 10
    found = slips(run('A: name == "name x"', table(name=names)))
    assert found == [NoSuchText("customers", "name", "name x", None)]


def test_a_column_without_texts_is_not_looked_at() -> None:
    people = table(plan=["pro"] * 3)
    result = run('A: plan == "pro"', people)
    assert slips(rerun(result.model, people.assign(plan=None))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Active = visits >= 5\nInactive: otherwise", [("Active", "visits >= 5")]),
        ("often = visits > 4\nA: often", []),
        ("often = visits > 4\nseldom = not often\nA: seldom", []),
        ("often = visits > 4\nvalue = score(often)\nA: value > 4", []),
        ("many = visits + 4\nA: visits > 2", []),
        ("often = visits > 4", []),
        ("value = score(visits)\nA: visits > 2", []),
    ],
)
def test_conditions_that_nothing_reads(text: str, found: list[tuple[str, str]]) -> None:
    assert of(text) == [IdleCondition(*one) for one in found]


@pytest.mark.parametrize(
    ("terms", "metric"),
    [
        ("0.5 * visits + 0.5 * spend", "0.5 * visits + 0.5 * spend"),
        ("visits + spend", "visits + spend"),
        ("visits, spend + visits", None),
        ("visits + 1", None),
        ("visits - spend", None),
        ("visits", None),
    ],
)
def test_a_score_of_one_sum(terms: str, metric: str | None) -> None:
    found = of(f"value = score({terms})\nA: value > 50")
    assert found == ([] if metric is None else [LoneSum("value", metric)])


def test_dates_after_the_as_of_date() -> None:
    text = "A: days_since(joined) < 30"
    assert of(text, as_of="2024-06-01") == [FutureDates("joined", 1)]
    assert of(text, as_of="2024-06-02") == []
    assert of("away = days_since(joined)\nA: away < 9\nB: days_since(joined) < 7",
              as_of="2024-01-01") == [FutureDates("joined", len(PLANS) - 1)]  # fmt: skip


def test_an_as_of_date_long_after_the_last_event() -> None:
    text = "A: count() > 0"
    assert of(text, events(days="2024-05-01"), as_of="2024-06-01", id="id") == []
    found = of(text, events(days="2024-05-01"), as_of="2024-06-02", id="id")
    assert found == [Silence(date(2024, 5, 1), 32)]
    # the day is that of the events' own zone
    late = pd.DataFrame({"id": [1], "at": pd.to_datetime(["2024-05-01T23:30"], utc=True)})
    late["at"] = late["at"].dt.tz_convert("Asia/Tokyo")
    assert of(text, late, as_of="2024-06-02", id="id") == []


def test_events_of_nobody_here() -> None:
    assert of("A: count() > 0", events([100, 101, 102]), as_of="2024-06-01", id="id") == [
        NobodyMet(3)
    ]
    assert of("A: count() > 0", events([100, 101, 1]), as_of="2024-06-01", id="id") == []
    assert of("A: count() > 0", events([]), as_of="2024-06-01", id="id") == []
