"""A cell with its tables: what one test compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from oracle import Expr, Not, Program, Segment, ranks, to_text
from strategies.columns import CUSTOMER_COLUMNS, EVENT_COLUMNS, KEY, TIME, Draw, Row, cells, pools
from strategies.expressions import condition
from strategies.frames import LABEL, TIME_OF, WHOLE, Column, frame_of
from strategies.names import scope
from strategies.programs import a_program
from strategies.tables import Tables, tables


@dataclass(frozen=True)
class Case:
    """A cell, its tables, and how they are handed over; ``alone`` without the events."""

    program: Program
    seed: int | None
    customers: list[Row]
    events: list[Row]
    as_of: date
    odd: bool = False
    labels: tuple[object, ...] = ()
    zone: str | None = None
    left_out: frozenset[str] = frozenset()
    alone: bool = False

    @property
    def text(self) -> str:
        return to_text(self.program, self.seed)

    @property
    def ranked(self) -> list[str]:
        return [d.name for d in self.program.definitions if ranks(self.program, d.body)]

    def customers_frame(self, kind: str = "pandas") -> object:
        columns = {KEY: self.ids(self.customers)}
        for name, cell in CUSTOMER_COLUMNS.items():
            if name not in self.left_out:
                columns[name] = Column(cell, [row[name] for row in self.customers])
        return frame_of(kind, columns, odd=self.odd, labels=self.labels)

    def events_frame(self, kind: str = "pandas") -> object:
        columns = {
            KEY: self.ids(self.events),
            TIME: Column(TIME_OF, [row[TIME] for row in self.events], self.zone),
        }
        for name, cell in EVENT_COLUMNS.items():
            columns[name] = Column(cell, [row[name] for row in self.events])
        return frame_of(kind, columns, odd=self.odd)

    def ids(self, rows: Sequence[Row]) -> Column:
        """The ids of one table, of the one type that both tables have."""
        known = [row[KEY] for row in [*self.customers, *self.events] if row[KEY] is not None]
        whole = known and all(isinstance(value, int) for value in known)
        return Column(WHOLE if whole else LABEL, [row[KEY] for row in rows])


def labels_for(draw: Draw, size: int) -> tuple[object, ...]:
    """Index labels: the default, backwards numbers, texts, or one label many times."""
    kind = draw(st.sampled_from(["default", "backwards", "text", "same"]))
    if kind == "default" or not size:
        return ()
    if kind == "same":
        return (7,) * size
    return tuple(f"row {n}" if kind == "text" else size - n for n in range(size))


def case_of(draw: Draw, program: Program, found: Tables, **options: object) -> Case:
    seed = draw(st.one_of(st.none(), st.integers(0, 10**6)))
    labels = labels_for(draw, len(found.customers))
    return Case(program, seed, found.customers, found.events, found.as_of, labels=labels, **options)


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
    found = draw(tables(zone, max_events=80 if with_events else 0))
    events = found.events if with_events else None
    names = scope(found.customers, events, found.spans, zone, left_out)
    program = a_program(draw, names, ranked=ranked)
    odd = draw(st.booleans())
    options = {"zone": zone, "left_out": left_out, "alone": not with_events}
    return case_of(draw, program, found, odd=odd, **options)


@st.composite
def future_events(draw: Draw, case: Case) -> Row:
    """An event of a customer of the case, after its as-of date."""
    owner = draw(st.sampled_from([row[KEY] for row in case.customers]))
    midnight = datetime(case.as_of.year, case.as_of.month, case.as_of.day) + timedelta(days=1)
    seconds = draw(st.sampled_from([0, 1, 3600, 86_400 * 400]))
    filled = pools(draw, EVENT_COLUMNS)
    return {
        KEY: owner,
        TIME: midnight + timedelta(seconds=seconds),
        **cells(filled, bytes(len(filled))),
    }


@st.composite
def partitions(draw: Draw) -> tuple[Case, Expr]:
    """A condition, and the cell that asks for it and for its negation."""
    found = draw(tables())
    wanted = condition(draw, scope(found.customers, found.events, found.spans), 3)
    program = Program((Segment("Yes", wanted), Segment("No", Not(wanted))))
    return case_of(draw, program, found), wanted
