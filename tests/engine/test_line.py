from __future__ import annotations

import math
from bisect import bisect_right

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.test_lookup import LARGEST, LEAST, knots_of, numbers, within
from seg_jupyter.engine.line import Line

Floats = npt.NDArray[np.float64]
MANY = 5_000


def reference(line: Line, number: float) -> float:
    """The formula, for one number."""
    if math.isnan(number):
        return math.nan
    knots = line.knots.tolist()
    x = min(max(number, knots[0]), knots[-1])
    place = bisect_right(knots, x) - 1
    if x == knots[place]:
        return float(line.at[place])
    return float(line.after[place] + (x / 2 - knots[place] / 2) * line.slopes[place])


def same(ours: Floats, wanted: Floats) -> bool:
    """Whether all bits are the same; one NaN is like another."""
    return bool((np.isnan(ours) == np.isnan(wanted)).all()) and np.array_equal(
        ours[~np.isnan(ours)].view(np.int64), wanted[~np.isnan(wanted)].view(np.int64)
    )


def rank_line(knots: Floats, counts: list[int]) -> Line:
    """A line as rank scales have them: shares of people at the knots and between."""
    upto = np.cumsum(np.resize(counts, 2 * len(knots)))[::2]
    count = upto[-1]
    rise = np.append(np.resize(counts, 2 * len(knots))[1::2][:-1], 0)
    below = np.append(0, upto[:-1] + rise[:-1])
    run = np.append(np.diff(knots / 2), 1.0)
    return Line(
        knots,
        (below + upto) * 50 / count,
        upto * 100 / count,
        rise * 100 / count / np.maximum(run, 1e-200),
    )


lines = st.builds(rank_line, knots_of, st.lists(st.integers(1, 10**6), min_size=1, max_size=100))


@settings(deadline=None, max_examples=300)
@given(lines, st.lists(numbers | st.sampled_from([math.nan, math.inf, -math.inf]), max_size=20))
@example(rank_line(np.array([-1.7e308, 1.7e308]), [1, 5]), [1e308, -1e308, 0.0])
@example(rank_line(np.array([0.0, LEAST, 2 * LEAST]), [1, 5]), [-0.0])
@example(rank_line(np.array([-LARGEST, LEAST, LARGEST]), [3]), [0.0, -LEAST])
@example(rank_line(np.array([2.0]), [3]), [1.0, 3.0])
def test_many_numbers_give_what_the_formula_gives(line: Line, asked: list[float]) -> None:
    every = np.concatenate([within(line.knots, []), asked, [math.nan, -math.nan, -0.0]])
    wanted = np.array([reference(line, number) for number in every.tolist()])
    few, many = line.apply(every), line.apply(np.resize(every, MANY))
    assert same(few, wanted)
    assert same(many, np.resize(wanted, MANY))
    assert np.isfinite(few[~np.isnan(every)]).all()


@pytest.mark.parametrize("size", [0, 1, 1_999, 2_000, 131_072, 131_073, 300_000])
def test_any_number_of_numbers(size: int) -> None:
    random = np.random.default_rng(size)
    line = rank_line(np.unique(random.lognormal(0, 2, 300)), [1, 7, 3])
    asked = np.where(random.random(size) < 0.1, np.nan, random.lognormal(0, 2.5, size))
    wanted = np.array([reference(line, number) for number in asked.tolist()])
    assert same(line.apply(asked), wanted)
    assert same(line.apply(np.repeat(asked, 2)[::2]), wanted), "every other one of an array"


def test_what_is_applied_is_not_changed() -> None:
    line = rank_line(np.array([-1.0, 0.0, 3.0]), [1, 2])
    asked = np.resize([-0.0, 5.0, np.nan, -3.0, 1.0], MANY)
    before = asked.tobytes()
    line.apply(asked)
    assert asked.tobytes() == before


def test_the_table_is_made_once_and_only_for_many() -> None:
    line = rank_line(np.array([0.0, 1.0]), [1])
    line.apply(np.zeros(1_000))
    assert "_lookup" not in vars(line)
    line.apply(np.zeros(MANY))
    table = vars(line)["_lookup"]
    line.apply(np.zeros(MANY))
    assert vars(line)["_lookup"] is table is not None
