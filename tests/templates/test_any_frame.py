"""Whatever the frames are called and hold: a cell that runs, or an error of ours."""

from __future__ import annotations

from datetime import date
from itertools import cycle, islice
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seg_jupyter import SegmentError
from seg_jupyter.templates import names, new
from templates.fitting import MAKERS, fitted

PLAIN = [
    *("customer_id", "id", "amount", "price", "total", "event", "type", "channel", "source"),
    *("happened_at", "date", "minutes", "pages", "satisfaction", "recommend", "affinity"),
    *("sentiment", "consent", "objected", "recency", "orders", "spend", "last_order", "visits"),
    *("days_away", "r", "f", "m", "value", "segment", "rfm", "engagement", "recent", "used"),
    *("active_days", "health_amount", "religion", "score", "basket_id", "user_id"),
]
HOSTILE = [
    *("total spend", "if", "class", 'the "amount"', "it's amount", "both ' and \" amount"),
    *("amount`s", "amount\nspend", "a.amount", "مبلغ amount", "amount\u202e", "💰 amount"),
    *("-amount", "--events", "consent?", "opt-in", "amount (€)", "ﬁ amount", "# amount", ""),
]
COLUMNS = st.sampled_from([*PLAIN, *HOSTILE]) | st.text(max_size=5)
TEXTS = [
    *("purchase", "visit", "opened", "click", "like", "use", "review", "referral", "Order"),
    *("email", "web", "usage", "", 'a"b', "line\nbreak", "back\\slash", ": #", "\u202e", "ة"),
]
ROWS = 60


DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31)).map(pd.Timestamp)
KINDS = [
    st.integers(0, 9),
    st.integers(-5, 50) | st.floats(-1e3, 1e6) | st.none(),
    st.sampled_from([1e300, -1e20, 2.0**60, float("inf"), float("nan"), 2**70]),
    st.sampled_from(TEXTS[:4]),
    st.sampled_from([*TEXTS, None]),
    st.booleans(),
    st.booleans() | st.none(),
    DAYS,
    DAYS | st.none(),
    DAYS.map(lambda day: str(day.date())),
    st.none(),
    st.sampled_from([b"bytes", 1, "x", 2.5, None, True]),
    st.just([1]),
]


def filled(kind: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """A column of a few values, over and over: texts stand for many people."""
    few = st.lists(kind, min_size=1, max_size=7)
    return few.map(lambda values: list(islice(cycle(values), ROWS)))


def frames(
    fixed: dict[str, st.SearchStrategy[list[Any]]], usual: dict[str, st.SearchStrategy[Any]]
) -> st.SearchStrategy[pd.DataFrame]:
    """Columns that are nearly always there, some usual ones, and any others."""
    nearly = st.fixed_dictionaries(fixed)
    needed = st.one_of(*[nearly] * 5, st.fixed_dictionaries({}, optional=fixed))
    likely = st.fixed_dictionaries({}, optional={n: filled(kind) for n, kind in usual.items()})
    more = st.dictionaries(COLUMNS, st.one_of(map(filled, KINDS)), max_size=4)
    size = st.sampled_from([*[ROWS] * 8, 0, 1])
    return st.builds(
        lambda a, b, c, n: pd.DataFrame({**a, **b, **c}).head(n), more, likely, needed, size
    )


CUSTOMERS = frames(
    {"customer_id": st.just(list(range(ROWS)))},
    {
        "recency": KINDS[0],
        "orders": KINDS[1],
        "total_spend": KINDS[1],
        "last_order": DAYS | st.none(),
        "consent": st.sampled_from([True, True, True, False]),
        "satisfaction": KINDS[1],
        "visits": KINDS[0],
    },
)
EVENTS = frames(
    {"customer_id": st.just([n * 7 % 29 for n in range(ROWS)]), "happened_at": filled(DAYS)},
    {
        "event": st.sampled_from([*TEXTS, None]),
        "source": st.sampled_from(["orders", "emails", "usage", "visits"]),
        "channel": st.sampled_from([*TEXTS, "Web", "Nowhere", "E-mail"]),
        "amount": KINDS[1],
        "minutes": KINDS[1],
        "satisfaction": KINDS[1],
        "recommend": KINDS[0],
        "sentiment": KINDS[1],
    },
)
STRANGE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_kind(kind: str, frame: pd.DataFrame | None) -> Any:
    try:
        return None if frame is None else MAKERS[kind](frame)
    except Exception:  # the other library holds no such values
        return frame


@pytest.mark.parametrize("name", names())
@given(
    customers=st.none() | CUSTOMERS,
    events=st.none() | EVENTS,
    kind=st.sampled_from(sorted(MAKERS)),
)
@STRANGE
def test_a_cell_runs_or_an_error_says_why(
    name: str, customers: pd.DataFrame | None, events: pd.DataFrame | None, kind: str
) -> None:
    people, happened = in_kind(kind, customers), in_kind(kind, events)
    try:
        draft = new(name, people, happened)
    except SegmentError:
        return
    fitted(draft, people, happened)
