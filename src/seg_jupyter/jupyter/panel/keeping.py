"""Numbers written back into the source of a cell, if it is still the one that ran."""

from __future__ import annotations

from collections.abc import Collection

from seg_jupyter.errors import SegmentUsageError

MAGIC = "%%segment"


class EditedError(SegmentUsageError):
    """The cell is not the one that ran."""


def kept(source: str, line: str, known: Collection[str], text: str) -> str:
    r"""Return the source of a cell with other lines below its first one.

    Parameters
    ----------
    source
        What the cell holds now.
    line
        The rest of its first line when it ran.
    known
        Texts that may stand below it: the one that ran, and those that were kept since.
    text
        What is to stand there.

    Raises
    ------
    EditedError
        If anything else stands there.

    Examples
    --------
    >>> print(kept("%%segment people\nA: x > 1", " people", ["A: x > 1\n"], "A: x > 2\n"))
    %%segment people
    A: x > 2
    """
    body_at = source.find("\n", len(source) - len(source.lstrip())) + 1
    first, body = source[:body_at], source[body_at:]
    same_line = first.split() == [MAGIC, *line.split()]
    if not body_at or not same_line or body.rstrip() not in {k.rstrip() for k in known}:
        raise EditedError(
            "the cell was edited since it ran, and nothing was written",
            remedy="Run it and open a new panel, or copy the text and paste it yourself.",
        )
    return first + text.rstrip() + body[len(body.rstrip()) :]
