"""The ends of arrows: what each is attached to, or touches, and the thing that is meant by it."""

from collections.abc import Sequence

from parsers.drawio.cells import Cell
from parsers.drawio.classify import Drawing, Part
from parsers.drawio.geometry import Point, border_distance, holds_point
from parsers.drawio.meaning import ATTACHED, LIFTED, End, Meaning, NoEnd
from parsers.drawio.touching import NEAR_BORDER, Touching


class Ends:
    """Looks up the ends of the arrows of one page.

    `follows` says whether it is looked for what loose ends touch; there may be too many of them in the file.
    """

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._meaning = Meaning(drawing)
        self._touching = Touching(drawing, self._meaning)
        self._attached_to: dict[str | None, End | NoEnd] = {}
        self._unclear = frozenset(drawing.of(Part.TEXT, Part.FRAME))
        """Cells that may stand for another which an arrow attached to them means."""
        self.follows = self._touching.follows

    def of(self, edge: Cell) -> tuple[End | NoEnd, End | NoEnd]:
        """What the start and the end of an edge mean. An end that would join a thing to itself is not snapped to it."""
        found = self._attached_to.get
        source = found(edge.source) or self._attached(edge.source)
        target = found(edge.target) or self._attached(edge.target)
        if source is not None and target is not None and self._unclear.isdisjoint((edge.source, edge.target)):
            return source, target
        there, back = edge.points, edge.points[::-1]
        source = self._beyond_text(edge.source, source, there, _node(target))
        target = self._beyond_text(edge.target, target, back, _node(source))
        source = self._within_frame(edge.source, source, there, _node(target))
        target = self._within_frame(edge.target, target, back, _node(source))
        if source is None:
            source = self._touching.anything(edge.start, _second(there), _node(target))
        if target is None:
            target = self._touching.anything(edge.end, _second(back), _node(source))
        return source, target

    def between(self, start: Point, end: Point) -> tuple[End | None, End | None]:
        """What lies at both ends of an arrow that is drawn as a shape."""
        source = self._touching.shape(start, end, None)
        return source, self._touching.shape(end, start, _node(source))

    def _attached(self, name: str | None) -> End | NoEnd | None:
        if name is None or name not in self._drawing.cells:
            return None
        found = self._attached_to[name] = self._meaning.of(name, ATTACHED, 1.0, "attached")
        return found

    def _beyond_text(
        self, name: str | None, end: End | NoEnd | None, points: Sequence[Point], other: str | None
    ) -> End | NoEnd | None:
        """What lies where an arrow meets a text that names nothing: the words stand beside the thing meant."""
        if end is None or not points or self._part(name) is not Part.TEXT or name in self._meaning.owner:
            return end
        beyond = self._touching.border(points[0], other)
        return beyond if beyond is not None and beyond.confidence >= 0.7 else end

    def _within_frame(
        self, name: str | None, end: End | NoEnd | None, points: Sequence[Point], other: str | None
    ) -> End | NoEnd | None:
        """The thing at which an arrow points that is attached to the frame around it, at a place deep inside."""
        if (
            not isinstance(end, End)
            or end.node != name
            or self._part(name) is not Part.FRAME
            or len(points) < 2
        ):
            return end
        box = self._drawing.boxes[name]
        if border_distance(box, points[0]) <= NEAR_BORDER or not holds_point(box, points[0]):
            return end
        inner = self._touching.shape(points[0], points[1], other)
        if inner is None or not self._touching.holds(name, inner.node):
            return end
        return End(inner.node, LIFTED, 0.75, f"attached to the frame around it, {inner.reason}")

    def _part(self, name: str | None) -> Part | None:
        return self._drawing.parts.get(name) if name is not None else None


def _node(end: End | NoEnd | None) -> str | None:
    return end.node if isinstance(end, End) else None


def _second(points: Sequence[Point]) -> Point | None:
    return points[1] if len(points) > 1 else None
