from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from seg_jupyter.analysis.privacy import MIN_CELL, shown, withheld


def test_a_figure_of_too_few_is_hidden() -> None:
    assert shown(1.5, 10) == 1.5
    assert shown(1.5, 9) is None


def test_a_single_small_part_hides_the_smallest_of_the_others() -> None:
    assert withheld([40, 3, 25, 0]) == (False, True, True, False)
    assert withheld([3, 0]) == (True, False)
    assert withheld([10, 10]) == (False, False)
    assert withheld([]) == ()
    assert withheld([4, 8], min_cell=4) == (False, False)


def test_small_parts_that_are_enough_together_hide_no_other() -> None:
    assert withheld([40, 6, 25, 7]) == (False, True, False, True)
    assert withheld([40, 6, 25, 3]) == (False, True, True, True)


def test_a_part_that_is_hidden_in_one_whole_is_hidden_in_all() -> None:
    assert withheld([40, 30, 20], [40, 5, 30]) == (False, True, True)
    # hiding the second and third for one whole hides three people of the other
    assert withheld([12, 2, 1, 50], [50, 9, 20, 30]) == (True, True, True, False)


parts = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=1, max_size=6)


@given(st.data(), parts)
def test_no_total_gives_few_people_away(data: st.DataObject, first: list[int]) -> None:
    size = len(first)
    second = data.draw(st.lists(st.integers(0, 40), min_size=size, max_size=size))
    hidden = withheld(first, second)
    for whole in (first, second):
        together = sum(itertools.compress(whole, hidden))
        everybody_hidden = together == sum(whole)
        assert together == 0 or together >= MIN_CELL or everybody_hidden
        assert all(
            hide for number, hide in zip(whole, hidden, strict=True) if 0 < number < MIN_CELL
        )
