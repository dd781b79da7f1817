"""Arrows that have an inside: `flexArrow`, `link` and `arrow` of draw.io, as outlines along their routes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from reports.picture.forms import path
from reports.picture.scene import Point

Vector = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """How wide the body is, and how long and wide each head, in pixels; an end without a head has length 0."""

    width: float
    start_length: float = 0
    start_width: float = 0
    end_length: float = 0
    end_width: float = 0
    open_ends: bool = False


def band_outline(points: Sequence[Point], band: Band) -> str:
    """The outline of a band along these points, as path data."""
    route = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    if len(route) < 2:
        return ""
    first, last = _direction(route[0], route[1]), _direction(route[-2], route[-1])
    body = list(route)
    body[0] = _moved(route[0], first, min(band.start_length, _length(route[0], route[1]) * 0.9))
    body[-1] = _moved(route[-1], last, -min(band.end_length, _length(route[-2], route[-1]) * 0.9))
    left, right = _side(body, band.width / 2), _side(body, -band.width / 2)
    if band.open_ends:
        return f"{_through(left)} {_through(right)}"
    end = _head(body[-1], route[-1], last, band.end_width / 2) if band.end_length else []
    back = (-first[0], -first[1])
    start = _head(body[0], route[0], back, band.start_width / 2) if band.start_length else []
    return f"{_through([*left, *end, *right[::-1], *start])} Z"


def _head(foot: Point, tip: Point, towards: Vector, half: float) -> list[Point]:
    aside = (towards[1], -towards[0])
    return [_moved(foot, aside, half), tip, _moved(foot, aside, -half)]


def _side(points: Sequence[Point], aside: float) -> list[Point]:
    """The points moved to one side of their line; at bends where the moved pieces meet."""
    found = []
    for at, point in enumerate(points):
        before = _direction(points[at - 1], point) if at else None
        after = _direction(point, points[at + 1]) if at + 1 < len(points) else None
        found.append(_moved(point, _mitre(before or after or (1, 0), after or before or (1, 0)), aside))
    return found


def _mitre(before: Vector, after: Vector) -> Vector:
    x, y = before[1] + after[1], -(before[0] + after[0])
    square = x * x + y * y
    stretch = 2 / square if square > 0.2 else 1
    return x * stretch, y * stretch


def _direction(a: Point, b: Point) -> Vector:
    length = _length(a, b) or 1
    return (b.x - a.x) / length, (b.y - a.y) / length


def _length(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


def _moved(point: Point, towards: Vector, by: float) -> Point:
    return Point(point.x + towards[0] * by, point.y + towards[1] * by)


def _through(points: Sequence[Point]) -> str:
    steps = [step for point in points[1:] for step in ("L", point.x, point.y)]
    return path("M", points[0].x, points[0].y, *steps)
