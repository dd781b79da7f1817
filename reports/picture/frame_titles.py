"""Titles of frames moved along their top edge to where no line runs through their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.picture.bounds import label_box
from reports.picture.layout.curves import sample_polyline
from reports.picture.scene import Box, Line, Point

STEP = 4.0
"""Pixels between the points of a line that are looked at."""
CLEAR = 5.0
"""Pixels between a title and a line beside it."""


@dataclass(frozen=True, slots=True)
class Strand:
    """The points of one line, and how far up and down they reach."""

    points: tuple[Point, ...]
    top: float
    bottom: float


def strands(lines: Iterable[Line]) -> tuple[Strand, ...]:
    """The lines that can be seen, as points, and the words on them."""
    seen = [line for line in lines if line.opacity > 0]
    words = (label_box(label) for line in seen for label in line.labels)
    return tuple(_strand(line.points) for line in seen) + tuple(_strand(_zigzag(box)) for box in words)


def _strand(route: tuple[Point, ...]) -> Strand:
    points = tuple(sample_polyline(route, STEP))
    heights = [point.y for point in points]
    return Strand(points, min(heights), max(heights))


def _zigzag(box: Box) -> tuple[Point, ...]:
    """A line that fills a box so well that nothing of a title's height fits between."""
    rows = box.y, box.centre.y, box.bottom
    return tuple(Point(x, row) for row in rows for x in (box.x, box.right))


def clear_of_lines(title: Box, right: float, lines: Sequence[Strand]) -> float:
    """Where a title begins: as far to the left as it can without a line through it, where it is for want of
    room. `right` is where it must have ended."""
    start = title.x
    for struck in sorted(_struck(title, lines)):
        if start - CLEAR < struck < start + title.width + CLEAR:
            start = struck + CLEAR
    return round(start, 1) if start + title.width <= right else title.x


def _struck(title: Box, lines: Sequence[Strand]) -> Iterator[float]:
    """Where lines run at the height of a title."""
    for line in lines:
        if line.top <= title.bottom and line.bottom >= title.y:
            yield from (point.x for point in line.points if title.y <= point.y <= title.bottom)
