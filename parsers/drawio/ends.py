"""The ends of arrows: what each is attached to, or touches, and the thing that is meant by it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from parsers.drawio.captions import owners
from parsers.drawio.cells import Cell
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.frames import means_something
from parsers.drawio.geometry import (
    Box,
    Point,
    area,
    border_distance,
    centre,
    distance,
    further,
    holds,
    holds_point,
)
from parsers.drawio.grid import Grid
from parsers.drawio.limits import MOST_LOOSE_ENDS, tries
from parsers.drawio.look import Form
from parsers.drawio.placing import DEEPEST
from parsers.drawio.screenshots import screenshots

ATTACHED, SNAPPED, LIFTED = "attached", "snapped", "lifted"

NEAR = 20.0
"""Pixels from a loose end within which a shape is taken as touched."""

NEAR_BORDER = 12.0
"""Pixels inside a frame's border within which the frame is taken as touched; outside it is NEAR."""

EXACT = 1.5
"""Pixels that drawing by hand or rounding leaves between things that touch."""

FAR = 50.0
"""Pixels within which a shape is taken if it is the only one."""

ICON_PREFERRED_BY = 8.0
"""Pixels that an icon may be farther away than a box and still be meant."""

AHEAD = (10, 20, 30, 40)
"""Pixels by which an arrow is made longer to see what it points at."""

AHEAD_COSTS = 0.3
"""What a pixel of that counts, against one of a gap beside the arrow."""

LABEL_GAP, MOST_LINES = 4.0, 4
"""Pixels between an icon and its label, and lines of a label that count as part of it."""

REACH = 100
"""Pixels up to which a line is made longer to find what it points at."""

MOST_TRIED = 100

NOWHERE = "has no place at all"
LIFTED_SURELY = 0.9


class End(NamedTuple):
    """The node meant by one end: its cell, how it was found, how sure (0 to 1), and the same in words."""

    node: str
    how: str
    confidence: float
    reason: str


class NoEnd(NamedTuple):
    """Why one end means no node, as the rest of a sentence, and the point where it lies."""

    why: str
    point: Point | None


class Ends:
    """Looks up ends on one page. Every question takes time that does not depend on the size of the page.

    `follows` says whether it is looked for what loose ends touch; there may be too many of them in the file.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._owner = owners(drawing.caption)
        self._badged = {badge: frame for frame, badge in drawing.badge.items()}
        self._attached_to: dict[str | None, End | NoEnd] = {}
        self._tries = tries(drawing.page.cells_in_file, MOST_TRIED)
        self.follows = drawing.page.loose_ends_in_file <= MOST_LOOSE_ENDS

    @cached_property
    def _shapes(self) -> Grid:
        shapes = self._drawing.of(Part.ICON, Part.BOX, Part.CARD, Part.BADGE)
        return Grid({name: self._reach(name) for name in shapes if self._may_be_meant(name)})

    def _may_be_meant(self, name: str) -> bool:
        """Whether a loose end may mean this: a box that says nothing and has no arrow is a backdrop."""
        drawing = self._drawing
        return drawing.parts[name] is not Part.BOX or bool(drawing.label(name)) or name in drawing.attached

    def _reach(self, name: str) -> Box:
        """A shape with its label where that hangs below it: arrows start at the words, too."""
        cell, box = self._drawing.cells[name], self._drawing.boxes[name]
        if not cell.label or cell.style.get("verticalLabelPosition") != "bottom":
            return box
        lines = min(cell.label.count("\n") + 1, MOST_LINES)
        return box[0], box[1], box[2], box[3] + LABEL_GAP + lines * cell.style.number("fontSize", 12) * 1.2

    @cached_property
    def _texts(self) -> Grid:
        return self._grid(Part.TEXT)

    @cached_property
    def _frames(self) -> Grid:
        return self._grid(Part.FRAME)

    @cached_property
    def _icons(self) -> Grid:
        return self._grid(Part.ICON)

    @cached_property
    def _only_icon(self) -> Mapping[str, str]:
        """The one icon in each plain frame that holds nothing else and means nothing by itself."""
        drawing = self._drawing
        content: dict[str, list[str]] = {}
        for thing, frame in drawing.inside.items():
            if drawing.parts[thing] in (Part.ICON, Part.FRAME, Part.BOX):
                content.setdefault(frame, []).append(thing)
        return {
            frame: things[0]
            for frame, things in content.items()
            if len(things) == 1
            and drawing.parts[things[0]] is Part.ICON
            and drawing.looks[frame].form is Form.SHAPE
            and frame not in drawing.badge
            and not means_something(drawing.label(frame))
        }

    @cached_property
    def _screenshots(self) -> Mapping[str, str]:
        return screenshots(self._drawing)

    @cached_property
    def _unclear(self) -> frozenset[str | None]:
        """Cells that may stand for another which an arrow attached to them means."""
        return frozenset(self._drawing.of(Part.TEXT, Part.FRAME))

    def _grid(self, *parts: Part) -> Grid:
        return Grid({name: self._drawing.boxes[name] for name in self._drawing.of(*parts)})

    def of(self, edge: Cell) -> tuple[End | NoEnd, End | NoEnd]:
        """What the start and the end of an edge mean. An end that would join a thing to itself is not snapped to it."""
        found = self._attached_to.get
        source = found(edge.source) or self._attached(edge.source)
        target = found(edge.target) or self._attached(edge.target)
        if source is not None and target is not None and self._unclear.isdisjoint((edge.source, edge.target)):
            return source, target
        if edge.points and (edge.source in self._texts.boxes or edge.target in self._texts.boxes):
            source = self._beyond_text(edge.source, source, edge.points[0], _node(target))
            target = self._beyond_text(edge.target, target, edge.points[-1], _node(source))
        if len(edge.points) > 1 and (edge.source in self._frames.boxes or edge.target in self._frames.boxes):
            source = self._within_frame(edge.source, source, edge.points, _node(target))
            target = self._within_frame(edge.target, target, edge.points[::-1], _node(source))
        if source is None:
            source = self._snapped(edge.start, _before(edge.points), _node(target))
        if target is None:
            target = self._snapped(edge.end, _before(edge.points[::-1]), _node(source))
        return source, target

    def _attached(self, name: str | None) -> End | NoEnd | None:
        if name is None or name not in self._drawing.cells:
            return None
        found = self._attached_to[name] = self.meant(name, ATTACHED, 1.0, "attached")
        return found

    def _within_frame(
        self, name: str | None, end: End | NoEnd | None, points: Sequence[Point], other: str | None
    ) -> End | NoEnd | None:
        """The thing at which an arrow points that is attached to the frame around it, at a place deep inside."""
        if name is None or not isinstance(end, End) or end.node != name or name not in self._frames.boxes:
            return end
        box = self._frames.boxes[name]
        if border_distance(box, points[0]) <= NEAR_BORDER or not holds_point(box, points[0]):
            return end
        inner = self._near_shape(points[0], points[1], other)
        if inner is None or not self._holds(name, inner.node):
            return end
        return End(inner.node, LIFTED, 0.75, f"attached to the frame around it, {inner.reason}")

    def _beyond_text(
        self, name: str | None, end: End | NoEnd | None, point: Point, other: str | None
    ) -> End | NoEnd | None:
        """What lies where an arrow meets a text that names nothing: the words stand beside the thing meant."""
        if (
            name is None
            or end is None
            or self._drawing.parts.get(name) is not Part.TEXT
            or name in self._owner
        ):
            return end
        beyond = self._near_border(point, other)
        return beyond if beyond is not None and beyond.confidence >= 0.7 else end

    def meant(self, name: str, how: str, confidence: float, reason: str) -> End | NoEnd:
        """The node that a cell stands for when an arrow ends on it."""
        part = self._drawing.parts[name]
        if part is Part.ICON and (frame := self._screenshots.get(name)) is not None:
            return self._lifted(frame, how, confidence, reason, "the picture that fills it")
        if part is Part.ICON:
            return End(name, how, confidence, reason)
        if part is Part.FRAME and (only := self._only_icon.get(name)) is not None:
            return self._lifted(only, how, confidence, reason, "the box around it")
        if part is Part.FRAME:
            return End(name, how, confidence, reason)
        if part is Part.CARD:
            return self._lifted(self._drawing.card[name], how, confidence, reason, "the box around it")
        if part is Part.TEXT and (owner := self._owner.get(name)) is not None:
            return self._lifted(owner, how, confidence, reason, "its name")
        if part is Part.BADGE:
            return self._lifted(
                self._badged.get(name, name), how, confidence, reason, "the badge in its corner"
            )
        if part in (Part.EDGE, Part.EDGE_LABEL):
            return NoEnd("lies on another arrow", None)
        if part is Part.LAYER:
            return NoEnd("lies on the page itself", None)
        if part is Part.TABLE:
            return End(self._whole_table(name), how, confidence, reason)
        if part is Part.HIDDEN:
            return NoEnd("lies on something hidden", None)
        icon = self._icon_meant(name) if self._stands_for_another(name) else None
        if icon is not None:
            return self._lifted(icon, how, confidence, reason, "the box around or over it")
        return End(name, how, confidence, reason)

    def _whole_table(self, name: str) -> str:
        """The table of a row or a field."""
        for _ in range(DEEPEST):  # parents of a hostile file may go round in a circle
            parent = self._drawing.cells[name].parent
            if parent is None or self._drawing.parts.get(parent) is not Part.TABLE:
                break
            name = parent
        return name

    def _lifted(self, node: str, how: str, confidence: float, reason: str, what: str) -> End:
        way = LIFTED if how == ATTACHED else how
        return End(node, way, round(confidence * LIFTED_SURELY, 3), f"{reason} to {what}")

    def _stands_for_another(self, name: str) -> bool:
        """Whether a cell without a name of its own may stand for an icon in or under it."""
        return not self._drawing.label(name)

    def _icon_meant(self, name: str) -> str | None:
        """The one icon in a cell, among its children, or under it."""
        box = self._drawing.boxes[name]
        children = [
            child for child in self._drawing.children.get(name, ()) if self._drawing.parts[child] is Part.ICON
        ]
        if len(children) == 1:
            return children[0]
        over = [
            icon
            for icon in islice(self._icons.near(centre(box), min(max(box[2:]) / 2, 200.0)), self._tries)
            if holds(box, self._icons.boxes[icon], 4.0) or holds_point(self._icons.boxes[icon], centre(box))
        ]
        return over[0] if len(over) == 1 else None

    def _snapped(self, point: Point | None, before: Point | None, other: str | None) -> End | NoEnd:
        if point is None:
            return NoEnd(NOWHERE, None)
        if not self.follows:
            return NoEnd("is one of too many loose ends to look for what each touches, and lies", point)
        found = (
            self._on_border(point, before, other)
            or self._near_shape(point, before, other)
            or self._near_text(point, other)
            or self._near_border(point, other)
            or self._only_shape(point, other)
            or self._pointed_at(point, before, other)
        )
        return found or NoEnd("touches nothing", point)

    def _on_border(self, point: Point, before: Point | None, other: str | None) -> End | None:
        """The frame on whose very border a line stops that comes from outside, with no shape just there."""
        if before is None:
            return None
        touched = [
            name
            for name in islice(self._frames.near(point, EXACT), self._tries)
            if border_distance(self._frames.boxes[name], point) <= EXACT
            and not holds_point(self._frames.boxes[name], before)
            and name != other
        ]
        if not touched or any(
            distance(self._drawing.boxes[name], point) <= 2 * EXACT
            for name in islice(self._shapes.near(point, 2 * EXACT), self._tries)
        ):
            return None
        smallest = min(touched, key=lambda name: area(self._frames.boxes[name]))
        return _end(self.meant(smallest, SNAPPED, 0.85, "loose, touching its border"))

    def between(self, start: Point, end: Point) -> tuple[End | None, End | None]:
        """What lies at both ends of an arrow that is drawn as a shape."""
        source = self._near_shape(start, end, None)
        return source, self._near_shape(end, start, source.node if source else None)

    def _near_shape(self, point: Point, before: Point | None, other: str | None) -> End | None:
        ranked = sorted(self._ranked(point, before, other))
        if not ranked:
            return None
        _, _, name, gap = ranked[0]
        sure = 0.95 if gap <= 1 else 0.85 if gap <= 10 else 0.75
        if len(ranked) > 1 and ranked[1][0] - ranked[0][0] < 3 and ranked[1][0] > 0:
            sure -= 0.15
        return _end(self.meant(name, SNAPPED, sure, _touching(gap)))

    def _ranked(
        self, point: Point, before: Point | None, other: str | None
    ) -> Iterator[tuple[float, float, str, float]]:
        """Shapes at hand with their rank, least first: near the end, or a little ahead of it."""
        ahead = [(by, further(point, before, by)) for by in AHEAD] if before is not None else []
        for name in islice(self._shapes.near(point, AHEAD[-1]), self._tries):
            box = self._shapes.boxes[name]
            gap = distance(box, point)
            hits = [by for by, further in ahead if holds_point(box, further)]
            if (gap > NEAR and not self._isfurther(name, point, hits)) or self._is_same(name, other):
                continue
            rank = min(gap, hits[0] * AHEAD_COSTS if hits else gap)
            if self._drawing.parts[name] is not Part.ICON:
                rank += ICON_PREFERRED_BY
            if before is not None and holds_point(box, before):
                rank += NEAR
            yield round(rank, 3), area(box), name, gap

    def _isfurther(self, name: str, point: Point, hits: Sequence[int]) -> bool:
        """Whether a line runs into a shape without running into a frame before it."""
        frame = self._drawing.inside.get(name)
        return bool(hits) and (frame is None or holds_point(self._drawing.boxes[frame], point))

    def _is_same(self, name: str, other: str | None) -> bool:
        if other is None:
            return False
        meant = _end(self.meant(name, SNAPPED, 1.0, ""))
        return meant is not None and meant.node == other

    def _near_text(self, point: Point, other: str | None) -> End | None:
        near = [
            (distance(self._texts.boxes[name], point), name)
            for name in islice(self._texts.near(point, NEAR), self._tries)
            if name in self._owner and not self._is_same(name, other)
        ]
        gap, name = min(near, default=(FAR, ""))
        return _end(self.meant(name, SNAPPED, 0.75, _touching(gap))) if gap <= NEAR else None

    def _near_border(self, point: Point, other: str | None) -> End | None:
        near = []
        for name in islice(self._frames.near(point, NEAR), self._tries):
            box = self._frames.boxes[name]
            gap = border_distance(box, point)
            limit = NEAR_BORDER if holds_point(box, point) else NEAR
            if gap <= limit and name != other and not self._holds(name, other):
                near.append((gap, area(box), name))
        if not near:
            return None
        gap, _, name = min(near)
        return _end(self.meant(name, SNAPPED, 0.7, f"{_touching(gap)} its border"))

    def _holds(self, frame: str, thing: str | None) -> bool:
        """Whether the thing lies in the frame: an arrow within a frame seldom means the frame itself."""
        for _ in range(MOST_TRIED):
            thing = self._drawing.inside.get(thing) if thing is not None else None
            if thing is None or thing == frame:
                break
        return thing == frame

    def _only_shape(self, point: Point, other: str | None) -> End | None:
        near: dict[str, float] = {}
        for name in islice(self._shapes.near(point, FAR), self._tries):
            gap = distance(self._shapes.boxes[name], point)
            meant = _end(self.meant(name, SNAPPED, 0.5, _touching(gap))) if gap <= FAR else None
            if meant is not None and meant.node != other:
                near[name] = gap
        if len(near) != 1:
            return None
        name, gap = next(iter(near.items()))
        return _end(self.meant(name, SNAPPED, 0.5, f"{_touching(gap)} it, with nothing else near"))

    def _pointed_at(self, point: Point, before: Point | None, other: str | None) -> End | None:
        """The first shape that the line would run into were it made longer: people leave gaps."""
        for length in range(10, REACH, 10):
            ahead = further(point, before, length)
            for name in islice(self._shapes.near(ahead), self._tries):
                box = self._shapes.boxes[name]
                if holds_point(box, ahead) and not (before is not None and holds_point(box, before)):
                    meant = _end(self.meant(name, SNAPPED, 0.5, f"loose, points at it from {length} px away"))
                    return meant if meant is not None and meant.node != other else None
        return None


def _node(end: End | NoEnd | None) -> str | None:
    return end.node if isinstance(end, End) else None


def _end(end: End | NoEnd) -> End | None:
    return end if isinstance(end, End) else None


def _before(points: tuple[Point, ...]) -> Point | None:
    """The point next to the start of these."""
    return points[1] if len(points) > 1 else None


def _touching(gap: float) -> str:
    return "loose, touching" if gap < 0.5 else f"loose, {gap:.0f} px from"
