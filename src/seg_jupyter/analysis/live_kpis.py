"""Means of customers columns by segment, now and in the saved cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from seg_jupyter.analysis.kpi_columns import KpiColumn
from seg_jupyter.analysis.live_sizes import places_shown
from seg_jupyter.analysis.privacy import MIN_CELL, withheld
from seg_jupyter.engine.live.tally import Tally
from seg_jupyter.engine.values import Floats, Integers

_DIGITS, _MOST = 3, 0.999


@dataclass(frozen=True)
class Mean:
    """The mean of a column among the customers of one label who have it.

    Parameters
    ----------
    value
        The mean, to three digits so that one customer more or less tells little; of a share, 0 to
        1. None where it is hidden, nobody has the column, or a sum is beyond all numbers.
    hidden
        Whether there is one that is not shown.
    few
        Whether it is hidden because it rests on too few, and not because of others.
    """

    value: float | None
    hidden: bool = False
    few: bool = False


@dataclass(frozen=True)
class Kpi:
    """One column by label.

    Parameters
    ----------
    column
        Its name.
    unit
        The unit that the caller gave it.
    share
        Whether it only holds 0 and 1, so that its mean is a share.
    used
        Whether the cell reads it: segments then differ in it by construction.
    labels
        The labels that are shown.
    now, saved
        For each of them.
    """

    column: str
    unit: str | None
    share: bool
    used: bool
    labels: tuple[str, ...]
    now: tuple[Mean, ...]
    saved: tuple[Mean, ...]


def kpis_now(
    tally: Tally, columns: Sequence[KpiColumn], min_cell: int = MIN_CELL
) -> tuple[Kpi, ...]:
    """Return the means of the columns that a tally has summed, in its order.

    A mean of few is hidden, and so many others that the mean of everybody does not give it away.
    So is a share that would count few people, on its side or on the other. A sum does not say
    whether two customers make up most of it: that is not looked at.
    """
    places = places_shown(tally)
    labels = tuple(tally.labels[place] for place in places)
    chosen = list(places)
    return tuple(
        Kpi(
            column.choice.name,
            column.choice.unit,
            column.share,
            column.choice.used,
            labels,
            _means(now[chosen], known[chosen], column.share, min_cell),
            _means(before[chosen], known_before[chosen], column.share, min_cell),
        )
        for column, now, known, before, known_before in zip(
            columns,
            tally.kpi_sums,
            tally.kpi_counts,
            tally.kpi_sums_saved,
            tally.kpi_counts_saved,
            strict=True,
        )
    )


def _means(sums: Floats, counts: Integers, share: bool, min_cell: int) -> tuple[Mean, ...]:
    known = counts.tolist()
    wholes, ones = [known], known
    if share:
        ones = [round(number) for number in sums.tolist()]
        wholes += [ones, [number - one for number, one in zip(known, ones, strict=True)]]
    hidden = withheld(*wholes, min_cell=min_cell)
    means: list[Mean] = []
    for place, number in enumerate(known):
        if not number or not math.isfinite(sums[place]):
            means.append(Mean(None))
        elif hidden[place]:
            means.append(Mean(None, True, any(0 < whole[place] < min_cell for whole in wholes)))
        else:
            mean = float(f"{sums[place] / number:.{_DIGITS}g}")
            # not to all where it is nearly all
            means.append(Mean(min(mean, _MOST) if share and ones[place] < number else mean))
    return tuple(means)
