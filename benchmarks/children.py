"""Measure jobs in processes of their own: wall and processor time, and peak memory above the input.

A module with jobs ends with `children.main(jobs, prepare)`. Each job is run in a new process that
loads its input first; what one leaves in memory is no other's.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Job:
    """One way to do the work: what loads its input, and what is measured on it."""

    load: Callable[[], Any]
    work: Callable[[Any], Any]


@dataclass(frozen=True)
class Figures:
    """Medians over some runs: seconds, seconds of processor, megabytes; and what was answered."""

    seconds: float
    processor: float
    megabytes: float
    answer: Any


def measure(script: str, name: str, arguments: list[str], runs: int) -> Figures:
    """Run a job of a script in new processes."""
    found = []
    for _ in range(runs):
        command = [sys.executable, script, *arguments, "--job", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{name} failed:\n{done.stderr}")
        found.append(json.loads(done.stdout.splitlines()[-1]))
    columns = list(zip(*(f[:3] for f in found), strict=True))
    return Figures(*map(statistics.median, columns), answer=found[0][3])


def run(jobs: Mapping[str, Job], name: str) -> None:
    """Do one job in this process and print its figures."""
    job = jobs[name]
    given = job.load()
    before = _peak()
    processor, start = time.process_time(), time.perf_counter()
    answer = job.work(given)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    print(json.dumps([seconds, processor, _peak() - before, answer]))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(figures: Mapping[str, Figures], ours: str) -> str:
    """Return the figures as a table, with how much longer the others take than ours."""
    titles = ("", "seconds", "processor", "peak memory above input", "against ours")
    rows = [
        (
            name,
            f"{f.seconds:.2f} s",
            f"{f.processor:.2f} s",
            f"{f.megabytes:,.0f} MB",
            f"{f.seconds / figures[ours].seconds:.2f}×",
        )
        for name, f in figures.items()
    ]
    lines = [titles, ("---",) * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
