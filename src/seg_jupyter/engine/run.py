"""Fit a cell on frames to get a model; apply a model to frames to get segments.

A model is settings (the cell, the names of columns) and fitted state (scales, cuts of tiles), both
frozen. Fitting ends by applying, so both give the same kind of result.
"""

from __future__ import annotations

from dataclasses import replace

from seg_jupyter.engine.earlier import inputs_of, scaling, schema_of
from seg_jupyter.engine.evaluation import Evaluation
from seg_jupyter.engine.inputs import Inputs
from seg_jupyter.engine.model import FittedModel, Settings
from seg_jupyter.engine.needed import check_needed, needed
from seg_jupyter.engine.progress import OnStep
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import (
    SegmentModelError,
    SegmentNameError,
    SegmentUsageError,
    closest,
    quoted,
)
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.nodes import Cell
from seg_jupyter.lang.program import Program
from seg_jupyter.lang.schema import Schema


def fit(
    cell: Cell,
    inputs: Inputs,
    settings: Settings,
    like: Result | None = None,
    *,
    on_step: OnStep | None = None,
) -> Result:
    """Fit a cell on frames, and segment their customers.

    Parameters
    ----------
    cell
        The cell.
    inputs
        What it is run on. The events may be left out where `like` knows all of them that the cell
        reads; `needs_events` tells.
    settings
        What the result is called, and who takes part.
    like
        A result of another cell on the same frames, with the same as-of date and consents. What
        cannot differ is taken from it, and the result is the same as without it. One that was
        applied, and not fitted, is of no use.
    on_step
        Is called between aggregations and definitions with the share that is done, 0 to 1; what
        it raises passes through.

    Raises
    ------
    SegmentError
        For anything in the cell or the frames that does not fit together.
    """
    if like is not None and not like.fitted:
        like = None
    schema = schema_of(inputs, like)
    program = check(cell, schema)
    _check_units(settings, program, schema, like)
    run = Evaluation(program, inputs, like=like)
    run.everything(on_step)
    model = FittedModel(
        cell.text,
        settings,
        inputs.id,
        inputs.time,
        needed(cell, schema),
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
    run = Evaluation(model.program, inputs, model=model)
    run.everything()
    return run.result(model, fitted=False)


def reapply(cell: Cell, like: Result) -> Result:
    """Segment the customers of a result by its model, with other weights and thresholds.

    All scales and all cuts of tiles stay those of the model; no events are read.

    Raises
    ------
    SegmentUsageError
        If anything else of the cell differs: a scale would be that of another metric.
    """
    program = check(cell, like.model.schema)
    if _fixed(program) != _fixed(like.model.program) or not all(
        aggregation in like.rows.aggregated for aggregation in program.aggregations
    ):
        raise SegmentUsageError(
            "these scales were fitted for another cell: only its weights, and the numbers that "
            "its segment lines compare with, can change here",
            remedy="Fit the cell anew: Segmentation(text).fit(customers).",
        )
    model = replace(like.model, text=cell.text)
    run = Evaluation(program, inputs_of(like), model=model, like=like)
    run.everything()
    return run.result(model, fitted=False)


def _fixed(program: Program) -> object:
    """Return what scales and cuts of tiles were fitted for."""
    lines = [(definition.name, scaling(definition)) for definition in program.definitions]
    return lines, program.tiles


def _check_units(settings: Settings, program: Program, schema: Schema, like: Result | None) -> None:
    """Refuse a unit of something that is not there: a slip of the keyboard would show nothing."""
    names = [d.name for d in program.definitions] + [*schema.customers, *(schema.events or {})]
    if like is not None:
        # columns of events that no cell reads are not in the schema any more
        names += [name for name in like.model.settings.units if name not in like.values]
    for name in settings.units:
        if name not in names:
            raise SegmentNameError(
                f"units names {quoted(name)}, which is no definition and no column",
                exists=closest(name, names),
            )
