"""What may be written in the lines of a cell: columns, earlier lines, functions, words, texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from seg_jupyter.jupyter import glossary
from seg_jupyter.jupyter.completion.frames import CellFrames
from seg_jupyter.jupyter.completion.offers import Offer, as_name, is_writable
from seg_jupyter.jupyter.completion.place import Enclosing, Place, Spot
from seg_jupyter.lang.durations import parse_duration
from seg_jupyter.lang.functions import FUNCTIONS, Argument, Function, Group
from seg_jupyter.lang.schema import ColumnType, Kind

_KINDS = {
    Kind.NUMBER: "column, number",
    Kind.TEXT: "column, text",
    Kind.TRUTH: "column, truth value",
    Kind.DATE: "column, date",
    Kind.NOTHING: "column",
}
_FITTING = {
    Argument.NUMBER: {Kind.NUMBER, Kind.TRUTH},
    Argument.TEXT: {Kind.TEXT},
    Argument.DATE: {Kind.DATE},
    Argument.NUMBER_OR_DATE: {Kind.NUMBER, Kind.TRUTH, Kind.DATE},
}
"""The kinds of columns that an argument takes, where it does not take all."""
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


def column_type(column: ColumnType) -> str | None:
    """Say what a column is in a few words; None for one that the language cannot read."""
    if column.kind is None:
        return None
    return "column, date as text" if column.iso_dates else _KINDS[column.kind]


# texts


def _in_quotes(place: Place, frames: CellFrames, after: str) -> Iterator[Offer]:
    sign = place.quote
    end = "" if after.startswith(sign) else sign
    for text, type_ in _texts(place, frames).items():
        escaped = _escaped(text, sign)
        yield Offer(escaped + end, type_, escaped)


def _texts(place: Place, frames: CellFrames) -> dict[str, str]:
    """Return the texts that may stand at a place, and what each of them is."""
    keyword = _keyword(place.enclosing[-1])
    if keyword in glossary.DURATION_KEYWORDS:
        durations = glossary.DURATIONS.items()
        return {text: f"duration: {words}" for text, words in durations if parse_duration(text)}
    if keyword == "missing":
        return {text: f"text: {words}" for text, words in glossary.WHERE_MISSING.items()}
    events = bool(_aggregation(place))
    if place.compared is None or (not events and place.compared in place.defined):
        return {}
    texts = filter(is_writable, frames.texts(place.compared, events=events))
    return dict.fromkeys(texts, f"text of {place.compared}")


def _escaped(text: str, sign: str) -> str:
    return text.replace("\\", "\\\\").replace(sign, f"\\{sign}")


def _in_backticks(place: Place, frames: CellFrames) -> Iterator[Offer]:
    for name, column in _columns(place, frames).items():
        written, type_ = as_name(name), column_type(column)
        if written and type_:
            quoted = f"`{written.strip('`')}`"
            yield Offer(quoted, type_, quoted)


# values


def _values(place: Place, frames: CellFrames) -> Iterator[Offer]:
    for text, type_ in _texts(place, frames).items():
        escaped = _escaped(text, '"')
        yield Offer(f'"{escaped}"', type_, escaped)
    call = place.enclosing[-1]
    function = _function(call)
    argument = _argument(function, call)
    literals_only = call.opening == "[" or _keyword(call) in _LITERAL_KEYWORDS
    if literals_only or argument is Argument.TEXT_LITERAL:
        return
    starts_line = place.first and len(place.enclosing) == 1
    if starts_line and place.in_segment:
        yield Offer("otherwise", f"word: {glossary.OTHERWISE}")
    takes_value = function is None or argument is not None or call.keyword is not None
    if takes_value:
        if not _aggregation(place):
            yield from _earlier_lines(place)
        yield from _column_names(_columns(place, frames), _FITTING.get(argument or Argument.ANY))
    if function and place.first:
        yield from _options(function, call)
    if takes_value:
        yield from _functions(place, frames, with_score=starts_line and not place.in_segment)
        for word, meaning in glossary.WORDS_BEFORE.items():
            yield Offer(word, f"word: {meaning}")


def _earlier_lines(place: Place) -> Iterator[Offer]:
    for name, line in place.defined.items():
        yield Offer(name, f"line {line}, score" if name in place.scores else f"line {line}")


def _column_names(
    columns: Mapping[str, ColumnType], fitting: Collection[Kind] | None
) -> Iterator[Offer]:
    """Yield columns by name; those that fit come first."""
    written = [
        (column, Offer(text, type_, name))
        for name, column in columns.items()
        if (type_ := column_type(column)) and (text := as_name(name))
    ]
    if fitting is not None:
        written.sort(key=lambda pair: not _fits(pair[0], fitting))
    yield from (offer for _, offer in written)


def _fits(column: ColumnType, kinds: Collection[Kind]) -> bool:
    return column.kind in kinds or (column.iso_dates and Kind.DATE in kinds)


def _argument(function: Function | None, call: Enclosing) -> Argument | None:
    """Return what the argument at the cursor must be; None where no more can be given."""
    if function is None or call.keyword or not function.arguments:
        return None
    if function.repeats:
        return function.arguments[min(call.position, len(function.arguments) - 1)]
    return function.arguments[call.position] if call.position < len(function.arguments) else None


def _options(function: Function, call: Enclosing) -> Iterator[Offer]:
    for name in glossary.keywords_of(function):
        if name not in call.given:
            yield Offer(f"{name}=", f"option: {glossary.KEYWORDS.get(name, name)}")


def _functions(place: Place, frames: CellFrames, *, with_score: bool) -> Iterator[Offer]:
    """Yield the functions that may stand at a place, those that read events before others."""
    innermost = _function(place.enclosing[-1])
    groups = [Group.SCORE] if with_score else []
    if _aggregation(place) is None and frames.has_events:
        groups.append(Group.AGGREGATION)
    groups.append(Group.ROW)
    if innermost and innermost.group is Group.SCORE:
        groups.append(Group.SCALE)
    for group in groups:
        for function in FUNCTIONS.values():
            if function.group is group:
                yield Offer(function.name, f"function: {function.summary}")


def _operators(place: Place) -> Iterator[Offer]:
    for word, meaning in glossary.WORDS_BETWEEN.items():
        if word != "else" or place.enclosing[-1].choices:
            yield Offer(word, f"word: {meaning}")


# surroundings


def _function(call: Enclosing) -> Function | None:
    return FUNCTIONS.get(call.opening)


def _keyword(call: Enclosing) -> str | None:
    """Return the option whose value is being written, if the function has it."""
    function = _function(call)
    return call.keyword if function and call.keyword in glossary.keywords_of(function) else None


def _aggregation(place: Place) -> Function | None:
    """Return the aggregation around a place: inside it, names are columns of the events."""
    around = (_function(call) for call in place.enclosing)
    return next((f for f in around if f and f.group is Group.AGGREGATION), None)


def _columns(place: Place, frames: CellFrames) -> Mapping[str, ColumnType]:
    return frames.events if _aggregation(place) else frames.customers
