"""A page object: one notebook, open in JupyterLab or in Notebook 7."""

from __future__ import annotations

import base64
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Route

from browser.chromium import VIEWPORT, OfflineContext, Records
from browser.server import App, JupyterServer

OPEN_SECONDS = 60.0
RUN_SECONDS = 120.0
DRAW_SECONDS = 20.0
# Thrown by Notebook 7 itself when it opens any notebook, with settings of its own or without.
NOTEBOOK_7_ERRORS = frozenset(
    {
        "Cannot read properties of undefined (reading 'schema')",
        "Command 'filebrowser:open-path' not registered.",
    }
)

_NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook"
_SCROLLER = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer"
_BUSY_PROMPT = "[*]:"
_CHART = ".jp-RenderedVegaCommon5"
_DRAWING = ".vega-embed canvas, .vega-embed svg.marks"
_ROW_TEXTS = """table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText))"""
_ALL_CELLS_SHOWN = """
() => {
  const notebook = window.jupyterapp?.shell.currentWidget?.content;
  const wanted = notebook?.model?.cells.length;
  return wanted > 0 && notebook.node.querySelectorAll('.jp-Cell').length === wanted;
}
"""
_FORGET_COUNTS = """
() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .filter(cell => cell.type === 'code').forEach(cell => { cell.executionCount = null; })
"""
_HAS_COUNT = """
() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .some(cell => cell.executionCount > 0)
"""
_ERRORS = """
() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.flatMap((cell, c) =>
  (cell.outputs ?? []).map((output, o) => [c, o, output])
    .filter(([, , output]) => output.output_type === 'error')
    .map(([c, o, {ename, evalue, traceback}]) => [c, o, ename, evalue, traceback.join('\\n')]))
"""
_COLOURS = """
async base64 => {
  const blob = await (await fetch('data:image/png;base64,' + base64)).blob();
  const picture = await createImageBitmap(blob);
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const counts = {};
  const data = context.getImageData(0, 0, picture.width, picture.height).data;
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b] = data.slice(i, i + 3);
    const name = '#' + (r * 65536 + g * 256 + b).toString(16).padStart(6, '0');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
"""


@dataclass(frozen=True)
class CellError:
    """An error output: in which cell, which of its outputs, and what it says."""

    cell: int
    output: int
    name: str
    value: str
    traceback: str


class NotebookPage:
    """
    One notebook in one application.

    Parameters
    ----------
    server
        The server the notebook lies on.
    app
        The application to show it in: `"lab"` or `"notebook"`.
    context
        The offline context a page is opened in.
    """

    def __init__(self, server: JupyterServer, app: App, context: OfflineContext) -> None:
        self.server = server
        self.app: App = app
        self.page = context.new_page()
        self.path = ""
        self.context = context

    @property
    def records(self) -> Records:
        """The refused requests, console errors and page errors since the context was opened."""
        return self.context.records

    @property
    def page_errors(self) -> list[str]:
        """The recorded page errors without those Notebook 7 has in every notebook of its own."""
        own = NOTEBOOK_7_ERRORS if self.app == "notebook" else frozenset[str]()
        return [error for error in self.records.page_errors if error not in own]

    def is_dark(self) -> bool:
        """Tell whether the application shows a dark theme."""
        light: str | None = self.page.locator("body").get_attribute("data-jp-theme-light")
        return light == "false"

    # Opening

    def open(self, path: str) -> NotebookPage:
        """Open the notebook at `path` of the server, with a kernel, and wait until it is idle."""
        self._load(path)
        self.wait_for_idle_kernel(OPEN_SECONDS)
        return self

    def open_without_kernel(self, path: str) -> NotebookPage:
        """
        Open the notebook as a reader who has no kernel for it.

        The server's kernels are hidden from the page, so that the application asks for one;
        the answer is "No Kernel".
        """
        self.page.route("**/api/kernelspecs*", _no_usable_kernel)
        self._load(path)
        dialog = self.page.locator(".jp-Dialog")
        dialog.get_by_role("button", name="No Kernel").click()
        dialog.wait_for(state="detached")
        self.page.unroute("**/api/kernelspecs*")
        return self

    def reopen_without_kernel(self) -> NotebookPage:
        """End the notebook's kernel and open what was saved again, without a kernel."""
        self.page.goto("about:blank")
        self.server.stop_kernels()
        return self.open_without_kernel(self.path)

    def close(self) -> None:
        """Leave the page and end the kernels it started."""
        self.page.close()
        self.server.stop_kernels()

    def _load(self, path: str) -> None:
        self.path = path
        self.page.goto(self.server.page_url(self.app, path))
        self.cells.first.wait_for(timeout=OPEN_SECONDS * 1000)
        self.page.wait_for_function(_ALL_CELLS_SHOWN, timeout=OPEN_SECONDS * 1000)
        # the stylesheet of the theme comes on its own, and may be later than the notebook
        theme = f"body[data-jp-theme-light='{str(self.server.theme == 'light').lower()}']"
        self.page.locator(theme).wait_for(state="attached", timeout=OPEN_SECONDS * 1000)

    # Running

    def run_all(self, timeout: float = RUN_SECONDS) -> None:
        """Run every cell through the Run menu and wait until all of them have ended."""
        self.page.evaluate(_FORGET_COUNTS)
        self.choose_from_menu("Run", "runmenu:run-all")
        self._wait_for_end(timeout)

    def run_cell(self, index: int, timeout: float = RUN_SECONDS) -> None:
        """Run one cell with Ctrl+Enter and wait until it has ended."""
        self.page.evaluate(_FORGET_COUNTS)
        self.cells.nth(index).locator(".cm-content").first.click()
        self.page.keyboard.press("Control+Enter")
        self._wait_for_end(timeout)

    def choose_from_menu(self, menu: str, command: str) -> None:
        """Open a menu of the menu bar and click the item of a command."""
        self.page.locator(".lm-MenuBar-itemLabel").get_by_text(menu, exact=True).click()
        item = self.page.locator(f'.lm-Menu-item[data-command="{command}"]')
        item.click()
        item.wait_for(state="hidden")

    def wait_for_idle_kernel(self, timeout: float = RUN_SECONDS) -> None:
        """Wait until the notebook's kernel is connected to the page and has nothing to do."""
        self._wait(self._kernel_is_idle, timeout, "the kernel did not become idle")

    def is_busy(self) -> bool:
        """Tell whether a cell still waits for its end or the kernel still works."""
        prompts = self.page.locator(f"{_NOTEBOOK} .jp-InputPrompt").all_inner_texts()
        return _BUSY_PROMPT in (text.strip() for text in prompts) or not self._kernel_is_idle()

    def _wait_for_end(self, timeout: float) -> None:
        """Wait until a cell has a number again and none is running, and charts are drawn."""
        self._wait(
            lambda: bool(self.page.evaluate(_HAS_COUNT)) and not self.is_busy(),
            timeout,
            "the cells did not end",
        )
        self.wait_for_charts()

    def _kernel_is_idle(self) -> bool:
        kernel = self.server.kernel_of(self.path)
        if kernel is None:
            return False
        idle: bool = kernel["execution_state"] == "idle" and kernel["connections"] > 0
        return idle

    def _wait(self, condition: Callable[[], bool], timeout: float, complaint: str) -> None:
        deadline = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > deadline:
                message = f"{complaint} within {timeout:g} s ({self.app}, {self.path})"
                raise AssertionError(message)
            self.page.wait_for_timeout(100)

    # Cells and their outputs

    @property
    def cells(self) -> Locator:
        """All cells of the notebook, in order."""
        return self.page.locator(f"{_NOTEBOOK} .jp-Cell")

    @property
    def outputs(self) -> Locator:
        """All outputs of the notebook, in order."""
        return self.page.locator(f"{_NOTEBOOK} .jp-OutputArea-output")

    def errors(self) -> list[CellError]:
        """Return the error outputs, which stop a run, in order; texts on stderr are none."""
        return [CellError(*found) for found in self.page.evaluate(_ERRORS)]

    def outputs_of(self, cell: int) -> Locator:
        """Return the outputs of one cell."""
        return self.cells.nth(cell).locator(".jp-OutputArea-output")

    def tables(self) -> list[list[list[str]]]:
        """Return the texts of all HTML tables in outputs: tables, rows, cells."""
        tables = self.page.locator(f"{_NOTEBOOK} .jp-OutputArea table")
        found: list[list[list[str]]] = tables.evaluate_all(f"all => all.map({_ROW_TEXTS})")
        return found

    # Charts

    @property
    def charts(self) -> Locator:
        """The charts that Vega has drawn, fallback pictures not among them."""
        drawing = self.page.locator(_DRAWING)
        return self.page.locator(f"{_NOTEBOOK} {_CHART}").filter(has=drawing)

    def wait_for_charts(self, at_least: int = 0, timeout: float = DRAW_SECONDS) -> int:
        """
        Wait until every chart output is drawn and return how many there are.

        After opening a notebook, say how many charts are awaited `at_least`: their outputs may
        not be on the page yet.
        """
        wanted = self.page.locator(f"{_NOTEBOOK} {_CHART}")
        self._wait(
            lambda: self.charts.count() == wanted.count() >= at_least,
            timeout,
            "not every chart was drawn",
        )
        return self.charts.count()

    def chart_colours(self, index: int) -> Counter[str]:
        """Count the pixels of each colour (as `#rrggbb`) of a chart as it is seen on the page."""
        return self.colours(self.charts.nth(index).locator("canvas, svg.marks").first)

    def colours(self, element: Locator) -> Counter[str]:
        """Count the pixels of each colour (as `#rrggbb`) of an element as it is seen."""
        self._settle()
        picture = base64.b64encode(element.screenshot(animations="disabled")).decode()
        return Counter(self.page.evaluate(_COLOURS, picture))

    # Files

    def save(self) -> None:
        """Save the notebook with Ctrl+S and wait until the server has it."""
        address = f"{self.server.origin}/api/contents/"
        with self.page.expect_response(
            lambda r: r.request.method == "PUT" and r.url.startswith(address)
        ) as saved:
            self.page.keyboard.press("Control+s")
        assert saved.value.ok, f"saving {self.path} answered {saved.value.status}"

    # Pictures

    def scroll_to(self, output: Locator) -> None:
        """Bring an output into view."""
        output.scroll_into_view_if_needed()

    def screenshot(self, path: Path) -> Path:
        """Take a picture of the whole notebook, every cell of it, however long it is."""
        self.page.set_viewport_size({"width": VIEWPORT[0], "height": self._full_height()})
        self._settle()
        try:
            self.page.locator(_SCROLLER).screenshot(path=path, animations="disabled")
        finally:
            self.page.set_viewport_size({"width": VIEWPORT[0], "height": VIEWPORT[1]})
        return path

    def screenshot_output(self, output: Locator, path: Path) -> Path:
        """Take a picture of one output."""
        self.scroll_to(output)
        self._settle()
        output.screenshot(path=path, animations="disabled")
        return path

    def _full_height(self) -> int:
        """Return the height of a window in which the notebook need not scroll."""
        hidden: int = self.page.locator(_SCROLLER).evaluate("e => e.scrollHeight - e.clientHeight")
        return VIEWPORT[1] + hidden

    def _settle(self) -> None:
        """Let the layout come to rest: two frames, as the browser draws them."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )


OpenNotebook = Callable[[str, App, JupyterServer], NotebookPage]


def _no_usable_kernel(route: Route) -> None:
    """Answer the question for kernels with one that suits no notebook."""
    specification = {
        "name": "none",
        "spec": {"argv": [], "display_name": "None", "language": "none", "env": {}},
        "resources": {},
    }
    body = {"default": "none", "kernelspecs": {"none": specification}}
    route.fulfill(status=200, content_type="application/json", body=json.dumps(body))
