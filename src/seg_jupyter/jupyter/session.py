"""The names of one notebook: finding frames and results in it, and binding new ones."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from seg_jupyter.api import Model, Segments
from seg_jupyter.errors import SegmentNameError, SegmentUsageError, closest, quoted


class Session:
    """The names that a user sees in one shell.

    Parameters
    ----------
    names
        The shell's own dictionary of the user's names.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names

    def frame(self, name: str, option: str) -> Any:
        """Return the frame of a name.

        Raises
        ------
        SegmentNameError
            If the notebook has no such name, or it is not a frame.
        """
        return self._find(name, pd.DataFrame, "frame", option)

    def frames(self) -> list[str]:
        """Return the names of the frames, without the notebook's history."""
        return self._names_of(pd.DataFrame)

    def model(self, name: str) -> Segments | Model:
        """Return the result or the loaded model of a name."""
        return cast(Segments | Model, self._find(name, (Segments, Model), "result", "%segment"))

    def models(self) -> Mapping[str, Segments | Model]:
        """Return the results and loaded models by name, in the order they were bound."""
        return {name: self._names[name] for name in self._names_of((Segments, Model))}

    def bind(self, values: Mapping[str, Any]) -> None:
        """Bind new names, all or none."""
        for name in values:
            check_name(name)
        self._names.update(values)

    def _find(self, name: str, kind: type | tuple[type, ...], noun: str, option: str) -> Any:
        value = self._names.get(name)
        if isinstance(value, kind):
            return value
        known = self._names_of(kind)
        what = f"is {quoted(type(value).__name__)}, not a {noun}"
        raise SegmentNameError(
            f"{quoted(name)} {what}"
            if name in self._names
            else f"no {noun} is called {quoted(name)}",
            exists=closest(name, known) or f"The notebook has no {noun} yet.",
            remedy=None if known else f"{option} takes the name of a {noun} in the notebook.",
        )

    def _names_of(self, kind: type | tuple[type, ...]) -> list[str]:
        return [n for n, v in self._names.items() if isinstance(v, kind) and not n.startswith("_")]


def check_name(name: str) -> str:
    """Refuse what cannot be a name in a notebook."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise SegmentUsageError(
            f"{quoted(name)} cannot be a name",
            remedy="Use letters, digits and _, such as engagement.",
        )
    return name
