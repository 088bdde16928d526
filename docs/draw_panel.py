"""Draw the panel of the third notebook as the documentation shows it, in a real JupyterLab.

python docs/draw_panel.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.chromium import launched_browser, offline_context  # noqa: E402
from browser.notebook_page import NotebookPage  # noqa: E402
from browser.server import Theme, running_server  # noqa: E402

NOTEBOOK = ROOT / "examples" / "03_live_tuning.ipynb"
PICTURES = ROOT / "docs" / "images"
STEPS = 10
REST = 4_000
"""Milliseconds until nothing more is computed."""


def draw(theme: Theme) -> None:
    """Open the panel, move its first weight by a few steps, and take a picture."""
    with (
        launched_browser() as browser,
        running_server(theme=theme) as server,
        offline_context(browser, viewport=(1500, 1300)) as context,
    ):
        page = NotebookPage(server, "lab", context)
        page.open(server.add_file(NOTEBOOK, NOTEBOOK.name))
        page.run_all()
        panel = page.page.locator(".seg-panel")
        slider = panel.locator("input[type=range]").first
        slider.focus()
        for _ in range(STEPS):
            page.page.keyboard.press("ArrowRight")
        page.page.wait_for_timeout(REST)
        slider.blur()
        panel.screenshot(path=PICTURES / f"panel-{theme}.png")
        page.close()


if __name__ == "__main__":
    for theme in ("light", "dark"):
        draw(theme)
