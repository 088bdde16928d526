from __future__ import annotations

from analysis.tallies import fitted, people, tallied
from engine.running import run
from seg_jupyter.analysis.distribution import score_distribution
from seg_jupyter.analysis.kpi_columns import kpi_choices, kpi_column
from seg_jupyter.analysis.live_kpis import kpis_now
from seg_jupyter.analysis.live_moves import moves_now
from seg_jupyter.analysis.live_sizes import sizes_now
from seg_jupyter.analysis.live_views import live_views, watched
from seg_jupyter.analysis.thresholds import thresholds
from seg_jupyter.engine.live.tally import tally_of


def test_all_that_is_shown_of_a_state() -> None:
    frame = people(600)
    saved, now = fitted(frame), fitted(frame, a=63.3, w=2)
    columns = [kpi_column(saved, c) for c in kpi_choices(saved) if c.name == "revenue"]
    what = watched(saved, "v", columns, min_cell=5)
    tally = tally_of(now, saved, "v", [column.values for column in columns])
    cuts = thresholds(now.model.program, "v")
    found = live_views(tally, what, cuts)
    assert what.saved == score_distribution(saved, "v")
    assert found.sizes == sizes_now(tally)
    assert found.moves == moves_now(tally, 5)
    assert found.kpis == kpis_now(tally, columns, 5)
    assert found.distribution is not None
    # the bins are those of the saved cell, the thresholds those of now
    assert what.saved is not None
    assert found.distribution.width == what.saved.width == 2.5
    assert found.distribution.thresholds == cuts
    assert set(found.near) == {"High", "Middle", "Low"}
    assert (found.exact, found.min_cell) == (True, 5)


def test_a_cell_without_a_score_has_neither_bins_nor_thresholds() -> None:
    one = run("A: p > 50\nB: otherwise", people(50))
    what = watched(one, None)
    found = live_views(tallied(one, one), what, ())
    assert (what.saved, found.distribution, found.near, found.kpis) == (None, None, {}, ())
    assert [size.name for size in found.sizes] == ["A", "B"]
