"""Where cells lie: absolute boxes, points along edges. Pixels, y down, from the origin of the page."""

import math
from collections.abc import Sequence
from itertools import pairwise

from parsers.drawio.limits import FARTHEST

Box = tuple[float, float, float, float]
"""`(x, y, width, height)` of an upright rectangle by its top left corner."""

Point = tuple[float, float]


def number(text: str | None, otherwise: float = 0.0) -> float:
    """The number written, or `otherwise` for none, for NaN and for anything absurdly far away."""
    if text is None:
        return otherwise
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if -FARTHEST <= value <= FARTHEST else otherwise


def numbers(texts: Sequence[str | None]) -> Box | None:
    """The first four numbers written, 0 for none; None where one of them may have to be doubted."""
    try:
        x, y = float(texts[0] or 0.0), float(texts[1] or 0.0)
        width, height = float(texts[2] or 0.0), float(texts[3] or 0.0)
    except ValueError:
        return None
    near = -FARTHEST <= x <= FARTHEST and -FARTHEST <= y <= FARTHEST
    small = -FARTHEST <= width <= FARTHEST and -FARTHEST <= height <= FARTHEST
    return (x, y, width, height) if near and small else None


def is_absurd(text: str | None) -> bool:
    """Whether a coordinate is written that cannot be believed."""
    if not text:
        return False
    try:
        value = float(text)
    except ValueError:
        return True
    return not -FARTHEST <= value <= FARTHEST


def centre(box: Box) -> Point:
    """The middle of a box."""
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def area(box: Box) -> float:
    """Square pixels."""
    return box[2] * box[3]


def holds(outer: Box, inner: Box, tolerance: float = 0.0) -> bool:
    """Whether `inner` lies inside `outer`, give or take `tolerance` pixels."""
    return (
        outer[0] - tolerance <= inner[0]
        and outer[1] - tolerance <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2] + tolerance
        and inner[1] + inner[3] <= outer[1] + outer[3] + tolerance
    )


def holds_point(box: Box, point: Point, tolerance: float = 0.0) -> bool:
    """Whether a point lies inside a box or at most `tolerance` pixels outside."""
    return (
        box[0] - tolerance <= point[0] <= box[0] + box[2] + tolerance
        and box[1] - tolerance <= point[1] <= box[1] + box[3] + tolerance
    )


def distance(box: Box, point: Point) -> float:
    """Pixels from a point to the nearest point of a box; 0 inside."""
    x = max(box[0] - point[0], 0.0, point[0] - box[0] - box[2])
    y = max(box[1] - point[1], 0.0, point[1] - box[1] - box[3])
    return math.hypot(x, y)


def border_distance(box: Box, point: Point) -> float:
    """Pixels from a point to the nearest point of a box's border, from inside as from outside."""
    outside = distance(box, point)
    if outside > 0:
        return outside
    return min(point[0] - box[0], box[0] + box[2] - point[0], point[1] - box[1], box[1] + box[3] - point[1])


def turned(box: Box, degrees: float) -> Box:
    """The upright box around a box that is turned about its centre."""
    if not degrees % 360:
        return box
    angle = math.radians(degrees)
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    width, height = box[2] * cos + box[3] * sin, box[2] * sin + box[3] * cos
    x, y = centre(box)
    return x - width / 2, y - height / 2, width, height


def port(box: Box, x: float, y: float) -> Point:
    """The point at these fractions of a box."""
    return box[0] + x * box[2], box[1] + y * box[3]


def towards(box: Box, point: Point) -> Point:
    """Where the straight line from a box's centre to a point leaves the box."""
    x, y = centre(box)
    dx, dy = point[0] - x, point[1] - y
    scale = max(
        abs(dx) / (box[2] / 2) if box[2] else 0.0,
        abs(dy) / (box[3] / 2) if box[3] else 0.0,
    )
    return (x + dx / scale, y + dy / scale) if scale > 0 else (x, y)


def between(one: Box, other: Box) -> tuple[Point, Point]:
    """Where the straight line between the centres of two boxes leaves each of them."""
    (left, top, width, height), (other_left, other_top, other_width, other_height) = one, other
    x, y = left + width / 2, top + height / 2
    other_x, other_y = other_left + other_width / 2, other_top + other_height / 2
    dx, dy = other_x - x, other_y - y
    wide, high = abs(dx) * 2, abs(dy) * 2
    scale = max(wide / width if width else 0.0, high / height if height else 0.0)
    start = (x + dx / scale, y + dy / scale) if scale > 0 else (x, y)
    scale = max(wide / other_width if other_width else 0.0, high / other_height if other_height else 0.0)
    end = (other_x - dx / scale, other_y - dy / scale) if scale > 0 else (other_x, other_y)
    return start, end


def along(points: Sequence[Point], share: float, offset: float) -> Point:
    """The point at a share (-1 start, 0 middle, 1 end) of a line, `offset` pixels beside it."""
    if not points:
        return 0.0, 0.0
    lengths = [math.dist(one, other) for one, other in pairwise(points)]
    wanted = sum(lengths) * (max(-1.0, min(1.0, share)) + 1) / 2
    for (start, end), length in zip(pairwise(points), lengths, strict=True):
        if wanted <= length and length > 0:
            dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
            return start[0] + dx * wanted + dy * offset, start[1] + dy * wanted - dx * offset
        wanted -= length
    return points[-1]


def around(boxes: Sequence[Box]) -> Box | None:
    """The smallest box around all of these, None for none."""
    if not boxes:
        return None
    x, y = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return (
        x,
        y,
        max(box[0] + box[2] for box in boxes) - x,
        max(box[1] + box[3] for box in boxes) - y,
    )


def further(point: Point, before: Point | None, by: float) -> Point:
    """Where a line would end were it a little longer."""
    if before is None or before == point:
        return point
    dx, dy = point[0] - before[0], point[1] - before[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1.0)
    return point[0] + dx / length * by, point[1] + dy / length * by


def box_ends(box: Box, degrees: float) -> tuple[Point, Point]:
    """Start and end of an arrow drawn as a shape that points right and is turned by this angle."""
    x, y = centre(box)
    angle = math.radians(degrees)
    half = box[2] / 2
    dx, dy = math.cos(angle) * half, math.sin(angle) * half
    return (x - dx, y - dy), (x + dx, y + dy)
