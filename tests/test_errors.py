"""Errors: what they say, where they point, and that nothing in them can do harm."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lang.tables import Refusal, check_refusal, refused
from seg_jupyter import errors
from seg_jupyter.errors import (
    SegmentError,
    SegmentSyntaxError,
    Span,
    closest,
    display_width,
    excerpt,
    lines_of,
    listed,
    plain,
    plain_lines,
    position,
    quoted,
)
from seg_jupyter.lang.parser import parse

NEITHER = (
    "this line is neither a definition nor a segment",
    "Write name = expression, or Name: condition.",
)
EQUALS = ("'=' does not compare", "Write == to compare.")
LITERALS = (
    "a list holds numbers and texts only",
    'Write text in quotes: ["a", "b"]. To compare with columns: x == y or x == z.',
)
END = (
    "something is missing at the end of this line",
    "To go on in the next line, put the expression in brackets ( ).",
)
AND = ("'&' is not part of the language", "Write and.")


def space(code: str) -> tuple[str, str]:
    return f"this is a space of another kind (U+{code})", "Write a plain space."


def invisible(code: str) -> tuple[str, str]:
    return f"an invisible character (U+{code}) stands here", "Delete it."


PLACES = [
    # line ends, tabs, wide characters, writing from the right, what cannot be seen
    refused("x = 1\r\ny = 2 +\r\nz = 3", "       ^", *END, line=2),
    refused("x = 1\ry = 2 +\rz = 3", "       ^", *END, line=2),
    refused("\r\r\nx = &", "    ^", *AND, line=3),
    refused("x = (1 +\r\n\t2 &)", "\t  ^", *AND, line=2),
    refused("\tx = 1 & 2", "\t      ^", *AND),
    refused("x\t=\ty\t& 2", " \t \t \t^", *AND),
    refused('A: plan == "顧客" & x', "                  ^", *AND, column=17),
    refused("顧客層: 売上 = 3", "             ^", *EQUALS, column=9),
    refused('x = "👍" & y', "         ^", *AND, column=9),
    refused('A: "e\u0301" & y', "       ^", *AND, column=9),
    refused('x = "عملاء" & y', "            ^", *AND),
    refused("عملاء: x = 3", "         ^", *EQUALS),
    refused('x = "\u202eabc" & y', "           ^", *AND, shown='x = "�abc" & y'),
    refused('x = "a\u200db" & y', "         ^", *AND, column=11),
    refused(
        'x = "a\ud800b"',
        "      ^",
        "this character is half of a pair and cannot be stored",
        shown='x = "a�b"',
    ),
    refused(
        "A\udfff: x", " ^", "this character is half of a pair and cannot be stored", shown="A�: x"
    ),
    refused("x = \x00", "    ^", *invisible("0000"), shown="x = �"),
    refused('x = "\x00" & y', "        ^", *AND, shown='x = "�" & y'),
    refused('x = "\x1b[31m" & y', "            ^", *AND, shown='x = "�[31m" & y'),
    refused('x = "\x0c" &', "        ^", *AND, shown='x = "�" &'),
    refused("\ufeffx = 3", "^", *invisible("FEFF")),
    refused("\xa0x = 3", "^", *space("00A0")),
    refused("\u3000A: x", "^^", *space("3000")),
    refused("x = a\u3000+ b", "     ^^", *space("3000")),
    refused("x = a\u2028+ b", "     ^", *space("2028"), shown="x = a�+ b"),
    refused("x = a\u200b + b", "     ^", *invisible("200B")),
    refused("\x0bx = 3", "^", *space("000B"), shown="�x = 3"),
    refused("x = a \x0b", "      ^", *space("000B"), shown="x = a �"),
    refused("x = 1\x85", "     ^", *space("0085"), shown="x = 1�"),
    refused("x = \x7f", "    ^", *invisible("007F"), shown="x = �"),
    refused("x = (\n\n\n1 &", "  ^", *AND, line=4),
    refused("# note\n\n  A: x = 3", "       ^", *EQUALS, line=3),
    refused("A: (x >\n 3) = 4", "    ^", *EQUALS, line=2),
]


@pytest.mark.parametrize("row", PLACES)
def test_place(row: Refusal) -> None:
    check_refusal(row, SegmentSyntaxError, parse)


LONG = [
    # a long line is shortened around the place
    refused(
        "x = " + "a + " * 40 + "b &",
        " " * 90 + "  ^",
        *AND,
        column=167,
        shown="… " + "a + " * 22 + "b &",
        name="at its end",
    ),
    refused(
        "x = & " + "+ a" * 60,
        "    ^",
        *AND,
        shown="x = & " + "+ a" * 28 + "+ …",
        name="at its start",
    ),
    refused(
        "x = " + "a + " * 20 + "& " + "b + " * 40 + "c",
        " " * 31 + "^",
        *AND,
        column=85,
        shown="…+ a" + " + a" * 6 + " + & " + "b + " * 15 + "…",
        name="in its middle",
    ),
    refused(
        'x = "' + "顧" * 100 + '" & y',
        " " + "  " * 87 + "  ^",
        *AND,
        column=108,
        shown="…" + "顧" * 87 + '" & y',
        name="wide",
    ),
    refused(
        "A" * 200,
        "^" * 93,
        *NEITHER,
        shown="A" * 92 + "…",
        name="all of it",
    ),
    refused("x = " + "a + " * 21 + "& bc", " " * 88 + "^", *AND, name="just short enough"),
]


@pytest.mark.parametrize("row", LONG)
def test_long_line(row: Refusal) -> None:
    check_refusal(row, SegmentSyntaxError, parse)


# the family


def test_an_error_says_where_what_exists_and_what_to_do() -> None:
    error = SegmentError(
        "no column is called 'spnd'",
        source="x = 1\ny = spnd",
        span=Span(10, 14),
        exists="Closest: 'spend'.",
        remedy="Write spend.",
    )
    assert str(error) == (
        "line 2, column 5: no column is called 'spnd'\n"
        "  y = spnd\n"
        "      ^^^^\n"
        "Closest: 'spend'.\n"
        "Write spend."
    )
    assert (error.line, error.column) == (2, 5)
    assert error.args == ("no column is called 'spnd'",)


BARE = [
    # without a place in the cell
    (SegmentError("wrong"), "wrong"),
    (SegmentError("wrong", remedy="Do this."), "wrong\nDo this."),
    (SegmentError("wrong", exists="There is a."), "wrong\nThere is a."),
    (SegmentError("wrong", exists="There is a.", remedy="Do."), "wrong\nThere is a.\nDo."),
    (SegmentError("wrong", exists="", remedy=""), "wrong"),
    (SegmentError("wrong", source="x = 1"), "wrong"),
    (SegmentError("wrong", span=Span(0, 1)), "wrong"),
]


@pytest.mark.parametrize(("error", "shown"), BARE)
def test_an_error_without_a_place(error: SegmentError, shown: str) -> None:
    assert str(error) == shown
    assert (error.line, error.column) == (None, None)


FAMILY = [
    getattr(errors, name)
    for name in dir(errors)
    if name.startswith("Segment") and name.endswith("Error")
]


@pytest.mark.parametrize("kind", FAMILY)
def test_one_except_clause_catches_all(kind: type[SegmentError]) -> None:
    with pytest.raises(SegmentError):
        raise kind("wrong")


@pytest.mark.parametrize("kind", FAMILY)
def test_a_notebook_shows_the_message_alone(kind: type[SegmentError]) -> None:
    error = kind("wrong", source="x", span=Span(0, 1), remedy="Do.")
    assert error._render_traceback_() == [
        f"{kind.__name__}: line 1, column 1: wrong",
        "  x",
        "  ^",
        "Do.",
    ]


@pytest.mark.parametrize("kind", FAMILY)
def test_an_error_survives_another_process(kind: type[SegmentError]) -> None:
    error = kind("wrong", source="x = y", span=Span(4, 5), exists="a", remedy="b")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert again.span == Span(4, 5)


def test_no_text_of_the_cell_can_steer_a_terminal_or_add_lines() -> None:
    error = SegmentError(
        "a\nb\x1b[31m", source="\x1b[2J = \u202e", span=Span(0, 1), exists="c\rd", remedy="e\x00\nf"
    )
    assert str(error).split("\n") == [
        "line 1, column 1: a�b�[31m",
        "  �[2J = �",
        "  ^",
        "c�d",
        "e��f",
    ]


def test_a_hint_has_an_end() -> None:
    problem, remedy = str(SegmentError("p" * 250, remedy="r" * 251)).split("\n")
    assert problem == "p" * 250
    assert remedy == "r" * 249 + "…"


# pieces

POSITIONS = [
    # text, offset, line and column
    ("", 0, (1, 1)),
    ("abc", 2, (1, 3)),
    ("abc", 3, (1, 4)),
    ("a\nb", 1, (1, 2)),
    ("a\nb", 2, (2, 1)),
    ("a\r\nb", 3, (2, 1)),
    ("a\rb", 2, (2, 1)),
    ("a\n\rb", 3, (3, 1)),
    ("\n\n\n", 3, (4, 1)),
    ("👍顧e\u0301x", 4, (1, 5)),
    ("a\x0b\x0c\x85\u2028b", 5, (1, 6)),
]


@pytest.mark.parametrize(("text", "offset", "expected"), POSITIONS)
def test_position(text: str, offset: int, expected: tuple[int, int]) -> None:
    assert position(text, offset) == expected


LINES = [
    ("", [""]),
    ("a", ["a"]),
    ("a\n", ["a", ""]),
    ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
    ("a\x0bb\u2028c\x1cd\x85e", ["a\x0bb\u2028c\x1cd\x85e"]),
]


@pytest.mark.parametrize(("text", "lines"), LINES)
def test_lines(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines


EXCERPTS = [
    # text, start, end, source line, carets
    ("a + b", 2, 3, "a + b", "  ^"),
    ("a + b", 0, 5, "a + b", "^^^^^"),
    ("a + b", 5, 5, "a + b", "     ^"),
    ("a + b", 2, 2, "a + b", "  ^"),
    ("", 0, 0, "", "^"),
    ("a +\n b", 0, 6, "a +", "^^^"),
    ("a\nb", 2, 3, "b", "^"),
    ("a\t+ b", 2, 3, "a\t+ b", " \t^"),
    ("a\tb", 0, 3, "a\tb", "^^^"),
    ("顧客 + b", 3, 4, "顧客 + b", "     ^"),
    ("顧客 + b", 0, 2, "顧客 + b", "^^^^"),
    ("e\u0301 + b", 0, 2, "e\u0301 + b", "^"),
    ("e\u0301 + b", 3, 4, "e\u0301 + b", "  ^"),
    ("a\u200db", 1, 2, "a\u200db", " ^"),
    ("a\x00b", 2, 3, "a\ufffdb", "  ^"),
]


@pytest.mark.parametrize(("text", "start", "end", "line", "carets"), EXCERPTS)
def test_excerpt(text: str, start: int, end: int, line: str, carets: str) -> None:
    assert excerpt(text, Span(start, end)) == ["  " + line, "  " + carets]


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300))
def test_an_excerpt_is_two_short_lines(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    shown, carets = excerpt(text, Span(start, min(start + length, len(text))))
    assert "\n" not in shown
    assert len(shown) <= 2 + 92 + 2
    assert set(carets.lstrip(" \t")) == {"^"}
    assert display_width(carets.expandtabs(1)) <= display_width(shown.expandtabs(1)) + 1


WIDTHS = [
    ("", 0),
    ("abc", 3),
    ("顧客", 4),
    ("ｘ", 2),
    ("e\u0301", 1),
    ("👍", 2),
    ("a\u200db", 2),
    ("é", 1),
]


@pytest.mark.parametrize(("text", "width"), WIDTHS)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_a_span_reaches_to_another() -> None:
    assert Span(1, 2).to(Span(5, 7)) == Span(1, 7)
    assert sorted([Span(2, 3), Span(1, 9)]) == [Span(1, 9), Span(2, 3)]


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\n",
        "\r",
        "\x1b",
        "\x7f",
        "\x9f",
        "\ud800",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ufffe",
        "\uffff",
    ],
)
def test_plain_replaces_what_steers(character: str) -> None:
    assert plain(f"a{character}b\t👍عé") == "a\ufffdb\t👍عé"


def test_plain_lines_keep_their_ends_only() -> None:
    assert plain_lines("a\x1b[2J\r\nb\u202e\n") == "a\ufffd[2J\nb\ufffd\n"


QUOTED = [
    ("a", "'a'"),
    ("it's", "'it's'"),
    (3, "'3'"),
    ("a\tb\nc", "'a b\ufffdc'"),
    ("x" * 60, f"'{'x' * 60}'"),
    ("x" * 61, f"'{'x' * 59}…'"),
]


@pytest.mark.parametrize(("value", "shown"), QUOTED)
def test_quoted(value: object, shown: str) -> None:
    assert quoted(value) == shown


LISTED = [
    ([], 6, ""),
    (["a"], 6, "'a'"),
    (["a", "b"], 2, "'a', 'b'"),
    (["a", "b", "c", "d"], 2, "'a', 'b' and 2 more"),
    (range(9), 6, "'0', '1', '2', '3', '4', '5' and 3 more"),
]


@pytest.mark.parametrize(("names", "most", "shown"), LISTED)
def test_listed(names: list[object], most: int, shown: str) -> None:
    assert listed(iter(names), most) == shown


CLOSEST = [
    # name, known names, what is said
    ("spnd", [], None),
    ("spnd", ["visits", "spend"], "Closest: 'spend'."),
    ("SPEND", ["visits", "spend"], "Closest: 'spend'."),
    ("spend", ["Spend", "SPEND"], "Closest: 'Spend'."),
    (
        "visit",
        ["visits", "visit_2", "visit_3", "visit_4"],
        "Closest: 'visits', 'visit_4', 'visit_3'.",
    ),
    ("zzz", ["visits", "spend", "spend"], "There are: 'visits', 'spend'."),
    ("zzz", list("abcdefgh"), "There are: 'a', 'b', 'c', 'd', 'e', 'f' and 2 more."),
    ("x" * 90, ["x" * 100, "y"], f"Closest: '{'x' * 59}…'."),
    ("ß" * 90, ["SS" * 100, "y"], f"Closest: '{'S' * 59}…'."),
    ("顧客層", ["顧客", "売上"], "Closest: '顧客'."),
    # what shares some letters is not close
    ("round", ["count", "rank"], "There are: 'count', 'rank'."),
    ("churn", ["count", "fun"], "There are: 'count', 'fun'."),
    ("cuont", ["count", "contains"], "Closest: 'count'."),
    ("in", ["min", "mean"], "There are: 'min', 'mean'."),
    ("id", ["ids", "uid"], "Closest: 'ids'."),
    # what is a part of another is
    ("rev", ["revenue", "reach"], "Closest: 'revenue'."),
    ("spend", ["total_spend", "ending"], "Closest: 'total_spend'."),
]


@pytest.mark.parametrize(("name", "known", "said"), CLOSEST)
def test_closest(name: str, known: list[str], said: str | None) -> None:
    assert closest(name, known) == said


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("metric_77_of_week_55", "metric_77_of_week_5"),
        ("metric_7_of_weak_3", "metric_7_of_week_3"),
        ("mtric_81_of_week_90", "metric_81_of_week_90"),
        ("METRIC_99_OF_WEEK_99X", "metric_99_of_week_99"),
        ("etric_0_of_week_0", "metric_0_of_week_0"),
    ],
)
def test_the_closest_of_very_many_names(name: str, meant: str) -> None:
    known = [f"metric_{i}_of_week_{j}" for i in range(100) for j in range(100)]
    said = closest(name, known)
    assert said is not None
    assert said.startswith("Closest: ")
    assert f"'{meant}'" in said


def test_nothing_is_close_among_very_many_names() -> None:
    said = "There are: 'a0', 'a1', 'a2', 'a3', 'a4', 'a5' and 994 more."
    assert closest("zzzzzz", [f"a{i}" for i in range(1000)]) == said


def test_closest_in_other_words() -> None:
    assert closest("spnd", ["spend"], "Did you mean") == "Did you mean: 'spend'."
