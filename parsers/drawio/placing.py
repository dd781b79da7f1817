"""Placing: from coordinates relative to a parent, which may come later, be missing, or be a child itself."""

from collections.abc import Iterator, Mapping
from itertools import chain

from parsers.drawio.geometry import (
    Box,
    Point,
    along,
    between,
    centre,
    is_absurd,
    number,
    numbers,
    port,
    towards,
)
from parsers.drawio.limits import FARTHEST
from parsers.drawio.markup import Place, RawCell
from parsers.drawio.style import style_of

ORIGIN: Point = (0.0, 0.0)

DEEPEST = 100
"""Ancestors of a cell that are looked at: for the value of a placeholder, for the table of a row."""

FaultOf = tuple[str, str, str]
"""A code, a sentence, the id of the cell."""


class Placing:
    """Places of all cells of one page, each worked out once. Cycles and missing parents are cut and told."""

    def __init__(self, cells: Mapping[str, RawCell]) -> None:
        self.cells = cells
        self._orphans: list[FaultOf] = []
        self._circles: list[FaultOf] = []
        self._absurd: list[FaultOf] = []
        self.loose_ends = 0
        self.root = next((name for name, cell in cells.items() if cell.parent is None), None)
        early = self._adopt()
        self._cut_cycles(early)
        for cell in early:
            self._settle(cell)

    @property
    def faults(self) -> Iterator[FaultOf]:
        """What is wrong with parents and coordinates."""
        return chain(self._orphans, self._circles, self._absurd)

    def _adopt(self) -> list[RawCell]:
        """Find every cell's parent and settle the cells that come after theirs; the others are given back."""
        cells, root = self.cells, self.root
        early: list[RawCell] = []
        for name, cell in cells.items():
            if cell.parent is not None and name != root:
                cell.above = above = cells.get(cell.parent)
                if above is None:
                    self._tell_missing(name, cell.parent)
                elif above.visible is None:
                    early.append(cell)
                    continue
                else:
                    cell.parent = above.id  # one string for all children
            self._settle_one(cell)
        return early

    def _tell_missing(self, name: str, parent: str) -> None:
        message = f"Its parent {parent} does not exist; it is read as lying on the page."
        self._orphans.append(("DIA-020", message, name))

    def _cut_cycles(self, cells: list[RawCell]) -> None:
        settled: set[RawCell] = set()
        for cell in cells:
            trail: list[RawCell] = []
            on_trail: set[RawCell] = set()
            here: RawCell | None = cell
            while here is not None and here.visible is None and here not in settled:
                if here in on_trail:
                    self._cut(trail[-1])
                    break
                trail.append(here)
                on_trail.add(here)
                here = here.above
            settled |= on_trail

    def _cut(self, cell: RawCell) -> None:
        cell.above = None
        message = "It is its own ancestor; it is read as lying on the page."
        self._circles.append(("DIA-021", message, cell.id or ""))

    def _settle(self, cell: RawCell) -> None:
        """Box and visibility of a cell and of every ancestor that has none yet, outermost first."""
        if cell.visible is not None:
            return
        trail = [cell]
        while (above := trail[-1].above) is not None and above.visible is None:
            trail.append(above)
        for own in reversed(trail):
            self._settle_one(own)

    def _settle_one(self, own: RawCell) -> None:
        above = own.above
        own.visible = not own.is_hidden and (above is None or bool(above.visible))
        if above is not None:
            own.on_edge = above.id if above.is_edge and own.is_vertex else above.on_edge
        if own.on_edge is None and not own.is_edge:
            own.box = self._box_in(own, above)

    def _box_in(self, own: RawCell, above: RawCell | None) -> Box:
        shape = own.geometry
        outer = above.box if above is not None and above.is_vertex else None
        if shape is None or not own.is_vertex:
            return (*(outer[:2] if outer else ORIGIN), 0.0, 0.0)
        x, y, width, height = numbers(shape) or self._doubtful(own, shape)
        if width < 0.0 or height < 0.0:
            width, height = max(0.0, width), max(0.0, height)
        if outer is None:
            return x, y, width, height
        if shape[4] == "1":
            dx, dy = _offset(own)
            x, y = x * outer[2] + dx, y * outer[3] + dy
        return outer[0] + x, outer[1] + y, width, height

    def _doubtful(self, own: RawCell, shape: tuple[str | None, ...]) -> Box:
        """The numbers of a shape of which one cannot be believed."""
        message = f"A coordinate is no number or lies beyond {FARTHEST:,.0f} pixels; 0 is taken."
        self._absurd += [("DIA-023", message, own.id or "") for text in shape[:4] if is_absurd(text)]
        x, y, width, height = map(number, shape[:4])
        return x, y, width, height

    def box_of(self, cell: RawCell) -> Box:
        """The absolute box of a vertex."""
        if cell.box is None:
            cell.box = self._box_on_edge(cell)
        return cell.box

    def _box_on_edge(self, cell: RawCell) -> Box:
        trail = [cell]
        while (above := trail[-1].above) is not None and not above.is_edge and above.box is None:
            trail.append(above)
        for own in reversed(trail):
            own.box = (
                self._label_box(own)
                if own.above is None or own.above.is_edge
                else self._box_in(own, own.above)
            )
        return cell.box or (*ORIGIN, 0.0, 0.0)

    def _label_box(self, cell: RawCell) -> Box:
        shape = cell.geometry
        edge = cell.above
        if shape is None or edge is None:
            return (*ORIGIN, 0.0, 0.0)
        x, y, width, height = map(number, shape[:4])
        if shape[4] == "1":
            x, y = along(self.points(edge), x, y)
            dx, dy = _offset(cell)
            x, y = x + dx, y + dy
        return x, y, max(0.0, width), max(0.0, height)

    def origin(self, cell: RawCell) -> Point:
        """The point from which a cell's own coordinates count."""
        above = cell.above
        return above.box[:2] if above is not None and above.is_vertex and above.box else ORIGIN

    def loose(self, cell: RawCell, name: str) -> Point | None:
        """The point that the file gives for one end of an edge, absolute."""
        places = cell.named_points
        return self._absolute(cell, places[name]) if places is not None and name in places else None

    def _absolute(self, cell: RawCell, place: Place) -> Point:
        x, y = self.origin(cell)
        return x + number(place[0]), y + number(place[1])

    def along(self, cell: RawCell) -> tuple[float, float, float, float] | None:
        """Where a label stands on its edge: share of the way, pixels beside it, an offset in x and y."""
        shape = cell.geometry
        if shape is None or shape[4] != "1" or not (cell.is_edge or cell.on_edge):
            return None
        return number(shape[0]), number(shape[1]), *_offset(cell)

    def joins(self, edge: RawCell) -> tuple[Box, Box] | None:
        """The boxes between which an edge is drawn straight, from centre to centre; None for any other."""
        ends, style = self._ends(edge), edge.style
        if None in ends or edge.waypoints or "exit" in style or "entry" in style:
            return None
        return ends  # type: ignore[return-value]  # neither is None

    def points(self, edge: RawCell) -> tuple[Point, ...]:
        """Start, waypoints and end of an edge, as far as they are known."""
        if edge.line is None:
            edge.line = self._line(edge)
        return edge.line

    def _line(self, edge: RawCell) -> tuple[Point, ...]:
        if (joins := self.joins(edge)) is not None:
            return between(*joins)
        (source, target), style = self._ends(edge), edge.style
        middle = [self._absolute(edge, place) for place in edge.waypoints or ()]
        start, end = self.loose(edge, "sourcePoint"), self.loose(edge, "targetPoint")
        beyond_start = middle[0] if middle else (centre(target) if target else end)
        beyond_end = middle[-1] if middle else (centre(source) if source else start)
        first = _meeting(source, "exit", style, beyond_start) if source else start
        last = _meeting(target, "entry", style, beyond_end) if target else end
        return tuple(point for point in (first, *middle, last) if point is not None)

    def _ends(self, edge: RawCell) -> tuple[Box | None, Box | None]:
        """The boxes at both ends of an edge, whose ids become those of the cells: one string for all edges."""
        if edge.ends is None:
            start = end = None
            if (source := self.cells.get(edge.source)) is not None:  # type: ignore[arg-type]  # None is the id of nothing
                edge.source, start = source.id, source.box
            if (target := self.cells.get(edge.target)) is not None:  # type: ignore[arg-type]
                edge.target, end = target.id, target.box
            if start is None or end is None:
                self.loose_ends += (start is None) + (end is None)
            edge.ends = start, end
        return edge.ends


def ancestry(cell: RawCell) -> Iterator[RawCell]:
    """The cell and its ancestors, innermost first, as many as anybody nests."""
    here: RawCell | None = cell
    for _ in range(DEEPEST):
        if here is None:
            return
        yield here
        here = here.above


def _offset(raw: RawCell) -> Point:
    place = (raw.named_points or {}).get("offset", (None, None))
    return number(place[0]), number(place[1])


def _meeting(box: Box, side: str, style_text: str, beyond: Point | None) -> Point:
    if side in style_text:
        style = style_of(style_text)
        if f"{side}X" in style and f"{side}Y" in style:
            x, y = port(box, style.number(f"{side}X"), style.number(f"{side}Y"))
            return x + style.number(f"{side}Dx"), y + style.number(f"{side}Dy")
    return towards(box, beyond) if beyond is not None else centre(box)
