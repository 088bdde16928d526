"""The tree of a cell. Nothing is parsed: programs are made of these by hand or at random."""

from __future__ import annotations

from dataclasses import dataclass


class Expr:
    """Any expression."""


@dataclass(frozen=True)
class Num(Expr):
    value: int | float


@dataclass(frozen=True)
class Text(Expr):
    value: str


@dataclass(frozen=True)
class Truth(Expr):
    value: bool


@dataclass(frozen=True)
class Day(Expr):
    """An ISO date written as text beside a date."""

    iso: str


@dataclass(frozen=True)
class Name(Expr):
    name: str


@dataclass(frozen=True)
class Neg(Expr):
    arg: Expr


@dataclass(frozen=True)
class Arith(Expr):
    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Compare(Expr):
    """``first op1 second op2 third ...``: one link or several."""

    first: Expr
    rest: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True)
class And(Expr):
    parts: tuple[Expr, ...]


@dataclass(frozen=True)
class Or(Expr):
    parts: tuple[Expr, ...]


@dataclass(frozen=True)
class Not(Expr):
    arg: Expr


@dataclass(frozen=True)
class In(Expr):
    arg: Expr
    items: tuple[Expr, ...]
    negated: bool = False


@dataclass(frozen=True)
class IfElse(Expr):
    then: Expr
    condition: Expr
    other: Expr


@dataclass(frozen=True)
class Call(Expr):
    """A row function."""

    func: str
    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Agg(Expr):
    """An aggregation over events; ``bare`` writes ``where`` as the first argument."""

    func: str
    arg: Expr | None = None
    where: Expr | None = None
    last: str | None = None
    bare: bool = False
    offset: str | None = None
    half_life: str | None = None


@dataclass(frozen=True)
class Change(Expr):
    """The last ``span`` of an aggregation against the ``span`` before it."""

    agg: Agg
    span: str


@dataclass(frozen=True)
class Bands(Expr):
    """1, 2, ... by fixed cuts."""

    arg: Expr
    cuts: tuple[int | float, ...]


@dataclass(frozen=True)
class Tile(Expr):
    """1 to ``count`` by fitted cuts."""

    arg: Expr
    count: int


@dataclass(frozen=True)
class Term:
    """``weight * scale(metric)``; no scale means the default."""

    weight: int | float
    metric: Expr
    scale: str | None = None


@dataclass(frozen=True)
class Score:
    terms: tuple[Term, ...]
    missing: str | None = None


@dataclass(frozen=True)
class Definition:
    name: str
    body: Expr | Score


@dataclass(frozen=True)
class Segment:
    """A segment; a condition of ``None`` is ``otherwise``."""

    name: str
    condition: Expr | None


@dataclass(frozen=True)
class Program:
    statements: tuple[Definition | Segment, ...]

    @property
    def definitions(self) -> list[Definition]:
        return [s for s in self.statements if isinstance(s, Definition)]

    @property
    def segments(self) -> list[Segment]:
        return [s for s in self.statements if isinstance(s, Segment)]
