from __future__ import annotations

import numpy as np
import pytest

from analysis.tallies import fitted, moved, people, tallied
from engine.running import labels
from seg_jupyter.analysis.kpi_columns import KpiChoice, KpiColumn, kpi_choices, kpi_column
from seg_jupyter.analysis.live_kpis import Kpi, Mean, kpis_now
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.schema import Kind


def test_means_against_pandas() -> None:
    frame = people(2000)
    settings = Settings(units={"revenue": "USD"}, consent="ok")
    saved, now = fitted(frame, settings), fitted(frame, settings, w=4, a=70)
    chosen = [c for c in kpi_choices(saved) if c.name in ("p", "revenue", "member")]
    columns = [kpi_column(saved, choice) for choice in chosen]
    found = kpis_now(tallied(now, saved, [column.values for column in columns]), columns)
    assert [(k.column, k.unit, k.share, k.used) for k in found] == [
        ("p", None, False, True),
        ("revenue", "USD", False, False),
        ("member", None, True, False),
    ]
    profiled = frame[frame["ok"]].astype({"member": float})
    for kpi in found:
        for result, means in ((saved, kpi.saved), (now, kpi.now)):
            by = [label for label, ok in zip(labels(result), frame["ok"], strict=True) if ok]
            expected = profiled.groupby(by)[kpi.column].mean().reindex(kpi.labels)
            for mean, value in zip(means, expected, strict=True):
                if value == value:
                    assert mean == Mean(float(f"{value:.3g}"))
                else:
                    assert mean == Mean(None)
    assert found[0].labels == ("High", "Middle", "Low", "Unassigned")


def column(name: str, *, share: bool = False) -> KpiColumn:
    choice = KpiChoice(name, Kind.NUMBER, None, used=False)
    values: Floats = np.zeros(0)
    return KpiColumn(choice, share, values)


@pytest.mark.parametrize(
    ("sums", "counts", "share", "expected"),
    [
        ([4120.4, 100, 9], [10, 100, 30], False, [Mean(412), Mean(1), Mean(0.3)]),
        ([1234567, -5, 0], [10, 10, 10], False, [Mean(123000), Mean(-0.5), Mean(0)]),
        ([90, 100, 9], [9, 100, 30], False, [Mean(None, True, True), Mean(1), Mean(None, True)]),
        ([0, 100, 9], [0, 100, 30], False, [Mean(None), Mean(1), Mean(0.3)]),
        ([20, 30, 40], [40, 60, 80], True, [Mean(0.5)] * 3),
        # 31 of 40 leave nine
        (
            [31, 30, 40],
            [40, 60, 90],
            True,
            [Mean(None, True, True), Mean(None, True), Mean(0.444)],
        ),
        # the largest numbers there are, of which two have no sum
        ([np.inf, np.nan, -1e308], [10, 20, 10], False, [Mean(None), Mean(None), Mean(-1e307)]),
        ([0, 60, 40], [40, 60, 80], True, [Mean(0), Mean(1), Mean(0.5)]),
        ([99990, 30, 40], [100000, 60, 80], True, [Mean(0.999), Mean(0.5), Mean(0.5)]),
    ],
)
def test_means_of_few_are_hidden_and_the_others_told_to_three_digits(
    sums: list[float], counts: list[int], share: bool, expected: list[Mean]
) -> None:
    tally = moved([[100, 10, 0], [0, 90, 0], [0, 0, 70]], sums=[sums], counts=[counts])
    (found,) = kpis_now(tally, [column("x", share=share)])
    assert found == Kpi("x", None, share, False, ("A", "B", "C"), tuple(expected), tuple(expected))


def test_fewer_people_may_be_enough() -> None:
    tally = moved([[100]], "A", sums=[[8]], counts=[[4]])
    (found,) = kpis_now(tally, [column("x")], min_cell=4)
    assert found.now == (Mean(2),)
