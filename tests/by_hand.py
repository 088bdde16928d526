"""Small tables and cells for examples worked by hand, evaluated by the reference."""

from __future__ import annotations

from datetime import date, datetime

import oracle as o

AS_OF = date(2026, 1, 31)
A, B = o.Name("a"), o.Name("b")


def run(*statements: o.Definition | o.Segment, **tables: object) -> list[o.Outcome]:
    customers = tables.pop("customers", [{"id": 1}])
    events = tables.pop("events", [])
    as_of = tables.pop("as_of", AS_OF)
    return o.evaluate(o.Program(statements), customers, events, "id", "at", as_of, **tables)


def column(body: o.Expr | o.Score, **tables: object) -> list[o.Value]:
    return [outcome.values["x"] for outcome in run(o.Definition("x", body), **tables)]


def people(**columns: list[object]) -> list[dict[str, object]]:
    size = len(next(iter(columns.values())))
    return [{"id": i, **{k: v[i] for k, v in columns.items()}} for i in range(size)]


def orders(*times: datetime, **columns: list[object]) -> list[dict[str, object]]:
    return [
        {"id": 1, "at": at, **{name: values[i] for name, values in columns.items()}}
        for i, at in enumerate(times)
    ]
