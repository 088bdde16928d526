"""Where the mean score of each segment comes from: the points that each metric adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL, withheld
from seg_jupyter.engine.alternatives import scaled_terms
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Bits, Floats, Integers
from seg_jupyter.lang.parser import NOT_PROFILED, UNASSIGNED
from seg_jupyter.lang.program import Missing, Term


@dataclass(frozen=True)
class Part:
    """What a metric adds to the mean score of some customers.

    Parameters
    ----------
    points
        What it adds; those of all metrics add up to the mean score.
    most
        What it would add if all of them stood at its best end; those of all add up to 100.
    """

    points: float
    most: float


@dataclass(frozen=True)
class MetricParts:
    """One metric of the score, as written, and what it adds in each segment.

    None is hidden, or there is nobody with a score.
    """

    metric: str
    weight: float
    segments: tuple[Part | None, ...]
    everybody: Part | None


@dataclass(frozen=True)
class Contribution:
    """A score, segment by segment.

    Parameters
    ----------
    score
        Its name.
    segments, scored
        Names, and the number of customers with a score.
    means
        Mean scores, as the metrics' points add up; None as in the metrics.
    everybody
        The mean score of all.
    metrics
        Those that have a weight, in the order of the cell.
    """

    score: str
    segments: tuple[str, ...]
    scored: tuple[int, ...]
    means: tuple[float | None, ...]
    everybody: float | None
    metrics: tuple[MetricParts, ...]


def contribution(result: Result, name: str, min_cell: int = MIN_CELL) -> Contribution:
    """Take the mean score of each segment apart, over its customers who have the score.

    A segment in which too few have a metric hides what every metric adds: it could be told from
    the others.
    """
    (score,) = (score for score in result.model.program.scores if score.name == name)
    values = result.score(name)
    scored = np.flatnonzero(result.profiled & ~np.isnan(values))
    labels = [
        label
        for label, size in zip(result.labels, result.sizes, strict=True)
        if label != NOT_PROFILED and (size or label != UNASSIGNED)
    ]
    people = _People(result.codes[scored], len(labels), min_cell)
    terms = [
        (scaled.term, _turned(scaled.points[scored], scaled.term.weight))
        for scaled in scaled_terms(score, result.model, result.rows)
        if scaled.term.weight
    ]
    holders = [people.count(~np.isnan(points)) for _, points in terms]
    metrics = _metrics(terms, score.missing, people.hiding(people.everybody, *holders))
    shown = people.hiding(people.everybody)
    return Contribution(
        name, tuple(labels), people.everybody, *shown.means(values[scored]), metrics
    )


@dataclass(frozen=True, eq=False)
class _People:
    """The customers who have a score, by segment, and what of them is hidden."""

    codes: Integers
    segments: int
    min_cell: int
    hidden: Sequence[bool] = ()
    few: bool = False

    @cached_property
    def everybody(self) -> tuple[int, ...]:
        """How many there are in each segment."""
        return self.count(np.ones(len(self.codes), np.bool_))

    def count(self, which: Bits) -> tuple[int, ...]:
        """Return how many of some there are in each segment."""
        return tuple(np.bincount(self.codes[which], minlength=self.segments).tolist())

    def hiding(self, *numbers: Sequence[int]) -> _People:
        """Return the same people, without what rests on too few of such numbers."""
        few = any(0 < sum(counts) < self.min_cell for counts in numbers)
        return replace(self, hidden=withheld(*numbers, min_cell=self.min_cell), few=few)

    def means(self, values: Floats) -> tuple[tuple[float | None, ...], float | None]:
        """Return the mean of each segment, and of everybody; None where it is not shown."""
        sums = np.bincount(self.codes, values, self.segments)
        means = tuple(
            None if hide or not number else float(total / number)
            for total, number, hide in zip(sums, self.everybody, self.hidden, strict=True)
        )
        return means, None if self.few or not len(values) else float(values.mean())


def _metrics(
    terms: Sequence[tuple[Term, Floats]], missing: Missing, people: _People
) -> tuple[MetricParts, ...]:
    weights = [abs(term.weight) * _counts(points, missing) for term, points in terms]
    together = sum(weights, np.zeros(len(people.codes)))
    found: list[MetricParts] = []
    for (term, points), weight in zip(terms, weights, strict=True):
        share = weight / together
        added, everybody_added = people.means(share * np.fmax(points, 0.0))
        most, everybody_most = people.means(share * 100)
        found.append(
            MetricParts(
                term.label,
                term.weight,
                tuple(map(_part, added, most)),
                _part(everybody_added, everybody_most),
            )
        )
    return tuple(found)


def _turned(points: Floats, weight: float) -> Floats:
    return 100 - points if weight < 0 else points


def _counts(points: Floats, missing: Missing) -> Floats:
    """Return 1 where the metric counts, missing or not, and 0 where it is left out."""
    if missing is Missing.ZERO:
        return np.ones(len(points))
    return (~np.isnan(points)).astype(np.float64)


def _part(points: float | None, most: float | None) -> Part | None:
    return None if points is None or most is None else Part(points, most)
