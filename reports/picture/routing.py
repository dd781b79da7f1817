"""How a line runs between two shapes: straight, elbowed or orthogonal, with or without waypoints.

The choices follow what draw.io shows: a free end leaves towards the other shape, two bends meet half-way
in the gap, a fixed port is left at a right angle. All lengths are pixels.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.picture.perimeter import border_point
from reports.picture.scene import Box, Point

Side = tuple[int, int]
"""The direction in which a line leaves a shape: right, left, down or up."""

RIGHT, LEFT, DOWN, UP = (1, 0), (-1, 0), (0, 1), (0, -1)
NEAR = 1.0
"""How far a port may lie off a border and still belong to that side."""
BEND = 60.0
"""How many pixels of detour one bend is worth."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a line: its shape's box, the form of its border, and a fixed point where there is one.

    An end without a shape has a box of no size at its point.
    """

    box: Box
    form: str = "rectangle"
    point: Point | None = None
    spacing: float = 0

    @property
    def place(self) -> Point:
        return self.point or self.box.centre

    @property
    def side(self) -> Side | None:
        """The side on which the fixed point lies; None for a free end and a point inside."""
        if self.point is None or (self.box.width == 0 and self.box.height == 0):
            return None
        gaps = {
            LEFT: abs(self.point.x - self.box.x),
            RIGHT: abs(self.point.x - self.box.right),
            UP: abs(self.point.y - self.box.y),
            DOWN: abs(self.point.y - self.box.bottom),
        }
        side = min(gaps, key=lambda key: gaps[key])
        return side if gaps[side] <= NEAR else None


def straight(source: End, target: End, waypoints: Sequence[Point]) -> tuple[Point, ...]:
    """Through the waypoints without a turn of its own; free ends point at what comes next."""
    first = source.point or _meeting(source, waypoints[0] if waypoints else target.place)
    last = target.point or _meeting(target, waypoints[-1] if waypoints else source.place)
    return (first, *waypoints, last)


def entity_relation(source: End, target: End, stub: float = 30) -> tuple[Point, ...]:
    """Out to the side, across, and in from the side."""
    out = source.side or (RIGHT if source.place.x <= target.place.x else LEFT)
    into = target.side or (LEFT if source.place.x <= target.place.x else RIGHT)
    first, last = _leaving(source, out), _leaving(target, into)
    return first, _moved(first, out, stub), _moved(last, into, stub), last


def elbow(source: End, target: End, waypoints: Sequence[Point], upright: bool) -> tuple[Point, ...]:
    """One crossing in the middle, or at the waypoint: upright between columns, level between rows."""
    a, b = source.place, target.place
    if upright:
        middle = waypoints[0].x if waypoints else _between(source.box, target.box, across=True)
        bends = [Point(middle, a.y), Point(middle, b.y)]
    else:
        middle = waypoints[0].y if waypoints else _between(source.box, target.box, across=False)
        bends = [Point(a.x, middle), Point(b.x, middle)]
    return tidy(
        (source.point or _meeting(source, bends[0]), *bends, target.point or _meeting(target, bends[1]))
    )


def loop(source: End, waypoints: Sequence[Point]) -> tuple[Point, ...]:
    """From a shape back to itself."""
    if waypoints:
        return straight(source, source, waypoints)
    box, reach = source.box, min(30.0, source.box.height / 2 + 10)
    top = Point(box.right, box.y + box.height * 0.3), Point(box.right + reach, box.y + box.height * 0.3)
    return *top, Point(box.right + reach, box.centre.y), Point(box.right, box.centre.y)


def orthogonal(source: End, target: End, waypoints: Sequence[Point], stub: float) -> tuple[Point, ...]:
    """Level and upright pieces only, through the waypoints; `stub` is how far it leaves a shape at least."""
    if waypoints:
        return tidy(_through(source, target, waypoints))
    out, into = _sides(source, target)
    if source.point is None and target.point is None and (shared := _facing(source, target, out, into)):
        return shared
    return tidy(_connected(source, target, out, into, stub))


def tidy(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without repeated points and without points on the way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1].x - point.x) < 0.01 and abs(kept[-1].y - point.y) < 0.01:
            continue
        if len(kept) > 1 and _on_the_way(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) > 1 else tuple(points[:1]) + tuple(points[-1:])


def _on_the_way(before: Point, here: Point, after: Point) -> bool:
    return (abs(before.x - here.x) < 0.01 and abs(here.x - after.x) < 0.01) or (
        abs(before.y - here.y) < 0.01 and abs(here.y - after.y) < 0.01
    )


def _meeting(end: End, other: Point) -> Point:
    return border_point(end.box, end.form, other, end.spacing)


def _leaving(end: End, side: Side) -> Point:
    if end.point is not None:
        return end.point
    centre = end.box.centre
    far = Point(centre.x + side[0] * 1e5, centre.y + side[1] * 1e5)
    return border_point(end.box, end.form, far, end.spacing)


def _moved(point: Point, side: Side, length: float) -> Point:
    return Point(point.x + side[0] * length, point.y + side[1] * length)


def _between(one: Box, other: Box, *, across: bool) -> float:
    a, b = (
        ((one.x, one.right), (other.x, other.right))
        if across
        else ((one.y, one.bottom), (other.y, other.bottom))
    )
    if a[1] <= b[0]:
        return (a[1] + b[0]) / 2
    if b[1] <= a[0]:
        return (b[1] + a[0]) / 2
    return (max(a[0], b[0]) + min(a[1], b[1])) / 2


def _sides(source: End, target: End) -> tuple[Side, Side]:
    """The sides that a line leaves and enters: fixed where the ends are, else those that face each other."""
    a, b = source.box, target.box
    across = max(a.x - b.right, b.x - a.right)
    along = max(a.y - b.bottom, b.y - a.bottom)
    level: Side = RIGHT if b.x - a.right >= a.x - b.right else LEFT
    upright: Side = DOWN if b.y - a.bottom >= a.y - b.bottom else UP
    if across > 0 and along > 0:
        out, into = level, _back(upright)
    elif along > 0:
        out, into = upright, _back(upright)
    else:
        out, into = level, _back(level)
    return source.side or out, target.side or into


def _back(side: Side) -> Side:
    return -side[0], -side[1]


def _facing(source: End, target: End, out: Side, into: Side) -> tuple[Point, ...] | None:
    """A straight line between two free ends whose middles are level or upright with each other."""
    a, b = source.box.centre, target.box.centre
    if out != _back(into):
        return None
    if (out[1] == 0 and abs(a.y - b.y) < 0.5) or (out[0] == 0 and abs(a.x - b.x) < 0.5):
        return _leaving(source, out), _leaving(target, into)
    return None


def _connected(source: End, target: End, out: Side, into: Side, stub: float) -> tuple[Point, ...]:
    a, b = _leaving(source, out), _leaving(target, into)
    if (bends := _simple(a, b, out, into)) is not None:
        return a, *bends, b
    return a, *_detour(source, target, _moved(a, out, stub), _moved(b, into, stub), out, into, stub), b


def _simple(a: Point, b: Point, out: Side, into: Side) -> tuple[Point, ...] | None:
    """The bends of a Z or an L, where one leads from side to side without turning back."""
    dx, dy = b.x - a.x, b.y - a.y
    ahead = dx * out[0] + dy * out[1]
    if out == _back(into) and ahead > 0:
        if out[1] == 0:
            return Point(a.x + dx / 2, a.y), Point(a.x + dx / 2, b.y)
        return Point(a.x, a.y + dy / 2), Point(b.x, a.y + dy / 2)
    towards = -(dx * into[0] + dy * into[1])
    if out[0] * into[0] + out[1] * into[1] == 0 and ahead > 0 and towards > 0:
        return (Point(b.x, a.y),) if out[1] == 0 else (Point(a.x, b.y),)
    return None


def _detour(
    source: End, target: End, a: Point, b: Point, out: Side, into: Side, stub: float
) -> tuple[Point, ...]:
    """The cheapest way from stub to stub around both shapes, on the few lines where it may run."""
    xs, ys = _grid(source.box, target.box, a, b, stub)
    blocked = [_grown(end.box, stub - 1) for end in (source, target) if end.box.width and end.box.height]
    start, goal = (xs.index(a.x), ys.index(a.y)), (xs.index(b.x), ys.index(b.y))
    queue: list[tuple[float, int, tuple[int, int], Side]] = [(0.0, 0, start, out)]
    came: dict[tuple[tuple[int, int], Side], tuple[tuple[int, int], Side] | None] = {(start, out): None}
    best = {(start, out): 0.0}
    order = 0
    while queue:
        cost, _, here, side = heapq.heappop(queue)
        if here == goal:
            return tuple(_back_along(came, (here, side), xs, ys))
        for there, turned, length in _neighbours(here, side, xs, ys, blocked):
            total = cost + length + (BEND if turned != side else 0)
            total += BEND if there == goal and turned != _back(into) else 0
            if total < best.get((there, turned), float("inf")):
                order += 1
                best[(there, turned)], came[(there, turned)] = total, (here, side)
                heapq.heappush(queue, (total, order, there, turned))
    return a, Point(b.x, a.y), b


def _grid(one: Box, other: Box, a: Point, b: Point, stub: float) -> tuple[list[float], list[float]]:
    """The columns and rows on which a detour may run: by the stubs, half-way, and along both shapes."""
    boxes = [_grown(box, stub) for box in (one, other)]
    xs = {a.x, b.x, _between(one, other, across=True), *(x for box in boxes for x in (box.x, box.right))}
    ys = {a.y, b.y, _between(one, other, across=False), *(y for box in boxes for y in (box.y, box.bottom))}
    return sorted(xs), sorted(ys)


def _neighbours(
    here: tuple[int, int], side: Side, xs: list[float], ys: list[float], blocked: list[Box]
) -> Iterator[tuple[tuple[int, int], Side, float]]:
    for turned in (RIGHT, LEFT, DOWN, UP):
        there = here[0] + turned[0], here[1] + turned[1]
        if turned == _back(side) or not (0 <= there[0] < len(xs) and 0 <= there[1] < len(ys)):
            continue
        middle = Point((xs[here[0]] + xs[there[0]]) / 2, (ys[here[1]] + ys[there[1]]) / 2)
        inside = sum(box.x < middle.x < box.right and box.y < middle.y < box.bottom for box in blocked)
        length = abs(xs[here[0]] - xs[there[0]]) + abs(ys[here[1]] - ys[there[1]])
        yield there, turned, length + 1000 * inside


def _back_along(
    came: dict[tuple[tuple[int, int], Side], tuple[tuple[int, int], Side] | None],
    state: tuple[tuple[int, int], Side],
    xs: list[float],
    ys: list[float],
) -> list[Point]:
    points = []
    step: tuple[tuple[int, int], Side] | None = state
    while step is not None:
        points.append(Point(xs[step[0][0]], ys[step[0][1]]))
        step = came[step]
    return points[::-1]


def _grown(box: Box, by: float) -> Box:
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _through(source: End, target: End, waypoints: Sequence[Point]) -> list[Point]:
    """Corners put in between waypoints that are neither level nor upright with each other."""
    first, level = _towards_waypoint(source, waypoints[0])
    last, last_level = _towards_waypoint(target, waypoints[-1])
    points = [first]
    for waypoint in waypoints:
        points += _corner(points[-1], waypoint, level)
        points.append(waypoint)
        level = not _is_level(points[-2], points[-1], level)
    points += _corner(points[-1], last, not last_level)
    points.append(last)
    return points


def _is_level(before: Point, here: Point, otherwise: bool) -> bool:
    if abs(before.y - here.y) < NEAR and abs(before.x - here.x) < NEAR:
        return not otherwise
    return abs(before.y - here.y) < NEAR


def _towards_waypoint(end: End, waypoint: Point) -> tuple[Point, bool]:
    """Where a line leaves a shape for a waypoint, and whether it does so on the level."""
    box = end.box
    if end.point is not None:
        if abs(end.point.y - waypoint.y) < NEAR or abs(end.point.x - waypoint.x) < NEAR:
            return end.point, abs(end.point.y - waypoint.y) < NEAR
        side = end.side
        return end.point, side[1] == 0 if side else True
    if box.y <= waypoint.y <= box.bottom:
        return _level_with(end, waypoint), True
    if box.x <= waypoint.x <= box.right:
        return _upright_with(end, waypoint), False
    return _leaving(end, RIGHT if waypoint.x > box.centre.x else LEFT), True


def _level_with(end: End, waypoint: Point) -> Point:
    far = 1e5 if waypoint.x > end.box.centre.x else -1e5
    row = replace(end, box=Box(end.box.x, waypoint.y - 0.5, end.box.width, 1), form="rectangle")
    if end.form in ("ellipse", "rhombus"):
        return border_point(end.box, end.form, Point(far, waypoint.y), end.spacing, level=True)
    return _meeting(row, Point(far, waypoint.y))


def _upright_with(end: End, waypoint: Point) -> Point:
    far = 1e5 if waypoint.y > end.box.centre.y else -1e5
    column = replace(end, box=Box(waypoint.x - 0.5, end.box.y, 1, end.box.height), form="rectangle")
    if end.form in ("ellipse", "rhombus"):
        return border_point(end.box, end.form, Point(waypoint.x, far), end.spacing, upright=True)
    return _meeting(column, Point(waypoint.x, far))


def _corner(here: Point, there: Point, level: bool) -> list[Point]:
    if abs(here.x - there.x) < NEAR or abs(here.y - there.y) < NEAR:
        return []
    return [Point(there.x, here.y) if level else Point(here.x, there.y)]
