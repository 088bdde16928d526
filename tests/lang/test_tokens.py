"""Text to tokens: what each token is, what it is worth, and where it stands."""

from __future__ import annotations

import pytest

from seg_jupyter.errors import SegmentSyntaxError
from seg_jupyter.lang.tokens import LONGEST_TEXT, MOST_TOKENS, Token, TokenKind, name_end, tokenize

NAME, COLUMN, NUMBER = TokenKind.NAME, TokenKind.COLUMN, TokenKind.NUMBER
TEXT, TRUTH, OPERATOR, END = TokenKind.TEXT, TokenKind.TRUTH, TokenKind.OPERATOR, TokenKind.END


def read(text: str) -> list[Token]:
    return tokenize(text, 0)[0]


ONE = [
    # text of a single token, its kind, its value
    ("spend", NAME, "spend"),
    ("_x9", NAME, "_x9"),
    ("größe", NAME, "größe"),
    ("顧客", NAME, "顧客"),
    ("время", NAME, "время"),
    ("عملاء", NAME, "عملاء"),
    ("नमस्ते", NAME, "नमस्ते"),
    ("match", NAME, "match"),
    ("type", NAME, "type"),
    ("true", NAME, "true"),
    ("x٣", NAME, "x٣"),
    ("`days since visit`", COLUMN, "days since visit"),
    ("`class`", COLUMN, "class"),
    ("`a.b (€)`", COLUMN, "a.b (€)"),
    ("`#1: \"x\"`", COLUMN, '#1: "x"'),
    ("` `", COLUMN, " "),
    ("`ﬁnd`", COLUMN, "ﬁnd"),
    ("0", NUMBER, 0.0),
    ("00", NUMBER, 0.0),
    ("3", NUMBER, 3.0),
    ("0.15", NUMBER, 0.15),
    (".5", NUMBER, 0.5),
    ("3.", NUMBER, 3.0),
    ("007.5", NUMBER, 7.5),
    ("1_000", NUMBER, 1000.0),
    ("1e3", NUMBER, 1000.0),
    ("1E+3", NUMBER, 1000.0),
    ("2.5e-1_0", NUMBER, 2.5e-10),
    ("9223372036854774784", NUMBER, 9223372036854774784.0),
    ("1e308", NUMBER, 1e308),
    ('"gold"', TEXT, "gold"),
    ("'gold'", TEXT, "gold"),
    ('""', TEXT, ""),
    ("''", TEXT, ""),
    ('"it\'s"', TEXT, "it's"),
    (r'"\\ \" \' \n \t"', TEXT, "\\ \" ' \n \t"),
    ('"# no comment"', TEXT, "# no comment"),
    ('"👍🏽 عملاء"', TEXT, "👍🏽 عملاء"),
    ('"a\tb\x00"', TEXT, "a\tb\x00"),
    ("True", TRUTH, True),
    ("False", TRUTH, False),
    *[(sign, OPERATOR, sign) for sign in ("==", "!=", "<=", ">=", "<", ">", "=")],
    *[(sign, OPERATOR, sign) for sign in ("+", "-", "*", "/", ",")],
    *[(word, OPERATOR, word) for word in ("and", "or", "not", "in", "if", "else")],
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), ONE, ids=[ascii(row[0]) for row in ONE])
def test_token(text: str, kind: TokenKind, value: object) -> None:
    token, end = read(text)
    assert (token.kind, token.value) == (kind, value)
    assert type(token.value) is type(value)
    assert (token.span.start, token.span.end) == (0, len(text))
    assert (end.kind, end.span.start, end.span.end) == (END, len(text), len(text))


ROWS = [
    # text, the pieces that are tokens
    ("a+b", ["a", "+", "b"]),
    ("a  <=\tb", ["a", "<=", "b"]),
    ("a<-3", ["a", "<", "-", "3"]),
    ("a==-3", ["a", "==", "-", "3"]),
    ("a!=b", ["a", "!=", "b"]),
    ('plan!="gold"', ["plan", "!=", '"gold"']),
    ("f(a,b)", ["f", "(", "a", ",", "b", ")"]),
    ("notin", ["notin"]),
    ("not in", ["not", "in"]),
    ('a in["x"]', ["a", "in", "[", '"x"', "]"]),
    ('a or"x"', ["a", "or", '"x"']),
    ("f(last='90d')", ["f", "(", "last", "=", "'90d'", ")"]),
    ("1 if a else 2", ["1", "if", "a", "else", "2"]),
    ("a # b + c", ["a"]),
    ("(a # one\n + b)", ["(", "a", "+", "b", ")"]),
    ("(a\r\n+ b)", ["(", "a", "+", "b", ")"]),
    ("(a\r+ b)", ["(", "a", "+", "b", ")"]),
    ("a\nb", ["a"]),
    ("a\r\nb", ["a"]),
    ("a\rb", ["a"]),
    ("", []),
    ("   # nothing", []),
    ("2026 - 10 - 31", ["2026", "-", "10", "-", "31"]),
    ("12026-10-31", ["12026", "-", "10", "-", "31"]),
    ("2026-10-315", ["2026", "-", "10", "-", "315"]),
]


@pytest.mark.parametrize(("text", "pieces"), ROWS, ids=[ascii(row[0]) for row in ROWS])
def test_tokens_in_a_row(text: str, pieces: list[str]) -> None:
    *tokens, end = read(text)
    assert [text[token.span.start : token.span.end] for token in tokens] == pieces
    assert end.span.start == (tokens[-1].span.end if tokens else 0)


BEHIND = [
    # text, where reading starts, and where the next line's reading may go on
    ("x = 1 + 2", 3, 9),
    ("x = 1\ny = 2", 3, 5),
    ("x = 1  # one\r\ny = 2", 3, 12),
    ("x = (1 +\n 2)\ny", 3, 12),
    ("x =", 3, 3),
]


@pytest.mark.parametrize(("text", "start", "end"), BEHIND)
def test_reading_stops_behind_the_line(text: str, start: int, end: int) -> None:
    assert tokenize(text, start)[1] == end


ENDS = [
    # text, where the name in front of it ends
    ("spend > 3", 5),
    ("a.b", 1),
    ("a\u0301b c", 3),
    ("नमस्ते=", 6),
    ("x·y", 3),
    ("", 0),
    ("3x", 0),
    ("²x", 0),
    ("\u0301a", 0),
    ("-x", 0),
    ("👍", 0),
]


@pytest.mark.parametrize(("text", "end"), ENDS, ids=[ascii(row[0]) for row in ENDS])
def test_a_name_ends_where_pythons_ends(text: str, end: int) -> None:
    assert name_end(text, 0) == end
    assert end == 0 or text[:end].isidentifier()


def test_longest_text() -> None:
    fits = f'"{"é" * (LONGEST_TEXT // 2)}"'
    assert read(fits)[0].value == "é" * 512
    with pytest.raises(SegmentSyntaxError, match="this text is longer than 1,024 bytes") as caught:
        read(fits[:-1] + 'x"')
    assert (caught.value.line, caught.value.column) == (1, 1)


def test_most_tokens() -> None:
    fits = "+ " * MOST_TOKENS
    assert len(read(fits)) == MOST_TOKENS + 1
    with pytest.raises(SegmentSyntaxError) as caught:
        tokenize("x =" + fits + "a", 3)
    assert caught.value.problem == "the cell has more than 8,000 words and signs"
    assert caught.value.remedy == "Split it into two cells."
    assert (caught.value.line, caught.value.column) == (1, 4)


def test_is_operator() -> None:
    plus, text, _ = read('+ "-"')
    assert plus.is_operator("-", "+")
    assert not plus.is_operator("-")
    assert not text.is_operator("-")
