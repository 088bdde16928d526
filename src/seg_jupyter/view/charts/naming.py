"""What segments, scores and units are called in a chart.

Names from a cell or a frame stand in the data and in the description only; fields are called `f0`,
`f1`, …, so that no name can become part of an expression that the browser evaluates. Titles of axes
and tooltips can: Vega-Lite puts them into texts without escaping, so those that hold a user's word
are `harmless`.
"""

from __future__ import annotations

from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.wording import short, short_names

LONGEST_NAME = 34
_OF_OBJECTS = frozenset(
    {
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)


def harmless(text: str) -> str:
    """Take the quotes, backslashes and control characters out of a text."""
    return "".join(c for c in plain(text) if c not in "\"'`\\\t") or "number"


def unit_of(result: Result) -> str:
    """Return what is counted, such as `customers`."""
    return harmless(short(result.model.settings.unit, LONGEST_NAME))


def label_names(result: Result) -> dict[str, str]:
    """Return what each label is called in a chart.

    A name that every object of JavaScript has, such as `constructor`, gets a space at its end:
    Vega takes names as keys of objects without a look at whose they are.
    """
    names = short_names(result.labels, LONGEST_NAME)
    return {label: f"{name} " if name in _OF_OBJECTS else name for label, name in names.items()}


def score_unit(result: Result, score: str) -> str:
    """Return the unit of a score, if the caller gave it one."""
    return harmless(short(result.model.settings.units.get(score, "score"), 24))


def capital(text: str) -> str:
    """Write the first letter large, as a title of an axis has it."""
    return text[:1].upper() + text[1:]
