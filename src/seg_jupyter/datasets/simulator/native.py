"""Columns as a frame of pandas."""

from __future__ import annotations

import pandas as pd

from seg_jupyter.datasets.simulator.columns import Column, Columns, Gaps, Words


def pandas_frame(columns: Columns) -> pd.DataFrame:
    """Return a frame: text as categories, whole numbers with gaps as `Int64`."""
    return pd.DataFrame({name: _series(column) for name, column in columns.items()})


def _series(column: Column) -> object:
    if isinstance(column, Words):
        return pd.Categorical.from_codes(column.codes, pd.Index(column.words))
    if isinstance(column, Gaps):
        return pd.arrays.IntegerArray(column.values, column.missing)
    return column
