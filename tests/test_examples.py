"""The quick-start's numbers, counted by hand in pandas and scipy; and the code of the README."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

import seg_jupyter as seg

ROOT = Path(__file__).parents[1]
QUICKSTART = nbformat.read(ROOT / "examples" / "01_quickstart.ipynb", as_version=4)
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMES = ["Active", "Passive", "Disengaged", "Inactive"]


def cell_of(notebook: nbformat.NotebookNode, start: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.source.startswith(start))


def blocks(language: str) -> list[str]:
    """The code blocks of the README in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def grocery() -> seg.datasets.Grocery:
    return seg.datasets.grocery()


def by_hand(households: pd.DataFrame, baskets: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The exact score and the days since the last basket, without a line of the package."""
    end = pd.Timestamp("2018-01-01")
    read = baskets[baskets["bought_at"] < end]
    recent = read[read["bought_at"] >= end - pd.Timedelta(days=90)]
    ids = households["household_id"]
    count = ids.map(recent.groupby("household_id").size()).fillna(0)
    cents = (recent["sales_value"] * 100).round().astype("int64")
    spend = ids.map(cents.groupby(recent["household_id"]).sum()).fillna(0)
    last = ids.map(read.groupby("household_id")["bought_at"].max())
    days = (end - last.dt.normalize()).dt.days - 1
    count_, spend_, days_ = (
        (rankdata(metric) - 0.5) / len(households) * 100 for metric in (count, spend, days)
    )
    return pd.Series((3 * count_ + 2 * spend_ + 2 * (100 - days_)) / 7), days


def test_the_sizes_of_the_quickstart(grocery: seg.datasets.Grocery) -> None:
    score, days = by_hand(*grocery)
    exact = np.select([score >= 70, score >= 40, days <= 42], NAMES[:3], NAMES[3])
    options, _, body = cell_of(QUICKSTART, "%%segment households").source.partition("\n")
    assert "--events baskets --as-of 2017-12-31" in options
    result = seg.Segmentation(body).fit(*grocery, as_of="2017-12-31")
    frame = result.frame
    assert (frame["engagement_score"] - score).abs().max() <= 0.1
    # who is nearer to a cut than the scale is exact may stand on its other side
    near = (score - 70).abs().le(0.1) | (score - 40).abs().le(0.1)
    assert near.sum() < 20
    assert (frame["segment"].astype(str) == exact)[~near].all()
    sizes = {row["segment"]: row["customers"] for row in result.segments.to_dicts()}
    assert list(sizes) == NAMES
    for name in NAMES:
        assert abs(sizes[name] - (exact == name).sum()) <= near.sum()
    # and the notebook, as it is read on a code host, shows these
    (output,) = cell_of(QUICKSTART, "%%segment households").outputs
    shown = [line.split() for line in output.data["text/plain"].split("\n")]
    assert [row[:2] for row in shown if row and row[0] in NAMES] == [
        [name, f"{size:,}"] for name, size in sizes.items()
    ]


def test_the_cell_of_the_readme_is_that_of_the_quickstart() -> None:
    (cell,) = (block for block in blocks("python") if block.startswith("%%segment"))
    ours, theirs = (
        [line.partition("#")[0].split() for line in text.split("\n")]
        for text in (cell, cell_of(QUICKSTART, "%%segment households").source)
    )
    assert [line for line in ours if line] == [line for line in theirs if line]


def test_the_python_of_the_readme_runs(
    grocery: seg.datasets.Grocery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (cell,) = (block for block in blocks("python") if block.startswith("%%segment"))
    (code,) = (block for block in blocks("python") if block.startswith("import"))
    households, baskets = grocery
    names = {
        "text": cell.partition("\n")[2],
        "households": households,
        "baskets": baskets,
        "new_baskets": baskets.assign(bought_at=baskets["bought_at"] + pd.Timedelta(days=90)),
    }
    (tmp_path / "people.csv").write_text("id;spend\n007;2,5\n", encoding="utf-8")
    exec(code, names)
    assert names["people"].to_dict("list") == {"id": ["007"], "spend": [2.5]}
    assert json.loads((tmp_path / "engagement.json").read_text("utf-8"))["name"] == "segments"
    assert str(names["later"].as_of) == "2018-03-31"
    assert len(names["later"].frame) == 2469


def test_the_error_of_the_readme_is_what_is_said() -> None:
    (shown,) = (block for block in blocks("") if block.startswith("Segment"))
    line = shown.split("\n")[1].strip()
    people = pd.DataFrame({"spend": [1.0], "visits": [2]})
    with pytest.raises(seg.SegmentError) as caught:
        seg.Segmentation(f"# what counts\n{line}").fit(people)
    assert "\n".join(caught.value._render_traceback_()) == shown.rstrip("\n")
