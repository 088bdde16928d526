"""The words of the language that are no functions, each in one line, for help and completion."""

from __future__ import annotations

from seg_jupyter.lang.functions import AGGREGATION_KEYWORDS, Function, Group

KEYWORDS = {
    "where": "only the events for which a condition holds",
    "last": "only the events of this length of time up to the as-of date",
    "next": "only the events of this length of time after the as-of date",
    "offset": "the length of time by which the window ends earlier",
    "half_life": "the age at which an event counts half",
    "missing": "what becomes of customers without a value",
    "weight": "the column of survey weights",
}
"""What may stand before `=` inside the brackets of a function."""

DURATION_KEYWORDS = frozenset({"last", "next", "offset", "half_life"})
DURATIONS = {
    "7d": "7 days",
    "30d": "30 days",
    "90d": "90 days",
    "12w": "12 weeks",
    "36h": "36 hours",
    "12m": "12 months",
    "1y": "1 year",
}
"""Lengths of time that are often meant; not each is part of the language yet."""

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


def keywords_of(function: Function) -> tuple[str, ...]:
    """Return what may stand before `=` inside the brackets of a function."""
    usual = AGGREGATION_KEYWORDS if function.group is Group.AGGREGATION else ()
    found: tuple[str, ...] = getattr(function, "keywords", usual)
    return found
