from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from engine.running import labels, rerun, run, table
from seg_jupyter.analysis.profile import MOST_METRICS, Figure, MetricProfile, Profile, profile
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result


def people(customers: int = 400, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "spend": np.round(rng.lognormal(4, 1.5, customers), 2),
            "visits": rng.poisson(2, customers).astype(float),
            "returns": np.where(rng.random(customers) < 0.7, 0.0, rng.integers(1, 9, customers)),
            "member": (rng.random(customers) < 0.4).astype(float),
            "margin": np.where(rng.random(customers) < 0.6, 0.0, rng.normal(size=customers)),
            "part": rng.integers(0, 3, customers),
        }
    )
    frame.loc[rng.random(customers) < 0.2, "visits"] = np.nan
    return frame


CELL = (
    "v = score(spend, 2 * visits, -returns, member, margin)\n"
    "A: part == 0\nB: part == 1\nC: otherwise"
)


def metric(found: Profile, name: str) -> MetricProfile:
    (one,) = (metric for metric in found.metrics if metric.metric == name)
    return one


def known(figure: float | None) -> float:
    assert figure is not None
    return figure


def test_ranks_against_scipy_and_figures_against_pandas() -> None:
    frame = people()
    result = run(CELL, frame)
    found = profile(result)
    assert found.segments == ("A", "B", "C")
    assert found.sizes == tuple((frame["part"] == part).sum() for part in range(3))
    assert found.hidden == 0
    shows = {m.metric: m.shows for m in found.metrics}
    assert shows == {
        "spend": Figure.MEDIAN,
        "visits": Figure.MEDIAN,
        "returns": Figure.ABOVE,
        "member": Figure.ONES,
        "margin": Figure.OTHER,
    }
    for name, figure in shows.items():
        column = frame[name]
        one = metric(found, name)
        ranks = pd.Series(rankdata(column, nan_policy="omit"), column.index)
        ranks = (ranks - 0.5) / column.notna().sum() * 100
        by = frame["part"]
        expected = ranks.groupby(by).mean()
        assert [s.rank for s in one.segments] == pytest.approx(expected.tolist(), abs=1e-9)
        assert [s.customers for s in one.segments] == column.groupby(by).count().tolist()
        assert one.missing == column.isna().sum()
        assert known(one.everybody.rank) == pytest.approx(50)
        if figure is Figure.MEDIAN:
            medians = [float(f"{value:.3g}") for value in column.groupby(by).median()]
            assert [s.figure for s in one.segments] == medians
            assert one.everybody.figure == float(f"{column.median():.3g}")
        else:
            assert [s.figure for s in one.segments] == pytest.approx(
                (column != 0).groupby(by).mean().tolist()
            )
            assert one.everybody.figure == pytest.approx((column != 0).mean())


@pytest.mark.parametrize("whole", [True, False])
def test_many_customers_are_ranked_within_a_hundredth(whole: bool) -> None:
    rng = np.random.default_rng(5)
    spend = rng.lognormal(3, 2, 60_000)
    spend = np.round(spend) if whole else spend
    part = rng.integers(0, 3, 60_000)
    found = profile(
        run(
            CELL.replace("2 * visits, -returns, member, margin", "part"),
            pd.DataFrame({"spend": spend, "part": part}),
        )
    )
    ranks = (rankdata(spend) - 0.5) / len(spend) * 100
    expected = [ranks[part == code].mean() for code in range(3)]
    assert [s.rank for s in metric(found, "spend").segments] == pytest.approx(expected, abs=0.01)


def test_each_metric_stands_once_those_of_scores_first() -> None:
    frame = people(60)
    cell = (
        "twice = 2 * spend\nlarge = spend > 50\nother = visits + 1\n"
        "one = score(rank(twice), 3 * minmax(spend))\n"
        "two = score(one, bands(spend, 5, 50), log1p(spend), twice)\nA: otherwise"
    )
    found = profile(run(cell, frame))
    assert [m.metric for m in found.metrics] == [
        "twice",
        "spend",
        "bands(spend, 5, 50)",
        "log1p(spend)",
        "other",
    ]


def test_more_metrics_than_there_is_room_for_are_named() -> None:
    lines = [f"m{i} = spend + {i}" for i in range(MOST_METRICS + 2)]
    found = profile(run("\n".join([*lines, "A: otherwise"]), people(30)))
    assert len(found.metrics) == MOST_METRICS
    assert found.left_out == ("m12", "m13")


def test_a_segment_of_few_hides_another() -> None:
    frame = table(x=np.arange(60.0), part=[0] * 40 + [1] * 15 + [2] * 5)
    found = profile(run("v = score(x)\nA: part == 0\nB: part == 1\nC: otherwise", frame))
    a, b, c = metric(found, "x").segments
    assert (a.customers, a.figure, a.hidden) == (40, 19.5, False)
    assert (b.customers, b.figure, b.rank, b.few, b.hidden) == (None, None, None, False, True)
    assert (c.customers, c.figure, c.rank, c.few, c.hidden) == (None, None, None, True, True)
    assert metric(found, "x").everybody.customers == 60
    assert found.hidden == 2
    assert profile(run("v = score(x)\nA: part == 0\nB: otherwise", frame), 1).hidden == 0


def test_few_in_all_are_hidden_altogether() -> None:
    found = profile(run("v = score(x)\nA: x > 1\nB: otherwise", table(x=[1.0, 2.0, 3.0])))
    one = metric(found, "x")
    assert [s.hidden for s in (*one.segments, one.everybody)] == [True] * 3


def test_nobody_has_nothing_to_hide() -> None:
    frame = table(x=[1.0] * 20, y=[None] * 20).astype(float)
    found = profile(run("v = score(x, y)\nA: x > 5\nB: otherwise", frame))
    a, b = metric(found, "x").segments
    assert (a.customers, a.figure, a.rank, a.hidden) == (0, None, None, False)
    assert (b.customers, b.figure, b.rank) == (20, 1.0, 50.0)
    y = metric(found, "y")
    assert (y.shows, y.missing) == (Figure.MEDIAN, 20)
    assert [s.customers for s in (*y.segments, y.everybody)] == [0, 0, 0]


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_metric_that_is_the_same_for_all(value: float) -> None:
    found = profile(run("v = score(x)\nA: otherwise", table(x=[value] * 20)))
    (standing,) = metric(found, "x").segments
    assert standing.rank == 50
    shows = Figure.MEDIAN if value else Figure.ABOVE
    assert (metric(found, "x").shows, standing.figure) == (shows, value)


def test_who_is_not_profiled_counts_nowhere_and_who_is_unassigned_does() -> None:
    frame = table(x=[*range(40), *[1e6] * 20], ok=[True] * 40 + [False] * 20).astype({"x": float})
    result = run("v = score(x)\nA: x >= 20", frame, settings=Settings(consent="ok"))
    found = profile(result)
    assert found.segments == ("A", "Unassigned")
    assert found.sizes == (20, 20)
    one = metric(found, "x")
    assert [s.figure for s in one.segments] == [29.5, 9.5]
    assert [s.rank for s in one.segments] == [75, 25]
    assert (one.missing, one.everybody.customers) == (0, 40)


def test_ranks_are_among_these_customers_not_those_of_the_fit() -> None:
    first = run("v = score(x)\nA: v >= 50\nB: otherwise", table(x=np.arange(100.0)))
    later = rerun(first.model, table(x=np.arange(50.0, 100.0)))
    found = profile(later)
    assert found.sizes == (50, 0)
    assert known(metric(found, "x").segments[0].rank) == pytest.approx(50)


def empty() -> Result:
    return run("v = score(x)\nA: x > 1", table(x=[]).astype(float))


def test_no_customers_and_no_metrics() -> None:
    found = profile(empty())
    assert found.segments == ("A",)
    assert found.sizes == (0,)
    assert metric(found, "x").everybody.customers == 0
    assert profile(run("A: part == 1", people(30))).metrics == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from([0.0, 1.0, 2.5, -3.0, None])), max_size=80
    )
)
@settings(max_examples=60, deadline=None)
def test_ranks_add_up_to_the_middle_where_nothing_is_hidden(
    rows: list[tuple[int, float | None]],
) -> None:
    frame = pd.DataFrame(
        {"part": [part for part, _ in rows], "x": pd.Series([x for _, x in rows], dtype=float)}
    ).astype({"part": float})
    result = run("v = score(x)\nA: part == 0\nB: part == 1\nC: part == 2", frame)
    one = metric(profile(result, 1), "x")
    total = sum(known(s.rank) * s.customers for s in one.segments if s.customers)
    assert total == pytest.approx(50 * int(frame["x"].notna().sum()))
    assert sum(s.customers or 0 for s in one.segments) + one.missing == len(labels(result))


@pytest.mark.parametrize("seed", range(20))
def test_no_share_counts_few_people_nor_lets_them_be_worked_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = rng.choice(["A", "B", "C", "D"], 500, p=[0.5, 0.3, 0.15, 0.05])
    chance = {"A": 0.004, "B": 0.1, "C": 0.97, "D": 0.3}
    some = [float(rng.random() < chance[g]) for g in groups]
    cell = "v = score(some)\n" + "\n".join(f'{g}: group == "{g}"' for g in "ABCD")
    found = profile(run(cell, table(some=some, group=list(groups))))
    (metric,) = found.metrics
    counts = {True: [], False: []}
    for standing, size in zip(metric.segments, found.sizes, strict=True):
        if standing.figure is not None:
            for side, share in ((True, standing.figure), (False, 1 - standing.figure)):
                assert not 0 < round(share * size) < 10
                counts[side].append(round(share * size))
    assert sum(standing.hidden for standing in metric.segments) in (0, 2, 3, 4)
    if metric.everybody.figure is not None:  # the whole less what is shown is nobody, or ten
        for side, share in ((True, metric.everybody.figure), (False, 1 - metric.everybody.figure)):
            assert not 0 < round(share * 500) - sum(counts[side]) < 10
