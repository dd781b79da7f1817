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
LEVEL = frozenset({"orthogonal", "lifeline"})
"""Forms of borders at which even a straight line ends level or upright with where it comes from."""
LOOP = 10.0
"""Half the height of a loop without waypoints."""
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
    first = source.point or _aimed(source, waypoints[0] if waypoints else target.place)
    last = target.point or _aimed(target, waypoints[-1] if waypoints else source.place)
    return (first, *waypoints, last)


def entity_relation(source: End, target: End, stub: float = 30) -> tuple[Point, ...]:
    """Out to the side, across, and in from the side."""
    out = source.side or (RIGHT if source.place.x <= target.place.x else LEFT)
    into = target.side or (LEFT if source.place.x <= target.place.x else RIGHT)
    first, last = _leaving(source, out), _leaving(target, into)
    return first, _moved(first, out, stub), _moved(last, into, stub), last


def elbow(source: End, target: End, waypoints: Sequence[Point], upright: bool) -> tuple[Point, ...]:
    """One crossing in the middle, or at the waypoint: upright between columns, level between rows.

    A waypoint above or below both shapes makes the crossing level, one beside both makes it upright.
    """
    hint = waypoints[0] if waypoints else None
    around = source.box.union(target.box)
    if hint is not None and not around.x <= hint.x <= around.right:
        upright = True
    elif hint is not None and not around.y <= hint.y <= around.bottom:
        upright = False
    if upright:
        middle = hint.x if hint else _between(source.box, target.box, across=True)
        rows = (hint.y if hint and _in_row(end, hint) else end.place.y for end in (source, target))
        bends = [Point(middle, row) for row in rows]
    else:
        middle = hint.y if hint else _between(source.box, target.box, across=False)
        columns = (hint.x if hint and _in_column(end, hint) else end.place.x for end in (source, target))
        bends = [Point(column, middle) for column in columns]
    if hint is not None:
        bends = [bend for bend in bends if not (_covers(source, bend) or _covers(target, bend))] or [hint]
    return tidy((_left_at(source, bends[0]), *bends, _left_at(target, bends[-1])))


def _covers(end: End, point: Point) -> bool:
    return end.point is None and _in_row(end, point) and _in_column(end, point)


def loop(source: End, waypoints: Sequence[Point], level: bool = False) -> tuple[Point, ...]:
    """From a shape back to itself: beside it on the right, or through the waypoints."""
    if waypoints:
        return orthogonal(source, source, waypoints, LOOP) if level else straight(source, source, waypoints)
    box = source.box
    out, back = Point(box.right, box.centre.y - LOOP), Point(box.right, box.centre.y + LOOP)
    return out, _moved(out, RIGHT, 2 * LOOP), _moved(back, RIGHT, 2 * LOOP), back


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


def _aimed(end: End, other: Point) -> Point:
    return _left_at(end, other) if end.form in LEVEL else _meeting(end, other)


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
    across, down = (_clear(gap, stub) for gap in _gaps(source.box, target.box))
    blocked = [
        _widened(end.box, across, down) for end in (source, target) if end.box.width and end.box.height
    ]
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


def _gaps(one: Box, other: Box) -> tuple[float, float]:
    """How far two boxes are apart, across and down; negative where they share columns or rows."""
    across = max(one.x - other.right, other.x - one.right)
    return across, max(one.y - other.bottom, other.y - one.bottom)


def _clear(gap: float, stub: float) -> float:
    """How far a line keeps away from the shapes: so that it may still run through the gap between them."""
    return max(min(stub, gap / 2 if gap > 0 else stub) - 1, 0)


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
    return _widened(box, by, by)


def _widened(box: Box, across: float, down: float) -> Box:
    return Box(box.x - across, box.y - down, box.width + 2 * across, box.height + 2 * down)


def _through(source: End, target: End, waypoints: Sequence[Point]) -> list[Point]:
    """Level and upright pieces by turns: every waypoint says where one of them runs.

    A piece that leaves a shape may start anywhere on the side that it leaves; the others start where the one
    before ends. What the file says about a waypoint beyond that does not show.
    """
    level = _first_is_level(source, target, waypoints)
    if len(waypoints) > 1 and source.point is not None and waypoints[0] == source.point:
        waypoints = waypoints[1:]
    hint, x, y = waypoints[0], source.place.x, source.place.y
    bends = [] if _meets(source, hint, level) else [Point(x, hint.y) if level else Point(hint.x, y)]
    x, y = (x, hint.y) if level else (hint.x, y)
    for hint in waypoints:
        level = not level
        x, y = (x, hint.y) if level else (hint.x, y)
        bends.append(Point(x, y))
    if not _meets(target, hint, level):
        bends.append(Point(target.place.x, hint.y) if level else Point(hint.x, target.place.y))
    bends = _outside(target, _outside(source, bends)[::-1])[::-1]
    return [_left_at(source, bends[0]), *bends, _left_at(target, bends[-1])]


def _first_is_level(source: End, target: End, waypoints: Sequence[Point]) -> bool:
    """Whether the piece at the first waypoint is level: told by the source, else by the target."""
    row, column = _in_row(source, waypoints[0]), _in_column(source, waypoints[0])
    if row != column:
        return row
    row, column = _in_row(target, waypoints[-1]), _in_column(target, waypoints[-1])
    if row or column:
        return row if len(waypoints) % 2 == 0 else column
    return True


def _meets(end: End, waypoint: Point, level: bool) -> bool:
    return _in_row(end, waypoint) if level else _in_column(end, waypoint)


def _in_row(end: End, waypoint: Point) -> bool:
    if end.point is not None:
        return abs(end.point.y - waypoint.y) < NEAR
    return end.box.y <= waypoint.y <= end.box.bottom


def _in_column(end: End, waypoint: Point) -> bool:
    if end.point is not None:
        return abs(end.point.x - waypoint.x) < NEAR
    return end.box.x <= waypoint.x <= end.box.right


def _outside(end: End, bends: list[Point]) -> list[Point]:
    """The bends without those that lie inside the shape of a free end, where the line starts."""
    while len(bends) > 1 and _covers(end, bends[0]):
        bends = bends[1:]
    return bends


def _left_at(end: End, bend: Point) -> Point:
    """Where a line to this bend leaves a shape: at a right angle where it can."""
    if end.point is not None:
        return end.point
    if _in_row(end, bend):
        return _level_with(end, bend)
    return _upright_with(end, bend) if _in_column(end, bend) else _meeting(end, bend)


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
