"""What a simulation is asked for, checked once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seg_jupyter.datasets.simulator.themes import Theme, theme_of
from seg_jupyter.errors import SegmentUsageError, quoted

MOST_CUSTOMERS = 100_000_000
MOST_MONTHS = 120


@dataclass(frozen=True)
class Settings:
    """The arguments of `simulate`, as it explains them."""

    customers: int
    seed: int
    theme: str
    start: str
    months: int
    heavy_tails: bool
    zero_inflation: bool
    ties: bool
    missing: float
    duplicates: float
    dirt: float

    def __post_init__(self) -> None:
        _whole("customers", self.customers, 0, MOST_CUSTOMERS)
        _whole("seed", self.seed, 0, 2**63)
        _whole("months", self.months, 1, MOST_MONTHS)
        for name in ("missing", "duplicates", "dirt"):
            _share(name, getattr(self, name))
        _first_of_month(self.start)
        theme_of(self.theme)

    @property
    def names(self) -> Theme:
        """What things are called."""
        return theme_of(self.theme)

    @property
    def mix(self) -> dict[str, int]:
        """Points by which everybody is more active, by channel."""
        return dict(self.names.mix)


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise SegmentUsageError(
            f"{name} is {quoted(str(value))}",
            remedy=f"Give a whole number from {least} to {most:,}.",
        )


def _share(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 0.5:
        raise SegmentUsageError(
            f"{name} is {quoted(str(value))}",
            remedy="Give a share from 0 to 0.5, such as 0.02; 0 turns it off.",
        )


def _first_of_month(start: object) -> None:
    try:
        day = date.fromisoformat(str(start))
    except ValueError:
        day = None
    if day is None or day.day != 1 or not 1970 <= day.year <= 2100:
        raise SegmentUsageError(
            f"start is {quoted(str(start))}",
            remedy="Give the first day of a month, such as 2023-01-01.",
        )
