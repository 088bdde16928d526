from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from analysis.random_cases import result_of, some
from engine.running import run, table
from seg_jupyter.analysis.points import MetricPoints, ScorePoints, score_points
from seg_jupyter.lang.program import Missing
from strategies import Case, cases

PEOPLE = table(x=[0.0, 5.0, 10.0, None], y=[10.0, None, 20.0, None], p=[40.0, 60.0, 10.0, None])


def of(place: int, terms: str) -> ScorePoints:
    (score,) = score_points(run(f"v = score({terms})", PEOPLE), place)
    return score


def test_points_by_hand() -> None:
    # x is 10 of 0 to 10: 100 points; y is 20 of 10 to 20: 100, turned round 0; p is 10: 10 points
    assert of(2, "3 * minmax(x), -2 * minmax(y), raw(p)") == ScorePoints(
        "v",
        pytest.approx((3 * 100 + 2 * 0 + 10) / 6),
        Missing.SKIP,
        (
            MetricPoints("x", 10, 100, 3, 50),
            MetricPoints("y", 20, 0, -2, 0),
            MetricPoints("p", 10, 10, 1, pytest.approx(10 / 6)),
        ),
    )


def test_a_metric_that_is_missing_is_left_out() -> None:
    assert of(1, "3 * minmax(x), -2 * minmax(y), raw(p)").metrics == (
        MetricPoints("x", 5, 50, 3, 37.5),
        MetricPoints("y", None, None, -2, None),
        MetricPoints("p", 60, 60, 1, 15),
    )


def test_a_metric_that_is_missing_counts_as_zero() -> None:
    score = of(1, '3 * minmax(x), -2 * minmax(y), raw(p), missing="zero"')
    assert score.value == pytest.approx((3 * 50 + 0 + 60) / 6)
    assert [metric.contribution for metric in score.metrics] == [25, 0, 10]


def test_a_metric_that_is_missing_leaves_no_score() -> None:
    score = of(1, 'minmax(x), minmax(y), missing="all"')
    assert score.value is None
    assert score.metrics[0] == MetricPoints("x", 5, 50, 1, None)


@pytest.mark.parametrize("missing", ["skip", "zero", "all"])
def test_without_any_metric_there_is_no_score(missing: str) -> None:
    score = of(3, f'minmax(x), y, missing="{missing}"')
    assert score.value is None
    assert {metric.contribution for metric in score.metrics} == {None}


def test_a_weight_of_zero_takes_no_part() -> None:
    score = of(2, "minmax(x), 0 * minmax(y)")
    assert score.value == 100
    assert score.metrics[1] == MetricPoints("y", 20, 100, 0, None)
    assert of(2, "0 * minmax(x)").value is None


@some
@given(cases(ranked=True))
def test_contributions_add_up_to_the_score(case: Case) -> None:
    result = result_of(case)
    for place in range(min(len(case.customers), 5)):
        for score in score_points(result, place):
            value = result.score(score.score)[place]
            added = [m.contribution for m in score.metrics if m.contribution is not None]
            if np.isnan(value):
                assert score.value is None
                assert added == []
            else:
                assert score.value == value
                assert sum(added) == pytest.approx(value, abs=1e-8)
            for metric in score.metrics:
                assert metric.points is None or 0 <= metric.points <= 100
                assert metric.points is None or metric.value is not None
