"""How engaged customers are: Active, Passive, Disengaged, Inactive."""

from __future__ import annotations

from seg_jupyter.templates import vocabulary as words
from seg_jupyter.templates.cell import Cell
from seg_jupyter.templates.levels import everyone
from seg_jupyter.templates.roles import QUARTER, Roles

_SOCIAL = next(channel for channel in words.CHANNELS if channel.name == "social")


def write(cell: Cell, roles: Roles) -> None:
    """Write the cell."""
    days_away = roles.days_away()
    cell.paragraph("what each did in the last 90 days" if roles.events else "what each did")
    score = cell.score(
        "engagement_score",
        [
            (3, roles.active_days()),
            (-2, days_away),
            (2, roles.bought()),
            (1, roles.spend(last=QUARTER)),
            (1, roles.count(words.VISITS)),
            (1, roles.count(words.USES)),
            (1, roles.count(words.CLICKS)),
            (1, roles.actions(_SOCIAL)),
        ],
    )
    if score is None:
        everyone(cell)
        return
    away = cell.name_of(days_away)
    if away is None:
        cell.paragraph("the cuts are a start: move them to where your customers part")
        cell.segment("Active", f"{score} >= 70")
        cell.segment("Passive", f"{score} >= 40")
        cell.segment("Disengaged", f"{score} >= 20")
        cell.segment("Inactive", "otherwise")
        return
    recent = cell.define("recent", f"{away} <= 90", "who is away for longer is inactive")
    cell.paragraph("the cuts are a start: move them to where your customers part")
    cell.segment("Active", f"{recent} and {score} >= 70")
    cell.segment("Passive", f"{recent} and {score} >= 40")
    cell.segment("Disengaged", recent)
    cell.segment("Inactive", "otherwise")
