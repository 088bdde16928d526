"""What was probably meant otherwise, in words, with what to write instead."""

from __future__ import annotations

from seg_jupyter.analysis.slips import (
    FutureDates,
    IdleCondition,
    NobodyMet,
    NoSuchText,
    Silence,
    Slip,
)
from seg_jupyter.view.wording import day, short, thousands


def slip_sentence(slip: Slip, unit: str) -> str:
    """Say what is odd and what to do; `unit` is what is counted."""
    match slip:
        case NobodyMet(events=events):
            return (
                f"None of the {thousands(events)} events is of these {unit}: "
                "are the ids of both frames written in the same way?"
            )
        case Silence(last=last, days=days):
            before = f"{thousands(days)} days before the as-of date"
            return f"The last event is of {day(last)}, {before}."
        case NoSuchText(frame=frame, column=column, text=text, closest=closest):
            where = " in the events" if frame == "events" else ""
            said = f'No {short(column)}{where} is "{short(text)}"'
            return f"{said}." if closest is None else f'{said}; closest is "{short(closest)}".'
        case IdleCondition(name=name, condition=condition):
            return (
                f"{short(name)} is a condition that no line reads; "
                f"a segment is written {short(name)}: {short(condition)}."
            )
        case FutureDates(dates=dates, customers=customers):
            return (
                f"For {thousands(customers)} {unit}, {short(dates)} is after the as-of date: "
                "the days since are negative."
            )
    return (
        f"{short(slip.score)} has one metric, the sum {short(slip.metric)}; "
        "metrics are set apart by commas."
    )
