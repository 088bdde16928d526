"""Which frames of a notebook a cell is written for, what it says of it, and what it refuses."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pytest

import seg_jupyter as seg
from seg_jupyter.engine.frames.variable import NamedFrame
from seg_jupyter.templates.finding import Choice
from seg_jupyter.templates.notebook import new_in_notebook
from templates import company
from templates.fitting import MAKERS


def found(name: str, frames: dict[str, Any], *taken: str) -> seg.templates.Draft:
    return new_in_notebook(name, Choice(), frames, {*frames, *taken})


@pytest.mark.parametrize("kind", MAKERS)
def test_one_row_for_each_id_are_customers_and_many_are_events(kind: str) -> None:
    frames = {"a": MAKERS[kind](company.orders()), "b": MAKERS[kind](company.customers())}
    draft = found("engagement", frames)
    assert draft.line == (
        "%%segment b --events a --consent consent --objected objected --as engagement"
    )
    assert "# guessed: b has one row for each customer_id\n" in draft.text
    assert "# guessed: a has many rows for each customer_id, and times: events\n" in draft.text
    assert "# guessed: --consent, the only consent column of b\n" in draft.text


@pytest.mark.parametrize(
    ("name", "events"), [("rfm", "orders"), ("engagement", "orders"), ("loyalty", "surveys")]
)
def test_of_several_frames_of_events_the_one_with_most_for_the_cell(name: str, events: str) -> None:
    frames = {"customers": company.customers(), **company.frames()}
    draft = found(name, frames)
    assert f"%%segment customers --events {events} " in draft.line
    assert f"# guessed: {events} has most for this; seg.stack joins several\n" in draft.text


def test_a_stack_has_most() -> None:
    frames = {"customers": company.customers(), **company.frames()}
    frames["everything"] = seg.stack(**company.frames())
    for name in ("engagement", "engagement-types", "channels", "loyalty"):
        assert "--events everything" in found(name, frames).line


def test_what_cannot_be_told_apart_is_one_error_with_the_frames() -> None:
    orders = company.orders()
    for frames in (
        {"orders": orders, "sales": orders},
        {"one": pd.DataFrame({"x": [1]}), "two": pd.DataFrame({"x": [1]})},
        {"customers": company.customers(), "users": company.customers(), "orders": orders},
        {"lazy": pl.LazyFrame({"x": [1]})},
    ):
        with pytest.raises(seg.SegmentUsageError) as refused:
            found("rfm", frames)
        assert refused.value.problem == "it cannot be told which frames are meant"
        assert all(f"'{name}'" in str(refused.value) for name in frames)
        assert "--events orders" in str(refused.value)


def test_a_notebook_without_frames() -> None:
    with pytest.raises(seg.SegmentUsageError, match="the notebook has no frame yet"):
        found("rfm", {})


def test_what_cannot_be_read_is_no_candidate() -> None:
    twice = pd.DataFrame([[1, 2]], columns=["x", "x"])
    frames = {"lazy": pl.LazyFrame({"x": [1]}), "twice": twice, "summary": company.summary()}
    assert found("rfm", frames).line == "%%segment summary --as rfm"
    decimals = company.orders().assign(customer_id=0.5)
    frames = {"decimals": decimals, "customers": company.customers()}
    draft = found("blank", frames)
    assert draft.line.startswith("%%segment customers --consent")
    assert "# guessed: customers is named like customers" in draft.text


def test_events_that_no_customers_belong_to_stand_alone() -> None:
    frames = {"orders": company.orders(), "summary": company.summary()}
    assert found("rfm", frames).line == "%%segment --events orders --as rfm"


def test_a_customers_frame_that_is_named_so_is_taken() -> None:
    plain = company.customers()
    frames = {"extra": plain[["customer_id"]], "customers": plain, "orders": company.orders()}
    assert "%%segment customers --events orders" in found("rfm", frames).line


def test_a_named_frame_of_events_is_read_as_events() -> None:
    orders = NamedFrame(company.orders(), "orders")
    draft = new_in_notebook("rfm", Choice(orders), {}, ())
    assert draft.line == "%%segment --events orders --as rfm"
    assert "# guessed: many rows for each customer_id, and times: events" in draft.text
    people = NamedFrame(company.customers(), "people")
    draft = new_in_notebook("rfm", Choice(people, orders), {}, ())
    assert draft.line.startswith("%%segment people --events orders")


def test_repeats_are_found_in_a_large_frame_too() -> None:
    size = 40_001
    ids = [*range(size - 1), 1]  # the one row that repeats is not among those looked at first
    logs = pd.DataFrame({"user_id": ids, "at": pd.Timestamp("2025-01-01")})
    assert found("blank", {"logs": logs}).line == "%%segment --events logs --as segments"


def test_no_name_that_is_taken() -> None:
    orders = company.orders()
    assert found("rfm", {"rfm": orders}).line == "%%segment --events rfm --as rfm_2"
    assert found("rfm", {"rfm": orders}, "rfm_2").options == {"name": "rfm_3"}
    labelled = pd.DataFrame({"segment": ["a"], "rfm": [1]})
    assert found("rfm", {"labelled": labelled}).options == {"name": "rfm_2"}
