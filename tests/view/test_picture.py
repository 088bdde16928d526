from __future__ import annotations

import random
from collections import Counter
from typing import Any

import altair as alt
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from seg_jupyter.view.chart import Chart
from seg_jupyter.view.picture import see_through
from seg_jupyter.view.tables import Table
from view.pictures import GREY, INDEXED, RGB, RGBA, Pixel, chunks, decode, encode

colour = st.tuples(*[st.integers(0, 255)] * 4)


def kind(png: bytes) -> int:
    return next(chunks(png))[1][9]


def noise(width: int, height: int, colours: int) -> list[list[Pixel]]:
    """A picture of exactly so many colours, some of them transparent."""
    draw = random.Random(colours)
    known = [(i % 256, i // 256, 7, 255 - i % 3 * 100) for i in range(colours)]
    flat = [*known, *draw.choices(known, k=width * height - colours)]
    return [flat[row * width : row * width + width] for row in range(height)]


@pytest.mark.parametrize("method", range(5))
@pytest.mark.parametrize("form", [GREY, RGB, RGBA])
def test_the_decoder_reads_what_was_written(form: int, method: int) -> None:
    rows = noise(9, 5, 30)
    read = decode(encode(rows, form, method, parts=3))
    if form == GREY:
        assert [[p[0] for p in row] for row in read] == [[p[0] for p in row] for row in rows]
    else:
        opaque = [[(*p[:3], p[3] if form == RGBA else 255) for p in row] for row in rows]
        assert read == opaque


def over(pixel: Pixel, ground: int) -> Pixel:
    """A pixel as it looks on a grey of one tone, by the definition of opacity."""
    opacity = pixel[3] / 255
    mixed = [round(value * opacity + ground * (1 - opacity)) for value in pixel[:3]]
    return (mixed[0], mixed[1], mixed[2], 255)


def on(rows: list[list[Pixel]], ground: int, parts: int = 1) -> bytes:
    return encode([[over(pixel, ground) for pixel in row] for row in rows], parts=parts)


def alike(one: list[list[Pixel]], other: list[list[Pixel]], most: int = 2) -> bool:
    """Whether two pictures look the same on white and on black."""
    return all(
        abs(over(p, ground)[c] - over(q, ground)[c]) <= most
        for row, its in zip(one, other, strict=True)
        for p, q in zip(row, its, strict=True)
        for ground in (0, 255)
        for c in range(3)
    )


@given(st.integers(1, 6), st.lists(colour, min_size=1, max_size=30), st.integers(1, 3))
def test_the_picture_looks_the_same_on_both_grounds(
    width: int, pixels: list[Pixel], parts: int
) -> None:
    flat = pixels + [pixels[0]] * (-len(pixels) % width)
    rows = [flat[i : i + width] for i in range(0, len(flat), width)]
    png = see_through(on(rows, 255, parts), on(rows, 0))
    assert kind(png) == INDEXED
    assert alike(decode(png), rows)


def test_what_is_not_there_and_what_hides_all_stay_so() -> None:
    rows = [[(0, 0, 0, 0), (12, 200, 77, 255), (255, 255, 255, 255), (0, 0, 0, 255)]]
    assert decode(see_through(on(rows, 255), on(rows, 0))) == rows


def test_the_rarest_of_somewhat_more_colours_become_the_nearest() -> None:
    common = [(i, 0, 0, 255) for i in range(256)]
    rare = [(9, 1, 0, 255), (200, 0, 2, 255)]
    raw = encode([common, common, [*common[2:], *rare]])
    png = see_through(raw, raw)
    assert kind(png) == INDEXED
    near = [common[9], common[200]]
    assert decode(png) == [common, common, [*common[2:], *near]]


@pytest.mark.parametrize(
    "raw",
    [
        *(encode(noise(9, 5, 3), method=method) for method in (0, 2, 3, 4)),
        encode(noise(9, 5, 3), RGB),
        encode(noise(9, 5, 3), GREY),
        encode(noise(8, 5, 3), depth=16),
    ],
)
def test_other_pictures_are_left_alone(raw: bytes) -> None:
    usual = encode(noise(9, 5, 3))
    assert see_through(raw, usual) == raw
    assert see_through(usual, raw) == usual


def test_pictures_of_two_sizes_are_left_alone() -> None:
    one, other = encode(noise(9, 5, 3)), encode(noise(5, 9, 3))
    assert see_through(one, other) == one


SPEC: dict[str, Any] = {
    "data": {"values": [{"f0": i, "f1": "ab"[i % 2]} for i in range(6)]},
    "mark": {"type": "bar", "fillOpacity": 0.2},
    "width": 120,
    "height": 60,
    "background": "transparent",
    "encoding": {
        "x": {"field": "f0", "type": "ordinal"},
        "y": {"field": "f0", "type": "quantitative"},
        "color": {"field": "f1"},
    },
}


def test_a_real_picture_becomes_small() -> None:
    raw = [
        vl_convert.vegalite_to_png(SPEC | {"background": ground}, vl_version="5.8")
        for ground in ("white", "black")
    ]
    png = see_through(*raw)
    assert [kind(one) for one in raw] == [RGBA, RGBA]
    assert kind(png) == INDEXED
    assert len(png) < len(raw[0])
    for ground, one in zip((255, 0), raw, strict=True):
        seen = [[over(pixel, ground) for pixel in row] for row in decode(png)]
        assert alike(seen, decode(one))


def test_a_faint_line_is_seen_on_black() -> None:
    # the renderer itself writes a fifth of grey as a fifth of nearly black
    bars = (
        alt.Chart(alt.InlineData(values=SPEC["data"]["values"]))
        .mark_bar(fill="#8a8f98", fillOpacity=0.2)
        .encode(x="f0:O", y="f0:Q")
    )
    chart = Chart(alt.layer(bars), "Bars", Table((), ()))
    pixels = Counter(pixel for row in decode(chart.png) for pixel in row if 0 < pixel[3] < 255)
    (faint, number), *_ = pixels.most_common(1)
    assert number > 500
    assert faint[3] == 51
    assert alike([[faint]], [[(138, 143, 152, 51)]])
