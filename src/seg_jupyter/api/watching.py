"""What is watched while numbers are tried out: a score, and columns of the customers."""

from __future__ import annotations

from collections.abc import Sequence

from seg_jupyter.analysis.kpi_columns import KpiColumn, default_kpi, kpi_choices, kpi_column
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import SegmentNameError, closest, quoted


def watched_score(saved: Result, name: str | None) -> str | None:
    """Return the score that is shown; the usual one if none is named, None if there is none.

    Raises
    ------
    SegmentNameError
        If the cell has no such score.
    """
    names = [score.name for score in saved.model.program.scores]
    if name is None:
        return score_of(saved.model.program)
    if name not in names:
        raise SegmentNameError(
            f"the cell has no score {quoted(name)}",
            exists=closest(str(name), names) or "It has none.",
        )
    return name


def watched_columns(saved: Result, names: Sequence[str] | None) -> tuple[KpiColumn, ...]:
    """Read the columns whose means are shown; the usual one if none are named.

    Raises
    ------
    SegmentNameError
        If the customers have no such column of numbers or truth values.
    """
    if names is None:
        usual = default_kpi(saved)
        return () if usual is None else (usual,)
    choices = {choice.name: choice for choice in kpi_choices(saved)}
    if isinstance(names, str):
        names = (names,)
    for name in names:
        if not isinstance(name, str) or name not in choices:
            raise SegmentNameError(
                f"the customers have no column of numbers {quoted(name)}",
                exists=closest(str(name), choices) or "They have none.",
            )
    return tuple(kpi_column(saved, choices[name]) for name in dict.fromkeys(names))
