"""A simulated company: its frames, their links, and that nothing but the arguments decides them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

import seg_jupyter as seg
from seg_jupyter.datasets import Company, simulate
from seg_jupyter.datasets.simulator.company import EVENTS

FRAMES = (
    "customers",
    *EVENTS,
    "contacts",
    "campaigns",
    "products",
    "costs",
    "margins",
)


@pytest.fixture(scope="module")
def company() -> Company:
    return simulate(3_000, seed=11)


def test_frames_are_linked(company: Company) -> None:
    ids = company.customers["customer_id"]
    assert ids.is_unique
    assert len(ids) == 3_000
    for name in (*EVENTS, "contacts"):
        frame = getattr(company, name)
        assert len(frame) > 0
        strangers = int((~frame["customer_id"].isin(ids)).sum())
        planted = company.truth.dirt.query('what == "ids that are no customer\'s"')
        assert strangers == planted.loc[planted["frame"] == name, "rows"].sum(), name


def test_a_cell_reads_all_of_it(company: Company) -> None:
    cell = """
visits_90d = count(event == "visit", last="90d")
spent_1y = sum(amount, last="1y")
value = score(visits_90d, 2 * spent_1y, -recency(event == "opened"))
Active: value >= 60
Rest: otherwise
"""
    result = seg.Segmentation(cell).fit(company.customers, company.events, as_of="2024-12-31")
    assert len(result.frame) == 3_000
    bought = company.orders[company.orders["happened_at"] >= pd.Timestamp("2024-01-01")]
    by_hand = bought.groupby("customer_id")["amount"].sum()
    by_hand = by_hand.reindex(company.customers["customer_id"], fill_value=0).round(2)
    assert result.frame["spent_1y"].round(2).tolist() == by_hand.tolist()


HASHES = """
import hashlib, json, sys
import pandas as pd
from seg_jupyter.datasets import simulate

def digest(frame):
    about = repr([(name, str(dtype)) for name, dtype in frame.dtypes.items()])
    about += repr([list(frame[c].cat.categories) for c in frame if frame[c].dtype == "category"])
    rows = pd.util.hash_pandas_object(frame, index=True).to_numpy().tobytes()
    return hashlib.sha256(about.encode() + rows).hexdigest()[:16]

def digests(company, names):
    found = {name: digest(getattr(company, name)) for name in names}
    for name in ("people", "months", "rates", "effects", "dirt"):
        found["truth." + name] = digest(getattr(company.truth, name))
    return found
"""


@pytest.fixture(scope="module")
def digests() -> Callable[..., dict[str, str]]:
    names: dict[str, Any] = {}
    exec(HASHES, names)  # the same lines run in another process below
    return names["digests"]


def test_two_runs_and_two_processes_give_the_same(digests: Callable[..., dict[str, str]]) -> None:
    first, second = (digests(simulate(1_500, seed=5), FRAMES) for _ in range(2))
    assert first == second
    script = f"{HASHES}\nprint(json.dumps(digests(simulate(1_500, seed=5), {FRAMES!r})))"
    environment = {**os.environ, "PYTHONHASHSEED": "77", "OMP_NUM_THREADS": "1"}
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    assert json.loads(run.stdout) == first
    others = digests(simulate(1_500, seed=6), FRAMES)
    assert [n for n in FRAMES if others[n] == first[n]] == ["campaigns", "products", "margins"]


def test_what_is_written_is_what_is_shown(tmp_path: Path) -> None:
    company = simulate(60_000, seed=4, months=3)
    files = company.write(tmp_path / "company", truth=True)
    assert pq.read_metadata(files["visits"]).num_row_groups == 2
    assert set(files) == {*FRAMES, "truth_people", "truth_months"}
    for name in FRAMES:
        shown, read = getattr(company, name), pd.read_parquet(files[name])
        for column in shown:
            if shown[column].dtype == "category":
                read[column] = read[column].astype(shown[column].dtype)
        pd.testing.assert_frame_equal(read, shown, check_dtype=False)
    with pytest.raises(seg.SegmentUsageError, match="already"):
        company.write(tmp_path / "company")
