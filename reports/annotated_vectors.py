"""Where a page of a drawing lies in the SVG that its author exported.

The boxes of shapes on the page are looked for among the rectangles, paths and images of the SVG by their size;
each match votes for the shift that would bring it there. Nothing of the SVG is drawn or executed for it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from parsers.drawio.document import Page
from parsers.drawio.markup_files import view_box
from reports.annotated_place import FEWEST, SURE, USUAL, Place, bordered
from reports.picture.scene import Box, Scene

MOST_BOXES = 20_000
MOST_TAGS = 150_000
"""Tags of an SVG that is searched: more would take too much memory as a tree."""
FARTHEST = 1e7
"""Pixels up to which a coordinate is believed."""
MOST_EXPECTED = 60
MOST_ALIKE = 300
"""Boxes of one size that are compared: a file may hold any number of them."""
LARGEST, FIRST = 8, 1_000
"""How many of the largest boxes are compared with how many of those drawn, to learn the scale."""
DEEPEST = 200
CLOSE = 1.5
"""Pixels that the size of a box may differ: strokes are drawn around or inside."""

_MOVED = re.compile(r"translate\(\s*([-+0-9.eE]{1,30})[\s,]+([-+0-9.eE]{1,30})\s*\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OTHER_THAN_LINES = re.compile(r"[^MLZz0-9eE\s,.+-]")


def place_in_svg(scene: Scene, page: Page, svg: bytes) -> Place | None:
    """The place of a page in its SVG, in the SVG's own pixels; None where it is not certain."""
    expected = sorted(set(bordered(scene, page)), key=lambda box: (-box.width * box.height, box.x, box.y))
    found = _found(svg)
    if found is None or not expected:
        return None
    left, top, boxes = found
    scales = dict.fromkeys((*USUAL, *_likely_scales(expected, boxes)))
    expected, by_size = expected[:MOST_EXPECTED], _by_size(boxes)
    places = [_voted(expected, by_size, scale) for scale in scales]
    best = max(places, key=lambda place: place.share)
    if best.share < SURE or best.share * len(expected) < min(FEWEST, len(expected)):
        return None
    return Place(best.scale, best.x - left, best.y - top, best.share)


def _found(svg: bytes) -> tuple[float, float, Sequence[Box]] | None:
    """The left and top of the view box, and every box that is drawn; None where the file is no plain SVG."""
    if svg.count(b"<") > 2 * MOST_TAGS:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(svg, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    view = view_box(f' viewBox="{root.get("viewBox", "")}"')
    boxes = [box for box, _ in zip(_boxes(root, 0.0, 0.0, 0), range(MOST_BOXES), strict=False)]
    return (*(view[:2] if view else (0.0, 0.0)), boxes)


def _boxes(parent: etree._Element, x: float, y: float, depth: int) -> Iterator[Box]:
    for child in parent:
        if not isinstance(child.tag, str) or depth > DEEPEST:
            continue
        moved = _moved(child.get("transform"), x, y)
        if moved is None:
            continue
        if (box := _box_of(child, *moved)) is not None and _is_near(box):
            yield box
        yield from _boxes(child, *moved, depth + 1)


def _is_near(box: Box) -> bool:
    return all(-FARTHEST <= value <= FARTHEST for value in (box.x, box.y, box.width, box.height))


def _moved(transform: str | None, x: float, y: float) -> tuple[float, float] | None:
    """Where the origin is moved to; None for what is turned or stretched."""
    if not transform:
        return x, y
    found = _MOVED.fullmatch(transform.strip())
    try:
        return (x + float(found.group(1)), y + float(found.group(2))) if found else None
    except ValueError:
        return None


def _box_of(element: etree._Element, x: float, y: float) -> Box | None:
    name = etree.QName(element).localname
    if name in ("rect", "image"):
        sides = [_value(element.get(side)) for side in ("x", "y", "width", "height")]
        return Box(sides[0] + x, sides[1] + y, sides[2], sides[3])
    if name == "path":
        return _around(element.get("d") or "", x, y)
    return None


def _value(text: str | None) -> float:
    found = _NUMBER.match((text or "").strip())
    return float(found.group()) if found else 0.0


def _around(data: str, x: float, y: float) -> Box | None:
    """The box of a path of straight pieces; of curves it is not told."""
    if len(data) > 500 or _OTHER_THAN_LINES.search(data):
        return None
    numbers = [float(number) for number in _NUMBER.findall(data)]
    xs, ys = numbers[::2], numbers[1::2]
    if len(xs) < 4 or len(xs) != len(ys):
        return None
    return Box(min(xs) + x, min(ys) + y, max(xs) - min(xs), max(ys) - min(ys))


def _likely_scales(expected: Sequence[Box], boxes: Sequence[Box]) -> Iterator[float]:
    """The scales at which the largest boxes of the page would be as large as boxes that are drawn."""
    ratios: Counter[float] = Counter()
    for box in expected[:LARGEST]:
        for other in boxes[:FIRST]:
            across, down = other.width / box.width, other.height / box.height
            if across and abs(across / down - 1 if down else 1) < 0.01:
                ratios[round(across, 2)] += 1
    yield from (ratio for ratio, _ in ratios.most_common(LARGEST))


def _voted(expected: Sequence[Box], by_size: Mapping[tuple[int, int], Sequence[Box]], scale: float) -> Place:
    votes: Counter[tuple[float, float]] = Counter()
    for box in expected:
        width, height = box.width * scale, box.height * scale
        near = [
            other
            for across in (-1, 0, 1)
            for down in (-1, 0, 1)
            for other in by_size.get((round(width) + across, round(height) + down), ())
            if abs(other.width - width) <= CLOSE and abs(other.height - height) <= CLOSE
        ]
        shifts = {(round(other.x - box.x * scale), round(other.y - box.y * scale)) for other in near}
        votes.update(shifts)
    if not votes:
        return Place(scale, 0.0, 0.0, 0.0)
    (x, y), count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return Place(scale, x, y, count / len(expected))


def _by_size(boxes: Sequence[Box]) -> Mapping[tuple[int, int], list[Box]]:
    found: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for box in dict.fromkeys(boxes):
        alike = found[round(box.width), round(box.height)]
        if len(alike) < MOST_ALIKE:
            alike.append(box)
    return found
