"""Every row of the table of bad input, on every kind of frame that can hold it."""

from __future__ import annotations

from collections import Counter

import pytest

from dirty.case import Case
from dirty.checks import check
from dirty.tables import CASES


def rows() -> list[object]:
    return [
        pytest.param(case, kind, id=f"{case.name}-{kind}") for case in CASES for kind in case.kinds
    ]


@pytest.mark.parametrize(("case", "kind"), rows())
def test_bad_input(case: Case, kind: str) -> None:
    check(case, kind)


def test_the_table_is_one_of_many_cases_each_with_a_name_of_its_own() -> None:
    names = Counter(case.name for case in CASES)
    assert max(names.values()) == 1
    assert len(names) >= 170
