"""Placing: from coordinates relative to a parent, which may come later, be missing, or be a child itself."""

from collections.abc import Iterator, Mapping

from parsers.drawio.geometry import Box, Point, along, centre, is_absurd, number, port, towards
from parsers.drawio.limits import FARTHEST
from parsers.drawio.markup import Place, RawCell
from parsers.drawio.style import style_of

ORIGIN: Point = (0.0, 0.0)

DEEPEST = 100
"""Ancestors of a cell in which the value of a placeholder is looked for."""


class Placed:
    """A cell on its way to its place: what the file says, and what was worked out so far."""

    __slots__ = (
        "box",
        "foreign",
        "id",
        "is_edge",
        "is_vertex",
        "line",
        "on_edge",
        "parent",
        "raw",
        "source",
        "target",
        "visible",
    )

    def __init__(self, cell_id: str, raw: RawCell, foreign: bool) -> None:
        self.id, self.raw, self.foreign = cell_id, raw, foreign
        self.is_edge = raw.cell.get("edge") == "1"
        self.is_vertex = not self.is_edge and raw.cell.get("vertex") == "1"
        self.source, self.target = raw.cell.get("source"), raw.cell.get("target")
        self.parent: Placed | None = None
        self.on_edge: str | None = None
        self.box: Box | None = None
        self.line: tuple[Point, ...] | None = None
        self.visible: bool | None = None

    def kind(self, root: str | None) -> str:
        """vertex, edge, layer, or nothing that is drawn."""
        if self.is_edge:
            return "edge"
        if self.is_vertex:
            return "vertex"
        return "layer" if self.raw.cell.get("parent") == root else "other"


class Placing:
    """Places of all cells of one page, each worked out once. Cycles and missing parents are cut and told."""

    def __init__(self, cells: Mapping[str, Placed]) -> None:
        self.cells = cells
        self.faults: list[tuple[str, str, str]] = []
        self.root = next((cell.id for cell in cells.values() if "parent" not in cell.raw.cell), None)
        self._adopt()
        self._cut_cycles()
        for cell in cells.values():
            self._settle(cell)

    def _adopt(self) -> None:
        for cell in self.cells.values():
            name = cell.raw.cell.get("parent")
            if name is None or cell.id == self.root:
                continue
            cell.parent = self.cells.get(name)
            if cell.parent is None:
                self.faults.append(
                    (
                        "DIA-020",
                        f"Its parent {name} does not exist; it is read as lying on the page.",
                        cell.id,
                    )
                )

    def _cut_cycles(self) -> None:
        settled: set[str] = set()
        for cell in self.cells.values():
            if cell.parent is None or cell.parent.id in settled:
                settled.add(cell.id)
                continue
            trail: list[Placed] = []
            on_trail: set[str] = set()
            here: Placed | None = cell
            while here is not None and here.id not in settled:
                if here.id in on_trail:
                    trail[-1].parent = None
                    self.faults.append(
                        ("DIA-021", "It is its own ancestor; it is read as lying on the page.", trail[-1].id)
                    )
                    break
                trail.append(here)
                on_trail.add(here.id)
                here = here.parent
            settled |= on_trail

    def _settle(self, cell: Placed) -> None:
        """Box and visibility of a cell and of every ancestor that has none yet, outermost first."""
        if cell.visible is not None:
            return
        if cell.parent is None or cell.parent.visible is not None:
            self._settle_one(cell)
            return
        trail = [cell]
        while (parent := trail[-1].parent) is not None and parent.visible is None:
            trail.append(parent)
        for own in reversed(trail):
            self._settle_one(own)

    def _settle_one(self, own: Placed) -> None:
        parent = own.parent
        own.visible = own.raw.cell.get("visible") != "0" and (parent is None or bool(parent.visible))
        if parent is not None:
            own.on_edge = parent.id if parent.is_edge and own.is_vertex else parent.on_edge
        if own.on_edge is None and not own.is_edge:
            own.box = self._box_in(own, parent)

    def _box_in(self, own: Placed, parent: Placed | None) -> Box:
        shape = own.raw.geometry
        if shape is None or not own.is_vertex:
            outer = parent.box if parent is not None and parent.is_vertex else None
            return (*(outer[:2] if outer else ORIGIN), 0.0, 0.0)
        x, y = self._number(own, shape.get("x")), self._number(own, shape.get("y"))
        width, height = self._number(own, shape.get("width")), self._number(own, shape.get("height"))
        width, height = max(0.0, width), max(0.0, height)
        if parent is not None and parent.is_vertex and parent.box is not None:
            outer = parent.box
            if shape.get("relative") == "1":
                x, y = x * outer[2], y * outer[3]
                dx, dy = _offset(own.raw)
                x, y = x + dx, y + dy
            return outer[0] + x, outer[1] + y, width, height
        return x, y, width, height

    def _number(self, own: Placed, text: str | None) -> float:
        if text is None:
            return 0.0
        value = number(text)
        if value == 0.0 and is_absurd(text):
            message = f"A coordinate is no number or lies beyond {FARTHEST:,.0f} pixels; 0 is taken."
            self.faults.append(("DIA-023", message, own.id))
        return value

    def box(self, cell: Placed) -> Box:
        """The absolute box of a vertex."""
        if cell.box is None:
            cell.box = self._box_on_edge(cell)
        return cell.box

    def _box_on_edge(self, cell: Placed) -> Box:
        trail = [cell]
        while (parent := trail[-1].parent) is not None and not parent.is_edge and parent.box is None:
            trail.append(parent)
        for own in reversed(trail):
            own.box = (
                self._label_box(own)
                if own.parent is None or own.parent.is_edge
                else self._box_in(own, own.parent)
            )
        return cell.box or (*ORIGIN, 0.0, 0.0)

    def _label_box(self, cell: Placed) -> Box:
        shape = cell.raw.geometry
        edge = cell.parent
        if shape is None or edge is None:
            return (*ORIGIN, 0.0, 0.0)
        x, y = number(shape.get("x")), number(shape.get("y"))
        if shape.get("relative") == "1":
            x, y = along(self.points(edge), x, y)
            dx, dy = _offset(cell.raw)
            x, y = x + dx, y + dy
        return x, y, max(0.0, number(shape.get("width"))), max(0.0, number(shape.get("height")))

    def origin(self, cell: Placed) -> Point:
        """The point from which a cell's own coordinates count."""
        parent = cell.parent
        return parent.box[:2] if parent is not None and parent.is_vertex and parent.box else ORIGIN

    def loose(self, cell: Placed, name: str) -> Point | None:
        """The point that the file gives for one end of an edge, absolute."""
        places = cell.raw.named_points
        return self._absolute(cell, places[name]) if places is not None and name in places else None

    def _absolute(self, cell: Placed, place: Place) -> Point:
        x, y = self.origin(cell)
        return x + number(place[0]), y + number(place[1])

    def along(self, cell: Placed) -> tuple[float, float, float, float] | None:
        """Where a label stands on its edge: share of the way, pixels beside it, an offset in x and y."""
        shape = cell.raw.geometry
        if shape is None or shape.get("relative") != "1" or not (cell.is_edge or cell.on_edge):
            return None
        return number(shape.get("x")), number(shape.get("y")), *_offset(cell.raw)

    def points(self, edge: Placed) -> tuple[Point, ...]:
        """Start, waypoints and end of an edge, as far as they are known."""
        if edge.line is None:
            edge.line = self._line(edge)
        return edge.line

    def _line(self, edge: Placed) -> tuple[Point, ...]:
        source, target = self._attached(edge.source), self._attached(edge.target)
        style = edge.raw.cell.get("style", "")
        if source and target and not edge.raw.waypoints and "exit" not in style and "entry" not in style:
            return towards(source, centre(target)), towards(target, centre(source))
        middle = [self._absolute(edge, place) for place in edge.raw.waypoints or ()]
        start, end = self.loose(edge, "sourcePoint"), self.loose(edge, "targetPoint")
        beyond_start = middle[0] if middle else (centre(target) if target else end)
        beyond_end = middle[-1] if middle else (centre(source) if source else start)
        first = _meeting(source, "exit", style, beyond_start) if source else start
        last = _meeting(target, "entry", style, beyond_end) if target else end
        return tuple(point for point in (first, *middle, last) if point is not None)

    def _attached(self, name: str | None) -> Box | None:
        cell = self.cells.get(name) if name else None
        return cell.box if cell is not None and not cell.is_edge else None

    def chain(self, cell: Placed) -> Iterator[Placed]:
        """The cell and its ancestors, innermost first, as many as anybody nests."""
        here: Placed | None = cell
        for _ in range(DEEPEST):
            if here is None:
                return
            yield here
            here = here.parent


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
