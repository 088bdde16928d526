"""What the tokenizer refuses: text, carets, words."""

from __future__ import annotations

import pytest

from lang.tables import Refusal, check_refusal, refused
from seg_jupyter.errors import SegmentSyntaxError, Span
from seg_jupyter.lang.tokens import tokenize

AND = ("'&' is not part of the language", "Write and.")
OPEN = ("this ( is never closed", "Close it with ).")
QUOTE = "this quote is never closed"
ESCAPE = (
    "this escape is not known",
    "There are: \\\\ \\\" \\' \\n \\t.",
    "Write the character itself.",
)
DOT = ("nothing may follow a dot", "Write a function by name: sum(amount), not amount.sum().")
BRACES = ("braces are not part of the language", "A list is written in [ ], a group in ( ).")
COLON = ("':' has no meaning inside an expression", "Write Name: condition on its own line.")
LARGE = "this number is too large"
BACKTICK = "this backtick is never closed"
MISSING = "Ask missing(x), or write fill(x, value)."
TEXT_QUOTES = 'Text stands in "quotes", a column with an odd name in `backticks`.'
STRAIGHT = 'Write straight quotes: "text".'


def python(word: str) -> tuple[str, str]:
    return (
        f"'{word}' is a word of Python that the language does not use",
        f"If it is a column, put it in backticks: `{word}`.",
    )


def prefix(letters: str) -> tuple[str, str]:
    return f"text takes no '{letters}' in front of its quotes", 'Write text as "text".'


def not_number(literal: str) -> tuple[str, str]:
    return (
        f"'{literal}' is not a number",
        "Write plain digits, such as 1500 or 0.5; put an odd name in `backticks`.",
    )


def character(shown: str) -> tuple[str]:
    return (f"the character '{shown}' (U+{ord(shown):04X}) has no meaning here",)


REFUSED = [
    # powers, signs and words of other languages
    refused("x ** 2", "  ^^", "there are no powers", "Write x * x, or sqrt(x) for a root."),
    refused("x // 2", "  ^^", "there is no whole-number division", "Write a / b."),
    refused(
        "(n := 3)",
        "   ^^",
        "':=' is not part of the language",
        "Give the value its own line: name = expression.",
    ),
    refused("a && b", "  ^^", "'&&' is not part of the language", "Write and."),
    refused("a || b", "  ^^", "'||' is not part of the language", "Write or."),
    refused("a <> b", "  ^^", "'<>' is not part of the language", "Write !=."),
    refused("a => b", "  ^^", "'=>' is not part of the language", "Write >=."),
    refused("a =< b", "  ^^", "'=<' is not part of the language", "Write <=."),
    refused("a & b", "  ^", *AND),
    refused("a | b", "  ^", "'|' is not part of the language", "Write or."),
    refused("!a", "^", "'!' is not part of the language", "Write not, or != to compare."),
    refused("~a", "^", "'~' is not part of the language", "Write not."),
    refused("a ^ b", "  ^", "'^' is not part of the language", "Write x * x for a square."),
    refused(
        "50%",
        "  ^",
        "'%' is not part of the language",
        "Write a share as a fraction: 0.5; points of a score, which go from 0 to 100, as 50.",
    ),
    refused("sum(x).y", "      ^", *DOT),
    refused("x.mean()", " ^", DOT[0], "Write mean(x): over the events of each customer."),
    refused("a; b", " ^", "';' is not part of the language", "Start a new line."),
    refused(
        "a \\\n + b",
        "  ^",
        "a line cannot be continued with a backslash",
        "Put it in brackets ( ).",
    ),
    refused("a: b", " ^", *COLON),
    refused("{1, 2}", "^", *BRACES),
    refused("x}", " ^", *BRACES),
    refused(
        "@a",
        "^",
        "'@' is not part of the language",
        "Write a column by its name, in `backticks` if odd.",
    ),
    refused(
        "$20",
        "^",
        "'$' is not part of the language",
        "Write an amount as a plain number, such as 20.",
    ),
    refused("a ? b : c", "  ^", "'?' is not part of the language", "Write a if condition else b."),
    # words
    refused(
        "x is None",
        "  ^^",
        "'is' is not part of the language",
        "Compare with ==, or ask missing(x).",
    ),
    refused("None", "^^^^", "there is no None", MISSING),
    refused("lambda x: x", "^^^^^^", *python("lambda")),
    refused("await x", "^^^^^", *python("await")),
    refused("x for x in y", "  ^^^", *python("for")),
    refused("yield x", "^^^^^", *python("yield")),
    refused("import", "^^^^^^", *python("import")),
    refused("class == 3", "^^^^^", *python("class")),
    refused(
        "ﬁnd > 3",
        "^^^",
        "the name 'ﬁnd' has characters that look like others",
        "If it is a column's exact name, put it in `backticks`.",
    ),
    refused("２x", "^^", *character("２"), "Write 2."),
    refused(
        "\N{KELVIN SIGN} > 3",
        "^",
        "the name '\N{KELVIN SIGN}' has characters that look like others",
        "If it is a column's exact name, put it in `backticks`.",
    ),
    refused(
        "x + e\u0301",
        "    ^",
        "the name 'e\u0301' has characters that look like others",
        "If it is a column's exact name, put it in `backticks`.",
    ),
    refused(
        "ｘ > 3",
        "^^",
        "the name 'ｘ' has characters that look like others",
        "If it is a column's exact name, put it in `backticks`.",
    ),
    refused('x = f"a"', "    ^", *prefix("f")),
    refused("rb'x'", "^^", *prefix("rb")),
    refused('b"x"', "^", *prefix("b")),
    refused('U"x"', "^", *prefix("U")),
    # numbers
    refused("90d", "^^^", "'90d' is not a number", 'Write a duration as text: "90d".'),
    refused("3x", "^^", *not_number("3x")),
    refused("1e", "^^", *not_number("1e")),
    refused("0x10", "^^^^", *not_number("0x10")),
    refused("1j", "^^", *not_number("1j")),
    refused("1.5.mean", "   ^", *DOT),
    refused("1__000", "^^^^^^", "'1__000' is not a number", "Write it as 1000 or 1_000."),
    refused("1_", "^^", "'1_' is not a number", "Write it as 1000 or 1_000."),
    refused("1._5", "^^^^", "'1._5' is not a number", "Write it as 1000 or 1_000."),
    refused("1e1_", "^^^^", "'1e1_' is not a number", "Write it as 1000 or 1_000."),
    refused(
        "007", "^^^", "a whole number does not start with 0", 'Write 7, or "007" if it is text.'
    ),
    refused(
        "0_1", "^^^", "a whole number does not start with 0", 'Write 1, or "0_1" if it is text.'
    ),
    refused("1e999", "^^^^^", LARGE),
    refused("9223372036854775808", "^^^^^^^^^^^^^^^^^^^", LARGE),
    refused("3and 4", "^^^^", *not_number("3and")),
    # text
    refused('"gold', "^", QUOTE),
    refused("'gold", "^", QUOTE),
    refused("\"gold'", "^", QUOTE),
    refused('"a\nb"', "^", QUOTE),
    refused(
        '"""gold"""', "^^^", "triple quotes are not part of the language", 'Write text as "text".'
    ),
    refused("r'''x'''", "^", *prefix("r")),
    refused('"a\\q"', "  ^^", *ESCAPE),
    refused('"a\\', "  ^", *ESCAPE),
    refused('"\\x41"', " ^^", *ESCAPE),
    refused('"\\\n"', " ^", *ESCAPE),
    # columns in backticks
    refused("`days", "^", BACKTICK),
    refused("`days\nsince`", "^", BACKTICK),
    refused("``", "^^", "there is no name between these backticks"),
    refused("a + ``b`", "    ^^", "there is no name between these backticks"),
    # brackets
    refused("(a", "^", *OPEN),
    refused("(a, [b", "    ^", "this [ is never closed", "Close it with ]."),
    refused("([a)", "   ^", "this ) closes nothing that is open"),
    refused("a)", " ^", "this ) closes nothing that is open"),
    refused("a]", " ^", "this ] closes nothing that is open"),
    refused("(a]", "  ^", "this ] closes nothing that is open"),
    refused("(((a))", "^", *OPEN),
    refused("sum(a\nVIP: a > 3", "   ^", *OPEN),
    refused("(a\nCan't lose them: b", "^", *OPEN),
    refused('(a\n"b:c" & d', "      ^", *AND, line=2),
    refused("[1:2]", "  ^", *COLON),
    refused("(1:2)", "  ^", *COLON),
    # characters from elsewhere
    refused("“gold”", "^", *character("“"), STRAIGHT),
    refused("‘gold’", "^", *character("‘"), STRAIGHT),
    refused("«gold»", "^", *character("«"), STRAIGHT),
    refused("a − b", "  ^", *character("−"), "Write -."),
    refused("1 – 2", "  ^", *character("–"), "Write -."),
    refused("a ≥ 3", "  ^", *character("≥"), "Write >=."),
    refused("a ≤ 3", "  ^", *character("≤"), "Write <=."),
    refused("a ≠ 3", "  ^", *character("≠"), "Write !=."),
    refused("2 × a", "  ^", *character("×"), "Write *."),
    refused("a ÷ 2", "  ^", *character("÷"), "Write /."),
    refused("a ＞ 3", "  ^^", *character("＞"), "Write >."),
    refused("（a）", "^^", *character("（"), "Write (."),
    refused("a ＝ 3", "  ^^", *character("＝"), "Write =."),
    refused("３", "^^", *character("３"), "Write 3."),
    refused("x²", " ^", *character("²"), TEXT_QUOTES),
    refused("²", "^", *character("²"), TEXT_QUOTES),
    refused("٣", "^", *character("٣"), TEXT_QUOTES),
    refused("€20", "^", *character("€"), "Write an amount as a plain number, such as 20."),
    refused("£20", "^", *character("£"), "Write an amount as a plain number, such as 20."),
    refused("…", "^", *character("…"), TEXT_QUOTES),
    refused("→", "^", *character("→"), TEXT_QUOTES),
    refused("👍", "^^", *character("👍"), TEXT_QUOTES),
    refused("x👍", " ^^", *character("👍"), TEXT_QUOTES),
    refused("👍🏽 > 3", "^^", *character("👍"), TEXT_QUOTES),
    refused("½", "^", *character("½"), TEXT_QUOTES),
    refused("№", "^", *character("№"), TEXT_QUOTES),
]


@pytest.mark.parametrize("row", REFUSED)
def test_refusal(row: Refusal) -> None:
    check_refusal(row, SegmentSyntaxError, lambda text: tokenize(text, 0))


def test_a_backslash_at_the_end_is_marked_within_the_text() -> None:
    with pytest.raises(SegmentSyntaxError, match="this escape is not known") as caught:
        tokenize("x = 'a\\", 3)
    assert caught.value.span == Span(6, 7)
