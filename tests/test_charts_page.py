"""The gallery: every kind of chart is in it, its code runs, and its pictures are what is drawn."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from seg_jupyter.view.charts import KINDS
from view.pictures import decode

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "charts.md").read_text(encoding="utf-8")
CHART = re.compile(r"^```python\n(loyalty\.chart\(\"(\w+)\".*?)\n```\n!\[[^\]]+\]\((.*?)\)", re.M)


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    (code,) = re.findall(r"^```python\n(import.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    found: dict[str, Any] = {}
    exec(code, found)
    return found


def test_every_kind_of_chart_is_shown_once() -> None:
    assert sorted(kind for _, kind, _ in CHART.findall(PAGE)) == sorted(KINDS)


@pytest.mark.parametrize(("code", "kind", "picture"), CHART.findall(PAGE))
def test_the_picture_is_what_the_code_draws(
    code: str, kind: str, picture: str, names: dict[str, Any]
) -> None:
    drawn = decode(eval(code, names).png)
    kept = decode((DOCS / picture).read_bytes())
    # fonts differ between machines, and so do widths and the soft edges of letters
    assert abs(len(drawn) - len(kept)) <= 40
    assert colours(drawn) == colours(kept)


def colours(rows: list[list[tuple[int, int, int, int]]]) -> set[tuple[int, int, int, int]]:
    """The colours of large areas: those of segments."""
    counts: dict[tuple[int, int, int, int], int] = {}
    for row in rows:
        for pixel in row:
            counts[pixel] = counts.get(pixel, 0) + 1
    saturated = {p: n for p, n in counts.items() if max(p[:3]) - min(p[:3]) > 60 and p[3] == 255}
    return {pixel for pixel, number in saturated.items() if number > 800}
