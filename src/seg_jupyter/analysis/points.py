"""Where the score of one customer comes from: the points that each metric adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.alternatives import rows_at, scaled_terms
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.program import Missing, Score


@dataclass(frozen=True)
class MetricPoints:
    """One metric of a score for one customer.

    Parameters
    ----------
    metric
        Its label, as written.
    value
        The metric; None if it is missing.
    points
        The same from 0 to 100, a negative weight turned round; None if it is missing.
    weight
        Its weight in the cell.
    contribution
        The points of the score that it adds; those of all metrics add up to the score. None where
        it takes no part, or there is no score.
    """

    metric: str
    value: float | None
    points: float | None
    weight: float
    contribution: float | None


@dataclass(frozen=True)
class ScorePoints:
    """One score of one customer: None if there is none."""

    score: str
    value: float | None
    missing: Missing
    metrics: tuple[MetricPoints, ...]


def score_points(result: Result, place: int) -> tuple[ScorePoints, ...]:
    """Take the scores of one profiled customer apart."""
    rows = rows_at(result.rows, np.array([place]))
    found: list[ScorePoints] = []
    for score in result.model.program.scores:
        terms = [
            (s.term.label, s.term.weight, _known(s.metric[0]), _known(s.points[0]))
            for s in scaled_terms(score, result.model, rows)
        ]
        value = _known(result.score(score.name)[place])
        metrics = _metrics(score, terms, scored=value is not None)
        found.append(ScorePoints(score.name, value, score.missing, metrics))
    return tuple(found)


def _metrics(
    score: Score,
    terms: Sequence[tuple[str, float, float | None, float | None]],
    *,
    scored: bool,
) -> tuple[MetricPoints, ...]:
    counts_as_zero = score.missing is Missing.ZERO
    weights = [
        abs(weight) for _, weight, _, points in terms if points is not None or counts_as_zero
    ]
    metrics: list[MetricPoints] = []
    for label, weight, value, points in terms:
        turned = 100 - points if points is not None and weight < 0 else points
        contribution = None
        if scored and weight and (turned is not None or counts_as_zero):
            contribution = abs(weight) * (turned or 0.0) / sum(weights)
        metrics.append(MetricPoints(label, value, turned, weight, contribution))
    return tuple(metrics)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
