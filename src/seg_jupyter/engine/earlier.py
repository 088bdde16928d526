"""What an earlier result of the same frames knows about a cell with other numbers.

Whatever is written alike and depends on nothing that changed has the same values, scales and
cuts, so that a panel need not compute it again.
"""

from __future__ import annotations

from dataclasses import replace

from seg_jupyter.engine.inputs import EventCounts, Inputs
from seg_jupyter.engine.result import Result, TermFacts
from seg_jupyter.engine.scales import Scale
from seg_jupyter.engine.steps import Cuts
from seg_jupyter.engine.times import AsOf
from seg_jupyter.engine.values import Vector
from seg_jupyter.errors import SegmentError, SegmentNameError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.nodes import Cell
from seg_jupyter.lang.program import (
    Aggregation,
    Defined,
    Expression,
    Metric,
    Program,
    ScaleKind,
    Score,
    Term,
    Tile,
    every,
)
from seg_jupyter.lang.schema import Schema


class Earlier:
    """What stands of an earlier result when its frames are run through another program.

    Parameters
    ----------
    program
        The other program.
    result
        The result, of the same customers, events, as-of date and consents; None knows nothing.
    """

    def __init__(self, program: Program, result: Result | None) -> None:
        self._aggregated: dict[str, Vector] = {}
        self._values: dict[str, Vector] = {}
        self._cuts: dict[str, Cuts] = {}
        self._terms: dict[object, tuple[Scale, TermFacts]] = {}
        if result is not None:
            self._learn(program, result)

    def _learn(self, program: Program, result: Result) -> None:
        before, model = result.model.program, result.model
        self._aggregated = {repr(a): values for a, values in result.rows.aggregated.items()}
        self._cuts = {repr(t): cuts for t, cuts in zip(before.tiles, model.tiles, strict=True)}
        facts = iter(result.facts.terms)
        for score in before.scores:
            for place, term in enumerate(score.terms):
                known = model.scales[score.name][place], next(facts)
                self._terms[score.name, place, _scaled_by(term)] = known
                self._terms.setdefault(_scaled_by(term), known)
        old = {definition.name: _meaning(definition) for definition in before.definitions}
        for new in program.definitions:
            if old.get(new.name) == _meaning(new) and all(map(self._stands, _expressions(new))):
                self._values[new.name] = result.values[new.name]

    def _stands(self, expression: Expression) -> bool:
        """Tell whether an expression depends on no definition that changed."""
        named = (part.name for part in every(expression) if isinstance(part, Defined))
        return all(name in self._values for name in named)

    def values(self, definition: Metric | Score) -> Vector | None:
        """Return the values of a definition, if they are what they were."""
        return self._values.get(definition.name)

    def aggregated(self, aggregation: Aggregation) -> Vector | None:
        """Return the values of an aggregation, if they are known."""
        return self._aggregated.get(repr(aggregation))

    def cuts(self, tile: Tile) -> Cuts | None:
        """Return the cuts of a tile, if they are known."""
        return self._cuts.get(repr(tile)) if self._stands(tile) else None

    def scale(self, score: Score, place: int) -> tuple[Scale, TermFacts] | None:
        """Return the scale of a term of a score and what was noticed about it, if it is known."""
        term = score.terms[place]
        if not self._stands(term.metric):
            return None
        by = _scaled_by(term)
        known = self._terms.get((score.name, place, by), self._terms.get(by))
        if known is None:
            return None
        scale, facts = known
        return scale, replace(facts, score=score.name, label=term.label, weight=term.weight)


def scaling(definition: Metric | Score) -> object:
    """Return what decides about the values of a definition, besides weights and other lines."""
    if isinstance(definition, Metric):
        return repr(definition.expression)
    return definition.missing, tuple(map(_scaled_by, definition.terms))


def _meaning(definition: Metric | Score) -> object:
    terms = definition.terms if isinstance(definition, Score) else ()
    return scaling(definition), [term.weight for term in terms]


def _scaled_by(term: Term) -> tuple[str, ScaleKind, int]:
    # the text of an expression and not itself: two times may be equal and fall on different days
    return repr(term.metric), term.scale, term.steps


def _expressions(definition: Metric | Score) -> list[Expression]:
    if isinstance(definition, Metric):
        return [definition.expression]
    return [term.metric for term in definition.terms]


def schema_of(inputs: Inputs, like: Result | None) -> Schema:
    """Return the columns of the frames; those of events that are not there as a result has them."""
    if inputs.events is not None or like is None:
        return inputs.schema
    if not like.fitted:
        return like.model.schema
    return Schema(inputs.customers.columns, like.model.schema.events)


def inputs_of(result: Result) -> Inputs:
    """Return what a result was made of, without its events, to fit it with other numbers."""
    facts = result.facts
    return Inputs(
        result.customers,
        None,
        result.id,
        result.model.time,
        None if result.as_of is None else AsOf(result.as_of),
        result.profiled,
        facts.guesses,
        facts.events or EventCounts(),
        lambda: facts.duplicates,
    )


def needs_events(cell: Cell, like: Result) -> bool:
    """Tell whether a cell reads something of the events that a result of theirs does not know.

    A name that is unknown may be a column that the result did not read. What else is wrong with
    the cell is no matter of the events.
    """
    if like.facts.events is None:
        return False
    try:
        program = check(cell, schema_of(inputs_of(like), like))
    except SegmentNameError:
        return True
    except SegmentError:
        return False
    earlier = Earlier(program, like)
    return any(earlier.aggregated(aggregation) is None for aggregation in program.aggregations)
