"""What a fit leaves: settings and fitted scales, all that is needed to segment others alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from seg_jupyter.engine.scales import MinMaxScale, RankScale, Scale
from seg_jupyter.engine.steps import Cuts
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Program
from seg_jupyter.lang.schema import Schema


@dataclass(frozen=True)
class Settings:
    """What a result is called, and which columns say who takes part.

    Parameters
    ----------
    name
        The name of the result.
    unit
        What is counted, in the plural, such as `households`.
    units
        Units of columns and definitions, such as `{"spend": "USD"}`.
    consent, objected
        Customers columns: who agreed to profiling, and who objected to it.
    """

    name: str = "segments"
    unit: str = "customers"
    units: Mapping[str, str] = field(default_factory=dict)
    consent: str | None = None
    objected: str | None = None


@dataclass(frozen=True, eq=False)
class FittedModel:
    """A cell with its fitted scales: all that is needed to segment other customers alike.

    Parameters
    ----------
    text
        The cell.
    settings
        Names and units.
    id, time
        The columns that ids and times were read from; the time is None if there were no events,
        the id if there were none and it was not given.
    schema
        The columns that the cell reads, with their kinds.
    scales
        For each score its scales, one a term.
    tiles
        For each tile its cuts, in the order of the text.
    customers
        Number of customers that the scales were fitted on.
    as_of
        The as-of date of the fit, if it had one.
    """

    text: str
    settings: Settings
    id: str | None
    time: str | None
    schema: Schema
    scales: Mapping[str, tuple[Scale, ...]]
    tiles: tuple[Cuts, ...]
    customers: int
    as_of: date | None

    @property
    def name(self) -> str:
        """The name of the result."""
        return self.settings.name

    @property
    def fewest(self) -> int | None:
        """The smallest number of customers behind the values of metrics that the model holds.

        Scales and cuts hold them; None if there are no values.
        """
        scales = [scale for scales in self.scales.values() for scale in scales]
        fitted = [scale for scale in scales if isinstance(scale, RankScale | MinMaxScale)]
        return min((part.count for part in [*fitted, *self.tiles] if part.count), default=None)

    @cached_property
    def program(self) -> Program:
        """The cell, checked against the columns it was fitted on."""
        return check(parse(self.text), self.schema)
