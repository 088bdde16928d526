"""What messages of the browser do to the numbers, and what is sent back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from seg_jupyter import Segmentation
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.jupyter.panel.driver import Driver
from seg_jupyter.jupyter.panel.panel import Panel

TEXT = "value = score(3 * visits, spend)\nTop: value >= 60\nRest: otherwise"
SPEND, TOP = 1, 2


def make(name: str = "engagement") -> Panel:
    people = pd.DataFrame({"visits": range(60), "spend": [9, 1, 4] * 20})
    return Segmentation(TEXT).fit(people, name=name).panel()


@pytest.fixture
def panel() -> Iterator[Panel]:
    opened = make()
    yield opened
    opened.retire()


@pytest.fixture
def sent(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(panel._driver.widget, "send", found.append)
    return found


def tell(driver: Driver, *messages: dict[str, Any]) -> None:
    """Send messages, and wait until all is done."""
    for message in messages:
        driver.receive(message)
    done = threading.Event()
    driver.worker.do(done.set)
    assert done.wait(10)


def test_a_dragged_number_is_taken_when_it_is_let_go(panel: Panel, sent: list[Any]) -> None:
    tell(panel._driver, {"do": "drag", "seq": 1, "place": TOP, "value": 50.0})
    assert sent[-1]["seq"] == sent[-1]["picture"]["seq"] == 1
    assert panel.text == TEXT
    tell(panel._driver, {"do": "drop", "seq": 2})
    assert panel.text == TEXT.replace("60", "50")
    assert panel._driver.widget.picture["seq"] == 2


def test_of_two_numbers_that_are_dragged_none_is_lost(panel: Panel, sent: list[Any]) -> None:
    tell(panel._driver, {"do": "drag", "seq": 1, "place": SPEND, "value": 2.0})
    tell(panel._driver, {"do": "drag", "seq": 2, "place": TOP, "value": 50.0})
    tell(panel._driver, {"do": "drop", "seq": 3})
    assert panel.text == TEXT.replace("spend)", "2 * spend)").replace("60", "50")


def test_a_drag_that_fails_is_answered_and_changes_no_picture(
    panel: Panel, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise SegmentUsageError("no such number")

    monkeypatch.setattr(panel.live, "preview", fail)
    tell(panel._driver, {"do": "drag", "seq": 7, "place": TOP, "value": 50.0})
    assert sent == [{"seq": 7}, {"error": "no such number"}]


def test_presets_are_those_of_later_panels_of_the_name(panel: Panel, sent: list[Any]) -> None:
    tell(
        panel._driver,
        {"do": "set", "place": TOP, "value": 50},
        {"do": "preset", "action": "keep", "name": "lower"},
    )
    later, other = make(), make("other")
    assert later.live.presets == ("lower",)
    assert other.live.presets == ()
    tell(later._driver, {"do": "preset", "action": "use", "name": "lower"})
    assert later.text == TEXT.replace("60", "50")
    tell(later._driver, {"do": "preset", "action": "drop", "name": "lower"})
    assert make().live.presets == ()
    # it is still in the panel that has kept it, which may drop it too
    tell(panel._driver, {"do": "preset", "action": "drop", "name": "lower"})
    assert not [message for message in sent if "error" in message]


def test_what_is_stopped_is_said_and_changes_nothing(
    panel: Panel, sent: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_it, go_on = threading.Event(), threading.Event()

    def slowly(place: int, value: float, on_step: Any) -> None:
        at_it.set()
        assert go_on.wait(10)
        on_step(0.5)

    monkeypatch.setattr(panel.live, "put_one", slowly)
    panel._driver.receive({"do": "set", "place": TOP, "value": 50})
    assert at_it.wait(10)
    panel._driver.receive({"do": "cancel"})
    go_on.set()
    tell(panel._driver)
    assert {"note": "Cancelled: the numbers are as they were."} in sent
    assert panel.text == TEXT


def test_another_run_comes_as_a_whole(panel: Panel, sent: list[Any]) -> None:
    people = pd.DataFrame({"visits": range(30), "spend": [9, 1, 4] * 10})
    again = Segmentation(TEXT.replace("60", "40")).fit(people, name="engagement")
    panel.run_again(again)
    assert panel._driver.widget.notice["action"]["name"] == "adopt"
    tell(panel._driver, {"do": "adopt"})
    widget = panel._driver.widget
    assert widget.notice["kind"] == ""
    assert widget.picture["numbers"][TOP] == 40
    assert [c["saved"] for group in widget.frame["groups"] for c in group["controls"]][TOP] == 40
    assert widget.picture["head"].startswith("30 ")
    assert panel.text == again.text


def test_a_run_of_the_same_numbers_is_shown_at_once(panel: Panel, sent: list[Any]) -> None:
    panel.set("Top", 50)
    people = pd.DataFrame({"visits": range(60), "spend": [9, 1, 4] * 20})
    panel.run_again(Segmentation(panel.text).fit(people, name="engagement"))
    tell(panel._driver)
    assert panel._driver.widget.picture["changed"] == []
    assert panel._driver.widget.notice["kind"] == ""


def test_a_retired_panel_still_has_its_numbers(panel: Panel) -> None:
    panel.set("Top", 50)
    panel.retire()
    assert panel._driver.closed
    panel.set("Top", 40)
    assert panel.text == TEXT.replace("60", "40")
