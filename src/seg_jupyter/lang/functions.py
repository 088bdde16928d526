"""The closed table of functions: what the checker allows, and what messages and pages say of it."""

from __future__ import annotations

from seg_jupyter.lang.function import Argument, Function, Group
from seg_jupyter.lang.schema import Kind

_N, _T, _D = Argument.NUMBER, Argument.TEXT, Argument.DATE
_CONDITION, _ANY, _LITERAL = Argument.CONDITION, Argument.ANY, Argument.TEXT_LITERAL

_WINDOW = ("where", "last", "offset")
_DECAYING = (*_WINDOW, "half_life")

_ROW = (
    Function("abs", Group.ROW, "abs(x)", "the number without its sign", (_N,), example="size = abs(balance)"),
    Function("sqrt", Group.ROW, "sqrt(x)", "square root; missing below 0", (_N,), example="spread = sqrt(visits)"),
    Function("log1p", Group.ROW, "log1p(x)", "natural logarithm of 1 + x; missing at -1 and below", (_N,), example="spread = log1p(visits)"),
    Function("least", Group.ROW, "least(a, b, …)", "the smallest; missing if any is", (_N, _N), repeats=True, example="weaker = least(visits, age)"),
    Function("greatest", Group.ROW, "greatest(a, b, …)", "the largest; missing if any is", (_N, _N), repeats=True, example="stronger = greatest(visits, age)"),
    Function("clip", Group.ROW, "clip(x, low, high)", "x, but never below low or above high", (_N, _N, _N), example="capped = clip(visits, 0, 100)"),
    Function("fill", Group.ROW, "fill(x, value)", "x, or the value where x is missing", (_ANY, Argument.LIKE_FIRST), None, example="since = fill(recency(), 9999)"),
    Function("missing", Group.ROW, "missing(x)", "true where x is missing", (_ANY,), Kind.TRUTH, example="Unknown age: missing(age)"),
    Function("days_since", Group.ROW, "days_since(date)", "whole calendar days from the date to the as-of date", (_D,), example="member_for = days_since(signup)"),
    Function("contains", Group.ROW, 'contains(text, "x")', "whether the text has x in it, letter by letter", (_T, _LITERAL), Kind.TRUTH, example='Gold: contains(plan, "gold")'),
    Function("starts_with", Group.ROW, 'starts_with(text, "x")', "whether the text starts with x", (_T, _LITERAL), Kind.TRUTH, example='Gold: starts_with(plan, "gold")'),
    Function("ends_with", Group.ROW, 'ends_with(text, "x")', "whether the text ends with x", (_T, _LITERAL), Kind.TRUTH, example='Yearly: ends_with(plan, "yearly")'),
    Function("bands", Group.ROW, "bands(x, 30, 90, …)", "1, 2, 3, … by fixed cuts", (_N, Argument.CUT), repeats=True, example="recent = bands(recency(), 30, 90, 180)",
             notes="A value on a cut belongs to the lower band. The cuts are numbers written out, in rising order."),
)  # fmt: skip

_FITTED = (
    Function("tile", Group.FITTED, "tile(x, 5)", "1 to 5 (or up to 100) by cuts that are fitted", (_N, Argument.PARTS), example="f = tile(count(), 5)",
             notes="The cuts part the customers of the fit as evenly as values that are equal allow: equal values get equal digits, and a digit may stay empty. The digit is one plus the number of cuts strictly below x. Later customers are cut at the same places. Cuts are fitted on the customers whose value is present, and the others have no digit: a tile of recency leaves out who never came."),
)  # fmt: skip

_AGGREGATIONS = (
    Function("count", Group.AGGREGATION, "count(condition)", "number of events", (_CONDITION,), optional=1, whole=True, keywords=_DECAYING, example='orders = count(last="90d")',
             notes="With a half-life it adds the weights, each taken to six decimals: an event of 21 half-lives or more adds nothing."),
    Function("sum", Group.AGGREGATION, "sum(x)", "exact total; 0 without events", (_N,), keywords=_DECAYING, example='spend = sum(amount, last="1y")',
             notes="Each value is taken to six decimals, so that the total is exact; with a half-life, the value times its weight."),
    Function("mean", Group.AGGREGATION, "mean(x)", "average of the values that are present", (_N,), keywords=_WINDOW, example="basket = mean(amount)",
             notes="Each value is taken to six decimals, as in sum."),
    Function("median", Group.AGGREGATION, "median(x)", "the middle value, or the mean of the middle two", (_N,), keywords=_WINDOW, example="usual = median(amount)"),
    Function("min", Group.AGGREGATION, "min(x)", "smallest value", (Argument.NUMBER_OR_DATE,), None, keywords=_WINDOW, example="smallest = min(amount)"),
    Function("max", Group.AGGREGATION, "max(x)", "largest value", (Argument.NUMBER_OR_DATE,), None, keywords=_WINDOW, example="largest = max(amount)"),
    Function("nunique", Group.AGGREGATION, "nunique(x)", "number of different values", (_ANY,), whole=True, keywords=_WINDOW, example="channels = nunique(channel)"),
    Function("mode", Group.AGGREGATION, "mode(x)", "the most frequent value; the smallest of several", (_ANY,), None, keywords=_WINDOW, example="favourite = mode(channel)"),
    Function("first", Group.AGGREGATION, "first(x)", "the earliest value; the smallest of several at one time", (_ANY,), None, keywords=_WINDOW, example="came_by = first(channel)"),
    Function("latest", Group.AGGREGATION, "latest(x)", "the last value; the smallest of several at one time", (_ANY,), None, keywords=_WINDOW, example="last_channel = latest(channel)"),
    Function("share", Group.AGGREGATION, "share(condition)", "share of the events for which it holds, 0 to 1", (_CONDITION,), keywords=_WINDOW, example='online = share(channel == "web")',
             notes="It divides by the events for which the condition is known."),
    Function("recency", Group.AGGREGATION, "recency(condition)", "days from the last event to the as-of date", (_CONDITION,), optional=1, keywords=_WINDOW, example="since = recency()",
             notes="Higher = longer away: put a minus before it in a tile or a score, as in tile(-recency(), 5), so that more is better. It is missing for customers without events; fill(recency(), 9999) puts them last."),
    Function("tenure", Group.AGGREGATION, "tenure(condition)", "days from the first event to the as-of date", (_CONDITION,), optional=1, keywords=_WINDOW, example="known_for = tenure()"),
    Function("active_days", Group.AGGREGATION, "active_days(condition)", "number of days with an event", (_CONDITION,), optional=1, whole=True, keywords=_WINDOW, example='days = active_days(last="90d")'),
    Function("active_weeks", Group.AGGREGATION, "active_weeks(condition)", "number of weeks, from Monday on, with an event", (_CONDITION,), optional=1, whole=True, keywords=_WINDOW, example='weeks = active_weeks(last="12w")'),
    Function("change", Group.AGGREGATION, 'change(count(), "90d")', "the last 90 days against the 90 before, as a share", (Argument.AGGREGATION, Argument.DURATION), example='pace = change(count(), "90d")',
             notes='(now - before) / |before|; missing when before is 0. It sets the windows itself. So it is missing for new customers as for those who came in neither window: with a line now = count(last="90d"), New: missing(pace) and now > 0 takes the new ones, and Gone: pace == -1 those who came before and not since.'),
)  # fmt: skip

_SCALES = (
    Function("rank", Group.SCALE, "rank(x)", "0 to 100 by the share of customers below (the default)", (_N,), example="value = score(rank(visits))",
             notes="Mid-rank percentile: equal values score equally, and no value is more than 0.1 points from its exact rank. For anything, heavy tails too."),
    Function("minmax", Group.SCALE, "minmax(x)", "lowest = 0, highest = 100", (_N,), example="value = score(minmax(age))", notes="For bounded metrics."),
    Function("raw", Group.SCALE, "raw(x)", "already 0 to 100, used as it is", (_N,), example="value = score(raw(satisfaction))", notes="Values outside 0 to 100 are refused at the fit."),
)  # fmt: skip

_SCORE = Function(
    "score", Group.SCORE, "score(weight * metric, …)", "weighted mean of scaled metrics, 0 to 100", (_N,), repeats=True, keywords=("missing",),
    example='value = score(3 * visits, -2 * recency(), missing="skip")',
    notes='missing="skip" (the default) averages the metrics that a customer has, "zero" gives no points for those that are missing, "all" scores only customers who have every metric. Without any metric there is no score.',
)  # fmt: skip

FUNCTIONS: dict[str, Function] = {
    f.name: f for f in (*_ROW, *_FITTED, *_AGGREGATIONS, *_SCALES, _SCORE)
}
"""Every function of the language by its name."""

KEYWORDS = {
    "where": ("where=condition", "only the events for which the condition holds"),
    "last": ('last="90d"', "only the last 90 days, up to the as-of date"),
    "offset": ('offset="90d"', "the window ends 90 days before the as-of date"),
    "half_life": (
        'half_life="30d"',
        "for count and sum: an event 30 days old counts half, one of 60 days a quarter; "
        "age is in whole calendar days, unless given in hours; "
        "these weights are rounded to 9 decimals",
    ),
    "missing": ('missing="skip"', 'what a missing metric does: "skip", "zero" or "all"'),
}
"""Every option of a function: how it is written, and what it does in one line."""

OTHER_NAMES = {
    **dict.fromkeys(("avg", "average"), "mean"),
    **dict.fromkeys(("coalesce", "ifnull", "nvl", "fillna"), "fill"),
    **dict.fromkeys(("isnull", "isna", "is_null"), "missing"),
    **dict.fromkeys(("maximum", "fmax"), "greatest"),
    **dict.fromkeys(("minimum", "fmin"), "least"),
    **dict.fromkeys(("log", "ln"), "log1p"),
    **dict.fromkeys(("distinct", "count_distinct", "unique"), "nunique"),
    **dict.fromkeys(("frequency", "len", "size"), "count"),
    **dict.fromkeys(("last", "newest"), "latest"),
    **dict.fromkeys(("datediff", "days"), "days_since"),
    **dict.fromkeys(("startswith", "starts"), "starts_with"),
    **dict.fromkeys(("endswith", "ends"), "ends_with"),
    **dict.fromkeys(("cut", "bin", "bucket", "width_bucket"), "bands"),
    **dict.fromkeys(("qcut", "ntile", "quantile", "quintile", "decile"), "tile"),
    **dict.fromkeys(("growth", "pct_change", "trend"), "change"),
    **dict.fromkeys(("most_common", "top"), "mode"),
}
"""What a function is called elsewhere, in lower case, and its name here."""

NOT_FUNCTIONS = {
    **dict.fromkeys(
        ("round", "floor", "ceil", "trunc"),
        "Numbers are not rounded: compare with >= and <, or write bands(x, 30, 90) for steps.",
    ),
    **dict.fromkeys(("int", "float", "astype", "cast"), "Convert the column in the frame first."),
    **dict.fromkeys(
        ("lower", "upper", "strip", "title", "concat"), "Change the text in the frame first."
    ),
    **dict.fromkeys(("notna", "notnull"), "Write not missing(x)."),
    "between": "Write low <= x <= high.",
    "isin": 'Write x in ["a", "b"].',
    **dict.fromkeys(("where", "iif", "iff", "case", "when"), "Write a if condition else b."),
    "groupby": "Events are together by customer already: write sum(x) or count() alone.",
    **dict.fromkeys(("today", "now"), "The as-of date is today: write days_since(date)."),
}
"""What is a function elsewhere and none here, in lower case, and what to do instead."""
