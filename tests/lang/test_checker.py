"""Checked cells: what each text means, its kind, and where conversions were put in."""

from __future__ import annotations

import pytest

from lang.tables import CUSTOMERS, NUMBER, SCHEMA, meaning
from seg_jupyter.errors import SegmentError, SegmentNameError, SegmentTypeError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.conversions import LONGEST_DATE
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Metric, Missing, Score, every
from seg_jupyter.lang.schema import ColumnType, Kind, Schema


def metric(text: str, schema: Schema = SCHEMA) -> Metric:
    definition = check(parse(text), schema).definitions[-1]
    assert isinstance(definition, Metric)
    return definition


MEANINGS = [
    # expression, kind, meaning: #x is a truth value as a number, @x a date, e.x of the events
    ("3", "number", "3"),
    ("'gold'", "text", '"gold"'),
    ("True", "truth", "True"),
    ("spend", "number", "spend"),
    ("`days since visit`", "number", "days since visit"),
    ("`class`", "number", "class"),
    ("joined", "text", "joined"),
    ("signup", "date", "@signup"),
    ("empty", "nothing", "empty"),
    ("channel", "text", "channel"),
    # arithmetic needs numbers; truth values count as 0 and 1
    ("-spend", "number", "(neg spend)"),
    ("spend + 2 * visits", "number", "(+ spend (* 2 visits))"),
    ("spend / 0", "number", "(/ spend 0)"),
    ("newbie + 1", "number", "(+ #newbie 1)"),
    ("-(spend > 3)", "number", "(neg #(> spend 3))"),
    ("empty * 2", "number", "(* ?number 2)"),
    # comparisons bring both sides to one kind
    ("spend > 3", "truth", "(> spend 3)"),
    ("newbie == 1", "truth", "(== #newbie 1)"),
    ("newbie == True", "truth", "(== newbie True)"),
    ("newbie > False", "truth", "(> #newbie #False)"),
    ("plan == 'gold'", "truth", '(== plan "gold")'),
    ("plan != channel", "truth", "(!= plan channel)"),
    ("joined == 'gold'", "truth", '(== joined "gold")'),
    ("empty == 3", "truth", "(== ?number 3)"),
    ("empty == 'x'", "truth", '(== ?text "x")'),
    ("newbie == empty", "truth", "(== newbie ?truth)"),
    ("empty < signup", "truth", "(< ?date @signup)"),
    ("empty == empty", "truth", "(== ?number ?number)"),
    ("25 <= spend < 34", "truth", "(and (<= 25 spend) (< spend 34))"),
    ("newbie == True == 1", "truth", "(and (== newbie True) (== #True 1))"),
    # dates, and text beside them
    ("signup >= '2026-01-31'", "truth", "(>= @signup @2026-01-31 00:00:00)"),
    ("'2026-01-31 08:30' < signup", "truth", "(< @2026-01-31 08:30:00 @signup)"),
    ("signup == joined", "truth", "(== @signup @joined)"),
    ("joined < '2026-01-31'", "truth", "(< @joined @2026-01-31 00:00:00)"),
    ("joined < joined", "truth", "(< @joined @joined)"),
    ("signup in ['2026-01-31']", "truth", "(in @signup @2026-01-31 00:00:00)"),
    ("days_since(signup)", "number", "(days_since @signup)"),
    ("days_since(joined)", "number", "(days_since @joined)"),
    ("days_since(empty)", "number", "(days_since ?date)"),
    ("days_since('2026-01-31')", "number", "(days_since @2026-01-31 00:00:00)"),
    ("fill(signup, '2026-01-31')", "date", "(fill @signup @2026-01-31 00:00:00)"),
    ("signup if newbie else '2026-01-31'", "date", "(if @signup newbie @2026-01-31 00:00:00)"),
    # and through what chooses between texts
    (
        "fill(joined, '2026-01-31') < signup",
        "truth",
        "(< (fill @joined @2026-01-31 00:00:00) @signup)",
    ),
    (
        "(joined if newbie else '2026-01-31') < '2026-03-01'",
        "truth",
        "(< (if @joined newbie @2026-01-31 00:00:00) @2026-03-01 00:00:00)",
    ),
    (
        "fill(empty, '2026-01-31') < '2026-03-01'",
        "truth",
        "(< (fill ?date @2026-01-31 00:00:00) @2026-03-01 00:00:00)",
    ),
    ("fill(joined, 'never') == 'never'", "truth", '(== (fill joined "never") "never")'),
    # lists
    ("plan in ['a', 'b']", "truth", '(in plan "a" "b")'),
    ("plan not in ['a']", "truth", '(not (in plan "a"))'),
    ("spend in [1, -2]", "truth", "(in spend 1 (neg 2))"),
    ("newbie in [True, False]", "truth", "(in newbie True False)"),
    ("newbie in [True, 0]", "truth", "(in #newbie #True 0)"),
    ("newbie in [0, True]", "truth", "(in #newbie 0 #True)"),
    ("empty in ['a', 'b']", "truth", '(in ?text "a" "b")'),
    ("empty in [True, 2]", "truth", "(in #?truth #True 2)"),
    # truth
    ("not newbie", "truth", "(not newbie)"),
    ("newbie and spend > 3", "truth", "(and newbie (> spend 3))"),
    ("newbie or not empty", "truth", "(or newbie (not ?truth))"),
    # choices
    ("1 if newbie else 2", "number", "(if 1 newbie 2)"),
    ("'a' if spend > 3 else plan", "text", '(if "a" (> spend 3) plan)'),
    ("newbie if newbie else False", "truth", "(if newbie newbie False)"),
    ("newbie if newbie else 2", "number", "(if #newbie newbie 2)"),
    ("empty if newbie else 'a'", "text", '(if ?text newbie "a")'),
    # row functions
    ("abs(newbie)", "number", "(abs #newbie)"),
    ("least(spend, 1, newbie)", "number", "(least spend 1 #newbie)"),
    ("clip(spend, 0, empty)", "number", "(clip spend 0 ?number)"),
    ("fill(spend, 0)", "number", "(fill spend 0)"),
    ("fill(plan, 'none')", "text", '(fill plan "none")'),
    ("fill(newbie, False)", "truth", "(fill newbie False)"),
    ("fill(newbie, 0)", "number", "(fill #newbie 0)"),
    ("fill(empty, 0)", "number", "(fill ?number 0)"),
    ("missing(plan)", "truth", "(missing plan)"),
    ("missing(empty)", "truth", "(missing empty)"),
    ("contains(plan, 'x')", "truth", '(contains plan "x")'),
    ("starts_with(empty, 'x')", "truth", '(starts_with ?text "x")'),
    ("ends_with('abc', 'c')", "truth", '(ends_with "abc" "c")'),
    # aggregations: names are columns of the events
    ("count()", "number", "<count>"),
    ("count(amount > 3)", "number", "<count where=(> e.amount 3)>"),
    ("count(where=returned)", "number", "<count where=e.returned>"),
    ("count(void)", "number", "<count where=?truth>"),
    ("count(last='90d')", "number", "<count last=0m90d0h>"),
    ("count(returned, last='36h')", "number", "<count where=e.returned last=0m0d36h>"),
    ("sum(amount, last='12w')", "number", "<sum e.amount last=0m84d0h>"),
    ("sum(returned)", "number", "<sum #e.returned>"),
    ("sum(void)", "number", "<sum ?number>"),
    ("mean(amount * 2, where=channel == 'a')", "number",
     '<mean (* e.amount 2) where=(== e.channel "a")>'),
    ("min(amount)", "number", "<min e.amount>"),
    ("max(due)", "date", "<max @e.due>"),
    ("max(void)", "nothing", "<max ?number>"),
    ("nunique(channel)", "number", "<nunique e.channel>"),
    ("nunique(void)", "number", "<nunique ?number>"),
    ("first(channel)", "text", "<first e.channel>"),
    ("latest(returned)", "truth", "<latest e.returned>"),
    ("latest(void)", "nothing", "<latest ?number>"),
    ("first(void) < '2026-01-31'", "truth", '(< ?text "2026-01-31")'),
    ("max(void) < signup", "truth", "(< ?date @signup)"),
    ("first(void) == 'a'", "truth", '(== ?text "a")'),
    ("first(void) + 1", "number", "(+ ?number 1)"),
    ("share(returned)", "number", "<share e.returned>"),
    ("recency()", "number", "<recency>"),
    ("tenure(returned)", "number", "<tenure where=e.returned>"),
    ("active_days(amount > 3)", "number", "<active_days where=(> e.amount 3)>"),
    ("sum(amount) / count()", "number", "(/ <sum e.amount> <count>)"),
    ("latest(posted) < '2026-01-31'", "truth", "(< <latest @e.posted> @2026-01-31 00:00:00)"),
    ("latest(posted) == '2026-01-31'", "truth", '(== <latest e.posted> "2026-01-31")'),
    ("latest(channel) == 'a'", "truth", '(== <latest e.channel> "a")'),
    ("median(amount)", "number", "<median e.amount>"),
    ("median(void)", "number", "<median ?number>"),
    ("mode(channel)", "text", "<mode e.channel>"),
    ("mode(due)", "date", "<mode @e.due>"),
    ("mode(returned)", "truth", "<mode e.returned>"),
    ("mode(posted) < '2026-01-31'", "truth", "(< <mode @e.posted> @2026-01-31 00:00:00)"),
    ("active_weeks(returned)", "number", "<active_weeks where=e.returned>"),
    ("count(last='6m')", "number", "<count last=6m0d0h>"),
    ("count(last='1y', offset='30d')", "number", "<count last=12m0d0h offset=0m30d0h>"),
    ("sum(amount, half_life='2w')", "number", "<sum e.amount half_life=0m14d0h>"),
    ("count(returned, half_life='36h')", "number",
     "<count where=e.returned half_life=0m0d36h>"),
    ("recency(offset='1m')", "number", "<recency offset=1m0d0h>"),
    # change: the same aggregation over two windows
    ("change(count(), '90d')", "number",
     "(change <count last=0m90d0h> <count last=0m90d0h offset=0m90d0h>)"),
    ("change(sum(amount, where=returned, half_life='7d'), '1m')", "number",
     "(change <sum e.amount where=e.returned last=1m0d0h half_life=0m7d0h>"
     " <sum e.amount where=e.returned last=1m0d0h offset=1m0d0h half_life=0m7d0h>)"),
    ("change(max(void), '1d')", "number",
     "(change <max ?number last=0m1d0h> <max ?number last=0m1d0h offset=0m1d0h>)"),
    # bands and tiles
    ("bands(spend, 10)", "number", "(bands spend 10)"),
    ("bands(spend, -1.5, 0, 2)", "number", "(bands spend -1.5 0 2)"),
    ("bands(newbie, 0)", "number", "(bands #newbie 0)"),
    ("sum(bands(amount, 10, 20))", "number", "<sum (bands e.amount 10 20)>"),
    ("tile(spend, 5)", "number", "<tile spend 5>"),
    ("tile(-recency(), 5)", "number", "<tile (neg <recency>) 5>"),
    ("tile(empty, 2)", "number", "<tile ?number 2>"),
    ("tile(tile(spend, 100), 3) >= 2", "truth", "(>= <tile <tile spend 100> 3> 2)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "means"), MEANINGS, ids=[row[0] for row in MEANINGS])
def test_meaning(text: str, kind: str, means: str) -> None:
    expression = metric(f"x = {text}").expression
    assert meaning(expression) == means
    assert expression.kind == Kind(kind)
    assert (expression.span.start, expression.span.end) == (4, 4 + len(text))


def test_earlier_lines_by_name() -> None:
    cell = "y = count()\nz = y > 3\nx = y + z"
    assert meaning(metric(cell).expression) == "(+ =y #=z)"


def test_a_name_in_backticks_is_a_column_only() -> None:
    with pytest.raises(SegmentNameError, match="no column or earlier line is called 'y'"):
        metric("y = 1\nx = `y`")


def test_an_earlier_line_hides_nothing_inside_an_aggregation() -> None:
    assert meaning(metric("amount = 3\nx = sum(amount) + amount").expression) == (
        "(+ <sum e.amount> =amount)"
    )


def test_names_are_matched_letter_by_letter() -> None:
    assert meaning(metric("Spend = 1\nx = Spend + spend").expression) == "(+ =Spend spend)"
    with pytest.raises(SegmentNameError, match="'Visits'"):
        metric("x = Visits")


def test_rules_keep_their_order() -> None:
    rules = check(parse("A: spend > 3\nB: newbie\nC: empty\nRest: otherwise"), SCHEMA).rules
    assert [rule.name for rule in rules] == ["A", "B", "C", "Rest"]
    shown = [rule.condition and meaning(rule.condition) for rule in rules]
    assert shown == ["(> spend 3)", "newbie", "?truth", None]


TERMS = [
    # arguments of score, (weight, metric, scale, label) of each term
    ("spend", [(1, "spend", "rank", "spend")]),
    ("rank(spend)", [(1, "spend", "rank", "spend")]),
    ("2 * minmax(spend)", [(2, "spend", "minmax", "spend")]),
    ("-raw(spend)", [(-1, "spend", "raw", "spend")]),
    ("newbie", [(1, "#newbie", "rank", "newbie")]),
    ("empty", [(1, "?number", "rank", "empty")]),
    ("0 * spend", [(0, "spend", "rank", "spend")]),
    ("spend + 1", [(1, "(+ spend 1)", "rank", "spend + 1")]),
    ("count(last='90d')", [(1, "<count last=0m90d0h>", "rank", "count(last='90d')")]),
    ("(spend\n  +  visits)", [(1, "(+ spend visits)", "rank", "(spend + visits)")]),
    ("-2 * spend, visits", [(-2, "spend", "rank", "spend"), (1, "visits", "rank", "visits")]),
    # a score stays one, unless arithmetic or a scale makes a plain metric of it
    ("s", [(1, "=s", "score", "s")]),
    ("-3 * s", [(-3, "=s", "score", "s")]),
    ("m", [(1, "=m", "rank", "m")]),
    ("raw(s)", [(1, "=s", "raw", "s")]),
    ("s + 1", [(1, "(+ =s 1)", "rank", "s + 1")]),
    ("raw(s / 2)", [(1, "(/ =s 2)", "raw", "s / 2")]),
    # bands and tiles spread their steps, under a name too
    ("tile(spend, 5)", [(1, "<tile spend 5>", "steps 5", "tile(spend, 5)")]),
    ("-2 * bands(spend, 1, 2)", [(-2, "(bands spend 1 2)", "steps 3", "bands(spend, 1, 2)")]),
    ("t", [(1, "=t", "steps 4", "t")]),
    ("-b", [(-1, "=b", "steps 2", "b")]),
    ("b + 1", [(1, "(+ =b 1)", "rank", "b + 1")]),
    ("rank(t)", [(1, "=t", "rank", "t")]),
    ("minmax(tile(spend, 5))", [(1, "<tile spend 5>", "minmax", "tile(spend, 5)")]),
]


@pytest.mark.parametrize(("text", "terms"), TERMS, ids=[ascii(row[0]) for row in TERMS])
def test_terms_of_a_score(text: str, terms: list[tuple[float, str, str, str]]) -> None:
    lines = "s = score(visits)\nm = visits\nt = tile(visits, 4)\nb = bands(visits, 3)"
    cell = f"{lines}\nx = score({text})"
    score = check(parse(cell), SCHEMA).definitions[-1]
    assert isinstance(score, Score)
    found = [
        (t.weight, meaning(t.metric), f"{t.scale.value} {t.steps or ''}".rstrip(), t.label)
        for t in score.terms
    ]
    assert found == terms
    assert cell[score.terms[0].span.start : score.terms[-1].span.end] == text


@pytest.mark.parametrize("policy", [None, *Missing])
def test_what_a_missing_metric_does(policy: Missing | None) -> None:
    option = "" if policy is None else f", missing='{policy.value}'"
    score = check(parse(f"x = score(spend, visits{option})"), SCHEMA).definitions[0]
    assert isinstance(score, Score)
    assert score.missing is (policy or Missing.SKIP)
    assert len(score.terms) == 2


def test_tiles_are_listed_once_in_the_order_of_the_text() -> None:
    text = "a = tile(tile(spend, 3), 2)\nx = score(tile(visits, 9), a)\nA: tile(spend, 3) == 2"
    tiles = check(parse(text), SCHEMA).tiles
    assert list(map(meaning, tiles)) == [
        "<tile <tile spend 3> 2>", "<tile spend 3>", "<tile visits 9>"
    ]  # fmt: skip


def test_a_score_can_be_used_like_a_number() -> None:
    program = check(parse("s = score(spend)\nx = s / 2\nA: s >= 70"), SCHEMA)
    assert meaning(program.rules[0].condition) == "(>= =s 70)"


@pytest.mark.parametrize(
    ("lines", "condition", "means"),
    [
        # a name for a text in ISO form serves as a date where the text itself would
        ("k = joined", "k >= '2026-01-31'", "(>= @joined @2026-01-31 00:00:00)"),
        ("k = '2026-01-31'", "signup < k", "(< @signup @2026-01-31 00:00:00)"),
        ("k = joined\nl = k", "l > k", "(> @joined @joined)"),
        ("k = joined", "fill(k, '2026-01-31') > signup", None),
        ("k = fill(joined, '2026-01-31')", "k > signup", None),
        ("k = joined", "days_since(k) > 3", "(> (days_since @joined) 3)"),
        ("k = joined", "k == 'gold'", '(== =k "gold")'),
    ],
)
def test_a_name_for_text_in_iso_form(lines: str, condition: str, means: str | None) -> None:
    program = check(parse(f"{lines}\nA: {condition}"), SCHEMA)
    found = meaning(program.rules[0].condition)
    inline = condition.replace("k", lines.split(" = ")[1]) if means is None else None
    assert found == (means or meaning(check(parse(f"A: {inline}"), SCHEMA).rules[0].condition))


@pytest.mark.parametrize("lines", ["k = 'gold'", "k = plan", "k = fill(joined, 'gold')"])
def test_a_name_for_other_text_is_no_date(lines: str) -> None:
    with pytest.raises(SegmentTypeError, match="a date is needed here; this is text") as caught:
        check(parse(f"{lines}\nA: signup > k"), SCHEMA)
    assert caught.value.span is not None
    assert caught.value.span.end - caught.value.span.start == 1, "the name is marked"


@pytest.mark.parametrize("doubled", ["fill({0}, {0})", "{0} if newbie else {0}"])
def test_lines_of_text_that_grow_beyond_measure_are_no_dates(doubled: str) -> None:
    lines = ["k0 = joined"]
    lines += [f"k{i} = {doubled.format(f'k{i - 1}')}" for i in range(1, 60)]
    text = "\n".join(lines)
    program = check(parse(f"{text}\nA: k5 >= '2026-01-31'\nB: k59 == 'gold'"), SCHEMA)
    condition = program.rules[0].condition
    assert condition is not None
    assert 64 < sum(1 for _ in every(condition)) < LONGEST_DATE + 10
    with pytest.raises(SegmentTypeError, match="a date is needed here; this is text"):
        check(parse(f"{text}\nA: signup > k59"), SCHEMA)


def test_a_name_for_a_name_is_a_date_however_often() -> None:
    lines = ["k0 = joined", *(f"k{i} = k{i - 1}" for i in range(1, 900))]
    program = check(parse("\n".join(lines) + "\nA: k899 >= '2026-01-31'"), SCHEMA)
    assert meaning(program.rules[0].condition) == "(>= @joined @2026-01-31 00:00:00)"


# frames that are not there


def test_events_without_a_frame_of_events() -> None:
    with pytest.raises(SegmentNameError) as caught:
        check(parse("x = 1 + count()"), Schema(CUSTOMERS))
    assert str(caught.value) == (
        "line 1, column 9: count(...) reads events, and there is no events frame\n"
        "  x = 1 + count()\n"
        "          ^^^^^\n"
        "Name one with --events, or events=… from Python."
    )


@pytest.mark.parametrize("cell", ["x = spend", "x = spend == 3", "A: `a b` == 'c'"])
def test_no_customers_at_all(cell: str) -> None:
    with pytest.raises(SegmentNameError) as caught:
        check(parse(cell), Schema())
    assert caught.value.exists is None
    assert caught.value.remedy == "Give a frame that has columns."


def test_events_without_columns() -> None:
    with pytest.raises(SegmentNameError) as caught:
        check(parse("x = sum(amount)"), Schema({}, {}))
    assert caught.value.problem == "no column of the events is called 'amount'"
    assert caught.value.exists is None


def test_column_names_that_are_no_text() -> None:
    columns = {2024: NUMBER, ("a", "b"): NUMBER, "spend": NUMBER}
    with pytest.raises(SegmentNameError) as caught:
        check(parse("x = `2025`"), Schema(columns))
    assert caught.value.exists == "Closest: '2024'."


def test_a_number_stored_as_text_names_the_conversion_inside_an_aggregation() -> None:
    events = {"price": ColumnType(Kind.TEXT, conversion="events['price'] = …")}
    with pytest.raises(SegmentError) as caught:
        check(parse("x = sum(price)"), Schema({}, events))
    assert caught.value.remedy == (
        "Its values are numbers stored as text; convert them first: events['price'] = …"
    )


def test_a_column_that_cannot_be_read_does_no_harm_unread() -> None:
    assert meaning(metric("x = spend").expression) == "spend"
    assert CUSTOMERS["tags"].kind is None
