"""PNG and SVG exports as draw.io makes them, for tests: a picture of the drawing with the drawing inside."""

import struct
import zlib
from html import escape
from urllib.parse import quote

from parsers import read
from reports.picture.page import scene_of
from reports.picture.scene import Box, Shape
from reports.picture.svg import svg
from reports.png import rendered


def png_export(drawing: bytes, scale: float = 1, border: int = 0, page: int = 0) -> bytes:
    """A page cropped to its shapes, with a border, at a scale, as PNG; the drawing is in a text chunk."""
    reading = read(drawing, "made.drawio")
    frame = _cropped(svg(scene_of(reading, page)).decode(), frame_of(drawing, page), border)
    picture = rendered(frame, scale)
    text = b"mxfile\x00" + quote(drawing.decode(), safe="~()*!.'").encode()
    return picture[:33] + chunk(b"tEXt", text) + picture[33:]


def svg_export(drawing: bytes, scale: float = 1, border: int = 0, extra: str = "") -> bytes:
    """The boxes of a page as SVG, each where draw.io would draw it; the drawing is in the attribute `content`."""
    frame, boxes = frame_of(drawing), _boxes(drawing, 0)
    width, height = frame.width * scale + 2 * border, frame.height * scale + 2 * border
    drawn = "".join(_rectangle(box, frame, scale, border) for box in boxes)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" '
        f'width="{width + 1:g}px" height="{height + 1:g}px" viewBox="-0.5 -0.5 {width + 1:g} {height + 1:g}" '
        f'content="{escape(drawing.decode())}"><defs/><g>{drawn}</g>{extra}</svg>'
    ).encode()


def frame_of(drawing: bytes, page: int = 0) -> Box:
    """The box around the shapes of a page, their words aside: what an export is cropped to."""
    first, *others = _boxes(drawing, page)
    for box in others:
        first = first.union(box)
    return first


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _rectangle(box: Box, frame: Box, scale: float, border: int) -> str:
    x, y = (box.x - frame.x) * scale + border, (box.y - frame.y) * scale + border
    size = f'width="{box.width * scale:g}" height="{box.height * scale:g}"'
    return f'<g><rect x="{x:g}" y="{y:g}" {size} fill="#dae8fc" stroke="#000000" pointer-events="all"/></g>'


def _boxes(drawing: bytes, page: int) -> list[Box]:
    scene = scene_of(read(drawing, "made.drawio"), page)
    return [item.box for item in scene.items if isinstance(item, Shape) and item.form != "none"]


def _cropped(picture: str, frame: Box, border: int) -> str:
    start, end = picture.index("viewBox="), picture.index(" font-family=")
    box = Box(frame.x - border, frame.y - border, frame.width + 2 * border + 1, frame.height + 2 * border + 1)
    view = f'viewBox="{box.x:g} {box.y:g} {box.width:g} {box.height:g}" width="{box.width:g}" height="{box.height:g}"'
    return picture[:start] + view + picture[end:]
