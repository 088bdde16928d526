"""Segments of some rows under other weights, again and again: what does not change is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from seg_jupyter.engine.alternatives import scaled_term
from seg_jupyter.engine.expressions import Rows, evaluate, stored
from seg_jupyter.engine.model import FittedModel
from seg_jupyter.engine.scores import weighted_mean
from seg_jupyter.engine.segments import assign
from seg_jupyter.engine.values import Floats, Integers, Numbers, Vector
from seg_jupyter.lang.program import Defined, Expression, Metric, Score, every


class OtherWeights:
    """Rows of a result whose model may have other weights; scales and cuts stay.

    Parameters
    ----------
    model
        The model of the result.
    rows
        The rows, with the values of their definitions; everybody counts as profiled.
    """

    def __init__(self, model: FittedModel, rows: Rows) -> None:
        self._model = model
        self._rows = rows
        self._depend: set[str] = set()
        self._points: dict[tuple[str, int], Floats] = {}
        for definition in model.program.definitions:
            if isinstance(definition, Score):
                for place, term in enumerate(definition.terms):
                    if not self._depends(term.metric):
                        scale = model.scales[definition.name][place]
                        points = scaled_term(term, scale, rows).points
                        self._points[definition.name, place] = points
                self._depend.add(definition.name)
            elif self._depends(definition.expression):
                self._depend.add(definition.name)

    def segments(self, weights: Mapping[str, Sequence[float]]) -> Integers:
        """Return the place of each row's segment, given for each score the weights of its terms."""
        defined = dict(self._rows.defined)
        rows = replace(self._rows, defined=defined)
        for definition in self._model.program.definitions:
            if definition.name in self._depend:
                if isinstance(definition, Metric):
                    vector: Vector = stored(evaluate(definition.expression, rows))
                else:
                    vector = Numbers(self._scored(definition, weights[definition.name], rows))
                defined[definition.name] = vector
        return assign(self._model.program.rules, rows, np.ones(rows.size, np.bool_))

    def _depends(self, expression: Expression) -> bool:
        """Tell whether a value depends on the weights of an earlier score."""
        parts = every(expression)
        return any(isinstance(part, Defined) and part.name in self._depend for part in parts)

    def _scored(self, score: Score, weights: Sequence[float], rows: Rows) -> Floats:
        scales = self._model.scales[score.name]
        points = [
            self._points[score.name, place]
            if (score.name, place) in self._points
            else scaled_term(term, scales[place], rows).points
            for place, term in enumerate(score.terms)
        ]
        return weighted_mean(weights, points, rows.size, score.missing)
