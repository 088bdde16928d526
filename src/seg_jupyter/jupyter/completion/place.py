"""Where a cursor stands in a cell that is still being typed.

The parser stops at the first mistake; this reader has none: it takes the text before the cursor
for what it most likely is, and says what encloses its end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from seg_jupyter.lang.functions import KEYWORDS
from seg_jupyter.lang.tokens import WORD_OPERATORS, name_end


class Spot(Enum):
    """What can stand where the cursor is."""

    VALUE = auto()
    OPERATOR = auto()
    QUOTES = auto()
    BACKTICKS = auto()
    NOTHING = auto()
    """In a comment, a number, or the name of a new line."""


@dataclass(frozen=True, slots=True)
class Enclosing:
    """Brackets around the cursor, or the line itself.

    Parameters
    ----------
    opening
        The name of the function, `[` of a list, empty for the line and for bare brackets.
    position
        How many commas stand before the cursor.
    keyword
        The option whose value is being written.
    given
        Options that are written already.
    choices
        How many `if` still have no `else`.
    items_of
        For a list behind `in`: the name it is compared with.
    """

    opening: str = ""
    position: int = 0
    keyword: str | None = None
    given: frozenset[str] = frozenset()
    choices: int = 0
    items_of: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A cursor and what surrounds it.

    Parameters
    ----------
    spot, start, word
        What can stand there, and the letters of it that are typed, from `start` on.
    enclosing
        What is open around it, the line itself first.
    first
        Whether it stands at the start of the expression, or of an argument.
    in_segment
        Whether the line is a segment; else a definition.
    quote
        The sign that opened the quote.
    compared
        The name beside which a value is being written, as in `plan == "`.
    defined
        The names of the lines above, and the line of each; those of scores in `scores`.
    """

    spot: Spot
    start: int
    word: str = ""
    enclosing: tuple[Enclosing, ...] = (Enclosing(),)
    first: bool = False
    in_segment: bool = False
    quote: str = ""
    compared: str | None = None
    defined: dict[str, int] = field(default_factory=dict)
    scores: frozenset[str] = frozenset()


class _Kind(Enum):
    NAME = auto()
    ODD_NAME = auto()
    TEXT = auto()
    OPEN = auto()
    OTHER = auto()
    SIGN = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: _Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def name(self) -> str | None:
        """The column or line that it names."""
        if self.kind is _Kind.ODD_NAME:
            return self.text[1:-1]
        named = self.kind is _Kind.NAME and self.text not in WORD_OPERATORS
        return self.text if named else None

    @property
    def is_value(self) -> bool:
        """Whether a value ends with it."""
        if self.kind is _Kind.SIGN:
            return self.text in (")", "]")
        return self.text not in WORD_OPERATORS


@dataclass
class _Line:
    """A definition or a segment; without an expression as long as its name is being typed."""

    name: str = ""
    start: int = 0
    is_segment: bool = False
    pieces: list[_Piece] = field(default_factory=list)
    has_expression: bool = True

    @property
    def is_score(self) -> bool:
        return bool(self.pieces) and self.pieces[0].text == "score"


_BLANK = re.compile(r"[ \t\f]+")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_TO_THE_END = re.compile(r"[^\r\n]*")
_EQUALS = re.compile(r"[ \t\f]*=(?!=)")
_SEGMENT = re.compile(r"([^:#\r\n]*):(?!=)")
_SEGMENT_IN_BRACKETS = re.compile(r"[^:\"'#\r\n]*:(?!=)")
_PIECES = (
    (_Kind.TEXT, re.compile(r'"(?:\\.|[^"\\\r\n])*"|\'(?:\\.|[^\'\\\r\n])*\'')),
    (_Kind.ODD_NAME, re.compile(r"`[^`\r\n]*`")),
    (_Kind.OPEN, re.compile(r"[\"'`][^\r\n]*")),
    (_Kind.OTHER, re.compile(r"#[^\r\n]*|\.?[0-9][\w.]*")),
    (_Kind.SIGN, re.compile(r"==|!=|<=|>=|.", re.DOTALL)),
)


def place_of(text: str, cursor: int) -> Place:
    r"""Find out where a cursor stands in the text of a cell, its first line not included.

    Examples
    --------
    >>> place = place_of('spend = sum(sal', 15)
    >>> place.word, place.enclosing[-1].opening
    ('sal', 'sum')
    """
    before = text[:cursor]
    *above, line = _lines(before)
    newlines = [newline.end() for newline in _NEWLINE.finditer(before)]
    defined = {
        x.name: bisect_right(newlines, x.start) + 1 for x in above if x.name and not x.is_segment
    }
    found = _place(line, cursor) if line.has_expression else Place(Spot.NOTHING, cursor)
    scores = frozenset(x.name for x in above if x.is_score)
    return replace(found, in_segment=line.is_segment, defined=defined, scores=scores)


def _place(line: _Line, cursor: int) -> Place:
    before, typed = line.pieces, None
    if before and before[-1].end == cursor and before[-1].kind is not _Kind.SIGN:
        *before, typed = before
    enclosing = _enclosing(before)
    behind_value = bool(before) and before[-1].is_value
    spot, start, word = _spot(before, typed, cursor)
    return Place(
        spot,
        start,
        word,
        enclosing,
        first=not before or before[-1].text in ("(", ","),
        quote=typed.text[0] if typed and spot is Spot.QUOTES else "",
        compared=None if behind_value else _compared(before) or enclosing[-1].items_of,
    )


def _spot(before: list[_Piece], typed: _Piece | None, cursor: int) -> tuple[Spot, int, str]:
    """Return what can stand at a cursor, where it starts, and what is typed of it."""
    previous = before[-1] if before else None
    nothing = Spot.NOTHING, cursor, ""
    if typed and typed.kind is _Kind.OPEN:
        if typed.text[0] == "`":
            return Spot.BACKTICKS, typed.start, typed.text
        return Spot.QUOTES, typed.start + 1, typed.text[1:]
    if (typed and typed.kind is not _Kind.NAME) or (previous and previous.text == "."):
        return nothing
    start, word = (typed.start, typed.text) if typed else (cursor, "")
    if previous is None:
        return Spot.VALUE, start, word
    if previous.is_value:
        # an operator needs a blank before it
        return (Spot.OPERATOR, start, word) if typed or previous.end < cursor else nothing
    if previous.text == "not" and len(before) > 1 and before[-2].is_value:
        return Spot.OPERATOR, previous.start, f"not {word}"
    return Spot.VALUE, start, word


def _compared(before: list[_Piece]) -> str | None:
    return before[-2].name if len(before) > 1 and before[-1].text in ("==", "!=") else None


def _enclosing(pieces: list[_Piece]) -> tuple[Enclosing, ...]:
    """Return what is open at the end of some pieces, the line itself first."""
    opened = [Enclosing()]
    for i, piece in enumerate(pieces):
        inner = opened[-1]
        name = pieces[i - 1].name if i else None
        if piece.text == "(":
            opened.append(Enclosing(name or ""))
        elif piece.text == "[":
            opened.append(Enclosing("[", items_of=_operand_of_in(pieces[max(i - 3, 0) : i])))
        elif piece.text in (")", "]"):
            if len(opened) > 1:
                opened.pop()
        elif piece.text == ",":
            opened[-1] = replace(inner, position=inner.position + 1, keyword=None, choices=0)
        elif piece.text == "=" and name:
            opened[-1] = replace(inner, keyword=name, given=inner.given | {name})
        elif piece.text in ("if", "else"):
            choices = max(inner.choices + (1 if piece.text == "if" else -1), 0)
            opened[-1] = replace(inner, choices=choices)
    return tuple(opened)


def _operand_of_in(before: list[_Piece]) -> str | None:
    words = [piece.text for piece in before[-2:]]
    if not words or words[-1] != "in":
        return None
    operand = before[: -2 if words[0] == "not" else -1]
    return operand[-1].name if operand else None


def _lines(text: str) -> list[_Line]:
    """Read all lines of a cell; the last is the one that the text ends in."""
    lines: list[_Line] = []
    at = 0
    while True:
        line, at = _read_line(text, at)
        lines.append(line)
        if at == len(text) and not _ends_line(text, line):
            return lines


def _ends_line(text: str, line: _Line) -> bool:
    """Tell whether a line that reaches the end of the text is closed by it."""
    return text[-1:] in ("\r", "\n") and line.start < len(text) and not _is_open(line)


def _is_open(line: _Line) -> bool:
    return len(_enclosing(line.pieces)) > 1


def _read_line(text: str, at: int) -> tuple[_Line, int]:
    """Read the line that starts here, and those on which its brackets go on."""
    if blank := _BLANK.match(text, at):
        at = blank.end()
    line, at = _head(text, at)
    if not line.has_expression:
        rest = _TO_THE_END.match(text, at)
        at = rest.end() if rest else at
        newline = _NEWLINE.match(text, at)
        return line, newline.end() if newline else at
    depth = 0
    for piece, end in _pieces(text, at):
        if piece is None:
            at = end
            if not depth or _starts_line(text, at):
                return line, at
            continue
        depth = max(depth + (piece.text in ("(", "[")) - (piece.text in (")", "]")), 0)
        line.pieces.append(piece)
    return line, len(text)


def _head(text: str, at: int) -> tuple[_Line, int]:
    """Read `name =` or `Name:`."""
    end = name_end(text, at)
    if end > at and (equals := _EQUALS.match(text, end)):
        return _Line(text[at:end], at), equals.end()
    if segment := _SEGMENT.match(text, at):
        return _Line(segment.group(1).strip(), at, is_segment=True), segment.end()
    return _Line("", at, has_expression=False), at


def _starts_line(text: str, at: int) -> bool:
    """Tell whether a line inside brackets looks like a new one: they were never closed."""
    if blank := _BLANK.match(text, at):
        at = blank.end()
    end = name_end(text, at)
    if end > at and _EQUALS.match(text, end):
        return text[at:end] not in KEYWORDS
    return bool(_SEGMENT_IN_BRACKETS.match(text, at))


def _pieces(text: str, at: int) -> Iterator[tuple[_Piece | None, int]]:
    """Yield the pieces of an expression, and None at the end of each line, with their ends."""
    while at < len(text):
        if newline := _NEWLINE.match(text, at):
            at = newline.end()
            yield None, at
        elif blank := _BLANK.match(text, at):
            at = blank.end()
        else:
            piece = _piece(text, at)
            at = piece.end
            # a comment that has ended means nothing
            if piece.text[0] != "#" or at == len(text):
                yield piece, at


def _piece(text: str, at: int) -> _Piece:
    if (end := name_end(text, at)) > at:
        return _Piece(_Kind.NAME, text[at:end], at)
    found = next((kind, m) for kind, p in _PIECES if (m := p.match(text, at)))
    return _Piece(found[0], found[1].group(), at)
