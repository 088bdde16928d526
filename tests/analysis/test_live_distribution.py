from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tallies import fitted, people, tallied
from engine.running import run, table
from seg_jupyter.analysis.distribution import score_distribution
from seg_jupyter.analysis.live_distribution import distribution_now, within_one_point
from seg_jupyter.analysis.thresholds import Threshold, thresholds
from seg_jupyter.engine.live.tally import Tally


@pytest.mark.parametrize("cut", [60, 62.5, 64, 58])
def test_bins_are_those_of_the_result(cut: float) -> None:
    frame = people(900)
    now = fitted(frame, w=2, a=cut)
    expected = score_distribution(now, "v")
    tally = tallied(now, fitted(frame))
    found = distribution_now(tally, "v", expected.width, thresholds(now.model.program, "v"))
    assert found == expected
    assert found.unscored


@pytest.mark.parametrize("width", [2, 2.5, 4, 5])
def test_bins_of_any_width_count_everybody_once(width: float) -> None:
    frame = people(900)
    now = fitted(frame, w=2, a=63.3)
    found = distribution_now(tallied(now, fitted(frame)), "v", width)
    values = now.score("v")[now.profiled]
    edges = np.linspace(0, 100, round(100 / width) + 1)
    expected, _ = np.histogram(values[~np.isnan(values)], edges)
    counts = dict.fromkeys(edges[:-1].tolist(), 0)
    for one in found.bins:
        counts[one.low] += one.customers
    assert list(counts.values()) == expected.tolist()
    assert found.scored == expected.sum()
    assert found.thresholds == ()


def near(scores: Sequence[float], *cuts: float) -> dict[str, int]:
    one = run("v = score(raw(p))\nA: v > 50\nB: otherwise", table(p=scores).astype(float))
    tally: Tally = tallied(one, one)
    return within_one_point(tally, [Threshold("A", "from", cut) for cut in cuts])


@pytest.mark.parametrize(
    ("cut", "score", "counts"),
    [
        (70, 69, True),
        (70, 68.999999999, False),
        (70, 70.999999999, True),
        (70, 71, False),
        (69.9, 68.9, True),
        (69.9, 70.9, False),
        # the threshold counts as 33.3
        (33.37, 32.3, True),
        (33.37, 34.3, False),
        (0.5, 0, True),
        (-0.5, 0.4, True),
        (-1, 0, False),
        (-40, 0, False),
        (-40, 100, False),
        (100, 99, True),
        (100, 100, True),
        (99, 100, False),
        (101, 100, True),
        (101.1, 100, False),
        (300, 100, False),
    ],
)
def test_within_one_point(cut: float, score: float, counts: bool) -> None:
    assert near([score], cut) == {"A": int(counts)}


@given(st.lists(st.floats(0, 100), max_size=30), st.lists(st.integers(0, 1000), max_size=3))
@settings(deadline=None, max_examples=50)
def test_who_is_near_two_thresholds_counts_once(scores: list[float], tenths: list[int]) -> None:
    cuts = [tenth / 10 for tenth in tenths]
    rounded = np.floor(np.array(scores) * 1e9 + 0.5) / 1e9
    expected = sum(any((t - 10) / 10 <= s < (t + 10) / 10 for t in tenths) for s in rounded)
    assert near(scores, *cuts) == ({"A": expected} if cuts else {})


def test_thresholds_belong_to_their_segments_and_count_everybody() -> None:
    frame = people(900)
    now = fitted(frame)
    found = within_one_point(tallied(now, now), thresholds(now.model.program, "v"))
    values = now.score("v")[now.profiled]
    assert found == {
        name: int(((values >= cut - 1) & (values < cut + 1)).sum())
        for name, cut in (("High", 60), ("Middle", 40), ("Low", 0))
    }
