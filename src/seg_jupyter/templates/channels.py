"""Where customers are active: by e-mail, on social media, on the web, in the product."""

from __future__ import annotations

from seg_jupyter.templates.cell import Cell, Lack, Metric
from seg_jupyter.templates.levels import everyone
from seg_jupyter.templates.roles import QUARTER, Roles, Signal
from seg_jupyter.templates.vocabulary import CHANNELS

_MOST = 6
"""Most channels that a cell tells apart."""


def write(cell: Cell, roles: Roles) -> None:
    """Write the cell."""
    cell.paragraph(
        "on how many of the last 90 days each did something there; days compare, counts do not"
    )
    days = _days(cell, roles)
    if not days:
        everyone(cell)
        return
    cell.paragraph()
    score = cell.define("reach_score", f"score({', '.join(days)})")
    if len(days) == 1:
        ((name, label),) = days.items()
        cell.paragraph("one channel alone: there is nothing to compare it with")
        cell.segment(f"Often: {label}".replace(": ", ", "), f"{score} >= 60 and {name} > 0")
        cell.segment(label, f"{name} > 0")
        cell.segment("Nowhere", "otherwise")
        return
    most = cell.define("most", f"greatest({', '.join(days)})")
    used = cell.define("used", " + ".join(f"({name} > 0)" for name in days))
    cell.paragraph("several channels, else where somebody is on most days; of equals, the first")
    several = min(3, len(days))
    cell.segment("Several channels", f"{used} >= {several}")
    for name, label in days.items():
        cell.segment(label, f"{most} > 0 and {name} == {most}")
    cell.segment("Nowhere", "otherwise")


def _days(cell: Cell, roles: Roles) -> dict[str, str]:
    """Write the days on each channel; return the names of these lines, and of the channels."""
    found: dict[str, str] = {}
    lacks = []
    for channel in CHANNELS:
        signal, name = roles.of_channel(channel), f"{channel.name}_days"
        if signal is None:
            example = f'active_days(source == "{channel.name}", last="{QUARTER}")'
            lacks.append(Lack(channel.label.lower(), f"{name} = {example}"))
        else:
            found[_written(cell, name, signal)] = channel.label
    if not found:
        others = list(roles.other_channels().items())[:_MOST]
        for number, (text, signal) in enumerate(others, 1):
            found[_written(cell, f"channel_{number}_days", signal)] = f"Channel {number}"
    for lack in lacks:
        cell.metric(lack)
    if not found and roles.events is not None:
        found[_written(cell, "active_days", Signal(""))] = "Anywhere"
    return found


def _written(cell: Cell, name: str, signal: Signal) -> str:
    metric = Metric(name, f"active_days({signal.arguments(last=QUARTER)})", signal.why)
    return cell.metric(metric) or name
