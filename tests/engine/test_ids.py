"""Ids of every kind of frame: joined exactly, also between frames of different kinds."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pytest

import frame_kinds
from engine.running import run
from frame_kinds import KINDS, after, as_written, is_kind, plain
from seg_jupyter.errors import SegmentDataError, SegmentError

A, B = datetime(2026, 1, 31, 10), datetime(2026, 2, 1, 12, 30)
LONG = 2**60 + 1


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


def test_ids_are_joined_between_frames_of_different_kinds() -> None:
    keys = {"text": ["a", "b", "ü"], "int": [1, -2, LONG], "int32": [1, -2, 3], "uint64": [1, 2, 3]}
    keys["category"] = keys["text"]
    for declared, (first, second, third) in keys.items():
        people: frame_kinds.Table = {"id": (declared, [third, first, second])}
        orders: frame_kinds.Table = {
            "id": (declared, [first, first, None, second]),
            "at": ("time", [A] * 4),
        }
        for ours in KINDS:
            for theirs in KINDS:
                if theirs == "pandas" and declared not in ("text", "category"):
                    continue  # a missing id turns NumPy's whole numbers into decimals
                result = run("n = count()", frame_kinds.frame(ours, people),
                             frame_kinds.frame(theirs, orders))  # fmt: skip
                assert plain(result.frame())["n"] == [0, 2, 1], (declared, ours, theirs)


def test_ids_of_different_widths_are_joined() -> None:
    widths = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
    for one, kind in zip(widths, KINDS * 2, strict=False):
        for other in widths:
            people = frame_kinds.frame(kind, {"id": (one, [1, 2, 127])})
            orders = frame_kinds.frame(
                "polars", {"id": (other, [127, 127]), "at": ("day", [A.date()] * 2)}
            )
            assert plain(run("n = count()", people, orders).frame())["n"] == [0, 0, 2]
    big = pl.DataFrame({"id": pl.Series([2**100, 2**64 - 1], dtype=pl.Int128), "at": [A] * 2})
    people = pd.DataFrame({"id": pd.Series([2**100, 2**64 - 1, 2**64], dtype=object)})
    assert plain(run("n = count()", people, big).frame())["n"] == [1, 1, 0]


def test_customers_of_events_alone_are_of_the_events_kind(kind: str) -> None:
    for declared, ids in (("int", [7, 3, None, 7, -1]), ("category", ["b", "a", None, "b", "C"])):
        if kind == "pandas" and declared == "int":
            ids = [7, 3, 5, 7, -1]
        events = frame_kinds.frame(kind, {"id": (declared, ids), "at": ("time", [A] * 3 + [B] * 2)})
        frame = run("n = count()", events=events, id="id").frame()
        assert is_kind(frame, kind)
        counts = Counter(value for value in ids if value is not None)
        assert plain(frame)["id"] == sorted(counts)
        assert plain(frame)["n"] == [counts[value] for value in sorted(counts)]
        early = run("n = count()", events=events, id="id", as_of="2026-01-31").frame()
        assert plain(early)["id"] == sorted({value for value in ids[:3] if value is not None})


@pytest.mark.parametrize(
    ("column", "start"),
    [
        (("float", [1.0, 2.0]), "Convert them first: "),
        (("decimal", [Decimal(1), Decimal(2)]), "Convert them first: "),
        (("truth", [True, False]), "Convert them first: "),
        (("day", [A.date(), B.date()]), "Convert them first: "),
        (("int", [7, 7]), "Keep one row of each: "),
        (("text", ["a", "a"]), "Keep one row of each: "),
        (("text", ["a", None]), "Drop them first: "),
    ],
)
def test_ids_that_are_refused_with_the_line_that_puts_them_right(
    kind: str, column: tuple[str, list[Any]], start: str
) -> None:
    people = frame_kinds.frame(kind, {"id": column, "x": ("int", [1, 2])})
    with pytest.raises(SegmentDataError) as caught:
        run("A: x > 1", people, id="id")
    assert caught.value.remedy is not None
    assert caught.value.remedy.startswith(start)
    fixed = as_written(caught.value, people)
    if kind != "pandas" or column[0] != "decimal":  # pandas makes no whole numbers of Decimals
        assert plain(run("A: x > 1", fixed, id="id").frame())["segment"][-1] in ("A", "Unassigned")


def test_ids_under_two_names(kind: str) -> None:
    own = frame_kinds.frame(kind, {"customer": ("int", [1, 2]), "city": ("text", ["a", "b"])})
    orders = {"cust_id": ("int", [2]), "at": ("time", [A]), "shop": ("text", ["x"])}
    theirs = frame_kinds.frame(kind, orders)
    for options in ({}, {"id": "customer"}):
        with pytest.raises(SegmentError) as caught:
            run("n = count()", own, theirs, **options)
        assert str(caught.value.remedy).startswith(
            "If 'cust_id' holds it in the events, rename it first: "
        )
        answer = run("n = count()", own, as_written(caught.value, theirs), **options)
        assert plain(answer.frame())["n"] == [0, 1]
    with pytest.raises(SegmentError, match="the customers have no column 'cust_id'") as caught:
        run("n = count()", own, theirs, id="cust_id")
    assert plain(run("n = count()", as_written(caught.value, own), theirs).frame())["n"] == [0, 1]
    for ours, others in (("customer", "who"), ("who", "cust_id"), ("x", "y")):
        own = frame_kinds.frame(kind, {ours: ("int", [1, 2])})
        theirs = frame_kinds.frame(kind, {others: ("int", [2]), "at": ("time", [A])})
        with pytest.raises(SegmentError, match="not clear which column") as caught:
            run("n = count()", own, theirs)
        line = str(caught.value.remedy).split(": ", 1)[1]
        renamed = theirs
        if ours == "who":
            own = after(line.replace("'NAME'", "'who'"), own)
        else:
            line = line.replace("'NAME'", repr(others)).replace("NAME IN THE CUSTOMERS", ours)
            renamed = after(line, theirs)
        assert plain(run("n = count()", own, renamed).frame())["n"] == [0, 1]


def test_a_shared_column_that_is_no_id_costs_no_customer(kind: str) -> None:
    cities = {"city": ("text", ["a", "a"])}
    own = frame_kinds.frame(kind, {"customer": ("int", [1, 2]), **cities})
    theirs = frame_kinds.frame(kind, {"cust_id": ("int", [2, 2]), "at": ("time", [A, A]), **cities})
    with pytest.raises(SegmentDataError, match="repeat an id in 'city'") as caught:
        run("n = count()", own, theirs)
    assert str(caught.value.remedy).startswith(
        "'city' was guessed. If 'cust_id' holds it in the events, rename it first: "
    )
    renamed = as_written(caught.value, theirs)
    assert plain(run("n = count()", own, renamed, id="customer").frame())["n"] == [0, 2]
    with pytest.raises(SegmentDataError, match="repeat an id in 'city'") as caught:
        run("n = count()", own, theirs, id="city")
    assert str(caught.value.remedy).startswith("Keep one row of each: ")


def test_text_ids_that_no_conversion_brings_together(kind: str) -> None:
    orders = frame_kinds.frame("polars", {"id": ("int", [100003, 2]), "at": ("time", [A, A])})
    for texts, why in ((["C100003", "C2"], ": as text they are not digits alone."), (["7"], ".")):
        people = frame_kinds.frame(kind, {"id": ("text", texts)})
        with pytest.raises(SegmentDataError, match="text in the customers, whole") as caught:
            run("n = count()", people, orders)
        assert caught.value.exists == "No id is in both, as text or as numbers" + why
        assert str(caught.value.remedy).startswith("Write both in one way")


def test_text_ids_with_zeros_in_front_become_numbers(kind: str) -> None:
    people = frame_kinds.frame(kind, {"id": ("text", ["00123", "00007"])})
    orders = frame_kinds.frame("pandas", {"id": ("int", [123]), "at": ("time", [A])})
    with pytest.raises(SegmentDataError, match="text in the customers, whole") as caught:
        run("n = count()", people, orders)
    assert caught.value.exists == "Zeros in front make the difference."
    answer = run("n = count()", as_written(caught.value, people), orders)
    assert plain(answer.frame())["n"] == [1, 0]


def test_fractions_are_no_whole_numbers_that_a_gap_has_changed(kind: str) -> None:
    for numbers, said in (([1.5, 2.0], "Some are no whole"), ([1.0, None], "Whole numbers turn")):
        people = frame_kinds.frame(kind, {"id": ("float", numbers)})
        with pytest.raises(SegmentDataError, match="decimal numbers") as caught:
            run("A: 1 > 2", people, id="id")
        assert str(caught.value.exists).startswith(said)


def test_ids_of_two_types(kind: str) -> None:
    people = frame_kinds.frame(kind, {"id": ("text", ["1", "2"])})
    orders = frame_kinds.frame("polars", {"id": ("int", [1]), "at": ("time", [A])})
    with pytest.raises(SegmentDataError) as caught:
        run("n = count()", people, orders)
    line = "frame = frame.with_columns(pl.col('id').cast(pl.String))"
    assert caught.value.remedy == f"Convert those of the events first: {line}"
    answer = run("n = count()", people, as_written(caught.value, orders)).frame()
    assert plain(answer)["n"] == [1, 0]
    flipped = {"id": ("text", ["1"]), "at": ("time", [A])}
    people = frame_kinds.frame(kind, {"id": ("int", [1, 2])})
    with pytest.raises(SegmentDataError, match="Convert those of the customers first") as caught:
        run("n = count()", people, frame_kinds.frame("polars", flipped))
    fixed = as_written(caught.value, people)
    answer = run("n = count()", fixed, frame_kinds.frame("polars", flipped)).frame()
    assert plain(answer)["n"] == [1, 0]
