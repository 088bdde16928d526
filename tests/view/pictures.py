"""A small decoder of PNGs, after the specification (W3C, 2003): 8 bits, not interlaced."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

Pixel = tuple[int, int, int, int]

GREY, RGB, INDEXED, RGBA = 0, 2, 3, 6
CHANNELS = {GREY: 1, RGB: 3, INDEXED: 1, RGBA: 4}


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks, and check their sums."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", png, at + 8 + length) == (zlib.crc32(kind + data),)
        yield kind, data
        at += 12 + length


def decode(png: bytes) -> list[list[Pixel]]:
    """Return the rows of pixels, each red, green, blue and opacity."""
    parts = list(chunks(png))
    assert (parts[0][0], parts[-1]) == (b"IHDR", (b"IEND", b""))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">II5B", parts[0][1])
    assert (depth, interlaced) == (8, 0)
    data = zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT"))
    known = dict(parts)
    size = CHANNELS[kind]
    above = bytes(width * size)
    rows: list[list[Pixel]] = []
    for start in range(0, height * (width * size + 1), width * size + 1):
        above = unfiltered(data[start], data[start + 1 : start + 1 + width * size], above, size)
        rows.append(_pixels(above, kind, known))
    assert len(data) == height * (width * size + 1)
    return rows


def unfiltered(method: int, line: bytes, above: bytes, size: int) -> bytes:
    """Undo one of the five filters of a row."""
    if method == 0:
        return line
    row = bytearray(line)
    for i, byte in enumerate(line):
        left = row[i - size] if i >= size else 0
        corner = above[i - size] if i >= size else 0
        row[i] = (byte + _predicted(method, left, above[i], corner)) % 256
    return bytes(row)


def _predicted(method: int, left: int, up: int, corner: int) -> int:
    if method == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda near: abs(guess - near))
    return {1: left, 2: up, 3: (left + up) // 2}[method]


def _pixels(row: bytes, kind: int, known: dict[bytes, bytes]) -> list[Pixel]:
    if kind == INDEXED:
        colours, opacity = known[b"PLTE"], known.get(b"tRNS", b"")
        table = [
            (*colours[i * 3 : i * 3 + 3], opacity[i] if i < len(opacity) else 255)
            for i in range(len(colours) // 3)
        ]
        return [table[place] for place in row]  # type: ignore[misc]
    if kind == RGBA:
        return list(zip(row[::4], row[1::4], row[2::4], row[3::4], strict=True))
    if kind == RGB:
        return [(*row[i : i + 3], 255) for i in range(0, len(row), 3)]  # type: ignore[misc]
    return [(grey, grey, grey, 255) for grey in row]


def encode(
    rows: list[list[Pixel]], kind: int = RGBA, method: int = 1, depth: int = 8, parts: int = 1
) -> bytes:
    """Write a PNG with one filter for all rows, and its data in so many parts."""
    size = CHANNELS[kind]
    data, above = b"", bytes(len(rows[0]) * size)
    for pixels in rows:
        line = b"".join(bytes(pixel[:size]) for pixel in pixels)
        data += bytes([method]) + _filtered(method, line, above, size)
        above = line
    packed = zlib.compress(data)
    step = -(-len(packed) // parts)
    header = struct.pack(">II5B", len(rows[0]), len(rows), depth, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in (
            (b"IHDR", header),
            (b"tEXt", b"Comment\0made by a test"),
            *((b"IDAT", packed[i : i + step]) for i in range(0, len(packed), step)),
            (b"IEND", b""),
        )
    )


def _filtered(method: int, line: bytes, above: bytes, size: int) -> bytes:
    if method == 0:
        return line
    return bytes(
        (
            byte
            - _predicted(
                method,
                line[i - size] if i >= size else 0,
                above[i],
                above[i - size] if i >= size else 0,
            )
        )
        % 256
        for i, byte in enumerate(line)
    )
