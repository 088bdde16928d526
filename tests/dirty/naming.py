"""Odd names: of columns, of an index, of what a cell defines, and of the result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from dirty.case import (
    ARROW,
    NO_NAMES_TWICE,
    PANDAS,
    PANDAS_ALONE,
    Case,
    Given,
    Refused,
)
from dirty.frames import build
from seg_jupyter.errors import SegmentDataError, SegmentNameError, SegmentSyntaxError

LONG = "how many times they came " * 20
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def named(name: str, column: str, **more: Any) -> Case:
    """A case in which a column with an odd name is a metric, a score and a condition."""
    cell = f"v = `{column}` + 1\ns = score(`{column}`)\nHot: `{column}` > 1\nCold: otherwise"
    values = {"v": [2.0, 3.0, 4.0], "s": [100 / 6, 50.0, 500 / 6]}
    rounded = {"v": values["v"], "s": [round(value, 9) for value in values["s"]]}
    return Case(
        name, {column: ("int", [1, 2, 3])}, cell, Given(["Cold", "Hot", "Hot"], rounded), **more
    )


def indexed(name: str, index: Any, **more: Any) -> Case:
    """A case with an odd index: it comes back as it was."""

    def frame(kind: str) -> pd.DataFrame:
        made = build(kind, {"x": ("int", [3, 1, 2])})
        made.index = index
        return made

    given = Given(["Hot", "Cold", "Hot"], {"v": [6.0, 2.0, 4.0]})
    cell = "v = x * 2\nHot: x > 1\nCold: otherwise"
    return Case(name, frame, cell, given, kinds=PANDAS, because="only pandas has an index", **more)


def labelled(*labels: object) -> Any:
    def frame(kind: str) -> pd.DataFrame:
        made = build(kind, {str(place): ("int", [1, 2]) for place in range(len(labels))})
        made.columns = pd.Index(labels, dtype=object, tupleize_cols=False)
        return made

    return frame


def levels(kind: str) -> pd.DataFrame:
    made = build(kind, {"x": ("int", [1, 2]), "y": ("int", [1, 2])})
    made.columns = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])
    return made


TWO = {"x": ("int", [1, 5]), "segment": ("text", ["old", "old"])}
ODD_NAMES = {
    "that is a keyword": "class",
    "that is a truth value": "True",
    "that is None": "None",
    "that is a function of the language": "count",
    "that is a word of the language": "otherwise",
    "with spaces": "days since visit",
    "of one blank": " ",
    "that ends with a blank": "x ",
    "of digits": "2026",
    "with dots": "order.total.usd",
    "of emoji": "🛒🔥",
    "from right to left": "قيمة",
    "with marks that turn the direction of writing": "x\u202e\u2066y",
    "of no width": "\u200b",
    "with quotes of both kinds": """it's "so" """,
    "with HTML": HTML,
    "that JavaScript knows: constructor": "constructor",
    "that JavaScript knows: __proto__": "__proto__",
    "that JavaScript knows: toString": "toString",
    "of Vega's expressions": "datum['x'] + \\'",
    "that a spreadsheet would compute": "=1+1",
    "of 500 characters": LONG,
    "that Unicode would fold": "ﬁt",
    "of full width": "ｘ",
    "with a tab": "a\tb",
    "with a NUL byte": "a\0b",
    "with brackets and a hash": "total (#) [usd] {a: b}",
    "with a colon and an equals sign": "a: b = c",
    "of SQL": "x\"; DROP TABLE customers; --",
    "that is a format": "%s {0} {x!r}",
}  # fmt: skip


NAMING = [
    *(named(f"a column name {what}", column) for what, column in ODD_NAMES.items()),
    Case(
        "a column name with a backtick, which no cell can write",
        {"a`b": ("int", [1, 2]), "x": ("int", [1, 2])},
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"]),
    ),
    Case(
        "a column name with a line break, which no cell can write",
        {"a\nb": ("int", [1, 2]), "x": ("int", [1, 2])},
        "Hot: `a\nb` > 1",
        Refused("this backtick is never closed", SegmentSyntaxError, place=(1, 6)),
    ),
    Case(
        "an empty column name",
        {"": ("int", [1, 2]), "x": ("int", [1, 2])},
        "Hot: `` > 1",
        Refused("there is no name between these backticks", SegmentSyntaxError, place=(1, 6)),
    ),
    Case(
        "an empty column name that the cell does not use",
        {"": ("int", [1, 2]), "x": ("int", [1, 2])},
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"]),
    ),
    Case(
        "a name that Unicode would fold, without backticks",
        {"fit": ("int", [1, 2])},
        "Hot: ﬁt > 1",
        Refused(
            "the name 'ﬁt' has characters that look like others",
            SegmentSyntaxError,
            place=(1, 6),
            remedy="If it is a column's exact name, put it in `backticks`.",
        ),
    ),
    Case(
        "a column in another spelling of Unicode than in the cell",
        {"ﬁt": ("int", [1, 2])},
        "Hot: fit > 1",
        Refused(
            "no column or earlier line is called 'fit'",
            SegmentNameError,
            place=(1, 6),
            exists="'ﬁt'",
        ),
    ),
    Case(
        "a keyword as a name, without backticks",
        {"class": ("int", [1, 2])},
        "Hot: class > 1",
        Refused(
            "'class' is a word of Python that the language does not use",
            SegmentSyntaxError,
            place=(1, 6),
            remedy="If it is a column, put it in backticks: `class`.",
        ),
    ),
    Case(
        "column names that differ only in case",
        {"Spend": ("int", [1, 2]), "spend": ("int", [2, 1]), "SPEND": ("int", [0, 0])},
        "sPend = Spend - spend\nHot: Spend > spend and SPEND == 0\nCold: otherwise",
        Given(["Cold", "Hot"], {"sPend": [-1.0, 1.0]}),
    ),
    Case(
        "two columns of one name",
        [("x", ("int", [1, 2])), ("x", ("int", [1, 2]))],
        "All: otherwise",
        Refused(
            "the customers have two columns of one name: 'x'",
            remedy="Rename or drop one of each.",
        ),
        kinds=(*PANDAS, ARROW),
        because=NO_NAMES_TWICE,
    ),
    Case(
        "two events columns of one name",
        {"key": ("int", [1])},
        "n = count()",
        Refused("the events have two columns of one name: 'at'"),
        [
            ("key", ("int", [1])),
            ("at", ("time", [datetime(2026, 1, 1)])),
            ("at", ("time", [datetime(2026, 1, 1)])),
        ],
        kinds=(*PANDAS, ARROW),
        because=NO_NAMES_TWICE,
    ),
    Case(
        "columns in several levels",
        levels,
        "All: otherwise",
        Refused(
            "the customers have columns in several levels",
            remedy='Join them first: frame.columns = ["_".join(map(str, c)) for c in frame]',
        ),
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    Case(
        "column names that are numbers, nothing, pairs and dates, and one that is text",
        labelled(0, None, ("a", "b"), pd.Timestamp("2026-01-01"), 1.5, "x"),
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"]),
        kinds=PANDAS,
        because="elsewhere all names are text",
    ),
    Case(
        "no column name that is text",
        labelled(0, 1),
        "Hot: x > 1",
        Refused(
            "no column or earlier line is called 'x'",
            SegmentNameError,
            place=(1, 6),
            remedy="Give a frame that has columns.",
        ),
        kinds=PANDAS,
        because="elsewhere all names are text",
    ),
    Case(
        "the names 1 and '1' side by side",
        labelled(1, "1"),
        "Hot: `1` > 1\nCold: otherwise",
        Given(["Cold", "Hot"]),
        kinds=PANDAS,
        because="elsewhere all names are text",
    ),
    indexed("an index with labels that repeat", [7, 7, 7]),
    indexed("an index in several levels", pd.MultiIndex.from_tuples([(1, 2), (1, 2), (0, 1)])),
    indexed("an index of times, out of order", pd.to_datetime(["2026-03-01", "2026-01-01", None])),
    indexed("an index of text, one missing", pd.Index(["canary b", None, "canary a"])),
    indexed("an index of floats, with NaN", pd.Index([float("nan"), 1.5, -0.0])),
    indexed("an index of categories", pd.CategoricalIndex(["a", "b", "a"], ["b", "a", "x"])),
    indexed("an index of intervals", pd.interval_range(0, 3)),
    indexed("an index called like a column", pd.Index([1, 2, 3], name="x")),
    indexed("an index called like a definition", pd.Index([1, 2, 3], name="v")),
    indexed("an index called like the labels", pd.Index([1, 2, 3], name="segment")),
    indexed("an index that counts backwards", pd.RangeIndex(9, 0, -3)),
    Case(
        "a column named segment already",
        TWO,
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"], labels="segments"),
    ),
    Case(
        "a column named segment, and one named like the result",
        {**TWO, "segments": ("text", ["a", "b"])},
        "Hot: x > 1\nCold: otherwise",
        Refused(
            "the labels have no free name: the customers have a column 'segment', and 'segments' "
            "is taken too",
            SegmentDataError,
            remedy="Give the result another name with --as, or name=… from Python.",
        ),
    ),
    Case(
        "a column named segment, and a definition named like the result",
        TWO,
        "segments = x\nHot: x > 1\nCold: otherwise",
        Refused(
            "the labels have no free name: the customers have a column 'segment', and 'segments' "
            "is taken too"
        ),
    ),
    Case(
        "a column named like the result alone",
        {"x": ("int", [1, 5]), "segments": ("text", ["a", "b"])},
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"]),
    ),
    Case(
        "a column named Segment, in other case",
        {"x": ("int", [1, 5]), "Segment": ("text", ["a", "b"])},
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"]),
    ),
    Case(
        "a definition named like a column",
        {"x": ("int", [1, 5])},
        "x = 1\nHot: x > 1",
        Refused(
            "'x' is already a column of the customers",
            SegmentNameError,
            place=(1, 1),
            remedy="Choose another name; the frame's own columns are never changed.",
        ),
    ),
    Case(
        "a definition named like a column of the events",
        {"key": ("int", [1, 5])},
        "usd = sum(usd)\nHot: usd > 1\nCold: otherwise",
        Given(["Hot", "Cold"], {"usd": [4.0, 0.0]}),
        {
            "key": ("int", [1]),
            "at": ("time", [datetime(2026, 1, 1)]),
            "usd": ("float", [4.0]),
        },
    ),
    Case(
        "a definition called segment",
        {"x": ("int", [1, 5])},
        "segment = x",
        Refused("a definition may not be called 'segment'", SegmentSyntaxError, place=(1, 1)),
    ),
    Case(
        "two segments of one name",
        {"x": ("int", [1, 5])},
        "Hot: x > 1\nHot: otherwise",
        Refused("there are two segments called 'Hot'", SegmentSyntaxError, place=(2, 1)),
    ),
    Case(
        "a segment called Unassigned",
        {"x": ("int", [1, 5])},
        "Unassigned: x > 1",
        Refused(
            "'Unassigned' is kept for people whom no segment takes",
            SegmentSyntaxError,
            place=(1, 1),
        ),
    ),
    Case(
        "segments named in HTML, in emoji and from right to left",
        {"x": ("int", [1, 5, 9])},
        f'{HTML.replace(":", "")}: x < 2\n🔥 \u202eنشط: x < 6\nCan\'t "lose" <them> & =1+1: otherwise',
        Given([HTML, "🔥 \u202eنشط", 'Can\'t "lose" <them> & =1+1']),
    ),
    Case(
        "a result named in HTML",
        {"x": ("int", [1, 5]), "segment": ("text", ["a", "b"])},
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"], labels=HTML),
        options={"name": HTML, "unit": HTML},
    ),
    Case(
        "frames with attributes and metadata",
        lambda kind: (
            pa.table({"x": [1, 5]}).replace_schema_metadata({"a": "b"})
            if kind == ARROW
            else _with_attributes(build(kind, {"x": ("int", [1, 5])}))
        ),
        "Hot: x > 1\nCold: otherwise",
        Given(["Cold", "Hot"]),
        kinds=(*PANDAS, ARROW),
        because="Polars has none",
    ),
]


def _with_attributes(frame: pd.DataFrame) -> pd.DataFrame:
    frame.attrs["source"] = ["canary"]
    frame.columns.name = "columns"
    return frame
