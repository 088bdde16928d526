"""Whatever the frames are called and hold: a cell that runs, or an error of ours."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from templates.fitting import MAKERS, fitted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seg_jupyter import SegmentError
from seg_jupyter.templates import names, new

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
    *("email", "web", "usage", "", "a\"b", "line\nbreak", "back\\slash", ": #", "\u202e", "ة"),
]
ROWS = 24


def values() -> st.SearchStrategy[list[Any]]:
    """A column of one kind, or of several."""
    numbers = st.integers(-5, 50) | st.floats(-1e3, 1e6) | st.none()
    huge = st.sampled_from([1e300, -1e20, 2.0**60, float("inf"), float("nan"), 2**70])
    days = st.dates(date(2023, 1, 1), date(2024, 12, 31)).map(pd.Timestamp)
    of_kind = [
        st.integers(0, 9),
        numbers,
        huge,
        st.sampled_from(TEXTS[:4]),
        st.sampled_from([*TEXTS, None]),
        st.booleans(),
        st.booleans() | st.none(),
        days,
        days | st.none(),
        days.map(lambda day: str(day.date())),
        st.none(),
        st.sampled_from([b"bytes", 1, "x", 2.5, None, True]),
        st.just([1]),
    ]
    return st.one_of([st.lists(kind, min_size=ROWS, max_size=ROWS) for kind in of_kind])


def frames(key: st.SearchStrategy[list[Any]], dated: bool) -> st.SearchStrategy[pd.DataFrame]:
    days = st.lists(
        st.dates(date(2023, 1, 1), date(2024, 12, 31)).map(pd.Timestamp),
        min_size=ROWS,
        max_size=ROWS,
    )
    fixed = {"customer_id": key, **({"happened_at": days} if dated else {})}
    needed = st.fixed_dictionaries({}, optional=fixed) | st.fixed_dictionaries(fixed)
    more = st.dictionaries(COLUMNS, values(), max_size=6)
    size = st.sampled_from([0, 1, ROWS, ROWS, ROWS])
    return st.builds(lambda a, b, n: pd.DataFrame({**b, **a}).head(n), needed, more, size)


CUSTOMERS = frames(st.just(list(range(ROWS))), dated=False)
EVENTS = frames(st.lists(st.integers(0, 20), min_size=ROWS, max_size=ROWS), dated=True)
STRANGE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


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
    except SegmentError as error:
        assert str(error)
        return
    fitted(draft, people, happened)
