"""Frames of every kind: the same values, the same segments, and the caller's own kind back."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

import frame_kinds
from engine.running import run
from frame_kinds import KINDS, is_kind, plain
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.lang.schema import Kind

A, B = datetime(2026, 1, 31, 10), datetime(2026, 2, 1, 12, 30)
NAN, INF = math.nan, math.inf

PEOPLE: frame_kinds.Table = {
    "key": ("text", ["a", "b", "c", "d"]),
    "number": ("int", [1, None, 3, 2]),
    "small": ("uint8", [1, 0, 255, 7]),
    "amount": ("float", [1.5, NAN, -INF, None]),
    "single": ("float32", [0.1, None, INF, 2.0]),
    "price": ("decimal", [Decimal("0.1"), None, Decimal("12345678901234567.123456789"), 2]),
    "city": ("text", ["Bern", None, "Ürümqi", "Bern"]),
    "plan": ("category", ["gold", None, "free", "gold"]),
    "agreed": ("truth", [True, None, False, True]),
    "born": ("day", [date(2000, 2, 29), None, date(1969, 12, 31), date(2026, 1, 1)]),
    "seen": ("time[ms]", [A, None, B, A]),
    "zoned": ("time[us, Europe/Berlin]", [A, None, B, A]),
    "iso": ("text", ["2026-01-31", None, "soon", "2026-02-01"]),
    "nothing": ("float", [None, NAN, None, None]),
}
ORDERS: frame_kinds.Table = {
    "key": ("text", ["a", "a", "c", "zz", None, "a", "c"]),
    "at": ("time[ns]", [A, A, B, A, B, B, None]),
    "usd": ("float", [20.0, 20.0, 12.5, 1.0, 1.0, NAN, 3.0]),
    "what": ("category", ["x", "x", "y", None, "x", "y", "x"]),
}
CELL = """
n = count()
total = sum(usd)
last_what = latest(what)
last_at = latest(at)
s = score(number, 2 * n, minmax(amount))
richer = price > 1
copy = zoned
younger = born > "1970-01-01"
since = days_since(iso)
Gold: plan == "gold" and richer
Many: small > 200 or city == "Ürümqi"
Never: missing(nothing) and n == 0 and number > 100
"""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


def test_every_kind_gives_the_same_and_gets_its_own_kind_back(kind: str) -> None:
    ours = run(CELL, frame_kinds.frame(kind, PEOPLE), frame_kinds.frame(kind, ORDERS))
    theirs = run(CELL, frame_kinds.frame("pandas", PEOPLE), frame_kinds.frame("pandas", ORDERS))
    assert is_kind(ours.frame(), kind)
    added = list(plain(ours.frame()).items())[len(PEOPLE) :]
    assert added == list(plain(theirs.frame()).items())[len(PEOPLE) :]
    assert ours.facts == theirs.facts
    assert ours.facts.events is not None
    assert ours.facts.duplicates == 1
    assert ours.facts.infinite == {("customers", "amount"): 1}
    answers = dict(added)
    assert answers["n"] == [3, 0, 1, 0]
    assert answers["total"] == [40.0, 0.0, 12.5, 0.0]
    assert answers["last_what"] == ["y", None, "y", None]
    assert answers["richer"] == [False, None, True, True]
    assert answers["younger"] == [True, None, False, True]
    assert answers["since"] == [1.0, None, None, 0.0]
    assert answers["segment"] == ["Unassigned", "Unassigned", "Many", "Gold"]


def test_the_frame_that_was_given_is_not_changed(kind: str) -> None:
    people = frame_kinds.frame(kind, PEOPLE)
    before = plain(people)
    given_back = plain(run("y = number\nA: y > 1", people).frame())
    assert plain(people) == before
    assert list(given_back) == [*PEOPLE, "y", "segment"]
    assert {name: given_back[name] for name in PEOPLE} == before


KINDS_OF_COLUMNS = {
    "number": Kind.NUMBER,
    "small": Kind.NUMBER,
    "amount": Kind.NUMBER,
    "single": Kind.NUMBER,
    "price": Kind.NUMBER,
    "city": Kind.TEXT,
    "plan": Kind.TEXT,
    "agreed": Kind.TRUTH,
    "born": Kind.DATE,
    "seen": Kind.DATE,
    "zoned": Kind.DATE,
    "iso": Kind.TEXT,
    "nothing": Kind.NOTHING,
}


def test_kinds_of_columns(kind: str) -> None:
    frame: Any = Frame(frame_kinds.frame(kind, PEOPLE), "customers")
    kinds = {name: frame.columns[name].kind for name in KINDS_OF_COLUMNS}
    assert kinds == KINDS_OF_COLUMNS
    assert frame.columns["iso"].iso_dates
