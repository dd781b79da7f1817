"""Ghosts: dashed shapes for what a remedy adds, put where the drawing is empty, near their subject."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_rules.finding import Finding
from graph_rules.rule import Ghost, Severity
from reports.picture.bounds import label_box
from reports.picture.marks import GhostShape
from reports.picture.perimeter import border_point
from reports.picture.room import MARK, Room, line_cost
from reports.picture.scene import Box, Point, Scene, Shape
from reports.picture.text import width_of, wrap

MOST = 12
"""Ghosts on one page; the findings of the highest severity have theirs."""
SMALLEST, LARGEST = 36.0, 64.0
LETTERS = 11.0
DISTANCES = (36.0, 64.0, 100.0, 150.0, 220.0)
FURTHER = 0.7
"""What standing further away costs, against 1 for an arrow over a line."""
_DIRECTIONS = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_OUTSIDE = 1.5
ACCEPTABLE = 4.5
"""The most that a place may cost; a ghost that would cost more is not drawn. Twice as much for high."""
COVERING = 4.0
"""A ghost hides what is under it: that costs more than for a badge."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a ghost may stand with its words, and its icon alone."""

    box: Box
    icon: Box


@dataclass(frozen=True, slots=True)
class _Found:
    box: Box
    arrow: tuple[Point, Point]


def place_ghosts(
    scene: Scene, numbered: Iterable[tuple[int, Finding]], room: Room, scale: float
) -> Iterator[GhostShape]:
    """A ghost for each finding whose rule has one; none twice at one subject, none where no place is free."""
    drawn: set[tuple[str, str]] = set()
    for number, finding in numbered:
        ghost = finding.rule.ghost
        shape = scene.shape_of_node.get(finding.subjects[0]) if finding.subjects else None
        if room.exhausted or len(drawn) >= MOST:
            return
        if ghost is None or shape is None or (shape.id, ghost.service) in drawn:
            continue
        words = ghost_words(ghost.label, number)
        acceptable = ACCEPTABLE * (2 if finding.severity is Severity.HIGH else 1)
        place = _free(scene, shape, ghost, words, room, scale, acceptable)
        if place is None:
            continue
        drawn.add((shape.id, ghost.service))
        room.take(place.box, MARK)
        yield GhostShape(
            number, ghost.service, ghost.label, place.box, place.arrow, ghost.arrow, finding.fingerprint
        )


def ghost_words(label: str, number: int) -> str:
    """What stands below a ghost: what to add, and the number of the finding."""
    return f"+ {label} ({number})"


def ghost_lines(label: str, number: int, scale: float) -> tuple[str, ...]:
    """The words below a ghost in lines."""
    return wrap(ghost_words(label, number), LETTERS * scale, 110 * scale, bold=True)


def ghost_icon_box(box: Box, lines: int, scale: float) -> Box:
    """Where the icon of a ghost stands: above its words."""
    side = box.height - lines * LETTERS * 1.2 * scale - 4 * scale
    return Box(box.centre.x - side / 2, box.y, side, side)


def _free(
    scene: Scene, shape: Shape, ghost: Ghost, words: str, room: Room, scale: float, acceptable: float
) -> _Found | None:
    best: _Found | None = None
    lowest, below = acceptable, _extent(shape)
    for position, place in enumerate(_places(shape, ghost, words, scale)):
        cost = (
            COVERING * room.cost(_wider(place.box)) + position // len(_DIRECTIONS) * FURTHER + position / 100
        )
        cost += 0 if _within(place.box, scene.box) else _OUTSIDE
        if cost >= lowest:
            continue
        arrow = _arrow(place.icon, place.box, shape.box, below, ghost.towards_subject)
        cost += line_cost(room, *arrow, shape.node_id, enough=lowest - cost)
        if cost < lowest:
            best, lowest = _Found(place.box, arrow), cost
        if cost < 0.5:
            break
    return best


def _places(shape: Shape, ghost: Ghost, words: str, scale: float) -> Iterator[_Place]:
    side = min(max(min(shape.box.width, shape.box.height), SMALLEST), LARGEST) * max(scale * 0.8, 1)
    lines = wrap(words, LETTERS * scale, 110 * scale, bold=True)
    width = max(side, *(width_of(line, LETTERS * scale, bold=True) for line in lines)) + 4
    height = side + len(lines) * LETTERS * 1.2 * scale + 4 * scale
    around, below = shape.box, _extent(shape)
    centre = around.centre
    for distance in DISTANCES:
        for dx, dy in _DIRECTIONS:
            reach = (below.bottom - centre.y) if dy > 0 else around.height / 2
            x = centre.x + dx * (around.width / 2 + distance * scale + width / 2)
            y = centre.y + dy * (reach + distance * scale + height / 2)
            box = Box(x - width / 2, y - height / 2 if dy else y - side / 2, width, height)
            icon = ghost_icon_box(box, len(lines), scale)
            yield _Place(box, icon)


def _extent(shape: Shape) -> Box:
    """A shape with the words right below it."""
    if shape.label is None or shape.rotation:
        return shape.box
    words = label_box(shape.label)
    return shape.box.union(words) if words.y >= shape.box.bottom - 1 else shape.box


def _arrow(icon: Box, ghost: Box, subject: Box, below: Box, towards_subject: bool) -> tuple[Point, Point]:
    """From subject to ghost or back; it starts below the words of what stands above."""
    above = subject.y >= ghost.bottom
    outer = border_point(ghost if above else icon, "rectangle", subject.centre, 3)
    inner = border_point(subject, "rectangle", icon.centre, 3)
    if icon.y >= below.bottom and icon.x < subject.right and subject.x < icon.right:
        inner = Point(inner.x, below.bottom + 3)
    return (outer, inner) if towards_subject else (inner, outer)


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x
        and inner.y >= outer.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def _wider(box: Box) -> Box:
    return Box(box.x - 6, box.y - 6, box.width + 12, box.height + 12)
