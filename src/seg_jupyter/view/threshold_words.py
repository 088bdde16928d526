"""Thresholds of a score in words: the label at the line where a segment starts or ends."""

from __future__ import annotations

from collections.abc import Sequence

from seg_jupyter.analysis.thresholds import Threshold
from seg_jupyter.view.wording import points, short

_LONGEST = 24
"""Longest name in a label, in characters."""


def on_the_scale(thresholds: Sequence[Threshold]) -> list[Threshold]:
    """Return the thresholds from 0 to 100, in ascending order."""
    return sorted((t for t in thresholds if 0 <= t.value <= 100), key=lambda t: t.value)


def label_of(threshold: Threshold) -> str:
    """Return what stands beside the line of a threshold: `Active from 70`."""
    return f"{short(threshold.segment, _LONGEST)} {threshold.words} {points(threshold.value)}"


def together(thresholds: Sequence[Threshold]) -> tuple[Threshold, ...]:
    """Let one label stand for all segments that start or end at one value."""
    segments: dict[tuple[str, float], list[str]] = {}
    for threshold in thresholds:
        segments.setdefault((threshold.words, threshold.value), []).append(threshold.segment)
    return tuple(
        Threshold(_and_more(names), words, value) for (words, value), names in segments.items()
    )


def _and_more(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    more = " and others"
    return short(names[0], _LONGEST - len(more)) + more
