"""A case made smaller, as long as it still fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from oracle import Program
from strategies import Case

Fails = Callable[[Case], bool]


def smaller(case: Case, fails: Fails) -> Case:
    """The case, plainly written, with as few lines, events and customers as still fail."""
    for plain in ({"seed": None}, {"labels": ()}, {"odd": False}):
        candidate = replace(case, **plain)
        case = candidate if fails(candidate) else case
    before = None
    while case != before:  # with fewer customers more lines may go
        before = case
        case = fewer(case, lines_of, with_lines, fails)
        case = fewer(case, lambda c: c.events, lambda c, rows: replace(c, events=rows), fails)
        case = fewer(case, lambda c: c.customers, with_customers, fails)
    return case


def lines_of(case: Case) -> list:
    return list(case.program.statements)


def with_lines(case: Case, lines: list) -> Case:
    return replace(case, program=Program(tuple(lines)))


def with_customers(case: Case, rows: list) -> Case:
    return replace(case, customers=rows, labels=())


def fewer(
    case: Case,
    items_of: Callable[[Case], list],
    with_items: Callable[[Case, list], Case],
    fails: Fails,
) -> Case:
    """The case without those items that it still fails without: halves first, then single ones."""
    size = len(items_of(case))
    while size:
        start = 0
        while start < len(items_of(case)):
            items = items_of(case)
            candidate = with_items(case, items[:start] + items[start + size :])
            if fails(candidate):
                case = candidate
            else:
                start += size
        size //= 2
    return case
