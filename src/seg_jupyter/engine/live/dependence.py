"""Which lines of a cell a change of one line reaches."""

from __future__ import annotations

from collections.abc import Iterable

from seg_jupyter.lang.program import Defined, Expression, Metric, Program, Score, every


def reads(expression: Expression, names: Iterable[str]) -> bool:
    """Tell whether an expression reads one of some definitions."""
    return any(isinstance(part, Defined) and part.name in names for part in every(expression))


def reached(program: Program, name: str) -> tuple[str, ...]:
    r"""Return a definition and all that are computed from it, in the order of the cell.

    Examples
    --------
    >>> from seg_jupyter.lang.checker import check
    >>> from seg_jupyter.lang.parser import parse
    >>> from seg_jupyter.lang.schema import ColumnType, Kind, Schema
    >>> schema = Schema({"x": ColumnType(Kind.NUMBER)})
    >>> cell = parse("a = score(x)\nb = x + 1\nc = a / 2\nAll: c > b")
    >>> reached(check(cell, schema), "a")
    ('a', 'c')
    """
    names = [name]
    for definition in program.definitions:
        if definition.name != name and any(reads(top, names) for top in _tops(definition)):
            names.append(definition.name)
    return tuple(names)


def _tops(definition: Metric | Score) -> list[Expression]:
    if isinstance(definition, Score):
        return [term.metric for term in definition.terms]
    return [definition.expression]
