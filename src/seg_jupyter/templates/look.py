"""One frame as a starting point sees it: which columns can be used, and what they are for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PureWindowsPath

import numpy as np

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.special_categories import told_by
from seg_jupyter.engine.frames.common_texts import common_texts
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.series import EXACT, largest, numbers
from seg_jupyter.engine.frames.variable import NamedFrame
from seg_jupyter.engine.guesses import named_like_ids
from seg_jupyter.engine.values import Integers
from seg_jupyter.errors import SegmentError
from seg_jupyter.lang.quoting import as_name, is_writable
from seg_jupyter.lang.schema import Kind
from seg_jupyter.templates.vocabulary import Words

_ROWS_FOR_TEXTS = 100_000
_ROWS_FOR_KINDS = 1_000
_LARGEST = 1e15
"""Larger numbers are no counts and no money, and their totals could not be exact."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, and why it was taken."""

    name: str
    why: str

    @property
    def written(self) -> str:
        """The name as a cell has it: none is taken that no cell can have."""
        return as_name(self.name) or ""


class Look:
    """A frame, and what its columns are.

    Parameters
    ----------
    native
        A frame, or the path of a file; its name in the notebook may come with it.
    role
        `customers` or `events`.

    Raises
    ------
    SegmentError
        If it cannot be segmented at all.
    """

    def __init__(self, native: object, role: str) -> None:
        self.frame = Frame(native, role)
        self.role = role
        self.word = _word(native, role)
        called = PureWindowsPath(self.word).name  # of a file, which folder it is in says nothing
        self.called = called if is_writable(called) else f"the {role}"

    @cached_property
    def sample(self) -> Frame:
        """A few rows, spread evenly, that tell of kinds."""
        return self.frame.sample(_ROWS_FOR_KINDS)

    @cached_property
    def usable(self) -> dict[str, Kind]:
        """The columns that a cell may use, and the kind of each.

        Left out are those that no cell can write or read, ids, empty ones, and those whose name
        tells of what the law protects.
        """
        ids = set(named_like_ids(self.frame))
        names = [n for n in self.frame.names if as_name(n) and n not in ids and not told_by(n)]
        kinds = {name: self._kind(name) for name in names}
        return {name: kind for name, kind in kinds.items() if kind is not None}

    def of_kind(self, *kinds: Kind) -> list[str]:
        """Return the usable columns of some kinds."""
        return [name for name, kind in self.usable.items() if kind in kinds]

    def number(self, words: Words) -> Column | None:
        """Return the column of numbers that is named for something, if there is one."""
        found = [n for n in words.matching(self.of_kind(Kind.NUMBER)) if self._is_plain(n)]
        return self._chosen(found, words)

    def date(self, words: Words) -> Column | None:
        """Return the column of dates that is named for something, if there is one."""
        return self._chosen(words.matching(self.of_kind(Kind.DATE)), words)

    def truth(self, words: Words) -> Column | None:
        """Return the column of truth values that is named for something, if there is one.

        Also one that is empty, or that no cell can write: it may be a word of the first line.
        """
        return self._chosen(words.matching(filter(self._is_truth, self.frame.names)), words)

    def text(self, words: Words) -> list[str]:
        """Return the columns of text that are named for something, the likeliest first."""
        return words.matching(self.of_kind(Kind.TEXT))

    def numbers(self) -> list[str]:
        """Return every column of numbers that can be computed with."""
        return [name for name in self.of_kind(Kind.NUMBER) if self._is_plain(name)]

    def texts(self, column: str, id_: str, people: Callable[[Frame], Integers]) -> list[str]:
        """Return the texts of a column that stand for ten people or more, and can be written.

        `people` gives for each row of a frame with the column `id_` a number of its customer, -1
        for nobody.
        """
        rows = self.frame.sample(_ROWS_FOR_TEXTS, [column, id_])
        try:
            return list(filter(is_writable, common_texts(rows, column, people(rows), MIN_CELL)))
        except SegmentError:  # bytes that are no text, or ids that are none
            return []

    def _kind(self, name: str) -> Kind | None:
        """Return the kind of a column's values; None if it has none that can be read."""
        try:
            kind = self.sample.table.kind(name)
            if kind is Kind.TEXT:
                return kind if self.sample.columns[name].kind is kind else None
            # an object of Python's may be anything further down
            known = kind not in (None, Kind.NOTHING) and self.frame.table.kind(name) is kind
            return kind if known and not self.frame.is_empty(name) else None
        except SegmentError:
            return None

    def _is_truth(self, name: str) -> bool:
        try:
            return self.frame.table.kind(name) is Kind.TRUTH
        except SegmentError:
            return False

    def _is_plain(self, name: str) -> bool:
        try:
            series = self.frame.series(name)
            values = numbers(series)
        except SegmentError:
            return False
        finite = values[np.isfinite(values)]
        return (
            bool(len(finite))
            and largest(series) <= EXACT
            and bool(max(finite.max(), -finite.min()) < _LARGEST)
        )

    def _chosen(self, found: Sequence[str], words: Words) -> Column | None:
        if not found:
            return None
        first, *others = found
        others = [name for name in others if is_writable(name)]
        if not others:
            return Column(first, f"guessed: the only {words.noun} column of {self.called}")
        named = ", ".join(others[:2]) + (" …" if len(others) > 2 else "")
        return Column(first, f"guessed: {words.noun} could also be {named}")


def _word(native: object, role: str) -> str:
    """Return what the first line calls a frame."""
    if isinstance(native, NamedFrame):
        return native.name
    return os.fsdecode(native) if isinstance(native, str | os.PathLike) else role
