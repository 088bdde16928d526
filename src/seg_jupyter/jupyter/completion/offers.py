"""What a completion consists of: the texts to choose from, and where the chosen one goes."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from seg_jupyter.errors import plain

_UNWRITABLE = re.compile(r"[`\r\n]")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be written.

    Parameters
    ----------
    text
        What is put in place of the word at the cursor.
    type
        What it is, in a few words that are shown beside it.
    key
        What is compared with the letters typed so far, if not the text itself.
    """

    text: str
    type: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that may be written in place of the characters from `start` up to the cursor."""

    start: int
    offers: list[Offer] = field(default_factory=list)


def matching(word: str, offers: Iterable[Offer]) -> list[Offer]:
    """Return the offers that start with a word, in any case; if none does, those that have it.

    Examples
    --------
    >>> columns = [Offer("sales_value", "column"), Offer("quantity", "column")]
    >>> [offer.text for offer in matching("VAL", columns)]
    ['sales_value']
    """
    sought = word.casefold()
    keys = [(offer, (offer.key or offer.text).casefold()) for offer in offers]
    starting = [offer for offer, key in keys if key.startswith(sought)]
    return starting or [offer for offer, key in keys if sought in key]


def as_name(name: str) -> str | None:
    """Write a column's name as a cell has it, in backticks if it is odd; None if it cannot be.

    Examples
    --------
    >>> as_name("age"), as_name("days since visit"), as_name("class")
    ('age', '`days since visit`', '`class`')
    """
    if not is_writable(name) or _UNWRITABLE.search(name):
        return None
    odd = (
        not name.isidentifier()
        or keyword.iskeyword(name)
        or unicodedata.normalize("NFKC", name) != name
    )
    return f"`{name}`" if odd else name


def as_word(value: str, quote: str = "") -> str | None:
    """Write a value as one word of a magic's first line; None if no quotes can hold it.

    `quote` is the sign that already stands before it.

    Examples
    --------
    >>> as_word("orders.csv"), as_word("my orders.csv"), as_word("orders", '"')
    ('orders.csv', "'my orders.csv'", '"orders"')
    """
    if not is_writable(value):
        return None
    if not quote and not re.search(r"[\s\"']", value):
        return value
    usable = [sign for sign in (quote or "'\"") if sign not in value]
    return f"{usable[0]}{value}{usable[0]}" if usable else None


def is_writable(value: str) -> bool:
    """Tell whether a text is there and has no character that steers an editor or a terminal."""
    return bool(value) and plain(value) == value
