"""Bad ids: missing, twice, of odd types, and alike but not equal."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
from dirty.frames import NUMPY, Column, build
from seg_jupyter.errors import SegmentNameError, SegmentUsageError

NAN, INF = float("nan"), float("inf")
COUNT = "n = count()\nSome: n >= 1\nNothing: otherwise"
JOIN = {"id": "key", "time": "at", "as_of": "2026-02-01"}
MIRROR = "".join(chr(code) for code in (0x41, 0x301))  # an A and an accent to put on it


def people(declared: str, values: list[Any]) -> dict[str, Column]:
    return {"key": (declared, values)}


def orders(declared: str, values: list[Any]) -> dict[str, Column]:
    return {
        "key": (declared, values),
        "at": ("time", [datetime(2026, 1, day + 1) for day in range(len(values))]),
    }


def joined(
    name: str, own: Column, theirs: Column, counts: list[int], *said: str, **more: Any
) -> Case:
    """A case in which each customer has so many events, and nothing is refused."""
    segments = ["Some" if count else "Nothing" for count in counts]
    return Case(
        name,
        people(*own),
        COUNT,
        Given(segments, {"n": counts}, said),
        orders(*theirs),
        JOIN,
        **more,
    )


DECIMALS = Refused(
    "the ids in 'key' of the customers are decimal numbers",
    exists="Whole numbers turn into decimals where an id is missing.",
    remedy=by_library(
        "frame['key'] = frame['key'].astype('Int64')",
        "frame = frame.with_columns(pl.col('key').cast(pl.Int64))",
        "frame['key'].cast('int64')",
    ),
)
FRACTIONS = replace(
    DECIMALS,
    remedy=by_library(
        "frame['key'] = frame['key'].astype('string')",
        "frame = frame.with_columns(pl.col('key').cast(pl.String))",
        "frame['key'].cast('string')",
    ),
    exists="Some are no whole numbers; check that this is the column of the ids.",
    cures="customers",
)
NEITHER = Refused(
    "the ids in 'key' of the customers are neither whole numbers nor text",
    exists="They are values of ",
    remedy=by_library(
        "frame['key'] = frame['key'].astype('string')",
        "frame = frame.with_columns(pl.col('key').cast(pl.String))",
        "frame['key'].cast('string')",
    ),
)
SHOWN = replace(
    NEITHER,
    remedy="pl.Series('key', [v if v is None else str(v) for v in frame['key']], pl.String)",
    cures="customers",
)
"""Polars makes no text of objects and lists by itself."""
UNLIKE = {POLARS: SHOWN, ELSE: NEITHER}
MISSING = "1 of 3 customers have no id in 'key'"
DROP = by_library(
    "frame = frame.dropna(subset=['key'])",
    "frame = frame.drop_nulls('key')",
    "frame = frame.filter(frame['key'].is_valid())",
)
TWICE = Refused(
    "1 of 3 rows of the customers repeat an id in 'key'",
    exists="The customers frame has one row for each customer.",
    remedy=by_library(
        "frame = frame.drop_duplicates('key', keep='last')",
        "frame = frame.unique('key', keep='last', maintain_order=True)",
        "frame = frame.take(",
    ),
    cures="customers",
)


def refused(name: str, own: Column, expected: Any, **more: Any) -> Case:
    """A case in which the ids of the customers are refused."""
    return Case(name, people(*own), "All: otherwise", expected, options={"id": "key"}, **more)


class Name(str):
    """A text of a class of its own."""


class Unhashable:
    """A value that cannot be looked up."""

    __hash__ = None  # type: ignore[assignment]  # as Python itself marks it

    def __repr__(self) -> str:
        return "canary"


IDS = [
    refused(
        "a whole id is missing",
        ("int", [770_000_001, None, 770_000_003]),
        {NUMPY: DECIMALS, ELSE: Refused(MISSING, remedy=DROP, cures="customers")},
    ),
    refused(
        "a text id is missing",
        ("text", ["canary a", None, "canary c"]),
        Refused(MISSING, remedy=DROP, cures="customers"),
    ),
    refused(
        "a category id is missing",
        ("category", ["canary a", None, "canary c"]),
        Refused(MISSING, remedy=DROP, cures="customers"),
    ),
    refused(
        "all ids are missing",
        ("null", [None, None, None]),
        Refused("3 of 3 customers have no id in 'key'", remedy=DROP, cures="customers"),
    ),
    refused("a whole id stands twice", ("int", [770_000_001, 770_000_002, 770_000_001]), TWICE),
    refused("a text id stands twice", ("text", ["canary", "b", "canary"]), TWICE),
    refused("a category id stands twice", ("category", ["canary", "b", "canary"]), TWICE),
    refused("float ids that are whole", ("float", [1.0, 2.0, 3.0]), DECIMALS),
    refused("float ids with decimals", ("float", [1.5, 2.25, 3.0]), FRACTIONS),
    refused("float ids, one missing", ("float", [1.0, None, 3.0]), DECIMALS),
    refused("float ids, one infinite", ("float", [1.0, INF, 3.0]), FRACTIONS),
    refused("float ids, a zero and a negative zero", ("float", [0.0, -0.0]), DECIMALS),
    refused("Decimal ids", ("decimal", [Decimal(1), Decimal("2.5")]), FRACTIONS),
    refused(
        "Decimal ids beside whole ones",
        ("object", [1, Decimal(2)]),
        UNLIKE,
        kinds=OBJECTS,
        because=NO_OBJECTS,
    ),
    refused(
        "whole ids beside floats in one column",
        ("object", [1, 2.5]),
        {
            POLARS: replace(SHOWN, problem=DECIMALS.problem, exists=FRACTIONS.exists),
            ELSE: FRACTIONS,
        },
        kinds=OBJECTS,
        because=NO_OBJECTS,
    ),
    refused("ids that are truth values", ("truth", [True, False]), NEITHER),
    refused("ids that are dates", ("day", [date(2026, 1, 1), date(2026, 1, 2)]), NEITHER),
    refused("ids that are times", ("time", [datetime(2026, 1, 1), datetime(2026, 1, 2)]), NEITHER),
    refused("ids that are lists", ("list", [[1], [2]]), UNLIKE),
    refused("ids that are structs", ("struct", [{"a": 1}, {"a": 2}]), NEITHER),
    refused("ids that are bytes", ("binary", [b"canary a", b"canary b"]), NEITHER),
    refused(
        "whole and text ids in one column",
        ("object", [770_000_001, "canary"]),
        UNLIKE,
        kinds=OBJECTS,
        because=NO_OBJECTS,
    ),
    refused(
        "truth values among whole ids",
        ("object", [True, 1, 2]),
        UNLIKE,
        kinds=OBJECTS,
        because=NO_OBJECTS,
    ),
    refused(
        "ids that are UUIDs",
        ("object", [uuid.UUID(int=1), uuid.UUID(int=2)]),
        UNLIKE,
        kinds=OBJECTS,
        because=NO_OBJECTS,
    ),
    refused(
        "ids that cannot be hashed",
        ("object", [Unhashable(), Unhashable()]),
        UNLIKE,
        kinds=OBJECTS,
        because=NO_OBJECTS,
    ),
    refused(
        "complex ids",
        ("pandas:complex128", [1j, 2j]),
        NEITHER,
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    Case(
        "a whole id is missing among the events",
        people("int", [1, 2]),
        COUNT,
        {
            NUMPY: Refused("the ids in 'key' of the events are decimal numbers", cures="events"),
            ELSE: Given(
                ["Some", "Nothing"], {"n": [1, 0]}, ["Events not read, of 2: 1 without an id."]
            ),
        },
        orders("int", [1, None]),
        JOIN,
    ),
    joined(
        "a text id is missing among the events",
        ("text", ["a", "b"]),
        ("text", ["a", None]),
        [1, 0],
        "Events not read, of 2: 1 without an id.",
    ),
    joined(
        "all ids are missing among the events",
        ("text", ["a", "b"]),
        ("null", [None, None]),
        [0, 0],
        "Events not read, of 2: 2 without an id.",
    ),
    Case(
        "the customers' ids are whole numbers, the events' text",
        people("int", [1, 2]),
        COUNT,
        Refused(
            "the ids in 'key' are whole numbers in the customers, text in the events",
            remedy=by_library(
                "frame['key'] = frame['key'].astype('string')",
                "frame = frame.with_columns(pl.col('key').cast(pl.String))",
                "frame['key'].cast('string')",
            ),
            cures="customers",
        ),
        orders("text", ["1", "2"]),
        JOIN,
    ),
    Case(
        "the customers' ids are text, the events' whole numbers",
        people("text", ["1", "2"]),
        COUNT,
        Refused(
            "the ids in 'key' are text in the customers, whole numbers in the events",
            cures="events",
        ),
        orders("int", [1, 2]),
        JOIN,
    ),
    Case(
        "the customers' ids are whole numbers, the events' dates",
        people("int", [1, 2]),
        COUNT,
        Refused("the ids in 'key' of the events are neither whole numbers nor text"),
        orders("day", [date(2026, 1, 1), date(2026, 1, 2)]),
        JOIN,
    ),
    joined("ids of 8 and of 64 bits", ("int8", [1, -1]), ("int", [1, 257]), [1, 0]),
    joined(
        "ids beyond the whole numbers of floats",
        ("int", [2**53, 2**53 + 1]),
        ("int", [2**53 + 1, 2**53 + 1]),
        [0, 2],
    ),
    joined(
        "ids of unsigned 64 bits",
        ("uint64", [2**64 - 1, 2**64 - 2]),
        ("uint64", [2**64 - 2, 2**64 - 2]),
        [0, 2],
    ),
    joined(
        "ids of signed and of unsigned 64 bits",
        ("uint64", [2**63, 2**63 - 1]),
        ("int", [-(2**63), 2**63 - 1]),
        [0, 1],
        "1 of ids that are not among the customers",
    ),
    joined(
        "ids longer than 64 bits",
        ("object", [2**64 + 1, 2**64 + 2]),
        ("object", [2**64 + 2, 2**64 + 2]),
        [0, 2],
        kinds=PANDAS,
        because="Polars has a type of its own for them, and PyArrow none",
    ),
    joined(
        "ids of 128 bits",
        ("polars:Int128", [2**100, 2**100 + 1]),
        ("polars:Int128", [2**100 + 1, -(2**100)]),
        [0, 1],
        kinds=(POLARS,),
        because="only Polars has such a type",
    ),
    joined("a negative id and 0", ("int", [-1, 0]), ("int", [0, 0]), [0, 2]),
    joined(
        "text ids with blanks around them",
        ("text", ["a", "a ", " a"]),
        ("text", ["a ", "a ", "a"]),
        [1, 2, 0],
    ),
    joined("text ids that differ in case", ("text", ["a", "A"]), ("text", ["A", "A"]), [0, 2]),
    joined(
        "text ids in two spellings of Unicode",
        ("text", ["Á", MIRROR, "fi", "ﬁ", "1", "１"]),
        ("text", [MIRROR, "ﬁ", "ﬁ", "１"]),
        [0, 1, 0, 2, 0, 1],
    ),
    joined(
        "text ids with zeros in front",
        ("text", ["7", "07", "007"]),
        ("text", ["07", "007", "007"]),
        [0, 1, 2],
    ),
    joined(
        "an empty text as an id, and one that says nan",
        ("text", ["", "nan", "None"]),
        ("text", ["", "nan", "nan"]),
        [1, 2, 0],
    ),
    joined(
        "text ids with NUL bytes, and one that ends before it",
        ("text", ["a\0b", "a\0c", "a"]),
        ("text", ["a\0c", "a\0c", "a"]),
        [0, 2, 1],
    ),
    joined(
        "text ids with half a pair of surrogates",
        ("object", ["a\ud800", "a\udfff"]),
        ("object", ["a\udfff"]),
        [0, 1],
        kinds=PANDAS,
        because="Polars and PyArrow hold text as UTF-8, which has no such thing",
    ),
    joined(
        "text ids of a subclass of text",
        ("object", [Name("a"), Name("b")]),
        ("object", ["b", Name("b")]),
        [0, 2],
        kinds=PANDAS,
        because="Polars and PyArrow turn them to text of their own",
    ),
    joined(
        "text ids of a category with values that nobody has",
        ("pandas:category", pd.Categorical(["a", "b"], ["x", "b", "a"], ordered=True)),  # type: ignore[arg-type]
        ("text", ["a", "a"]),
        [2, 0],
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    joined(
        "whole ids as a category",
        ("pandas:category", [5, 6]),
        ("int", [6, 6]),
        [0, 2],
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    joined(
        "whole ids as a dictionary",
        ("arrow:dictionary of int", [5, 6]),
        ("int", [6, 6]),
        [0, 2],
        kinds=(*PANDAS, ARROW),
        because="Polars has categories of text alone",
    ),
    joined(
        "text ids as a category beside plain ones",
        ("category", ["a", "b"]),
        ("text", ["b", "b"]),
        [0, 2],
    ),
    joined(
        "text ids of two types of text",
        ("arrow:large_string", ["a", "b"]),
        ("arrow:string_view", ["b", "b"]),
        [0, 2],
    ),
    Case(
        "no such column of ids",
        people("text", ["canary a", "canary b"]),
        COUNT,
        Refused(
            "the customers have no column 'kye'",
            SegmentNameError,
            exists="'key'",
            remedy="The id is a column of the customers.",
        ),
        orders("text", ["a"]),
        {**JOIN, "id": "kye"},
    ),
    Case(
        "two columns that could be the id",
        {**people("int", [1, 2]), "plan": ("text", ["a", "b"])},
        COUNT,
        Refused(
            "it is not clear which column holds the customer's id",
            SegmentUsageError,
            exists="Both frames share: 'key', 'plan'.",
            remedy="Name it with --id NAME, or id=… from Python.",
        ),
        {**orders("int", [1]), "plan": ("text", ["a"])},
    ),
    Case(
        "no column that could be the id",
        {"client": ("int", [1, 2])},
        COUNT,
        Refused(
            "it is not clear which column holds the customer's id",
            SegmentUsageError,
            exists="Both frames share: none.",
            remedy="Rename the column of the events that holds it, here NAME, first: ",
        ),
        orders("int", [1]),
    ),
    Case(
        "the ids are the index",
        lambda kind: build(kind, people("int", [1, 2])).assign(x=1).set_index("key"),
        COUNT,
        Refused(
            "it is not clear which column holds the customer's id",
            SegmentUsageError,
            remedy="make it a column first: frame = frame.reset_index()",
            cures="customers",
        ),
        orders("int", [1]),
        kinds=PANDAS,
        because="only pandas has an index",
    ),
    Case(
        "events alone, of which no column is named like an id",
        None,
        COUNT,
        Refused(
            "it is not clear which events column holds the customer's id",
            SegmentUsageError,
            exists="Named like an id: none. Columns of whole numbers or text: 'key'",
        ),
        orders("int", [1]),
    ),
    Case(
        "events alone, with ids that are missing and out of order",
        None,
        COUNT,
        Given(
            ["Some", "Some"],
            {"key": ["a", "b"], "n": [1, 2]},
            ["Events not read, of 4: 1 without an id."],
        ),
        orders("text", ["b", None, "a", "b"]),
        {"id": "key"},
    ),
    Case(
        "events alone, with float ids",
        None,
        COUNT,
        Refused("the ids in 'key' of the events are decimal numbers"),
        orders("float", [1.0, NAN]),
        {"id": "key"},
    ),
]
