"""Planted numbers against what SciPy finds in the data: are they within an interval that is fair?

Some 270 numbers are looked for in a company. Each has an interval of its own, so wide that of a
thousand companies that do what is planted, with up to 400 numbers each, at most one has a number
outside (Bonferroni: 4.7 standard errors for each). A seed is fixed before anything is looked at,
and never changed because a test fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import linalg, stats

Array = npt.NDArray[np.float64]

FAMILY, MOST = 1e-3, 400
ALONE = FAMILY / MOST
WIDTH = float(stats.norm.isf(ALONE / 2))


@dataclass
class Numbers:
    """Numbers that were looked for, and those of them that are not there."""

    missed: list[str] = field(default_factory=list)
    looked_for: int = 0

    def near(self, name: str, planted: float, estimate: float, error: float) -> None:
        """Compare an estimate that is normal around the truth, with a known standard error."""
        self.looked_for += 1
        if not abs(estimate - planted) <= WIDTH * error:
            far = (estimate - planted) / error
            self.missed.append(f"{name}: {planted:.5g} planted, {estimate:.5g} found ({far:+.1f})")

    def share(self, name: str, planted: float, hits: int, trials: int) -> None:
        """Compare a share by the exact interval of Clopper and Pearson."""
        self.looked_for += 1
        test = stats.binomtest(int(hits), int(trials))
        low, high = test.proportion_ci(1 - ALONE, method="exact")
        if not low <= planted <= high:
            self.missed.append(f"{name}: {planted:.5g} planted, {low:.5g} to {high:.5g} found")

    def shares(self, name: str, planted: dict[str, float], found: dict[str, int]) -> None:
        """Compare each share of several that add up to 1; nothing else may have been found."""
        assert set(found) <= set(planted), name
        for what, share in planted.items():
            self.share(f"{name}, {what}", share, found.get(what, 0), sum(found.values()))

    def likely(self, name: str, probability: float) -> None:
        """Compare a probability of what was found, such as a test of fit gives."""
        self.looked_for += 1
        if not probability >= ALONE:
            self.missed.append(f"{name}: what was found has the probability {probability:.2g}")


def poisson(design: Array, counts: Array, exposure: Array) -> tuple[Array, Array]:
    """Return coefficients and standard errors of log rates, by maximum likelihood."""
    start = np.zeros(design.shape[1])
    start[0] = np.log(counts.sum() / exposure.sum())  # the first column is the constant
    for _ in range(50):
        expected = exposure * np.exp(design @ start)
        score = design.T @ (counts - expected)
        factor = linalg.cho_factor(design.T @ (design * expected[:, None]))
        step = linalg.cho_solve(factor, score)
        start = start + step
        if np.abs(step).max() < 1e-9:
            errors = np.sqrt(np.diag(linalg.cho_solve(factor, np.eye(len(start)))))
            return start, errors
    raise AssertionError("the likelihood has no maximum")


def line(design: Array, hits: Array, trials: Array) -> tuple[Array, Array]:
    """Return coefficients and standard errors of probabilities themselves, likewise."""
    start = np.zeros(design.shape[1])
    start[0] = hits.sum() / trials.sum()
    for _ in range(50):
        chance = np.clip(design @ start, 1e-4, 1 - 1e-4)
        weight = trials / (chance * (1 - chance))
        score = design.T @ (weight * (hits / trials - chance))
        factor = linalg.cho_factor(design.T @ (design * weight[:, None]))
        step = linalg.cho_solve(factor, score)
        start = start + step
        if np.abs(step).max() < 1e-10:
            errors = np.sqrt(np.diag(linalg.cho_solve(factor, np.eye(len(start)))))
            return start, errors
    raise AssertionError("the likelihood has no maximum")


def fit_of_counts(counts: Array, expected: Array, parameters: int) -> float:
    """Return the probability of Pearson's chi-square, of cells where 5 at least are expected."""
    enough = expected >= 5
    distance = ((counts - expected) ** 2 / expected)[enough].sum()
    return float(stats.chi2.sf(distance, enough.sum() - parameters))
