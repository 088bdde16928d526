"""How stable the segments are, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from seg_jupyter.analysis.stability import Stability, Unmeasured
from seg_jupyter.view.live_words import stability_sentence


@dataclass(frozen=True, repr=False)
class Stable:
    """The share of customers who would change segment if every weight were a little off.

    Shows itself as a sentence.

    Attributes
    ----------
    found
        The figures: `flips` is the share, 0 to 1, `low` and `high` are its interval of 95 %. Why
        there are none, where there are none.
    unit
        What is counted.
    """

    found: Stability | Unmeasured
    unit: str

    @property
    def flips(self) -> float | None:
        """The share, 0 to 1; None where there is none."""
        return self.found.flips if isinstance(self.found, Stability) else None

    def __repr__(self) -> str:
        return stability_sentence(self.found, self.unit)
