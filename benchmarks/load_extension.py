"""What `%load_ext seg_jupyter` costs beyond pandas and IPython, and whether it loads Altair.

    python benchmarks/load_extension.py

Each run is a new process with a new shell; the figure is the median.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

RUNS = 11
CODE = """
import pandas, sys, time
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
start = time.perf_counter()
shell.run_line_magic("load_ext", "seg_jupyter")
print(time.perf_counter() - start, "altair" in sys.modules)
"""


def main() -> None:
    seconds: list[float] = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", CODE], capture_output=True, text=True, check=True
        )
        taken, altair = done.stdout.split()
        if altair == "True":
            sys.exit("Altair was loaded, and no chart was asked for")
        seconds.append(float(taken))
    print(
        f"%load_ext seg_jupyter: median {statistics.median(seconds):.3f} s "
        f"(lowest {min(seconds):.3f}, highest {max(seconds):.3f}; {RUNS} new processes; no Altair)"
    )


if __name__ == "__main__":
    main()
