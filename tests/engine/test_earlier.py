"""A fit that takes from an earlier result what cannot differ: the same result, sooner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from engine.running import run, table
from seg_jupyter.engine import evaluation, model_file
from seg_jupyter.engine.earlier import inputs_of, needs_events
from seg_jupyter.engine.inputs import Inputs, gather
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.run import apply, fit, reapply
from seg_jupyter.engine.values import Dates, Texts
from seg_jupyter.errors import SegmentDataError, SegmentError, SegmentNameError, SegmentUsageError
from seg_jupyter.lang.adjustables import Role, adjustables
from seg_jupyter.lang.nodes import Cell
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.rewriter import rewrite
from strategies import KEY, TIME, Case, cases

# the same in everything


def bits(value: object) -> object:
    """A value so that equal means the same to the last bit."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.tobytes()
    if isinstance(value, Texts):
        return bits(value.codes), value.texts
    if isinstance(value, Dates):
        return bits(value.instants), bits(value.clock), str(value.zone)
    return bits(value.values)


def check_same(one: Result, other: Result) -> None:
    assert model_file.to_json(one.model) == model_file.to_json(other.model)
    assert one.facts == other.facts
    assert list(one.facts.infinite) == list(other.facts.infinite)
    assert (one.labels, bits(one.codes)) == (other.labels, bits(other.codes))
    assert {n: bits(v) for n, v in one.values.items()} == {
        n: bits(v) for n, v in other.values.items()
    }
    assert list(one.values) == list(other.values)
    assert [(a, bits(v)) for a, v in one.rows.aggregated.items()] == [
        (a, bits(v)) for a, v in other.rows.aggregated.items()
    ]
    for name in ("as_of", "fitted", "id"):
        assert getattr(one, name) == getattr(other, name)
    for tile, cuts in zip(one.model.program.tiles, one.model.tiles, strict=True):
        assert one.rows.cuts is not None
        assert one.rows.cuts(tile, cuts.values) is cuts.values
    assert {f.name for f in fields(Result)} == {
        *("model", "customers", "as_of", "values", "codes", "fitted", "facts"),
        *("rows", "columns", "id"),
    }


def outcome(run: Callable[[], Result]) -> Result | str:
    try:
        return run()
    except SegmentError as error:
        return str(error)


NUMBERS = {
    Role.WEIGHT: st.sampled_from([0, 0.5, 1, 2, -1, -3]),
    Role.PARTS: st.sampled_from([2, 3, 5]),
    Role.DURATION: st.sampled_from([1, 2, 30]),
}
ANY = st.sampled_from([0, 1, 2, 3, 50, 70, -1, 0.5, 99.5])


def rewritten(data: st.DataObject, cell: Cell, roles: set[Role] | None = None) -> Cell:
    """A cell with a few of its numbers changed."""
    every = [a for a in adjustables(cell) if roles is None or a.role in roles]
    assume(every)
    chosen = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=3, unique=True))
    changes = {a: data.draw(NUMBERS.get(a.role, ANY)) for a in chosen}
    try:
        return parse(rewrite(cell, changes))
    except SegmentUsageError:  # cuts that do not rise
        assume(False)
        raise


def gathered(case: Case, **options: object) -> Inputs:
    if case.alone:
        return gather(case.customers_frame(), None, as_of=case.as_of, **options)
    frames = (case.customers_frame(), case.events_frame())
    return gather(*frames, id=KEY, time=TIME, as_of=case.as_of, **options)


random_cells = st.one_of(cases(ranked=True), cases(ranked=True, with_events=False))
thorough = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


@thorough
@given(random_cells, st.sampled_from([None, "member"]), st.data())
def test_a_refit_is_the_same_as_a_fresh_fit(
    case: Case, consent: str | None, data: st.DataObject
) -> None:
    named = Settings(consent=consent)
    inputs = gathered(case, consent=consent)
    cell = parse(case.text)
    result = outcome(lambda: fit(cell, inputs, named))
    assume(isinstance(result, Result))
    for _ in range(data.draw(st.integers(1, 3))):
        assert isinstance(result, Result)
        changed = rewritten(data, cell)
        note(changed.text)
        fresh = outcome(lambda changed=changed: fit(changed, inputs, named))
        needed = needs_events(changed, result)
        given = inputs if needed else inputs_of(result)
        again = outcome(lambda c=changed, g=given, r=result: fit(c, g, named, like=r))
        whole = outcome(lambda c=changed, r=result: fit(c, inputs, named, like=r))
        if not isinstance(fresh, Result):
            assert again == whole == fresh
            return
        assert isinstance(again, Result)
        assert isinstance(whole, Result)
        check_same(again, fresh)
        check_same(whole, fresh)
        known = {repr(a) for a in result.model.program.aggregations}
        unknown = any(repr(a) not in known for a in fresh.model.program.aggregations)
        assert needed == unknown
        cell, result = changed, again


@thorough
@given(random_cells, st.data())
def test_a_model_is_applied_again_with_other_weights_and_thresholds(
    case: Case, data: st.DataObject
) -> None:
    cell = parse(case.text)
    fitted = outcome(lambda: fit(cell, gathered(case), Settings()))
    assume(isinstance(fitted, Result))
    assert isinstance(fitted, Result)
    later = replace(case, customers=case.customers[::2], labels=())
    inputs = gathered(later)
    applied = outcome(lambda: apply(fitted.model, inputs))
    assume(isinstance(applied, Result))
    assert isinstance(applied, Result)
    changed = rewritten(data, cell, {Role.WEIGHT, Role.THRESHOLD})
    note(changed.text)
    model = replace(fitted.model, text=changed.text)
    again = outcome(lambda: reapply(changed, applied))
    if isinstance(again, str):
        assert "only its weights" in again
        rules = [a for a in adjustables(cell) if a.role is Role.THRESHOLD]
        assert any(not a.beside for a in rules), "a plain threshold may always change"
        return
    check_same(again, apply(model, inputs))


# by hand

PEOPLE = table(
    id=[1, 2, 3, 4],
    visits=[1.0, 5.0, np.inf, 2.0],
    plan=["gold", "basic", "gold", None],
    joined=["2026-01-01", "2026-02-01", "soon", "2026-03-01"],
)
ORDERS = table(
    id=[1, 1, 2, 3, 9],
    at=pd.to_datetime(["2026-05-01", "2026-06-20", "2026-06-01", "2026-04-01", "2026-04-02"]),
    amount=[10.0, 20.0, np.inf, 40.0, 1.0],
    channel=["web", "shop", "web", "web", "web"],
)
CELL = """
spend = sum(amount, last="90d")
shop = count(channel == "shap") + 0 * count(channel == "web")
since = days_since(joined)
f = tile(spend, 3)
value = score(3 * spend, -2 * since, f, raw(clip(visits, 0, 100)))
Best: value >= 70 and plan == "golt"
Good: value >= 40 and f >= 2
Rest: otherwise
"""


def given_inputs() -> Inputs:
    return gather(PEOPLE, ORDERS, as_of="2026-06-30")


def changed(text: str, *pairs: tuple[str, str]) -> Cell:
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return parse(text)


@pytest.mark.parametrize(
    ("pairs", "needed"),
    [
        ([("3 * spend", "5 * spend")], False),
        ([("value >= 70", "value >= 20")], False),
        ([("tile(spend, 3)", "tile(spend, 2)")], False),
        ([("golt", "gold")], False),
        ([("days_since(joined)", 'days_since(joined) if joined == "soon" else 3')], False),
        ([("since = days_since(joined)\n", 'since = 3 if joined == "x" else 4\n')], False),
        ([('last="90d"', 'last="30d"')], True),
        ([('"shap"', '"shop"')], True),
        ([('channel == "web"', "amount > 3")], True),
        ([("Rest: otherwise", "Rest: recency() > 3")], True),
        ([("Rest: otherwise", "Rest: nunique(id) > 3")], True),  # a column not read before
        ([("Rest: otherwise", "Rest: plan > 3")], False),  # wrong, whatever the events
        ([('shop = count(channel == "shap") + 0 * count(channel == "web")\n', "")], False),
    ],
)
def test_what_changes_and_what_stays(pairs: list[tuple[str, str]], needed: bool) -> None:
    inputs, named = given_inputs(), Settings(units={"amount": "USD", "spend": "USD"})
    result = fit(parse(CELL), inputs, named)
    cell = changed(CELL, *pairs)
    assert needs_events(cell, result) is needed
    fresh = outcome(lambda: fit(cell, inputs, named))
    again = outcome(lambda: fit(cell, inputs if needed else inputs_of(result), named, result))
    if isinstance(fresh, str) or isinstance(again, str):
        assert again == fresh
        return
    check_same(again, fresh)
    # and on frames that are read anew
    check_same(fit(cell, given_inputs(), named, result), fresh)
    # and back
    back = fit(parse(CELL), given_inputs(), named, again)
    check_same(back, fit(parse(CELL), inputs, named))


def test_the_facts_are_those_of_the_frames() -> None:
    result = fit(parse(CELL), given_inputs(), Settings())
    again = fit(changed(CELL, ("3 * spend", "4 * spend")), inputs_of(result), Settings(), result)
    assert again.facts.infinite == {("customers", "visits"): 1, ("events", "amount"): 1}
    assert again.facts.unreadable_dates == {("customers", "joined"): 1}
    assert [a.text for a in again.facts.absent_texts] == ["shap", "golt"]
    assert again.facts.events is not None
    assert again.facts.events.of_strangers == 1
    assert [t.weight for t in again.facts.terms] == [4, -2, 1, 1]


def test_a_weight_moves_without_anything_being_read_or_fitted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = fit(parse(CELL), given_inputs(), Settings())
    fresh = fit(changed(CELL, ("3 * spend", "4 * spend")), given_inputs(), Settings())

    def never(*args: object) -> None:
        raise AssertionError(args)

    for name in ("aggregate", "fit_rank", "fit_minmax", "fit_cuts", "Columns"):
        monkeypatch.setattr(evaluation, name, never if name != "Columns" else lambda *_: None)
    again = fit(changed(CELL, ("3 * spend", "4 * spend")), inputs_of(result), Settings(), result)
    check_same(again, fresh)
    assert again.values["f"] is result.values["f"]
    assert again.columns is result.columns


def test_what_a_score_depends_on_is_computed_again() -> None:
    text = "a = score(x, y)\nb = score(a, x)\nt = tile(a, 2)\nc = x + 1\nA: b >= 50 and t > 1"
    frame = table(x=[1.0, 2, 3, 4], y=[4.0, 1, 1, 2])
    result = run(text, frame)
    cell = changed(text, ("score(x, y)", "score(2 * x, y)"))
    again = fit(cell, inputs_of(result), Settings(), result)
    check_same(again, run(cell.text, frame))
    assert again.values["c"] is result.values["c"]
    assert again.values["b"] is not result.values["b"]


def test_two_equal_times_may_fall_on_different_days() -> None:
    frame = table(x=[1.0])
    text = 'd = days_since("2026-01-01 23:30+00:00")\nA: d > 1'
    other = 'd = days_since("2026-01-02 00:30+01:00")\nA: d > 1'
    inputs = gather(frame, None, as_of="2026-01-31")
    result = fit(parse(text), inputs, Settings())
    again = fit(parse(other), inputs_of(result), Settings(), result)
    check_same(again, fit(parse(other), inputs, Settings()))


def test_raw_values_are_checked_once_they_have_a_weight() -> None:
    text = "v = score(0 * raw(x), y)\nA: v > 3"
    frame = table(x=[1.0, 200.0], y=[1.0, 2.0])
    result = run(text, frame)
    cell = changed(text, ("0 * raw", "2 * raw"))
    with pytest.raises(SegmentDataError) as caught:
        fit(cell, inputs_of(result), Settings(), result)
    assert caught.value.problem == "raw(...) takes values from 0 to 100; 1 lie outside"
    assert str(caught.value) == outcome(lambda: run(cell.text, frame))


def test_events_that_are_needed_and_not_there() -> None:
    result = fit(parse(CELL), given_inputs(), Settings())
    cell = changed(CELL, ('last="90d"', 'last="30d"'))
    with pytest.raises(SegmentUsageError, match="was not read before"):
        fit(cell, inputs_of(result), Settings(), result)


def test_a_result_without_events_needs_none() -> None:
    result = run("A: x > 1", table(x=[1.0, 2.0]))
    assert not needs_events(parse("A: count() > 1"), result)
    inputs = inputs_of(result)
    assert (inputs.events, inputs.as_of, inputs.duplicates()) == (None, None, 0)
    with pytest.raises(SegmentNameError, match="there is no events frame"):
        fit(parse("A: count() > 1"), inputs, Settings(), result)


def test_a_unit_of_nothing_is_refused_all_the_same() -> None:
    result = fit(parse(CELL), given_inputs(), Settings(units={"amount": "USD"}))
    with pytest.raises(SegmentNameError, match="units names 'amout'"):
        fit(parse(CELL), inputs_of(result), Settings(units={"amout": "USD"}), result)


# a model that was applied


def test_other_weights_keep_the_yardstick() -> None:
    model = run("v = score(x, 3 * minmax(y))\nHigh: v >= 50", table(x=[1.0, 2], y=[0.0, 9])).model
    later = apply(model, gather(table(x=[1.0, 2, 5], y=[5.0, 9, 9]), None))
    again = reapply(parse("v = score(x, minmax(y))\nHigh: v >= 70"), later)
    np.testing.assert_allclose(again.score("v"), [(25 + 500 / 9) / 2, 87.5, 87.5], atol=1e-9)
    assert not again.fitted
    assert again.model.scales is model.scales
    assert [t.clipped for t in again.facts.terms] == [1, 0]
    # a fit takes nothing from it
    frame = gather(table(x=[1.0, 2, 5], y=[5.0, 9, 9]), None)
    cell = parse("v = score(x, minmax(y))\nHigh: v >= 70")
    check_same(fit(cell, frame, Settings(), later), fit(cell, frame, Settings()))
    assert not needs_events(cell, later)


@pytest.mark.parametrize(
    "text",
    [
        "v = score(x, minmax(x))\nA: v >= 3",
        "v = score(x, y, x)\nA: v >= 3",
        "v = score(x, y, missing='zero')\nA: v >= 3",
        "w = score(x, y)\nA: w >= 3",
        "v = score(x, y)\nA: tile(x, 3) >= 3",
        "v = score(x, y)\nw = x\nA: v >= 3",
    ],
)
def test_other_changes_need_a_fit(text: str) -> None:
    frame = table(x=[1.0, 2], y=[0.0, 9])
    later = apply(run("v = score(x, y)\nA: v >= 3", frame).model, gather(frame, None))
    with pytest.raises(SegmentUsageError, match="only its weights") as caught:
        reapply(parse(text), later)
    assert caught.value.remedy == "Fit the cell anew: Segmentation(text).fit(customers)."


def test_an_aggregation_is_not_counted_anew() -> None:
    text = "A: count(last='90d') >= 1\nB: otherwise"
    model = fit(parse(text), given_inputs(), Settings()).model
    later = apply(model, given_inputs())
    assert reapply(changed(text, (">= 1", ">= 2")), later).sizes == (1, 3, 0, 0)
    assert not needs_events(changed(text, (">= 1", ">= 2")), later)
    other = changed(text, ("90d", "30d"))
    assert needs_events(other, later)
    with pytest.raises(SegmentUsageError, match="only its weights"):
        reapply(other, later)


# progress


def test_the_share_that_is_done_is_told() -> None:
    shares: list[float] = []
    inputs = given_inputs()
    result = fit(parse(CELL), inputs, Settings(), on_step=shares.append)
    assert shares == [step / 9 for step in range(10)]
    shares.clear()
    cell = changed(CELL, ('last="90d"', 'last="30d"'))
    fit(cell, inputs, Settings(), result, on_step=shares.append)
    assert shares == [step / 7 for step in range(8)]


class StoppedError(Exception):
    pass


def test_who_is_told_may_stop_it() -> None:
    def stop(share: float) -> None:
        if share > 0.4:
            raise StoppedError

    with pytest.raises(StoppedError):
        fit(parse(CELL), given_inputs(), Settings(), on_step=stop)
