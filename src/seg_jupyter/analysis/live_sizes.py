"""How many customers each segment has now, against the saved cell."""

from __future__ import annotations

from dataclasses import dataclass

from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.lang.parser import UNASSIGNED


@dataclass(frozen=True)
class SizeNow:
    """One segment, or Unassigned.

    Parameters
    ----------
    name
        Its name.
    now, saved
        How many customers it has, and had; always shown.
    share
        Of all customers who are profiled, 0 to 1, now; None of nobody.
    """

    name: str
    now: int
    saved: int
    share: float | None

    @property
    def difference(self) -> int:
        """How many more it has now."""
        return self.now - self.saved


def places_shown(tally: Tally) -> tuple[int, ...]:
    """Return the places of the labels that are shown: Unassigned where anybody is, or was, in it.

    Its place is the last one.
    """
    last = len(tally.labels) - 1
    anybody = bool(tally.moves[last].any() or tally.moves[:, last].any())
    return tuple(
        place for place, label in enumerate(tally.labels) if label != UNASSIGNED or anybody
    )


def sizes_now(tally: Tally) -> tuple[SizeNow, ...]:
    """Count the customers of each label that is shown, in the order of the cell."""
    now, saved = tally.moves.sum(axis=0).tolist(), tally.moves.sum(axis=1).tolist()
    profiled = sum(now)
    return tuple(
        SizeNow(
            tally.labels[place],
            now[place],
            saved[place],
            now[place] / profiled if profiled else None,
        )
        for place in places_shown(tally)
    )
