"""Pictures small enough to be kept in a notebook."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">I4s")
_SIZE = struct.Struct(">II5B")
_MOST_COLOURS = 256
_MOST_FOUND = 512
_RGBA, _INDEXED = 6, 3
_SUB = 1


def packed(png: bytes) -> bytes:
    """Write a PNG with a list of its colours, if they are few; the picture stays the same.

    A chart has about a hundred colours, and its renderer writes four bytes a pixel for speed: so
    280 kB become less than 20. A list takes 256 colours; the soft edges of many segments can have
    some more, and then the rarest become the nearest of those. Anything else is returned as it is.
    """
    chunks = _chunks(png)
    width, height, depth, colours, *_ = _SIZE.unpack(chunks[b"IHDR"])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8)
    if (depth, colours) != (8, _RGBA) or len(rows) != height * (4 * width + 1):
        return png
    rows = rows.reshape(height, 4 * width + 1)
    if not np.all(rows[:, 0] == _SUB):
        return png
    # each byte of a row was written as its difference to the pixel on the left
    pixels = np.cumsum(rows[:, 1:].reshape(height, width, 4), axis=1, dtype=np.uint8)
    found, places, counts = np.unique(
        np.ascontiguousarray(pixels).view(np.uint32).ravel(),
        return_inverse=True,
        return_counts=True,
    )
    if len(found) > _MOST_FOUND:
        return png
    colours_found = found.view(np.uint8).reshape(-1, 4)
    kept = np.sort(np.argsort(-counts, kind="stable")[:_MOST_COLOURS])
    rgba = colours_found[kept]
    lines = np.zeros((height, width + 1), np.uint8)
    lines[:, 1:] = _nearest(colours_found, rgba)[places].reshape(height, width)
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
