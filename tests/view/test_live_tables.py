from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.tallies import fitted, moved, people, tallied
from engine.running import run, table
from seg_jupyter.analysis.group_profile import Unprofiled, moved_profile
from seg_jupyter.analysis.kpi_columns import kpi_choices, kpi_column
from seg_jupyter.analysis.live_distribution import distribution_now, within_one_point
from seg_jupyter.analysis.live_kpis import kpis_now
from seg_jupyter.analysis.live_moves import moves_now
from seg_jupyter.analysis.live_sizes import sizes_now
from seg_jupyter.analysis.thresholds import thresholds
from seg_jupyter.engine.live.tally import tally_of
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.view.distribution_table import distribution_table
from seg_jupyter.view.live_profile import group_title, profile_message
from seg_jupyter.view.live_tables import (
    group_table,
    kpis_table,
    live_sizes_table,
    moves_table,
    near_table,
    numbers_table,
)
from seg_jupyter.view.theme import palette


@dataclass(frozen=True)
class Number:
    line: str
    name: str
    saved: float
    unit: str = ""
    label: str = ""


def pair(customers: int = 3000) -> tuple[Result, Result]:
    settings = Settings(unit="households", units={"revenue": "USD", "p": "points"}, consent="ok")
    frame = people(customers)
    return fitted(frame, settings, w=2, a=61), fitted(frame, settings)


def test_numbers() -> None:
    found = numbers_table([Number("v", "visits", 3), Number("Active", "v", 70, "pts")], [4.0, 70])
    assert repr(found).splitlines() == [
        "line    number  saved  now  unit",
        "v       visits      3    4",
        "Active  v          70   70  pts",
    ]


def test_sizes() -> None:
    now, saved = pair()
    sizes = sizes_now(tallied(now, saved))
    found = live_sizes_table(saved, sizes)
    assert found.to_dicts()[0] == {
        "segment": "High",
        "now": now.sizes[0],
        "saved": saved.sizes[0],
        "difference": now.sizes[0] - saved.sizes[0],
        "share": now.sizes[0] / now.profiled.sum(),
    }
    assert found.colours[:3] == palette(3)
    assert "households" in repr(found)
    assert any("−" in row[3] for row in found.shown())


def test_moves() -> None:
    result = run("A: x > 1\nB: x > 0\nC: otherwise", table(x=[1.0, 2.0]))
    tally = moved([[200, 3, 20], [30, 100, 40], [0, 12, 90]])
    found = moves_table(result, moves_now(tally))
    assert found.to_dicts()[1] == {"segment": "B", "to A": 30, "to B": 100, "to C": 40}
    assert found.to_dicts()[0] == {"segment": "A", "to A": 200, "to B": None, "to C": None}
    assert found.shown()[0] == ["A", "200", "–", "–"]


def test_bins() -> None:
    now, saved = pair()
    cuts = thresholds(now.model.program, "v")
    bins = distribution_now(tallied(now, saved), "v", 2.5, cuts)
    found = distribution_table(now, bins)
    assert sum(row["customers"] for row in found.to_dicts()) == bins.scored


def test_means() -> None:
    now, saved = pair()
    columns = [kpi_column(saved, c) for c in kpi_choices(saved) if c.name in ("p", "member")]
    tally = tally_of(now, saved, "v", [column.values for column in columns])
    kpis = kpis_now(tally, columns)
    found = kpis_table(saved, kpis[0].labels, kpis)
    assert [column.title for column in found.columns] == [
        "segment",
        "mean p (points), used by the cell, now",
        "in the cell",
        "member (share), now",
        "in the cell",
    ]
    first = found.to_dicts()[0]
    assert first == {
        "segment": "High",
        "p now": kpis[0].now[0].value,
        "p saved": kpis[0].saved[0].value,
        "member now": kpis[1].now[0].value,
        "member saved": kpis[1].saved[0].value,
    }
    assert found.shown()[0][3].endswith("%")
    assert kpis_table(saved, ("High",), ()).to_dicts() == [{"segment": "High"}]


def test_near() -> None:
    frame = table(p=[50.0] * 9 + [80.0] * 20 + [70.0])
    result = run("v = score(raw(p))\nA: v >= 80\nB: v >= 50 and v < 80\nC: v >= 10", frame)
    cuts = thresholds(result.model.program, "v")
    found = near_table(result, within_one_point(tallied(result, result), cuts), cuts, 10)
    assert found.to_dicts() == [
        {"segment": "A", "thresholds": "from 80", "near": 20},
        {"segment": "B", "thresholds": "from 50, below 80", "near": 29},
        {"segment": "C", "thresholds": "from 10", "near": 0},
    ]
    few = near_table(result, {"A": 9}, cuts, 10)
    assert few.to_dicts()[0]["near"] is None


def test_a_group() -> None:
    now, saved = pair()
    found = moved_profile(now, saved, "Middle", "Middle")
    assert not isinstance(found, Unprofiled)
    rows = group_table(now, found).to_dicts()
    assert [row["metric"] for row in rows] == ["p", "q"]
    assert rows[0]["figure"] == found.metrics[0].segments[0].figure
    assert rows[0]["rank"] == round(found.metrics[0].segments[0].rank or 0)
    message = profile_message(now, group_title("Middle", "Middle"), found, 10)
    assert message["title"] == "Stayed in Middle"
    assert message["columns"] == ["metric", "is", "these", "everybody", "mean rank"]
    assert message["rows"][0][:2] == ["p", rows[0]["shows"]]
    assert message["rows"][0][4] == str(rows[0]["rank"])
    assert message["note"].startswith(f"{found.customers:,} of {found.everybody:,} households.")


def test_a_group_that_is_not_described() -> None:
    now, _ = pair(60)
    message = profile_message(now, "Few", Unprofiled.FEW, 10)
    assert message["rows"] == []
    assert message["note"] == "This group is not described: fewer than 10 people are in it."
    assert [group_title(None, None), group_title("A", None)] == ["Everybody", "A in the cell"]


def test_what_is_hidden_or_left_out_of_a_profile_is_said() -> None:
    lines = [f"m{i} = x + {i}" for i in range(13)]
    values = [1.0] * 30 + [None] * 20 + [2.0] * 5
    frame = table(x=values, y=np.arange(55.0).tolist())
    result = run("\n".join([*lines, "v = score(x)", "A: y < 30", "B: otherwise"]), frame)
    found = moved_profile(result, result, after="A")
    assert not isinstance(found, Unprofiled)
    message = profile_message(result, "A now", found, 10)
    assert "12 hidden: fewer than 10 people, in the group or outside of it." in message["note"]
    assert message["note"].endswith("Not shown, for want of room: 2 metrics.")
    assert message["rows"][0][2:] == ["hidden", "1", "–"]
    (first, *_) = group_table(result, found).to_dicts()
    assert (first["figure"], first["rank"]) == (None, None)
