"""One pass of a program over its frames: columns, aggregations, definitions, scores, segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from seg_jupyter.engine.columns import Columns
from seg_jupyter.engine.earlier import Earlier
from seg_jupyter.engine.events import aggregate
from seg_jupyter.engine.expressions import Rows, evaluate, numbers, stored
from seg_jupyter.engine.inputs import EventRows, Inputs
from seg_jupyter.engine.model import FittedModel
from seg_jupyter.engine.noticed import facts_of
from seg_jupyter.engine.progress import OnStep, Progress
from seg_jupyter.engine.result import Result, TermFacts
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import RawScale, Scale, fit_minmax, fit_rank
from seg_jupyter.engine.scores import Scaled, weighted_mean
from seg_jupyter.engine.segments import assign
from seg_jupyter.engine.steps import Cuts, StepScale, fit_cuts
from seg_jupyter.engine.threads import each
from seg_jupyter.engine.values import Floats, Numbers, Vector
from seg_jupyter.engine.windows import EventTable
from seg_jupyter.errors import SegmentDataError, SegmentUsageError
from seg_jupyter.lang.program import (
    Aggregation,
    Metric,
    Operation,
    Program,
    ScaleKind,
    Score,
    Term,
    Tile,
)


class Evaluation:
    """A program that is run on frames.

    Scales and cuts are those of the model, or fitted if there is none. What an earlier result of
    the same frames knows is taken from it.
    """

    def __init__(
        self,
        program: Program,
        inputs: Inputs,
        *,
        model: FittedModel | None = None,
        like: Result | None = None,
    ) -> None:
        if inputs.as_of is None and program.needs_as_of:
            # without events, nothing else needs one
            days = (e for e in program.expressions if isinstance(e, Operation))
            raise SegmentUsageError(
                "days_since(...) counts days up to an as-of date, and there is none",
                source=program.text,
                span=next(e.span for e in days if e.operator == "days_since"),
                remedy="Give it with --as-of, or as_of=… from Python.",
            )
        self.program = program
        self.inputs = inputs
        self.model = model
        self.like = like
        self.earlier = Earlier(program, like)
        self.size = inputs.customers.size
        self.profiled = inputs.profiled
        self.everybody = bool(self.profiled.all())
        self.values: dict[str, Vector] = {}
        self.scales: dict[str, tuple[Scale, ...]] = {}
        self.tiles: dict[Tile, Cuts]
        if model is not None:
            self.tiles = dict(zip(program.tiles, model.tiles, strict=True))
        else:
            known = {tile: self.earlier.cuts(tile) for tile in program.tiles}
            self.tiles = {tile: cuts for tile, cuts in known.items() if cuts is not None}
        self.terms: list[TermFacts] = []
        self.today = inputs.as_of.days if inputs.as_of else None
        self.people = Columns(inputs.customers, self.profiled)
        if like is not None and like.customers is inputs.customers:
            self.people = like.columns
        self.happened: Columns | None = None

    def everything(self, on_step: OnStep | None = None) -> None:
        """Evaluate the definitions and assign segments."""
        program = self.program
        known = {a: self.earlier.aggregated(a) for a in program.aggregations}
        anew = [a for a, vector in known.items() if vector is None]
        progress = Progress(on_step, len(anew) + len(program.definitions) + 1)
        aggregated = {a: vector for a, vector in known.items() if vector is not None}
        for aggregation, vector in self.aggregated(anew):
            aggregated[aggregation] = vector
            progress.step()
        self.rows = Rows(
            self.size,
            self.people.read,
            program.text,
            self.today,
            self.values,
            {a: aggregated[a] for a in known},
            self.cuts,
        )
        for definition in program.definitions:
            self.values[definition.name] = self.defined(definition)
            progress.step()
        self.codes = assign(program.rules, self.rows, self.profiled)
        progress.step()

    def aggregated(
        self, aggregations: Sequence[Aggregation]
    ) -> Iterator[tuple[Aggregation, Vector]]:
        """Aggregate the events of each customer."""
        if not aggregations:
            return
        if self.inputs.events is None:
            raise SegmentUsageError(
                "the cell reads something of the events that was not read before",
                source=self.program.text,
                span=aggregations[0].span,
                remedy="Fit it on the frames again, with the events.",
            )
        table = self.event_table(self.inputs.events)
        for aggregation in aggregations:
            yield aggregation, aggregate(aggregation, table)

    def event_table(self, events: EventRows) -> EventTable:
        """Return the events as aggregations read them."""
        as_of = self.inputs.as_of
        assert as_of is not None  # noqa: S101 - with events there always is one
        self.happened = Columns(events.frame, events.rows, events.rows)
        rows = Rows(events.size, self.happened.read, self.program.text, self.today)
        return EventTable(rows, events.customers, events.times, self.size, as_of)

    def defined(self, definition: Metric | Score) -> Vector:
        """Return the values of a definition."""
        known = self.earlier.values(definition)
        if isinstance(definition, Score):
            return self.scored(definition, known)
        if known is not None:
            return known
        return self.of_profiled(stored(evaluate(definition.expression, self.rows)))

    def of_profiled(self, vector: Vector) -> Vector:
        """Blank the values of people who are not profiled."""
        if self.everybody:
            return vector
        return vector.take(np.where(self.profiled, np.arange(self.size), -1))

    def cuts(self, tile: Tile, values: Floats) -> Floats:
        """Return the cuts of a tile; fit them where there are none yet."""
        if tile not in self.tiles:
            self.tiles[tile] = fit_cuts(values[self.profiled], tile.count)
        return self.tiles[tile].values

    def scored(self, score: Score, known: Vector | None) -> Vector:
        """Scale the metrics of a score and take their weighted mean, if that is not known."""
        columns = (
            [] if known is not None else [numbers(term.metric, self.rows) for term in score.terms]
        )

        def noticed(place: int) -> tuple[Scale, TermFacts]:
            stands = self.earlier.scale(score, place)
            return stands or self.noticed(score, place, columns[place])

        found = each(noticed, range(len(score.terms)), rows=self.size)
        for term, (scale, facts) in zip(score.terms, found, strict=True):
            self.check_raw(term, scale, facts)
        self.terms += [facts for _, facts in found]
        scales = self.scales[score.name] = tuple(scale for scale, _ in found)
        if known is not None:
            return known
        scaled = [Scaled(scale, column) for scale, column in zip(scales, columns, strict=True)]
        weights = [term.weight for term in score.terms]
        mean = weighted_mean(weights, scaled, self.size, score.missing)
        return self.of_profiled(Numbers(mean))

    def noticed(self, score: Score, place: int, column: Floats) -> tuple[Scale, TermFacts]:
        """Return the scale of a term, and what there is to say about its metric."""
        term = score.terms[place]
        population = round9(column if self.everybody else column[self.profiled])
        if self.model is None:
            scale = _fitted(term, population)
        else:
            scale = self.model.scales[score.name][place]
        fresh = self.model is None and not isinstance(scale, RawScale)
        return scale, TermFacts(
            score.name,
            term.label,
            term.weight,
            missing=int(np.count_nonzero(np.isnan(population))),
            constant=scale.constant,
            # nothing lies outside what was fitted on it
            clipped=0 if fresh else int(np.count_nonzero(scale.outside(population))),
        )

    def check_raw(self, term: Term, scale: Scale, facts: TermFacts) -> None:
        """Refuse to fit a score on a metric that is not 0 to 100 as it says."""
        if self.model is None and isinstance(scale, RawScale) and facts.clipped and term.weight:
            raise SegmentDataError(
                f"raw(...) takes values from 0 to 100; {facts.clipped:,} lie outside",
                source=self.program.text,
                span=term.span,
                remedy="Use minmax(x) or rank(x), or clip(x, 0, 100) inside raw.",
            )

    def result(self, model: FittedModel, *, fitted: bool) -> Result:
        """Put the result together."""
        inputs, tiles = self.inputs, self.tiles
        unscored = {
            score.name: int(self.values[score.name].missing[self.profiled].sum())
            for score in self.program.scores
        }
        read = {"customers": self.people}
        if self.happened is not None:
            read["events"] = self.happened
        result = Result(
            model,
            inputs.customers,
            inputs.as_of.day if inputs.as_of else None,
            self.values,
            self.codes,
            fitted,
            facts_of(self.program, inputs, read, self.terms, unscored, self.like),
            # without the run, and so without the events
            replace(self.rows, cuts=lambda tile, _: tiles[tile].values),
            self.people,
            inputs.id,
        )
        result.label_column  # noqa: B018 - a name that is taken is an error now, not at `frame`
        return result


def _fitted(term: Term, population: Floats) -> Scale:
    """Fit the scale of a term on the people who are profiled."""
    match term.scale:
        case ScaleKind.RANK:
            return fit_rank(population)
        case ScaleKind.MINMAX:
            return fit_minmax(population)
        case ScaleKind.STEPS:
            return StepScale(term.steps)
    return RawScale()
