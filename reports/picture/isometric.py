"""The isometric stencils of draw.io (`mxgraph.aws3d`): blocks in their author's colours, arrows on their ground."""

from collections.abc import Mapping

from reports.picture.bands import Band, band_outline
from reports.picture.colours import mixed
from reports.picture.drawio_style import paint
from reports.picture.forms import path
from reports.picture.scene import Box, Ink, Point

PLAIN = "#E4E7EB"
FLAT = "#F4B934"
SLOPE = 0.2887
"""How much a line on the ground rises, as a share of the block's width: half of the tangent of 30 degrees."""


def is_arrow(name: str) -> bool:
    """Whether a stencil is an arrow or a line on the ground rather than a block."""
    return "edge" in name.lower() or name.lower().startswith("arrow")


def block(box: Box, style: Mapping[str, str]) -> tuple[Ink, ...]:
    """A block that fills the box: its lid lit, its right side in the shade."""
    colour = paint(style, "fillColor", PLAIN) or PLAIN
    line = mixed(colour, "#000000", 0.55)
    rise, x = min(box.width * SLOPE, box.height / 2), box.centre.x
    lid = _closed((x, box.y), (box.right, box.y + rise), (x, box.y + 2 * rise), (box.x, box.y + rise))
    left = _closed((box.x, box.y + rise), (x, box.y + 2 * rise), (x, box.bottom), (box.x, box.bottom - rise))
    right = _closed(
        (box.right, box.y + rise), (x, box.y + 2 * rise), (x, box.bottom), (box.right, box.bottom - rise)
    )
    return (
        Ink(lid, mixed(colour, "#FFFFFF", 0.35), line),
        Ink(left, colour, line),
        Ink(right, mixed(colour, "#000000", 0.2), line),
    )


def ground_arrow(name: str, box: Box, style: Mapping[str, str]) -> tuple[Ink, ...]:
    """An arrow from corner to corner of the box: flat and broad, or a line. It runs down to the right, where its
    name does not say where it points."""
    told = name.lower()
    ends = Point(box.x, box.y), Point(box.right, box.bottom)
    if told.endswith(("sw", "ne")):
        ends = Point(box.right, box.y), Point(box.x, box.bottom)
    if told.endswith(("ne", "nw")):
        ends = ends[::-1]
    head = 0.0 if "arrowless" in told else min(16.0, box.width / 4)
    both = "double" in told
    if "flat" in told:
        body, wide = box.height * 0.28, box.height * 0.5
        band = Band(body, wide / 2 if both else 0, wide, wide / 2, wide)
        return (Ink(band_outline(ends, band), FLAT, None),)
    stroke = paint(style, "strokeColor", paint(style, "fillColor", "#000000")) or "#000000"
    line = Ink(path("M", ends[0].x, ends[0].y, "L", ends[1].x, ends[1].y), None, stroke, 2)
    heads = Band(0.1, head if both else 0, head, head, head)
    return (line, Ink(band_outline(ends, heads), stroke, None)) if head else (line,)


def _closed(*points: tuple[float, float]) -> str:
    first, *others = points
    return path("M", *first, *(step for point in others for step in ("L", *point)), "Z")
