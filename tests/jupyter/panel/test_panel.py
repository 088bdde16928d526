"""The panel of a result: its cell that runs again, Keep, what stays private, and how it ends."""

from __future__ import annotations

import gc
import json
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from seg_jupyter import Segmentation, Segments
from seg_jupyter.jupyter import open_panels
from seg_jupyter.jupyter.cells import MadeBy, remember
from seg_jupyter.jupyter.panel.widget import PanelWidget

from .conftest import PATIENCE, TEXT, Browser, fitted, people

LAST, VISITS, SPEND, RECENT, TOP, LOW, HIGH = range(7)
Open = Callable[..., Browser]


def run_again(browser: Browser, result: Segments) -> None:
    open_panels.tell(result)
    browser.done()


# from Python


def test_a_panel_in_a_cell(browser: Browser, saved: Segments) -> None:
    panel = browser.panel
    assert repr(panel) == "Live panel of engagement"
    panel.set("Top", 60)
    panel.set("value", "spend", 3)
    assert repr(panel) == (
        "Live panel of engagement, changed: weight of spend in value 1 → 3; Top: value from 70 → 60"
    )
    assert panel.result.text == panel.text == panel.live.text
    browser.done()
    assert browser.widget.picture["text"] == panel.text
    panel.undo()
    panel.redo()
    panel.reset("Top")
    browser.done()
    assert browser.widget.picture["changed"] == [SPEND]
    panel.reset()
    browser.done()
    assert browser.widget.picture["text"] == TEXT == saved.text


# its cell runs again


def test_a_run_of_the_same_text_is_taken_over(browser: Browser) -> None:
    browser.say("drag", seq=1, place=TOP, value=60)
    browser.ask("drop", seq=2)
    other = fitted(TEXT.replace("70", "60"))
    run_again(browser, other)
    assert browser.panel.live.saved is other._result
    assert browser.widget.picture["changed"] == []
    assert browser.widget.frame["groups"][2]["controls"][0]["saved"] == 60
    assert browser.widget.notice == {"kind": "", "text": "", "action": None}
    # what was watched stays
    assert browser.widget.picture["kpis"] == ["age", "member"]
    assert not browser.panel.live.undo()


def test_a_run_of_another_text_is_told_of_and_taken_over_when_asked(browser: Browser) -> None:
    browser.ask("set", place=TOP, value=60)
    browser.ask("kpis", columns=["age"])
    other = fitted(TEXT.replace("70", "50"))
    run_again(browser, other)
    assert browser.widget.notice == {
        "kind": "note",
        "text": "engagement was run again. This panel still shows the run before.",
        "action": {"name": "adopt", "label": "Show the new run"},
    }
    assert browser.panel.text == TEXT.replace("70", "60")
    # a message that passes does not take its place
    browser.say("cancel")
    browser.ask("set", place=TOP, value=61)
    assert browser.widget.notice["action"]
    browser.ask("adopt")
    assert browser.panel.text == browser.widget.picture["text"] == other.text
    assert browser.widget.notice["kind"] == ""
    assert browser.widget.picture["kpis"] == ["age"]
    browser.ask("adopt")
    assert browser.of_kind("error") == []


def test_nothing_is_taken_over_under_the_pointer(browser: Browser) -> None:
    browser.ask("drag", seq=1, place=TOP, value=60)
    run_again(browser, fitted())
    assert browser.widget.notice["action"]["name"] == "adopt"
    browser.ask("drop", seq=2)
    assert browser.panel.text == TEXT.replace("70", "60")


def test_another_cell_of_the_name_may_lack_what_is_watched(saved: Segments, opened: Open) -> None:
    browser = opened(saved, kpis=["age"], score="value")
    other = Segmentation("points = score(visits)\nA: points > 3\nB: otherwise").fit(
        people().drop(columns="age"), name="engagement"
    )
    run_again(browser, other)
    browser.ask("adopt")
    assert browser.of_kind("error") == []
    assert browser.panel.live.shown == "points"
    assert browser.widget.picture["kpis"] == ["spend"]
    assert browser.widget.frame["kpi_choices"] == ["visits", "spend", "member"]


def test_other_names_are_not_heard(browser: Browser, saved: Segments) -> None:
    run_again(browser, fitted(name="another"))
    run_again(browser, saved)
    assert browser.panel.live.saved is saved._result
    assert browser.widget.notice == {}


def test_presets_are_there_when_the_cell_runs_again(browser: Browser, opened: Open) -> None:
    browser.say("set", place=TOP, value=40)
    browser.ask("preset", name="wide", action="keep")
    browser.ask("reset", place=None)
    # the panel itself, after a run of the same cell, and of one with another number
    for text in (TEXT, TEXT.replace("70", "75")):
        run_again(browser, fitted(text))
        browser.ask("adopt")
        assert browser.widget.picture["presets"] == ["wide"]
    # and a new one
    other = opened(fitted())
    assert other.widget.picture["presets"] == ["wide"]
    other.ask("preset", name="wide", action="use")
    assert other.panel.text == TEXT.replace("70", "40")
    # but none with other numbers, or of another name
    assert opened(fitted(TEXT.replace("visits", "age"))).widget.picture["presets"] == []
    assert opened(fitted(name="other")).widget.picture["presets"] == []


# Keep


def test_keep_writes_the_cell(browser: Browser, saved: Segments) -> None:
    line = " people --events orders --as engagement"
    remember(saved, MadeBy("cell-7", line))
    browser.say("set", place=TOP, value=60)
    source = f"%%segment{line}\n{TEXT}"
    (answer,) = browser.ask("keep", source=source)[-1:]
    text = TEXT.replace("70", "60")
    written = f"%%segment{line}\n{text}"
    assert answer == {"keep": {"text": written, "problem": None, "copy": text}}
    browser.ask("set", place=TOP, value=61)
    answer = browser.ask("keep", source=written)[-1]["keep"]
    assert answer["text"] == written.replace("60", "61")
    # somebody has typed in it
    answer = browser.ask("keep", source=written.replace("Rest", "Others"))[-1]["keep"]
    assert answer["text"] is None
    assert answer["problem"].split("\n")[0] == (
        "the cell was edited since it ran, and nothing was written"
    )
    assert answer["copy"] == browser.panel.text


def test_keep_without_a_cell(opened: Open) -> None:
    browser = opened(fitted())
    assert browser.widget.frame["cell"] is None
    (answer,) = browser.ask("keep", source="%%segment people\n" + TEXT)
    assert answer["keep"]["problem"] == (
        "no cell of this notebook has made this result\nCopy the text instead."
    )
    assert answer["keep"]["copy"] == TEXT


# privacy

CANARY = "canary-7391"
NUMBER = 73910.25


def with_canaries() -> pd.DataFrame:
    frame = people()
    frame["note"] = [f"{CANARY}-note-{row}" for row in range(len(frame))]
    frame["id"] = frame["id"].replace({"person-7": CANARY})
    frame["spend"] = frame["spend"].mask(frame["id"] == CANARY, NUMBER)
    frame["age"] = frame["age"].mask(frame["id"] == CANARY, NUMBER)
    return frame


@pytest.mark.parametrize(
    "text",
    [
        "value = score(2 * visits, spend, age)\nTop: value >= 70\nRest: otherwise",
        "Rich: spend >= 50\nOld: age > 70\nRest: otherwise",
        "Rich: 50 <= spend < 73000\nOne: spend >= 73000\nRest: otherwise",
    ],
)
def test_nothing_of_a_single_customer_leaves_but_for_who_is_asked_for(
    text: str, opened: Open
) -> None:
    result = Segmentation(text).fit(with_canaries(), id="id", name="canaries")
    browser = opened(result, kpis=["age", "spend", "member"])
    controls = [one for group in browser.widget.frame["groups"] for one in group["controls"]]
    for control in controls:
        browser.say("prepare", place=control["place"])
        for value in (control["low"], control["high"], control["saved"]):
            browser.ask("drag", seq=1, place=control["place"], value=value)
        browser.ask("drop", seq=2)
    segments = [label["name"] for label in browser.widget.frame["labels"]]
    for before in (None, *segments):
        for after in (None, *segments):
            browser.ask("profile", **{"from": before, "to": after})
    browser.say("opened")
    browser.ask("keep", source="x")
    browser.ask("find", who=f"{CANARY}-nobody")
    browser.until(lambda: browser.of_kind("stability") or "score" not in text)
    passed = [m for m in browser.sent if f"{CANARY}-nobody" not in json.dumps(m)]
    data, metadata = browser.panel._bundle()
    told = json.dumps([passed, browser.widget.get_state(), str(data), metadata], default=str)
    told += repr(browser.panel) + repr(browser.panel.live)
    assert "canary" not in told
    for shown in ("73910", "73,910", "73 910", "73.9"):
        assert shown not in told
    # nor any of those who are asked for, in anything that stays
    (answer,) = browser.ask("find", who=CANARY)
    assert answer["found"]["who"] == CANARY
    assert "canary" not in json.dumps(browser.widget.get_state(), default=str)


def test_words_of_an_error_that_is_not_ours_are_not_shown(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"could not convert {CANARY}")

    monkeypatch.setattr(type(browser.panel.live), "put", fail)
    answers = browser.ask("set", place=TOP, value=60)
    assert [a["error"] for a in answers if "error" in a] == ["This did not work: ValueError."]


# how it ends


def used_and_forgotten() -> tuple[PanelWidget, list[weakref.ref[Any]]]:
    """Drag a number in a panel, and keep nothing but its widget, as the library of widgets does."""
    browser = Browser(fitted().panel())
    browser.ask("drag", seq=1, place=TOP, value=60)
    browser.ask("drop", seq=2)
    browser.until(lambda: browser.of_kind("stability"))
    browser.until(lambda: browser.worker._thread is None)
    panel = browser.panel
    held = (panel, panel._driver, panel.live, panel._saved, panel._saved._result)
    return browser.widget, [weakref.ref(one) for one in held]


def test_a_panel_that_nobody_has_is_collected_with_its_result() -> None:
    widget, known = used_and_forgotten()
    end = time.monotonic() + PATIENCE
    # a picture that waits to be drawn holds it for a moment
    while any(ref() is not None for ref in known):
        assert time.monotonic() < end
        time.sleep(0.01)
        gc.collect()
    assert widget.comm is None
    # whatever still comes is left alone
    widget._handle_custom_msg({"do": "undo"}, [])


def test_a_panel_on_a_page_stays_until_it_is_closed(saved: Segments) -> None:
    panel = saved.panel()
    widget, known = panel._driver.widget, weakref.ref(panel)
    with capture_output():
        panel._ipython_display_()
    del panel
    gc.collect()
    assert known() is not None
    widget._handle_custom_msg({"do": "set", "place": TOP, "value": 60}, [])
    end = time.monotonic() + PATIENCE
    while widget.picture["numbers"][TOP] != 60:
        assert time.monotonic() < end
        time.sleep(0.01)
    widget.close()
    while known() is not None:
        assert time.monotonic() < end
        time.sleep(0.01)
        gc.collect()


def test_no_thread_where_there_is_nothing_to_do(browser: Browser) -> None:
    browser.say("set", place=TOP, value=60)
    thread = browser.worker._thread
    browser.until(lambda: browser.of_kind("stability"))
    browser.until(lambda: browser.worker._thread is None)
    assert thread is not None
    thread.join(PATIENCE)
    assert not thread.is_alive()


# what is displayed


@pytest.fixture
def shell(tmp_path: Path) -> Any:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(ipython_dir=str(tmp_path))
    yield shell
    InteractiveShell.clear_instance()


def test_the_saved_notebook_keeps_a_picture_that_follows(
    shell: InteractiveShell, saved: Segments, opened: Open
) -> None:
    browser = opened(saved)
    published = CapturingDisplayPublisher()
    shell.display_pub = published
    browser.panel._ipython_display_()
    widget, still = published.outputs
    assert "application/vnd.jupyter.widget-view+json" in widget["data"]
    kinds = {"application/vnd.vegalite.v5+json", "image/png", "text/plain"}
    assert set(still["data"]) == kinds
    before = still["data"]["text/plain"]
    browser.ask("set", place=TOP, value=30)
    browser.until(lambda: len(published.outputs) == 3)
    after = published.outputs[-1]
    assert after["update"]
    assert after["transient"] == still["transient"]
    assert set(after["data"]) == kinds
    assert after["data"]["text/plain"] != before
    assert after["data"] == browser.panel.result.chart()._repr_mimebundle_()[0]


def test_a_panel_of_no_score_and_one_of_nobody(opened: Open) -> None:
    flat = opened(Segmentation("A: member\nB: visits > 3").fit(people(), name="flat"))
    assert flat.widget.frame["spec"] is None
    assert flat.widget.picture["bars"] == []
    assert flat.ask("drag", seq=1, place=0, value=5)[0]["picture"]["bars"] == []
    nobody = opened(Segmentation(TEXT.split("\n", 1)[1].replace(", recent", "")).fit(people(0)))
    assert nobody.widget.picture["head"] == "0 customers"
    nobody.say("drag", seq=1, place=0, value=5)
    nobody.ask("drop", seq=2)
    assert nobody.of_kind("error") == []
    assert np.isfinite(nobody.widget.picture["numbers"]).all()
