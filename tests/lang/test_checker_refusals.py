"""What the checker refuses: text, carets, words."""

from __future__ import annotations

import pytest

from lang.tables import SCHEMA, Refusal, check_refusal, refused
from seg_jupyter.errors import SegmentNameError, SegmentSyntaxError, SegmentTypeError
from seg_jupyter.lang.checker import check
from seg_jupyter.lang.parser import parse
from seg_jupyter.lang.program import Program

SAME = (
    "a metric is needed here; this is the same for everybody",
    "Write a column, an earlier line or an aggregation.",
)
IS_NUMBER = "a number and text cannot stand beside each other"
IS_TEXT = "text and a number cannot stand beside each other"
TO_NUMBERS = (
    "make numbers of it first: in pandas with pd.to_numeric(…, errors='coerce'), "
    "which leaves missing what is no plain number."
)
YES_NO = (
    "a truth value and text cannot stand beside each other",
    "Write True or False, or compare each side on its own.",
)
DATE_NUMBER = (
    "a date and a number cannot stand beside each other",
    'Write a date as "2026-01-31"; for a number of days, days_since(date).',
)
NO_ORDER = ("text has no order", "Compare text with == or in.")
NEEDS_NUMBER = "a number is needed here; this is text"
NUMBER = (NEEDS_NUMBER, "Write a number, without quotes.")
NUMBER_DATE = (
    "a number is needed here; this is a date",
    "Make a number of days of it: days_since(date).",
)
CONVERT = (
    "Its values are numbers stored as text; convert them first: "
    'df["age_text"] = df["age_text"].astype(float)'
)
CONDITION_NUMBER = "a condition is needed here; this is a number"
EACH_SIDE = "Write a whole comparison on each side: x > 1 or x == 0."
CONDITION_TEXT = "a condition is needed here; this is text"
CONDITION_DATE = "a condition is needed here; this is a date"
LITERAL = "a text in quotes is needed here"
LENGTH = (
    "this is not a length of time",
    'Write hours, days, weeks, months or years: "36h", "90d", "12w", "6m", "1y".',
)
TO_DATES = "If it holds dates, make dates of it in the frame first."
ISO_ONLY = "Dates as text are read in the form 2026-01-31 only."
HOW = 'Write a date as "2026-01-31", a time as "2026-01-31 08:30".'
OWN_LINE = (
    "score(...) is a whole line, not a part of one",
    "Give it its own line: value = score(...).",
)
NESTED = "Give it its own line: name = expression."
KNOWN = "There are: 'spend', 'visits', 'plan', 'newbie', 'signup', 'joined' and 7 more."
EVENTS = "There are: 'amount', 'channel', 'returned', 'due', 'posted', 'void'."
INSIDE = "Inside an aggregation, names are columns of the events."
PER_CUSTOMER = (
    "'amount' is a column of the events",
    "Make one value per customer of it, such as latest(amount).",
)
ABOVE = "A line may use the lines above it."
MISSING = "Ask missing(x), or write fill(x, value)."
OPTIONS = "There are: 'where', 'last', 'offset', 'half_life'."


def converts(column: str) -> tuple[str, str]:
    return (
        NEEDS_NUMBER,
        f'Compare it, as in ({column} == "…"), or {TO_NUMBERS}',
    )


def compared_as_text(column: str, literal: str) -> str:
    return f'{column} is compared as text: write a text in quotes, such as "{literal}".'


def no_number(text: str) -> str:
    return f"{text} is text: write a number instead, such as 0."


def python(word: str) -> tuple[str, str]:
    return (
        f"'{word}' is a word of Python that the language does not use",
        f"If it is a column, put it in backticks: `{word}`.",
    )


NAMES = [
    # names
    refused(
        "A: spnd > 3", "   ^^^^", "no column or earlier line is called 'spnd'", "Closest: 'spend'."
    ),
    refused("A: zzz > 3", "   ^^^", "no column or earlier line is called 'zzz'", KNOWN),
    refused(
        "A: `spnd` > 3",
        "   ^^^^^^",
        "no column or earlier line is called 'spnd'",
        "Closest: 'spend'.",
    ),
    refused(
        "x = `spend2`",
        "    ^^^^^^^^",
        "no column or earlier line is called 'spend2'",
        "Closest: 'spend'.",
    ),
    refused("x = amount", "    ^^^^^^", *PER_CUSTOMER),
    refused("x = amount + 1", "    ^^^^^^", *PER_CUSTOMER),
    refused("x = x", "    ^", "'x' is defined in this line or further down", ABOVE),
    refused("x = y\ny = 1", "    ^", "'y' is defined in this line or further down", ABOVE),
    refused("A: y > 1\ny = 1", "   ^", "'y' is defined in this line or further down", ABOVE),
    refused(
        "spend = 3",
        "^^^^^",
        "'spend' is already a column of the customers",
        "Choose another name; the frame's own columns are never changed.",
    ),
    refused(
        "顧客 = 3",
        "^^^^",
        "'顧客' is already a column of the customers",
        "Choose another name; the frame's own columns are never changed.",
    ),
    refused("x = null", "    ^^^^", "no column is called 'null'", MISSING),
    refused("A: spend == NaN", "            ^^^", "no column is called 'NaN'", MISSING),
    refused("A: spend == NA", "            ^^", "no column is called 'NA'", MISSING),
    refused("A: true", "   ^^^^", "no column is called 'true'", "Write True."),
    refused(
        "A: newbie == FALSE", "             ^^^^^", "no column is called 'FALSE'", "Write False."
    ),
    refused(
        "A: Otherwise",
        "   ^^^^^^^^^",
        "no column is called 'Otherwise'",
        "Write A: otherwise.",
    ),
    refused(
        "A: not otherwise",
        "       ^^^^^^^^^",
        "no column is called 'otherwise'",
        "Write Name: otherwise, with nothing else on the line.",
    ),
    refused(
        "A: plan == gold",
        "           ^^^^",
        "no column or earlier line is called 'gold'",
        KNOWN,
        'If it is a text, put it in quotes: "gold".',
    ),
    refused(
        "A: gold == plan",
        "   ^^^^",
        "no column or earlier line is called 'gold'",
        KNOWN,
        'If it is a text, put it in quotes: "gold".',
    ),
    refused(
        "A: plan != gold",
        "           ^^^^",
        "no column or earlier line is called 'gold'",
        KNOWN,
        'If it is a text, put it in quotes: "gold".',
    ),
    refused(
        "A: plan == `gold`",
        "           ^^^^^^",
        "no column or earlier line is called 'gold'",
        KNOWN,
    ),
    refused(
        "A: plan < gold", "          ^^^^", "no column or earlier line is called 'gold'", KNOWN
    ),
    refused(
        "x = sum(spend)", "        ^^^^^", "'spend' is not a column of the events", EVENTS, INSIDE
    ),
    refused("x = sum(zzz)", "        ^^^", "no column of the events is called 'zzz'", EVENTS),
    refused(
        "y = 1\nx = sum(y)",
        "        ^",
        "'y' is not a column of the events",
        EVENTS,
        INSIDE,
        line=2,
    ),
    refused(
        "x = count(amuont > 3)",
        "          ^^^^^^",
        "no column of the events is called 'amuont'",
        "Closest: 'amount'.",
    ),
    refused(
        "x = sum(`amuont`)",
        "        ^^^^^^^^",
        "no column of the events is called 'amuont'",
        "Closest: 'amount'.",
    ),
    refused(
        "A: B > 3\nB: spend > 3",
        "   ^",
        "'B' is a segment, and no condition can use a segment",
        "Give the condition a line of its own: name = condition.",
    ),
    refused(
        'A: segment == "B"',
        "   ^^^^^^^",
        "no column or earlier line is called 'segment'",
        KNOWN,
        'If it is a text, put it in quotes: "segment".',
    ),
    refused(
        "x = sum(tags)", "        ^^^^", "'tags' is not a column of the events", EVENTS, INSIDE
    ),
    refused(
        "A: 顧客 == 金",
        "           ^^",
        "no column or earlier line is called '金'",
        KNOWN,
        'If it is a text, put it in quotes: "金".',
        column=10,
    ),
    # functions
    refused(
        "x = avg(amount)",
        "    ^^^",
        "no function is called 'avg'",
        "Write mean(x): average of the values that are present.",
    ),
    refused(
        "x = Coalesce(spend, 0)",
        "    ^^^^^^^^",
        "no function is called 'Coalesce'",
        "Write fill(x, value): x, or the value where x is missing.",
    ),
    refused(
        "x = isnull(spend)",
        "    ^^^^^^",
        "no function is called 'isnull'",
        "Write missing(x): true where x is missing.",
    ),
    refused(
        "x = last(amount)",
        "    ^^^^",
        "no function is called 'last'",
        "Write latest(x): the last value; the smallest of several at one time.",
    ),
    refused(
        "x = datediff(signup)",
        "    ^^^^^^^^",
        "no function is called 'datediff'",
        "Write days_since(date): whole calendar days from the date to the as-of date.",
    ),
    refused("x = cuont()", "    ^^^^^", "no function is called 'cuont'", "Closest: 'count'."),
    refused("x = Count()", "    ^^^^^", "no function is called 'Count'", "Closest: 'count'."),
    refused("x = sqr(spend)", "    ^^^", "no function is called 'sqr'", "Closest: 'sqrt'."),
    refused(
        "x = abs(spend, y=3)", "               ^", "abs(...) has no option 'y'", "Write abs(x)."
    ),
    refused("x = abs(x=spend)", "        ^", "abs(...) has no option 'x'", "Write abs(x)."),
    refused(
        "x = missing(spend, where=newbie)",
        "                   ^^^^^",
        "missing(...) has no option 'where'",
        "Write missing(x).",
    ),
    refused(
        "x = count(were=returned)", "          ^^^^", "count(...) has no option 'were'", OPTIONS
    ),
    # score and scales
    refused(
        "x = score(spend, weights=3)",
        "                 ^^^^^^^",
        "score(...) has no option 'weights'",
        "There are: 'missing'.",
    ),
    refused(
        "x = abs(spend, sign=1)",
        "               ^^^^",
        "abs(...) has no option 'sign'",
        "Write abs(x).",
    ),
    refused(
        "x = mean(amount, half_life='30d')",
        "                 ^^^^^^^^^",
        "mean(...) has no option 'half_life'",
        "There are: 'where', 'last', 'offset'.",
    ),
    refused(
        "x = change(trend(amount), '30d')",
        "           ^^^^^",
        "no function is called 'trend'",
        'Write change(count(), "90d"): the last 90 days against the 90 before, as a share.',
    ),
    refused(
        'x = score(rank(spend, method="x"))',
        "                      ^^^^^^",
        "rank(...) has no option 'method'",
        "Write rank(x).",
    ),
]

KINDS = [
    # names
    refused(
        "x = tags",
        "    ^^^^",
        "the column 'tags' holds lists, which cannot be read",
        "A column holds numbers, text, truth values or dates.",
    ),
    # score and scales
    refused('x = score(spend, "a")', "                 ^^^", *NUMBER),
    refused("x = score(plan)", "          ^^^^", *converts("plan")),
    refused("x = score(signup)", "          ^^^^^^", *NUMBER_DATE),
    refused("x = score(rank(plan))", "               ^^^^", *converts("plan")),
    # a condition is needed
    refused(
        "A: spend +visits + spend + visits",
        "   " + "^" * 30,
        CONDITION_NUMBER,
        "Compare it: spend +visits + spend + visits == 1",
    ),
    refused("A: spend", "   ^^^^^", CONDITION_NUMBER, "Compare it: spend == 1"),
    refused("A: plan", "   ^^^^", CONDITION_TEXT, 'Compare it: plan == "…"'),
    refused("A: signup", "   ^^^^^^", CONDITION_DATE, 'Compare it: signup >= "2026-01-31"'),
    refused(
        "A: spend + visits",
        "   ^^^^^^^^^^^^^^",
        CONDITION_NUMBER,
        "Compare it: spend + visits == 1",
    ),
    refused(
        "A: least(spend, # note\n visits)",
        "   ^^^^^^^^^^^^^^^^^^^",
        "a condition is needed here; this is a number",
        "Compare it: least(spend, visits) == 1",
    ),
    refused(
        "A: days_since(signup)",
        "   ^^^^^^^^^^^^^^^^^^",
        CONDITION_NUMBER,
        "Compare it: days_since(signup) == 1",
    ),
    refused(
        "A: spend > 3 and visits",
        "                 ^^^^^^",
        CONDITION_NUMBER,
        "Compare it: visits == 1",
    ),
    refused("A: not spend", "       ^^^^^", CONDITION_NUMBER, "Compare it: spend == 1"),
    refused("A: not plan or newbie", "       ^^^^", CONDITION_TEXT, 'Compare it: plan == "…"'),
    refused('A: "gold"', "   ^^^^^^", CONDITION_TEXT, EACH_SIDE),
    refused("A: 1", "   ^", CONDITION_NUMBER, EACH_SIDE),
    refused('A: "2026-01-01"', "   ^^^^^^^^^^^^", CONDITION_TEXT, EACH_SIDE),
    refused("A: spend > 1 or 2", "                ^", CONDITION_NUMBER, EACH_SIDE),
    refused("x = 1 if spend else 2", "         ^^^^^", CONDITION_NUMBER, "Compare it: spend == 1"),
    refused(
        "A: `days since visit`",
        "   ^^^^^^^^^^^^^^^^^^",
        CONDITION_NUMBER,
        "Compare it: `days since visit` == 1",
    ),
    refused(
        "A: spend * visits * spend * visits * spend",
        "   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        CONDITION_NUMBER,
        "Compare it: x == 1",
    ),
    refused(
        "x = count(where=amount)",
        "                ^^^^^^",
        CONDITION_NUMBER,
        "Compare it: amount == 1",
    ),
    refused(
        "x = share(channel)", "          ^^^^^^^", CONDITION_TEXT, 'Compare it: channel == "…"'
    ),
    refused(
        "x = recency(due)", "            ^^^", CONDITION_DATE, 'Compare it: due >= "2026-01-31"'
    ),
    refused(
        "A: (spend +\n visits)",
        "   ^^^^^^^^",
        CONDITION_NUMBER,
        "Compare it: (spend + visits) == 1",
    ),
    # a number is needed
    refused("x = -plan", "     ^^^^", *converts("plan")),
    refused("x = plan + 1", "    ^^^^", *converts("plan")),
    refused("x = 1 - signup", "        ^^^^^^", *NUMBER_DATE),
    refused("x = abs(plan)", "        ^^^^", *converts("plan")),
    refused("x = sqrt(joined)", "         ^^^^^^", *converts("joined")),
    refused("x = age_text + 1", "    ^^^^^^^^", NEEDS_NUMBER, CONVERT),
    refused(
        "A: age_text > 3",
        "   ^^^^^^^^^^^^",
        "text and a number cannot stand beside each other",
        CONVERT,
    ),
    refused(
        "A: age_text == 3",
        "   ^^^^^^^^^^^^^",
        "text and a number cannot stand beside each other",
        CONVERT,
    ),
    refused("x = sum(channel)", "        ^^^^^^^", *converts("channel")),
    refused("x = mean(due)", "         ^^^", *NUMBER_DATE),
    refused(
        "x = sum(returned, where=channel)",
        "                        ^^^^^^^",
        CONDITION_TEXT,
        'Compare it: channel == "…"',
    ),
    refused('x = least(1, "2")', "             ^^^", NEEDS_NUMBER, "Write 2 without quotes."),
    refused("x = clip(spend, plan, 3)", "                ^^^^", *converts("plan")),
    refused("x = min(channel)", "        ^^^^^^^", *converts("channel")),
    refused('x = "a" * 3', "    ^^^", *NUMBER),
    # a text is needed
    refused(
        'x = contains(spend, "a")', "             ^^^^^", "text is needed here; this is a number"
    ),
    refused(
        'x = contains(newbie, "a")',
        "             ^^^^^^",
        "text is needed here; this is a truth value",
    ),
    refused(
        'x = starts_with(signup, "2026")',
        "                ^^^^^^",
        "text is needed here; this is a date",
    ),
    refused("x = contains(plan, plan)", "                   ^^^^", LITERAL),
    refused("x = ends_with(plan, 3)", "                    ^", LITERAL),
    refused(
        'x = contains(plan, "a" if newbie else "b")',
        "                   ^^^^^^^^^^^^^^^^^^^^^^",
        LITERAL,
    ),
    # a date is needed
    refused(
        "x = days_since(plan)",
        "               ^^^^",
        "a date is needed here; this is text",
        ISO_ONLY,
        TO_DATES,
    ),
    refused(
        "x = days_since(spend)",
        "               ^^^^^",
        "a date is needed here; this is a number",
        ISO_ONLY,
    ),
    refused(
        "x = days_since(newbie)",
        "               ^^^^^^",
        "a date is needed here; this is a truth value",
        ISO_ONLY,
    ),
    refused(
        "x = days_since(3)",
        "               ^",
        "a date is needed here; this is a number",
        ISO_ONLY,
    ),
    refused(
        "x = days_since(True)",
        "               ^^^^",
        "a date is needed here; this is a truth value",
        ISO_ONLY,
    ),
    refused(
        'x = days_since("2026-13-01")',
        "               ^^^^^^^^^^^^",
        "'2026-13-01' is not a date",
        HOW,
    ),
    refused(
        'x = days_since("yesterday")',
        "               ^^^^^^^^^^^",
        "'yesterday' is not a date",
        HOW,
    ),
    refused(
        "A: signup > plan",
        "            ^^^^",
        "a date is needed here; this is text",
        ISO_ONLY,
        TO_DATES,
    ),
    refused(
        'A: signup > "01/02/2026"', "            ^^^^^^^^^^^^", "'01/02/2026' is not a date", HOW
    ),
    refused('A: joined >= "gold"', "             ^^^^^^", "'gold' is not a date", HOW),
    refused('A: signup in ["gold"]', "              ^^^^^^", "'gold' is not a date", HOW),
    refused(
        'A: signup > (plan if newbie else "b")',
        "            ^^^^^^^^^^^^^^^^^^^^^^^^^",
        "a date is needed here; this is text",
        ISO_ONLY,
        TO_DATES,
    ),
    refused("A: signup >= 2026", "   ^^^^^^^^^^^^^^", *DATE_NUMBER),
    refused(
        "A: signup == newbie",
        "   ^^^^^^^^^^^^^^^^",
        "a date and a truth value cannot stand beside each other",
        'Write a date as "2026-01-31"; for a number of days, days_since(date).',
    ),
    refused("x = signup if newbie else 3", "    ^^^^^^^^^^^^^^^^^^^^^^^", *DATE_NUMBER),
    refused("x = fill(signup, 0)", "         ^^^^^^^^^", *DATE_NUMBER),
    refused("x = signup - joined", "    ^^^^^^", *NUMBER_DATE),
    # kinds side by side
    refused("A: plan == 3", "   ^^^^^^^^^", IS_TEXT, compared_as_text("plan", "3")),
    refused("A: 3 == plan", "   ^^^^^^^^^", IS_NUMBER, compared_as_text("plan", "3")),
    refused('A: plan > "b"', "   ^^^^^^^^^^", *NO_ORDER),
    refused("A: plan <= plan", "   ^^^^^^^^^^^^", *NO_ORDER),
    refused('A: "a" < "b" < plan', "   ^^^^^^^^^", *NO_ORDER),
    refused('A: newbie == "yes"', "   ^^^^^^^^^^^^^^^", *YES_NO),
    refused('A: newbie > "yes"', "   ^^^^^^^^^^^^^^", *YES_NO),
    refused('A: spend in ["a", "b"]', "   ^^^^^^^^^^^^^", IS_NUMBER, no_number('"a"')),
    refused('A: plan in ["a", 1]', "   ^^^^^^^^^^^^^^^", IS_TEXT, compared_as_text("plan", "1")),
    refused('A: spend in [1, "a"]', "   ^^^^^^^^^^^^^^^^", IS_NUMBER, no_number('"a"')),
    refused('A: newbie in ["a"]', "   ^^^^^^^^^^^^^^", *YES_NO),
    refused('A: newbie in [True, "a"]', "   ^^^^^^^^^^^^^^^^^^^^", *YES_NO),
    refused('A: empty in ["a", 1]', "   ^^^^^^^^^^^^^^^^", IS_TEXT, compared_as_text("empty", "1")),
    refused("x = fill(plan, 0)", "         ^^^^^^^", IS_TEXT, compared_as_text("plan", "0")),
    refused('x = fill(spend, "none")', "         ^^^^^^^^^^^^^", IS_NUMBER, no_number('"none"')),
    refused(
        'x = spend if newbie else "none"',
        "    ^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        IS_NUMBER,
        no_number('"none"'),
    ),
    refused(
        "A: 25 <= plan <= 34",
        "   ^^^^^^^^^^",
        IS_NUMBER,
        f"plan is text, which has no order; {TO_NUMBERS}",
    ),
    refused('A: spend > 3 == "a"', "           ^^^^^^^^", IS_NUMBER, no_number('"a"')),
    # aggregations
    refused(
        "x = count(amount)",
        "          ^^^^^^",
        "count(...) counts events, and takes a condition; this is a number",
        "Write count(), or nunique(amount) for the number of different values.",
    ),
    refused(
        "x = count(channel)",
        "          ^^^^^^^",
        "count(...) counts events, and takes a condition; this is text",
        "Write count(), or nunique(channel) for the number of different values.",
    ),
    refused(
        "x = count(amount +\n amount)",
        "          ^^^^^^^^",
        "count(...) counts events, and takes a condition; this is a number",
        "Write count(), or nunique(amount + amount) for the number of different values.",
    ),
    refused("x = sum(amount, last=90)", "                     ^^", *LENGTH),
    refused('x = sum(amount, last="90 days")', "                     ^^^^^^^^^", *LENGTH),
    refused('x = sum(amount, last="0d")', "                     ^^^^", *LENGTH),
    refused('x = sum(amount, last="")', "                     ^^", *LENGTH),
    refused("x = sum(amount, last=channel)", "                     ^^^^^^^", *LENGTH),
    refused('x = sum(amount, last="-3d")', "                     ^^^^^", *LENGTH),
    refused('x = count(offset="1201m")', "                 ^^^^^^^", *LENGTH),
    refused('x = count(half_life="30")', "                    ^^^^", *LENGTH),
    refused("x = change(count(), 90)", "                    ^^", *LENGTH),
    # what is written out
    *(
        refused(text, carets, "a cut is a number written out", "Write bands(x, 30, 90, 180).")
        for text, carets in (
            ("x = bands(spend, visits)", "                 ^^^^^^"),
            ('x = bands(spend, 1, "2")', "                    ^^^"),
            ("x = bands(spend, 1 + 1)", "                 ^^^^^"),
            ("x = bands(spend, -(1 + 1))", "                 ^^^^^^^^"),
        )
    ),
    *(
        refused(
            f"x = tile(spend, {parts})",
            "                " + "^" * len(parts),
            "tile(...) makes 2 to 100 parts, a whole number written out",
            "Write tile(x, 5) for fifths.",
        )
        for parts in ("1", "101", "2.5", "-5", '"5"', "visits", "2 + 3")
    ),
    *(
        refused(
            f"x = score(spend, missing={word})",
            "                         " + "^" * len(word),
            "this is none of the words that can stand here",
            "There are: 'skip', 'zero', 'all'.",
        )
        for word in ('"none"', '"SKIP"', "0", "visits", '""')
    ),
    *(
        refused(
            f'x = change({inner}, "90d")',
            "           " + "^" * len(inner),
            "change(...) compares an aggregation with itself",
            'Write change(count(), "90d"), or change(sum(x), "90d").',
        )
        for inner in ("spend", "3", "count() + 1", "abs(spend)", 'change(count(), "9d")')
    ),
    refused(
        'x = change(latest(channel), "90d")',
        "           ^^^^^^^^^^^^^^^",
        "change(...) compares numbers; this is text",
    ),
    refused(
        'x = change(latest(returned), "90d")',
        "           ^^^^^^^^^^^^^^^^",
        "change(...) compares numbers; this is a truth value",
    ),
]

GRAMMAR = [
    # functions
    refused(
        "x = abs()",
        "    ^^^^^",
        "abs(...) needs more than this",
        "Write abs(x): the number without its sign.",
    ),
    refused(
        "x = abs(spend, visits)",
        "               ^^^^^^",
        "abs(...) takes no more than this",
        "Write abs(x): the number without its sign.",
    ),
    refused(
        "x = least(spend)",
        "    ^^^^^^^^^^^^",
        "least(...) needs more than this",
        "Write least(a, b, …): the smallest; missing if any is.",
    ),
    refused(
        "x = greatest()",
        "    ^^^^^^^^^^",
        "greatest(...) needs more than this",
        "Write greatest(a, b, …): the largest; missing if any is.",
    ),
    refused(
        "x = clip(spend, 1)",
        "    ^^^^^^^^^^^^^^",
        "clip(...) needs more than this",
        "Write clip(x, low, high): x, but never below low or above high.",
    ),
    refused(
        "x = clip(spend, 1, 2, 3)",
        "                      ^",
        "clip(...) takes no more than this",
        "Write clip(x, low, high): x, but never below low or above high.",
    ),
    refused(
        "x = fill(spend)",
        "    ^^^^^^^^^^^",
        "fill(...) needs more than this",
        "Write fill(x, value): x, or the value where x is missing.",
    ),
    refused(
        "x = missing()",
        "    ^^^^^^^^^",
        "missing(...) needs more than this",
        "Write missing(x): true where x is missing.",
    ),
    refused(
        "x = missing(spend, visits)",
        "                   ^^^^^^",
        "missing(...) takes no more than this",
        "Write missing(x): true where x is missing.",
    ),
    refused(
        "x = days_since()",
        "    ^^^^^^^^^^^^",
        "days_since(...) needs more than this",
        "Write days_since(date): whole calendar days from the date to the as-of date.",
    ),
    refused(
        "x = contains(plan)",
        "    ^^^^^^^^^^^^^^",
        "contains(...) needs more than this",
        'Write contains(text, "x"): whether the text has x in it, letter by letter.',
    ),
    refused(
        "x = sum()",
        "    ^^^^^",
        "sum(...) needs more than this",
        "Write sum(x): exact total; 0 without events.",
    ),
    refused(
        "x = sum(amount, returned)",
        "                ^^^^^^^^",
        "sum(...) takes no more than this",
        "Write sum(x): exact total; 0 without events.",
    ),
    refused(
        "x = count(returned, amount > 1)",
        "                    ^^^^^^^^^^",
        "count(...) takes no more than this",
        "Write count(condition): number of events.",
    ),
    refused(
        "x = recency(returned, returned)",
        "                      ^^^^^^^^",
        "recency(...) takes no more than this",
        "Write recency(condition): days from the last event to the as-of date.",
    ),
    refused(
        "x = share()",
        "    ^^^^^^^",
        "share(...) needs more than this",
        "Write share(condition): share of the events for which it holds, 0 to 1.",
    ),
    refused(
        "x = min(amount, 3)",
        "                ^",
        "min(...) takes no more than this",
        "Write least(amount, 3): the smallest; missing if any is.",
    ),
    refused('x = sum(amount, from="90d")', "                ^^^^", *python("from")),
    # score and scales
    refused("A: score(spend) > 3", "   ^^^^^", *OWN_LINE),
    refused("x = 2 * score(spend)", "        ^^^^^", *OWN_LINE),
    refused("x = (1 + score(spend))", "         ^^^^^", *OWN_LINE),
    refused(
        "x = rank(spend)",
        "    ^^^^",
        "rank(...) has a meaning only as a metric of a score",
        "Write value = score(rank(x), …).",
    ),
    refused(
        "x = minmax(spend) + 1",
        "    ^^^^^^",
        "minmax(...) has a meaning only as a metric of a score",
        "Write value = score(minmax(x), …).",
    ),
    refused(
        "A: raw(spend) > 50",
        "   ^^^",
        "raw(...) has a meaning only as a metric of a score",
        "Write value = score(raw(x), …).",
    ),
    refused(
        "x = score(2 * rank(spend) + 1)",
        "              ^^^^",
        "rank(...) has a meaning only as a metric of a score",
        "Write value = score(rank(x), …).",
    ),
    refused(
        "x = score(rank(minmax(spend)))",
        "               ^^^^^^",
        "minmax(...) has a meaning only as a metric of a score",
        "Write value = score(minmax(x), …).",
    ),
    refused("x = score(score(spend))", "          ^^^^^", *OWN_LINE),
    refused(
        "x = sum(rank(amount))",
        "        ^^^^",
        "rank(...) has a meaning only as a metric of a score",
        "Write value = score(rank(x), …).",
    ),
    refused(
        "x = score()",
        "    ^^^^^^^",
        "score(...) needs more than this",
        "Write score(weight * metric, …): weighted mean of scaled metrics, 0 to 100.",
    ),
    refused(
        "x = score(rank())",
        "          ^^^^^^",
        "rank(...) needs more than this",
        "Write rank(x): 0 to 100 by the share of customers below (the default).",
    ),
    refused(
        "x = score(rank(spend, visits))",
        "                      ^^^^^^",
        "rank(...) takes no more than this",
        "Write rank(x): 0 to 100 by the share of customers below (the default).",
    ),
    refused("x = score(3)", "          ^", *SAME),
    refused("x = score(1 + 1)", "          ^^^^^", *SAME),
    refused("x = score(abs(3))", "          ^^^^^^", *SAME),
    refused("x = score(True)", "          ^^^^", *SAME),
    refused("x = score(raw(50))", "              ^^", *SAME),
    # a date is needed
    refused(
        "A: signup >= 2026-01-31",
        "             ^^^^^^^^^^",
        "a date stands in quotes",
        'Write "2026-01-31".',
    ),
    # aggregations
    refused(
        "x = sum(count())",
        "        ^^^^^",
        "count(...) cannot stand inside another aggregation",
        NESTED,
    ),
    refused(
        "x = count(sum(amount) > 3)",
        "          ^^^",
        "sum(...) cannot stand inside another aggregation",
        NESTED,
    ),
    refused(
        "x = mean(amount, where=recency() > 3)",
        "                       ^^^^^^^",
        "recency(...) cannot stand inside another aggregation",
        NESTED,
    ),
    refused(
        "x = abs(sum(max(amount)))",
        "            ^^^",
        "max(...) cannot stand inside another aggregation",
        NESTED,
    ),
    refused(
        "x = sum(tile(amount, 5))",
        "        ^^^^",
        "tile(...) compares customers, and cannot stand inside an aggregation",
        "Give the aggregation its own line, and write tile(name, 5) below it.",
    ),
    refused(
        'x = sum(change(count(), "90d"))',
        "        ^^^^^^",
        "change(...) cannot stand inside another aggregation",
        NESTED,
    ),
    *(
        refused(
            f'x = change(count({keyword}="30d"), "90d")',
            "                 " + "^" * len(keyword),
            "change(...) sets the window itself",
            f"Leave {keyword} out.",
        )
        for keyword in ("last", "offset")
    ),
    refused(
        "x = bands(spend)",
        "    ^^^^^^^^^^^^",
        "bands(...) needs more than this",
        "Write bands(x, 30, 90, …): 1, 2, 3, … by fixed cuts.",
    ),
    *(
        refused(
            f"x = bands(spend, {cuts})",
            carets,
            "cuts stand in rising order, each once",
            "Write the smallest first: bands(x, 30, 90, 180).",
        )
        for cuts, carets in (
            ("30, 30", "                     ^^"),
            ("1, -1", "                    ^^"),
        )
    ),
    refused(
        "x = count(returned, where=returned)",
        "                    ^^^^^",
        "this condition stands beside another one",
        "Join the two with and.",
    ),
    refused(
        'x = count(where=returned, last="90d", returned)',
        "                                      ^^^^^^^^",
        "this stands after a name=value",
        "Put it before the first name=value.",
    ),
    refused(
        "x = sum(amount, last=90d)",
        "                     ^^^",
        "'90d' is not a number",
        'Write a duration as text: "90d".',
    ),
]


def run(text: str) -> Program:
    return check(parse(text), SCHEMA)


@pytest.mark.parametrize(
    "cell",
    [
        'x = __import__("os")',
        "x = eval(spend)",
        "x = print(spend)",
        "for x in y: print(x)",
        "lambda x: exec(x)",
        "x = __class__()",
    ],
)
def test_no_function_of_python_exists(cell: str) -> None:
    name = cell.split("(")[0].split()[-1]
    with pytest.raises(SegmentNameError, match=f"no function is called '{name}'"):
        run(cell)


@pytest.mark.parametrize("row", NAMES)
def test_name_that_does_not_exist_or_may_not_be_used(row: Refusal) -> None:
    check_refusal(row, SegmentNameError, run)


@pytest.mark.parametrize("row", KINDS)
def test_value_of_the_wrong_kind(row: Refusal) -> None:
    check_refusal(row, SegmentTypeError, run)


@pytest.mark.parametrize("row", GRAMMAR)
def test_call_that_may_not_be_written_so(row: Refusal) -> None:
    check_refusal(row, SegmentSyntaxError, run)
