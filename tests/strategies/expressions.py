"""Random expressions that are valid where their names are: numbers, texts, dates and conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from hypothesis import strategies as st

from oracle import (
    Agg,
    And,
    Arith,
    Bands,
    Call,
    Change,
    Compare,
    Day,
    Expr,
    IfElse,
    In,
    Name,
    Neg,
    Not,
    Num,
    Or,
    Text,
    Tile,
    Truth,
)
from strategies.columns import TEXTS, Draw, days, sometimes
from strategies.names import DEFINITION_NAMES, Names

PARTS = ["o", "g", "G", "'", '"', "%", "_", "`", "\\", "#", "é", "👍", " ", ".", "*", "("]
ORDERS = ["<", "<=", ">", ">=", "==", "!="]

NUMBER_KINDS = ["name", "name", "arith", "arith", "neg", "if", "call", "call", "truth", "bands"]
OVER_ROWS = ["count", "count", "recency", "tenure", "active_days", "active_weeks", "active_weeks"]
OVER_VALUES = ["sum", "mean", "min", "max", "nunique", "first", "latest", "share"]
OVER_VALUES += ["median", "mode"]
EDGES = ["first", "latest", "mode"]
HALF_LIVES = [None, None, None, None, "1h", "36h", "100h", "1d", "7d", "2w", "1m", "1y"]
CUTS = [-1000, -2.5, -1, -0.5, 0, 0.3, 1, 2, 2.25, 30, 99.5, 1e6]
TILES = [2, 3, 4, 5, 5, 10, 100]

literals = st.one_of(
    st.integers(0, 5),
    st.sampled_from([0, 1, 2, 10, 30, 100, 0.5, 1.5, 0.1, 0.3, 2.25, 1e3, 1234.56, -1, -0.5]),
    st.sampled_from([1e6, 1e-6, 1e9]),
).map(Num)
iso_days = days.map(lambda d: Day(d.isoformat()))
text_literals = st.sampled_from(TEXTS).map(Text)


@cache
def one_of(options: tuple) -> st.SearchStrategy:
    return st.sampled_from(options)


def pick(draw: Draw, options: Sequence) -> object:
    return draw(one_of(tuple(options)))


def one_name(draw: Draw, options: Sequence[str]) -> Name:
    return Name(pick(draw, options))


# ---------------------------------------------------------------------------------- numbers


def number_expr(draw: Draw, names: Names, depth: int) -> Expr:
    """A numeric expression that reads at least one name."""
    options = ["name"]
    if depth > 0:
        options = [*NUMBER_KINDS]
        options += ["days"] if names.dates or names.isos else []
        options += ["agg"] * 3 if names.events else []
        options += CHANGES if names.events else []
        options += FITTED if names.fits else []
    return NUMBER_MAKERS[pick(draw, options)](draw, names, depth - 1)


CHANGES = ["change"]
FITTED = ["tile"]


def number_or_literal(draw: Draw, names: Names, depth: int) -> Expr:
    return draw(literals) if draw(st.booleans()) else number_expr(draw, names, depth)


def a_number_name(draw: Draw, names: Names, depth: int) -> Expr:
    """A column or, half of the time, an earlier line."""
    earlier = [name for name in names.numeric if name in DEFINITION_NAMES]
    return one_name(draw, earlier if earlier and draw(st.booleans()) else names.numeric)


def an_arith(draw: Draw, names: Names, depth: int) -> Expr:
    """Numbers; on the left a truth value or a literal now and then."""
    op = pick(draw, "+-*/")
    right = number_expr(draw, names, depth)
    if draw(st.booleans()):
        return Arith(op, right, number_or_literal(draw, names, depth))
    return Arith(op, number_or_literal(draw, names, depth), right)


def a_call(draw: Draw, names: Names, depth: int) -> Expr:
    func = pick(draw, ["fill", "clip", "abs", "sqrt", "log1p", "least", "greatest"])
    first = number_expr(draw, names, depth)
    if func == "clip":
        low, high = sorted(draw(st.tuples(literals, literals)), key=lambda n: n.value)
        return Call("clip", (first, low, high))
    if func == "fill":
        return Call("fill", (first, number_or_literal(draw, names, depth)))
    if func in {"least", "greatest"}:
        count = draw(st.integers(1, 2))
        return Call(func, (first, *(number_or_literal(draw, names, depth) for _ in range(count))))
    return Call(func, (first,))


def some_bands(draw: Draw, names: Names, depth: int) -> Expr:
    cuts = draw(st.lists(st.sampled_from(CUTS), min_size=1, max_size=4, unique=True))
    return Bands(number_expr(draw, names, depth), tuple(sorted(cuts)))


def a_tile(draw: Draw, names: Names, depth: int) -> Expr:
    return Tile(number_expr(draw, names, depth), pick(draw, TILES))


NUMBER_MAKERS: dict[str, Callable[[Draw, Names, int], Expr]] = {
    "name": a_number_name,
    "arith": an_arith,
    "neg": lambda draw, names, depth: Neg(number_expr(draw, names, depth)),
    "if": lambda draw, names, depth: IfElse(
        number_expr(draw, names, depth),
        condition(draw, names, depth),
        number_or_literal(draw, names, depth),
    ),
    "call": a_call,
    "truth": lambda draw, names, depth: Arith(
        pick(draw, "+-*"), condition(draw, names, depth), number_expr(draw, names, depth)
    ),
    "days": lambda draw, names, depth: Call(
        "days_since", (one_name(draw, names.dates + names.isos),)
    ),
    "agg": lambda draw, names, depth: a_number_aggregation(draw, names, depth),
    "change": lambda draw, names, depth: a_change(draw, names, depth),
    "bands": some_bands,
    "tile": a_tile,
}


# ----------------------------------------------------------------------------- aggregations


def windows(draw: Draw, names: Names) -> dict[str, str]:
    """``last`` and ``offset``: either, both or none."""
    spans = names.spans
    last, offset = pick(draw, (None, *spans)), pick(draw, (None, None, None, *spans))
    return {k: v for k, v in {"last": last, "offset": offset}.items() if v is not None}


def a_where(draw: Draw, names: Names, depth: int) -> Expr | None:
    return condition(draw, names.events, depth) if sometimes(draw) else None


def a_number_aggregation(draw: Draw, names: Names, depth: int, *, windowed: bool = True) -> Agg:
    """An aggregation with a numeric value."""
    inside = names.events
    func = pick(draw, OVER_ROWS + OVER_VALUES)
    small = min(depth, 1)
    where = a_where(draw, names, small)
    options: dict[str, object] = windows(draw, names) if windowed else {}
    if func in {"count", "sum"}:
        options["half_life"] = pick(draw, HALF_LIVES)
    if func in OVER_ROWS:
        bare = where is not None and draw(st.booleans())
        return Agg(func, None, where, bare=bare, **options)
    return Agg(func, a_number_argument(draw, func, inside, small), where, **options)


def a_number_argument(draw: Draw, func: str, inside: Names, depth: int) -> Expr:
    if func == "share" or (func in {"sum", "mean"} and draw(st.integers(0, 4)) == 4):
        return condition(draw, inside, depth)
    if func == "nunique":
        return one_name(draw, inside.numbers + inside.texts + inside.truths + inside.dates)
    if func == "sum" and draw(st.integers(0, 4)) == 4:
        return draw(literals)
    return number_expr(draw, inside, depth if sometimes(draw) else 0)


def a_change(draw: Draw, names: Names, depth: int) -> Expr:
    aggregation = a_number_aggregation(draw, names, depth, windowed=False)
    return Change(aggregation, pick(draw, names.spans))


def edge_aggregation(draw: Draw, names: Names, options: Sequence[str]) -> Expr:
    """The first, latest or most frequent text, date or truth value."""
    where = a_where(draw, names, 1)
    arg = one_name(draw, options)
    funcs = EDGES + (["min", "max"] if arg.name in names.events.dates else [])
    return Agg(pick(draw, funcs), arg, where, **windows(draw, names))


# --------------------------------------------------------------------------- texts and dates


def text_expr(draw: Draw, names: Names, depth: int) -> Expr:
    options = ["name", "name", "name"]
    if depth > 0:
        options += ["fill", "if"] + (["agg"] if names.events else [])
    kind = pick(draw, options)
    if kind == "fill":
        return Call("fill", (text_expr(draw, names, depth - 1), draw(text_literals)))
    if kind == "if":
        then, test = text_expr(draw, names, depth - 1), condition(draw, names, depth - 1)
        return IfElse(then, test, draw(text_literals))
    if kind == "agg":
        return edge_aggregation(draw, names, names.events.texts)
    return one_name(draw, names.texts)


def date_expr(draw: Draw, names: Names) -> Expr:
    if names.events and names.events.dates and draw(st.booleans()):
        return edge_aggregation(draw, names, names.events.dates)
    date_name = one_name(draw, names.dates)
    return Call("fill", (date_name, draw(iso_days))) if draw(st.integers(0, 4)) == 4 else date_name


# --------------------------------------------------------------------------------- conditions


def condition(draw: Draw, names: Names, depth: int) -> Expr:
    """An expression that is a truth value."""
    options = ["compare", "compare", "compare", "chain", "in", "text", "truth"]
    options += ["date", "date in"] if names.dates else []
    options += ["iso"] if names.isos else []
    options += ["is", "part", "missing", "text in"]
    if depth > 0:
        options += ["and", "or", "not", "not", "fill", "if"]
        options += ["agg"] if names.events else []
    return CONDITION_MAKERS[pick(draw, options)](draw, names, depth - 1)


def a_compare(draw: Draw, names: Names, depth: int) -> Expr:
    left, right = number_expr(draw, names, depth), number_or_literal(draw, names, depth)
    return Compare(left, ((pick(draw, ORDERS), right),))


def a_chain(draw: Draw, names: Names, depth: int) -> Expr:
    links = [
        (pick(draw, ORDERS), one_name(draw, names.numeric)),
        (pick(draw, ORDERS), number_or_literal(draw, names, depth)),
    ]
    return Compare(number_or_literal(draw, names, depth), tuple(links))


def a_date_compare(draw: Draw, names: Names, depth: int) -> Expr:
    left = date_expr(draw, names)
    right = date_expr(draw, names) if draw(st.booleans()) else draw(iso_days)
    return Compare(left, ((pick(draw, ORDERS), right),))


def a_missing(draw: Draw, names: Names, depth: int) -> Expr:
    if depth > 0 and draw(st.integers(0, 3)) == 3:
        return Call("missing", (condition(draw, names, depth),))
    if depth > 0 and draw(st.booleans()):
        return Call("missing", (number_expr(draw, names, depth),))
    options = names.numeric + names.truths + names.texts + names.dates
    return Call("missing", (one_name(draw, options),))


def an_in(draw: Draw, names: Names, depth: int) -> Expr:
    items = draw(st.lists(literals, min_size=1, max_size=3))
    return In(number_expr(draw, names, min(depth, 1)), tuple(items), draw(st.booleans()))


def a_date_in(draw: Draw, names: Names, depth: int) -> Expr:
    items = draw(st.lists(iso_days, min_size=1, max_size=3))
    return In(date_expr(draw, names), tuple(items), draw(st.booleans()))


def a_text_in(draw: Draw, names: Names, depth: int) -> Expr:
    items = draw(st.lists(text_literals, min_size=1, max_size=3))
    return In(text_expr(draw, names, min(depth, 1)), tuple(items), draw(st.booleans()))


def a_text_compare(draw: Draw, names: Names, depth: int) -> Expr:
    right = text_expr(draw, names, 0) if draw(st.booleans()) else draw(text_literals)
    return Compare(text_expr(draw, names, depth), ((pick(draw, ["==", "!="]), right),))


def a_truth_compare(draw: Draw, names: Names, depth: int) -> Expr:
    right = pick(draw, [Truth(True), Truth(False), Num(1), Num(0)])
    return Compare(one_name(draw, names.truths), ((pick(draw, ["==", "!="]), right),))


def a_part(draw: Draw, names: Names, depth: int) -> Expr:
    func = pick(draw, ["contains", "starts_with", "ends_with"])
    return Call(func, (text_expr(draw, names, min(depth, 1)), Text(pick(draw, PARTS))))


def conditions(draw: Draw, names: Names, depth: int) -> tuple[Expr, ...]:
    return tuple(condition(draw, names, depth) for _ in range(draw(st.integers(2, 3))))


CONDITION_MAKERS: dict[str, Callable[[Draw, Names, int], Expr]] = {
    "compare": a_compare,
    "chain": a_chain,
    "in": an_in,
    "text": a_text_compare,
    "text in": a_text_in,
    "truth": lambda draw, names, depth: one_name(draw, names.truths),
    "is": a_truth_compare,
    "date": a_date_compare,
    "date in": a_date_in,
    "iso": lambda draw, names, depth: Compare(
        one_name(draw, names.isos), ((pick(draw, ORDERS), draw(iso_days)),)
    ),
    "part": a_part,
    "missing": a_missing,
    "and": lambda draw, names, depth: And(conditions(draw, names, depth)),
    "or": lambda draw, names, depth: Or(conditions(draw, names, depth)),
    "not": lambda draw, names, depth: Not(condition(draw, names, depth)),
    "fill": lambda draw, names, depth: Call(
        "fill", (one_name(draw, names.truths), Truth(draw(st.booleans())))
    ),
    "if": lambda draw, names, depth: IfElse(
        condition(draw, names, depth),
        condition(draw, names, depth),
        condition(draw, names, depth),
    ),
    "agg": lambda draw, names, depth: edge_aggregation(draw, names, names.events.truths),
}
