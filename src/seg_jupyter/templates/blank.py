"""A minimal cell, of the frame's own names."""

from __future__ import annotations

from seg_jupyter.lang.quoting import as_name
from seg_jupyter.templates.cell import Cell
from seg_jupyter.templates.levels import everyone, levels
from seg_jupyter.templates.roles import Roles

_MOST = 3
"""Most columns that it takes."""


def write(cell: Cell, roles: Roles) -> None:
    """Write the cell."""
    cell.paragraph()
    if roles.events is not None:
        score = cell.score("value", [(1, roles.active_days()), (1, roles.spend())])
    else:
        customers = roles.given.customers
        columns = customers.numbers() if customers else []
        cell.found += len(columns)
        terms = ", ".join(as_name(name) or "" for name in columns[:_MOST])
        why = f"guessed: the first numbers of {customers.called}" if customers else ""
        score = cell.define("value", f"score({terms})", why) if terms else None
    if score is None:
        everyone(cell)
    else:
        levels(cell, score)
