"""The columns of the random tables, and the dirty cells that fill them."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

Draw = Callable
Row = dict[str, object]

KEY, TIME = "customer_id", "at"
FIRST_DAY = date(2025, 12, 25)

NUMBER, AMOUNT, INTEGER, FLAG, SURE, TEXT, DATE, ISO, POINTS = (
    "number",
    "amount",
    "integer",
    "flag",
    "sure",
    "text",
    "date",
    "iso",
    "points",
)

CUSTOMER_COLUMNS = {
    "spend": NUMBER,
    "visits": INTEGER,
    "plan": TEXT,
    "newsletter": FLAG,
    "member": SURE,
    "signup": DATE,
    "joined": ISO,
    "nps_index": POINTS,
    "days since visit": NUMBER,
    "class": TEXT,
    "größe": NUMBER,
    "channel": TEXT,  # also an events column
    "a.b (€)": NUMBER,
    "👍 rate": POINTS,
    "مدينة": TEXT,
    "عدد الزيارات": INTEGER,
    "Visits": INTEGER,
    "lambda": FLAG,
    "tick`ed": TEXT,
}
EVENT_COLUMNS = {
    "amount": AMOUNT,
    "qty": INTEGER,
    "channel": TEXT,
    "returned": FLAG,
    "unit price": AMOUNT,
    "due": DATE,
    "🛒": TEXT,
    "with": SURE,
}
UNNAMED = "tick`ed"  # no backtick fits inside backticks: such a column is there and never read

TEXTS = [
    "gold",
    "Gold",
    "silver",
    "",
    " ",
    "it's",
    'say "hi"',
    "#1",
    "a:b",
    "tick`s`",
    "100%",
    "a_b",
    "back\\slash",
    "tab\there",
    "line\nbreak",
    "né",
    "👍🏽",
    "عملاء",
    "NaN",
    "None",
    "(",
    "=1+1",
]
AMOUNTS = [
    *[0.0, 1.0, -1.0, 2.0, 3.0, 0.1, 0.2, 0.3, -0.0, -2.5, 99.5, 100.0, 1234.56],
    *[1e-7, 5e-7, -5e-7, 0.1234567, 1.0000005, 5e-10],
    # Around the border of what is rounded, and where floats have no decimals left.
    *[2.4999999995, 3_999_999.5, 4_100_000.25, -4_000_000.0, 1e15, -123_456_789_012_345.6],
]
NUMBERS = [
    *AMOUNTS,
    1e300,
    -1e300,
    sys.float_info.max,
    -sys.float_info.max,
    1e-300,
    5e-324,
    9e15 + 1,
]
GAPS = [None, None, float("nan"), float("inf"), float("-inf")]


FIXED = random.Random(1)


def some(choose: Callable[[], object], size: int) -> list[object]:
    return [choose() for _ in range(size)]


def numbers(odd: list[float]) -> list[object]:
    """Small numbers, then the odd ones, prices, and others without any pattern; a tenth missing."""
    prices = some(lambda: FIXED.randint(-300, 300) / 100, 40)
    wide = some(lambda: FIXED.uniform(-1, 1) * 10 ** FIXED.randint(-6, 5), 40)
    return [0.0, 1.0, 2.0, 3.0, -1.0, *prices, *odd, *wide, *GAPS * 3]


ODD_DAYS = [
    date(2026, 1, 31),
    date(2024, 2, 29),
    date(2025, 2, 28),
    date(1969, 12, 31),
    date(1970, 1, 1),
    date(1900, 3, 1),
    date(2200, 12, 31),
]
DAYS = [*(FIRST_DAY + timedelta(days=n) for n in range(41)), *ODD_DAYS]
SECONDS = [0, 0, 0, 1, 86_399]


def some_moments() -> list[object]:
    return [
        datetime(day.year, day.month, day.day) + timedelta(seconds=FIXED.choice(SECONDS))
        for day in DAYS
    ]


# At most 256 values, simple ones first: a byte chooses one.
CELLS: dict[str, list[object]] = {
    NUMBER: numbers(NUMBERS),
    AMOUNT: numbers(AMOUNTS),
    INTEGER: [*range(13), -1, -2, -3, 2_000_000_000, -(2**31)],
    FLAG: [True, False, True, False, None],
    SURE: [True, False],
    TEXT: [*TEXTS[:3] * 9, *TEXTS, *[None] * 7],
    DATE: [*some_moments(), *[None] * 9],
    ISO: [*(day.isoformat() for day in DAYS), *[None] * 9],
    POINTS: [*(10.0 * n for n in range(11)), *some(lambda: FIXED.uniform(0, 100), 20), None, None],
}
POOL_SIZE = 8
days = st.sampled_from(DAYS)
# Not so small that one divided by it has no exact sum: that is refused, and tested elsewhere.
large_enough = st.floats(-1e5, 1e5).map(lambda x: x if abs(x) > 1e-12 else 0.0)
fresh = st.lists(large_enough, max_size=3)


def sometimes(draw: Draw) -> bool:
    """True once in three times."""
    return draw(st.integers(0, 2)) == 2


@cache
def rows(width: int, size: int) -> st.SearchStrategy[list[bytes]]:
    return st.lists(bytes_of(width), min_size=size * 3 // 4, max_size=size)


@cache
def bytes_of(size: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)


def pools(draw: Draw, columns: dict[str, str]) -> dict[str, list[object]]:
    """A few values for each column, that its cells are taken from: so there are many ties."""
    chosen = draw(bytes_of(POOL_SIZE * len(columns)))
    found = {}
    for number, (name, kind) in enumerate(columns.items()):
        own = chosen[number * POOL_SIZE : (number + 1) * POOL_SIZE]
        found[name] = [CELLS[kind][byte % len(CELLS[kind])] for byte in own]
    floats = draw(fresh)
    for name, kind in columns.items():
        found[name] += floats if kind in {NUMBER, AMOUNT} else []
    return found


def cells(filled: dict[str, list[object]], row: bytes) -> Row:
    """The cells that the bytes of a row choose."""
    return {
        name: pool[byte % len(pool)] for (name, pool), byte in zip(filled.items(), row, strict=True)
    }
