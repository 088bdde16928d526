"""The kinds of frames that are known, told apart without loading the library of any.

A library whose frame somebody holds is loaded already, so none is imported to look.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import pandas as pd

from seg_jupyter.engine.frames.files import read_file
from seg_jupyter.engine.frames.pandas_table import PandasTable
from seg_jupyter.engine.frames.table import Table
from seg_jupyter.engine.frames.variable import NamedFrame, Variable, variable_of
from seg_jupyter.errors import SegmentUsageError, quoted


def is_frame(value: object) -> bool:
    """Tell whether a value is a frame of any known kind, lazy ones included."""
    return isinstance(value, pd.DataFrame) or any(
        _is(value, library, name)
        for library, names in {
            "polars": ("DataFrame", "LazyFrame"),
            "pyarrow": ("Table", "RecordBatch"),
        }.items()
        for name in names
    )


def table_of(native: Any, role: str, variable: Variable | None = None) -> Table:
    """Return the table of a frame, or of the frame that a file holds.

    Lines of code in errors call it as its caller does, if `variable` says nothing else.

    Raises
    ------
    SegmentUsageError
        For anything that is no frame, and for one that is not computed yet.
    SegmentDataError
        For a frame of pandas with columns in several levels.
    """
    variable = variable or variable_of(native)
    if isinstance(native, NamedFrame):
        native = native.native
    if isinstance(native, str | os.PathLike):
        native = read_file(native)
    if isinstance(native, pd.DataFrame):
        return PandasTable(native, role, variable)
    if _is(native, "polars", "DataFrame"):
        from seg_jupyter.engine.frames.polars_table import PolarsTable

        return PolarsTable(native, variable)
    if _is(native, "pyarrow", "Table") or _is(native, "pyarrow", "RecordBatch"):
        from seg_jupyter.engine.frames.arrow_table import ArrowTable

        return ArrowTable(native, variable)
    if _is(native, "polars", "LazyFrame"):
        raise SegmentUsageError(
            f"the {role} are a Polars LazyFrame, whose rows are not computed yet",
            remedy=f"Collect them first: {variable.assigned(f'{variable.name}.collect()')}",
        )
    raise SegmentUsageError(
        f"the {role} are {quoted(type(native).__name__)}, not a frame",
        remedy="Give a frame of pandas or Polars, a table of PyArrow, or the path of a Parquet or "
        "CSV file.",
    )


def _is(value: object, library: str, name: str) -> bool:
    """Tell whether a value is of a class of a library that may not be there."""
    kind: Any = getattr(sys.modules.get(library), name, None)
    return isinstance(kind, type) and isinstance(value, kind)
