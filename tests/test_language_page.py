"""The page of the language: made of the table, and all that it shows runs."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from engine.running import days, run, table
from seg_jupyter.lang.function import Function
from seg_jupyter.lang.functions import FUNCTIONS, KEYWORDS
from seg_jupyter.lang.reference import reference

PAGE = Path(__file__).parents[1] / "docs" / "language.md"

CUSTOMERS = table(
    customer_id=[1, 2, 3],
    age=[31, 45, None],
    visits=[3, 0, 12],
    plan=["gold yearly", "basic", None],
    signup=days("2024-02-29", "2025-11-11", None),
    balance=[-12.5, 0.0, 80.0],
    satisfaction=[80.0, 20.0, None],
)
ORDERS = table(
    customer_id=[1, 1, 2, 1],
    ordered_at=days("2026-03-30", "2025-12-24", "2026-01-05", "2025-05-01"),
    amount=[20.0, 35.5, 12.0, 8.0],
    channel=["web", "shop", "web", None],
)


def fitted(cell: str) -> pd.DataFrame:
    options = {"id": "customer_id", "time": "ordered_at", "as_of": "2026-03-31"}
    frame = run(cell, CUSTOMERS, ORDERS, **options).frame()
    assert isinstance(frame, pd.DataFrame)
    return frame


def test_the_page_is_the_one_that_the_table_makes() -> None:
    remedy = "python -m seg_jupyter.lang.reference > docs/language.md"
    assert PAGE.read_text("utf-8") == reference(), f"Write it again: {remedy}"


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_example_of_a_function_runs_and_uses_it(function: Function) -> None:
    assert re.search(rf"\b{function.name}\(", function.example)
    assert len(fitted(function.example)) == 3


def test_the_cell_at_the_top_runs() -> None:
    cell = re.findall(r"```\n%%segment[^\n]*\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]
    frame = fitted(cell)
    assert set(frame["segment"]) <= {"Active", "Passive", "At risk", "Inactive"}
    assert frame["orders_90d"].tolist() == [1, 1, 0]
    assert frame["since"].tolist() == [1, 85, 9999]


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_every_option_is_on_the_page_and_runs(keyword: str) -> None:
    written, _ = KEYWORDS[keyword]
    assert f"`{written}`" in PAGE.read_text("utf-8")
    given = written.replace("condition", 'channel == "web"')
    call = f"score(visits, {given})" if keyword == "missing" else f"count({given})"
    assert len(fitted(f"x = {call}")) == 3


def test_every_option_of_a_function_is_described() -> None:
    assert {name for f in FUNCTIONS.values() for name in f.keywords} == set(KEYWORDS)


def test_weights_and_totals_are_rounded_as_the_page_says() -> None:
    page = PAGE.read_text("utf-8")
    assert "these weights are rounded to 9 decimals" in page
    assert "an event of 21 half-lives or more adds nothing" in page
    times = [pd.Timestamp("2026-03-31") - pd.Timedelta(days=age) for age in (1, 3, 20, 21, 29)]
    ids = list(range(1, 6))
    events = table(key=ids, at=times, amount=[1.0, 1 / 3, 1e6, 1e6, 1e6], dust=[4e-7] * 5)
    cell = """
counted = count(half_life="1d")
total = sum(amount, half_life="1d")
plain = sum(amount)
mean_dust = mean(dust)
median_dust = median(dust)
"""
    options = {"id": "key", "time": "at", "as_of": "2026-03-31"}
    frame = run(cell, table(key=ids), events, **options).frame()
    weights = [round(0.5**age, 9) for age in (1, 3, 20, 21, 29)]
    assert frame["counted"].tolist() == [round(weight, 6) for weight in weights]
    assert frame["counted"].tolist()[-3:] == [0.000001, 0, 0]
    assert frame["total"].tolist() == [0.5, round(0.125 / 3, 6), 0.954, 0.477, 0.002]
    assert frame["plain"].tolist()[1] == 0.333333
    assert frame["mean_dust"].tolist() == [0] * 5
    assert frame["median_dust"].tolist() == [4e-7] * 5
