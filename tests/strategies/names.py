"""The names that a random expression may use, by the type of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from strategies.columns import (
    AMOUNT,
    CUSTOMER_COLUMNS,
    DATE,
    EVENT_COLUMNS,
    FLAG,
    INTEGER,
    ISO,
    NUMBER,
    POINTS,
    SURE,
    TEXT,
    TIME,
    UNNAMED,
    Row,
)

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
    "tile",
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


@dataclass(frozen=True)
class Names:
    """The names an expression may use, by type.

    ``events`` are those inside aggregations; without them nothing is aggregated. ``spans`` are
    the lengths of its windows. ``fits`` says whether a tile may stand here.
    """

    numbers: tuple[str, ...] = ()
    truths: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    isos: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    spans: tuple[str, ...] = ("1d",)
    fits: bool = True
    events: Names | None = field(default=None, repr=False)

    @property
    def numeric(self) -> tuple[str, ...]:
        return self.numbers + self.points + self.scores + self.steps


def names_of(columns: dict[str, str], rows: Sequence[Row]) -> Names:
    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(name for name, kind in columns.items() if kind in kinds)

    # Text is a date by its content: a column without any content is no date.
    isos = tuple(n for n in of(ISO) if any(row[n] is not None for row in rows))
    return Names(of(NUMBER, AMOUNT, INTEGER), of(FLAG, SURE), of(TEXT), of(DATE), isos, of(POINTS))


def scope(
    customers: Sequence[Row],
    events: Sequence[Row] | None,
    spans: tuple[str, ...] = ("1d",),
    zone: str | None = None,
    left_out: frozenset[str] = frozenset(),
) -> Names:
    """The names of the two tables; a time column with a zone is no date to compare."""
    inside = None
    if events is not None:
        columns = EVENT_COLUMNS | ({TIME: DATE} if zone is None else {})
        inside = replace(names_of(columns, events), fits=False)
    hidden = left_out | {UNNAMED}
    outside = {name: kind for name, kind in CUSTOMER_COLUMNS.items() if name not in hidden}
    return replace(names_of(outside, customers), events=inside, spans=spans)


def extended(names: Names, kind: str, name: str) -> Names:
    return replace(names, **{kind: (*getattr(names, kind), name)})
