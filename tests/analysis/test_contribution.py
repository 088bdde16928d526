from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from engine.running import labels, run, table, values
from seg_jupyter.analysis.contribution import Contribution, contribution
from seg_jupyter.analysis.points import score_points
from seg_jupyter.engine.model import Settings


def people(customers: int = 500, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.random((customers, 4)).round(2), columns=list("abcd"))
    frame["part"] = rng.integers(0, 3, customers)
    for column in "ab":
        frame.loc[rng.random(customers) < 0.25, column] = np.nan
    return frame


PARTS = "A: part == 0\nB: part == 1"
TERMS = [
    "3 * a, b",
    "a, -2 * b, 0.5 * c",
    "-a, -b",
    "minmax(a), raw(b), 0 * c, bands(d, 0.2, 0.5)",
    "tile(a, 4), -tile(b, 3), 1e-9 * c",
]


def points(found: Contribution, place: int) -> list[float]:
    parts = [metric.segments[place] for metric in found.metrics]
    return [part.points for part in parts if part is not None]


@pytest.mark.parametrize("terms", TERMS)
@pytest.mark.parametrize("missing", ["skip", "zero", "all"])
def test_the_points_add_up_to_the_mean_score(terms: str, missing: str) -> None:
    result = run(f'v = score({terms}, missing="{missing}")\n{PARTS}', people())
    found = contribution(result, "v")
    frame = pd.DataFrame({"v": values(result, "v"), "label": labels(result)}).dropna()
    means = frame.astype({"v": float}).groupby("label")["v"].mean()
    assert found.segments == ("A", "B", "Unassigned")
    assert found.scored == tuple(frame["label"].value_counts()[list(found.segments)])
    for place, segment in enumerate(found.segments):
        assert found.means[place] == pytest.approx(means[segment], abs=1e-9)
        assert sum(points(found, place)) == pytest.approx(means[segment], abs=1e-9)
        most = [part.most for m in found.metrics if (part := m.segments[place])]
        assert sum(most) == pytest.approx(100)
    everybody = [part for m in found.metrics if (part := m.everybody)]
    assert sum(part.points for part in everybody) == pytest.approx(frame["v"].mean(), abs=1e-9)
    assert found.everybody == pytest.approx(frame["v"].mean(), abs=1e-9)


@pytest.mark.parametrize("missing", ["skip", "zero", "all"])
def test_the_points_are_the_means_of_those_of_single_customers(missing: str) -> None:
    result = run(f'v = score(a, -2 * b, 0.5 * c, 0 * d, missing="{missing}")\n{PARTS}', people(90))
    found = contribution(result, "v")
    assert [metric.metric for metric in found.metrics] == ["a", "b", "c"]
    assert [metric.weight for metric in found.metrics] == [1, -2, 0.5]
    single = [score_points(result, place)[0] for place in range(90)]
    for place in range(3):
        here = [
            one
            for one, code in zip(single, result.codes, strict=True)
            if code == place and one.value is not None
        ]
        expected = [
            np.mean([one.metrics[number].contribution or 0.0 for one in here])
            for number in range(3)
        ]
        assert points(found, place) == pytest.approx(expected)


def test_points_against_ranks_of_scipy() -> None:
    frame = people()
    found = contribution(run(f"v = score(c, -3 * d)\n{PARTS}", frame), "v")
    for name, weight, metric in zip("cd", (0.25, 0.75), found.metrics, strict=True):
        rank = (rankdata(frame[name]) - 0.5) / len(frame) * 100
        turned = 100 - rank if name == "d" else rank
        expected = pd.Series(turned * weight).groupby(frame["part"]).mean()
        parts = [part.points for part in metric.segments if part]
        assert parts == pytest.approx(expected.tolist(), abs=0.1)
        assert [part.most for part in metric.segments if part] == pytest.approx([100 * weight] * 3)


def test_a_score_of_scores() -> None:
    cell = f"one = score(a, b)\ntwo = score(c)\nv = score(2 * one, -two)\n{PARTS}"
    result = run(cell, people())
    found = contribution(result, "v")
    assert [metric.metric for metric in found.metrics] == ["one", "two"]
    frame = pd.DataFrame({"v": values(result, "v"), "label": labels(result)}).dropna()
    means = frame.astype({"v": float}).groupby("label")["v"].mean()
    for place, segment in enumerate(found.segments):
        assert sum(points(found, place)) == pytest.approx(means[segment], abs=1e-9)


def test_a_segment_of_few_hides_another() -> None:
    frame = table(x=np.arange(60.0), part=[0] * 40 + [1] * 15 + [2] * 5)
    result = run("v = score(x)\nA: part == 0\nB: part == 1\nC: otherwise", frame)
    found = contribution(result, "v")
    assert [mean is None for mean in found.means] == [False, True, True]
    assert [part is None for part in found.metrics[0].segments] == [False, True, True]
    assert found.everybody == pytest.approx(50)
    shown = contribution(result, "v", 1)
    assert None not in (*shown.means, *shown.metrics[0].segments)


def test_a_metric_that_few_of_a_segment_have_hides_what_its_metrics_add() -> None:
    some = [None if i >= 45 else float(i) for i in range(60)]
    frame = table(x=np.arange(60.0), y=some, part=[0] * 20 + [1] * 20 + [2] * 20)
    result = run("v = score(x, y)\nA: part == 0\nB: part == 1\nC: otherwise", frame)
    found = contribution(result, "v")
    assert None not in found.means
    for metric in found.metrics:
        assert [part is None for part in metric.segments] == [True, False, True]
        assert metric.everybody is not None


def test_a_metric_that_few_have_at_all_hides_everything() -> None:
    frame = table(x=np.arange(40.0), y=[1.0, 2.0] + [None] * 38, part=[0] * 20 + [1] * 20)
    found = contribution(run("v = score(x, y)\nA: part == 0\nB: otherwise", frame), "v")
    assert None not in (*found.means, found.everybody)
    for metric in found.metrics:
        assert metric.everybody is None
        assert metric.segments[0] is None
        # nobody there has the second metric, which adds nothing
        assert metric.segments[1] is not None


def test_only_those_who_are_profiled_and_scored_count() -> None:
    frame = table(
        x=[*range(40), *[1e6] * 10, *[None] * 10], ok=[True] * 40 + [False] * 10 + [True] * 10
    ).astype({"x": float})
    settings = Settings(consent="ok")
    found = contribution(run("v = score(x)\nA: x >= 20\nB: x < 20", frame, settings=settings), "v")
    assert found.segments == ("A", "B", "Unassigned")
    assert found.scored == (20, 20, 0)
    assert found.means == (pytest.approx(75), pytest.approx(25), None)


def test_nobody_and_no_segments() -> None:
    nobody = contribution(run("v = score(x)\nA: x > 1", table(x=[]).astype(float)), "v")
    assert (nobody.segments, nobody.scored, nobody.means) == (("A",), (0,), (None,))
    assert nobody.everybody is None
    assert nobody.metrics[0].everybody is None
    weightless = contribution(run("v = score(0 * x)\nA: otherwise", table(x=[1.0] * 20)), "v")
    assert (weightless.scored, weightless.metrics) == ((0,), ())
    open_end = contribution(run("v = score(x)", table(x=[1.0] * 20)), "v")
    assert (open_end.segments, open_end.means) == (("Unassigned",), (50.0,))
