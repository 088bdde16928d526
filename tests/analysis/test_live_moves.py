from __future__ import annotations

import pandas as pd

from analysis.tallies import fitted, moved, people, tallied
from engine.running import labels
from seg_jupyter.analysis.live_moves import Moves, moves_now


def test_moves_against_pandas() -> None:
    frame = people(5000)
    saved, now = fitted(frame), fitted(frame, w=1.5, b=44)
    found = moves_now(tallied(now, saved), min_cell=1)
    both = pd.DataFrame({"saved": labels(saved), "now": labels(now)})[frame["ok"]]
    expected = pd.crosstab(both["saved"], both["now"])
    expected = expected.reindex(index=found.labels, columns=found.labels, fill_value=0)
    assert found.labels == ("High", "Middle", "Low", "Unassigned")
    assert [list(row) for row in found.counts] == expected.to_numpy().tolist()
    assert list(found.sizes) == expected.sum(axis=1).tolist()
    changed = int((both["saved"] != both["now"]).sum())
    assert found.moved == (changed, changed)
    assert found.customers == len(both)
    assert found.hidden == 0


def test_what_would_tell_of_few_is_hidden() -> None:
    tally = moved([[200, 3, 20], [30, 100, 40], [0, 12, 90]])
    assert moves_now(tally) == Moves(
        ("A", "B", "C"),
        (223, 170, 102),
        ((200, None, None), (30, 100, 40), (0, None, None)),
        (105, 114),
        495,
    )
    assert moves_now(tally).hidden == 4
    assert moves_now(tally, min_cell=3).hidden == 0
