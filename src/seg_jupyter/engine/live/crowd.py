"""The customers that a panel counts: who is profiled, their saved segments, the chosen columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from seg_jupyter.engine.result import Result
from seg_jupyter.engine.values import Bits, Floats, Integers
from seg_jupyter.lang.parser import NOT_PROFILED

Singles = npt.NDArray[np.float32]
Codes = npt.NDArray[np.uint8 | np.uint16]


@dataclass(frozen=True, eq=False)
class Amounts:
    """A column of the customers whose sums are counted along, in single precision.

    Parameters
    ----------
    values
        In units of `largest`; 0 where nothing is present.
    present
        1 where a value is; None where one is everywhere.
    largest
        The largest absolute value: its numbers could be beyond what single precision holds.
    """

    values: Singles
    present: Singles | None
    largest: float

    @staticmethod
    def of(column: Floats) -> Amounts:
        """Make it of values, of which NaN is missing."""
        present = ~np.isnan(column)
        largest = float(np.abs(column[present]).max(initial=0.0)) or 1.0
        values = np.where(present, column / largest, 0.0).astype(np.float32)
        return Amounts(values, None if present.all() else present.astype(np.float32), largest)


@dataclass(frozen=True, eq=False)
class Crowd:
    """Everybody who is profiled, as compact columns in the order of the customers.

    Parameters
    ----------
    rows
        Their rows among all customers; None for all.
    size
        How many they are.
    labels
        The segments, and Unassigned.
    saved
        Places of their saved segments among the labels.
    columns
        The chosen columns, exact, for sums when nothing moves.
    amounts
        The same in single precision.
    """

    rows: Integers | None
    size: int
    labels: tuple[str, ...]
    saved: Codes
    columns: tuple[Floats, ...]
    amounts: tuple[Amounts, ...]

    @staticmethod
    def of(saved: Result, columns: Sequence[Floats]) -> Crowd:
        """Take the profiled customers of a result."""
        everybody = bool(saved.profiled.all())
        rows = None if everybody else np.flatnonzero(saved.profiled)
        labels = saved.labels[: saved.labels.index(NOT_PROFILED)]
        kind: type[np.uint8 | np.uint16] = np.uint8
        if len(labels) > np.iinfo(np.uint8).max:
            kind = np.uint16
        codes = saved.codes if rows is None else saved.codes[rows]
        crowd = Crowd(rows, len(codes), labels, codes.astype(kind), (), ())
        return crowd.with_columns(columns)

    def with_columns(self, columns: Sequence[Floats]) -> Crowd:
        """Return the same customers with other columns, of all customers."""
        here = tuple(column if self.rows is None else column[self.rows] for column in columns)
        return replace(self, columns=here, amounts=tuple(map(Amounts.of, here)))

    @cached_property
    def saved_counts(self) -> Integers:
        """By column and saved label, how many have a value."""
        return self._by_label([~np.isnan(column) for column in self.columns]).astype(np.int64)

    @cached_property
    def saved_sums(self) -> Floats:
        """By column and saved label, the sum of the values."""
        return self._by_label([np.nan_to_num(column) for column in self.columns])

    def _by_label(self, columns: Sequence[Bits | Floats]) -> Floats:
        labels = len(self.labels)
        summed = [np.bincount(self.saved, column, labels) for column in columns]
        return np.array(summed, np.float64).reshape(len(columns), labels)
