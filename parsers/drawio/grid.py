"""Finding boxes near a point without looking at all of them."""

import math
from collections.abc import Iterator, Mapping

from parsers.drawio.geometry import Box, Point, area
from parsers.drawio.limits import tries

SMALLEST = 6
"""Binary logarithm of the finest mesh, 64 pixels: about the size of an icon."""

MOST_IN_A_MESH = 32
"""Boxes looked at in one mesh; only a file made to be slow puts more of one size into one place."""


class Grid:
    """Boxes in meshes of their own size: a box of up to 2^n pixels lies in at most four meshes of 2^n.

    Adding and asking take time that does not depend on how many boxes there are elsewhere. Names of boxes
    are found smallest box first. `questions` says how often it will be asked, where that is often.
    """

    def __init__(self, boxes: Mapping[str, Box], questions: int = 0) -> None:
        self.boxes = boxes
        self._most = tries(questions, MOST_IN_A_MESH)
        levels: dict[int, dict[tuple[int, int], list[str]]] = {}
        for name, box in sorted(boxes.items(), key=_size):
            level = max(SMALLEST, (math.ceil(max(box[2], box[3], 1.0)) - 1).bit_length())
            meshes = levels.setdefault(level, {})
            for mesh in _meshes(box, level, 0.0):
                meshes.setdefault(mesh, []).append(name)
        self._levels = sorted(levels.items(), key=lambda item: item[0])

    def near(self, point: Point, radius: float = 0.0) -> Iterator[str]:
        """Names of the boxes that may lie within `radius` pixels of a point, each once."""
        seen: set[str] = set()
        around = (point[0], point[1], 0.0, 0.0)
        for level, meshes in self._levels:
            for mesh in _meshes(around, level, radius):
                for name in meshes.get(mesh, ())[: self._most]:
                    if name not in seen:
                        seen.add(name)
                        yield name

    def at(self, point: Point, tolerance: float) -> Iterator[str]:
        """Names of the boxes in the mesh of a point that hold it, give or take `tolerance` pixels."""
        x, y = point
        column, row, boxes = int(x), int(y), self.boxes
        for level, meshes in self._levels:
            for name in meshes.get((column >> level, row >> level), ())[: self._most]:
                left, top, width, height = boxes[name]
                if (
                    -tolerance <= x - left <= width + tolerance
                    and -tolerance <= y - top <= height + tolerance
                ):
                    yield name


def _size(item: tuple[str, Box]) -> float:
    return area(item[1])


def _meshes(box: Box, level: int, radius: float) -> Iterator[tuple[int, int]]:
    x, y, width, height = box
    for column in range(int(x - radius) >> level, (int(x + width + radius) >> level) + 1):
        for row in range(int(y - radius) >> level, (int(y + height + radius) >> level) + 1):
            yield column, row
