"""Lines as SVG path data: straight, with rounded corners, or curved."""

from itertools import pairwise
from math import hypot

from reports.picture.forms import path
from reports.picture.heads import end_head, start_head
from reports.picture.scene import Line, Point

CORNER = 10.0
"""Radius of rounded corners, in pixels."""


def line_data(
    points: tuple[Point, ...], rounded: bool = False, curved: bool = False, radius: float = CORNER
) -> str:
    """Path data through the points in order."""
    if len(points) < 2:
        return ""
    if curved and len(points) > 2:
        return _curve(points)
    if rounded and len(points) > 2:
        return _rounded(points, radius)
    return path("M", points[0].x, points[0].y, *(step for p in points[1:] for step in ("L", p.x, p.y)))


def shortened(line: Line) -> tuple[Point, ...]:
    """The points of a line without what its heads hide, so that no line shows through a hollow head."""
    points = list(line.points)
    if (head := end_head(line)) is not None:
        points[-1] = _toward(points[-1], points[-2], head.length)
    if (head := start_head(line)) is not None:
        points[0] = _toward(points[0], points[1], head.length)
    return tuple(points)


def _toward(point: Point, other: Point, length: float) -> Point:
    distance = hypot(other.x - point.x, other.y - point.y)
    if distance <= length:
        return point
    share = length / distance
    return Point(point.x + (other.x - point.x) * share, point.y + (other.y - point.y) * share)


def _rounded(points: tuple[Point, ...], radius: float) -> str:
    data = path("M", points[0].x, points[0].y)
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _cut(corner, before, radius), _cut(corner, after, radius)
        data = path(data, "L", start.x, start.y, "Q", corner.x, corner.y, end.x, end.y)
    return path(data, "L", points[-1].x, points[-1].y)


def _cut(corner: Point, other: Point, radius: float) -> Point:
    distance = hypot(other.x - corner.x, other.y - corner.y)
    return _toward(corner, other, min(radius, distance / 2))


def _curve(points: tuple[Point, ...]) -> str:
    data = [path("M", points[0].x, points[0].y)]
    for bend, after in pairwise(points[1:-1]):
        data.append(path("Q", bend.x, bend.y, (bend.x + after.x) / 2, (bend.y + after.y) / 2))
    data.append(path("Q", points[-2].x, points[-2].y, points[-1].x, points[-1].y))
    return " ".join(data)
