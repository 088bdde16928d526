"""What may be written behind `%segment`: verbs, results, files, and words to ask about."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import islice

from seg_jupyter.api import Segments
from seg_jupyter.jupyter.completion.offers import Answer, Offer, as_word, matching
from seg_jupyter.jupyter.completion.words import Typed, typed_at, words
from seg_jupyter.jupyter.session import Session

_MOST_FILES = 1_000
"""Entries of a folder that are looked at."""


def complete_verb_line(
    text: str,
    cursor: int,
    session: Session,
    verbs: Mapping[str, tuple[str, str]],
    subjects: Mapping[str, str],
) -> Answer:
    """Return what may be written at a cursor behind `%segment`.

    Parameters
    ----------
    text, cursor
        The line behind the magic's name, and the place in it.
    session
        The names of the notebook.
    verbs
        How each verb is written, and what it does in one line.
    subjects
        What help can be asked for, and what each is in one line.
    """
    typed = typed_at(text, cursor)
    verb, *before = words(text[: typed.start]) or [""]
    if not verb:
        choices = {name: f"verb: {does}" for name, (_, does) in verbs.items()}
        offers = _words(choices, typed.quote)
    else:
        usage = verbs[verb][0].split()[1:] if verb in verbs else []
        wanted = usage[len(before)] if len(before) < len(usage) else ""
        offers = _places(wanted, typed, session, subjects)
    return Answer(typed.start, matching(typed.text, offers))


def _places(
    wanted: str, typed: Typed, session: Session, subjects: Mapping[str, str]
) -> Iterator[Offer]:
    """Yield what can stand where a verb wants something; `[NAME]` is a new one."""
    if wanted == "NAME":
        models = session.models().items()
        kinds = {name: "result" if isinstance(v, Segments) else "model" for name, v in models}
        yield from _words(kinds, typed.quote)
    elif wanted == "FILE":
        yield from _files(typed)
    elif wanted == "[WORD]":
        yield from _words(subjects, typed.quote)


def _words(choices: Mapping[str, str], quote: str) -> Iterator[Offer]:
    for word, type_ in choices.items():
        if written := as_word(word, quote):
            yield Offer(written, type_, word)


def _files(typed: Typed) -> Iterator[Offer]:
    """Yield the folders and the JSON files where a path that is typed leads to."""
    folder, _, name = typed.text.rpartition("/")
    folder += "/" if "/" in typed.text else ""
    try:
        with os.scandir(folder or ".") as entries:
            found = sorted(islice(entries, _MOST_FILES), key=lambda entry: entry.name)
    except (OSError, ValueError):  # there can be no such folder, or it may not be read
        return
    for entry in found:
        path = folder + entry.name
        is_folder = entry.is_dir()
        is_hidden = entry.name.startswith(".") and not name.startswith(".")
        if is_hidden or not (is_folder or entry.name.lower().endswith(".json")):
            continue
        written = as_word(f"{path}/" if is_folder else path, typed.quote)
        if written and is_folder and written[0] in "'\"":
            written = written[:-1]  # the path goes on inside the quotes
        if written:
            yield Offer(written, "folder" if is_folder else "file", path)
