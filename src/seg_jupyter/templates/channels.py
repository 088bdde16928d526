"""Where customers are active: by e-mail, on social media, on the web, in the product."""

from __future__ import annotations

import re

from seg_jupyter.templates.cell import Cell, Lack, Metric
from seg_jupyter.templates.levels import everyone
from seg_jupyter.templates.roles import QUARTER, Roles, Signal
from seg_jupyter.templates.vocabulary import CHANNELS, words_in

_MOST = 6
"""Most channels that a cell tells apart."""
_SEVERAL = 3
_LABEL = re.compile(r"[^\W\d_][\w &/-]{0,40}")
"""What can be the name of a segment without a second thought."""
_TAKEN = {"several channels", "nowhere", "unassigned", "not profiled"}


def write(cell: Cell, roles: Roles) -> None:
    """Write the cell."""
    cell.paragraph("on how many of the last 90 days each did something there: days compare")
    days = _named(cell, roles) or _known(cell, roles)
    if not days and roles.events is not None:
        days = {_written(cell, "active_days", Signal("")): "Somewhere"}
    if not days:
        everyone(cell)
        return
    cell.paragraph()
    score = cell.define("reach_score", f"score({', '.join(days)})")
    if len(days) == 1:
        _one(cell, score, days)
    else:
        _several(cell, days)
    cell.segment("Nowhere", "otherwise")


def _one(cell: Cell, score: str, days: dict[str, str]) -> None:
    ((name, label),) = days.items()
    cell.paragraph("one channel alone, and nothing to compare it with")
    cell.segment(f"{label}, often", f"{name} > 0 and {score} >= 60")
    cell.segment(label, f"{name} > 0")


def _several(cell: Cell, days: dict[str, str]) -> None:
    most = cell.define("most", f"greatest({', '.join(days)})")
    used = cell.define("used", " + ".join(f"({name} > 0)" for name in days))
    cell.paragraph("several channels, else where somebody is on most days; of equals, the first")
    cell.segment("Several channels", f"{used} >= {min(_SEVERAL, len(days))}")
    for name, label in days.items():
        cell.segment(label, f"{most} > 0 and {name} == {most}")


def _known(cell: Cell, roles: Roles) -> dict[str, str]:
    """Write the days on each channel; return the names of these lines, and of the channels."""
    found: dict[str, str] = {}
    lacks = []
    for channel in CHANNELS:
        signal, name = roles.of_channel(channel), f"{channel.name}_days"
        if signal is None:
            example = f'active_days(channel == "{channel.name}", last="{QUARTER}")'
            what = f"events of {channel.label.lower()}"
            lacks.append(Lack(what, f"{name} = {example}", plural=True))
        else:
            found[_written(cell, name, signal)] = channel.label
    for lack in lacks:
        cell.metric(lack)
    return found


def _named(cell: Cell, roles: Roles) -> dict[str, str]:
    """Write the days on the channels that a column names."""
    found: dict[str, str] = {}
    for number, (text, signal) in enumerate([*roles.named_channels().items()][:_MOST], 1):
        name = "_".join([*words_in(text).split(), "days"])
        label = text.strip()
        fits = bool(_LABEL.fullmatch(label)) and label.casefold() not in _TAKEN
        if not fits or label in found.values() or not (name.isascii() and name.isidentifier()):
            name, label = f"channel_{number}_days", f"Channel {number}"
        found[_written(cell, name, signal)] = label
    return found


def _written(cell: Cell, name: str, signal: Signal) -> str:
    metric = Metric(name, f"active_days({signal.arguments(last=QUARTER)})", signal.why)
    return cell.metric(metric) or name
