"""Columns before they belong to a library: arrays, words by their place, and numbers with gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seg_jupyter.datasets.simulator.chance import Array


@dataclass(frozen=True, eq=False)
class Words:
    """A column of text: for each row the place of its word; -1 is missing."""

    codes: Array
    words: tuple[str, ...]

    def take(self, places: Array) -> Words:
        """Return some of the rows."""
        return Words(self.codes[places], self.words)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, eq=False)
class Gaps:
    """A column of whole numbers of which some are missing."""

    values: Array
    missing: Array

    def take(self, places: Array) -> Gaps:
        """Return some of the rows."""
        return Gaps(self.values[places], self.missing[places])

    def __len__(self) -> int:
        return len(self.values)


Column = Array | Words | Gaps
Columns = Mapping[str, Column]


def taken(columns: Columns, places: Array) -> dict[str, Column]:
    """Return some of the rows of every column."""
    return {
        name: column[places] if isinstance(column, np.ndarray) else column.take(places)
        for name, column in columns.items()
    }


def joined(parts: Sequence[Columns]) -> dict[str, Column]:
    """Return the columns of several parts, one below the other; all have the same words."""
    return {name: _joined([part[name] for part in parts]) for name in parts[0]}


def _joined(parts: Sequence[Column]) -> Column:
    first = parts[0]
    if isinstance(first, Words):
        codes = [part.codes for part in parts if isinstance(part, Words)]
        return Words(np.concatenate(codes), first.words)
    if isinstance(first, Gaps):
        gaps = [part for part in parts if isinstance(part, Gaps)]
        return Gaps(
            np.concatenate([part.values for part in gaps]),
            np.concatenate([part.missing for part in gaps]),
        )
    return np.concatenate([part for part in parts if isinstance(part, np.ndarray)])
