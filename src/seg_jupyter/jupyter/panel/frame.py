"""What stays as it is in the browser while a panel is open."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from seg_jupyter.analysis.kpi_columns import kpi_choices
from seg_jupyter.api.live import Live
from seg_jupyter.jupyter.cells import MadeBy
from seg_jupyter.loading import whole_import
from seg_jupyter.view.theme import label_colours


def frame_of(live: Live, made_by: MadeBy | None) -> dict[str, Any]:
    """Return the controls, the names and colours, and the specification of the chart.

    Parameters
    ----------
    live
        The numbers.
    made_by
        The cell that Keep writes to; None if code has made the result.
    """
    with whole_import():
        from seg_jupyter.view.charts.live_bars import live_bars
        from seg_jupyter.view.charts.naming import capital, label_names, score_unit, unit_of

    saved = live.saved
    unit, names, shown = unit_of(saved), label_names(saved), live.shown
    colours = label_colours(saved.labels, len(saved.segment_names))
    named = {names[label]: colours[label] for label in saved.labels[:-1]}
    spec = None
    if shown is not None:
        spec = live_bars(named, f"{shown} ({score_unit(saved, shown)}, 0–100)", capital(unit))
    return {
        "name": saved.model.name,
        "title": f"Live panel of {saved.model.name}",
        "unit": unit,
        "groups": [
            {"heading": group.heading, "controls": [asdict(one) for one in group.controls]}
            for group in live.groups
        ],
        "labels": [{"name": name, "colour": colour} for name, colour in named.items()],
        "kpi_choices": [choice.name for choice in kpi_choices(saved)],
        "spec": spec,
        "cell": None if made_by is None else made_by.id,
    }
