"""How a cell spells what is not its own: names of columns, texts, and words of its first line."""

from __future__ import annotations

import keyword
import re
import unicodedata

from seg_jupyter.errors import plain

_UNWRITABLE = re.compile(r"[`\r\n]")
_TO_QUOTE = re.compile(r"[\s\"'(\[]")
"""What a word of the first line needs quotes for: without them, brackets would be code."""


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


def as_text(text: str) -> str:
    r"""Write a text as a cell has it, in double quotes.

    Examples
    --------
    >>> print(as_text('12" pizza'))
    "12\" pizza"
    """
    return f'"{escaped(text)}"'


def escaped(text: str, sign: str = '"') -> str:
    """Write what stands between two quotes of a sign."""
    return text.replace("\\", "\\\\").replace(sign, f"\\{sign}")


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
    if not quote and not _TO_QUOTE.search(value):
        return value
    usable = [sign for sign in (quote or "'\"") if sign not in value]
    return f"{usable[0]}{value}{usable[0]}" if usable else None


def is_writable(value: str) -> bool:
    """Tell whether a text is there and has no character that steers an editor or a terminal."""
    return bool(value) and plain(value) == value
