"""Every starting point: what it is for, where the idea is from, and what writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from seg_jupyter.templates import blank, channels, engagement, engagement_types, loyalty, rfm
from seg_jupyter.templates.cell import Cell
from seg_jupyter.templates.roles import Roles


@dataclass(frozen=True, slots=True)
class Template:
    """A starting point.

    Parameters
    ----------
    summary
        What it makes, in one line.
    idea, source
        What it says of itself at the top of a cell.
    write
        What writes the lines below.
    """

    summary: str
    idea: str
    source: str
    write: Callable[[Cell, Roles], None]


TEMPLATES = {
    "engagement": Template(
        "how engaged customers are: Active, Passive, Disengaged, Inactive",
        "Engagement: how lately, how often and how much each takes part.",
        "Common practice of e-mail and web marketing; weights and cuts are a start, no standard.",
        engagement.write,
    ),
    "engagement-types": Template(
        "behavioural, emotional and cognitive engagement, and one score of all",
        "Engagement is what people do, feel and think.",
        "From research on customer engagement: Brodie, Hollebeek, Juric and Ilic, 2011.",
        engagement_types.write,
    ),
    "channels": Template(
        "where customers are active: e-mail, social media, web, product",
        "Channels: meet people where they are active anyway.",
        "Common practice of marketing over several channels.",
        channels.write,
    ),
    "loyalty": Template(
        "what people do, think and tell: Active advocates to Loosely tied",
        "Loyalty is what people do, what they think, and what they tell others.",
        "From Dick and Basu, 1994, for whom habit without a good opinion is no loyalty yet, and "
        "Reichheld, 2003, who asked whether people would recommend.",
        loyalty.write,
    ),
    "rfm": Template(
        "recency, frequency, monetary value: ten segments from Champions to Hibernating",
        "RFM: who bought lately, often and for much is likelier to buy again.",
        "From direct mail; fifths were made known by Arthur Hughes (Strategic Database Marketing, "
        "1994), the ten names are common in e-mail marketing.",
        rfm.write,
    ),
    "blank": Template(
        "a minimal cell of the frame's own names",
        "A start: what counts, and where the cuts are.",
        "From the names of the columns alone, and from no theory.",
        blank.write,
    ),
}
"""Every starting point by its name, in the order in which they are listed."""
