"""Natural mistakes: what the message says to write is a cell that runs."""

from __future__ import annotations

import pytest

from lang.outcomes import assert_clear
from lang.tables import SCHEMA
from seg_jupyter.errors import SegmentError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Program


def run(text: str) -> Program:
    return check(parse(text), SCHEMA)


def said(text: str) -> str:
    with pytest.raises(SegmentError) as caught:
        run(text)
    assert_clear(caught.value, text)
    return str(caught.value)


FOLLOWED = [
    # cell, what is wrong in it, what the message says in its place
    # percent
    ("A: spend >= 70%", "70%", "0.7"),
    ("A: spend >= 70%", "70%", "70"),
    ("A: spend >= 12.5 %", "12.5 %", "0.125"),
    ("A: spend >= -.5%", ".5%", "0.005"),
    ("A: spend >= 100%", "100%", "1"),
    ("A: spend >= 0%", "0%", "0"),
    # text, and a number in quotes
    ('A: spend > "50"', '"50"', "50"),
    ('A: spend > " -5 "', '" -5 "', "-5"),
    ("A: plan == 3", "3", '"3"'),
    ("A: plan in [-3]", "-3", '"-3"'),
    ("A: plan == (3)", "(3)", '"3"'),
    ('A: empty in ["a", 1]', "1", '"1"'),
    ('x = fill(spend, "none")', '"none"', "0"),
    ('x = "5" + spend', '"5"', "5"),
    ('x = spend + "5"', '"5"', "5"),
    ("x = least(visits, '7')", "'7'", "7"),
    ("A: plan == True", "plan == True", 'plan == "yes"'),
    ("x = score(visits, plan)", "plan", '(plan == "…")'),
    ("x = sum(channel)", "channel", '(channel == "…")'),
    ("x = plan + 1", "plan", '(plan == "…")'),
    # names of several words
    ("A: days since visit < 5", "days since visit", "`days since visit`"),
    ("A: days  since visit < 5", "days  since visit", "`days since visit`"),
    ("A: spend > 3 and days since visit < 5", "days since visit", "`days since visit`"),
    ("A: days `since` visit < 5", "days `since` visit", "`days since visit`"),
    # several values of a row
    ("x = max(visits, 5)", "max(visits, 5)", "greatest(visits, 5)"),
    ("x = min(visits, spend, 5)", "min(visits, spend, 5)", "least(visits, spend, 5)"),
    ("x = maximum(visits, 5)", "maximum(visits, 5)", "greatest(a, b, …)"),
    # methods and modules
    ("x = visits.fillna(0)", "visits.fillna(0)", "fill(visits, 0)"),
    ("x = visits . fillna( 7 )", "visits . fillna( 7 )", "fill(visits, 7)"),
    ('x = plan.fillna("none")', 'plan.fillna("none")', 'fill(plan, "none")'),
    ("x = visits.fillna(value=3)", "visits.fillna(value=3)", "fill(visits, 0)"),
    ("x = visits.fillna(spend.mean())", "visits.fillna(spend.mean())", "fill(visits, 0)"),
    ("A: visits.isna()", "visits.isna()", "missing(visits)"),
    ("A: visits.isnull()", "visits.isnull()", "missing(visits)"),
    ("A: visits.notna()", "visits.notna()", "not missing(visits)"),
    ('A: plan.str.startswith("p")', 'plan.str.startswith("p")', 'starts_with(plan, "p")'),
    ("A: plan.str.endswith('p')", "plan.str.endswith('p')", "ends_with(plan, 'p')"),
    ("A: plan.str.startswith(p)", "plan.str.startswith(p)", 'starts_with(plan, "…")'),
    ('A: plan.str.contains("p", na=False)', 'plan.str.contains("p", na=False)',
     'contains(plan, "p")'),
    ("A: visits.between(1, 5)", "visits.between(1, 5)", "1 <= visits <= 5"),
    ('A: signup.between("2026-01-01", "2026-02-01")',
     'signup.between("2026-01-01", "2026-02-01")', '"2026-01-01" <= signup <= "2026-02-01"'),
    ('A: plan.isin(["a", "b"])', 'plan.isin(["a", "b"])', 'plan in ["a", "b"]'),
    ("A: plan.isin(plans)", "plan.isin(plans)", 'plan in ["a", "b"]'),
    ("x = visits.clip(0, 10)", "visits.clip(0, 10)", "clip(visits, 0, 10)"),
    ("x = visits.clip(upper=10)", "visits.clip(upper=10)", "clip(visits, 0, 100)"),
    ("x = visits.abs()", "visits.abs()", "abs(visits)"),
    ("x = (visits - spend).abs()", "(visits - spend).abs()", "abs((visits - spend))"),
    ("A: visits.ge(5)", "visits.ge(5)", "visits >= 5"),
    ("x = amount.sum()", "amount.sum()", "sum(amount)"),
    ("x = orders.amount.mean()", "orders.amount.mean()", "mean(amount)"),
    ("x = amount.last()", "amount.last()", "latest(amount)"),
    ("x = amount.count()", "amount.count()", "count()"),
    ("x = amount.pct_change()", "amount.pct_change()", 'change(count(), "90d")'),
    ("x = visits.rank()", "x = visits.rank()", "value = score(rank(visits))"),
    ("x = cust.visits", "cust.visits", "visits"),
    ('x = cust["visits"]', 'cust["visits"]', "visits"),
    ("x = cust['days since visit']", "cust['days since visit']", "`days since visit`"),
    ('x = cust["class"].fillna(0)', 'cust["class"].fillna(0)', "fill(`class`, 0)"),
    ("x = `class`.fillna(0)", "`class`.fillna(0)", "fill(`class`, 0)"),
    ("x = cust.visits.fillna(0)", "cust.visits.fillna(0)", "fill(visits, 0)"),
    ("x = np.log1p(visits)", "np.log1p(visits)", "log1p(visits)"),
    ("x = np.maximum(visits, 5)", "np.maximum(visits, 5)", "greatest(visits, 5)"),
    ("x = np.where(visits > 3, 1, 0)", "np.where(visits > 3, 1, 0)", "1 if visits > 3 else 0"),
    ("A: pd.isna(visits)", "pd.isna(visits)", "missing(visits)"),
    ("x = pd.qcut(visits, 5)", "pd.qcut(visits, 5)", "tile(visits, 5)"),
    # the last segment
    *(
        (f"A: newbie\nInactive: {word}", f"Inactive: {word}", "Inactive: otherwise")
        for word in ("else", "default", "Otherwise", "rest", "everyone", "'others'")
    ),
    *(
        (f"A: newbie\n{word}: Inactive", f"{word}: Inactive", "Inactive: otherwise")
        for word in ("else", "otherwise", "Otherwise", "default")
    ),
    ("else: At risk", "else: At risk", "At risk: otherwise"),
    ('else: "At risk"', 'else: "At risk"', "At risk: otherwise"),
    # segments the other way round
    *(
        (f"{word} visits >= 5: {name}", f"{word} visits >= 5: {name}", "Active: visits >= 5")
        for word in ("if", "elif", "else if", "when", "case when", "IF")
        for name in ("Active", '"Active"')
    ),
    ("if visits >= 5: At risk", "if visits >= 5: At risk", "At risk: visits >= 5"),
    ("if visits >= 5:", "if visits >= 5:", "Name: visits >= 5"),
    ("if visits >= 5 then: B", "if visits >= 5 then: B", "B: visits >= 5"),
    ("visits >= 5: Active", "visits >= 5: Active", "Active: visits >= 5"),
    # a weight on its own
    ("x = score(visits, -1)", "visits, -1", "-1 * visits"),
    ("x = score(2, sum(amount))", "2, sum(amount)", "2 * sum(amount)"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "wrong", "advised"), FOLLOWED)
def test_advice_that_is_followed_to_the_letter_runs(cell: str, wrong: str, advised: str) -> None:
    message = said(cell)
    assert advised in message.split("^\n", 1)[1]
    assert cell.count(wrong) == 1
    mended = cell.replace(wrong, advised).replace("a, b, …", "visits, spend")
    assert run(mended)


SAID = [
    # cell, what its message says
    ("A: visits % 2 == 0", "There is no remainder of a division."),
    ("A: x2% == 0", "There is no remainder of a division."),
    (f"A: spend > 0.{'1' * 20}%", "There is no remainder of a division."),
    ("x = visits.round(2)", "Numbers are not rounded: compare with >= and <"),
    ("x = round(visits)", "Numbers are not rounded: compare with >= and <"),
    ("x = np.floor(visits)", "Numbers are not rounded: compare with >= and <"),
    ("x = plan.str.lower()", "Change the text in the frame first."),
    ("x = lower(plan)", "Change the text in the frame first."),
    ("x = visits.astype(float)", "Convert the column in the frame first."),
    ("x = visits.apply(abs)", "There is no apply(...) here: make a column of it in the frame"),
    ("x = signup.dt.year", "There is no year here: make a column of it in the frame first."),
    ("x = plan.str", "There is no str here: make a column of it in the frame first."),
    ('x = orders.groupby("id").amount.sum()', "write sum(x) or count() alone."),
    ("x = visits.where(newbie)", "Write visits if condition else 0."),
    ("x = np.where(newbie)", "Write a if condition else b."),
    ("x = visits.clip()", "Write clip(visits, 0, 100)."),
    ("x = visits.sqrt(", "Write sqrt(visits)."),
    ("x = pd.cut(visits, [0, 5])", "Write bands(x, 30, 90, …): 1, 2, 3, … by fixed cuts."),
    ("x = np.abs()", "Write abs(x): the number without its sign."),
    ("x = np.nan", "Write a function by name: sum(amount), not amount.sum()."),
    ("x = 1.5.real", "Write a function by name: sum(amount), not amount.sum()."),
    ("x = (visits).T", "Write a function by name: sum(amount), not amount.sum()."),
    (f"x = visits.{'y' * 41}", "Write a function by name: sum(amount), not amount.sum()."),
    (f"x = {'y' * 41}.abs()", "Write abs(x)."),
    ("x = visits[0]", "A column goes by its name alone, without its frame."),
    (f'x = y["{"z" * 41}"]', "A column goes by its name alone, without its frame."),
    ('x = y["a`b"]', "A column goes by its name alone, without its frame."),
    ("A: notna(visits)", "Write not missing(x)."),
    ("A: between(visits, 1, 2)", "Write low <= x <= high."),
    ("x = case when visits >= 5 then 1 else 0 end", "Write a value as a if condition else b"),
    ('case when visits >= 5 then "A" end', "Write a segment as Name: condition, a value as"),
    ("Active if visits >= 5", "Write a segment as Name: condition, a value as"),
    ("if visits >= 5 then Active", "Write a segment as Name: condition, a value as"),
    ("x = if(visits > 3, 1, 0)", "Write a if condition else b."),
    ("A: a AND b", "Write and."),
    ("if you like: a AND b", "Write and."),
    (f"if {'visits + ' * 20} 1 > 5: Active", "There are: "),
    ("A: not otherwise", "Write Name: otherwise, with nothing else on the line."),
    ("others = visits\nA: others", "Compare it: others == 1"),
    ("A: plan == default", 'If it is a text, put it in quotes: "default".'),
    ('x = "RFM " + spend', "give each segment a line of its own, as in RFM 555: spend == 555."),
    ('x = "RFM " + 555', "give each segment a line of its own, as in RFM 555: rfm == 555."),
    ('x = plan + " x"', "give each segment a line of its own, as in RFM 555: rfm == 555."),
    ('x = "a" * 3', "Write a number, without quotes."),
    ("x = score(2 * visits, -1)", "Write a column, an earlier line or an aggregation."),
    ("x = score(visits, 0)", "Write a column, an earlier line or an aggregation."),
    ("A: " + "a " * 40, "A name of several words stands in backticks: `days since visit`."),
    ("A: (visits\n spend)", "Put an operator such as and, or, ==, + between them."),
    ("A: 3 visits", "Put an operator such as and, or, ==, + between them."),
    # text that is no number and no date
    ("A: plan > 50", "plan is text, which has no order; make numbers of it first: in pandas with "),
    ('A: plan > "50"', "Write a number without quotes: 50.\nplan is text; make numbers of it"),
    ('A: age_text > "50"', "Write a number without quotes: 50.\nIts values are numbers stored as"),
    ("A: age_text > plan", "Its values are numbers stored as text; convert them first: df"),
    ("A: latest(channel) > 3", "latest(channel) is text, which has no order; "),
    ("w = latest(channel)\nA: w > 3", "w is text, which has no order; make numbers of it first"),
    ("w = latest(channel)\nx = w * 2", "Convert the column that it is made of to numbers first."),
    ("x = score(visits, fill(age_text, '1'))", "Its values are numbers stored as text; convert"),
    ("A: age_text == True", "Its values are numbers stored as text; convert them first: df"),
    ('A: plan > "b"', "Compare text with == or in."),
    ('w = latest(channel)\nA: w > "50"', "Compare text with == or in."),
    ("A: (plan if newbie else plan if newbie else plan) == 3", "this is compared as text: write"),
    ('A: plan >= "06/01/2024"', "Dates as text are read in the form 2026-01-31 only.\nIf it holds"),
    ('A: plan >= "2024-06-01"', "Dates as text are read in the form 2026-01-31 only.\nIf it holds"),
    ('A: plan >= "1 Jan 2024"', "Dates as text are read in the form 2026-01-31 only.\nIf it holds"),
    ("A: signup > fill(joined, 'gold')", 'Write a date as "2026-01-31", a time as'),
    ("w = latest(channel)\nA: signup > w", "Convert the column that it is made of to dates first."),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "says"), SAID)
def test_what_else_is_said(cell: str, says: str) -> None:
    assert says in said(cell).split("^\n", 1)[1]


@pytest.mark.parametrize(
    "cell",
    [
        # names that only look like slips
        "default = newbie\nInactive: default",
        "else: newbie",
        "if so: newbie",
        "Rest: newbie",
        "visits >= 5: newbie",
    ],
)
def test_what_means_something_is_left_alone(cell: str) -> None:
    assert run(cell).rules
