"""The Tab key in a cell of segments, pressed in a real JupyterLab."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from browser.notebook_page import NotebookPage, OpenNotebook
from browser.server import JupyterServer

SETUP = """
%load_ext seg_jupyter
import pandas as pd

customers = pd.DataFrame({"key": range(20), "plan": ["gold"] * 20, "days since visit": 1.0})
orders = pd.DataFrame({"key": range(20), "at": pd.Timestamp("2024-01-01"), "sales_value": 9.5})
orders["sales_tax"] = 1.5
""".strip()
CELL = "%%segment customers --events orders\n"
_SOURCE = "i => window.jupyterapp.shell.currentWidget.content.model.cells.get(i).sharedModel.source"


def notebook(*cells: str) -> nbformat.NotebookNode:
    built = new_notebook(cells=[new_code_cell(source) for source in cells])
    built.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    return built


def offers_at_the_end(page: NotebookPage, cell: int, typed: str) -> list[list[str]]:
    """Type at the end of a cell and press Tab; return the offers, each with what it is."""
    page.cells.nth(cell).locator(".cm-content").first.click()
    page.page.keyboard.press("Control+End")
    page.page.keyboard.type(typed)
    page.page.keyboard.press("Tab")
    page.page.locator(".jp-Completer:not(.lm-mod-hidden)").wait_for()
    items = page.page.locator(".jp-Completer-item").all_inner_texts()
    return [item.replace("\xa0", " ").split("\n")[1:] for item in items]


def source_of(page: NotebookPage, cell: int) -> str:
    source: str = page.page.evaluate(_SOURCE, cell)
    return source


def test_tab_finds_a_column_and_writes_it(
    server: JupyterServer, open_notebook: OpenNotebook
) -> None:
    path = server.add_notebook("completion.ipynb", notebook(SETUP, CELL, CELL, CELL))
    page = open_notebook(path, "lab", server)
    page.run_cell(0)

    columns = [["sales_value", "column, number"], ["sales_tax", "column, number"]]
    assert sorted(offers_at_the_end(page, 1, "spend = sum(sal")) == sorted(columns)
    # each offer is one line: a type that breaks would lie over the next one
    item = page.page.locator(".jp-Completer-item").first
    type_ = item.locator(".jp-Completer-typeExtended")
    assert type_.evaluate("e => e.scrollHeight <= e.clientHeight")
    chosen = page.page.locator(".jp-Completer-item.jp-mod-active code").first.inner_text()
    page.page.keyboard.press("Enter")
    assert source_of(page, 1) == f"{CELL}spend = sum({chosen}"

    # a part of an odd name is replaced by all of it
    offers = offers_at_the_end(page, 2, "Late: visit")
    assert offers == [["`days since visit`", "column, number"]]
    page.page.keyboard.press("Enter")
    assert source_of(page, 2) == f"{CELL}Late: `days since visit`"

    offers = offers_at_the_end(page, 3, "value = score(")
    assert ["sum", "function: exact total; 0 without events"] in offers
    assert ["rank", "function: 0 to 100 by the share of customers below (the default)"] in offers
    assert page.records.refused == []
    assert page.page_errors == []
