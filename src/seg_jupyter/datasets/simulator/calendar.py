"""The months of a simulation; times are seconds since the start of the first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seg_jupyter.datasets.simulator.chance import Array

DAY = 86_400


@dataclass(frozen=True)
class Calendar:
    """So many months from the first day of one on.

    Parameters
    ----------
    start
        The first day, such as `2023-01-01`.
    months
        Number of months.
    """

    start: str
    months: int

    @cached_property
    def first(self) -> np.datetime64:
        """The first second."""
        return np.datetime64(self.start, "s")

    @cached_property
    def names(self) -> Array:
        """The first day of every month."""
        return np.datetime64(self.start, "M") + np.arange(self.months)

    @cached_property
    def starts(self) -> Array:
        """When each month starts, and after them when the last one ends."""
        months = np.datetime64(self.start, "M") + np.arange(self.months + 1)
        return self.seconds(months)

    @cached_property
    def days(self) -> Array:
        """Number of days of each month."""
        return np.diff(self.starts) // DAY

    @cached_property
    def of_year(self) -> Array:
        """Each month's place in its year, from 0."""
        return self.names.astype(np.int64) % 12

    @cached_property
    def years(self) -> Array:
        """How many years each month lies after the first."""
        return np.arange(self.months) // 12

    @property
    def end(self) -> int:
        """When the last month ends."""
        return int(self.starts[-1])

    def month_of(self, seconds: Array) -> Array:
        """Return in which month each time lies; -1 before the first."""
        return np.searchsorted(self.starts, seconds, side="right") - 1

    def moments(self, seconds: Array) -> Array:
        """Return times as dates of NumPy, in microseconds as pandas has them."""
        return (self.first + seconds.astype("timedelta64[s]")).astype("datetime64[us]")

    def seconds(self, moments: Array) -> Array:
        """Return dates of NumPy as seconds."""
        seconds: Array = (moments.astype("datetime64[s]") - self.first).astype(np.int64)
        return seconds
