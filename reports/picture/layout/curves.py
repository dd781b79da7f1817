"""Lines between shapes: cut where they enter a box, thinned so that people can still edit them."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from reports.picture.scene import Box, Point

GAP = 4
"""Pixels between a line's end and the shape that it points at."""


def inflate(box: Box, by: float) -> Box:
    """The box grown by so many pixels on each side."""
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def contains(box: Box, point: Point) -> bool:
    """Whether a point lies in the box, its border included."""
    return box.x <= point.x <= box.right and box.y <= point.y <= box.bottom


def sample(control: Sequence[Point], pieces: int) -> list[Point]:
    """Points on a chain of cubic Bezier curves (1 + 3n control points), `pieces` a curve."""
    found = [control[0]]
    for start in range(0, len(control) - 3, 3):
        a, b, c, d = control[start : start + 4]
        found += [_bezier(a, b, c, d, step / pieces) for step in range(1, pieces + 1)]
    return found


def _bezier(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    u = 1 - t
    wa, wb, wc, wd = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return Point(wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y)


def cut_ends(points: Sequence[Point], source: Sequence[Box], target: Sequence[Box]) -> list[Point]:
    """The part of a line after it has left the boxes of its source and before it enters those of its target."""
    forward = _cut_start(list(points), source)
    return _cut_start(forward[::-1], target)[::-1]


def _cut_start(points: list[Point], boxes: Sequence[Box]) -> list[Point]:
    last = max(
        (i for i in range(len(points) - 1) if any(contains(box, points[i]) for box in boxes)), default=None
    )
    if last is None:
        return points
    return [_crossing(points[last], points[last + 1], boxes), *points[last + 1 :]]


def _crossing(inside: Point, outside: Point, boxes: Sequence[Box]) -> Point:
    for _ in range(12):
        middle = Point((inside.x + outside.x) / 2, (inside.y + outside.y) / 2)
        if any(contains(box, middle) for box in boxes):
            inside = middle
        else:
            outside = middle
    return outside


def thin(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The fewest of these points that stay within `tolerance` pixels of the line (Ramer-Douglas-Peucker)."""
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest = max(
            range(first + 1, last),
            key=lambda i: _distance(points[i], points[first], points[last]),
            default=None,
        )
        if farthest is not None and _distance(points[farthest], points[first], points[last]) > tolerance:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end.x - start.x, end.y - start.y
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return float(((point.x - start.x) ** 2 + (point.y - start.y) ** 2) ** 0.5)
    return float(abs(dx * (point.y - start.y) - dy * (point.x - start.x)) / length)


def rounded(point: Point) -> Point:
    """To a tenth of a pixel: what differs below that differs between machines."""
    return Point(round(point.x, 1) + 0.0, round(point.y, 1) + 0.0)


def sample_polyline(points: Sequence[Point], step: float) -> list[Point]:
    """Points on a line of straight pieces, no farther apart than `step` pixels, at most 64 a piece."""
    found = [points[0]]
    for start, end in pairwise(points):
        pieces = min(64, max(1, round(hypot(end.x - start.x, end.y - start.y) / step)))
        found += [
            Point(start.x + (end.x - start.x) * i / pieces, start.y + (end.y - start.y) * i / pieces)
            for i in range(1, pieces + 1)
        ]
    return found


def loop(box: Box) -> tuple[Point, ...]:
    """A line from a shape back to itself, around its upper right side."""
    upper, lower, out = box.y + box.height * 0.3, box.y + box.height * 0.6, box.right + 24
    corners = ((box.right, upper), (out, upper), (out, lower), (box.right, lower))
    return tuple(rounded(Point(x, y)) for x, y in corners)
