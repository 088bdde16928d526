"""The closed table of functions: what the checker allows, and what its messages say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from seg_jupyter.lang.schema import Kind


class Group(Enum):
    """Where a function may stand."""

    ROW = auto()
    AGGREGATION = auto()
    SCALE = auto()
    SCORE = auto()


class Argument(Enum):
    """What one argument must be."""

    NUMBER = auto()
    TEXT = auto()
    DATE = auto()
    NUMBER_OR_DATE = auto()
    ANY = auto()
    LIKE_FIRST = auto()
    TEXT_LITERAL = auto()
    CONDITION = auto()


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    Parameters
    ----------
    name, group, summary
        How it is called, where it may stand, and what it says in one line.
    arguments
        What each positional argument must be.
    result
        The kind of the result; None for the kind of the first argument.
    optional
        How many of the last arguments may be left out.
    repeats
        Whether the last argument may be given any number of times.
    whole
        Whether the result is always present and a whole number, as counts are.
    """

    name: str
    group: Group
    signature: str
    summary: str
    arguments: tuple[Argument, ...] = ()
    result: Kind | None = Kind.NUMBER
    optional: int = 0
    repeats: bool = field(default=False)
    whole: bool = field(default=False)

    @property
    def fewest(self) -> int:
        """The least number of positional arguments."""
        return len(self.arguments) - self.optional

    @property
    def most(self) -> int | None:
        """The largest number of positional arguments; None where there is no limit."""
        return None if self.repeats else len(self.arguments)


_N, _T, _D = Argument.NUMBER, Argument.TEXT, Argument.DATE
_CONDITION, _ANY, _LITERAL = Argument.CONDITION, Argument.ANY, Argument.TEXT_LITERAL

AGGREGATION_KEYWORDS = ("where", "last")
"""What every aggregation takes beside its arguments: a condition, and a length of time."""

_ROW = (
    Function("abs", Group.ROW, "abs(x)", "the number without its sign", (_N,)),
    Function("sqrt", Group.ROW, "sqrt(x)", "square root; missing below 0", (_N,)),
    Function("log1p", Group.ROW, "log1p(x)", "natural logarithm of 1 + x; missing at -1 and below", (_N,)),
    Function("least", Group.ROW, "least(a, b, …)", "the smallest; missing if any is", (_N, _N), repeats=True),
    Function("greatest", Group.ROW, "greatest(a, b, …)", "the largest; missing if any is", (_N, _N), repeats=True),
    Function("clip", Group.ROW, "clip(x, low, high)", "x, but never below low or above high", (_N, _N, _N)),
    Function("fill", Group.ROW, "fill(x, value)", "x, or the value where x is missing", (_ANY, Argument.LIKE_FIRST), None),
    Function("missing", Group.ROW, "missing(x)", "true where x is missing", (_ANY,), Kind.TRUTH),
    Function("days_since", Group.ROW, "days_since(date)", "whole calendar days from the date to the as-of date", (_D,)),
    Function("contains", Group.ROW, 'contains(text, "x")', "whether the text has x in it, letter by letter", (_T, _LITERAL), Kind.TRUTH),
    Function("starts_with", Group.ROW, 'starts_with(text, "x")', "whether the text starts with x", (_T, _LITERAL), Kind.TRUTH),
    Function("ends_with", Group.ROW, 'ends_with(text, "x")', "whether the text ends with x", (_T, _LITERAL), Kind.TRUTH),
)  # fmt: skip

_AGGREGATIONS = (
    Function("count", Group.AGGREGATION, "count(condition)", "number of events", (_CONDITION,), optional=1, whole=True),
    Function("sum", Group.AGGREGATION, "sum(x)", "exact total; 0 without events", (_N,)),
    Function("mean", Group.AGGREGATION, "mean(x)", "average of the values that are present", (_N,)),
    Function("min", Group.AGGREGATION, "min(x)", "smallest value", (Argument.NUMBER_OR_DATE,), None),
    Function("max", Group.AGGREGATION, "max(x)", "largest value", (Argument.NUMBER_OR_DATE,), None),
    Function("nunique", Group.AGGREGATION, "nunique(x)", "number of different values", (_ANY,), whole=True),
    Function("first", Group.AGGREGATION, "first(x)", "the earliest value; the smallest of several at one time", (_ANY,), None),
    Function("latest", Group.AGGREGATION, "latest(x)", "the last value; the smallest of several at one time", (_ANY,), None),
    Function("share", Group.AGGREGATION, "share(condition)", "share of the events for which it holds, 0 to 1", (_CONDITION,)),
    Function("recency", Group.AGGREGATION, "recency(condition)", "days from the last event to the as-of date", (_CONDITION,), optional=1),
    Function("tenure", Group.AGGREGATION, "tenure(condition)", "days from the first event to the as-of date", (_CONDITION,), optional=1),
    Function("active_days", Group.AGGREGATION, "active_days(condition)", "number of days with an event", (_CONDITION,), optional=1, whole=True),
)  # fmt: skip

_SCALES = (
    Function("rank", Group.SCALE, "rank(x)", "0 to 100 by the share of customers below (the default)", (_N,)),
    Function("minmax", Group.SCALE, "minmax(x)", "lowest = 0, highest = 100", (_N,)),
    Function("raw", Group.SCALE, "raw(x)", "already 0 to 100, used as it is", (_N,)),
)  # fmt: skip

_SCORE = Function(
    "score", Group.SCORE, "score(weight * metric, …)", "weighted mean of scaled metrics, 0 to 100", (_N,), repeats=True
)  # fmt: skip

FUNCTIONS: dict[str, Function] = {f.name: f for f in (*_ROW, *_AGGREGATIONS, *_SCALES, _SCORE)}
"""Every function of the language by its name."""

OTHER_NAMES = {
    **dict.fromkeys(("avg", "average"), "mean"),
    **dict.fromkeys(("coalesce", "ifnull", "nvl", "fillna"), "fill"),
    **dict.fromkeys(("isnull", "isna", "is_null"), "missing"),
    **dict.fromkeys(("log", "ln"), "log1p"),
    **dict.fromkeys(("distinct", "count_distinct", "unique"), "nunique"),
    **dict.fromkeys(("frequency", "len", "size"), "count"),
    **dict.fromkeys(("last", "newest"), "latest"),
    **dict.fromkeys(("datediff", "days"), "days_since"),
    **dict.fromkeys(("startswith", "starts"), "starts_with"),
    **dict.fromkeys(("endswith", "ends"), "ends_with"),
}
"""What a function is called elsewhere, in lower case, and its name here."""
