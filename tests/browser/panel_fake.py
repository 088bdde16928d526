"""Pictures for the panel's tests: shaped like the real ones, with figures that mean nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from seg_jupyter.jupyter.panel.widget import PanelWidget
from seg_jupyter.view.charts.live_bars import live_bars
from seg_jupyter.view.theme import palette

FOUR = ("Active", "Passive", "At risk", "Inactive")
HOSTILE = (
    '<img src=x onerror="window.hacked = 1">',
    "לקוחות פעילים \u202eabc",
    "A name of sixty characters, which is as long as they may be.",
    "constructor",
    "__proto__",
    "toString",
)
TWELVE = tuple(f"Level {number}" for number in range(1, 13))
CELL = "value = score(3 * orders_90d, 2 * spend_1y)\nActive: value >= 70\nPassive: otherwise"


def control(place: int, name: str, saved: float, **given: Any) -> dict[str, Any]:
    """Return one number as the browser gets it."""
    usual = {
        "place": place,
        "line": "value",
        "name": name,
        "words": name,
        "label": f"weight of {name} in value",
        "saved": saved,
        "unit": "",
        "live": True,
        "events": False,
        "low": -5.0,
        "high": 5.0,
        "step": 0.5,
    }
    return usual | given


def groups() -> list[dict[str, Any]]:
    """Return the numbers of a cell in its lines."""
    weights = [("orders_90d", 3.0), ("spend_1y", 2.0), ("since", -2.0), ("pace", 1.0)]
    cuts = [("Active", 70.0), ("Passive", 40.0)]
    found = [
        {
            "heading": "value = score(…)",
            "controls": [control(place, *weight) for place, weight in enumerate(weights)],
        }
    ]
    for place, (segment, cut) in enumerate(cuts, 4):
        words = {"words": "from", "label": f"{segment}: value from", "line": segment}
        ranges = {"low": 0.0, "high": 100.0, "step": 1.0}
        one = control(place, "value", cut, **words, **ranges)
        found.append({"heading": f"{segment}: value >= {cut:g}", "controls": [one]})
    days = {"words": "days, up to", "label": "At risk: since up to days", "unit": "days"}
    one = control(6, "since", 180.0, **days, low=0.0, high=365.0, step=1.0)
    found.append({"heading": "At risk: since <= 180", "controls": [one]})
    boxes = [
        control(
            place, name, 90.0, live=False, events=True, unit="d", label=f"{name}: last, in days"
        )
        for place, name in ((7, "orders_90d"), (8, "pace"))
    ]
    found.append({"heading": "windows (applied on Enter)", "controls": boxes})
    return found


class Fake:
    """Stands in for the numbers: answers as they do, and keeps what it was told.

    Parameters
    ----------
    names
        The segments.
    cell
        The id of the cell that the panel belongs to.
    pause
        How long an answer takes, in seconds.
    """

    def __init__(
        self, names: tuple[str, ...] = FOUR, cell: str | None = None, pause: float = 0.0
    ) -> None:
        self.names = names
        self.pause = pause
        self.heard: list[dict[str, Any]] = []
        self.saved = [c["saved"] for group in groups() for c in group["controls"]]
        self.values = list(self.saved)
        self.history: list[list[float]] = []
        self.undone: list[list[float]] = []
        self.presets: dict[str, list[float]] = {}
        self.kpis = ["revenue"]
        self.mute = False
        colours = dict(zip(names, palette(len(names)), strict=True))
        frame = {
            "name": "engagement",
            "unit": "households",
            "title": "Live panel of engagement",
            "groups": groups(),
            "spec": live_bars(colours, "Score (0–100)", "Households"),
            "kpi_choices": ["revenue", "margin", "age"],
            "cell": cell,
            "labels": [{"name": name, "colour": colours[name]} for name in names],
        }
        self.widget = PanelWidget(frame, self.picture(), self.receive)

    # Pictures

    def picture(self, seq: int | None = None, *, exact: bool = True) -> dict[str, Any]:
        """Return what the panel shows for the present numbers."""
        changed = [
            i for i, (a, b) in enumerate(zip(self.values, self.saved, strict=True)) if a != b
        ]
        names = list(self.names)
        shift = int(10 * (self.values[0] - self.saved[0]))
        return {
            "seq": seq,
            "exact": exact,
            "head": "2,469 households",
            "columns": [
                "now",
                "against the cell",
                *(f"{kpi} / household" for kpi in self.kpis),
                "within 1 point",
            ],
            "segments": [
                {
                    "name": name,
                    "now": f"{2400 // len(names) + shift * (i == 0):,}",
                    "difference": f"{shift:+}".replace("-", "−") if i == 0 and shift else "0",
                    "sign": (shift > 0) - (shift < 0) if i == 0 else 0,
                    "share": 1 / (i + 2),
                    "kpis": [f"USD {412 - 30 * i}" for _ in self.kpis],
                    "near": "38" if i < 2 else "–",
                    "hidden": False,
                }
                for i, name in enumerate(names)
            ],
            "kpis": self.kpis,
            "bars": self.bars(shift),
            "saved": [
                {"f0": low, "f1": low + 2, "f2": sum(self.heights(low, 0))}
                for low in range(0, 100, 2)
            ],
            "lines": [
                {"f0": self.values[5], "f1": f"Passive from {self.values[5]:g}"},
                {"f0": self.values[4], "f1": f"Active from {self.values[4]:g}"},
            ],
            "subtitle": "2,469 households, as of 31 Dec 2017; 0 unscored, 0 unassigned",
            "moves": {
                "from": names,
                "to": names,
                "cells": [[self.cell(i, j) for j in range(len(names))] for i in range(len(names))],
                "moved": f"{173 + shift} of 2,469 changed segment.",
            },
            "numbers": list(self.values),
            "changed": changed,
            "changes": ", ".join(f"{self.saved[i]:g} → {self.values[i]:g}" for i in changed),
            "undo": bool(self.history),
            "redo": bool(self.undone),
            "presets": list(self.presets),
            "text": CELL.replace("3", f"{self.values[0]:g}", 1),
        }

    def cell(self, row: int, column: int) -> dict[str, Any]:
        """Return one cell of who moved."""
        share = {0: 0.89 - 0.11 * (row % 4), 1: 0.1}.get(abs(row - column), 0.0)
        text = f"{share:.0%}" if share else "<10"
        return {"text": text, "share": share, "title": "", "hidden": not share}

    def heights(self, low: float, shift: int) -> list[int]:
        """Return how many of each segment have a score from `low` on."""
        middle = [85 - 70 * i / max(1, len(self.names) - 1) for i in range(len(self.names))]
        spread = 40 / len(self.names)
        return [
            int(max(0, 60 - ((low - m - shift / 5) / spread) ** 2 * 15 + (7 * low) % 11))
            for m in middle
        ]

    def bars(self, shift: int) -> list[dict[str, Any]]:
        """Return the bars, stacked by segment."""
        rows = []
        for low in range(0, 100, 2):
            start = 0
            for name, height in reversed(
                list(zip(self.names, self.heights(low, shift), strict=True))
            ):
                if height:
                    rows.append(
                        {"f0": low, "f1": low + 2, "f2": name, "f3": start, "f4": start + height}
                    )
                    start += height
        return rows

    # Answers

    def receive(self, message: dict[str, Any]) -> None:
        """Answer one message of the browser."""
        self.heard.append(message)
        if self.mute:
            return
        time.sleep(self.pause)
        getattr(self, "on_" + message["do"])(message)

    def on_opened(self, message: dict[str, Any]) -> None:
        """Have nothing to add."""

    def on_prepare(self, message: dict[str, Any]) -> None:
        """Have nothing to get ready."""

    def on_drag(self, message: dict[str, Any]) -> None:
        self.begun = getattr(self, "begun", None) or list(self.values)
        self.values[message["place"]] = message["value"]
        self.widget.preview(self.picture(message["seq"], exact=False))

    def on_drop(self, message: dict[str, Any]) -> None:
        self.history.append(getattr(self, "begun", None) or list(self.values))
        self.begun = None
        self.undone.clear()
        self.settle(message["seq"])

    def settle(self, seq: int | None = None) -> None:
        self.widget.settle(self.picture(seq))
        self.widget.stability("Stable: 4.1% would flip if all weights were 10% off (± 0.2).")

    def change(self, values: list[float]) -> None:
        self.history.append(list(self.values))
        self.values = values
        self.settle()

    def on_set(self, message: dict[str, Any]) -> None:
        if message["value"] > 1000:
            self.widget.fail("1001 is too much\n  value >= 1001\n           ^^^^")
            return
        values = list(self.values)
        values[message["place"]] = message["value"]
        self.change(values)

    def on_reset(self, message: dict[str, Any]) -> None:
        values = list(self.values)
        for place in range(len(values)) if message["place"] is None else [message["place"]]:
            values[place] = self.saved[place]
        self.change(values)

    def on_undo(self, message: dict[str, Any]) -> None:
        self.undone.append(self.values)
        self.values = self.history.pop()
        self.settle()

    def on_redo(self, message: dict[str, Any]) -> None:
        self.history.append(self.values)
        self.values = self.undone.pop()
        self.settle()

    def on_cancel(self, message: dict[str, Any]) -> None:
        self.widget.progress(None)

    def on_adopt(self, message: dict[str, Any]) -> None:
        self.widget.tell("", "")

    def on_preset(self, message: dict[str, Any]) -> None:
        if message["action"] == "keep":
            self.presets[message["name"]] = list(self.values)
        elif message["action"] == "drop":
            del self.presets[message["name"]]
        else:
            self.values = list(self.presets[message["name"]])
        self.settle()

    def on_kpis(self, message: dict[str, Any]) -> None:
        self.kpis = message["columns"]
        self.settle()

    def on_profile(self, message: dict[str, Any]) -> None:
        self.widget.profile(
            f"{message['from'] or 'All'} to {message['to']}",
            ["", "these", "all"],
            [["revenue", "412", "170"], ["orders_90d", "6.1", "2.2"]],
            "Medians; fewer than 10 people hidden",
        )

    def on_find(self, message: dict[str, Any]) -> None:
        if message["who"] == "nobody":
            self.widget.fail("There is no household nobody.")
            return
        before = {"segment": "Passive", "value": "66.1"}
        self.widget.found(message["who"], before, {"segment": "Active", "value": "71.4"})

    def on_keep(self, message: dict[str, Any]) -> None:
        text = message["source"].replace("score(3 *", f"score({self.values[0]:g} *")
        self.widget.keep(text, None, text)


def wanted(cell: str | None) -> Fake:
    """Return the fake that a test has asked for, in a file of the notebook's folder."""
    asked = json.loads(Path("fake.json").read_text("utf-8"))
    return Fake(globals()[asked["names"]], cell, asked["pause"])
