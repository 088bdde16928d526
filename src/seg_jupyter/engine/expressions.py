"""Program expressions → columns of values, row by row alike for customers and for events."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import reduce

import numpy as np

from seg_jupyter.engine import missing
from seg_jupyter.engine.rounding import round9
from seg_jupyter.engine.steps import digits
from seg_jupyter.engine.values import (
    NO_DATE,
    TRUE,
    UNKNOWN,
    Bits,
    Dates,
    Floats,
    Numbers,
    Texts,
    Truths,
    Vector,
    clock_of,
    moment,
)
from seg_jupyter.errors import SegmentTypeError, Span
from seg_jupyter.lang.program import (
    Aggregation,
    Column,
    Constant,
    Defined,
    Expression,
    Operation,
    Tile,
)
from seg_jupyter.lang.schema import Kind


@dataclass(frozen=True)
class Rows:
    """What an expression can be evaluated on: customers, or events.

    Parameters
    ----------
    size
        Number of rows.
    read
        Returns the values of a column.
    text
        The cell, for messages.
    today
        The as-of date, in days since 1970; None if nothing needs it.
    defined, aggregated
        Values of earlier lines and of aggregations (customers only).
    cuts
        Returns the cuts of a tile, given all of its values (customers only).
    """

    size: int
    read: Callable[[Column], Vector]
    text: str
    today: int | None = None
    defined: Mapping[str, Vector] = field(default_factory=dict)
    aggregated: Mapping[Aggregation, Vector] = field(default_factory=dict)
    cuts: Callable[[Tile, Floats], Floats] | None = None


def evaluate(expression: Expression, rows: Rows) -> Vector:
    """Evaluate an expression on all rows."""
    match expression:
        case Constant():
            return _constant(expression, rows.size, None)
        case Column():
            return rows.read(expression)
        case Defined():
            return rows.defined[expression.name]
        case Aggregation():
            return rows.aggregated[expression]
        case Tile():
            return _tile(expression, rows)
        case Operation():
            return _OPERATIONS[expression.operator](expression, rows)
    raise AssertionError(expression)  # pragma: no cover - the match names every kind of expression


def numbers(expression: Expression, rows: Rows) -> Floats:
    """Evaluate an expression that is a number."""
    vector = evaluate(expression, rows)
    assert isinstance(vector, Numbers)  # noqa: S101 - the checker has settled the kind
    return vector.values


def _sides(operation: Operation, rows: Rows) -> tuple[Floats, Floats]:
    """Evaluate two numbers; a literal beside a column as one value, which spares a column of it."""
    one = replace(rows, size=1)
    left, right = operation.operands
    if isinstance(right, Constant):
        return numbers(left, rows), numbers(right, one)
    return numbers(left, one if isinstance(left, Constant) else rows), numbers(right, rows)


def truths(expression: Expression, rows: Rows) -> Truths:
    """Evaluate an expression that is a condition."""
    vector = evaluate(expression, rows)
    assert isinstance(vector, Truths)  # noqa: S101
    return vector


def _constant(constant: Constant, size: int, zone: tzinfo | None) -> Vector:
    value = constant.value
    match constant.kind:
        case Kind.TEXT:
            if value is None:
                return Texts(np.full(size, -1, np.int64), ())
            return Texts(np.zeros(size, np.int64), (str(value),))
        case Kind.TRUTH:
            return Truths(np.full(size, UNKNOWN if value is None else np.int8(2 * bool(value))))
        case Kind.DATE:
            if not isinstance(value, datetime):
                return Dates(np.full(size, NO_DATE), np.full(size, NO_DATE), zone)
            instant = moment(value, zone)
            shown = moment(value.replace(tzinfo=None), None)
            clock = clock_of(instant, zone) if value.tzinfo and zone else shown
            return Dates(np.full(size, instant), np.full(size, clock), zone)
    number = value if isinstance(value, int | float) else np.nan
    return Numbers(np.full(size, number, np.float64))


# operands of one kind


def _texts(operands: Sequence[Expression], rows: Rows) -> list[Texts]:
    """Evaluate texts and give them one common list of texts."""
    vectors = [evaluate(operand, rows) for operand in operands]
    assert all(isinstance(vector, Texts) for vector in vectors)  # noqa: S101
    texts = [vector for vector in vectors if isinstance(vector, Texts)]
    first = texts[0].texts
    if all(vector.texts == first for vector in texts):
        return texts
    every = tuple(sorted(set().union(*(vector.texts for vector in texts))))
    return [Texts(vector.recoded(every), every) for vector in texts]


def _dates(operands: Sequence[Expression], rows: Rows) -> list[Dates]:
    """Evaluate dates; a literal is read in the zone of the columns beside it."""
    read = {i: evaluate(o, rows) for i, o in enumerate(operands) if not isinstance(o, Constant)}
    columns = [vector for vector in read.values() if isinstance(vector, Dates)]
    zones = {vector.zone is not None for vector in columns}
    zone = columns[0].zone if columns else None
    literals = [o.value for o in operands if isinstance(o, Constant)]
    aware = any(isinstance(value, datetime) and value.tzinfo for value in literals)
    if len(zones) > 1 or (aware and columns and zone is None):
        raise mixed_zones(rows.text, operands[0].span.to(operands[-1].span))
    vectors = [
        _constant(operand, rows.size, zone) if isinstance(operand, Constant) else read[i]
        for i, operand in enumerate(operands)
    ]
    return [vector for vector in vectors if isinstance(vector, Dates)]


def mixed_zones(text: str, span: Span) -> SegmentTypeError:
    """Return the error for a time with a zone beside one without."""
    return SegmentTypeError(
        "one of these times has a zone, the other has none",
        source=text,
        span=span,
        remedy="Give both a zone, or neither, in the frame.",
    )


# operators


def _negative(operation: Operation, rows: Rows) -> Numbers:
    return Numbers(-numbers(operation.operands[0], rows))


def _arithmetic(operation: Operation, rows: Rows) -> Numbers:
    return Numbers(missing.arithmetic(operation.operator, *_sides(operation, rows)))


def _comparison(operation: Operation, rows: Rows) -> Truths:
    operator, (left, right) = operation.operator, operation.operands
    if left.kind is Kind.NUMBER:
        return missing.compare_numbers(operator, *_sides(operation, rows))
    if left.kind is Kind.DATE:
        a, b = _dates((left, right), rows)
        return missing.compare(operator, a.instants, b.instants, a.missing | b.missing)
    if left.kind is Kind.TRUTH:
        p, q = truths(left, rows), truths(right, rows)
        return missing.compare(operator, p.values, q.values, p.missing | q.missing)
    same = _same_text(left, right, rows)
    return missing.negate(same) if operator == "!=" else same


def _same_text(left: Expression, right: Expression, rows: Rows) -> Truths:
    """Compare texts; a literal is looked up once, not joined to the list of texts."""
    if isinstance(left, Constant):
        left, right = right, left
    if isinstance(right, Constant) and isinstance(right.value, str):
        column = evaluate(left, rows)
        assert isinstance(column, Texts)  # noqa: S101
        return missing.known(column.codes == _code(column, right.value), column.missing)
    a, b = _texts((left, right), rows)
    return missing.known(a.codes == b.codes, a.missing | b.missing)


def _code(column: Texts, text: str) -> int:
    """Return the code of a text, or one that no row has."""
    place = bisect_left(column.texts, text)
    return place if column.texts[place : place + 1] == (text,) else len(column.texts)


def _membership(operation: Operation, rows: Rows) -> Truths:
    operand, *items = operation.operands
    one = replace(rows, size=1)
    if operand.kind is Kind.NUMBER:
        values = round9(numbers(operand, rows))
        listed = round9(np.concatenate([numbers(item, one) for item in items]))
        return missing.known(np.isin(values, listed), np.isnan(values))
    column = evaluate(operand, rows) if operand.kind is Kind.TEXT else None
    if isinstance(column, Texts):
        texts = [item.value for item in items if isinstance(item, Constant)]
        codes = [_code(column, str(text)) for text in texts]
        return missing.known(np.isin(column.codes, codes), column.missing)
    return missing.disjunction(
        [
            _comparison(Operation(Kind.TRUTH, operation.span, "==", (operand, item)), rows)
            for item in items
        ]
    )


def _negation(operation: Operation, rows: Rows) -> Truths:
    return missing.negate(truths(operation.operands[0], rows))


def _junction(operation: Operation, rows: Rows) -> Truths:
    operands = [truths(operand, rows) for operand in operation.operands]
    if operation.operator == "and":
        return missing.conjunction(operands)
    return missing.disjunction(operands)


def _conditional(operation: Operation, rows: Rows) -> Vector:
    then, condition, otherwise = operation.operands
    chosen = truths(condition, rows)
    return _choose(then, otherwise, rows, lambda _: (chosen.true, chosen.missing))


def _choose(
    then: Expression,
    otherwise: Expression,
    rows: Rows,
    where: Callable[[Vector], tuple[Bits, Bits]],
) -> Vector:
    """Take `then` where it is chosen, nothing where that is unknown, else `otherwise`.

    `where` tells, given the values of `then`, which are evaluated once: an inner choice would
    otherwise cost twice as much at every level.
    """
    if then.kind is Kind.NUMBER:
        a, b = numbers(then, rows), numbers(otherwise, rows)
        first, unknown = where(Numbers(a))
        return Numbers(np.where(unknown, np.nan, np.where(first, a, b)))
    if then.kind is Kind.TRUTH:
        p, q = truths(then, rows), truths(otherwise, rows)
        first, unknown = where(p)
        return Truths(np.where(unknown, UNKNOWN, np.where(first, p.values, q.values)))
    if then.kind is Kind.TEXT:
        s, t = _texts((then, otherwise), rows)
        first, unknown = where(s)
        return Texts(np.where(unknown, -1, np.where(first, s.codes, t.codes)), s.texts)
    d, e = _dates((then, otherwise), rows)
    if d.zone != e.zone:
        raise SegmentTypeError(
            "these times have different zones, so that their days cannot stand in one value",
            source=rows.text,
            span=then.span.to(otherwise.span),
            remedy="Bring both to one zone in the frame: .dt.tz_convert(...).",
        )
    first, unknown = where(d)
    return Dates(
        np.where(unknown, NO_DATE, np.where(first, d.instants, e.instants)),
        np.where(unknown, NO_DATE, np.where(first, d.clock, e.clock)),
        d.zone,
    )


def _number_of_truth(operation: Operation, rows: Rows) -> Numbers:
    truth = truths(operation.operands[0], rows)
    return Numbers(np.where(truth.missing, np.nan, (truth.values == TRUE).astype(np.float64)))


# row functions


def _absolute(operation: Operation, rows: Rows) -> Numbers:
    return Numbers(np.abs(numbers(operation.operands[0], rows)))


def _square_root(operation: Operation, rows: Rows) -> Numbers:
    with np.errstate(invalid="ignore"):
        return Numbers(missing.finite(np.sqrt(numbers(operation.operands[0], rows))))


def _log1p(operation: Operation, rows: Rows) -> Numbers:
    with np.errstate(all="ignore"):
        return Numbers(missing.finite(np.log1p(numbers(operation.operands[0], rows))))


def _least(operation: Operation, rows: Rows) -> Numbers:
    return Numbers(reduce(np.minimum, (numbers(operand, rows) for operand in operation.operands)))


def _greatest(operation: Operation, rows: Rows) -> Numbers:
    return Numbers(reduce(np.maximum, (numbers(operand, rows) for operand in operation.operands)))


def _clip(operation: Operation, rows: Rows) -> Numbers:
    value, low, high = (numbers(operand, rows) for operand in operation.operands)
    return Numbers(np.minimum(np.maximum(value, low), high))


def _fill(operation: Operation, rows: Rows) -> Vector:
    value, other = operation.operands
    nowhere = np.zeros(rows.size, np.bool_)
    return _choose(value, other, rows, lambda values: (~values.missing, nowhere))


def _is_missing(operation: Operation, rows: Rows) -> Truths:
    absent = evaluate(operation.operands[0], rows).missing
    return missing.known(absent, np.zeros(rows.size, np.bool_))


def _days_since(operation: Operation, rows: Rows) -> Numbers:
    (dates,) = _dates(operation.operands, rows)
    assert rows.today is not None  # noqa: S101 - the run has settled the as-of date
    return Numbers(np.where(dates.missing, np.nan, (rows.today - dates.days).astype(np.float64)))


def _bands(operation: Operation, rows: Rows) -> Numbers:
    value, *cuts = operation.operands
    written = np.array([cut.value for cut in cuts if isinstance(cut, Constant)], np.float64)
    return Numbers(digits(round9(numbers(value, rows)), round9(written)))


def _tile(tile: Tile, rows: Rows) -> Numbers:
    values = round9(numbers(tile.value, rows))
    assert rows.cuts is not None  # noqa: S101 - the checker keeps tiles out of aggregations
    cuts = rows.cuts(tile, values)
    return Numbers(digits(values, cuts) if len(cuts) else np.full(rows.size, np.nan))


def _change(operation: Operation, rows: Rows) -> Numbers:
    now, before = (numbers(operand, rows) for operand in operation.operands)
    difference = missing.arithmetic("-", now, before)
    return Numbers(missing.arithmetic("/", difference, np.abs(before)))


def _text_test(test: Callable[[str, str], bool]) -> Callable[[Operation, Rows], Truths]:
    def evaluated(operation: Operation, rows: Rows) -> Truths:
        column, literal = operation.operands
        texts = evaluate(column, rows)
        assert isinstance(texts, Texts)  # noqa: S101
        assert isinstance(literal, Constant)  # noqa: S101
        part = str(literal.value)
        holds = np.array([*(test(text, part) for text in texts.texts), False])
        return missing.known(holds[texts.codes], texts.missing)

    return evaluated


_OPERATIONS: dict[str, Callable[[Operation, Rows], Vector]] = {
    "neg": _negative,
    **dict.fromkeys(("+", "-", "*", "/"), _arithmetic),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _comparison),
    "in": _membership,
    "not": _negation,
    **dict.fromkeys(("and", "or"), _junction),
    "if": _conditional,
    "number": _number_of_truth,
    "abs": _absolute,
    "sqrt": _square_root,
    "log1p": _log1p,
    "least": _least,
    "greatest": _greatest,
    "clip": _clip,
    "fill": _fill,
    "missing": _is_missing,
    "days_since": _days_since,
    "bands": _bands,
    "change": _change,
    "contains": _text_test(lambda text, part: part in text),
    "starts_with": _text_test(str.startswith),
    "ends_with": _text_test(str.endswith),
}


def stored(vector: Vector) -> Vector:
    """Return a definition's values as later lines and the frame read them: to 9 decimals."""
    return Numbers(round9(vector.values)) if isinstance(vector, Numbers) else vector
