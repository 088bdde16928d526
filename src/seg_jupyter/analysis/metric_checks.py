"""Metrics of scores that tell customers apart badly, or say what another one says already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL, shown
from seg_jupyter.analysis.sampling import LARGEST_SAMPLE, sample, sampled
from seg_jupyter.engine.alternatives import rows_at, scaled_term, scaled_terms
from seg_jupyter.engine.result import Result, TermFacts
from seg_jupyter.engine.scales import MinMaxScale, RankScale
from seg_jupyter.engine.values import Floats
from seg_jupyter.lang.program import Term
from seg_jupyter.loading import whole_import

_MOSTLY = 0.5
_TIED = 0.2
_CROWD = 0.95
_NARROW = 10.0
_SAME = 0.95


@dataclass(frozen=True)
class Constant:
    """A metric that is the same for everybody who has it, so that it scores 50 for all."""

    score: str
    metric: str
    customers: int


@dataclass(frozen=True)
class MostlyMissing:
    """A metric that at least half of the customers do not have."""

    score: str
    metric: str
    customers: int
    share: float


@dataclass(frozen=True)
class Tied:
    """A ranked metric of which many share one value, and so one score.

    `value` is None where too few share it to be shown.
    """

    score: str
    metric: str
    customers: int
    share: float
    value: float | None


@dataclass(frozen=True)
class Skewed:
    """A metric between lowest and highest whose few far values leave the rest a narrow part.

    `share` of the customers lie within `points` of 100: of a sample of so many, if it is one.
    """

    score: str
    metric: str
    customers: int
    share: float
    points: float
    sampled: int | None = None


@dataclass(frozen=True)
class Redundant:
    """Two metrics of one score that rank customers alike: Spearman's correlation, -1 to 1.

    `sampled` is the number of customers it was computed from, where it is not all who have both.
    """

    score: str
    metric: str
    other: str
    customers: int
    correlation: float
    sampled: int | None = None


MetricFinding = Constant | MostlyMissing | Tied | Skewed | Redundant


def metric_findings(result: Result) -> list[MetricFinding]:
    """Look at the metrics that have a weight, all but how they go together."""
    profiled = int(result.profiled.sum())
    facts = iter(result.facts.terms)
    found: list[MetricFinding] = []
    for score in result.model.program.scores:
        for term, scale in zip(score.terms, result.model.scales[score.name], strict=True):
            noticed = next(facts)
            if noticed.weight and noticed.constant:
                found.append(Constant(score.name, term.label, profiled - noticed.missing))
            elif noticed.weight and profiled:
                found += _sparse(noticed, profiled)
                if isinstance(scale, RankScale) and result.fitted:
                    found += _tied(noticed, scale, profiled)
                elif isinstance(scale, MinMaxScale):
                    found += _skewed(score.name, term, scale, result)
    return found


def _sparse(noticed: TermFacts, profiled: int) -> Iterator[MostlyMissing]:
    share = noticed.missing / profiled
    if share >= _MOSTLY:
        yield MostlyMissing(noticed.score, noticed.label, noticed.missing, share)


def _tied(noticed: TermFacts, scale: RankScale, profiled: int) -> Iterator[Tied]:
    """Find the most frequent value among the knots: one that many share is always a knot."""
    ties = scale.upto - scale.below
    place = int(np.argmax(ties)) if len(ties) else 0
    number = int(ties[place]) if len(ties) else 0
    share = number / profiled
    if number > 1 and share >= _TIED:
        value = shown(float(scale.values[place]), number)
        yield Tied(noticed.score, noticed.label, number, share, value)


def _skewed(score: str, term: Term, scale: MinMaxScale, result: Result) -> Iterator[Skewed]:
    profiled = int(result.profiled.sum())
    places = sample(result.profiled)
    rows = rows_at(result.rows, places)
    points = scaled_term(term, scale, rows).points
    present = np.sort(points[~np.isnan(points)])
    if len(present) >= MIN_CELL and (width := _narrowest(present, _CROWD)) <= _NARROW:
        customers = round(len(present) / rows.size * profiled)
        by = sampled(places, profiled)
        yield Skewed(score, term.label, customers, _CROWD, width, by)


def _narrowest(ascending: Floats, share: float) -> float:
    """Return the length of the shortest stretch that holds a share of some values."""
    within = int(np.ceil(share * len(ascending)))
    return float((ascending[within - 1 :] - ascending[: len(ascending) - within + 1]).min())


def redundant_metrics(result: Result, most: int | None = LARGEST_SAMPLE) -> list[Redundant]:
    """Find the metrics of each score that say what another one says, by Spearman's correlation.

    Computed from the customers who have both, of a sample of at most so many.
    """
    # SciPy's statistics take most of a second to load, and only who asks for them needs them
    with whole_import():
        from scipy.stats import spearmanr

    profiled = int(result.profiled.sum())
    places = sample(result.profiled, most)
    rows = rows_at(result.rows, places)
    found: list[Redundant] = []
    for score in result.model.program.scores:
        terms = [scaled for scaled in scaled_terms(score, result.model, rows) if scaled.term.weight]
        for a, b in combinations(terms, 2):
            present = ~np.isnan(a.metric) & ~np.isnan(b.metric)
            x, y = a.metric[present], b.metric[present]
            if len(x) < MIN_CELL or x.min() == x.max() or y.min() == y.max():
                continue
            correlation = float(spearmanr(x, y).statistic)
            if abs(correlation) >= _SAME:
                labels = a.term.label, b.term.label
                customers = round(len(x) / len(places) * profiled)
                by = sampled(places, profiled)
                found.append(Redundant(score.name, *labels, customers, correlation, by))
    return found
