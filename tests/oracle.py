"""A naive, slow, row-by-row reference of the segment language.

Written from the language's specification alone and kept apart from the product: it has a tree of
its own (nothing is parsed), works on plain lists of dicts, and uses neither NumPy nor pandas.
``to_text`` renders a tree as the body of a cell, ``evaluate`` says what that cell means.

A value is a number (always ``float``), a truth value, a text, a date (``datetime`` without a
zone: the wall clock of its column) or missing (``None``).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import singledispatch
from zoneinfo import ZoneInfo

Value = bool | float | str | datetime | None
Row = Mapping[str, object]

# ---------------------------------------------------------------------------------- the tree


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


def is_score(program: Program, expr: Expr) -> bool:
    """Whether an expression is the bare name of a score of this program."""
    return isinstance(expr, Name) and any(
        d.name == expr.name and isinstance(d.body, Score) for d in program.definitions
    )


def ranks(program: Program, definition: Definition) -> bool:
    """Whether a definition is a score with a rank of its own (so: exact to 0.1 points only)."""
    return isinstance(definition.body, Score) and any(
        term.weight != 0
        and (term.scale == "rank" or (term.scale is None and not is_score(program, term.metric)))
        for term in definition.body.terms
    )


# ---------------------------------------------------------------------------------- to text


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


BACKTICKED = {"class", "from", "in", "otherwise"}


def spelt(name: str) -> str:
    return name if name.isidentifier() and name not in BACKTICKED else f"`{name}`"


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
def _(expr: Agg, w: Writer) -> str:
    arguments: list[Callable[[], str]] = []
    if expr.arg is not None:
        arguments.append(lambda: written(expr.arg, 0, w))
    keywords: list[Callable[[], str]] = []
    if expr.where is not None and expr.bare:
        arguments.append(lambda: written(expr.where, 0, w))
    elif expr.where is not None:
        keywords.append(lambda: "where=" + written(expr.where, 0, w))
    if expr.last is not None:
        keywords.append(lambda: "last=" + quoted(expr.last, w))
    if w.chance(0.5):
        keywords.reverse()
    return expr.func + w.bracketed(arguments + keywords)


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


# ---------------------------------------------------------------------------- values and time


def clean(value: object) -> Value:
    """One cell of a table: missing is one thing, numbers are floats, dates are datetimes."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    raise TypeError(value)


def round9(value: Value) -> Value:
    """The rounding at the four named places; anything but a number stays."""
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return math.floor(value * 1e9 + 0.5) / 1e9 if abs(value) < 4e6 else value


def number(value: Value) -> float | None:
    """A truth value counts as 0/1 where a number is needed."""
    if value is None:
        return None
    if isinstance(value, bool | float):
        return float(value)
    raise TypeError(f"not a number: {value!r}")


def truth(value: Value) -> bool | None:
    """Never the reverse: a number is no truth value."""
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"not a truth value: {value!r}")


def moment(value: Value) -> datetime | None:
    """A date, also from text in ISO form."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    if value is None or isinstance(value, datetime):
        return value
    raise TypeError(f"not a date: {value!r}")


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def months_back(day: date, months: int) -> date:
    """The same day some months earlier, clipped to that month's last day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


@dataclass(frozen=True)
class Clock:
    """The as-of date means the end of that day, in the zone of the events' times."""

    as_of: date
    zone: str | None = None

    @property
    def end_day(self) -> date:
        return self.as_of + timedelta(days=1)

    def wall(self, time: datetime) -> datetime:
        """What a clock on the wall of the column's zone shows."""
        if self.zone is None:
            return time
        return time.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def instant(self, time: datetime) -> datetime:
        """A point on the line of elapsed time, fit to be ordered."""
        return time if self.zone is None else time.astimezone(UTC).replace(tzinfo=None)

    def midnight(self, day: date) -> datetime:
        """The instant at which a day begins."""
        zone = None if self.zone is None else ZoneInfo(self.zone)
        return self.instant(datetime(day.year, day.month, day.day, tzinfo=zone))

    @property
    def end(self) -> datetime:
        return self.midnight(self.end_day)

    def start(self, last: str) -> datetime:
        """The beginning of the window [end - last, end)."""
        amount, unit = int(last[:-1]), last[-1]
        if unit == "h":
            return self.end - timedelta(hours=amount)
        if unit in "dw":
            days = amount if unit == "d" else 7 * amount
            return self.midnight(self.end_day - timedelta(days=days))
        return self.midnight(months_back(self.end_day, amount if unit == "m" else 12 * amount))

    def days_since(self, wall: datetime) -> float:
        return float((self.as_of - wall.date()).days)


# --------------------------------------------------------------------------------- one row


@dataclass(frozen=True)
class Event:
    """An event up to the as-of date: its columns, its instant and its day on the wall."""

    cells: dict[str, Value]
    instant: datetime
    day: date


@dataclass
class Context:
    """What the names of an expression mean: one row, and the events that belong to it."""

    cells: dict[str, Value]
    clock: Clock
    events: list[Event] = field(default_factory=list)


@singledispatch
def value_of(expr: Expr, at: Context) -> Value:
    raise TypeError(expr)


@value_of.register
def _(expr: Num, at: Context) -> Value:
    return float(expr.value)


@value_of.register
def _(expr: Text | Truth, at: Context) -> Value:
    return expr.value


@value_of.register
def _(expr: Day, at: Context) -> Value:
    return datetime.fromisoformat(expr.iso)


@value_of.register
def _(expr: Name, at: Context) -> Value:
    return at.cells[expr.name]


@value_of.register
def _(expr: Neg, at: Context) -> Value:
    arg = number(value_of(expr.arg, at))
    return None if arg is None else -arg


@value_of.register
def _(expr: Arith, at: Context) -> Value:
    left, right = number(value_of(expr.left, at)), number(value_of(expr.right, at))
    if left is None or right is None:
        return None
    if expr.op == "+":
        return finite(left + right)
    if expr.op == "-":
        return finite(left - right)
    if expr.op == "*":
        return finite(left * right)
    return None if right == 0 else finite(left / right)


def compared(left: Value, op: str, right: Value) -> bool | None:
    """One link of a comparison; unknown if either side is missing."""
    if left is None or right is None:
        return None
    if isinstance(left, datetime) or isinstance(right, datetime):
        pair: tuple = (moment(left), moment(right))
    elif isinstance(left, str) or isinstance(right, str):
        if not (isinstance(left, str) and isinstance(right, str) and op in {"==", "!="}):
            raise TypeError(f"{left!r} {op} {right!r}")
        pair = (left, right)
    else:
        pair = (round9(number(left)), round9(number(right)))
    return {
        "==": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }[op](*pair)


def all_of(values: Iterable[bool | None]) -> bool | None:
    seen = list(values)
    if any(value is False for value in seen):
        return False
    return None if any(value is None for value in seen) else True


def any_of(values: Iterable[bool | None]) -> bool | None:
    return negation(all_of(negation(value) for value in values))


def negation(value: bool | None) -> bool | None:
    return None if value is None else not value


@value_of.register
def _(expr: Compare, at: Context) -> Value:
    left = value_of(expr.first, at)
    links = []
    for op, operand in expr.rest:
        right = value_of(operand, at)
        links.append(compared(left, op, right))
        left = right
    return all_of(links)


@value_of.register
def _(expr: And, at: Context) -> Value:
    return all_of([truth(value_of(part, at)) for part in expr.parts])


@value_of.register
def _(expr: Or, at: Context) -> Value:
    return any_of([truth(value_of(part, at)) for part in expr.parts])


@value_of.register
def _(expr: Not, at: Context) -> Value:
    return negation(truth(value_of(expr.arg, at)))


@value_of.register
def _(expr: In, at: Context) -> Value:
    arg = value_of(expr.arg, at)
    found = any_of([compared(arg, "==", value_of(item, at)) for item in expr.items])
    return negation(found) if expr.negated else found


@value_of.register
def _(expr: IfElse, at: Context) -> Value:
    condition = truth(value_of(expr.condition, at))
    if condition is None:
        return None
    return value_of(expr.then if condition else expr.other, at)


def plain(func: Callable[..., float | None]) -> Callable[..., Value]:
    """A function of numbers that is missing where any argument is."""

    def lifted(*args: Value) -> Value:
        numbers = [number(arg) for arg in args]
        return None if None in numbers else func(*numbers)

    return lifted


def textual(func: Callable[[str, str], bool]) -> Callable[..., Value]:
    def lifted(text: str | None, part: str) -> Value:
        return None if text is None else func(text, part)

    return lifted


ROW_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "abs": plain(abs),
    "sqrt": plain(lambda x: None if x < 0 else math.sqrt(x)),
    "log1p": plain(lambda x: None if x <= -1 else math.log1p(x)),
    "least": plain(min),
    "greatest": plain(max),
    "clip": plain(lambda x, low, high: min(max(x, low), high)),
    "fill": lambda x, v: v if x is None else x,
    "missing": lambda x: x is None,
    "contains": textual(lambda text, part: part in text),
    "starts_with": textual(str.startswith),
    "ends_with": textual(str.endswith),
}


@value_of.register
def _(expr: Call, at: Context) -> Value:
    values = [value_of(arg, at) for arg in expr.args]
    if expr.func == "days_since":
        day = moment(values[0])
        return None if day is None else at.clock.days_since(day)
    return ROW_FUNCTIONS[expr.func](*values)


# ------------------------------------------------------------------------------ aggregations


def exact_sum(values: Iterable[Value]) -> float:
    """Each value rounded to 6 decimals, added as integers."""
    return float(sum(math.floor(number(value) * 1e6 + 0.5) for value in values)) / 1e6


def share_of(known: list[Value]) -> float:
    return sum(1 for value in known if truth(value)) / len(known)


OVER_VALUES: dict[str, Callable[[list[Value]], Value]] = {
    "sum": exact_sum,
    "nunique": lambda values: float(len(set(values))),
    "mean": lambda values: exact_sum(values) / len(values) if values else None,
    "min": lambda values: lowest(values) if values else None,
    "max": lambda values: highest(values) if values else None,
    "share": lambda values: share_of(values) if values else None,
}


def lowest(values: list[Value]) -> Value:
    return min(float(value) if isinstance(value, bool) else value for value in values)


def highest(values: list[Value]) -> Value:
    return max(float(value) if isinstance(value, bool) else value for value in values)


def over_events(func: str, events: list[Event], clock: Clock) -> Value:
    if func == "count":
        return float(len(events))
    days = {event.day for event in events}
    if func == "active_days":
        return float(len(days))
    if not days:
        return None
    chosen = {"recency": max, "tenure": min}[func](days)
    return float((clock.as_of - chosen).days)


def at_edge(func: str, events: list[Event], values: list[Value]) -> Value:
    """``first`` or ``latest`` present value; the smallest one breaks a tie."""
    present = [(e.instant, v) for e, v in zip(events, values, strict=True) if v is not None]
    if not present:
        return None
    edge = {"first": min, "latest": max}[func](instant for instant, _ in present)
    return min(value for instant, value in present if instant == edge)


@value_of.register
def _(expr: Agg, at: Context) -> Value:
    events = at.events
    if expr.last is not None:
        start = at.clock.start(expr.last)
        events = [event for event in events if event.instant >= start]
    if expr.where is not None:
        events = [e for e in events if truth(of_event(expr.where, e, at.clock)) is True]
    if expr.arg is None:
        return round9(over_events(expr.func, events, at.clock))
    values = [of_event(expr.arg, event, at.clock) for event in events]
    if expr.func in OVER_VALUES:
        return round9(OVER_VALUES[expr.func]([value for value in values if value is not None]))
    return round9(at_edge(expr.func, events, values))


def of_event(expr: Expr, event: Event, clock: Clock) -> Value:
    return value_of(expr, Context(event.cells, clock))


# ------------------------------------------------------------------------------------ scores


def mid_ranks(values: Sequence[float | None]) -> list[float | None]:
    """The exact mid-rank percentile among the present values."""
    present = [value for value in values if value is not None]

    def of(value: float) -> float:
        less = sum(1 for other in present if other < value)
        equal = sum(1 for other in present if other == value)
        return 100 * (less + equal / 2) / len(present)

    return [None if value is None else of(value) for value in values]


def min_max(values: Sequence[float | None]) -> list[float | None]:
    present = [value for value in values if value is not None]
    if not present:
        return list(values)
    low, high = min(present), max(present)
    if low == high:
        return [None if value is None else 50.0 for value in values]
    return [None if value is None else 100 * ((value - low) / (high - low)) for value in values]


def already_scaled(values: Sequence[float | None]) -> list[float | None]:
    if not all(value is None or 0 <= value <= 100 for value in values):
        raise ValueError("raw() outside 0 to 100")
    return list(values)


SCALES = {"rank": mid_ranks, "minmax": min_max, "raw": already_scaled}


def combined(parts: list[tuple[float, float | None]], missing: str) -> float | None:
    """The weighted mean of the scaled terms of one customer; weights of 0 are not among them."""
    present = [(weight, scaled) for weight, scaled in parts if scaled is not None]
    if not present or (missing == "all" and len(present) < len(parts)):
        return None
    counted = parts if missing == "zero" else present
    top, bottom = 0.0, 0.0
    for weight, scaled in counted:
        turned = 0.0 if scaled is None else 100 - scaled if weight < 0 else scaled
        top += abs(weight) * turned
        bottom += abs(weight)
    return top / bottom


def scored(score: Score, program: Program, rows: list[Context]) -> list[Value]:
    columns: list[list[float | None]] = []
    terms = [term for term in score.terms if term.weight != 0]
    for term in terms:
        metric = [round9(number(value_of(term.metric, row))) for row in rows]
        if term.scale is None and is_score(program, term.metric):
            columns.append(metric)
        else:
            columns.append(SCALES[term.scale or "rank"](metric))
    return [
        combined(
            [(float(term.weight), column[i]) for term, column in zip(terms, columns, strict=True)],
            score.missing or "skip",
        )
        for i in range(len(rows))
    ]


# ------------------------------------------------------------------------------- the program


@dataclass(frozen=True)
class Outcome:
    """One customer: the value of every definition and the segment."""

    values: dict[str, Value]
    segment: str


def seen_events(
    events: Sequence[Row], owner: object, key: str, time: str, clock: Clock
) -> list[Event]:
    """The events of one customer up to the as-of date."""
    seen = []
    for row in events:
        at = row[time]
        if row[key] is None or row[key] != owner or not isinstance(at, datetime):
            continue
        if clock.instant(at) < clock.end:
            cells = {name: clean(value) for name, value in row.items() if name not in (key, time)}
            cells[time] = clock.wall(at)
            seen.append(Event(cells, clock.instant(at), clock.wall(at).date()))
    return seen


def evaluate(
    program: Program,
    customers: Sequence[Row],
    events: Sequence[Row],
    key: str,
    time: str,
    as_of: date,
    *,
    zone: str | None = None,
    given: Mapping[str, Sequence[Value]] | None = None,
) -> list[Outcome]:
    """What the program says of every customer, in the order of ``customers``.

    ``given`` replaces stored definitions for the lines that read them; the outcome still holds
    the reference's own value.
    """
    clock = Clock(as_of, zone)
    rows = [
        Context(
            {name: clean(value) for name, value in customer.items()},
            clock,
            seen_events(events, customer[key], key, time, clock),
        )
        for customer in customers
    ]
    values: list[dict[str, Value]] = [{} for _ in rows]
    segments: list[str | None] = [None for _ in rows]
    for statement in program.statements:
        if isinstance(statement, Segment):
            for i, row in enumerate(rows):
                if segments[i] is None and holds(statement.condition, row):
                    segments[i] = statement.name
            continue
        body, name = statement.body, statement.name
        if isinstance(body, Score):
            column = scored(body, program, rows)
        else:
            column = [value_of(body, row) for row in rows]
        for i, row in enumerate(rows):
            values[i][name] = round9(column[i])
            stored = given[name][i] if given is not None and name in given else values[i][name]
            row.cells[name] = stored
    return [
        Outcome(value, segment if segment is not None else "Unassigned")
        for value, segment in zip(values, segments, strict=True)
    ]


def holds(condition: Expr | None, row: Context) -> bool:
    return condition is None or truth(value_of(condition, row)) is True
