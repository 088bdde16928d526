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

_BOTH = 2
_CODE = re.compile(
    r"(?:^|(?P<option>--events)(?:\s+|=))\s*(?P<code>[^\W\d][\w.]*\s*[\[(].*?)(?=\s+--|\s*$)"
)
"""Code where a frame is named, such as `customers[customers.visits > 0]`."""
_LIST = re.compile(r"[^\W\d]\w*(?:,[^\W\d]\w*)+")


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
    if code := _CODE.search(line):
        option = "--events" if code["option"] else f"%%{parser.prog}"
        raise expression_error(code["code"].strip(), option)
    words = words_of(line)
    options = options_of(magic)
    for word in words:
        name = word.split("=")[0]
        if name.startswith("-") and name not in options:
            raise SegmentUsageError(
                f"there is no option {quoted(name)}", exists=closest(name, options), remedy=remedy
            )
    try:
        parsed, more = parser.parse_known_args(words)
    except UsageError as error:
        raise SegmentUsageError(_in_words(str(error)), remedy=remedy) from None
    if names := _several(parsed.customers, more):
        raise SegmentUsageError(
            f"one frame can be named, and {quoted(' '.join(names[1:]))} is one too many",
            remedy=f"If {quoted(names[1])} holds events, write %%{parser.prog} {names[0]} "
            f"--events {names[1]}"
            if len(names) == _BOTH and parsed.events is None
            else remedy,
        )
    for action in parser._actions:  # noqa: SLF001
        if getattr(parsed, action.dest, None) == "":
            option = f"the option {action.option_strings[0]}" if action.option_strings else "''"
            raise SegmentUsageError(
                f"{option} names nothing", remedy="Write a name there, or leave it out."
            )
    return parsed


def take_option(words: list[str], option: str) -> tuple[list[str], str | None]:
    """Take an option and its value out of the words behind a verb; None if it is not there.

    Raises
    ------
    SegmentUsageError
        If it has no value.
    """
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == option:
            width = 1 if equals else 2
            value = value if equals else "".join(words[place + 1 : place + 2])
            if not value:
                raise SegmentUsageError(
                    f"the option {option} has no value", remedy=f"Write {option} NAME."
                )
            return words[:place] + words[place + width :], value
    return words, None


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


def expression_error(code: str, option: str) -> SegmentUsageError:
    """Return the error for code in the place of a name."""
    return SegmentUsageError(
        f"{option} takes the name of a frame, and {quoted(code)} is code",
        remedy=f"Assign it to a name first: active = {code}",
    )


def _several(customers: str | None, more: list[str]) -> list[str]:
    """Return the names of frames, if there are several where one can be; commas may be between."""
    words = [word for word in (customers, *more) if word is not None]
    if len(words) == 1 and not _LIST.fullmatch(words[0]):
        return []
    names = [name for word in words for name in word.split(",") if name]
    return names if len(names) > 1 else []


def _in_words(problem: str) -> str:
    """Say what argparse found wrong in our own words."""
    if option := re.search(r"argument (--[\w-]+)\S*: expected one argument", problem):
        return f"the option {option.group(1)} has no value"
    if option := re.search(r"argument (--[\w-]+)\S*: ignored explicit argument", problem):
        return f"the option {option.group(1)} takes no value"
    return problem.strip()
