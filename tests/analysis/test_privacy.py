from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, linprog, milp

from seg_jupyter.analysis.privacy import MIN_CELL, Withheld, shown, withheld, withheld_grid
from seg_jupyter.engine.values import Floats, Integers


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


# a matrix of moves


def knowledge(counts: Integers, found: Withheld) -> tuple[Floats, Floats, Floats]:
    """What a reader knows, as rows of a matrix with the lowest and the highest of each."""
    size = len(counts)
    grid = np.eye(size * size).reshape(-1, size, size)
    known = [
        *((grid[:, place].sum(axis=1), counts[place].sum()) for place in range(size)),
        *((grid[:, :, place].sum(axis=1), counts[:, place].sum()) for place in range(size)),
        *((grid[:, i, j], counts[i, j]) for i, j in np.argwhere(~found.cells)),
    ]
    off_diagonal = (1 - np.eye(size)).ravel()
    rows = [*(row for row, _ in known), off_diagonal]
    values = [float(value) for _, value in known]
    low, high = found.moved
    return np.array(rows), np.array([*values, low]), np.array([*values, high])


def few_hidden(counts: Integers, found: Withheld, min_cell: int = MIN_CELL) -> list[int]:
    few = (counts > 0) & (counts < min_cell) & found.cells
    return np.flatnonzero(few).tolist()


def whole_ends(counts: Integers, found: Withheld, cell: int) -> tuple[int, int]:
    """The least and the most people that a cell can have, for all that is known."""
    rows, low, high = knowledge(counts, found)
    ends = []
    for sign in (1, -1):
        wanted = np.zeros(counts.size)
        wanted[cell] = sign
        solved = milp(
            wanted,
            constraints=LinearConstraint(rows, low, high),
            integrality=np.ones(counts.size),
        )
        assert solved.success, solved.message
        ends.append(round(sign * solved.fun))
    return ends[0], ends[1]


cells = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 60))


@st.composite
def matrices(draw: st.DrawFn, largest: int = 5) -> Integers:
    size = draw(st.integers(1, largest))
    flat = draw(st.lists(cells, min_size=size * size, max_size=size * size))
    stay = draw(st.sampled_from([0, 0, 30, 400]))
    return np.array(flat).reshape(size, size) + stay * np.eye(size, dtype=int)


def sizes_tell(counts: Integers) -> bool:
    """Whether sizes alone give all moves away, or that there are none."""
    lines = [np.count_nonzero(counts.sum(axis=axis)) for axis in (0, 1)]
    return min(lines) < 2 or not (counts - np.diag(np.diag(counts))).any()


@given(matrices())
@example(np.array([[3, 10], [7, 40]]))
@example(np.array([[300, 1, 0], [0, 90, 0], [0, 0, 0]]))
@example(np.array([[300, 61, 0], [0, 90, 0], [0, 3, 50]]))
@settings(deadline=None, max_examples=150)
def test_no_few_people_can_be_worked_out_of_what_is_shown(counts: Integers) -> None:
    found = withheld_grid(counts)
    moved = counts.sum() - counts.trace()
    assert found.moved[0] <= moved <= found.moved[1]
    if sizes_tell(counts):
        assert not found.cells.any()
        assert found.moved == (moved, moved)
        return
    assert found.cells[(counts > 0) & (counts < MIN_CELL)].all()
    for cell in few_hidden(counts, found):
        low, high = whole_ends(counts, found, cell)
        assert low < high, (counts, found, divmod(cell, len(counts)))


@given(matrices(largest=8), st.sampled_from([2, 5, 10, 12]))
@settings(deadline=None, max_examples=60)
def test_every_small_cell_has_room_in_a_linear_program(counts: Integers, min_cell: int) -> None:
    found = withheld_grid(counts, min_cell)
    rows, low, high = knowledge(counts, found)
    above, beside = np.vstack([rows, -rows]), np.concatenate([high, -low])
    for cell in few_hidden(counts, found, min_cell)[:3]:
        wanted = np.zeros(counts.size)
        wanted[cell] = 1
        ends = [linprog(sign * wanted, A_ub=above, b_ub=beside).fun for sign in (1, -1)]
        assert ends[0] + 1 - 1e-6 <= -ends[1]


@given(matrices(largest=7), st.sampled_from([2, 5, 10, 12]))
@settings(deadline=None)
def test_a_line_hides_two_cells_of_enough_people_or_none(counts: Integers, min_cell: int) -> None:
    found = withheld_grid(counts, min_cell)
    for one, cells_of in ((counts, found.cells), (counts.T, found.cells.T)):
        for people, hidden in zip(one, cells_of, strict=True):
            if hidden.any():
                assert hidden.sum() >= 2
                assert people[hidden].sum() >= min_cell or not people[~hidden].any()


def test_a_matrix_without_small_cells_is_shown() -> None:
    found = withheld_grid(np.array([[300, 61, 0], [0, 90, 10], [12, 0, 50]]))
    assert not found.cells.any()
    assert found.moved == (83, 83)


def test_the_number_of_moved_is_exact_where_the_diagonal_stays() -> None:
    counts = np.array([[365, 42, 3, 10], [90, 800, 99, 5], [4, 150, 500, 90], [10, 6, 64, 250]])
    found = withheld_grid(counts)
    assert not found.cells.diagonal().any()
    assert found.moved == (573, 573)


def test_zeros_are_hidden_last() -> None:
    # the empty cell could be a corner, and is not
    found = withheld_grid(np.array([[200, 3, 20], [30, 100, 40], [0, 12, 90]]))
    assert found.cells.tolist() == [[False, True, True], [False] * 3, [False, True, True]]
    # here it has to be
    found = withheld_grid(np.array([[200, 3], [0, 100]]))
    assert found.cells.all()
    assert found.moved == (1, 9)


@pytest.mark.parametrize(
    ("counts", "min_cell", "moved"),
    [
        ([[200, 3], [31, 100]], 10, (25, 34)),
        ([[200, 3], [32, 100]], 10, (35, 44)),
        ([[200, 3], [12, 100]], 12, (10, 29)),
        ([[200, 3], [6, 100]], 10, (1, 9)),
        ([[200, 3], [6, 100]], 5, (5, 14)),
        # the two moves could only both be larger, and then round to more
        ([[300, 61, 0], [0, 90, 0], [0, 3, 50]], 10, (64, 504)),
        ([[200, 0], [0, 3]], 10, (0, 0)),
        ([[0, 3], [0, 0]], 10, (3, 3)),
        ([[0, 0], [0, 0]], 10, (0, 0)),
    ],
)
def test_how_many_moved_is_told_as_far_as_it_can_be(
    counts: list[list[int]], min_cell: int, moved: tuple[int, int]
) -> None:
    assert withheld_grid(np.array(counts), min_cell).moved == moved


def test_the_order_of_the_labels_does_not_matter_to_what_is_safe() -> None:
    counts = np.array([[50, 3, 0], [0, 70, 15], [12, 2, 90]])
    for order in itertools.permutations(range(3)):
        turned = counts[np.ix_(order, order)]
        found = withheld_grid(turned)
        assert all(len(set(whole_ends(turned, found, c))) == 2 for c in few_hidden(turned, found))
