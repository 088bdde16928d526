"""What the table of functions says of one function."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from seg_jupyter.lang.schema import Kind


class Group(Enum):
    """Where a function may stand."""

    ROW = auto()
    AGGREGATION = auto()
    FITTED = auto()
    SCALE = auto()
    SCORE = auto()


class Argument(Enum):
    """What one argument must be."""

    NUMBER = auto()
    TEXT = auto()
    DATE = auto()
    NUMBER_OR_DATE = auto()
    ANY = auto()
    LIKE_FIRST = auto()
    CONDITION = auto()
    AGGREGATION = auto()
    # written out, so that they are the same for every row
    TEXT_LITERAL = auto()
    DURATION = auto()
    CUT = auto()
    PARTS = auto()


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    Parameters
    ----------
    name, group, signature, summary
        How it is called, where it may stand, how it is written, and what it says in one line.
    arguments
        What each positional argument must be.
    result
        The kind of the result; None for the kind of the first argument.
    optional
        How many of the last arguments may be left out.
    repeats
        Whether the last argument may be given any number of times.
    whole
        Whether the result is always present and a whole number, as counts are.
    keywords
        The options that may follow its arguments.
    notes
        What else there is to know, in whole sentences.
    example
        A line that runs on the frames of the language page.
    """

    name: str
    group: Group
    signature: str
    summary: str
    arguments: tuple[Argument, ...] = ()
    result: Kind | None = Kind.NUMBER
    optional: int = 0
    repeats: bool = False
    whole: bool = False
    keywords: tuple[str, ...] = ()
    notes: str = ""
    example: str = ""

    @property
    def fewest(self) -> int:
        """The least number of positional arguments."""
        return len(self.arguments) - self.optional

    @property
    def most(self) -> int | None:
        """The largest number of positional arguments; None where there is no limit."""
        return None if self.repeats else len(self.arguments)
