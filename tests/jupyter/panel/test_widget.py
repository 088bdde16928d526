"""The widget of the panel without a browser: its traits, what it sends, what it passes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from seg_jupyter.jupyter.panel.library import Library, library
from seg_jupyter.jupyter.panel.widget import PanelWidget

FRAME = {"name": "engagement", "groups": []}


class Heard(PanelWidget):
    """A panel that keeps what it sends to the browser."""

    def __init__(self, *given: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__(*given)

    def send(self, content: dict[str, Any], buffers: object = None) -> None:
        json.dumps(content)
        self.sent.append(content)


@pytest.fixture
def told() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def panel(told: list[dict[str, Any]]) -> Iterator[Heard]:
    widget = Heard(FRAME, {"numbers": [3.0]}, told.append)
    yield widget
    widget.close()


def test_the_library_is_one_for_all_panels(panel: Heard) -> None:
    other = PanelWidget(FRAME, {}, print)
    assert panel._library is other._library is library()
    assert "expressionInterpreter" in library().source


def test_a_library_that_was_closed_is_made_anew() -> None:
    first = library()
    Library.close(first)
    assert library() is not first
    assert library().comm is not None


def test_what_the_browser_says_is_passed_on(panel: Heard, told: list[dict[str, Any]]) -> None:
    panel._handle_custom_msg({"do": "drag", "seq": 4, "place": 0, "value": 2.5}, [])
    assert told == [{"do": "drag", "seq": 4, "place": 0, "value": 2.5}]


@pytest.mark.parametrize("message", [None, "drag", [], {}, {"do": 3}])
def test_what_is_no_message_is_left_alone(
    message: object, panel: Heard, told: list[dict[str, Any]]
) -> None:
    panel._handle_custom_msg(message, [])
    assert told == panel.sent == []


def test_the_question_whether_the_kernel_is_there_is_answered_at_once(
    panel: Heard, told: list[dict[str, Any]]
) -> None:
    panel._handle_custom_msg({"do": "ping", "seq": 7}, [])
    assert panel.sent == [{"pong": 7}]
    assert told == []


def test_an_exception_is_shown_in_the_panel() -> None:
    def fails(message: dict[str, Any]) -> None:
        raise ValueError(f"cannot {message['do']}")

    panel = Heard(FRAME, {}, fails)
    panel._handle_custom_msg({"do": "undo"}, [])
    assert panel.sent == [{"error": "ValueError: cannot undo"}]


def test_a_picture_that_stays_is_state_and_a_passing_one_is_not(panel: Heard) -> None:
    panel.preview({"numbers": [4.0], "seq": 2, "exact": False})
    assert panel.sent == [
        {"picture": {"numbers": [4.0], "seq": 2, "exact": False}, "seq": 2},
    ]
    assert panel.picture == {"numbers": [3.0]}
    panel.settle({"numbers": [4.0], "seq": 3})
    assert panel.picture == {"numbers": [4.0], "seq": 3}
    assert len(panel.sent) == 1


def test_the_same_picture_is_an_answer_too(panel: Heard) -> None:
    panel.settle({"numbers": [3.0]})
    assert panel.sent == [{"picture": {"numbers": [3.0]}}]


def test_everything_that_can_be_told(panel: Heard) -> None:
    panel.fail("There is no household 7.")
    panel.progress("reading events", 0.5)
    panel.progress(None)
    panel.stability("Stable.")
    panel.profile("Active", ("", "these"), (("revenue", "412"),))
    panel.found("7", {"segment": "Active"}, {"segment": "Passive"})
    panel.keep("new", None, "copy")
    assert panel.sent == [
        {"error": "There is no household 7."},
        {"progress": {"text": "reading events", "share": 0.5}},
        {"progress": None},
        {"stability": {"text": "Stable."}},
        {
            "profile": {
                "title": "Active",
                "columns": ["", "these"],
                "rows": [["revenue", "412"]],
                "note": "",
            }
        },
        {"found": {"who": "7", "before": {"segment": "Active"}, "after": {"segment": "Passive"}}},
        {"keep": {"text": "new", "problem": None, "copy": "copy"}},
    ]
    assert "7" not in json.dumps(panel.get_state(["frame", "picture", "notice"]))


def test_a_notice_stays_until_it_is_taken_back(panel: Heard) -> None:
    panel.tell("note", "The cell was run again.", {"name": "adopt", "label": "Take it over"})
    assert panel.notice == {
        "kind": "note",
        "text": "The cell was run again.",
        "action": {"name": "adopt", "label": "Take it over"},
    }
    panel.tell("", "")
    assert panel.notice == {"kind": "", "text": "", "action": None}
