"""Tallies to look at: made by hand, or of two runs of a cell with other numbers in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engine.running import run
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.live.tally import CELLS, Tally, tally_of
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Floats

CELL = "v = score({w:g} * raw(p), raw(q))\nHigh: v >= {a:g}\nMiddle: v >= {b:g}\nLow: v >= 0"
SAVED = {"w": 1.0, "a": 60.0, "b": 40.0}


def people(customers: int = 400, seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    p, q = rng.uniform(0, 100, (2, customers)).round(1)
    return pd.DataFrame(
        {
            "p": np.where(rng.random(customers) < 0.1, np.nan, p),
            "q": np.where(rng.random(customers) < 0.1, np.nan, q),
            "revenue": np.where(rng.random(customers) < 0.2, np.nan, rng.gamma(1, 100, customers)),
            "member": rng.random(customers) < 0.4,
            "ok": rng.random(customers) < 0.9,
        }
    )


def fitted(frame: pd.DataFrame, settings: Settings | None = None, **numbers: float) -> Result:
    settings = settings or Settings(consent="ok")
    return run(CELL.format(**SAVED | numbers), frame, settings=settings)


def tallied(now: Result, saved: Result, columns: Sequence[Floats] = ()) -> Tally:
    return tally_of(now, saved, score_of(saved.model.program), columns)


def moved(
    moves: object,
    labels: Sequence[str] = "ABC",
    sums: Sequence[Sequence[float]] = (),
    counts: Sequence[Sequence[int]] = (),
) -> Tally:
    """A tally of so many moves, whose last label is Unassigned; what it sums is as before."""
    size = len(labels) + 1
    grid = np.zeros((size, size), np.int64)
    given = np.array(moves)
    grid[: len(given), : len(given)] = given
    kpi_sums = np.array([[*row, 0.0] for row in sums]).reshape(-1, size)
    kpi_counts = np.array([[*row, 0] for row in counts], np.int64).reshape(-1, size)
    return Tally(
        (*labels, "Unassigned"),
        grid,
        np.zeros((size, CELLS), np.int64),
        np.zeros(size, np.int64),
        kpi_sums,
        kpi_counts,
        kpi_sums,
        kpi_counts,
        exact=True,
    )
