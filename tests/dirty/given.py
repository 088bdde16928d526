"""What is given in place of a frame; frames that are odd as a whole; and models applied to others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from dirty.case import (
    ARROW,
    KINDS,
    PANDAS,
    PANDAS_ALONE,
    POLARS,
    Case,
    Given,
    Refused,
)
from dirty.frames import ARROW_BACKED, NULLABLE, Column, Table, build
from seg_jupyter.errors import SegmentModelError, SegmentNameError, SegmentUsageError

HOT = "Hot: x > 1\nCold: otherwise"
X: Table = {"x": ("int", [1, 2])}
ORDERS: Table = {"key": ("int", [1]), "at": ("time", [datetime(2026, 1, 5)])}
ONE_KIND = "it is the same thing whatever the kind of frame"


def no_frame(name: str, type_: str, make: Callable[[Any], Any]) -> list[Case]:
    """A thing that is no frame, in place of the customers and of the events."""
    problem = f"are '{type_}', not a frame"
    remedy = "Give a frame of pandas or Polars, a table of PyArrow"
    return [
        Case(
            f"{name} in place of customers",
            lambda kind: make(build(kind, {"x": ("int", [770_000_001])})),
            HOT,
            Refused(f"the customers {problem}", SegmentUsageError, remedy=remedy),
            kinds=KINDS[:1],
            because=ONE_KIND,
        ),
        Case(
            f"{name} in place of events",
            {"key": ("int", [1])},
            "n = count()",
            Refused(f"the events {problem}", SegmentUsageError, remedy=remedy),
            lambda kind: make(build(kind, ORDERS)),
            kinds=KINDS[:1],
            because=ONE_KIND,
        ),
    ]


class Subclass(pd.DataFrame):
    """A frame of a class of its own, as geographic ones are."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return Subclass


def subclass(kind: str) -> Any:
    return Subclass(build(kind, X))


def read_only(kind: str) -> Any:
    values = np.array([1.0, 2.0])
    values.flags.writeable = False
    return pd.DataFrame({"x": values}, copy=False)


def without_repeats(kind: str) -> Any:
    return build(kind, X).set_flags(allows_duplicate_labels=False)


def rows_alone(kind: str) -> Any:
    """A frame of three rows and no columns."""
    if kind == ARROW:
        return pa.table({"x": [1, 2, 3]}).drop_columns(["x"])
    return build(kind, {"x": ("int", [1, 2, 3])})[[]]


def lazy(kind: str) -> Any:
    return pl.LazyFrame({"x": [1, 2]})


def batch(kind: str) -> Any:
    return pa.record_batch({"x": [1, 2]})


def chunked(kind: str) -> Any:
    """A frame in pieces, one of them empty."""
    if kind == ARROW:
        parts = [pa.table({"x": [value]}) for value in (1, 2)]
        return pa.concat_tables([parts[0], parts[0].slice(0, 0), parts[1]])
    return pl.concat([pl.DataFrame({"x": [1]}), pl.DataFrame({"x": [2]})], rechunk=False)


def sliced(kind: str) -> Any:
    """The middle of a longer frame."""
    long = build(kind, {"x": ("int", [9, None, 1, 2, 9])})
    return long[2:4] if kind in PANDAS else long.slice(2, 2)


@cache  # pandas takes a second for some of them
def wide(kind: str) -> Any:
    """A frame of ten thousand columns: 0 1 2 0 1 2 …, and 2 everywhere."""
    names = [f"x{number}" for number in range(10_000)]
    values = np.array([np.arange(10_000) % 3, np.full(10_000, 2)])
    if kind == ARROW:
        return pa.table(dict(zip(names, values.T, strict=True)))
    if kind == POLARS:
        return pl.DataFrame(values, schema=names)
    dtype = {NULLABLE: "Int64", ARROW_BACKED: "int64[pyarrow]"}.get(kind, "int64")
    return pd.DataFrame(values, columns=names).astype(dtype)


def applied(
    name: str,
    fitted: Table,
    cell: str,
    later: Table,
    expected: Any,
    events: tuple[Table | None, Table | None] = (None, None),
    **more: Any,
) -> Case:
    """A model that is fitted on one frame and applied to another."""
    options = {"as_of": "2026-02-01"} if events[1] is not None else {}
    return Case(
        name,
        fitted,
        cell,
        expected,
        events[0],
        more.pop("options", {}),
        later=(later, events[1], options),
        **more,
    )


def lacks(problem: str, remedy: str) -> Refused:
    return Refused(problem, SegmentModelError, remedy=remedy)


CONVERT = "Convert the column, or fit the cell again on these customers."
SCORE = "s = score(minmax(x))\nHot: s > 50\nCold: otherwise"
TEN: dict[str, Column] = {"x": ("int", [0, 10])}
COUNT = "n = count()\nSome: n > 0\nNone yet: otherwise"

GIVEN = [
    Case(
        "nothing in place of both frames",
        None,
        HOT,
        Refused(
            "there is no frame to segment",
            SegmentUsageError,
            remedy="Give a frame of customers, of events, or both.",
        ),
        kinds=KINDS[:1],
        because=ONE_KIND,
    ),
    *no_frame("a list", "list", lambda frame: frame.to_dict("records")),
    *no_frame("a dictionary", "dict", lambda frame: frame.to_dict()),
    *no_frame("a tuple", "tuple", lambda frame: tuple(frame.to_dict("records"))),
    *no_frame("a series", "Series", lambda frame: frame.iloc[:, 0]),
    *no_frame("a series of Polars", "Series", lambda frame: pl.Series([770_000_001])),
    *no_frame("an array", "ndarray", lambda frame: frame.to_numpy()),
    *no_frame("an array of PyArrow", "ChunkedArray", lambda _: pa.chunked_array([[770_000_001]])),
    *no_frame("a number", "int", lambda frame: 770_000_001),
    *no_frame("a truth value", "bool", lambda frame: False),
    *no_frame("a generator", "generator", lambda frame: (row for row in [frame])),
    *no_frame("a class of frames", "type", lambda frame: pd.DataFrame),
    *no_frame("groups of a frame", "DataFrameGroupBy", lambda frame: frame.groupby(lambda _: 1)),
    *no_frame("groups of Polars", "GroupBy", lambda _: pl.DataFrame({"x": [1]}).group_by("x")),
    *no_frame("a schema", "Schema", lambda _: pa.schema([])),
    *(
        Case(
            f"{name} in place of customers",
            lambda kind, text=text: text,  # type: ignore[misc]  # of defaults
            HOT,
            Refused(
                f"'{text}' is not the name of a Parquet or CSV file",
                SegmentUsageError,
                exists="Such names end in .parquet or .csv.",
                remedy="Give a frame, or the path of such a file.",
            ),
            kinds=KINDS[:1],
            because=ONE_KIND,
        )
        for name, text in {
            "the name of a frame": "df",
            "an empty text": "",
            "an address": "https://example.org/customers",
            "HTML": "<script>alert(1)</script>",
        }.items()
    ),
    Case(
        "the path of no file in place of customers",
        lambda kind: Path("nobody.parquet"),
        HOT,
        Refused("there is no file 'nobody.parquet'", SegmentUsageError),
        kinds=KINDS[:1],
        because=ONE_KIND,
    ),
    Case(
        "bytes in place of customers",
        lambda kind: b"customers.csv",
        HOT,
        Refused("the customers are 'bytes', not a frame", SegmentUsageError),
        kinds=KINDS[:1],
        because=ONE_KIND,
    ),
    Case(
        "a lazy frame",
        lazy,
        HOT,
        Refused(
            "the customers are a Polars LazyFrame, whose rows are not computed yet",
            SegmentUsageError,
            remedy="Collect them first: frame = frame.collect()",
            cures="customers",
        ),
        kinds=(POLARS,),
        because="only Polars has them",
    ),
    Case(
        "a lazy frame of events",
        {"key": ("int", [1])},
        COUNT,
        Refused(
            "the events are a Polars LazyFrame, whose rows are not computed yet",
            SegmentUsageError,
            cures="events",
        ),
        lambda kind: build(kind, ORDERS).lazy(),
        kinds=(POLARS,),
        because="only Polars has them",
    ),
    Case(
        "a frame of a subclass",
        subclass,
        "v = x\n" + HOT,
        Given(["Cold", "Hot"]),
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    Case(
        "a frame that can only be read",
        read_only,
        "v = x\ns = score(x)\n" + HOT,
        Given(["Cold", "Hot"]),
        kinds=PANDAS[:1],
        because="the memory of the others can never be written",
    ),
    Case(
        "a frame that allows no label twice",
        without_repeats,
        "v = x\n" + HOT,
        Given(["Cold", "Hot"]),
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    Case(
        "a frame in pieces",
        chunked,
        "v = x\n" + HOT,
        Given(["Cold", "Hot"]),
        kinds=(POLARS, ARROW),
        because="pandas has none",
    ),
    Case(
        "a batch of a table",
        batch,
        "v = x\n" + HOT,
        Given(["Cold", "Hot"]),
        kinds=(ARROW,),
        because="only PyArrow has them",
    ),
    Case("a piece of a frame", sliced, "v = x\n" + HOT, Given(["Cold", "Hot"])),
    Case(
        "no columns, and no rows",
        {},
        "All: otherwise",
        Given([], said=["There is nobody to segment."]),
    ),
    Case(
        "rows without any column",
        rows_alone,
        "All: otherwise",
        Given(["All"] * 3),
        kinds=(*PANDAS, ARROW),
        because="a frame of Polars without columns has no rows",
    ),
    Case(
        "ten thousand columns",
        wide,
        "v = x7 + x9999\nHot: x9999 > 1\nCold: otherwise",
        Given(["Cold", "Hot"], {"v": [1.0, 4.0]}),
    ),
    Case(
        "a slip in a name, among ten thousand columns",
        wide,
        "Hot: x99999 > 1",
        Refused(
            "no column or earlier line is called 'x99999'",
            error=SegmentNameError,
            place=(1, 6),
            exists="Closest: 'x9999'",
        ),
    ),
    Case(
        "customers of pandas, events of Polars",
        lambda kind: build(kind, {"key": ("int", [1, 2])}),
        COUNT,
        Given(["Some", "None yet"], {"n": [1, 0]}),
        lambda kind: build(POLARS, ORDERS),
        kinds=PANDAS,
        because="the kinds are mixed on purpose",
    ),
    Case(
        "customers of Polars, events of PyArrow",
        lambda kind: build(kind, {"key": ("text", ["1", "2"])}),
        COUNT,
        Refused(
            "the ids in 'key' are text in the customers, whole numbers in the events",
            remedy="Convert those of the events first: frame = frame.set_column(",
        ),
        lambda kind: build(ARROW, ORDERS),
        kinds=(POLARS,),
        because="the kinds are mixed on purpose",
    ),
    applied(
        "a model, applied to values outside what it was fitted on",
        TEN,
        SCORE,
        {"x": ("float", [-5.0, 7.5, 1e308, None])},
        Given(
            ["Cold", "Hot", "Hot", "Cold"],
            {"s": [0.0, 75.0, 100.0, None]},
            [
                "For 2 of 4 customers, x lies outside the fitted range: it scores as the nearest end."
            ],
        ),
    ),
    applied(
        "a model, applied to nobody",
        TEN,
        SCORE,
        {"x": ("int", [])},
        Given([], {"s": []}, ["There is nobody to segment."]),
    ),
    applied(
        "a model of nobody, applied to somebody",
        {"x": ("int", [])},
        SCORE,
        TEN,
        Given(["Cold", "Cold"], {"s": [None, None]}, ["x was missing for everybody at the fit"]),
    ),
    applied(
        "a model of a constant, applied to others",
        {"x": ("int", [5, 5])},
        SCORE,
        TEN,
        Given(["Cold", "Cold"], {"s": [50.0, 50.0]}, ["x was the same for everybody at the fit"]),
    ),
    applied(
        "a model, applied to a frame in which a column is missing",
        TEN,
        SCORE,
        {"z": ("int", [1])},
        lacks(
            "the customers have no column 'x', which the model reads",
            "Rename the column that holds it.",
        ),
    ),
    applied(
        "a model, applied to a frame in which a column is called otherwise",
        TEN,
        SCORE,
        {"X": ("int", [1])},
        lacks(
            "the customers have no column 'x', which the model reads",
            "Rename the column that holds it.",
        ),
    ),
    applied(
        "a model of numbers, applied to text",
        TEN,
        SCORE,
        {"x": ("text", ["canary", "canary 2"])},
        lacks("the model takes the customers column 'x' as a number; here it is text", CONVERT),
    ),
    applied(
        "a model of numbers, applied to truth values",
        TEN,
        SCORE,
        {"x": ("truth", [True, False])},
        Given(["Cold", "Cold"], {"s": [10.0, 0.0]}),
    ),
    applied(
        "a model of truth values that it counts, applied to 0 and 1",
        {"x": ("truth", [True, False])},
        SCORE,
        {"x": ("int", [0, 1])},
        Given(["Cold", "Hot"], {"s": [0.0, 100.0]}),
    ),
    applied(
        "a model of truth values that it counts, applied to other numbers",
        {"x": ("truth", [True, False])},
        SCORE,
        TEN,
        lacks(
            "the model takes the customers column 'x' as a truth value; here it is a number",
            CONVERT,
        ),
    ),
    applied(
        "a model of truth values, applied to 0 and 1",
        {"x": ("truth", [True, False])},
        "Hot: x",
        {"x": ("int", [0, 1])},
        lacks(
            "the model takes the customers column 'x' as a truth value; here it is a number",
            CONVERT,
        ),
    ),
    applied(
        "a model of numbers, applied to nobody of another kind",
        TEN,
        SCORE,
        {"x": ("truth", [])},
        Given([], {"s": []}, ["There is nobody to segment."]),
    ),
    applied(
        "a model of text, applied to numbers",
        {"x": ("text", ["a"])},
        "A: x == 'a'",
        {"x": ("int", [1])},
        lacks("the model takes the customers column 'x' as text; here it is a number", CONVERT),
    ),
    applied(
        "a model of numbers, applied to lists",
        TEN,
        SCORE,
        {"x": ("list", [[1]])},
        {
            kind: lacks(
                f"the model takes the customers column 'x' as a number; here it is {words}",
                CONVERT,
            )
            for kind, words in zip(
                KINDS,
                (
                    "values of the type ndarray",
                    "values of the type ndarray",
                    "values of the type list<item: int64>[pyarrow]",
                    "values of the type List(Int64)",
                    "values of the type list<item: int64>",
                ),
                strict=True,
            )
        },
    ),
    applied(
        "a model of numbers, applied to a column of nothing",
        TEN,
        SCORE,
        {"x": ("null", [None, None])},
        Given(["Cold", "Cold"], {"s": [None, None]}, ["x is missing for everybody"]),
    ),
    applied(
        "a model of whole numbers, applied to Decimals",
        TEN,
        SCORE,
        {"x": ("decimal", [5, None])},
        Given(["Cold", "Cold"], {"s": [50.0, None]}),
    ),
    applied(
        "a model of a column of nothing, applied to numbers",
        {"x": ("null", [None, None])},
        "Hot: x > 1\nGone: missing(x)\nCold: otherwise",
        TEN,
        lacks(
            "the model takes the customers column 'x' as missing everywhere; here it is a number",
            CONVERT,
        ),
    ),
    applied(
        "a model of dates, applied to dates as text",
        {"x": ("time", [datetime(2026, 1, 5)])},
        'New: x > "2026-01-01"\nOld: otherwise',
        {"x": ("text", ["2026-01-02", "2025-01-01", "2024-01-01", "soon"])},
        Given(
            ["New", "Old", "Old", "Old"], said=["1 value of x is no date and counts as missing."]
        ),
    ),
    applied(
        "a model of dates as text, applied to dates",
        {"x": ("text", ["2026-01-02", "2025-01-01"])},
        'New: x > "2026-01-01"\nOld: otherwise',
        {"x": ("day", [date(2026, 1, 5), None])},
        Given(["New", "Old"]),
    ),
    applied(
        "a model, applied to a frame that has what it computes",
        TEN,
        SCORE,
        {"x": ("int", [1]), "s": ("int", [1])},
        lacks(
            "the customers have a column 's' already, which the model computes",
            "Rename or drop it; the frame's own columns are never changed.",
        ),
    ),
    applied(
        "a model, applied to a frame that has a segment already",
        TEN,
        SCORE,
        {"x": ("int", [1]), "segment": ("text", ["old"])},
        Given(["Cold"], labels="segments"),
    ),
    applied(
        "a model of events, applied without any",
        {"key": ("int", [1])},
        COUNT,
        {"key": ("int", [1])},
        Refused(
            "the model reads events, and there is no events frame",
            SegmentUsageError,
            remedy="Give one: model.apply(customers, events=…, as_of=…).",
        ),
        (ORDERS, None),
    ),
    applied(
        "a model of events, applied to events without its time",
        {"key": ("int", [1])},
        COUNT,
        {"key": ("int", [1])},
        Refused("the events have no column 'at'", error=SegmentNameError),
        (ORDERS, {"key": ("int", [1]), "when": ("time", [datetime(2026, 1, 5)])}),
    ),
    applied(
        "a model of events, applied to events of other ids",
        {"key": ("int", [1])},
        COUNT,
        {"key": ("text", ["a", "b"])},
        Given(["Some", "None yet"], {"n": [1, 0]}),
        (ORDERS, {"key": ("text", ["a"]), "at": ("time", [datetime(2026, 1, 5)])}),
    ),
    applied(
        "a model with consent, applied to people who were not asked",
        {"x": ("int", [0, 10]), "ok": ("truth", [True, True])},
        SCORE,
        TEN,
        Refused("the customers have no column 'ok'", error=SegmentNameError),
        options={"consent": "ok"},
    ),
    applied(
        "a model with consent, applied to people who did not agree",
        {"x": ("int", [0, 10]), "ok": ("truth", [True, True])},
        SCORE,
        {"x": ("int", [0, 10]), "ok": ("int", [0, 1])},
        Given(["Not profiled", "Hot"], {"s": [None, 100.0]}),
        options={"consent": "ok"},
    ),
]
