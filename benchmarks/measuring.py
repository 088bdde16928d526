"""Time and memory of a job, in a process of its own that starts with all data in memory.

Not a benchmark: what the benchmarks share. Needs a system that forks; memory is told on Linux.
"""

from __future__ import annotations

import gc
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Job:
    """What is measured.

    Parameters
    ----------
    name
        For the table.
    run
        Gets what `prepare` returned; its answer is given to `check`.
    prepare
        Brings the input into the form that the job starts from: not measured.
    check
        A figure about the answer: not measured.
    before
        How often it runs before it is measured: what is only asked for once costs its pages, too.
    """

    name: str
    run: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None
    check: Callable[[Any], float] = lambda _: 0
    before: int = 0


@dataclass(frozen=True)
class Measurement:
    """Seconds by the clock and of processors, megabytes above the input, and the check."""

    seconds: float
    processor: float
    megabytes: float
    checked: float


def measure(jobs: Sequence[Job], rounds: int) -> dict[str, Measurement]:
    """Run each job once a round, in a process of its own; return the medians."""
    found: dict[str, list[Measurement]] = {job.name: [] for job in jobs}
    for number in range(rounds):
        for job in jobs:
            found[job.name].append(_in_child(job))
            print(f"round {number + 1}: {job.name}", file=sys.stderr, flush=True)
    return {
        name: Measurement(
            *(
                statistics.median(getattr(m, field) for m in several)
                for field in Measurement.__dataclass_fields__
            )
        )
        for name, several in found.items()
    }


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _in_child(job: Job) -> Measurement:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reader)
            os.write(writer, json.dumps(asdict(_run(job))).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        answer = file.read()
    if os.waitpid(child, 0)[1] or not answer:
        sys.exit(f"{job.name} failed")
    fields: Mapping[str, float] = json.loads(answer)
    return Measurement(**fields)


def _run(job: Job) -> Measurement:
    try:
        prepared = job.prepare()
        for _ in range(job.before):
            job.run(prepared)
        gc.collect()
        before = _reset_peak()
        processor, seconds = time.process_time(), time.perf_counter()
        answer = job.run(prepared)
        seconds = time.perf_counter() - seconds
        processor = time.process_time() - processor
        peak = _status("VmHWM")
        return Measurement(seconds, processor, peak - before, job.check(answer))
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise


def _reset_peak() -> float:
    """Forget the largest memory so far; return what is in use."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")
    return _status("VmRSS")


def _status(field: str) -> float:
    """Return megabytes of memory, as Linux tells them; NaN elsewhere."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    found = re.search(rf"^{field}:\s+(\d+) kB", status.read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")
