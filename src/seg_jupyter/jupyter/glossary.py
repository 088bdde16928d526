"""The words of the language that are no functions, and terms of marketing, in a few lines each."""

from __future__ import annotations

from dataclasses import dataclass

DURATION_KEYWORDS = frozenset({"last", "offset", "half_life"})
"""Options of a function whose value is a length of time."""

DURATIONS = {
    "7d": "7 days",
    "30d": "30 days",
    "90d": "90 days",
    "12w": "12 weeks",
    "36h": "36 hours",
    "12m": "12 months",
    "1y": "1 year",
}
"""Lengths of time that are often meant."""

WHERE_MISSING = {
    "skip": "the score is the mean of the metrics that are present",
    "zero": "a missing metric scores 0",
    "all": "no score unless all metrics are present",
}
"""What `missing=` says in a score."""

OTHERWISE = "everyone left"
WORDS_BEFORE = {
    "not": "where it does not hold",
    "True": "for columns that are true or false",
    "False": "for columns that are true or false",
}
"""Words that start a value."""

WORDS_BETWEEN = {
    "and": "where both hold",
    "or": "where at least one holds",
    "in": 'one of several: in ["a", "b"]',
    "not in": 'none of several: not in ["a", "b"]',
    "if": "a choice: a if condition else b",
    "else": "the value where the condition does not hold",
}
"""Words that stand behind a value."""

WORDS = {"otherwise": OTHERWISE, **WORDS_BETWEEN, **WORDS_BEFORE}
"""Every word of the language that help can be asked for."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of marketing or statistics: what it is, the lines that say it, and what to know."""

    summary: str
    lines: tuple[str, ...]
    note: str = ""


TERMS = {
    "rfm": Term(
        "recency, frequency and monetary value: a digit from 1 to 5 for each, 5 is best",
        (
            "r = tile(-recency(), 5)",
            "f = tile(count(), 5)",
            "m = tile(sum(amount), 5)",
            "Champions: r >= 4 and f >= 4 and m >= 4",
        ),
        "recency() is higher = longer away, hence the minus.",
    ),
    "frequency": Term("how often customers come", ('frequency = count(last="1y")',)),
    "monetary": Term("how much customers spend", ('monetary = sum(amount, last="1y")',)),
    "aov": Term("average order value", ("basket = mean(amount)",)),
    "churn": Term(
        "customers who used to come and are away for long",
        ("Churned: recency() > 180",),
        "Customers without events have no recency: missing(recency()).",
    ),
    "retention": Term(
        "customers who came in the days before last, and again in the last ones",
        ('Kept: count(last="90d", offset="90d") > 0 and count(last="90d") > 0',),
    ),
    "clv": Term(
        "customer lifetime value: nothing is forecast; this is what was spent so far",
        ("spent = sum(amount)",),
        "A forecast made elsewhere can be read as a column of the customers.",
    ),
    "cohort": Term(
        "customers by the time of their first event, in days up to the as-of date",
        ("cohort = bands(tenure(), 90, 180, 365)",),
    ),
    "percentile": Term(
        "the share of customers below, 0 to 100: a score of one metric",
        ("percentile = score(sum(amount))",),
    ),
    "quartile": Term("1 to 4, 4 is highest", ("quarter = tile(sum(amount), 4)",)),
    "quintile": Term("1 to 5, 5 is highest", ("fifth = tile(sum(amount), 5)",)),
    "decile": Term("1 to 10, 10 is highest", ("tenth = tile(sum(amount), 10)",)),
}
"""What people ask for who know it from elsewhere, with columns and earlier lines as an example."""

SYNONYMS = {
    **dict.fromkeys(("is", "is missing", "is null", "null", "nan", "none", "na"), "missing"),
    **dict.fromkeys(("elif", "case", "when", "then", "iif"), "if"),
    **dict.fromkeys(("default", "rest"), "otherwise"),
    **dict.fromkeys(("ltv", "cltv", "lifetime value"), "clv"),
    **dict.fromkeys(("churned", "lapsed", "attrition"), "churn"),
    "monetary value": "monetary",
    "retained": "retention",
}
"""Other names of words, terms and functions."""
