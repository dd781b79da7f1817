"""Ways for new arrows: straight where the two shapes face each other, else with as few bends as the room allows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from reports.picture.bounds import grown
from reports.picture.room import CLOSE, LINE, Room, line_cost
from reports.picture.scene import Box, Point

BEND = 1.2
SLANTING = 5.0
"""What a bend and a slanting line cost, against 1 for crossing a line."""
LENGTH = 500.0
"""Pixels that cost as much as crossing a line."""
SHORTEST = 14.0
"""Pixels that an arrow needs between a shape and its first bend."""
TRIM = 7.0
CROWDED, NEAR = 1.6, 12.0
"""What it costs to begin or end where another arrow does, and how many pixels apart that is."""
_SQUARE = 96.0
CRAMPED, WORDS_APART, WORDS_HIGH = 4.0, 26.0, 16.0
"""What it costs that words do not fit on an arrow, and the pixels that they need beside their own."""


@dataclass(frozen=True, slots=True)
class Body:
    """A shape as arrows see it: its box, and the box with the words that stand around it."""

    box: Box
    extent: Box
    node_id: str | None = None


@dataclass
class Ground:
    """What lies on the page, and where arrows begin and end."""

    room: Room
    _ends: dict[tuple[int, int], list[Point]] = field(default_factory=dict)
    """By the square of the page that they lie in: a large page has many thousand."""

    def take_ends(self, ends: Iterable[Point]) -> None:
        """Mark points at which arrows begin or end."""
        for end in ends:
            self._ends.setdefault((int(end.x // _SQUARE), int(end.y // _SQUARE)), []).append(end)

    def ends_near(self, box: Box) -> Iterator[Point]:
        """Where arrows begin or end in the squares of the page that a box touches."""
        across = range(int(box.x // _SQUARE), int(box.right // _SQUARE) + 1)
        down = range(int(box.y // _SQUARE), int(box.bottom // _SQUARE) + 1)
        return (end for x in across for y in down for end in self._ends.get((x, y), ()))

    def crowded(self, point: Point) -> bool:
        """Whether another arrow begins or ends there."""
        around = Box(point.x - NEAR, point.y - NEAR, 2 * NEAR, 2 * NEAR)
        return any(
            abs(end.x - point.x) < NEAR and abs(end.y - point.y) < NEAR for end in self.ends_near(around)
        )


@dataclass(frozen=True, slots=True)
class Way:
    """The points of an arrow from one body to another, and what it costs to draw it there."""

    points: tuple[Point, ...]
    cost: float

    @property
    def slanting(self) -> bool:
        """Whether any piece of it is neither level nor upright."""
        return any(abs(a.x - b.x) > 0.5 and abs(a.y - b.y) > 0.5 for a, b in pairwise(self.points))


def best_way(source: Body, target: Body, ground: Ground, words: float = 0) -> Way:
    """The cheapest way between two bodies; `words` are the pixels that the label of the arrow needs."""
    ways = sorted(
        ((_least(points) + _cramped(points, words) + _crowded(points, ground), number, points)
         for number, points in enumerate(_ways(source, target))),
        key=lambda way: way[:2],
    )  # fmt: skip
    best = Way(ways[0][2], float("inf"))
    for least, _, points in ways:
        if least >= best.cost:
            break
        best = min(best, Way(points, _cost(points, ground.room, least, best.cost)), key=lambda way: way.cost)
    return best


def _crowded(points: tuple[Point, ...], ground: Ground) -> float:
    return CROWDED * (ground.crowded(points[0]) + ground.crowded(points[-1]))


def _least(points: tuple[Point, ...]) -> float:
    """What a way costs on an empty page."""
    total = BEND * (len(points) - 2)
    for a, b in pairwise(points):
        total += (abs(a.x - b.x) + abs(a.y - b.y)) / LENGTH
        if abs(a.x - b.x) > 0.5 and abs(a.y - b.y) > 0.5:
            total += SLANTING
    return total


def _cost(points: tuple[Point, ...], room: Room, least: float, most: float) -> float:
    """What a way costs; anything from `most` on where that is reached."""
    total = least
    for a, b in pairwise(_trimmed(points)):
        if total >= most:
            break
        if _is_free(a, b, room):
            continue
        total += line_cost(room, a, b)
    return total


def _is_free(a: Point, b: Point, room: Room) -> bool:
    """Whether nothing at all lies near a level or upright piece."""
    if abs(a.x - b.x) > 0.5 and abs(a.y - b.y) > 0.5:
        return False
    x, y = min(a.x, b.x) - 1, min(a.y, b.y) - 1
    return room.cost(grown(Box(x, y, abs(a.x - b.x) + 2, abs(a.y - b.y) + 2), CLOSE)) == 0


def _cramped(points: tuple[Point, ...], words: float) -> float:
    """What it costs that no piece of a way has room for the words on it."""
    if not words:
        return 0.0
    rooms = ((abs(a.x - b.x) - words, abs(a.y - b.y) - WORDS_HIGH) for a, b in pairwise(points))
    spare = max(max(across, down) for across, down in rooms)
    return 0.0 if spare >= WORDS_APART else CRAMPED * min((WORDS_APART - spare) / 40, 1.5)


def _trimmed(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Without the last pixels at both ends, which touch the shapes themselves."""
    if len(points) == 2:
        return _nearer(points[0], points[1]), _nearer(points[1], points[0])
    return _nearer(points[0], points[1]), *points[1:-1], _nearer(points[-1], points[-2])


def _nearer(point: Point, other: Point) -> Point:
    dx, dy = other.x - point.x, other.y - point.y
    reach = max(abs(dx), abs(dy))
    share = min(TRIM / reach, 0.4) if reach else 0.0
    return Point(point.x + dx * share, point.y + dy * share)


def _ways(a: Body, b: Body) -> Iterator[tuple[Point, ...]]:
    yield from _straight(a, b)
    yield from _one_bend(a, b)
    yield from _two_bends(a, b)
    yield _slanting(a, b)


def _straight(a: Body, b: Body) -> Iterator[tuple[Point, ...]]:
    left, right = (a, b) if a.box.centre.x <= b.box.centre.x else (b, a)
    y = _common(a.box.y, a.box.bottom, b.box.y, b.box.bottom, a.box.centre.y, b.box.centre.y)
    if y is not None and right.box.x - left.box.right > SHORTEST:
        points = Point(left.box.right, y), Point(right.box.x, y)
        yield points if left is a else points[::-1]
    upper, lower = (a, b) if a.box.centre.y <= b.box.centre.y else (b, a)
    x = _common(a.box.x, a.box.right, b.box.x, b.box.right, a.box.centre.x, b.box.centre.x)
    if x is not None and lower.extent.y - upper.extent.bottom > SHORTEST:
        points = Point(x, upper.extent.bottom), Point(x, lower.extent.y)
        yield points if upper is a else points[::-1]


def _common(
    low: float, high: float, other_low: float, other_high: float, mine: float, theirs: float
) -> float | None:
    """Where a straight line may meet both: at the middle of one that lies well within the other."""
    inset = 6.0
    if other_low + inset <= mine <= other_high - inset:
        return mine
    if low + inset <= theirs <= high - inset:
        return theirs
    return None


def _one_bend(a: Body, b: Body) -> Iterator[tuple[Point, ...]]:
    """Out at a side of the first and in at top or bottom of the second, and the other way round."""
    if (side := _side(a, b.box.centre.x)) is not None and (end := _level(b, side.y)) is not None:
        yield side, Point(end.x, side.y), end
    if (start := _level(a, b.box.centre.y)) is not None and (side := _side(b, a.box.centre.x)) is not None:
        yield start, Point(start.x, side.y), side


def _side(body: Body, towards: float) -> Point | None:
    box = body.box
    if towards > box.right + SHORTEST:
        return Point(box.right, box.centre.y)
    return Point(box.x, box.centre.y) if towards < box.x - SHORTEST else None


def _level(body: Body, towards: float) -> Point | None:
    x, extent = body.box.centre.x, body.extent
    if towards > extent.bottom + SHORTEST:
        return Point(x, extent.bottom)
    return Point(x, extent.y) if towards < extent.y - SHORTEST else None


def _two_bends(a: Body, b: Body) -> Iterator[tuple[Point, ...]]:
    left, right = (a, b) if a.box.centre.x <= b.box.centre.x else (b, a)
    gap = right.box.x - left.box.right
    if gap > 2 * SHORTEST:
        for share in (0.5, 0.25, 0.75):
            x = left.box.right + gap * share
            points = (
                Point(left.box.right, left.box.centre.y),
                Point(x, left.box.centre.y),
                Point(x, right.box.centre.y),
                Point(right.box.x, right.box.centre.y),
            )
            yield points if left is a else points[::-1]
    upper, lower = (a, b) if a.box.centre.y <= b.box.centre.y else (b, a)
    gap = lower.extent.y - upper.extent.bottom
    if gap > 2 * SHORTEST:
        for share in (0.5, 0.25, 0.75):
            y = upper.extent.bottom + gap * share
            points = (
                Point(upper.box.centre.x, upper.extent.bottom),
                Point(upper.box.centre.x, y),
                Point(lower.box.centre.x, y),
                Point(lower.box.centre.x, lower.extent.y),
            )
            yield points if upper is a else points[::-1]
    yield from _around(a, b)


def _around(a: Body, b: Body) -> Iterator[tuple[Point, ...]]:
    """Below or above both, and beside both."""
    reach = 2 * SHORTEST
    bottom, top = (
        max(a.extent.bottom, b.extent.bottom) + reach,
        min(a.extent.y, b.extent.y) - reach,
    )
    for y, low in ((bottom, True), (top, False)):
        ends = [Point(body.box.centre.x, body.extent.bottom if low else body.extent.y) for body in (a, b)]
        yield ends[0], Point(ends[0].x, y), Point(ends[1].x, y), ends[1]
    for x, far in (
        (max(a.extent.right, b.extent.right) + reach, True),
        (min(a.extent.x, b.extent.x) - reach, False),
    ):
        ends = [Point(body.box.right if far else body.box.x, body.box.centre.y) for body in (a, b)]
        yield ends[0], Point(x, ends[0].y), Point(x, ends[1].y), ends[1]


def _slanting(a: Body, b: Body) -> tuple[Point, ...]:
    return _towards(a, b), _towards(b, a)


def _towards(body: Body, other: Body) -> Point:
    """The point of a body's border on the line between the middles."""
    box, aim = body.box, other.box.centre
    dx, dy = aim.x - box.centre.x, aim.y - box.centre.y
    reach = max(abs(dx) / max(box.width, 1), abs(dy) / max(box.height, 1)) * 2
    if not reach:
        return box.centre
    y = box.centre.y + dy / reach
    if dy > 0 and abs(dy) / max(box.height, 1) > abs(dx) / max(box.width, 1):
        y = body.extent.bottom
    return Point(box.centre.x + dx / reach, y)


def take_way(ground: Ground, points: tuple[Point, ...]) -> None:
    """Mark a way as taken."""
    room = ground.room
    ground.take_ends((points[0], points[-1]))
    for a, b in pairwise(points):
        steps = max(int(max(abs(a.x - b.x), abs(a.y - b.y)) // 24), 1)
        for step in range(steps):
            x, y = a.x + (b.x - a.x) * step / steps, a.y + (b.y - a.y) * step / steps
            end_x, end_y = a.x + (b.x - a.x) * (step + 1) / steps, a.y + (b.y - a.y) * (step + 1) / steps
            left, top = min(x, end_x) - 1, min(y, end_y) - 1
            room.take(Box(left, top, abs(x - end_x) + 2, abs(y - end_y) + 2), 2 * LINE)
