"""The further words of an arrow, as Graphviz knows them: at its tail, at its head, and beside its middle."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, hypot

from reports.picture.scene import Box, Point
from reports.picture.text import width_of

SIZE = 10.0
APART = 5.0
"""Pixels between words and the line, or the end of it."""


def further_words(
    attributes: Mapping[str, str], label: str, points: Sequence[Point], taken: Sequence[Box]
) -> Iterator[tuple[str, Box]]:
    """What an author wrote at the ends of a line (`taillabel`, `headlabel`) and beside it (`xlabel`, where that
    is not its `label`), with a box that covers none of `taken` if there is one."""
    middle = _middle(points)
    places = (
        ("taillabel", points[0], points[1]),
        ("headlabel", points[-1], points[-2]),
        ("xlabel", middle[0], middle[1]),
    )
    for name, end, towards in places:
        words = attributes.get(name, "").strip()
        if words and words != label.strip():
            box = _beside(words, end, towards, taken)
            taken = (*taken, box)
            yield words, box


def _beside(words: str, end: Point, towards: Point, taken: Sequence[Box]) -> Box:
    """A box that follows the line from its end, on that side of it where there is room."""
    lines = words.split("\n")
    width = ceil(max(width_of(line, SIZE) for line in lines)) + 2.0
    height = ceil(len(lines) * SIZE * 1.2) + 0.0
    length = hypot(towards.x - end.x, towards.y - end.y) or 1.0
    dx, dy = (towards.x - end.x) / length, (towards.y - end.y) / length
    along = (abs(dx) * width + abs(dy) * height) / 2 + APART
    across = (abs(dy) * width + abs(dx) * height) / 2 + APART
    boxes = []
    for side in (1, -1):
        x = end.x + dx * along - dy * side * across
        y = end.y + dy * along + dx * side * across
        boxes.append(Box(round(x - width / 2, 1), round(y - height / 2, 1), width, height))
    return next((box for box in boxes if not any(box.overlaps(other) for other in taken)), boxes[0])


def _middle(points: Sequence[Point]) -> tuple[Point, Point]:
    """The middle of a line, and a point farther along it."""
    left = sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points)) / 2
    for a, b in pairwise(points):
        length = hypot(b.x - a.x, b.y - a.y)
        if length and length >= left:
            share = left / length
            return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share), b
        left -= length
    return points[0], points[-1]
