from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.running import close, compute, run, table, values
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import fit_minmax, fit_rank
from seg_jupyter.engine.scores import Scaled, weighted_mean
from seg_jupyter.errors import SegmentDataError

Points = list[float | None]


def by_hand(weights: list[float], rows: list[Points]) -> Points:
    """The weighted mean of what is present, one customer at a time."""
    answer: Points = []
    for row in rows:
        present = [(w, s) for w, s in zip(weights, row, strict=True) if s is not None and w != 0]
        whole = math.fsum(abs(w) for w, _ in present)
        points = math.fsum(abs(w) * (s if w > 0 else 100 - s) for w, s in present)
        answer.append(points / whole if present else None)
    return answer


def scaled(rows: list[Points], place: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([math.nan if row[place] is None else row[place] for row in rows], np.float64)


points = st.none() | st.floats(0, 100)
weights_of_three = st.lists(st.integers(-5, 5).map(float), min_size=3, max_size=3)


@settings(deadline=None)
@given(weights_of_three, st.lists(st.lists(points, min_size=3, max_size=3), max_size=6))
def test_the_weighted_mean_of_the_metrics_that_are_present(
    weights: list[float], rows: list[Points]
) -> None:
    ours = weighted_mean(weights, [scaled(rows, place) for place in range(3)], len(rows))
    plain = [None if math.isnan(value) else float(value) for value in ours]
    assert close(plain, by_hand(weights, rows), within=1.1e-9)


def plain(weights: list[float], columns: list[npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    """The formula, on whole columns and without a care for time."""
    total, whole = np.zeros(len(columns[0])), np.zeros(len(columns[0]))
    for weight, points in zip(weights, columns, strict=True):
        present = ~np.isnan(points) & (weight != 0)
        total += np.where(present, abs(weight) * (points if weight > 0 else 100 - points), 0.0)
        whole += np.where(present, abs(weight), 0.0)
    mean = [t / w if w else math.nan for t, w in zip(total.tolist(), whole.tolist(), strict=True)]
    return round9(np.array(mean))


@settings(deadline=None)
@given(
    st.lists(st.floats(-9, 9), min_size=4, max_size=4),
    st.lists(st.lists(points, min_size=4, max_size=4), min_size=1, max_size=20),
    st.sampled_from([1, 5, 131_072, 150_000]),
)
def test_scores_are_summed_in_the_order_of_the_cell(
    weights: list[float], rows: list[Points], size: int
) -> None:
    columns = [np.resize(scaled(rows, place), size) for place in range(4)]
    ours, wanted = weighted_mean(weights, columns, size), plain(weights, columns)
    assert np.array_equal(ours, wanted, equal_nan=True)


def test_metrics_may_be_scaled_on_the_way() -> None:
    random = np.random.default_rng(3)
    metrics = [random.lognormal(0, 1, 40_000) for _ in range(3)]
    metrics[1][::7] = np.nan
    rounded = [round9(metric) for metric in metrics]
    scales = [fit_rank(rounded[0]), fit_rank(rounded[1]), fit_minmax(rounded[2])]
    before = [scale.apply(metric) for scale, metric in zip(scales, rounded, strict=True)]
    meanwhile = [Scaled(scale, metric) for scale, metric in zip(scales, metrics, strict=True)]
    weights = [3, -1, 2]
    assert np.array_equal(
        weighted_mean(weights, meanwhile, 40_000), weighted_mean(weights, before, 40_000)
    )


PEOPLE = table(a=[0.0, 50.0, 100.0, None], b=[100.0, 100.0, 0.0, None], c=[40.0, None, 40.0, None])


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("score(raw(a))", [0, 50, 100, None]),
        ("score(-raw(a))", [100, 50, 0, None]),
        ("score(3 * raw(a), raw(b))", [25, 62.5, 75, None]),
        ("score(3 * raw(a), -1 * raw(b))", [0, 37.5, 100, None]),
        ("score(raw(a), raw(c))", [20, 50, 70, None]),
        ("score(raw(a), 0 * raw(c))", [0, 50, 100, None]),
        ("score(0 * raw(a))", [None] * 4),
        ("score(minmax(b))", [100, 100, 0, None]),
        ("score(minmax(b + 1))", [100, 100, 0, None]),
        ("score(minmax(c))", [50, None, 50, None]),
        ("score(rank(a))", [100 / 6, 50, 500 / 6, None]),
        ("score(a)", [100 / 6, 50, 500 / 6, None]),
        ("score(b)", [200 / 3, 200 / 3, 100 / 6, None]),
        ("score(c)", [50, None, 50, None]),
        ("score(2 * a, raw(c))", [(2 * 100 / 6 + 40) / 3, 50, (2 * 500 / 6 + 40) / 3, None]),
        # c is missing for the second: left out, without points, or no score
        ('score(raw(a), raw(c), missing="skip")', [20, 50, 70, None]),
        ('score(raw(a), raw(c), missing="zero")', [20, 25, 70, None]),
        ('score(raw(a), raw(c), missing="all")', [20, None, 70, None]),
        ('score(raw(a), -raw(c), missing="zero")', [30, 25, 80, None]),
        ('score(3 * raw(a), -raw(c), missing="zero")', [15, 37.5, 90, None]),
        ('score(raw(a), 0 * raw(c), missing="all")', [0, 50, 100, None]),
        ('score(raw(a), 0 * raw(c), missing="zero")', [0, 50, 100, None]),
        # the weight of a metric that is missing may be lost in a float of the others
        ('score(1e9 * raw(a), 1e-9 * raw(c), missing="all")', [0, None, 100, None]),
        ("score(a > 10)", [100 / 6, 200 / 3, 200 / 3, None]),
    ],
)
def test_scores_of_small_tables(score: str, expected: list[float | None]) -> None:
    assert close(compute(score, PEOPLE), expected, within=1.1e-9)


def test_a_score_within_a_score_is_used_as_it_is() -> None:
    cell = "inner = score(raw(a))\nouter = score(3 * inner, -inner, raw(b))"
    outer = values(run(cell, PEOPLE), "outer")
    expected = [(3 * 0 + 100 + 100) / 5, (3 * 50 + 50 + 100) / 5, (3 * 100 + 0 + 0) / 5, None]
    assert close(outer, expected)


def test_what_is_noticed_about_the_terms() -> None:
    result = run("v = score(2 * a, -minmax(c), raw(b))", PEOPLE)
    facts = [(t.label, t.weight, t.missing, t.constant, t.clipped) for t in result.facts.terms]
    assert facts == [
        ("a", 2.0, 1, False, 0),
        ("c", -1.0, 2, True, 0),
        ("b", 1.0, 1, False, 0),
    ]
    assert {t.score for t in result.facts.terms} == {"v"}
    assert result.facts.unscored == {"v": 1}


def test_raw_takes_0_to_100_only() -> None:
    with pytest.raises(SegmentDataError) as caught:
        run("v = score(raw(x))", table(x=[-1.0, 50.0, 100.5, None]))
    assert caught.value.problem == "raw(...) takes values from 0 to 100; 2 lie outside"
    assert caught.value.remedy is not None
    assert "clip(x, 0, 100)" in caught.value.remedy
    assert (caught.value.line, caught.value.column) == (1, 11)


def test_a_weight_of_0_asks_nothing_of_its_metric() -> None:
    people = table(x=[-5.0, 500.0], y=[1.0, 2.0])
    assert values(run("v = score(0 * raw(x), y)", people), "v") == [25.0, 75.0]


def test_raw_asks_only_people_who_are_profiled() -> None:
    people = table(x=[10.0, 500.0], out=[False, True])
    result = run("v = score(raw(x))", people, settings=Settings(objected="out"))
    assert values(result, "v") == [10.0, None]
