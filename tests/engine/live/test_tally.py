from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import run, table
from seg_jupyter.engine.live import tally
from seg_jupyter.engine.live.tally import Tally, tally_of
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.values import Floats

CELL = "v = score({} * raw(p), raw(q), missing={!r})\nHigh: v >= {}\nLow: v >= 20"


def tallied(
    people: pd.DataFrame, *, weight: float = 1, cut: float = 50, missing: str = "skip"
) -> tuple[Tally, list[Floats]]:
    given = Settings(consent="ok")
    saved = run(CELL.format(1, missing, 50), people, settings=given)
    now = run(CELL.format(weight, missing, cut), people, settings=given)
    columns = [people[name].to_numpy(float) for name in ("spend", "p")]
    return tally_of(now, saved, "v", columns), columns


points = st.none() | st.integers(0, 1000).map(lambda k: k / 10) | st.floats(0, 100)
person = st.tuples(points, points, st.none() | st.integers(-9, 99), st.booleans())


@given(st.lists(person, max_size=40), st.sampled_from([0, 1, 5]), st.sampled_from([30, 50.1]))
@settings(deadline=None, max_examples=60)
def test_every_customer_is_counted_once_in_each_table(
    people: list[tuple[float | None, float | None, int | None, bool]], weight: float, cut: float
) -> None:
    p, q, spend, ok = ([row[place] for row in people] for place in range(4))
    frame = table(p=p, q=q, spend=spend, ok=ok).astype({"p": float, "q": float, "spend": float})
    frame["ok"] = frame["ok"].astype(bool)
    found, columns = tallied(frame, weight=weight, cut=cut)
    given = Settings(consent="ok")
    saved = run(CELL.format(1, "skip", 50), frame, settings=given)
    now = run(CELL.format(weight, "skip", cut), frame, settings=given)
    labels = ("High", "Low", "Unassigned")
    moves = {(a, b): 0 for a in labels for b in labels}
    cells = {(label, k): 0 for label in labels for k in range(1001)}
    unscored = dict.fromkeys(labels, 0)
    sums = {(side, place, label): 0.0 for side in (0, 1) for place in (0, 1) for label in labels}
    counts = dict.fromkeys(sums, 0)
    for row, (before, after, score) in enumerate(
        zip(saved.codes, now.codes, now.score("v"), strict=True)
    ):
        if not ok[row]:
            continue
        ends = saved.labels[before], now.labels[after]
        moves[ends] += 1
        if math.isnan(score):
            unscored[ends[1]] += 1
        else:
            # the largest k of which k/10 is not more, as fractions of what is stored
            k = max(k for k in range(1001) if Fraction(k / 10) <= Fraction(float(score)))
            cells[ends[1], k] += 1
        for place, column in enumerate(columns):
            if not math.isnan(column[row]):
                for side, label in enumerate(ends):
                    sums[side, place, label] += column[row]
                    counts[side, place, label] += 1
    assert found.labels == labels
    assert found.exact
    assert found.moves.ravel().tolist() == list(moves.values())
    assert found.cells is not None
    assert found.cells.ravel().tolist() == list(cells.values())
    assert found.unscored is not None
    assert found.unscored.tolist() == list(unscored.values())
    saved_sums, now_sums = np.array(list(sums.values())).reshape(2, 2, 3)
    assert np.allclose(found.kpi_sums_saved, saved_sums)
    assert np.allclose(found.kpi_sums, now_sums)
    saved_counts, now_counts = np.array(list(counts.values())).reshape(2, 2, 3)
    assert (found.kpi_counts_saved == saved_counts).all()
    assert (found.kpi_counts == now_counts).all()


def test_a_score_on_the_edge_of_a_cell_is_the_first_in_it() -> None:
    # what is stored of a score: the nearest double of a number of nine decimals
    k = np.arange(1001)
    edge, before, after = (round9((k * 10**8 + near) / 10**9) for near in (0, -1, 1))
    assert (tally.cells_of(edge) == k).all()
    assert (tally.cells_of(before[1:]) == k[:-1]).all()
    assert (tally.cells_of(after[:-1]) == k[:-1]).all()


def test_scores_that_have_no_exact_double() -> None:
    scores = [0.3, 69.9, 0.1 + 0.2, 100, 0, math.nan]
    assert tally.cells_of(round9(np.array(scores))).tolist() == [3, 699, 3, 1000, 0, 1001]


def test_without_a_score_there_are_no_cells() -> None:
    people = table(x=[1.0, 2.0, 3.0])
    saved, now = run("A: x > 1\nB: otherwise", people), run("A: x > 2\nB: otherwise", people)
    found = tally_of(now, saved, None, [])
    assert (found.cells, found.unscored) == (None, None)
    assert found.moves.tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert found.kpi_sums.shape == found.kpi_counts.shape == found.kpi_sums_saved.shape == (0, 3)


def test_the_score_that_is_counted_is_that_of_now() -> None:
    cell = "v = score({} * raw(p), raw(q))\nw = score(raw(q))\nA: v > 50"
    people = table(p=[10.0, 90.0], q=[30.0, 40.0])
    saved, now = run(cell.format(1), people), run(cell.format(3), people)
    found = tally_of(now, saved, "v", [])
    assert found.cells is not None
    assert np.argwhere(found.cells).tolist() == [[0, 775], [1, 150]]
    assert found.moves.tolist() == [[1, 0], [0, 1]]


def test_many_rows_are_counted_like_few(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    people = table(
        p=rng.uniform(0, 100, 300).round(1),
        q=np.where(rng.random(300) < 0.3, np.nan, rng.uniform(0, 100, 300)),
        spend=np.where(rng.random(300) < 0.3, np.nan, rng.integers(0, 50, 300)),
        ok=rng.random(300) < 0.9,
    )
    whole, _ = tallied(people, weight=3)
    monkeypatch.setattr("seg_jupyter.engine.chunks.CHUNK", 7)
    monkeypatch.setattr("seg_jupyter.engine.threads._WORTH_THREADS", 1)
    parts, _ = tallied(people, weight=3)
    for name in ("moves", "cells", "unscored", "kpi_counts", "kpi_counts_saved"):
        assert (getattr(whole, name) == getattr(parts, name)).all()
    assert np.allclose(whole.kpi_sums, parts.kpi_sums, rtol=1e-12)
    assert np.allclose(whole.kpi_sums_saved, parts.kpi_sums_saved, rtol=1e-12)
    assert int(whole.moves.sum()) == int(people["ok"].sum())
