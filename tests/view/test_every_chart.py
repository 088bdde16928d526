"""What holds of every kind of chart, for every result: a new kind is in `KINDS`, and so in here."""

from __future__ import annotations

import base64
import html
import inspect
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import altair
import numpy as np
import pandas as pd
import pytest

from engine.running import run
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts import KINDS
from seg_jupyter.view.charts.naming import label_names
from seg_jupyter.view.display import result_html, result_text
from view import vega_lite
from view.pictures import chunks
from view.results import HOSTILE, RTL, odd, of_columns, of_two_scores, two_scored, usual

V5 = "application/vnd.vegalite.v5+json"
LARGEST = 60_000
STATES = odd() | of_two_scores()


def scores_of(kind: str) -> int:
    """How many scores a cell must have for a chart."""
    return len(inspect.signature(KINDS[kind]).parameters) - 1


DRAWN = [
    (kind, state)
    for kind in KINDS
    for state, result in STATES.items()
    if len(result.model.program.scores) >= scores_of(kind)
]
WITHOUT_NAMES = ("metrics",)
"""Kinds that do not tell segments apart."""
every_chart = pytest.mark.parametrize(("kind", "state"), DRAWN)
every_kind = pytest.mark.parametrize("kind", KINDS)


@cache
def drawn(kind: str, state: str) -> Chart:
    return KINDS[kind](STATES[state])


def test_every_state_is_drawn_by_every_kind_that_can() -> None:
    assert {state for _, state in DRAWN} == set(STATES)
    for kind in KINDS:
        assert sum(kind == other for other, _ in DRAWN) >= len(of_two_scores())


# the specification and the picture


@every_chart
def test_the_specification_is_what_jupyterlab_knows(kind: str, state: str) -> None:
    spec = drawn(kind, state).spec
    error = next(vega_lite.schema().iter_errors(spec), None)
    assert error is None, error.message
    assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    assert spec["config"]["background"] == "transparent"


def test_the_schema_knows_what_came_later() -> None:
    spec = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}
    assert vega_lite.schema().is_valid(spec)
    later = {"type": "bar", "cornerRadius": {"later": 1}}
    assert not vega_lite.schema().is_valid(spec | {"mark": later})


@every_chart
def test_a_chart_compiles_and_draws(kind: str, state: str) -> None:
    svg = vega_lite.drawn(drawn(kind, state).spec)
    assert svg.startswith("<svg")
    assert "NaN" not in svg
    assert "undefined" not in svg
    assert ">null<" not in svg


@every_chart
def test_the_bundle_is_small(kind: str, state: str) -> None:
    chart = drawn(kind, state)
    assert len(vega_lite.rows(chart.spec)) < 1000
    assert "nan" not in json.dumps(chart.spec).lower()
    bundle, metadata = chart._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {V5, "image/png", "text/plain"}
    assert bundle[V5] == chart.spec
    assert len(json.dumps([bundle, metadata])) < LARGEST
    name, data = next(chunks(base64.b64decode(bundle["image/png"])))
    assert name == b"IHDR"
    shown = metadata["image/png"]
    for side, at in (("width", 0), ("height", 4)):
        assert shown[side] <= int.from_bytes(data[at : at + 4]) <= 2 * shown[side] + 1


@every_kind
@pytest.mark.parametrize("state", ["two segments", "two scores, long names"])
def test_two_runs_give_the_same_bundle(kind: str, state: str) -> None:
    again = KINDS[kind](of_two_scores()[state])._repr_mimebundle_()
    assert json.dumps(again) == json.dumps(drawn(kind, state)._repr_mimebundle_())


@every_kind
def test_drawing_leaves_altair_as_it_was(kind: str) -> None:
    before = (altair.renderers.active, altair.data_transformers.active, altair.theme.active)
    KINDS[kind](STATES["two segments"])._repr_mimebundle_()
    assert (altair.renderers.active, altair.data_transformers.active, altair.theme.active) == before


# names are data


def is_data(key: str) -> bool:
    """Whether a key is of a field, of the values of a scale, or of the text that is read out."""
    return re.fullmatch(r"f\d+|domain|description", key) is not None


@every_kind
@pytest.mark.parametrize("name", [*HOSTILE, RTL])
def test_names_stand_in_data_only(kind: str, name: str) -> None:
    spec = KINDS[kind](two_scored([name, "Other", "Third"])).spec
    for word in (name, "Other"):
        assert [key for key in vega_lite.places(spec, word) if not is_data(key)] == []
    for text in [*vega_lite.expressions(spec), *vega_lite.expressions(vega_lite.compiled(spec))]:
        assert name not in text
        assert "Other" not in text


UNITS = ['a":b,"', 'a\\":b,"', "a'b", "a`b", "a\nb", '"']


def signs(chart: Chart) -> dict[str, int]:
    """How many signs that end a text stand in what a browser evaluates."""
    texts = vega_lite.expressions(vega_lite.compiled(chart.spec))
    return {sign: sum(text.count(sign) for text in texts) for sign in "\"'`\\\n"}


@every_kind
@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_cannot_leave_its_quotes(kind: str, unit: str) -> None:
    cell = "habit = score(x)\nbond = score(y)\nA: habit > 50"
    units = dict.fromkeys(["habit", "bond", "x", "y"], unit)
    settings = Settings(unit=unit, units=units)
    calm = Settings(unit="people", units=dict.fromkeys(units, "points"))
    hostile = KINDS[kind](usual(text=cell, settings=settings))
    assert signs(hostile) == signs(KINDS[kind](usual(text=cell, settings=calm)))


@every_kind
def test_a_column_cannot_leave_its_quotes(kind: str) -> None:
    calm = KINDS[kind](of_columns([f"column{i}" for i in range(len(HOSTILE))]))
    assert signs(drawn(kind, "hostile columns")) == signs(calm)


def test_a_name_is_seen_where_it_would_be_an_expression() -> None:
    spec = {"layer": [{"transform": [{"filter": "datum.spend > 1"}]}], "title": "spend"}
    assert vega_lite.expressions(spec) == ["datum.spend > 1"]
    assert vega_lite.places(spec, "spend") == {"filter", "title"}


@every_kind
def test_names_that_every_object_of_javascript_has(kind: str) -> None:
    names = ["constructor", "toString", "valueOf", "__proto__", "hasOwnProperty", "Others"]
    result = two_scored(names, 1000)
    # a segment without anybody need not be named
    names = [name for name, size in zip(names, result.sizes, strict=False) if size]
    assert len(names) >= 4
    svg = vega_lite.drawn(KINDS[kind](result).spec)
    shown = "".join(re.findall(r">([^<]+)<", svg))  # a long name may stand in two lines
    assert [name for name in names if name not in shown and kind not in WITHOUT_NAMES] == []


@every_kind
def test_characters_that_no_picture_can_hold(kind: str) -> None:
    # the renderer would end the process
    for result in (
        two_scored(["A\uffff", "B\ufffe", "C"]),
        usual(text="v = score(x)\nw = score(y)\nA: v > 5", settings=Settings(unit="p\uffffeople")),
    ):
        chart = KINDS[kind](result)
        replaced = "\N{REPLACEMENT CHARACTER}" in json.dumps(chart.spec, ensure_ascii=False)
        assert replaced or kind in WITHOUT_NAMES
        assert chart.png.startswith(b"\x89PNG")


# people are counted, and nobody is shown

EXTREMES = (-98765.4321, 987654.321)


def with_canaries() -> Result:
    """A result in which every text, and the extremes of every number, are one person's."""
    rng = np.random.default_rng(8)
    people = pd.DataFrame({"customer": [f"canary-{i:05}" for i in range(300)]})
    people["email"] = people["customer"] + "@example.org"
    for column in ("spend", "visits", "age"):
        people[column] = np.concatenate([EXTREMES, rng.integers(0, 50, 298) + 0.03125])
    people.loc[9, "age"] = np.nan
    cell = (
        "habit = score(minmax(spend), 2 * visits)\nbond = score(age, -1 * spend)\n"
        "A: habit >= 70 and age > 10\nB: bond >= 40\nRest: habit < 30"
    )
    return run(cell, people)


@every_kind
def test_nothing_is_one_persons(kind: str) -> None:
    result = with_canaries()
    chart = KINDS[kind](result)
    table = replace(chart.table, most=None)
    shown = [
        result_html(result),
        result_text(result),
        json.dumps(chart.spec),
        repr(chart),
        repr(table),
        table._repr_html_(),
    ]
    shown += [str(table.to_dicts())]
    for text in shown:
        assert "canary" not in text
        assert "@" not in text
        for number in ("98765", "98,765", "987654", "987,654", "03125"):
            assert number not in text


# for those who hear it, and those who want figures


@every_chart
def test_a_chart_is_heard_as_its_title_and_summary(kind: str, state: str) -> None:
    chart = drawn(kind, state)
    assert repr(chart) == chart.summary == chart.spec["description"]
    assert chart.summary.count("\n") == 0
    profiled = int(STATES[state].profiled.sum())
    assert f"{profiled:,} customers" in chart.summary
    vega = vega_lite.compiled(chart.spec)
    assert vega["description"] == chart.summary
    assert vega["config"]["aria"] is False
    said = [text for _, text in vega_lite.below(vega["marks"]) if isinstance(text, str)]
    assert [text for text in said if "f0: " in text] == []
    svg = vega_lite.drawn(chart.spec)
    titles = svg.count('aria-label="Title') + svg.count('aria-label="Subtitle')
    assert svg.count("aria-label=") == titles
    assert "mark container" not in svg.replace("group mark container", "")


OWN_AXES = ("metrics",)
AXIS = re.compile(r"[<−-]?[\d.,]+[kM]?\+?")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?")
MARK = re.compile(r'<g class="mark-text role-mark[^"]*"[^>]*>(.*?)</g>', re.DOTALL)
TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def numbers(texts: Iterable[str]) -> set[float]:
    return {float(n.replace(",", "")) for text in texts for n in NUMBER.findall(text)}


def flat(value: object) -> Iterator[object]:
    """The values in a cell of a table."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, inner)
    else:
        yield value


def figures(kind: str, state: str) -> list[set[float]]:
    """The numbers of each row of the table; with each those of the cell, and of what is hidden."""
    table = replace(drawn(kind, state).table, most=None)
    known = numbers([STATES[state].model.text]) | {10.0}
    found = [
        known | numbers([*shown, *(str(v) for cell in row.values() for v in flat(cell))])
        for row, shown in zip(table.to_dicts(), table.shown(), strict=True)
    ]
    return [*found, known]


@every_chart
def test_every_number_that_is_written_is_in_the_table(kind: str, state: str) -> None:
    svg = vega_lite.drawn(drawn(kind, state).spec)
    written = [html.unescape(text) for mark in MARK.findall(svg) for text in TEXT.findall(mark)]
    if kind in OWN_AXES:  # the numbers along them stand alone
        written = [text for text in written if not AXIS.fullmatch(text)]
    for name in label_names(STATES[state]).values():
        written = [text.replace(name, "") for text in written]
    assert sorted(numbers(written).difference(*figures(kind, state))) == []


INNER = ("layer", "spec", "concat", "hconcat", "vconcat")


def told(spec: Any, data: str = "", made: dict[str, str] | None = None) -> set[tuple[str, str]]:
    """The fields that are written or stand in tooltips, and those they are made of, by data."""
    if isinstance(spec, list):
        return {pair for part in spec for pair in told(part, data, made)}
    if not isinstance(spec, dict):
        return set()
    data = spec.get("data", {}).get("name", data)
    made = dict(made or {})
    for step in spec.get("transform", []):
        if "calculate" in step:
            made[step["as"]] = step["calculate"]
    found = {pair for key in INNER for pair in told(spec.get(key), data, made)}
    for channel in ("text", "tooltip"):
        used = spec.get("encoding", {}).get(channel, [])
        for one in used if isinstance(used, list) else [used]:
            found |= {(data, field) for field in parts(one.get("field", ""), made)}
    return found


def parts(field: str, made: dict[str, str]) -> set[str]:
    """A field and those it is calculated from."""
    inner = re.findall(r"f\d+", made.get(field, ""))
    return {field}.union(*(parts(other, made) for other in inner))


@every_chart
def test_the_figures_of_each_row_of_data_are_in_one_of_the_table(kind: str, state: str) -> None:
    spec = drawn(kind, state).spec
    rows = [np.array(sorted(row)) for row in figures(kind, state)]
    fields: dict[str, set[str]] = {}
    for data, field in told(spec):
        fields.setdefault(data, set()).add(field)
    for data, used in fields.items():
        for row in vega_lite.rows(spec, data):
            shown = [v for f, v in row.items() if f in used and isinstance(v, int | float)]
            if kind in OWN_AXES and len(shown) == 1:  # a number along an axis
                continue
            assert any(all(near(value, known) for value in shown) for known in rows), row


def near(value: float, known: np.ndarray) -> bool:
    """Whether a number is among others, but for its rounding."""
    return bool(np.abs(known - value).min() <= 1e-3 * max(abs(value), 1))


def test_a_figure_is_found_wherever_it_comes_from() -> None:
    spec = {
        "data": {"name": "one"},
        "layer": [
            {"encoding": {"text": {"field": "f9"}, "x": {"field": "f3"}}},
            {"data": {"name": "two"}, "encoding": {"tooltip": [{"field": "f4"}]}},
        ],
        "transform": [
            {"calculate": "datum.f1 / datum.f8", "as": "f9"},
            {"calculate": "datum.f2", "as": "f8"},
        ],
    }
    assert told(spec) == {*(("one", f"f{i}") for i in (1, 2, 8, 9)), ("two", "f4")}


@every_chart
def test_a_table_shows_itself(kind: str, state: str) -> None:
    table = drawn(kind, state).table
    assert len(table.to_frame()) == len(table.rows)
    assert [column.key for column in table.columns] == list(table.to_frame())
    assert repr(table)
    assert "<script" not in table._repr_html_()
