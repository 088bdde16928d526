"""The specification of Vega-Lite as JupyterLab draws it, and what of a chart it can evaluate."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import vl_convert

COMPILER = "5.8"
"""The oldest Vega-Lite that vl-convert compiles with."""

# JupyterLab draws with Vega-Lite 5.6.1, whose schema is in no package that can be installed
# beside Altair 6. This wheel of an old Altair holds it, the very one of vega-lite 5.6.1 on npm;
# it is read as a file, and never installed.
_WHEEL = "altair-5.0.0rc1-py3-none-any.whl"
_HASH = "ef735f44ef246ded7526a393232a5227b319c610d27487b5ceb9b1d70e9df532"
_SCHEMA = "altair/vegalite/v5/schema/vega-lite-schema.json"
_KEPT = Path(sys.prefix) / "vega-lite" / _WHEEL

EVALUATED = {
    "calculate",
    "condition",
    "expr",
    "filter",
    "init",
    "labelExpr",
    "signal",
    "test",
    "update",
}
"""Keys under which a browser takes a text as an expression."""


@cache
def schema() -> jsonschema.Draft7Validator:
    """The schema of Vega-Lite 5.6.1; it is loaded from PyPI once for each environment."""
    if not _KEPT.exists():
        _download()
    assert hashlib.sha256(_KEPT.read_bytes()).hexdigest() == _HASH
    with zipfile.ZipFile(_KEPT) as wheel:
        found = json.loads(wheel.read(_SCHEMA))
    assert found["$ref"] == "#/definitions/TopLevelSpec"
    return jsonschema.Draft7Validator(found)


def _download() -> None:
    _KEPT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_KEPT.parent) as folder:
        wanted = ["--no-deps", "--dest", folder, "altair==5.0.0rc1"]
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *wanted], check=True)
        # whole or not at all, since other processes test, too
        (Path(folder) / _WHEEL).replace(_KEPT)


def compiled(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the specification of Vega that Vega-Lite makes of this one."""
    vega: dict[str, Any] = json.loads(
        json.dumps(vl_convert.vegalite_to_vega(spec, vl_version=COMPILER))
    )
    return vega


def below(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a specification that is no list and no object, with its key."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from below(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from below(inner, key)
    else:
        yield key, value


def expressions(spec: dict[str, Any]) -> list[str]:
    """Every text of a specification that a browser evaluates."""
    return [text for key, text in below(spec) if key in EVALUATED and isinstance(text, str)]


def places(spec: dict[str, Any], word: str) -> set[str]:
    """The keys under which a word stands."""
    return {key for key, text in below(spec) if isinstance(text, str) and word in text}


def rows(spec: dict[str, Any], data: str | None = None) -> list[dict[str, Any]]:
    """Every row of the data of a name, or of all; a table is read as the browser reads it."""
    found: list[dict[str, Any]] = []
    for name, values in spec["datasets"].items():
        if data in (None, name):
            found += _read(values) if isinstance(values, str) else values
    return found


def _read(text: str) -> list[dict[str, Any]]:
    header, *lines = csv.reader(text.splitlines())
    return [{name: _value(cell) for name, cell in zip(header, line, strict=True)} for line in lines]


def _value(cell: str) -> float | str | None:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


def drawn(spec: dict[str, Any]) -> str:
    """Return the picture as SVG."""
    return vl_convert.vegalite_to_svg(spec, vl_version=COMPILER)


def symbols(svg: str) -> list[float]:
    """Return the widths of the squares that are drawn, legends left out."""
    marks = re.findall(r'<g class="mark-symbol role-mark[^"]*"[^>]*>(.*?)</g>', svg, re.DOTALL)
    return [float(side) for mark in marks for side in re.findall(r"h(\d+(?:\.\d+)?)v", mark)]
