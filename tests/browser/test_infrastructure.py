"""The browser tests' own ground: that charts draw, that nothing leaves, that failures show."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from browser.chromium import (
    _PERHAPS_FOREIGN,
    BROWSER_VARIABLE,
    BrowserMissingError,
    OfflineContext,
    find_browser,
    is_local,
)
from browser.notebook_page import NotebookPage, OpenNotebook
from browser.server import App, JupyterServer, ServerOf, Theme, running_server

BAR_COLOUR = "#4c78a8"
GROUNDS: dict[Theme, str] = {"light": "#ffffff", "dark": "#111111"}
FOREIGN_PICTURE = "http://example.com/beacon.png"

CHART_CELL = """
import base64, json
import vl_convert
from IPython.display import display

spec = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    # or the ground would depend on whether the theme or the chart is there first
    "background": "transparent",
    "data": {"values": [{"a": "x", "b": 3}, {"a": "y", "b": 5}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}},
}
picture = vl_convert.vegalite_to_png(json.dumps(spec), vl_version="5.8")
bundle = {
    "application/vnd.vegalite.v5+json": spec,
    "image/png": base64.b64encode(picture).decode(),
    "text/plain": "bars: x 3, y 5",
}
display(bundle, raw=True)
"""

TABLE_CELL = """
from IPython.display import HTML
HTML("<table><tr><th>name</th><th>n</th></tr><tr><td>loyal</td><td>12</td></tr></table>")
"""


FAILING_CELL = """
import sys
import time
print("a text on stderr is no error", file=sys.stderr)
time.sleep(1)  # an error as fast as the page sends the cells may come before the last of them
1 / 0
"""


def notebook(*sources: str) -> NotebookNode:
    """Build a Python notebook of code cells, none of them run."""
    built: NotebookNode = new_notebook(cells=[new_code_cell(source.strip()) for source in sources])
    built.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
    }
    return built


def assert_drawn(page: NotebookPage) -> None:
    """Hold that the one chart shows its bars on the page of the theme."""
    colours = page.chart_colours(0)
    assert colours[BAR_COLOUR] > 1000
    assert colours.most_common(1)[0][0] == GROUNDS[page.server.theme]


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_a_chart_is_drawn_and_is_still_there_after_reopening(
    app: App, server: JupyterServer, open_notebook: OpenNotebook, tmp_path: Path
) -> None:
    path = server.add_notebook(f"chart_{app}.ipynb", notebook(CHART_CELL, TABLE_CELL))
    page = open_notebook(path, app, server)
    page.run_all()

    assert page.errors() == []
    assert page.wait_for_charts(at_least=1) == 1
    assert_drawn(page)
    assert page.tables() == [[["name", "n"], ["loyal", "12"]]]
    assert page.is_dark() == (server.theme == "dark")
    for picture in (
        page.screenshot(tmp_path / "notebook.png"),
        page.screenshot_output(page.outputs_of(0).first, tmp_path / "output.png"),
    ):
        assert picture.stat().st_size > 0

    page.save()
    saved = server.read_notebook(path)
    assert "application/vnd.vegalite.v5+json" in saved.cells[0].outputs[0].data

    page.reopen_without_kernel()
    assert page.wait_for_charts(at_least=1) == 1
    assert_drawn(page)
    assert server.kernel_of(path) is None

    assert page.records.refused == []
    assert page.records.console_errors == []
    assert page.page_errors == []


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_a_foreign_request_is_refused_and_recorded_and_an_error_is_seen(
    app: App, server_of: ServerOf, open_notebook: OpenNotebook
) -> None:
    server = server_of("light")
    foreign = f"""from IPython.display import HTML\nHTML('<img src="{FOREIGN_PICTURE}">')"""
    path = server.add_notebook(
        f"foreign_{app}.ipynb", notebook(foreign, FAILING_CELL, "'never run'")
    )
    page = open_notebook(path, app, server)
    page.run_all()

    (error,) = page.errors()
    assert (error.cell, error.name, error.value) == (1, "ZeroDivisionError", "division by zero")
    shown = page.outputs_of(error.cell).nth(error.output)
    assert "ZeroDivisionError" in error.traceback
    assert "ZeroDivisionError" in shown.inner_text()
    assert page.outputs_of(2).all_inner_texts() == [], "a failing cell must stop those below it"
    assert set(page.records.refused) == {FOREIGN_PICTURE}, "asked for once or, redrawn, twice"
    loaded = page.outputs_of(0).locator("img").evaluate("picture => picture.naturalWidth")
    assert loaded == 0


def test_a_foreign_page_and_socket_are_refused_and_recorded(context: OfflineContext) -> None:
    page = context.new_page()
    page.set_content("<script>throw new Error('seen')</script><p>local</p>")
    outcome = page.evaluate(
        """async () => {
             const fetched = await fetch('https://example.org/a').then(() => 'in', () => 'refused');
             const socket = new WebSocket('wss://example.org/b');
             const closed = await new Promise(done => { socket.onclose = () => done('closed'); });
             return [fetched, closed];
           }"""
    )
    assert outcome == ["refused", "closed"]
    assert context.records.refused == ["https://example.org/a", "wss://example.org/b"]
    assert context.records.page_errors == ["seen"]
    assert any("ERR_INTERNET_DISCONNECTED" in text for text in context.records.console_errors)


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8888/lab", True),
        ("ws://localhost:1/api", True),
        ("data:text/plain,x", True),
        ("blob:http://127.0.0.1:1/abc", True),
        ("http://127.0.0.1.example.com/", False),
        ("https://example.com/127.0.0.1", False),
        ("http://127.0.0.1:80@example.com/", False),
        ("http://10.0.0.1/", False),
        ("ftp://127.0.0.1/", False),
    ],
)
def test_only_this_machine_is_local(url: str, local: bool) -> None:
    assert is_local(url) is local
    assert local or _PERHAPS_FOREIGN.match(url), "what is foreign must come before the decision"


def test_a_server_copies_its_notebooks_and_leaves_nothing_running(tmp_path: Path) -> None:
    original = tmp_path / "original.ipynb"
    nbformat.write(notebook("1"), original)
    with running_server([original]) as server:
        assert (server.root / original.name).read_bytes() == original.read_bytes()
        assert server.answers()
        server._request("POST", "/api/kernels")
        (connection,) = (server.root.parent / "runtime").glob("kernel-*.json")
        port = json.loads(connection.read_text())["hb_port"]
        wait_until(lambda: listens(port))
    assert not server.answers()
    assert not listens(port), "the kernel outlived its server"
    assert not server.root.exists()
    assert original.exists()


def listens(port: int) -> bool:
    """Tell whether a process of this machine listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that happens in another process."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_missing_browser_is_an_error_that_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(BrowserMissingError, match=rf"(?s)apt install chromium.*{BROWSER_VARIABLE}"):
        find_browser({"PATH": str(tmp_path)})
    with pytest.raises(BrowserMissingError, match="no program"):
        find_browser({"PATH": str(tmp_path), BROWSER_VARIABLE: "nowhere"})


def test_the_browser_of_the_variable_comes_first(tmp_path: Path) -> None:
    for name in ("chromium", "mine"):
        (tmp_path / name).touch(mode=0o755)
    assert find_browser({"PATH": str(tmp_path)}) == str(tmp_path / "chromium")
    mine = str(tmp_path / "mine")
    assert find_browser({"PATH": str(tmp_path), BROWSER_VARIABLE: mine}) == mine
