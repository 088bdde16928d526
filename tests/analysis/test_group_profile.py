from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from analysis.tallies import fitted, people
from engine.running import labels, run, table
from seg_jupyter.analysis.group_profile import (
    GroupProfile,
    Unprofiled,
    group_profile,
    moved_profile,
)
from seg_jupyter.analysis.profile import Figure, profile
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Bits


def described(result: Result, members: Bits) -> GroupProfile:
    found = group_profile(result, members)
    assert isinstance(found, GroupProfile)
    return found


def test_a_group_against_scipy_and_pandas() -> None:
    frame = people(500)
    result = fitted(frame)
    members = (np.arange(500) % 3 == 0) & (frame["p"].fillna(0) > 40).to_numpy()
    found = described(result, members)
    profiled = frame[frame["ok"]]
    group = frame[members & frame["ok"]]
    assert (found.customers, found.everybody) == (len(group), len(profiled))
    assert [metric.metric for metric in found.metrics] == ["p", "q"]
    for metric in found.metrics:
        (these,) = metric.segments
        ranks = pd.Series(rankdata(profiled[metric.metric], nan_policy="omit"), profiled.index)
        ranks = (ranks - 0.5) / profiled[metric.metric].notna().sum() * 100
        assert metric.shows is Figure.MEDIAN
        assert these.customers == group[metric.metric].count()
        assert these.figure == float(f"{group[metric.metric].median():.3g}")
        assert these.rank == pytest.approx(ranks[group.index].mean())
        assert metric.everybody.figure == float(f"{profiled[metric.metric].median():.3g}")
        assert metric.missing == profiled[metric.metric].isna().sum()
    assert found.hidden == 0


def test_a_segment_stands_where_the_profile_of_all_segments_has_it() -> None:
    result = fitted(people(500))
    whole = profile(result)
    for place, name in enumerate(("High", "Middle", "Low")):
        found = moved_profile(result, result, after=name)
        assert isinstance(found, GroupProfile)
        assert found.customers == whole.sizes[place]
        for one, all_ in zip(found.metrics, whole.metrics, strict=True):
            assert one.segments == (all_.segments[place],)
            assert one.everybody == all_.everybody
        assert found.left_out == whole.left_out


@pytest.mark.parametrize(
    ("members", "expected"),
    [(0, Unprofiled.NOBODY), (9, Unprofiled.FEW), (91, Unprofiled.FEW_OTHERS)],
)
def test_few_are_not_described_whether_in_the_group_or_beside_it(
    members: int, expected: Unprofiled
) -> None:
    result = run("v = score(x)\nA: otherwise", table(x=np.arange(100.0).tolist()))
    assert group_profile(result, np.arange(100) < members) is expected
    assert group_profile(result, np.arange(100) < 9, min_cell=9) is not Unprofiled.FEW


@pytest.mark.parametrize("members", [10, 90, 100])
def test_enough_are_described(members: int) -> None:
    result = run("v = score(x)\nA: otherwise", table(x=np.arange(100.0).tolist()))
    assert described(result, np.arange(100) < members).customers == members


def test_who_is_not_profiled_is_neither_in_the_group_nor_beside_it() -> None:
    frame = table(x=np.arange(40.0).tolist(), ok=[True] * 30 + [False] * 10)
    result = run("v = score(x)\nA: otherwise", frame, settings=Settings(consent="ok"))
    assert group_profile(result, np.arange(40) >= 22) is Unprofiled.FEW
    assert group_profile(result, np.arange(40) < 22) is Unprofiled.FEW_OTHERS
    found = described(result, np.arange(40) < 15)
    assert (found.customers, found.everybody) == (15, 30)


def test_a_metric_that_few_others_have_is_hidden() -> None:
    values = [1.0] * 30 + [None] * 20 + [2.0] * 5
    result = run("v = score(x, y)\nA: otherwise", table(x=values, y=list(range(55))))
    found = described(result, np.arange(55) < 30)
    assert [metric.segments[0].hidden for metric in found.metrics] == [True, False]
    assert found.hidden == 1


def test_who_moved_from_one_segment_to_another() -> None:
    frame = people(5000)
    saved, now = fitted(frame), fitted(frame, w=1.5, b=44)
    before, after = np.array(labels(saved)), np.array(labels(now))
    for start, end in (("Middle", "Low"), ("Middle", None), (None, "Low"), (None, None)):
        members = np.ones(5000, bool)
        members &= before == start if start else True
        members &= after == end if end else True
        found = moved_profile(now, saved, start, end)
        assert isinstance(found, GroupProfile)
        assert found == group_profile(now, members)
        assert found.customers == np.count_nonzero(members & frame["ok"])


def test_of_those_whose_number_is_hidden_nothing_is_told() -> None:
    counts = {("A", "A"): 200, ("A", "B"): 3, ("A", "C"): 20, ("B", "A"): 30, ("B", "B"): 100}
    counts |= {("B", "C"): 40, ("C", "B"): 12, ("C", "C"): 90}
    cuts = {"A": 1.0, "B": 2.0, "C": 3.0}
    pairs = [pair for pair, number in counts.items() for _ in range(number)]
    frame = table(old=[cuts[old] for old, _ in pairs], new=[cuts[new] for _, new in pairs])
    cell = "v = score({} * raw(old), {} * raw(new))\nA: v <= 1\nB: v <= 2\nC: otherwise"
    saved, now = (run(cell.format(*weights), frame) for weights in ((1, 0), (0, 1)))
    assert moved_profile(now, saved, "A", "B") is Unprofiled.HIDDEN
    # twelve are enough, but would tell of the three
    assert moved_profile(now, saved, "C", "B") is Unprofiled.HIDDEN
    assert moved_profile(now, saved, "C", "A") is Unprofiled.NOBODY
    assert moved_profile(now, saved, "C", "Unassigned") is Unprofiled.NOBODY
    found = moved_profile(now, saved, "B", "C")
    assert isinstance(found, GroupProfile)
    assert found.customers == 40
    # with smaller numbers shown, each is told of
    small = moved_profile(now, saved, "A", "B", min_cell=3)
    assert isinstance(small, GroupProfile)


def test_that_nobody_is_in_a_hidden_cell_is_not_told_either() -> None:
    frame = table(old=[1] * 203 + [2] * 100, new=[1] * 200 + [2] * 103)
    cell = "v = score({} * raw(old), {} * raw(new))\nA: v <= 1\nB: v <= 2\nC: otherwise"
    saved, now = (run(cell.format(*weights), frame) for weights in ((1, 0), (0, 1)))
    for before, after in (("A", "B"), ("B", "A")):
        assert moved_profile(now, saved, before, after) is Unprofiled.HIDDEN
