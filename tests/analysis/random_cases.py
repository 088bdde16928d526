"""Random cells on random tables: the result, and what the reference says of the conditions."""

from __future__ import annotations

from hypothesis import HealthCheck, note, settings

from engine.running import run
from oracle import Definition, Program, Value, evaluate
from seg_jupyter.engine.result import Result
from strategies import KEY, TIME, Case

some = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def result_of(case: Case, kind: str = "pandas") -> Result:
    note(case.text)
    frames = case.customers_frame(kind), case.events_frame(kind)
    return run(case.text, *frames, id=KEY, time=TIME, as_of=case.as_of)


def answers_of(case: Case) -> list[list[Value]]:
    """For each customer what each rule says by the reference: True, False or None."""
    rules = case.program.segments
    asked = [
        Definition(f"rule_{i}", rule.condition) for i, rule in enumerate(rules) if rule.condition
    ]
    program = Program((*case.program.definitions, *asked))
    tables = (case.customers, case.events, KEY, TIME, case.as_of)
    return [
        [outcome.values.get(f"rule_{i}", True) for i, _ in enumerate(rules)]
        for outcome in evaluate(program, *tables, zone=case.zone)
    ]
