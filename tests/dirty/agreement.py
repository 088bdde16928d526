"""Consent and objections in odd columns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dirty.case import PANDAS, PANDAS_ALONE, Case, Given, Refused, by_library
from dirty.frames import Column
from seg_jupyter.errors import SegmentNameError, SegmentUsageError

NAN, INF = float("nan"), float("inf")
OUT = "Not profiled"
CELL = "s = score(x)\nHot: s > 40\nCold: otherwise"
X = ("float", [1.0, 2.0, 3.0])
BOTH = {"consent": "ok", "objected": "no"}


def asked(name: str, column: Column, segments: list[str], *said: str, **more: Any) -> Case:
    """A case in which `ok` says who agreed."""
    return Case(
        name,
        {"x": X, "ok": column},
        CELL,
        Given(segments, said=said),
        options={"consent": "ok"},
        **more,
    )


def unclear(
    name: str, column: Column, yes: str = "'yes'", cured: bool = True, polars: str = "pl.col('ok')"
) -> Case:
    """A case in which the answers are neither truth values nor 0 and 1."""
    return Case(
        name,
        {"x": X, "ok": column},
        CELL,
        Refused(
            "the consent column 'ok' holds neither truth values nor 0 and 1",
            remedy=by_library(
                f"Make it true or false first: frame['ok'] = frame['ok'] == {yes}",
                f"frame = frame.with_columns({polars} == {yes})",
                f"pc.equal(frame['ok'], {yes})",
            ),
            cures="customers" if cured else None,
        ),
        options={"consent": "ok"},
    )


ONE = "1 of 3 customers did not agree to profiling, or objected: they are Not profiled"
NOBODY = "Nobody is profiled."

AGREEMENT = [
    asked("consent as truth values", ("truth", [True, False, True]), ["Cold", OUT, "Hot"], ONE),
    asked(
        "consent with gaps is no consent", ("truth", [True, None, True]), ["Cold", OUT, "Hot"], ONE
    ),
    asked("consent as 0 and 1", ("int", [1, 0, 1]), ["Cold", OUT, "Hot"], ONE),
    asked("consent as 0 and 1, one missing", ("int", [1, None, 1]), ["Cold", OUT, "Hot"], ONE),
    asked("consent as floats", ("float", [1.0, -0.0, NAN]), ["Hot", OUT, OUT]),
    asked("consent as 0 and 1 of 8 bits", ("uint8", [1, 0, 1]), ["Cold", OUT, "Hot"], ONE),
    asked("consent that nobody was asked for", ("null", [None] * 3), [OUT] * 3, NOBODY),
    asked("consent of missing truth values only", ("truth", [None] * 3), [OUT] * 3, NOBODY),
    asked("consent of missing texts only", ("text", [None] * 3), [OUT] * 3, NOBODY),
    asked("consent that nobody gave", ("truth", [False] * 3), [OUT] * 3, NOBODY),
    asked(
        "consent as objects",
        ("object", [True, None, True]),
        ["Cold", OUT, "Hot"],
        kinds=PANDAS,
        because="Polars reads none of its objects",
    ),
    asked(
        "consent as a category of truth values",
        ("pandas:category", [True, False, True]),
        ["Cold", OUT, "Hot"],
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    unclear("consent as yes and no", ("text", ["yes", "no", "yes"])),
    unclear("consent as a category of yes and no", ("category", ["yes", "no", None])),
    unclear("consent as truth values in text", ("text", ["True", "False", "True"])),
    unclear("consent as 0, 1 and 2", ("int", [0, 1, 2]), "1"),
    unclear("consent with an infinite number", ("float", [1.0, 0.5, INF]), "1"),
    unclear("consent as the date of it", ("day", [date(2026, 1, 1)] * 3), cured=False),
    unclear(
        "consent in lists",
        ("list", [[1], [0], [1]]),
        cured=False,
        polars="pl.Series('ok', [v if v is None else str(v) for v in frame['ok']], pl.String)",
    ),
    Case(
        "consent with an infinite number beside 0 and 1",
        {"x": X, "ok": ("float", [1.0, 0.0, INF])},
        CELL,
        Given(["Hot", OUT, OUT]),
        options={"consent": "ok"},
    ),
    Case(
        "objections with gaps: no answer is no objection",
        {"x": X, "no": ("truth", [None, True, False])},
        CELL,
        Given(["Cold", OUT, "Hot"], said=[ONE]),
        options={"objected": "no"},
    ),
    Case(
        "objections that nobody was asked for",
        {"x": X, "no": ("null", [None] * 3)},
        CELL,
        Given(["Cold", "Hot", "Hot"], unsaid=["Not profiled,"]),
        options={"objected": "no"},
    ),
    Case(
        "people who agreed and objected",
        {
            "x": X,
            "ok": ("truth", [True, True, None]),
            "no": ("truth", [True, None, False]),
        },
        CELL,
        Given([OUT, "Hot", OUT]),
        options=BOTH,
    ),
    Case(
        "one column for consent and objection",
        {"x": X, "ok": ("truth", [True, False, None])},
        CELL,
        Given([OUT] * 3, said=[NOBODY]),
        options={"consent": "ok", "objected": "ok"},
    ),
    Case(
        "values of people who are not profiled are in no scale",
        {"x": ("float", [1.0, 2.0, 1e308]), "ok": ("truth", [True, True, False])},
        "v = x\ns = score(minmax(x))\nHot: s > 50\nCold: otherwise",
        Given(["Cold", "Hot", OUT], {"v": [1.0, 2.0, None], "s": [0.0, 100.0, None]}),
        options={"consent": "ok"},
    ),
    Case(
        "infinite values of people who are not profiled are not counted",
        {"x": ("float", [1.0, 2.0, INF]), "ok": ("truth", [True, True, False])},
        "s = score(x)",
        Given(values={"s": [25.0, 75.0, None]}, unsaid=["infinite"]),
        options={"consent": "ok"},
    ),
    Case(
        "events of people who are not profiled",
        {"key": ("int", [1, 2]), "no": ("truth", [False, True])},
        "n = count()\nHot: n > 0",
        Given(
            ["Hot", OUT],
            {"n": [1.0, None]},
            ["Events not read, of 3: 2 of Not profiled customers.", "as-of = 2026-01-01"],
        ),
        {
            "key": ("int", [1, 2, 2]),
            "at": ("time", [datetime(2026, 1, day) for day in (1, 5, 9)]),
        },
        {"objected": "no"},
    ),
    Case(
        "events of people alone who are not profiled, and no as-of date",
        {"key": ("int", [1]), "no": ("truth", [True])},
        "n = count()",
        Refused(
            "there are no events of people who are profiled, so the as-of date cannot be guessed",
            remedy="Give it with --as-of, or as_of=… from Python.",
        ),
        {"key": ("int", [1]), "at": ("time", [datetime(2026, 1, 1)])},
        {"objected": "no"},
    ),
    Case(
        "no such column of consent",
        {"x": X, "agreed": ("truth", [True] * 3)},
        CELL,
        Refused(
            "the customers have no column 'agree'",
            SegmentNameError,
            exists="'agreed'",
            remedy="The consent is a column of the customers.",
        ),
        options={"consent": "agree"},
    ),
    Case(
        "consent in a column of the events alone",
        None,
        "n = count()",
        Refused("the customers have no column 'ok'", SegmentNameError),
        {
            "id": ("int", [1]),
            "at": ("time", [datetime(2026, 1, 1)]),
            "ok": ("truth", [True]),
        },
        {"consent": "ok"},
    ),
    Case(
        "consent that is no name",
        {"x": X},
        CELL,
        Refused(
            "consent takes the name of a column; 'True' is 'bool'",
            SegmentUsageError,
        ),
        options={"consent": True},
    ),
]
