"""What a result has to say besides its table, in words: nothing noticed stays unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from seg_jupyter.analysis.metric_checks import Skewed, Tied, metric_findings
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.rule_findings import rule_findings
from seg_jupyter.analysis.sampling import LARGEST_SAMPLE
from seg_jupyter.analysis.slips import slips
from seg_jupyter.analysis.special_categories import special_categories
from seg_jupyter.analysis.yardstick import fitted_on_nothing
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.lang.parser import NOT_PROFILED
from seg_jupyter.lang.program import Missing, ScaleKind
from seg_jupyter.view.findings import sentences
from seg_jupyter.view.slips import slip_sentence
from seg_jupyter.view.wording import day, joined, percent, short, thousands, verb

_MOST_TERMS = 4
_MOST_FINDINGS = 4
_MOST_NAMES = 4
_THEN = {
    Missing.SKIP: "their {score} rests on the metrics they have",
    Missing.ZERO: "it gives their {score} no points",
    Missing.ALL: "they have no {score}",
}
"""What a missing metric does to a score, in words."""


def headline(result: Result) -> str:
    """Say who was segmented, and as of when."""
    as_of = f" as of {day(result.as_of)}" if result.as_of else ""
    return plain(f"{result.model.name} · {_people(result)}{as_of}")


def notes(result: Result) -> list[str]:
    """Say what was guessed, left out, missing and unusual, one sentence each."""
    said = [
        *_guesses(result),
        *(slip_sentence(slip, result.model.settings.unit) for slip in slips(result)),
        *_yardstick(result),
        *_everybody(result),
        *_special_categories(result),
        *_terms(result),
        *_findings(result),
        *_values(result),
        *_events(result),
    ]
    # a metric that a score uses twice is said once
    return list(dict.fromkeys(map(plain, said)))


def _guesses(result: Result) -> Iterator[str]:
    guesses = [f"{g.option} = {g.value} ({g.reason})" for g in result.facts.guesses]
    if guesses:
        yield f"Guessed: {joined(guesses)}."
    if result.facts.zone is not None:
        yield f"Days are those of {result.facts.zone}, the time zone of the events."


def _yardstick(result: Result) -> Iterator[str]:
    if not result.fitted and result.model.program.scores:
        model = result.model
        when = f" as of {day(model.as_of)}" if model.as_of else ""
        people = f"{thousands(model.customers)} {model.settings.unit}"
        yield f"Scored by the yardstick of {people}{when}; nothing was fitted again."


def _everybody(result: Result) -> Iterator[str]:
    """Say who has no score, no segment or no profile."""
    outside = result.not_profiled
    if not result.model.program.rules:
        yield "The cell has no segment line yet, such as Active: value >= 70."
    if not result.customers.size:
        yield "There is nobody to segment."
    elif not result.profiled.any():
        yield "Nobody is profiled."
    else:
        yield from _profiled(result)
    if outside:
        yield (
            f"{thousands(outside)} of {_people(result)} did not agree to profiling, or objected: "
            "they are Not profiled, and in no figure."
        )


def _special_categories(result: Result) -> Iterator[str]:
    """Say which names look like data that the law protects most; nothing switches this off."""
    told = special_categories(result.model)
    if not told:
        return
    names = [short(name) for name in told][:_MOST_NAMES]
    if len(told) > _MOST_NAMES:
        names.append(f"{len(told) - _MOST_NAMES} more")
    categories = joined(list(dict.fromkeys(told.values())))
    yield (
        f"By {verb(len(told), 'its name', 'their names')}, {joined(names)} "
        f"{verb(len(told), 'tells', 'tell')} of {categories}. Such data is specially protected "
        "(GDPR Art. 9), also where it is only inferred: to profile people by it takes their "
        "explicit consent, or another ground of that article."
    )


def _profiled(result: Result) -> Iterator[str]:
    """Say who of those profiled has no segment or no score."""
    unscored = {name: count for name, count in result.facts.unscored.items() if count}
    unassigned = result.unassigned
    if not unassigned and not unscored:
        who = "Everybody" if result.profiled.all() else "Everybody who is profiled"
        has = "a score and a segment" if result.facts.unscored else "a segment"
        yield f"{who} has {has}; nobody is Unassigned."
        return
    if result.model.program.rules:
        who = f"{thousands(unassigned)} of {_people(result)} {verb(unassigned)} Unassigned"
        yield f"{who}: no segment takes them." if unassigned else "Nobody is Unassigned."
    for score in result.model.program.scores:
        if not any(term.weight for term in score.terms):
            yield f"{short(score.name)} has no score: all of its weights are 0."
        elif count := unscored.get(score.name):
            weighed = "" if all(term.weight for term in score.terms) else " that has a weight"
            empty = any(
                term.weight and nothing
                for term, nothing in zip(
                    score.terms, fitted_on_nothing(result, score.name), strict=True
                )
            )
            then = " or was so at the fit" if empty and not result.fitted else ""
            what = "a metric" if score.missing is Missing.ALL else "every metric"
            yield (
                f"{thousands(count)} of {_people(result)} {verb(count)} unscored: "
                f"{what} of {short(score.name)}{weighed} is missing{then}."
            )


def _people(result: Result) -> str:
    return f"{thousands(result.customers.size)} {result.model.settings.unit}"


def _terms(result: Result) -> Iterator[str]:
    unit = result.model.settings.unit
    profiled = int(result.profiled.sum())
    weighed = Counter(term.score for term in result.facts.terms if term.weight)
    policies = {score.name: score.missing for score in result.model.program.scores}
    # who lacks the only metric of a score is unscored, which is said already
    absent = [
        term
        for term in result.facts.terms
        if 0 < term.missing < profiled and term.weight and weighed[term.score] > 1
    ]
    for term in absent[:_MOST_TERMS]:
        yield (
            f"{short(term.label)} is missing for {thousands(term.missing)} of "
            f"{thousands(profiled)} {unit} ({percent(term.missing / profiled)}); "
            f"{_THEN[policies[term.score]].format(score=short(term.score))}."
        )
    if len(absent) > _MOST_TERMS:
        more = len(absent) - _MOST_TERMS
        yield f"So {verb(more)} {more} more {verb(more, 'metric', 'metrics')} for some."
    if not profiled:
        return
    scores = result.model.program.scores
    kinds = [term.scale for score in scores for term in score.terms]
    nothing = [found for score in scores for found in fitted_on_nothing(result, score.name)]
    for term, kind, empty in zip(result.facts.terms, kinds, nothing, strict=True):
        if not term.weight:
            continue
        name = short(term.label)
        if term.missing == profiled:
            yield f"{name} is missing for everybody, so {short(term.score)} is without it."
        elif empty:
            yield f"{name} was missing for everybody at the fit: {short(term.score)} is without it."
        elif term.constant and result.fitted:
            yield f"{name} is the same for everybody who has it: it scores 50 for all."
        elif term.constant:
            yield f"{name} was the same for everybody at the fit: it scores 50 for all."
        elif term.clipped:
            beyond = (
                "0 to 100: it scores" if kind is ScaleKind.RAW else "the fitted range: it scores"
            )
            who = f"{thousands(term.clipped)} of {thousands(profiled)} {unit}"
            yield f"For {who}, {name} lies outside {beyond} as the nearest end."


def _findings(result: Result) -> Iterator[str]:
    """Say what is odd about rules and metrics, and matters to many: the rest is in `rules`."""
    rules = [f for f in rule_findings(result, LARGEST_SAMPLE) if f.customers]
    # those that are constant or missing are said with the terms
    metrics = [f for f in metric_findings(result) if isinstance(f, Tied | Skewed)]
    matter = [*rules, *(f for f in metrics if f.customers >= MIN_CELL)]
    ordered = sorted(matter, key=lambda finding: -finding.customers)
    said = sentences(ordered, result.model.settings.unit)
    yield from said[:_MOST_FINDINGS]
    if len(said) > _MOST_FINDINGS:
        yield f"More is said in {short(result.model.name)}.rules."


def _values(result: Result) -> Iterator[str]:
    for (frame, name), count in result.facts.infinite.items():
        values = verb(count, "infinite value", "infinite values")
        counts = verb(count, "counts", "count")
        yield f"{thousands(count)} {values} of {short(name)}{_of(frame)} {counts} as missing."
    for (frame, name), count in result.facts.unreadable_dates.items():
        values, counts = verb(count, "value", "values"), verb(count, "counts", "count")
        no_dates = verb(count, "is no date", "are no dates")
        where = f"{short(name)}{_of(frame)}"
        yield f"{thousands(count)} {values} of {where} {no_dates} and {counts} as missing."


def _of(frame: str) -> str:
    """Name the frame, where it is not that of the people a result is about."""
    return " in the events" if frame == "events" else ""


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
        (counts.not_profiled, f"of {NOT_PROFILED} {unit}"),
    ]
    parts = [f"{thousands(count)} {words}" for count, words in left_out if count]
    if parts:
        yield f"Events not read, of {thousands(counts.rows)}: {joined(parts)}."
    if duplicates := result.facts.duplicates:
        repeat = verb(duplicates, "event repeats", "events repeat")
        they = verb(duplicates, "it is", "they are")
        yield f"{thousands(duplicates)} {repeat} another in every column; {they} counted."
