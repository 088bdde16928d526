"""A short number for a frame: the same only if every value, type, category and order is."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from observed import Array
from seg_jupyter.datasets import Company
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
TRUTH = (
    "people",
    "months",
    "rates",
    "chances",
    "slides",
    "preferences",
    "effects",
    "drift",
    "seasons",
)


def digest(frame: pd.DataFrame) -> str:
    """Return twelve hexadecimal digits."""
    found = hashlib.sha256()
    assert isinstance(frame.index, pd.RangeIndex)
    for name, column in frame.items():
        found.update(f"{name}:{column.dtype}:{len(column)}".encode())
        if isinstance(column.dtype, pd.CategoricalDtype):
            found.update(repr((list(column.cat.categories), column.cat.ordered)).encode())
            values: Array = column.cat.codes.to_numpy()
        elif isinstance(column.dtype, pd.StringDtype | np.dtype) and column.dtype.kind in "OTU":
            values = np.frombuffer("\0".join(map(str, column)).encode(), np.uint8)
        elif pd.api.types.is_extension_array_dtype(column.dtype):
            found.update(column.isna().to_numpy().tobytes())
            values = column.fillna(0).to_numpy(column.dtype.numpy_dtype)
        else:
            values = column.to_numpy()
        # the order of bytes is named, so that other processors have the same
        found.update(values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes())
    return found.hexdigest()[:12]


def digests(company: Company) -> dict[str, str]:
    """Return those of all frames, and of what is planted."""
    found = {name: digest(getattr(company, name)) for name in FRAMES}
    found |= {f"truth.{name}": digest(getattr(company.truth, name)) for name in TRUTH}
    return found


def whole(company: Company) -> str:
    """Return one number for all of them together."""
    return hashlib.sha256(repr(digests(company)).encode()).hexdigest()[:12]
