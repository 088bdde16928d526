"""Random cells on random dirty tables: every kind of frame, and the naive reference of the tests.

    python benchmarks/agreement.py [--pairs 10000] [--seed 0] [--processes 2]

A pair is a cell and its tables, and follows from a seed of its own: the same command repeats a
run, whatever the number of processes, and ``--seed`` with the number that a run printed last
resumes it. Of pairs that differ the first of a batch is printed, made smaller for half a minute.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
os.environ.setdefault("POLARS_MAX_THREADS", "1")  # there is one process for each processor

from comparison import check
from reduction import smaller
from strategies import KEY, KINDS, TIME, ZONES, Case, cases

BATCH = 50
REDUCING = 30.0  # seconds
SORTS = [{"zone": zone} for zone in ZONES]
SORTS += [{}] * 6 + [{"ranked": False}] * 2 + [{"with_events": False}]
ANY_CASE = st.sampled_from(SORTS).flatmap(lambda sort: cases(**{"ranked": True, **sort}))


@dataclass
class Batch:
    """What became of the pairs of some seeds."""

    seeds: range
    customers: int = 0
    differing: list[int] = field(default_factory=list)
    example: str = ""


def case_of(number: int) -> Case:
    """The case of a seed.

    Hypothesis always begins with the simplest case, and later ones resemble those before them:
    so each seed makes two cases, of which the second is at random and like no other's.
    """
    made: list[Case] = []

    @seed(number)
    @settings(
        max_examples=2,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(ANY_CASE)
    def make(case: Case) -> None:
        made.append(case)

    make()
    return made[-1]


def compare(seeds: range) -> Batch:
    """Compare the cases of some seeds."""
    batch = Batch(seeds)
    for number in seeds:
        case = case_of(number)
        batch.customers += len(case.customers)
        if failure(case) is not None:
            batch.differing.append(number)
    if batch.differing:
        batch.example = reproducer(batch.differing[0])
    return batch


def failure(case: Case) -> Exception | None:
    try:
        check(case)
    except Exception as error:
        return error
    return None


def reproducer(number: int) -> str:
    """The case of a seed, made smaller for as long as it differs in the same way."""
    case = case_of(number)
    kind = type(failure(case))
    end = time.perf_counter() + REDUCING

    def fails(candidate: Case) -> bool:
        return time.perf_counter() < end and type(failure(candidate)) is kind

    return described(smaller(case, fails))


def described(case: Case) -> str:
    """A case as one can type it, with the columns that its cell names."""
    text, error = case.text, failure(case)
    lines = [f"{type(error).__name__}: {error}", "", text]
    lines += [f"as of {case.as_of}, zone {case.zone}, odd types {case.odd}", "customers:"]
    lines += [f"    {named(row, text)}" for row in case.customers]
    if not case.alone:
        lines += ["events:", *(f"    {named(row, text)}" for row in case.events)]
    return "\n".join(lines)


def named(row: dict[str, object], text: str) -> dict[str, object]:
    return {name: v for name, v in row.items() if name in {KEY, TIME} or name in text}


def batches(first: int, pairs: int, processes: int) -> Iterator[Batch]:
    """Compare that many pairs, in the order of their seeds."""
    end = first + pairs
    seeds = [range(start, min(start + BATCH, end)) for start in range(first, end, BATCH)]
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(compare, seeds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="of the first pair")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args()


def main() -> None:
    """Compare all pairs, and fail if anything differs."""
    asked = arguments()
    print(f"{asked.pairs:,} pairs on {', '.join(KINDS)}; {asked.processes} processes", flush=True)
    start = time.perf_counter()
    pairs = customers = differences = 0
    for batch in batches(asked.seed, asked.pairs, asked.processes):
        pairs += len(batch.seeds)
        customers += batch.customers
        differences += len(batch.differing)
        if batch.example:
            print(f"\nSeeds {batch.differing} differ. The first, made small:\n{batch.example}")
        if batch.example or pairs % 1000 == 0:
            done = f"{pairs:,} pairs, {differences} differences"
            print(f"{done}; next --seed {batch.seeds.stop}", flush=True)
    seconds = time.perf_counter() - start
    compared = f"{pairs:,} pairs, {customers:,} customers on each of {len(KINDS)} kinds of frames"
    print(f"{compared}, {differences} differences, {seconds:.0f} s")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
