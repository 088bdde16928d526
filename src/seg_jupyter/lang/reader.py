"""Tokens of one expression → syntax tree, by precedence climbing with Python's precedences.

A test compares the trees with Python's own for the part that both languages share.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from seg_jupyter.errors import SegmentSyntaxError, Span, quoted
from seg_jupyter.lang.attributes import by_name_alone
from seg_jupyter.lang.misplaced import CHOICE, misplaced
from seg_jupyter.lang.nodes import (
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Junction,
    Keyword,
    Membership,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Text,
    Truth,
)
from seg_jupyter.lang.tokens import Token, TokenKind

DEEPEST = 50

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def read_expression(text: str, tokens: list[Token]) -> Node:
    """Read the whole of one expression; `text` is the cell, for messages.

    Raises
    ------
    SegmentSyntaxError
        At the first token that has no place where it stands.
    """
    return _Reader(text, tokens).whole()


class _Reader:
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
            raise too_deep(self.text, self.token.span)
        node = self.disjunction()
        if self.take("if"):
            condition = self.disjunction()
            if not self.take("else"):
                raise self.error("this if has no else", self.token.span, CHOICE)
            otherwise = self.expression()
            node = Conditional(node.span.to(otherwise.span), node, condition, otherwise)
        self.depth -= 1
        return node

    def disjunction(self) -> Node:
        return self.junction(self.conjunction, "or")

    def conjunction(self) -> Node:
        return self.junction(self.negation, "and")

    def junction(self, operand: Callable[[], Node], operator: str) -> Node:
        first = operand()
        if not self.token.is_operator(operator):
            return first
        operands = [first]
        while self.take(operator):
            operands.append(operand())
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
        return Negative(sign.span.to(node.span), node, sign.span) if sign else node

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
            node = Negative(sign.span.to(node.span), node, sign.span)
        return node

    def atom(self) -> Node:
        token = self.token
        node: Node
        match token.kind:
            case TokenKind.NUMBER:
                node = Number(token.span, float(token.value), token.span)
            case TokenKind.TEXT:
                node = Text(token.span, str(token.value), token.span)
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
            picked = self.tokens[self.at + 1]
            column = str(picked.value) if picked.kind is TokenKind.TEXT else ""
            raise self.error(
                "nothing may be picked out with [ ]", self.token.span, by_name_alone(column)
            )
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
        keywords: dict[str, Keyword] = {}
        while not self.token.is_operator(")"):
            if self.token.kind is TokenKind.NAME and self.tokens[self.at + 1].is_operator("="):
                option = self.option(keywords)
                keywords[option.name] = option
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
            tuple(keywords.values()),
            name.span,
        )

    def option(self, before: Container[str]) -> Keyword:
        name = self.advance()
        self.advance()
        if str(name.value) in before:
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
            raise too_deep(self.text, self.token.span)

    def error(self, problem: str, span: Span, remedy: str | None = None) -> SegmentSyntaxError:
        return SegmentSyntaxError(problem, source=self.text, span=span, remedy=remedy)

    def unexpected(self) -> SegmentSyntaxError:
        return misplaced(self.text, self.tokens, self.at)


def too_deep(text: str, span: Span) -> SegmentSyntaxError:
    """Return the error for what is nested more deeply than is read."""
    return SegmentSyntaxError(
        f"this is nested more than {DEEPEST} deep",
        source=text,
        span=Span(span.start, span.start + 1),
        remedy="Split it over several lines: name = expression.",
    )
