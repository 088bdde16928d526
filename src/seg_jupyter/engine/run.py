"""Fit a cell on frames to get a model; apply a model to frames to get segments.

A model is settings (the cell, the names of columns) and fitted state (the scales), both frozen.
Fitting ends by applying, so both give the same kind of result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from seg_jupyter.engine.events import aggregate
from seg_jupyter.engine.expressions import Rows, evaluate, numbers, stored
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.inputs import Inputs
from seg_jupyter.engine.model import FittedModel, Settings
from seg_jupyter.engine.result import Facts, Result, TermFacts
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.scales import RawScale, Scale, fit_minmax, fit_rank
from seg_jupyter.engine.scores import Scaled, weighted_mean
from seg_jupyter.engine.segments import assign
from seg_jupyter.engine.values import Floats, Numbers, Vector
from seg_jupyter.errors import (
    SegmentDataError,
    SegmentModelError,
    SegmentNameError,
    SegmentUsageError,
    closest,
    quoted,
)
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.functions import FUNCTIONS, Group
from seg_jupyter.lang.nodes import Call, Cell, Name, Node
from seg_jupyter.lang.program import Aggregation, Column, Metric, Program, ScaleKind, Score, Term
from seg_jupyter.lang.schema import Columns, ColumnType, Kind, Schema


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
    run.everything(None)
    model = FittedModel(
        cell.text,
        settings,
        inputs.id,
        inputs.time,
        _used(cell, inputs.schema),
        run.scales,
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
    _check_columns(model.schema.customers, inputs.customers)
    if model.program.aggregations and inputs.events is None:
        raise SegmentUsageError(
            "the model reads events, and there is no events frame",
            remedy="Give one: model.apply(customers, events=…, as_of=…).",
        )
    if model.schema.events is not None and inputs.events is not None:
        _check_columns(model.schema.events, inputs.events.frame)
    for definition in model.program.definitions:
        if definition.name in inputs.customers.columns:
            raise SegmentModelError(
                f"the customers have a column {quoted(definition.name)} already, "
                "which the model computes",
                remedy="Rename or drop it; the frame's own columns are never changed.",
            )
    run = _Run(model.program, inputs)
    run.everything(model.scales)
    return run.result(model, fitted=False)


def _used(cell: Cell, schema: Schema) -> Schema:
    """Return the part of the schema that the cell names.

    The text is searched and not the program, in which a column that is missing everywhere is a
    constant.
    """
    tops = [d.expression for d in cell.definitions]
    tops += [s.condition for s in cell.segments if s.condition is not None]
    names = {found for top in tops for found in _names(top, of_events=False)}

    def part(columns: Columns, of_events: bool) -> Columns:
        return {name: columns[name] for name in columns if (name, of_events) in names}

    events = None if schema.events is None else part(schema.events, of_events=True)
    return Schema(part(schema.customers, of_events=False), events)


def _names(node: Node, *, of_events: bool) -> Iterator[tuple[str, bool]]:
    """Yield the names below a node, with whether they are columns of the events."""
    if isinstance(node, Name):
        yield node.name, of_events
    elif isinstance(node, Call):
        of_events = of_events or FUNCTIONS[node.function].group is Group.AGGREGATION
    for child in node.children:
        yield from _names(child, of_events=of_events)


def _check_units(units: Mapping[str, str], program: Program, schema: Schema) -> None:
    """Refuse a unit of something that is not there: a slip of the keyboard would show nothing."""
    names = [d.name for d in program.definitions] + [*schema.customers, *(schema.events or {})]
    for name in units:
        if name not in names:
            raise SegmentNameError(
                f"units names {quoted(name)}, which is no definition and no column",
                exists=closest(name, names),
            )


def _check_columns(needed: Columns, frame: Frame) -> None:
    for name, column in needed.items():
        if name not in frame.columns:
            raise SegmentModelError(
                f"the {frame.role} have no column {quoted(name)}, which the model reads",
                remedy="Rename the column that holds it.",
            )
        here = frame.columns[name]
        if here.kind is not Kind.NOTHING and not _serves(column, here):
            raise SegmentModelError(
                f"the model takes the {frame.role} column {quoted(name)} as "
                f"{_noun(column)}; here it is {_noun(here)}",
                remedy="Convert the column, or fit the cell again on these customers.",
            )


def _serves(needed: ColumnType, here: ColumnType) -> bool:
    dates = {Kind.DATE, Kind.TEXT} if here.iso_dates else {Kind.DATE}
    return here.kind is needed.kind or (needed.kind is Kind.DATE and here.kind in dates)


def _noun(column: ColumnType) -> str:
    return column.kind.noun if column.kind else column.description


class _Run:
    """One pass over the frames: columns, aggregations, definitions, scores, segments."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self.program = program
        self.inputs = inputs
        self.size = inputs.customers.size
        self.profiled = inputs.profiled
        self.values: dict[str, Vector] = {}
        self.scales: dict[str, tuple[Scale, ...]] = {}
        self.terms: list[TermFacts] = []
        self.infinite: Counter[tuple[str, str]] = Counter()
        self.unreadable: Counter[tuple[str, str]] = Counter()
        if inputs.as_of is None and program.needs_as_of:
            raise SegmentUsageError(
                "days_since(...) counts days up to an as-of date, and there is none",
                remedy="Give it with --as-of, or as_of=… from Python.",
            )
        self.today = inputs.as_of.days if inputs.as_of else None
        self._read: dict[Column, Vector] = {}

    def everything(self, scales: Mapping[str, tuple[Scale, ...]] | None) -> None:
        """Evaluate the definitions and assign segments; fit the scales if none are given."""
        rows = Rows(
            self.size,
            self.column,
            self.program.text,
            self.today,
            self.values,
            {a: self.aggregated(a) for a in self.program.aggregations},
        )
        for definition in self.program.definitions:
            if isinstance(definition, Metric):
                vector = stored(evaluate(definition.expression, rows))
            else:
                known = None if scales is None else scales[definition.name]
                vector = Numbers(self.scored(definition, rows, known))
            self.values[definition.name] = self.of_profiled(vector)
        self.codes = assign(self.program.rules, rows, self.profiled)

    def of_profiled(self, vector: Vector) -> Vector:
        """Blank the values of people who are not profiled."""
        if self.profiled.all():
            return vector
        return vector.take(np.where(self.profiled, np.arange(self.size), -1))

    def column(self, column: Column) -> Vector:
        """Read a column once, and count what could not be used of it."""
        if column not in self._read:
            events = self.inputs.events if column.of_events else None
            frame = self.inputs.customers if events is None else events.frame
            reading = frame.read(column.name, column.kind)
            counted = self.profiled if events is None else events.rows
            place = frame.role, column.name
            self.infinite[place] += int(reading.infinite[counted].sum())
            self.unreadable[place] += int(reading.unreadable[counted].sum())
            vector = reading.values
            self._read[column] = vector if events is None else vector.take(events.rows)
        return self._read[column]

    def aggregated(self, aggregation: Aggregation) -> Vector:
        """Aggregate the events of each customer."""
        events, as_of = self.inputs.events, self.inputs.as_of
        assert events is not None and as_of is not None  # noqa: PT018 - inputs are gathered
        rows = Rows(len(events.rows), self.column, self.program.text, self.today)
        return aggregate(aggregation, rows, events.customers, events.times, self.size, as_of)

    def scored(self, score: Score, rows: Rows, known: tuple[Scale, ...] | None) -> Floats:
        """Scale the metrics of a score and take their weighted mean."""
        scales: list[Scale] = []
        scaled: list[Scaled] = []
        for place, term in enumerate(score.terms):
            unrounded = numbers(term.metric, rows)
            metric = round9(unrounded)
            scale = self.fitted(term, metric) if known is None else known[place]
            scales.append(scale)
            scaled.append(Scaled(scale, unrounded))
            here = metric[self.profiled]
            self.terms.append(
                TermFacts(
                    score.name,
                    term.label,
                    term.weight,
                    missing=int(np.isnan(here).sum()),
                    constant=scale.constant,
                    clipped=int(scale.outside(here).sum()),
                )
            )
        self.scales[score.name] = tuple(scales)
        return weighted_mean([term.weight for term in score.terms], scaled, self.size)

    def fitted(self, term: Term, metric: Floats) -> Scale:
        """Fit the scale of a term on the people who are profiled."""
        population = metric[self.profiled]
        if term.scale is ScaleKind.RANK:
            return fit_rank(population)
        if term.scale is ScaleKind.MINMAX:
            return fit_minmax(population)
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
            tuple(self.terms),
            unscored,
            {place: count for place, count in self.infinite.items() if count},
            {place: count for place, count in self.unreadable.items() if count},
        )
        as_of = inputs.as_of.day if inputs.as_of else None
        result = Result(model, inputs.customers, as_of, self.values, self.codes, fitted, facts)
        result.label_column  # noqa: B018 - a name that is taken is an error now, not at `frame`
        return result
