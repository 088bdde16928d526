"""What the numbers of segment lines are compared with."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.running import run, table
from seg_jupyter.analysis.comparing import Comparisons, compared_with
from seg_jupyter.analysis.slider_ranges import Range
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.adjustables import Adjustable, adjustables
from seg_jupyter.lang.parser import parse

PEOPLE = table(
    id=np.arange(200),
    x=np.arange(200) % 50 * 1.0,
    nps=np.arange(200) / 2,
    new=np.arange(200) % 2 == 0,
    nothing=[None] * 200,
    joined=pd.Timestamp("2026-01-01") - pd.to_timedelta(np.arange(200), unit="D"),
    out=np.arange(200) >= 100,
)
ORDERS = table(id=np.arange(200), at=pd.Timestamp("2025-12-01"), amount=np.arange(200.0))


def numbers_of(result: Result) -> list[Adjustable]:
    return [a for a in adjustables(parse(result.model.text)) if a.beside]


def fitted(text: str, **options: object) -> Result:
    return run(text, PEOPLE, ORDERS, id="id", as_of="2026-01-01", **options)


@pytest.mark.parametrize(
    ("condition", "texts"),
    [
        ("x >= 3", ["x"]),
        ("(3) <= (x)", ["(x)"]),
        ("10 <= x + nps < 20 or not x > -5", ["x + nps", "x + nps", "x"]),
        ("new > 0.5", ["new"]),
        ("count() > 0 and x / 2 > 1", ["count()", "x / 2"]),
        ("nothing > 3", [None]),
    ],
)
def test_the_other_side(condition: str, texts: list[str | None]) -> None:
    result = fitted(f"A: {condition}\nB: otherwise")
    program = result.model.program
    found = [compared_with(program, number.span) for number in numbers_of(result)]
    written = [e and program.text[e.span.start : e.span.end] for e in found]
    assert written == texts


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("A: x > 3", ""),
        ("A: amount_ > 3", "USD"),
        ("A: nps > 3", "points"),
        ("A: nps + 1 > 3", ""),
        ("A: recency() > 3", "days"),
        ("since = fill(tenure(), 9)\nA: since > 3", "days"),
        ("A: active_days() > 3", "days"),
        ("A: days_since(joined) > 3", "days"),
        ("A: count() > 3", ""),
        ("A: nothing > 3", ""),
        ("v = score(x)\nA: v > 3", ""),
    ],
)
def test_units(text: str, unit: str) -> None:
    units = {"amount_": "USD", "nps": "points"}
    result = fitted(f"amount_ = sum(amount)\n{text}", settings=Settings(units=units))
    assert [Comparisons(result).unit(number) for number in numbers_of(result)] == [unit]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("v = score(x)\nA: v >= 70", Range(0, 100, 1)),
        ("v = score(x, raw(nps))\nA: nps >= 70", Range(0, 100, 1)),
        ("v = score(raw(nps / 2))\nA: nps / 2 >= 70", Range(0, 100, 1)),
        ("v = score(nps)\nA: x >= 7", Range(0, 50, 1)),
        ("A: x * 2 >= 7", Range(0, 99, 1)),
        ("A: new >= 1", Range(0, 1, 1)),
        ("A: nothing >= 180", Range(0, 360, 2)),
    ],
)
def test_ranges(text: str, found: Range) -> None:
    result = fitted(text)
    assert [Comparisons(result).range(number) for number in numbers_of(result)] == [found]


def test_who_is_not_profiled_decides_about_nothing() -> None:
    result = fitted("A: nps >= 7", settings=Settings(objected="out"))
    assert Comparisons(result).range(numbers_of(result)[0]) == Range(0.0, 50.0, 0.5)


def test_so_few_customers_may_be_told_of() -> None:
    result = fitted("A: x >= 7 and x <= 9", settings=Settings(objected="out"))
    ranges = [Comparisons(result, 1000).range(number) for number in numbers_of(result)]
    assert ranges == [Range(0.0, 14.0, 1.0), Range(0.0, 18.0, 1.0)]
