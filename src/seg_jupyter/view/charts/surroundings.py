"""What every chart has: who is shown and who is left out, the colours, and words for nobody."""

from __future__ import annotations

import altair as alt

from seg_jupyter.analysis.sizes import SegmentSize, segment_sizes
from seg_jupyter.engine.result import Result
from seg_jupyter.view.charts.naming import label_names, unit_of
from seg_jupyter.view.theme import MUTED, label_colours
from seg_jupyter.view.who import LeftOut, who_is_shown
from seg_jupyter.view.wording import percent, short, thousands

WIDTH = 520
CHARACTER = 6.4
"""Width of a character of small text, in pixels, to keep labels apart."""
_SYMBOL = 30
"""Width of a square in the legend with the room around it, in pixels."""


def subtitle_of(result: Result, score: str | None, unscored: int | None = None) -> str:
    """Say who is shown, as of when, and who is left out.

    `unscored` are those whom a chart of more scores than one leaves out.
    """
    if score is not None:
        unscored = result.facts.unscored[score]
    profiled = int(result.profiled.sum())
    left_out = LeftOut(result.unassigned, unscored, result.not_profiled)
    return who_is_shown(profiled, unit_of(result), result.as_of, left_out)


def size_label(size: SegmentSize) -> str:
    """Return how many customers a segment has, and their share: `410 · 16.6%`."""
    share = "" if size.share is None else f" · {percent(size.share)}"
    return thousands(size.customers) + share


def summary_of(result: Result, title: str) -> str:
    """Return the chart in words, for those who cannot see it."""
    parts = [f"{short(size.name)} {size_label(size)}" for size in segment_sizes(result)]
    return (
        ". ".join([title, subtitle_of(result, None), *(["; ".join(parts)] if parts else [])]) + "."
    )


def colour_of(field: str, result: Result, seen: set[str], *, above: int = 0) -> alt.Color:
    """Return the colours of the labels that are there, in the order of the cell.

    `above` is the height, in pixels, of what stands between the chart and its legend.
    """
    colours = label_colours(result.labels, len(result.segment_names))
    names = label_names(result)
    shown = [label for label in result.labels if label in seen]
    longest = max((len(names[label]) for label in shown), default=0)
    return alt.Color(
        f"{field}:N",
        scale=alt.Scale(
            domain=[names[label] for label in shown],
            range=[colours[label] for label in shown],
        ),
        legend=alt.Legend(
            orient="top",
            title=None,
            symbolType="square",
            labelLimit=240,
            columns=max(1, min(4, int(WIDTH / (longest * CHARACTER + _SYMBOL)))),
            offset=6 + above,
        ),
    )


def nothing(
    said: str, across: alt.X, width: int, height: int, title: alt.TitleParams
) -> alt.LayerChart | alt.FacetChart:
    """Draw an empty chart of the usual size, with a few words in its middle."""
    row = {"f0": 50, "f1": 0.5, "f2": said}
    words = (
        alt.Chart(alt.InlineData(values=[row]))
        .mark_text(color=MUTED, fontSize=13)
        .encode(x=across, y=alt.Y("f1:Q", axis=None).scale(domain=[0, 1]), text="f2:N")
    )
    return alt.layer(words).properties(width=width, height=height, title=title)
