"""A written cell, and its first line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seg_jupyter.errors import SegmentUsageError, quoted
from seg_jupyter.lang.quoting import as_word
from seg_jupyter.templates.given import Given


@dataclass(frozen=True)
class Draft:
    """A starting point as a cell; `print` shows it whole.

    Attributes
    ----------
    line
        Its first line, `%%segment …`, as a notebook needs it.
    text
        The lines below, which `Segmentation` takes.
    options
        What the first line says beside the frames, for `fit`: `name`, and where it is needed
        `id`, `time`, `as_of`, `consent` and `objected`.
    found
        How many of its metrics the frames have something for.

    Examples
    --------
    >>> from seg_jupyter.templates import new
    >>> import pandas as pd
    >>> new("rfm", pd.DataFrame({"recency": [3, 9], "orders": [8, 1]})).options
    {'name': 'rfm'}
    """

    line: str
    text: str
    options: Mapping[str, str]
    found: int = field(repr=False)

    def __str__(self) -> str:
        return f"{self.line}\n{self.text}"

    __repr__ = __str__


def first_line(given: Given, name: str) -> str:
    """Return the first line of a cell.

    Raises
    ------
    SegmentUsageError
        If no quotes can hold a name.
    """
    words = ["%%segment"]
    if given.customers is not None:
        words.append(_word(given.customers.word))
    if given.events is not None:
        words.append(_option("events", given.events.word))
    words += [_option(option, value) for option, value in given.options.items()]
    return " ".join([*words, f"--as {name}"])


def _option(option: str, value: str) -> str:
    # a value that begins with a dash would be taken for an option
    return _word(f"--{option}={value}") if value.startswith("-") else f"--{option} {_word(value)}"


def _word(value: str) -> str:
    word = as_word(value)
    if word is None:
        raise SegmentUsageError(
            f"{quoted(value)} cannot be written in the first line of a cell",
            remedy="Rename it first: a name there has no quotes of both kinds.",
        )
    return word
