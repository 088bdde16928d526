from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest

import seg_jupyter as seg
from engine.running import days, table
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentError,
    SegmentModelError,
    SegmentSyntaxError,
    SegmentTypeError,
    SegmentUsageError,
)

CELL = "value = score(x)\nHigh: value >= 50\nLow: otherwise"
PEOPLE = table(x=[3.0, 1.0, 2.0], name=["c", "a", "b"])
EVENTS = table(key=[1, 1, 2], at=days("2024-01-01", "2024-01-05", "2024-01-03"))
COUNTS = "n = count()\nOften: n >= 2\nOther: otherwise"


def fitted(text: str = CELL, frame: pd.DataFrame = PEOPLE, **options: Any) -> seg.Segments:
    return seg.Segmentation(text).fit(frame, **options)


class Bytes:
    """A path as the system's bytes."""

    def __fspath__(self) -> bytes:
        return b"a.json"


def size_of(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.1f} kB"


def many(customers: int = 100) -> pd.DataFrame:
    return table(x=[float(i) for i in range(customers)])


# the package


def test_every_public_name_exists_and_is_described() -> None:
    assert dir(seg) == seg.__all__ == sorted(set(seg.__all__))
    for name in seg.__all__:
        thing = getattr(seg, name)
        assert name == "__version__" or inspect.getdoc(thing)


WITHOUT_EXAMPLE = {
    "SegmentError.line",
    "SegmentError.column",
    "Model.text",
    "Model.name",
    "Segmentation.text",
    "Segments.name",
    "Segments.text",
    "Segments.as_of",
    "Segments.model",
    # the same as those of Model
    "Segments.apply",
    "Segments.save",
    # its example is that of Model.save
    "load",
    # the package around grocery
    "datasets",
}


def test_everything_public_has_an_example_that_runs() -> None:
    described: dict[str, str] = {}
    names = seg.templates.__all__
    for name in set(seg.__all__) - {"__version__"}:
        thing = getattr(seg, name)
        described[name] = inspect.getdoc(thing) or ""
        if inspect.isclass(thing):
            for part, member in vars(thing).items():
                if not part.startswith("_"):
                    described[f"{name}.{part}"] = inspect.getdoc(member) or ""
    described |= {f"templates.{n}": getattr(seg.templates, n).__doc__ for n in names}
    described |= {f"datasets.{n}": getattr(seg.datasets, n).__doc__ for n in seg.datasets.__all__}
    assert [name for name, text in described.items() if not text] == []
    # the examples themselves are run with the tests of the modules
    assert {name for name, text in described.items() if ">>>" not in text} == WITHOUT_EXAMPLE


def test_the_kinds_of_errors_are_one_family() -> None:
    kinds = [getattr(seg, name) for name in seg.__all__ if name.endswith("Error")]
    assert len(kinds) == 7
    assert all(issubclass(kind, seg.SegmentError) for kind in kinds)


# a segmentation


def test_the_text_is_kept() -> None:
    text = "# kept\n" + CELL + "\n\n"
    assert seg.Segmentation(text).text == text
    assert repr(seg.Segmentation(CELL)) == f"Segmentation of 2 segments:\n{CELL}"


@pytest.mark.parametrize("text", [None, 3, b"A: otherwise", ["A: otherwise"]])
def test_a_cell_is_text(text: Any) -> None:
    with pytest.raises(SegmentUsageError, match="not text"):
        seg.Segmentation(text)


def test_syntax_is_checked_at_once_and_columns_at_the_fit() -> None:
    with pytest.raises(SegmentSyntaxError):
        seg.Segmentation("A x > 1")
    with pytest.raises(seg.SegmentNameError):
        fitted("A: nothing > 1")
    with pytest.raises(SegmentTypeError):
        fitted("A: name > 1")


@pytest.mark.parametrize("name", ["", " ", "n" * 201, None, 3])
@pytest.mark.parametrize("option", ["name", "unit"])
def test_what_is_no_name_is_refused(option: str, name: Any) -> None:
    with pytest.raises(SegmentUsageError, match="is not a name"):
        fitted(**{option: name})


@pytest.mark.parametrize("units", [["x"], "USD", {"x": 3}, {3: "USD"}, {"x": "u" * 201}, 0])
def test_units_are_names_with_units(units: Any) -> None:
    with pytest.raises(SegmentUsageError, match="units takes names and their units"):
        fitted(units=units)


def test_names_and_units_are_kept() -> None:
    given = {"x": "USD"}
    result = fitted(name="n" * 200, unit="households", units=given)
    given["x"] = "EUR"
    assert result.name == result.model.name == "n" * 200
    assert "3 households" in repr(result)
    assert result._result.model.settings.units == {"x": "USD"}


def test_a_unit_is_that_of_something() -> None:
    with pytest.raises(seg.SegmentNameError, match="units names 'vlaue'") as caught:
        fitted(units={"vlaue": "points"})
    assert caught.value.exists == "Closest: 'value'."
    for name in ("value", "x"):
        assert fitted(units={name: "points"})._result.model.settings.units == {name: "points"}
    of_events = seg.Segmentation(COUNTS).fit(events=EVENTS, id="key", units={"at": "UTC"})
    assert of_events._result.model.settings.units == {"at": "UTC"}


def test_the_unit_of_a_score_stands_in_its_titles() -> None:
    result = fitted(units={"value": "points"})
    assert "mean value (points)" in repr(result.segments)
    assert "value (points, 0–100)" in str(result.chart().spec)
    assert "value (score, 0–100)" in str(fitted().chart().spec)


def test_the_id_of_a_fit_without_events_serves_later() -> None:
    people = PEOPLE.assign(key=[1, 2, 3])
    result = seg.Segmentation(CELL).fit(people, id="key")
    twice = people.assign(key=[1, 1, 3])
    with pytest.raises(seg.SegmentDataError, match="repeat an id"):
        result.apply(twice)
    assert len(fitted().apply(twice).frame) == 3


def test_there_must_be_a_frame() -> None:
    with pytest.raises(SegmentUsageError, match="no frame"):
        seg.Segmentation(CELL).fit()


@pytest.mark.parametrize("argument", ["id", "time", "consent", "objected"])
@pytest.mark.parametrize(
    ("given", "kind"), [(5, "int"), (["key"], "list"), (True, "bool"), (0, "int")]
)
def test_columns_are_named_by_text(argument: str, given: Any, kind: str) -> None:
    said = f"{argument} takes the name of a column; {given!r} is '{kind}'"
    with pytest.raises(SegmentUsageError) as caught:
        seg.Segmentation(COUNTS).fit(events=EVENTS, **({"id": "key"} | {argument: given}))
    assert caught.value.problem.replace(f"'{given}'", repr(given)) == said
    if argument in ("id", "time"):
        result = seg.Segmentation(COUNTS).fit(events=EVENTS, id="key")
        for owner in (result, result.model):
            with pytest.raises(SegmentUsageError, match=f"{argument} takes the name of a column"):
                owner.apply(events=EVENTS, **{argument: given})


@pytest.mark.parametrize("argument", ["id", "time", "consent", "objected"])
@pytest.mark.parametrize("events", [None, EVENTS])
def test_an_empty_text_names_no_column(argument: str, events: object) -> None:
    people = table(key=[1, 2]).assign(**{"": True})  # and none that is called so
    cell = seg.Segmentation("A: otherwise")
    result = cell.fit(people, events, id="key")
    uses = [cell.fit, result.apply, result.model.apply]
    for use in uses if argument in ("id", "time") else [cell.fit]:
        with pytest.raises(SegmentUsageError) as caught:
            use(people, events, **{argument: ""})
        assert caught.value.problem == f"{argument} is empty, and names no column"
        assert caught.value.remedy == f"Write the column's name, or leave {argument} out."


def test_a_chart_of_no_kind_is_refused() -> None:
    with pytest.raises(SegmentUsageError, match="there is no chart ''"):
        fitted().chart("")  # type: ignore[arg-type]  # wrong on purpose


def test_a_time_needs_events() -> None:
    said = "^time names a column of events, and there is no events frame"
    with pytest.raises(SegmentUsageError, match=said):
        fitted(time="x")
    with pytest.raises(SegmentUsageError, match=said):
        fitted().apply(PEOPLE, time="x")


# the result


def test_the_frame_keeps_rows_order_and_index() -> None:
    given = PEOPLE.set_axis(["z", "z", "y"])
    before = given.copy(deep=True)
    frame = fitted(frame=given).frame
    assert frame.columns.tolist() == ["x", "name", "value", "segment"]
    assert frame.index.tolist() == ["z", "z", "y"]
    pd.testing.assert_frame_equal(frame[["x", "name"]], before)
    assert frame["segment"].tolist() == ["High", "Low", "High"]
    frame["x"] = 0.0
    pd.testing.assert_frame_equal(given, before)


def test_each_frame_is_a_new_one() -> None:
    result = fitted()
    one, other = result.frame, result.frame
    assert one is not other
    one["value"] = 0.0
    one.loc[0, "x"] = -1.0
    one["segment"] = one["segment"].cat.rename_categories({"High": "Changed"})
    pd.testing.assert_frame_equal(result.frame, other)
    assert result.frame["segment"].tolist() == ["High", "Low", "High"]
    assert PEOPLE["x"].tolist() == [3.0, 1.0, 2.0]


def test_the_column_of_labels() -> None:
    result = fitted(frame=PEOPLE.assign(segment=1), name="loyal")
    assert result.frame.columns.tolist() == ["x", "name", "segment", "value", "loyal"]
    with pytest.raises(SegmentDataError, match="no free name"):
        _ = fitted(frame=PEOPLE.assign(segment=1, loyal=2), name="loyal").frame


def test_what_a_result_says_of_itself() -> None:
    result = seg.Segmentation(COUNTS).fit(events=EVENTS, id="key", as_of="2024-01-04")
    assert (result.name, result.text, result.as_of) == ("segments", COUNTS, date(2024, 1, 4))
    assert result.frame["n"].tolist() == [1, 1]
    assert fitted().as_of is None
    assert result.segments.to_dicts() == [
        {"segment": "Often", "customers": 0, "share": 0.0},
        {"segment": "Other", "customers": 2, "share": 1.0},
    ]
    assert repr(result).startswith("segments · 2 customers as of 4 Jan 2024\n")
    assert result._repr_html_().startswith("<div><b>segments · 2 customers as of 4 Jan 2024</b>")


def test_means_of_few_are_hidden() -> None:
    assert fitted().segments.to_frame()["mean_value"].isna().all()
    assert fitted(frame=many()).segments.to_frame()["mean_value"].tolist() == [75, 25]


def test_people_who_do_not_take_part() -> None:
    frame = PEOPLE.assign(ok=[True, True, False], no=[False, True, None])
    labels = fitted(frame=frame, consent="ok", objected="no").frame["segment"].tolist()
    assert labels[1:] == ["Not profiled", "Not profiled"]
    assert labels[0] != "Not profiled"


def test_who_does_not_take_part_stays_out_when_applied() -> None:
    result = fitted(frame=PEOPLE.assign(ok=True, no=False), consent="ok", objected="no")
    later = PEOPLE.assign(ok=[True, False, True], no=[False, False, True])
    labels = result.apply(later).frame["segment"].tolist()
    assert labels == ["High", "Not profiled", "Not profiled"]


def test_running_again_gives_equal_results() -> None:
    one, other = fitted(frame=many()), fitted(frame=many())
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert repr(one) == repr(other)
    assert one._repr_html_() == other._repr_html_()


# one customer, and the rules


def test_a_customer_is_explained_by_id_or_by_label() -> None:
    frame = table(key=[7, 8, 9], x=[3.0, 1.0, 2.0])
    by_id = fitted(frame=frame, id="key")
    assert by_id.explain(8).segment == by_id.explain("8").segment == "Low"
    assert by_id.explain(7).to_dicts()[0]["contribution"] == pytest.approx(250 / 3)
    by_label = fitted(frame=frame.set_axis(["a", "b", "c"]))
    assert by_label.explain("a").segment == "High"
    with pytest.raises(SegmentUsageError, match="no customer has the label '8' in the index"):
        by_label.explain(8)


def test_the_id_is_that_of_these_customers() -> None:
    events = EVENTS.rename(columns={"key": "person"})
    model = fitted(COUNTS, table(key=[1, 2]), events=EVENTS, id="key", time="at").model
    later = model.apply(table(person=[5, 1]), events, id="person")
    assert later.explain(1).segment == "Often"
    alone = fitted(frame=table(key=[5, 6], x=[1.0, 2.0]), id="key").model
    assert alone.apply(table(key=[6, 5], x=[1.0, 2.0])).explain(6).segment == "Low"


def test_who_is_not_profiled_is_not_explained() -> None:
    frame = table(x=[3.0, 1.0, 777.0], ok=[True, True, False])
    result = fitted(frame=frame, consent="ok")
    with pytest.raises(SegmentUsageError, match="Not profiled") as caught:
        result.explain(2)
    assert "777" not in str(caught.value)
    assert result.explain(0).segment == "High"


def test_events_alone_have_ids() -> None:
    result = seg.Segmentation(COUNTS).fit(events=EVENTS, id="key")
    assert result.explain(1).changes == ()
    assert [c.name for c in result.explain(2).changes] == ["n"]


def test_the_rules_of_a_result() -> None:
    rules = fitted(frame=many()).rules
    assert [row["taken"] for row in rules.to_dicts()] == [50, 50]
    assert rules.findings == ()


def test_a_display_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("seg_jupyter.api.results.notes", lambda r: asked.append(r) or ["said"])
    result = fitted()
    assert repr(result).endswith("said")
    assert "said" in result._repr_html_()
    assert len(asked) == 1


# charts


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        (CELL, None, "Where customers stand by value."),
        (CELL, "distribution", "Where customers stand by value."),
        (CELL, "sizes", "How many customers there are."),
        (CELL, "profile", "What each segment is like."),
        (CELL, "contribution", "Where the points come from."),
        ("A: x > 1", None, "How many customers there are."),
        ("A: x > 1", "sizes", "How many customers there are."),
    ],
)
def test_the_kind_of_a_chart(text: str, kind: Any, title: str) -> None:
    chart = fitted(text).chart(kind)
    assert repr(chart).startswith(title)
    assert type(chart.altair).__name__ == "LayerChart"


def test_charts_that_there_are_not() -> None:
    with pytest.raises(SegmentUsageError, match="no chart 'pie'") as caught:
        fitted().chart("pie")  # type: ignore[arg-type]
    assert "'distribution', 'sizes', 'map'" in str(caught.value)
    with pytest.raises(SegmentUsageError, match="no score to show") as caught:
        fitted("A: x > 1").chart("distribution")
    assert 'chart("sizes")' in str(caught.value)
    with pytest.raises(SegmentUsageError, match="no score to show"):
        fitted("A: x > 1").chart("contribution")
    with pytest.raises(SegmentUsageError, match="takes no score"):
        fitted().chart("profile", score="value")


TWO_SCORES = "one = score(x)\ntwo = score(2 * x)\nA: one >= 50"


def test_a_chart_shows_the_score_that_is_named() -> None:
    assert repr(fitted(TWO_SCORES).chart()).startswith("Where customers stand by one.")
    shown = fitted(TWO_SCORES).chart("distribution", score="two")
    assert repr(shown).startswith("Where customers stand by two.")


def test_a_chart_takes_names_of_scores_only() -> None:
    with pytest.raises(
        seg.SegmentNameError, match="score names a score; the cell has none"
    ) as caught:
        fitted(TWO_SCORES).chart("distribution", score="tow")
    assert caught.value.exists == "Closest: 'two'."
    with pytest.raises(seg.SegmentNameError, match="called '7'"):
        fitted(TWO_SCORES).chart(score=7)  # type: ignore[arg-type]
    with pytest.raises(SegmentUsageError, match="the chart 'sizes' takes no score") as caught:
        fitted(TWO_SCORES).chart("sizes", score="two")
    assert caught.value.exists == "It takes nothing more."


@pytest.mark.parametrize("kind", [["sizes"], 7, ""])
def test_a_kind_is_a_name(kind: Any) -> None:
    with pytest.raises(SegmentUsageError, match="there is no chart "):
        fitted().chart(kind)


def test_a_map_shows_the_scores_that_are_named() -> None:
    three = TWO_SCORES + "\nthree = score(3 * x)"
    title = "Where customers stand by {} and {}."
    shown = fitted(three).chart
    assert repr(shown("map")).startswith(title.format("one", "three"))
    assert repr(shown("map", x="three", y="two")).startswith(title.format("three", "two"))
    assert repr(shown("map", y="one")).startswith(title.format("three", "one"))
    with pytest.raises(seg.SegmentNameError, match="y names a score; the cell has none") as caught:
        shown("map", y="twoo")
    assert caught.value.exists == "Closest: 'two'."
    with pytest.raises(SegmentUsageError, match="x and y are the same score, 'two'") as same:
        shown("map", x="two", y="two")
    assert same.value.exists == "Others: 'one', 'three'."
    with pytest.raises(SegmentUsageError, match="the chart 'map' takes no score") as other:
        shown("map", score="two")
    assert other.value.exists == "It takes: x, y."


def test_a_map_needs_two_scores() -> None:
    with pytest.raises(SegmentUsageError, match="a map shows two scores") as caught:
        fitted().chart("map")
    assert caught.value.problem == "a map shows two scores, and the cell has one: 'value'"
    assert "score(…)" in str(caught.value.remedy)
    with pytest.raises(SegmentUsageError, match="no score to show"):
        fitted("A: x > 1").chart("map")


def test_a_chart_is_asked_for_by_every_name_there_is() -> None:
    from seg_jupyter.api.charting import Kind
    from seg_jupyter.view.charts import KINDS

    assert get_args(Kind) == tuple(KINDS)
    for kind in KINDS:
        assert fitted(TWO_SCORES).chart(kind).table.columns
        assert f'`"{kind}"`' in str(seg.Segments.chart.__doc__)


def test_a_chart_has_its_figures_as_a_table() -> None:
    result = fitted()
    assert (
        result.chart("sizes")
        .table.to_frame()
        .equals(result.segments.to_frame()[["segment", "customers", "share"]])
    )


# models


def test_applying_uses_the_fitted_scale() -> None:
    result = fitted(frame=many())
    later = table(x=[99.0, 0.0, 50.0, 1000.0, None])
    applied = result.apply(later)
    assert applied.frame["segment"].tolist() == ["High", "Low", "High", "High", "Low"]
    assert applied.frame["value"].tolist()[0] == result.frame["value"].tolist()[99]
    pd.testing.assert_frame_equal(result.model.apply(later).frame, applied.frame)
    pd.testing.assert_frame_equal(result.apply(many()).frame, result.frame)
    assert "nothing was fitted again" in repr(applied)
    assert "nothing was fitted again" not in repr(result)


def test_applying_takes_another_name() -> None:
    result = fitted(name="old", unit="households")
    assert result.apply(PEOPLE).name == "old"
    applied = result.apply(PEOPLE.assign(segment=1), name="new")
    assert "new" in applied.frame
    assert repr(applied).startswith("new · 3 households\n")
    assert (applied.name, result.name) == ("new", "old")
    with pytest.raises(SegmentUsageError, match="is not a name"):
        result.apply(PEOPLE, name=" ")


def test_applying_reads_the_columns_of_the_fit_and_its_own_date() -> None:
    result = seg.Segmentation(COUNTS).fit(events=EVENTS, id="key", time="at", as_of="2024-01-02")
    later = EVENTS.assign(other=days("2020-01-01", "2020-01-01", "2020-01-01"), key_id=1)
    applied = result.apply(events=later)
    assert applied.as_of == date(2024, 1, 5)
    assert applied.frame["n"].tolist() == [2, 1]
    with pytest.raises(SegmentUsageError, match="the model reads events"):
        result.apply(table(key=[1]))
    with pytest.raises(SegmentModelError, match="no column 'x'"):
        fitted().apply(table(y=[1.0]))


def test_a_model_says_what_it_is() -> None:
    model = fitted(name="loyal", unit="households").model
    assert (model.name, model.text) == ("loyal", CELL)
    assert repr(model) == f"Model 'loyal', fitted on 3 households:\n{CELL}"
    dated = seg.Segmentation(COUNTS).fit(events=EVENTS, id="key").model
    assert repr(dated).startswith("Model 'segments', fitted on 2 customers as of 2024-01-05:\n")


def test_saving_says_what_the_file_holds(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    result = fitted(frame=many(), name="loyal")
    said = result.save(path)
    size = path.stat().st_size / 1000
    assert said == (
        f"Saved {path} ({size:.1f} kB): the cell, and values of its metrics with their counts. "
        "It holds no ids and no rows."
    )
    loaded = seg.load(path)
    assert (loaded.name, loaded.text, repr(loaded)) == ("loyal", CELL, repr(result.model))
    pd.testing.assert_frame_equal(loaded.apply(many()).frame, result.frame)
    assert loaded.save(str(path)) == said


def test_saving_says_the_path_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for path in ("model.json", "~/model.json"):
        said = fitted(frame=many()).save(path)
        assert said.startswith(f"Saved {path} (")
        assert str(tmp_path) not in said
    assert [file.name for file in tmp_path.iterdir()] == ["model.json"]


@pytest.mark.parametrize("save", [lambda r, p: r.save(p), lambda r, p: r.model.save(p)])
@pytest.mark.parametrize("scale", ["x", "minmax(x)", "raw(x), x"])
def test_saving_a_model_of_few_says_so_each_time(
    scale: str, save: Callable[..., str], tmp_path: Path
) -> None:
    result = fitted(f"v = score({scale})\nA: otherwise", many(99), unit="households")
    for name in ("one.json", "two.json", "one.json"):
        path = tmp_path / name
        assert save(result, path) == (
            f"Saved {path} ({size_of(path)}): the cell, and values of its metrics with their "
            "counts. It holds no ids and no rows. The values of a scale or tile rest on 99 "
            "households only, and may tell something of single ones."
        )


@pytest.mark.parametrize(
    "line",
    ["v = score(few)", "v = score(minmax(few))", "v = score(x, 0 * few)", "v = tile(few, 5)"],
)
@pytest.mark.parametrize(("present", "warned"), [(1, True), (99, True), (100, False), (0, False)])
def test_few_with_a_value_are_few_among_many_customers(
    line: str, present: int, warned: bool, tmp_path: Path
) -> None:
    people = many(300).assign(few=[float(i) if i < present else None for i in range(300)])
    said = fitted(f"{line}\nA: otherwise", people).save(tmp_path / "model.json")
    assert (f"rest on {present} customers only" in said) == warned
    assert (" only" in said) == warned


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("A: x > 1", 3),
        ("v = score(raw(x))\nA: v > 1", 3),
        ("v = score(raw(x), 2 * raw(x))\nw = score(raw(x))\nA: v > 1", 3),
        (CELL, 0),
        ("v = score(x)\nw = score(minmax(x))\nt = tile(x, 5)\nA: v > 1", 0),
        ("t = bands(x, 5)\nv = score(t)\nA: v > 1", 3),
    ],
)
def test_a_model_without_values_is_the_cell_only(text: str, customers: int, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    said = fitted(text, many(customers).astype(float)).save(path)
    assert said == f"Saved {path} ({size_of(path)}): the cell. It holds no ids and no rows."


@pytest.mark.parametrize(
    ("path", "kind"), [(None, "NoneType"), (5, "int"), (b"a.json", "bytes"), (Bytes(), "Bytes")]
)
def test_what_is_no_path_is_refused(path: Any, kind: str) -> None:
    for use in (seg.load, fitted().save, fitted().model.save):
        with pytest.raises(SegmentUsageError, match=f"the path of a model is text; .* '{kind}'"):
            use(path)


def test_a_model_says_what_only_a_result_has() -> None:
    model = fitted().model
    for name in ("chart", "explain", "frame", "rules", "segments"):
        with pytest.raises(AttributeError, match=f"no customers, and so no '{name}'") as caught:
            getattr(model, name)
        assert isinstance(caught.value, SegmentUsageError)
        assert "Traceback" not in "".join(caught.value._render_traceback_())
        code = str(caught.value.remedy).split(": ")[1]
        names = {"model": model, "customers": many()}
        exec(code, names)
        assert hasattr(names["result"], name)
        assert not hasattr(model, name)
        assert name not in dir(model)


def test_a_model_is_otherwise_as_any_object() -> None:
    model = fitted().model
    with pytest.raises(AttributeError, match="'Model' object has no attribute 'rule'"):
        _ = model.rule
    assert not hasattr(model, "_repr_html_")
    for other in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert repr(other) == repr(model)
        assert not hasattr(other, "frame")
    assert not hasattr(object.__new__(seg.Model), "frame")
    assert not hasattr(object.__new__(seg.Model), "_fitted")


def test_a_file_is_read_as_a_cell_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id;x\n007;1,5\n008;n/a\n", encoding="utf-8")
    frame = seg.read(file)
    assert frame["id"].tolist() == ["007", "008"]
    ours = seg.Segmentation("A: x > 1").fit(frame).frame
    assert ours.equals(seg.Segmentation("A: x > 1").fit(str(file)).frame)
    with pytest.raises(SegmentUsageError, match="the path of a frame is text") as caught:
        seg.read(5)
    assert caught.value.remedy == "Give the name of a file, such as 'orders.csv'."
    with pytest.raises(SegmentUsageError, match="there is no file"):
        seg.read(tmp_path / "orders.csv")


@pytest.mark.parametrize("path", ["", " "])
def test_an_empty_path_is_refused(path: str) -> None:
    for use in (seg.load, fitted().save):
        with pytest.raises(SegmentUsageError, match="the path of a model is empty"):
            use(path)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(SegmentModelError):
        seg.load(tmp_path / "nothing.json")
    (tmp_path / "text.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SegmentModelError):
        seg.load(tmp_path / "text.json")
    with pytest.raises(SegmentError):
        fitted(frame=many()).save(tmp_path / "no" / "folder.json")
