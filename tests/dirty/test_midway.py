"""What is cut short leaves no trace: frames of every kind, files, and what a notebook holds.

The interrupt comes at the call of a function of the package, or of one that it calls, at places
from the first to the last. `tests/jupyter/test_interrupts.py` has the names of a notebook.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import seg_jupyter
from dirty.frames import KINDS, Table, build, fingerprint
from seg_jupyter import Model, Segmentation, Segments, load
from seg_jupyter.jupyter import extension

PACKAGE = str(Path(seg_jupyter.__file__).parent)
PEOPLE: Table = {
    "key": ("text", [f"canary {number}" for number in range(9)]),
    "x": ("int", [3, 1, None, 4, 1, 5, 9, 2, 6]),
    "plan": ("category", ["a", "b", None] * 3),
}
ORDERS: Table = {
    "key": ("text", [f"canary {number % 7}" for number in range(20)]),
    "at": ("time", [datetime(2026, 1, 1 + number) for number in range(20)]),
    "usd": ("float", [number / 4 for number in range(20)]),
}
CELL = """n = count()
value = score(2 * n, sum(usd), x)
Gold: value >= 60 and plan == "a"
Rest: otherwise
"""


class At:
    """Raises an interrupt at one of the package's calls, its calls of compiled functions too."""

    def __init__(self, place: int) -> None:
        self.place, self.calls = place, 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event in ("call", "c_call") and frame.f_code.co_filename.startswith(PACKAGE):
            self.calls += 1
            if self.calls == self.place:
                raise KeyboardInterrupt


def calls_of(job: Callable[[], object]) -> int:
    """Return how many places there are in a job."""
    return cut_short(job, 0)[1]


def cut_short(job: Callable[[], object], place: int) -> tuple[bool, int]:
    """Do a job with an interrupt at a place; tell whether it came through, and its calls."""
    at = At(place)
    sys.setprofile(at)
    try:
        job()
    except KeyboardInterrupt:
        return True, at.calls
    finally:
        sys.setprofile(None)
    return False, at.calls


def places(calls: int, most: int) -> list[int]:
    return sorted(set(np.linspace(1, calls, min(calls, most)).astype(int).tolist()))


# raised inside a generator that nobody waits for any more, it is only told of
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize("kind", KINDS)
def test_frames_are_as_they_were_and_the_next_run_is_whole(kind: str) -> None:
    people, orders = build(kind, PEOPLE), build(kind, ORDERS)
    before = fingerprint(people), fingerprint(orders)
    cell = Segmentation(CELL)
    wanted = fingerprint(cell.fit(people, orders).frame)
    held: list[Segments] = []

    def job() -> None:
        held[:] = [cell.fit(people, orders)]
        assert fingerprint(held[0].frame) == wanted

    cut = 0
    for place in places(calls_of(job), 30):
        cut += cut_short(job, place)[0]
        assert (fingerprint(people), fingerprint(orders)) == before
    assert cut >= 25
    job()


def test_a_result_survives_an_interrupted_use_of_it() -> None:
    people, orders = build("pandas", PEOPLE), build("pandas", ORDERS)
    result = Segmentation(CELL).fit(people, orders)
    fresh = Segmentation(CELL).fit(people, orders)
    jobs: list[Callable[[Segments], object]] = [
        repr,
        lambda known: known._repr_html_(),
        lambda known: repr(known.segments),
        lambda known: fingerprint(known.frame),
        lambda known: fingerprint(known.apply(people, orders).frame),
    ]
    for job in jobs:
        wanted = job(fresh)
        for place in places(calls_of(lambda job=job: job(result)), 15):  # type: ignore[misc]
            cut_short(lambda job=job: job(result), place)  # type: ignore[misc]  # of defaults
            assert job(result) == wanted


# files


@pytest.fixture
def models(tmp_path: Path) -> tuple[Path, Model, Model]:
    people, orders = build("pandas", PEOPLE), build("pandas", ORDERS)
    old = Segmentation("Old: otherwise").fit(people).model
    new = Segmentation(CELL).fit(people, orders).model
    return tmp_path / "model.json", old, new


def test_a_file_is_the_old_one_or_the_new_one(models: tuple[Path, Model, Model]) -> None:
    path, old, new = models
    new.save(path)
    whole_new = path.read_bytes()
    path.unlink()
    old.save(path)
    whole_old = path.read_bytes()
    kept = 0
    for place in places(calls_of(lambda: new.save(path)), 150):
        path.write_bytes(whole_old)
        cut_short(lambda: new.save(path), place)
        assert [file.name for file in path.parent.iterdir()] == [path.name], f"at {place}"
        assert path.read_bytes() in (whole_old, whole_new), f"at {place}"
        kept += path.read_bytes() == whole_old
    assert kept > 20


def test_a_new_file_is_whole_or_not_there(models: tuple[Path, Model, Model]) -> None:
    path, _, new = models
    new.save(path)
    whole = path.read_bytes()
    for place in places(calls_of(lambda: new.save(path)), 60):
        path.unlink(missing_ok=True)
        cut_short(lambda: new.save(path), place)
        assert [file.read_bytes() for file in path.parent.iterdir()] in ([], [whole])


# the lines of a notebook


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[InteractiveShell]:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(ipython_dir=str(tmp_path / "ipython"))
    extension.load(shell)
    yield shell
    extension.unload(shell)
    InteractiveShell.clear_instance()


def test_a_model_that_is_loaded_is_bound_or_not(
    shell: InteractiveShell, models: tuple[Path, Model, Model]
) -> None:
    path, old, new = models
    new.save(path)
    names = shell.user_ns

    def job() -> None:
        with capture_output():
            shell.run_line_magic("segment", f"load {path} --as mine")

    kept = 0
    for place in places(calls_of(job), 40):
        names["mine"] = old
        before = {name: id(value) for name, value in names.items()}
        cut_short(job, place)
        after = {name: id(value) for name, value in names.items()}
        changed = {name for name in after if after[name] != before.get(name)}
        assert changed <= {"mine"}
        kept += not changed
    assert kept > 20
    job()
    assert names["mine"].text == load(path).text == CELL
