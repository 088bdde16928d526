"""Tables of PyArrow. Imported only where there is one: PyArrow is loaded then."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from seg_jupyter.engine.frames.arrow_columns import (
    decimals_to_floats,
    kind_of,
    plain,
    shown,
    some,
    texts,
    unpacked,
)
from seg_jupyter.engine.frames.arrow_remedies import ArrowRemedies
from seg_jupyter.engine.frames.series import printable, zone_name
from seg_jupyter.engine.frames.table import Form, Labels
from seg_jupyter.engine.frames.variable import Variable
from seg_jupyter.engine.values import Integers, Numbers, Texts, Truths, Vector
from seg_jupyter.lang.schema import Kind


class ArrowTable:
    """A table of PyArrow, or a batch of one."""

    kind_of_frame = "PyArrow Table"
    index_name: object = None

    def __init__(self, native: Any, variable: Variable) -> None:
        is_batch = isinstance(native, pa.RecordBatch)
        self.native: pa.Table = pa.Table.from_batches([native]) if is_batch else native
        self.size: int = self.native.num_rows
        self.labels: tuple[Hashable, ...] = tuple(self.native.column_names)
        self.variable = variable

    @property
    def remedies(self) -> ArrowRemedies:
        """The lines of PyArrow's code that errors show."""
        return ArrowRemedies(self.native, self.series, self.variable)

    def kind(self, name: str) -> Kind | None:
        """Return the kind of a column's values."""
        return kind_of(self.native.schema.field(name).type)

    def dtype(self, name: str) -> str:
        """Return the type of a column."""
        return str(self.native.schema.field(name).type)

    def in_words(self, name: str) -> str:
        """Say what a column of no known kind holds."""
        return f"values of the type {self.dtype(name)}"

    def series(self, name: str) -> pd.Series[Any]:
        """Return a column as pandas holds it."""
        return plain(self.native[name])

    def texts(self, name: str) -> tuple[Integers, list[str]]:
        """Return codes and distinct texts, sorted, of a column of text."""
        return texts(self.native[name])

    def some(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return some rows of the column at a place."""
        return plain(some(self.native.column(place), rows))

    def shown(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return what the values show, in some rows of the column at a place."""
        return shown(some(self.native.column(place), rows))

    def rows(self, rows: Integers, names: list[str] | None = None) -> pa.Table:
        """Return a table of some rows."""
        table = self.native if names is None else self.native.select(names)
        try:
            return table.take(pa.array(rows))
        except NotImplementedError:  # views and runs, which PyArrow cannot take yet
            columns = [some(column, rows) for column in table.columns]
            return pa.table(columns, names=table.column_names)

    def attach(self, added: Mapping[str, Vector | Labels], whole: set[str]) -> pa.Table:
        """Return a new table with columns added; its metadata as they were."""
        table = self.native
        for name, values in added.items():
            table = table.append_column(name, _native(values, name in whole))
        return table

    def converted(self, forms: Mapping[Hashable, Form | None]) -> pa.Table:
        """Return a table of these columns alone, each brought to a type if one is given."""
        table = self.native.select(list(forms))
        for place, (name, form) in enumerate(forms.items()):
            if form is not None:
                table = table.set_column(place, name, _converted(table[name], form))
        return table

    def joined(self, frames: Sequence[pa.Table], labels: Sequence[Hashable]) -> pa.Table:
        """Return the rows of all tables."""
        return pa.concat_tables(frames, promote_options="default").select(list(labels))


def _converted(column: pa.ChunkedArray, form: Form) -> pa.ChunkedArray:
    column = unpacked(column)
    if form.kind is Kind.NUMBER:
        return column.cast(pa.int64()) if form.whole else decimals_to_floats(column).cast("double")
    if form.kind is Kind.TEXT:
        return column.cast(pa.string())
    if form.kind is Kind.DATE:
        return column.cast(pa.timestamp(form.unit, form.zone))
    return column


def _native(values: Vector | Labels, whole: bool) -> pa.Array:
    """Return a vector as an array, null where it is missing."""
    if isinstance(values, Labels):
        codes = pa.array(values.codes, pa.int32())
        return pa.DictionaryArray.from_arrays(codes, pa.array(values.labels, pa.string()))
    if isinstance(values, Numbers):
        if whole:
            return pa.array(values.values.astype(np.int64))
        return pa.array(values.values, mask=values.missing)
    if isinstance(values, Truths):
        return pa.array(values.true, mask=values.missing)
    if isinstance(values, Texts):
        distinct = pa.array([printable(text) for text in values.texts], pa.string())
        return distinct.take(pa.array(values.codes, mask=values.missing))
    zone = None if values.zone is None else zone_name(values.zone) or "UTC"
    return pa.array(values.instants, pa.timestamp("us", zone), mask=values.missing)
