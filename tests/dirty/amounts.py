"""Numbers at the edges: infinite, tiny, huge, long, exact, negative, all alike, and too few."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from dirty.case import (
    ARROW,
    ELSE,
    PANDAS,
    PANDAS_ALONE,
    POLARS,
    Case,
    Given,
    Refused,
    by_library,
)
from dirty.frames import NUMPY, Column
from seg_jupyter.errors import SegmentSyntaxError

NAN, INF = float("nan"), float("inf")
LARGE, TINY = 1.7e308, 5e-324
JOIN = {"id": "key", "time": "at", "as_of": "2026-02-01"}
LONG = "holds whole numbers of more than 15 digits, which cannot be computed with exactly"
TEXT = by_library(
    "If they are keys, make them text: frame['x'] = frame['x'].astype('string')",
    "frame = frame.with_columns(pl.col('x').cast(pl.String))",
    "frame['x'].cast('string')",
)


def of(name: str, declared: str, values: list[Any], cell: str, expected: Any, **more: Any) -> Case:
    return Case(name, {"x": (declared, values)}, cell, expected, **more)


def spent(name: str, values: Column, cell: str, expected: Any, **more: Any) -> Case:
    """A case about the events of one customer; another has none."""
    size = len(values[1])
    events = {
        "key": ("int", [1] * size),
        "at": ("time", [datetime(2026, 1, 1)] * size),
        "usd": values,
    }
    return Case(name, {"key": ("int", [1, 2])}, cell, expected, events, JOIN, **more)


def too_large(*place: int) -> Refused:
    return Refused(
        "this total is too large to be exact",
        place=(place[0], place[1]),
        remedy="Divide the values first: ",
    )


ONE_INFINITE = "1 infinite value of x counts as missing."
CONSTANT = "x is the same for everybody who has it: it scores 50 for all."

AMOUNTS = [
    of(
        "infinite values",
        "float",
        [INF, -INF, NAN, 5.0],
        "v = x + 1\ns = score(x)\nGone: missing(x)\nHot: x > 1",
        Given(
            ["Gone", "Gone", "Gone", "Hot"],
            {"v": [None, None, None, 6.0], "s": [None, None, None, 50.0]},
            ["2 infinite values of x count as missing.", "3 of 4 customers are unscored"],
        ),
    ),
    of(
        "an infinite value at the edge of a scale",
        "float",
        [INF, 1.0, 3.0],
        "s = score(minmax(x))\nHot: s > 50\nCold: otherwise",
        Given(["Cold", "Cold", "Hot"], {"s": [None, 0.0, 100.0]}, [ONE_INFINITE]),
    ),
    spent(
        "infinite values in the events",
        ("float", [INF, 2.0, NAN]),
        "a = sum(usd)\nb = mean(usd)\nc = max(usd)",
        Given(
            values={"a": [2.0, 0.0], "b": [2.0, None], "c": [2.0, None]},
            said=["1 infinite value of usd in the events counts as missing."],
        ),
    ),
    of(
        "a negative zero",
        "float",
        [0.0, -0.0],
        "v = 1 / x\ns = score(x)\nZero: x == 0 and not x < 0",
        Given(["Zero", "Zero"], {"v": [None, None], "s": [50.0, 50.0]}, [CONSTANT]),
    ),
    of(
        "numbers below the normal ones of floats",
        "float",
        [TINY, -TINY, 0.0],
        "v = x\nw = 1 / x\nZero: x == 0",
        Given(["Zero"] * 3, {"v": [0.0] * 3, "w": [None] * 3}),
    ),
    of(
        "products that overflow",
        "float",
        [1e308, -1e308, 1.0],
        "v = x * 10\nw = x + x\nGone: missing(v)\nHot: v > 1",
        Given(["Gone", "Gone", "Hot"], {"v": [None, None, 10.0], "w": [None, None, 2.0]}),
    ),
    of(
        "the largest and the smallest number in one scale",
        "float",
        [LARGE, -LARGE, 0.0],
        "s = score(minmax(x))\nr = score(x)\nHot: s > 50",
        Given(
            ["Hot", "Unassigned", "Unassigned"],
            {"s": [100.0, 0.0, 50.0], "r": [83.333333333, 16.666666667, 50.0]},
        ),
    ),
    spent(
        "a sum that overflows",
        ("float", [1e308, 1e308]),
        "v = sum(usd)",
        too_large(1, 5),
    ),
    spent(
        "a sum of huge numbers that cancel out",
        ("float", [1e308, -1e308]),
        "v = sum(usd)",
        too_large(1, 5),
    ),
    spent("a mean that overflows", ("float", [1e308, 1e308]), "v = mean(usd)", too_large(1, 5)),
    spent(
        "a median, a mode and a maximum of huge numbers",
        ("float", [LARGE, LARGE]),
        "a = median(usd)\nb = mode(usd)\nc = max(usd)",
        Given(values={name: [LARGE, None] for name in "abc"}),
    ),
    spent(
        "a change of huge numbers",
        ("float", [LARGE, LARGE]),
        'v = change(max(usd), "90d")',
        Given(values={"v": [None, None]}),
    ),
    spent(
        "a sum of many digits",
        ("float", [0.1, 0.2, 1e15]),
        "v = sum(usd)",
        Given(values={"v": [1e15 + 0.3, 0.0]}),
    ),
    of(
        "weights that overflow",
        "float",
        [1.0, 2.0],
        "s = score(1e308 * x, 1e308 * minmax(x))\nHot: s > 50",
        Refused(
            "a weight is 0, or between a billionth and a billion",
            SegmentSyntaxError,
            place=(1, 11),
        ),
    ),
    of("whole numbers beyond 2**53", "int", [2**53 + 1, 1], "v = x + 1", Refused(
        f"the column 'x' {LONG}", remedy=TEXT)),
    of("whole numbers up to 2**53", "int", [2**53, -(2**53)], "v = x",
       Given(values={"v": [2.0**53, -(2.0**53)]})),
    of("the least whole number of 64 bits", "int", [-(2**63), 1], "v = x",
       Refused(f"the column 'x' {LONG}", remedy=TEXT)),
    of("the largest whole number of 64 bits", "uint64", [2**64 - 1, 1], "v = x",
       Refused(f"the column 'x' {LONG}", remedy=TEXT)),
    of(
        "whole numbers beyond 2**53, some missing",
        "int",
        [2**53 + 1, None],
        "v = x",
        {
            NUMPY: Given(values={"v": [2.0**53, None]}),
            ELSE: Refused(f"the column 'x' {LONG}", remedy=TEXT),
        },
    ),
    of("whole numbers of 128 bits", "polars:Int128", [2**100, 1], "v = x",
       Refused(f"the column 'x' {LONG}", remedy=TEXT),
       kinds=(POLARS,), because="only Polars has such a type"),
    of("small whole numbers of 128 bits", "polars:Int128", [-7, None], "v = x",
       Given(values={"v": [-7.0, None]}),
       kinds=(POLARS,), because="only Polars has such a type"),
    of("whole numbers of Python, longer than 64 bits", "object", [2**70, 1], "v = x",
       Refused(f"the column 'x' {LONG}", remedy=TEXT["pandas"]),
       kinds=PANDAS, because=PANDAS_ALONE),
    of("long whole numbers that the cell does not use", "int", [2**63 - 1, 1], "All: otherwise",
       Given(["All", "All"])),
    spent("long whole numbers in the events", ("int", [2**53 + 1]), "v = sum(usd)",
          Refused(f"the column 'usd' {LONG}")),
    spent("different values among long whole numbers", ("int", [2**53, 2**53 + 1]),
          "v = nunique(usd)", Refused(f"the column 'usd' {LONG}")),
    of(
        "Decimals",
        "decimal",
        [Decimal("0.1"), None, Decimal("-12345678901234567.123456789")],
        "v = x + 1\nHot: x > 0\nCold: x < 0",
        Given(["Hot", "Unassigned", "Cold"], {"v": [1.1, None, -12345678901234567.123456789 + 1]}),
    ),
    of(
        "Decimals that are no number, and infinite ones",
        "object",
        [Decimal("NaN"), Decimal("Infinity"), Decimal("-0"), Decimal("2")],
        "v = x\nGone: missing(x)\nHot: x > 1",
        Given(["Gone", "Gone", "Unassigned", "Hot"], {"v": [None, None, 0.0, 2.0]}, [ONE_INFINITE]),
        kinds=PANDAS,
        because="Decimals of Polars and PyArrow are finite",
    ),
    of(
        "a Decimal that signals that it is no number",
        "object",
        [Decimal("sNaN"), Decimal("2")],
        "v = x",
        Refused(
            "the column 'x' holds a signalling NaN, which no library can compare",
            remedy="Make plain numbers of it first: frame['x'] = "
            "pd.to_numeric(frame['x'].map(str), errors='coerce')",
            cures="customers",
        ),
        kinds=PANDAS,
        because="Decimals of Polars and PyArrow are finite",
    ),
    of(
        "a Decimal that signals, in a column that the cell does not use",
        "object",
        [Decimal("sNaN"), Decimal("2")],
        "All: otherwise",
        Given(["All", "All"]),
        kinds=PANDAS,
        because="Decimals of Polars and PyArrow are finite",
    ),
    of(
        "a Decimal of a thousand digits",
        "object",
        [Decimal(10) ** 1000, Decimal(10) ** -1000, Decimal(3)],
        "v = x",
        Given(values={"v": [None, 0.0, 3.0]}, said=[ONE_INFINITE]),
        kinds=PANDAS,
        because="Decimals of Polars and PyArrow have 38 or 76 digits",
    ),
    of(
        "Decimals of 256 bits",
        "arrow:decimal256",
        [Decimal(10) ** 50, Decimal("0.125"), None],
        "v = x\nHot: x > 1\nCold: x < 1",
        Given(["Hot", "Cold", "Unassigned"], {"v": [1e50, 0.125, None]}),
        kinds=(*PANDAS, ARROW),
        because="those of Polars have 128",
    ),
    of(
        "whole numbers, floats and Decimals in one column",
        "object",
        [1, 2.5, Decimal("0.5"), None],
        "v = x * 2\nHot: x > 1",
        Given(["Unassigned", "Hot", "Unassigned", "Unassigned"], {"v": [2.0, 5.0, 1.0, None]}),
        kinds=PANDAS,
        because="Polars reads none of its objects",
    ),
    of(
        "negative money",
        "float",
        [-10.005, 5.0, 0.0],
        "v = x * 3\ns = score(x)\nLoss: x < 0",
        Given(["Loss", "Unassigned", "Unassigned"], {"v": [-30.015, 15.0, 0.0]}),
    ),
    spent(
        "negative money in the events",
        ("float", [-10.005, 5.0]),
        "v = sum(usd)\nw = min(usd)",
        Given(values={"v": [-5.005, 0.0], "w": [-10.005, None]}),
    ),
    of(
        "roots and logarithms of negative numbers, and a division by zero",
        "float",
        [-2.0, 0.0, 4.0],
        "a = sqrt(x)\nb = log1p(x)\nc = 1 / x",
        Given(values={"a": [None, 0.0, 2.0], "c": [-0.5, None, 0.25]}),
    ),
    of(
        "a constant metric",
        "int",
        [7, 7, 7],
        "s = score(x)\nHot: s == 50",
        Given(["Hot"] * 3, {"s": [50.0] * 3}, [CONSTANT]),
    ),
    of(
        "a constant metric, some missing",
        "int",
        [7, None, 7],
        "s = score(minmax(x))\nHot: s == 50",
        Given(["Hot", "Unassigned", "Hot"], {"s": [50.0, None, 50.0]}, [CONSTANT]),
    ),
    of(
        "a metric of missing values only",
        "float",
        [NAN, None, NAN],
        "s = score(x)\nt = tile(x, 4)\nHot: s > 1 or t > 1\nCold: otherwise",
        Given(
            ["Cold"] * 3,
            {"s": [None] * 3, "t": [None] * 3},
            ["x is missing for everybody, so s is without it."],
        ),
    ),
    Case(
        "a score of two metrics, one of missing values only",
        {"x": ("float", [1.0, 2.0]), "y": ("null", [None, None])},
        "s = score(x, y)",
        Given(
            values={"s": [25.0, 75.0]}, said=["y is missing for everybody, so s is without it."]
        ),
    ),
    of("raw scores outside 0 to 100", "float", [-1.0, 50.0, 101.0], "s = score(raw(x))",
       Refused("raw(...) takes values from 0 to 100; 2 lie outside", place=(1, 11),
               remedy="clip(x, 0, 100) inside raw")),
    of("no customers", "float", [], "s = score(x)\nHot: s > 1\nCold: otherwise",
       Given([], {"s": []}, ["There is nobody to segment."])),
    of("one customer", "float", [3.0], "s = score(x)\nt = tile(x, 5)\nHot: s == 50",
       Given(["Hot"], {"s": [50.0]}, [CONSTANT])),
    of("one customer of whom nothing is known", "float", [None], "s = score(x)\nHot: s == 50",
       Given(["Unassigned"], {"s": [None]}, ["1 of 1 customers is Unassigned"])),
    of("no segments", "float", [1.0, 2.0], "v = x",
       Given(["Unassigned", "Unassigned"], {"v": [1.0, 2.0]},
             ["The cell has no segment line yet, such as Active: value >= 70."])),
    of("a segment that takes nobody", "float", [1.0, 2.0], "Hot: x > 9\nCold: otherwise",
       Given(["Cold", "Cold"], said=["Hot"])),
    of("a literal that is no float any more", "float", [1.0], "Hot: x > 1e999",
       Refused("this number is too large", SegmentSyntaxError, (1, 10))),
    of("floats of 32 bits", "float32", [0.1, INF, None], "v = x\nGone: missing(x)",
       Given(["Unassigned", "Gone", "Gone"], {"v": [0.100000001, None, None]}, [ONE_INFINITE])),
]  # fmt: skip
