"""The first line of a cell, and what may be written in it: frames, options, and their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from seg_jupyter.errors import SegmentError
from seg_jupyter.jupyter.arguments import Option
from seg_jupyter.jupyter.completion.body import COLUMN_TYPES
from seg_jupyter.jupyter.completion.frames import CellFrames, Kinds
from seg_jupyter.jupyter.completion.offers import Answer, Offer, matching
from seg_jupyter.jupyter.completion.paths import path_offers
from seg_jupyter.jupyter.completion.words import Typed, typed_at, words
from seg_jupyter.jupyter.session import Session
from seg_jupyter.lang.quoting import as_word
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
        typed, option = Typed(cursor - len(value), value), options[name]
    if option:
        offers = _value_offers(option, line, session, typed)
    else:
        offers = _word_offers(line, options, session, typed)
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
    line: FirstLine, options: Mapping[str, Option], session: Session, typed: Typed
) -> Iterator[Offer]:
    if line.customers is None:
        yield from frame_offers(session, typed)
    if not typed.quote:
        left = (o for o in options.values() if o.name not in line.values)
        yield from (Offer(o.name, f"option: {o.help}") for o in left)


def _value_offers(
    option: Option, line: FirstLine, session: Session, typed: Typed
) -> Iterator[Offer]:
    if option.value == "FRAME":
        yield from frame_offers(session, typed)
    elif option.value == "COLUMN":
        for name, kind in _columns_for(option.name, line.frames(session)).items():
            written = as_word(name, typed.quote)
            if written and kind:
                yield Offer(written, COLUMN_TYPES[kind], name)


def frame_offers(session: Session, typed: Typed) -> Iterator[Offer]:
    """Yield the frames of the notebook, and files where there are none or a path is typed."""
    frames = session.frames()
    for name, frame in frames.items():
        if written := as_word(name, typed.quote):
            yield Offer(written, frame_type(frame), name)
    if not frames or typed.quote or "/" in typed.text or "." in typed.text:
        yield from path_offers(typed, ".csv", ".parquet")


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
