"""Examples worked by hand that pin the reference itself."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle as o
from strategies import Names, condition

AS_OF = date(2026, 1, 31)


def run(*statements: o.Definition | o.Segment, **tables: object) -> list[o.Outcome]:
    customers = tables.pop("customers", [{"id": 1}])
    events = tables.pop("events", [])
    as_of = tables.pop("as_of", AS_OF)
    return o.evaluate(o.Program(statements), customers, events, "id", "at", as_of, **tables)


def column(body: o.Expr | o.Score, **tables: object) -> list[o.Value]:
    return [outcome.values["x"] for outcome in run(o.Definition("x", body), **tables)]


def people(**columns: list[object]) -> list[dict[str, object]]:
    size = len(next(iter(columns.values())))
    return [{"id": i, **{k: v[i] for k, v in columns.items()}} for i in range(size)]


def orders(*times: datetime, **columns: list[object]) -> list[dict[str, object]]:
    return [
        {"id": 1, "at": at, **{name: values[i] for name, values in columns.items()}}
        for i, at in enumerate(times)
    ]


A, B = o.Name("a"), o.Name("b")


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
    ("a", "b", "expected"),
    [
        (30, 40, True),  # 25 <= 30 <= 40
        (20, 40, False),  # the first link fails
        (30, None, None),  # true and unknown
        (20, None, False),  # false and unknown is false
        (None, 40, None),  # unknown and unknown
    ],
)
def test_chained_comparison(a: float | None, b: float | None, expected: bool | None) -> None:
    chain = o.Compare(o.Num(25), (("<=", A), ("<=", B)))
    assert column(chain, customers=people(a=[a], b=[b])) == [expected]


def test_three_valued_logic() -> None:
    rows = people(a=[True, False, None] * 3, b=[True] * 3 + [False] * 3 + [None] * 3)
    n = None
    assert column(o.And((A, B)), customers=rows) == [
        True,
        False,
        n,
        False,
        False,
        False,
        n,
        False,
        n,
    ]
    assert column(o.Or((A, B)), customers=rows) == [True, True, True, True, False, n, True, n, n]
    assert column(o.Not(A), customers=rows[:3]) == [False, True, None]


def test_both_sides_of_a_comparison_are_rounded() -> None:
    total = o.Arith("+", o.Num(0.1), o.Num(0.2))
    assert column(o.Compare(total, (("==", o.Num(0.3)),))) == [True]
    assert column(o.Compare(total, ((">", o.Num(0.3)),))) == [False]
    assert column(o.In(total, (o.Num(0.3),))) == [True]


def test_a_later_line_reads_the_stored_value() -> None:
    # 1e-10 is stored as 0: one line later 1 / x is missing; in one line it is 1e10.
    tiny = o.Num(1e-10)
    outcomes = run(
        o.Definition("x", tiny),
        o.Definition("y", o.Arith("/", o.Num(1), o.Name("x"))),
        o.Definition("z", o.Arith("/", o.Num(1), tiny)),
    )
    assert outcomes[0].values == {"x": 0.0, "y": None, "z": 1e10}


def test_rounding_is_half_up_below_four_million() -> None:
    assert o.round9(2.5e-9) == 3e-9
    assert o.round9(-2.5e-9) == -2e-9
    assert o.round9(1234567.1234567891) == 1234567.123456789
    assert o.round9(4000000.12345678912) == 4000000.12345678912
    assert o.round9(True) is True


def test_arithmetic_with_missing_and_zero() -> None:
    rows = people(a=[1, 0, None], b=[0, 0, 2])
    assert column(o.Arith("/", A, B), customers=rows) == [None, None, None]
    assert column(o.Arith("-", A, B), customers=rows) == [1.0, 0.0, None]
    assert column(o.Neg(B), customers=rows) == [0.0, 0.0, -2.0]
    either = o.IfElse(o.Num(1), o.Compare(A, ((">", o.Num(0)),)), o.Num(2))
    assert column(either, customers=rows) == [1.0, 2.0, None]


def test_truth_values_count_as_numbers() -> None:
    rows = people(a=[True, False, None])
    assert column(o.Compare(A, (("==", o.Num(1)),)), customers=rows) == [True, False, None]
    assert column(o.Arith("*", o.Num(2), A), customers=rows) == [2.0, 0.0, None]


def test_row_functions() -> None:
    def call(func: str, *args: o.Expr) -> list[o.Value]:
        return column(o.Call(func, args), customers=people(a=[4, -4, None], t=["Ab", "b", None]))

    t = o.Name("t")
    assert call("abs", A) == [4.0, 4.0, None]
    assert call("sqrt", A) == [2.0, None, None]
    assert call("log1p", o.Arith("+", A, o.Num(3))) == [2.079441542, None, None]  # ln 8; ln 0
    assert call("least", A, o.Num(1)) == [1.0, -4.0, None]
    assert call("greatest", A, o.Num(1)) == [4.0, 1.0, None]
    assert call("clip", A, o.Num(0), o.Num(3)) == [3.0, 0.0, None]
    assert call("fill", A, o.Num(9)) == [4.0, -4.0, 9.0]
    assert call("missing", A) == [False, False, True]
    assert call("contains", t, o.Text("b")) == [True, True, None]
    assert call("starts_with", t, o.Text("b")) == [False, True, None]
    assert call("ends_with", t, o.Text("b")) == [True, True, None]


def test_membership() -> None:
    rows = people(t=["x", "y", None])
    items = (o.Text("x"), o.Text("z"))
    assert column(o.In(o.Name("t"), items), customers=rows) == [True, False, None]
    assert column(o.In(o.Name("t"), items, True), customers=rows) == [False, True, None]


def test_dates() -> None:
    # As of January 31: the 30th is one day ago, the first of February is minus one.
    days = [date(2026, 1, 30), date(2026, 2, 1), None]
    rows = people(d=days, t=["2026-01-30", "2026-02-01", None])
    for name in ("d", "t"):
        column_ = o.Name(name)
        assert column(o.Call("days_since", (column_,)), customers=rows) == [1.0, -1.0, None]
        later = o.Compare(column_, ((">", o.Day("2026-01-31")),))
        assert column(later, customers=rows) == [False, True, None]


def test_windows_are_half_open_at_midnight() -> None:
    # As of January 31 the end is the midnight that begins February 1: that event is not read.
    # The last day begins with January 31 at 0:00: that event is in; one second earlier is not.
    events = orders(
        datetime(2026, 1, 30, 23, 59, 59),
        datetime(2026, 1, 31, 0, 0, 0),
        datetime(2026, 1, 31, 23, 59, 59),
        datetime(2026, 2, 1, 0, 0, 0),
    )
    assert column(o.Agg("count"), events=events) == [3.0]
    assert column(o.Agg("count", last="1d"), events=events) == [2.0]
    assert column(o.Agg("count", last="24h"), events=events) == [2.0]
    assert column(o.Agg("count", last="1h"), events=events) == [1.0]
    assert column(o.Agg("count", last="1w"), events=events) == [3.0]


def test_months_move_the_end_and_are_clipped() -> None:
    # As of March 30 the end is March 31; one month earlier is February 28 (there is no 31st).
    events = orders(datetime(2026, 2, 27, 23, 0), datetime(2026, 2, 28, 0, 0))
    assert column(o.Agg("count", last="1m"), events=events, as_of=date(2026, 3, 30)) == [1.0]
    # One year before the end 2028-02-29 is 2027-02-28.
    assert o.months_back(date(2028, 2, 29), 12) == date(2027, 2, 28)
    assert o.months_back(date(2026, 1, 31), 2) == date(2025, 11, 30)
    assert o.months_back(date(2026, 1, 15), 1) == date(2025, 12, 15)


def test_recency_and_tenure_count_calendar_days() -> None:
    # 23:59 on the 30th is one day before the 31st, though the end is 24 hours and a minute away.
    events = orders(datetime(2026, 1, 29, 0, 0), datetime(2026, 1, 30, 23, 59))
    assert column(o.Agg("recency"), events=events) == [1.0]
    assert column(o.Agg("tenure"), events=events) == [2.0]
    assert column(o.Agg("active_days"), events=events) == [2.0]
    same_day = orders(datetime(2026, 1, 31, 0, 0), datetime(2026, 1, 31, 23, 59, 59))
    assert column(o.Agg("recency"), events=same_day) == [0.0]
    assert column(o.Agg("active_days"), events=same_day) == [1.0]


def test_days_are_those_of_the_zone() -> None:
    # In Berlin March 29, 2026 has 23 hours: from 23:00 UTC on the 28th to 22:00 UTC on the 29th.
    events = orders(
        datetime(2026, 3, 28, 22, 59, tzinfo=UTC),
        datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 21, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
    )
    options = {"events": events, "as_of": date(2026, 3, 29), "zone": "Europe/Berlin"}
    assert column(o.Agg("count", last="1d"), **options) == [2.0]
    assert column(o.Agg("count", last="24h"), **options) == [3.0]
    assert column(o.Agg("active_days"), **options) == [2.0]


def test_sums_are_rounded_to_six_decimals_each() -> None:
    # 0.0000005 * 1e6 + 0.5 = 1.0, floor 1; -0.0000005 gives floor(0.0) = 0; 0.0000004 gives 0.
    at = datetime(2026, 1, 1)
    assert column(o.Agg("sum", A), events=orders(at, at, a=[5e-7, 5e-7])) == [2e-6]
    assert column(o.Agg("sum", A), events=orders(at, at, a=[-5e-7, 4e-7])) == [0.0]
    assert column(o.Agg("sum", A), events=orders(at, at, at, a=[0.1, 0.2, None])) == [0.3]
    # The mean is the exact sum by the number of present values: 1 / 3.
    mean = column(o.Agg("mean", A), events=orders(at, at, at, at, a=[0, 0, 1, None]))
    assert mean == [0.333333333]


def test_no_events_in_the_window() -> None:
    def of(func: str, arg: o.Expr | None = None) -> o.Value:
        return column(o.Agg(func, arg, last="1d"), events=orders(datetime(2026, 1, 1), a=[3]))[0]

    assert [of("count"), of("active_days"), of("sum", A), of("nunique", A)] == [0.0] * 4
    for func in ("mean", "min", "max", "first", "latest"):
        assert of(func, A) is None
    assert of("share", o.Compare(A, ((">", o.Num(1)),))) is None
    assert of("recency") is None
    assert of("tenure") is None


def test_only_missing_values_in_the_window() -> None:
    events = orders(datetime(2026, 1, 1), a=[None])
    assert column(o.Agg("sum", A), events=events) == [0.0]
    assert column(o.Agg("nunique", A), events=events) == [0.0]
    assert column(o.Agg("mean", A), events=events) == [None]
    assert column(o.Agg("count"), events=events) == [1.0]


def test_first_and_latest_break_ties_by_the_smallest_present_value() -> None:
    early, late = datetime(2026, 1, 1), datetime(2026, 1, 2)
    events = orders(early, early, early, late, late, a=[None, 8, 5, 9, 7], t=[None, *"dcba"])
    assert column(o.Agg("first", A), events=events) == [5.0]
    assert column(o.Agg("latest", A), events=events) == [7.0]
    assert column(o.Agg("first", o.Name("t")), events=events) == ["c"]


def test_share_divides_by_the_known() -> None:
    events = orders(*[datetime(2026, 1, 1)] * 4, a=[1, 2, 3, None])
    large = o.Compare(A, ((">", o.Num(1)),))
    assert column(o.Agg("share", large), events=events) == [0.666666667]
    assert column(o.Agg("count", where=large), events=events) == [2.0]
    assert column(o.Agg("count", where=o.Not(large)), events=events) == [1.0]


def test_the_first_segment_that_holds_wins() -> None:
    high = o.Segment("High", o.Compare(A, ((">=", o.Num(2)),)))
    low = o.Segment("Low", o.Compare(A, ((">=", o.Num(1)),)))
    rows = people(a=[2, 1, 0, None])
    assert [x.segment for x in run(high, low, customers=rows)] == [
        "High",
        "Low",
        "Unassigned",
        "Unassigned",
    ]
    rest = o.Segment("Rest", None)
    assert [x.segment for x in run(high, rest, customers=rows)] == ["High", *["Rest"] * 3]


def test_given_values_lead_the_later_lines() -> None:
    outcomes = run(
        o.Definition("x", o.Num(1)),
        o.Definition("y", o.Arith("+", o.Name("x"), o.Num(1))),
        o.Segment("Ten", o.Compare(o.Name("x"), (("==", o.Num(10)),))),
        given={"x": [10.0]},
    )
    assert outcomes == [o.Outcome({"x": 1.0, "y": 11.0}, "Ten")]


def test_to_text() -> None:
    total = o.Arith("*", o.Num(2), o.Arith("-", A, o.Arith("-", B, o.Num(-1))))
    program = o.Program(
        (
            o.Definition("x", total),
            o.Definition("n", o.Agg("count", None, o.Not(o.And((A, B))), "90d", bare=True)),
            o.Definition("s", o.Score((o.Term(-1, A), o.Term(2, total, "minmax")), "all")),
            o.Segment("Can't lose", o.Compare(o.Name("a b"), (("<", o.Num(1)), ("<", A)))),
            o.Segment("Two", o.Or((o.And((A, B)), o.In(o.Name("t"), (o.Text('"'),), True)))),
            o.Segment("Rest", None),
        )
    )
    assert o.to_text(program) == (
        "x = 2 * (a - (b - -1))\n"
        'n = count(not (a and b), last="90d")\n'
        's = score(-a, 2 * minmax(2 * (a - (b - -1))), missing="all")\n'
        "Can't lose: `a b` < 1 < a\n"
        'Two: a and b or t not in ["\\""]\n'
        "Rest: otherwise\n"
    )


class Bracketed(o.Writer):
    """Brackets around every operand, needed or not."""

    def needless(self) -> bool:
        return True


@st.composite
def any_condition(draw: o.Callable) -> o.Expr:
    inside = Names(("c", "d"), ("e",), ("f",), ("g",))
    names = Names(("a", "b"), ("p", "q"), ("t",), ("u",), points=("n",), events=inside)
    return condition(draw, names, 4)


@given(any_condition(), st.integers(0, 1000))
def test_the_text_means_the_tree(expr: o.Expr, seed: int) -> None:
    # With brackets everywhere no rule of precedence matters; Python's own parser, whose grammar
    # the language borrows, must read the same from the text with the fewest brackets.
    texts = [o.render(expr, writer) for writer in (o.Writer(None), Bracketed(None))]
    texts.append(o.render(expr, o.Writer(seed)))
    assert len({parsed(text) for text in texts}) == 1


def parsed(text: str) -> str:
    """Python's own tree of a text; the order of keywords means nothing."""
    tree = ast.parse(f"({text}\n)", mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords.sort(key=lambda keyword: keyword.arg or "")
    return ast.dump(tree)
