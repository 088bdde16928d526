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


def two_scored(names: Sequence[str], customers: int = 300) -> Result:
    """A result whose segments have the given names and part two scores, with gaps in a column."""
    rng = np.random.default_rng(5)
    people = pd.DataFrame({name: rng.random(customers) for name in "xyz"})
    people["age"] = np.where(people["z"] < 0.2, np.nan, np.round(20 + 60 * people["z"]))
    lines = [
        "habit = score(x, y)",
        "bond = score(y, -1 * z)",
        f"{names[0]}: habit >= 70 and age < 60",
    ]
    for place, name in enumerate(names[1:-1]):
        lines.append(f"{name}: habit >= {60 - place % 4 * 20} and bond >= {75 - place // 4 * 25}")
    return run("\n".join([*lines, f"{names[-1]}: bond < 60"]), people)


def twelve() -> list[str]:
    """Twelve names of 60 characters that only differ at the end."""
    return [f"{'A very long name of a segment ' * 2}"[:58] + f"{i:02}" for i in range(12)]


def of_columns(names: Sequence[str]) -> Result:
    """A result of two scores whose five columns have the given names."""
    people = pd.DataFrame(np.random.default_rng(2).random((60, 5)), columns=list(names))
    one, two, three, four, five = map("`{}`".format, names)
    lines = [
        f"habit = score({one}, {two}, {three})",
        f"bond = score({three}, {four}, {five})",
        f"A: habit > 50 and {one} > 0.5",
        f"B: bond > 50 or {four} > 2",
    ]
    return run("\n".join(lines), people)


def of_two_scores() -> dict[str, Result]:
    """Results of cells with two scores, as they are usual and as they are not."""
    cell = "habit = score(x)\nbond = score(y)\nLoyal: habit >= 50 and bond >= 50\nRest: x > 0"
    far = "habit = score(raw(x))\nbond = score(raw(y))\nA: habit > 50 and bond < 40\nB: x > 95"
    return {
        "two segments": two_scored(["Loyal", "Others"]),
        "six segments": two_scored([f"Segment {i}" for i in range(6)], 2000),
        "twelve segments": two_scored([f"Segment {i}" for i in range(12)], 5000),
        "two scores, hostile names": two_scored(HOSTILE),
        "two scores, right to left": two_scored([RTL, "عملاء", "Other"]),
        "two scores, long names": two_scored(twelve(), 5000),
        "hostile columns": of_columns(HOSTILE),
        "a map of nobody": run(cell, table(x=[1.0, None], y=[None, 2.0])),
        "a map of one": run(cell, table(x=[1.0], y=[2.0])),
        "a map without customers": run(cell, table(x=[], y=[]).astype(float)),
        "a map, nobody profiled": run(
            cell, table(x=[1.0], y=[2.0], ok=[False]), settings=Settings(consent="ok")
        ),
        "many and three": run(far, table(x=[12.0] * 100_000 + [88.0] * 3, y=[15.0] * 100_003)),
    }


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
