"""Values of odd types, text in place of numbers and truth values, and odd text."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from dirty.case import (
    ARROW,
    ELSE,
    NO_OBJECTS,
    OBJECTS,
    PANDAS,
    PANDAS_ALONE,
    POLARS,
    Case,
    Given,
    Refused,
    by_library,
)
from dirty.frames import ARROW_BACKED, Column
from seg_jupyter.errors import SegmentSyntaxError, SegmentTypeError

NAN = float("nan")
JOIN = {"id": "key", "time": "at"}


class Raises:
    """A value that can be neither compared, nor hashed, nor shown."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("canary")

    def __hash__(self) -> int:
        raise RuntimeError("canary")

    def __str__(self) -> str:
        raise RuntimeError("canary")

    __repr__ = __str__


class Plan(str, enum.Enum):
    """Text that shows itself as another one."""

    GOLD = "gold"
    FREE = "free"


def odd(
    name: str, column: Column, holds: str | None = None, repeats: bool = True, **more: Any
) -> list[Case]:
    """A column that the language cannot read: refused where it is used, else carried along."""
    frame = {"x": ("int", [1, 2]), "odd": column}
    refused = Refused(
        f"the column 'odd' holds {holds}, which cannot be read",
        SegmentTypeError,
        place=(1, 6),
        exists="A column holds numbers, text, truth values or dates.",
    )
    carried = Given(["Cold", "Hot"])
    happened = {
        "key": ("int", [7, 7]),
        "at": ("time", [datetime(2026, 1, 1)] * 2),
        "odd": (column[0], [column[1][0]] * 2),
    }
    again = "1 event repeats another in every column"
    kinds = more.pop("types", {})
    by_kind = {
        kind: Refused(
            f"the column 'odd' holds {words}, which cannot be read",
            SegmentTypeError,
            place=(1, 6),
        )
        for kind, words in kinds.items()
    }
    return [
        Case(f"{name}, used", frame, "Hot: odd > 1", {**by_kind, ELSE: refused}, **more),
        Case(f"{name}, not used", frame, "Hot: x > 1\nCold: otherwise", carried, **more),
        Case(
            f"{name}, in events that repeat",
            {"key": ("int", [7])},
            "n = count()",
            Given(values={"n": [2]}, **{"said" if repeats else "unsaid": [again]}),
            happened,
            {**JOIN, "as_of": "2026-02-01"},
            plain=True,  # a column of e-mail addresses would tell the events apart
            **more,
        ),
    ]


def types(numpy: str, nullable: str, backed: str, polars: str, pyarrow: str) -> dict[str, Any]:
    kinds = (*PANDAS, POLARS, ARROW)
    words = (numpy, nullable, backed, polars, pyarrow)
    return {k: f"values of the type {w}" for k, w in zip(kinds, words, strict=True)}


def text(name: str, values: list[str | None], code: dict[str, str] | None, **more: Any) -> Case:
    """Numbers stored as text, where a number is needed; `code` converts them."""
    return Case(
        name,
        {"spend": ("text", values)},
        "Hot: spend > 10\nCold: otherwise",
        Refused(
            "text and a number cannot stand beside each other",
            SegmentTypeError,
            place=(1, 6),
            remedy=code or "spend is text, which has no order; make numbers of it first: ",
            cures="customers" if code else None,
        ),
        **more,
    )


CONVERT = by_library(
    "Its values are numbers stored as text; convert them first: "
    "frame['spend'] = pd.to_numeric(frame['spend'])",
    "frame = frame.with_columns(pl.col('spend').cast(pl.Float64))",
    "frame['spend'].cast('string').cast('double')",
)
BLANKS = by_library(
    "pd.to_numeric(frame['spend'].str.strip())",
    ".str.strip_chars().cast(pl.Float64)",
    "pc.utf8_trim_whitespace(",
)
THOUSANDS = by_library(
    "pd.to_numeric(frame['spend'].str.replace(',', ''))",
    "pl.col('spend').str.replace_all(',', '', literal=True).cast(pl.Float64)",
    "pc.replace_substring(frame['spend'].cast('string'), ',', '')",
)
DECIMAL_COMMA = by_library(
    "pd.to_numeric(frame['spend'].str.replace(',', '.'))",
    "pl.col('spend').str.replace_all(',', '.', literal=True).cast(pl.Float64)",
    "pc.replace_substring(frame['spend'].cast('string'), ',', '.')",
)


POINTS = by_library(
    "pd.to_numeric(frame['spend'].str.replace('.', '').str.replace(',', '.'))",
    ".str.replace_all('.', '', literal=True).str.replace_all(',', '.', literal=True)",
    "pc.replace_substring(pc.replace_substring(frame['spend'].cast('string'), '.', ''), ',', '.')",
)
GAPS = by_library(
    "pd.to_numeric(frame['spend'], errors='coerce')",
    "pl.col('spend').cast(pl.Float64, strict=False)",
    "pc.is_in(frame['spend'].cast('string'), pa.array(['n/a']))",
)


def dropped(sign: str) -> dict[str, str]:
    """Return the lines that take a sign away."""
    return by_library(
        f"pd.to_numeric(frame['spend'].str.replace({sign!r}, ''))",
        f"pl.col('spend').str.replace_all({sign!r}, '', literal=True).cast(pl.Float64)",
        f"pc.replace_substring(frame['spend'].cast('string'), {sign!r}, '')",
    )


def lone(
    declared: str, values: list[Any], cell: str, expected: Any, name: str, **more: Any
) -> Case:
    return Case(name, {"x": (declared, values)}, cell, expected, **more)


HOT = "Hot: x == 1\nCold: otherwise"
WRONG = {"error": SegmentTypeError, "place": (1, 6)}
BIG = "canary " * 150_000


VALUES = [
    *odd(
        "lists",
        ("list", [[1], None]),
        types=types("the type mixed", "", "list<item: int64>[pyarrow]", "List(Int64)", "list<item: int64>")
        | dict.fromkeys(PANDAS[:2], "values of the type ndarray"),
    ),
    *odd(
        "structs",
        ("struct", [{"a": 1}, None]),
        types=types("", "", "struct<a: int64>[pyarrow]", "Struct({'a': Int64})", "struct<a: int64>")
        | dict.fromkeys(PANDAS[:2], "values of the type dict"),
    ),
    *odd(
        "bytes",
        ("binary", [b"canary", None]),
        types=types("bytes", "bytes", "binary[pyarrow]", "Binary", "binary"),
    ),
    *odd(
        "durations",
        ("duration", [timedelta(1), None]),
        types=types(
            "timedelta64", "timedelta64", "duration[us][pyarrow]",
            "Duration(time_unit='us')", "duration[us]",
        ),
    ),
    *odd(
        "times of the day",
        ("clock", [time(8), None]),
        types=types("time", "time", "time64[us][pyarrow]", "Time", "time64[us]"),
    ),
    *odd("complex numbers", ("pandas:complex128", [1j, 2]), "values of the type complex",
         kinds=PANDAS, because=PANDAS_ALONE),
    *odd("months", ("pandas:period[M]", ["2026-01", None]), "values of the type period",
         kinds=PANDAS, because=PANDAS_ALONE),
    *odd("intervals", ("pandas:", [pd.Interval(0, 1), pd.Interval(1, 2)]),
         "values of the type interval", kinds=PANDAS, because=PANDAS_ALONE),
    *odd("values of several types", ("object", [1, "a"]),
         "values of several types: int, str", types={POLARS: "values of the type Object"},
         kinds=OBJECTS, because=NO_OBJECTS),
    *odd("a number among texts", ("object", ["a", 2.5]),
         "values of several types: float, str", types={POLARS: "values of the type Object"},
         kinds=OBJECTS, because=NO_OBJECTS),
    *odd("truth values among numbers", ("object", [2, True]),
         "values of several types: bool, int", types={POLARS: "values of the type Object"},
         kinds=OBJECTS, because=NO_OBJECTS),
    *odd("lists of Python", ("object", [["canary"], {"canary": 1}]),
         "values of several types: dict, list", types={POLARS: "values of the type Object"},
         kinds=OBJECTS, because=NO_OBJECTS),
    *odd("objects that can be neither compared nor shown", ("object", [Raises(), Raises()]),
         "values of the type Raises",
         repeats=False, types={POLARS: "values of the type Object"},
         kinds=OBJECTS, because=NO_OBJECTS),
    *odd("lists as a category", ("pandas:category", [(1,), (2,)]),
         "values of the type tuple", kinds=PANDAS, because=PANDAS_ALONE),
    *odd("views of bytes", ("arrow:binary_view", [b"canary", None]),
         "values of the type binary_view", kinds=(ARROW,), because="the others have none"),
    lone("arrow:string_view", ["a", None, "b"], "v = x\nHot: x == 'a'\nCold: otherwise",
         Given(["Hot", "Cold", "Cold"], {"v": ["a", None, "b"]}), "views of text"),
    lone("arrow:runs of text", ["a", "a", None], "v = x\nHot: x == 'a'\nCold: otherwise",
         Given(["Hot", "Hot", "Cold"], {"v": ["a", "a", None]}), "runs of text",
         kinds=(ARROW_BACKED, ARROW), because="the others have none"),
    lone("arrow:runs of int", [7, 7, None], "v = x + 1\nHot: x > 1\nCold: otherwise",
         Given(["Hot", "Hot", "Cold"], {"v": [8.0, 8.0, None]}), "runs of whole numbers",
         kinds=(ARROW_BACKED, ARROW), because="the others have none"),
    lone("pandas:longdouble", [1.0, np.longdouble("1e4000"), NAN], "v = x",
         Given(values={"v": [1.0, None, None]}, said=["1 infinite value of x counts as missing."]),
         "numbers of 128 bits, one too large for 64", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:Sparse[float]", [NAN, 1.0, 2.0], HOT, Given(["Cold", "Hot", "Cold"]),
         "sparse numbers", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:Sparse[int]", [0, 1, 2], HOT, Given(["Cold", "Hot", "Cold"]),
         "sparse whole numbers", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:Sparse[bool]", [False, True], HOT, Given(["Cold", "Hot"]),
         "sparse truth values", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:float16", [0.5, 1.0, None], HOT, Given(["Cold", "Hot", "Cold"]),
         "numbers of 16 bits", kinds=PANDAS, because="the others have none, or compute with none"),
    lone("arrow:time[s]", [datetime(2026, 1, 1), None], 'Hot: x == "2026-01-01"\nCold: otherwise',
         Given(["Hot", "Cold"]), "times in seconds"),
    lone("pandas:category", [1, 2, None], "v = x * 2\n" + HOT,
         Given(["Hot", "Cold", "Cold"], {"v": [2, 4, None]}),
         "numbers as a category", kinds=PANDAS, because=PANDAS_ALONE),
    lone("arrow:dictionary of int", [1, 2, 1], "v = x * 2\n" + HOT,
         Given(["Hot", "Cold", "Hot"], {"v": [2, 4, 2]}), "numbers as a dictionary",
         kinds=(*PANDAS, ARROW), because="Polars has categories of text alone"),
    lone("pandas:category", pd.Categorical(["b", None], ["a", "b", "c"]),  # type: ignore[arg-type]
         "v = x\nHot: x == 'a' or x == 'c'\nCold: x == 'b'",
         Given(["Cold", "Unassigned"], {"v": ["b", None]}),
         "categories that nobody has", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:category", pd.Categorical(["low", "high"], ["low", "high"], ordered=True),  # type: ignore[arg-type]
         "Hot: x > 'low'",
         Refused("text has no order", remedy="Compare text with == or in.", **WRONG),
         "categories with an order, compared by it", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:category", [date(2026, 1, 1), date(2026, 1, 2)],
         'Hot: x > "2026-01-01"\nCold: otherwise', Given(["Cold", "Hot"]),
         "dates as a category", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:category", [True, False, None], "Hot: x\nCold: not x",
         Given(["Hot", "Cold", "Unassigned"]),
         "truth values as a category", kinds=PANDAS, because=PANDAS_ALONE),
    lone("pandas:category", pd.Categorical([None, None], []),  # type: ignore[arg-type]
         HOT, Given(["Cold", "Cold"]), "a category without any", kinds=PANDAS, because=PANDAS_ALONE),
    *(
        lone(declared, [None, None],
             f"Gone: missing(x)\nHot: {compared}",
             Given(["Gone", "Gone"]), f"a column of missing values only: {declared}")
        for declared, compared in {
            "null": "x > 1", "float": "x > 1", "text": 'x == "a"', "truth": "x",
            "time": 'x > "2026-01-01"', "category": 'x == "a"', "decimal": "x > 1",
            "list": "x > 1",
        }.items()
    ),
    lone("null", [None, None], "Hot: x > 1\nWarm: not x > 1\nCold: otherwise",
         Given(["Cold", "Cold"]), "a comparison with a column of nothing is unknown"),
    lone("truth", [True, None, False], "v = x + 1\nHot: x\nCold: not x",
         Given(["Hot", "Unassigned", "Cold"], {"v": [2, None, 1]}),
         "truth values with gaps"),
    lone("object", [True, None, False], "v = x + 1\nHot: x\nCold: not x",
         Given(["Hot", "Unassigned", "Cold"], {"v": [2, None, 1]}),
         "truth values with gaps, as objects", kinds=PANDAS,
         because="Polars reads none of its objects"),
    lone("int", [0, 1], "Hot: x",
         Refused("a condition is needed here; this is a number", remedy="Compare it: x == 1", **WRONG),
         "whole numbers in place of truth values"),
    lone("text", ["true", "false"], "Hot: x",
         Refused("a condition is needed here; this is text", remedy='Compare it: x == "…"', **WRONG),
         "truth values as text"),
    lone("text", ["TRUE", "no"], "Hot: x == True",
         Refused("text and a truth value cannot stand beside each other", **WRONG),
         "text beside a truth value"),
    text("numbers as text", ["20", "7", None], CONVERT),
    text("numbers as text, in many forms", ["20.5", "-7", "+1e3", ".5", "3.", None], CONVERT),
    text("numbers as text, with blanks around them", [" 20", "7 ", None], BLANKS),
    text("numbers as text, with commas between thousands", ["1,234.50", "7", None], THOUSANDS),
    text("numbers as text, with decimal commas", ["1234,5", "7", None], DECIMAL_COMMA),
    text("numbers as text, blanks between thousands", ["1 234", "7"], dropped(" ")),
    text("numbers as text, with points between thousands", ["1.234,50", "7"], POINTS),
    text("numbers as text, in percent", ["12%", "7%"], dropped("%")),
    text("numbers as text, with a currency", ["$12.50", "$7"], dropped("$")),
    text("numbers as text, with currencies", ["$12.50", "7 €"], None),
    text("numbers as text, with points that may mean two things", ["1.234", "7,5"], None),
    text("numbers as text, one is not there", ["12", "n/a"], GAPS),
    text("numbers as text, one is no number", ["12", "seven"], None),
    text("numbers as text, in digits of other scripts", ["١٢", "７"], None),
    text("numbers as text, with marks of Python", ["1_000", "0x10"], None),
    text("text that says nan and inf", ["nan", "inf", "-Infinity"], None),
    text("text that is empty", ["", " "], None),
    Case("numbers as a category of text",
         {"spend": ("category", ["20", "7", None])}, "Hot: spend > 10\nCold: otherwise",
         Refused("text and a number cannot stand beside each other", SegmentTypeError, (1, 6),
                 remedy="Its values are numbers stored as text; convert them first: ",
                 cures="customers")),
    Case("numbers as text in a score", {"spend": ("text", ["20", "7", None])},
         "v = score(spend)\nHot: v > 10\nCold: otherwise",
         Refused("a number is needed here; this is text", SegmentTypeError, (1, 11),
                 remedy=CONVERT, cures="customers")),
    Case("numbers as text in the events", {"key": ("int", [1])},
         "v = sum(spend)\nHot: v > 10\nCold: otherwise",
         Refused("a number is needed here; this is text", SegmentTypeError, (1, 9),
                 remedy=CONVERT, cures="events"),
         {"key": ("int", [1]), "at": ("time", [datetime(2026, 1, 1)]), "spend": ("text", ["20"])},
         JOIN),
    lone("text", ["a"], "Hot: x > 1",
         Refused("text and a number cannot stand beside each other", **WRONG),
         "text compared with a number"),
    lone("int", [1], "Hot: x == '1'",
         Refused("a number and text cannot stand beside each other", **WRONG),
         "a number compared with text"),
    lone("text", ["a"], "Hot: x < 'b'",
         Refused("text has no order", remedy="Compare text with == or in.", **WRONG),
         "text compared by order"),
    lone("time", [datetime(2026, 1, 1)], "Hot: x > 20260101",
         Refused("a date and a number cannot stand beside each other", **WRONG),
         "a date compared with a number"),
    lone("time", [datetime(2026, 1, 1)], "Hot: x > '1/1/2026'",
         Refused("'1/1/2026' is not a date", error=SegmentTypeError, place=(1, 10),
                 remedy='Write a date as "2026-01-31"'),
         "a date compared with text in another form"),
    lone("int", [1], "Hot: x in []",
         Refused("this list is empty, so nobody is in it", SegmentSyntaxError, (1, 6)),
         "an empty list after in"),
    lone("int", [1], "Hot: x in [1, 'a']",
         Refused("a number and text cannot stand beside each other", SegmentTypeError, (1, 6)),
         "numbers and text in one list"),
    lone("text", ["a", "A", "a ", None], "Hot: x == 'a'\nCold: x != 'a'",
         Given(["Hot", "Cold", "Cold", "Unassigned"]), "text is compared as it stands"),
    lone("text", ["Á", "A\u0301"], "Hot: x == 'Á'\nCold: otherwise",
         Given(["Hot", "Cold"]), "text in two spellings of Unicode"),
    lone("text", ["a\0b", "a"], "v = x\nHot: x == 'a'\nCold: otherwise",
         Given(["Cold", "Hot"], {"v": ["a\0b", "a"]}), "text with NUL bytes"),
    lone("text", [BIG, BIG + "b", "b"], "v = x\nHot: ends_with(x, 'b')\nCold: otherwise",
         Given(["Cold", "Hot", "Hot"], {"v": [BIG, BIG + "b", "b"]}), "texts of a megabyte"),
    lone("text", ["<script>canary</script>", "\u202ecanary\n\x1b[31m"],
         "v = x\nHot: contains(x, 'script')\nCold: otherwise",
         Given(["Hot", "Cold"], {"v": ["<script>canary</script>", "\u202ecanary\n\x1b[31m"]}),
         "text of HTML, and of marks that steer a terminal"),
    lone("object", ["\ud83d", "a\udfff", "a"], "v = x\nHot: x == 'a'\nCold: otherwise",
         Given(["Cold", "Cold", "Hot"], {"v": ["\ud83d", "a\udfff", "a"]}),
         "text with half a pair of surrogates", kinds=PANDAS,
         because="Polars and PyArrow hold text as UTF-8, which has no such thing"),
    lone("object", [Plan.GOLD, "free", Plan.FREE], "v = x\nHot: x == 'gold'\nCold: x == 'free'",
         Given(["Hot", "Cold", "Cold"], {"v": ["gold", "free", "free"]}),
         "text of an enumeration, which shows itself otherwise", kinds=PANDAS,
         because="Polars and PyArrow turn it to text of their own"),
    lone("object", ["a", None, NAN, pd.NA, pd.NaT], "Gone: missing(x)\nHot: x == 'a'",
         Given(["Hot", *["Gone"] * 4]), "all kinds of nothing in one column of text",
         kinds=PANDAS, because="the others have one kind of nothing"),
    lone("object", [1, None, NAN, pd.NA, Decimal("NaN")], "Gone: missing(x)\nHot: x == 1",
         Given(["Hot", *["Gone"] * 4]), "all kinds of nothing in one column of numbers",
         kinds=PANDAS, because="the others have one kind of nothing"),
]  # fmt: skip
