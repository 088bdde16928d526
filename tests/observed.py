"""A simulated company as somebody counts in its frames: by customer and month."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator import plan
from seg_jupyter.datasets.simulator.themes import THEMES

Array = npt.NDArray[Any]
FIRST = 100_001


class Observed:
    """One company without dirt; arrays have a row for each customer, and a column for a month."""

    def __init__(self, customers: int, seed: int, theme: str) -> None:
        self.company: Company = simulate(customers, seed, theme=theme, dirt=0, duplicates=0)
        self.theme = THEMES[theme]
        self.customers = self.company.customers
        self.people = self.company.truth.people
        self.starts = pd.date_range("2023-01-01", periods=25, freq="MS")
        self.months = len(self.starts) - 1

    def _monthly(self, column: str) -> Array:
        return self.company.truth.months[column].to_numpy().reshape(-1, self.months)

    @cached_property
    def engagement(self) -> Array:
        return self._monthly("engagement")

    @cached_property
    def loyalty(self) -> Array:
        return self._monthly("loyalty")

    @cached_property
    def there(self) -> Array:
        """In which months somebody was there from the first day to the last."""
        starts = self.starts.to_numpy()
        before = self.customers["signed_up"].to_numpy()[:, None] <= starts[:-1]
        left = self.people["left_at"].to_numpy()[:, None]
        return before & (np.isnat(left) | (left >= starts[1:]))

    @cached_property
    def lead(self) -> Array:
        return self.customers["plan"].isna().to_numpy()

    def place(self, frame: pd.DataFrame) -> Array:
        return frame["customer_id"].to_numpy() - FIRST

    def month(self, times: pd.Series[Any]) -> Array:
        return np.searchsorted(self.starts.to_numpy(), times.to_numpy(), side="right") - 1

    def count(self, frame: pd.DataFrame, time: str = "happened_at") -> Array:
        """Count rows by customer and month."""
        cell = self.place(frame) * self.months + self.month(frame[time])
        return np.bincount(cell, minlength=self.there.size).reshape(self.there.shape)

    def points(self, of: str) -> Array:
        both = (self.engagement + self.loyalty) // 2
        return {"engagement": self.engagement, "loyalty": self.loyalty, "both": both}[of]

    def prefers(self, channel: str) -> Array:
        return (self.people["preferred_channel"] == channel).to_numpy()

    def drive(self, of: str, channel: str) -> Array:
        """Return points of drive as `plan` describes them, before they are cut at 0 and 150."""
        month = np.arange(self.months)
        by_month = month // 12 * plan.DRIFT.get(channel, 0) + self.theme.mix.get(channel, 0)
        if channel in ("web", "orders"):
            by_month = by_month + np.array(plan.SEASON)[month % 12]
        person = self.people["habit"].to_numpy() + plan.BONUS * self.prefers(channel)
        return self.points(of) + person[:, None] + by_month
