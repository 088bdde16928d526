"""Some of the rows of a result, and what its model makes of rows that could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from seg_jupyter.engine.expressions import Rows, evaluate, numbers, stored
from seg_jupyter.engine.model import FittedModel
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import Scale
from seg_jupyter.engine.scores import weighted_mean
from seg_jupyter.engine.segments import assign
from seg_jupyter.engine.values import Floats, Integers, Numbers, Vector
from seg_jupyter.lang.program import Aggregation, Column, Expression, Metric, Score, Term


def rows_at(rows: Rows, places: Integers) -> Rows:
    """Return some of the rows, in the order of `places`; a place may stand more than once."""
    return replace(
        rows,
        size=len(places),
        read=cache(lambda column: rows.read(column).take(places)),
        defined={name: vector.take(places) for name, vector in rows.defined.items()},
        aggregated={what: vector.take(places) for what, vector in rows.aggregated.items()},
    )


def changed(rows: Rows, quantity: Expression, values: Vector) -> Rows:
    """Return rows in which one column or aggregation has other values.

    The definitions are those of before: `segmented` computes them anew.
    """
    if isinstance(quantity, Aggregation):
        return replace(rows, aggregated={**rows.aggregated, quantity: values})

    def read(column: Column) -> Vector:
        return values if column == quantity else rows.read(column)

    return replace(rows, read=read)


def segmented(model: FittedModel, rows: Rows) -> Integers:
    """Return the segments that a model gives rows, computing every definition from its columns.

    `Result.codes` says what the numbers are; everybody counts as profiled.
    """
    defined: dict[str, Vector] = {}
    rows = replace(rows, defined=defined)
    for definition in model.program.definitions:
        if isinstance(definition, Metric):
            defined[definition.name] = stored(evaluate(definition.expression, rows))
        else:
            defined[definition.name] = Numbers(_scored(definition, model, rows))
    return assign(model.program.rules, rows, np.ones(rows.size, np.bool_))


@dataclass(frozen=True)
class ScaledTerm:
    """One term of a score: the metric of each row, and the same from 0 to 100."""

    term: Term
    metric: Floats
    points: Floats


def scaled_terms(score: Score, model: FittedModel, rows: Rows) -> Iterator[ScaledTerm]:
    """Yield the terms of a score as a model scales them; a negative weight is not turned yet."""
    for term, scale in zip(score.terms, model.scales[score.name], strict=True):
        yield scaled_term(term, scale, rows)


def scaled_term(term: Term, scale: Scale, rows: Rows) -> ScaledTerm:
    """Return one term as a scale makes it."""
    metric = round9(numbers(term.metric, rows))
    return ScaledTerm(term, metric, scale.apply(metric))


def _scored(score: Score, model: FittedModel, rows: Rows) -> Floats:
    points = [scaled.points for scaled in scaled_terms(score, model, rows)]
    weights = [term.weight for term in score.terms]
    return weighted_mean(weights, points, rows.size, score.missing)
