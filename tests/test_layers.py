"""The layers of the package: who may import whom, and what is loaded when."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import seg_jupyter

PACKAGE = "seg_jupyter"
ROOT = Path(seg_jupyter.__file__).parent


@dataclass(frozen=True)
class Import:
    """One imported module: inside a function it is lazy, for a type checker it is `typing`."""

    module: str
    lazy: bool = False
    typing: bool = False

    @property
    def top(self) -> str:
        return self.module.split(".")[0]

    @property
    def part(self) -> str:
        """The module without the package's own name."""
        return self.module.removeprefix(PACKAGE).removeprefix(".") or "__init__"


@dataclass(frozen=True)
class Layer:
    """What a part of the package may import besides itself and the standard library."""

    ours: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


LAYERS = {
    "__init__": Layer(
        ("_version", "api", "datasets", "errors", "jupyter", "templates"), ("IPython",)
    ),
    "_version": Layer(),
    "errors": Layer(),
    "loading": Layer(),
    "lang": Layer(("errors",)),
    "engine": Layer(("errors", "loading", "lang"), ("numpy",)),
    "datasets": Layer(("errors", "engine.frames"), ("numpy", "pandas")),
    "analysis": Layer(
        (
            "errors",
            "loading",
            "lang",
            "engine.result",
            "engine.model",
            "engine.expressions",
            "engine.rounding",
            "engine.scales",
            "engine.alternatives",
            "engine.live.tally",
            "engine.other_weights",
            "engine.values",
        ),
        ("numpy", "scipy"),
    ),
    "view": Layer(("errors", "lang", "analysis", "engine.result")),
    "templates": Layer(
        (
            "errors",
            "lang",
            "engine.frames",
            "engine.guesses",
            "engine.inputs",
            "engine.times",
            "engine.values",
            "analysis.privacy",
            "analysis.special_categories",
        ),
        ("numpy",),
    ),
    "api": Layer(
        ("errors", "loading", "lang", "engine", "datasets", "analysis", "view"), ("numpy",)
    ),
    "jupyter": Layer(
        ("errors", "loading", "lang", "engine", "datasets", "analysis", "view", "templates", "api"),
        ("IPython", "numpy", "pandas"),
    ),
}
# the modules and packages of a layer that alone may load a library
SPECIAL = {
    "datasets.simulator.parquet": ("pyarrow",),
    "engine.frames": ("pandas",),
    "engine.frames.polars_table": ("polars",),
    "engine.frames.arrow_table": ("pyarrow",),
    "engine.frames.arrow_columns": ("pyarrow",),
    "engine.model_file": ("jsonschema",),
    "view.tables": ("pandas",),
    "view.rules": ("pandas",),
    "view.explanation": ("pandas",),
    "view.picture": ("numpy",),
    "jupyter.panel": ("anywidget", "ipywidgets", "traitlets"),
    "view.chart": ("altair", "vl_convert"),
    "view.charts": ("altair",),
}
# the one way up: a result opens its panel, whose module is loaded when it does
UPWARDS = {("api.results", "jupyter.panel.panel")}
# what costs time, and is loaded inside the function that needs it; with those who may do as
# they like, since they are loaded so themselves
LAZY = {
    "jsonschema": (),
    "scipy": (),
    "seg_jupyter.engine.frames.polars_table": (),
    "seg_jupyter.engine.frames.arrow_table": (),
    "seg_jupyter.engine.frames.arrow_columns": ("engine.frames.arrow_table",),
    "seg_jupyter.view.charts": ("view.charts",),
    "seg_jupyter.view.chart": ("view.charts",),
    "seg_jupyter.jupyter": ("jupyter",),
    "seg_jupyter.jupyter.panel": ("jupyter.panel",),
}


def names(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(prefix + ".")


def part_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(p for p in parts if p != "__init__") or "__init__"


SOURCES = {part_of(path): path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py"))}


def imports(source: str) -> Iterator[Import]:
    """Yield every import of a source."""
    yield from _below(ast.parse(source), lazy=False, typing=False)


def _below(node: ast.AST, *, lazy: bool, typing: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, lazy, typing)
    elif isinstance(node, ast.ImportFrom):
        start = "." * node.level + (node.module or "")
        for alias in node.names:
            deeper = f"{start}.{alias.name}"
            known = deeper.removeprefix(PACKAGE + ".") in SOURCES
            yield Import(deeper if known else start, lazy, typing)
    elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        for child in node.body:
            yield from _below(child, lazy=lazy, typing=True)
        for child in node.orelse:
            yield from _below(child, lazy=lazy, typing=typing)
    else:
        lazy = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from _below(child, lazy=lazy, typing=typing)


def breaches(part: str, source: str) -> list[str]:
    """Say what a module imports that its layer may not."""
    layer = LAYERS[part.split(".")[0]]
    special = {lib for place, libs in SPECIAL.items() if names(part, place) for lib in libs}
    found = []
    for item in imports(source):
        if (part, item.part) in UPWARDS and (item.lazy or item.typing):
            continue
        if item.top == PACKAGE:
            allowed = (part.split(".")[0], *layer.ours)
            if not any(names(item.part, prefix) for prefix in allowed):
                found.append(f"{part} imports {item.part}")
        elif item.top not in (*sys.stdlib_module_names, *layer.others, *special):
            found.append(f"{part} imports {item.module or '.'}")
        for costly, free in LAZY.items():
            if names(item.module, costly) and not (
                item.lazy or item.typing or any(names(part, prefix) for prefix in free)
            ):
                found.append(f"{part} imports {item.module} before it is needed")
        if part == "__init__" and item.top == "IPython" and not item.typing:
            found.append(f"{part} imports {item.module}")
    return found


def cycle(sources: dict[str, str]) -> list[str]:
    """Return the parts of a circle of imports, if there is one."""
    graph = {
        part: {
            i.part
            for i in imports(source)
            if i.top == PACKAGE and not i.typing and (part, i.part) not in UPWARDS
        }
        - {part}
        for part, source in sources.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("part", SOURCES)
def test_a_module_imports_what_its_layer_may(part: str) -> None:
    assert breaches(part, SOURCES[part]) == []


def test_there_are_no_circles() -> None:
    assert cycle(SOURCES) == []


def test_every_part_is_in_a_layer_and_every_layer_exists() -> None:
    assert {part.split(".")[0] for part in SOURCES} == set(LAYERS)
    assert set(SPECIAL) <= set(SOURCES)


# the checker itself


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("errors", "import numpy"),
        ("errors", "from seg_jupyter.lang import nodes"),
        ("lang.parser", "import numpy as np"),
        ("lang.parser", "from seg_jupyter.engine.values import Bits"),
        ("engine.scores", "import pandas as pd"),
        ("engine.scores", "def f():\n    import pandas"),
        ("engine.scores", "from jsonschema import validate"),
        ("engine.model_file", "import jsonschema"),
        ("engine.model", "from seg_jupyter import analysis"),
        ("datasets.grocery", "from seg_jupyter.engine.run import fit"),
        ("analysis.sizes", "import pandas"),
        ("analysis.sizes", "from seg_jupyter.engine.frames.frame import Frame"),
        ("analysis.sizes", "from seg_jupyter.view import wording"),
        ("view.notes", "import pandas"),
        ("view.notes", "import altair as alt"),
        ("view.tables", "from altair import Chart"),
        ("view.display", "from seg_jupyter.view import charts"),
        ("view.display", "from seg_jupyter.engine.run import fit"),
        ("api", "from seg_jupyter.view import charts"),
        ("api", "from seg_jupyter.jupyter import magics"),
        ("api", "def panel():\n    from seg_jupyter.jupyter import magics"),
        ("api", "import pandas"),
        ("jupyter.magics", "import altair"),
        ("jupyter.magics", "import anywidget"),
        ("jupyter.magics", "from seg_jupyter.jupyter.panel import widget"),
        ("__init__", "from seg_jupyter.jupyter import extension"),
        ("__init__", "from IPython.core.magic import Magics"),
        ("__init__", "import numpy"),
        ("view.notes", "from . import tables"),
        ("view.notes", "from .tables import Table"),
        ("view.notes", "try:\n    import polars\nexcept ImportError:\n    pass"),
        ("lang.parser", "class A:\n    import numpy"),
    ],
)
def test_a_breach_is_seen(part: str, source: str) -> None:
    assert breaches(part, source) != []


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("errors", "import re\nfrom collections.abc import Iterable"),
        ("engine.frames.ids", "import pandas"),
        ("engine.model_file", "def check():\n    import jsonschema"),
        ("jupyter.panel.widget", "import anywidget\nimport ipywidgets\nimport traitlets"),
        ("jupyter.magics", "def panel():\n    from seg_jupyter.jupyter.panel import widget"),
        ("view.charts", "import altair\nfrom seg_jupyter.view.chart import Chart"),
        ("api", "def chart():\n    from seg_jupyter.view import charts"),
        ("__init__", "if TYPE_CHECKING:\n    from IPython import InteractiveShell"),
        ("__init__", "def load():\n    from seg_jupyter.jupyter import extension"),
    ],
)
def test_what_is_allowed_is_no_breach(part: str, source: str) -> None:
    assert breaches(part, source) == []


def test_a_circle_is_seen() -> None:
    there = "from seg_jupyter.lang import parser"
    back = "def f():\n    from seg_jupyter.lang.nodes import Node"
    assert set(cycle({"lang.nodes": there, "lang.parser": back})) == {"lang.nodes", "lang.parser"}
    typed = "if TYPE_CHECKING:\n    from seg_jupyter.lang.nodes import Node"
    assert cycle({"lang.nodes": there, "lang.parser": typed}) == []


# what is loaded when

HEAVY = (
    "IPython",
    "ipywidgets",
    "anywidget",
    "altair",
    "vl_convert",
    "jsonschema",
    "polars",
    "scipy",
)

FROM_PYTHON = """
import json, sys
before = set(sys.modules)
import pandas as pd
with_pandas = set(sys.modules)
import seg_jupyter as seg
cell = "v = score(x)\\nHigh: v >= 50\\nLow: otherwise"
result = seg.Segmentation(cell).fit(pd.DataFrame({"x": [1.0, 2.0, 3.0]}))
result.frame, repr(result), result._repr_html_(), result.segments.to_frame()
core = set(sys.modules) - with_pandas
result.chart("sizes")
print(json.dumps([sorted(core), sorted(set(sys.modules) - with_pandas - core)]))
"""

IN_A_SHELL = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("%load_ext seg_jupyter").raise_error()
loaded = set(sys.modules)
shell.run_cell("import pandas as pd; df = pd.DataFrame({'x': [1.0, 2.0]})").raise_error()
shell.run_cell("%%segment df --quiet\\nv = score(x)\\nAll: otherwise").raise_error()
ran = set(sys.modules)
shell.run_cell("chart = segments.chart()").raise_error()
print(json.dumps([sorted(loaded), sorted(ran), sorted(sys.modules)]))
"""


WITHOUT = """
import json, sys
for name in {missing}:
    sys.modules[name] = None
import numpy as np, pandas as pd, seg_jupyter as seg
{polars}
people = {{"id": ["b", "a"], "x": [2, None], "t": ["2026-01-31", None], "b": [True, None]}}
orders = {{"id": ["a", None, "a"], "at": pd.to_datetime(["2026-01-05"] * 3).to_numpy()}}
cell = "n = count()\\nv = score(x)\\nd = t if b else t\\nl = latest(at)\\nA: n > 1\\nB: b"
result = seg.Segmentation(cell).fit({frame}(people), {frame}(orders), id="id")
assert [str(label) for label in result.frame["segment"]] == ["B", "A"], result.frame
assert len(seg.stack(one={frame}(people), other={frame}(people))) == 4
pathlib = __import__("pathlib")
pathlib.Path("x.parquet").write_bytes(b"PAR1")
try:
    seg.stack(one="x.parquet")
except seg.SegmentUsageError as error:
    assert "pip install pyarrow" in str(error)
print(json.dumps([sorted(sys.modules)]))
"""


def run(script: str) -> list[set[str]]:
    """Run a script in a process of its own; return the modules that it prints, by top name."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300
    )
    return [{name.split(".")[0] for name in part} for part in json.loads(done.stdout)]


def test_the_core_loads_no_notebook_and_no_charts() -> None:
    core, with_chart = run(FROM_PYTHON)
    assert "seg_jupyter" in core
    assert core.isdisjoint(HEAVY)
    assert {"altair", "vl_convert"} <= with_chart


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_what_is_optional_may_be_missing(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    polars = library == "polars"
    missing = ["pyarrow"] if polars else ["pyarrow", "polars"]
    frame, load = ("pl.DataFrame", "import polars as pl") if polars else ("pd.DataFrame", "")
    (loaded,) = run(WITHOUT.format(missing=missing, frame=frame, polars=load))
    assert "seg_jupyter" in loaded


def test_loading_the_magics_loads_no_charts() -> None:
    loaded, ran, with_chart = run(IN_A_SHELL)
    charts = {"altair", "vl_convert", "jsonschema", "ipywidgets", "anywidget"}
    assert "seg_jupyter" in loaded
    assert loaded.isdisjoint(charts)
    assert ran.isdisjoint(charts)
    assert "altair" in with_chart
