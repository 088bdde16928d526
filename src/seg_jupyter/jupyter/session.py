"""The names of one notebook: finding frames and results in it, and binding new ones."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, cast

from seg_jupyter.api import Model, Segments
from seg_jupyter.engine.frames.files import is_file_name
from seg_jupyter.engine.frames.libraries import is_frame
from seg_jupyter.engine.frames.variable import NamedFrame
from seg_jupyter.errors import SegmentNameError, SegmentUsageError, closest, quoted
from seg_jupyter.jupyter.arguments import expression_error
from seg_jupyter.templates import Draft
from seg_jupyter.templates.finding import Choice
from seg_jupyter.templates.notebook import new_in_notebook

_OF_THE_SHELL = frozenset({"In", "Out", "exit", "quit", "get_ipython", "display", "open"})


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
        """Return the frame of a name; a path that is no name is given back, to be read.

        Raises
        ------
        SegmentNameError
            If the notebook has no such name, or it is not a frame.
        """
        if name not in self._names and is_file_name(name):
            return name
        return self._find(name, is_frame, "frame", option)

    def named_frame(self, name: str, option: str) -> Any:
        """Return the same, so that errors show lines of code with its name."""
        frame = self.frame(name, option)
        return frame if isinstance(frame, str) else NamedFrame(frame, name)

    def frames(self) -> Mapping[str, Any]:
        """Return the frames by name, in the order they were bound."""
        return {name: self._names[name] for name in self._names_of(is_frame)}

    def check_free(self, name: str, remedy: str, *, frames: bool = False) -> None:
        """Refuse a name that would replace what others need.

        That is a name of Python's or of the shell's own, a module or a frame; with `frames`,
        another frame may be replaced.

        Raises
        ------
        SegmentUsageError
            If the notebook holds such a thing under that name.
        """
        if hasattr(builtins, name) or name in _OF_THE_SHELL or name.startswith("_"):
            raise SegmentUsageError(
                f"{quoted(name)} is a name that Python or the notebook needs", remedy=remedy
            )
        value = self._names.get(name)
        noun = "module" if isinstance(value, ModuleType) else "frame"
        if isinstance(value, ModuleType) or (is_frame(value) and not frames):
            raise SegmentUsageError(f"{quoted(name)} is a {noun} in the notebook", remedy=remedy)

    def check_loadable(self, name: str, remedy: str) -> None:
        """Refuse a name for a loaded model that would replace anything but another model.

        Raises
        ------
        SegmentUsageError
            If the notebook holds something else under that name.
        """
        self.check_free(name, remedy)
        value = self._names.get(name)
        if name in self._names and not isinstance(value, Model):
            what = "a result" if isinstance(value, Segments) else quoted(type(value).__name__)
            raise SegmentUsageError(f"{quoted(name)} is {what} in the notebook", remedy=remedy)

    def model(self, name: str) -> Segments | Model:
        """Return the result or the loaded model of a name."""
        return cast(Segments | Model, self._find(name, _is_model, "result", "%segment"))

    def result(self, name: str) -> Segments:
        """Return the result of a name: a loaded model has no customers."""
        value = self.model(name)
        if isinstance(value, Segments):
            return value
        raise SegmentUsageError(
            f"{quoted(name)} is a loaded model, and has no customers",
            remedy=f"Apply it first: result = {name}.apply(customers)",
        )

    def models(self) -> Mapping[str, Segments | Model]:
        """Return the results and loaded models by name, in the order they were bound."""
        return {name: self._names[name] for name in self._names_of(_is_model)}

    def draft(
        self,
        template: str,
        customers: str | None,
        events: str | None,
        id: str | None,  # noqa: A002 - the word that users know
        time: str | None,
    ) -> Draft:
        """Write a cell from a starting point; without names, of the notebook's own frames.

        Its result has no name that anything but another result bears.
        """
        owners, happened = (
            None if name is None else self.named_frame(name, option)
            for name, option in ((customers, "%segment new"), (events, "--events"))
        )
        taken = self._names.keys() - self.models().keys()
        named = Choice(owners, happened, id=id, time=time)
        return new_in_notebook(template, named, self.frames(), taken)

    def bind(self, values: Mapping[str, Any]) -> None:
        """Bind new names, all or none."""
        for name in values:
            check_name(name)
        self._names.update(values)

    def _find(self, name: str, fits: Callable[[Any], bool], noun: str, option: str) -> Any:
        value = self._names.get(name)
        if fits(value):
            return value
        if noun == "frame" and name not in self._names and name.split(".")[0] in self._names:
            raise expression_error(name, option)
        known = self._names_of(fits)
        or_file = ", or the path of a Parquet or CSV file" if noun == "frame" else ""
        remedy = None if known else f"{option} takes the name of a {noun} in the notebook{or_file}."
        what = f"is {quoted(type(value).__name__)}, not a {noun}"
        raise SegmentNameError(
            f"{quoted(name)} {what}"
            if name in self._names
            else f"no {noun} is called {quoted(name)}",
            exists=closest(name, known) or f"The notebook has no {noun} yet.",
            remedy=remedy,
        )

    def _names_of(self, fits: Callable[[Any], bool]) -> list[str]:
        return [n for n, v in self._names.items() if fits(v) and not n.startswith("_")]


def _is_model(value: object) -> bool:
    return isinstance(value, Segments | Model)


def check_name(name: str, remedy: str | None = None) -> None:
    """Refuse what cannot be a name in a notebook, or would be looked up under another one."""
    folded = unicodedata.normalize("NFKC", name)
    if not name.isidentifier() or keyword.iskeyword(name) or folded != name:
        raise SegmentUsageError(
            f"{quoted(name)} cannot be a name",
            remedy=remedy or "Use letters, digits and _, such as engagement.",
        )
