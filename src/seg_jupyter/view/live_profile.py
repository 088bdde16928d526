"""What a group is like, in texts: a message for a panel that asked for it."""

from __future__ import annotations

from typing import Any

from seg_jupyter.analysis.group_profile import GroupProfile, Unprofiled
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.live_words import unprofiled_sentence
from seg_jupyter.view.standings import figure_text, metric_note, whole_rank
from seg_jupyter.view.wording import short, thousands

_LONGEST = 40
_COLUMNS = ("metric", "is", "these", "everybody", "mean rank")


def group_title(before: str | None, after: str | None) -> str:
    """Return what a group is called.

    Examples
    --------
    >>> group_title("Active", "Lost"), group_title(None, "Lost"), group_title("Lost", None)
    ('From Active to Lost', 'Lost now', 'Lost in the cell')
    """
    names = [None if label is None else short(label, _LONGEST) for label in (before, after)]
    match names:
        case str(start), str(end):
            return f"Stayed in {start}" if before == after else f"From {start} to {end}"
        case None, str(end):
            return f"{end} now"
        case str(start), None:
            return f"{start} in the cell"
    return "Everybody"


def profile_message(
    result: Result, title: str, found: GroupProfile | Unprofiled, min_cell: int
) -> dict[str, Any]:
    """Return a profile as a table of texts with a note, or the reason why there is none."""
    if isinstance(found, Unprofiled):
        note = unprofiled_sentence(found, min_cell)
        return {"title": title, "columns": list(_COLUMNS), "rows": [], "note": note}
    units = result.model.settings.units
    rows = []
    for metric in found.metrics:
        (these,) = metric.segments
        rows.append(
            [
                short(metric.metric, _LONGEST),
                metric_note(metric, units),
                figure_text(metric.shows, these),
                figure_text(metric.shows, metric.everybody),
                "–" if these.rank is None else str(whole_rank(these.rank)),
            ]
        )
    return {
        "title": title,
        "columns": list(_COLUMNS),
        "rows": rows,
        "note": " ".join(_note(result, found, min_cell)),
    }


def _note(result: Result, found: GroupProfile, min_cell: int) -> list[str]:
    unit = plain(result.model.settings.unit)
    said = [
        f"{thousands(found.customers)} of {thousands(found.everybody)} {unit}.",
        "Mean rank among all, from the lowest (0) to the highest (100).",
        "Segments differ by construction in the metrics that they are made of.",
    ]
    if found.hidden:
        said.append(
            f"{thousands(found.hidden)} hidden: fewer than {thousands(min_cell)} people, in the "
            "group or outside of it."
        )
    if found.left_out:
        said.append(f"Not shown, for want of room: {thousands(len(found.left_out))} metrics.")
    return said
