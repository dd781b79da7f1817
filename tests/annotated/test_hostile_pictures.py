"""Pictures that were made to take too much, or to be drawn on where nothing is."""

import struct
import zlib
from html import escape
from math import inf
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest

from app.pipeline import review
from parsers import read
from parsers.drawio.png_file import MOST_CHUNKS
from parsers.errors import BrokenDiagram
from reports.annotated_drawio import strip
from reports.annotated_picture import annotated_own_png, annotated_own_svg, note_on
from reports.annotated_vectors import MOST_TAGS
from tests.yardstick import at_most

DRAWING = (Path(__file__).parents[2] / "samples" / "leaky_shop.drawio").read_text(encoding="utf-8")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, pixels: bytes, *more: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG with the sample's drawing inside; `pixels` are its packed rows."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    text = b"mxfile\0" + quote(DRAWING, safe="").encode()
    parts = (chunk(b"IHDR", head), chunk(b"tEXt", text), *more, chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def svg(body: str, prolog: str = "", root: str = 'width="900" height="700"') -> bytes:
    """An SVG with the sample's drawing inside."""
    attributes = f'xmlns="http://www.w3.org/2000/svg" {root} content="{escape(DRAWING)}"'
    return f"{prolog}<svg {attributes}>{body}</svg>".encode()


def noise(width: int, height: int) -> bytes:
    """Rows that no filter shortens, each marked as predicted from its neighbours."""
    random = Random(1)  # noqa: S311 - no secret
    return zlib.compress(b"".join(b"\4" + random.randbytes(width) for _ in range(height)), 1)


PICTURES = {
    "more pixels than the header tells": png(100, 100, zlib.compress(bytes(2**26))),
    "fewer pixels than the header tells": png(2_000, 2_000, zlib.compress(b"\0")),
    "a header of 4 thousand million columns": png(2**32 - 1, 2**32 - 1, b"x"),
    "no columns": png(0, 0, b"x"),
    "twice as many pixels as are drawn on": png(4_000, 3_000, zlib.compress(bytes(36_003_000))),
    "a palette that is not there": png(300, 200, zlib.compress(bytes(60_200)), colour=3),
    "many chunks": png(8, 8, zlib.compress(bytes(200)), chunk(b"IDAT", b"") * (MOST_CHUNKS + 1)),
    "a text that unpacks to 64 MB": png(
        8, 8, zlib.compress(bytes(200)), chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2**26)))
    ),
}


@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES)
def test_a_hostile_png_is_drawn_anew_in_time_and_stripped_to_the_byte(data: bytes) -> None:
    with at_most(300):
        reviewed = review(data, "shop.png")
        painted = annotated_own_png(reviewed)
    assert note_on(reviewed, "png", 0)
    assert strip(read(painted, "shop.png").document) == data


@pytest.mark.slow
def test_a_png_of_noise_as_large_as_one_may_be_takes_bounded_time() -> None:
    data = png(3_000, 2_000, noise(3_000, 2_000), colour=0)
    with at_most(600):
        annotated_own_png(review(data, "shop.png"))


DRAWN = {
    "more tags than are searched": '<rect width="9" height="9"/>' * (2 * MOST_TAGS + 1),
    "boxes that no number holds": '<rect x="1e999" y="-1e999" width="78" height="78"/>' * 9,
    "boxes as large as no number": '<rect width="1e999" height="1e999"/>',
    "shifts beyond every number": '<g transform="translate(1e308 1e308)"><g transform="translate(1e308 1e308)">'
    '<rect width="78" height="78"/><path d="M 1e999 1 L 9 1 L 9 9 L 1 9 Z"/></g></g>',
}


@pytest.mark.parametrize("body", DRAWN.values(), ids=DRAWN)
def test_a_hostile_svg_is_drawn_anew_in_time_and_stripped_to_the_byte(body: str) -> None:
    data = svg(body)
    with at_most(300):
        reviewed = review(data, "shop.svg")
        painted = annotated_own_svg(reviewed)
    assert str(inf) not in painted.decode().rpartition("content=")[0]
    assert strip(read(painted, "shop.svg").document) == data


@pytest.mark.parametrize("root", ['viewBox="0 0 1e308 1e308"', 'viewBox="nan nan nan nan"', 'width="NaN"'])
def test_an_svg_without_a_size_to_believe_is_drawn_anew(root: str) -> None:
    data = svg("", root=root)
    assert note_on(review(data, "shop.svg"), "svg", 0)


@pytest.mark.parametrize("encoding", ["idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"])
def test_an_encoding_that_no_xml_is_written_in_is_refused(encoding: str) -> None:
    with pytest.raises(BrokenDiagram, match="are no"):
        read(svg("", prolog=f'<?xml version="1.0" encoding="{encoding}"?>'), "shop.svg")
