"""Lines as SVG path data: straight, with rounded corners, or curved; and the heads at their ends."""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from reports.picture.forms import path
from reports.picture.scene import Line, Point

CORNER = 10.0
"""Radius of rounded corners, in pixels."""
HEAD = 5.5
"""Length of a head, before the width of the line is added."""


@dataclass(frozen=True, slots=True)
class Head:
    """The path of one head, whether it is filled, and how much of the line it hides."""

    data: str
    filled: bool
    length: float


def line_data(points: tuple[Point, ...], rounded: bool = False, curved: bool = False) -> str:
    """Path data through the points in order."""
    if len(points) < 2:
        return ""
    if curved and len(points) > 2:
        return _curve(points)
    if rounded and len(points) > 2:
        return _rounded(points)
    return path("M", points[0].x, points[0].y, *(step for p in points[1:] for step in ("L", p.x, p.y)))


def shortened(line: Line) -> tuple[Point, ...]:
    """The points of a line without what its heads hide, so that no line shows through a hollow head."""
    points = list(line.points)
    if (head := end_head(line)) is not None:
        points[-1] = _toward(points[-1], points[-2], head.length)
    if (head := start_head(line)) is not None:
        points[0] = _toward(points[0], points[1], head.length)
    return tuple(points)


def start_head(line: Line) -> Head | None:
    """The head at the first point."""
    return _head(line.start_head, line.points[::-1], line.stroke_width, line.start_filled)


def end_head(line: Line) -> Head | None:
    """The head at the last point."""
    return _head(line.end_head, line.points, line.stroke_width, line.end_filled)


def _head(name: str, points: tuple[Point, ...], width: float, filled: bool) -> Head | None:
    if name == "none" or len(points) < 2:
        return None
    tip, behind = points[-1], points[-2]
    distance = hypot(tip.x - behind.x, tip.y - behind.y)
    if distance == 0:
        return None
    x, y = (tip.x - behind.x) / distance, (tip.y - behind.y) / distance
    length = min(HEAD + width, max(distance, 2))

    def at(back: float, aside: float) -> tuple[float, float]:
        return tip.x - (x * back + y * aside) * length, tip.y - (y * back - x * aside) * length

    if name == "open":
        return Head(path("M", *at(1, 0.5), "L", *tip_of(tip), "L", *at(1, -0.5)), False, 0)
    if name == "oval":
        r = length / 2
        far, near = at(0.5, 0), at(-0.5, 0)
        return Head(path("M", *far, "A", r, r, "0 1 1", *near, "A", r, r, "0 1 1", *far, "Z"), filled, r)
    if name == "diamond":
        data = path("M", *tip_of(tip), "L", *at(0.7, 0.45), "L", *at(1.4, 0), "L", *at(0.7, -0.45), "Z")
        return Head(data, filled, min(1.4 * length, distance))
    if name == "cross":
        return Head(path("M", *at(1, 0.6), "L", *at(1, -0.6)), False, 0)
    data = path("M", *tip_of(tip), "L", *at(1, 0.5))
    notch = () if name == "block" else ("L", *at(0.75, 0))
    return Head(path(data, *notch, "L", *at(1, -0.5), "Z"), filled, length * (1 if name == "block" else 0.75))


def tip_of(point: Point) -> tuple[float, float]:
    """The coordinates of a point, as path data takes them."""
    return point.x, point.y


def _toward(point: Point, other: Point, length: float) -> Point:
    distance = hypot(other.x - point.x, other.y - point.y)
    if distance <= length:
        return point
    share = length / distance
    return Point(point.x + (other.x - point.x) * share, point.y + (other.y - point.y) * share)


def _rounded(points: tuple[Point, ...]) -> str:
    data = path("M", points[0].x, points[0].y)
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _cut(corner, before), _cut(corner, after)
        data = path(data, "L", start.x, start.y, "Q", corner.x, corner.y, end.x, end.y)
    return path(data, "L", points[-1].x, points[-1].y)


def _cut(corner: Point, other: Point) -> Point:
    distance = hypot(other.x - corner.x, other.y - corner.y)
    return _toward(corner, other, min(CORNER, distance / 2))


def _curve(points: tuple[Point, ...]) -> str:
    data = [path("M", points[0].x, points[0].y)]
    for bend, after in pairwise(points[1:-1]):
        data.append(path("Q", bend.x, bend.y, (bend.x + after.x) / 2, (bend.y + after.y) / 2))
    data.append(path("Q", points[-2].x, points[-2].y, points[-1].x, points[-1].y))
    return " ".join(data)
