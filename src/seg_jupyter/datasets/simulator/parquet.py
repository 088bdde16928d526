"""Frames as Parquet files, written piece by piece: one file a frame, one row group a piece."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from seg_jupyter.datasets.simulator.columns import Column, Columns, Gaps, Words
from seg_jupyter.errors import SegmentUsageError, listed, quoted


class Files:
    """The files of a folder while they are written; all appear at the end, or none.

    Parameters
    ----------
    folder
        Where they are to be; it is made if it is not there.
    names
        What they are called, without the suffix.

    Raises
    ------
    SegmentUsageError
        If PyArrow is not installed, or the folder has such a file already.
    """

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        if find_spec("pyarrow") is None:
            raise SegmentUsageError(
                "writing Parquet files needs PyArrow, which is not installed",
                remedy='Install it: pip install "seg-jupyter[examples]"',
            )
        self.paths = {name: folder / f"{name}.parquet" for name in names}
        there = [path.name for path in self.paths.values() if path.exists()]
        if there:
            raise SegmentUsageError(
                f"the folder {quoted(str(folder))} has {listed(there)} already",
                remedy="Name another folder; nothing is replaced.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        self._writers: dict[str, Any] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def add(self, frames: Mapping[str, Columns]) -> None:
        """Write the rows of one piece."""
        from pyarrow.parquet import ParquetWriter

        for name, columns in frames.items():
            table = arrow_table(columns)
            if name not in self._writers:
                writer = ParquetWriter(_unfinished(self.paths[name]), table.schema)
                self._writers[name] = self._open.enter_context(writer)
            self._writers[name].write_table(table)

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._open.close()
        for path in self.paths.values():
            if kind is None:
                _unfinished(path).rename(path)
            else:
                _unfinished(path).unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_suffix(".parquet.part")


def arrow_table(columns: Columns) -> Any:
    """Return a table of PyArrow: text as dictionaries, gaps as nulls."""
    import pyarrow as pa

    return pa.table({name: _array(column) for name, column in columns.items()})


def _array(column: Column) -> Any:
    import pyarrow as pa

    if isinstance(column, Words):
        codes = pa.array(column.codes, pa.int8(), mask=column.codes < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(column.words, pa.string()))
    if isinstance(column, Gaps):
        return pa.array(column.values, mask=column.missing)
    return pa.array(column)
