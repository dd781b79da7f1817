"""Arrows that start or end on other arrows: a branch of a line carries what the line carries."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice, pairwise
from math import hypot

from architecture.service import Direction
from parsers.drawio.cells import Cell
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.ends import Ends
from parsers.drawio.geometry import Box, Point
from parsers.drawio.grid import Grid
from parsers.drawio.limits import tries
from parsers.drawio.lines import line_of
from parsers.drawio.meaning import SNAPPED, End, NoEnd

ON_A_LINE = 2.0
"""Pixels from another arrow within which an end is taken to lie on it."""
SURE = 0.7
LONGEST_CHAIN = 3
"""How many arrows may lead one from the other to the thing that is meant."""
MOST_TRIED = 40


class Branches:
    """Looks up what an end means that touches no thing, but another arrow. Asked only where an end is missing."""

    def __init__(self, drawing: Drawing, ends: Ends) -> None:
        self._drawing = drawing
        self._ends = ends
        self._tries = tries(drawing.page.cells_in_file, MOST_TRIED)

    def grown(self, cell: Cell, source: End | NoEnd, target: End | NoEnd) -> tuple[End | NoEnd, End | NoEnd]:
        """The ends of an arrow with those found that lie on another arrow; both as they were where that would
        join a thing to itself."""
        first = self._beyond(cell, source, starts=True)
        last = self._beyond(cell, target, starts=False)
        if isinstance(first, End) and isinstance(last, End) and first.node == last.node:
            return source, target
        return first, last

    def _beyond(self, cell: Cell, end: End | NoEnd, *, starts: bool) -> End | NoEnd:
        if isinstance(end, End):
            return end
        trunk = self._trunk(cell, end, starts=starts)
        meant = self._meant(trunk, _is_source(cell, starts=starts), LONGEST_CHAIN) if trunk else None
        if meant is None:
            return end
        way = "a branch of the arrow" if _is_source(cell, starts=starts) else "runs into the arrow"
        return End(meant.node, SNAPPED, round(SURE * meant.confidence, 3), f"on a line, {way} {trunk}")

    def _trunk(self, cell: Cell, end: NoEnd, *, starts: bool) -> str | None:
        """The arrow on which an end lies: the one it is attached to, else one whose line it touches."""
        name = cell.source if starts else cell.target
        if name is not None and self._drawing.parts.get(name) is Part.EDGE_LABEL:
            name = self._drawing.cells[name].label_of
        if name is not None and self._drawing.parts.get(name) is Part.EDGE:
            return name if name != cell.id else None
        if name is not None or end.point is None or not self._ends.follows:
            return None
        return next(self._touched(cell, end.point), None)

    def _touched(self, cell: Cell, point: Point) -> Iterator[str]:
        for piece in islice(self._pieces.near(point, ON_A_LINE), self._tries):
            edge, a, b = self._lines[piece]
            if edge != cell.id and _from_line(point, a, b) <= ON_A_LINE:
                yield edge

    def _meant(self, trunk: str, as_source: bool, most: int) -> End | None:
        """The thing from which an arrow comes, or to which it goes."""
        cell = self._drawing.cells[trunk]
        start, end = self._ends.of(cell)
        starts = as_source == _is_source(cell, starts=True)
        found = start if starts else end
        if isinstance(found, End):
            return found
        further = self._trunk(cell, found, starts=starts) if most > 1 else None
        return self._meant(further, as_source, most - 1) if further is not None else None

    @cached_property
    def _lines(self) -> Mapping[str, tuple[str, Point, Point]]:
        return {
            f"{name} {at}": (name, a, b)
            for name in self._drawing.of(Part.EDGE)
            for at, (a, b) in enumerate(pairwise(self._drawing.cells[name].points))
        }

    @cached_property
    def _pieces(self) -> Grid:
        return Grid({name: _around(a, b) for name, (_, a, b) in self._lines.items()})


def _is_source(cell: Cell, *, starts: bool) -> bool:
    """Whether what flows along an arrow enters it at this end."""
    line = line_of(cell.style)
    return starts != (line.swapped and line.direction is Direction.FORWARD)


def _around(a: Point, b: Point) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])


def _from_line(point: Point, a: Point, b: Point) -> float:
    """How far a point lies from a piece of a line."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    if length == 0:
        return hypot(point[0] - a[0], point[1] - a[1])
    share = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2
    share = min(max(share, 0.0), 1.0)
    return hypot(point[0] - a[0] - share * (b[0] - a[0]), point[1] - a[1] - share * (b[1] - a[1]))
