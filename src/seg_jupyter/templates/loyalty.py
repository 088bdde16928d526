"""Loyalty in what people do, think and tell others."""

from __future__ import annotations

from seg_jupyter.templates import vocabulary as words
from seg_jupyter.templates.cell import Cell
from seg_jupyter.templates.levels import everyone
from seg_jupyter.templates.roles import YEAR, Roles


def write(cell: Cell, roles: Roles) -> None:
    """Write the cell."""
    cell.paragraph("behavioural: who comes and buys again")
    behavioural = cell.score(
        "behavioural",
        [
            (2, roles.bought(YEAR)),
            (1, roles.active_days(last=YEAR)),
            (1, roles.spend(last=YEAR)),
            (-1, roles.days_away()),
        ],
    )
    cell.paragraph("attitudinal: who thinks well of us")
    attitudinal = cell.score(
        "attitudinal",
        [
            (2, roles.mean(words.SATISFACTION, "satisfied")),
            (2, roles.mean(words.AFFINITY, "attached")),
            (1, roles.mean(words.SENTIMENT, "tone")),
        ],
    )
    cell.paragraph("advocacy: who tells others")
    recommend = roles.mean(words.RECOMMEND, "would_recommend")
    telling = [
        (2, roles.count(words.REFERRALS, YEAR)),
        (1, roles.count(words.REVIEWS, YEAR)),
        (1, roles.count(words.SHARES, YEAR)),
    ]
    advocacy = cell.score("advocacy", [(2, recommend), *telling])
    if not (behavioural or attitudinal or advocacy):
        everyone(cell)
        return
    named = [cell.name_of(metric) for _, metric in telling]
    told = [f"({name} > 0)" for name in named if name]
    spoke = cell.define("told", " + ".join(told)) if told else None
    cell.paragraph("the cuts are a start: move them to where your customers part")
    if advocacy and spoke:
        cell.segment("Active advocates", f"{spoke} > 0 and {advocacy} >= 60", "they tell others")
    elif advocacy and behavioural:
        condition = f"{advocacy} >= 60 and {behavioural} >= 60"
        cell.segment("Active advocates", condition, "they would recommend, and they buy")
    if advocacy and cell.name_of(recommend):
        cell.segment("Passive advocates", f"{advocacy} >= 60", "they would recommend, if asked")
    if attitudinal:
        cell.segment("Fond of us", f"{attitudinal} >= 60", "they think well, and say little")
    if behavioural:
        cell.segment("Loyal by habit", f"{behavioural} >= 60", "they come, and may go")
    cell.segment("Loosely tied", "otherwise")
