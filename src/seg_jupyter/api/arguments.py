"""Arguments of the public methods, checked before anything runs."""

from __future__ import annotations

import os
from collections.abc import Mapping

from seg_jupyter.errors import SegmentUsageError, quoted

_MOST_OF_NAME = 200
"""Longest name or unit, in characters."""


def checked_name(name: object) -> str:
    """Return a name of a result, or what is counted: 1 to 200 characters."""
    if not isinstance(name, str) or not name.strip() or len(name) > _MOST_OF_NAME:
        raise SegmentUsageError(f"{quoted(name)} is not a name")
    return name


def check_columns(events: object, **names: object) -> None:
    """Refuse what is no name of a column, and a time where there are no events."""
    for argument, name in names.items():
        if name is not None and not isinstance(name, str):
            raise SegmentUsageError(
                f"{argument} takes the name of a column; {quoted(name)} is "
                f"{quoted(type(name).__name__)}"
            )
        if name == "":
            raise SegmentUsageError(
                f"{argument} is empty, and names no column",
                remedy=f"Write the column's name, or leave {argument} out.",
            )
    if events is None and names["time"] is not None:
        raise SegmentUsageError(
            "time names a column of events, and there is no events frame",
            remedy="Give the events too, or leave the time out.",
        )


def checked_path(path: object, what: str = "model", example: str = "model.json") -> str:
    """Return the path of a file as text; errors say what is in such a file, and give an example."""
    known = os.fspath(path) if isinstance(path, os.PathLike) else path
    if not isinstance(known, str):
        raise SegmentUsageError(
            f"the path of a {what} is text; {quoted(path)} is {quoted(type(path).__name__)}",
            remedy=f"Give the name of a file, such as '{example}'.",
        )
    if not known.strip():
        raise SegmentUsageError(
            f"the path of a {what} is empty",
            remedy=f"Give the name of a file, such as '{example}'.",
        )
    return known


def checked_units(units: object) -> dict[str, str]:
    """Return units by name, in a dictionary that the caller does not hold."""
    known = {} if units is None else units
    if not isinstance(known, Mapping) or not all(
        isinstance(name, str) and isinstance(unit, str) and len(unit) <= _MOST_OF_NAME
        for name, unit in known.items()
    ):
        raise SegmentUsageError(
            "units takes names and their units", remedy='Write units={"spend": "USD"}.'
        )
    return dict(known)
