"""Text of a cell → syntax tree.

A line that starts `name =` is a definition, any other is a segment, named by all its text before
the first colon. Expressions are read by precedence climbing, with Python's precedences (a test
compares the trees with Python's own for the part that both share).
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from seg_jupyter.errors import SegmentSyntaxError, Span, quoted
from seg_jupyter.lang.nodes import (
    Arithmetic,
    Call,
    Cell,
    Comparison,
    Conditional,
    Definition,
    Junction,
    Keyword,
    Membership,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Segment,
    Statement,
    Text,
    Truth,
    walk,
)
from seg_jupyter.lang.tokens import Token, TokenKind, name_end, stray, tokenize

LONGEST_CELL = 64 * 1024
"""Longest text of a cell, in bytes of UTF-8."""
MOST_NODES = 2_000
DEEPEST = 50

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
_EXAMPLE = "Write name = expression, or Name: condition."


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
    nodes = 0
    at = _skip_blank(text, 0)
    while at < len(text):
        statement, at = _statement(text, at)
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


def _statement(text: str, at: int) -> tuple[Statement, int]:
    if text[at].isspace() or text[at] == "\N{ZERO WIDTH NO-BREAK SPACE}":
        raise stray(text, at)
    name_span = Span(at, name_end(text, at))
    if name_span.end == at and (odd := _ODD_NAME.match(text, at)):
        name_span = Span(at, odd.end())
    equals = _EQUALS.match(text, name_span.end)
    if equals and name_span.end > at:
        name = _definition_name(text, name_span)
        tokens, end = tokenize(text, equals.end())
        return Definition(name, _Expression(text, tokens).whole(), name_span), end
    return _segment(text, at)


def _segment(text: str, at: int) -> tuple[Segment, int]:
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
        raise SegmentSyntaxError(
            "this line is neither a definition nor a segment",
            source=text,
            span=name_span,
            remedy=_EXAMPLE,
        )
    if not name:
        raise SegmentSyntaxError(
            "this segment has no name",
            source=text,
            span=Span(colon, colon + 1),
            remedy="Write Name: condition.",
        )
    tokens, end = tokenize(text, colon + 1)
    alone = len(tokens) == 2 and tokens[0].kind is TokenKind.NAME
    if alone and tokens[0].value == "otherwise":
        return Segment(name, None, name_span), end
    return Segment(name, _Expression(text, tokens).whole(), name_span), end


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
            raise _too_deep(text, node.span)
    return count


def _too_deep(text: str, span: Span) -> SegmentSyntaxError:
    return SegmentSyntaxError(
        f"this is nested more than {DEEPEST} deep",
        source=text,
        span=Span(span.start, span.start + 1),
        remedy="Split it over several lines: name = expression.",
    )


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


_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_FOREIGN_WORDS = {
    **{word: f"Write {word}." for word in ("and", "or", "not", "in")},
    "is": "Compare with ==, or ask missing(x).",
    "like": 'Write contains(text, "x"), starts_with or ends_with.',
    "between": "Write low <= x <= high.",
}


class _Expression:
    """Reads the tokens of one expression; each method returns the node it read."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def finished(self) -> bool:
        return self.token.kind is TokenKind.END

    def whole(self) -> Node:
        if self.finished():
            raise self.error("an expression is missing here", self.token.span)
        node = self.expression()
        if not self.finished():
            raise self.unexpected()
        return node

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _too_deep(self.text, self.token.span)
        node = self.junction("or")
        if self.take("if"):
            condition = self.junction("or")
            if not self.take("else"):
                raise self.error(
                    "this if has no else", self.token.span, "Write a if condition else b."
                )
            otherwise = self.expression()
            node = Conditional(node.span.to(otherwise.span), node, condition, otherwise)
        self.depth -= 1
        return node

    def junction(self, operator: str) -> Node:
        def operand() -> Node:
            return self.junction("and") if operator == "or" else self.negation()

        operands = [operand()]
        while self.take(operator):
            operands.append(operand())
        if len(operands) == 1:
            return operands[0]
        return Junction(operands[0].span.to(operands[-1].span), operator, tuple(operands))

    def negation(self) -> Node:
        signs: list[Token] = []
        while self.token.is_operator("not"):
            signs.append(self.advance())
            self.limit(len(signs))
        node = self.comparison()
        for sign in reversed(signs):
            node = Not(sign.span.to(node.span), node)
        return node

    def comparison(self) -> Node:
        operands = [self.sum()]
        operators: list[str] = []
        while True:
            if self.token.is_operator(*_COMPARISONS):
                operators.append(str(self.advance().value))
                operands.append(self.sum())
            elif self.token.is_operator("in", "not"):
                if operators:
                    raise self.error(
                        "'in' cannot be part of a chain of comparisons",
                        self.token.span,
                        "Join the two with and.",
                    )
                return self.membership(operands[0])
            elif self.token.is_operator("="):
                raise self.error("'=' does not compare", self.token.span, "Write == to compare.")
            else:
                break
        if not operators:
            return operands[0]
        return Comparison(operands[0].span.to(operands[-1].span), tuple(operators), tuple(operands))

    def membership(self, operand: Node) -> Node:
        negated = bool(self.take("not"))
        if not self.take("in"):
            raise self.error(
                "'not' cannot stand here",
                self.tokens[self.at - 1].span,
                "Write not in, or join with and not.",
            )
        if not self.token.is_operator("["):
            raise self.error("a list is missing after in", self.token.span, 'Write in ["a", "b"].')
        self.advance()
        items: list[Node] = []
        while not self.token.is_operator("]"):
            items.append(self.item())
            if not self.take(","):
                break
        closing = self.expect("]")
        span = operand.span.to(closing.span)
        if not items:
            raise self.error("this list is empty, so nobody is in it", span)
        if self.token.is_operator(*_COMPARISONS, "in", "not"):
            raise self.error(
                "'in' cannot be part of a chain of comparisons",
                self.token.span,
                "Join the two with and.",
            )
        return Membership(span, operand, tuple(items), negated)

    def item(self) -> Node:
        """One item of a list: a literal, a number with its sign."""
        sign = self.take("-")
        token = self.token
        literals = (
            (TokenKind.NUMBER,) if sign else (TokenKind.NUMBER, TokenKind.TEXT, TokenKind.TRUTH)
        )
        if token.kind not in literals:
            raise self.error(
                "a list holds numbers and texts only",
                token.span,
                'Write text in quotes: ["a", "b"]. To compare with columns: x == y or x == z.',
            )
        node = self.atom()
        return Negative(sign.span.to(node.span), node) if sign else node

    def sum(self) -> Node:
        return self.arithmetic(self.product, "+", "-")

    def product(self) -> Node:
        return self.arithmetic(self.signed, "*", "/")

    def arithmetic(self, operand: Callable[[], Node], *signs: str) -> Node:
        node = operand()
        while self.token.is_operator(*signs):
            sign = self.advance()
            right = operand()
            node = Arithmetic(node.span.to(right.span), str(sign.value), node, right, sign.span)
        return node

    def signed(self) -> Node:
        signs: list[Token] = []
        while self.token.is_operator("-", "+"):
            sign = self.advance()
            if sign.value == "+":
                raise self.error("a + needs something on its left", sign.span, "Leave it out.")
            signs.append(sign)
            self.limit(len(signs))
        node = self.atom()
        for sign in reversed(signs):
            node = Negative(sign.span.to(node.span), node)
        return node

    def atom(self) -> Node:
        token = self.token
        node: Node
        match token.kind:
            case TokenKind.NUMBER:
                node = Number(token.span, float(token.value))
            case TokenKind.TEXT:
                node = Text(token.span, str(token.value))
            case TokenKind.TRUTH:
                node = Truth(token.span, bool(token.value))
            case TokenKind.COLUMN:
                node = Name(token.span, str(token.value), in_backticks=True)
            case TokenKind.NAME:
                node = Name(token.span, str(token.value))
            case _:
                return self.group()
        self.advance()
        if self.token.is_operator("("):
            return self.call(token)
        if self.token.is_operator("["):
            raise self.error("nothing may be picked out with [ ]", self.token.span)
        return node

    def group(self) -> Node:
        if self.token.is_operator("["):
            raise self.error(
                "a list has a meaning only after in", self.token.span, 'Write x in ["a", "b"].'
            )
        if not self.token.is_operator("("):
            raise self.unexpected()
        opening = self.advance()
        if self.token.is_operator(")"):
            raise self.error(
                "there is nothing between these brackets", opening.span.to(self.token.span)
            )
        inner = self.expression()
        if self.token.is_operator(","):
            raise self.error(
                "a comma has no meaning here",
                self.token.span,
                'A list is written in [ ]: x in ["a", "b"].',
            )
        closing = self.expect(")")
        if self.token.is_operator("(", "["):
            raise self.unexpected()
        # with the span of its brackets, so that an error marks all of it
        return replace(inner, span=opening.span.to(closing.span))

    def call(self, name: Token) -> Node:
        if name.kind is not TokenKind.NAME:
            raise self.error("only a function can be called", name.span)
        self.advance()
        arguments: list[Node] = []
        keywords: list[Keyword] = []
        while not self.token.is_operator(")"):
            if self.token.kind is TokenKind.NAME and self.tokens[self.at + 1].is_operator("="):
                keywords.append(self.option(keywords))
            elif keywords:
                raise self.error(
                    "this stands after a name=value",
                    self.token.span,
                    "Put it before the first name=value.",
                )
            else:
                arguments.append(self.expression())
            if not self.take(","):
                break
        closing = self.expect(")")
        if self.token.is_operator("(", "["):
            raise self.unexpected()
        return Call(
            name.span.to(closing.span),
            str(name.value),
            tuple(arguments),
            tuple(keywords),
            name.span,
        )

    def option(self, before: list[Keyword]) -> Keyword:
        name = self.advance()
        self.advance()
        if any(option.name == name.value for option in before):
            raise self.error(f"{quoted(name.value)} is given twice", name.span)
        return Keyword(str(name.value), self.expression(), name.span)

    def advance(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def take(self, sign: str) -> Token | None:
        return self.advance() if self.token.is_operator(sign) else None

    def expect(self, sign: str) -> Token:
        if not self.token.is_operator(sign):
            raise self.unexpected()
        return self.advance()

    def limit(self, depth: int) -> None:
        if self.depth + depth > DEEPEST:
            raise _too_deep(self.text, self.token.span)

    def error(self, problem: str, span: Span, remedy: str | None = None) -> SegmentSyntaxError:
        return SegmentSyntaxError(problem, source=self.text, span=span, remedy=remedy)

    def unexpected(self) -> SegmentSyntaxError:
        token = self.token
        if token.kind is TokenKind.END:
            return self.error(
                "something is missing at the end of this line",
                token.span,
                "To go on in the next line, put the expression in brackets ( ).",
            )
        shown = self.text[token.span.start : token.span.end]
        before = self.tokens[self.at - 1] if self.at else None
        for word in (token, before):
            lower = str(word.value).lower() if word and word.kind is TokenKind.NAME else ""
            if word and lower in _FOREIGN_WORDS:
                return self.error(
                    f"{quoted(word.value)} is not part of the language",
                    word.span,
                    _FOREIGN_WORDS[lower],
                )
        if token.is_operator(",") and re.match(r"[0-9],[0-9]", self.text[token.span.start - 1 :]):
            return self.error(
                "a number has no comma", token.span, "Write 1000 or 1_000 in full, 0.5 with a dot."
            )
        if token.is_operator("="):
            return self.error("'=' does not compare", token.span, "Write == to compare.")
        open_end = before is not None and before.kind is TokenKind.OPERATOR
        if before is None or (open_end and not before.is_operator(")", "]")):
            return self.error(f"a name or a value is missing before {quoted(shown)}", token.span)
        return self.error(
            f"{quoted(shown)} cannot follow what stands before it",
            token.span,
            "Put an operator such as and, or, ==, + between them.",
        )
