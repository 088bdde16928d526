from __future__ import annotations

import csv
import io
import json
from functools import cache
from importlib import resources
from typing import Any

import altair
import jsonschema
import numpy as np
import pandas as pd
import pytest
import vl_convert

from engine.running import rerun, run, table
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts import metrics
from seg_jupyter.view.charts.metric_panels import MOST_PANELS
from view.results import HOSTILE, RTL, odd

STATES = {name: result for name, result in odd().items() if score_of(result.model.program)}
RNG = np.random.default_rng(11)


def many(names: list[str], customers: int = 5000) -> Result:
    people = pd.DataFrame({name: RNG.lognormal(3, 1, customers) for name in names})
    terms = ", ".join(f"{(-1) ** i * (i + 1)} * `{name}`" for i, name in enumerate(names))
    return run(f"v = score({terms})\nA: v >= 50\nB: otherwise", people)


@cache
def various() -> Result:
    people = table(
        spend=np.where(np.arange(2000) % 5 < 3, 0, RNG.lognormal(4, 1, 2000)),
        visits=RNG.poisson(3, 2000),
        same=[1.0] * 2000,
        nobody=[np.nan] * 2000,
        nearly=[7.0] * 1995 + [8.0] * 5,
        few=[np.nan] * 1985 + list(RNG.random(15)),
        huge=RNG.normal(0, 1e306, 2000),
        share=RNG.uniform(-3, 3, 2000),
    )
    cell = (
        "v = score(3 * spend, -visits, same, nobody, 0 * nearly, few, huge, minmax(share))\n"
        "A: v >= 50\nB: otherwise"
    )
    return run(cell, people, settings=Settings(units={"spend": "USD"}))


def texts(chart: Chart) -> list[str]:
    """Everything that is written on the sheet."""
    found: list[str] = []
    for rows in chart.spec["datasets"].values():
        if isinstance(rows, str):
            found += [row["f8"] for row in csv.DictReader(io.StringIO(rows)) if "f8" in row]
    return found


def valid(chart: Chart) -> str:
    """Check a chart in the ways that a notebook would, and return it as a drawing."""
    folder = resources.files(altair) / "vegalite" / "v6" / "schema"
    known: dict[str, Any] = json.loads((folder / "vega-lite-schema.json").read_bytes())
    error = next(jsonschema.Draft7Validator(known).iter_errors(chart.spec), None)
    assert error is None, error.message
    svg = vl_convert.vegalite_to_svg(chart.spec, vl_version="5.8")
    assert "NaN" not in svg
    assert "undefined" not in svg
    assert repr(chart) == chart.summary
    assert "\n" not in chart.summary
    return svg


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_drawn(state: str) -> None:
    chart = metrics(STATES[state])
    valid(chart)
    assert f"{STATES[state].customers.size - STATES[state].sizes[-1]:,} customers" in chart.summary


@pytest.mark.parametrize("state", ["no customers", "all unscored", "nobody profiled"])
def test_without_a_value_there_are_words_in_the_middle(state: str) -> None:
    assert "Nobody has a value of any metric" in valid(metrics(STATES[state]))


def test_what_bars_cannot_show_is_said() -> None:
    chart = metrics(various())
    valid(chart)
    said = texts(chart)
    assert "spend (USD)" in said
    assert "weight 3, by rank · 60.0% at 0" in " · ".join(said)
    for words in (
        "weight −1, less is better, by rank",
        "weight 0, not counted, by rank",
        "weight 1, lowest to highest",
        "everybody has 1: 50 points",
        "nearly everybody has 7",
        "nobody has a value",
        "fewer than 20 have a value",
        "the numbers are too large to be drawn",
        "1,985 missing",
    ):
        assert any(words in text for text in said), words
        assert words in chart.summary


def test_one_of_two_values_beside_few_others() -> None:
    chart = metrics(run("v = score(x)", table(x=[1.0] * 15 + [1.5] * 30)), "v")
    assert "30 of 45 have 1.5: 66.7 points" in texts(chart)


def test_of_few_customers_nobody_says_nearly_everybody() -> None:
    some = metrics(run("v = score(x)", table(x=[0.0] * 12 + list(range(1, 10)))), "v")
    assert "too few have anything but 0" in texts(some)
    many = metrics(run("v = score(x)", table(x=[0.0] * 300 + list(range(1, 10)))), "v")
    assert "nearly everybody has 0" in texts(many)


def test_points_that_are_not_told_are_said() -> None:
    people = table(x=np.linspace(0, 100, 500))
    few = run("v = score(x)", table(x=[1.5, 50.0, 99.0])).model
    chart = metrics(rerun(few, people), "v")
    valid(chart)
    assert "no line: scale fitted on fewer than 10" in " · ".join(texts(chart))
    assert {row["points"] for row in chart.table.rows} == {None}
    (alone,) = [t for t in texts(metrics(rerun(few, table(x=[50.0] * 40)), "v")) if "every" in t]
    assert alone == "everybody has 50"
    gap = run("v = score(x)", table(x=[*np.linspace(0, 9, 20), *np.linspace(91, 99, 20)])).model
    chart = metrics(rerun(gap, people), "v")
    valid(chart)
    assert "points hidden where few were fitted: " in " · ".join(texts(chart))
    ends = metrics(run("v = score(minmax(x))", table(x=[*people["x"], 873.0])), "v")
    assert "its ends rounded to 0 and 900" in " · ".join(texts(ends))


@pytest.mark.parametrize("shift", [17e9, 1.7e12])
def test_large_numbers_are_told_apart(shift: float) -> None:
    values = shift + np.repeat(np.arange(20.0), 50)
    chart = metrics(run("v = score(x)", table(x=values)), "v")
    valid(chart)
    # what is said of a bar, written where it stands
    bars = next(layer for layer in chart.spec["layer"] if "tooltip" in layer["encoding"])
    said = bars["encoding"]["tooltip"][0]
    encoding = {"text": {"field": said["field"]}, "x": bars["encoding"]["x"]}
    spec = {**chart.spec, "layer": [{**bars, "mark": "text", "encoding": encoding}]}
    svg = vl_convert.vegalite_to_svg(spec, vl_version="5.8")
    assert all(f">{shift + n:,.0f} to below {shift + n + 1:,.0f}<" in svg for n in range(20))


def test_a_bar_that_is_cut_says_its_number() -> None:
    chart = metrics(run("v = score(x)", table(x=[0.5] * 900 + list(range(10)) * 20)), "v")
    said = " · ".join(texts(chart))
    assert "900 in the cut bar" in said or "920 in the cut bar" in said
    bars = next(
        list(csv.DictReader(io.StringIO(rows)))
        for rows in chart.spec["datasets"].values()
        if isinstance(rows, str) and "f7" in rows.split("\n")[0]
    )
    # two pieces with a gap between them
    assert len(bars) == len(chart.table.rows) + 1


def test_the_table_has_every_customer() -> None:
    frame = metrics(various()).table.to_frame()
    assert list(frame) == ["metric", "from", "to", "customers", "points", "says"]
    totals = frame.groupby("metric")["customers"].sum()
    assert {totals["spend (USD)"], totals["visits"], totals["share"], totals["same"]} == {2000}
    assert totals["nobody"] == 2000
    # a number would tell how few the others are
    assert totals["nearly"] == 0
    missing = frame[frame["points"].isna()]
    assert list(missing["metric"]) == ["nobody", "nearly", "few", "huge"]
    assert frame[frame["points"].notna()]["customers"].min() >= 10


def test_no_value_of_a_single_customer_is_in_the_bundle() -> None:
    values = [*RNG.normal(50, 5, 500), 918_273.645, -564_738.291, 71.8281]
    result = run("v = score(x, minmax(x))\nA: v >= 50\nB: otherwise", table(x=values))
    chart = metrics(result)
    bundle = json.dumps([chart.spec, chart.summary, chart.table.to_dicts()])
    assert not any(canary in bundle for canary in ("91827", "918,27", "56473", "564,73", "71.82"))


def test_a_model_of_others_says_so_and_counts_who_is_off_its_scale() -> None:
    model = run("v = score(x)\nA: v >= 50\nB: otherwise", table(x=np.arange(100.0))).model
    chart = metrics(rerun(model, table(x=np.arange(0, 150.0))))
    assert "The scales are those of the model, fitted before" in chart.spec["title"]["subtitle"]
    assert any("50 off the scale" in text for text in texts(chart))


def test_more_metrics_than_panels_are_counted_and_in_the_table() -> None:
    names = [f"m{i}" for i in range(11)]
    chart = metrics(many(names))
    valid(chart)
    assert "8 of 11 metrics; all are in the table" in chart.spec["title"]["subtitle"]
    assert [text for text in texts(chart) if text in names] == names[:MOST_PANELS]
    assert {row["metric"] for row in chart.table.rows} == set(names)
    bundle, _ = chart._repr_mimebundle_()
    assert len(json.dumps(bundle)) < 61_000


def test_long_names_and_all_that_is_said_stay_small() -> None:
    rng = np.random.default_rng(1)
    names = [f"the average value of a basket in the last twelve months {i}" for i in range(10)]
    spread = [np.r_[np.zeros(1000), rng.lognormal(size=2000) * 7.3**i] for i in range(10)]
    people = pd.DataFrame(dict(zip(names, spread, strict=True)))
    people.iloc[::17] = np.nan
    terms = ", ".join(f"-2 * minmax(`{name}`)" for name in names)
    chart = metrics(run(f"v = score({terms})\nA: otherwise", people))
    assert len(json.dumps(chart._repr_mimebundle_())) < 60_000


def test_names_are_data() -> None:
    names = [*HOSTILE, RTL, "constructor", "x" * 60]
    people = pd.DataFrame({name: RNG.random(200) for name in names})
    cell = "v = score(" + ", ".join(f"`{name}`" for name in names) + ")\nA: v >= 50\nB: otherwise"
    chart = metrics(run(cell, people))
    svg = valid(chart)
    assert "<script>" not in svg
    layers = json.dumps(chart.spec["layer"])
    assert not any(json.dumps(name)[1:-1] in layers for name in names if name != "constructor")
    assert all(name[:30] in " ".join(texts(chart)) for name in names)


def test_labels_below_a_panel_do_not_meet() -> None:
    some = RNG.lognormal(14, 1, 3000), -RNG.lognormal(18, 2, 3000), RNG.integers(0, 23, 900)
    for values in some:
        svg = valid(metrics(run("v = score(x)", table(x=values.astype(float))), "v"))
        assert "<svg" in svg
    chart = metrics(run("v = score(x)", table(x=RNG.lognormal(22, 1, 3000))), "v")
    assert any(text.endswith("bn") for text in texts(chart))


def test_tiny_and_shifted_numbers() -> None:
    for scale, shift in ((1e-7, 0), (1, 1e8), (1e9, 0), (1e250, 0)):
        valid(metrics(run("v = score(x)", table(x=RNG.random(500) * scale + shift)), "v"))
