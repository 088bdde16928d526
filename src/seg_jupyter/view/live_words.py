"""What a panel says in words: who moved, how stable the segments are, and why something is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from seg_jupyter.analysis.group_profile import Unprofiled
from seg_jupyter.analysis.live_kpis import Kpi, Mean
from seg_jupyter.analysis.live_moves import Moves
from seg_jupyter.analysis.stability import Stability, Unmeasured
from seg_jupyter.view.wording import (
    HIDDEN,
    compact,
    in_units,
    points,
    short,
    thousands,
    whole_percent,
)

_MOST_CHANGES = 3
_LONGEST = 40
_NARROW = 0.01
"""An interval narrower than this is worth a decimal of a percentage."""

_UNMEASURED = {
    Unmeasured.NO_SCORE: "The cell has no score, and so no weights.",
    Unmeasured.ONE_METRIC: "A score of one metric does not depend on its weight.",
    Unmeasured.NOBODY: "There is nobody.",
    Unmeasured.CANCELLED: "",
}


class Numbered(Protocol):
    """A number of a cell, as a panel shows it."""

    @property
    def line(self) -> str:
        """The name of the definition or segment that it stands in."""

    @property
    def name(self) -> str:
        """What it belongs to."""

    @property
    def label(self) -> str:
        """What it is, in full: `weight of visits in value`."""

    @property
    def saved(self) -> float:
        """The number in the saved cell."""

    @property
    def unit(self) -> str:
        """The unit of a duration or of a metric."""


def few(min_cell: int) -> str:
    """Return what stands in place of a figure of too few: `<10`."""
    return f"<{min_cell}"


def signed(difference: int) -> str:
    """Return a difference with its sign, and a real minus: `+61`, `−12`, `0`."""
    sign = {True: "+", False: "−"}[difference > 0] if difference else ""
    return sign + thousands(abs(difference))


def moved_sentence(moves: Moves, unit: str, min_cell: int) -> str:
    """Say how many changed segment, as far as it may be told."""
    low, high = moves.moved
    of = f"of {thousands(moves.customers)} {unit} changed segment."
    if not high:
        return f"Nobody {of}" if moves.customers else "There is nobody."
    if low == high:
        return f"{thousands(low)} {of}"
    if high < min_cell:
        return f"Fewer than {thousands(min_cell)} {of}"
    if high < moves.customers:
        # the middle of what rounds to it
        return f"About {thousands((low + high + 1) // 2)} {of}"
    return f"At least {thousands(low)} {of}"


def moves_note(min_cell: int) -> str:
    """Say what the shares are of, and what is hidden: always alike, so that nothing jumps."""
    return f"Share of each row; what would tell of fewer than {thousands(min_cell)} is hidden"


def kpi_title(kpi: Kpi) -> str:
    """Return the title of a column of means: `mean revenue (USD)`."""
    name = short(kpi.column, _LONGEST)
    if kpi.share:
        title = f"{name} (share)"
    else:
        units = {} if kpi.unit is None else {kpi.column: kpi.unit}
        title = f"mean {name}{in_units(kpi.column, units)}"
    return f"{title}, used by the cell" if kpi.used else title


def mean_text(mean: Mean, kpi: Kpi, min_cell: int) -> str:
    """Return a mean or a share, or what stands in its place."""
    if mean.hidden:
        return few(min_cell) if mean.few else HIDDEN
    if mean.value is None:
        return "–"
    text = whole_percent(mean.value) if kpi.share else compact(mean.value)
    return text.replace("-", "−", 1)


def changes_sentence(numbers: Sequence[Numbered], values: Sequence[float]) -> str:
    """Say which numbers differ from the saved cell: `weight of visits in value 3 → 4`."""
    changed = [
        f"{short(number.label, _LONGEST)} {_number(number.saved)} → {_number(value)}"
        for number, value in zip(numbers, values, strict=True)
        if number.saved != value
    ]
    more = len(changed) - _MOST_CHANGES
    if more > 0:
        changed[_MOST_CHANGES:] = [f"and {more} more"]
    return "; ".join(changed)


def _number(value: float) -> str:
    return points(value).replace("-", "−", 1)


def stability_sentence(found: Stability | Unmeasured, unit: str) -> str:
    """Say how many would change segment if every weight were a little off.

    Nothing is said of what was cancelled.
    """
    if isinstance(found, Unmeasured):
        return _UNMEASURED[found]
    of = "" if found.sampled is None else f"sample of {thousands(found.sampled)}"
    jitter = points(round(100 * found.jitter, 6))
    off = f"would change segment if every weight were up to {jitter}% off"
    if not found.high:
        return f"Nobody {off}" + (
            f" ({of})." if of else f", of {thousands(found.customers)} {unit}."
        )
    decimals = 1 if found.high - found.low < _NARROW else 0
    share, low, high = (f"{100 * end:.{decimals}f}" for end in (found.flips, found.low, found.high))
    return f"{share}% {off} ({low} to {high}%{'; ' if of else ''}{of})."


def unprofiled_sentence(found: Unprofiled, min_cell: int) -> str:
    """Say why a group is not described."""
    fewer = f"fewer than {thousands(min_cell)} people"
    return {
        Unprofiled.NOBODY: "Nobody is in this group.",
        Unprofiled.FEW: f"This group is not described: {fewer} are in it.",
        Unprofiled.FEW_OTHERS: f"This group is not described: {fewer} are outside of it.",
        Unprofiled.HIDDEN: "This group is not described: its size is hidden.",
    }[found]
