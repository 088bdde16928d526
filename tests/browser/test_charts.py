"""Every kind of chart as the applications draw it, by the Vega-Lite that is in them."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from browser.notebook_page import OpenNotebook
from browser.server import App, ServerOf
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts import KINDS
from view.results import of_two_scores

DRAW_SECONDS = 90.0


def kept(charts: list[Chart]) -> nbformat.NotebookNode:
    """A notebook of cells that have shown a chart each."""
    cells = []
    for chart in charts:
        data, metadata = chart._repr_mimebundle_()
        output = new_output("display_data", data=data, metadata=metadata)
        cells.append(new_code_cell("chart", outputs=[output]))
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_every_chart_is_drawn_without_a_warning(
    app: App, server_of: ServerOf, open_notebook: OpenNotebook
) -> None:
    charts = [draw(result) for result in of_two_scores().values() for draw in KINDS.values()]
    server = server_of("dark")
    page = open_notebook(server.add_notebook(f"charts_{app}.ipynb", kept(charts)), app, server)
    assert page.wait_for_charts(len(charts), DRAW_SECONDS) == len(charts)
    titles = page.charts.locator(".role-title-text text").all_text_contents()
    shown = [chart.spec["title"]["text"] for chart in charts]
    assert [title for title in titles if title in shown] == shown
    assert page.records.vega_warnings == []
    assert page.records.console_errors == []
    assert page.page_errors == []


def test_a_warning_about_a_chart_is_seen(server_of: ServerOf, open_notebook: OpenNotebook) -> None:
    chart = next(iter(KINDS.values()))(of_two_scores()["two segments"])
    chart.spec["layer"][0]["encoding"]["nosuch"] = {"field": "f0"}
    server = server_of("dark")
    page = open_notebook(server.add_notebook("warned.ipynb", kept([chart])), "lab", server)
    page.wait_for_charts(1)
    assert [text for text in page.records.vega_warnings if "nosuch" in text]
