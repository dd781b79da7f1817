"""What the loose end of an arrow touches: people put arrows beside things and on their borders, or stop short."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from parsers.drawio.classify import Drawing, Part
from parsers.drawio.geometry import Box, Point, area, border_distance, distance, further, holds_point
from parsers.drawio.grid import Grid
from parsers.drawio.limits import MOST_LOOSE_ENDS, tries
from parsers.drawio.meaning import MOST_TRIED, SNAPPED, End, Meaning, NoEnd

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

NOWHERE = "has no place at all"


class Touching:
    """Looks up what lies at points of one page. Every question takes time that does not depend on the size of the page.

    A question is about a point, the point before it on the line, and what the other end means, which is not
    found once more. `follows` says whether loose ends are looked up at all; a file may hold too many of them.
    """

    def __init__(self, drawing: Drawing, meaning: Meaning) -> None:
        self.follows = drawing.page.loose_ends_in_file <= MOST_LOOSE_ENDS
        self._drawing = drawing
        self._meaning = meaning
        self._tries = tries(drawing.page.cells_in_file, MOST_TRIED)

    def anything(self, point: Point | None, before: Point | None, other: str | None) -> End | NoEnd:
        """What lies nearest by any of the ways in which people mean a thing with a line, the surest first."""
        if point is None:
            return NoEnd(NOWHERE, None)
        if not self.follows:
            return NoEnd("is one of too many loose ends to look for what each touches, and lies", point)
        found = (
            self._on_border(point, before, other)
            or self.shape(point, before, other)
            or self._near_text(point, other)
            or self.border(point, other)
            or self._only_shape(point, other)
            or self._pointed_at(point, before, other)
        )
        return found or NoEnd("touches nothing", point)

    def shape(self, point: Point, before: Point | None, other: str | None) -> End | None:
        """The icon or box at hand, or a little ahead."""
        ranked = sorted(self._ranked(point, before, other))
        if not ranked:
            return None
        _, _, name, gap = ranked[0]
        sure = 0.95 if gap <= 1 else 0.85 if gap <= 10 else 0.75
        if len(ranked) > 1 and ranked[1][0] - ranked[0][0] < 3 and ranked[1][0] > 0:
            sure -= 0.15
        return self._snapped(name, sure, _touching(gap))

    def border(self, point: Point, other: str | None) -> End | None:
        """The frame whose border is nearest."""
        near = []
        for name in islice(self._frames.near(point, NEAR), self._tries):
            box = self._frames.boxes[name]
            gap = border_distance(box, point)
            limit = NEAR_BORDER if holds_point(box, point) else NEAR
            if gap <= limit and name != other and not self.holds(name, other):
                near.append((gap, area(box), name))
        if not near:
            return None
        gap, _, name = min(near)
        return self._snapped(name, 0.7, f"{_touching(gap)} its border")

    def holds(self, frame: str, thing: str | None) -> bool:
        """Whether the thing lies in the frame: an arrow within a frame seldom means the frame itself."""
        for _ in range(MOST_TRIED):
            thing = self._drawing.inside.get(thing) if thing is not None else None
            if thing is None or thing == frame:
                break
        return thing == frame

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
        return self._snapped(smallest, 0.85, "loose, touching its border")

    def _ranked(
        self, point: Point, before: Point | None, other: str | None
    ) -> Iterator[tuple[float, float, str, float]]:
        """Shapes at hand with their rank, least first: near the end, or a little ahead of it."""
        ahead = [(by, further(point, before, by)) for by in AHEAD] if before is not None else []
        for name in islice(self._shapes.near(point, AHEAD[-1]), self._tries):
            box = self._shapes.boxes[name]
            gap = distance(box, point)
            hits = [by for by, reached in ahead if holds_point(box, reached)]
            if (gap > NEAR and not self._is_run_into(name, point, hits)) or self._is_same(name, other):
                continue
            rank = min(gap, hits[0] * AHEAD_COSTS if hits else gap)
            if self._drawing.parts[name] is not Part.ICON:
                rank += ICON_PREFERRED_BY
            if before is not None and holds_point(box, before):
                rank += NEAR
            yield round(rank, 3), area(box), name, gap

    def _is_run_into(self, name: str, point: Point, hits: Sequence[int]) -> bool:
        """Whether a line runs into a shape without running into a frame before it."""
        frame = self._drawing.inside.get(name)
        return bool(hits) and (frame is None or holds_point(self._drawing.boxes[frame], point))

    def _is_same(self, name: str, other: str | None) -> bool:
        if other is None:
            return False
        meant = self._snapped(name, 1.0, "")
        return meant is not None and meant.node == other

    def _near_text(self, point: Point, other: str | None) -> End | None:
        near = [
            (distance(self._texts.boxes[name], point), name)
            for name in islice(self._texts.near(point, NEAR), self._tries)
            if name in self._meaning.owner and not self._is_same(name, other)
        ]
        gap, name = min(near, default=(FAR, ""))
        return self._snapped(name, 0.75, _touching(gap)) if gap <= NEAR else None

    def _only_shape(self, point: Point, other: str | None) -> End | None:
        near: dict[str, float] = {}
        for name in islice(self._shapes.near(point, FAR), self._tries):
            gap = distance(self._shapes.boxes[name], point)
            meant = self._snapped(name, 0.5, _touching(gap)) if gap <= FAR else None
            if meant is not None and meant.node != other:
                near[name] = gap
        if len(near) != 1:
            return None
        name, gap = next(iter(near.items()))
        return self._snapped(name, 0.5, f"{_touching(gap)} it, with nothing else near")

    def _pointed_at(self, point: Point, before: Point | None, other: str | None) -> End | None:
        """The first shape that the line would run into were it made longer: people leave gaps."""
        for length in range(10, REACH, 10):
            ahead = further(point, before, length)
            for name in islice(self._shapes.near(ahead), self._tries):
                box = self._shapes.boxes[name]
                if holds_point(box, ahead) and not (before is not None and holds_point(box, before)):
                    meant = self._snapped(name, 0.5, f"loose, points at it from {length} px away")
                    return meant if meant is not None and meant.node != other else None
        return None

    def _snapped(self, name: str, confidence: float, reason: str) -> End | None:
        end = self._meaning.of(name, SNAPPED, confidence, reason)
        return end if isinstance(end, End) else None

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

    def _grid(self, *parts: Part) -> Grid:
        return Grid({name: self._drawing.boxes[name] for name in self._drawing.of(*parts)})


def _touching(gap: float) -> str:
    return "loose, touching" if gap < 0.5 else f"loose, {gap:.0f} px from"
