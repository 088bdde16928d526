"""A simulated company of a million customers, written as Parquet files piece by piece.

    python benchmarks/simulation.py [--customers 1000000] [--rounds 3]

Beside it PyArrow alone, which reads the same files and writes them again: less than that no way of
making them can take. Seconds are told for ten million events; the figures are medians.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from measuring import Job, measure, table
from seg_jupyter.datasets import simulate
from seg_jupyter.datasets.simulator.company import EVENTS


def events_in(files: dict[str, Path]) -> int:
    """Return the number of events in the files of a company."""
    return sum(pq.read_metadata(files[name]).num_rows for name in EVENTS)


def copy(files: dict[str, Path], folder: Path) -> dict[str, Path]:
    """Read the files group by group and write them again."""
    copies = {name: folder / path.name for name, path in files.items()}
    for name, path in files.items():
        source = pq.ParquetFile(path)
        with pq.ParquetWriter(copies[name], source.schema_arrow) as writer:
            for group in range(source.num_row_groups):
                writer.write_table(source.read_row_group(group))
    return copies


def main() -> None:
    """Measure both, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = simulate(options.customers).write(Path(folder) / "first")
        megabytes = sum(path.stat().st_size for path in files.values()) / 1e6
        events = events_in(files)

        def elsewhere() -> Path:
            return Path(tempfile.mkdtemp(dir=folder))

        jobs = [
            Job(
                "simulate and write",
                lambda place: simulate(options.customers).write(place / "company"),
                prepare=elsewhere,
                check=events_in,
            ),
            Job(
                "PyArrow reads and writes the same",
                lambda place: copy(files, place),
                prepare=elsewhere,
                check=events_in,
            ),
        ]
        measured = measure(jobs, options.rounds)
    print(f"{options.customers:,} customers, {events:,} events, {megabytes:.0f} MB of files\n")
    rows = [
        (name, f"{m.seconds:.1f}", f"{m.seconds / events * 1e7:.1f}", f"{m.megabytes:.0f}")
        for name, m in measured.items()
    ]
    print(table(("", "seconds", "seconds for 10M events", "MB of memory"), rows))
    assert {m.checked for m in measured.values()} == {events}


if __name__ == "__main__":
    main()
