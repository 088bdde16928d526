"""What engagement consists of: what people do, feel and think."""

from __future__ import annotations

from seg_jupyter.templates import vocabulary as words
from seg_jupyter.templates.cell import Cell
from seg_jupyter.templates.levels import everyone
from seg_jupyter.templates.roles import Roles

_STRONGEST = {"behavioural": "Doers", "emotional": "Fans", "cognitive": "Thinkers"}
"""Who scores high on one kind of engagement, and not on all together."""


def write(cell: Cell, roles: Roles) -> None:
    """Write the cell."""
    terms = {
        "behavioural": [
            (2, roles.active_days()),
            (1, roles.bought()),
            (1, roles.count(words.VISITS)),
            (1, roles.count(words.USES)),
        ],
        "emotional": [
            (2, roles.mean(words.SATISFACTION, "satisfied")),
            (2, roles.mean(words.AFFINITY, "attached")),
            (1, roles.mean(words.SENTIMENT, "tone")),
            (1, roles.count(words.LIKES)),
        ],
        "cognitive": [
            (2, roles.total(words.MINUTES, "time_spent")),
            (1, roles.total(words.PAGES, "pages_read")),
            (1, roles.count(words.OPENS)),
            (1, roles.count(words.COMMENTS)),
        ],
    }
    titles = {
        "behavioural": "behavioural: what people do",
        "emotional": "emotional: what they feel",
        "cognitive": "cognitive: what they give their attention to",
    }
    scores: dict[str, str] = {}
    for kind, metrics in terms.items():
        cell.paragraph(titles[kind])
        if name := cell.score(kind, metrics):
            scores[kind] = name
    if not scores:
        everyone(cell)
        return
    cell.paragraph("all of it; a score of which nothing is known for somebody is left out")
    overall = cell.define("engagement_score", f"score({', '.join(scores.values())})")
    cell.paragraph("the cuts are a start: move them to where your customers part")
    cell.segment("Engaged", f"{overall} >= 65")
    for kind, name in scores.items():
        cell.segment(_STRONGEST[kind], f"{name} >= 60")
    cell.segment("Distant", "otherwise")
