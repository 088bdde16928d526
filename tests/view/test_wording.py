from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seg_jupyter.view.wording import (
    day,
    exact,
    figure,
    joined,
    percent,
    points,
    short,
    short_names,
    tenths,
    thousands,
    verb,
)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0%"),
        (0.0, "0%"),
        (1e-9, "<0.1%"),
        (0.00099, "<0.1%"),
        (0.001, "0.1%"),
        (0.16606, "16.6%"),
        (0.5, "50.0%"),
        (0.999, "99.9%"),
        (0.9991, ">99.9%"),
        (1, "100%"),
    ],
)
def test_percent(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    shown = {percent(k / 100_000) for k in range(1, 100_000)}
    assert shown.isdisjoint({"0%", "0.0%", "100%", "100.0%"})


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (999, "999"), (2469, "2,469"), (10**6, "1,000,000")]
)
def test_thousands(count: int, words: str) -> None:
    assert thousands(count) == words


@pytest.mark.parametrize(
    ("score", "words"), [(70.0, "70"), (62.5, "62.5"), (0.0, "0"), (100.0, "100"), (33.33, "33.33")]
)
def test_points(score: float, words: str) -> None:
    assert points(score) == words


def test_tenths() -> None:
    assert [tenths(x) for x in (81.66, 9.4, 100.0)] == ["81.7", "9.4", "100.0"]


@pytest.mark.parametrize(
    ("when", "words"),
    [(date(2017, 12, 31), "31 Dec 2017"), (date(2024, 2, 1), "1 Feb 2024")],
)
def test_day(when: date, words: str) -> None:
    assert day(when) == words


@pytest.mark.parametrize(
    ("parts", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_joined(parts: list[str], words: str) -> None:
    assert joined(parts) == words


@pytest.mark.parametrize(("count", "word"), [(0, "are"), (1, "is"), (2, "are")])
def test_verb(count: int, word: str) -> None:
    assert verb(count) == word


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("abcdef", "abcdef"),
        ("abcdefg", "abcde…"),
        ("a\tb", "a b"),
        ("a\x1b[3m", "a\N{REPLACEMENT CHARACTER}[3m"),
        ("a\u202eb", "a\N{REPLACEMENT CHARACTER}b"),
    ],
)
def test_short(text: str, cut: str) -> None:
    assert short(text, 6) == cut


@given(st.lists(st.text("ab…( )12", max_size=12), unique=True, max_size=12))
def test_names_that_are_cut_stay_apart(names: list[str]) -> None:
    cut = short_names(names, 8)
    assert list(cut) == names
    assert len(set(cut.values())) == len(names)
    assert all(len(text) <= 8 for text in cut.values())


def test_names_that_fit_stay_as_they_are() -> None:
    assert short_names(["Active", "Passive"], 34) == {"Active": "Active", "Passive": "Passive"}


@pytest.mark.parametrize(
    ("value", "decimals", "words"),
    [
        (0.0, 6, "0"),
        (12345.0, 6, "12,345"),
        (1234.5, 0, "1,234"),
        (-0.5, 6, "-0.5"),
        (1 / 3, 2, "0.33"),
        (100.0, 6, "100"),
        (0.0000004, 6, "4e-07"),
        (0.000000001, 9, "0.000000001"),
        (-123456789012345.0, 6, "-123,456,789,012,345"),
        (1.234e300, 6, "1.23e+300"),
    ],
)
def test_exact(value: float, decimals: int, words: str) -> None:
    assert exact(value, decimals) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (12.0, "12"),
        (412.375, "412.38"),
        (0.1, "0.1"),
        (0.04567, "0.0457"),
        (-0.001, "-0.001"),
    ],
)
def test_figure(value: float, words: str) -> None:
    assert figure(value) == words
