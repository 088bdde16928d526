"""Random cells on random dirty tables: every kind of frame, and the naive reference of the tests.

    python benchmarks/agreement.py [--pairs 10000] [--seed 0] [--processes 2]

A pair is a cell and its tables with at least one customer. Pairs come in batches, and each batch
follows from its seed alone: the same command repeats a run, whatever the number of processes, and
``--seed`` with the number that a run printed last resumes it. A difference prints the smallest
case that still shows it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from comparison import check
from strategies import KEY, KINDS, TIME, Case, cases

BATCH = 100
SHRINKING = 30.0  # seconds
ANY_CASE = st.one_of(
    cases(ranked=True),
    cases(ranked=False),
    cases(ranked=True, zone="Europe/Berlin"),
    cases(ranked=True, zone="America/New_York"),
    cases(ranked=True, with_events=False),
)


@dataclass(frozen=True)
class Batch:
    """What became of the pairs of one seed."""

    seed: int
    pairs: int
    customers: int
    differences: int
    example: str = ""


class EnoughError(Exception):
    """A batch is complete."""


def run(number: int, phases: tuple[Phase, ...], job: Callable[[Case], None]) -> None:
    """Give a job the cases of a seed; in the phase of shrinking, ever smaller ones that fail."""
    checks = list(HealthCheck)
    options = settings(
        max_examples=10 * BATCH,
        phases=phases,
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        suppress_health_check=checks,
    )
    seed(number)(options(given(ANY_CASE)(job)))()


def compare(number: int) -> Batch:
    """Compare one batch of cases."""
    pairs = customers = differences = 0

    def compare_one(case: Case) -> None:
        nonlocal pairs, customers, differences
        if pairs == BATCH:
            raise EnoughError
        try:
            customers += check(case)
        except Exception:
            differences += 1
        pairs += bool(case.customers)

    with suppress(EnoughError):
        run(number, (Phase.generate,), compare_one)
    example = smallest(number) if differences else ""
    return Batch(number, pairs, customers, differences, example)


def smallest(number: int) -> str:
    """The smallest case of a seed that differs, as text, from half a minute of shrinking."""
    failed: list[str] = []
    end = time.perf_counter() + SHRINKING

    def fail(case: Case) -> None:
        if time.perf_counter() > end:
            raise EnoughError
        try:
            check(case)
        except Exception as error:
            failed.append(described(case, error))
            raise

    with suppress(Exception):
        run(number, (Phase.generate, Phase.shrink), fail)
    return min(failed, key=len)


def described(case: Case, error: Exception) -> str:
    """A case as one can type it, with the columns that its cell names."""
    text = case.text
    lines = [f"{type(error).__name__}: {error}", "", text]
    lines += [f"as of {case.as_of}, zone {case.zone}, odd types {case.odd}", "customers:"]
    lines += [f"    {named(row, text)}" for row in case.customers]
    if not case.alone:
        lines += ["events:", *(f"    {named(row, text)}" for row in case.events)]
    return "\n".join(lines)


def named(row: dict[str, object], text: str) -> dict[str, object]:
    return {name: v for name, v in row.items() if name in {KEY, TIME} or name in text}


def batches(first: int, pairs: int, processes: int) -> Iterator[Batch]:
    """Compare as many batches as it takes, in the order of their seeds."""
    seeds = range(first, first + -(-pairs // BATCH))
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(compare, seeds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="of the first batch")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args()


def main() -> None:
    """Run all batches, and fail if anything differs."""
    asked = arguments()
    print(f"{asked.pairs:,} pairs on {', '.join(KINDS)}; {asked.processes} processes")
    start = time.perf_counter()
    pairs = customers = differences = 0
    for batch in batches(asked.seed, asked.pairs, asked.processes):
        pairs += batch.pairs
        customers += batch.customers
        differences += batch.differences
        if batch.example:
            print(f"\nseed {batch.seed}, {batch.differences} differ. The smallest:")
            print(batch.example)
        if batch.example or (batch.seed + 1) % 10 == 0:
            done = f"{pairs:,} pairs, {differences} differences"
            print(f"{done}; next --seed {batch.seed + 1}", flush=True)
    seconds = time.perf_counter() - start
    print(f"{pairs:,} pairs, {customers:,} customers, {differences} differences, {seconds:.0f} s")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
