"""How many would change segment if the weights were a little different."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from seg_jupyter.analysis.sampling import sample as drawn
from seg_jupyter.analysis.sampling import sampled
from seg_jupyter.engine.alternatives import rows_at
from seg_jupyter.engine.other_weights import OtherWeights
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.program import Program

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Stability:
    """The share of customers who would change segment if every weight were a little off.

    Parameters
    ----------
    flips
        The share, 0 to 1: the mean over the draws.
    low, high
        Its interval of 95 %.
    jitter
        How far off the weights were at most: 0.1 is up to 10 %.
    customers
        How many are profiled.
    sampled
        How many of them were looked at, if not all.
    """

    flips: float
    low: float
    high: float
    jitter: float
    customers: int
    sampled: int | None


class Unmeasured(Enum):
    """Why there is no such share."""

    NO_SCORE = auto()
    ONE_METRIC = auto()
    NOBODY = auto()
    CANCELLED = auto()


def stability(
    result: Result,
    seed: int = 0,
    sample: int = 50_000,
    draws: int = 40,
    jitter: float = 0.1,
    cancelled: Callable[[], bool] = lambda: False,
) -> Stability | Unmeasured:
    """Multiply every weight by 1 plus or minus up to `jitter`, and see who changes segment.

    Factors are uniform, independent for each weight and each draw; scales and cuts stay as they
    are fitted. Two things are left to chance: which weights are drawn, and, where not everybody is
    looked at, which customers. The interval has the variances of both: that of the share over the
    draws, and that of each customer's own share of changes over the customers, less the part of
    them that was sampled; both hold what chance does to single pairs of a customer and a draw, so
    that the sum is rather too large than too small. (Clustering in two ways: Cameron, Gelbach and
    Miller 2011, "Robust inference with multiway clustering", Journal of Business & Economic
    Statistics 29; without replacement: Cochran 1977, "Sampling techniques", section 2.6.) Its
    width is by Student's t with `draws` - 1 degrees of freedom.

    Parameters
    ----------
    result
        Whose segments are compared.
    seed
        Of the sample and of the weights: the same seed gives the same answer.
    sample
        The most customers who are looked at, drawn without replacement.
    draws
        How often weights are drawn, at least twice.
    jitter
        How far off a weight may be: 0.1 is 10 %.
    cancelled
        Asked before each draw; True ends it all.
    """
    program = result.model.program
    reason = _unmeasured(program) or (None if result.profiled.any() else Unmeasured.NOBODY)
    if reason is not None:
        return reason
    rng = np.random.default_rng(seed)
    places = drawn(result.profiled, sample, rng)
    given = {
        score.name: np.array([term.weight for term in score.terms]) for score in program.scores
    }
    other = OtherWeights(result.model, rows_at(result.rows, places))
    here = result.codes[places]
    shares, changes = np.zeros(draws), np.zeros(len(places))
    for draw in range(draws):
        if cancelled():
            return Unmeasured.CANCELLED
        weights = {
            name: (own * rng.uniform(1 - jitter, 1 + jitter, len(own))).tolist()
            for name, own in given.items()
        }
        flipped = other.segments(weights) != here
        shares[draw] = flipped.mean()
        changes += flipped
    customers = int(np.count_nonzero(result.profiled))
    flips = float(shares.mean())
    low, high = _interval(shares, changes / draws, customers)
    return Stability(flips, low, high, jitter, customers, sampled(places, customers))


def _unmeasured(program: Program) -> Unmeasured | None:
    """Say why the weights of a cell do not matter, where they do not."""
    if not program.scores:
        return Unmeasured.NO_SCORE
    weighed = [sum(term.weight != 0 for term in score.terms) for score in program.scores]
    return Unmeasured.ONE_METRIC if max(weighed) < 2 else None


def _interval(shares: Floats, of_each: Floats, customers: int) -> tuple[float, float]:
    """Return the interval of a share that was observed for some customers in some draws."""
    # SciPy takes a moment to load
    from scipy.special import stdtrit

    variance = shares.var(ddof=1) / len(shares)
    if len(of_each) < customers:
        unseen = 1 - len(of_each) / customers
        variance += unseen * of_each.var(ddof=1) / len(of_each)
    half = float(stdtrit(len(shares) - 1, (1 + _CONFIDENCE) / 2) * np.sqrt(variance))
    return max(float(shares.mean()) - half, 0.0), min(float(shares.mean()) + half, 1.0)
