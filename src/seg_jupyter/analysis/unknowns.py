"""Why a condition is unknown: which of the names it reads are missing, and so leave it open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from seg_jupyter.analysis.reading import written
from seg_jupyter.engine.expressions import Rows, evaluate, truths
from seg_jupyter.engine.values import Bits
from seg_jupyter.lang.program import (
    Aggregation,
    Column,
    Constant,
    Defined,
    Expression,
    Operation,
    Program,
    Tile,
)


def blamed(program: Program, condition: Expression, rows: Rows) -> dict[str, Bits]:
    """Return the names whose missing values leave a condition unknown, and for which rows.

    A name is a column, an earlier line or an aggregation as it is written; where a value is
    missing although all that it is made of is there (a division by zero), it is its own text. In
    `a and b` only what is unknown itself is to blame, never what is known.
    """
    found: dict[str, Bits] = {}
    for part, where in _missing_parts(condition, rows, evaluate(condition, rows).missing):
        name = _name(program, part)
        found[name] = found[name] | where if name in found else where
    return found


def _name(program: Program, part: Expression) -> str:
    if isinstance(part, Column | Defined):
        return part.name
    return written(program, part.span)


def _missing_parts(
    expression: Expression, rows: Rows, where: Bits
) -> Iterator[tuple[Expression, Bits]]:
    """Yield the parts that make an expression missing, with the rows where they do.

    `where` are rows in which the expression is missing; none of them is left without a part.
    """
    if not where.any():
        return
    if isinstance(expression, Column | Defined | Aggregation | Constant):
        yield expression, where
        return
    explained = np.zeros(rows.size, np.bool_)
    for part, rows_of_part in _candidates(expression, rows):
        here = where & rows_of_part & evaluate(part, rows).missing
        explained |= here
        yield from _missing_parts(part, rows, here)
    if (left := where & ~explained).any():
        yield expression, left


def _candidates(expression: Expression, rows: Rows) -> Iterator[tuple[Expression, Bits]]:
    """Yield the parts whose being missing matters, with the rows in which it does."""
    everywhere = np.ones(rows.size, np.bool_)
    if isinstance(expression, Operation) and expression.operator == "if":
        then, condition, otherwise = expression.operands
        chosen = truths(condition, rows)
        yield condition, everywhere
        yield then, chosen.true
        yield otherwise, ~chosen.true & ~chosen.missing
    else:
        assert isinstance(expression, Operation | Tile)  # noqa: S101 - the others have no parts
        for part in expression.parts:
            yield part, everywhere
