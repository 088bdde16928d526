"""A panel and the browser that it talks to, without either a browser or a kernel."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from seg_jupyter import Segmentation, Segments
from seg_jupyter.jupyter.panel import driver, panel
from seg_jupyter.jupyter.panel.panel import Panel
from seg_jupyter.jupyter.panel.widget import PanelWidget

TEXT = """recent = count(last="30d")
value = score(2 * visits, spend, recent)  # as agreed
Top: value >= 70
Odd: 20 <= value < 30
Rest: otherwise
"""
REST = 0.03
PATIENCE = 10


def people(rows: int = 300) -> pd.DataFrame:
    chance = np.random.default_rng(5)
    return pd.DataFrame(
        {
            "id": [f"person-{number}" for number in range(rows)],
            "visits": chance.integers(0, 9, rows),
            "spend": chance.lognormal(3, 1, rows).round(2),
            "age": chance.integers(18, 80, rows).astype(float),
            "member": chance.random(rows) < 0.4,
        }
    )


def orders(rows: int = 900) -> pd.DataFrame:
    chance = np.random.default_rng(6)
    days = pd.Timestamp("2026-06-30") - pd.to_timedelta(chance.integers(0, 100, rows), "D")
    whose = [f"person-{number}" for number in chance.integers(0, 300, rows)]
    return pd.DataFrame({"id": whose, "at": days})


def fitted(text: str = TEXT, name: str = "engagement", **options: Any) -> Segments:
    options = {"id": "id", "time": "at", "name": name} | options
    return Segmentation(text).fit(people(), orders(), **options)


class Browser:
    """What is said to a panel, and all that it answers."""

    def __init__(self, panel: Panel) -> None:
        self.panel, self.driver = panel, panel._driver
        self.widget, self.worker = self.driver.widget, self.driver.worker
        self.sent: list[dict[str, Any]] = self.widget.__dict__.setdefault("sent", [])
        self.gate = threading.Event()

    def say(self, do: object, **more: Any) -> None:
        self.widget._handle_custom_msg({"do": do, **more}, [])

    def ask(self, do: object, **more: Any) -> list[dict[str, Any]]:
        """Say something, and return what is answered by the time that it is done."""
        before = len(self.sent)
        self.say(do, **more)
        self.done()
        return self.sent[before:]

    def done(self) -> None:
        """Wait until the worker has done all that it was told."""
        finished = threading.Event()
        self.worker.do(finished.set)
        assert finished.wait(PATIENCE)

    def block(self) -> None:
        """Keep the worker at something until the gate opens."""
        self.gate.clear()
        started = threading.Event()

        def wait() -> None:
            started.set()
            assert self.gate.wait(PATIENCE)

        self.worker.do(wait)
        assert started.wait(PATIENCE)

    def of_kind(self, kind: str) -> list[Any]:
        return [message[kind] for message in list(self.sent) if kind in message]

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.sent
            time.sleep(0.002)

    def close(self) -> None:
        self.gate.set()
        self.widget.close()


@pytest.fixture(autouse=True)
def recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what widgets send; rest early; nobody has kept any numbers."""

    def send(self: PanelWidget, content: dict[str, Any], buffers: object = None) -> None:
        json.dumps(content, allow_nan=False)
        self.__dict__.setdefault("sent", []).append(content)

    monkeypatch.setattr(PanelWidget, "send", send)
    monkeypatch.setattr(driver, "REST", REST)
    monkeypatch.setattr(panel, "_PRESETS", {})


@pytest.fixture(scope="package")
def saved() -> Segments:
    return fitted()


@pytest.fixture
def opened() -> Iterator[Callable[..., Browser]]:
    """Open a panel of a result; all are closed at the end."""
    browsers: list[Browser] = []

    def of(result: Segments, **options: Any) -> Browser:
        browsers.append(Browser(result.panel(**options)))
        return browsers[-1]

    yield of
    for browser in browsers:
        browser.close()


@pytest.fixture
def browser(saved: Segments, opened: Callable[..., Browser]) -> Browser:
    return opened(saved, kpis=["age", "member"])
