"""The options in a magic's first line, with our errors in place of a parser's."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from IPython.core.error import UsageError

from seg_jupyter.errors import SegmentUsageError, closest, quoted


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a magic.

    Parameters
    ----------
    name, help
        How it is written, and what it says in one line.
    value
        What its value is, such as `FRAME`; None if it takes none.
    """

    name: str
    help: str
    value: str | None


def options_of(magic: Callable[..., Any]) -> dict[str, Option]:
    """Return the options of a magic that `magic_arguments` decorates, by name."""
    parser: argparse.ArgumentParser = magic.parser  # type: ignore[attr-defined]  # set by magic_arguments
    found: dict[str, Option] = {}
    for action in parser._actions:  # noqa: SLF001 - argparse has no public list
        for name in action.option_strings:
            value = None if action.nargs == 0 else str(action.metavar or action.dest.upper())
            found[name] = Option(name, action.help or "", value)
    return found


def parse_line(magic: Callable[..., Any], line: str) -> argparse.Namespace:
    """Parse the first line of a magic that `magic_arguments` decorates.

    Raises
    ------
    SegmentUsageError
        For an option that is not known, has no value or an empty one, a word too many, or an
        open quote.
    """
    parser: argparse.ArgumentParser = magic.parser  # type: ignore[attr-defined]  # set by magic_arguments
    remedy = f"Ask %%{parser.prog}? for the options."
    words = words_of(line)
    options = options_of(magic)
    for word in words:
        name = word.split("=")[0]
        if name.startswith("-") and name not in options:
            raise SegmentUsageError(
                f"there is no option {quoted(name)}", exists=closest(name, options), remedy=remedy
            )
    try:
        parsed = parser.parse_args(words)
    except UsageError as error:
        raise SegmentUsageError(_in_words(str(error)), remedy=remedy) from None
    for action in parser._actions:  # noqa: SLF001
        if getattr(parsed, action.dest, None) == "":
            option = f"the option {action.option_strings[0]}" if action.option_strings else "''"
            raise SegmentUsageError(
                f"{option} names nothing", remedy="Write a name there, or leave it out."
            )
    return parsed


def words_of(line: str) -> list[str]:
    """Split a line into words; a text in quotes is one of them."""
    words = shlex.shlex(line, posix=True, punctuation_chars=False)
    words.whitespace_split = True
    words.commenters = ""
    words.escape = ""  # a backslash is one, for the paths of Windows
    try:
        return list(words)
    except ValueError:
        raise SegmentUsageError(
            "a quote in the first line is never closed", remedy="Close it with the same sign."
        ) from None


def _in_words(problem: str) -> str:
    """Say what argparse found wrong in our own words."""
    if option := re.search(r"argument (--[\w-]+)\S*: expected one argument", problem):
        return f"the option {option.group(1)} has no value"
    if option := re.search(r"argument (--[\w-]+)\S*: ignored explicit argument", problem):
        return f"the option {option.group(1)} takes no value"
    if words := re.search(r"unrecognized arguments: (.*)", problem):
        return f"one frame can be named, and {quoted(words.group(1))} is one too many"
    return problem.strip()
