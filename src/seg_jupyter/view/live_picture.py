"""The picture of a panel: one state of its numbers as texts and rows, ready to be placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from seg_jupyter.analysis.distribution import Bin, Distribution
from seg_jupyter.analysis.live_moves import Moves
from seg_jupyter.analysis.live_sizes import SizeNow
from seg_jupyter.analysis.live_views import LiveViews, Watched
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.parser import UNASSIGNED
from seg_jupyter.view.live_words import (
    few,
    kpi_title,
    mean_text,
    moved_sentence,
    moves_note,
    signed,
)
from seg_jupyter.view.threshold_words import label_of, on_the_scale, together
from seg_jupyter.view.who import LeftOut, who_is_shown
from seg_jupyter.view.wording import HIDDEN, short, thousands, whole_percent


@dataclass(frozen=True)
class Scene:
    """What is the same in all pictures of a panel.

    Parameters
    ----------
    unit
        What is counted.
    names
        What each label is called in the pictures: no two alike.
    as_of
        The as-of date, if there is one.
    not_profiled
        How many are in no figure.
    saved
        Rows of the bars of the saved cell.
    """

    unit: str
    names: Mapping[str, str]
    as_of: date | None
    not_profiled: int
    saved: tuple[dict[str, float], ...]

    def label(self, name: str) -> str | None:
        """Return the label that is called so; None if none is."""
        return next((label for label, shown in self.names.items() if shown == name), None)


@dataclass(frozen=True)
class PanelState:
    """The numbers of a panel, and what can be done with them.

    Parameters
    ----------
    numbers
        Their values, in the order of the cell.
    changed
        The places of those that differ from the saved cell.
    changes
        The same in words.
    undo, redo
        Whether there is something to undo, and to do again.
    presets
        Names of the sets of numbers that were kept.
    text
        The cell with the numbers in it.
    """

    numbers: tuple[float, ...]
    changed: tuple[int, ...]
    changes: str
    undo: bool
    redo: bool
    presets: tuple[str, ...]
    text: str


def scene_of(saved: Result, what: Watched) -> Scene:
    """Prepare what all pictures of a panel have in common."""
    # the names are those of charts, whose package loads Altair
    from seg_jupyter.view.charts.naming import label_names, unit_of

    bins = () if what.saved is None else _outline(what.saved)
    return Scene(unit_of(saved), label_names(saved), saved.as_of, saved.not_profiled, bins)


def picture(
    views: LiveViews, scene: Scene, state: PanelState, seq: int | None = None
) -> dict[str, Any]:
    """Return one state as the browser draws it: texts, shares and rows, no customer in any.

    Parameters
    ----------
    views
        What is shown.
    scene
        What is the same in all pictures.
    state
        The numbers, and what can be done.
    seq
        The number of the message that is answered.
    """
    unit = scene.unit
    customers = thousands(views.moves.customers)
    near = [] if views.distribution is None else ["within 1 point"]
    return {
        "seq": seq,
        "exact": views.exact,
        "head": f"{customers} {unit}",
        "columns": ["now", "against the cell", *map(kpi_title, views.kpis), *near],
        "segments": [_segment(size, place, views, scene) for place, size in enumerate(views.sizes)],
        "kpis": [kpi.column for kpi in views.kpis],
        "bars": [] if views.distribution is None else _bars(views.distribution.bins, scene),
        "saved": list(scene.saved),
        "lines": [] if views.distribution is None else _lines(views.distribution),
        "subtitle": _subtitle(views, scene),
        "moves": _moves(views.moves, scene, views.min_cell),
        "numbers": list(state.numbers),
        "changed": list(state.changed),
        "changes": state.changes,
        "undo": state.undo,
        "redo": state.redo,
        "presets": list(state.presets),
        "text": state.text,
    }


def _segment(size: SizeNow, place: int, views: LiveViews, scene: Scene) -> dict[str, Any]:
    near = views.near.get(size.name)
    return {
        "name": scene.names[size.name],
        "now": thousands(size.now),
        "difference": signed(size.difference),
        "sign": (size.difference > 0) - (size.difference < 0),
        "share": size.share,
        "kpis": [mean_text(kpi.now[place], kpi, views.min_cell) for kpi in views.kpis],
        "near": None if views.distribution is None else _near(near, views.min_cell),
        "hidden": any(kpi.now[place].hidden for kpi in views.kpis),
    }


def _near(customers: int | None, min_cell: int) -> str:
    if customers is None:
        return "–"
    return few(min_cell) if 0 < customers < min_cell else thousands(customers)


def _subtitle(views: LiveViews, scene: Scene) -> str:
    unassigned = sum(size.now for size in views.sizes if size.name == UNASSIGNED)
    unscored = None if views.distribution is None else views.distribution.unscored
    left_out = LeftOut(unassigned, unscored, scene.not_profiled)
    return who_is_shown(views.moves.customers, scene.unit, scene.as_of, left_out)


def _bars(bins: Sequence[Bin], scene: Scene) -> list[dict[str, Any]]:
    """Stack the segments of each bin, the first of the cell lowest."""
    heights: dict[float, int] = {}
    rows = []
    for one in bins:
        start = heights.get(one.low, 0)
        heights[one.low] = end = start + one.customers
        rows.append(
            {
                "f0": one.low,
                "f1": one.high,
                "f2": scene.names[one.segment],
                "f3": start,
                "f4": end,
            }
        )
    return rows


def _outline(saved: Distribution) -> tuple[dict[str, float], ...]:
    """Return the heights of the bins of all segments together."""
    heights: dict[tuple[float, float], int] = {}
    for one in saved.bins:
        heights[one.low, one.high] = heights.get((one.low, one.high), 0) + one.customers
    return tuple(
        {"f0": low, "f1": high, "f2": count} for (low, high), count in sorted(heights.items())
    )


def _lines(distribution: Distribution) -> list[dict[str, Any]]:
    cuts = on_the_scale(together(distribution.thresholds))
    return [{"f0": cut.value, "f1": label_of(cut)} for cut in cuts]


def _moves(moves: Moves, scene: Scene, min_cell: int) -> dict[str, Any]:
    names = [scene.names[label] for label in moves.labels]
    return {
        "from": names,
        "to": names,
        "cells": [
            [_cell(moves, row, column, scene.unit) for column in range(len(names))]
            for row in range(len(names))
        ],
        "moved": moved_sentence(moves, scene.unit, min_cell),
        "note": moves_note(min_cell),
    }


def _cell(moves: Moves, row: int, column: int, unit: str) -> dict[str, Any]:
    count, size = moves.counts[row][column], moves.sizes[row]
    if count is None:
        # also of nobody, who may have to hide others
        return {"text": HIDDEN, "share": None, "title": "", "hidden": True}
    before, after = (short(moves.labels[place], 40) for place in (row, column))
    way = f"stayed in {before}" if row == column else f"went from {before} to {after}"
    return {
        "text": whole_percent(count / size) if count else "–",
        "share": count / size if count else 0.0,
        "title": f"{thousands(count)} of {thousands(size)} {unit} {way}",
        "hidden": False,
    }
