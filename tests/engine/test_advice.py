"""Texts in place of numbers and dates: the line that the message shows makes the cell run."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from engine.running import days, labels, run, table, values
from seg_jupyter.errors import SegmentTypeError


def converted(frame: pd.DataFrame, name: str, message: str) -> pd.DataFrame:
    """Do to a column what a message says, with the line of pandas or the call that it shows."""
    line = re.search(r"(frame\['\w+'\] = pd\.\w+\(.*?\))(?: for |$)", message, re.M)
    words = re.search(r"in pandas with (pd\.\w+\(….*?\)), which leaves missing", message)
    if words:
        written = f"frame[{name!r}]"
        code = f"{written} = {words.group(1).replace('…', written)}"
    else:
        assert line, message
        code = line.group(1)
    names = {"frame": frame.copy(), "pd": pd}
    exec(code, names)
    done = names["frame"]
    assert isinstance(done, pd.DataFrame)
    return done


def refused(cell: str, *frames: pd.DataFrame, **options: object) -> str:
    with pytest.raises(SegmentTypeError) as caught:
        run(cell, *frames, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("spend", "hot"),
    [(["60", "7", None], [True, False, False]), (["60", "seven", "99"], [True, False, True])],
)
@pytest.mark.parametrize("compared", ["spend > 50", 'spend > "50"'])
def test_text_compared_with_a_number_by_order(
    spend: list[str | None], hot: list[bool], compared: str
) -> None:
    frame = table(spend=spend)
    message = refused(f"Hot: {compared}\nCold: otherwise", frame)
    mended = f"Hot: {compared.replace(chr(34), '')}\nCold: otherwise"
    assert ("Write a number without quotes: 50." in message) == ('"' in compared)
    assert labels(run(mended, converted(frame, "spend", message))) == [
        "Hot" if h else "Cold" for h in hot
    ]


@pytest.mark.parametrize("spend", [["60", "7"], ["60", "seven"]])
def test_text_in_a_score(spend: list[str]) -> None:
    frame = table(visits=[1, 2], spend=spend)
    cell = "value = score(visits, spend)"
    assert len(values(run(cell, converted(frame, "spend", refused(cell, frame))), "value")) == 2


@pytest.mark.parametrize("cell", ["x = days_since(us_date)", 'A: us_date >= "06/01/2024"'])
def test_dates_in_another_form(cell: str) -> None:
    frame = table(us_date=["06/01/2024", "12/31/2023", None])
    message = refused(cell, frame, as_of="2024-06-30")
    assert "Dates as text are read in the form 2026-01-31 only." in message
    done = converted(frame, "us_date", message)
    assert values(run("x = days_since(us_date)", done, as_of="2024-06-30"), "x") == [29, 182, None]
    assert "'06/01/2024' is not a date" in refused('A: us_date >= "06/01/2024"', done)
    assert labels(run('A: us_date >= "2024-06-01"', done)) == ["A", "Unassigned", "Unassigned"]


def test_text_of_the_events() -> None:
    orders = table(key=[1, 1], at=days("2026-01-01", "2026-01-02"), amount=["5", "none of it"])
    cell, options = "x = sum(amount)", {"id": "key", "time": "at"}
    message = refused(cell, table(key=[1]), orders, **options)
    assert values(
        run(cell, table(key=[1]), converted(orders, "amount", message), **options), "x"
    ) == [5]


def test_new_and_gone_customers_are_told_apart_as_the_help_of_change_says() -> None:
    ages = {1: (10,), 2: (100,), 3: (10, 100), 4: (400,), 5: (10, 20, 100)}
    ids = [key for key, days_ago in ages.items() for _ in days_ago]
    at = [pd.Timestamp("2026-03-31") - pd.Timedelta(days=d) for a in ages.values() for d in a]
    cell = """
pace = change(count(), "90d")
now = count(last="90d")
New: missing(pace) and now > 0
Gone: pace == -1
Long gone: missing(pace)
Here: otherwise
"""
    options = {"id": "key", "time": "at", "as_of": "2026-03-31"}
    result = run(cell, table(key=list(ages)), table(key=ids, at=at), **options)
    assert labels(result) == ["New", "Gone", "Here", "Long gone", "Here"]


def test_a_tile_of_recency_leaves_out_who_never_came() -> None:
    ids = list(range(10))
    at = [pd.Timestamp("2026-03-31") - pd.Timedelta(days=d) for d in range(5)]
    options = {"id": "key", "time": "at", "as_of": "2026-03-31"}
    result = run("r = tile(-recency(), 5)", table(key=ids), table(key=ids[:5], at=at), **options)
    assert values(result, "r") == [5, 4, 3, 2, 1, *[None] * 5]


def test_a_half_life_takes_whole_calendar_days_unless_it_is_given_in_hours() -> None:
    at = [pd.Timestamp("2026-03-30 00:30"), pd.Timestamp("2026-03-30 23:30")]
    options = {"id": "key", "time": "at", "as_of": "2026-03-31"}
    frames = table(key=[1, 2]), table(key=[1, 2], at=at)
    assert values(run('n = count(half_life="1d")', *frames, **options), "n") == [0.5, 0.5]
    hours = values(run('n = count(half_life="24h")', *frames, **options), "n")
    assert hours == [round(0.5 ** (47.5 / 24), 6), round(0.5 ** (24.5 / 24), 6)]
