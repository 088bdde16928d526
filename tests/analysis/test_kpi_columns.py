from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.running import days, run, table
from seg_jupyter.analysis.kpi_columns import KpiChoice, default_kpi, kpi_choices, kpi_column
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import SegmentDataError
from seg_jupyter.lang.schema import Kind

CELL = "v = score(visits)\nA: v >= 50 and not left\nB: otherwise"


def people() -> pd.DataFrame:
    return table(
        key=[1, 2, 3],
        visits=[1, 2, 3],
        town=["a", "b", "c"],
        since=days("2026-01-01", None, "2026-01-02"),
        left=[True, False, False],
        size=[2.0, np.nan, np.inf],
        member=[True, None, False],
        opened=[1, 0, 1],
        revenue=[10.5, 20.0, 0.0],
        nothing=[None, None, None],
        ok=[True, True, True],
        no=[False, False, False],
    )


def result(**units: str) -> Result:
    settings = Settings(units=units, consent="ok", objected="no")
    return run(CELL, people(), settings=settings, id="key")


def test_numbers_and_truth_values_can_be_watched() -> None:
    assert kpi_choices(result(revenue="USD")) == (
        KpiChoice("visits", Kind.NUMBER, None, used=True),
        KpiChoice("left", Kind.TRUTH, None, used=True),
        KpiChoice("size", Kind.NUMBER, None, used=False),
        KpiChoice("member", Kind.TRUTH, None, used=False),
        KpiChoice("opened", Kind.NUMBER, None, used=False),
        KpiChoice("revenue", Kind.NUMBER, "USD", used=False),
    )


def test_a_column_of_events_is_none_of_the_customers() -> None:
    events = table(key=[1, 1], at=days("2026-01-01", "2026-01-02"), revenue=[1, 2])
    cell = "spend = sum(revenue)\nA: spend > 2\nB: otherwise"
    one = run(cell, people(), events, id="key", time="at", as_of="2026-02-01")
    assert not next(c for c in kpi_choices(one) if c.name == "revenue").used


@pytest.mark.parametrize(
    ("name", "share", "values"),
    [
        ("size", False, [2, np.nan, np.nan]),
        ("member", True, [1, np.nan, 0]),
        ("opened", True, [1, 0, 1]),
        ("revenue", False, [10.5, 20, 0]),
    ],
)
def test_values_are_read_as_numbers(name: str, share: bool, values: list[float]) -> None:
    one = result()
    column = kpi_column(one, next(c for c in kpi_choices(one) if c.name == name))
    assert column.share is share
    np.testing.assert_array_equal(column.values, values)


def test_a_column_without_numbers_has_no_share() -> None:
    one = run("A: otherwise", table(x=[np.inf, np.inf], y=[1, 2]))
    choices = kpi_choices(one)
    assert [kpi_column(one, c).share for c in choices] == [False, False]


def test_by_default_a_number_with_a_unit_is_watched() -> None:
    chosen = default_kpi(result(revenue="USD", visits="visits"))
    assert chosen is not None
    assert chosen.choice.name == "revenue"


def test_else_the_first_number_that_the_cell_does_not_read() -> None:
    chosen = default_kpi(result(visits="visits"))
    assert chosen is not None
    assert chosen.choice.name == "size"


def test_by_default_no_column_is_watched_that_the_cell_reads() -> None:
    assert default_kpi(run("v = score(x)\nA: v > 3", table(x=[1, 2], b=[True, False]))) is None


def test_what_cannot_be_computed_with_is_passed_over_but_told_to_who_asks() -> None:
    one = run("A: otherwise", table(card=[10**17 + 1, 10**17 + 3], spend=[1.5, 2.5]))
    card, _ = kpi_choices(one)
    with pytest.raises(SegmentDataError, match="15 digits"):
        kpi_column(one, card)
    chosen = default_kpi(one)
    assert chosen is not None
    assert chosen.choice.name == "spend"
