"""What a completion consists of: the texts to choose from, and where the chosen one goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


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
