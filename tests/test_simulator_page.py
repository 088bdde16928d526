"""The page of the simulated company says what is planted, and every frame and column there is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator.company import EVENTS
from seg_jupyter.datasets.simulator.themes import THEMES

PAGE = (Path(__file__).parents[1] / "docs" / "simulator.md").read_text(encoding="utf-8")
TABLES = ("rates", "chances", "slides", "preferences", "effects", "drift", "seasons")


def shown(value: object) -> str:
    """A value as the page has it: numbers without needless decimals, probabilities to three."""
    if isinstance(value, float):
        return "" if pd.isna(value) else f"{round(value, 4):.4g}"
    return str(value)


def markdown(frame: pd.DataFrame) -> str:
    lines = [frame.columns, ["---"] * len(frame.columns), *frame.itertuples(index=False)]
    return "\n".join(f"| {' | '.join(map(shown, line))} |" for line in lines)


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(200, seed=1)


@pytest.mark.parametrize("name", TABLES)
def test_every_planted_number_is_on_the_page(name: str, company: Company) -> None:
    assert markdown(getattr(company.truth, name)) in PAGE


def test_every_frame_and_column_is_on_the_page(company: Company) -> None:
    names = ("customers", *EVENTS, "contacts", "campaigns", "products", "costs", "margins")
    for name in names:
        (row,) = [line for line in PAGE.split("\n") if line.startswith(f"| `{name}` |")]
        common = {"customer_id", "happened_at", "event"} if name in EVENTS else set()
        for column in set(getattr(company, name).columns) - common:
            assert f"`{column}`" in row, (name, column)
    for column in company.truth.people.columns:
        assert f"`{column}`" in PAGE
    assert all(f"`{theme}`" in PAGE for theme in THEMES)
    assert all(f"`{noise}`" in PAGE for noise in company.truth.noise)
