"""Ids, times and first lines: said where the engine cannot guess them, quoted as a cell needs."""

from __future__ import annotations

import pandas as pd
import pytest

import seg_jupyter as seg
from seg_jupyter.engine.frames.variable import NamedFrame
from seg_jupyter.templates import names, new
from templates import company
from templates.fitting import column, fitted

DAY = pd.Timestamp("2025-03-03")


def test_names_says_what_there_is() -> None:
    listed = ["engagement", "engagement-types", "channels", "loyalty", "rfm", "blank"]
    assert list(names()) == listed
    assert all(names().values())


def test_an_unknown_name_and_no_frame() -> None:
    with pytest.raises(seg.SegmentNameError, match="no starting point is called 'rmf'") as refused:
        new("rmf", company.summary())
    assert refused.value.exists == "Closest: 'rfm'."
    with pytest.raises(seg.SegmentUsageError, match="there is no frame to write a cell for"):
        new("rfm")


def test_the_id_of_people_and_the_time_of_the_event() -> None:
    orders = pd.DataFrame(
        {
            "basket_id": [1, 2, 3],
            "customer_id": [7, 7, 8],
            "due": DAY,
            "ordered_at": DAY,
        }
    )
    draft = new("blank", events=orders)
    assert draft.line == (
        "%%segment --events events --id customer_id --time ordered_at --as segments"
    )
    assert "# guessed: --id, the only id of people\n" in draft.text
    assert "# guessed: --time, the date that is named like the time\n" in draft.text
    assert column(fitted(draft, None, orders), "customer_id") == [7, 8]
    own = pd.DataFrame({"customer_id": [7, 8], "basket_id": [3, 3], "plan": "x"})
    assert new("blank", own, orders).options["id"] == "customer_id"


def test_dates_as_text() -> None:
    orders = pd.DataFrame(
        {
            "customer_id": [7, 8],
            "date": ["2025-01-01", "2025-02-01"],
            "due": ["2025-01-01", "2025-02-01"],
        }
    )
    draft = new("blank", events=orders)
    assert draft.options["time"] == "date"
    fitted(draft, None, orders)
    assert "time" not in new("blank", events=orders.drop(columns="due")).options


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ({"x_id": [1], "y_id": [2], "at": [DAY]}, "which events column holds the customer's id"),
        ({"id": [1], "due": [DAY], "seen": [DAY]}, "which events column holds the time"),
        ({"id": [1], "n": [2]}, "which events column holds the time"),
        ({"id": [1], "at": [pd.NaT]}, "events holds no event with a time"),
        ({"id": [1.5], "at": [DAY]}, "are decimal numbers"),
    ],
)
def test_events_that_no_cell_could_read(events: dict[str, list[object]], said: str) -> None:
    with pytest.raises(seg.SegmentError, match=said):
        new("blank", events=pd.DataFrame(events))


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([7, 7], "1 of 2 rows of the customers repeat an id"),
        (["7", "8"], "text in the customers, whole numbers in the events"),
    ],
)
def test_customers_that_no_cell_could_read(ids: list[object], said: str) -> None:
    orders = pd.DataFrame({"id": [7, 8], "at": DAY})
    with pytest.raises(seg.SegmentDataError, match=said):
        new("blank", pd.DataFrame({"id": ids}), orders)


def test_columns_that_somebody_named() -> None:
    people = pd.DataFrame({"key": [1, 2], "other": [1, 1], "n": [3, 4]})
    orders = pd.DataFrame({"key": [1, 2], "other": [1, 1], "at": DAY, "due": DAY})
    draft = new("blank", people, orders, id="key", time="due")
    assert draft.options == {"id": "key", "time": "due", "name": "segments"}
    fitted(draft, people, orders)
    assert fitted(new("blank", people, id="key"), people).explain(2) is not None
    for id_, said in (("kee", "Closest: 'key'"), ("other", "repeat an id")):
        with pytest.raises(seg.SegmentError) as refused:
            new("blank", people, orders, id=id_)
        assert said in str(refused.value)
    with pytest.raises(seg.SegmentUsageError, match="and there are no events"):
        new("blank", people, time="due")


def test_a_word_of_the_first_line_is_quoted() -> None:
    orders = pd.DataFrame({"-id": [7, 8], "the id": [1, 2], "at it": DAY, "due": DAY})
    people = pd.DataFrame({"the id": [1, 2], "user -id": [7, 8], "opt-in (mail)": True})
    orders = orders.rename(columns={"-id": "user -id", "at it": "event time"})
    draft = new("blank", NamedFrame(people, "people"), NamedFrame(orders, "orders"))
    assert draft.line == (
        "%%segment people --events orders --id 'user -id' --time 'event time' "
        "--consent 'opt-in (mail)' --as segments"
    )
    fitted(draft, people, orders)
    dashed = pd.DataFrame({"x": [1, 2], "-opt in": True, "--objected": False})
    draft = new("blank", dashed)
    assert draft.line == (
        "%%segment customers '--consent=-opt in' --objected=--objected --as segments"
    )
    fitted(draft, dashed)
    both = pd.DataFrame({"x": [1], "opt in 'or' \"out\"": True})
    with pytest.raises(seg.SegmentUsageError, match="cannot be written in the first line"):
        new("blank", both)


def test_consent_is_never_passed_over() -> None:
    for name in ("consent`s", "opt in", "the consent's"):
        people = pd.DataFrame({"x": range(4), name: [True, True, True, False]})
        result = fitted(new("blank", people), people)
        assert str(result.frame["segment"][3]) == "Not profiled"
    unknown = pd.array([None] * 4, dtype="boolean")
    people = pd.DataFrame({"x": range(4), "consent": unknown})
    assert set(fitted(new("blank", people), people).frame["segment"]) == {"Not profiled"}
    with pytest.raises(seg.SegmentUsageError, match="cannot be written in the first line"):
        new("blank", pd.DataFrame({"x": [1], "consent\n": [True]}))


def test_a_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("my data(1)")
    people, orders = folder / "people.csv", str(folder / "orders.parquet")
    company.customers().to_csv(people, index=False)
    company.orders().to_parquet(orders)
    draft = new("rfm", people, orders)
    assert draft.line.startswith(f"%%segment '{people}' --events '{orders}' ")
    assert str(folder) not in draft.text
    fitted(draft, str(people), orders)
    with pytest.raises(seg.SegmentUsageError, match="there is no file"):
        new("rfm", folder / "nothing.csv")


def test_a_draft_shows_itself_whole() -> None:
    draft = new("blank", pd.DataFrame({"visits": range(9)}))
    assert repr(draft) == str(draft) == f"{draft.line}\n{draft.text}"
    assert str(draft) == (
        "%%segment customers --as segments\n"
        "# A start: what counts, and where the cuts are.\n"
        "# From the names of the columns alone, and from no theory.\n"
        "\n"
        "value = score(visits)  # guessed: the first numbers of customers\n"
        "\n"
        "High:   value >= 70\n"
        "Middle: value >= 40\n"
        "Low:    otherwise\n"
    )
