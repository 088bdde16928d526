"""Columns of the customers whose mean is worth watching while segments change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import UNKNOWN, Floats, Numbers, Truths
from seg_jupyter.errors import SegmentError, Span
from seg_jupyter.lang.program import Column
from seg_jupyter.lang.schema import Kind


@dataclass(frozen=True)
class KpiChoice:
    """A column that can be watched.

    Parameters
    ----------
    name
        The column.
    kind
        NUMBER or TRUTH.
    unit
        The unit that the caller gave it; None without one.
    used
        Whether the cell reads it: segments then differ in it by construction.
    """

    name: str
    kind: Kind
    unit: str | None
    used: bool


@dataclass(frozen=True, eq=False)
class KpiColumn:
    """A column that is watched, with its values.

    Parameters
    ----------
    choice
        The column.
    share
        Whether it only holds 0 and 1, or truth values, so that its mean is a share.
    values
        One for each customer; NaN is missing.
    """

    choice: KpiChoice
    share: bool
    values: Floats


def kpi_choices(result: Result) -> tuple[KpiChoice, ...]:
    """Return the columns that can be watched, in the order of the frame.

    Those are numbers and truth values, without the id and what says who takes part.
    """
    return tuple(_choices(result))


def _choices(result: Result) -> Iterator[KpiChoice]:
    settings = result.model.settings
    used = {
        part.name
        for part in result.model.program.expressions
        if isinstance(part, Column) and not part.of_events
    }
    for name, column in result.customers.columns.items():
        if name in (result.id, settings.consent, settings.objected):
            continue
        if column.kind in (Kind.NUMBER, Kind.TRUTH):
            yield KpiChoice(name, column.kind, settings.units.get(name), name in used)


def kpi_column(result: Result, choice: KpiChoice) -> KpiColumn:
    """Read a column that is to be watched.

    Raises
    ------
    SegmentDataError
        For numbers that cannot be computed with, such as keys of many digits.
    """
    vector = result.rows.read(Column(choice.kind, Span(0, 0), choice.name))
    if isinstance(vector, Truths):
        values = np.where(vector.values == UNKNOWN, np.nan, vector.values / 2)
        return KpiColumn(choice, True, values)
    assert isinstance(vector, Numbers)  # noqa: S101 - as it was asked for
    values = vector.values
    zeros_and_ones = (values == 0) | (values == 1) | np.isnan(values)
    present = bool((~np.isnan(values)).any())
    return KpiColumn(choice, present and bool(zeros_and_ones.all()), values)


def default_kpi(result: Result) -> KpiColumn | None:
    """Return the column to watch where nobody has chosen; None if there is none.

    That is the first number that has a unit and that the cell does not read, else the first that
    the cell does not read: where it does, segments differ by construction.
    """
    free = [c for c in kpi_choices(result) if c.kind is Kind.NUMBER and not c.used]
    for choice in sorted(free, key=lambda choice: choice.unit is None):
        try:
            return kpi_column(result, choice)
        except SegmentError:  # it is told to who asks for it
            continue
    return None
