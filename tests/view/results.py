"""Results to look at: usual ones, odd ones, and one with everything to be noticed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engine.running import run, table
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.result import Result

THREE = "value = score(x, y)\nActive: value >= 70\nPassive: value >= 40\nLost: otherwise"
RTL = "לקוחות פעילים"
HOSTILE = (
    "<script>alert(1)</script>",
    "</table></div><b>",
    "\"quoted\" 'name' & <i>",
    "datum.f0 || alert('x')",
    "${signal} {{x}}",
)


def usual(customers: int = 300, text: str = THREE, settings: Settings | None = None) -> Result:
    """A result of two random metrics."""
    rng = np.random.default_rng(7)
    people = pd.DataFrame({"x": rng.random(customers), "y": rng.random(customers)})
    return run(text, people, settings=settings)


def named(names: Sequence[str], customers: int = 300) -> Result:
    """A result whose segments have the given names and cut the score evenly."""
    step = 100 / len(names)
    lines = [f"{name}: value >= {100 - step * (i + 1):.4g}" for i, name in enumerate(names[:-1])]
    return usual(customers, "\n".join(["value = score(x, y)", *lines, f"{names[-1]}: otherwise"]))


def twelve() -> list[str]:
    """Twelve names of 60 characters that only differ at the end."""
    return [f"{'A very long name of a segment ' * 2}"[:58] + f"{i:02}" for i in range(12)]


def odd() -> dict[str, Result]:
    """Results in states that people rarely see."""
    no_one = table(x=[], y=[]).astype(float)
    nothing = table(x=[None] * 5, y=[None] * 5).astype(float)
    skewed = table(x=[1.0] * 1000 + [2.0] * 3)
    return {
        "usual": usual(),
        "no customers": run(THREE, no_one),
        "all unscored": run(THREE, nothing),
        "one customer": run(THREE, table(x=[1.0], y=[2.0])),
        "one segment": usual(30, "value = score(x)\nEverybody: otherwise"),
        "no segment line": usual(30, "value = score(x)"),
        "no score": usual(30, "Big: x >= 0.5\nSmall: otherwise"),
        "nothing at all": usual(30, "double = 2 * x"),
        "an empty segment": usual(30, "value = score(x)\nNone: value > 100\nAll: otherwise"),
        "many and few": run("A: x < 2\nB: otherwise", skewed),
        "long names": named(twelve(), 2000),
        "right to left": named([RTL, "عملاء", "Other"]),
        "hostile names": named(HOSTILE),
        "thresholds outside": usual(30, "value = score(x)\nA: value >= 140\nB: otherwise"),
        "nobody profiled": run(
            THREE,
            table(x=[1.0] * 3, y=[2.0] * 3, ok=[False] * 3),
            settings=Settings(consent="ok"),
        ),
        "no rows": run("double = 2 * x", no_one),
        "weights of 0": usual(30, "value = score(0 * x)\nAll: otherwise"),
        "not profiled": run(
            THREE,
            table(x=[1.0] * 20, y=[2.0] * 20, ok=[True, False] * 10),
            settings=Settings(consent="ok"),
        ),
    }
