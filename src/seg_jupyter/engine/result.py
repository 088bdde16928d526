"""What a run gives: the model, a segment and values for each customer, and what was noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from seg_jupyter.engine.columns import Columns
from seg_jupyter.engine.expressions import Rows
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.table import Labels
from seg_jupyter.engine.guesses import Guess
from seg_jupyter.engine.inputs import EventCounts
from seg_jupyter.engine.model import FittedModel
from seg_jupyter.engine.values import Bits, Floats, Integers, Numbers, Vector
from seg_jupyter.errors import SegmentDataError, quoted
from seg_jupyter.lang.functions import FUNCTIONS
from seg_jupyter.lang.parser import NOT_PROFILED, UNASSIGNED
from seg_jupyter.lang.program import Aggregation, Metric


@dataclass(frozen=True)
class TermFacts:
    """What was noticed about one metric of a score, over the customers who are profiled."""

    score: str
    label: str
    weight: float
    missing: int
    constant: bool
    clipped: int


@dataclass(frozen=True)
class AbsentText:
    """A text that stands in no row of a column.

    Parameters
    ----------
    frame, column
        `customers` or `events`, and the name of the column.
    text
        What the cell compares it with.
    similar
        Texts of the column that look like it, the closest first, with their number of rows.
    """

    frame: str
    column: str
    text: str
    similar: Mapping[str, int]


@dataclass(frozen=True)
class Facts:
    """What was noticed on the way.

    Parameters
    ----------
    guesses
        What the caller left out.
    events
        What became of the rows of the events frame; None without one.
    duplicates
        Number of the events read that repeat another one in every column.
    terms
        The metrics of all scores, in the order of the cell.
    unscored
        For each score the number of profiled customers who have none.
    infinite, unreadable_dates
        By frame and column, the number of its values that counted as missing: `customers` or
        `events`, and the column's name.
    absent_texts
        What the cell compares a column with, and no row of it holds.
    last_event
        The day of the last event that counts; None without any.
    zone
        The zone whose days count, as the times of the events have it; None if they have none.
    """

    guesses: tuple[Guess, ...] = ()
    events: EventCounts | None = None
    duplicates: int = 0
    terms: tuple[TermFacts, ...] = ()
    unscored: Mapping[str, int] = field(default_factory=dict)
    infinite: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unreadable_dates: Mapping[tuple[str, str], int] = field(default_factory=dict)
    absent_texts: tuple[AbsentText, ...] = ()
    last_event: date | None = None
    zone: str | None = None


@dataclass(frozen=True, eq=False)
class Result:
    """One segmentation of one frame of customers.

    Parameters
    ----------
    model
        The model that was fitted or applied.
    customers
        The customers frame, as it was given.
    as_of
        The as-of date; None if nothing needed one.
    values
        The definitions' values, in the order of the cell.
    codes
        For each customer the place of the segment in `labels`.
    fitted
        Whether the scales were fitted on these customers.
    facts
        What was noticed.
    rows
        What further expressions over the same customers are evaluated on.
    columns
        The columns of the customers that were read.
    id
        The column of the customers' ids; None if they have none.
    """

    model: FittedModel
    customers: Frame
    as_of: date | None
    values: Mapping[str, Vector]
    codes: Integers
    fitted: bool
    facts: Facts
    rows: Rows
    columns: Columns = field(repr=False)
    id: str | None = None

    @property
    def segment_names(self) -> tuple[str, ...]:
        """The segments of the cell, in its order."""
        return tuple(rule.name for rule in self.model.program.rules)

    @property
    def labels(self) -> tuple[str, ...]:
        """The segments, then Unassigned and Not profiled."""
        return (*self.segment_names, UNASSIGNED, NOT_PROFILED)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Number of customers with each label."""
        return tuple(np.bincount(self.codes, minlength=len(self.labels)).tolist())

    @property
    def unassigned(self) -> int:
        """Number of profiled customers whom no segment takes."""
        return self.sizes[-2]

    @property
    def not_profiled(self) -> int:
        """Number of customers who did not agree to profiling, or objected."""
        return self.sizes[-1]

    @cached_property
    def profiled(self) -> Bits:
        """Which customers are profiled, and so counted in figures."""
        return np.asarray(self.codes != len(self.labels) - 1)

    def score(self, name: str) -> Floats:
        """Return the values of a score, 0 to 100; NaN is unscored."""
        vector = self.values[name]
        assert isinstance(vector, Numbers)  # noqa: S101 - a score is a number
        return vector.values

    @property
    def label_column(self) -> str:
        """The name of the column of labels: `segment`, or the result's name if that is taken."""
        taken = {*self.customers.names, *self.values}
        if "segment" not in taken:
            return "segment"
        if self.model.name not in taken:
            return self.model.name
        raise SegmentDataError(
            "the labels have no free name: the customers have a column 'segment', and "
            f"{quoted(self.model.name)} is taken too",
            remedy="Give the result another name with --as, or name=… from Python.",
        )

    def frame(self) -> Any:
        """Return a new frame: the customers as given, the definitions, and the labels."""
        columns = {**self.values, self.label_column: Labels(self.codes, self.labels)}
        return self.customers.attach(columns, self._whole)

    @property
    def _whole(self) -> set[str]:
        """Names of the definitions that are counts of events."""
        return {
            d.name
            for d in self.model.program.definitions
            if isinstance(d, Metric)
            and isinstance(d.expression, Aggregation)
            and FUNCTIONS[d.expression.function].whole
            and d.expression.half_life is None
            and self.profiled.all()
        }
