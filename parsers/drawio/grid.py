"""Finding boxes near a point without looking at all of them."""

import math
from collections.abc import Iterator, Mapping

from parsers.drawio.geometry import Box, Point, area

SMALLEST = 6
"""Binary logarithm of the finest mesh, 64 pixels: about the size of an icon."""

MOST_IN_A_MESH = 32
"""Boxes looked at in one mesh; only a file made to be slow puts more of one size into one place."""


class Grid:
    """Boxes in meshes of their own size: a box of up to 2^n pixels lies in at most four meshes of 2^n.

    Adding and asking take time that does not depend on how many boxes there are elsewhere. Names of boxes
    are found smallest box first.
    """

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self.boxes = boxes
        self._levels: dict[int, dict[tuple[int, int], list[str]]] = {}
        for name, box in sorted(boxes.items(), key=lambda item: area(item[1])):
            level = max(SMALLEST, math.ceil(math.log2(max(box[2], box[3], 1.0))))
            meshes = self._levels.setdefault(level, {})
            for mesh in _meshes(box, level, 0.0):
                meshes.setdefault(mesh, []).append(name)
        self._order = sorted(self._levels)

    def near(self, point: Point, radius: float = 0.0) -> Iterator[str]:
        """Names of the boxes that may lie within `radius` pixels of a point, each once."""
        seen: set[str] = set()
        around = (point[0], point[1], 0.0, 0.0)
        for level in self._order:
            meshes = self._levels[level]
            for mesh in _meshes(around, level, radius):
                for name in meshes.get(mesh, ())[:MOST_IN_A_MESH]:
                    if name not in seen:
                        seen.add(name)
                        yield name


def _meshes(box: Box, level: int, radius: float) -> Iterator[tuple[int, int]]:
    x, y, width, height = box
    for column in range(int(x - radius) >> level, (int(x + width + radius) >> level) + 1):
        for row in range(int(y - radius) >> level, (int(y + height + radius) >> level) + 1):
            yield column, row
