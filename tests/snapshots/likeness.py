"""How alike two pictures are: by what they are made of, and by how they look."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from lxml import etree

from reports.pixels import Grey, grey
from reports.png import png, size_of

MARKED = ("data-node-id", "data-connection-id", "data-fingerprint", "data-subject-id", "class")
LAYERS = frozenset({"drawing", "labels", "traces", "marks", "legend"})
"""Groups that hold all things of one kind."""
NEAR = 4.0
"""Pixels by which a thing may move before it counts as moved: fonts and rounding differ by less."""
ALIKE = 0.97
"""The least likeness of two pictures that look the same: an icon that moves by its own width costs about 0.02."""
PIXELS = 60_000
BLOCK = 8
_LIGHT, _CONTRAST = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Thing:
    """One group of a picture: its marks, the shapes in it by name, its words, and the box around its coordinates."""

    marks: tuple[tuple[str, str], ...]
    shapes: tuple[str, ...]
    words: str
    box: tuple[float, float, float, float]

    def is_like(self, other: "Thing") -> bool:
        """Whether both are the same but for pixels that nobody sees."""
        same = (self.marks, self.shapes, self.words) == (other.marks, other.shapes, other.words)
        return same and all(abs(a - b) <= NEAR for a, b in zip(self.box, other.box, strict=True))


def things(svg: bytes) -> list[Thing]:
    """What a picture is made of, in the order in which it is drawn."""
    root = etree.fromstring(svg, etree.XMLParser(huge_tree=True))
    return [_thing(group) for group in root.iter("{*}g") if group.get("class") not in LAYERS]


def differences(before: Sequence[Thing], after: Sequence[Thing]) -> Iterator[str]:
    """In words, what is another in the second picture."""
    for old, new in zip(before, after, strict=False):
        if not old.is_like(new):
            yield f"{old} became {new}"
    for gone in before[len(after) :]:
        yield f"{gone} is gone"
    for added in after[len(before) :]:
        yield f"{added} is new"


def likeness(before: bytes, after: bytes) -> float:
    """How alike two SVG of ours look, 1 for the same: the mean structural similarity over blocks of 8 by 8.

    Both are drawn, made grey and shrunk to the same size first. Source: Wang, Bovik, Sheikh and Simoncelli,
    "Image quality assessment: from error visibility to structural similarity", 2004.
    """
    a, b = _small(before, size_of(before)), _small(after, size_of(before))
    return fmean(_similarity(one, other) for one, other in zip(_blocks(a), _blocks(b), strict=True))


def _small(svg: bytes, size: tuple[float, float]) -> Grey:
    width, height = max(round(size[0]), BLOCK), max(round(size[1]), BLOCK)
    return grey(png(svg), width, height, PIXELS)


def _blocks(picture: Grey) -> Iterator[list[int]]:
    for top, bottom in pairwise(range(0, picture.height + 1, BLOCK)):
        for left, right in pairwise(range(0, picture.width + 1, BLOCK)):
            yield [value for row in picture.rows[top:bottom] for value in row[left:right]]


def _similarity(a: Sequence[int], b: Sequence[int]) -> float:
    mean_a, mean_b = fmean(a), fmean(b)
    spread_a, spread_b = (
        fmean((value - mean) ** 2 for value in values) for values, mean in ((a, mean_a), (b, mean_b))
    )
    both = fmean((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    light = (2 * mean_a * mean_b + _LIGHT) / (mean_a**2 + mean_b**2 + _LIGHT)
    return light * (2 * both + _CONTRAST) / (spread_a + spread_b + _CONTRAST)


def _thing(group: etree._Element) -> Thing:
    inside = [element for element in group.iter() if isinstance(element.tag, str) and element is not group]
    shapes = tuple(etree.QName(element).localname for element in inside)
    words = " ".join("".join(element.itertext()) for element in group.iter("{*}text"))
    return Thing(_marks(group), shapes, words, _box(inside))


def _marks(group: etree._Element) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in MARKED if (value := group.get(name)) is not None)


def _box(elements: Sequence[etree._Element]) -> tuple[float, float, float, float]:
    points = [point for element in elements for point in _points(element)]
    if not points:
        return 0.0, 0.0, 0.0, 0.0
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _points(element: etree._Element) -> Iterator[tuple[float, float]]:
    """Corners and ends: of a path its coordinates in pairs, those of arcs' radii left out with their flags."""
    if (data := element.get("d")) is not None:
        for command, rest in re.findall(r"([MLCQ])([^A-Za-z]*)", data):
            del command
            values = [float(value) for value in _NUMBER.findall(rest)]
            yield from zip(values[::2], values[1::2], strict=False)
        return
    x, y = float(element.get("x") or 0), float(element.get("y") or 0)
    if element.get("x") is not None:
        yield x, y
        if element.get("width") is not None:
            yield x + float(element.get("width") or 0), y + float(element.get("height") or 0)
