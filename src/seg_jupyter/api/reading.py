"""The frame of a file, as a cell that names the file reads it."""

from __future__ import annotations

import os
from typing import Any

from seg_jupyter.api.arguments import checked_path
from seg_jupyter.engine.frames.files import read_file


def read(path: str | os.PathLike[str]) -> Any:
    r"""Read a Parquet or CSV file into pandas, as a cell that names it would.

    A frame to be put right before a cell reads it: ids such as 00123 and what is missing are the
    same as without.

    Parameters
    ----------
    path
        A Parquet or CSV file; the page of files (docs/files.md) says what a CSV may look like.

    Returns
    -------
    pandas.DataFrame
        Whole numbers and truth values are of pandas' nullable types.

    Raises
    ------
    SegmentUsageError
        If there is no such file, or it is of another kind; or Parquet cannot be read here.
    SegmentDataError
        If it does not hold what its name says.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "orders.csv"
    ...     _ = file.write_text("customer;usd\n00123;2,5\n", encoding="utf-8")
    ...     read(file)
      customer  usd
    0    00123  2.5
    """
    return read_file(checked_path(path, "frame", "orders.csv"))
