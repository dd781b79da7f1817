"""Where a line that comes from outside meets the border of a shape."""

from math import hypot, sqrt

from reports.picture.scene import Box, Point


def border_point(
    box: Box, form: str, other: Point, spacing: float = 0, *, level: bool = False, upright: bool = False
) -> Point:
    """The point on the border of a shape towards `other`.

    The line aims at the centre; `level` keeps the height of `other`, `upright` its column, where the shape
    reaches there. `spacing` widens the shape on every side.
    """
    grown = Box(box.x - spacing, box.y - spacing, box.width + 2 * spacing, box.height + 2 * spacing)
    if grown.width <= 0 or grown.height <= 0:
        return grown.centre
    if level or upright:
        return _kept(grown, form, other, level)
    if form == "ellipse":
        return _on_ellipse(grown, other)
    if form == "rhombus":
        return _on_rhombus(grown, other)
    return _on_rectangle(grown, other)


def _on_rectangle(box: Box, other: Point) -> Point:
    centre = box.centre
    dx, dy = other.x - centre.x, other.y - centre.y
    reach = max(abs(dx) / box.width, abs(dy) / box.height) * 2
    return centre if reach == 0 else Point(centre.x + dx / reach, centre.y + dy / reach)


def _on_ellipse(box: Box, other: Point) -> Point:
    centre = box.centre
    dx, dy = (other.x - centre.x) / box.width * 2, (other.y - centre.y) / box.height * 2
    reach = hypot(dx, dy)
    if reach == 0:
        return centre
    return Point(centre.x + dx / reach * box.width / 2, centre.y + dy / reach * box.height / 2)


def _on_rhombus(box: Box, other: Point) -> Point:
    centre = box.centre
    dx, dy = other.x - centre.x, other.y - centre.y
    reach = abs(dx) / box.width * 2 + abs(dy) / box.height * 2
    return centre if reach == 0 else Point(centre.x + dx / reach, centre.y + dy / reach)


def _kept(box: Box, form: str, other: Point, level: bool) -> Point:
    """On the same row (or column) as `other`, at the border of an ellipse or a rhombus."""
    centre = box.centre
    offset = (other.y - centre.y) / box.height * 2 if level else (other.x - centre.x) / box.width * 2
    offset = max(-1.0, min(1.0, offset))
    share = sqrt(1 - offset * offset) if form == "ellipse" else 1 - abs(offset)
    if level:
        return Point(centre.x + (share if other.x > centre.x else -share) * box.width / 2, other.y)
    return Point(other.x, centre.y + (share if other.y > centre.y else -share) * box.height / 2)
