"""Counts while a number is dragged, against a fresh run of the rewritten cell."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from engine.running import run, table
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.live.previews import Previews
from seg_jupyter.engine.live.tally import Tally, tally_of
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.run import fit
from seg_jupyter.errors import SegmentError
from seg_jupyter.lang.adjustables import Role, adjustables
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.rewriter import rewrite
from strategies.cases import Case, cases
from strategies.columns import KEY, TIME

SLIDER = np.arange(-5, 106) / 1.0
NEAR = 3e-4
"""In points: scores nearer than that to a threshold, but not on it, may be taken for it."""


def fitted(case: Case, text: str) -> Result:
    events = None if case.alone else case.events_frame()
    given_ = {} if case.alone else {"time": TIME}
    inputs = gather(case.customers_frame(), events, id=KEY, as_of=case.as_of, **given_)
    return fit(parse(text), inputs, Settings())


def changed(text: str, place: int, value: float) -> str:
    cell = parse(text)
    return rewrite(cell, {adjustables(cell)[place]: value})


def naive(saved: Result, now: Result, shown: str | None) -> Tally:
    """Count row by row."""
    labels = saved.labels[:-1]
    moves = np.zeros((len(labels), len(labels)), np.int64)
    cells = np.zeros((len(labels), 1001), np.int64)
    unscored = np.zeros(len(labels), np.int64)
    scores = None if shown is None else now.score(shown)
    for row in np.flatnonzero(saved.profiled):
        moves[saved.codes[row], now.codes[row]] += 1
        if scores is not None and np.isnan(scores[row]):
            unscored[now.codes[row]] += 1
        elif scores is not None:
            # as decimal digits: 69.9 is in the cell 699
            cells[now.codes[row], int(f"{scores[row]:.9f}".replace(".", "")[:-8])] += 1
    nothing = np.zeros((0, len(labels)))
    return Tally(labels, moves, cells, unscored, nothing, nothing, nothing, nothing, exact=True)


def bounds(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def doubtful(now: Result) -> tuple[int, int]:
    """How many customers may count elsewhere in single precision: as to segments, and cells."""
    scores = np.array([now.score(s.name) for s in now.model.program.scores])
    off = np.abs(scores[:, :, None] - np.array(bounds(now.model.text)))
    near = ((off > 0) & (off < NEAR)).any(axis=(0, 2))
    edge = np.abs(scores * 10 - np.rint(scores * 10))
    between = ((edge > 1e-8) & (edge < 10 * NEAR)).any(axis=0)
    return int(near.sum()), int((near | between).sum())


@settings(max_examples=100)
@given(cases(ranked=True), st.data())
def test_a_drag_counts_what_a_fresh_run_would(case: Case, data: DataObject) -> None:
    try:
        saved = fitted(case, case.text)
    except SegmentError:
        assume(False)
    numbers = adjustables(parse(case.text))
    wanted = [p for p, n in enumerate(numbers) if n.role in (Role.WEIGHT, Role.THRESHOLD)]
    assume(wanted)
    shown = score_of(saved.model.program)
    previews = Previews(saved, (), shown)
    place = data.draw(st.sampled_from(wanted))
    for _ in range(2):
        value = data.draw(st.sampled_from([*SLIDER, 0.5, -1.5, -20.0, 1e6]))
        try:
            now = fitted(case, changed(case.text, place, float(value)))
        except SegmentError:
            continue
        found = previews.count(place, float(value), SLIDER)
        if found is None:
            event("left to a whole run")
            continue
        event("exact" if found.exact else "preview")
        expected = naive(saved, now, shown)
        segments, cells = (0, 0) if found.exact else doubtful(now)
        assert np.abs(found.moves - expected.moves).sum() <= 2 * segments
        if shown is not None:
            assert np.abs(found.unscored - expected.unscored).sum() <= 2 * segments
            assert np.abs(found.cells - expected.cells).sum() <= 2 * cells
        else:
            assert found.cells is None
            assert found.unscored is None


# by hand


def people(rows: int = 400) -> object:
    """Customers with gaps, ties and a heavy tail."""
    chance = np.random.default_rng(3)
    gaps = chance.random((2, rows)) < [[0.2], [0.5]]
    return table(
        visits=np.where(gaps[0], np.nan, chance.integers(0, 12, rows)),
        spend=np.where(gaps[1], np.nan, chance.lognormal(3, 2, rows).round(2)),
        age=chance.integers(18, 80, rows),
        agreed=chance.random(rows) < 0.9,
    )


CELLS = {
    "skip": "value = score(2 * visits, minmax(spend))",
    "zero": "value = score(2 * visits, minmax(spend), missing='zero')",
    "all": "value = score(2 * visits, spend, missing='all')",
    "negative": "value = score(-2 * visits, -1 * spend)",
    "alone": "value = score(2 * visits)",
    "no other weight": "value = score(2 * visits, 0 * spend, missing='zero')",
    "nothing missing": "value = score(2 * age, minmax(age))",
    "a score of scores": "own = score(2 * visits, spend)\n"
    "value = score(own, -2 * age, missing='all')",
    "a score of scores of scores": "own = score(2 * visits)\nboth = score(-3 * own, spend)\n"
    "value = score(own, both, 0 * age, missing='zero')",
    "a score beside it": "other = score(2 * visits, spend)\nvalue = score(age)\nOdd: other > 80",
}
LINES = """
Active: value >= 60
Nobody: value <= -5 or -3 > value
Passive: not (value < 40 or age > 70)
Middle: 25 <= value <= 30 or value > 35 and age <= 30
Young: 30 > age
Rest: otherwise
"""


def compare(found: Tally, expected: Tally, now: Result) -> None:
    segments, cells = (0, 0) if found.exact else doubtful(now)
    assert np.abs(found.moves - expected.moves).sum() <= 2 * segments
    assert np.abs(found.cells - expected.cells).sum() <= 2 * cells
    assert np.abs(found.unscored - expected.unscored).sum() <= 2 * segments
    assert np.array_equal(found.kpi_counts_saved, expected.kpi_counts_saved)
    assert found.kpi_sums_saved == pytest.approx(expected.kpi_sums_saved)
    if not segments:
        assert np.array_equal(found.kpi_counts, expected.kpi_counts)
        assert found.kpi_sums == pytest.approx(expected.kpi_sums, rel=1e-5)


@pytest.mark.parametrize("consent", [None, "agreed"])
@pytest.mark.parametrize("cell", CELLS)
def test_every_kind_of_score(cell: str, consent: str | None) -> None:
    frame, options = people(), Settings(consent=consent)
    text = CELLS[cell] + LINES
    saved = run(text, frame, settings=options)
    columns = [frame["spend"].to_numpy() * 1e300, frame["age"].to_numpy(np.float64)]
    previews = Previews(saved, columns, "value")
    numbers = adjustables(parse(text))
    seen = set()
    for place, number in enumerate(numbers):
        for value in (2, 0, -3, 41.5, 7.25, 1e-6):
            try:
                now = run(changed(text, place, value), frame, settings=options)
            except SegmentError:
                continue
            found = previews.count(place, value, np.array([0, 2, 7.25, 41.5]))
            if found is not None:
                seen.add((number.role, found.exact))
                compare(found, tally_of(now, saved, "value", columns), now)
    assert seen == {(Role.WEIGHT, False), (Role.THRESHOLD, True)}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("twice = value * 2\nActive: twice > 90", "a metric of the score"),
        ("Active: value == 50", "no order"),
        ("Active: value >= age", "no number"),
        ("Active: (value >= 50) == (age > 3)", "inside another comparison"),
        ("Active: missing(value)", "no comparison"),
        ("Active: value in [40, 50]", "a list"),
        ("last = score(rank(value * 3))\nActive: last > 4", "a rank of it"),
        ("near = value > 30\nActive: near", "a truth value of it"),
    ],
)
def test_what_only_a_whole_run_can_follow(line: str, why: str) -> None:
    text = f"value = score(visits, spend)\n{line}"
    saved = run(text, people())
    assert Previews(saved, (), score_of(saved.model.program)).count(0, 3.0, SLIDER) is None, why


def test_a_metric_of_the_score_that_no_segment_reads_is_in_nobodys_way() -> None:
    text = "value = score(visits, spend)\ntwice = value * 2\nActive: value > 50"
    saved = run(text, people())
    assert Previews(saved, (), "value").count(0, 3.0, SLIDER) is not None


def test_a_distribution_of_a_score_that_cannot_be_followed() -> None:
    text = "value = score(visits, spend)\nlast = score(rank(value * 3))\nActive: value > 4"
    saved = run(text, people())
    assert Previews(saved, (), "last").count(0, 3.0, SLIDER) is None
    assert Previews(saved, (), "value").count(0, 3.0, SLIDER) is not None


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Active: visits * 2 >= 3", 0),
        ("Active: visits in [3, 4]", 0),
        ("Active: visits == 3", 0),
        ("Active: visits < 3 < age", 0),
        ("more = visits + 3\nActive: more > visits", 0),
        ('Active: signup >= "2026-01-01" and visits * 3 >= 4', 0),
    ],
)
def test_numbers_that_are_no_threshold(line: str, place: int) -> None:
    frame = people()
    frame["signup"] = "2026-01-05"
    saved = run(line, frame, as_of="2026-02-01")
    assert Previews(saved, (), None).count(place, 3.0, SLIDER) is None


def test_a_number_inside_an_aggregation_needs_the_events() -> None:
    frame, events = people(9), table(row=[1, 1, 2], at=["2026-01-05"] * 3, amount=[1, 5, 9])
    frame["row"] = range(9)
    saved = run("Active: count(where=amount >= 3) > 0", frame, events, id="row", time="at")
    previews = Previews(saved, (), None)
    assert previews.count(0, 6.0, SLIDER) is None
    assert previews.count(1, 1.0, SLIDER).moves.sum() == 9


def test_a_threshold_beside_a_date() -> None:
    text = 'Active: signup >= "2026-01-01" and visits >= 3'
    frame = people()
    frame["signup"] = ["2025-12-31", "2026-01-01"] * 200
    saved, now = run(text, frame), run(text.replace(">= 3", ">= 5"), frame)
    found = Previews(saved, (), None).count(0, 5.0, SLIDER)
    assert np.array_equal(found.moves, tally_of(now, saved, None, ()).moves)


def test_a_threshold_inside_a_choice_and_on_the_right() -> None:
    text = "Active: (3 < visits) if age > 40 else not visits <= 5\nRest: otherwise"
    frame = people()
    saved = run(text, frame)
    previews = Previews(saved, (), None)
    for place in range(3):
        for value in (2.0, 5.0, 6.0, 50.0):
            now = run(changed(text, place, value), frame)
            found = previews.count(place, value, SLIDER)
            assert np.array_equal(found.moves, tally_of(now, saved, None, ()).moves)
            assert found.cells is None


def test_a_value_that_the_slider_has_not_is_left_to_a_whole_run() -> None:
    saved = run("Active: visits > 3", people())
    previews = Previews(saved, (), None)
    assert previews.count(0, 4.5, SLIDER) is None
    assert previews.count(0, 1e9, SLIDER) is None
    # places of a slider are sums of steps: 0.1 + 0.2
    assert previews.count(0, 5.0, np.array([0.1 + 0.2, 5.0])) is not None


def test_places_that_comparisons_do_not_tell_apart() -> None:
    cell = "Active: share >= 0.00000000005"
    saved = run(cell, table(share=[0.0, 1e-10, 2e-10, 3e-9]))
    previews = Previews(saved, (), None)
    slider = np.arange(0, 201) / 2e12
    for value in slider[[0, 7, 200]]:
        assert previews.count(0, float(value), slider).moves.tolist() == [[4, 0], [0, 0]]


def test_so_many_segments_that_a_table_would_be_too_large() -> None:
    lines = "\n".join(f"S{n}: value > {n / 2}" for n in range(120, 0, -1))
    text = f"value = score(visits, spend)\n{lines}"
    frame = people()
    saved = run(text, frame)
    previews = Previews(saved, (), "value")
    assert previews.count(2, 3.0, SLIDER) is None
    # labels beyond a byte for two of them are counted all the same
    now = run(changed(text, 0, 3.0), frame)
    compare(previews.count(0, 3.0, SLIDER), tally_of(now, saved, "value", ()), now)


def test_more_segments_than_a_byte_holds() -> None:
    lines = "\n".join(f"S{n}: age == {n}" for n in range(300))
    saved = run(f"value = score(visits, spend)\nTop: value > 90\n{lines}", people())
    found = Previews(saved, (), "value").count(0, 1.0, SLIDER)
    assert np.array_equal(found.moves, np.diag(np.bincount(saved.codes, minlength=302)[:302]))


def test_counts_go_on_from_where_the_numbers_came_to_rest() -> None:
    text = "value = score(visits, spend)\nother = score(value, age)\nActive: other >= 50"
    frame = people()
    saved = run(text, frame)
    previews = Previews(saved, (), "other")
    previews.prepare(0, 3.0, SLIDER)
    previews.prepare(4, 3.0, SLIDER)
    for place, value in ((0, 3.0), (2, -2.0), (4, 45.0), (1, 4.0)):
        text = changed(text, place, value)
        now = run(text, frame)
        compare(previews.count(place, value, SLIDER), tally_of(now, saved, "other", ()), now)
        previews.settle(now, {place})
        # what was made ready for this number is good for more of it
        compare(previews.count(place, value, SLIDER), tally_of(now, saved, "other", ()), now)
    previews.settle(saved)
    assert np.array_equal(previews.count(0, 1.0, SLIDER).moves, np.diag(saved.sizes[:-1]))


def test_a_weight_without_a_distribution() -> None:
    text = "value = score(visits, spend)\nActive: value >= 50"
    saved, now = run(text, people()), run(changed(text, 0, 3.0), people())
    found = Previews(saved, (), None).count(0, 3.0, SLIDER)
    assert np.array_equal(found.moves, tally_of(now, saved, None, ()).moves)
    assert found.cells is found.unscored is None


def test_other_columns_can_be_watched() -> None:
    frame = people()
    saved = run("Old: age > 50\nRest: otherwise", frame)
    previews = Previews(saved, (), None)
    assert previews.count(0, 50.0, SLIDER).kpi_sums.shape == (0, 3)
    previews.watch([frame["visits"].to_numpy()])
    old = frame["visits"][frame["age"] > 50]
    found = previews.count(0, 50.0, SLIDER)
    assert found.kpi_sums[0, 0] == old.sum()
    assert found.kpi_counts[0, 0] == old.count()


def test_nobody() -> None:
    saved = run("value = score(visits)\nActive: value > 3", table(visits=np.zeros(0)))
    previews = Previews(saved, [np.zeros(0)], "value")
    for place in (0, 1):
        found = previews.count(place, 3.0, SLIDER)
        assert found.moves.sum() == found.cells.sum() == 0
