from __future__ import annotations

import random

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from seg_jupyter.view.picture import packed
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


@given(st.integers(1, 6), st.lists(colour, min_size=1, max_size=30), st.integers(1, 3))
def test_the_picture_stays_the_same(width: int, pixels: list[Pixel], parts: int) -> None:
    flat = pixels + [pixels[0]] * (-len(pixels) % width)
    rows = [flat[i : i + width] for i in range(0, len(flat), width)]
    png = packed(encode(rows, parts=parts))
    assert kind(png) == INDEXED
    assert decode(png) == rows


@pytest.mark.parametrize(("colours", "form"), [(1, INDEXED), (256, INDEXED), (513, RGBA)])
def test_only_few_colours_make_a_list(colours: int, form: int) -> None:
    rows = noise(40, 20, colours)
    raw = encode(rows)
    png = packed(raw)
    assert kind(png) == form
    assert decode(png) == rows
    assert (png == raw) == (form == RGBA)


def test_the_rarest_of_somewhat_more_colours_become_the_nearest() -> None:
    common = [(i, 0, 0, 255) for i in range(256)]
    rare = [(9, 1, 0, 255), (200, 0, 2, 254)]
    png = packed(encode([common, common, [*common[2:], *rare]]))
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
    assert packed(raw) == raw


def test_a_real_picture_becomes_small() -> None:
    rows = [{"f0": i, "f1": "ab"[i % 2]} for i in range(6)]
    raw = vl_convert.vegalite_to_png(
        {
            "data": {"values": rows},
            "mark": "bar",
            "width": 120,
            "height": 60,
            "background": "transparent",
            "encoding": {
                "x": {"field": "f0", "type": "ordinal"},
                "y": {"field": "f0", "type": "quantitative"},
                "color": {"field": "f1"},
            },
        },
        vl_version="5.8",
    )
    png = packed(raw)
    assert kind(raw) == RGBA
    assert kind(png) == INDEXED
    assert len(png) < len(raw)
    assert decode(png) == decode(raw)
