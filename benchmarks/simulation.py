"""A simulated company of a million customers as files: time, memory and bytes.

    python benchmarks/simulation.py [--customers 1000000] [--theme shop] [--rounds 1]

Prints a Markdown table: events of all eight frames, how long they take to make and write to a
folder that is removed at the end, the same for ten million events, the memory above that of the
imports, and the size of the files. Each round is a process of its own; the figures are medians. The
truth is not written. Needs PyArrow, and some ten bytes of disk for an event.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import pyarrow.parquet as parquet

from measuring import Job, measure, table
from seg_jupyter.datasets import simulate
from seg_jupyter.datasets.simulator.company import EVENTS


def events(folder: Path) -> int:
    """Count the events in the files of a folder."""
    files = (folder / f"{name}.parquet" for name in EVENTS)
    return sum(parquet.read_metadata(file).num_rows for file in files)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--theme", default="shop")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "company"

        def write(_: None) -> Path:
            simulate(options.customers, theme=options.theme).write(folder)
            return folder

        def empty() -> None:
            shutil.rmtree(folder, ignore_errors=True)

        found = measure([Job("write", write, empty, events)], options.rounds)["write"]
        size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{options.customers:,} customers, theme {options.theme}; medians of {options.rounds}\n")
    header = ["", "events", "s", "CPU s", "s for 10M events", "MB of memory", "MB of files"]
    row = [
        "write",
        f"{found.checked:,.0f}",
        f"{found.seconds:.1f}",
        f"{found.processor:.1f}",
        f"{found.seconds / found.checked * 1e7:.1f}" if found.checked else "–",
        f"{found.megabytes:,.0f}",
        f"{size / 1e6:,.1f}",
    ]
    print(table(header, [row]))


if __name__ == "__main__":
    main()
