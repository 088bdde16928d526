from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from engine.running import rerun, run, table
from seg_jupyter.analysis.metric_checks import (
    Constant,
    MetricFinding,
    MostlyMissing,
    Redundant,
    Skewed,
    Tied,
    metric_findings,
    redundant_metrics,
)
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.engine.model import Settings

MANY = [float(i) for i in range(100)]


def of(terms: str, **columns: object) -> list[MetricFinding]:
    return metric_findings(run(f"v = score({terms})", table(**columns)))


def test_nothing_is_odd() -> None:
    assert of("x, minmax(y), raw(y), tile(x, 5), bands(y, 1)", x=MANY, y=MANY) == []
    assert metric_findings(run("double = 2 * x", table(x=MANY))) == []


def test_a_metric_that_is_the_same_for_all() -> None:
    x = [3.0] * 60 + [None] * 40
    assert of("x, y", x=x, y=MANY) == [Constant("v", "x", 60)]
    assert of("minmax(x), y", x=x, y=MANY) == [Constant("v", "x", 60)]
    assert of("0 * x, y", x=x, y=MANY) == []


@pytest.mark.parametrize(("present", "found"), [(50, True), (51, False), (1, False), (0, True)])
def test_a_metric_that_most_do_not_have(present: int, found: bool) -> None:
    x = np.array([*MANY[:present], *[None] * (100 - present)], float)
    missing = [MostlyMissing("v", "x", 100 - present, (100 - present) / 100)]
    # one value alone is a constant
    assert of("x, y", x=x, y=MANY) == (
        missing if found else [Constant("v", "x", 1)] * (present == 1)
    )


@pytest.mark.parametrize(("equal", "value"), [(19, False), (20, 7.5), (62, 7.5)])
def test_a_value_that_many_share(equal: int, value: float | bool) -> None:
    x = [7.5] * equal + [100.0 + i for i in range(100 - equal)]
    wanted = [Tied("v", "x", equal, equal / 100, value)] if value else []
    assert of("x, y", x=x, y=MANY) == wanted
    assert of("minmax(x), y", x=x, y=MANY) == []


def test_the_share_is_that_of_all_customers() -> None:
    x = np.array([0.0] * 30 + [1.0 + i for i in range(15)] + [None] * 55)
    assert of("x, y", x=x.astype(float), y=MANY) == [
        MostlyMissing("v", "x", 55, 0.55),
        Tied("v", "x", 30, 0.3, 0.0),
    ]


def test_a_value_of_few_is_not_shown() -> None:
    people = {"x": [5.0] * 9 + [1.0 * i for i in range(11)], "y": MANY[:20]}
    assert of("x, y", **people) == [Tied("v", "x", 10, 0.5, 5.0)]
    people["x"][4] = 55.0
    assert of("x, y", **people) == [Tied("v", "x", 9, 0.45, None)]
    assert MIN_CELL == 10


def test_who_is_ranked_by_others_is_not_tied_with_them() -> None:
    fitted = run("v = score(x)", table(x=[1.0] * 50 + MANY[50:]))
    assert isinstance(metric_findings(fitted)[0], Tied)
    assert metric_findings(rerun(fitted.model, table(x=MANY))) == []
    nothing = run("v = score(x, y)", table(x=[None] * 20, y=MANY[:20]).astype(float))
    assert metric_findings(nothing) == [MostlyMissing("v", "x", 20, 1.0)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0, 5.0, 50.0, 95.0, 100.0]), min_size=1, max_size=60))
def test_a_few_far_values(values: list[float]) -> None:
    within = int(np.ceil(0.95 * len(values)))
    scaled = (np.sort(values) - min(values)) / max(max(values) - min(values), 1e-9) * 100
    widths = [scaled[i + within - 1] - scaled[i] for i in range(len(values) - within + 1)]
    found = [f for f in of("minmax(x)", x=values) if isinstance(f, Skewed)]
    if len(values) >= MIN_CELL and len(set(values)) > 1 and min(widths) <= 10:
        (skewed,) = found
        assert (skewed.score, skewed.metric, skewed.customers) == ("v", "x", len(values))
        assert skewed.points == pytest.approx(min(widths))
    else:
        assert found == []


def test_a_skewed_metric_of_some() -> None:
    x = np.array([*([1.0, 2.0] * 40), 1000.0, *[None] * 19], float)
    (found,) = [f for f in of("minmax(x), y", x=x, y=MANY) if isinstance(f, Skewed)]
    assert (found.customers, found.share) == (81, 0.95)
    assert found.points == pytest.approx(1 / 999 * 100)


def test_of_nobody_nothing_is_found() -> None:
    people = table(x=[1.0, 1.0], y=[2.0, 3.0], ok=[False, False])
    result = run("v = score(x, minmax(y))", people, settings=Settings(consent="ok"))
    assert metric_findings(result) == redundant_metrics(result) == []
    result = run("v = score(x, minmax(y))", table(x=[], y=[]).astype(float))
    assert metric_findings(result) == redundant_metrics(result) == []


# metrics that say the same


def alike(terms: str, most: int | None = None, **columns: object) -> list[Redundant]:
    return redundant_metrics(run(f"v = score({terms})", table(**columns)), most)


def test_metrics_that_rank_alike() -> None:
    y = [value**3 for value in MANY]
    assert alike("x, y", x=MANY, y=y) == [Redundant("v", "x", "y", 100, pytest.approx(1))]
    assert alike("x, -2 * y", x=MANY, y=[-v for v in y]) == [
        Redundant("v", "x", "y", 100, pytest.approx(-1))
    ]
    assert alike("x, 0 * y", x=MANY, y=y) == []
    assert alike("x, z", x=MANY, z=[1.0, 2.0] * 50) == []


def test_metrics_of_two_scores_may_say_the_same() -> None:
    result = run("v = score(x)\nw = score(y)", table(x=MANY, y=MANY))
    assert redundant_metrics(result) == []


@pytest.mark.parametrize(("both", "found"), [(9, 0), (10, 1)])
def test_few_who_have_both_say_nothing(both: int, found: int) -> None:
    x = np.array([*MANY[:both], *[None] * 50], float)
    assert len(alike("x, y", x=x, y=MANY[: both + 50])) == found


def test_a_constant_is_no_other_metric() -> None:
    assert alike("x, y", x=MANY, y=[1.0] * 100) == []
    # nor what is constant among those who have both
    x = np.array([None] * 50 + [3.0] * 50, float)
    y = np.array([7.0] * 50 + MANY[:50], float)
    assert alike("x, y", x=x, y=y) == []


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 0.6))
def test_the_correlation_is_that_of_ranks(seed: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 20, 80).astype(float)
    y = (x + rng.normal(size=80) * noise * 10).round(6)
    x[:5] = np.nan
    wanted = np.corrcoef(rankdata(x[5:]), rankdata(y[5:]))[0, 1]
    found = alike("x, y", x=x, y=y)
    assert [pair.correlation for pair in found] == (
        [pytest.approx(wanted)] if wanted >= 0.95 else []
    )


def test_of_many_a_sample_is_looked_at_and_said() -> None:
    (pair,) = alike("x, y", most=40, x=MANY, y=MANY)
    assert (pair.customers, pair.sampled) == (100, 40)
