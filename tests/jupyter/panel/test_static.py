"""What the browser gets belongs to its sources, and is whole: seen without Node."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from seg_jupyter.jupyter.panel.library import STATIC

SOURCES = Path(__file__).parents[3] / "js"
MANIFEST = json.loads((STATIC / "manifest.json").read_text("utf-8"))
LICENCES = (STATIC / "LICENSES.txt").read_text("utf-8")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_built_files_belong_to_the_sources() -> None:
    folders = [SOURCES / name for name in ("src", "styles", "vega")]
    known = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    known += [SOURCES / name for name in ("build.mjs", "package.json", "package-lock.json")]
    found = {path.relative_to(SOURCES).as_posix(): digest(path) for path in known}
    assert found == MANIFEST["sources"], "run `npm ci && npm run build` in js/"


def test_the_built_files_are_as_they_were_built() -> None:
    files = {path.name for path in STATIC.iterdir()} - {"manifest.json"}
    assert files == set(MANIFEST["outputs"])
    assert {name: digest(STATIC / name) for name in files} == MANIFEST["outputs"]


def test_every_bundled_package_has_its_licence_and_is_free() -> None:
    heads = re.findall(r"^([@\w./-]+) (\d+\.\d+\.\d+) \((.+)\)$", LICENCES, re.MULTILINE)
    assert {"vega-view", "vega-parser", "vega-interpreter", "d3-scale"} <= {h[0] for h in heads}
    assert {licence for _, _, licence in heads} <= {"BSD-3-Clause", "ISC", "MIT"}
    assert LICENCES.count("-" * 80) == len(heads)
    locked = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(locked[f"node_modules/{name}"]["version"] == version for name, version, _ in heads)


def test_the_lock_file_names_no_registry() -> None:
    lock = (SOURCES / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 40


@pytest.mark.parametrize(
    "way", ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "Function("]
)
def test_our_own_code_makes_no_markup_and_evaluates_nothing(way: str) -> None:
    ours = "".join(path.read_text("utf-8") for path in (SOURCES / "src").glob("*.js"))
    assert way not in ours
    assert way not in (STATIC / "panel.js").read_text("utf-8")
