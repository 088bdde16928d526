"""The notebooks as a new user meets them: run from top to bottom, without the network."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.notebook_page import OpenNotebook
from browser.server import App, JupyterServer

EXAMPLES = Path(__file__).parents[2] / "examples"
QUICKSTART = EXAMPLES / "01_quickstart.ipynb"
SEGMENTS = ["Active", "Passive", "Disengaged", "Inactive"]
PAGE = {"light": "#ffffff", "dark": "#111111"}
COLOURS = ["#2a6fb0", "#4b97cc", "#c48518", "#b84f2e"]


@pytest.mark.parametrize("app", ["lab", "notebook"])
def test_the_quickstart_runs_and_stays(
    app: App, server: JupyterServer, open_notebook: OpenNotebook
) -> None:
    path = server.add_file(QUICKSTART, f"quickstart_{app}.ipynb")
    page = open_notebook(path, app, server)
    page.run_all()
    assert page.errors() == []

    shown, with_means = page.tables()
    assert [row[0].strip("■\xa0 ") for row in shown[1:]] == SEGMENTS
    households = [int(row[1].replace(",", "")) for row in shown[1:]]
    assert sum(households) == 2469
    assert [row[:3] for row in with_means[1:]] == [row[:3] for row in shown[1:]]

    assert page.wait_for_charts(at_least=2) == 2
    for chart in range(2):
        drawn = page.chart_colours(chart)
        assert [colour for colour in COLOURS if drawn[colour] < 500] == []
        # no box of another background: most of a chart is the page behind it
        assert drawn.most_common(1)[0][0] == PAGE[server.theme]
    bars = page.charts.nth(0).locator(".role-axis-label text")
    assert bars.all_text_contents() == SEGMENTS

    page.save()
    page.reopen_without_kernel()
    assert page.wait_for_charts(at_least=2) == 2
    assert [row[0].strip("■\xa0 ") for row in page.tables()[0][1:]] == SEGMENTS
    assert page.records.refused == []
    assert page.page_errors == []


def test_the_second_notebook_runs(server: JupyterServer, open_notebook: OpenNotebook) -> None:
    path = server.add_file(EXAMPLES / "02_events_to_metrics.ipynb", "events_to_metrics.ipynb")
    page = open_notebook(path, "lab", server)
    page.run_all()
    assert page.errors() == []
    assert page.wait_for_charts(at_least=5) == 5
    titles = page.charts.locator(".role-title-text text").all_text_contents()
    assert "How customers pass the segments" in titles
    assert "Where customers stand on two scores" in titles
    assert page.records.vega_warnings == []
    assert page.records.refused == []
    assert page.page_errors == []
