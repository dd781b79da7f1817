"""A picture as PNG, drawn from our own SVG without any system library."""

import re
from math import sqrt

from reports.fonts import FAMILY, fonts_for
from reports.picture.page import annotated_svg
from reports.review import Review

LARGEST_SIDE = 16_000
LARGEST_AREA = 32_000_000
"""Pixels of one picture: a larger one is drawn at a smaller scale."""

_SIZE = re.compile(rb'<svg[^>]* width="([0-9.]+)" height="([0-9.]+)"')


def annotated_png(review: Review, diagram_index: int = 0, scale: float = 1) -> bytes:
    """The picture of one diagram with everything that the review says about it; `scale` 2 doubles each side."""
    return png(annotated_svg(review, diagram_index), scale)


def png(picture: bytes, scale: float = 1) -> bytes:
    """An SVG that `reports.picture.svg` wrote, as PNG; its size is that of the SVG times `scale`.

    Text is drawn in fonts that are named here, never by chance. Raises ValueError where `scale` is not positive.
    """
    if not scale > 0:
        raise ValueError("a picture's scale is above 0")
    return rendered(picture.decode("utf-8"), _within_limits(picture, scale))


def rendered(text: str, zoom: float = 1) -> bytes:
    """An SVG of ours as PNG, exactly `zoom` times as large. Raises ValueError where it cannot be drawn."""
    from resvg_py import svg_to_bytes

    with fonts_for(text) as (files, system_fonts):
        drawn: bytes = svg_to_bytes(
            svg_string=text,
            zoom=zoom,
            font_files=files,
            skip_system_fonts=not system_fonts,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            style_sheet=f"svg {{ font-family: {FAMILY} }}",
        )
    return bytes(drawn)


def size_of(picture: bytes) -> tuple[float, float]:
    """Width and height of our SVG in pixels."""
    found = _SIZE.search(picture)
    if found is None:
        raise ValueError("not an SVG of ours")
    return float(found[1]), float(found[2])


def _within_limits(picture: bytes, scale: float) -> float:
    width, height = (max(side, 1) for side in size_of(picture))
    return min(scale, LARGEST_SIDE / max(width, height), sqrt(LARGEST_AREA / (width * height)))
