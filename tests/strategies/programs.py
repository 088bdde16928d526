"""Random programs: scores, definitions and segments."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from oracle import (
    Agg,
    Arith,
    Bands,
    Call,
    Definition,
    Expr,
    Name,
    Num,
    Program,
    Score,
    Segment,
    Term,
    Tile,
)
from strategies.columns import Draw
from strategies.expressions import (
    CHANGES,
    NUMBER_MAKERS,
    a_call,
    a_number_aggregation,
    condition,
    edge_aggregation,
    number_expr,
    one_name,
    pick,
    text_expr,
)
from strategies.names import DEFINITION_NAMES, SEGMENT_NAMES, Names, extended

WEIGHTS = [1, 1, 2, 3, -1, -2, 0.5, -1.5, 0]
POLICIES = [None, "skip", "zero", "zero", "all"]
STEPS = ["bands", "tile"]


def a_term(draw: Draw, names: Names, ranked: bool) -> Term:
    weight = pick(draw, WEIGHTS)
    scales = ["minmax", "minmax", "raw", *STEPS] + (["rank", None, None, None] if ranked else [])
    scales += ["score"] * 2 if names.scores else []
    scales += ["steps"] * 3 if names.steps else []
    scale = pick(draw, scales)
    if scale in STEPS:
        return Term(weight, NUMBER_MAKERS[scale](draw, names, 1))
    if scale in {"score", "steps"}:
        kept = names.scores if scale == "score" else names.steps
        written = pick(draw, [None, None, None, "minmax", "raw", "rank" if ranked else None])
        return Term(weight, one_name(draw, kept), written)
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
    kinds = ["name", "sum", "call", "truth"]
    kinds += ["agg", "agg", "agg", *CHANGES] if names.events else []
    kinds += ["days"] if names.dates or names.isos else []
    kind = pick(draw, kinds)
    if kind in {"days", "change"}:
        return NUMBER_MAKERS[kind](draw, names, 0)
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
    return Score(tuple(terms), pick(draw, POLICIES))


def a_definition(draw: Draw, names: Names, name: str, ranked: bool) -> tuple[Definition, Names]:
    options = ["number", "number", "truth", "text", "score", "score", *STEPS]
    options += ["date"] if names.events and names.events.dates else []
    options += ["agg"] * 6 + CHANGES * 2 if names.events else []
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
    elif kind == "number":
        body, group = number_expr(draw, names, 3), "numbers"
    else:
        body, group = NUMBER_MAKERS[kind](draw, names, 2), "numbers"
    if isinstance(body, Bands | Tile):
        group = "steps"
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
