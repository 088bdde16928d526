"""What may be written in the lines of a cell: columns, earlier lines, functions, words, texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from seg_jupyter.jupyter import glossary
from seg_jupyter.jupyter.completion.frames import CellFrames, Kinds
from seg_jupyter.jupyter.completion.offers import Offer
from seg_jupyter.jupyter.completion.place import Enclosing, Place, Spot
from seg_jupyter.lang.function import Argument, Function, Group
from seg_jupyter.lang.functions import FUNCTIONS, KEYWORDS
from seg_jupyter.lang.quoting import as_name, as_text, escaped, is_writable
from seg_jupyter.lang.schema import Kind

COLUMN_TYPES = {
    Kind.NUMBER: "column, number",
    Kind.TEXT: "column, text",
    Kind.TRUTH: "column, truth value",
    Kind.DATE: "column, date",
    Kind.NOTHING: "column",
}
"""What a column is in a few words; those that the language cannot read are never offered."""
_FITTING: dict[Argument | None, Collection[Kind]] = {
    Argument.NUMBER: {Kind.NUMBER, Kind.TRUTH},
    Argument.TEXT: {Kind.TEXT},
    Argument.DATE: {Kind.DATE},
    Argument.NUMBER_OR_DATE: {Kind.NUMBER, Kind.TRUTH, Kind.DATE},
}
"""The kinds of columns that an argument takes, where it does not take all."""
_LITERALS = {Argument.TEXT_LITERAL, Argument.DURATION, Argument.CUT, Argument.PARTS}
"""Arguments that are written out."""
_LITERAL_KEYWORDS = glossary.DURATION_KEYWORDS | {"missing"}
"""Options whose value is a text in quotes."""


def body_offers(place: Place, frames: CellFrames, after: str = "") -> list[Offer]:
    """Return what may be written at a place.

    Parameters
    ----------
    place
        The cursor and what surrounds it.
    frames
        The frames that the cell names.
    after
        The text behind the cursor: what closes a quote there already is not written twice.
    """
    match place.spot:
        case Spot.QUOTES:
            return list(_in_quotes(place, frames, after))
        case Spot.BACKTICKS:
            return list(_in_backticks(place, frames))
        case Spot.OPERATOR:
            return list(_operators(place))
        case Spot.VALUE:
            return list(_values(place, frames))
    return []


# texts


def _in_quotes(place: Place, frames: CellFrames, after: str) -> Iterator[Offer]:
    sign = place.quote
    end = "" if after.startswith(sign) else sign
    for text, type_ in _texts(place, frames).items():
        inside = escaped(text, sign)
        yield Offer(inside + end, type_, inside)


def _texts(place: Place, frames: CellFrames) -> dict[str, str]:
    """Return the texts that may stand at a place, and what each of them is."""
    call = place.enclosing[-1]
    keyword = _keyword(call)
    if keyword in glossary.DURATION_KEYWORDS or _argument(call) is Argument.DURATION:
        return {text: f"duration: {words}" for text, words in glossary.DURATIONS.items()}
    if keyword == "missing":
        return {text: f"text: {words}" for text, words in glossary.WHERE_MISSING.items()}
    events = bool(_aggregation(place))
    if place.compared is None or (not events and place.compared in place.defined):
        return {}
    texts = filter(is_writable, frames.texts(place.compared, events=events))
    return dict.fromkeys(texts, f"text of {place.compared}")


def _in_backticks(place: Place, frames: CellFrames) -> Iterator[Offer]:
    for offer in _column_names(_columns(place, frames)):
        quoted = f"`{offer.key}`"
        yield Offer(quoted, offer.type, quoted)


# values


def _values(place: Place, frames: CellFrames) -> Iterator[Offer]:
    for text, type_ in _texts(place, frames).items():
        yield Offer(as_text(text), type_, escaped(text))
    call = place.enclosing[-1]
    function, argument = _function(call), _argument(call)
    if call.opening == "[" or _keyword(call) in _LITERAL_KEYWORDS or argument in _LITERALS:
        return
    if argument is Argument.AGGREGATION:
        yield from _functions(Group.AGGREGATION, but=call.opening)
        return
    starts_line = place.first and len(place.enclosing) == 1
    if starts_line and place.in_segment:
        yield Offer("otherwise", f"word: {glossary.OTHERWISE}")
    takes_value = function is None or argument is not None or call.keyword is not None
    if takes_value:
        if not _aggregation(place):
            yield from _earlier_lines(place)
        yield from _column_names(_columns(place, frames), _FITTING.get(argument, frozenset(Kind)))
    if function and place.first:
        yield from _options(function, place)
    if takes_value:
        yield from _functions(*_groups(place, frames))
        for word, meaning in glossary.WORDS_BEFORE.items():
            yield Offer(word, f"word: {meaning}")


def _earlier_lines(place: Place) -> Iterator[Offer]:
    for name, line in place.defined.items():
        yield Offer(name, f"line {line}, score" if name in place.scores else f"line {line}")


def _column_names(columns: Kinds, fitting: Collection[Kind] = frozenset(Kind)) -> Iterator[Offer]:
    """Yield columns by name; those that fit come first."""
    for name in sorted(columns, key=lambda name: columns[name] not in fitting):
        kind, written = columns[name], as_name(name)
        if kind and written:
            yield Offer(written, COLUMN_TYPES[kind], name)


def _options(function: Function, place: Place) -> Iterator[Offer]:
    """Yield the options of a function that are not given yet, and that its surroundings allow."""
    taken = set(place.enclosing[-1].given)
    if any(_argument(call) is Argument.AGGREGATION for call in place.enclosing):
        taken |= {"last", "offset"}  # the function around it sets the window
    for name in function.keywords:
        if name not in taken:
            yield Offer(f"{name}=", f"option: {KEYWORDS[name][1]}")


def _groups(place: Place, frames: CellFrames) -> Iterator[Group]:
    """Yield the groups of functions that may stand at a place, the likeliest first."""
    if place.first and len(place.enclosing) == 1 and not place.in_segment:
        yield Group.SCORE
    if not _aggregation(place):
        if frames.has_events:
            yield Group.AGGREGATION
        yield Group.FITTED
    yield Group.ROW
    innermost = _function(place.enclosing[-1])
    if innermost and innermost.group is Group.SCORE:
        yield Group.SCALE


def _functions(*groups: Group, but: str = "") -> Iterator[Offer]:
    for group in groups:
        for function in FUNCTIONS.values():
            if function.group is group and function.name != but:
                yield Offer(function.name, f"function: {function.summary}")


def _operators(place: Place) -> Iterator[Offer]:
    for word, meaning in glossary.WORDS_BETWEEN.items():
        if word != "else" or place.enclosing[-1].choices:
            yield Offer(word, f"word: {meaning}")


# surroundings


def _function(call: Enclosing) -> Function | None:
    return FUNCTIONS.get(call.opening)


def _argument(call: Enclosing) -> Argument | None:
    """Return what the argument at the cursor must be; None where no more can be given."""
    function = _function(call)
    if function is None or call.keyword or not function.arguments:
        return None
    if function.repeats:
        return function.arguments[min(call.position, len(function.arguments) - 1)]
    return function.arguments[call.position] if call.position < len(function.arguments) else None


def _keyword(call: Enclosing) -> str | None:
    """Return the option whose value is being written, if the function has it."""
    function = _function(call)
    return call.keyword if function and call.keyword in function.keywords else None


def _aggregation(place: Place) -> Function | None:
    """Return the aggregation around a place: inside it, names are columns of the events."""
    around = (_function(call) for call in place.enclosing)
    return next((f for f in around if f and f.group is Group.AGGREGATION), None)


def _columns(place: Place, frames: CellFrames) -> Kinds:
    return frames.events if _aggregation(place) else frames.customers
