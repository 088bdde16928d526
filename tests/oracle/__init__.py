"""A naive, slow, row-by-row reference of the segment language.

Written from the language's specification alone and kept apart from the product: it has a tree of
its own (nothing is parsed), works on plain lists of dicts, and uses neither NumPy nor pandas.
``to_text`` renders a tree as the body of a cell, ``evaluate`` says what that cell means.
"""

from oracle.clock import Clock, duration, months_back
from oracle.program import Outcome, evaluate
from oracle.scores import bound, ranks, steps
from oracle.text import Writer, render, to_text
from oracle.tree import (
    Agg,
    And,
    Arith,
    Bands,
    Call,
    Change,
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
    Tile,
    Truth,
)
from oracle.values import Value, round9

__all__ = [
    "Agg",
    "And",
    "Arith",
    "Bands",
    "Call",
    "Change",
    "Clock",
    "Compare",
    "Day",
    "Definition",
    "Expr",
    "IfElse",
    "In",
    "Name",
    "Neg",
    "Not",
    "Num",
    "Or",
    "Outcome",
    "Program",
    "Score",
    "Segment",
    "Term",
    "Text",
    "Tile",
    "Truth",
    "Value",
    "Writer",
    "bound",
    "duration",
    "evaluate",
    "months_back",
    "ranks",
    "render",
    "round9",
    "steps",
    "to_text",
]
