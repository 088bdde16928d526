"""Pictures small enough to be kept in a notebook."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">I4s")
_SIZE = struct.Struct(">II5B")
_MOST_COLOURS = 256
_RGBA, _INDEXED = 6, 3
_SUB = 1


def see_through(on_white: bytes, on_black: bytes) -> bytes:
    """Return a picture without a ground, of what it looks like on white and on black.

    A pixel is as opaque as the two are alike, and its colour is what it adds to black: so nothing
    is lost of lines that are nearly transparent, for which the renderer writes wrong colours.

    The picture has a list of its colours. A chart has about a hundred, and its renderer writes four
    bytes a pixel for speed: so 280 kB become less than 20. A list takes 256 colours; the soft edges
    of many segments can have some more, and then the rarest become the nearest of those. What the
    renderer writes in another form than usual is returned as it is on white.
    """
    white, black = _pixels(on_white), _pixels(on_black)
    if white is None or black is None or white.shape != black.shape:
        return on_white
    flat = white.view(np.uint32).ravel(), black.view(np.uint32).ravel()
    # most pixels are like the one before: colours are told apart once for each run of equal ones
    changes = (flat[0][1:] != flat[0][:-1]) | (flat[1][1:] != flat[1][:-1])
    starts = np.flatnonzero(np.append(True, changes))
    pairs = flat[0][starts].astype(np.uint64) << np.uint64(32) | flat[1][starts]
    known, runs = np.unique(pairs, return_inverse=True)
    colours = _unmixed(
        *((known >> np.uint64(bits)).astype(np.uint32).view(np.uint8) for bits in (32, 0))
    )
    height, width, _ = white.shape
    return _listed(colours, runs, np.diff(starts, append=height * width), (height, width))


def _unmixed(on_white: Bytes, on_black: Bytes) -> Bytes:
    """Return the colours, four bytes each, that look so on white and on black."""
    light, dark = (seen.reshape(-1, 4)[:, :3].astype(np.int32) for seen in (on_white, on_black))
    opacity = 255 - np.clip(np.rint((light - dark).mean(axis=1)).astype(np.int32), 0, 255)
    part = np.maximum(opacity, 1)[:, None]
    colour = np.clip((dark * 255 + part // 2) // part, 0, 255) * (opacity > 0)[:, None]
    return np.column_stack([colour, opacity]).astype(np.uint8)


def _pixels(png: bytes) -> Bytes | None:
    """Return the red, green, blue and opacity of each pixel, if the renderer's kind of PNG."""
    chunks = _chunks(png)
    width, height, depth, colours, *_ = _SIZE.unpack(chunks[b"IHDR"])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8)
    if (depth, colours) != (8, _RGBA) or len(rows) != height * (4 * width + 1):
        return None
    rows = rows.reshape(height, 4 * width + 1)
    if not np.all(rows[:, 0] == _SUB):
        return None
    # each byte of a row was written as its difference to the pixel on the left
    pixels = np.cumsum(rows[:, 1:].reshape(height, width, 4), axis=1, dtype=np.uint8)
    return np.ascontiguousarray(pixels)


def _listed(colours: Bytes, runs: Places, lengths: Places, shape: tuple[int, int]) -> bytes:
    """Write a PNG with a list of colours, from runs of pixels that have the colour of a place."""
    found, places = np.unique(colours.view(np.uint32).ravel(), return_inverse=True)
    counts = np.bincount(places[runs], weights=lengths)
    colours_found = found.view(np.uint8).reshape(-1, 4)
    kept = np.sort(np.argsort(-counts, kind="stable")[:_MOST_COLOURS])
    rgba = colours_found[kept]
    height, width = shape
    lines = np.zeros((height, width + 1), np.uint8)
    nearest = _nearest(colours_found, rgba)[places]
    lines[:, 1:] = np.repeat(nearest[runs], lengths).reshape(shape)
    return _SIGNATURE + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", _SIZE.pack(width, height, 8, _INDEXED, 0, 0, 0)),
            (b"PLTE", rgba[:, :3].tobytes()),
            (b"tRNS", rgba[:, 3].tobytes()),
            (b"IDAT", zlib.compress(lines.tobytes(), 9)),
            (b"IEND", b""),
        )
    )


def _nearest(colours: Bytes, known: Bytes) -> Bytes:
    """Return for each colour the place of the nearest known one."""
    apart = colours[:, None, :].astype(np.int32) - known[None, :, :]
    return np.asarray((apart**2).sum(axis=2).argmin(axis=1), np.uint8)


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and the height of a PNG, in pixels."""
    width, height, *_ = _SIZE.unpack(_chunks(png)[b"IHDR"])
    return width, height


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """Return the parts of a PNG by their kind, the parts of one kind joined."""
    chunks: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at < len(png):
        length, kind = _HEADER.unpack_from(png, at)
        start = at + _HEADER.size
        chunks[kind] = chunks.get(kind, b"") + png[start : start + length]
        at = start + length + 4
    return chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return _HEADER.pack(len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))
