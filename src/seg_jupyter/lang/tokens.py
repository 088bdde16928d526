r"""Text of one expression → tokens with spans.

An expression ends with its line, but goes on over lines inside brackets. Everything that the
language leaves out of Python is refused here or in the parser by name, with the spelling to use
instead, so that the message does not depend on the version of Python.
"""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from seg_jupyter.errors import SegmentSyntaxError, Span, quoted
from seg_jupyter.lang.attributes import instead_of_attribute
from seg_jupyter.lang.percentages import instead_of_percentage

MOST_TOKENS = 8_000
"""Most tokens of a cell."""
LONGEST_TEXT = 1_024
"""Longest text literal, in bytes of UTF-8."""

WORD_OPERATORS = frozenset({"and", "or", "not", "in", "if", "else"})
TRUTHS = {"True": True, "False": False}


class TokenKind(Enum):
    """What a token is."""

    NAME = auto()
    COLUMN = auto()
    NUMBER = auto()
    TEXT = auto()
    TRUTH = auto()
    OPERATOR = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word, literal or sign. `value` is the name, the number, the text or the sign."""

    kind: TokenKind
    value: str | float | bool
    span: Span

    def is_operator(self, *signs: str) -> bool:
        """Tell whether this is one of the given signs or word operators."""
        return self.kind is TokenKind.OPERATOR and self.value in signs


_SPACE = re.compile(r"[ \t\f]+")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_COMMENT = re.compile(r"#[^\r\n]*")
_NUMBER = re.compile(r"(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9][0-9_]*)?")
_DIGITS = r"[0-9]+(?:_[0-9]+)*"
_WELL_FORMED = re.compile(rf"(?:{_DIGITS})?(?:\.(?:{_DIGITS})?)?(?:[eE][+-]?{_DIGITS})?")
_SIGN = re.compile(r"==|!=|<=|>=|\+|-|\*(?!\*)|/(?!/)|<(?!>)|>|\(|\)|\[|\]|,|=(?![<>])")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
"""What is taken for a date without quotes, at the start of a word."""
_PAIRS = {")": "(", "]": "["}
_GAP = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)|(?:[ \t\f\r\n]+|#[^\r\n]*)+""")
_SEGMENT = re.compile(r"[^:\"#\r\n]*:(?!=)")
_LOOKS_LIKE = dict.fromkeys("“”„‟«»‘’‚‛‹›＂＇", '"') | dict.fromkeys("−–—‐‑", "-")
_LOOKS_LIKE |= {"×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}

_REFUSED: tuple[tuple[str, str, str | Callable[[str, int], str]], ...] = (
    # longest signs first: what stands in the text, what is wrong, what to write (there)
    ("**", "there are no powers", "Write x * x, or sqrt(x) for a root."),
    ("//", "there is no whole-number division", "Write a / b."),
    (":=", "':=' is not part of the language", "Give the value its own line: name = expression."),
    ("&&", "'&&' is not part of the language", "Write and."),
    ("||", "'||' is not part of the language", "Write or."),
    ("<>", "'<>' is not part of the language", "Write !=."),
    ("=>", "'=>' is not part of the language", "Write >=."),
    ("=<", "'=<' is not part of the language", "Write <=."),
    ("&", "'&' is not part of the language", "Write and."),
    ("|", "'|' is not part of the language", "Write or."),
    ("!", "'!' is not part of the language", "Write not, or != to compare."),
    ("~", "'~' is not part of the language", "Write not."),
    ("^", "'^' is not part of the language", "Write x * x for a square."),
    ("%", "'%' is not part of the language", instead_of_percentage),
    (".", "nothing may follow a dot", instead_of_attribute),
    (";", "';' is not part of the language", "Start a new line."),
    ("\\", "a line cannot be continued with a backslash", "Put it in brackets ( )."),
    (":", "':' has no meaning inside an expression", "Write Name: condition on its own line."),
    ("{", "braces are not part of the language", "A list is written in [ ], a group in ( )."),
    ("}", "braces are not part of the language", "A list is written in [ ], a group in ( )."),
    ("@", "'@' is not part of the language", "Write a column by its name, in `backticks` if odd."),
    ("$", "'$' is not part of the language", "Write an amount as a plain number, such as 20."),
    ("?", "'?' is not part of the language", "Write a if condition else b."),
)  # fmt: skip


def tokenize(text: str, start: int, most: int = MOST_TOKENS) -> tuple[list[Token], int]:
    """Read one expression that starts at an offset, of at most so many tokens.

    Returns
    -------
    tuple
        The tokens, closed by an END token, and the offset behind the expression's line.

    Raises
    ------
    SegmentSyntaxError
        At the first character that cannot be read, or an unclosed bracket.
    """
    tokens: list[Token] = []
    brackets: list[Token] = []
    at = start
    while at < len(text):
        if skipped := _SPACE.match(text, at) or _COMMENT.match(text, at):
            at = skipped.end()
        elif newline := _NEWLINE.match(text, at):
            if not brackets:
                break
            at = newline.end()
        else:
            token = _next_token(text, at, brackets)
            _keep_brackets(text, token, brackets)
            tokens.append(token)
            at = token.span.end
            if len(tokens) > most:
                raise SegmentSyntaxError(
                    f"the cell has more than {MOST_TOKENS:,} words and signs",
                    source=text,
                    span=Span(start, start + 1),
                    remedy="Split it into two cells.",
                )
    if brackets:
        raise _never_closed(text, brackets[-1])
    tokens.append(Token(TokenKind.END, "", _end_span(tokens, start)))
    return tokens, at


def _end_span(tokens: list[Token], start: int) -> Span:
    end = tokens[-1].span.end if tokens else start
    return Span(end, end)


def name_end(text: str, at: int) -> int:
    """Return where the name that starts here ends, as Python spells names; `at` if none does."""
    end = at
    while end < len(text) and ("_" * (end > at) + text[end]).isidentifier():
        end += 1
    return end


def on_one_line(text: str, span: Span) -> str:
    r"""Return a piece of a cell on one line, without its comments; what is quoted stays as it is.

    Examples
    --------
    >>> cell = "x = least(a,  # the first\n b)"
    >>> on_one_line(cell, Span(4, len(cell)))
    'least(a, b)'
    """
    piece = text[span.start : span.end]
    return _GAP.sub(lambda gap: gap.group(1) or " ", piece).strip()


def _never_closed(text: str, bracket: Token) -> SegmentSyntaxError:
    return SegmentSyntaxError(
        f"this {bracket.value} is never closed",
        source=text,
        span=bracket.span,
        remedy=f"Close it with {')' if bracket.value == '(' else ']'}.",
    )


def _keep_brackets(text: str, token: Token, brackets: list[Token]) -> None:
    if token.is_operator("(", "["):
        brackets.append(token)
    elif token.is_operator(")", "]"):
        if not brackets or brackets[-1].value != _PAIRS[str(token.value)]:
            raise SegmentSyntaxError(
                f"this {token.value} closes nothing that is open", source=text, span=token.span
            )
        brackets.pop()


def _next_token(text: str, at: int, brackets: list[Token]) -> Token:
    """Read one token; behind an open bracket, a line `Name: …` says that it was never closed."""
    try:
        return _read_token(text, at)
    except SegmentSyntaxError:
        line = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
        if brackets and brackets[-1].span.start < line and _SEGMENT.match(text, line):
            raise _never_closed(text, brackets[-1]) from None
        raise


def _read_token(text: str, at: int) -> Token:
    character = text[at]
    if character == "`":
        return _column(text, at)
    if character in "\"'":
        return _text(text, at)
    if sign_match := _SIGN.match(text, at):
        return Token(TokenKind.OPERATOR, sign_match.group(), Span(*sign_match.span()))
    if date := DATE.match(text, at):
        raise SegmentSyntaxError(
            "a date stands in quotes",
            source=text,
            span=Span(*date.span()),
            remedy=f'Write "{date.group()}".',
        )
    if number := _NUMBER.match(text, at):
        return _number(text, number)
    if (end := name_end(text, at)) > at:
        return _word(text, Span(at, end))
    for sign, problem, remedy in _REFUSED:
        if text.startswith(sign, at):
            span = Span(at, at + len(sign))
            remedy = remedy if isinstance(remedy, str) else remedy(text, at)
            raise SegmentSyntaxError(problem, source=text, span=span, remedy=remedy)
    raise stray(text, at)


def stray(text: str, at: int) -> SegmentSyntaxError:
    """Return the error for a character that no token starts with."""
    character = text[at]
    code, category = f"U+{ord(character):04X}", unicodedata.category(character)
    looks_like = _LOOKS_LIKE.get(character) or unicodedata.normalize("NFKC", character)
    problem = f"the character {quoted(character)} ({code}) has no meaning here"
    remedy = 'Text stands in "quotes", a column with an odd name in `backticks`.'
    if character.isspace():
        problem, remedy = f"this is a space of another kind ({code})", "Write a plain space."
    elif category in ("Cc", "Cf"):
        problem, remedy = f"an invisible character ({code}) stands here", "Delete it."
    elif category == "Sc":
        remedy = "Write an amount as a plain number, such as 20."
    elif looks_like == '"':
        remedy = 'Write straight quotes: "text".'
    elif _SIGN.fullmatch(looks_like) or (category == "Nd" and looks_like.isascii()):
        remedy = f"Write {looks_like}."
    return SegmentSyntaxError(problem, source=text, span=Span(at, at + 1), remedy=remedy)


def _column(text: str, at: int) -> Token:
    end = at + 1
    while end < len(text) and text[end] not in "`\r\n":
        end += 1
    span = Span(at, min(end + 1, len(text)))
    if end >= len(text) or text[end] != "`":
        raise SegmentSyntaxError(
            "this backtick is never closed", source=text, span=Span(at, at + 1)
        )
    if end == at + 1:
        raise SegmentSyntaxError("there is no name between these backticks", source=text, span=span)
    return Token(TokenKind.COLUMN, text[at + 1 : end], span)


_ESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t"}


def _text(text: str, at: int) -> Token:
    quote = text[at]
    if text.startswith(quote * 3, at):
        raise SegmentSyntaxError(
            "triple quotes are not part of the language",
            source=text,
            span=Span(at, at + 3),
            remedy='Write text as "text".',
        )
    pieces: list[str] = []
    here = at + 1
    while here < len(text) and text[here] not in "\r\n":
        character = text[here]
        if character == quote:
            return _checked_text(text, "".join(pieces), Span(at, here + 1))
        if character == "\\":
            escaped = text[here + 1 : here + 2]
            if escaped not in _ESCAPES:
                raise SegmentSyntaxError(
                    "this escape is not known",
                    source=text,
                    span=Span(here, min(here + 2, len(text))),
                    exists=r"There are: \\ \" \' \n \t.",
                    remedy="Write the character itself.",
                )
            pieces.append(_ESCAPES[escaped])
            here += 2
        else:
            pieces.append(character)
            here += 1
    raise SegmentSyntaxError("this quote is never closed", source=text, span=Span(at, at + 1))


def _checked_text(text: str, value: str, span: Span) -> Token:
    if len(value.encode()) > LONGEST_TEXT:
        raise SegmentSyntaxError(
            f"this text is longer than {LONGEST_TEXT:,} bytes", source=text, span=span
        )
    return Token(TokenKind.TEXT, value, span)


def _number(text: str, match: re.Match[str]) -> Token:
    literal, span = match.group(), Span(*match.span())
    end = name_end(text, match.end())
    if end > match.end():
        literal, span = text[match.start() : end], Span(match.start(), end)
        remedy = (
            f'Write a duration as text: "{literal}".'
            if re.fullmatch(r"[0-9]+[hdwmy]", literal)
            else "Write plain digits, such as 1500 or 0.5; put an odd name in `backticks`."
        )
        raise SegmentSyntaxError(
            f"{quoted(literal)} is not a number", source=text, span=span, remedy=remedy
        )
    if not _WELL_FORMED.fullmatch(literal):
        raise SegmentSyntaxError(
            f"{quoted(literal)} is not a number",
            source=text,
            span=span,
            remedy="Write it as 1000 or 1_000.",
        )
    if re.fullmatch(r"0[0-9_]*[1-9][0-9_]*", literal):
        remedy = f'Write {literal.lstrip("0_")}, or "{literal}" if it is text.'
        raise SegmentSyntaxError(
            "a whole number does not start with 0", source=text, span=span, remedy=remedy
        )
    value = float(literal)
    whole = literal.replace("_", "").isdecimal()
    if not math.isfinite(value) or (whole and value >= 2.0**63):
        raise SegmentSyntaxError("this number is too large", source=text, span=span)
    return Token(TokenKind.NUMBER, value, span)


def _word(text: str, span: Span) -> Token:
    word = text[span.start : span.end]
    if word in WORD_OPERATORS:
        return Token(TokenKind.OPERATOR, word, span)
    if text.startswith(('"', "'"), span.end) and len(word) <= 2:
        raise SegmentSyntaxError(
            f"text takes no {quoted(word)} in front of its quotes",
            source=text,
            span=span,
            remedy='Write text as "text".',
        )
    if word in TRUTHS:
        return Token(TokenKind.TRUTH, TRUTHS[word], span)
    if word == "is":
        raise SegmentSyntaxError(
            "'is' is not part of the language",
            source=text,
            span=span,
            remedy="Compare with ==, or ask missing(x).",
        )
    if word == "None":
        raise SegmentSyntaxError(
            "there is no None",
            source=text,
            span=span,
            remedy="Ask missing(x), or write fill(x, value).",
        )
    if keyword.iskeyword(word):
        raise SegmentSyntaxError(
            f"{quoted(word)} is a word of Python that the language does not use",
            source=text,
            span=span,
            remedy=f"If it is a column, put it in backticks: `{word}`.",
        )
    if unicodedata.normalize("NFKC", word) != word:
        raise SegmentSyntaxError(
            f"the name {quoted(word)} has characters that look like others",
            source=text,
            span=span,
            remedy="If it is a column's exact name, put it in `backticks`.",
        )
    return Token(TokenKind.NAME, word, span)
