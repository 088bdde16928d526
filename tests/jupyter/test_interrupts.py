"""A cell that is interrupted, or fails, midway: the notebook's names are as they were, all of them.

The interrupt comes at the call of one of the package's own functions, at many places from the first
to the last; and as a signal, in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.capture import capture_output

import seg_jupyter
from seg_jupyter import Segments
from seg_jupyter.jupyter import extension

PACKAGE = str(Path(seg_jupyter.__file__).parent)
PLACES = 40
CELL = """%%segment people --events orders --as result --into labelled --chart
n = count()
r = tile(recency(), 3)
value = score(2 * n, sum(usd), -r, missing="zero")
Active: value >= 60
Rest: otherwise
"""


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(ipython_dir=str(tmp_path))
    extension.load(shell)
    size = 40
    shell.user_ns["people"] = pd.DataFrame({"key": np.arange(size)})
    shell.user_ns["orders"] = pd.DataFrame(
        {
            "key": np.arange(3 * size) % 29,
            "at": pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(3 * size), unit="h"),
            "usd": np.arange(3 * size) / 4,
        }
    )
    shell.user_ns["result"] = "an earlier result"
    shell.user_ns["labelled"] = "an earlier frame"
    yield shell
    extension.unload(shell)
    InteractiveShell.clear_instance()


def names(shell: InteractiveShell) -> dict[str, int]:
    """The notebook's names and which objects they are of."""
    return {name: id(v) for name, v in shell.user_ns.items() if not name.startswith("_")}


class Interrupt:
    """Counts the calls of the package's functions, and raises at one of them."""

    def __init__(self, place: int, error: BaseException | None) -> None:
        self.place, self.error, self.calls = place, error, 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            self.calls += 1
            if self.calls == self.place and self.error is not None:
                raise self.error


def run(shell: InteractiveShell, interrupt: Interrupt) -> ExecutionResult:
    with capture_output():
        sys.setprofile(interrupt)
        try:
            return shell.run_cell(CELL)
        finally:
            sys.setprofile(None)


# raised inside a generator that nobody waits for any more, it is only told of
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_names_are_all_as_they_were_or_all_new(
    shell: InteractiveShell, error: type[BaseException]
) -> None:
    counting = Interrupt(0, None)
    run(shell, counting).raise_error()
    assert isinstance(shell.user_ns["result"], Segments)
    assert counting.calls > 10 * PLACES
    kept = 0
    for place in np.linspace(1, counting.calls - 1, PLACES).astype(int):
        for name in ("result", "labelled"):
            shell.user_ns[name] = "an earlier one"
        before = names(shell)
        outcome = run(shell, Interrupt(int(place), error()))
        after = names(shell)
        assert after.keys() == before.keys()
        changed = {name for name in before if after[name] != before[name]}
        assert changed in (set(), {"result", "labelled"}), f"at call {place}"
        kept += not changed
        assert changed or isinstance(outcome.error_in_exec, error)
    # only what comes after the names, which is the display, may be cut short with them bound
    assert kept > PLACES // 2
    run(shell, Interrupt(0, None)).raise_error()
    assert isinstance(shell.user_ns["result"], Segments)


SCRIPT = """
    import os, signal, sys, threading, time
    import numpy as np, pandas as pd
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance(ipython_dir=sys.argv[1])
    shell.run_line_magic("load_ext", "seg_jupyter")
    size = 300_000
    random = np.random.default_rng(1)
    shell.user_ns["df"] = pd.DataFrame({name: random.lognormal(size=size) for name in "abcdef"})
    cell = "%%segment df --as mine --into frame --quiet\\nv = score(a, b, c, d, e, f)\\nA: v > 50"
    with capture_output():
        shell.run_cell(cell)
    took = time.perf_counter()
    with capture_output():
        shell.run_cell(cell).raise_error()
    took = time.perf_counter() - took
    hits = 0
    for place in range(1, 9):
        shell.user_ns["mine"] = shell.user_ns["frame"] = "before"
        timer = threading.Timer(took * place / 10, os.kill, (os.getpid(), signal.SIGINT))
        outcome = None
        try:
            timer.start()
            with capture_output():
                outcome = shell.run_cell(cell)
            timer.join()
            time.sleep(0.05)
        except KeyboardInterrupt:
            pass
        old = [shell.user_ns[name] == "before" if isinstance(shell.user_ns[name], str) else False
               for name in ("mine", "frame")]
        assert old[0] == old[1], (place, old)
        hits += old[0]
    with capture_output():
        shell.run_cell(cell).raise_error()
    print("interrupted", hits)
"""


@pytest.mark.skipif(os.name == "nt", reason="a signal cannot be sent so on Windows")
def test_a_signal_leaves_the_names_too(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(SCRIPT), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = int(done.stdout.split()[-1])
    assert found >= 1
