"""The words of a magic's line, and the one at the cursor."""

from __future__ import annotations

from dataclasses import dataclass

from seg_jupyter.errors import SegmentError
from seg_jupyter.jupyter.arguments import words_of


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed of a word: from `start` on its text, without the `quote` that opens it."""

    start: int
    text: str
    quote: str = ""


def typed_at(line: str, cursor: int) -> Typed:
    """Return the word that ends at a cursor; quotes hold blanks.

    Examples
    --------
    >>> typed_at("customers --id 'customer i", 26)
    Typed(start=15, text='customer i', quote="'")
    """
    start, open_quote = 0, ""
    for at, character in enumerate(line[:cursor]):
        if open_quote:
            open_quote = "" if character == open_quote else open_quote
        elif character in "\"'":
            open_quote = character
        elif character.isspace():
            start = at + 1
    text = line[start:cursor]
    quote = text[:1] if text[:1] in ("'", '"') else ""
    return Typed(start, text[1:] if quote else text, quote)


def words(line: str) -> list[str]:
    """Split a line into words; none if a quote in it is never closed."""
    try:
        return words_of(line)
    except SegmentError:
        return []
