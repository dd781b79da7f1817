"""The annotated diagrams as PDF: a page for each, as large as the drawing, losslessly from its PNG.

A page holds pixels, twice as many as the drawing has on each side. The packed data of the PNG goes into the
file as it is: PDF knows the same compression and the same row filters. Its fourth channel, opaque
throughout, is dropped by a colour space that maps four channels to three. Source: ISO 32000-1, 7.4.4, 8.6.6.5.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.picture.page import annotated_svg
from reports.plain import one_line
from reports.png import png, size_of
from reports.review import Review

SCALE = 2
POINTS = 0.75
"""Points in a pixel: 72 a inch against 96."""
LARGEST_PAGE = 14_400
"""Points of a page's side that every reader takes."""

DROP_ALPHA = b"{pop}"


@dataclass(frozen=True, slots=True)
class Pixels:
    """A PNG's size and its packed rows (8 bits, red, green, blue and alpha)."""

    width: int
    height: int
    packed: bytes


def annotated_pdf(review: Review) -> bytes:
    """Every diagram of the review with its findings, a page each."""
    pictures = [annotated_svg(review, diagram.index) for diagram in review.reading.diagrams]
    return pdf(pictures, one_line(review.reading.file))


def pdf(pictures: Sequence[bytes], title: str = "") -> bytes:
    """SVG pictures of ours as a PDF, a page each in their own size."""
    objects: list[bytes] = [b"", b"", _information(title)]
    kids = []
    for picture in pictures:
        first = len(objects) + 1
        kids.append(f"{first} 0 R")
        objects.extend(_page(picture, first))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _information(title: str) -> bytes:
    text = ("\ufeff" + title).encode("utf-16-be", "replace").hex().upper()
    return f"<< /Title <{text}> /Producer (Diagram Lens) >>".encode()


def _page(picture: bytes, first: int) -> Iterator[bytes]:
    """The page, what is drawn on it, the pixels, and the function that drops their alpha: four objects."""
    pixels = _pixels(png(picture, SCALE))
    width, height = (side * POINTS for side in size_of(picture))
    shrunk = min(1, LARGEST_PAGE / max(width, height, 1))
    size = f"{width * shrunk:.2f} {height * shrunk:.2f}"
    yield (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents {first + 1} 0 R "
        f"/Resources << /XObject << /Picture {first + 2} 0 R >> >> >>"
    ).encode()
    across, down = size.split()
    yield _stream("", f"q {across} 0 0 {down} 0 0 cm /Picture Do Q".encode())
    yield _stream(
        f"/Type /XObject /Subtype /Image /Width {pixels.width} /Height {pixels.height} /BitsPerComponent 8 "
        f"/ColorSpace [/DeviceN [/PictureRed /PictureGreen /PictureBlue /PictureAlpha] /DeviceRGB {first + 3} 0 R] "
        f"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 4 /Columns {pixels.width} >>",
        pixels.packed,
    )
    yield _stream("/FunctionType 4 /Domain [0 1 0 1 0 1 0 1] /Range [0 1 0 1 0 1]", DROP_ALPHA)


def _stream(entries: str, content: bytes) -> bytes:
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _pixels(image: bytes) -> Pixels:
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", image[16:29])
    if (depth, colours, interlaced) != (8, 6, 0):
        raise ValueError("not a PNG of the kind that is drawn here")
    return Pixels(width, height, b"".join(_packed(image)))


def _packed(image: bytes) -> Iterator[bytes]:
    position = 8
    while position < len(image):
        length, kind = struct.unpack(">I4s", image[position : position + 8])
        if kind == b"IDAT":
            yield image[position + 8 : position + 8 + length]
        position += length + 12


def _file(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1 with their table of places; no date and no identifier, so bytes never differ."""
    written, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>"
    written += f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(written)
