"""What a cell reads of the frames, and whether other frames have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.model import FittedModel
from seg_jupyter.engine.values import Numbers
from seg_jupyter.errors import SegmentError, SegmentModelError, quoted
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.function import Group
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.nodes import Call, Cell, Name, Node
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Column, Program
from seg_jupyter.lang.schema import Columns, ColumnType, Kind, Schema


def needed(cell: Cell, schema: Schema) -> Schema:
    """Return the part of a schema that a cell names.

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


def check_needed(model: FittedModel, frame: Frame) -> None:
    """Refuse a frame that lacks a column, or whose column cannot be read as the model does.

    Raises
    ------
    SegmentModelError
        At the first such column.
    """
    columns = (model.schema.events or {}) if frame.role == "events" else model.schema.customers
    for name, column in columns.items():
        if name not in frame.columns:
            raise SegmentModelError(
                f"the {frame.role} have no column {quoted(name)}, which the model reads",
                remedy="Rename the column that holds it.",
            )
        here = frame.columns[name]
        # what holds no value may be of any kind
        if frame.size and here.kind is not Kind.NOTHING and not _serves(frame, name, column, model):
            raise SegmentModelError(
                f"the model takes the {frame.role} column {quoted(name)} as "
                f"{_noun(column)}; here it is {_noun(here)}",
                remedy="Convert the column, or fit the cell again on these customers.",
            )


def _serves(frame: Frame, name: str, fitted: ColumnType, model: FittedModel) -> bool:
    """Tell whether a column means to the model what it would mean to a fit of the cell."""
    here = frame.columns[name]
    if here.kind is fitted.kind:
        return True
    if {here.kind, fitted.kind} == {Kind.NUMBER, Kind.TRUTH}:
        # other numbers than 0 and 1 have no truth value
        alike = here.kind is Kind.TRUTH or _holds_zeros_and_ones(frame, name)
        return alike and _would_fit(frame.role, name, here, model)
    kinds = {here.kind, Kind.DATE} if here.iso_dates else {here.kind}
    return _is_read_as(kinds, name, frame, model.program)


def _holds_zeros_and_ones(frame: Frame, name: str) -> bool:
    numbers = frame.read(name, Kind.NUMBER).values
    assert isinstance(numbers, Numbers)  # noqa: S101 - read as numbers
    return bool(np.isin(numbers.values[~numbers.missing], (0, 1)).all())


def _would_fit(role: str, name: str, here: ColumnType, model: FittedModel) -> bool:
    """Tell whether the checker takes the cell with a column as it is here."""
    columns = {**(getattr(model.schema, role)), name: here}
    try:
        check(parse(model.text), replace(model.schema, **{role: columns}))
    except SegmentError:
        return False
    return True


def _is_read_as(kinds: set[Kind | None], name: str, frame: Frame, program: Program) -> bool:
    """Tell whether a program reads a column as some kinds only: text may be a date to it."""
    read = {
        expression.kind
        for expression in program.expressions
        if isinstance(expression, Column)
        and (expression.name, expression.of_events) == (name, frame.role == "events")
    }
    return bool(read) and read <= kinds


def _noun(column: ColumnType) -> str:
    return column.kind.noun if column.kind else column.description
