"""What to say of a token that has no place where it stands."""

from __future__ import annotations

import re

from seg_jupyter.errors import SegmentSyntaxError, Span, quoted
from seg_jupyter.lang.tokens import Token, TokenKind

CHOICE = "Write a if condition else b."
_FOREIGN_WORDS = {
    **{word: f"Write {word}." for word in ("and", "or", "not", "in")},
    "is": "Compare with ==, or ask missing(x).",
    "like": 'Write contains(text, "x"), starts_with or ends_with.',
    "between": "Write low <= x <= high.",
    **dict.fromkeys(
        ("case", "when", "then"),
        "Write a value as a if condition else b, a segment as Name: condition.",
    ),
}
_BLANKS = re.compile(r"[ \t]*")
_LONGEST_NAME = 60
"""Longest name of several words that is shown again."""


def misplaced(text: str, tokens: list[Token], at: int) -> SegmentSyntaxError:
    """Return the error for the token at a place; `text` is the cell."""

    def error(problem: str, span: Span, remedy: str | None = None) -> SegmentSyntaxError:
        return SegmentSyntaxError(problem, source=text, span=span, remedy=remedy)

    token = tokens[at]
    if token.kind is TokenKind.END:
        return error(
            "something is missing at the end of this line",
            token.span,
            "To go on in the next line, put the expression in brackets ( ).",
        )
    shown = text[token.span.start : token.span.end]
    before = tokens[at - 1] if at else None
    for word in (token, before):
        lower = str(word.value).lower() if word and word.kind is TokenKind.NAME else ""
        if word and lower in _FOREIGN_WORDS:
            return error(
                f"{quoted(word.value)} is not part of the language",
                word.span,
                _FOREIGN_WORDS[lower],
            )
    if token.is_operator(",") and re.match(r"[0-9],[0-9]", text[token.span.start - 1 :]):
        return error(
            "a number has no comma", token.span, "Write 1000 or 1_000 in full, 0.5 with a dot."
        )
    if token.is_operator("="):
        return error("'=' does not compare", token.span, "Write == to compare.")
    open_end = before is not None and before.kind is TokenKind.OPERATOR
    if before is None or (open_end and not before.is_operator(")", "]")):
        choice = CHOICE if token.is_operator("if") else None
        return error(f"a name or a value is missing before {quoted(shown)}", token.span, choice)
    return error(
        f"{quoted(shown)} cannot follow what stands before it",
        token.span,
        _between(_words(text, tokens, at)),
    )


def _between(name: str) -> str:
    """Return what to do where a value follows another, or words that may be one name."""
    if "otherwise" in name.split():
        return "Write Name: otherwise, with nothing else on the line."
    if not name:
        return "Put an operator such as and, or, ==, + between them."
    shown = f"`{name}`" if len(name) <= _LONGEST_NAME else "`days since visit`"
    return (
        "Put an operator such as and, or, ==, + between them. "
        f"A name of several words stands in backticks: {shown}."
    )


def _words(text: str, tokens: list[Token], at: int) -> str:
    """Return the words of one line that stand around the token, the first of them a name."""
    first, end = at, at + 1
    while first and _adjoins(text, tokens, first - 1):
        first -= 1
    while _adjoins(text, tokens, end - 1):
        end += 1
    while first < end and tokens[first].kind is TokenKind.NUMBER:
        first += 1
    if not first < at < end:
        return ""
    pieces = (text[t.span.start : t.span.end].strip("`") for t in tokens[first:end])
    return " ".join(pieces)


def _adjoins(text: str, tokens: list[Token], at: int) -> bool:
    """Tell whether a token and the next are words with only blanks between them."""
    here, after = tokens[at : at + 2]
    words = (TokenKind.NAME, TokenKind.COLUMN, TokenKind.NUMBER)
    gap = Span(here.span.end, after.span.start)
    return (
        here.kind in words
        and after.kind in words
        and _BLANKS.fullmatch(text, gap.start, gap.end) is not None
    )
