from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.running import labels, run, table, values
from seg_jupyter.analysis.score_map import ScoreMap, Square, score_map
from seg_jupyter.engine.model import Settings

CELL = "v = score(raw(p))\nw = score(raw(q))\nHigh: v >= {0} and w >= {1}\nLow: v < 40"


def found(
    p: list[float | None], q: list[float | None], cuts: tuple[float, float] = (40, 60)
) -> ScoreMap:
    return score_map(run(CELL.format(*cuts), table(p=p, q=q).astype(float)), "v", "w")


def test_squares_by_hand() -> None:
    squares = found([41, 44.9, 45, 100, 97, 0, 3.9, 12], [60, 64.9, 99, 100, 96, 0, 4, None])
    assert (squares.x.score, squares.x.width, squares.y.score, squares.y.width) == ("v", 4, "w", 4)
    assert squares.squares == (
        Square(0, 0, (("Low", 1),)),
        Square(0, 4, (("Low", 1),)),
        Square(40, 60, (("High", 1),)),
        Square(44, 64, (("High", 1),)),
        Square(44, 96, (("High", 1),)),
        Square(96, 96, (("High", 2),)),
    )
    assert (squares.scored, squares.unscored) == (7, 1)
    assert [(cut.segment, cut.words, cut.value) for cut in squares.x.cuts] == [
        ("High", "from", 40),
        ("Low", "below", 40),
    ]
    assert [(cut.segment, cut.words, cut.value) for cut in squares.y.cuts] == [("High", "from", 60)]


def test_the_segments_of_a_square_are_ordered_by_number_and_then_as_in_the_cell() -> None:
    people = table(p=[50.0] * 7, q=[50.0] * 7, n=[1, 2, 2, 3, 3, 4, 5])
    cell = "v = score(raw(p))\nw = score(raw(q))\nA: n == 1\nB: n == 2\nC: n == 3\nD: n == 4"
    (square,) = score_map(run(cell, people), "v", "w").squares
    assert square.segments == (("B", 2), ("C", 2), ("A", 1), ("D", 1), ("Unassigned", 1))
    assert square.customers == 7


def test_who_lacks_a_score_and_who_is_not_profiled_is_in_no_square() -> None:
    people = table(
        p=[10.0, None, 10.0, 10.0, None],
        q=[10.0, 10.0, None, 10.0, 1.0],
        ok=[True] * 3 + [False] * 2,
    )
    result = run(CELL.format(40, 60), people, settings=Settings(consent="ok"))
    squares = score_map(result, "v", "w")
    assert squares.squares == (Square(8, 8, (("Low", 1),)),)
    assert (squares.scored, squares.unscored) == (1, 2)


def test_without_anybody_there_is_no_square() -> None:
    assert found([None], [1]).squares == ()
    assert found([], []).squares == ()


@pytest.mark.parametrize(
    ("cut", "width"),
    [(40, 4), (60, 4), (0, 4), (70, 5), (45, 5), (62.5, 4), (33.3, 4), (140, 4)],
)
def test_thresholds_fall_on_edges_where_they_can(cut: float, width: int) -> None:
    line = f"v = score(raw(p))\nw = score(raw(q))\nA: v >= {cut}"
    squares = score_map(run(line, table(p=[1.0], q=[1.0])), "v", "w")
    assert (squares.x.width, squares.y.width) == (width, 4)


def test_against_a_group_by_of_pandas() -> None:
    rng = np.random.default_rng(11)
    people = pd.DataFrame(
        {"p": np.clip(rng.uniform(-5, 105, 900), 0, 100), "q": rng.uniform(0, 100, 900)}
    )
    people["r"] = rng.integers(0, 3, 900)
    people.loc[people.index % 13 == 0, "q"] = np.nan
    cell = "v = score(raw(p))\nw = score(raw(q))\nA: v > 35 and r > 0\nB: w < 55 and r < 2"
    result = run(cell, people)
    frame = pd.DataFrame({"v": values(result, "v"), "w": values(result, "w")}, dtype=float)
    frame["label"] = labels(result)
    frame = frame.dropna(subset=["v", "w"])
    edges = np.arange(0, 101, 5)
    frame["x"] = pd.cut(frame["v"], edges, right=False, labels=edges[:-1]).fillna(95).astype(int)
    frame["y"] = pd.cut(frame["w"], edges, right=False, labels=edges[:-1]).fillna(95).astype(int)
    wanted = frame.groupby(["x", "y", "label"]).size().to_dict()
    squares = score_map(result, "v", "w")
    assert (squares.x.width, squares.y.width) == (5, 5)
    assert wanted == {
        (square.x, square.y, name): number
        for square in squares.squares
        for name, number in square.segments
    }
    assert squares.scored == len(frame)
    assert squares.scored + squares.unscored == 900


def test_the_axes_are_those_that_were_asked_for() -> None:
    result = run(CELL.format(40, 70), table(p=[10.0], q=[90.0]))
    turned = score_map(result, "w", "v")
    assert turned.squares == (Square(90, 8, (("Low", 1),)),)
    assert (turned.x.width, turned.y.width) == (5, 4)
