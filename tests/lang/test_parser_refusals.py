"""What the parser refuses: text, carets, words."""

from __future__ import annotations

import pytest

from lang.tables import Refusal, check_refusal, refused
from seg_jupyter.errors import SegmentSyntaxError
from seg_jupyter.lang.parser import parse

NEITHER = (
    "this line is neither a definition nor a segment",
    "Write name = expression, or Name: condition.",
)
EQUALS = ("'=' does not compare", "Write == to compare.")
CHAIN = ("'in' cannot be part of a chain of comparisons", "Join the two with and.")
NO_LIST = ("a list is missing after in", 'Write in ["a", "b"].')
LITERALS = (
    "a list holds numbers and texts only",
    'Write text in quotes: ["a", "b"]. To compare with columns: x == y or x == z.',
)
LIST = ("a list has a meaning only after in", 'Write x in ["a", "b"].')
COMMA = ("a comma has no meaning here", 'A list is written in [ ]: x in ["a", "b"].')
DIGITS = ("a number has no comma", "Write 1000 or 1_000 in full, 0.5 with a dot.")
PICK = (
    "nothing may be picked out with [ ]",
    "A column goes by its name alone, without its frame.",
)
PLAIN = ("a definition needs a plain name", "Use letters, digits and _, not starting with a digit.")
LAST = "Put the otherwise line last."
WHOLE = "an expression is missing here"
END = (
    "something is missing at the end of this line",
    "To go on in the next line, put the expression in brackets ( ).",
)
AND = ("'&' is not part of the language", "Write and.")
ELSE = ("this if has no else", "Write a if condition else b.")
PLUS = ("a + needs something on its left", "Leave it out.")
OPEN = ("this ( is never closed", "Close it with ).")
NOTHING_ELSE = "Write Name: otherwise, with nothing else on the line."
COLON = ("':' has no meaning inside an expression", "Write Name: condition on its own line.")
OTHER = "Choose another name."
CALLED = "only a function can be called"


def python(word: str) -> tuple[str, str]:
    return (
        f"'{word}' is a word of Python that the language does not use",
        f"If it is a column, put it in backticks: `{word}`.",
    )


def follows(shown: str, words: str = "") -> tuple[str, str]:
    backticks = f" A name of several words stands in backticks: `{words}`." if words else ""
    return (
        f"'{shown}' cannot follow what stands before it",
        f"Put an operator such as and, or, ==, + between them.{backticks}",
    )


def missing_before(shown: str) -> tuple[str]:
    return (f"a name or a value is missing before '{shown}'",)


def prefix(letters: str) -> tuple[str, str]:
    return f"text takes no '{letters}' in front of its quotes", 'Write text as "text".'


REFUSED = [
    # lines that are neither
    refused("x", "^", *NEITHER),
    refused('"gold"', "^^^^^^", *NEITHER),
    refused("VIP spend > 3", "^^^^^^^^^^^^^", *NEITHER),
    refused("At risk = spend > 3", "^^^^^^^^^^^^^^^^^^^", *NEITHER),
    refused("x += 1", "^^^^^^", *NEITHER),
    refused("x, y = 1, 2", "^^^^^^^^^^^", *NEITHER),
    refused("x == 3", "^^^^^^", *NEITHER),
    refused("import os", "^^^^^^^^^", *NEITHER),
    refused("print(x)", "^^^^^^^^", *NEITHER),
    refused("@decorator", "^^^^^^^^^^", *NEITHER),
    refused("%matplotlib inline", "^^^^^^^^^^^^^^^^^^", *NEITHER),
    refused("!ls", "^^^", *NEITHER),
    refused(
        "VIP #1: spend > 3",
        "^^^",
        NEITHER[0],
        "A # starts a comment: choose a name without it.",
    ),
    refused("x = 1\nVIP", "^^^", *NEITHER, line=2),
    refused("x\n= 3", "^", *NEITHER),
    # names
    refused(": x > 3", "^", "this segment has no name", "Write Name: condition."),
    refused("   : x > 3", "   ^", "this segment has no name", "Write Name: condition."),
    refused("x := 3", "  ^^", "':=' is not part of the language", "Write name = expression."),
    refused(
        "VIP := x > 3", "    ^^", "':=' is not part of the language", "Write name = expression."
    ),
    refused("`days` = 3", "^^^^^^", *PLAIN),
    refused("2nd = 3", "^^^", *PLAIN),
    refused("²x = 3", "^^", *PLAIN),
    refused("if = 3", "^^", "a definition may not be called 'if'", OTHER),
    refused("None = 3", "^^^^", "a definition may not be called 'None'", OTHER),
    refused("segment = 3", "^^^^^^^", "a definition may not be called 'segment'", OTHER),
    refused("otherwise = 3", "^^^^^^^^^", "a definition may not be called 'otherwise'", OTHER),
    refused("ﬁnd = 3", "^^^", "a definition may not be called 'ﬁnd'", OTHER),
    refused(
        "x = 1\nx = 2",
        "^",
        "there are two definitions called 'x'",
        "Give each its own name.",
        line=2,
    ),
    refused(
        "A: x\nB: y\nA: z",
        "^",
        "there are two segments called 'A'",
        "Join the conditions with or, or give each its own name.",
        line=3,
    ),
    refused(
        "Unassigned: x",
        "^^^^^^^^^^",
        "'Unassigned' is kept for people whom no segment takes",
        OTHER,
    ),
    refused(
        "unassigned: x",
        "^^^^^^^^^^",
        "'unassigned' is kept for people whom no segment takes",
        OTHER,
    ),
    refused(
        "A: x\nNot profiled: y",
        "^^^^^^^^^^^^",
        "'Not profiled' is kept for people who did not agree to profiling",
        OTHER,
        line=2,
    ),
    refused("Rest: otherwise\nA: x", "^", "nobody is left after 'Rest': otherwise", LAST, line=2),
    refused(
        "Rest: otherwise\nMore: otherwise",
        "^^^^",
        "nobody is left after 'Rest': otherwise",
        LAST,
        line=2,
    ),
    # something is missing
    refused("x =", "   ^", WHOLE),
    refused("x =   # later", "   ^", WHOLE),
    refused("A:", "  ^", WHOLE),
    refused("A: # later", "  ^", WHOLE),
    refused("x = \n 3", "   ^", WHOLE),
    refused("x = 1 +", "       ^", *END),
    refused("x = 1 +\ny = 2", "       ^", *END),
    refused("A: not", "      ^", *END),
    refused("A: x >", "      ^", *END),
    refused("A: x and", "        ^", *END),
    refused("A: x > 3 and and y", "             ^^^", *missing_before("and")),
    refused("x = * 3", "    ^", *missing_before("*")),
    refused("x = / 3", "    ^", *missing_before("/")),
    refused("x = > 3", "    ^", *missing_before(">")),
    refused("x = , 3", "    ^", *missing_before(",")),
    refused("A: and x", "   ^^^", *missing_before("and")),
    refused("A: or", "   ^^", *missing_before("or")),
    refused("A: in", "   ^^", *missing_before("in")),
    refused("A: else", "   ^^^^", *missing_before("else"), "Write A: otherwise."),
    refused("x = if", "    ^^", *missing_before("if"), ELSE[1]),
    refused("x = ()", "    ^^", "there is nothing between these brackets"),
    refused("x = ( )", "    ^^^", "there is nothing between these brackets"),
    refused("x = (a +)", "        ^", *missing_before(")")),
    refused("x = f(,)", "      ^", *missing_before(",")),
    refused("x = f(a,,b)", "        ^", *missing_before(",")),
    refused("x = f(a +)", "         ^", *missing_before(")")),
    refused("x = a if b", "          ^", *ELSE),
    refused("x = a if b else", "               ^", *END),
    refused("x = a if else c", "         ^^^^", *missing_before("else")),
    refused("x = a if b else c if d", "                      ^", *ELSE),
    # comparing
    refused('A: plan = "gold"', "        ^", *EQUALS),
    refused('A: (plan = "gold")', "         ^", *EQUALS),
    refused("A: x > 3 = 4", "         ^", *EQUALS),
    refused('A: plan = "gold" and x > 3', "        ^", *EQUALS),
    refused("x = y = 3", "      ^", *EQUALS),
    refused("A: = 3", "   ^", *EQUALS),
    refused("A: a < b in [1]", "         ^^", *CHAIN),
    refused("A: a in [1] in [2]", "            ^^", *CHAIN),
    refused("A: a in [1] == b", "            ^^", *CHAIN),
    refused("A: a in [1] < 3", "            ^", *CHAIN),
    refused("A: a not in [1] not in [2]", "                ^^^", *CHAIN),
    refused("A: a == b not in [1]", "          ^^^", *CHAIN),
    refused(
        "A: a not b", "     ^^^", "'not' cannot stand here", "Write not in, or join with and not."
    ),
    refused(
        "A: a not == b",
        "     ^^^",
        "'not' cannot stand here",
        "Write not in, or join with and not.",
    ),
    refused("A: a == not b", "        ^^^", *missing_before("not")),
    # lists
    refused("A: a in (1, 2)", "        ^", *NO_LIST),
    refused('A: a in "gold"', "        ^^^^^^", *NO_LIST),
    refused("A: a in b", "        ^", *NO_LIST),
    refused("A: a in", "       ^", *NO_LIST),
    refused("A: a not in 3", "            ^", *NO_LIST),
    refused("A: a in []", "   ^^^^^^^", "this list is empty, so nobody is in it"),
    refused("A: a in [gold]", "         ^^^^", *LITERALS),
    refused("A: a in [1, b]", "            ^", *LITERALS),
    refused('A: a in [-"x"]', "          ^^^", *LITERALS),
    refused("A: a in [-True]", "          ^^^^", *LITERALS),
    refused("A: a in [+1]", "         ^", *LITERALS),
    refused("A: a in [(1)]", "         ^", *LITERALS),
    refused("A: a in [1 + 1]", "           ^", *follows("+")),
    refused("A: a in [1 2]", "           ^", *follows("2")),
    refused("A: a in [,]", "         ^", *LITERALS),
    refused("A: a in [[1]]", "         ^", *LITERALS),
    refused("x = [1]", "    ^", *LIST),
    refused("x = [a for a in b]", "       ^^^", *python("for")),
    refused("x = y[0]", "     ^", *PICK),
    refused('x = "abc"[0]', "         ^", *PICK),
    refused("x = 3[0]", "     ^", *PICK),
    refused("x = (y)[0]", "       ^", *follows("[")),
    refused("x = f(y)[0]", "        ^", *follows("[")),
    refused("x = [1][0]", "    ^", *LIST),
    # brackets, commas and calls
    refused("x = 1, 2", "     ^", *follows(",")),
    refused("x = (1, 2)", "      ^", *COMMA),
    refused("x = (a,)", "      ^", *COMMA),
    refused("x = 1,000", "     ^", *DIGITS),
    refused("A: x > 1.000,50", "            ^", *DIGITS),
    refused("x = f(1)(2)", "        ^", *follows("(")),
    refused("x = (f)(2)", "       ^", *follows("(")),
    refused('x = "f"(2)', "    ^^^", CALLED),
    refused("x = 3(2)", "    ^", CALLED),
    refused("x = `f`(2)", "    ^^^", CALLED),
    refused("x = True(2)", "    ^^^^", CALLED),
    refused("x = f(a b)", "        ^", *follows("b", "a b")),
    refused(
        "x = f(a=1, b)",
        "           ^",
        "this stands after a name=value",
        "Put it before the first name=value.",
    ),
    refused("x = f(a=1, a=2)", "           ^", "'a' is given twice"),
    refused("x = f(a=)", "        ^", *missing_before(")")),
    refused("x = f(a=1 b=2)", "          ^", *follows("b")),
    refused("x = f(a==)", "         ^", *missing_before(")")),
    refused("x = f(=1)", "      ^", *EQUALS),
    refused('x = f("a"=1)', "         ^", *EQUALS),
    refused(
        "x = f(a.b)",
        "       ^",
        "nothing may follow a dot",
        "Write b: a column goes by its name alone.",
    ),
    refused("x = f(*a)", "      ^", *missing_before("*")),
    refused("x = f(**a)", "      ^^", "there are no powers", "Write x * x, or sqrt(x) for a root."),
    refused("x = f(a for a in b)", "        ^^^", *python("for")),
    refused(
        "x = f(a := 1)",
        "        ^^",
        "':=' is not part of the language",
        "Give the value its own line: name = expression.",
    ),
    refused("x = f(a", "     ^", *OPEN),
    # words and signs in a row
    refused("x = 3 spend", "      ^^^^^", *follows("spend")),
    refused("x = spend visits", "          ^^^^^^", *follows("visits", "spend visits")),
    refused('x = "a" "b"', "        ^^^", *follows('"b"')),
    refused("x = a 3", "      ^", *follows("3", "a 3")),
    refused("x = (a) (b)", "        ^", *follows("(")),
    refused("x = (a) b", "        ^", *follows("b")),
    refused("x = 1 if a else 2 3", "                  ^", *follows("3")),
    refused("x = a -> b", "       ^", *missing_before(">")),
    refused("x = +3", "    ^", *PLUS),
    refused("x = a + +b", "        ^", *PLUS),
    refused("x = - + a", "      ^", *PLUS),
    refused("A: otherwise x", "             ^", follows("x")[0], NOTHING_ELSE),
    refused("A: x otherwise", "     ^^^^^^^^^", follows("otherwise")[0], NOTHING_ELSE),
    refused("A: x > 3, y > 4", "        ^", *follows(",")),
    refused("A: x > 3: y", "        ^", *COLON),
    refused("A: x AND y", "     ^^^", "'AND' is not part of the language", "Write and."),
    refused("A: x Or y", "     ^^", "'Or' is not part of the language", "Write or."),
    refused("A: NOT x", "   ^^^", "'NOT' is not part of the language", "Write not."),
    refused('A: a IN ["x"]', "     ^^", "'IN' is not part of the language", "Write in."),
    refused(
        "A: a IS NULL",
        "     ^^",
        "'IS' is not part of the language",
        "Compare with ==, or ask missing(x).",
    ),
    refused(
        'A: a LIKE "x%"',
        "     ^^^^",
        "'LIKE' is not part of the language",
        'Write contains(text, "x"), starts_with or ends_with.',
    ),
    refused(
        'A: a like "x%"',
        "     ^^^^",
        "'like' is not part of the language",
        'Write contains(text, "x"), starts_with or ends_with.',
    ),
    refused(
        "A: a BETWEEN 1 AND 2",
        "     ^^^^^^^",
        "'BETWEEN' is not part of the language",
        "Write low <= x <= high.",
    ),
    refused("A: True x", "        ^", *follows("x")),
    # other languages
    refused("def f(): return 1", "         ^^^^^^", *python("return")),
    refused("class A: pass", "         ^^^^", *python("pass")),
    refused("while True: pass", "            ^^^^", *python("pass")),
    refused("with a: import b", "        ^^^^^^", *python("import")),
    refused("try: raise", "     ^^^^^", *python("raise")),
    refused("x: int = 3", "       ^", *EQUALS),
    refused("x = lambda: 3", "    ^^^^^^", *python("lambda")),
    refused("x = (yield)", "     ^^^^^", *python("yield")),
    refused("x = await y", "    ^^^^^", *python("await")),
    refused('x = f"{y}"', "    ^", *prefix("f")),
]


@pytest.mark.parametrize("row", REFUSED)
def test_refusal(row: Refusal) -> None:
    check_refusal(row, SegmentSyntaxError, parse)
