"""What the tables of the language are written in: refusals with carets, and trees as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from seg_jupyter.errors import SegmentError, lines_of
from seg_jupyter.lang import nodes, program
from seg_jupyter.lang.schema import ColumnType, Kind, Schema


@dataclass(frozen=True)
class Refusal:
    """One row: a text, the carets that stand under its line, and what the error says."""

    text: str
    carets: str
    says: tuple[str, ...]
    line: int
    column: int
    shown: str

    @property
    def message(self) -> str:
        problem, *hints = self.says
        where = f"line {self.line}, column {self.column}: "
        return "\n".join([where + problem, "  " + self.shown, "  " + self.carets, *hints])


def refused(
    text: str,
    carets: str,
    *says: str,
    line: int = 1,
    column: int | None = None,
    shown: str | None = None,
    name: str | None = None,
) -> object:
    """Make a row. The column follows from the carets but where characters are wide or hidden."""
    row = Refusal(
        text=text,
        carets=carets,
        says=says,
        line=line,
        column=carets.index("^") + 1 if column is None else column,
        shown=lines_of(text)[line - 1] if shown is None else shown,
    )
    return pytest.param(row, id=name or ascii(text)[1:-1][:60])


def check_refusal(row: Refusal, kind: type[SegmentError], run: Callable[[str], object]) -> None:
    """Run a text that must be refused, and compare every character of what is said."""
    with pytest.raises(SegmentError) as caught:
        run(row.text)
    error = caught.value
    assert str(error) == row.message, f"is\n{error}\nshould be\n{row.message}"
    assert type(error) is kind
    assert (error.line, error.column) == (row.line, row.column)


def tree(node: nodes.Node) -> str:
    """Write a syntax tree as nested brackets, the operator first."""
    match node:
        case nodes.Number():
            return f"{node.value:g}"
        case nodes.Text():
            return json.dumps(node.value, ensure_ascii=False)
        case nodes.Truth():
            return str(node.value)
        case nodes.Name():
            return f"`{node.name}`" if node.in_backticks else node.name
        case nodes.Negative():
            return f"(neg {tree(node.operand)})"
        case nodes.Not():
            return f"(not {tree(node.operand)})"
        case nodes.Arithmetic():
            return f"({node.operator} {tree(node.left)} {tree(node.right)})"
        case nodes.Comparison():
            first, *rest = node.operands
            pairs = zip(node.operators, rest, strict=True)
            return f"({tree(first)}" + "".join(f" {o} {tree(n)}" for o, n in pairs) + ")"
        case nodes.Membership():
            operator = "not-in" if node.negated else "in"
            items = " ".join(map(tree, node.items))
            return f"({operator} {tree(node.operand)} [{items}])"
        case nodes.Junction():
            return f"({node.operator} {' '.join(map(tree, node.operands))})"
        case nodes.Conditional():
            return f"(if {tree(node.condition)} {tree(node.then)} {tree(node.otherwise)})"
        case nodes.Call():
            words = [node.function, *map(tree, node.arguments)]
            words += [f"{keyword.name}={tree(keyword.value)}" for keyword in node.keywords]
            return f"<{' '.join(words)}>"
    raise AssertionError(node)


def statements(cell: nodes.Cell) -> list[str]:
    """Write the statements of a cell, one line each."""
    lines = []
    for statement in cell.statements:
        if isinstance(statement, nodes.Definition):
            lines.append(f"{statement.name} = {tree(statement.expression)}")
        elif statement.condition is None:
            lines.append(f"{statement.name}: otherwise")
        else:
            lines.append(f"{statement.name}: {tree(statement.condition)}")
    return lines


def meaning(expression: program.Expression) -> str:
    """Write a checked expression: `#x` a truth value as a number, `e.x` a column of the events.

    `@x` is a date, `=x` an earlier line, `?` a value that is missing everywhere.
    """
    match expression:
        case program.Constant(value=None):
            return f"?{expression.kind.value}"
        case program.Constant(value=datetime()):
            return f"@{expression.value}"
        case program.Constant(value=str()):
            return json.dumps(expression.value, ensure_ascii=False)
        case program.Constant(value=bool()):
            return str(expression.value)
        case program.Constant():
            return f"{expression.value:g}"
        case program.Column():
            date = "@" if expression.kind is Kind.DATE else ""
            return date + ("e." if expression.of_events else "") + expression.name
        case program.Defined():
            return f"={expression.name}"
        case program.Operation(operator="number"):
            return f"#{meaning(expression.operands[0])}"
        case program.Operation():
            return f"({expression.operator} {' '.join(map(meaning, expression.operands))})"
        case program.Aggregation():
            words = [expression.function]
            words += [meaning(expression.value)] if expression.value else []
            words += [f"where={meaning(expression.where)}"] if expression.where else []
            for keyword in ("last", "offset", "half_life"):
                if (length := getattr(expression, keyword)) is not None:
                    words.append(f"{keyword}={length.months}m{length.days}d{length.hours}h")
            return f"<{' '.join(words)}>"
        case program.Tile():
            return f"<tile {meaning(expression.value)} {expression.count}>"
    raise AssertionError(expression)


NUMBER, TEXT = ColumnType(Kind.NUMBER), ColumnType(Kind.TEXT)
TRUTH, DATE = ColumnType(Kind.TRUTH), ColumnType(Kind.DATE)
ISO = ColumnType(Kind.TEXT, iso_dates=True)
NOTHING = ColumnType(Kind.NOTHING)

CUSTOMERS = {
    "spend": NUMBER,
    "visits": NUMBER,
    "plan": TEXT,
    "newbie": TRUTH,
    "signup": DATE,
    "joined": ISO,
    "empty": NOTHING,
    "tags": ColumnType(None, "lists"),
    "age_text": ColumnType(Kind.TEXT, conversion='df["age_text"] = df["age_text"].astype(float)'),
    "channel": TEXT,
    "days since visit": NUMBER,
    "class": NUMBER,
    "顧客": NUMBER,
}
EVENTS = {
    "amount": NUMBER,
    "channel": TEXT,
    "returned": TRUTH,
    "due": DATE,
    "posted": ISO,
    "void": NOTHING,
}
SCHEMA = Schema(CUSTOMERS, EVENTS)
"""A frame of customers and one of events, with a column of every kind."""
