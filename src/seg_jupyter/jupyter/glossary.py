"""The words of the language that are no functions, each in one line, for completion."""

from __future__ import annotations

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
