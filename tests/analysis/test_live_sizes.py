from __future__ import annotations

from analysis.tallies import fitted, moved, people, tallied
from engine.running import run, table
from seg_jupyter.analysis.live_sizes import SizeNow, sizes_now
from seg_jupyter.analysis.sizes import segment_sizes


def test_sizes_are_those_of_both_results() -> None:
    frame = people()
    saved, now = fitted(frame), fitted(frame, w=3, a=65)
    found = sizes_now(tallied(now, saved))
    before, after = (
        {size.name: size for size in segment_sizes(r) if size.share is not None}
        for r in (saved, now)
    )
    assert [size.name for size in found] == ["High", "Middle", "Low", "Unassigned"]
    for size in found:
        assert size.saved == before[size.name].customers
        assert size.now == after[size.name].customers
        assert size.share == after[size.name].share
        assert size.difference == size.now - size.saved
    assert any(size.difference < 0 for size in found)


def test_unassigned_is_shown_where_anybody_is_or_was_in_it() -> None:
    assert [size.name for size in sizes_now(moved([[5, 0], [1, 9]], "AB"))] == ["A", "B"]
    for moves in ([[5, 0, 1], [0, 9, 0], [0, 0, 0]], [[5, 0, 0], [0, 9, 0], [0, 1, 0]]):
        assert [size.name for size in sizes_now(moved(moves, "AB"))] == ["A", "B", "Unassigned"]


def test_nobody_has_no_share() -> None:
    one = run("A: x > 1", table(x=[]).astype(float))
    assert sizes_now(tallied(one, one)) == (SizeNow("A", 0, 0, None),)
