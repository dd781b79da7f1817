"""A PNG of several pages is a picture of one of them: that page is the one shown."""

import struct
import zlib
from urllib.parse import quote

import parsers
from app.pipeline import diagram_index

WIDE = '<mxCell id="a" value="Lambda" vertex="1" parent="1"><mxGeometry width="400" height="100" as="geometry"/></mxCell>'
TALL = '<mxCell id="a" value="Lambda" vertex="1" parent="1"><mxGeometry width="100" height="400" as="geometry"/></mxCell>'


def page(name: str, cell: str) -> str:
    root = f'<root><mxCell id="0"/><mxCell id="1" parent="0"/>{cell}</root>'
    return f'<diagram id="{name}" name="{name}"><mxGraphModel>{root}</mxGraphModel></diagram>'


def png(width: int, height: int, drawing: str) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (width + 1) * height)
    text = b"mxfile\0" + quote(drawing, safe="").encode()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", header), chunk(b"tEXt", text), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    )


def test_the_page_whose_proportions_the_picture_has_is_shown() -> None:
    drawing = f"<mxfile>{page('wide', WIDE)}{page('tall', TALL)}</mxfile>"

    upright = parsers.read(png(110, 410, drawing), "views.png")
    lying = parsers.read(png(410, 110, drawing), "views.png")

    assert (upright.shown, diagram_index(upright, None)) == (1, 1)
    assert (lying.shown, diagram_index(lying, None)) == (0, 0)


def test_a_drawing_that_is_no_picture_shows_its_first_page() -> None:
    drawing = f"<mxfile>{page('wide', WIDE)}{page('tall', TALL)}</mxfile>"

    assert parsers.read(drawing.encode(), "views.drawio").shown == 0
