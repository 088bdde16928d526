"""A library whose loading is cut short can be loaded again, in the same process."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from seg_jupyter.loading import whole_import

FILES = {
    "__init__": "import half.first.deep\nimport half.second\nimport math\n",
    "first/__init__": "",
    "first/deep": "value = 1\n",
    "second": "import half.first, os\nif os.environ.get('HALF'):\n    raise KeyboardInterrupt\n",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package of several modules; one of them may be interrupted."""
    for name, source in FILES.items():
        place = tmp_path / "half" / f"{name}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("HALF", "yes")
    yield
    for name in loaded():
        del sys.modules[name]


def loaded() -> list[str]:
    return [name for name in sys.modules if name.split(".")[0] == "half"]


def test_an_import_that_is_cut_short_leaves_nothing(
    package: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt), whole_import():
        importlib.import_module("half")
    assert loaded() == []
    assert "math" in sys.modules
    monkeypatch.delenv("HALF")
    with whole_import():
        half = importlib.import_module("half")
    assert half.first.deep.value == 1
    assert "half.second" in loaded()


def test_without_help_a_package_is_half_there(
    package: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this is for: should Python put it right one day, it can go."""
    with pytest.raises(KeyboardInterrupt):
        importlib.import_module("half")
    assert loaded() != []
    monkeypatch.delenv("HALF")
    assert not hasattr(importlib.import_module("half"), "first")


def test_compiled_modules_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """NumPy's, for one, refuse to be loaded twice."""
    compiled = sys.modules["numpy._core._multiarray_umath"]

    def load() -> None:
        with whole_import():
            monkeypatch.setitem(sys.modules, "half.compiled", compiled)
            monkeypatch.setitem(sys.modules, "half.plain", sys)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load()
    assert loaded() == ["half.compiled"]


SCRIPT = """
    import sys
    import pandas as pd
    from seg_jupyter import Segmentation, load

    class Interrupt:
        def __init__(self, place):
            self.left = place

        def __call__(self, frame, event, argument):
            self.left -= event == "call"
            if not self.left:
                sys.setprofile(None)
                raise KeyboardInterrupt

    result = Segmentation("v = score(x)\\nA: v > 50").fit(pd.DataFrame({"x": range(20)}))
    result.save(sys.argv[2])
    interrupted = 0
    for job in (lambda: load(sys.argv[2]), lambda: result.chart().drawn()):
        sys.setprofile(Interrupt(int(sys.argv[1])))
        try:
            job()
        except KeyboardInterrupt:
            interrupted += 1
        finally:
            sys.setprofile(None)
        job()
    print(interrupted)
"""


@pytest.mark.parametrize("place", [30_000, 400_000])
def test_a_first_chart_or_file_that_is_interrupted_comes_the_second_time(
    tmp_path: Path, place: int
) -> None:
    script = [sys.executable, "-c", textwrap.dedent(SCRIPT), str(place), str(tmp_path / "m.json")]
    done = subprocess.run(script, capture_output=True, text=True, timeout=120, env=os.environ)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1
