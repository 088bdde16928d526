from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from engine.running import compute, days, labels, run, table, values
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.model import Settings
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentError,
    SegmentNameError,
    SegmentUsageError,
)

PEOPLE = table(id=[3, 1, 2], city=["Ulm", "Bonn", "Ulm"])
ORDERS = table(id=[1, 1, 2], at=days("2026-01-01", "2026-01-05", "2026-01-03"), x=[1.0, 2.0, 3.0])
CELL = "n = count()\nA: n > 1\nB: otherwise"


def guesses(**frames: object) -> dict[str, tuple[str, str]]:
    found = gather(frames.pop("customers", None), frames.pop("events", None), **frames)
    return {guess.option: (guess.value, guess.reason) for guess in found.guesses}


# what is guessed


def test_both_frames() -> None:
    assert guesses(customers=PEOPLE, events=ORDERS) == {
        "id": ("id", "the only column that both frames share"),
        "time": ("at", "the only date column of the events"),
        "as-of": ("2026-01-05", "the day of the last event"),
    }


def test_events_alone() -> None:
    assert guesses(events=ORDERS)["id"] == ("id", "the only column named like an id")


def test_nothing_is_guessed_that_was_said() -> None:
    said = {"id": "id", "time": "at", "as_of": "2026-01-31"}
    assert guesses(customers=PEOPLE, events=ORDERS, **said) == {}


def test_customers_alone_need_no_guess() -> None:
    assert guesses(customers=PEOPLE) == {}
    found = gather(PEOPLE, None, id="id", as_of="2026-01-31")
    assert (found.id, found.time, found.events) == ("id", None, None)
    assert found.as_of is not None
    assert found.as_of.day == date(2026, 1, 31)


@pytest.mark.parametrize("name", ["id", "customer_id", "user-id", "Kunden id", "account.id",
                                  "userId", "customerID", "ID", "CUSTOMER_ID", "customer", "Client",
                                  "user_no", "memberNumber", "household_key", "Account Nr",
                                  "buyer", "subscriber-id", "contact", "person", "cust_num",
                                  "Cust.Key", "USERID"])  # fmt: skip
def test_names_that_look_like_an_id(name: str) -> None:
    assert guesses(events=ORDERS.rename(columns={"id": name}))["id"][0] == name


@pytest.mark.parametrize("name", ["paid", "ID2", "valid", "idea", "customers", "void", "ids",
                                  "personal", "user_name", "customer_since", "key", "number",
                                  "account_balance", "in_contact"])  # fmt: skip
def test_names_that_do_not(name: str) -> None:
    with pytest.raises(SegmentUsageError, match="not clear which events column holds"):
        gather(None, ORDERS.rename(columns={"id": name}))


def test_dates_as_text_serve_where_there_is_no_date_column() -> None:
    events = ORDERS.assign(at=["2026-01-01", "2026-01-05T10:00", "2026-01-03 08:30"])
    assert guesses(events=events)["time"] == (
        "at",
        "the only column of the events with dates as text",
    )
    assert guesses(events=events.assign(day=ORDERS["at"]))["time"][0] == "day"


def test_the_day_of_the_last_event_is_that_of_its_own_zone() -> None:
    late = pd.Series(days("2026-01-05 23:30")).dt.tz_localize("UTC").dt.tz_convert("Asia/Tokyo")
    assert guesses(events=table(id=[1], at=late))["as-of"][0] == "2026-01-06"


def test_events_alone_make_one_row_per_id_sorted() -> None:
    events = table(
        id=["b", "c", None, "a", "b", "late"],
        at=days("2026-01-01", "2026-01-02", "2026-01-02", "2026-01-03", "2026-01-03", "2026-03-01"),
    )
    result = run("n = count()", events=events, as_of="2026-01-31")
    assert values(result, "id") == ["a", "b", "c"]
    assert values(result, "n") == [1, 2, 1]


def test_customers_keep_their_rows_and_order() -> None:
    result = run(CELL, PEOPLE, ORDERS)
    assert values(result, "id") == [3, 1, 2]
    assert values(result, "n") == [0, 2, 1]
    assert labels(result) == ["B", "A", "B"]


def test_a_column_of_both_frames_that_is_not_the_id() -> None:
    people = PEOPLE.assign(x=[10.0, 20.0, 30.0])
    result = run("spend = sum(x)\nown = x", people, ORDERS, id="id")
    assert values(result, "spend") == [0, 3, 3]
    assert values(result, "own") == [10, 20, 30]


# what ids may be


@pytest.mark.parametrize(
    "ids",
    [
        pd.Series([1, 1, 2]),
        pd.Series([1, 1, 2], dtype="int8"),
        pd.Series([1, 1, 2], dtype="uint64"),
        pd.Series([1, 1, 2], dtype="Int64"),
        pd.Series([1, 1, 2], dtype="int64[pyarrow]"),
        pd.Series([1, 1, 2], dtype=object),
        pd.Series(pd.Categorical([1, 1, 2])),
        pd.Series(pd.Categorical([1, 1, 2], categories=[2, 1, 9])),
    ],
)
def test_ids_that_are_whole_numbers(ids: pd.Series) -> None:
    assert values(run(CELL, PEOPLE, ORDERS.assign(id=ids)), "n") == [0, 2, 1]


WHOLE = ["int64", "Int64", "uint64", "UInt64", "int64[pyarrow]", "uint64[pyarrow]", "object"]


@pytest.mark.parametrize("ours", WHOLE)
@pytest.mark.parametrize("theirs", WHOLE)
@pytest.mark.parametrize("base", [0, 2**62, 2**63 - 3])
def test_long_ids_are_told_apart_in_whatever_they_are_stored(
    ours: str, theirs: str, base: int
) -> None:
    # float64, to which two such types are brought by comparing them, has gaps of 1,024 there
    people = table(id=pd.Series([base + 2, base, base + 1], dtype=ours))
    events = ORDERS.assign(id=pd.Series([base, base + 1, base + 1], dtype=theirs))
    assert values(run(CELL, people, events), "n") == [0, 1, 2]


@pytest.mark.parametrize("theirs", ["uint64", "UInt64", "uint64[pyarrow]", "object"])
def test_ids_beyond_the_signed_ones(theirs: str) -> None:
    people = table(id=pd.Series([2**64 - 1, 2**64 - 2], dtype="uint64"))
    events = ORDERS.assign(id=pd.Series([2**64 - 2, 2**64 - 2, 7], dtype=theirs))
    result = run(CELL, people, events)
    assert values(result, "n") == [0, 2]
    assert values(run(CELL, events=events), "id") == [7, 2**64 - 2]


@pytest.mark.parametrize("ours", ["object", "str", "string[python]", "string[pyarrow]",
                                  "large_string[pyarrow]", "category"])  # fmt: skip
@pytest.mark.parametrize("theirs", ["object", "string[python]", "category"])
def test_ids_that_are_text(ours: str, theirs: str) -> None:
    people = table(id=pd.Series(["c", "a", "b"], dtype=ours))
    events = ORDERS.assign(id=pd.Series(["a", "a", "b"], dtype=theirs))
    assert values(run(CELL, people, events), "n") == [0, 2, 1]


@pytest.mark.parametrize(
    "ids",
    [
        pd.Series([1, None, 2], dtype="Int64"),
        pd.Series([1, None, 2], dtype=object),
        pd.Series(pd.Categorical([1, None, 2])),
    ],
)
def test_events_without_an_id_are_counted(ids: pd.Series) -> None:
    result = run(CELL, PEOPLE, ORDERS.assign(id=ids))
    assert values(result, "n") == [0, 1, 1]
    assert result.facts.events is not None
    assert result.facts.events.without_id == 1


@pytest.mark.parametrize("dtype", ["float64", "object", "Int64", "str"])
def test_events_none_of_which_has_an_id(dtype: str) -> None:
    result = run(CELL, PEOPLE, ORDERS.assign(id=pd.Series([None] * 3, dtype=dtype)))
    assert values(result, "n") == [0, 0, 0]


# what is refused


def error(**frames: object) -> SegmentError:
    options = dict(frames)
    with pytest.raises(SegmentError) as caught:
        run(CELL, options.pop("customers", None), options.pop("events", None), **options)
    assert caught.value.remedy, "every error says what to do"
    return caught.value


def test_no_frame() -> None:
    found = error()
    assert isinstance(found, SegmentUsageError)
    assert found.problem == "there is no frame to segment"


@pytest.mark.parametrize("role", ["customers", "events"])
@pytest.mark.parametrize("thing", [{"id": [1]}, 7, np.zeros(3), pd.Series([1])])
def test_what_is_not_a_frame(role: str, thing: object) -> None:
    found = error(**{role: thing})
    assert isinstance(found, SegmentUsageError)
    assert found.problem == f"the {role} are '{type(thing).__name__}', not a frame"
    assert found.remedy == (
        "Give a frame of pandas or Polars, a table of PyArrow, or the path of a Parquet or CSV "
        "file."
    )


def test_no_shared_column() -> None:
    found = error(customers=PEOPLE, events=ORDERS.rename(columns={"id": "who"}))
    assert isinstance(found, SegmentUsageError)
    assert found.problem == "it is not clear which column holds the customer's id"
    assert found.exists == "Both frames share: none."
    assert found.remedy == (
        "Rename the column of the events that holds it, here NAME, first: "
        "frame = frame.rename(columns={'NAME': 'id'})"
    )


def test_two_shared_columns() -> None:
    found = error(customers=PEOPLE.assign(x=1), events=ORDERS)
    assert found.exists == "Both frames share: 'id', 'x'."


def test_two_columns_named_like_an_id() -> None:
    found = error(events=ORDERS.assign(order_id=[7, 8, 9]))
    assert found.exists == "Named like an id: 'id', 'order_id'."


def test_no_column_named_like_an_id() -> None:
    events = table(
        shop=[1, 2, 3], item=["a", "b", None], price=[1.5, 2.0, 3.0], at=days(*["2026-01-01"] * 3)
    )
    odd = pd.Series([Decimal("sNaN"), Decimal(1), None], dtype=object)
    found = error(events=events.assign(odd=odd))
    assert found.exists == (
        "Named like an id: none. Columns of whole numbers or text: 'shop', 'item'."
    )
    assert found.remedy == "Name it with --id NAME, or id=… from Python."
    assert compute("count()", events=events, id="shop") == [1, 1, 1]
    found = error(events=events[["price", "at"]])
    assert found.exists == "Named like an id: none. Columns of whole numbers or text: none."


def test_ids_in_the_index_of_the_events() -> None:
    found = error(customers=PEOPLE, events=ORDERS.set_index("id"))
    assert found.remedy == (
        "The events have 'id' as index; make it a column first: frame = frame.reset_index()"
    )


def test_two_date_columns() -> None:
    found = error(events=ORDERS.assign(sent=ORDERS["at"]))
    assert found.problem == "it is not clear which events column holds the time"
    assert found.exists == "Date columns: 'at', 'sent'."
    assert found.remedy == "Name it with --time NAME, or time=… from Python."


def test_no_date_column() -> None:
    found = error(events=ORDERS.drop(columns="at"))
    assert found.exists == "There is no date column; there are: 'id', 'x'."
    assert found.remedy == "Name it with --time NAME, or time=… from Python."


@pytest.mark.parametrize(
    ("options", "role", "name", "exists"),
    [
        ({"id": "idd"}, "customers", "idd", "Closest: 'id'."),
        ({"id": "city"}, "events", "city", "There are: 'id', 'at', 'x'."),
        ({"time": "att"}, "events", "att", "Closest: 'at'."),
    ],
)
def test_a_column_that_does_not_exist(
    options: dict[str, str], role: str, name: str, exists: str
) -> None:
    found = error(customers=PEOPLE, events=ORDERS, **options)
    assert isinstance(found, SegmentNameError)
    assert found.problem == f"the {role} have no column '{name}'"
    assert found.exists == exists
    assert found.remedy == (
        "Both frames have 'id'; name a column of both."
        if name == "city"
        else f"The {next(iter(options))} is a column of the {role}."
    )


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ([1, 2, 3], "a number"),
        (["soon", "later", "2026-01-01"], "text"),
        ([True, False, True], "a truth value"),
        (pd.period_range("2026-01", periods=3, freq="M"), "values of the type period"),
    ],
)
def test_a_time_column_without_dates(column: object, what: str) -> None:
    found = error(events=table(id=[1, 1, 2], at=column), time="at")
    assert isinstance(found, SegmentDataError)
    assert found.problem == "the events column 'at' does not hold dates"
    assert found.exists == f"It holds {what}."
    assert found.remedy == (
        "If it is the time, convert it first: frame['at'] = pd.to_datetime(frame['at'], unit='s')"
        if what == "a number"
        else "Name another one; dates as text are read in the form 2026-01-31 only."
    )


def test_events_without_a_row_need_no_time_column_to_be_named() -> None:
    none = ORDERS[:0]
    assert compute("count()", PEOPLE, none, as_of="2026-01-31") == [0] * 3
    late = ORDERS.assign(other=pd.Series([pd.NaT] * 3, dtype="datetime64[us]"))
    assert values(run(CELL, PEOPLE, late), "n") == [0, 2, 1], "a column of dates has some"
    found = error(events=none.assign(other=none["at"]))
    assert found.exists == "Date columns: 'at', 'other'."


def test_an_as_of_date_that_nobody_s_events_can_give() -> None:
    people = PEOPLE.assign(ok=False)
    with pytest.raises(SegmentDataError) as caught:
        run("n = count()", people, ORDERS, settings=Settings(consent="ok"))
    assert caught.value.problem == (
        "there are no events of people who are profiled, so the as-of date cannot be guessed"
    )


def test_ids_in_the_index() -> None:
    found = error(customers=PEOPLE.set_index("id"), events=ORDERS)
    assert found.problem == "it is not clear which column holds the customer's id"
    assert found.remedy == (
        "The customers have 'id' as index; make it a column first: frame = frame.reset_index()"
    )


def test_a_time_column_that_is_empty() -> None:
    events = ORDERS.assign(at=[None] * 3)
    found = error(events=events, time="at")
    assert isinstance(found, SegmentDataError)
    assert found.problem.startswith("there are no events with a time")
    assert found.remedy == "Give it with --as-of, or as_of=… from Python."
    assert compute("count()", PEOPLE, events, time="at", as_of="2026-01-31", id="id") == [0] * 3


def test_an_as_of_date_before_the_first_event() -> None:
    found = error(events=ORDERS, as_of="2025-12-31")
    assert isinstance(found, SegmentDataError)
    assert found.problem == "the as-of date 2025-12-31 is before the first event, on 2026-01-01"
    assert compute("count()", events=ORDERS, as_of="2026-01-01") == [1]


def test_an_as_of_date_that_is_none() -> None:
    assert isinstance(error(events=ORDERS, as_of="soon"), SegmentUsageError)


def test_days_since_without_an_as_of_date() -> None:
    with pytest.raises(SegmentUsageError) as caught:
        run("d = days_since(at)", table(at=days("2026-01-01")))
    assert "there is none" in caught.value.problem
    assert str(caught.value).split("\n")[:3] == [
        f"line 1, column 5: {caught.value.problem}",
        "  d = days_since(at)",
        "      ^^^^^^^^^^^^^^",
    ]
    assert caught.value.remedy == "Give it with --as-of, or as_of=… from Python."


@pytest.mark.parametrize("role", ["customers", "events"])
@pytest.mark.parametrize(
    ("ids", "into"),
    [
        ([1.0, 2.0, 3.0], "Int64"),
        ([1.0, None, 3.0], "Int64"),
        ([Decimal(1), Decimal(2), Decimal(3)], "Int64"),
        ([1, 2.5, 3], "string"),
    ],
)
def test_ids_that_are_decimal_numbers(role: str, ids: list[object], into: str) -> None:
    frames = {"customers": PEOPLE, "events": ORDERS}
    frames[role] = frames[role].assign(id=pd.Series(ids, dtype=None))
    found = error(id="id", **frames)
    assert isinstance(found, SegmentDataError)
    assert found.problem == f"the ids in 'id' of the {role} are decimal numbers"
    assert found.exists == (
        "Whole numbers turn into decimals where an id is missing."
        if into == "Int64"
        else "Some are no whole numbers; check that this is the column of the ids."
    )
    assert found.remedy is not None
    assert f"astype({into!r})" in found.remedy


@pytest.mark.parametrize(
    ("ids", "what"),
    [
        ([True, False, True], "values of the type boolean"),
        (days("2026-01-01", "2026-01-02", "2026-01-03"), "values of the type datetime64"),
        ([b"a", b"b", b"c"], "values of the type bytes"),
        ([1, "b", 3], "values of several types: int, str"),
        ([[1], [2], [3]], "values of the type list"),
    ],
)
def test_ids_that_are_neither_whole_numbers_nor_text(ids: list[object], what: str) -> None:
    found = error(customers=table(id=ids), id="id")
    assert isinstance(found, SegmentDataError)
    assert found.problem == "the ids in 'id' of the customers are neither whole numbers nor text"
    assert found.exists == f"They are {what}."
    assert found.remedy == "Convert them first: frame['id'] = frame['id'].astype('string')"


def test_ids_of_two_types() -> None:
    found = error(customers=table(id=["1", "2"]), events=ORDERS)
    assert isinstance(found, SegmentDataError)
    assert found.problem == (
        "the ids in 'id' are text in the customers, whole numbers in the events"
    )
    assert (
        found.remedy
        == "Convert those of the events first: frame['id'] = frame['id'].astype('string')"
    )
    fixed = ORDERS.assign(id=ORDERS["id"].astype("string"))
    assert compute("count()", table(id=["1", "2"]), fixed) == [2, 1]


@pytest.mark.parametrize("events", [None, ORDERS])
@pytest.mark.parametrize("ids", [["a", None, None], [None] * 3, pd.Categorical([1, None, None])])
def test_customers_without_an_id(events: object, ids: object) -> None:
    found = error(customers=table(id=ids), events=events, id="id")
    assert isinstance(found, SegmentDataError)
    absent = int(pd.Series(ids).isna().sum())
    assert found.problem == f"{absent} of 3 customers have no id in 'id'"
    assert found.remedy == "Drop them first: frame = frame.dropna(subset=['id'])"


@pytest.mark.parametrize("events", [None, ORDERS])
def test_customers_that_stand_twice(events: object) -> None:
    found = error(customers=table(id=[1, 2, 1, 1]), events=events, id="id")
    assert isinstance(found, SegmentDataError)
    assert found.problem == "2 of 4 rows of the customers repeat an id in 'id'"
    assert found.exists == "The customers frame has one row for each customer."
    assert found.remedy is not None
    assert "drop_duplicates('id', keep='last')" in found.remedy


def test_a_message_never_shows_an_id() -> None:
    people = table(id=["ann@example.com", "ann@example.com"])
    assert "example.com" not in str(error(customers=people, id="id"))


# consent


@pytest.mark.parametrize(
    ("column", "yes"),
    [
        ([True, False, True], [0, 2]),
        ([1, 0, 1], [0, 2]),
        ([1.0, None, 0.0], [0]),
        (pd.array([True, None, False], dtype="boolean"), [0]),
        ([True, None, True], [0, 2]),
        ([None, None, None], []),
    ],
)
def test_who_agreed_and_who_objected(column: object, yes: list[int]) -> None:
    people = table(x=[1.0, 2.0, 3.0], said=column)
    agreed = run("All: otherwise", people, settings=Settings(consent="said"))
    assert [row for row in range(3) if agreed.profiled[row]] == yes
    objected = run("All: otherwise", people, settings=Settings(objected="said"))
    assert [row for row in range(3) if not objected.profiled[row]] == yes


def test_consent_and_objection_together() -> None:
    people = table(ok=[True, True, False, False], no=[False, True, False, True])
    result = run("All: otherwise", people, settings=Settings(consent="ok", objected="no"))
    assert labels(result) == ["All", *["Not profiled"] * 3]


@pytest.mark.parametrize(
    "column",
    [
        ["yes", "no", "yes"],
        [0, 1, 2],
        [0.5, 1.0, 0.0],
        [[1], [2], []],
        days("2026-01-01", None, None),
    ],
)
@pytest.mark.parametrize("option", ["consent", "objected"])
def test_a_consent_column_of_something_else(column: list[object], option: str) -> None:
    with pytest.raises(SegmentDataError) as caught:
        run("All: otherwise", table(said=column), settings=Settings(**{option: "said"}))
    assert caught.value.problem == (
        f"the {option} column 'said' holds neither truth values nor 0 and 1"
    )
    yes = 1 if column in ([0, 1, 2], [0.5, 1.0, 0.0]) else "'yes'"
    line = f"frame['said'] = frame['said'] == {yes}"
    assert caught.value.remedy == f"Make it true or false first: {line}"


def test_a_consent_column_that_does_not_exist() -> None:
    with pytest.raises(SegmentNameError) as caught:
        run("All: otherwise", table(agreed=[True]), settings=Settings(consent="agree"))
    assert caught.value.problem == "the customers have no column 'agree'"
    assert caught.value.exists == "Closest: 'agreed'."
    assert caught.value.remedy == "The consent is a column of the customers."
