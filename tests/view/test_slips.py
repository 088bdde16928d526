"""What was probably meant otherwise, as people read it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.running import run, table
from seg_jupyter.analysis.slips import (
    FutureDates,
    IdleCondition,
    LoneSum,
    NobodyMet,
    NoSuchText,
    Silence,
    Slip,
)
from seg_jupyter.view.notes import notes
from seg_jupyter.view.slips import slip_sentence


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (
            NobodyMet(40_000),
            "None of the 40,000 events is of these households: "
            "are the ids of both frames written in the same way?",
        ),
        (
            Silence(date(2024, 6, 30), 1730),
            "The last event is of 30 Jun 2024, 1,730 days before the as-of date.",
        ),
        (NoSuchText("customers", "plan", "Pro", "pro"), 'No plan is "Pro"; closest is "pro".'),
        (NoSuchText("events", "type", "x", None), 'No type in the events is "x".'),
        (
            IdleCondition("Active", "visits >= 5"),
            "Active is a condition that no line reads; a segment is written Active: visits >= 5.",
        ),
        (
            FutureDates("joined", 1200),
            "For 1,200 households, joined is after the as-of date: the days since are negative.",
        ),
        (
            LoneSum("value", "a + b"),
            "value has one metric, the sum a + b; metrics are set apart by commas.",
        ),
    ],
)
def test_what_is_said(slip: Slip, words: str) -> None:
    assert slip_sentence(slip, "households") == words


def test_it_stands_before_what_was_counted() -> None:
    people = table(visits=range(20), plan=["pro"] * 10 + [None] * 10)
    said = notes(run('Active = visits >= 5\nPaid: plan == "Pro"\nFree: otherwise', people))
    assert said == [
        'No plan is "Pro"; closest is "pro".',
        "Active is a condition that no line reads; a segment is written Active: visits >= 5.",
        "Everybody has a segment; nobody is Unassigned.",
        "10 of Free might belong to Paid, but a value is missing: plan (10).",
    ]
