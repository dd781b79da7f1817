"""The pixels of a picture as numbers, read from the PNG that our own renderer makes of it."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from reports.png import rendered

GREEN, CHANNELS = 1, 4


@dataclass(frozen=True, slots=True)
class Grey:
    """Rows of brightness (0 to 255); `zoom` is how many of these pixels lie along one of the picture's own."""

    width: int
    height: int
    rows: Sequence[bytes]
    zoom: float


def grey(picture: bytes, width: int, height: int, most: int) -> Grey:
    """A PNG of that size on white, shrunk to at most so many pixels. Raises ValueError where it does not decode.

    It is halved until half is enough and then shrunk once more: a thin line fades so, and never falls through.
    """
    columns, rows = width, height
    while columns * rows > 4 * most:
        columns, rows = ceil(columns / 2), ceil(rows / 2)
        picture = _resized(picture, columns, rows)
    zoom = min(1.0, (most / (columns * rows)) ** 0.5)
    drawn = _resized(picture, max(round(columns * zoom), 1), max(round(rows * zoom), 1))
    across, down = struct.unpack(">II", drawn[16:24])
    return Grey(across, down, tuple(_rows(drawn, across, down)), across / width)


def _resized(picture: bytes, width: int, height: int) -> bytes:
    size = f'width="{width}" height="{height}"'
    ground = f'<rect {size} fill="#FFFFFF"/>'
    image = f'<image {size} preserveAspectRatio="none" href="{data_uri(picture)}"/>'
    return rendered(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}{image}</svg>')


def data_uri(picture: bytes, media_type: str = "image/png") -> str:
    """The address under which a picture stands inside an SVG."""
    return f"data:{media_type};base64,{b64encode(picture).decode('ascii')}"


def _rows(png: bytes, width: int, height: int) -> Iterator[bytes]:
    """One of the four channels of a PNG (8 bits, not interlaced), row by row. Source: PNG specification, 9.2."""
    packed = zlib.decompress(b"".join(_packed(png)))
    stride = width * CHANNELS + 1
    above = bytes(width)
    for row in range(height):
        start = row * stride
        coded = packed[start + 1 + GREEN : start + stride : CHANNELS]
        above = _FILTERS[packed[start]](coded, above)
        yield above


def _packed(png: bytes) -> Iterator[bytes]:
    position = 8
    while position < len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        if kind == b"IDAT":
            yield png[position + 8 : position + 8 + length]
        position += length + 12


def _plain(coded: bytes, above: bytes) -> bytes:
    return coded


def _left(coded: bytes, above: bytes) -> bytes:
    sums: Iterator[int] = accumulate(coded)
    return bytes([value & 255 for value in sums])


def _up(coded: bytes, above: bytes) -> bytes:
    return bytes([(value + up) & 255 for value, up in zip(coded, above, strict=True)])


def _average(coded: bytes, above: bytes) -> bytes:
    left, row = 0, bytearray()
    for value, up in zip(coded, above, strict=True):
        left = (value + (left + up) // 2) & 255
        row.append(left)
    return bytes(row)


def _paeth(coded: bytes, above: bytes) -> bytes:
    left = corner = 0
    row = bytearray()
    for value, up in zip(coded, above, strict=True):
        to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
        nearest = left if to_left <= to_up and to_left <= to_corner else up if to_up <= to_corner else corner
        left, corner = (value + nearest) & 255, up
        row.append(left)
    return bytes(row)


_FILTERS = (_plain, _left, _up, _average, _paeth)
