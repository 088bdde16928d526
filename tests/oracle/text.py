"""Programs as the text of a cell, plainly or with needless spaces, brackets and comments."""

from __future__ import annotations

import keyword
import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import singledispatch

from oracle.tree import (
    Agg,
    And,
    Arith,
    Bands,
    Call,
    Change,
    Compare,
    Day,
    Definition,
    Expr,
    IfElse,
    In,
    Name,
    Neg,
    Not,
    Num,
    Or,
    Program,
    Score,
    Term,
    Text,
    Tile,
    Truth,
)


class Writer:
    """Spaces, line breaks inside brackets, comments and needless brackets, from one seed."""

    notes = ("# note", "# it's a (note", '# "half a quote: [', "# x = 3", "#")

    def __init__(self, seed: int | None) -> None:
        self.random = None if seed is None else random.Random(seed)
        self.depth = 0

    def chance(self, share: float) -> bool:
        return self.random is not None and self.random.random() < share

    def choice(self, options: Sequence[str]) -> str:
        return options[0] if self.random is None else self.random.choice(options)

    def shuffled(self, parts: list[Callable[[], str]]) -> list[Callable[[], str]]:
        """Parts whose order means nothing."""
        return parts if self.random is None else self.random.sample(parts, len(parts))

    def needless(self) -> bool:
        """Whether to write brackets that nothing asks for."""
        return self.chance(0.06)

    def gap(self, plain: str = " ") -> str:
        """Space that has to be there (``plain=""``: that may be there)."""
        if self.depth and self.chance(0.04):
            note = "  " + self.choice(self.notes) if self.chance(0.3) else ""
            return note + "\n" + " " * (4 if self.chance(0.7) else 0)
        if self.chance(0.15):
            return plain + " "
        return plain

    def tight(self) -> str:
        """Space around an operator that needs none."""
        return "" if not self.depth and self.chance(0.1) else self.gap()

    @contextmanager
    def inside(self) -> Iterator[None]:
        self.depth += 1
        yield
        self.depth -= 1

    def bracketed(self, parts: Sequence[Callable[[], str]], pair: str = "()") -> str:
        with self.inside():
            inner = self.gap("")
            for number, part in enumerate(parts):
                inner += (self.gap("") + "," + self.gap() if number else "") + part()
            inner += self.gap("")
        return pair[0] + inner + pair[1]


LEVELS: dict[type, int] = {IfElse: 1, Or: 2, And: 3, Not: 4, Compare: 5, In: 5, Neg: 8}


def level(expr: Expr) -> int:
    """How tightly an expression binds, as in Python."""
    if isinstance(expr, Arith):
        return 6 if expr.op in "+-" else 7
    if isinstance(expr, Num) and (expr.value < 0 or math.copysign(1, expr.value) < 0):
        return 8
    return LEVELS.get(type(expr), 10)


def written(expr: Expr, at_least: int, w: Writer) -> str:
    if level(expr) < at_least or w.needless():
        return w.bracketed([lambda: render(expr, w)])
    return render(expr, w)


def quoted(text: str, w: Writer) -> str:
    quote = w.choice(['"', "'"])
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return quote + escaped.replace(quote, "\\" + quote) + quote


def spelt(name: str) -> str:
    """A name, in backticks unless it is one of Python's own."""
    bare = name.isidentifier() and not keyword.iskeyword(name) and name != "otherwise"
    return name if bare else f"`{name}`"


@singledispatch
def render(expr: Expr, w: Writer) -> str:
    raise TypeError(expr)


@render.register
def _(expr: Num, w: Writer) -> str:
    return repr(expr.value)


@render.register
def _(expr: Text, w: Writer) -> str:
    return quoted(expr.value, w)


@render.register
def _(expr: Truth, w: Writer) -> str:
    return repr(expr.value)


@render.register
def _(expr: Day, w: Writer) -> str:
    return quoted(expr.iso, w)


@render.register
def _(expr: Name, w: Writer) -> str:
    return spelt(expr.name)


@render.register
def _(expr: Neg, w: Writer) -> str:
    return "-" + written(expr.arg, 8, w)


@render.register
def _(expr: Arith, w: Writer) -> str:
    own = level(expr)
    left, right = written(expr.left, own, w), written(expr.right, own + 1, w)
    return left + w.tight() + expr.op + w.tight() + right


@render.register
def _(expr: Compare, w: Writer) -> str:
    text = written(expr.first, 6, w)
    for op, operand in expr.rest:
        text += w.tight() + op + w.tight() + written(operand, 6, w)
    return text


@render.register
def _(expr: And, w: Writer) -> str:
    return joined("and", expr.parts, 4, w)


@render.register
def _(expr: Or, w: Writer) -> str:
    return joined("or", expr.parts, 3, w)


def joined(word: str, parts: Sequence[Expr], at_least: int, w: Writer) -> str:
    text = written(parts[0], at_least, w)
    for part in parts[1:]:
        text += w.gap() + word + w.gap() + written(part, at_least, w)
    return text


@render.register
def _(expr: Not, w: Writer) -> str:
    return "not" + w.gap() + written(expr.arg, 4, w)


@render.register
def _(expr: In, w: Writer) -> str:
    word = "not" + w.gap() + "in" if expr.negated else "in"
    items = [lambda item=item: render(item, w) for item in expr.items]
    return written(expr.arg, 6, w) + w.gap() + word + w.gap() + w.bracketed(items, "[]")


@render.register
def _(expr: IfElse, w: Writer) -> str:
    then = written(expr.then, 2, w) + w.gap() + "if" + w.gap()
    return (
        then
        + written(expr.condition, 2, w)
        + w.gap()
        + "else"
        + w.gap()
        + written(expr.other, 1, w)
    )


@render.register
def _(expr: Call, w: Writer) -> str:
    return expr.func + w.bracketed([lambda arg=arg: written(arg, 0, w) for arg in expr.args])


@render.register
def _(expr: Bands, w: Writer) -> str:
    cuts = [lambda cut=cut: repr(cut) for cut in expr.cuts]
    return "bands" + w.bracketed([lambda: written(expr.arg, 0, w), *cuts])


@render.register
def _(expr: Tile, w: Writer) -> str:
    return "tile" + w.bracketed([lambda: written(expr.arg, 0, w), lambda: repr(expr.count)])


@render.register
def _(expr: Change, w: Writer) -> str:
    return "change" + w.bracketed([lambda: render(expr.agg, w), lambda: quoted(expr.span, w)])


@render.register
def _(expr: Agg, w: Writer) -> str:
    arguments: list[Callable[[], str]] = []
    if expr.arg is not None:
        arguments.append(lambda: written(expr.arg, 0, w))
    keywords: list[Callable[[], str]] = []
    if expr.where is not None and expr.bare:
        arguments.append(lambda: written(expr.where, 0, w))
    elif expr.where is not None:
        keywords.append(lambda: "where=" + written(expr.where, 0, w))
    lengths = {"last": expr.last, "offset": expr.offset, "half_life": expr.half_life}
    keywords += [
        lambda name=name, length=length: f"{name}=" + quoted(length, w)
        for name, length in lengths.items()
        if length is not None
    ]
    return expr.func + w.bracketed(arguments + w.shuffled(keywords))


def term_text(term: Term, w: Writer) -> str:
    def metric() -> str:
        if term.scale is None:
            return written(term.metric, 0 if bare else 8, w)
        return term.scale + w.bracketed([lambda: written(term.metric, 0, w)])

    bare = term.weight == 1 and not w.chance(0.3)
    if bare:
        return metric()
    if term.weight == -1 and not w.chance(0.3):
        return "-" + metric()
    return repr(term.weight) + w.tight() + "*" + w.tight() + metric()


def score_text(score: Score, w: Writer) -> str:
    parts: list[Callable[[], str]] = [lambda term=term: term_text(term, w) for term in score.terms]
    if score.missing is not None:
        parts.append(lambda: "missing=" + quoted(score.missing, w))
    return "score" + w.bracketed(parts)


def to_text(program: Program, seed: int | None = None) -> str:
    """The body of a cell; a seed adds needless spaces, brackets, line breaks and comments."""
    w = Writer(seed)
    lines: list[str] = []
    for statement in program.statements:
        if isinstance(statement, Definition):
            body = statement.body
            text = score_text(body, w) if isinstance(body, Score) else written(body, 0, w)
            line = statement.name + w.tight() + "=" + w.gap() + text
        else:
            condition = statement.condition
            text = "otherwise" if condition is None else written(condition, 0, w)
            line = statement.name + w.gap("") + ":" + w.gap() + text
        if w.chance(0.1):
            lines.append(w.choice(w.notes))
        if w.chance(0.1):
            lines.append("")
        lines.append(line + ("  " + w.choice(w.notes) if w.chance(0.1) else ""))
    return "\n".join(lines) + "\n"
