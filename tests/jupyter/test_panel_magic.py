"""`%segment panel` in a notebook, and a cell that runs again below an open panel."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from seg_jupyter.errors import SegmentError
from seg_jupyter.jupyter import extension
from seg_jupyter.jupyter.cells import made_by
from seg_jupyter.jupyter.panel.panel import Panel
from tabbing import customers, press_tab

CELL = "%%segment customers --as engagement --quiet\nv = score(`days since visit`, `class`)\n"
CELL += "High: v >= {}\nLow: otherwise\n"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(ipython_dir=str(tmp_path))
    extension.load(shell)
    shell.user_ns["customers"] = customers()
    shell.get_parent = lambda: {"metadata": {"cellId": "cell-7"}}
    yield shell
    for value in [*shell.user_ns.values(), shell.user_ns["_"]]:
        if isinstance(value, Panel):
            value._driver.widget.close()
    InteractiveShell.clear_instance()


def run(shell: InteractiveShell, cell: str) -> Any:
    result = shell.run_cell(cell)
    result.raise_error()
    return result.result


def refused(shell: InteractiveShell, cell: str) -> str:
    result = shell.run_cell(cell)
    assert isinstance(result.error_in_exec, SegmentError)
    said = str(result.error_in_exec)
    assert len(said.split("\n")) <= 6
    return said


def test_it_opens_the_panel_of_a_result(shell: InteractiveShell) -> None:
    run(shell, CELL.format(60))
    shell.display_pub = published = CapturingDisplayPublisher()
    panel = run(shell, "%segment panel engagement")
    assert isinstance(panel, Panel)
    assert panel.live.saved is shell.user_ns["engagement"]._result
    widget, still = published.outputs
    assert widget["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert "image/png" in still["data"]
    frame = panel._driver.widget.frame
    assert (frame["cell"], frame["name"]) == ("cell-7", "engagement")
    assert made_by(shell.user_ns["engagement"]).line == "customers --as engagement --quiet"
    # the same by the method
    assert run(shell, "p = engagement.panel(score='v')\np").live.shown == "v"


def test_the_cell_runs_again_below_it(shell: InteractiveShell) -> None:
    run(shell, CELL.format(60))
    panel = run(shell, "panel = engagement.panel()\npanel")
    widget = panel._driver.widget
    run(shell, "panel.set('High', 70)")
    assert panel.text == shell.user_ns["engagement"].text.replace("60", "70")
    run(shell, CELL.format(65))
    until(lambda: widget.notice.get("action"))
    assert widget.notice["action"]["name"] == "adopt"
    assert "70" in panel.text
    run(shell, CELL.format(70))
    until(lambda: widget.picture["changed"] == [])
    assert panel.live.saved is shell.user_ns["engagement"]._result
    assert widget.notice["kind"] == ""


def until(condition: Any) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_has_no_panel(shell: InteractiveShell) -> None:
    assert "engagement" in refused(shell, "%segment panel engagement")
    run(shell, CELL.format(60))
    said = refused(shell, "%segment panel engagment")
    assert "'engagment'" in said
    assert "Closest: 'engagement'" in said
    assert "customers" in refused(shell, "%segment panel customers")
    for line in ("panel", "panel engagement other"):
        said = refused(shell, f"%segment {line}")
        assert said.startswith("%segment panel takes 1 word after it")
        assert said.endswith("Write %segment panel NAME.")


def test_a_model_has_none(shell: InteractiveShell, tmp_path: Path) -> None:
    run(shell, CELL.format(60))
    file = tmp_path / "model.json"
    run(shell, f"%segment save engagement {file}\n%segment load {file} --as loaded")
    said = refused(shell, "%segment panel loaded")
    assert "loaded" in said
    assert "model" in said


def test_a_result_of_a_loaded_model_has_one(shell: InteractiveShell, tmp_path: Path) -> None:
    run(shell, CELL.format(60))
    file = tmp_path / "model.json"
    run(shell, f"%segment save engagement {file}\n%segment load {file} --as loaded")
    panel = run(shell, "later = loaded.apply(customers)\nlater.panel()")
    panel.set("High", 70)
    panel.set("v", "class", 2)
    assert panel.result.text == panel.text
    assert panel._driver.widget.frame["cell"] is None


def test_help_and_the_tab_key(shell: InteractiveShell) -> None:
    run(shell, CELL.format(60))
    shown = str(run(shell, "%segment help panel"))
    assert "%segment panel NAME" in shown
    assert "drag the numbers of its cell" in shown
    assert "panel" in str(run(shell, "%segment"))
    shell.user_ns["model"] = shell.user_ns["engagement"].model
    found = press_tab(shell, "%segment pa|")
    assert found.texts == ["panel"]
    # a model has no panel
    for line in ("panel |", "panel en|", "explain |", "rules |"):
        assert press_tab(shell, f"%segment {line}").texts == ["engagement"]
    assert press_tab(shell, "%segment show |").texts == ["engagement", "model"]
    assert press_tab(shell, "%segment panel engagement |").texts == []
