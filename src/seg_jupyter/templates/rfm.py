"""Recency, frequency and monetary value."""

from __future__ import annotations

from seg_jupyter.templates import vocabulary
from seg_jupyter.templates.cell import Cell, Lack, Metric
from seg_jupyter.templates.levels import everyone, levels
from seg_jupyter.templates.roles import Roles, Signal

RULES = {
    "Champions": "r == 5 and f >= 4",
    "Loyal": "3 <= r <= 4 and f >= 4",
    "Potential loyalists": "r >= 4 and 2 <= f <= 3",
    "New": "r == 5 and f == 1",
    "Promising": "r == 4 and f == 1",
    "Need attention": "r == 3 and f == 3",
    "About to sleep": "r == 3 and f <= 2",
    "Can't lose them": "r <= 2 and f == 5",
    "At risk": "r <= 2 and 3 <= f <= 4",
    "Hibernating": "r <= 2 and f <= 2",
}
"""The ten names, best first: each pair of digits belongs to one of them, whatever their order."""


def write(cell: Cell, roles: Roles) -> None:
    """Write the cell."""
    bought = roles.purchases()
    away, often, money = roles.days_away(bought), _frequency(roles, bought), roles.spend()
    cell.paragraph("what each did, same-day purchases being one occasion")
    names = [cell.metric(metric) for metric in (away, often, money)]
    if not any(names):
        everyone(cell)
        return
    cell.paragraph("a digit for each, 1 to 5: 5 is lately, often, much; equal values, equal digits")
    since = names[0]
    digits = []
    for digit, name in zip("rfm", names, strict=True):
        if name is not None:
            value = f"-{name}" if name is since else name
            why = ""
            if since and name is not since and _may_be_silent(roles, bought):
                value, why = (
                    f"{name} if {since} >= 0 else 0",
                    f"who never {'bought' if bought else 'came'} has no digit",
                )
            digits.append(cell.define(digit, f"tile({value}, 5)", why))
    score = cell.define("rfm_score", f"score({', '.join(digits)})")
    if isinstance(away, Lack) or isinstance(often, Lack):
        levels(cell, score, "the ten names of RFM need both recency and frequency")
        return
    r, f = digits[:2]
    cell.paragraph("the ten usual names, best first")
    for name, rule in RULES.items():
        cell.segment(name, _renamed(rule, r, f))
    if _may_be_silent(roles, bought):
        cell.segment("No purchase" if bought else "Never came", "otherwise")


def _frequency(roles: Roles, bought: Signal | None) -> Metric | Lack:
    if roles.events is not None:
        days = roles.active_days(bought, last=None)
        assert isinstance(days, Metric)  # noqa: S101 - there are events
        return Metric("days_bought" if bought else "days_active", days.expression, days.why)
    customers = roles.given.customers
    column = None if customers is None else customers.number(vocabulary.FREQUENCY)
    if column is not None:
        return Metric("how_often", column.written, column.why)
    return Lack("frequency", "how_often = number of purchases")


def _may_be_silent(roles: Roles, bought: Signal | None) -> bool:
    """Tell whether customers may have no recency: a row for each, or only some events count."""
    if roles.events is None:
        return True
    return roles.given.customers is not None or bool(bought and bought.condition)


def _renamed(rule: str, r: str, f: str) -> str:
    """Write a rule with the names that the digits have."""
    return " ".join({"r": r, "f": f}.get(word, word) for word in rule.split(" "))
