"""The Tab key in a notebook: what a kernel answers when JupyterLab asks for completions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
from IPython.core.completer import provisionalcompleter, rectify_completions
from IPython.core.interactiveshell import InteractiveShell

PEOPLE = 200


@dataclass(frozen=True)
class Tabbed:
    """What is offered: what would be replaced, by what, and what stands beside each offer."""

    replaced: str
    texts: list[str]
    types: dict[str, str]


Tab = Callable[[str], Tabbed]


def press_tab(shell: InteractiveShell, marked: str) -> Tabbed:
    """Press Tab where a text has its |, as the kernel of JupyterLab does."""
    before, after = marked.split("|")
    text = before + after
    with provisionalcompleter():
        raw = shell.Completer.completions(text, len(before))
        found = list(rectify_completions(text, raw))
    types = {c.text: c.type.replace("\xa0", " ").replace("\u2011", "-") for c in found}
    replaced = text[found[0].start : found[0].end] if found else ""
    return Tabbed(replaced, [c.text for c in found], types)


def customers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": range(PEOPLE),
            "plan": ["gold"] * 100 + ["silver"] * 91 + ["private"] * 9,
            "days since visit": 1.5,
            "class": 2,
            "signup": pd.Timestamp("2024-01-01"),
            "joined": "2024-01-01",
            "agreed": True,
            "note": [f"note {i}" for i in range(PEOPLE)],
            "tags": [["a"]] * PEOPLE,
            "region": pd.Categorical(["north"] * 100 + ["so\"u'th\\"] * 100),
            7: 0,
        }
    )


def orders() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [*range(PEOPLE), *[0] * 50],
            "amount": 9.5,
            "amount_net": 8.0,
            "channel": ["web", "shop"] * 100 + ["kiosk"] * 50,
            "at": pd.Timestamp("2024-01-01"),
            "seen": pd.Timestamp("2024-01-01"),
        }
    )
