"""Free room on a scene: what is taken, and how bad it would be to put something there."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from reports.picture.bounds import grown, label_box, rotated, rotated_about
from reports.picture.scene import Box, Line, Point, Scene, Shape

BORDER, LINE, ICON, WORDS, MARK = 0.5, 1.0, 5.0, 20.0, 1000.0
"""What it costs to cover the border of a frame, a line, an icon, a label, another mark."""

CLOSE = 4.0
"""How near two lines may run before they look like one."""
_CELL = 96.0
_MOST_CELLS = 256
_MOST_CELLS_IN_ALL = 500_000
_MOST_IN_CELL = 32
_MOST_LARGE = 60
MOST_LOOKS = 60_000
"""How many places are looked at on one page before the rest of the marks take the first they find."""


class Room:
    """Boxes that are taken, found quickly by place. Costs are sums over the boxes that would be covered."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[int]] = {}
        self._boxes: list[tuple[float, float, float, float, float, str | None]] = []
        self._large: list[int] = []
        self._looks = 0
        self._taken_cells = 0

    @property
    def exhausted(self) -> bool:
        """Whether so many places were looked at that searching must end: a page of many thousand marks."""
        return self._looks > MOST_LOOKS

    @classmethod
    def of(cls, scene: Scene) -> "Room":
        """The room that a scene leaves; frames leave their insides free."""
        room = cls()
        for item in scene.items:
            for box, cost in _taken_by(item):
                room.take(box, cost, item.node_id if isinstance(item, Shape) else None)
        return room

    def take(self, box: Box, cost: float, owner: str | None = None) -> None:
        """Mark a box as taken."""
        if self.exhausted:
            return
        position = len(self._boxes)
        self._boxes.append((box.x, box.y, box.right, box.bottom, cost, owner))
        cells = _cells(box)
        self._taken_cells += len(cells)
        if self._taken_cells > _MOST_CELLS_IN_ALL and cost < MARK:
            return
        if cells:
            for cell in cells:
                inside = self._cells.setdefault(cell, [])
                if len(inside) < _MOST_IN_CELL or cost >= MARK:
                    inside.append(position)
        elif cost > LINE and len(self._large) < _MOST_LARGE:
            self._large.append(position)

    def cost(self, box: Box, but: str | None = None) -> float:
        """What it costs to cover a box; what belongs to the node `but` is a tenth as bad, its words aside."""
        self._looks += 1
        left, top, right, bottom = box.x, box.y, box.right, box.bottom
        total = 0.0
        for position in self._near(box):
            x, y, end, foot, cost, owner = self._boxes[position]
            if x < right and left < end and y < bottom and top < foot:
                total += cost / 10 if owner is not None and owner == but and cost == ICON else cost
        return total

    def _near(self, box: Box) -> Iterable[int]:
        cells = _cells(box)
        if len(cells) == 1:
            return (*self._cells.get(cells[0], ()), *self._large)
        near = dict.fromkeys(position for cell in cells for position in self._cells.get(cell, ()))
        return (*near, *self._large)


def _cells(box: Box) -> list[tuple[int, int]]:
    first, last = (
        (int(box.x // _CELL), int(box.y // _CELL)),
        (int(box.right // _CELL), int(box.bottom // _CELL)),
    )
    if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > _MOST_CELLS:
        return []
    return [(x, y) for x in range(first[0], last[0] + 1) for y in range(first[1], last[1] + 1)]


def _taken_by(item: Shape | Line) -> Iterator[tuple[Box, float]]:
    if isinstance(item, Line):
        yield from ((box, LINE) for box in _segments(item.points))
        yield from ((label_box(label), WORDS) for label in item.labels)
        return
    if is_frame(item):
        yield from ((box, BORDER) for box in _border(item.box))
    elif item.form != "none":
        yield rotated(item.box, item.rotation), ICON
    if item.label is not None:
        yield rotated_about(label_box(item.label), item.box, item.rotation), WORDS


def is_frame(shape: Shape) -> bool:
    """Whether other things may stand inside a shape: a boundary, or any large shape that is no picture."""
    roomy = shape.box.width > 160 and shape.box.height > 100
    return shape.container or (roomy and not shape.icon and not shape.image)


def _border(box: Box) -> Iterator[Box]:
    yield Box(box.x - 1, box.y - 1, box.width + 2, 2)
    yield Box(box.x - 1, box.bottom - 1, box.width + 2, 2)
    yield Box(box.x - 1, box.y - 1, 2, box.height + 2)
    yield Box(box.right - 1, box.y - 1, 2, box.height + 2)


def _segments(points: tuple[Point, ...]) -> Iterator[Box]:
    """Boxes along a line; slanting pieces as a chain of small ones."""
    for a, b in pairwise(points):
        reach = max(abs(a.x - b.x), abs(a.y - b.y))
        slanting = min(abs(a.x - b.x), abs(a.y - b.y)) > 4
        pieces = min(int(reach // 24) + 1, 200) if slanting else 1
        for piece in range(pieces):
            yield _around(_part(a, b, piece / pieces), _part(a, b, (piece + 1) / pieces))


def _part(a: Point, b: Point, share: float) -> Point:
    return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def _around(a: Point, b: Point) -> Box:
    x, y = min(a.x, b.x) - 1, min(a.y, b.y) - 1
    return Box(x, y, abs(a.x - b.x) + 2, abs(a.y - b.y) + 2)


def line_cost(room: Room, a: Point, b: Point, but: str | None = None, enough: float = float("inf")) -> float:
    """What it costs to draw a straight line between two points; where it is more than `enough`, some of it."""
    pieces = max(int(max(abs(a.x - b.x), abs(a.y - b.y)) // 12), 1)
    total, before = 0.0, a
    for piece in range(1, pieces + 1):
        after = _part(a, b, piece / pieces)
        total += room.cost(grown(_around(before, after), CLOSE), but)
        if total >= enough:
            break
        before = after
    return total
