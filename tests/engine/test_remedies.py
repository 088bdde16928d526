"""The lines of code that errors show: in the frame's own library, and working as they stand."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pyarrow as pa
import pytest

import frame_kinds
from engine.running import run
from frame_kinds import KINDS, after, as_written, is_kind, plain
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.model import Settings
from seg_jupyter.errors import SegmentDataError, SegmentTypeError, SegmentUsageError

A = datetime(2026, 1, 31, 10)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("declared", ["text", "category"])
@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1", "2.5", None], [1, 2.5, None]),
        ([" 7 ", "+1e+2", "-.5"], [7, 100, -0.5]),
        (["12,345,678.5", "-1,000", "3 "], [12345678.5, -1000, 3]),
        (["1,5", "+12,50", None], [1.5, 12.5, None]),
    ],
)
def test_numbers_stored_as_text(
    kind: str, declared: str, texts: list[str | None], numbers: list[float | None]
) -> None:
    people = frame_kinds.frame(kind, {"it's": (declared, texts)})
    with pytest.raises(SegmentTypeError) as caught:
        run("A: `it's` > 1", people)
    fixed = as_written(caught.value, people)
    assert is_kind(fixed, kind)
    assert plain(fixed)["it's"] == numbers


def test_the_line_for_polars_is_the_one_that_people_write() -> None:
    with pytest.raises(SegmentTypeError) as caught:
        run("A: x > 1", pl.DataFrame({"x": ["1"]}))
    assert caught.value.remedy is not None
    assert caught.value.remedy.endswith("frame = frame.with_columns(pl.col('x').cast(pl.Float64))")


def test_a_time_that_is_text_or_numbers(kind: str) -> None:
    for column in (("text", ["31/01/2026"]), ("int", [1769853600])):
        events = frame_kinds.frame(kind, {"id": ("int", [1]), "at": column})
        with pytest.raises(SegmentDataError, match="does not hold dates") as caught:
            run("n = count()", events=events, time="at")
        if column[0] == "int":
            fixed = as_written(caught.value, events)
            assert run("n = count()", events=fixed, time="at").as_of == A.date()
        else:
            assert "frame" in str(caught.value.remedy)
    events = frame_kinds.frame(kind, {"id": ("int", [1]), "x": ("int", [1])})
    with pytest.raises(SegmentUsageError, match="Convert one first: frame"):
        run("n = count()", events=events)


def test_dates_as_text_are_converted_by_the_line(kind: str) -> None:
    for declared in ("text", "category"):
        people = Frame(frame_kinds.frame(kind, {"x": (declared, ["2026-01-31"])}), "customers")
        fixed = after(people.remedies.dates("x"), people.native)
        assert plain(fixed)["x"] == [datetime(2026, 1, 31)]


def test_texts_of_two_zones(kind: str) -> None:
    times = ["2026-01-01T00:30:00Z", "2026-01-01T00:30:00+02:00"]
    people = frame_kinds.frame(kind, {"x": ("text", times)})
    with pytest.raises(SegmentDataError, match="cannot stand in one column") as caught:
        run("y = days_since(x)", people, as_of="2026-01-01")
    answer = run("y = days_since(x)", as_written(caught.value, people), as_of="2026-01-01")
    assert plain(answer.frame())["y"] == [0, 1]


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_times_outside_the_calendar(kind: str) -> None:
    column = pa.array([253_402_300_800_000 + 200_000_000, 0], pa.timestamp("ms"))
    people = {"polars": pl.from_arrow, "pyarrow": lambda t: t, "pandas": pa.Table.to_pandas}[kind](
        pa.table({"x": column})
    )
    with pytest.raises(SegmentDataError, match="1 of the times in the customers column") as caught:
        run("y = x", people)
    assert plain(as_written(caught.value, people))["x"] == [None, datetime(1970, 1, 1)]


def test_consent_that_is_neither(kind: str) -> None:
    for column in (("text", ["yes", "no"]), ("int", [1, 2])):
        people = frame_kinds.frame(kind, {"ok": column})
        with pytest.raises(SegmentDataError, match="neither truth values nor 0 and 1") as caught:
            run("A: otherwise", people, settings=Settings(consent="ok"))
        answer = run(
            "A: otherwise", as_written(caught.value, people), settings=Settings(consent="ok")
        )
        assert answer.sizes == (1, 0, 1)
