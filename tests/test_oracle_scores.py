"""Scales, scores, bands and tiles of the reference, worked by hand."""

from __future__ import annotations

import pytest

import oracle as o
from by_hand import A, B, column, people, run

INF = float("inf")


def test_mid_rank_with_ties() -> None:
    # n = 5. The zeros: none below, three equal: 100 * (0 + 3/2) / 5 = 30.
    # 5: three below, one equal: 100 * 3.5 / 5 = 70. 9: 100 * 4.5 / 5 = 90.
    score = o.Score((o.Term(1, A),))
    assert column(score, customers=people(a=[0, 0, 0, 5, 9])) == [30.0, 30.0, 30.0, 70.0, 90.0]


def test_missing_values_take_no_part_in_the_rank() -> None:
    # n = 2: 100 * 0.5 / 2 = 25 and 100 * 1.5 / 2 = 75; infinite is missing too.
    score = o.Score((o.Term(1, A),))
    assert column(score, customers=people(a=[None, 3, float("inf"), 7])) == [None, 25.0, None, 75.0]


def test_the_input_of_a_scale_is_rounded() -> None:
    # 0.1 + 0.2 is 0.30000000000000004, and 0.3 at nine decimals: a tie, so both score 50.
    score = o.Score((o.Term(1, o.Arith("+", A, B)),))
    assert column(score, customers=people(a=[0.1, 0.3], b=[0.2, 0.0])) == [50.0, 50.0]


def test_score_weights_and_missing() -> None:
    # minmax(a) = 0, 50, 100, missing; minmax(b) = 100, 0, missing, 50 (b from 2 to 6).
    # score = (3 * a + 2 * (100 - b)) / 5, or the one that is there.
    #   row 0: (0 + 2 * 0) / 5 = 0         row 1: (150 + 200) / 5 = 70
    #   row 2: 300 / 3 = 100               row 3: 2 * 50 / 2 = 50
    rows = people(a=[1, 2, 3, None], b=[6, 2, None, 4])
    terms = (o.Term(3, A, "minmax"), o.Term(-2, B, "minmax"), o.Term(0, o.Name("id")))
    assert column(o.Score(terms), customers=rows) == [0.0, 70.0, 100.0, 50.0]
    # "all": no score unless both are present. "zero": 300 / 5 = 60 and 2 * 50 / 5 = 20.
    assert column(o.Score(terms, "all"), customers=rows) == [0.0, 70.0, None, None]
    assert column(o.Score(terms, "zero"), customers=rows) == [0.0, 70.0, 60.0, 20.0]


def test_a_weight_of_zero_alone_is_no_score() -> None:
    assert column(o.Score((o.Term(0, A),)), customers=people(a=[1, 2])) == [None, None]


def test_constant_metrics_score_fifty() -> None:
    rows = people(a=[4, 4, None])
    assert column(o.Score((o.Term(1, A, "minmax"),)), customers=rows) == [50.0, 50.0, None]
    assert column(o.Score((o.Term(1, A, "rank"),)), customers=rows) == [50.0, 50.0, None]


def test_a_score_as_a_term_is_used_as_it_is() -> None:
    # s = minmax(a) = 0, 25, 100; x = 100 - s.
    s = o.Definition("s", o.Score((o.Term(1, A, "minmax"),)))
    x = o.Definition("x", o.Score((o.Term(-1, o.Name("s")),)))
    outcomes = run(s, x, customers=people(a=[0, 1, 4]))
    assert [outcome.values["x"] for outcome in outcomes] == [100.0, 75.0, 0.0]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        # minmax(a) = 0, 100, missing, missing, 50; minmax(b), turned round, = 0, missing, 100,
        # missing, 75 (b from 2 to 10); the weights are 3 and -1.
        #   skip: (0 + 0) / 4; 300 / 3; 100 / 1; nothing; (150 + 75) / 4
        (None, [0.0, 100.0, 100.0, None, 56.25]),
        ("skip", [0.0, 100.0, 100.0, None, 56.25]),
        #   zero: a missing term counts 0 points also where its weight is negative: 300 / 4; 100 / 4
        ("zero", [0.0, 75.0, 25.0, None, 56.25]),
        ("all", [0.0, None, None, None, 56.25]),
    ],
)
def test_missing_terms_under_each_policy(missing: str | None, expected: list[o.Value]) -> None:
    rows = people(a=[1, 5, None, INF, 3], b=[10, None, 2, None, 4])
    terms = (o.Term(3, A, "minmax"), o.Term(-1, B, "minmax"), o.Term(0, o.Name("c"), "minmax"))
    # A term of weight 0 takes no part, not even in "all".
    for row in rows:
        row["c"] = None
    assert column(o.Score(terms, missing), customers=rows) == expected


def test_all_terms_negative_and_missing() -> None:
    # 100 - minmax(a): 100, missing, 0.
    rows = people(a=[1, None, 2])
    for missing in ("skip", "zero", "all"):
        score = o.Score((o.Term(-2, A, "minmax"),), missing)
        assert column(score, customers=rows) == [100.0, None, 0.0]


def test_minmax_does_not_overflow() -> None:
    rows = people(a=[-1.5e308, 0, 1.5e308])
    assert column(o.Score((o.Term(1, A, "minmax"),)), customers=rows) == [0.0, 50.0, 100.0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-1e300, 1.0),
        (30, 1.0),  # a value on a cut belongs to the lower band
        (30.0000000001, 1.0),  # 30 at nine decimals
        (30.000000001, 2.0),
        (90, 2.0),
        (90.5, 3.0),
        (1e300, 3.0),
        (None, None),
        (INF, None),
        (True, 1.0),
    ],
)
def test_bands(value: object, expected: float | None) -> None:
    assert column(o.Bands(A, (30, 90)), customers=people(a=[value])) == [expected]


def test_one_cut_makes_two_bands() -> None:
    rows = people(a=[-1, -0.5, 0, -0.0])
    assert column(o.Bands(A, (-0.5,)), customers=rows) == [1.0, 1.0, 2.0, 2.0]


@pytest.mark.parametrize(
    ("values", "count", "expected"),
    [
        # Each cut of ten values ends a fifth: 2, 4, 6, 8.
        ([*range(1, 11)], 5, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
        # Three of five are 1: P(X <= 1) = 3/5 reaches 1/5, 2/5 and 3/5, so those cuts are 1;
        # P(X <= 2) = 4/5: the last is 2. Digits 2 and 3 are empty.
        ([1, 1, 1, 2, 3], 5, [1, 1, 1, 4, 5]),
        ([1, 1, 1, 2, 3], 2, [1, 1, 1, 2, 2]),
        # 1/3 of four values is 1.33: the second value; 2/3 is 2.67: the third.
        ([4, 3, 2, 1], 3, [3, 2, 1, 1]),
        # Missing values are not among them.
        ([None, 5, INF, 7], 2, [None, 1, None, 2]),
        # More digits than values: of two, 1/4 and 2/4 are reached by the first.
        ([8, 9], 4, [1, 3]),
        ([3, 3, 3], 5, [1, 1, 1]),
        ([3], 100, [1]),
        ([None, None], 5, [None, None]),
        ([], 5, []),
        # Values are rounded to nine decimals first: three equal ones, and one above.
        ([0.3, 0.1 + 0.2, 0.3000000001, 0.4], 2, [1, 1, 1, 2]),
        ([0.0, -0.0, -1], 3, [2, 2, 1]),
    ],
)
def test_tile(values: list[object], count: int, expected: list[float | None]) -> None:
    assert column(o.Tile(A, count), customers=people(a=values) if values else []) == expected


def test_a_tile_is_fitted_on_everybody_wherever_it_stands() -> None:
    # tile(a, 2) = 1, 1, 2, 2 and is not fitted anew on the customers that reach it.
    rows = people(a=[1, 2, 3, 4], b=[False, True, True, None])
    digits = o.IfElse(o.Tile(A, 2), B, o.Num(0))
    assert column(digits, customers=rows) == [0.0, 1.0, 2.0, None]
    # tile(tile(a, 4), 2): the digits 1 to 4 in two halves; -a turns it round.
    assert column(o.Tile(o.Tile(A, 4), 2), customers=rows) == [1.0, 1.0, 2.0, 2.0]
    assert column(o.Tile(o.Neg(A), 4), customers=rows) == [4.0, 3.0, 2.0, 1.0]
    top = o.Segment("Top", o.Compare(o.Tile(A, 4), ((">=", o.Num(4)),)))
    assert [outcome.segment for outcome in run(top, customers=rows)] == [
        *["Unassigned"] * 3,
        "Top",
    ]


def test_steps_are_spread_evenly() -> None:
    # Three bands: 0, 50, 100. Five digits of a = 1 to 5: 0, 25, 50, 75, 100.
    rows = people(a=[1, 2, 3, 4, 5, None])
    bands, tile = o.Bands(A, (1, 4)), o.Tile(A, 5)
    assert column(o.Score((o.Term(1, bands),)), customers=rows) == [0, 50, 50, 50, 100, None]
    assert column(o.Score((o.Term(1, tile),)), customers=rows) == [0, 25, 50, 75, 100, None]
    assert column(o.Score((o.Term(-1, tile),)), customers=rows) == [100, 75, 50, 25, 0, None]
    # (3 * tile + bands) / 4
    both = o.Score((o.Term(3, tile), o.Term(1, bands)))
    assert column(both, customers=rows) == [0, 31.25, 50, 68.75, 100, None]
    # An empty digit is a step all the same: digits 1, 1, 1, 4, 5 of 5.
    uneven = people(a=[1, 1, 1, 2, 3])
    assert column(o.Score((o.Term(1, tile),)), customers=uneven) == [0, 0, 0, 75, 100]


def test_a_name_keeps_its_steps() -> None:
    def scored(metric: o.Expr, scale: str | None = None) -> list[o.Value]:
        d = o.Definition("d", o.Tile(A, 5))
        x = o.Definition("x", o.Score((o.Term(1, metric, scale),)))
        outcomes = run(d, x, customers=people(a=[1, 1, 1, 2, 3]))
        return [outcome.values["x"] for outcome in outcomes]

    digits = o.Name("d")  # 1, 1, 1, 4, 5
    assert scored(digits) == [0, 0, 0, 75, 100]
    # A scale that is written replaces it: mid-ranks of 1, 1, 1, 4, 5 are 30, 30, 30, 70, 90.
    assert scored(digits, "rank") == [30, 30, 30, 70, 90]
    assert scored(digits, "minmax") == [0, 0, 0, 75, 100]
    assert scored(digits, "raw") == [1, 1, 1, 4, 5]
    assert scored(o.Tile(A, 5), "rank") == [30, 30, 30, 70, 90]
    # Arithmetic makes a plain metric of it.
    assert scored(o.Arith("+", digits, o.Num(0))) == [30, 30, 30, 70, 90]


def test_which_scores_take_ranks() -> None:
    score = o.Score((o.Term(1, A, "minmax"),))
    definitions = (o.Definition("s", score), o.Definition("d", o.Tile(A, 5)))
    program = o.Program(definitions)

    def takes(*terms: o.Term) -> bool:
        return o.ranks(program, o.Score(terms))

    assert takes(o.Term(1, A))
    assert takes(o.Term(1, o.Name("d"), "rank"))
    assert takes(o.Term(1, o.Arith("+", o.Name("s"), o.Num(1))))
    assert not takes(o.Term(0, A), o.Term(1, A, "raw"))
    assert not takes(o.Term(1, o.Name("s")), o.Term(1, o.Name("d")), o.Term(1, o.Bands(A, (1,))))
    assert not o.ranks(program, A)
