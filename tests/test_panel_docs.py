"""The page of the panel and the third notebook: their code runs, their numbers are counted."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import seg_jupyter as seg

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "panel.md").read_text(encoding="utf-8")
NOTEBOOK = nbformat.read(ROOT / "examples" / "03_live_tuning.ipynb", as_version=4)


@pytest.fixture(scope="module")
def grocery() -> seg.datasets.Grocery:
    households, baskets = seg.datasets.grocery()
    households["sales"] = range(len(households))
    return seg.datasets.Grocery(households, baskets)


@pytest.fixture(scope="module")
def cell() -> str:
    (found,) = (c for c in NOTEBOOK.cells if c.source.startswith("%%segment"))
    return found.source.partition("\n")[2]


def fitted(cell: str, grocery: seg.datasets.Grocery) -> seg.Segments:
    return seg.Segmentation(cell).fit(*grocery, as_of="2017-12-31", unit="households")


def test_the_python_of_the_page_runs(cell: str, grocery: seg.datasets.Grocery) -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    names = {"engagement": fitted(cell, grocery)}
    exec(block, names)
    live = names["live"]
    tuned = cell.replace("3 * baskets", "4 * baskets").replace(">= 70", ">= 65")
    tuned = tuned.replace('count(last="90d")', 'count(last="60d")')
    assert live.text == tuned
    pd.testing.assert_frame_equal(live.result.frame, fitted(tuned, grocery).frame)


def test_the_files_that_the_page_names_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)", PAGE):
        assert (ROOT / "docs" / target).exists(), target


def test_the_sizes_of_the_notebook_are_those_of_a_fresh_run(
    cell: str, grocery: seg.datasets.Grocery
) -> None:
    tuned = fitted(cell.replace("3 * baskets", "4 * baskets").replace(">= 70", ">= 65"), grocery)
    sizes = tuned.frame["segment"].value_counts()
    (shown,) = (c for c in NOTEBOOK.cells if c.source.startswith('live.set("engagement_score"'))
    lines = shown.outputs[0].data["text/plain"].split("\n")[1:]
    assert {line.split()[0]: int(line.split()[1].replace(",", "")) for line in lines} == {
        name: size for name, size in sizes.items() if size
    }


def test_the_notebook_holds_a_picture_for_readers_without_a_kernel() -> None:
    (panel,) = (c for c in NOTEBOOK.cells if c.source == "%segment panel engagement")
    widget, picture = panel.outputs
    assert widget.data["text/plain"] == "Live panel of engagement"
    assert {"image/png", "application/vnd.vegalite.v5+json"} <= set(picture.data)
    assert "widgets" not in NOTEBOOK.metadata
