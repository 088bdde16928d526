"""The live panel on a real page: driven by hand and by keys, with figures that mean nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Locator, Route, expect

from browser.chromium import OfflineContext, offline_context
from browser.notebook_page import NotebookPage
from browser.server import App, Theme
from seg_jupyter.jupyter.panel.library import STATIC
from seg_jupyter.view.charts.live_bars import live_bars

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
START = """
import sys
sys.path.insert(0, {tests!r})
from browser.panel_fake import *
"""
CELL = "\n".join(
    [
        "# %%segment households as engagement",
        "# value = score(3 * orders_90d, 2 * spend_1y)",
        "cell = get_ipython().get_parent()['metadata'].get('cellId')",
        "fake = wanted(cell)",
        "fake.widget",
    ]
)
PANEL = ".seg-panel"
NUMBERS = count(1)


class PanelPage:
    """A notebook whose second cell shows a panel."""

    def __init__(self, notebook: NotebookPage) -> None:
        self.notebook = notebook
        self.page = notebook.page
        self.node = self.page.locator(PANEL)

    def slider(self, label: str) -> Locator:
        """Return a slider by its full name."""
        return self.node.get_by_role("slider", name=label, exact=True)

    def button(self, name: str) -> Locator:
        return self.node.get_by_role("button", name=name, exact=True)

    def heard(self, what: str) -> list[dict[str, Any]]:
        """Return the messages of one kind that the kernel has got so far."""
        self.notebook.run_cell(2)
        text = self.notebook.outputs_of(2).last.inner_text()
        return [message for message in json.loads(text) if message["do"] == what]

    def settle(self) -> None:
        """Wait for the answer to a key or a click."""
        self.page.wait_for_timeout(700)


@pytest.fixture(scope="module")
def pages(browser: Browser, server_of: Any) -> Iterator[Any]:
    """Yield a function that opens a notebook with the fake, and keeps its page with a stack."""
    with ExitStack() as kernels:

        def open_(app: App, theme: Theme, stack: ExitStack) -> PanelPage:
            server = server_of(theme)
            kernels.callback(server.stop_kernels)
            context: OfflineContext = stack.enter_context(offline_context(browser))
            page = NotebookPage(server, app, context)
            tests = __file__.rsplit("/browser/", 1)[0]
            heard = "import json\nprint(json.dumps(fake.heard))"
            cells = [new_code_cell(code) for code in (START.format(tests=tests), CELL, heard)]
            notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
            page.open(server.add_notebook(f"panel_{next(NUMBERS)}.ipynb", notebook))
            if app == "lab":
                page.page.evaluate("window.jupyterapp.shell.collapseLeft()")
            page.run_cell(0)
            return PanelPage(page)

        yield open_


@pytest.fixture(scope="module")
def shared(pages: Any) -> Iterator[Any]:
    """Yield a function to the page that tests use one after the other, each with its own panel."""
    known: dict[tuple[App, Theme], PanelPage] = {}
    with ExitStack() as stack:

        def page(app: App, theme: Theme) -> PanelPage:
            if (app, theme) not in known:
                known[app, theme] = pages(app, theme, stack)
            return known[app, theme]

        yield page


@pytest.fixture
def open_panel(pages: Any, shared: Any) -> Iterator[Any]:
    """Yield a function that opens a panel; on a fresh page where a test leaves traces."""
    with ExitStack() as stack:

        def open_(
            names: str = "FOUR",
            *,
            app: App = "lab",
            theme: Theme = "light",
            pause: float = 0,
            fresh: bool = False,
        ) -> PanelPage:
            panel: PanelPage = pages(app, theme, stack) if fresh else shared(app, theme)
            wanted = json.dumps({"names": names, "pause": pause})
            (panel.notebook.server.root / "fake.json").write_text(wanted, encoding="utf-8")
            panel.page.set_viewport_size({"width": 1300, "height": 1500})
            panel.notebook.run_cell(1)
            panel.node.locator("svg").first.wait_for(timeout=20_000)
            return panel

        yield open_


def complaints(panel: PanelPage) -> list[str]:
    records = panel.notebook.records
    found = records.console_errors + records.vega_warnings + records.refused
    return found + panel.notebook.page_errors


def violations(panel: PanelPage) -> list[str]:
    """Return what axe finds in the panel."""
    response = (
        Axe().run(panel.page, context=PANEL, options={"resultTypes": ["violations"]}).response
    )
    return [
        f"{found['id']}: {node['html']} {node.get('failureSummary', '')}"
        for found in response["violations"]
        for node in found["nodes"]
    ]


CUT_OFF = """
panel => [...panel.querySelectorAll('*')]
  .filter(node => !node.closest('.seg-scroll, .seg-offscreen, svg'))
  .filter(node => node.getBoundingClientRect().right > panel.getBoundingClientRect().right + 1)
  .map(node => node.outerHTML.slice(0, 200))
"""


# What is seen


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_has_nothing_to_say(theme: Theme, open_panel: Any) -> None:
    panel = open_panel(theme=theme)
    assert panel.notebook.is_dark() == (theme == "dark")
    assert violations(panel) == []
    panel.slider("weight of orders_90d in value").press("ArrowRight")
    panel.settle()
    panel.button("Active").click()
    panel.node.get_by_text("KPI columns").first.click()
    panel.node.get_by_label("preset", exact=True).fill("mine")
    panel.button("Keep preset").click()
    panel.node.get_by_label("find a customer").fill("nobody")
    panel.button("Find").click()
    expect(panel.node.get_by_role("alert").get_by_text("There is no household")).to_be_visible()
    assert violations(panel) == []
    assert complaints(panel) == []


@pytest.mark.parametrize("names", ["FOUR", "HOSTILE", "TWELVE"])
def test_nothing_is_cut_off_in_any_width(names: str, open_panel: Any) -> None:
    panel = open_panel(names, app="notebook")
    for width in (1300, 900, 400):
        panel.page.set_viewport_size({"width": width, "height": 1500})
        panel.settle()
        assert panel.node.evaluate(CUT_OFF) == [], width
        if names == "FOUR":
            scrolls = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
            assert panel.node.locator(".seg-scroll:visible").evaluate_all(scrolls) == 0, width
    assert complaints(panel) == []


def test_hostile_names_are_texts(open_panel: Any) -> None:
    panel = open_panel("HOSTILE")
    assert panel.page.evaluate("window.hacked") is None
    assert panel.node.locator("img").count() == 0
    shown = panel.node.locator(".seg-sizes tbody bdi").all_text_contents()
    assert shown[0].startswith("<img src=x onerror=")
    assert shown[3:] == ["constructor", "__proto__", "toString"]
    fills = panel.node.locator("svg .layer_0_marks path").evaluate_all(
        "all => new Set(all.map(one => one.getAttribute('fill'))).size"
    )
    assert fills == 6
    panel.button("constructor").click()
    expect(panel.node.get_by_text("All to constructor")).to_be_visible()


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_both_applications_show_it(app: App, open_panel: Any) -> None:
    panel = open_panel(app=app)
    panel.slider("Active: value from").press("ArrowLeft")
    expect(panel.node.locator("svg").get_by_text("Active from 69")).to_be_visible()
    assert complaints(panel) == []


# Driving it


def test_keys_move_a_slider_and_the_notebook_leaves_them_alone(open_panel: Any) -> None:
    panel = open_panel()
    slider = panel.slider("weight of orders_90d in value")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    panel.settle()
    expect(slider).to_have_value("4.5")
    expect(panel.node.get_by_label("weight of orders_90d in value, typed")).to_have_value("4.5")
    expect(panel.button("was 3: reset weight of orders_90d in value")).to_be_visible()
    expect(panel.node.locator(".seg-changes")).to_have_text("changed: 3 → 4.5")
    for key in ("d", "d", "a", "x", "ArrowDown", "ArrowDown"):
        slider.press(key)
    panel.settle()
    assert panel.notebook.cells.count() == 3
    expect(slider).to_have_value("3.5")
    # three keys in a row are one change, and so are the two
    assert len(panel.heard("drop")) == 2
    assert complaints(panel) == []


def test_everything_is_reached_by_the_tab_key(open_panel: Any) -> None:
    panel = open_panel()
    panel.slider("weight of orders_90d in value").press("ArrowRight")
    panel.settle()
    reached = []
    for _ in range(60):
        panel.page.keyboard.press("Tab")
        reached.append(
            panel.page.evaluate(
                """() => document.activeElement.closest('.seg-panel')
                   && (document.activeElement.ariaLabel || document.activeElement.textContent)"""
            )
        )
        if reached[-1] is None:
            break
    names = {name for name in reached if name}
    assert {"Keep in the cell", "Copy text", "Undo", "Redo", "Reset", "Keep preset"} <= names
    assert {"Active", "Inactive", "KPI columns", "Active to Active: 89%"} <= names
    assert {"weight of pace in value", "At risk: since up to days, typed"} <= names
    panel.node.locator(".seg-moves button").first.focus()
    panel.page.keyboard.press("ArrowRight")
    panel.page.keyboard.press("Enter")
    expect(panel.node.get_by_text("Active to Passive")).to_be_visible()


def test_undo_redo_reset_and_presets(open_panel: Any) -> None:
    panel = open_panel()
    slider = panel.slider("weight of orders_90d in value")
    slider.press("ArrowLeft")
    panel.settle()
    panel.node.get_by_label("preset", exact=True).fill("softer")
    panel.button("Keep preset").click()
    panel.button("Undo").click()
    expect(slider).to_have_value("3")
    panel.button("Redo").click()
    expect(slider).to_have_value("2.5")
    panel.button("Reset").click()
    expect(slider).to_have_value("3")
    panel.node.get_by_role("combobox", name="Presets").select_option("softer")
    panel.button("Use").click()
    expect(slider).to_have_value("2.5")
    panel.button("was 3: reset weight of orders_90d in value").click()
    expect(slider).to_have_value("3")


def test_numbers_are_typed_and_boxes_wait_for_enter(open_panel: Any) -> None:
    panel = open_panel()
    typed = panel.node.get_by_label("weight of orders_90d in value, typed")
    typed.fill("7")
    typed.press("Enter")
    expect(panel.node.locator(".seg-changes")).to_have_text("changed: 3 → 7")
    box = panel.node.get_by_label("pace: last, in days", exact=True)
    box.fill("30")
    panel.slider("weight of pace in value").focus()
    panel.settle()
    assert not any(message["place"] == 8 for message in panel.heard("set"))
    box.fill("60")
    box.press("Enter")
    expect(panel.node.locator(".seg-changes")).to_have_text("changed: 3 → 7, 90 → 60")
    typed.fill("1001")
    typed.press("Enter")
    expect(panel.node.get_by_role("alert").get_by_text("1001 is too much")).to_be_visible()
    panel.button("Copy text").focus()
    expect(typed).to_have_value("7")
    panel.button("Undo").click()
    expect(panel.node.get_by_text("1001 is too much")).to_be_hidden()


def test_columns_profiles_and_customers_are_asked_for(open_panel: Any) -> None:
    panel = open_panel()
    panel.node.get_by_text("KPI columns").first.click()
    panel.node.get_by_label("margin").check()
    heads = panel.node.locator(".seg-sizes thead th")
    expect(heads.nth(3)).to_have_text("revenue / household")
    expect(heads.nth(4)).to_have_text("margin / household")
    panel.button("At risk").click()
    expect(panel.node.get_by_role("heading", name="All to At risk")).to_be_visible()
    panel.node.get_by_label("find a customer").fill("1234")
    panel.node.get_by_label("find a customer").press("Enter")
    expect(panel.node.get_by_role("heading", name="1234")).to_be_visible()
    rows = panel.node.locator(".seg-profile tr").all_inner_texts()
    assert [row.split("\t") for row in rows][1:] == [
        ["segment", "Passive", "Active"],
        ["value", "66.1", "71.4"],
    ]
    panel.button("Close").click()
    expect(panel.node.get_by_role("heading", name="1234")).to_be_hidden()
    assert panel.heard("kpis")[-1]["columns"] == ["revenue", "margin"]
    assert panel.heard("profile")[-1] == {"do": "profile", "from": None, "to": "At risk"}


# Dragging

DRAG = """
async slider => {
  const panel = slider.closest('.seg-panel');
  const svg = panel.querySelector('svg');
  const shifts = [];
  new PerformanceObserver(list => shifts.push(...list.getEntries().flatMap(
    entry => entry.sources.map(source => source.node?.className ?? String(source.node)))))
    .observe({type: 'layout-shift'});
  slider.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}));
  for (let i = 0; i < 120; i += 1) {
    slider.value = -5 + (i % 20) / 2;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise(requestAnimationFrame);
  }
  slider.value = 4;
  slider.dispatchEvent(new Event('input', {bubbles: true}));
  slider.dispatchEvent(new Event('change', {bubbles: true}));
  await new Promise(done => setTimeout(done, 1500));
  return {same: svg === panel.querySelector('svg'), svgs: panel.querySelectorAll('svg').length,
          shifts};
}
"""


# counts, on the wire, how many messages are on their way that want a picture
WATCH = """
() => {
  const watched = window.watched = {flying: 0, most: 0};
  const text = data => typeof data === 'string' ? data : new TextDecoder().decode(data);
  const sockets = new WeakSet();
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!sockets.has(this)) {
      sockets.add(this);
      this.addEventListener('message', event => {
        if (/"picture": *\\{/.test(text(event.data))) watched.flying -= 1;
      });
    }
    if (/"do": *"(drag|drop)"/.test(text(data))) watched.flying += 1;
    watched.most = Math.max(watched.most, watched.flying);
    send.call(this, data);
  };
}
"""


def test_sixty_moves_a_second_leave_one_message_on_its_way(open_panel: Any) -> None:
    panel = open_panel(pause=0.05)
    slider = panel.slider("weight of orders_90d in value")
    panel.page.evaluate(WATCH)
    found = slider.evaluate(DRAG)
    assert found == {"same": True, "svgs": 1, "shifts": []}
    assert panel.page.evaluate("window.watched") == {"flying": 0, "most": 1}
    expect(slider).to_have_value("4")
    expect(panel.node.locator(".seg-sizes tbody .seg-more")).to_have_text("+10")
    drags = panel.heard("drag")
    assert 5 <= len(drags) <= 45
    assert drags[-1]["value"] == 4
    assert [one["seq"] for one in drags] == sorted({one["seq"] for one in drags})
    assert len(panel.heard("drop")) == 1
    assert complaints(panel) == []


# Keeping


def source(panel: PanelPage) -> str:
    text: str = panel.page.evaluate(
        """() => [...window.jupyterapp.shell.currentWidget.content.model.cells][1]
          .sharedModel.getSource()"""
    )
    return text


def test_numbers_are_kept_in_the_cell_and_ctrl_z_takes_them_back(open_panel: Any) -> None:
    panel = open_panel(fresh=True)
    before = source(panel)
    panel.slider("weight of orders_90d in value").press("ArrowRight")
    panel.settle()
    keep = panel.button("Keep in the cell")
    keep.click()
    expect(panel.node.get_by_text("Kept in the cell")).to_be_visible()
    assert source(panel) == before.replace("3 *", "3.5 *")
    expect(keep).to_be_focused()
    assert panel.node.count() == 1
    panel.notebook.cells.nth(1).locator(".cm-content").first.click()
    panel.page.keyboard.press("Control+z")
    assert source(panel) == before


def test_a_cell_that_is_not_there_is_copied(open_panel: Any) -> None:
    panel = open_panel(fresh=True)
    panel.page.evaluate(
        """() => {
          const model = window.jupyterapp.shell.currentWidget.content.model.sharedModel;
          Object.defineProperty(model.cells[1], 'id', {value: 'another'});
        }"""
    )
    panel.button("Keep in the cell").click()
    expect(panel.node.get_by_text("copy its new text")).to_be_visible()
    box = panel.node.get_by_label("Text of the cell")
    assert box.input_value().startswith("value = score(3 *")
    panel.button("Copy text").click()
    expect(panel.node.get_by_text("Copied")).to_be_visible()
    copied = panel.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("value = score(3 *")


# Without a kernel


def test_a_restarted_kernel_is_told_and_disables_the_panel(open_panel: Any) -> None:
    panel = open_panel(fresh=True)
    panel.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    said = panel.node.get_by_text("run the cell again, then %segment panel engagement")
    expect(said).to_be_visible(timeout=15_000)
    expect(panel.slider("weight of orders_90d in value")).to_be_disabled()
    expect(panel.button("Keep in the cell")).to_be_disabled()
    panel.button("Copy text").click()
    expect(panel.node.get_by_text("Copied")).to_be_visible()


def test_a_kernel_that_never_answers_is_told(open_panel: Any) -> None:
    panel = open_panel(fresh=True)
    panel.page.evaluate(
        """() => {
          const {session} = window.jupyterapp.shell.currentWidget.sessionContext;
          session.kernel._sendMessage = () => {};
        }"""
    )
    panel.slider("weight of orders_90d in value").press("ArrowRight")
    said = panel.node.get_by_text("run the cell again")
    expect(said).to_be_visible(timeout=15_000)


NEWS = """
fake.widget.tell("note", "The cell was run again.", {"name": "adopt", "label": "Take it over"})
fake.widget.progress("reading the events", 0.4)
"""


def test_notices_and_recomputations_have_a_button(open_panel: Any) -> None:
    panel = open_panel(fresh=True)
    panel.notebook.cells.nth(2).locator(".cm-content").first.click()
    panel.page.keyboard.press("Control+a")
    panel.page.keyboard.insert_text(NEWS)
    panel.notebook.run_cell(2)
    expect(panel.node.get_by_text("The cell was run again.")).to_be_visible()
    assert violations(panel) == []
    panel.button("Take it over").click()
    expect(panel.node.get_by_text("The cell was run again.")).to_be_hidden()
    expect(panel.node.get_by_role("progressbar")).to_be_visible()
    panel.button("Cancel").click()
    expect(panel.node.get_by_role("progressbar")).to_be_hidden()


def test_a_page_that_is_loaded_again_shows_the_present_numbers(open_panel: Any) -> None:
    panel = open_panel(fresh=True)
    panel.slider("weight of orders_90d in value").press("ArrowRight")
    panel.settle()
    panel.notebook.save()
    panel.page.reload()
    panel.notebook.wait_for_idle_kernel()
    panel.node.locator("svg").first.wait_for(timeout=30_000)
    expect(panel.slider("weight of orders_90d in value")).to_have_value("3.5")


# The drawing library alone

ALONE = {
    "/": (
        "text/html",
        "<title>Alone</title><div id=box></div><script type=module src=/draw.js></script>",
    ),
    "/draw.js": (
        "text/javascript",
        """
        import { View, parse, expressionInterpreter } from "/vega.js";
        const spec = await (await fetch("/spec.json")).json();
        const view = new View(parse(spec, null, { ast: true }),
          { expr: expressionInterpreter, renderer: "svg" });
        view.initialize("#box").data("bars", [{f0: 0, f1: 50, f2: "constructor", f3: 0, f4: 1}]);
        await view.runAsync();
        """,
    ),
    "/vega.js": ("text/javascript", (STATIC / "vega.js").read_text("utf-8")),
    "/spec.json": (
        "application/json",
        json.dumps(live_bars({"constructor": "#2a6fb0"}, "Score", "Customers")),
    ),
}
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'"


def test_the_chart_is_drawn_where_nothing_may_be_evaluated(context: OfflineContext) -> None:
    def answer(route: Route) -> None:
        kind, body = ALONE[urlsplit(route.request.url).path]
        headers = {"Content-Type": kind, "Content-Security-Policy": POLICY}
        route.fulfill(body=body, headers=headers)

    page = context.new_page()
    page.route("http://localhost/**", answer)
    page.goto("http://localhost/")
    bar = page.locator("svg .layer_0_marks path")
    bar.wait_for(state="attached")
    assert bar.get_attribute("fill") == "#2a6fb0"
    assert context.records.console_errors == context.records.page_errors == []
