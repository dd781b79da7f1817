"""Titles of frames moved along their top edge to where no line runs through their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
    """The lines that can be seen, as points."""
    return tuple(_strand(line) for line in lines if line.opacity > 0)


def _strand(line: Line) -> Strand:
    points = tuple(sample_polyline(line.points, STEP))
    heights = [point.y for point in points]
    return Strand(points, min(heights), max(heights))


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
