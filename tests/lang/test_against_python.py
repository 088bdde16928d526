"""Python's own parser as an oracle for what both languages share: trees, and where they stand.

Random trees are written out with as few brackets as Python needs, or with needless ones, and read
by both. What is written is checked too: `ast.unparse` would hide a mistake of ours in brackets.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from seg_jupyter.lang import nodes
from seg_jupyter.lang.parser import parse

Tree = tuple[object, ...]

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.And: "and",
    ast.Or: "or",
}


def ours(node: nodes.Node) -> Tree:
    """Our tree as nested tuples."""
    children = tuple(ours(child) for child in node.children)
    match node:
        case nodes.Number() | nodes.Text() | nodes.Truth():
            return ("constant", type(node.value), node.value)
        case nodes.Name():
            return ("name", node.name)
        case nodes.Negative():
            return ("neg", *children)
        case nodes.Not():
            return ("not", *children)
        case nodes.Arithmetic() | nodes.Junction():
            return (node.operator, *children)
        case nodes.Comparison():
            return ("compare", node.operators, *children)
        case nodes.Membership():
            return ("not in" if node.negated else "in", *children)
        case nodes.Conditional():
            return ("if", *children)
        case nodes.Call():
            names = tuple(keyword.name for keyword in node.keywords)
            return ("call", node.function, names, *children)
    raise AssertionError(node)


def parts(node: ast.expr) -> list[ast.expr]:
    """The expressions directly below, in the order that our tree has them."""
    match node:
        case ast.UnaryOp():
            return [node.operand]
        case ast.BinOp():
            return [node.left, node.right]
        case ast.BoolOp():
            return node.values
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.List(elts=items)]):
            return [node.left, *items]
        case ast.Compare():
            return [node.left, *node.comparators]
        case ast.IfExp():
            return [node.body, node.test, node.orelse]
        case ast.Call():
            return [*node.args, *(keyword.value for keyword in node.keywords)]
    return []


def theirs(node: ast.expr) -> Tree:
    """Python's tree in the same shape."""
    children = tuple(theirs(part) for part in parts(node))
    match node:
        case ast.Constant(value=bool() | str() as value):
            return ("constant", type(value), value)
        case ast.Constant(value=int() | float() as value):
            return ("constant", float, float(value))
        case ast.Name():
            return ("name", node.id)
        case ast.UnaryOp(op=ast.USub()):
            return ("neg", *children)
        case ast.UnaryOp(op=ast.Not()):
            return ("not", *children)
        case ast.BinOp() | ast.BoolOp():
            return (OPERATORS[type(node.op)], *children)
        case ast.Compare(ops=[ast.In()]):
            return ("in", *children)
        case ast.Compare(ops=[ast.NotIn()]):
            return ("not in", *children)
        case ast.Compare():
            return ("compare", tuple(OPERATORS[type(op)] for op in node.ops), *children)
        case ast.IfExp():
            return ("if", *children)
        case ast.Call(func=ast.Name(id=function)):
            names = tuple(keyword.arg for keyword in node.keywords)
            return ("call", function, names, *children)
    raise AssertionError(ast.dump(node))


# writing random expressions: a piece of text and how strongly it binds, as in Python's grammar

CHOICE, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, ATOM = range(9)


@dataclass(frozen=True)
class Piece:
    text: str
    binds: int


names = st.sampled_from(["a", "b1", "_x", "größe", "顧客", "नमस्ते", "match", "count", "inn", "nota"])
numbers = st.one_of(
    st.integers(0, 2**62).map(str),
    st.floats(min_value=0, allow_infinity=False, allow_nan=False).map(repr),
    st.sampled_from(["0", "00", "1_000", ".5", "3.", "1e3", "2.5E-1_0", "007.5"]),
)
texts = st.one_of(
    st.text(st.characters(exclude_characters="\\\"'\r\n\0", codec="utf-8"), max_size=8).map(
        lambda text: f'"{text}"'
    ),
    st.sampled_from(["''", '"it\'s"', "'\"'", r'"\\ \" \' \n \t"', '"#"', '"👍🏽"', '"("']),
)
literals = st.one_of(numbers, texts, st.sampled_from(["True", "False"]))
spaces = st.sampled_from(["", " ", "  ", "\t"])
comparisons = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


@st.composite
def wrapped(draw: st.DrawFn, inside: st.SearchStrategy[Piece], at_least: int) -> str:
    """Draw an expression that may stand where a place binds so strongly, bracketed at need."""
    piece = draw(inside)
    needless = draw(st.integers(0, 9)) == 0
    if piece.binds >= at_least and not needless:
        return piece.text
    return f"({draw(spaces)}{piece.text}{draw(spaces)})"


def larger(inside: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    """Draw an expression made of smaller ones."""

    @st.composite
    def arithmetic(draw: st.DrawFn) -> Piece:
        sign, binds = draw(
            st.sampled_from([("+", SUM), ("-", SUM), ("*", PRODUCT), ("/", PRODUCT)])
        )
        left, right = draw(wrapped(inside, binds)), draw(wrapped(inside, binds + 1))
        return Piece(f"{left}{draw(spaces)}{sign}{draw(spaces)}{right}", binds)

    @st.composite
    def comparison(draw: st.DrawFn) -> Piece:
        text = draw(wrapped(inside, SUM))
        for _ in range(draw(st.integers(1, 3))):
            sign, right = draw(comparisons), draw(wrapped(inside, SUM))
            text += f"{draw(spaces)}{sign}{draw(spaces)}{right}"
        return Piece(text, COMPARE)

    @st.composite
    def membership(draw: st.DrawFn) -> Piece:
        item = st.one_of(literals, numbers.map(lambda number: f"-{number}"))
        items = f"{draw(spaces)},{draw(spaces)}".join(draw(st.lists(item, min_size=1, max_size=3)))
        word = draw(st.sampled_from(["in", "not in", "not  in"]))
        left = draw(wrapped(inside, SUM))
        return Piece(
            f"{left} {word}{draw(spaces)}[{items}{draw(st.sampled_from(['', ',']))}]", COMPARE
        )

    @st.composite
    def junction(draw: st.DrawFn) -> Piece:
        word, binds = draw(st.sampled_from([("and", AND), ("or", OR)]))
        operands = draw(st.lists(wrapped(inside, binds + 1), min_size=2, max_size=4))
        return Piece(f" {word}{draw(spaces)} ".join(operands), binds)

    @st.composite
    def call(draw: st.DrawFn) -> Piece:
        given = draw(st.lists(wrapped(inside, CHOICE), max_size=3))
        options = draw(st.lists(st.sampled_from(["where", "last", "k"]), unique=True, max_size=2))
        given += [
            f"{name}{draw(spaces)}={draw(spaces)}{draw(wrapped(inside, CHOICE))}"
            for name in options
        ]
        comma = "," if given and draw(st.booleans()) else ""
        return Piece(f"{draw(names)}{draw(spaces)}({f'{draw(spaces)}, '.join(given)}{comma})", ATOM)

    @st.composite
    def choice(draw: st.DrawFn) -> Piece:
        then, condition = draw(wrapped(inside, OR)), draw(wrapped(inside, OR))
        return Piece(f"{then} if {condition} else {draw(wrapped(inside, CHOICE))}", CHOICE)

    @st.composite
    def prefixed(draw: st.DrawFn) -> Piece:
        sign, binds = draw(st.sampled_from([("-", SIGN), ("- ", SIGN), ("not ", NOT)]))
        return Piece(sign + draw(wrapped(inside, binds)), binds)

    return st.one_of(
        arithmetic(), comparison(), membership(), junction(), call(), choice(), prefixed()
    )


expressions = st.recursive(
    st.one_of(names, literals).map(lambda text: Piece(text, ATOM)), larger, max_leaves=12
).map(lambda piece: piece.text)


def read(text: str) -> tuple[nodes.Node, ast.expr, str]:
    """Read an expression with both parsers; the text in which both positions count."""
    line = f"x = {text}"
    statement = ast.parse(line).body[0]
    assert isinstance(statement, ast.Assign)
    return parse(line).definitions[0].expression, statement.value, line


def without_brackets(text: str) -> str:
    return text[1:-1].strip()


@settings(max_examples=400, deadline=None)
@given(expressions)
def test_same_tree_as_python(text: str) -> None:
    mine, python, _ = read(text)
    assert ours(mine) == theirs(python)


@settings(max_examples=400, deadline=None)
@given(expressions)
def test_same_place_as_python(text: str) -> None:
    mine, python, line = read(text)
    waiting = [(mine, python)]
    while waiting:
        node, other = waiting.pop()
        piece, expected = line[node.span.start : node.span.end], ast.get_source_segment(line, other)
        assert expected is not None
        while piece != expected:  # ours has the brackets around it, Python's has not
            assert (piece[0], piece[-1]) == ("(", ")")
            assert len(piece) > len(expected)
            piece = without_brackets(piece)
        waiting += zip(node.children, parts(other), strict=True)
