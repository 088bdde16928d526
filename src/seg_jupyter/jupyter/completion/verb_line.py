"""What may be written behind `%segment`: verbs, results, files, and words to ask about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seg_jupyter.api import Segments
from seg_jupyter.jupyter.completion.first_line import frame_offers
from seg_jupyter.jupyter.completion.offers import Answer, Offer, matching
from seg_jupyter.jupyter.completion.paths import path_offers
from seg_jupyter.jupyter.completion.words import Typed, typed_at, words
from seg_jupyter.jupyter.session import Session
from seg_jupyter.lang.quoting import as_word
from seg_jupyter.templates import names

_OPTIONS = {"--as": "another name", "--events": "frame or file with one row for each event"}
"""Options of the verbs, and what each is in a few words."""
_OF_CUSTOMERS = ("explain", "panel", "rules")
"""Verbs that a model, which has no customers, is of no use to."""


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
        wanted = _wanted(usage, before)
        if wanted == "NAME":
            offers = _named(typed, session, models=verb not in _OF_CUSTOMERS)
        else:
            offers = _places(wanted, typed, session, subjects)
    return Answer(typed.start, matching(typed.text, offers))


def _wanted(usage: list[str], before: list[str]) -> str:
    """Return what a verb's usage has at a place: behind an option, its value."""
    option = f"[{before[-1]}" if before else ""
    if option in usage:
        return usage[usage.index(option) + 1]
    return usage[len(before)] if len(before) < len(usage) else ""


def _named(typed: Typed, session: Session, *, models: bool) -> Iterator[Offer]:
    """Yield the results of the notebook, and its models."""
    found = session.models().items()
    kinds = {name: "result" if isinstance(v, Segments) else "model" for name, v in found}
    yield from _words({n: k for n, k in kinds.items() if models or k == "result"}, typed.quote)


def _places(
    wanted: str, typed: Typed, session: Session, subjects: Mapping[str, str]
) -> Iterator[Offer]:
    """Yield what can stand where a verb wants something; what an option names is new."""
    if wanted == "FILE":
        yield from path_offers(typed, ".json")
    elif wanted == "[TEMPLATE]":
        yield from _words(names(), typed.quote)
    elif wanted in ("[FRAME]", "FRAME]"):
        yield from frame_offers(session, typed)
        if wanted == "[FRAME]":
            yield _option("--events")
    elif wanted.startswith("[--"):
        yield _option(wanted.removeprefix("["))
    elif wanted == "[WORD]":
        yield from _words(subjects, typed.quote)


def _option(name: str) -> Offer:
    return Offer(name, f"option: {_OPTIONS[name]}")


def _words(choices: Mapping[str, str], quote: str) -> Iterator[Offer]:
    for word, type_ in choices.items():
        if written := as_word(word, quote):
            yield Offer(written, type_, word)
