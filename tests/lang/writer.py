"""A writer of random cells over the whole table of functions, most of them valid.

What a function takes is read from the table, so that a new function is written from the day it is
there. A new kind of argument or option is guessed at until `argument` or `option` knows it.
"""

from __future__ import annotations

import random
import re

from lang.tables import CUSTOMERS, EVENTS
from seg_jupyter.lang.functions import (
    AGGREGATION_KEYWORDS,
    FUNCTIONS,
    Argument,
    Function,
    Group,
)
from seg_jupyter.lang.schema import ColumnType, Kind

KINDS = (Kind.NUMBER, Kind.TEXT, Kind.TRUTH, Kind.DATE)
NUMBERS = ("0", "1", "3", "90", "0.5", "1_000", "1e6", "2.5e-3", "999999999999")
TEXTS = ("'gold'", '"a b"', '""', r"'it\'s'", "'顧客'", "'2026-01-31'", '"#x"', r'"\n\t\\"')
DATES = ("'2026-01-31'", '"2024-02-29"', "'2026-02-01 08:30'", "'2026-01-31T23:59:59Z'")
DURATIONS = ("'90d'", '"12w"', "'36h'", "'1d'", "'2w'", "'1y'")
SEGMENTS = ("At risk", "Can't lose them", "VIP (gold)", "顧客層", "A", "New & hot", "50% off", "é")
NAMES = ("orders", "value", "x", "since_90", "spend_1y", "顧客数", "_", "Ä")
SIGNS = ("==", "!=", "<", "<=", ">", ">=")


def options(function: Function) -> tuple[str, ...]:
    """Return what may stand before a = in a call."""
    shared = AGGREGATION_KEYWORDS if function.group is Group.AGGREGATION else ()
    own = re.findall(r"(\w+)=", function.signature)
    return tuple(dict.fromkeys([*shared, *own]))


class Writer:
    """Writes cells; `events` says that a place is inside an aggregation."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.defined: dict[str, Kind] = {}
        self.scores: list[str] = []

    def cell(self) -> str:
        """Write a cell of one line to some lines."""
        self.defined, self.scores = {}, []
        lines = [self.line() for _ in range(self.rng.choice([1, 1, 2, 2, 3, 4, 6, 12]))]
        if self.chance(0.2):
            lines.append("Rest: otherwise")
        newline = self.rng.choice(["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n \n# note\n"])
        return newline.join(lines)

    def line(self) -> str:
        comment = self.rng.choice(["", "", "", "  # why", "#'", " # ("])
        if self.chance(0.4):
            name = self.rng.choice(SEGMENTS) + self.rng.choice(["", f" {self.rng.randrange(999)}"])
            return f"{name}:{self.space()}{self.value(Kind.TRUTH, 3)}{comment}"
        name = self.rng.choice(NAMES) + self.rng.choice(["", *map(str, range(99))])
        if self.chance(0.3):
            text = self.score()
            self.defined[name] = Kind.NUMBER
            self.scores.append(name)
        else:
            kind = self.rng.choice((*KINDS, Kind.NUMBER, Kind.NUMBER))
            # a date alone is written as text is
            text = self.call_of(kind, 3, events=False) if kind is Kind.DATE else self.value(kind, 4)
            self.defined[name] = kind
        return f"{name}{self.space()}={self.space()}{text}{comment}"

    # values

    def value(self, kind: Kind, depth: int, *, events: bool = False) -> str:
        """Write an expression of a kind."""
        if depth <= 0 or self.chance(0.25):
            return self.leaf(kind, events=events)
        choice = self.rng.random()
        if choice < 0.45:
            return self.call_of(kind, depth, events=events)
        if choice < 0.55:
            wanted = (kind, Kind.TRUTH, kind)
            parts = [self.value(k, depth - 1, events=events) for k in wanted]
            return "({} if {} else {})".format(*parts)
        if kind is Kind.NUMBER:
            return self.arithmetic(depth, events=events)
        if kind is Kind.TRUTH:
            return self.condition(depth, events=events)
        return self.leaf(kind, events=events)

    def leaf(self, kind: Kind, *, events: bool) -> str:
        """Write a literal, a column or an earlier line."""
        literals = {
            Kind.NUMBER: NUMBERS,
            Kind.TEXT: TEXTS,
            Kind.TRUTH: ("True", "False"),
            Kind.DATE: DATES,
        }[kind]
        lines = [] if events else [name for name, k in self.defined.items() if k is kind]
        if lines and self.chance(0.4):
            return self.rng.choice(lines)
        if self.chance(0.3):
            return self.rng.choice(literals)
        return self.column(kind, events=events)

    def column(self, kind: Kind, *, events: bool) -> str:
        """Write the name of a column, now and then of one in which everything is missing."""
        table = EVENTS if events else CUSTOMERS
        fitting = [name for name, column in table.items() if _fits(column, kind)]
        name = self.rng.choice(fitting)
        plain = name.isidentifier() and name != "class"
        return name if plain and self.chance(0.9) else f"`{name}`"

    def arithmetic(self, depth: int, *, events: bool) -> str:
        left = self.value(Kind.NUMBER, depth - 1, events=events)
        if self.chance(0.2):
            return f"-{self.space()}{left}"
        right = self.value(Kind.NUMBER, depth - 1, events=events)
        return f"({left}{self.space()}{self.rng.choice('+-*/')}{self.space()}{right})"

    def condition(self, depth: int, *, events: bool) -> str:
        match self.rng.randrange(5):
            case 0:
                return f"not {self.value(Kind.TRUTH, depth - 1, events=events)}"
            case 1:
                parts = [self.value(Kind.TRUTH, depth - 1, events=events) for _ in range(3)]
                return "(" + self.rng.choice([" and ", " or "]).join(parts) + ")"
            case 2:
                kind, literals = self.rng.choice(((Kind.NUMBER, NUMBERS), (Kind.TEXT, TEXTS)))
                items = ", ".join(self.rng.choices(literals, k=self.rng.randrange(1, 5)))
                member = self.rng.choice(["in", "not in"])
                return f"{self.value(kind, depth - 1, events=events)} {member} [{items}]"
            case 3:
                sign, other = self.rng.choices(SIGNS, k=2)
                parts = [self.value(Kind.NUMBER, depth - 1, events=events) for _ in range(3)]
                return f"{parts[0]}{sign}{parts[1]} {other} {parts[2]}"
        kind = self.rng.choice(KINDS)
        sign = self.rng.choice(SIGNS[:2] if kind in (Kind.TEXT, Kind.TRUTH) else SIGNS)
        left = self.column(kind, events=events)
        return f"{left} {sign} {self.value(kind, depth - 1, events=events)}"

    # calls

    def call_of(self, kind: Kind, depth: int, *, events: bool) -> str:
        """Write a call that gives a kind; a row function or an aggregation by where it stands."""
        groups = {Group.ROW} if events else {Group.ROW, Group.AGGREGATION}
        fitting = [f for f in FUNCTIONS.values() if f.group in groups and _gives(f, kind)]
        return self.call(self.rng.choice(fitting), kind, depth, events=events)

    def call(self, function: Function, kind: Kind, depth: int, *, events: bool) -> str:
        inside = events or function.group is Group.AGGREGATION
        kind = self.rng.choice(KINDS) if function.result else kind
        most = function.fewest + 3 if function.most is None else function.most
        wanted = [*function.arguments, *function.arguments[-1:] * 3]
        number = self.rng.randint(function.fewest, most)
        parts = [self.argument(a, kind, depth - 1, events=inside) for a in wanted[:number]]
        given = [o for o in options(function) if self.chance(0.3)]
        if number > function.fewest and "where" in given:
            given.remove("where")
        parts += [f"{o}={self.space()}{self.option(o, depth - 1, events=inside)}" for o in given]
        comma = self.rng.choice([", ", ",", ",\n  ", " , # next\n"])
        return f"{function.name}({comma.join(parts)})"

    def argument(self, argument: Argument, kind: Kind, depth: int, *, events: bool) -> str:
        """Write an argument; `kind` is that of the values where the function leaves it open."""
        kinds = {
            Argument.NUMBER: Kind.NUMBER,
            Argument.TEXT: Kind.TEXT,
            Argument.CONDITION: Kind.TRUTH,
            Argument.DATE: Kind.DATE,
            Argument.NUMBER_OR_DATE: kind if kind is Kind.DATE else Kind.NUMBER,
            Argument.ANY: kind,
            Argument.LIKE_FIRST: kind,
        }
        if argument in kinds:
            return self.value(kinds[argument], depth, events=events)
        return self.rng.choice(TEXTS) if argument is Argument.TEXT_LITERAL else self.guess(depth)

    def option(self, name: str, depth: int, *, events: bool) -> str:
        if name == "where":
            return self.value(Kind.TRUTH, depth, events=events)
        return self.rng.choice(DURATIONS) if self.chance(0.9) else self.guess(depth)

    def guess(self, depth: int) -> str:
        """Write what a new kind of argument or option might take."""
        return self.rng.choice(
            [
                self.rng.choice(DURATIONS),
                self.rng.choice(NUMBERS),
                self.rng.choice(['"skip"', "'zero'", '"all"']),
                self.value(self.rng.choice(KINDS), depth),
                "count()",
            ]
        )

    def score(self) -> str:
        function = FUNCTIONS["score"]
        parts = [self.term() for _ in range(self.rng.randrange(1, 5))]
        parts += [f"{o}={self.option(o, 2, events=False)}" for o in options(function)]
        return f"score({', '.join(parts)})"

    def term(self) -> str:
        """Write one metric of a score: a weight or none, and a scale or none."""
        scales = [f for f in FUNCTIONS.values() if f.group is Group.SCALE]
        metric = self.value(Kind.NUMBER, 3)
        if self.scores and self.chance(0.3):
            metric = self.rng.choice(self.scores)
        elif self.chance(0.5):
            metric = self.call(self.rng.choice(scales), Kind.NUMBER, 3, events=False)
        return self.rng.choice(["", "", "-", "3 * ", "-0.5*", "0 * "]) + metric

    # chance

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def space(self) -> str:
        return self.rng.choice(["", " ", " ", "  ", "\t"])


def _fits(column: ColumnType, kind: Kind) -> bool:
    return column.kind in (kind, Kind.NOTHING) or (kind is Kind.DATE and column.iso_dates)


def _gives(function: Function, kind: Kind) -> bool:
    if function.result is None:
        only = function.arguments[0] is Argument.NUMBER_OR_DATE
        return not only or kind in (Kind.NUMBER, Kind.DATE)
    return function.result is kind
