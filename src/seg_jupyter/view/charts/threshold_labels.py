"""Where the labels of thresholds stand: in rows, so that they never meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seg_jupyter.analysis.thresholds import Threshold
from seg_jupyter.view.charts.surroundings import CHARACTER
from seg_jupyter.view.threshold_words import label_of, on_the_scale

LABEL_ROW = 15
"""Height of a row of labels, in pixels."""


def threshold_rows(thresholds: Sequence[Threshold], width: int) -> list[dict[str, Any]]:
    """Return the thresholds within the scale, their labels in rows where they do not meet.

    `f0` is the value, `f1` the label, `f2` its row, `f3` the side of the line on which it stands,
    and `f4` its distance from the top, in pixels.
    """
    rows: list[dict[str, Any]] = []
    ends: list[list[tuple[float, float]]] = []
    for threshold in on_the_scale(thresholds):
        text = label_of(threshold)
        at, wide = threshold.value / 100 * width, len(text) * CHARACTER + 8
        right = at + wide <= width
        here = (at, at + wide) if right else (at - wide, at)
        row = next(
            (i for i, row in enumerate(ends) if all(here[1] <= a or b <= here[0] for a, b in row)),
            len(ends),
        )
        if row == len(ends):
            ends.append([])
        ends[row].append(here)
        rows.append(
            {
                "f0": threshold.value,
                "f1": text,
                "f2": row,
                "f3": "right" if right else "left",
                "f4": 2 + row * LABEL_ROW,
            }
        )
    return rows


def rows_above(thresholds: Sequence[Threshold], width: int) -> list[dict[str, Any]]:
    """Return the thresholds within the scale, their labels right of lines that go up to them.

    `f0` is the value, `f1` the label, and `f4` where it begins above the chart, in pixels and
    negative. No line goes through a label: what it would meet stands lower.
    """
    rows: list[dict[str, Any]] = []
    for threshold in reversed(on_the_scale(thresholds)):
        text = label_of(threshold)
        end = threshold.value + (len(text) * CHARACTER + 8) / width * 100
        met = [row["f4"] for row in rows if row["f0"] < end]
        rows.append({"f0": threshold.value, "f1": text, "f4": min(met, default=0) - LABEL_ROW})
    return rows


def rows_beside(thresholds: Sequence[Threshold], height: int) -> list[dict[str, Any]]:
    """Return the thresholds within the scale, their labels at the ends of horizontal lines.

    `f0` is the value, `f1` the label, and `f4` the label's place from the top, in pixels: at the
    line, or as near as the others let it.
    """
    known = on_the_scale(thresholds)
    places: list[float] = []
    for threshold in known:
        wanted = height * (1 - threshold.value / 100)
        places.append(min(wanted, places[-1] - LABEL_ROW) if places else wanted)
    highest = 0.0
    for number in reversed(range(len(places))):
        places[number] = max(places[number], highest)
        highest = places[number] + LABEL_ROW
    return [
        {"f0": threshold.value, "f1": label_of(threshold), "f4": place}
        for threshold, place in zip(known, places, strict=True)
    ]
