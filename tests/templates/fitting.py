"""A written cell run as a notebook would run it: by the options of its first line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa

import seg_jupyter as seg
from seg_jupyter.jupyter.arguments import parse_line
from seg_jupyter.jupyter.magics import SegmentMagics
from seg_jupyter.templates import Draft

MAKERS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
}
OPTIONS = ("id", "time", "as_of", "consent", "objected", "name")


def fitted(draft: Draft, customers: Any = None, events: Any = None) -> seg.Segments:
    """Fit a written cell; its first line says what its options say."""
    line = parse_line(SegmentMagics.segment, draft.line.removeprefix("%%segment"))
    options = {option: getattr(line, option) for option in OPTIONS}
    assert {option: value for option, value in options.items() if value} == draft.options
    assert (line.customers is None) == (customers is None)
    assert (line.events is None) == (events is None)
    return seg.Segmentation(draft.text).fit(customers, events, **options)


def column(result: seg.Segments, name: str) -> list[Any]:
    """Return a column of the result's frame, whatever the frame is."""
    frame = result.frame
    found = frame[name].to_pylist() if isinstance(frame, pa.Table) else frame[name].to_list()
    return [value if value == value else None for value in found]


def labels(result: seg.Segments) -> list[str]:
    return [str(label) for label in column(result, "segment")]
