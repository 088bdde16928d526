"""What the browser asks of a panel, message by message."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from seg_jupyter.api.sources import Source
from seg_jupyter.engine.inputs import Inputs
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.jupyter.panel import pictures
from seg_jupyter.jupyter.panel.driver import Driver
from seg_jupyter.jupyter.panel.panel import Panel
from seg_jupyter.jupyter.panel.pictures import Pictures

from .conftest import PATIENCE, TEXT, Browser, fitted

LAST, VISITS, SPEND, RECENT, TOP, LOW, HIGH = range(7)


def sizes(picture: dict[str, Any]) -> dict[str, str]:
    return {row["name"]: row["now"] for row in picture["segments"]}


def counted(text: str) -> dict[str, str]:
    """What a fresh run says, as a picture writes it."""
    rows = fitted(text).segments.to_dicts()
    return {row["segment"]: f"{row['customers']:,}" for row in rows}


# a number that is dragged


def test_a_drag_is_answered_with_its_number_and_not_taken(browser: Browser) -> None:
    browser.say("prepare", place=TOP)
    (answer, *_) = browser.ask("drag", seq=12, place=TOP, value=55)
    assert answer["seq"] == answer["picture"]["seq"] == 12
    assert answer["picture"]["numbers"][TOP] == 55
    assert answer["picture"]["changed"] == [TOP]
    assert answer["picture"]["changes"] == "Top: value from 70 → 55"
    assert {line["f0"] for line in answer["picture"]["lines"]} == {55, 20, 30}
    assert sizes(answer["picture"]) == counted(TEXT.replace("70", "55"))
    assert browser.panel.text == TEXT
    assert browser.widget.picture["numbers"][TOP] == 70


def test_what_is_let_go_is_exact_and_stays(browser: Browser) -> None:
    browser.say("drag", seq=1, place=SPEND, value=3.5)
    browser.ask("drop", seq=2)
    text = TEXT.replace("spend", "3.5 * spend")
    assert browser.panel.text == text
    picture = browser.widget.picture
    assert (picture["seq"], picture["exact"], picture["text"]) == (2, True, text)
    assert picture["undo"]
    assert sizes(picture) == counted(text)
    # and again, where nothing was dragged: an answer all the same
    browser.ask("drop", seq=3)
    assert browser.widget.picture["seq"] == 3
    assert browser.panel.text == text


def test_of_a_hundred_drags_only_the_newest_is_counted(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    at = Pictures.at

    def noted(self: Pictures, place: int, value: float) -> dict[str, Any]:
        asked.append(value)
        return at(self, place, value)

    monkeypatch.setattr(Pictures, "at", noted)
    browser.block()
    for number in range(100):
        browser.say("drag", seq=number, place=VISITS, value=number / 20)
    browser.say("drop", seq=100)
    browser.gate.set()
    browser.done()
    assert asked == [4.95]
    assert [message["seq"] for message in browser.sent if "seq" in message] == [99]
    assert browser.panel.text == TEXT.replace("2 * visits", "4.95 * visits")
    assert browser.widget.picture["seq"] == 100


@pytest.mark.parametrize("error", [SegmentUsageError("it is broken"), KeyError("person-7")])
def test_a_drag_that_fails_is_answered_too(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Pictures, "at", fail)
    answers = browser.ask("drag", seq=5, place=TOP, value=55)
    said = "it is broken" if isinstance(error, SegmentUsageError) else "This did not work: KeyError"
    assert answers[0] == {"seq": 5}
    assert said in answers[1]["error"]
    assert "person" not in answers[1]["error"]
    monkeypatch.undo()


def test_a_number_that_cannot_stand_there_is_refused_when_it_is_let_go(browser: Browser) -> None:
    first, second = browser.ask("drag", seq=5, place=LAST, value=0.5)
    assert first["seq"] == 5
    assert "0.5 cannot stand in place of" in second["error"]
    (answer,) = browser.ask("drop", seq=6)
    assert "0.5 cannot stand in place of" in answer["error"]
    assert browser.widget.picture["seq"] == 6
    assert browser.widget.picture["numbers"][LAST] == 30
    assert not browser.widget.picture["undo"]


# at rest


def test_at_rest_it_is_told_how_stable_the_segments_are(browser: Browser) -> None:
    browser.say("opened")
    browser.until(lambda: browser.of_kind("stability"))
    first = browser.of_kind("stability")[0]["text"]
    assert first == repr(browser.panel.live.stability())
    browser.say("drag", seq=1, place=VISITS, value=0)
    browser.until(lambda: len(browser.of_kind("stability")) == 2)
    assert browser.of_kind("stability")[1]["text"] != first
    assert browser.panel.text == TEXT


def test_the_next_drag_ends_what_was_begun_at_rest(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, whole = threading.Event(), pictures.stability

    def slow(result: Any, cancelled: Callable[[], bool]) -> Any:
        if not started.is_set():
            started.set()
            end = time.monotonic() + PATIENCE
            while not cancelled():
                assert time.monotonic() < end
                time.sleep(0.001)
        return whole(result, cancelled=cancelled)

    monkeypatch.setattr(pictures, "stability", slow)
    browser.say("drag", seq=1, place=VISITS, value=0)
    assert started.wait(PATIENCE)
    assert browser.ask("drag", seq=2, place=VISITS, value=2)[0]["seq"] == 2
    assert browser.of_kind("stability") == []
    browser.until(lambda: browser.of_kind("stability"))
    assert len(browser.of_kind("stability")) == 1


# what is asked for once


def test_numbers_that_are_typed_taken_back_and_taken_again(browser: Browser) -> None:
    browser.ask("set", place=LAST, value=7)
    browser.ask("set", place=TOP, value=123.25)
    shorter = TEXT.replace("30d", "7d")
    assert browser.panel.text == shorter.replace("70", "123.25")
    assert sizes(browser.widget.picture) == counted(browser.panel.text)
    browser.ask("undo")
    assert browser.panel.text == browser.widget.picture["text"] == shorter
    browser.ask("undo")
    browser.ask("undo")
    assert browser.widget.picture["changes"] == ""
    assert not browser.widget.picture["undo"]
    browser.ask("redo")
    assert browser.widget.picture["text"] == shorter
    browser.ask("redo")
    browser.ask("reset", place=LAST)
    assert browser.widget.picture["text"] == TEXT.replace("70", "123.25")
    browser.ask("reset", place=None)
    assert browser.widget.picture["text"] == TEXT
    assert browser.of_kind("error") == []


def test_presets(browser: Browser) -> None:
    browser.say("set", place=TOP, value=40)
    browser.ask("preset", name="wide", action="keep")
    browser.ask("reset", place=None)
    assert browser.widget.picture["presets"] == ["wide"]
    browser.ask("preset", name="wide", action="use")
    assert browser.widget.picture["numbers"][TOP] == 40
    browser.ask("preset", name="wide", action="drop")
    assert browser.widget.picture["presets"] == []
    answer = browser.ask("preset", name="wide", action="use")
    assert answer[-1]["error"] == "no preset is called 'wide'\nThere are no presets yet."
    answer = browser.ask("preset", name=" ", action="keep")
    assert answer[-1]["error"] == "a preset needs a name\nGive it 1 to 60 characters."


def test_other_columns_are_watched(browser: Browser) -> None:
    assert browser.widget.picture["kpis"] == ["age", "member"]
    browser.ask("kpis", columns=["spend"])
    assert browser.widget.picture["kpis"] == ["spend"]
    assert "no column of numbers 'id'" in browser.ask("kpis", columns=["id"])[-1]["error"]
    assert browser.widget.picture["kpis"] == ["spend"]


def test_profiles(browser: Browser) -> None:
    (answer,) = browser.ask("profile", **{"from": None, "to": "Rest"})
    assert answer["profile"]["title"] == "Rest now"
    assert [row[0] for row in answer["profile"]["rows"]] == ["visits", "spend", "recent"]
    (answer,) = browser.ask("profile", **{"from": "Top", "to": "Rest"})
    assert answer["profile"]["rows"] == []
    assert answer["profile"]["note"] == "Nobody is in this group."
    (answer,) = browser.ask("profile", **{"from": None, "to": "Resst"})
    assert answer["error"] == "no segment is called 'Resst'\nClosest: 'Rest'."


def test_one_customer_is_found(browser: Browser) -> None:
    (answer,) = browser.ask("find", who="  person-7 ")
    row = people_row(browser.panel, "person-7")
    assert answer["found"]["who"] == "person-7"
    assert answer["found"]["before"] == answer["found"]["after"]
    assert answer["found"]["before"]["segment"] == row["segment"]
    (answer,) = browser.ask("find", who="nobody")
    assert "nobody" in answer["error"]


def people_row(panel: Panel, who: str) -> pd.Series:
    frame = panel.result.frame
    return frame[frame["id"] == who].iloc[0]


def test_a_slow_computation_shows_how_far_it_is_and_can_be_cancelled(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, started = Source.read, threading.Event()

    def slow(self: Source) -> Inputs:
        started.set()
        assert browser.gate.wait(PATIENCE)
        return read(self)

    monkeypatch.setattr("seg_jupyter.jupyter.panel.driver._SLOW", 0)
    monkeypatch.setattr(Source, "read", slow)
    browser.say("set", place=TOP, value=60)
    for ask in ({"do": "set", "place": LAST, "value": 7}, {"do": "set", "place": LAST, "value": 9}):
        started.clear()
        browser.gate.clear()
        browser.say(**ask)
        assert started.wait(PATIENCE)
        browser.say("cancel")
        browser.gate.set()
        browser.done()
        assert browser.panel.text == TEXT.replace("70", "60")
        assert browser.widget.picture["text"] == browser.panel.text
        assert browser.of_kind("note")[-1] == "Cancelled: the numbers are as they were."
    browser.gate.set()
    browser.ask("set", place=LAST, value=7)
    assert browser.panel.text == TEXT.replace("70", "60").replace("30d", "7d")
    shares = [one["share"] for one in browser.of_kind("progress") if one is not None]
    assert shares[0] == 0
    assert shares[-1] == 1
    assert browser.of_kind("progress")[-1] is None
    # taking it back reads the frames again, too
    browser.ask("set", place=LAST, value=9)
    started.clear()
    browser.gate.clear()
    browser.say("undo")
    assert started.wait(PATIENCE)
    browser.say("cancel")
    browser.gate.set()
    browser.done()
    assert browser.widget.picture["numbers"][LAST] == 9
    assert browser.widget.picture["undo"]


# what no browser of ours would send

PLACES = [None, -1, 7, 10**30, 1.5, "0", True, [], {}, math.nan]
VALUES = [None, "3", True, [], {}, math.nan, math.inf, 10**400]
ODD = [
    *({"do": do, "place": place, "value": 1} for do in ("drag", "set") for place in PLACES),
    *({"do": do, "place": TOP, "value": value} for do in ("drag", "set") for value in VALUES),
    *({"do": "prepare", "place": place} for place in PLACES),
    *({"do": "reset", "place": place} for place in PLACES[1:]),
    *({"do": do} for do in ("drag", "set", "prepare", "preset", "kpis", "find", "keep")),
    *({"do": "preset", "name": name, "action": "keep"} for name in (None, 3, "", "x" * 61, [])),
    *({"do": "preset", "name": name, "action": "use"} for name in (None, "no", [])),
    *({"do": "preset", "name": "x", "action": action} for action in (None, "no", [], 3)),
    *({"do": "kpis", "columns": columns} for columns in (None, 3, "age!", [3], [None], [[]])),
    *({"do": "profile", "from": who, "to": None} for who in (3, "no", [], {}, "Not profiled")),
    *({"do": "find", "who": who} for who in (None, 3, [], "", "no", "x" * 10_000)),
    *({"do": "keep", "source": source} for source in (None, 3, "", "%%segment\n")),
]


@pytest.fixture(scope="module")
def odd() -> Any:
    found = Browser(fitted().panel())
    yield found
    found.close()


@pytest.mark.parametrize("message", ODD, ids=lambda message: repr(message)[:60])
def test_odd_messages_end_as_messages(odd: Browser, message: dict[str, Any]) -> None:
    answers = odd.ask(**message)
    odd.done()
    told = [a.get("error") or (a.get("keep") or {}).get("problem") for a in answers]
    assert any(told), answers
    assert all(len(text.split("\n")) <= 6 and len(text) < 1500 for text in told if text)
    assert odd.panel.text == odd.widget.picture["text"] == TEXT
    # it is still there
    assert odd.ask("drag", seq=9, place=TOP, value=60)[0]["picture"]["numbers"][TOP] == 60
    odd.ask("reset", place=None)
    odd.driver._dragged = None


@pytest.mark.parametrize("seq", [None, "x", [], 10**30])
def test_odd_numbers_of_messages_are_answered_as_they_are(odd: Browser, seq: object) -> None:
    assert odd.ask("drag", seq=seq, place=TOP, value=60)[0]["seq"] == seq
    odd.ask("drop", seq=seq)
    odd.ask("reset", place=None)
    assert odd.panel.text == TEXT


@pytest.mark.parametrize("do", ["", "nothing", "__init__", None, 3, [], {}])
def test_what_nobody_knows_is_left_alone(odd: Browser, do: object) -> None:
    assert odd.ask(do) == []


def test_receive_itself_raises_nothing(odd: Browser) -> None:
    for message in ({}, {"do": []}, {"do": "set"}, {"place": 3}):
        odd.driver.receive(message)
    odd.done()


# threads


def test_numbers_set_in_a_cell_while_others_are_dragged(browser: Browser) -> None:
    for number in range(30):
        browser.say("drag", seq=number, place=VISITS, value=number / 10)
        browser.panel.set("Odd", "value 2", 30 + number)
        if number % 3 == 0:
            browser.say("drop", seq=1000 + number)
    browser.say("drop", seq=2000)
    browser.done()
    browser.until(lambda: browser.widget.picture["text"] == browser.panel.text)
    assert browser.of_kind("error") == []
    text = TEXT.replace("2 * visits", "2.9 * visits").replace("< 30", "< 59")
    assert browser.panel.text == text
    browser.done()
    assert sizes(browser.widget.picture) == counted(text)


def test_closing_the_widget_ends_the_thread(browser: Browser) -> None:
    browser.say("drag", seq=1, place=VISITS, value=0)
    browser.until(lambda: browser.sent)
    thread = browser.worker._thread
    browser.widget.close()
    if thread is not None:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    browser.driver.receive({"do": "drag", "seq": 2, "place": VISITS, "value": 0})
    assert browser.worker._thread is None
    # the numbers are still there for whoever has the panel
    browser.panel.set("Top", 60)
    assert browser.panel.text == TEXT.replace("70", "60")


def test_the_driver_is_the_only_one_who_hears(browser: Browser) -> None:
    assert isinstance(browser.driver, Driver)
    browser.ask("opened")
    assert browser.of_kind("error") == []


def test_of_two_numbers_that_are_dragged_none_is_lost(browser: Browser) -> None:
    before = browser.panel.text
    browser.ask("drag", seq=1, place=TOP, value=60)
    browser.ask("drag", seq=2, place=TOP - 1, value=2)
    browser.ask("drop", seq=3)
    assert browser.panel.live.tuning.values[TOP] == 60
    assert browser.panel.live.tuning.values[TOP - 1] == 2
    browser.panel.undo()
    browser.panel.undo()
    assert browser.panel.text == before


def test_a_panel_that_is_shown_anew_after_it_was_closed_works_again(browser: Browser) -> None:
    browser.panel.retire()
    assert browser.panel._driver.closed
    browser.panel.live.put_one(TOP, 60)
    assert browser.panel.text.count("60") == 1
