"""Fit a cell on frames to get a model; apply a model to frames to get segments.

A model is settings (the cell, the names of columns) and fitted state (scales, cuts of tiles), both
frozen. Fitting ends by applying, so both give the same kind of result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from seg_jupyter.engine.absent_texts import absent_texts
from seg_jupyter.engine.columns import Columns
from seg_jupyter.engine.events import aggregate
from seg_jupyter.engine.expressions import Rows, evaluate, numbers, stored
from seg_jupyter.engine.inputs import EventRows, Inputs
from seg_jupyter.engine.model import FittedModel, Settings
from seg_jupyter.engine.needed import check_needed, needed
from seg_jupyter.engine.result import Facts, Result, TermFacts
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import RawScale, Scale, fit_minmax, fit_rank
from seg_jupyter.engine.scores import Scaled, weighted_mean
from seg_jupyter.engine.segments import assign
from seg_jupyter.engine.steps import Cuts, StepScale, fit_cuts
from seg_jupyter.engine.threads import each
from seg_jupyter.engine.values import Floats, Numbers, Vector
from seg_jupyter.engine.windows import EventTable
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentModelError,
    SegmentNameError,
    SegmentUsageError,
    closest,
    quoted,
)
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.nodes import Cell
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
from seg_jupyter.lang.schema import Schema


def fit(cell: Cell, inputs: Inputs, settings: Settings) -> Result:
    """Fit a cell on frames, and segment their customers.

    Raises
    ------
    SegmentError
        For anything in the cell or the frames that does not fit together.
    """
    program = check(cell, inputs.schema)
    _check_units(settings.units, program, inputs.schema)
    run = _Run(program, inputs)
    run.everything()
    model = FittedModel(
        cell.text,
        settings,
        inputs.id,
        inputs.time,
        needed(cell, inputs.schema),
        run.scales,
        tuple(run.tiles[tile] for tile in program.tiles),
        int(run.profiled.sum()),
        inputs.as_of.day if inputs.as_of else None,
    )
    return run.result(model, fitted=True)


def apply(model: FittedModel, inputs: Inputs) -> Result:
    """Segment customers by a model: the same yardstick, whoever they are.

    Raises
    ------
    SegmentModelError
        If the frames lack a column that the cell reads, or hold another kind of value in it.
    """
    check_needed(model, inputs.customers)
    if model.program.aggregations and inputs.events is None:
        raise SegmentUsageError(
            "the model reads events, and there is no events frame",
            remedy="Give one: model.apply(customers, events=…, as_of=…).",
        )
    if inputs.events is not None:
        check_needed(model, inputs.events.frame)
    for definition in model.program.definitions:
        if definition.name in inputs.customers.columns:
            raise SegmentModelError(
                f"the customers have a column {quoted(definition.name)} already, "
                "which the model computes",
                remedy="Rename or drop it; the frame's own columns are never changed.",
            )
    run = _Run(model.program, inputs, model)
    run.everything()
    return run.result(model, fitted=False)


def _check_units(units: Mapping[str, str], program: Program, schema: Schema) -> None:
    """Refuse a unit of something that is not there: a slip of the keyboard would show nothing."""
    names = [d.name for d in program.definitions] + [*schema.customers, *(schema.events or {})]
    for name in units:
        if name not in names:
            raise SegmentNameError(
                f"units names {quoted(name)}, which is no definition and no column",
                exists=closest(name, names),
            )


class _Run:
    """One pass over the frames: columns, aggregations, definitions, scores, segments.

    Scales and cuts are those of the model, or fitted if there is none.
    """

    def __init__(self, program: Program, inputs: Inputs, model: FittedModel | None = None) -> None:
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
        self.size = inputs.customers.size
        self.profiled = inputs.profiled
        self.everybody = bool(self.profiled.all())
        self.values: dict[str, Vector] = {}
        self.scales: dict[str, tuple[Scale, ...]] = {}
        self.tiles: dict[Tile, Cuts] = {}
        if model is not None:
            self.tiles = dict(zip(program.tiles, model.tiles, strict=True))
        self.terms: list[TermFacts] = []
        self.today = inputs.as_of.days if inputs.as_of else None
        self.columns = {"customers": Columns(inputs.customers, self.profiled)}

    def everything(self) -> None:
        """Evaluate the definitions and assign segments."""
        self.rows = Rows(
            self.size,
            self.columns["customers"].read,
            self.program.text,
            self.today,
            self.values,
            self.aggregated(),
            self.cuts,
        )
        for definition in self.program.definitions:
            if isinstance(definition, Metric):
                vector = stored(evaluate(definition.expression, self.rows))
            else:
                vector = Numbers(self.scored(definition))
            self.values[definition.name] = self.of_profiled(vector)
        self.codes = assign(self.program.rules, self.rows, self.profiled)

    def of_profiled(self, vector: Vector) -> Vector:
        """Blank the values of people who are not profiled."""
        if self.everybody:
            return vector
        return vector.take(np.where(self.profiled, np.arange(self.size), -1))

    def aggregated(self) -> Mapping[Aggregation, Vector]:
        """Aggregate the events of each customer, for each aggregation of the cell."""
        events = self.inputs.events
        if events is None or not self.program.aggregations:
            return {}
        table = self.event_table(events)
        return {a: aggregate(a, table) for a in self.program.aggregations}

    def event_table(self, events: EventRows) -> EventTable:
        """Return the events as aggregations read them."""
        as_of = self.inputs.as_of
        assert as_of is not None
        columns = Columns(events.frame, events.rows, events.rows)
        self.columns["events"] = columns
        rows = Rows(events.size, columns.read, self.program.text, self.today)
        return EventTable(rows, events.customers, events.times, self.size, as_of)

    def cuts(self, tile: Tile, values: Floats) -> Floats:
        """Return the cuts of a tile; fit them where there are none yet."""
        if tile not in self.tiles:
            self.tiles[tile] = fit_cuts(values[self.profiled], tile.count)
        return self.tiles[tile].values

    def scored(self, score: Score) -> Floats:
        """Scale the metrics of a score and take their weighted mean."""
        columns = [numbers(term.metric, self.rows) for term in score.terms]
        known = None if self.model is None else self.model.scales[score.name]

        def noticed(place: int) -> tuple[Scale, TermFacts]:
            term, column = score.terms[place], columns[place]
            population = round9(column if self.everybody else column[self.profiled])
            scale = self.fitted(term, population) if known is None else known[place]
            fresh = known is None and not isinstance(scale, RawScale)
            return scale, TermFacts(
                score.name,
                term.label,
                term.weight,
                missing=int(np.count_nonzero(np.isnan(population))),
                constant=scale.constant,
                # nothing lies outside what was fitted on it
                clipped=0 if fresh else int(np.count_nonzero(scale.outside(population))),
            )

        found = each(noticed, range(len(columns)), rows=self.size)
        self.terms += [facts for _, facts in found]
        scales = self.scales[score.name] = tuple(scale for scale, _ in found)
        scaled = [Scaled(scale, column) for scale, column in zip(scales, columns, strict=True)]
        weights = [term.weight for term in score.terms]
        return weighted_mean(weights, scaled, self.size, score.missing)

    def fitted(self, term: Term, population: Floats) -> Scale:
        """Fit the scale of a term on the people who are profiled."""
        if term.scale is ScaleKind.RANK:
            return fit_rank(population)
        if term.scale is ScaleKind.MINMAX:
            return fit_minmax(population)
        if term.scale is ScaleKind.STEPS:
            return StepScale(term.steps)
        scale = RawScale()
        outside = int(scale.outside(population).sum())
        if outside and term.weight:
            raise SegmentDataError(
                f"raw(...) takes values from 0 to 100; {outside:,} lie outside",
                source=self.program.text,
                span=term.span,
                remedy="Use minmax(x) or rank(x), or clip(x, 0, 100) inside raw.",
            )
        return scale

    def result(self, model: FittedModel, *, fitted: bool) -> Result:
        """Put the result together."""
        inputs = self.inputs
        unscored = {
            score.name: int(self.values[score.name].missing[self.profiled].sum())
            for score in self.program.scores
        }
        facts = Facts(
            inputs.guesses,
            inputs.counts if inputs.events is not None else None,
            inputs.duplicates(),
            tuple(self.terms),
            unscored,
            {
                (role, name): count
                for role, columns in self.columns.items()
                for name, count in columns.infinite.items()
                if count
            },
            {
                (role, name): count
                for role, columns in self.columns.items()
                for name, count in columns.unreadable.items()
                if count
            },
            absent_texts(self.program, self.columns),
            inputs.events.last_day if inputs.events is not None else None,
            inputs.events.zone if inputs.events is not None else None,
        )
        tiles = self.tiles
        # without the run, and so without the events
        rows = replace(self.rows, cuts=lambda tile, _: tiles[tile].values)
        as_of = inputs.as_of.day if inputs.as_of else None
        result = Result(
            model, inputs.customers, as_of, self.values, self.codes, fitted, facts, rows, inputs.id
        )
        result.label_column  # noqa: B018 - a name that is taken is an error now, not at `frame`
        return result
