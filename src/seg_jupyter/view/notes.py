"""What a result has to say besides its table, in words: nothing noticed stays unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.lang.parser import NOT_PROFILED, UNASSIGNED
from seg_jupyter.view.wording import day, joined, percent, short, thousands, verb

_MOST_TERMS = 4


def headline(result: Result) -> str:
    """Say who was segmented, and as of when."""
    people = f"{thousands(result.customers.size)} {result.model.settings.unit}"
    as_of = f" as of {day(result.as_of)}" if result.as_of else ""
    return plain(f"{result.model.name} · {people}{as_of}")


def notes(result: Result) -> list[str]:
    """Say what was guessed, left out, missing and unusual, one sentence each."""
    said = [
        *_guesses(result),
        *_yardstick(result),
        *_everybody(result),
        *_terms(result),
        *_values(result),
        *_events(result),
    ]
    return [plain(sentence) for sentence in said]


def _guesses(result: Result) -> Iterator[str]:
    guesses = [f"{g.option} = {g.value} ({g.reason})" for g in result.facts.guesses]
    if guesses:
        yield f"Guessed: {joined(guesses)}."


def _yardstick(result: Result) -> Iterator[str]:
    if not result.fitted and result.model.program.scores:
        model = result.model
        when = f" as of {day(model.as_of)}" if model.as_of else ""
        people = f"{thousands(model.customers)} {model.settings.unit}"
        yield f"Scored by the yardstick of {people}{when}; nothing was fitted again."


def _everybody(result: Result) -> Iterator[str]:
    """Say who has no score, no segment or no profile."""
    unit = result.model.settings.unit
    total = thousands(result.customers.size)
    unscored = {name: count for name, count in result.facts.unscored.items() if count}
    unassigned = result.sizes[result.labels.index(UNASSIGNED)]
    outside = result.sizes[result.labels.index(NOT_PROFILED)]
    if not result.model.program.rules:
        yield "The cell has no segment line yet, such as Active: value >= 70."
    elif not unassigned and not unscored:
        has = "a score and a segment" if result.facts.unscored else "a segment"
        yield f"Everybody{' who is profiled' if outside else ''} has {has}; nobody is Unassigned."
    else:
        if unassigned:
            who = f"{thousands(unassigned)} of {total} {unit}"
            yield f"{who} {verb(unassigned)} Unassigned: no segment takes them."
        else:
            yield "Nobody is Unassigned."
        for name, count in unscored.items():
            yield (
                f"{thousands(count)} of {total} {unit} {verb(count)} unscored: "
                f"every metric of {short(name)} is missing."
            )
    if outside:
        yield (
            f"{thousands(outside)} of {total} {unit} did not agree to profiling, or objected: "
            "they are Not profiled, and in no figure."
        )


def _terms(result: Result) -> Iterator[str]:
    unit = result.model.settings.unit
    profiled = int(result.profiled.sum())
    weighed = Counter(term.score for term in result.facts.terms if term.weight)
    # who lacks the only metric of a score is unscored, which is said already
    absent = [
        term
        for term in result.facts.terms
        if 0 < term.missing < profiled and term.weight and weighed[term.score] > 1
    ]
    for term in absent[:_MOST_TERMS]:
        yield (
            f"{short(term.label)} is missing for {thousands(term.missing)} {unit} "
            f"({percent(term.missing / profiled)}); "
            f"their {short(term.score)} rests on the metrics they have."
        )
    if len(absent) > _MOST_TERMS:
        more = len(absent) - _MOST_TERMS
        yield f"So {verb(more)} {more} more {verb(more, 'metric', 'metrics')} for some."
    for term in result.facts.terms:
        if profiled and term.missing == profiled:
            lacking = f"{short(term.label)} is missing for everybody"
            yield f"{lacking}, so {short(term.score)} is without it."
        elif term.constant and profiled:
            yield f"{short(term.label)} is the same for everybody who has it: it scores 50 for all."
        if term.clipped:
            yield (
                f"{short(term.label)} of {thousands(term.clipped)} {unit} lies outside "
                "the fitted range: it scores as the nearest end."
            )


def _values(result: Result) -> Iterator[str]:
    for name, count in result.facts.infinite.items():
        values = verb(count, "infinite value", "infinite values")
        counts = verb(count, "counts", "count")
        yield f"{thousands(count)} {values} of {short(name)} {counts} as missing."
    for name, count in result.facts.unreadable_dates.items():
        values, counts = verb(count, "value", "values"), verb(count, "counts", "count")
        no_dates = verb(count, "is no date", "are no dates")
        yield f"{thousands(count)} {values} of {short(name)} {no_dates} and {counts} as missing."


def _events(result: Result) -> Iterator[str]:
    counts = result.facts.events
    if counts is None:
        return
    unit = result.model.settings.unit
    when = day(result.as_of) if result.as_of else "the as-of date"
    left_out = [
        (counts.after_as_of, f"after {when}"),
        (counts.of_strangers, f"of ids that are not among the {unit}"),
        (counts.without_id, "without an id"),
        (counts.without_time, "without a time"),
        (counts.unreadable_time, "whose time is no date"),
    ]
    parts = [f"{thousands(count)} {words}" for count, words in left_out if count]
    if parts:
        yield f"Events not read, of {thousands(counts.rows)}: {joined(parts)}."
    if counts.duplicates:
        repeat = verb(counts.duplicates, "event repeats", "events repeat")
        they = verb(counts.duplicates, "it is", "they are")
        yield f"{thousands(counts.duplicates)} {repeat} another in every column; {they} counted."
