"""What the lines of code in errors call a frame: as its caller does, if that is known."""

from __future__ import annotations

import keyword
import os
from dataclasses import dataclass
from pathlib import PureWindowsPath

_ANY = "frame"


@dataclass(frozen=True)
class Variable:
    """A name for a frame in lines of code.

    Parameters
    ----------
    name
        What the frame is called.
    before, after
        What stands around each line: for a file, code that reads it first, and a comment on what
        to do then.
    """

    name: str = _ANY
    before: str = ""
    after: str = ""

    def assigned(self, value: str) -> str:
        """Return the line that puts something else in the frame's place."""
        return f"{self.before}{self.name} = {value}{self.after}"

    def with_column(self, name: str, value: str) -> str:
        """Return the line that replaces a column, as pandas does."""
        return f"{self.before}{self.column(name)} = {value}{self.after}"

    def column(self, name: str) -> str:
        """Return how a column is written."""
        return f"{self.name}[{name!r}]"


@dataclass(frozen=True, eq=False)
class NamedFrame:
    """A frame, and the name under which its caller knows it."""

    native: object
    name: str


def variable_of(native: object) -> Variable:
    """Return a name for a frame, or for what the file of a path holds."""
    if isinstance(native, NamedFrame):
        return Variable(native.name if is_variable(native.name) else _ANY)
    if not isinstance(native, str | os.PathLike):
        return Variable()
    path = os.fsdecode(native)
    stem = PureWindowsPath(path).stem  # it takes both kinds of slashes
    name = stem if is_variable(stem) else _ANY
    return Variable(
        name,
        f"import pandas as pd, seg_jupyter as seg; {name} = seg.read({path!r}); ",
        f"  # then name {name}, not the file",
    )


def is_variable(name: str) -> bool:
    """Tell whether a word can be a name in code."""
    return name.isidentifier() and not keyword.iskeyword(name)
