from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.running import run, table
from seg_jupyter.analysis.distribution import Bin, Distribution, score_distribution
from seg_jupyter.engine.model import Settings

CELL = "v = score(raw(p))\nHigh: v >= {}\nLow: v >= 0"


def spread(points: list[float | None], cut: float = 50, **columns: object) -> Distribution:
    settings = Settings(consent="ok") if "ok" in columns else None
    people = table(p=points, **columns).astype({"p": float})
    return score_distribution(run(CELL.format(cut), people, settings=settings), "v")


def test_bins_by_hand() -> None:
    found = spread([0, 4.999, 5, 49.9, 50, 52, 54.9, 95, 99.9, 100])
    assert found.bins == (
        Bin(50, 55, "High", 3),
        Bin(95, 100, "High", 3),
        Bin(0, 5, "Low", 2),
        Bin(5, 10, "Low", 1),
        Bin(45, 50, "Low", 1),
    )
    assert (found.score, found.width, found.scored, found.unscored) == ("v", 5, 10, 0)
    assert [(cut.segment, cut.value) for cut in found.thresholds] == [("High", 50), ("Low", 0)]


def test_one_bin_can_hold_two_segments() -> None:
    people = table(p=[51.0, 52.0, 53.0], x=[1.0, 0.0, 0.0])
    found = score_distribution(run("v = score(raw(p))\nA: x > 0\nB: otherwise", people), "v")
    assert found.bins == (Bin(50, 55, "A", 1), Bin(50, 55, "B", 2))


def test_whom_no_segment_takes_is_in_a_bin() -> None:
    people = table(p=[51.0, 12.0])
    found = score_distribution(run("v = score(raw(p))\nA: v > 50", people), "v")
    assert found.bins == (Bin(50, 55, "A", 1), Bin(10, 15, "Unassigned", 1))


def test_the_unscored_and_the_not_profiled_are_in_no_bin() -> None:
    found = spread([10.0, None, None, 20.0, None], ok=[True, True, True, False, False])
    assert found.bins == (Bin(10, 15, "Low", 1),)
    assert (found.scored, found.unscored) == (1, 2)


@pytest.mark.parametrize("points", [[], [None, None]])
def test_without_a_score_there_are_no_bins(points: list[float | None]) -> None:
    found = spread(points)
    assert found.bins == ()
    assert (found.scored, found.unscored) == (0, len(points))


@pytest.mark.parametrize(
    ("customers", "cut", "width"),
    [
        (199, 50, 5.0),
        (199, 62.5, 2.5),
        (199, 42, 2.0),
        (199, 33.3, 5.0),
        (200, 50, 2.5),
        (200, 42, 2.0),
        (200, 62.5, 2.5),
        (200, 33.3, 2.5),
        (200, 33, 2.5),
        (200, 140, 2.5),
    ],
)
def test_the_width_puts_thresholds_on_edges(customers: int, cut: float, width: float) -> None:
    assert spread([50.0] * customers, cut).width == width


def test_the_width_suits_all_thresholds() -> None:
    cell = "v = score(raw(p))\nA: v >= 62.5\nB: v >= 42\nC: otherwise"
    assert score_distribution(run(cell, table(p=[1.0] * 300)), "v").width == 2.5
    cell = "v = score(raw(p))\nA: v >= 44\nB: v >= 42\nC: otherwise"
    assert score_distribution(run(cell, table(p=[1.0] * 300)), "v").width == 2.0


scores = st.floats(0, 100).map(lambda x: round(x, 9)) | st.integers(0, 40).map(lambda x: x * 2.5)


@given(st.lists(scores | st.none(), max_size=60), st.sampled_from([0, 7, 42, 62.5, 70, 100]))
@example([0.0, 100.0, 34.999999999, 35.0], 35)
def test_every_scored_customer_is_in_exactly_one_bin(
    points: list[float | None], cut: float
) -> None:
    found = spread(points, cut)
    present = [p for p in points if p is not None]
    assert sum(b.customers for b in found.bins) == found.scored == len(present)
    assert found.unscored == len(points) - len(present)
    expected: Counter[tuple[float, str]] = Counter()
    for p in present:
        low = max(e * found.width for e in range(round(100 / found.width)) if e * found.width <= p)
        expected[(low, "High" if p >= cut else "Low")] += 1
    assert {(b.low, b.segment): b.customers for b in found.bins} == expected
    assert all(b.high - b.low == found.width and b.high <= 100 for b in found.bins)


@given(st.lists(scores, min_size=1, max_size=60), st.sampled_from([0, 42, 62.5, 70]))
def test_a_bin_on_a_threshold_lies_on_one_side(points: list[float], cut: float) -> None:
    for bin_ in spread(points, cut).bins:
        assert (bin_.low >= cut) == (bin_.segment == "High")
