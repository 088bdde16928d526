from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from engine.running import run, table
from seg_jupyter.analysis.stability import Stability, Unmeasured, stability
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result

CELL = "v = score(3 * raw(x), -2 * raw(y), raw(z))\nHigh: v >= 60\nMiddle: v >= 45\nLow: v >= 20"
WEIGHTS = (3.0, -2.0, 1.0)


def people(customers: int, seed: int = 8) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.uniform(0, 100, (customers, 3)), columns=list("xyz"))
    return frame.mask(rng.random(frame.shape) < 0.1)


def measured(result: Result, **options: int | float) -> Stability:
    found = stability(result, **options)
    assert isinstance(found, Stability)
    return found


def segment(row: tuple[float, ...], weights: tuple[float, ...]) -> str:
    """What the cell says of one customer, in plain Python."""
    total = present = 0.0
    for value, weight in zip(row, weights, strict=True):
        if not math.isnan(value):
            total += abs(weight) * (value if weight > 0 else 100 - value)
            present += abs(weight)
    if not present:
        return "Unassigned"
    score = round(total / present, 9)
    cuts = {"High": 60, "Middle": 45, "Low": 20}
    return next((name for name, cut in cuts.items() if score >= cut), "Unassigned")


def test_against_plain_python() -> None:
    frame = people(200)
    frame["ok"] = np.arange(200) % 7 != 0
    found = measured(run(CELL, frame, settings=Settings(consent="ok")), seed=3, draws=12)
    rows = [tuple(row) for row in frame[frame["ok"]][list("xyz")].to_numpy().tolist()]
    rng = np.random.default_rng(3)
    shares = []
    for _ in range(12):
        weights = tuple(w * f for w, f in zip(WEIGHTS, rng.uniform(0.9, 1.1, 3), strict=True))
        flips = [segment(row, weights) != segment(row, WEIGHTS) for row in rows]
        shares.append(sum(flips) / len(flips))
    mean, spread = np.mean(shares), np.std(shares, ddof=1)
    assert found.flips == pytest.approx(mean)
    assert found.flips > 0.01
    # everybody was looked at: only the weights are left to chance
    ends = t.interval(0.95, 11, mean, spread / math.sqrt(12))
    assert (found.low, found.high) == pytest.approx(ends)
    assert (found.customers, found.sampled, found.jitter) == (len(rows), None, 0.1)


def test_a_seed_gives_one_answer() -> None:
    one = run(CELL, people(500))
    assert stability(one, seed=5, sample=100) == stability(one, seed=5, sample=100)
    assert stability(one, seed=5, sample=100) != stability(one, seed=6, sample=100)


def test_a_sample_says_how_many_it_has() -> None:
    found = measured(run(CELL, people(500)), sample=100)
    assert (found.customers, found.sampled) == (500, 100)
    assert 0 <= found.low < found.flips < found.high <= 1


def test_the_interval_holds_the_share_as_often_as_it_says() -> None:
    frame = people(2000)
    one = run(CELL, frame)
    exact = measured(one, seed=1, sample=2000, draws=1500)
    assert exact.high - exact.low < 0.004
    hits = 0
    for seed in range(300):
        found = measured(one, seed=seed, sample=250, draws=8)
        hits += found.low <= exact.flips <= found.high
    # 95 % of 300, less three times their standard deviation
    assert hits / 300 >= 0.91


def test_without_the_sample_the_interval_would_be_too_small() -> None:
    one = run(CELL, people(5000))
    few, everybody = (measured(one, sample=size, draws=40) for size in (100, 5000))
    assert few.high - few.low > 1.5 * (everybody.high - everybody.low)


def test_larger_changes_move_more() -> None:
    one = run(CELL, people(500))
    small, large = (measured(one, jitter=jitter).flips for jitter in (0.02, 0.5))
    assert small < measured(one).flips < large
    assert measured(one, jitter=0.0).flips == 0


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("A: x > 1\nB: otherwise", Unmeasured.NO_SCORE),
        ("v = score(3 * x)\nA: v > 50", Unmeasured.ONE_METRIC),
        ("v = score(3 * x, 0 * y)\nw = score(y)\nA: v > w", Unmeasured.ONE_METRIC),
        ('v = score(3 * x, missing="zero")\nA: v > 50', Unmeasured.ONE_METRIC),
    ],
)
def test_there_may_be_nothing_to_change(cell: str, reason: Unmeasured) -> None:
    assert stability(run(cell, table(x=[1.0, 2.0], y=[2.0, 1.0]))) is reason


def test_of_one_metric_the_weight_does_not_matter_indeed() -> None:
    people_of_all = table(x=np.linspace(0, 100, 101).tolist(), y=[50.0] * 101)
    one = run("v = score(0.3 * raw(x))\nw = score(raw(x), raw(y))\nA: v >= 70", people_of_all)
    assert measured(one).flips == 0


def test_of_nobody_there_is_no_share() -> None:
    frame = people(3)
    frame["ok"] = False
    settings = Settings(consent="ok")
    assert stability(run(CELL, frame, settings=settings)) is Unmeasured.NOBODY


def test_it_can_be_stopped() -> None:
    asked = iter([False, False, True])
    assert stability(run(CELL, people(20)), cancelled=lambda: next(asked)) is Unmeasured.CANCELLED
    assert next(asked, None) is None
