"""What each kind of frame answers, so that the engine need not know which it is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from seg_jupyter.engine.frames.remedies import Remedies
from seg_jupyter.engine.frames.variable import Variable
from seg_jupyter.engine.values import Integers, Vector
from seg_jupyter.lang.schema import Kind


@dataclass(frozen=True, eq=False)
class Labels:
    """For each row the place of its label; the labels keep their order."""

    codes: Integers
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A type that a column is brought to, to stand in one with others of its kind.

    Parameters
    ----------
    kind
        Number, text, truth or date.
    whole
        For numbers: whether they are whole, and stay so beside missing ones.
    unit, zone
        For times: `ms`, `us` or `ns`, and the name of their zone.
    """

    kind: Kind
    whole: bool = False
    unit: str = "us"
    zone: str | None = None


class Table(Protocol):
    """A frame of one library.

    A column is read as a pandas series, whichever library it comes from: pandas is always there,
    and its arrays take over numbers and times without a copy. Text is read as codes, since each
    library finds and sorts its distinct values faster than Python could.
    """

    @property
    def native(self) -> Any:
        """The frame itself, which is never changed."""

    @property
    def kind_of_frame(self) -> str:
        """What the library calls such a frame, for messages."""

    @property
    def variable(self) -> Variable:
        """What the frame is called in them."""

    @property
    def remedies(self) -> Remedies:
        """The lines of this library's code that errors show."""

    @property
    def size(self) -> int:
        """Number of rows."""

    @property
    def labels(self) -> tuple[Hashable, ...]:
        """The labels of all columns: any values in pandas, text elsewhere."""

    @property
    def index_name(self) -> object:
        """The name of the index; None if there is none."""

    def kind(self, name: str) -> Kind | None:
        """Return the kind of a column's values; None for what the language cannot read."""

    def dtype(self, name: str) -> str:
        """Return the type of a column in the library's own words."""

    def in_words(self, name: str) -> str:
        """Say what a column of no known kind holds."""

    def series(self, name: str) -> pd.Series[Any]:
        """Return a column as pandas holds it."""

    def texts(self, name: str) -> tuple[Integers, list[str]]:
        """Return codes and distinct texts, sorted, of a column of text; -1 is missing."""

    def some(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return some rows of the column at a place, in which values are equal as they are here.

        It may raise anything: the library is asked for all that a column can hold.
        """

    def shown(self, place: int, rows: Integers) -> pd.Series[Any]:
        """Return what the values show, in some rows of the column at a place.

        It may raise anything, too.
        """

    def rows(self, rows: Integers, names: list[str] | None = None) -> Any:
        """Return a frame of some rows, and of all columns or some."""

    def attach(self, added: Mapping[str, Vector | Labels], whole: set[str]) -> Any:
        """Return a new frame with columns added; rows and order as they were."""

    def converted(self, forms: Mapping[Hashable, Form | None]) -> Any:
        """Return a frame of these columns alone, each brought to a type if one is given."""

    def joined(self, frames: Sequence[Any], labels: Sequence[Hashable]) -> Any:
        """Return the rows of all frames under these columns, missing where a frame has none."""
