"""What a run noticed on the way: its own facts, and those of what it did not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seg_jupyter.engine.absent_texts import absent_texts
from seg_jupyter.engine.columns import Columns
from seg_jupyter.engine.inputs import Inputs
from seg_jupyter.engine.result import Facts, Result, TermFacts
from seg_jupyter.lang.program import Column, Program
from seg_jupyter.lang.schema import Kind

_Counts = dict[tuple[str, str], int]


def facts_of(
    program: Program,
    inputs: Inputs,
    columns: Mapping[str, Columns],
    terms: Sequence[TermFacts],
    unscored: Mapping[str, int],
    like: Result | None,
) -> Facts:
    """Put together what was noticed.

    Parameters
    ----------
    program
        What was run.
    inputs
        What it was run on; without events, their facts are those of `like`.
    columns
        For each frame the columns that were read.
    terms, unscored
        What was noticed about the scores.
    like
        An earlier result of the same frames: what was not read again is as it was there.
    """
    infinite, unreadable = _unusable(program, columns, like)
    guesses, counts, duplicates = inputs.guesses, None, inputs.duplicates()
    last_event, zone = None, None
    if inputs.events is not None:
        counts = inputs.counts
        last_event, zone = inputs.events.last_day, inputs.events.zone
    elif like is not None:
        guesses, counts = like.facts.guesses, like.facts.events
        duplicates = like.facts.duplicates
        last_event, zone = like.facts.last_event, like.facts.zone
    return Facts(
        guesses,
        counts,
        duplicates,
        tuple(terms),
        unscored,
        infinite,
        unreadable,
        absent_texts(program, columns, like),
        last_event,
        zone,
    )


def _unusable(
    program: Program, columns: Mapping[str, Columns], like: Result | None
) -> tuple[_Counts, _Counts]:
    """Count the infinite values, and the unreadable dates, of the columns that a program reads."""
    known = Facts() if like is None else like.facts
    infinite: _Counts = {}
    unreadable: _Counts = {}
    for column in dict.fromkeys(e for e in program.expressions if isinstance(e, Column)):
        place = ("events" if column.of_events else "customers", column.name)
        read = columns.get(place[0])
        if read is not None and column in read.infinite:
            numbers, dates = read.infinite[column], read.unreadable[column]
        else:
            # text that serves as a date in one line may be text in another
            is_date = column.kind is Kind.DATE
            numbers = 0 if is_date else known.infinite.get(place, 0)
            dates = known.unreadable_dates.get(place, 0) if is_date else 0
        if numbers:
            infinite[place] = numbers
        if dates:
            unreadable[place] = dates
    return infinite, unreadable
