from __future__ import annotations

import statistics

import pytest

from engine.running import run, table
from seg_jupyter.analysis.privacy import MIN_CELL, shown
from seg_jupyter.analysis.sizes import SegmentSize, segment_sizes
from seg_jupyter.engine.model import Settings

CELL = "value = score(x)\nplain = score(raw(p))\nHigh: x >= 30\nMiddle: x >= 15\nEmpty: x < 0"


def people(missing: int = 0) -> dict[str, object]:
    """Forty customers: 10 high, 15 in the middle, 15 that no segment takes."""
    points = [float(i * 7 % 101) for i in range(40)]
    points[30 : 30 + missing] = [None] * missing
    return {"x": [float(i) for i in range(40)], "p": points}


def test_numbers_and_shares() -> None:
    sizes = segment_sizes(run(CELL, table(**people())))
    assert [(s.name, s.customers, s.share) for s in sizes] == [
        ("High", 10, 0.25),
        ("Middle", 15, 0.375),
        ("Empty", 0, 0.0),
        ("Unassigned", 15, 0.375),
    ]


def test_means_are_those_of_the_scored() -> None:
    given = people()
    result = run(CELL, table(**given))
    high, middle, empty, unassigned = segment_sizes(result)
    for size, rows in ((high, range(30, 40)), (middle, range(15, 30)), (unassigned, range(15))):
        for score in ("value", "plain"):
            column = result.frame()[score].tolist()
            expected = statistics.fmean(column[row] for row in rows)
            assert size.mean_scores[score] == pytest.approx(expected, abs=1e-12)
    assert high.mean_scores["plain"] == pytest.approx(statistics.fmean(given["p"][30:]))
    assert empty.mean_scores == {"value": None, "plain": None}


def test_a_mean_of_fewer_than_ten_is_hidden() -> None:
    high, middle, *_ = segment_sizes(run(CELL, table(**people(missing=1))))
    assert high.customers == 10
    assert high.mean_scores["value"] is not None
    assert high.mean_scores["plain"] is None
    assert middle.mean_scores["plain"] is not None


def test_another_least_number_shows_more_or_less() -> None:
    result = run(CELL, table(**people(missing=1)))
    assert segment_sizes(result, min_cell=9)[0].mean_scores["plain"] is not None
    assert segment_sizes(result, min_cell=16)[1].mean_scores["plain"] is None


def test_who_is_not_profiled_has_no_share_and_is_in_none() -> None:
    agreed = [i < 32 for i in range(40)]
    settings = Settings(consent="ok")
    sizes = segment_sizes(run(CELL, table(**people(), ok=agreed), settings=settings))
    assert [(s.name, s.customers, s.share) for s in sizes] == [
        ("High", 2, 2 / 32),
        ("Middle", 15, 15 / 32),
        ("Empty", 0, 0.0),
        ("Unassigned", 15, 15 / 32),
        ("Not profiled", 8, None),
    ]
    assert sizes[-1].mean_scores == {}
    assert sum(s.share or 0 for s in sizes) == pytest.approx(1)


def test_labels_of_nobody_are_left_out_but_segments_never() -> None:
    sizes = segment_sizes(run("A: x > 100\nB: otherwise", table(x=[1.0])))
    assert sizes == (SegmentSize("A", 0, 0.0), SegmentSize("B", 1, 1.0))


@pytest.mark.parametrize("rows", [0, 3])
def test_of_nobody_there_is_no_share(rows: int) -> None:
    given = table(x=[1.0] * rows, ok=[False] * rows).astype({"x": float, "ok": bool})
    sizes = segment_sizes(run("A: x > 1", given, settings=Settings(consent="ok")))
    assert sizes[0] == SegmentSize("A", 0, None)
    assert [s.name for s in sizes[1:]] == ["Not profiled"] * bool(rows)


@pytest.mark.parametrize(("customers", "answer"), [(0, None), (9, None), (10, 2.5), (11, 2.5)])
def test_what_is_shown(customers: int, answer: float | None) -> None:
    assert MIN_CELL == 10
    assert shown(2.5, customers) == answer
    assert shown(0.0, customers, min_cell=0) == 0.0
