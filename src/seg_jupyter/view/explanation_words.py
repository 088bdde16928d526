"""The sentences of an explanation: why a customer is in a segment, and what would lead up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seg_jupyter.analysis.changes import Change
from seg_jupyter.analysis.explanation import Distance, Explanation, RuleAnswer
from seg_jupyter.analysis.points import ScorePoints
from seg_jupyter.lang.program import Missing
from seg_jupyter.view.wording import exact, figure, in_units, joined, short, tenths, verb

_MOST_NUMBERS = 3
_SMALLEST = "Smallest single change, all else equal"
_LONGEST = 90
_TENTH = 0.05
"""From here on a distance is a tenth of a point when it is rounded."""


def reasons(explanation: Explanation) -> Iterator[str]:
    """Say which rule took the customer, and what those above it say."""
    if not explanation.rules:
        yield "The cell has no segment line yet."
        return
    *above, last = explanation.rules
    if last.segment != explanation.segment:
        yield "No segment takes this customer."
        above.append(last)
    elif last.condition == "otherwise":
        yield f"{short(last.segment)} takes everybody left."
    else:
        yield f"{short(last.segment)} takes whoever meets {short(last.condition, _LONGEST)}."
    yield from map(_not_taken, above)


def score_sentence(score: ScorePoints) -> str:
    """Say what the score is, and what becomes of metrics that are missing."""
    name = short(score.score)
    weighed = [metric for metric in score.metrics if metric.weight]
    absent = [short(metric.metric) for metric in weighed if metric.points is None]
    they = f"{joined(absent)} {verb(len(absent))} missing"
    if score.value is None and len(absent) < len(weighed):
        return f"There is no {name}: it needs every metric, and {they}"
    if score.value is None:
        return f"There is no {name}: {'every metric is missing' if weighed else 'it has no weight'}"
    said = f"{name} is {tenths(score.value)} of 100"
    if not absent:
        return said
    adds = f"{verb(len(absent), 'adds', 'add')} no points"
    return f"{said}; {they} and {'left out' if score.missing is Missing.SKIP else adds}"


def _not_taken(answer: RuleAnswer) -> str:
    rule = f"{short(answer.segment)} ({short(answer.condition, _LONGEST)})"
    if answer.holds is None:
        names = joined([short(name) for name in answer.missing])
        return f"{rule} is unknown: {names} {verb(len(answer.missing))} missing."
    return f"{rule} does not hold."


def way_up(explanation: Explanation, units: Mapping[str, str]) -> Iterator[str]:
    """Say what the next better segment asks for, and which single changes lead up."""
    if explanation.better is None:
        if explanation.rules:
            yield f"No segment is better than {short(explanation.segment)}."
        return
    for distance in explanation.distances:
        yield f"{short(explanation.better)} asks for {_asked(distance)}."
    numbers = [change for change in explanation.changes if change.passed is not None]
    others = [change for change in explanation.changes if change.passed is None]
    if not numbers:
        yield "No single number leads to a better segment."
    for place, change in enumerate([*numbers[:_MOST_NUMBERS], *others[:1]]):
        lead = "Or" if place else _SMALLEST if numbers else "But another value does"
        yield f"{lead}: {_other(change, units)} leads to {short(change.segment)}."


def _asked(distance: Distance) -> str:
    """Say what is asked for, and how far the customer is from it."""
    asked = f"{short(distance.name)} {distance.operator} {exact(distance.bound, 9)}"
    if distance.of_score and distance.by:
        by = tenths(distance.by) if distance.by >= _TENTH else f"{distance.by:.1g}"
        way = "more" if distance.operator in (">=", ">") else "fewer"
        return f"{asked}: {by} points {way}"
    return f"{asked}: it is {figure(distance.now)}"


def _other(change: Change, units: Mapping[str, str]) -> str:
    """Say what would be otherwise: `orders 5 instead of 2`."""
    name, instead = short(change.name) + in_units(change.name, units), _value(change.instead)
    if change.now is None:
        return f"{name} such as {instead} instead of missing"
    return f"{name} {instead} instead of {_value(change.now)}"


def _value(value: float | str | bool) -> str:
    match value:
        case bool():
            return str(value)
        case str():
            return f'"{short(value, 30)}"'
    return exact(value, 9)
