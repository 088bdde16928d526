"""Frames that are named by the path of a file: Parquet and CSV, read into pandas.

Whole numbers and truth values keep their type beside missing ones, by pandas' nullable types: ids
are not turned into decimals.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pandas as pd

from seg_jupyter.engine.frames.csv_file import read_csv
from seg_jupyter.engine.frames.variable import variable_of
from seg_jupyter.errors import SegmentDataError, SegmentUsageError, closest, plain, quoted

_OTHER_READERS = {
    ".xlsx": "read_excel",
    ".xls": "read_excel",
    ".json": "read_json",
    ".feather": "read_feather",
    ".tsv": "read_table",
    ".txt": "read_table",
}
"""What else pandas reads, by the end of the file's name."""


def is_file_name(text: str) -> bool:
    """Tell whether a word looks like the path of a file with data, known or not."""
    return _suffix(text) in (*_READERS, *_OTHER_READERS)


def read_file(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a Parquet or CSV file into pandas: what is read from one, docs/files.md says.

    Fails with a `SegmentUsageError` or a `SegmentDataError`, whatever a library makes of the file.
    """
    shown = os.fsdecode(path)
    reader = _READERS.get(_suffix(shown))
    if reader is None:
        raise _unknown(shown)
    place = Path(shown)
    try:
        place = place.expanduser()
        known, is_folder = place.is_file(), place.is_dir()
    except (OSError, RuntimeError):  # a folder that is closed; a home that is not known
        known = is_folder = False
    if is_folder:
        raise SegmentUsageError(
            f"{quoted(shown)} is a folder, not a file", remedy="Name one file in it."
        )
    if not known:
        raise SegmentUsageError(f"there is no file {quoted(shown)}", exists=_files_beside(place))
    return _read(reader, place, shown)


def _read(reader: Callable[[Path, str], pd.DataFrame], place: Path, shown: str) -> pd.DataFrame:
    try:
        return reader(place, shown)
    except (SegmentDataError, SegmentUsageError):
        raise
    except ImportError:
        raise SegmentUsageError(
            f"reading {quoted(shown)} needs PyArrow, which is not installed",
            remedy="Install it: pip install pyarrow",
        ) from None
    except Exception as error:  # whatever a library makes of a file that is broken
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        said = plain(str(reason)).split("\N{REPLACEMENT CHARACTER}")[0]
        raise SegmentDataError(
            f"the file {quoted(shown)} cannot be read", exists=f"The reader says: {said[:200]}"
        ) from None


def _read_parquet(place: Path, _shown: str) -> pd.DataFrame:
    frame = pd.read_parquet(
        place,
        engine="pyarrow",
        dtype_backend="numpy_nullable",
        to_pandas_kwargs={"date_as_object": False},
    )
    # an index with a name was a column to whoever wrote the file
    named = [name for name in frame.index.names if name is not None]
    return frame.reset_index() if named and not set(named) & set(frame.columns) else frame


def _read_csv(place: Path, shown: str) -> pd.DataFrame:
    return read_csv(place, shown, variable_of(shown).name)


_READERS = {".parquet": _read_parquet, ".csv": _read_csv}


def _unknown(shown: str) -> SegmentUsageError:
    reader = _OTHER_READERS.get(_suffix(shown))
    return SegmentUsageError(
        f"{quoted(shown)} is not the name of a Parquet or CSV file",
        exists=f"Such names end in {' or '.join(_READERS)}.",
        remedy=f"Read it first: {variable_of(shown).name} = pd.{reader}({shown!r})"
        if reader
        else "Give a frame, or the path of such a file.",
    )


def _files_beside(place: Path) -> str | None:
    """Name the files that could have been meant."""
    try:
        names = [other.name for other in place.parent.iterdir() if is_file_name(other.name)]
    except OSError:
        return f"There is no folder {quoted(place.parent)}."
    return closest(place.name, sorted(names), "Closest in its folder")


def _suffix(text: str) -> str:
    # a path of Windows may have both kinds of slashes
    return PureWindowsPath(text).suffix.lower()
