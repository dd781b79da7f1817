"""What the outlines of draw.io's shapes are made with: measures that stand in a style, and plain polygons."""

from collections.abc import Callable, Mapping

from reports.picture.drawio_style import number
from reports.picture.forms import Outline, path, polygon
from reports.picture.scene import Box

Style = Mapping[str, str]
Sized = Callable[[Box, Style], Outline]
Corner = tuple[float, float]


def share(box: Box, style: Style, default: float, in_pixels: float, key: str = "size") -> float:
    """A measure along the width in pixels: a share of it, or pixels where the style says so."""
    if style.get("fixedSize") == "1":
        return min(max(number(style, key, in_pixels), 0), box.width)
    size = number(style, key, default)
    return max(size * box.width if size <= 1 else min(size, box.width), 0)


def fraction(style: Style, default: float, key: str = "size") -> float:
    """A measure between 0 and 1."""
    return min(max(number(style, key, default), 0), 1)


def pixels(style: Style, default: float, most: float, key: str = "size") -> float:
    """A measure in pixels, `most` at most."""
    return min(max(number(style, key, default), 0), most)


def cornered(box: Box, *points: Corner) -> str:
    """A closed polygon through points in pixels from the top left corner."""
    (x, y), *others = ((box.x + x, box.y + y) for x, y in points)
    return path("M", x, y, *(step for point in others for step in ("L", *point)), "Z")


def rectangle(box: Box) -> str:
    """The box itself."""
    return polygon(box, (0, 0), (1, 0), (1, 1), (0, 1))
