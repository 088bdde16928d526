"""Random cells through the parser and the checker: nothing but programs and clear errors, at once.

    python benchmarks/fuzz.py [--cells 1000000] [--seed cells] [--processes CORES]

The cells are those of the tests. Each hundred of them has a seed of its own, so that a failure can
be made again from the line that is printed. Exits with 1 if anything failed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from lang.cells import any_cell
from lang.outcomes import MOST_SECONDS, assert_sound, outcome

BATCH = 100
SHOWN = 5


@dataclass
class Tally:
    """What became of some cells."""

    names: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: tuple[float, str] = (0.0, "")
    failures: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.names += other.names
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.failures += other.failures


def batch(seed: str, cells: int) -> Tally:
    """Run the cells of one seed."""
    rng = random.Random(seed)
    tally = Tally()
    for number in range(cells):
        text = any_cell(rng)
        try:
            found = outcome(text)
            assert_sound(found)
        except Exception as error:
            tally.names["failed"] += 1
            tally.failures.append((f"{seed}, cell {number}", f"{text!r}\n{error}"))
        else:
            tally.names[found.name] += 1
            tally.seconds += found.seconds
            tally.slowest = max(tally.slowest, (found.seconds, text))
    return tally


def batches(seed: str, cells: int) -> Iterator[tuple[str, int]]:
    """Cut the cells into batches, each with its own seed."""
    for start in range(0, cells, BATCH):
        yield f"{seed}/{start // BATCH}", min(BATCH, cells - start)


def run(work: Iterable[tuple[str, int]], processes: int) -> Tally:
    """Run all batches on some processes."""
    tally = Tally()
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(batch, *zip(*work, strict=True), chunksize=10):
            tally.add(part)
    return tally


def shown(text: str, most: int = 120) -> str:
    """Return a cell on one line, shortened."""
    written = ascii(text)
    return written if len(written) <= most else f"{written[:most]}… ({len(text):,} characters)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cells", type=int, default=1_000_000)
    parser.add_argument("--seed", default="cells")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()

    start = time.perf_counter()
    tally = run(batches(arguments.seed, arguments.cells), arguments.processes)
    elapsed = time.perf_counter() - start

    total = tally.names.total()
    print(f"{total:,} cells, seed {arguments.seed!r}, {elapsed:.0f} s")
    for name, number in tally.names.most_common():
        print(f"{name:20} {number:>10,} {number / total:>7.2%}")
    mean = tally.seconds / max(total - len(tally.failures), 1)
    print(f"{'mean per cell':20} {mean * 1e3:>10.3f} ms of processor time")
    seconds, text = tally.slowest
    print(f"{'slowest cell':20} {seconds * 1e3:>10.1f} ms (limit {MOST_SECONDS * 1e3:.0f})")
    print(f"  {shown(text)}")
    print(f"{'failures':20} {len(tally.failures):>10,}")
    for seed, failure in tally.failures[:SHOWN]:
        print(f"\nseed {seed}\n{failure}")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
