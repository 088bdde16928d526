"""A notebook with a panel in it, whose numbers are real, and how to ask its kernel."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator

from browser.notebook_page import NotebookPage

SETUP = """
%load_ext seg_jupyter
import numpy as np
import pandas as pd

draw = np.random.default_rng(11)
size = 2_000
people = pd.DataFrame(
    {
        "person": [f"canary-{number:04d}" for number in range(size)],
        "plan": draw.choice(["gold", "blue"], size),
        "revenue": draw.gamma(2, 100, size).round(2),
    }
)
people.loc[7, ["plan", "revenue"]] = ["canary plan", 918273.64]
whose = draw.integers(0, size, 16_000) ** 2 // size
orders = pd.DataFrame(
    {
        "person": people["person"].to_numpy()[whose],
        "at": pd.Timestamp("2024-06-30") - pd.to_timedelta(draw.integers(0, 400, 16_000), "D"),
        "amount": draw.gamma(2, 10, 16_000).round(2),
    }
)
orders.loc[0, ["person", "amount"]] = ["canary-0007", 777777.77]
""".strip()
CELL = """
%%segment people --events orders --unit households --as engagement
orders_90d = count(last="90d")
spend = fill(sum(amount), 0)
pace = change(count(), "90d")  # against the 90 days before
value = score(3 * orders_90d, 2 * spend, pace)

Active:   value >= 70  # the best
Passive:  value >= 40
At risk:  spend >= 25
Inactive: otherwise
""".strip()
PANEL = "%segment panel engagement"
_SPARE = "# spare"
VEGA = "application/vnd.vegalite.v5+json"
SETUP_AT, CELL_AT, PANEL_AT, SPARE_AT = 0, 1, 2, 3

_CELLS = "window.jupyterapp.shell.currentWidget.content.model.cells"
_DONE = """
import threading
done = threading.Event()
{name}._driver.worker.do(done.set)
done.wait(10)
"""
_STILL = f"""
i => {_CELLS}.get(i).outputs.toJSON().find(one => '{VEGA}' in (one.data ?? {{}})).data['{VEGA}']
"""
_FORGET = "import seg_jupyter.jupyter.panel.panel as panels; panels._PRESETS.clear()"
_ASK = """
async code => {
  const {kernel} = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const said = [];
  const future = kernel.requestExecute({code, store_history: false});
  future.onIOPub = ({content}) => said.push(content.text ?? content.traceback?.join('\\n') ?? '');
  await future.done;
  return said.join('');
}
"""


def tuned_notebook() -> nbformat.NotebookNode:
    """A notebook whose second cell makes segments, and whose third opens their panel."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells = [new_code_cell(source) for source in (SETUP, CELL, PANEL, _SPARE)]
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


class TunedPage:
    """The notebook in a browser; its panel is the only one unless a test opens another."""

    def __init__(self, notebook: NotebookPage) -> None:
        self.notebook = notebook
        self.page = notebook.page
        self.panels = self.page.locator(".seg-panel")
        self.node = self.panels.first

    # The kernel

    def ask(self, code: str) -> str:
        """Run code behind the page's back and return what it printed."""
        said: str = self.page.evaluate(_ASK, code)
        return said.strip()

    def told(self, expression: str) -> Any:
        """Return the value of an expression in the kernel."""
        said = self.ask(f"import json; print(json.dumps({expression}))")
        return json.loads(said)

    def fresh_sizes(self, text: str) -> dict[str, int]:
        """Return the sizes that another run of a cell's text gives."""
        return self.told(
            "(lambda fitted: {str(k): int(v) for k, v in "
            "fitted.frame['segment'].value_counts().items() if v})"
            f"(__import__('seg_jupyter').Segmentation({text}).fit(people, orders))"
        )

    # The notebook

    def begin(self) -> None:
        """Have the notebook as it was written, with a new panel in it."""
        self.write(CELL_AT, CELL)
        if self.ask("print('people' in globals())") != "True":
            self.notebook.run_cell(SETUP_AT)
        self.clear(SPARE_AT)
        self.ask(_FORGET)
        self.notebook.run_cell(CELL_AT)
        self.open_panel()

    def open_panel(self) -> None:
        """Run the panel's cell; the kernel calls it `panel`."""
        self.notebook.run_cell(PANEL_AT)
        self.node.locator("svg").first.wait_for()
        self.ask("panel = _")

    def reload(self) -> None:
        """Load the page again, and wait for its panel."""
        self.page.reload()
        self.notebook.wait_for_idle_kernel()
        self.node.locator("svg").first.wait_for(timeout=30_000)

    @contextmanager
    def without_kernel(self) -> Iterator[NotebookPage]:
        """Show a copy of what was saved to a reader who has no kernel."""
        server = self.notebook.server
        copy = server.copy_untrusted(self.notebook.path, f"copy_of_{self.notebook.path}")
        reader = NotebookPage(server, self.notebook.app, self.notebook.context)
        try:
            yield reader.open_without_kernel(copy)
        finally:
            reader.page.close()

    # The cells

    def source(self, cell: int = CELL_AT) -> str:
        found: str = self.page.evaluate(f"i => {_CELLS}.get(i).sharedModel.getSource()", cell)
        return found

    def write(self, cell: int, source: str) -> None:
        self.page.evaluate(
            f"([i, text]) => {_CELLS}.get(i).sharedModel.setSource(text)", [cell, source]
        )

    def clear(self, cell: int) -> None:
        """Take away what stands below a cell."""
        self.page.evaluate(f"i => {_CELLS}.get(i).outputs.clear()", cell)

    def run(self, source: str) -> str:
        """Run other lines in the spare cell, and return what stands below it."""
        self.write(SPARE_AT, source)
        self.notebook.run_cell(SPARE_AT)
        return "\n".join(self.notebook.outputs_of(SPARE_AT).all_inner_texts())

    # The panel

    def slider(self, label: str, panel: Locator | None = None) -> Locator:
        return (panel or self.node).get_by_role("slider", name=label, exact=True)

    def button(self, name: str, panel: Locator | None = None) -> Locator:
        return (panel or self.node).get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """Click a button of the panel, and wait until that is done."""
        self.button(name).click()
        self.settled()

    def settled(self, name: str = "panel") -> None:
        """Wait until the kernel has done all that was asked for, and the browser shows it."""
        node = self.node if name == "panel" else self.panels.last
        deadline = time.monotonic() + 10
        while True:
            self.page.wait_for_timeout(50)
            self.ask(_DONE.format(name=name))
            dragging, *values = self.told(
                f"[{name}._driver.dragging, *sorted({name}.live.tuning.values)]"
            )
            shown = node.locator(".seg-typed").evaluate_all("all => all.map(one => +one.value)")
            if not dragging and values == sorted(shown):
                return
            assert time.monotonic() < deadline, f"{shown} are shown, and {values} meant"

    def wait_for_picture(self) -> None:
        """Wait until the picture behind the panel is that of its numbers."""
        self.settled()
        wanted = self.told(f"panel.result.chart()._repr_mimebundle_()[0]['{VEGA}']")
        deadline = time.monotonic() + 15
        while self.page.evaluate(_STILL, PANEL_AT) != wanted:
            assert time.monotonic() < deadline, "the picture is not that of the numbers"
            self.page.wait_for_timeout(100)

    def sizes(self, panel: Locator | None = None) -> dict[str, int]:
        """Return the sizes that the panel shows."""
        rows = (panel or self.node).locator(".seg-sizes tbody tr").all()
        pairs = [
            (row.locator("bdi").inner_text(), row.locator(".seg-now").inner_text()) for row in rows
        ]
        return {name: int(now.replace(",", "")) for name, now in pairs}
