"""Invented metrics in the shapes that real ones have, a tenth of each missing.

Not a benchmark: what the benchmarks share.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def metrics(rows: int, seed: int = 1) -> dict[str, Floats]:
    """Return eight columns by name."""
    random = np.random.default_rng(seed)
    basket = random.lognormal(3, 1, rows)
    basket[random.random(rows) < 0.6] = 0
    columns = {
        "revenue": random.lognormal(3, 1.5, rows),
        "reach": random.pareto(1.1, rows),
        "basket": basket,
        "orders": random.poisson(3, rows).astype(np.float64),
        "days": np.floor(random.exponential(120, rows)),
        "price": np.round(random.lognormal(3, 0.5, rows), 2),
        "visits": random.negative_binomial(0.5, 0.02, rows).astype(np.float64),
        "trend": random.normal(0, 1, rows),
    }
    for values in columns.values():
        values[random.random(rows) < 0.1] = np.nan
    return columns
