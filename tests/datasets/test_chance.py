"""Draws are looks into tables: against SciPy's distributions, to the last of 65,536 levels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.chance import (
    LEVELS,
    Chance,
    choice,
    exactly,
    lognormal,
    normal,
    poisson,
    straight,
    waiting,
)
from seg_jupyter.datasets.simulator.columns import Gaps, Words, joined, taken

MIDDLES = (np.arange(LEVELS) + 0.5) / LEVELS


def test_tables_of_curves() -> None:
    assert np.abs(normal() - stats.norm.ppf(MIDDLES)).max() < 1e-6
    assert (normal() == -normal()[::-1]).all()
    for sigma in (0.25, 0.8, 1.0):
        expected = stats.lognorm(sigma).ppf(MIDDLES)
        assert np.abs(lognormal(sigma) - expected).max() < 2e-4
    for mean in (40.0, 20_000.0, 9 * 86_400.0):
        assert np.abs(waiting(mean) - stats.expon.ppf(MIDDLES, scale=mean)).max() <= 0.5 + 1e-6


@pytest.mark.parametrize("event", plan.RATES)
def test_tables_of_counts(event: str) -> None:
    rate = plan.RATES[event]
    drives = np.arange(plan.TOP + 1)
    rates = np.minimum(rate.middle * rate.growth ** ((drives - 50) / 10), 40)
    for table, expected in zip(rate.table(), rates.tolist(), strict=True):
        counts = np.bincount(table, minlength=120)
        ends = np.cumsum(counts) / LEVELS
        assert np.abs(ends - stats.poisson.cdf(np.arange(len(ends)), expected)).max() < 1e-5
        assert table.mean() == pytest.approx(expected, rel=0.01)


def test_a_count_may_be_as_high_as_forty_makes_it() -> None:
    table = poisson((40.0,))[0]
    assert table.mean() == pytest.approx(40, abs=0.001)
    assert table.max() == stats.poisson.ppf(1 - 0.5 / LEVELS, 40)


def test_lines_and_choices() -> None:
    assert straight((0.5, 0.1), 9).tolist()[:4] == [0.5, 0.6, 0.7, 0.8]
    assert straight((0.5, 0.1), 9).max() == 0.95
    assert straight((0.1, -0.1), 3).tolist() == [0.1, 0, 0, 0]
    assert np.bincount(choice([1, 1, 2])).tolist() == [16_384, 16_384, 32_768]
    assert exactly(1 / 3) == 21_845 / 65_536
    assert (exactly(0), exactly(1)) == (0, 1)


def test_draws_are_even_and_have_nothing_to_do_with_each_other() -> None:
    one, other = (Chance(4, 0, name).levels(400_000) for name in ("one", "other"))
    for levels in (one, other):
        assert stats.chisquare(np.bincount(levels >> 8, minlength=256)).pvalue > 1e-4
    assert stats.spearmanr(one, other).pvalue > 1e-4
    assert stats.spearmanr(one[1:], one[:-1]).pvalue > 1e-4
    below = Chance(4, "days").below(31, 310_000)
    assert stats.chisquare(np.bincount(below)).pvalue > 1e-4
    assert np.unique(Chance(1).below(65_536, 10)).max() < 65_536
    assert Chance(2, "x").levels(3, 5).ravel().tolist() == Chance(2, "x").levels(15).tolist()
    sure = Chance(7).hits(np.array([0.0, 1.0]), 1_000, 2)
    assert sure.sum(axis=0).tolist() == [0, 1_000]


def test_columns_of_all_kinds_are_taken_and_joined() -> None:
    columns = {
        "number": np.array([5, 6, 7]),
        "word": Words(np.array([0, -1, 1], np.int8), ("a", "b")),
        "gap": Gaps(np.array([1, 2, 3]), np.array([False, True, False])),
    }
    some = taken(columns, np.array([2, 1, 1]))
    twice = joined([some, columns])
    number, word, gap = twice.values()
    assert np.asarray(number).tolist() == [7, 6, 6, 5, 6, 7]
    assert isinstance(word, Words)
    assert isinstance(gap, Gaps)
    assert (word.codes.tolist(), word.words) == ([1, -1, -1, 0, -1, 1], ("a", "b"))
    assert gap.values.tolist() == [3, 2, 2, 1, 2, 3]
    assert gap.missing.tolist() == [False, True, True, False, True, False]
    assert len(word) == len(gap) == len(number) == 6
