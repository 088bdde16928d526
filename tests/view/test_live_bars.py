"""The specification of the panel's distribution: drawn here by the Vega in vl-convert."""

from __future__ import annotations

import json
import re
from typing import Any

import vl_convert

from seg_jupyter.view.charts.live_bars import live_bars
from seg_jupyter.view.charts.surroundings import WIDTH

COLOURS = {"Active": "#2a6fb0", "Lost": "#b84f2e"}


def drawn(bars: list[dict[str, Any]], saved: list[Any], lines: list[Any], top: float) -> str:
    """Draw with these rows, as the browser does."""
    spec = live_bars(COLOURS, "value (score, 0–100)", "Households")
    rows = {"bars": bars, "saved": saved, "lines": lines}
    for data in spec["data"]:
        if data["name"] in rows:
            data["values"] = rows[data["name"]]
    signals = {"top": top, "ticks": [0, 5, 10]}
    for signal in spec["signals"]:
        signal["value"] = signals.get(signal["name"], signal.get("value"))
    return str(vl_convert.vega_to_svg(spec))


def test_bars_stand_where_their_rows_say() -> None:
    bars = [
        {"f0": 0, "f1": 50, "f2": "Lost", "f3": 0, "f4": 5},
        {"f0": 50, "f1": 100, "f2": "Active", "f3": 5, "f4": 10},
    ]
    svg = drawn(bars, [], [], 10)
    half = WIDTH // 2
    assert re.search(rf'd="M1,130h{half - 1}v130h-{half - 1}Z" fill="#b84f2e"', svg)
    assert re.search(rf'd="M{half + 1},0h{half - 1}v130h-{half - 1}Z" fill="#2a6fb0"', svg)


def test_the_saved_heights_are_steps() -> None:
    saved = [{"f0": 0, "f1": 50, "f2": 5}, {"f0": 50, "f1": 100, "f2": 10}]
    svg = drawn([], saved, [], 10)
    assert f"M0,130L{WIDTH // 2},130L{WIDTH // 2},0L{WIDTH},0" in svg


def test_thresholds_have_a_line_and_a_label_at_its_place() -> None:
    lines = [
        {"f0": 70, "f1": "Active from 70", "f3": "right", "f4": 2},
        {"f0": 90, "f1": "Best from 90", "f3": "left", "f4": 17},
    ]
    svg = drawn([], [], lines, 10)
    assert svg.count("stroke-dasharray") == 2
    assert "Active from 70" in svg
    assert 'text-anchor="end"' in svg


def test_the_axis_goes_as_far_as_the_signal_says() -> None:
    bars = [{"f0": 0, "f1": 50, "f2": "Lost", "f3": 0, "f4": 5}]
    assert "v130h" in drawn(bars, [], [], 10)
    assert "v65h" in drawn(bars, [], [], 20)


def test_the_size_is_the_same_whatever_is_drawn() -> None:
    sizes = {
        re.search(r'viewBox="([^"]+)"', drawn([bar], [], [], top))[1]  # type: ignore[index]
        for bar, top in (
            ({"f0": 0, "f1": 2, "f2": "Lost", "f3": 0, "f4": 5}, 10),
            ({"f0": 0, "f1": 2, "f2": "Lost", "f3": 0, "f4": 1e7}, 2e7),
        )
    }
    assert len(sizes) == 1


def test_no_name_is_part_of_an_expression() -> None:
    hostile = {"'+alert(1)+'": "#2a6fb0", "constructor": "#b84f2e"}
    spec = live_bars(hostile, "across", "up")
    names = [scale for scale in spec.pop("scales") if scale["name"] == "color"]
    assert names[0]["domain"] == [*hostile]
    assert "alert" not in json.dumps(spec)
