"""Hypothesis strategies: small hostile tables, and programs that are valid on them."""

from strategies.cases import Case, cases, future_events, partitions
from strategies.columns import KEY, TIME
from strategies.expressions import condition
from strategies.frames import KINDS, names_in, values_in
from strategies.names import Names
from strategies.tables import ZONES

__all__ = [
    "KEY",
    "KINDS",
    "TIME",
    "ZONES",
    "Case",
    "Names",
    "cases",
    "condition",
    "future_events",
    "names_in",
    "partitions",
    "values_in",
]
