"""Text and cursor → what may be written there, for our two magics."""

from __future__ import annotations

import re

from seg_jupyter.jupyter.completion.body import body_offers
from seg_jupyter.jupyter.completion.first_line import complete_first_line, read_first_line
from seg_jupyter.jupyter.completion.offers import Answer, matching
from seg_jupyter.jupyter.completion.place import place_of
from seg_jupyter.jupyter.completion.verb_line import complete_verb_line
from seg_jupyter.jupyter.completion.words import words
from seg_jupyter.jupyter.manual import Manual
from seg_jupyter.jupyter.session import Session
from seg_jupyter.lang.parser import LONGEST_CELL

_CELL = re.compile(r"\s*%%segment(?![\w-])")
_VERB = re.compile(r"[ \t]*(?:\w+[ \t]*=[ \t]*)?%segment[ \t]")


def complete(text: str, cursor: int, session: Session, manual: Manual) -> Answer | None:
    """Return what may be written at a cursor; None where the text is none of ours.

    Parameters
    ----------
    text, cursor
        The whole cell, and the place in it, in characters.
    session
        The names of the notebook.
    manual
        The verbs and options of the magics.
    """
    if len(text) > LONGEST_CELL:
        return None
    if magic := _CELL.match(text):
        return _in_cell(text, cursor, magic.end(), session, manual)
    start = text.rfind("\n", 0, cursor) + 1
    verb = _VERB.match(text, start, cursor)
    if verb is None:
        return None
    line = text[verb.end() :].partition("\n")[0]
    found = complete_verb_line(line, cursor - verb.end(), session, manual.verbs, manual.subjects)
    return Answer(verb.end() + found.start, found.offers)


def _in_cell(text: str, cursor: int, start: int, session: Session, manual: Manual) -> Answer | None:
    line = text[start:].partition("\n")[0]
    body = start + len(line) + 1
    if cursor <= start:
        return None
    if cursor < body:
        answer = complete_first_line(line, cursor - start, session, manual.options)
        return Answer(start + answer.start, answer.offers)
    place = place_of(text[body:], cursor - body)
    frames = read_first_line(words(line), manual.options).frames(session)
    offers = body_offers(place, frames, after=text[cursor:])
    return Answer(body + place.start, matching(place.word, offers))
