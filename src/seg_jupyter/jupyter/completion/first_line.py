"""The first line of a cell, and what may be written in it: frames, options, and their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from seg_jupyter.errors import SegmentError
from seg_jupyter.jupyter.arguments import Option
from seg_jupyter.jupyter.completion.body import COLUMN_TYPES
from seg_jupyter.jupyter.completion.frames import CellFrames, Kinds
from seg_jupyter.jupyter.completion.offers import Answer, Offer, as_word, matching
from seg_jupyter.jupyter.completion.words import typed_at, words
from seg_jupyter.jupyter.session import Session
from seg_jupyter.lang.schema import Kind

_IDS = {Kind.NUMBER, Kind.TEXT}
_ANSWERS = {Kind.TRUTH, Kind.NUMBER, Kind.NOTHING}
"""What columns of consent hold: truth values, or 0 and 1."""


@dataclass
class FirstLine:
    """What the words of a first line say, as far as they are there.

    Parameters
    ----------
    customers
        The name of the customers frame.
    values
        The value of each option; empty for one that takes none, or has none yet.
    awaited
        The option whose value would come next.
    """

    customers: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    awaited: Option | None = None

    def frames(self, session: Session) -> CellFrames:
        """Return the frames that it names, as far as the notebook has them."""
        customers = _frame(session, self.customers)
        events = _frame(session, self.values.get("--events"))
        asked = {"--consent", "--objected"}.intersection(self.values)
        return CellFrames(customers, events, self.values.get("--id"), all_profiled=not asked)


def read_first_line(written: Sequence[str], options: Mapping[str, Option]) -> FirstLine:
    """Read the words of a first line; what makes no sense means nothing."""
    line = FirstLine()
    for word in written:
        name, equals, value = word.partition("=")
        if name in options:
            line.values[name] = value
            line.awaited = options[name] if options[name].value and not equals else None
        elif line.awaited:
            line.values[line.awaited.name] = word
            line.awaited = None
        elif line.customers is None and not word.startswith("-"):
            line.customers = word
    return line


def complete_first_line(
    text: str, cursor: int, session: Session, options: Mapping[str, Option]
) -> Answer:
    """Return what may be written at a cursor in the first line, behind the magic's name."""
    typed = typed_at(text, cursor)
    before = words(text[: typed.start])
    option = read_first_line(before, options).awaited
    value_at_cursor = [""] if option else []
    after = words(text[cursor:].partition(" ")[2])
    line = read_first_line([*before, *value_at_cursor, *after], options)
    name, equals, value = typed.text.partition("=")
    if equals and name in options:
        offers = _value_offers(options[name], line, session, "")
        return Answer(cursor - len(value), matching(value, offers))
    if option:
        offers = _value_offers(option, line, session, typed.quote)
    else:
        offers = _word_offers(line, options, session, typed.quote)
    return Answer(typed.start, matching(typed.text, offers))


def frame_type(frame: object) -> str:
    """Say how large a frame is, if it knows."""
    match getattr(frame, "shape", None):
        case (int(rows), int(columns)):
            return f"frame, {rows:,} × {columns:,}"
    return "frame"


def _frame(session: Session, name: str | None) -> object | None:
    try:
        return session.frame(name, "") if name else None
    except SegmentError:
        return None


def _word_offers(
    line: FirstLine, options: Mapping[str, Option], session: Session, quote: str
) -> Iterator[Offer]:
    if line.customers is None:
        yield from _frame_offers(session, quote)
    if not quote:
        left = (o for o in options.values() if o.name not in line.values)
        yield from (Offer(o.name, f"option: {o.help}") for o in left)


def _value_offers(option: Option, line: FirstLine, session: Session, quote: str) -> Iterator[Offer]:
    if option.value == "FRAME":
        yield from _frame_offers(session, quote)
    elif option.value == "COLUMN":
        for name, kind in _columns_for(option.name, line.frames(session)).items():
            written = as_word(name, quote)
            if written and kind:
                yield Offer(written, COLUMN_TYPES[kind], name)


def _frame_offers(session: Session, quote: str) -> Iterator[Offer]:
    for name, frame in session.frames().items():
        if written := as_word(name, quote):
            yield Offer(written, frame_type(frame), name)


def _columns_for(option: str, frames: CellFrames) -> Kinds:
    """Return the columns that an option can mean."""
    if option == "--time":
        return frames.times()
    if option == "--id":
        places = [columns for columns in (frames.events, frames.customers) if columns]
        shared = set.intersection(*map(set, places)) if places else set()
        first = places[0] if places else {}
        return {n: kind for n, kind in first.items() if n in shared and kind in _IDS}
    return {n: kind for n, kind in frames.customers.items() if kind in _ANSWERS}
