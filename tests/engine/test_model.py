from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from engine.running import close, compute, days, labels, rerun, run, table, values
from seg_jupyter.engine import model_file
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.run import apply
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentModelError,
    SegmentNameError,
    SegmentUsageError,
)

CELL = """
spend = sum(amount)
since = fill(recency(), 999)
value = score(3 * spend, -since, minmax(visits), missing_everywhere)
Gold: value >= 70 and plan == "gold"
Good: value >= 40
Gone: since > 100
Rest: otherwise
"""


def people(seed: int, count: int) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    return table(
        id=np.arange(count) * 3 % (count * 7),
        visits=draw.poisson(3, count) * 1.0,
        plan=draw.choice(["gold", "basic"], count),
        missing_everywhere=[None] * count,
        out=draw.random(count) < 0.1,
    )


def orders(seed: int, customers: pd.DataFrame) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    count = 5 * len(customers)
    moments = pd.Timestamp("2026-01-01") + pd.to_timedelta(draw.integers(0, 180, count), unit="D")
    return table(
        id=draw.choice(customers["id"], count),
        at=moments,
        amount=np.round(draw.gamma(1, 40, count), 2),
    )


JULY = people(1, 200)
JULY_ORDERS = orders(1, JULY)
AUGUST = people(2, 50)
AUGUST_ORDERS = orders(2, AUGUST)


# the same yardstick


def test_applying_to_the_same_customers_gives_the_same_frame() -> None:
    fitted = run(CELL, JULY, JULY_ORDERS, id="id", as_of="2026-06-30")
    applied = rerun(fitted.model, JULY, JULY_ORDERS, as_of="2026-06-30")
    pd.testing.assert_frame_equal(fitted.frame(), applied.frame())
    assert (fitted.fitted, applied.fitted) == (True, False)
    assert applied.model is fitted.model
    assert (fitted.model.customers, fitted.model.as_of) == (200, date(2026, 6, 30))


def test_each_customer_is_scored_alone_by_the_fitted_scales() -> None:
    model = run(CELL, JULY, JULY_ORDERS, id="id", as_of="2026-06-30").model
    together = rerun(model, AUGUST, AUGUST_ORDERS, as_of="2026-06-30")
    for row in (0, 7, 49):
        alone = rerun(model, AUGUST.iloc[[row]], AUGUST_ORDERS, as_of="2026-06-30")
        for name in ("spend", "since", "value", "segment"):
            assert values(alone, name) == [values(together, name)[row]]


def test_a_small_table_by_hand() -> None:
    model = run(
        "v = score(x)\nw = score(minmax(x))\nHigh: v > 60", table(x=[10.0, 20, 30, 40])
    ).model
    later = rerun(model, table(x=[5.0, 10, 15, 25, 40, 99, None]))
    assert close(values(later, "v"), [12.5, 12.5, 25, 50, 87.5, 87.5, None])
    assert close(values(later, "w"), [0, 0, 50 / 3, 50, 100, 100, None], within=1e-9)
    assert labels(later) == [*["Unassigned"] * 4, "High", "High", "Unassigned"]
    assert [term.clipped for term in later.facts.terms] == [2, 2]
    assert [term.missing for term in later.facts.terms] == [1, 1]
    assert later.facts.unscored == {"v": 1, "w": 1}


def test_raw_values_are_clipped_when_a_model_is_applied() -> None:
    model = run("v = score(raw(x))", table(x=[10.0, 90.0])).model
    later = rerun(model, table(x=[-5.0, 105.0]))
    assert values(later, "v") == [0, 100]
    assert later.facts.terms[0].clipped == 2


def test_settings_can_be_given_anew() -> None:
    model = run("A: x > 1", table(x=[1.0, 2.0])).model
    assert model.name == "segments"
    people = table(x=[1.0, 2.0], out=[False, True])
    renamed = replace(model, settings=Settings(name="august"))
    later = apply(renamed, gather(people, None, objected="out"))
    assert labels(later) == ["Unassigned", "Not profiled"]
    assert later.model.name == "august"


def test_a_new_process_gives_identical_labels(tmp_path: Path) -> None:
    fitted = run(CELL, JULY, JULY_ORDERS, id="id", as_of="2026-06-30")
    model_file.write(fitted.model, tmp_path / "model.json")
    AUGUST.to_pickle(tmp_path / "people.pkl")
    AUGUST_ORDERS.to_pickle(tmp_path / "orders.pkl")
    program = dedent("""
        import sys
        from pathlib import Path
        import pandas as pd
        from seg_jupyter.engine import model_file
        from seg_jupyter.engine.inputs import gather
        from seg_jupyter.engine.run import apply
        folder = Path(sys.argv[1])
        model = model_file.read(folder / "model.json")
        inputs = gather(
            pd.read_pickle(folder / "people.pkl"), pd.read_pickle(folder / "orders.pkl"),
            id=model.id, time=model.time, as_of="2026-06-30",
        )
        apply(model, inputs).frame().to_pickle(folder / "answer.pkl")
    """)
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, timeout=60)
    here = rerun(fitted.model, AUGUST, AUGUST_ORDERS, as_of="2026-06-30").frame()
    pd.testing.assert_frame_equal(pd.read_pickle(tmp_path / "answer.pkl"), here, check_exact=True)
    assert here["segment"].nunique() >= 3


# frames that do not fit the model


MODEL = run(
    'A: plan == "gold" and visits > 1 and member\nB: joined > "2026-01-01"\nC: text_date > joined',
    table(
        plan=["gold"], visits=[2.0], member=[True], joined=days("2026-02-01"),
        text_date=["2026-03-01"],
    ),
).model  # fmt: skip
FITTING = {
    "plan": ["gold"],
    "visits": [2.0],
    "member": [True],
    "joined": days("2026-02-01"),
    "text_date": ["2026-03-01"],
}


@pytest.mark.parametrize(
    ("column", "values_", "needed", "here"),
    [
        ("plan", [3.0], "text", "a number"),
        ("plan", [True], "text", "a truth value"),
        ("visits", ["2"], "a number", "text"),
        ("member", [1], "a truth value", "a number"),
        ("member", [0.5], "a truth value", "a number"),
        ("joined", [5], "a date", "a number"),
        ("joined", [True], "a date", "a truth value"),
        ("joined", ["soon"], "a date", "text"),
        ("joined", [[1]], "a date", "values of the type list"),
        ("text_date", [3.0], "text", "a number"),
    ],
)
def test_a_column_of_another_kind(
    column: str, values_: list[object], needed: str, here: str
) -> None:
    with pytest.raises(SegmentModelError) as caught:
        rerun(MODEL, table(**{**FITTING, column: values_}))
    assert caught.value.problem == (
        f"the model takes the customers column '{column}' as {needed}; here it is {here}"
    )
    assert caught.value.remedy == "Convert the column, or fit the cell again on these customers."


@pytest.mark.parametrize(
    ("column", "values_"),
    [
        ("plan", [None]),
        ("plan", pd.Categorical(["gold"])),
        ("visits", [None]),
        ("visits", pd.array([2], dtype="Int64")),
        ("joined", ["2026-02-01"]),
        ("joined", [None]),
        ("member", [None]),
        ("joined", [date(2026, 2, 1)]),
        ("text_date", ["never"]),
        ("text_date", days("2026-03-01")),
    ],
)
def test_a_column_that_serves_as_well(column: str, values_: object) -> None:
    rerun(MODEL, table(**{**FITTING, column: values_}))


FLAGS = table(id=[1, 2, 3, 4, 5], x=[1.0, 0.0, None, 1.0, 0.0])
FLAG_EVENTS = table(id=[1, 1, 2, 4, 5], at=days(*["2026-01-01"] * 5), x=[1.0, 0.0, None, 1.0, 0.0])


@pytest.mark.parametrize(
    "cell",
    [
        "v = score(x)",
        "v = score(minmax(-x + 1), fill(x, 0.5))",
        "v = tile(x, 2)\nw = bands(x, 0)",
        "A: x == 1\nB: x in [0, 2]\nC: missing(x)",
        "A: fill(x, 0) > 0\nB: greatest(x, 0) < 1",
        "v = sum(x)\nw = mean(x)\nA: v > 0",
        "A: latest(x) == 1\nB: nunique(x, where=x == 0) > 0\nC: max(x) < 1",
    ],
)
def test_truth_values_and_0_and_1_mean_the_same_to_a_model_as_to_a_fit(cell: str) -> None:
    def truths(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(x=(frame["x"] == 1).astype("boolean").mask(frame["x"].isna()))

    given = (FLAGS, FLAG_EVENTS), (truths(FLAGS), truths(FLAG_EVENTS))
    fits = [run(cell, *frames, id="id", as_of="2026-01-31") for frames in given]
    for fitted in fits:
        for frames in given:
            later = rerun(fitted.model, *frames, as_of="2026-01-31")
            for name in [*later.values, later.label_column]:
                answers = [values(result, name) for result in (later, *fits)]
                assert answers[0] == answers[1] == answers[2]


def test_numbers_beside_0_and_1_are_no_truth_values() -> None:
    model = run("v = score(x)", table(x=[True, False])).model
    for numbers in ([0, 1, 2], [0.5], [-1.0]):
        with pytest.raises(SegmentModelError, match="as a truth value; here it is a number"):
            rerun(model, table(x=numbers))
    later = rerun(model, table(x=[1.0, float("inf"), 0.0]))
    assert values(later, "v") == [75, None, 25]
    assert later.facts.infinite == {("customers", "x"): 1}


EMPTY = {
    "float64": table(x=[1.0]).iloc[:0],
    "bool": table(x=[True]).iloc[:0],
    "text": table(x=["a"]).iloc[:0],
    "object": table(x=pd.Series([], dtype=object)),
    "categorical": table(x=pd.Categorical(["a"])).iloc[:0],
    "datetime64": table(x=days("2026-01-01")).iloc[:0],
    "with a zone": table(x=pd.to_datetime(["2026-01-01"], utc=True)).iloc[:0],
    "timedelta64": table(x=pd.to_timedelta([1])).iloc[:0],
    "Int64, missing": table(x=pd.array([None, None], dtype="Int64")),
    "boolean, missing": table(x=pd.array([None, None], dtype="boolean")),
    "float64, missing": table(x=[float("nan")] * 2),
    "datetime64, missing": table(x=pd.to_datetime([None, None])),
    "timedelta64, missing": table(x=pd.to_timedelta([None, None])),
}
"""Columns without a value, by their type."""


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("empty", EMPTY.values(), ids=EMPTY.keys())
@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("A: x == 1\nv = score(x)", [1.0, 2.0]),
        ('A: x == "a"\nB: contains(x, "b")', ["a", "b"]),
        ("A: x\nv = score(x)", [True, False]),
        ('A: x > "2026-01-01"', days("2026-02-01", "2025-02-01")),
        ("A: days_since(x) > 5\nB: missing(x)", ["2026-02-01", "2025-02-01"]),
    ],
)
def test_a_column_without_values_serves_whatever_its_type(
    cell: str, column: list[object], empty: pd.DataFrame, library: str
) -> None:
    model = run(cell, table(x=column), as_of="2026-03-01").model
    frame = {
        "pandas": lambda: empty,
        "polars": lambda: pl.from_pandas(empty),
        "pyarrow": lambda: pa.Table.from_pandas(empty),
    }[library]()
    later = rerun(model, frame, as_of="2026-03-01")
    label = "B" if "missing" in cell else "Unassigned"
    assert [later.labels[code] for code in later.codes] == [label] * len(empty)
    assert len(later.frame()) == len(empty)


def test_events_without_rows_serve_whatever_their_types() -> None:
    model = run("spend = sum(amount)\nA: spend > 1", JULY, JULY_ORDERS, id="id").model
    none = JULY_ORDERS.iloc[:0].assign(amount=pd.Series([], dtype="str"))
    later = rerun(model, JULY, none, as_of="2026-06-30")
    assert set(values(later, "spend")) == {0}


@pytest.mark.parametrize("column", FITTING)
def test_a_column_that_is_not_there(column: str) -> None:
    with pytest.raises(SegmentModelError) as caught:
        rerun(MODEL, table(**FITTING).drop(columns=column))
    assert caught.value.problem == f"the customers have no column '{column}', which the model reads"
    assert caught.value.remedy == "Rename the column that holds it."


def test_an_events_column_that_is_not_there_or_of_another_kind() -> None:
    model = run("spend = sum(amount)", JULY, JULY_ORDERS, id="id").model
    with pytest.raises(SegmentModelError, match="the events have no column 'amount'"):
        rerun(model, JULY, JULY_ORDERS.drop(columns="amount"), as_of="2026-06-30")
    with pytest.raises(SegmentModelError, match="takes the events column 'amount' as a number"):
        rerun(model, JULY, JULY_ORDERS.assign(amount="1"), as_of="2026-06-30")


def test_only_columns_that_the_cell_reads_are_needed() -> None:
    # both frames have a `visits`; the cell reads that of the events
    events = JULY_ORDERS.assign(visits=1.0)
    model = run("n = sum(visits)\nA: n > 1", JULY, events, id="id").model
    assert list(model.schema.customers) == []
    assert list(model.schema.events or {}) == ["visits"]
    rerun(model, JULY[["id"]], events.drop(columns="amount"), as_of="2026-06-30")


def test_no_events_for_a_model_that_reads_them() -> None:
    model = run(CELL, JULY, JULY_ORDERS, id="id").model
    with pytest.raises(SegmentUsageError) as caught:
        rerun(model, JULY)
    assert caught.value.problem == "the model reads events, and there is no events frame"
    assert caught.value.remedy == "Give one: model.apply(customers, events=…, as_of=…)."


def test_events_for_a_model_that_reads_none() -> None:
    model = run("A: visits > 3", JULY, JULY_ORDERS, id="id").model
    assert labels(rerun(model, JULY)) == labels(run("A: visits > 3", JULY))
    alone = run("A: visits > 3", JULY).model
    assert labels(rerun(alone, JULY)) == labels(rerun(model, JULY))


def test_a_column_that_bears_the_name_of_a_definition() -> None:
    model = run("v = score(x)", table(x=[1.0, 2.0])).model
    with pytest.raises(SegmentModelError) as caught:
        rerun(model, table(x=[1.0], v=[2.0]))
    assert caught.value.problem == (
        "the customers have a column 'v' already, which the model computes"
    )
    assert caught.value.remedy is not None
    assert "Rename or drop it" in caught.value.remedy


def test_a_consent_column_is_needed_again() -> None:
    model = run("A: x > 1", table(x=[2.0], ok=[True]), settings=Settings(consent="ok")).model
    assert labels(rerun(model, table(x=[2.0], ok=[False]))) == ["Not profiled"]
    with pytest.raises(SegmentNameError, match="the customers have no column 'ok'"):
        rerun(model, table(x=[2.0]))


# people who are not profiled


OBJECTED = Settings(objected="out")


def test_people_who_object_are_not_profiled() -> None:
    result = run(CELL, JULY, JULY_ORDERS, id="id", as_of="2026-06-30", settings=OBJECTED)
    out = JULY["out"].tolist()
    assert sum(out) > 5
    assert [label == "Not profiled" for label in labels(result)] == out
    for name in ("spend", "since", "value"):
        assert [value is None for value in values(result, name)] == out
    assert result.model.customers == 200 - sum(out)
    assert result.facts.unscored == {"value": 0}
    assert len(result.frame()) == 200


@pytest.mark.parametrize("other", [0.0, 1e6, -5.0, None])
def test_what_an_objector_does_changes_nobody_else(other: float | None) -> None:
    people = table(x=[1.0, 2.0, 3.0, 4.0], y=[5.0, None, 1.0, 0.0], out=[False, True, False, False])
    cell = "v = score(2 * x, -minmax(y), raw(clip(x, 0, 100)))\nw = x > 1\nA: v > 50\nB: otherwise"
    before = run(cell, people, settings=OBJECTED)
    after = run(cell, people.assign(x=[1.0, other, 3.0, 4.0], y=other), settings=OBJECTED)
    unchanged = run(
        cell, people.assign(x=[1.0, other, 3.0, 4.0], y=[5.0, other, 1.0, 0.0]), settings=OBJECTED
    )
    for name in ("v", "w", "segment"):
        assert values(before, name) == values(unchanged, name)
    assert values(before, "v")[1] is values(before, "w")[1] is None
    assert before.facts.terms == unchanged.facts.terms
    assert model_file.to_json(before.model) == model_file.to_json(unchanged.model)
    assert after.model.customers == 3
    without = run(cell, people[~people["out"]])
    assert values(without, "v") == [v for row, v in enumerate(values(before, "v")) if row != 1]


def test_no_event_of_an_objector_is_read() -> None:
    people = table(id=[1, 2], out=[False, True])
    orders = table(id=[1, 2], at=["2026-06-01", "2026-06-02"], usd=[5.0, 9e31])
    options = {"id": "id", "time": "at", "as_of": "2026-06-30"}
    cell = "total = sum(usd)\nA: total > 1"
    with pytest.raises(SegmentDataError, match="too large"):
        run(cell, people, orders, **options)
    result = run(cell, people, orders, settings=OBJECTED, **options)
    assert values(result, "total") == [5.0, None]


def test_nobody_agreed() -> None:
    people = table(x=[1.0, 2.0], ok=[False, None])
    result = run("v = score(x)\nA: v > 1", people, settings=Settings(consent="ok"))
    assert labels(result) == ["Not profiled"] * 2
    assert values(result, "v") == [None, None]
    assert result.model.customers == 0
    later = rerun(result.model, table(x=[1.0], ok=[True]))
    assert values(later, "v") == [None]
    assert labels(later) == ["Unassigned"]


# facts


def test_the_facts_of_a_run() -> None:
    result = run(CELL, JULY, JULY_ORDERS, id="id", as_of="2026-06-30")
    assert [guess.option for guess in result.facts.guesses] == ["time"]
    assert result.facts.events is not None
    assert result.facts.events.rows == 1_000
    (everywhere,) = [t for t in result.facts.terms if t.label == "missing_everywhere"]
    assert (everywhere.missing, everywhere.constant, everywhere.clipped) == (200, False, 0)
    assert run("A: x > 1", table(x=[1.0])).facts.events is None


def test_a_column_is_read_once_however_often_it_is_named() -> None:
    result = run("a = x\nb = x + x\nA: x > 1", table(x=[np.inf, 1.0]))
    assert result.facts.infinite == {("customers", "x"): 1}


def test_an_aggregation_beside_columns() -> None:
    orders_ = table(id=[1, 1, 2], at=days("2026-01-01") * 3, amount=[1.0, 2.0, 4.0])
    people = table(id=[1, 2], budget=[6.0, 2.0])
    assert compute("sum(amount) / budget", people, orders_) == [0.5, 2.0]
