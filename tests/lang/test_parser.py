"""Text to syntax tree: every form of the language once, and what takes no part in the tree."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lang.tables import statements
from seg_jupyter.errors import SegmentSyntaxError
from seg_jupyter.lang.nodes import Cell, Definition, Number, Span, walk
from seg_jupyter.lang.parser import DEEPEST, LONGEST_CELL, MOST_NODES, parse
from seg_jupyter.lang.tokens import MOST_TOKENS, TokenKind, tokenize

EXPRESSIONS = [
    # text, tree with the operator first
    ("spend", "spend"),
    ("`days since`", "`days since`"),
    ("1_000.5", "1000.5"),
    ("'gold'", '"gold"'),
    ("True", "True"),
    ("(spend)", "spend"),
    ("((1))", "1"),
    # arithmetic
    ("-a", "(neg a)"),
    ("--a", "(neg (neg a))"),
    ("- - 1", "(neg (neg 1))"),
    ("a + b - c", "(- (+ a b) c)"),
    ("a - (b - c)", "(- a (- b c))"),
    ("a * b / c * d", "(* (/ (* a b) c) d)"),
    ("a + b * c", "(+ a (* b c))"),
    ("(a + b) * c", "(* (+ a b) c)"),
    ("-a * b", "(* (neg a) b)"),
    ("-(a * b)", "(neg (* a b))"),
    ("a - -b", "(- a (neg b))"),
    ("a / -b * c", "(* (/ a (neg b)) c)"),
    # comparisons
    ("a == b", "(a == b)"),
    ("a != -1", "(a != (neg 1))"),
    ("a + 1 < b * 2", "((+ a 1) < (* b 2))"),
    ("25 <= age <= 34", "(25 <= age <= 34)"),
    ("a < b == c != d > e >= f", "(a < b == c != d > e >= f)"),
    ("(a < b) < c", "((a < b) < c)"),
    ("a < (b < c)", "(a < (b < c))"),
    # lists
    ('plan in ["gold"]', '(in plan ["gold"])'),
    ('plan not in ["a", "b"]', '(not-in plan ["a" "b"])'),
    ("a in [1, -2, .5,]", "(in a [1 (neg 2) 0.5])"),
    ("a in [True]", "(in a [True])"),
    ("a + 1 in [2]", "(in (+ a 1) [2])"),
    ("(a in [1]) == True", "((in a [1]) == True)"),
    ("not a in [1]", "(not (in a [1]))"),
    ("not a not in [1]", "(not (not-in a [1]))"),
    # truth
    ("not a", "(not a)"),
    ("not not a", "(not (not a))"),
    ("not a == b", "(not (a == b))"),
    ("(not a) == b", "((not a) == b)"),
    ("a and b and c", "(and a b c)"),
    ("a and (b and c)", "(and a (and b c))"),
    ("(a and b) and c", "(and (and a b) c)"),
    ("a or b or c", "(or a b c)"),
    ("a or b and c", "(or a (and b c))"),
    ("a and b or c and d", "(or (and a b) (and c d))"),
    ("(a or b) and c", "(and (or a b) c)"),
    ("not a and not b", "(and (not a) (not b))"),
    # choices
    ("1 if a else 2", "(if a 1 2)"),
    ("1 if a else 2 if b else 3", "(if a 1 (if b 2 3))"),
    ("(1 if a else 2) if b else 3", "(if b (if a 1 2) 3)"),
    ("1 if (a if b else c) else 2", "(if (if b a c) 1 2)"),
    ("a or b if c or d else e or f", "(if (or c d) (or a b) (or e f))"),
    ("1 + 1 if a > 3 else -2", "(if (a > 3) (+ 1 1) (neg 2))"),
    # calls
    ("count()", "<count>"),
    ("count( )", "<count>"),
    ("f(a)", "<f a>"),
    ("f(a,)", "<f a>"),
    ("f(a, -b, 'c')", '<f a (neg b) "c">'),
    ("f(a, where=b, last='90d',)", '<f a where=b last="90d">'),
    ("f(where=b == 1)", "<f where=(b == 1)>"),
    ("f(a == 1)", "<f (a == 1)>"),
    ("f(g(h(1)))", "<f <g <h 1>>>"),
    ("f (a)", "<f a>"),
    ("-f(a) * 2", "(* (neg <f a>) 2)"),
    ("a if f(b) else g(c)", "(if <f b> a <g c>)"),
    ("(a\n + b)", "(+ a b)"),
    ("f(  # first\n a,\r\n\t# second\r b\n)", "<f a b>"),
]


@pytest.mark.parametrize(("text", "shown"), EXPRESSIONS, ids=[ascii(r[0]) for r in EXPRESSIONS])
def test_expression(text: str, shown: str) -> None:
    assert statements(parse(f"x = {text}")) == [f"x = {shown}"]
    assert statements(parse(f"A: {text}")) == [f"A: {shown}"]


CELLS = [
    # text, statements
    ("x = 1", ["x = 1"]),
    ("x=1", ["x = 1"]),
    ("  x\t=  1  ", ["x = 1"]),
    ("x = 1  # note", ["x = 1"]),
    ("# note\n\nx = 1\n# note", ["x = 1"]),
    ("x = 1\ny = x", ["x = 1", "y = x"]),
    ("x = 1\r\ny = x\r\n", ["x = 1", "y = x"]),
    ("x = 1\ry = x\r", ["x = 1", "y = x"]),
    ("\n\r\n\r\f x = 1", ["x = 1"]),
    ("x = (1 +\n2)\ny = 3", ["x = (+ 1 2)", "y = 3"]),
    ("नमस्ते = 1", ["नमस्ते = 1"]),
    ("match = 1\nSegment = 2", ["match = 1", "Segment = 2"]),
    ("A: x > 3", ["A: (x > 3)"]),
    ("A:x", ["A: x"]),
    ("A : x", ["A: x"]),
    ("Rest: otherwise", ["Rest: otherwise"]),
    ("Rest:otherwise # all", ["Rest: otherwise"]),
    ("A: x\nRest: otherwise\ny = 1", ["A: x", "Rest: otherwise", "y = 1"]),
    ("x: x\nx = 1", ["x: x", "x = 1"]),
    ("A: x\na: y", ["A: x", "a: y"]),
    # a segment is named by all its text before the colon
    ("At risk: x", ["At risk: x"]),
    ("Can't lose them: x", ["Can't lose them: x"]),
    ('The "best": x', ['The "best": x']),
    ("Open (never [closed: x", ["Open (never [closed: x"]),
    ("50 % = half: x", ["50 % = half: x"]),
    ("score >= 70: x", ["score >= 70: x"]),
    ("x == 3: x", ["x == 3: x"]),
    ("if: x", ["if: x"]),
    ("otherwise: x", ["otherwise: x"]),
    ("7: x", ["7: x"]),
    ("7 up: x", ["7 up: x"]),
    ("-: x", ["-: x"]),
    ("`a`: x", ["`a`: x"]),
    ("👍🏽 fans: x", ["👍🏽 fans: x"]),
    ("عملاء: x", ["عملاء: x"]),
    ("a  b\t: x", ["a  b: x"]),
    ("for x in y: x", ["for x in y: x"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), CELLS, ids=[ascii(row[0]) for row in CELLS])
def test_cell(text: str, shown: list[str]) -> None:
    cell = parse(text)
    assert cell.text == text
    assert statements(cell) == shown
    assert [*cell.definitions, *cell.segments] == sorted(
        cell.statements, key=lambda statement: not isinstance(statement, Definition)
    )
    for statement in cell.statements:
        assert cut(text, statement.name_span) == statement.name


def cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def test_otherwise_in_brackets_is_a_name() -> None:
    assert parse("A: (otherwise)").segments[0].condition is not None
    assert parse("A: otherwise").segments[0].condition is None


SPANS = [
    # expression, the texts of its nodes from the outside in
    ("a + b * c", ["a + b * c", "a", "b * c", "b", "c"]),
    ("(a + b) * c", ["(a + b) * c", "(a + b)", "a", "b", "c"]),
    ("( (a) )", ["( (a) )"]),
    ("- a", ["- a", "a"]),
    ("not (a)", ["not (a)", "(a)"]),
    ("a <b< c", ["a <b< c", "a", "b", "c"]),
    ("a in [1, -2 ]", ["a in [1, -2 ]", "a", "1", "-2", "2"]),
    ("a and b", ["a and b", "a", "b"]),
    ("1 if a else 'b'", ["1 if a else 'b'", "1", "a", "'b'"]),
    ("f( a, k = `b` )", ["f( a, k = `b` )", "a", "`b`"]),
    ("(a\n+ b)", ["(a\n+ b)", "a", "b"]),
]


@pytest.mark.parametrize(("text", "pieces"), SPANS, ids=[ascii(row[0]) for row in SPANS])
def test_span_of_every_node(text: str, pieces: list[str]) -> None:
    cell = parse(f"# 👍\nx =  {text}  # more")
    found = [cut(cell.text, node.span) for node, _ in walk(cell.definitions[0].expression)]
    assert found == pieces


def test_span_of_operators_functions_and_options() -> None:
    cell = parse("x = f(a  +b, last = 'c')")
    call = cell.definitions[0].expression
    assert cut(cell.text, call.function_span) == "f"
    assert cut(cell.text, call.arguments[0].operator_span) == "+"
    assert cut(cell.text, call.keywords[0].name_span) == "last"


# limits


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\t\f\r", "# note", "# a\n  # b\r\n"])
def test_empty_cell(text: str) -> None:
    with pytest.raises(SegmentSyntaxError) as caught:
        parse(text)
    assert str(caught.value) == (
        "the cell is empty\nWrite at least one line, such as Active: visits >= 3"
    )
    assert (caught.value.line, caught.value.column) == (None, None)


def test_longest_cell() -> None:
    fits = "A: x # " + "é" * ((LONGEST_CELL - 8) // 2) + "."
    assert len(fits.encode()) == 65_536
    assert statements(parse(fits)) == ["A: x"]
    with pytest.raises(SegmentSyntaxError) as caught:
        parse(fits + ".")
    assert str(caught.value) == (
        "the cell has 65,537 bytes of text; at most 65,536 are read\nSplit it into two cells."
    )
    assert (caught.value.line, caught.value.column) == (None, None)


def test_most_nodes_of_a_cell() -> None:
    # two nodes and the list: 2 + 998 items, twice
    line = "A{}: x in [" + ", ".join(["1"] * 998) + "]\n"
    assert len(parse(line.format(1) + line.format(2)).segments) == 2
    with pytest.raises(SegmentSyntaxError) as caught:
        parse(line.format(1) + line.format(2) + "Rest: otherwise")
    error = caught.value
    assert error.problem == "the cell has more than 2,000 names, numbers and signs"
    assert error.remedy == "Split it into two cells."
    assert (error.line, error.column) == (3, 1)
    assert MOST_NODES == 2_000


def test_most_tokens_of_a_cell() -> None:
    # 99 tokens and the end of the line
    lines = [f"d{i} = {'(' * 49}1{')' * 49}" for i in range(MOST_TOKENS // 100)]
    assert len(parse("\n".join(lines)).definitions) == 80
    with pytest.raises(SegmentSyntaxError) as caught:
        parse("\n".join([*lines, "Rest: otherwise"]))
    error = caught.value
    assert error.problem == "the cell has more than 8,000 words and signs"
    assert error.remedy == "Split it into two cells."
    assert (error.line, error.column) == (81, 6)


DEEP = [
    # what is repeated, what stands inside, what closes it, how often it may stand
    ("(", "a", ")", 49),
    ("f(", "a", ")", 49),
    ("-", "a", "", 49),
    ("not ", "a", "", 49),
    ("not (", "a", ")", 49),
    ("-(", "a", ")", 49),
    ("1 if a else ", "a", "", 49),
    ("a + ", "a", "", 49),
    ("f(k=", "a", ")", 49),
]


@pytest.mark.parametrize(("opens", "inside", "closes", "most"), DEEP)
def test_deepest_nesting(opens: str, inside: str, closes: str, most: int) -> None:
    def cell(times: int) -> str:
        return "x = " + opens * times + inside + closes * times

    top = parse(cell(most)).definitions[0].expression
    assert max(depth for _, depth in walk(top)) <= DEEPEST
    for times in (most + 1, 200, 5_000):
        with pytest.raises(SegmentSyntaxError) as caught:
            parse(cell(times))
        assert caught.value.problem in (
            "this is nested more than 50 deep",
            "the cell has more than 8,000 words and signs",
        )
        assert caught.value.line == 1
    with pytest.raises(SegmentSyntaxError, match="this is nested more than 50 deep") as caught:
        parse(cell(most + 1))
    assert caught.value.remedy == "Split it over several lines: name = expression."


def test_long_junctions_and_chains_are_not_deep() -> None:
    for sign in ("and", "or", "<"):
        top = parse("A: " + f" {sign} ".join(["a"] * 500)).segments[0].condition
        assert max(depth for _, depth in walk(top)) == 2


# properties

LINES = (
    "orders_90d = count(last='90d')",
    "spend_1y = sum(sales, where=returned == False, last='52w') / 1_000.50 + -.5e1",
    "since = fill(recency(), 9999) if not missing(plan) else `days since` - 3 * (2 + 1)",
    "value = score(3 * orders_90d, -2 * since, rank(spend_1y))",
    "At risk: 25 <= since < 180 and plan in ['a b', \"#c\", -1] or x not in [True]",
    "Inactive: otherwise",
)


@st.composite
def rewritten(draw: st.DrawFn) -> str:
    """Draw the same cell with other spaces, comments, line breaks and line ends."""
    random_ = draw(st.randoms(use_true_random=False))
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return "".join(
        filler(random_, newline, brackets=False)
        + respaced(line, random_, newline)
        + random_.choice(["", "  ", ' # (note: "'])
        + newline
        for line in LINES
    )


def filler(random_: random.Random, newline: str, *, brackets: bool) -> str:
    if brackets:
        return random_.choice(["", " ", "\t", newline, f" # ) ] 'note{newline}"])
    return random_.choice(["", "", newline, f"# note{newline} ", "\t"])


def respaced(line: str, random_: random.Random, newline: str) -> str:
    head = re.match(r"\w+ =|[\w ]+:", line).group()
    *tokens, _ = tokenize(line, len(head))[0]
    parts, depth = [head], 0
    for token in tokens:
        text = cut(line, token.span)
        word = token.kind is not TokenKind.OPERATOR or text.isalpha()
        parts.append(" " if word else "")
        parts.append(
            filler(random_, newline, brackets=True) if depth else " " * random_.randrange(3)
        )
        parts.append(text)
        depth += text in "([" and not word
        depth -= text in ")]" and not word
    return "".join(parts)


@given(rewritten())
def test_spaces_comments_and_line_breaks_do_not_change_the_tree(text: str) -> None:
    rewrite, cell = parse(text), parse("\n".join(LINES))
    assert rewrite == cell
    assert hash(rewrite.statements) == hash(cell.statements)
    assert_numbers_stand_where_they_say(rewrite)


def test_another_number_is_another_tree() -> None:
    assert parse("x = 1") != parse("x = 2")
    assert parse("x = a") != parse("x = `a`")


def assert_numbers_stand_where_they_say(cell: Cell) -> None:
    found = 0
    for statement in cell.statements:
        top = statement.expression if isinstance(statement, Definition) else statement.condition
        for node, _ in walk(top) if top else ():
            if isinstance(node, Number):
                assert float(cut(cell.text, node.span)) == node.value
                found += 1
    assert found == len(re.findall(r"(?<![\w'])[.\d][\w.]*(?!\w*')", "\n".join(LINES)))


@given(st.floats(min_value=0, max_value=2.0**62), st.integers(0, 2**60))
def test_numbers_as_python_writes_them_are_read_back(number: float, whole: int) -> None:
    for literal in (repr(number), f"{number:_}", f"{whole}", f"{whole:_}", f"{number:E}"):
        node = parse(f"x = (1) * {literal} # 2").definitions[0].expression.right
        assert node.value == float(literal)
        assert type(node.value) is float


def test_a_full_stack_is_our_error() -> None:
    text = "x = " + "(" * 45 + "1" + ")" * 45

    def deeper() -> None:
        try:
            deeper()
        except RecursionError:
            parse(text)

    with pytest.raises(SegmentSyntaxError, match="nested too deeply"):
        deeper()
