from __future__ import annotations

import itertools
import re

import numpy as np
import numpy.typing as npt
import pytest

from seg_jupyter.view.theme import MUTED, NOBODY, label_colours, palette

Vector = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
# sRGB to XYZ with the white point D65, IEC 61966-2-1
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> Vector:
    parts = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    values = np.array([int(parts[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2, relative luminance."""
    low, high = sorted(float(np.dot([0.2126, 0.7152, 0.0722], linear(c))) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Vector) -> Vector:
    """CIE L*a*b* of linear RGB."""
    ratio = XYZ @ np.clip(rgb, 0, 1) / (XYZ @ np.ones(3))
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: str, other: str, eye: str) -> float:
    """Delta E of 1976 as an eye sees it."""
    seen = [lab(BLINDNESS[eye] @ linear(colour)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_the_formulas() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert distance("#000", "#fff", "none") == pytest.approx(100, abs=0.01)
    # red and green of one lightness
    apart = distance("#c0504d", "#4f8f2a", "none")
    assert distance("#c0504d", "#4f8f2a", "deuteranopia") < apart / 2


@pytest.mark.parametrize("segments", range(1, 13))
def test_every_colour_is_seen_on_white_and_on_black(segments: int) -> None:
    colours = palette(segments)
    assert len(colours) == segments
    assert len(set(colours)) == segments
    for colour in (*colours, NOBODY, MUTED):
        assert re.fullmatch("#[0-9a-f]{6}", colour)
        assert contrast(colour, "#fff") >= 3
        assert contrast(colour, "#111") >= 3


@pytest.mark.parametrize("eye", BLINDNESS)
@pytest.mark.parametrize("segments", [2, 3, 4])
def test_few_segments_are_told_apart_by_everybody(segments: int, eye: str) -> None:
    for one, other in itertools.combinations(palette(segments), 2):
        assert distance(one, other, eye) >= 10


@pytest.mark.parametrize(
    ("segments", "colours"),
    [
        (0, ()),
        (1, ("#2a6fb0",)),
        (2, ("#2a6fb0", "#b84f2e")),
        (3, ("#2a6fb0", "#c48518", "#b84f2e")),
        (4, ("#2a6fb0", "#4b97cc", "#c48518", "#b84f2e")),
    ],
)
def test_the_colours_of_few(segments: int, colours: tuple[str, ...]) -> None:
    assert palette(segments) == colours


@pytest.mark.parametrize("segments", range(2, 13))
def test_the_best_is_blue_and_the_worst_is_rust(segments: int) -> None:
    colours = palette(segments)
    assert (colours[0], colours[-1]) == ("#2a6fb0", "#b84f2e")


def test_labels_that_are_no_segment_are_grey() -> None:
    labels = ("A", "B", "Unassigned", "Not profiled")
    assert label_colours(labels, 2) == {
        "A": "#2a6fb0",
        "B": "#b84f2e",
        "Unassigned": NOBODY,
        "Not profiled": NOBODY,
    }
