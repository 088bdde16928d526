"""Hypothesis strategies: small hostile tables, and programs that are valid on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
from hypothesis import strategies as st

from oracle import (
    Agg,
    And,
    Arith,
    Call,
    Clock,
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
    Segment,
    Term,
    Text,
    Truth,
    ranks,
    to_text,
)

Row = dict[str, object]
Draw = Callable

KEY, TIME = "customer_id", "at"
FIRST_DAY = date(2025, 12, 25)

# ---------------------------------------------------------------------------------- columns

NUMBER, INTEGER, FLAG, SURE, TEXT, DATE, ISO, POINTS = (
    "number",
    "integer",
    "flag",
    "sure",
    "text",
    "date",
    "iso",
    "points",
)

CUSTOMER_COLUMNS = {
    "spend": NUMBER,
    "visits": INTEGER,
    "plan": TEXT,
    "newsletter": FLAG,
    "member": SURE,
    "signup": DATE,
    "joined": ISO,
    "nps_index": POINTS,
    "days since visit": NUMBER,
    "class": TEXT,
    "größe": NUMBER,
    "channel": TEXT,  # also an events column
    "a.b (€)": NUMBER,
}
EVENT_COLUMNS = {
    "amount": NUMBER,
    "qty": INTEGER,
    "channel": TEXT,
    "returned": FLAG,
    "unit price": NUMBER,
    "due": DATE,
}

# Legal, odd, and none of them a customers column: names of functions, events columns, names that
# differ from a column in case only, soft keywords, words of SQL, other scripts.
DEFINITION_NAMES = [
    "a",
    "b1",
    "value",
    "recent_90d",
    "_x",
    "amount",
    "qty",
    "Spend",
    "SPEND",
    "nps",
    "count",
    "rank",
    "where",
    "last",
    "match",
    "type",
    "select",
    "order",
    "NULL",
    "Segment",
    "Unassigned",
    "index",
    "länge",
    "顧客",
    "μ",
    "время",
]
SEGMENT_NAMES = [
    "Active",
    "Passive",
    "At risk",
    "Can't lose them",
    'The "rest"',
    "spend",
    "Open (never [closed",
    "50 % = half",
    "score >= 70",
    "<b>",
    "👍 fans",
    "عملاء",
    "if",
    "7",
    "-",
]
TEXTS = [
    "gold",
    "Gold",
    "silver",
    "",
    " ",
    "it's",
    'say "hi"',
    "#1",
    "a:b",
    "tick`s`",
    "100%",
    "a_b",
    "back\\slash",
    "tab\there",
    "line\nbreak",
    "né",
    "👍🏽",
    "NaN",
    "None",
    "(",
    "=1+1",
]
PARTS = ["o", "g", "G", "'", '"', "%", "_", "`", "\\", "#", "é", "👍", " ", ".", "*", "("]

NUMBERS = [
    0,
    0.0,
    1,
    -1,
    2,
    3,
    0.1,
    0.2,
    0.3,
    -0.0,
    -2.5,
    99.5,
    100,
    1234.56,
    1e-7,
    5e-7,
    -5e-7,
    0.1234567,
    1.0000005,
    5e-10,
    2.4999999995,
    3_999_999.5,
    4_100_000.25,
]

numbers = st.one_of(
    st.sampled_from([0.0, 1.0, 2.0, 2.0, -1.0]),
    st.sampled_from([float(x) for x in NUMBERS]),
    st.integers(-300, 300).map(lambda x: x / 100),
    st.floats(-1e5, 1e5, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-12),
    st.sampled_from([None, None, float("nan"), float("inf"), float("-inf")]),
)
days = st.integers(0, 40).map(lambda n: FIRST_DAY + timedelta(days=n))
CELLS: dict[str, st.SearchStrategy] = {
    NUMBER: numbers,
    INTEGER: st.integers(-3, 12),
    FLAG: st.sampled_from([True, False, None]),
    SURE: st.booleans(),
    TEXT: st.one_of(st.sampled_from(TEXTS[:3]), st.sampled_from([*TEXTS, None, None])),
    DATE: st.one_of(st.none(), days.map(lambda d: datetime(d.year, d.month, d.day))),
    ISO: st.one_of(st.none(), days.map(date.isoformat)),
    POINTS: st.one_of(st.none(), st.integers(0, 10).map(lambda x: x * 10.0), st.floats(0, 100)),
}


def rows_of(columns: dict[str, str], fixed: dict[str, st.SearchStrategy]) -> st.SearchStrategy:
    return st.fixed_dictionaries(fixed | {name: CELLS[kind] for name, kind in columns.items()})


# --------------------------------------------------------------------------------- programs


@dataclass(frozen=True)
class Names:
    """The names an expression may use, by type; ``events`` inside aggregations."""

    numbers: tuple[str, ...] = ()
    truths: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    isos: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    events: Names | None = field(default=None, repr=False)

    @property
    def numeric(self) -> tuple[str, ...]:
        return self.numbers + self.points + self.scores


def names_of(columns: dict[str, str], rows: Sequence[Row], events: Names | None) -> Names:
    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(name for name, kind in columns.items() if kind in kinds)

    # Text is a date by its content: a column without any content is no date.
    isos = tuple(n for n in of(ISO) if any(row[n] is not None for row in rows))
    return Names(
        of(NUMBER, INTEGER), of(FLAG, SURE), of(TEXT), of(DATE), isos, of(POINTS), (), events
    )


literals = st.one_of(
    st.integers(0, 5),
    st.sampled_from([0, 1, 2, 10, 30, 100, 0.5, 1.5, 0.1, 0.3, 2.25, 1e3, 1234.56, -1, -0.5]),
    st.sampled_from([1e6, 1e-6, 1e9]),
).map(Num)
iso_days = days.map(lambda d: Day(d.isoformat()))
text_literals = st.sampled_from(TEXTS).map(Text)
ORDERS = ["<", "<=", ">", ">=", "==", "!="]
DURATIONS = ["1d", "2d", "3d", "7d", "30d", "1w", "2w", "1h", "24h", "36h", "100h"]


def pick(draw: Draw, options: Sequence[str]) -> str:
    return draw(st.sampled_from(list(options)))


def one_name(draw: Draw, options: Sequence[str]) -> Name:
    return Name(pick(draw, options))


def number_expr(draw: Draw, names: Names, depth: int) -> Expr:
    """A numeric expression that reads at least one name."""
    options = ["name", "name"]
    if depth > 0:
        options += ["arith", "arith", "neg", "if", "call", "call", "truth"]
        options += ["days"] if names.dates or names.isos else []
        options += ["agg"] * 3 if names.events else []
    return NUMBER_MAKERS[pick(draw, options)](draw, names, depth - 1)


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


def a_number_aggregation(draw: Draw, names: Names, depth: int) -> Expr:
    """An aggregation with a numeric value."""
    inside = names.events
    over_rows = ["count", "count", "recency", "tenure", "active_days"]
    over_values = ["sum", "mean", "min", "max", "nunique", "first", "latest", "share"]
    func = pick(draw, over_rows + over_values)
    small = min(depth, 1)
    where = condition(draw, inside, small) if draw(st.booleans()) else None
    last = draw(st.one_of(st.none(), st.sampled_from(DURATIONS)))
    if func in over_rows:
        bare = where is not None and draw(st.booleans())
        return Agg(func, None, where, last, bare)
    if func == "share" or (func in {"sum", "mean"} and draw(st.integers(0, 4)) == 4):
        arg = condition(draw, inside, small)
    elif func == "nunique":
        arg = one_name(draw, inside.numbers + inside.texts + inside.truths + inside.dates)
    else:
        arg = (
            number_or_literal(draw, inside, small)
            if func == "sum"
            else number_expr(draw, inside, small)
        )
    return Agg(func, arg, where, last)


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
    "agg": a_number_aggregation,
}


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


def edge_aggregation(draw: Draw, names: Names, options: Sequence[str]) -> Expr:
    where = condition(draw, names.events, 1) if draw(st.booleans()) else None
    last = draw(st.one_of(st.none(), st.sampled_from(DURATIONS)))
    arg = one_name(draw, options)
    funcs = ["first", "latest"] + (["min", "max"] if arg.name in names.events.dates else [])
    return Agg(pick(draw, funcs), arg, where, last)


def date_expr(draw: Draw, names: Names) -> Expr:
    if names.events and names.events.dates and draw(st.booleans()):
        return edge_aggregation(draw, names, names.events.dates)
    date_name = one_name(draw, names.dates)
    return Call("fill", (date_name, draw(iso_days))) if draw(st.integers(0, 4)) == 4 else date_name


def condition(draw: Draw, names: Names, depth: int) -> Expr:
    """An expression that is a truth value."""
    options = ["compare", "compare", "compare", "chain", "in", "text", "truth"]
    options += ["date", "date in"] if names.dates else []
    options += ["iso"] if names.isos else []
    options += ["is", "part", "missing", "text in"]
    if depth > 0:
        options += ["and", "or", "not", "not", "fill", "if"]
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
    right = draw(st.sampled_from([Truth(True), Truth(False), Num(1), Num(0)]))
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
}


def a_term(draw: Draw, names: Names, ranked: bool) -> Term:
    weight = draw(st.sampled_from([1, 1, 2, 3, 0.5, -1, -2, 0, 0.25, -1.5]))
    scales = ["minmax", "minmax", "raw"] + (["rank", None, None, None] if ranked else [])
    scales += ["score"] * 2 if names.scores else []
    scale = draw(st.sampled_from(scales))
    if scale == "score":
        return Term(weight, one_name(draw, names.scores))
    if scale == "raw":
        if draw(st.booleans()):
            return Term(weight, one_name(draw, names.points), "raw")
        inner = Arith("+", one_name(draw, names.numbers), number_expr(draw, names, 1))
        return Term(weight, Call("clip", (inner, Num(0), Num(100))), "raw")
    metric = a_metric(draw, names)
    if scale is None and not isinstance(metric, Name | Agg) and draw(st.booleans()):
        scale = "rank"
    return Term(weight, metric, scale)


def a_metric(draw: Draw, names: Names) -> Expr:
    """What a scale may take: no product and no minus on top, and no score alone."""
    kinds = ["name", "sum", "call", "truth"] + (["agg", "agg", "agg"] if names.events else [])
    kinds += ["days"] if names.dates or names.isos else []
    kind = pick(draw, kinds)
    if kind == "days":
        return NUMBER_MAKERS["days"](draw, names, 0)
    if kind == "agg":
        return a_number_aggregation(draw, names, 1)
    if kind == "call":
        return a_call(draw, names, 1)
    if kind == "truth":
        return condition(draw, names, 1)
    name = one_name(draw, names.numbers + names.points)
    return Arith(pick(draw, "+-"), name, number_expr(draw, names, 2)) if kind == "sum" else name


def a_score(draw: Draw, names: Names, ranked: bool) -> Score:
    terms = [a_term(draw, names, ranked) for _ in range(draw(st.integers(1, 4)))]
    return Score(tuple(terms))


def extended(names: Names, kind: str, name: str) -> Names:
    return replace(names, **{kind: (*getattr(names, kind), name)})


def a_definition(draw: Draw, names: Names, name: str, ranked: bool) -> tuple[Definition, Names]:
    options = ["number", "number", "truth", "text", "score", "score"]
    options += ["date"] if names.events and names.events.dates else []
    options += ["agg"] * 6 if names.events else []
    kind = pick(draw, options)
    body: Expr | Score
    if kind == "score":
        body, group = a_score(draw, names, ranked), "scores"
    elif kind == "truth":
        body, group = condition(draw, names, 2), "truths"
    elif kind == "text":
        body, group = text_expr(draw, names, 2), "texts"
    elif kind == "date":
        body, group = edge_aggregation(draw, names, names.events.dates), "dates"
    elif kind == "agg":
        body, group = a_number_aggregation(draw, names, 2), "numbers"
    else:
        body, group = number_expr(draw, names, 3), "numbers"
    return Definition(name, body), extended(names, group, name)


def distinct(draw: Draw, options: Sequence[str], low: int, high: int) -> list[str]:
    size = draw(st.integers(low, high))
    names = st.lists(st.sampled_from(options), unique=True, min_size=size, max_size=size)
    return draw(names)


def a_program(draw: Draw, names: Names, *, ranked: bool) -> Program:
    defined = distinct(draw, DEFINITION_NAMES, 0, 5)
    labels = distinct(draw, SEGMENT_NAMES, 1, 4)
    slots = [(True, name) for name in defined] + [(False, label) for label in labels]
    if draw(st.integers(0, 4)) == 4:  # now and then definitions between and after segments
        slots = draw(st.permutations(slots))
    rest = len(labels) > 1 and not slots[-1][0] and draw(st.booleans())
    statements: list[Definition | Segment] = []
    for number, (defining, name) in enumerate(slots):
        if defining:
            definition, names = a_definition(draw, names, name, ranked)
            statements.append(definition)
        elif rest and number == len(slots) - 1:
            statements.append(Segment(name, None))
        else:
            statements.append(Segment(name, condition(draw, names, 2)))
    return Program(tuple(statements))


# ------------------------------------------------------------------------------------- cases

DTYPES: dict[str, dict[str, str]] = {
    "plain": {
        NUMBER: "float64",
        INTEGER: "int64",
        FLAG: "object",
        SURE: "bool",
        TEXT: "str",
        DATE: "datetime64[us]",
        ISO: "str",
        POINTS: "float64",
    },
    "nullable": {
        NUMBER: "Float64",
        INTEGER: "Int64",
        FLAG: "boolean",
        SURE: "boolean",
        TEXT: "string",
        DATE: "datetime64[ns]",
        ISO: "string",
        POINTS: "Float64",
    },
    "odd": {
        NUMBER: "float64",
        INTEGER: "int32",
        FLAG: "boolean",
        SURE: "bool",
        TEXT: "category",
        DATE: "datetime64[s]",
        ISO: "object",
        POINTS: "float64",
    },
}


@dataclass(frozen=True)
class Case:
    """A cell, its tables, and how they are handed over."""

    program: Program
    seed: int | None
    customers: list[Row]
    events: list[Row]
    as_of: date
    dtypes: str = "plain"
    labels: tuple[object, ...] = ()
    zone: str | None = None
    left_out: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return to_text(self.program, self.seed)

    @property
    def ids(self) -> str:
        return id_dtype(self.customers, self.events)

    @property
    def customers_frame(self) -> pd.DataFrame:
        frame = customers_frame(self.customers, self.dtypes, self.labels, self.ids)
        return frame.drop(columns=list(self.left_out))

    @property
    def events_frame(self) -> pd.DataFrame:
        return events_frame(self.events, self.dtypes, self.zone, self.ids)

    @property
    def ranked(self) -> list[str]:
        return [d.name for d in self.program.definitions if ranks(self.program, d.body)]


def column(values: list[object], kind: str, dtypes: str) -> pd.Series:
    dtype = DTYPES[dtypes][kind]
    if kind == FLAG and dtype == "object" and all(value is None for value in values):
        dtype = "boolean"  # an object column of nothing has no type
    if dtype == "Float64":
        values = [None if value != value else value for value in values]
    if dtype == "category":
        values = list(pd.Series(values, dtype="object"))
    return pd.Series(values, dtype=dtype)


def id_dtype(*tables: Sequence[Row]) -> str:
    """The one type of the ids of both tables."""
    ids = [row[KEY] for rows in tables for row in rows if row[KEY] is not None]
    return "int64" if ids and all(isinstance(value, int) for value in ids) else "str"


def customers_frame(
    rows: Sequence[Row],
    dtypes: str = "plain",
    labels: Sequence[object] = (),
    ids: str | None = None,
) -> pd.DataFrame:
    """The rows as a pandas frame, with the given index labels if there are any."""
    data = {KEY: pd.Series([row[KEY] for row in rows], dtype=ids or id_dtype(rows))}
    for name, kind in CUSTOMER_COLUMNS.items():
        data[name] = column([row[name] for row in rows], kind, dtypes)
    frame = pd.DataFrame(data)
    if labels:
        frame.index = pd.Index(list(labels))
    return frame


def events_frame(
    rows: Sequence[Row], dtypes: str = "plain", zone: str | None = None, ids: str | None = None
) -> pd.DataFrame:
    """The events as a pandas frame; with a zone, the times are shown in it."""
    data = {KEY: pd.Series([row[KEY] for row in rows], dtype=ids or id_dtype(rows))}
    times = [row[TIME] for row in rows]
    if zone is None:
        data[TIME] = pd.Series(times, dtype=DTYPES[dtypes][DATE])
    else:
        data[TIME] = pd.Series(times, dtype="datetime64[us, UTC]").dt.tz_convert(zone)
    for name, kind in EVENT_COLUMNS.items():
        data[name] = column([row[name] for row in rows], kind, dtypes)
    return pd.DataFrame(data)


# The clocks of Berlin changed on 2026-03-29 and 2025-10-26, those of New York on 2026-03-08 and
# 2025-11-02.
CHANGES = {
    "Europe/Berlin": [date(2026, 3, 29), date(2025, 10, 26)],
    "America/New_York": [date(2026, 3, 8), date(2025, 11, 2)],
}


def times(clock: Clock) -> st.SearchStrategy[datetime]:
    """Times around the end and around the edges of every window, many of them equal."""
    edges = [clock.window().end, *(clock.window(last).start for last in DURATIONS)]
    midnights = [clock.midnight(clock.as_of - timedelta(days=n)) for n in range(-2, 5)]
    seconds = st.sampled_from([0, 0, 0, -1, 1])
    near = st.builds(lambda t, s: t + timedelta(seconds=s), st.sampled_from(edges), seconds)
    quarters = st.integers(-96, 960).map(lambda n: clock.window().end - timedelta(minutes=15 * n))
    instants = st.one_of(near, st.sampled_from(midnights), quarters)
    return instants if clock.zone is None else instants.map(lambda t: t.replace(tzinfo=UTC))


@st.composite
def tables(
    draw: Draw, zone: str | None = None, max_customers: int = 25, max_events: int = 80
) -> tuple[list[Row], list[Row], date]:
    """Customers, events, and an as-of date not before the first event."""
    textual = draw(st.booleans())
    label = (lambda n: f"c{n}") if textual else (lambda n: n)
    size = draw(st.integers(0, max_customers))
    order = draw(st.permutations(range(1, size + 1)))
    customers = [{KEY: label(n), **draw(rows_of(CUSTOMER_COLUMNS, {}))} for n in order]
    # Most events belong to a few customers; the last two ids are no customers.
    owner = st.one_of(st.integers(1, min(size, 3) + 1), st.integers(1, size + 2)).map(label)
    if zone is None:
        as_of = FIRST_DAY + timedelta(days=draw(st.integers(8, 32)))
    else:
        change = draw(st.sampled_from(CHANGES[zone]))
        as_of = change + timedelta(days=draw(st.integers(-1, 4)))
    clock = Clock(as_of, zone)
    fixed = {KEY: mostly(owner) if textual else owner, TIME: mostly(times(clock))}
    count = draw(st.integers(0, max_events))
    event = rows_of(EVENT_COLUMNS, fixed)
    events = draw(st.lists(event, min_size=count // 2, max_size=count))
    first = min((clock.wall(at) for at in moments(events)), default=None)
    return customers, events, as_of if first is None else max(as_of, first.date())


def mostly(values: st.SearchStrategy) -> st.SearchStrategy:
    """Missing once in a while."""
    return st.one_of(*[values] * 15, st.none())


def moments(events: Sequence[Row]) -> list[datetime]:
    return [row[TIME] for row in events if isinstance(row[TIME], datetime)]


def labels_for(draw: Draw, size: int) -> tuple[object, ...]:
    """Index labels: the default, shuffled numbers, texts, or one label many times."""
    kind = draw(st.sampled_from(["default", "shuffled", "text", "same"]))
    if kind == "default" or not size:
        return ()
    if kind == "same":
        return (7,) * size
    shuffled = draw(st.permutations(range(size)))
    return tuple(f"row {n}" if kind == "text" else n for n in shuffled)


def scope(
    customers: Sequence[Row],
    events: Sequence[Row] | None,
    zone: str | None = None,
    left_out: frozenset[str] = frozenset(),
) -> Names:
    """The names of the two tables; a time column with a zone is no date to compare."""
    inside = None
    if events is not None:
        columns = EVENT_COLUMNS | ({TIME: DATE} if zone is None else {})
        inside = names_of(columns, events, None)
    outside = {name: kind for name, kind in CUSTOMER_COLUMNS.items() if name not in left_out}
    return names_of(outside, customers, inside)


@st.composite
def cases(
    draw: Draw,
    *,
    ranked: bool = False,
    zone: str | None = None,
    with_events: bool = True,
    left_out: frozenset[str] = frozenset(),
) -> Case:
    """A valid cell with its tables; without ``ranked`` no score takes a rank."""
    customers, events, as_of = draw(tables(zone, max_events=80 if with_events else 0))
    names = scope(customers, events if with_events else None, zone, left_out)
    return Case(
        a_program(draw, names, ranked=ranked),
        draw(st.one_of(st.none(), st.integers(0, 10**6))),
        customers,
        events,
        as_of,
        draw(st.sampled_from(sorted(DTYPES))),
        labels_for(draw, len(customers)),
        zone,
        left_out,
    )


@st.composite
def future_events(draw: Draw, case: Case) -> Row:
    """An event of a customer of the case, after its as-of date."""
    owner = st.sampled_from([row[KEY] for row in case.customers])
    midnight = datetime(case.as_of.year, case.as_of.month, case.as_of.day) + timedelta(days=1)
    after = st.sampled_from([0, 1, 3600, 86_400 * 400]).map(lambda s: midnight + timedelta(0, s))
    return draw(rows_of(EVENT_COLUMNS, {KEY: owner, TIME: after}))


@st.composite
def partitions(draw: Draw) -> tuple[Case, Expr]:
    """A condition, and the cell that asks for it and for its negation."""
    customers, events, as_of = draw(tables())
    wanted = condition(draw, scope(customers, events), 3)
    program = Program((Segment("Yes", wanted), Segment("No", Not(wanted))))
    seed = draw(st.one_of(st.none(), st.integers(0, 10**6)))
    return Case(program, seed, customers, events, as_of), wanted
