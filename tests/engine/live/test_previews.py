"""Counts while a number is dragged, against a fresh run of the rewritten cell."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.live.previews import Previews
from seg_jupyter.engine.live.tally import Tally
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


@settings(max_examples=200)
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
