"""Colours, one for each segment, the same in every table, chart and panel of a result.

Segments are ordered, so their colours are, too: blues for those who are engaged, ambers for those
who are leaving, rust for those who are lost. Every colour has a contrast of at least 3 to 1 with
white and with near-black, so that one palette serves both themes.
"""

from __future__ import annotations

NOBODY = "#8a8f98"
"""Grey, for Unassigned, unscored and Not profiled."""

MUTED = "#7d838c"
"""For text and lines that must be read on white and on near-black."""

_BLUES = ("#2a6fb0", "#4b97cc")
_AMBERS = ("#c48518", "#b84f2e")

_FEW = {
    0: (),
    1: (_BLUES[0],),
    2: (_BLUES[0], _AMBERS[1]),
    3: (_BLUES[0], _AMBERS[0], _AMBERS[1]),
}


def palette(segments: int) -> tuple[str, ...]:
    """Return one colour for each of so many segments, from the best to the worst.

    Examples
    --------
    >>> palette(4)
    ('#2a6fb0', '#4b97cc', '#c48518', '#b84f2e')
    """
    if segments in _FEW:
        return _FEW[segments]
    engaged = (segments + 1) // 2
    return _between(*_BLUES, engaged) + _between(*_AMBERS, segments - engaged)


def _between(first: str, last: str, number: int) -> tuple[str, ...]:
    """Return colours at even steps from the first to the last."""
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (first, last)]
    steps = [place / max(number - 1, 1) for place in range(number)]
    return tuple(
        "#" + "".join(f"{round(a + (b - a) * step):02x}" for a, b in zip(*ends, strict=True))
        for step in steps
    )


def label_colours(labels: tuple[str, ...], segments: int) -> dict[str, str]:
    """Return the colour of each label: the segments' own, grey for the labels after them."""
    return dict(zip(labels, palette(segments) + (NOBODY,) * (len(labels) - segments), strict=True))
