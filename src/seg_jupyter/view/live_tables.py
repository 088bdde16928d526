"""The tables of a panel: what it shows of one state of its numbers, each as a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seg_jupyter.analysis.group_profile import GroupProfile
from seg_jupyter.analysis.live_kpis import Kpi
from seg_jupyter.analysis.live_moves import Moves
from seg_jupyter.analysis.live_sizes import SizeNow
from seg_jupyter.analysis.thresholds import Threshold
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.live_words import Numbered, kpi_title, signed
from seg_jupyter.view.standings import metric_note, whole_rank
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.theme import label_colours
from seg_jupyter.view.wording import (
    compact,
    percent,
    points,
    short,
    thousands,
    whole_percent,
)


def numbers_table(numbers: Sequence[Numbered], values: Sequence[float]) -> Table:
    """Return the numbers of the cell: where they stand, as saved and now."""
    columns = (
        Column("line", "line", short, number=False),
        Column("name", "number", short, number=False),
        Column("saved", "saved", points),
        Column("now", "now", points),
        Column("unit", "unit", short, number=False),
    )
    rows = tuple(
        {"line": n.line, "name": n.name, "saved": n.saved, "now": value, "unit": n.unit}
        for n, value in zip(numbers, values, strict=True)
    )
    return Table(columns, rows)


def live_sizes_table(result: Result, sizes: Sequence[SizeNow]) -> Table:
    """Return how many customers each segment has now, and against the saved cell."""
    columns = (
        Column("segment", "segment", short, number=False),
        Column("now", plain(result.model.settings.unit), thousands),
        Column("saved", "in the cell", thousands),
        Column("difference", "difference", signed),
        Column("share", "share", percent, bar=True),
    )
    rows = tuple(
        {
            "segment": size.name,
            "now": size.now,
            "saved": size.saved,
            "difference": size.difference,
            "share": size.share,
        }
        for size in sizes
    )
    return _coloured(result, columns, rows)


def moves_table(result: Result, moves: Moves) -> Table:
    """Return who moved: a row for each saved segment, a column for each segment now.

    A number that is hidden is None.
    """
    columns = (
        Column("segment", "in the cell", short, number=False),
        *(Column(f"to {label}", f"to {short(label)}", thousands) for label in moves.labels),
    )
    rows = tuple(
        {"segment": label}
        | {f"to {after}": count for after, count in zip(moves.labels, counts, strict=True)}
        for label, counts in zip(moves.labels, moves.counts, strict=True)
    )
    return _coloured(result, columns, rows)


def kpis_table(result: Result, labels: Sequence[str], kpis: Sequence[Kpi]) -> Table:
    """Return the means of the watched columns, by segment now and in the saved cell."""
    columns = [Column("segment", "segment", short, number=False)]
    rows: list[dict[str, Any]] = [{"segment": label} for label in labels]
    for kpi in kpis:
        show = whole_percent if kpi.share else compact
        columns.append(Column(f"{kpi.column} now", f"{kpi_title(kpi)}, now", show))
        columns.append(Column(f"{kpi.column} saved", "in the cell", show))
        for row, now, saved in zip(rows, kpi.now, kpi.saved, strict=True):
            row |= {f"{kpi.column} now": now.value, f"{kpi.column} saved": saved.value}
    return _coloured(result, tuple(columns), tuple(rows))


def near_table(
    result: Result, near: dict[str, int], cuts: Sequence[Threshold], min_cell: int
) -> Table:
    """Return how many, of whatever segment, are within one point of a segment's thresholds."""
    columns = (
        Column("segment", "segment", short, number=False),
        Column("thresholds", "thresholds", short, number=False),
        Column("near", "within 1 point", thousands),
    )
    rows = tuple(
        {
            "segment": segment,
            "thresholds": ", ".join(
                f"{cut.words} {points(cut.value)}" for cut in cuts if cut.segment == segment
            ),
            "near": None if 0 < customers < min_cell else customers,
        }
        for segment, customers in near.items()
    )
    return _coloured(result, columns, rows)


def group_table(result: Result, found: GroupProfile) -> Table:
    """Return what a group is like in each metric, beside everybody."""
    columns = (
        Column("metric", "metric", short, number=False),
        Column("shows", "is", number=False),
        Column("figure", "these", compact),
        Column("everybody", "everybody", compact),
        Column("rank", "mean rank", thousands, bar=True),
    )
    rows = []
    for metric in found.metrics:
        (these,) = metric.segments
        rows.append(
            {
                "metric": metric.metric,
                "shows": metric_note(metric, result.model.settings.units),
                "figure": these.figure,
                "everybody": metric.everybody.figure,
                "rank": None if these.rank is None else whole_rank(these.rank),
            }
        )
    return Table(columns, tuple(rows))


def _coloured(
    result: Result, columns: tuple[Column, ...], rows: tuple[dict[str, Any], ...]
) -> Table:
    colours = label_colours(result.labels, len(result.segment_names))
    return Table(columns, rows, tuple(colours[row["segment"]] for row in rows))
