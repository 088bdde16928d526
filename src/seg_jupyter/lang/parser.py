"""Text of a cell → syntax tree.

A line that starts `name =` is a definition, any other is a segment, named by all its text before
the first colon.
"""

from __future__ import annotations

import keyword
import re
import unicodedata

from seg_jupyter.errors import SegmentSyntaxError, Span, quoted
from seg_jupyter.lang.nodes import Cell, Definition, Segment, Statement, walk
from seg_jupyter.lang.reader import DEEPEST, read_expression, too_deep
from seg_jupyter.lang.segment_lines import meant_line
from seg_jupyter.lang.tokens import MOST_TOKENS, TokenKind, name_end, stray, tokenize

LONGEST_CELL = 64 * 1024
"""Longest text of a cell, in bytes of UTF-8."""
MOST_NODES = 2_000

UNASSIGNED = "Unassigned"
NOT_PROFILED = "Not profiled"
_RESERVED = {
    UNASSIGNED.casefold(): "people whom no segment takes",
    NOT_PROFILED.casefold(): "people who did not agree to profiling",
}
RESERVED_NAMES = ("segment", "otherwise")

_BLANK = re.compile(r"(?:[ \t\f\r\n]+|#[^\r\n]*)+")
_ODD_NAME = re.compile(r"(?:`[^`\r\n]*`|\w+)?")
_EQUALS = re.compile(r"[ \t\f]*=(?!=)")
_BRANCH = re.compile(r"\b(?:if|elif|else|case|when)\b", re.IGNORECASE)
_EXAMPLE = "Write name = expression, or Name: condition."
_SEGMENT = "Write a segment as Name: condition, a value as name = a if condition else b."


def parse(text: str) -> Cell:
    r"""Parse the text of a cell.

    Raises
    ------
    SegmentSyntaxError
        With the place of the first mistake.

    Examples
    --------
    >>> cell = parse("value = score(3 * visits, -days)\nActive: value >= 70")
    >>> [segment.name for segment in cell.segments]
    ['Active']
    """
    _check_size(text)
    try:
        return _cell(text)
    except RecursionError:  # the caller's own stack was almost full
        raise SegmentSyntaxError(
            "the cell is nested too deeply to be read from here",
            remedy="Split long expressions over several lines: name = expression.",
        ) from None


def _cell(text: str) -> Cell:
    statements: list[Statement] = []
    nodes = tokens = 0
    at = _skip_blank(text, 0)
    while at < len(text):
        statement, read, at = _statement(text, at, MOST_TOKENS - tokens)
        tokens += read
        nodes += _check_shape(text, statement)
        if nodes > MOST_NODES:
            raise SegmentSyntaxError(
                f"the cell has more than {MOST_NODES:,} names, numbers and signs",
                source=text,
                span=statement.name_span,
                remedy="Split it into two cells.",
            )
        statements.append(statement)
        at = _skip_blank(text, at)
    if not statements:
        raise SegmentSyntaxError(
            "the cell is empty", remedy="Write at least one line, such as Active: visits >= 3"
        )
    _check_names(text, statements)
    return Cell(text, tuple(statements))


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise SegmentSyntaxError(
            "this character is half of a pair and cannot be stored",
            source=text,
            span=Span(error.start, error.end),
        ) from None
    if size > LONGEST_CELL:
        raise SegmentSyntaxError(
            f"the cell has {size:,} bytes of text; at most {LONGEST_CELL:,} are read",
            remedy="Split it into two cells.",
        )


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _statement(text: str, at: int, most: int) -> tuple[Statement, int, int]:
    """Read a statement of at most so many tokens; return it, their number and where it ends."""
    if text[at].isspace() or text[at] == "\N{ZERO WIDTH NO-BREAK SPACE}":
        raise stray(text, at)
    name_span = Span(at, name_end(text, at))
    if name_span.end == at and (odd := _ODD_NAME.match(text, at)):
        name_span = Span(at, odd.end())
    equals = _EQUALS.match(text, name_span.end)
    if equals and name_span.end > at:
        name = _definition_name(text, name_span)
        tokens, end = tokenize(text, equals.end(), most)
        return Definition(name, read_expression(text, tokens), name_span), len(tokens), end
    return _segment(text, at, most)


def _segment(text: str, at: int, most: int) -> tuple[Segment, int, int]:
    colon = at
    while colon < len(text) and text[colon] not in ":#\r\n":
        colon += 1
    name = text[at:colon].rstrip()
    name_span = Span(at, at + max(len(name), 1))
    if text.startswith(":=", colon):
        raise SegmentSyntaxError(
            "':=' is not part of the language",
            source=text,
            span=Span(colon, colon + 2),
            remedy="Write name = expression.",
        )
    if not text.startswith(":", colon):
        remedy = _SEGMENT if _BRANCH.search(name) else _EXAMPLE
        raise SegmentSyntaxError(
            "this line is neither a definition nor a segment",
            source=text,
            span=name_span,
            remedy="A # starts a comment: choose a name without it."
            if text.startswith("#", colon)
            else remedy,
        )
    if not name:
        raise SegmentSyntaxError(
            "this segment has no name",
            source=text,
            span=Span(colon, colon + 1),
            remedy="Write Name: condition.",
        )
    tokens, end = tokenize(text, colon + 1, most)
    alone = len(tokens) == 2 and tokens[0].kind is TokenKind.NAME
    if alone and tokens[0].value == "otherwise":
        return Segment(name, None, name_span), len(tokens), end
    try:
        condition = read_expression(text, tokens)
    except SegmentSyntaxError as error:
        behind = text[tokens[0].span.start : tokens[-1].span.end]
        error.remedy = meant_line(name, behind) or error.remedy
        raise
    return Segment(name, condition, name_span), len(tokens), end


def _definition_name(text: str, span: Span) -> str:
    name = text[span.start : span.end]
    if not name.isidentifier():
        raise SegmentSyntaxError(
            "a definition needs a plain name",
            source=text,
            span=span,
            remedy="Use letters, digits and _, not starting with a digit.",
        )
    if (
        keyword.iskeyword(name)
        or name in RESERVED_NAMES
        or unicodedata.normalize("NFKC", name) != name
    ):
        raise SegmentSyntaxError(
            f"a definition may not be called {quoted(name)}",
            source=text,
            span=span,
            remedy="Choose another name.",
        )
    return name


def _check_shape(text: str, statement: Statement) -> int:
    """Count the nodes of a statement and refuse what is nested too deeply."""
    top = statement.expression if isinstance(statement, Definition) else statement.condition
    if top is None:
        return 1
    count = 0
    for node, depth in walk(top):
        count += 1
        if depth > DEEPEST:
            raise too_deep(text, node.span)
    return count


def _check_names(text: str, statements: list[Statement]) -> None:
    """Refuse names that stand twice, reserved segments, and lines after `otherwise`."""
    defined: set[str] = set()
    segments: set[str] = set()
    last: Segment | None = None
    for statement in statements:
        seen = defined if isinstance(statement, Definition) else segments
        if statement.name in seen:
            what = "definition" if isinstance(statement, Definition) else "segment"
            raise SegmentSyntaxError(
                f"there are two {what}s called {quoted(statement.name)}",
                source=text,
                span=statement.name_span,
                remedy="Give each its own name."
                if what == "definition"
                else "Join the conditions with or, or give each its own name.",
            )
        seen.add(statement.name)
        if isinstance(statement, Segment):
            kept = _RESERVED.get(statement.name.casefold())
            if kept is not None:
                raise SegmentSyntaxError(
                    f"{quoted(statement.name)} is kept for {kept}",
                    source=text,
                    span=statement.name_span,
                    remedy="Choose another name.",
                )
            if last is not None and last.condition is None:
                raise SegmentSyntaxError(
                    f"nobody is left after {quoted(last.name)}: otherwise",
                    source=text,
                    span=statement.name_span,
                    remedy="Put the otherwise line last.",
                )
            last = statement
