"""What a cell was fitted on, so that it can be fitted again with other numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from seg_jupyter.engine.inputs import Inputs, gather


@dataclass(frozen=True, eq=False)
class Source:
    """The frames of a fit as they were then, and how they were read.

    They are the caller's own, held without a copy: what is done to them later changes nothing
    here, and they take no memory as long as the caller has them too.

    Parameters
    ----------
    customers, events
        The frames; None where there was none.
    options
        The id, time, as-of date, consent and objection that were given.
    """

    customers: Any
    events: Any
    options: Mapping[str, Any] = field(default_factory=dict)

    @staticmethod
    def of(inputs: Inputs, customers: object, options: Mapping[str, Any]) -> Source:
        """Keep what was read; `customers` is what the caller gave for them."""
        events = None if inputs.events is None else inputs.events.frame.native
        return Source(None if customers is None else inputs.customers.native, events, options)

    def read(self) -> Inputs:
        """Bring the frames together again."""
        return gather(self.customers, self.events, **self.options)
