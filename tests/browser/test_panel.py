"""The live panel with its numbers behind it, in a notebook that is really there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser, Locator, expect

from browser.chromium import offline_context
from browser.notebook_page import NotebookPage
from browser.server import App, running_server
from browser.tuned_notebook import CELL, CELL_AT, PANEL, PANEL_AT, VEGA, TunedPage, tuned_notebook

ORDERS = "weight of orders_90d in value"
PACE = "weight of pace in value"
ACTIVE = "Active: value from"
WINDOW = "orders_90d: last, in days"
Tuned = Callable[[App], TunedPage]


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Tuned]:
    """Yield a function that returns the notebook in an application, open once for all tests."""
    pages: dict[App, TunedPage] = {}
    with ExitStack() as stack:
        # the pages of other tests end the kernels of their servers
        server = stack.enter_context(running_server())

        def page_in(app: App) -> TunedPage:
            if app not in pages:
                context = stack.enter_context(offline_context(browser, viewport=(1300, 1500)))
                notebook = NotebookPage(server, app, context)
                path = server.add_notebook(f"tuned_{app}.ipynb", tuned_notebook())
                pages[app] = TunedPage(notebook.open(path))
            return pages[app]

        yield page_in
        for page in pages.values():
            page.notebook.close()


@pytest.fixture
def tuned(opened: Tuned) -> Tuned:
    """Return a function that gives the notebook as it was written, with a new panel."""

    def begin(app: App) -> TunedPage:
        page = opened(app)
        page.begin()
        return page

    return begin


@pytest.fixture
def lab(tuned: Tuned) -> TunedPage:
    return tuned("lab")


def complaints(page: TunedPage) -> list[str]:
    records = page.notebook.records
    found = records.console_errors + records.vega_warnings + records.refused
    return found + page.notebook.page_errors


# 1 A number that is dragged


def drag(page: TunedPage, slider: Locator, *shares: float) -> None:
    """Drag a slider by its thumb through shares of its width; the button stays pressed."""
    box = slider.bounding_box()
    assert box is not None
    low, high, value = (
        float(slider.evaluate(f"node => node.{name}")) for name in ("min", "max", "value")
    )
    thumb = 16
    at = lambda share: box["x"] + thumb / 2 + share * (box["width"] - thumb)  # noqa: E731
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(at((value - low) / (high - low)), middle)
    page.page.mouse.down()
    for share in shares:
        page.page.mouse.move(at(share), middle, steps=4)


def test_a_dragged_slider_counts_as_the_kernel_does(lab: TunedPage) -> None:
    sentences = lab.node.locator(".seg-sentences")
    expect(sentences).to_contain_text("Nobody of 2,000 households changed segment.")
    expect(sentences).to_contain_text("would change segment if every weight were up to 10% off")
    chart = lab.node.locator("svg").element_handle()
    slider = lab.slider(ORDERS)
    drag(lab, slider, 0.9, 0.2, 0.95)
    while_dragged = lab.told("panel.text")
    lab.page.mouse.up()
    lab.settled()
    moved = float(slider.input_value())
    assert moved > 3
    assert "3 * orders_90d" in while_dragged
    assert f"score({moved:g} * orders_90d, 2 * spend, pace)" in lab.told("panel.text")
    assert lab.sizes() == lab.fresh_sizes("panel.text") != lab.fresh_sizes("engagement.text")
    expect(sentences).to_contain_text("of 2,000 households changed segment.")
    expect(sentences).not_to_contain_text("Nobody")
    assert chart.evaluate("node => node.isConnected")
    lab.slider(ACTIVE).press("ArrowLeft")
    lab.slider(ACTIVE).press("ArrowLeft")
    lab.settled()
    assert "Active:   value >= 68  # the best" in lab.told("panel.text")
    assert lab.sizes() == lab.fresh_sizes("panel.text")
    expect(sentences.locator(".seg-stability")).to_be_visible()
    assert chart.evaluate("node => node.isConnected")
    assert complaints(lab) == []


# 2 Keep


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_what_was_kept_and_run_is_what_the_panel_showed(app: App, tuned: Tuned) -> None:
    page = tuned(app)
    for label in (PACE, PACE, ACTIVE):
        page.slider(label).press("ArrowRight")
    page.settled()
    shown = page.sizes()
    weight = page.slider(PACE).input_value()
    wanted = CELL.replace("spend, pace)", f"spend, {weight} * pace)").replace(">= 70", ">= 71")
    page.button("Keep in the cell").click()
    expect(page.node.get_by_text("Kept in the cell")).to_be_visible()
    assert page.source() == wanted
    page.notebook.cells.nth(CELL_AT).locator(".cm-content").first.click()
    page.page.keyboard.press("Control+z")
    assert page.source() == CELL
    page.button("Keep in the cell").click()
    expect(page.node.get_by_text("Kept in the cell")).to_be_visible()
    assert page.source() == wanted
    page.notebook.run_cell(CELL_AT)
    assert page.fresh_sizes("engagement.text") == shown
    # the panel goes over by itself: its numbers are those that ran
    expect(page.node.locator(".seg-changes")).to_have_text("")
    expect(page.node.locator(".seg-was:not(.seg-veiled)")).to_have_count(0)
    expect(page.node.locator(".seg-sentences")).to_contain_text("Nobody of 2,000 households")
    assert page.sizes() == shown
    page.slider(ACTIVE).press("ArrowLeft")
    expect(page.button("was 71: reset " + ACTIVE)).to_be_visible()
    page.settled()
    page.button("Keep in the cell").click()
    expect(page.node.get_by_text("Kept in the cell")).to_be_visible()
    assert page.source() == wanted.replace(">= 71", ">= 70")
    assert complaints(page) == []


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_another_run_is_shown_when_it_is_wanted(app: App, tuned: Tuned) -> None:
    page = tuned(app)
    page.slider(ACTIVE).press("ArrowRight")
    page.settled()
    shown = page.sizes()
    page.write(CELL_AT, CELL.replace(">= 40", ">= 30"))
    page.notebook.run_cell(CELL_AT)
    button = page.button("Show the new run")
    expect(button).to_be_visible()
    assert page.sizes() == shown
    button.click()
    expect(button).to_be_hidden()
    expect(page.slider("Passive: value from")).to_have_value("30")
    expect(page.slider(ACTIVE)).to_have_value("70")
    page.settled()
    assert page.sizes() == page.fresh_sizes("engagement.text") != shown
    page.button("Keep in the cell").click()
    expect(page.node.get_by_text("The cell has these numbers already")).to_be_visible()


# 3 and 4 What cannot be kept


def test_an_edited_cell_is_left_as_it_is(lab: TunedPage) -> None:
    lab.slider(ACTIVE).press("ArrowRight")
    lab.settled()
    edited = CELL.replace("# the best", "# my words")
    lab.write(CELL_AT, edited)
    lab.button("Keep in the cell").click()
    expect(lab.node.get_by_text("the cell was edited since it ran")).to_be_visible()
    assert lab.source() == edited
    box = lab.node.get_by_label("Text of the cell")
    assert box.input_value() == lab.told("panel.text")
    lab.button("Copy text").click()
    expect(lab.node.get_by_text("Copied")).to_be_visible()
    copied = lab.page.evaluate("() => navigator.clipboard.readText()")
    assert "Active:   value >= 71  # the best" in copied


def test_a_result_that_code_has_made_has_a_text_to_copy(lab: TunedPage) -> None:
    before = lab.source()
    lab.run(
        "from seg_jupyter import Segmentation\n"
        "made = Segmentation(engagement.text).fit(people, orders, name='made')\n"
        "by_code = made.panel()\nby_code"
    )
    panel = lab.panels.nth(1)
    panel.locator("svg").first.wait_for()
    lab.slider(ACTIVE, panel).press("ArrowRight")
    lab.settled("by_code")
    lab.button("Keep in the cell", panel).click()
    box = panel.get_by_label("Text of the cell")
    expect(box).to_be_visible()
    assert box.input_value() == lab.told("by_code.text")
    assert "value >= 71" in box.input_value()
    assert lab.source() == before


# 5 Boxes


def test_a_window_is_read_again_from_the_events(lab: TunedPage) -> None:
    box = lab.node.get_by_label(WINDOW, exact=True)
    box.fill("60")
    box.press("Enter")
    lab.settled()
    assert 'count(last="60d")' in lab.told("panel.text")
    shown = lab.sizes()
    assert shown == lab.fresh_sizes("panel.text") != lab.fresh_sizes("engagement.text")
    box.fill("0")
    box.press("Enter")
    alert = lab.node.get_by_role("alert")
    expect(alert).to_contain_text("0d")
    expect(box).to_have_value("60")
    assert 'count(last="60d")' in lab.told("panel.text")
    assert lab.sizes() == shown
    assert complaints(lab) == []


SLOW = """
import seg_jupyter.api.trial as trial, time
at_once = trial.fit
def slowly(*given, on_step=None, **named):
    for step in range(100):
        on_step and on_step(step / 100)
        time.sleep(0.1)
    return at_once(*given, on_step=on_step, **named)
trial.fit = slowly
"""


def test_a_slow_recomputation_is_cancelled(lab: TunedPage) -> None:
    shown = lab.sizes()
    lab.ask(SLOW)
    box = lab.node.get_by_label(WINDOW, exact=True)
    box.fill("30")
    box.press("Enter")
    expect(lab.node.get_by_role("progressbar")).to_be_visible()
    lab.button("Cancel").click()
    expect(lab.node.get_by_role("progressbar")).to_be_hidden(timeout=2_000)
    lab.ask("trial.fit = at_once")
    expect(lab.node.get_by_text("Cancelled: the numbers are as they were.")).to_be_visible()
    expect(box).to_have_value("90")
    assert lab.told("panel.text") == lab.told("engagement.text")
    assert lab.sizes() == shown
    lab.slider(ACTIVE).press("ArrowRight")
    lab.settled()
    expect(lab.node.get_by_text("Cancelled")).to_be_hidden()
    assert lab.sizes() == lab.fresh_sizes("panel.text")


# 6 Back and forth


def test_numbers_go_back_and_forth(lab: TunedPage) -> None:
    begun = lab.sizes()
    active, pace = lab.slider(ACTIVE), lab.slider(PACE)
    active.press("ArrowLeft")
    lab.settled()
    one = lab.sizes()
    pace.press("End")
    lab.settled()
    two = lab.sizes()
    most = pace.input_value()
    assert len({json.dumps(sizes) for sizes in (begun, one, two)}) == 3
    lab.press("Undo")
    assert (lab.sizes(), active.input_value(), pace.input_value()) == (one, "69", "1")
    lab.press("Redo")
    assert (lab.sizes(), pace.input_value()) == (two, most)
    lab.press("was 70: reset " + ACTIVE)
    assert (active.input_value(), pace.input_value()) == ("70", most)
    lab.press("Undo")
    lab.node.get_by_label("preset", exact=True).fill("pace first")
    lab.press("Keep preset")
    lab.press("Reset")
    assert lab.sizes() == begun
    assert lab.told("panel.text") == lab.told("engagement.text")
    lab.press("Use")
    assert (lab.sizes(), pace.input_value()) == (two, most)
    # the same name again takes its place
    active.press("ArrowLeft")
    lab.settled()
    three = lab.sizes()
    lab.node.get_by_label("preset", exact=True).fill("pace first")
    lab.press("Keep preset")
    lab.press("Reset")
    lab.press("Use")
    assert (lab.sizes(), active.input_value()) == (three, "68")
    # a new panel has them too, until they are dropped
    number = "len(__import__('seg_jupyter').jupyter.open_panels._OPEN)"
    opened = lab.told(number)
    lab.open_panel()
    assert lab.panels.count() == 1
    assert lab.told(number) == opened
    lab.press("Use")
    assert lab.sizes() == three
    lab.press("Drop")
    expect(lab.button("Use")).to_be_hidden()


# 7 Looking closer


def test_nothing_of_a_single_customer_stays(lab: TunedPage) -> None:
    lab.slider(ACTIVE).press("PageDown")
    lab.settled()
    profile = lab.node.locator(".seg-details")
    lab.button("Active").click()
    expect(profile.get_by_role("heading")).to_contain_text("Active")
    expect(profile.locator("tbody tr").first).to_be_visible()
    lab.node.locator(".seg-moves tbody button").nth(4 + 1).click()
    expect(profile.get_by_role("heading")).to_contain_text("Passive")
    who = lab.node.get_by_label("find a customer")
    who.fill("canary-0007")
    who.press("Enter")
    expect(profile.get_by_role("heading", name="canary-0007")).to_be_visible()
    said = [row.split("\t") for row in profile.locator("tr").all_inner_texts()]
    assert said[0][1:] == ["saved cell", "now"]
    label = lab.told("str(engagement.frame['segment'].iloc[7])")
    now = lab.told("str(panel.result.frame['segment'].iloc[7])")
    assert said[1] == ["segment", label, now]
    assert "779,131" in str(said)
    who.fill("canary-9999")
    who.press("Enter")
    expect(lab.node.get_by_role("alert")).to_contain_text("canary-9999")
    assert lab.node.get_by_role("alert").get_by_text("Traceback").count() == 0
    lab.wait_for_picture()
    lab.notebook.save()
    kept = json.dumps(lab.notebook.server.read_notebook(lab.notebook.path).cells[1:])
    state = lab.ask(
        "from ipywidgets import Widget\nfrom ipywidgets.widgets.widget import _instances\n"
        "for one in list(_instances.values()):\n"
        "    print({k: v for k, v in one.get_state().items() if k not in ('source', '_esm')})"
    )
    assert "'frame'" in state
    for trace in ("canary", "918273", "918,273", "777777", "779131", "779,131"):
        assert trace not in state
        assert trace not in kept


# 8 What happens around it


def test_a_restarted_kernel_is_told(lab: TunedPage) -> None:
    lab.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    said = lab.node.get_by_text("run the cell again, then %segment panel engagement")
    expect(said).to_be_visible(timeout=5_000)
    for one in (lab.slider(ORDERS), lab.button("Keep in the cell"), lab.button("Undo")):
        expect(one).to_be_disabled()
    expect(lab.node.get_by_role("progressbar")).to_be_hidden()
    lab.notebook.wait_for_idle_kernel()


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_a_page_that_is_loaded_again_has_its_panel(app: App, tuned: Tuned) -> None:
    page = tuned(app)
    page.slider(ACTIVE).press("ArrowLeft")
    page.settled()
    page.notebook.save()
    shown = page.sizes()
    page.reload()
    expect(page.slider(ACTIVE)).to_have_value("69")
    expect(page.button("was 70: reset " + ACTIVE)).to_be_visible()
    expect(page.node.locator(".seg-stability")).to_contain_text("10% off")
    assert page.sizes() == shown
    page.slider(ACTIVE).press("ArrowLeft")
    page.settled()
    assert page.sizes() == page.fresh_sizes("panel.text") != shown
    page.button("Keep in the cell").click()
    expect(page.node.get_by_text("Kept in the cell")).to_be_visible()
    assert "value >= 68" in page.source()
    page.wait_for_picture()


def test_the_cell_runs_again_while_a_number_is_dragged(lab: TunedPage) -> None:
    slider = lab.slider(ORDERS)
    drag(lab, slider, 0.7)
    lab.page.keyboard.press("Shift")
    lab.ask(f"get_ipython().run_cell({CELL.replace('>= 40', '>= 35')!r})")
    expect(lab.button("Show the new run")).to_be_visible()
    page_at = slider.input_value()
    drag_on = slider.bounding_box()
    assert drag_on is not None
    lab.page.mouse.move(drag_on["x"] + 0.9 * drag_on["width"], drag_on["y"] + 5, steps=4)
    lab.page.mouse.up()
    lab.settled()
    assert slider.input_value() != page_at
    assert f"score({slider.input_value()} * orders_90d" in lab.told("panel.text")
    assert "value >= 40" in lab.told("panel.text")
    assert lab.sizes() == lab.fresh_sizes("panel.text")
    lab.press("Show the new run")
    expect(lab.slider("Passive: value from")).to_have_value("35")
    assert lab.sizes() == lab.fresh_sizes("engagement.text")
    assert complaints(lab) == []


def test_two_panels_have_their_own_numbers(lab: TunedPage) -> None:
    lab.run(f"other = {PANEL}\nother")
    second = lab.panels.nth(1)
    second.locator("svg").first.wait_for()
    lab.slider(ACTIVE).press("ArrowRight")
    lab.slider(PACE, second).press("End")
    lab.settled()
    lab.settled("other")
    assert lab.sizes() == lab.fresh_sizes("panel.text")
    assert lab.sizes(second) == lab.fresh_sizes("other.text") != lab.sizes()
    expect(lab.slider(PACE)).to_have_value("1")
    expect(lab.slider(ACTIVE, second)).to_have_value("70")


def test_a_panel_outlives_its_name_and_is_moved_by_code(lab: TunedPage) -> None:
    lab.ask("del engagement")
    lab.slider(ACTIVE).press("ArrowRight")
    lab.settled()
    assert lab.sizes() == lab.fresh_sizes("panel.text")
    said = lab.run(PANEL)
    assert "engagement" in said
    assert "Traceback" not in said
    assert [error.name for error in lab.notebook.errors()] == ["SegmentNameError"]
    lab.run("panel.set('Active', 62)\npanel.set('value', 'pace', 3)")
    expect(lab.slider(ACTIVE)).to_have_value("62")
    expect(lab.slider(PACE)).to_have_value("3")
    lab.settled()
    assert lab.sizes() == lab.fresh_sizes("panel.text")
    lab.press("Undo")
    expect(lab.slider(PACE)).to_have_value("1")


# 9 What the saved notebook keeps


def saved_picture(page: TunedPage) -> NotebookNode:
    page.wait_for_picture()
    page.notebook.save()
    outputs = page.notebook.server.read_notebook(page.notebook.path).cells[PANEL_AT].outputs
    found = [output.data for output in outputs if VEGA in output.get("data", {})]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_the_saved_notebook_has_the_last_picture(app: App, tuned: Tuned) -> None:
    page = tuned(app)
    first = saved_picture(page)
    still = page.notebook.outputs_of(PANEL_AT).nth(1)
    expect(still).to_be_hidden()
    page.slider(ACTIVE).press("PageDown")
    page.settled()
    kept = saved_picture(page)
    assert kept[VEGA] != first[VEGA]
    assert kept["image/png"] != first["image/png"]
    expect(still).to_be_hidden()
    with page.without_kernel() as read:
        read.wait_for_charts(1)
        assert read.charts.first.is_visible()
        assert read.page.locator(".seg-panel").count() == 0
