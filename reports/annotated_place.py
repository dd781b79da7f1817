"""Where a page of a drawing lies in the picture that its author exported: the scale, and the corner.

An export is cropped to what is drawn, with a border and at a scale that the file does not tell, and the words
that stick out are as wide as the author's fonts. So the place is found in the pixels: the upright and level
lines that must be there (borders of boxes, of icons on a filled square, straight pieces of arrows) are laid
over the edges of brightness that are there. A place counts only where most of the lines lie on an edge.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import add, sub

from parsers.drawio.document import Page
from reports.picture.scene import Box, Line, Scene, Shape
from reports.pixels import Grey

USUAL = (1.0, 2.0, 3.0, 4.0, 1.5, 0.5, 0.75, 1.25, 1.75, 2.5, 5.0, 6.0, 8.0)
"""Scales that people choose when they export, the likeliest first."""
SURE, LIKELY = 0.6, 0.8
"""The share of lines on an edge from which on a place counts, and from which on no other is looked for."""
FEWEST = 4
MOST_LINES = 240
SHORTEST = 12.0
SMALLEST_SHARE = 0.45
"""What part of a picture's width or height the drawing takes at least."""
COARSE, FINE = 0.01, 0.001
ROUND = 0.05
"""Scales that are no usual ones are multiples of this more often than not."""
STEEP, STEEPEST = 10, 48
"""Steps of brightness that make an edge, and beyond which an edge counts no more."""
SAMPLES = 12
REACH = 2
"""Pixels beside its place in which a line's edge is looked for."""

_FILLED_ICONS = ("resourceIcon", "productIcon")
_WITH_BORDER = frozenset({"rectangle", "rounded", "note", "glyph", "parallelogram"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: pixels of the picture are `scale` times page coordinates, moved by `x` and `y`.

    `share` says how many of the lines that were looked for lie on an edge, 0 to 1.
    """

    scale: float
    x: float
    y: float
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Straight:
    """A level or upright line on the page: the coordinate that it keeps, and from where to where it goes."""

    upright: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Sought:
    """What a picture must show if a page is in it: straight lines, the longest first, and the box around all."""

    lines: tuple[Straight, ...]
    bounds: Box


def sought_of(scene: Scene, page: Page) -> Sought | None:
    """What to look for of a page; None where it shows too little."""
    lines = tuple(sorted(set(_lines(scene, page)), key=_longest_first)[:MOST_LINES])
    bounds = _bounds(scene)
    return None if len(lines) < FEWEST or bounds is None else Sought(lines, bounds)


def _longest_first(line: Straight) -> tuple[float, bool, float, float]:
    return -line.length, line.upright, line.at, line.start


def place_in(picture: Grey, sought: Sought) -> Place | None:
    """The place of a page in its picture, in pixels of the picture itself; None where it is not certain."""
    best = _Search(sought, picture).best()
    if best is None or best.share < SURE:
        return None
    zoom = picture.zoom
    return Place(best.scale / zoom, best.x / zoom, best.y / zoom, best.share)


def _bounds(scene: Scene) -> Box | None:
    """What surely shows: shapes without their words."""
    boxes = [item.box for item in scene.items if isinstance(item, Shape) and item.form != "none"]
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole if whole.width >= SHORTEST and whole.height >= SHORTEST else None


def _lines(scene: Scene, page: Page) -> Iterator[Straight]:
    for item in scene.items:
        if isinstance(item, Line):
            yield from _pieces(item)
    for box in bordered(scene, page):
        yield from _sides(box)


def bordered(scene: Scene, page: Page) -> Iterator[Box]:
    """The boxes of shapes whose border shows on all four sides."""
    for item in scene.items:
        if isinstance(item, Shape) and not item.rotation % 360 and _has_border(item, page):
            yield item.box


def _has_border(shape: Shape, page: Page) -> bool:
    cell = page.cell_by_id.get(shape.id)
    if cell is not None and cell.shape.rpartition(".")[2] in _FILLED_ICONS:
        return True
    return shape.form in _WITH_BORDER and bool(shape.fill or shape.stroke)


def _sides(box: Box) -> Iterator[Straight]:
    if box.height >= SHORTEST:
        yield from (Straight(True, at, box.y, box.bottom) for at in (box.x, box.right))
    if box.width >= SHORTEST:
        yield from (Straight(False, at, box.x, box.right) for at in (box.y, box.bottom))


def _pieces(line: Line) -> Iterator[Straight]:
    if line.curved:
        return
    for a, b in pairwise(line.points):
        if abs(a.x - b.x) < 0.5 and abs(a.y - b.y) >= SHORTEST:
            yield Straight(True, a.x, min(a.y, b.y), max(a.y, b.y))
        elif abs(a.y - b.y) < 0.5 and abs(a.x - b.x) >= SHORTEST:
            yield Straight(False, a.y, min(a.x, b.x), max(a.x, b.x))


class _Search:
    """One picture in which one page is looked for; scales and offsets are in pixels of the shrunk picture."""

    def __init__(self, sought: Sought, picture: Grey) -> None:
        self.lines, self.bounds, self.picture = sought.lines, sought.bounds, picture
        across, down = _profiles(picture)
        self.across, self.down = _widened(across), _widened(down)
        self.upright = _weights(line for line in self.lines if line.upright)
        self.level = _weights(line for line in self.lines if not line.upright)
        self.largest = min(
            (picture.width + REACH) / self.bounds.width, (picture.height + REACH) / self.bounds.height
        )

    def best(self) -> Place | None:
        """The usual scales first, then all that fit, coarse and then fine around the best."""
        zoom = self.picture.zoom
        usual = [scale * zoom for scale in USUAL]
        fitting = [scale for scale in usual if SMALLEST_SHARE * self.largest <= scale <= self.largest * 1.01]
        found = self._best_of(fitting, enough=LIKELY)
        if found is not None and found.share >= LIKELY:
            return found
        steps = int((1 - SMALLEST_SHARE) / COARSE)
        other = self._best_of([self.largest * (1 - step * COARSE) for step in range(steps)])
        if other is not None:
            near = [other.scale * (1 + step * FINE) for step in range(-9, 10)]
            round_one = round(other.scale / zoom / ROUND) * ROUND * zoom
            other = _likelier(self._at(round_one), self._best_of(near), 0.05)
        return _likelier(found, other, 0.15)

    def _best_of(self, scales: Iterable[float], enough: float = 2) -> Place | None:
        best: Place | None = None
        for scale in scales:
            place = self._at(scale)
            if best is None or place.share > best.share:
                best = place
            if best.share >= enough:
                break
        return best

    def _at(self, scale: float) -> Place:
        box = self.bounds
        x = _offset(self.upright, self.across, scale, box.x, box.right)
        y = _offset(self.level, self.down, scale, box.y, box.bottom)
        return Place(scale, x, y, self._share(scale, x, y))

    def _share(self, scale: float, x: float, y: float) -> float:
        on_edge = total = 0.0
        for line in self.lines:
            weight = min(line.length, 80.0)
            total += weight
            on_edge += weight * _is_edge(self.picture, line, scale, x, y)
        return on_edge / total


def _likelier(usual: Place | None, other: Place | None, by: float) -> Place | None:
    """A usual scale, unless another fits better by so much."""
    if usual is None or other is None:
        return usual or other
    return other if other.share > usual.share + by else usual


def _profiles(picture: Grey) -> tuple[list[int], list[int]]:
    """How much brightness changes from column to column, and from row to row."""
    across, down = [0] * picture.width, [0] * picture.height
    cap: Callable[[int], int] = (*range(STEEPEST), *(STEEPEST,) * (256 - STEEPEST)).__getitem__
    above: bytes | None = None
    for y, row in enumerate(picture.rows):
        across[1:] = map(add, across[1:], map(cap, map(abs, map(sub, row[1:], row[:-1]))))
        if above is not None:
            down[y] = sum(map(cap, map(abs, map(sub, row, above))))
        above = row
    return across, down


def _widened(profile: Sequence[int]) -> list[int]:
    """Each value the largest of itself and its neighbours: a line may lie half a pixel beside."""
    return [max(profile[max(0, at - 1) : at + 2]) for at in range(len(profile))]


def _weights(lines: Iterable[Straight]) -> Mapping[float, float]:
    """How much line there is at each coordinate, in pixels of the page."""
    found: dict[float, float] = defaultdict(float)
    for line in lines:
        found[line.at] += line.length
    heaviest = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:40]
    return dict(heaviest)


def _offset(
    weights: Mapping[float, float], profile: Sequence[int], scale: float, low: float, high: float
) -> float:
    """The offset at which the most line lies on the steepest places, with all of the drawing in the picture."""
    places = [(at * scale, weight) for at, weight in weights.items()]
    first, last = round(-low * scale) - REACH, round(len(profile) - high * scale) + REACH
    best, highest = float(first), -1.0
    for offset in range(first, max(first, last) + 1):
        value = sum(
            profile[at] * weight
            for place, weight in places
            if 0 <= (at := round(place + offset)) < len(profile)
        )
        if value > highest:
            best, highest = float(offset), value
    return best


def _is_edge(picture: Grey, line: Straight, scale: float, x: float, y: float) -> bool:
    """Whether brightness changes beside most of the line; its ends, which may be round, are left out."""
    across = round(line.at * scale + (x if line.upright else y))
    along = y if line.upright else x
    start, length = line.start * scale + along + line.length * scale * 0.15, line.length * scale * 0.7
    places = [round(start + length * step / (SAMPLES - 1)) for step in range(SAMPLES)]
    steep = sum(_contrast(picture, across, place, line.upright) >= STEEP for place in places)
    return steep >= SAMPLES * 0.6


def _contrast(picture: Grey, across: int, along: int, upright: bool) -> int:
    """The largest difference of brightness within reach of a point, straight across the line."""
    if upright:
        near = (
            picture.rows[along][max(0, across - REACH) : across + REACH + 1]
            if 0 <= along < picture.height
            else b""
        )
    elif 0 <= along < picture.width:
        near = bytes(row[along] for row in picture.rows[max(0, across - REACH) : max(0, across + REACH + 1)])
    else:
        near = b""
    return max(near) - min(near) if near else 0
